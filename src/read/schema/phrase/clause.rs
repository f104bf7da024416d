//! Clauses of a phrase: which words count, and what they say.

use super::super::fact::{Constraint, Reference, is_identifier, is_qualified_identifier};
use super::super::words::words;
use super::ColumnPhrase;
use super::lex::{Kind, Token, plain};

/// How much a clause must look like one of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Bullets, constraint cells, SQL.
    Structured,
    /// A description: only hints at other tables count.
    Prose,
}

/// What one word or group of words says.
enum Modifier {
    PrimaryKey(Vec<String>),
    NotNull,
    Null,
    Unique(Vec<String>),
    Default(String),
    Check(String),
    References(Vec<String>, Reference),
    OnDelete(String),
    Allowed(Vec<String>),
    /// A word of the trade that says nothing we keep.
    Nothing,
}

/// The clauses of a phrase from a token on.
pub(super) struct Clauses<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    at: usize,
}

impl<'a> Clauses<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token<'a>], at: usize) -> Self {
        Self { text, tokens, at }
    }

    /// Reads everything up to the remark, and hints in the remark.
    pub(super) fn read(mut self, phrase: &mut ColumnPhrase, mut strictness: Strictness) {
        // Whether the next word may be a modifier in lower case: at the start of a clause and after
        // another modifier.
        let mut open = true;
        while let Some(token) = self.tokens.get(self.at) {
            match token.kind {
                Kind::Separator | Kind::Close | Kind::Colon => open = true,
                Kind::Open => {
                    open = true;
                    if let Some(values) = quoted_group(self.tokens, self.at) {
                        let column = phrase.column.name.clone();
                        phrase.facts.push(Constraint::Allowed { column, values });
                        self.at = token.pair;
                    }
                }
                Kind::Dash if strictness == Strictness::Structured => {
                    open = true;
                    if modifier(self.text, self.tokens, self.at + 1, true).is_none() {
                        let remark = self.tokens.get(self.at + 1).and_then(|t| self.text.get(t.start..));
                        phrase.column.description = remark.map(|r| r.trim().to_owned());
                        strictness = Strictness::Prose;
                    }
                }
                Kind::Symbol => open = open || token.text == ".",
                _ => {
                    if let Some((found, next)) = modifier(self.text, self.tokens, self.at, open) {
                        self.apply(phrase, found, strictness);
                        self.at = next.max(self.at + 1);
                        open = true;
                        continue;
                    }
                    self.hint(phrase);
                    open = false;
                }
            }
            self.at += 1;
        }
    }

    /// A dotted name in backticks that ends in `id`, alone in a remark: `` (Supabase: `auth.users.id`) ``.
    fn hint(&self, phrase: &mut ColumnPhrase) {
        let Some(token) = self.tokens.get(self.at).filter(|t| t.code && t.kind == Kind::Word) else { return };
        let before = self.at.checked_sub(1).and_then(|i| self.tokens.get(i));
        let name = plain(token.text);
        let introduced = before.is_some_and(|t| matches!(t.kind, Kind::Colon | Kind::Open | Kind::Arrow));
        let is_key = name.rsplit_once('.').is_some_and(|(_, last)| last.eq_ignore_ascii_case("id"));
        // ``orderId: string (identifier from the table `orders`)``
        let labelled = before.is_some_and(|t| t.kind == Kind::Word && words().is("label", t.text));
        let refers = labelled && phrase.column.name.to_ascii_lowercase().ends_with("id");
        if (introduced && is_key || refers) && is_qualified_identifier(&name) {
            let reference = Reference { target: name, hint: true, ..Reference::default() };
            phrase.facts.push(Constraint::ForeignKey { columns: vec![phrase.column.name.clone()], reference });
        }
    }

    fn apply(&self, phrase: &mut ColumnPhrase, found: Modifier, strictness: Strictness) {
        let own = || vec![phrase.column.name.clone()];
        if strictness == Strictness::Prose {
            if let Modifier::References(columns, mut reference) = found {
                reference.hint = true;
                let columns = if columns.is_empty() { own() } else { columns };
                phrase.facts.push(Constraint::ForeignKey { columns, reference });
            }
            return;
        }
        phrase.modified = true;
        match found {
            Modifier::PrimaryKey(columns) if columns.len() > 1 => phrase.facts.push(Constraint::PrimaryKey(columns)),
            Modifier::PrimaryKey(_) => phrase.column.primary_key = true,
            Modifier::NotNull => phrase.column.nullable = Some(false),
            Modifier::Null => phrase.column.nullable = phrase.column.nullable.or(Some(true)),
            Modifier::Unique(columns) if columns.is_empty() => phrase.column.unique = true,
            Modifier::Unique(columns) => phrase.facts.push(Constraint::Unique(columns)),
            Modifier::Default(value) => phrase.column.default = Some(value),
            Modifier::Check(condition) => {
                if let Some((column, values)) = values_of_check(&condition) {
                    let column = column.unwrap_or_else(|| phrase.column.name.clone());
                    phrase.facts.push(Constraint::Allowed { column, values });
                }
                phrase.column.check = Some(match phrase.column.check.take() {
                    Some(first) => format!("{first} AND {condition}"),
                    None => condition,
                });
            }
            Modifier::References(columns, reference) => {
                let columns = if columns.is_empty() { own() } else { columns };
                phrase.facts.push(Constraint::ForeignKey { columns, reference });
            }
            Modifier::OnDelete(action) => {
                if let Some(Constraint::ForeignKey { reference, .. }) = phrase.facts.last_mut() {
                    reference.on_delete = Some(action);
                }
            }
            Modifier::Allowed(values) => {
                let column = phrase.column.name.clone();
                phrase.facts.push(Constraint::Allowed { column, values });
            }
            Modifier::Nothing => {}
        }
    }
}

/// Whether a modifier starts at a token.
pub(super) fn is_modifier(text: &str, tokens: &[Token<'_>], at: usize) -> bool {
    modifier(text, tokens, at, true).is_some()
}

/// Whether a word alone says that what follows is a constraint.
pub(super) fn is_trade_word(word: &str) -> bool {
    ["not", "null", "unique", "primary", "foreign", "references", "check", "default", "pk", "fk"]
        .iter()
        .any(|w| w.eq_ignore_ascii_case(word))
}

/// Reads the modifier that starts at a token; `open` says whether lower case will do.
fn modifier(text: &str, tokens: &[Token<'_>], at: usize, open: bool) -> Option<(Modifier, usize)> {
    let first = tokens.get(at)?;
    if first.kind == Kind::Arrow {
        return reference_target(tokens, at + 1).map(|(r, next)| (Modifier::References(Vec::new(), r), next));
    }
    if first.kind != Kind::Word {
        return None;
    }
    let word = |i: usize| tokens.get(at + i).filter(|t| t.kind == Kind::Word).map(|t| t.text);
    let is = |i: usize, wanted: &str| word(i).is_some_and(|w| w.eq_ignore_ascii_case(wanted));
    let loud = first.text.len() > 1 && first.text.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    if !(open || loud) {
        return None;
    }
    // `unique` starts a clause of the trade, `unique identifier of the order` a sentence.
    let ends = |next: usize| {
        loud || tokens.get(next).is_none_or(|t| {
            !matches!(t.kind, Kind::Word | Kind::Text)
                || (t.kind == Kind::Word && (is_trade_word(t.text) || t.text.eq_ignore_ascii_case("on")))
        })
    };
    let columns = |next: usize| -> (Vec<String>, usize) {
        match tokens.get(next).filter(|t| t.kind == Kind::Open && t.pair > next) {
            Some(open) => match name_list(text, tokens, next + 1, open.pair) {
                Some(names) => (names, open.pair + 1),
                None => (Vec::new(), next),
            },
            None => (Vec::new(), next),
        }
    };
    if is(0, "not") && is(1, "null") {
        return Some((Modifier::NotNull, at + 2));
    }
    if is(0, "primary") && is(1, "key") {
        let (names, next) = columns(at + 2);
        return Some((Modifier::PrimaryKey(names), next));
    }
    if is(0, "on") && (is(1, "delete") || is(1, "update")) {
        return on_action(tokens, at, is(1, "delete"));
    }
    if is(0, "check") {
        return check(text, tokens, at + 1);
    }
    if is(0, "default") || words().starts("default", tokens_words(tokens, at)) == Some(1) {
        return Some(default(text, tokens, at + 1));
    }
    if is(0, "null") || is(0, "nullable") {
        let equals = tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Symbol);
        return (ends(at + 1) && !equals).then_some((Modifier::Null, at + 1));
    }
    if is(0, "unique") {
        let (names, next) = columns(at + 1);
        return (ends(at + 1)).then_some((Modifier::Unique(names), next));
    }
    if is(0, "generated") {
        return Some((Modifier::Nothing, generated(tokens, at)));
    }
    if is(0, "in")
        && let Some(values) = quoted_group(tokens, at + 1)
    {
        return Some((Modifier::Allowed(values), tokens.get(at + 1)?.pair + 1));
    }
    if let Some(found) = reference(text, tokens, at) {
        return Some(found);
    }
    let known = words();
    if let Some(n) = known.starts("primary_key", tokens_words(tokens, at)) {
        let (names, next) = columns(at + n);
        return ends(at + n).then_some((Modifier::PrimaryKey(names), next));
    }
    if let Some(n) = known.starts("values", tokens_words(tokens, at)) {
        let (values, next) = value_list(tokens, at + n);
        return (values.len() > 1).then_some((Modifier::Allowed(values), next));
    }
    for (term, found) in
        [("required", Modifier::NotNull), ("optional", Modifier::Null), ("unique", Modifier::Unique(Vec::new()))]
    {
        if let Some(n) = known.starts(term, tokens_words(tokens, at))
            && tokens
                .get(at + n)
                .is_none_or(|t| matches!(t.kind, Kind::Separator | Kind::Close | Kind::Dash | Kind::Symbol))
        {
            return Some((found, at + n));
        }
    }
    ["identity", "auto_increment", "autoincrement", "always", "collate", "constraint", "stored", "virtual"]
        .iter()
        .any(|w| is(0, w))
        .then_some((Modifier::Nothing, at + 1))
}

/// The words from a token on, up to the first that is no word.
fn tokens_words<'a>(tokens: &'a [Token<'a>], at: usize) -> impl Iterator<Item = &'a str> + Clone {
    tokens.get(at..).unwrap_or_default().iter().map_while(|t| (t.kind == Kind::Word).then_some(t.text))
}

/// `GENERATED ALWAYS AS (…) STORED`, `GENERATED BY DEFAULT AS IDENTITY`: where it ends.
fn generated(tokens: &[Token<'_>], at: usize) -> usize {
    let mut next = at + 1;
    while let Some(token) = tokens.get(next) {
        match token.kind {
            Kind::Open => return token.pair + 1,
            Kind::Word if token.text.eq_ignore_ascii_case("identity") => return next + 1,
            Kind::Word => next += 1,
            _ => break,
        }
    }
    next
}

fn on_action(tokens: &[Token<'_>], at: usize, delete: bool) -> Option<(Modifier, usize)> {
    let mut next = at + 2;
    while tokens.get(next).is_some_and(|t| matches!(t.kind, Kind::Colon | Kind::Arrow)) {
        next += 1;
    }
    let word = |i: usize| tokens.get(i).map(|t| t.text.to_ascii_uppercase()).unwrap_or_default();
    let (action, next) = match word(next).as_str() {
        first @ ("CASCADE" | "RESTRICT") => (first.to_owned(), next + 1),
        first @ ("SET" | "NO") => (format!("{first} {}", word(next + 1)), next + 2),
        _ => return Some((Modifier::Nothing, next)),
    };
    Some((if delete { Modifier::OnDelete(action) } else { Modifier::Nothing }, next))
}

fn check(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Modifier, usize)> {
    let mut start = at;
    while tokens.get(start).is_some_and(|t| t.kind == Kind::Colon || t.text.eq_ignore_ascii_case("constraint")) {
        start += 1;
    }
    let first = tokens.get(start)?;
    if first.kind == Kind::Open && first.pair > start {
        let inner = text.get(first.end..tokens.get(first.pair)?.start)?;
        return Some((Modifier::Check(clean(inner)), first.pair + 1));
    }
    let mut next = start;
    while let Some(token) = tokens.get(next) {
        match token.kind {
            Kind::Separator | Kind::Close | Kind::Dash => break,
            Kind::Word if token.text.eq_ignore_ascii_case("unique") => break,
            Kind::Open => next = token.pair + 1,
            _ => next += 1,
        }
    }
    let end = tokens.get(next.checked_sub(1)?)?.end;
    let condition = clean(text.get(first.start..end)?);
    // `a CHECK constraint for the amount` speaks of a condition without giving it.
    let compares = condition.contains(['<', '>', '=', '~', '('])
        || tokens
            .get(start..next)?
            .iter()
            .any(|t| ["in", "between", "is"].iter().any(|w| t.text.eq_ignore_ascii_case(w)));
    compares.then_some((Modifier::Check(condition), next))
}

/// The value after `default`, up to the next clause or modifier.
fn default(text: &str, tokens: &[Token<'_>], at: usize) -> (Modifier, usize) {
    let mut start = at;
    while tokens.get(start).is_some_and(|t| t.kind == Kind::Colon || t.text == "=") {
        start += 1;
    }
    let mut next = start;
    while let Some(token) = tokens.get(next) {
        let apart = next > start && text.get(..token.start).is_some_and(|t| t.ends_with([' ', '\t']));
        match token.kind {
            Kind::Separator | Kind::Close | Kind::Dash => break,
            Kind::Open if apart => break,
            Kind::Open => next = token.pair + 1,
            Kind::Word if next > start && ends_value(tokens, next) => break,
            _ => next += 1,
        }
    }
    let end = next.checked_sub(1).and_then(|i| tokens.get(i)).map_or(0, |t| t.end);
    let value = tokens.get(start).filter(|_| next > start).and_then(|t| text.get(t.start..end)).unwrap_or_default();
    (Modifier::Default(clean(value).trim_end_matches('.').to_owned()), next.max(at))
}

/// Whether a value ends before a word, since that starts the next modifier.
fn ends_value(tokens: &[Token<'_>], at: usize) -> bool {
    let is = |i: usize, wanted: &str| tokens.get(i).is_some_and(|t| t.text.eq_ignore_ascii_case(wanted));
    tokens.get(at).is_some_and(|t| is_trade_word(t.text))
        || is(at, "generated")
        || (is(at, "on") && (is(at + 1, "delete") || is(at + 1, "update")))
}

/// Text as written without markdown's marks.
fn clean(text: &str) -> String {
    text.replace(['`'], "").replace("**", "").replace("\\_", "_").replace("\\*", "*").trim().to_owned()
}

/// `REFERENCES t(c)`, `FK → t.c`, `FOREIGN KEY (a) REFERENCES t(c)`, `klucz obcy do t`.
fn reference(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Modifier, usize)> {
    let first = tokens.get(at)?;
    let known = words();
    let is = |i: usize, wanted: &str| tokens.get(at + i).is_some_and(|t| t.text.eq_ignore_ascii_case(wanted));
    let mut next = if is(0, "references") || is(0, "fk") {
        at + 1
    } else if is(0, "foreign") && is(1, "key") {
        at + 2
    } else {
        at + known.starts("references", tokens_words(tokens, at))?
    };
    let mut columns = Vec::new();
    if let Some(open) = tokens.get(next).filter(|t| t.kind == Kind::Open && t.pair > next) {
        let leads_on = |i: usize| {
            tokens.get(i).is_some_and(|t| t.kind == Kind::Arrow || t.text.eq_ignore_ascii_case("references"))
        };
        if leads_on(open.pair + 1) {
            columns = name_list(text, tokens, next + 1, open.pair)?;
            next = open.pair + 1;
        }
    }
    let Some((mut reference, mut end)) = reference_target(tokens, next) else {
        return Some((Modifier::Nothing, next));
    };
    // `FK user_id → users.id` and `` FOREIGN KEY: `id` REFERENCES users(id) `` name the column first.
    let again = tokens.get(end).is_some_and(|t| t.kind == Kind::Arrow || t.text.eq_ignore_ascii_case("references"));
    if again
        && columns.is_empty()
        && is_identifier(&reference.target)
        && let Some((target, after)) = reference_target(tokens, end + 1)
    {
        columns = vec![std::mem::take(&mut reference.target)];
        reference = target;
        end = after;
    }
    let loud = first.text.chars().all(|c| !c.is_lowercase());
    let explicit = loud
        || !reference.columns.is_empty()
        || reference.target.contains(['.', '_'])
        || tokens.get(end.saturating_sub(1)).is_some_and(|t| t.code);
    reference.hint = !explicit;
    Some((Modifier::References(columns, reference), end))
}

/// The name of a table after what leads to it.
fn reference_target(tokens: &[Token<'_>], at: usize) -> Option<(Reference, usize)> {
    let mut next = at;
    for _ in 0..6 {
        let token = tokens.get(next)?;
        let filler = match token.kind {
            Kind::Colon | Kind::Arrow | Kind::Open => true,
            Kind::Word => {
                let known = words();
                token.text.eq_ignore_ascii_case("references")
                    || token.text.eq_ignore_ascii_case("on")
                    || !token.code && ["filler", "over", "label"].iter().any(|term| known.is(term, token.text))
            }
            _ => false,
        };
        if !filler {
            break;
        }
        next += 1;
    }
    let token = tokens.get(next).filter(|t| t.kind == Kind::Word)?;
    let target = plain(token.text);
    if !is_qualified_identifier(&target) || is_trade_word(&target) {
        return None;
    }
    let mut reference = Reference { target, ..Reference::default() };
    next += 1;
    if let Some(open) = tokens.get(next).filter(|t| t.kind == Kind::Open && t.pair > next) {
        let inner = tokens.get(next + 1..open.pair).unwrap_or_default();
        let names: Vec<String> = inner.iter().filter(|t| t.kind != Kind::Separator).map(|t| plain(t.text)).collect();
        if !names.is_empty() && names.iter().all(|n| is_identifier(n)) && inner.len() == names.len() * 2 - 1 {
            reference.columns = names;
            next = open.pair + 1;
        }
    }
    Some((reference, next))
}

/// A bracket with nothing but quoted values: `('a', 'b')`.
fn quoted_group(tokens: &[Token<'_>], at: usize) -> Option<Vec<String>> {
    let open = tokens.get(at).filter(|t| t.kind == Kind::Open && t.pair > at)?;
    let inner = tokens.get(at + 1..open.pair)?;
    let values: Vec<String> = inner.iter().filter(|t| t.kind == Kind::Text).map(|t| unquote(t.text)).collect();
    let others = inner.iter().all(|t| matches!(t.kind, Kind::Text | Kind::Separator) || t.text == "|" || t.text == "/");
    (others && values.len() > 1).then_some(values)
}

fn unquote(text: &str) -> String {
    text.trim_matches('\'').replace("''", "'")
}

/// Values in brackets or a row, as many as there are.
fn value_list(tokens: &[Token<'_>], at: usize) -> (Vec<String>, usize) {
    let mut next = at;
    while tokens.get(next).is_some_and(|t| matches!(t.kind, Kind::Colon | Kind::Open) || t.text == "[") {
        next += 1;
    }
    let mut values = Vec::new();
    while let Some(token) = tokens.get(next) {
        match token.kind {
            Kind::Text => values.push(unquote(token.text)),
            Kind::Word => values.push(plain(token.text)),
            _ => break,
        }
        next += 1;
        if tokens
            .get(next)
            .is_some_and(|t| (t.kind == Kind::Separator && t.text == ",") || t.text == "|" || t.text == "/")
        {
            next += 1;
        } else {
            break;
        }
    }
    (values, next)
}

/// The values in a list; a remark in brackets after a value is left out.
pub(super) fn values(tokens: &[Token<'_>], from: usize, to: usize) -> Vec<String> {
    let mut values = Vec::new();
    let mut expecting = true;
    let mut at = from;
    while let Some(token) = tokens.get(at).filter(|_| at < to) {
        match token.kind {
            Kind::Text if expecting => values.push(unquote(token.text)),
            Kind::Word if expecting => values.push(plain(token.text)),
            Kind::Open => at = token.pair.max(at),
            Kind::Dash => break,
            _ => {}
        }
        expecting = matches!(token.kind, Kind::Separator | Kind::Colon) || token.text == "|" || token.text == "/";
        at += 1;
    }
    values
}

/// The column and values of a condition such as `status IN ('a', 'b')`.
pub(super) fn values_of_check(condition: &str) -> Option<(Option<String>, Vec<String>)> {
    let tokens = super::lex::lex(condition);
    for (at, token) in tokens.iter().enumerate() {
        let negated = at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.text.eq_ignore_ascii_case("not"));
        if token.text.eq_ignore_ascii_case("in")
            && !negated
            && let Some(values) = quoted_group(&tokens, at + 1)
        {
            let column = at.checked_sub(1).and_then(|i| tokens.get(i)).filter(|t| t.kind == Kind::Word);
            return Some((column.map(|t| plain(t.text)), values));
        }
    }
    None
}

/// Names in a list, without a sort direction; expressions as written.
pub(super) fn name_list(text: &str, tokens: &[Token<'_>], from: usize, to: usize) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut at = from;
    while at < to {
        let mut end = at;
        while end < to && tokens.get(end).is_some_and(|t| t.kind != Kind::Separator) {
            end = tokens.get(end).map_or(end, |t| t.pair.max(end)) + 1;
        }
        let item = tokens.get(at..end.min(to))?;
        if !item.is_empty() {
            names.push(name_item(text, item)?);
        }
        at = end + 1;
    }
    (!names.is_empty()).then_some(names)
}

fn name_item(text: &str, item: &[Token<'_>]) -> Option<String> {
    let first = item.first()?;
    let name = plain(first.text);
    let words = item.iter().filter(|t| t.kind == Kind::Word).count();
    let grouped = item.iter().any(|t| t.kind == Kind::Open);
    if first.kind == Kind::Word && is_identifier(&name) && !grouped && words == item.len() {
        let sorted = item.get(1).is_none_or(|t| {
            ["asc", "desc", "nulls", "collate"].iter().any(|w| t.text.eq_ignore_ascii_case(w))
                || t.text.ends_with("_ops")
        });
        return sorted.then_some(name);
    }
    let call =
        first.kind == Kind::Word && item.get(1).is_some_and(|t| t.kind == Kind::Open && t.start <= first.end + 1);
    let expression = call || (first.kind == Kind::Open && words < 6 && item.iter().any(|t| t.kind == Kind::Symbol));
    let last = item.last()?;
    expression.then(|| clean(text.get(first.start..last.end).unwrap_or_default()))
}

/// Constraints of a whole table that a phrase names.
pub(super) fn table_constraints(text: &str, tokens: &[Token<'_>]) -> Vec<Constraint> {
    let mut found = Vec::new();
    let mut at = 0;
    let known = words();
    while let Some(token) = tokens.get(at) {
        if token.kind != Kind::Word {
            at += 1;
            continue;
        }
        let is = |i: usize, wanted: &str| tokens.get(at + i).is_some_and(|t| t.text.eq_ignore_ascii_case(wanted));
        let primary = if is(0, "primary") && is(1, "key") {
            Some(2)
        } else {
            known.starts("primary_key", tokens_words(tokens, at))
        };
        let unique = if is(0, "unique") { Some(1) } else { known.starts("unique", tokens_words(tokens, at)) };
        if let Some(n) = primary {
            let (columns, next) = listed_columns(text, tokens, at + n);
            found.extend(columns.map(Constraint::PrimaryKey));
            at = next;
        } else if let Some(n) = unique {
            let (columns, next) = listed_columns(text, tokens, at + n);
            found.extend(columns.map(Constraint::Unique));
            at = next;
        } else if is(0, "check") {
            let Some((Modifier::Check(condition), next)) = check(text, tokens, at + 1) else {
                at += 1;
                continue;
            };
            if let Some((Some(column), values)) = values_of_check(&condition) {
                found.push(Constraint::Allowed { column, values });
            }
            found.push(Constraint::Check(condition));
            at = next;
        } else if is(0, "on") && (is(1, "delete") || is(1, "update")) {
            let action = on_action(tokens, at, is(1, "delete"));
            if let (Some((Modifier::OnDelete(action), _)), Some(Constraint::ForeignKey { reference, .. })) =
                (action, found.last_mut())
            {
                reference.on_delete = Some(action);
            }
            at += 2;
        } else if let Some((Modifier::References(columns, reference), next)) = reference(text, tokens, at) {
            if !columns.is_empty() {
                found.push(Constraint::ForeignKey { columns, reference });
            }
            at = next;
        } else {
            at += 1;
        }
    }
    found
}

/// The columns that a key is over: a list in brackets, or names after a colon or `on`.
fn listed_columns(text: &str, tokens: &[Token<'_>], at: usize) -> (Option<Vec<String>>, usize) {
    let mut next = at;
    while let Some(token) = tokens.get(next).filter(|t| t.kind != Kind::Separator) {
        if token.kind == Kind::Open
            && token.pair > next
            && let Some(names) = name_list(text, tokens, next + 1, token.pair)
            && (next == at || names.len() > 1 || tokens.get(next + 1).is_some_and(|t| t.code))
        {
            return (Some(names), token.pair + 1);
        }
        next = token.pair.max(next) + 1;
    }
    let mut next = at;
    let mut introduced = false;
    while let Some(token) = tokens.get(next) {
        match token.kind {
            Kind::Open => next = token.pair.max(next) + 1,
            Kind::Separator => return (None, next),
            Kind::Colon => {
                introduced = true;
                next += 1;
            }
            Kind::Word => {
                let name = plain(token.text);
                if (introduced || token.code)
                    && is_identifier(&name)
                    && !is_trade_word(&name)
                    && let Some((names, end)) = row_of_names(tokens, next)
                {
                    return (Some(names), end);
                }
                introduced = introduced || words().is("over", token.text);
                next += 1;
            }
            _ => next += 1,
        }
    }
    (None, next)
}

/// `` `a`, `b` `` or `a, b`, or one name alone, up to where the row ends.
fn row_of_names(tokens: &[Token<'_>], at: usize) -> Option<(Vec<String>, usize)> {
    let mut names = Vec::new();
    let mut next = at;
    while let Some(token) = tokens.get(next).filter(|t| t.kind == Kind::Word) {
        // In `app.orders(number)` the dotted word is a table.
        let name = plain(token.text);
        let name = name.rsplit('.').next().unwrap_or_default().to_owned();
        if !is_identifier(&name) {
            return None;
        }
        names.push(name);
        next += 1;
        let joined = tokens.get(next).is_some_and(|t| t.text == "," || t.text == "+" || t.text == "&");
        if joined && tokens.get(next + 1).is_some_and(|t| t.kind == Kind::Word && t.code == token.code) {
            next += 1;
        } else {
            break;
        }
    }
    let sentence = tokens.get(next).is_some_and(|t| t.kind == Kind::Word && !t.code) && !tokens.get(at)?.code;
    (!names.is_empty() && !sentence).then_some((names, next))
}

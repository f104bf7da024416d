//! One modifier: `NOT NULL`, `default 0`, `CHECK (…)`, or the words of a plan for it.

use super::list::{name_list, quoted_group, value_list};
use super::reference::{reference, reference_target};
use super::{Modifier, clean, is_trade_word, tokens_words};
use crate::read::schema::fact::is_identifier;
use crate::read::schema::phrase::lex::{Kind, Token, plain};
use crate::read::schema::words::words;

/// Reads the modifier that starts at a token; `open` says whether lower case will do.
pub(super) fn modifier(text: &str, tokens: &[Token<'_>], at: usize, open: bool) -> Option<(Modifier, usize)> {
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
    if is(0, "not") && (is(1, "null") || is(1, "nullable")) {
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
    let said = words().leading(tokens_words(tokens, at));
    let says = |term: &str| said.filter(|(found, _)| *found == term).map(|(_, count)| count);
    if is(0, "default") || says("default") == Some(1) {
        return Some(default(text, tokens, at + 1));
    }
    if is(0, "null") || is(0, "nullable") {
        // `it cannot be NULL`
        let negated = (1..=3).any(|back| {
            let from = at.saturating_sub(back);
            words().starts("required", tokens_words(tokens, from)) == Some(back + 1) && from < at
        });
        if negated {
            return Some((Modifier::NotNull, at + 1));
        }
        let equals = tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Symbol);
        return (ends(at + 1) && !equals).then_some((Modifier::Null, at + 1));
    }
    let unique = says("unique").or(is(0, "unique").then_some(1));
    if let Some((within, next)) = unique.and_then(|n| unique_within(tokens, at + n)) {
        return Some((Modifier::UniqueWithin(within), next));
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
    if let Some(found) = reference(text, tokens, at, says("references")) {
        return Some(found);
    }
    if let Some(n) = says("primary_key") {
        let (names, next) = columns(at + n);
        return ends(at + n).then_some((Modifier::PrimaryKey(names), next));
    }
    if let Some(n) = says("values") {
        let (values, next) = value_list(tokens, at + n);
        return (values.len() > 1).then_some((Modifier::Allowed(values), next));
    }
    for (term, found) in
        [("required", Modifier::NotNull), ("optional", Modifier::Null), ("unique", Modifier::Unique(Vec::new()))]
    {
        if let Some(n) = says(term)
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

/// Where the words for something unique end that start at a token.
pub(in crate::read::schema::phrase) fn starts_unique(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let said = words().starts("unique", tokens_words(tokens, at));
    let is_plain = tokens.get(at).is_some_and(|t| t.text.eq_ignore_ascii_case("unique"));
    said.or(is_plain.then_some(1)).map(|n| at + n)
}

/// What a column is unique within: `per user`, `(within shop_id + year)`.
pub(in crate::read::schema::phrase) fn unique_within(tokens: &[Token<'_>], at: usize) -> Option<(Vec<String>, usize)> {
    let is_open = |i: usize| tokens.get(i).is_some_and(|t| t.kind == Kind::Open);
    let mut next = if is_open(at) { at + 1 } else { at };
    next += words().starts("within", tokens_words(tokens, next))?;
    let in_bracket = is_open(next);
    next += usize::from(in_bracket);
    // `within the same group`
    while tokens.get(next).is_some_and(|t| !t.code && words().is("filler", t.text)) {
        next += 1;
    }
    let mut names = Vec::new();
    while let Some(name) = tokens.get(next).filter(|t| t.kind == Kind::Word).map(|t| plain(t.text)) {
        if !is_identifier(&name) {
            break;
        }
        names.push(name);
        next += 1;
        let joined = tokens.get(next).is_some_and(|t| matches!(t.text, "+" | "&" | "/") || in_bracket && t.text == ",");
        if !joined {
            break;
        }
        next += 1;
    }
    (!names.is_empty()).then_some((names, next))
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

pub(super) fn on_action(tokens: &[Token<'_>], at: usize, delete: bool) -> Option<(Modifier, usize)> {
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

pub(super) fn check(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Modifier, usize)> {
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

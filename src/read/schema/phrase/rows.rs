//! Phrases that hold several names: rows of columns, values, relations.

use super::clause::name_list;
use super::lex::{Kind, Token, lex, plain};
use super::{ColumnPhrase, bounded, column, column_in};
use crate::model::Column;
use crate::read::schema::fact::{is_identifier, is_qualified_identifier};
use crate::read::schema::words::words;

/// Reads `` `created_at`, `updated_at`: timestamptz not null `` as one column each.
pub(in crate::read::schema) fn columns(text: &str) -> Vec<ColumnPhrase> {
    let text = bounded(text);
    let tokens = lex(text);
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at).filter(|t| t.kind == Kind::Word && is_identifier(&plain(t.text))) {
        names.push(plain(token.text));
        let joined = tokens.get(at + 1).is_some_and(|t| matches!(t.text, "," | "/" | "&") || words().is("and", t.text));
        let more = tokens.get(at + 2).is_some_and(|t| t.kind == Kind::Word && t.code == token.code);
        if !(joined && more) {
            break;
        }
        at += 2;
    }
    let rest = tokens.get(at).and_then(|t| text.get(t.start..)).unwrap_or_default();
    // The backtick before the last name was left behind with the others.
    let coded = tokens.get(at).is_some_and(|t| t.code);
    let rest = if coded { format!("`{rest}") } else { rest.to_owned() };
    let Some(read) = column(if names.len() > 1 { &rest } else { text }) else { return Vec::new() };
    if names.len() < 2 || read.bare {
        return column(text).into_iter().collect();
    }
    let twin = |name: &String| {
        let mut phrase = read.clone();
        for fact in &mut phrase.facts {
            fact.rename(&read.column.name, name);
        }
        phrase.column.name.clone_from(name);
        phrase
    };
    names.iter().map(twin).collect()
}

/// Reads `id uuid, name text not null, total` as one column an item.
pub(in crate::read::schema) fn column_list(text: &str) -> Vec<ColumnPhrase> {
    let text = bounded(text);
    let tokens = lex(text);
    let mut found = Vec::new();
    let mut from = 0;
    let mut at = 0;
    // In `` `a`, `b` – what both are for `` a remark ends the row.
    let remarked = |from: usize| {
        tokens.get(from).is_some_and(|t| t.code) && tokens.get(from + 1).is_some_and(|t| t.kind == Kind::Dash)
    };
    while at <= tokens.len() {
        let ends = tokens.get(at).is_none_or(|t| t.kind == Kind::Separator);
        if ends {
            if let (Some(first), Some(last)) = (tokens.get(from), at.checked_sub(1).and_then(|i| tokens.get(i)))
                && from < at
                && let Some(mut phrase) = item(text, first, last)
                && (phrase.bare || phrase.column.ty.is_some() || phrase.modified || !phrase.sentence || remarked(from))
            {
                phrase.sentence &= !remarked(from);
                found.push(phrase);
            }
            from = at + 1;
        } else if let Some(token) = tokens.get(at) {
            at = token.pair.max(at);
        }
        at += 1;
    }
    found
}

/// One item of a list; its first backtick stands before its first token.
fn item(text: &str, first: &Token<'_>, last: &Token<'_>) -> Option<ColumnPhrase> {
    let item = text.get(first.start..last.end)?;
    if first.code { column_in(&format!("`{item}"), true) } else { column(item) }
}

/// Reads `` `status` (open/paid), `note` (optional), `total` `` as one column an item; nothing where
/// the line is no row of names in backticks with remarks in brackets.
pub(in crate::read::schema) fn column_row(text: &str) -> Vec<ColumnPhrase> {
    let list = column_list(text);
    let named = |p: &ColumnPhrase| p.code && !p.sentence;
    // In `` `created_at`, `updated_at`: timestamptz `` the type is for both.
    let typed = |p: &ColumnPhrase| p.column.ty.is_some();
    let apart =
        list.len() > 1 && list.iter().all(named) && (list.first().is_some_and(typed) || !list.iter().any(typed));
    if apart { list } else { Vec::new() }
}

/// Names in backticks at the start of a bullet, after a caption or a bracket at most.
pub(in crate::read::schema) fn name_row(text: &str) -> Vec<ColumnPhrase> {
    let text = bounded(text);
    let tokens = lex(text);
    let mut at = 0;
    while tokens.get(at).is_some_and(|t| !t.code) {
        let skippable =
            tokens.get(at).is_some_and(|t| matches!(t.kind, Kind::Open | Kind::Close | Kind::Colon | Kind::Word));
        // `all columns of the table` leads to no column.
        if !skippable || at > 5 || tokens.get(at).is_some_and(|t| words().is("label", t.text)) {
            return Vec::new();
        }
        at += 1;
    }
    let mut found = Vec::new();
    while let Some(token) = tokens.get(at).filter(|t| t.code && t.kind == Kind::Word) {
        let name = plain(token.text);
        if !is_identifier(&name) {
            break;
        }
        found.push(ColumnPhrase {
            column: Column { name, ..Column::default() },
            code: true,
            ..ColumnPhrase::default()
        });
        if tokens.get(at + 1).is_none_or(|t| t.text != ",") {
            break;
        }
        at += 2;
    }
    found
}

/// Whether a line begins with the word for a constraint.
pub(in crate::read::schema) fn starts_constraint(text: &str) -> bool {
    let tokens = lex(bounded(text));
    tokens.iter().find(|t| t.kind == Kind::Word).is_some_and(|t| super::is_lead(t.text))
}

/// Whether a line begins with the word for a primary key.
pub(in crate::read::schema) fn starts_key(text: &str) -> bool {
    let tokens = lex(bounded(text));
    let first = tokens.iter().position(|t| t.kind == Kind::Word).unwrap_or(0);
    let is = |i: usize, wanted: &str| tokens.get(first + i).is_some_and(|t| t.text.eq_ignore_ascii_case(wanted));
    is(0, "pk") || is(0, "primary")
}

/// Whether a line is `Values: a, b` or `One of: a, b`.
pub(in crate::read::schema) fn is_values_line(text: &str) -> bool {
    let tokens = lex(bounded(text));
    let words = tokens.iter().map_while(|t| (t.kind == Kind::Word).then_some(t.text));
    crate::read::schema::words::words().starts("values", words).is_some_and(|n| {
        tokens.get(n).is_some_and(|t| matches!(t.kind, Kind::Colon | Kind::Open | Kind::Text) || t.code)
    })
}

/// A name with its values in the middle of a sentence: ``(`order_status`: 'open', 'paid')``.
pub(in crate::read::schema) fn named_values(text: &str) -> Option<(String, Vec<String>)> {
    let tokens = lex(bounded(text));
    let at = tokens.windows(3).position(|window| {
        matches!(window, [name, colon, value] if name.code && name.kind == Kind::Word
            && colon.kind == Kind::Colon && value.kind == Kind::Text)
    })?;
    let name = plain(tokens.get(at)?.text);
    let row = tokens.iter().skip(at + 2).take_while(|t| matches!(t.kind, Kind::Text | Kind::Separator));
    let values = row.filter(|t| t.kind == Kind::Text).map(|t| t.text.trim_matches('\'').to_owned());
    let values: Vec<String> = values.collect();
    (values.len() > 1).then_some((name, values))
}

/// Whether a line says that what it stands below is an enum and no more: `Type: ENUM`.
pub(in crate::read::schema) fn is_enum_line(text: &str) -> bool {
    let tokens = lex(bounded(text));
    let words_of = |t: &Token<'_>| (t.kind == Kind::Word).then(|| plain(t.text));
    let cell = &crate::read::schema::words::words().cell;
    matches!(tokens.as_slice(), [first, colon, last]
        if colon.kind == Kind::Colon
            && words_of(first).is_some_and(|w| cell.term_of(&w) == Some("type"))
            && words_of(last).is_some_and(|w| w.eq_ignore_ascii_case("enum")))
}

/// The values that a text lists: those in quotes or backticks, or plain words in a row.
pub(in crate::read::schema) fn listed_values(text: &str) -> Vec<String> {
    let text = bounded(text);
    let tokens = lex(text);
    let marked: Vec<String> = tokens
        .iter()
        .filter(|t| t.kind == Kind::Text || t.code && t.kind == Kind::Word)
        .map(|t| plain(t.text).trim_matches('\'').to_owned())
        .collect();
    if !marked.is_empty() {
        return marked;
    }
    let start = tokens.iter().position(|t| t.kind == Kind::Colon).map_or(0, |i| i + 1);
    let row = tokens.get(start..).unwrap_or_default();
    let plain_row = row.len() > 2
        && row
            .iter()
            .enumerate()
            .all(|(i, t)| if i % 2 == 0 { t.kind == Kind::Word } else { matches!(t.text, "," | "|" | "/" | ".") });
    if plain_row { row.iter().step_by(2).map(|t| plain(t.text)).collect() } else { Vec::new() }
}

/// The only value behind a colon: `: monthly (more to come)`.
pub(in crate::read::schema) fn single_value(text: &str) -> Option<String> {
    let tokens = lex(bounded(text));
    let [colon, value, rest @ ..] = tokens.as_slice() else { return None };
    let ends = rest.first().is_none_or(|t| matches!(t.kind, Kind::Open | Kind::Dash));
    let word = plain(value.text);
    let fits = value.kind == Kind::Word && is_identifier(&word) && !super::is_type(&word);
    (colon.kind == Kind::Colon && ends && fits && word == word.to_lowercase()).then_some(word)
}

/// A line that holds nothing but values in a row, behind a label at most: ``State: `open` | `paid` ``.
pub(in crate::read::schema) fn value_row(text: &str) -> Vec<String> {
    let tokens = lex(bounded(text));
    let start = tokens.iter().position(|t| t.kind == Kind::Colon).map_or(0, |i| i + 1);
    let row = tokens.get(start..).unwrap_or_default();
    let end = row.iter().position(|t| matches!(t.kind, Kind::Open | Kind::Dash)).unwrap_or(row.len());
    let row = row.get(..end).unwrap_or_default();
    let marked = |t: &Token<'_>| t.kind == Kind::Text || t.kind == Kind::Word && t.code;
    let apart = |t: &Token<'_>| matches!(t.text, "," | "|" | "/");
    let values = row.iter().step_by(2);
    let separators = row.iter().skip(1).step_by(2);
    let drawn = separators.clone().all(|t| t.text == "|") && values.clone().all(|t| t.kind == Kind::Word);
    let fits = row.len() % 2 == 1 && row.len() > 2 && separators.clone().all(apart);
    if fits && (drawn || values.clone().all(marked)) {
        values.map(|t| plain(t.text).trim_matches('\'').to_owned()).collect()
    } else {
        Vec::new()
    }
}

/// The value that a bullet begins with: `` `open` – not paid yet ``.
pub(in crate::read::schema) fn leading_value(text: &str) -> Option<String> {
    let tokens = lex(bounded(text));
    let first = tokens.first()?;
    let alone = tokens.get(1).is_none_or(|t| matches!(t.kind, Kind::Dash | Kind::Colon | Kind::Open | Kind::Separator));
    let marked = first.code || first.kind == Kind::Text;
    (matches!(first.kind, Kind::Word | Kind::Text) && alone && (marked || tokens.len() == 1))
        .then(|| plain(first.text).trim_matches('\'').to_owned())
}

/// What a line says about two tables.
pub(in crate::read::schema) enum Link {
    /// `a.x → b.y`
    Columns { from: String, to: String },
    /// One `one` has many `many`, by the column `via`.
    Many { one: String, many: String, via: String },
}

/// The relations in a line.
pub(in crate::read::schema) fn links(text: &str) -> Vec<Link> {
    let text = bounded(text);
    let tokens = lex(text);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == Kind::Word
            && plain(token.text).contains('.')
            && let Some(arrow) = (at + 1..at + 5).find(|&i| {
                tokens.get(i).is_some_and(|t| {
                    t.kind == Kind::Arrow || t.text == "↔" || t.text.eq_ignore_ascii_case("references")
                })
            })
            && let Some(to) = tokens.get(arrow + 1).filter(|t| t.kind == Kind::Word)
        {
            let from = plain(token.text);
            let mut to_name = plain(to.text);
            // In `customers(id)` the bracket names the column, in `customers.id (ON DELETE CASCADE)` it does not.
            if tokens.get(arrow + 2).is_some_and(|t| t.kind == Kind::Open && t.pair == arrow + 4)
                && let Some(column) = tokens.get(arrow + 3).filter(|t| t.kind == Kind::Word)
            {
                to_name = format!("{to_name}.{}", plain(column.text));
            }
            if is_qualified_identifier(&from) && is_qualified_identifier(&to_name) {
                found.push(Link::Columns { from, to: to_name });
            }
        }
    }
    if found.is_empty() {
        found.extend(one_to_many(&tokens));
    }
    found
}

/// `users 1—N orders (orders.user_id)`, `users (1) → (N) orders via user_id`.
fn one_to_many(tokens: &[Token<'_>]) -> Option<Link> {
    let name = |t: &Token<'_>| {
        let text = plain(t.text);
        (t.kind == Kind::Word && is_qualified_identifier(&text) && !is_many(&text) && text.len() > 1).then_some(text)
    };
    let one = tokens.first().and_then(name)?;
    let second = tokens.iter().skip(1).position(|t| name(t).is_some())? + 1;
    let between: String = tokens.get(1..second)?.iter().map(|t| t.text).collect();
    let ones = between.trim_start_matches(['(', ' ', ':']);
    let many_side = between.trim_end_matches([')', ' ', ':']);
    let is_one_to_many = ones.starts_with('1') && many_side.ends_with(['N', 'n', '*', 'M', '∞']);
    let many = tokens.get(second).and_then(name)?;
    let via = tokens.iter().skip(second + 1).filter_map(name).find(|n| {
        n.strip_prefix(many.as_str()).is_some_and(|rest| rest.starts_with('.'))
            || n.ends_with("_id") && !n.contains('.')
    })?;
    is_one_to_many.then_some(Link::Many { one, many, via })
}

fn is_many(word: &str) -> bool {
    matches!(word, "N" | "n" | "M" | "many" | "wiele")
}

/// Names with a list in brackets right behind them: `orders(user_id, created_at)`.
pub(in crate::read::schema) fn calls(text: &str) -> Vec<(String, Vec<String>)> {
    let text = bounded(text);
    let tokens = lex(text);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == Kind::Word
            && let Some(open) = tokens.get(at + 1).filter(|t| t.kind == Kind::Open && t.pair > at + 1)
            && let Some(names) = name_list(text, &tokens, at + 2, open.pair)
        {
            found.push((plain(token.text), names));
        }
    }
    found
}

/// The first list of names in brackets.
pub(in crate::read::schema) fn first_list(text: &str) -> Option<Vec<String>> {
    let text = bounded(text);
    let tokens = lex(text);
    tokens.iter().enumerate().find_map(|(at, t)| {
        let names =
            (t.kind == Kind::Open && t.pair > at).then(|| name_list(text, &tokens, at + 1, t.pair)).flatten()?;
        // `Uniqueness (constraint):` lists nothing.
        let is_name =
            |n: &String| tokens.get(at + 1).is_some_and(|t| t.code) || !super::is_lead(n) && !words().is("optional", n);
        (names.len() > 1 || names.iter().all(is_name)).then_some(names)
    })
}

/// Cuts off the condition of a partial index: `… WHERE deleted_at IS NULL`, `… (where the end is NULL)`.
pub(in crate::read::schema) fn condition(text: &str) -> (&str, Option<String>) {
    let bounded = bounded(text);
    let tokens = lex(bounded);
    let Some(at) = tokens.iter().position(|t| t.kind == Kind::Word && words().is("condition", t.text)) else {
        return (text, None);
    };
    let Some(word) = tokens.get(at) else { return (text, None) };
    let open = at.checked_sub(1).and_then(|i| tokens.get(i)).filter(|t| t.kind == Kind::Open);
    let remark = tokens.iter().skip(at).find(|t| t.kind == Kind::Dash || t.kind == Kind::Colon).map(|t| t.start);
    let end = open.and_then(|o| tokens.get(o.pair)).filter(|c| c.start > word.end).map(|c| c.start).or(remark);
    let rest = bounded.get(word.end..end.unwrap_or(bounded.len())).unwrap_or_default();
    let rest = rest.replace(['`', '*'], "").trim().to_owned();
    let front = text.get(..open.unwrap_or(word).start).unwrap_or_default();
    (front, Some(rest).filter(|r| !r.is_empty()))
}

/// The name of an index: it stands before `ON` or begins or ends as only names of indexes do.
pub(in crate::read::schema) fn index_name(text: &str) -> Option<String> {
    let tokens = lex(bounded(text));
    tokens
        .iter()
        .filter(|t| t.kind == Kind::Word)
        .map(|t| plain(t.text))
        .find(|name| is_identifier(name) && is_index_name(name))
}

/// Whether a name is one that only indexes have.
pub(in crate::read::schema) fn is_index_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let starts = ["idx", "ix_", "ux_", "uq_", "uidx_"].iter().any(|start| name.starts_with(start));
    starts || ["_idx", "_index", "_ux"].iter().any(|end| name.ends_with(end))
}

/// All words that can be names, in order.
pub(in crate::read::schema) fn possible_names(text: &str) -> Vec<String> {
    let tokens = lex(bounded(text));
    tokens
        .iter()
        .filter(|t| t.kind == Kind::Word)
        .map(|t| plain(t.text))
        .filter(|n| is_qualified_identifier(n))
        .collect()
}

/// Names in backticks and names with `_`, in order, each once.
pub(in crate::read::schema) fn code_names(text: &str) -> Vec<String> {
    let tokens = lex(bounded(text));
    let mut names: Vec<String> = Vec::new();
    for token in tokens.iter().filter(|t| t.kind == Kind::Word) {
        let name = plain(token.text);
        if (token.code || name.contains('_')) && is_qualified_identifier(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

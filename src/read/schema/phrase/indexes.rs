//! Names and lists in lines about indexes and constraints.

use super::bounded;
use super::clause::{name_list, starts_unique, unique_within};
use super::lex::{Kind, Token, lex, plain};
use crate::read::schema::fact::{is_identifier, is_qualified_identifier};
use crate::read::schema::words::words;

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

/// One index of a row of them.
pub(in crate::read::schema) struct RowIndex {
    pub(in crate::read::schema) columns: Vec<String>,
    pub(in crate::read::schema) unique: bool,
    /// What the column is unique within, where the row says so.
    pub(in crate::read::schema) within: Vec<String>,
}

/// Reads `user_id, number (UNIQUE), title (unique per user), (a, b)` as one index an item; nothing where
/// an item is anything else.
pub(in crate::read::schema) fn index_row(text: &str) -> Vec<RowIndex> {
    let text = bounded(text);
    let tokens = lex(text);
    let mut found = Vec::new();
    let mut from = 0;
    while from < tokens.len() {
        let mut end = from;
        while tokens.get(end).is_some_and(|t| t.kind != Kind::Separator) {
            end = tokens.get(end).map_or(end, |t| t.pair.max(end)) + 1;
        }
        match row_index(text, &tokens, from, end) {
            Some(index) => found.push(index),
            None => return Vec::new(),
        }
        from = end + 1;
    }
    found
}

/// What a sentence says that a column is unique within: ``uniqueness of `number` within a fleet``.
pub(in crate::read::schema) fn within(text: &str) -> Option<Vec<String>> {
    let tokens = lex(bounded(text));
    (0..tokens.len()).find_map(|at| unique_within(&tokens, at)).map(|(names, _)| names)
}

/// The item of a row between two tokens: a name or a list of names, with a remark in brackets.
fn row_index(text: &str, tokens: &[Token<'_>], from: usize, end: usize) -> Option<RowIndex> {
    let remark = (from..end).rev().find(|&i| tokens.get(i).is_some_and(|t| t.kind == Kind::Open && t.pair + 1 == end));
    let remark = remark.filter(|&at| at > from);
    let first = tokens.get(from)?;
    let columns = if first.kind == Kind::Open {
        name_list(text, tokens, from + 1, first.pair)?
    } else {
        name_list(text, tokens, from, remark.unwrap_or(end))?
    };
    let inner = remark.map(|at| at + 1).filter(|_| end > 0);
    let unique = inner.and_then(|at| starts_unique(tokens, at));
    let within = unique.and_then(|next| unique_within(tokens, next)).map(|(names, _)| names);
    Some(RowIndex { columns, unique: unique.is_some(), within: within.unwrap_or_default() })
}

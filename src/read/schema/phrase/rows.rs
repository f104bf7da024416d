//! Rows of columns.

use super::lex::{Kind, Token, lex, plain};
use super::{ColumnPhrase, bounded, column, column_in, column_of};
use crate::model::Column;
use crate::read::schema::fact::is_identifier;
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
    if names.len() < 2 {
        return column_of(text, &tokens, false).into_iter().collect();
    }
    let rest = tokens.get(at).and_then(|t| text.get(t.start..)).unwrap_or_default();
    // The backtick before the last name was left behind with the others.
    let coded = tokens.get(at).is_some_and(|t| t.code);
    let rest = if coded { format!("`{rest}") } else { rest.to_owned() };
    let Some(read) = column(&rest) else { return Vec::new() };
    if read.bare {
        return column_of(text, &tokens, false).into_iter().collect();
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

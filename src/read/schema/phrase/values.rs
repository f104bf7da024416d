//! Values of enums, in rows, lines and sentences.

use super::bounded;
use super::lex::{Kind, Token, lex, plain};
use crate::read::schema::fact::is_identifier;

/// Whether a line is `Values: a, b` or `One of: a, b`.
pub(in crate::read::schema) fn is_values_line(text: &str) -> bool {
    if !crate::read::schema::words::words().may_begin(text) {
        return false;
    }
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
    let text = bounded(text);
    let front = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let ends_so =
        front.len().checked_sub(4).and_then(|at| front.get(at..)).is_some_and(|w| w.eq_ignore_ascii_case("enum"));
    if !ends_so || !text.contains(':') {
        return false;
    }
    let tokens = lex(text);
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

//! Lists of values and of names.

use super::clean;
use crate::read::schema::fact::is_identifier;
use crate::read::schema::phrase::lex::{Kind, Token, lex, plain};

/// A bracket with nothing but quoted values: `('a', 'b')`.
pub(super) fn quoted_group(tokens: &[Token<'_>], at: usize) -> Option<Vec<String>> {
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
pub(super) fn value_list(tokens: &[Token<'_>], at: usize) -> (Vec<String>, usize) {
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

/// The column and values of a condition such as `status IN ('a', 'b')`.
pub(in crate::read::schema::phrase) fn values_of_check(condition: &str) -> Option<(Option<String>, Vec<String>)> {
    let tokens = lex(condition);
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
pub(in crate::read::schema::phrase) fn name_list(
    text: &str,
    tokens: &[Token<'_>],
    from: usize,
    to: usize,
) -> Option<Vec<String>> {
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

/// The values in a list; a remark in brackets after a value is left out.
pub(in crate::read::schema::phrase) fn values(tokens: &[Token<'_>], from: usize, to: usize) -> Vec<String> {
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

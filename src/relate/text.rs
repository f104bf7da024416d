//! Names in the text of an endpoint.

use std::collections::HashSet;

use super::naming::words;
use crate::model::{Endpoint, Project};

/// A word of a text that may name a table.
pub(super) struct Word<'a> {
    /// As written.
    pub(super) text: &'a str,
    /// Whether it is written as only names are: in backticks, with `_` or a dot.
    pub(super) marked: bool,
}

/// The words of a text but for those of paths and addresses.
pub(super) fn names(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.split(|c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | '"' | '|' | '[' | ']' | '{' | '}' | '→')
    })
    .filter(|piece| !piece.contains('/'))
    .flat_map(|piece| {
        let code = piece.contains('`');
        piece
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.' || c == '-'))
            .map(|w| w.trim_matches(['.', '-']))
            .filter(|w| !w.is_empty())
            .map(move |text| Word { text, marked: code || text.contains(['_', '.']) })
    })
}

/// Keys of JSON objects and the names of all parameters, as words joined with `_`.
pub(super) fn keys(project: &Project, endpoint: &Endpoint) -> HashSet<String> {
    let parameters = endpoint.details.query_params.iter().chain(&endpoint.details.body_fields);
    let mut found: HashSet<String> = parameters.map(|p| joined(&p.name)).collect();
    let text = project.text(endpoint.place);
    let mut rest = text;
    while let Some(open) = rest.find('"') {
        rest = rest.get(open + 1..).unwrap_or_default();
        let Some(close) = rest.find(['"', '\n']) else { break };
        let key = rest.get(..close).unwrap_or_default();
        rest = rest.get(close + 1..).unwrap_or_default();
        if rest.trim_start().starts_with(':') && key.len() < 60 {
            found.insert(joined(key));
        }
    }
    found.remove("");
    found
}

/// Names that the endpoint's text marks as such, for they may be columns; as joined words.
pub(super) fn marked_names(project: &Project, endpoint: &Endpoint) -> HashSet<String> {
    let marked = names(project.text(endpoint.place)).filter(|w| w.marked);
    marked.map(|w| joined(w.text.rsplit('.').next().unwrap_or_default())).filter(|w| !w.is_empty()).collect()
}

/// A name in lower case with `_` between its words, its number kept: `orderItems` is `order_items`.
pub(super) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len());
    let mut lower_before = false;
    for c in name.chars() {
        if c.is_uppercase() && lower_before || !c.is_alphanumeric() {
            snake.push('_');
        }
        lower_before = c.is_lowercase() || c.is_numeric();
        if c.is_alphanumeric() {
            snake.extend(c.to_lowercase());
        }
    }
    snake
}

/// A name as lower-case words in the singular, joined with `_`.
pub(super) fn joined(name: &str) -> String {
    words(name).join("_")
}

//! Names in the text of an endpoint.

use std::collections::{BTreeMap, HashSet};

use super::naming::words;
use crate::model::{Endpoint, Project};

/// A word of a text that may name a table.
pub(super) struct Word<'a> {
    /// As written.
    pub(super) text: &'a str,
    /// Whether it is written as only names are: in backticks, with `_` or a dot.
    pub(super) marked: bool,
}

/// Where a field of that name stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FieldUse {
    /// In the request body.
    pub(super) sent: bool,
    /// Among the query parameters.
    pub(super) filter: bool,
    /// Anywhere else, so mostly in the answer.
    pub(super) shown: bool,
    /// With an object or a list as its value.
    pub(super) nested: bool,
}

/// Fields by their joined words.
pub(super) type Fields = BTreeMap<String, FieldUse>;

/// An endpoint's own text, taken apart.
#[derive(Debug, Default)]
pub(super) struct OwnText<'a> {
    /// What is no field: words, comments, labels.
    pub(super) prose: Vec<&'a str>,
    /// Keys of JSON objects and the names of all parameters.
    pub(super) fields: Fields,
    /// Names of schemas that it refers to, and what a specification calls the operation.
    pub(super) names: Vec<&'a str>,
}

/// Takes an endpoint's own text apart.
pub(super) fn own_text<'a>(project: &'a Project, endpoint: &'a Endpoint) -> OwnText<'a> {
    let mut own = OwnText::default();
    split_keys(project.said_of(endpoint), &mut own);
    if endpoint.details.source().is_some() {
        // The bodies of a specification stand apart from its words; its text names schemas.
        let answers = endpoint.details.responses.iter().filter(|r| r.is_success()).filter_map(|r| r.body.as_ref());
        for body in endpoint.details.request_body.iter().chain(answers) {
            let mut shown = OwnText::default();
            split_keys(&body.text, &mut shown);
            own.fields.extend(shown.fields);
        }
        own.names = operation_names(project.text(endpoint.place));
    }
    for parameter in &endpoint.details.query_params {
        own.fields.entry(field_name(&parameter.name)).or_default().filter = true;
    }
    for parameter in &endpoint.details.body_fields {
        let field = own.fields.entry(field_name(&parameter.name)).or_default();
        field.sent = true;
        let ty = parameter.ty.as_deref().unwrap_or_default();
        field.nested |= ty.contains(['[', '{']) || matches!(ty, "array" | "object");
    }
    own.fields.remove("");
    own
}

/// Keys of JSON objects and the names of all parameters, as words joined with `_`.
pub(super) fn keys(project: &Project, endpoint: &Endpoint) -> HashSet<String> {
    own_text(project, endpoint).fields.into_keys().collect()
}

/// What a specification calls an operation, and the schemas that the operation refers to itself.
fn operation_names(text: &str) -> Vec<&str> {
    let piece = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/' | '#' | '$'));
    let mut before = "";
    let mut found = Vec::new();
    for word in text.split(piece).filter(|w| !w.is_empty()) {
        match before {
            "$ref" => found.extend(word.rsplit('/').next()),
            "operationId" => found.push(word),
            _ => {}
        }
        before = word;
    }
    found
}

/// A field by its joined words; `tagIds` is `tag_id`.
fn field_name(name: &str) -> String {
    let mut name = joined(name);
    if name.ends_with("_ids") {
        name.pop();
    }
    name
}

/// Sorts a text into JSON keys and prose; what stands behind a key in quotes is an example of data.
fn split_keys<'a>(text: &'a str, own: &mut OwnText<'a>) {
    let mut from = 0;
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('"')).map(|i| at + i) {
        let inside = open + 1;
        let Some(close) = text.get(inside..).and_then(|rest| rest.find(['"', '\n'])).map(|i| inside + i) else { break };
        at = close + 1;
        let behind = text.get(at..).unwrap_or_default();
        let key = text.get(inside..close).unwrap_or_default();
        let Some(value) = behind.trim_start().strip_prefix(':').filter(|_| key.len() < 60) else { continue };
        own.prose.extend(text.get(from..open));
        from = at;
        let field = own.fields.entry(field_name(key)).or_default();
        field.shown = true;
        let value = value.trim_start();
        field.nested |= value.starts_with(['{', '[']);
        if let Some(data) = value.strip_prefix('"').and_then(|v| v.find(['"', '\n'])) {
            from = text.len() - value.len() + data + 2;
            at = from;
        }
    }
    own.prose.extend(text.get(from..));
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

/// Names of types in a text.
pub(super) fn types(text: &str) -> impl Iterator<Item = &str> {
    let piece = |c: char| !(c.is_alphanumeric() || c == '_' || c == '.');
    text.split(piece).filter(|name| {
        let mut pairs = name.as_bytes().windows(2);
        let humps = pairs.any(|w| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
        humps && name.starts_with(|c: char| c.is_ascii_uppercase())
    })
}

/// Names that the endpoint's text marks as such, for they may be columns; as joined words.
pub(super) fn marked_names(prose: &[&str]) -> HashSet<String> {
    let marked = prose.iter().flat_map(|text| names(text)).filter(|w| w.marked);
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

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
pub(super) fn fields(project: &Project, endpoint: &Endpoint) -> HashSet<String> {
    let parameters = endpoint.query_params.iter().chain(&endpoint.body_fields);
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
    for word in names(text).filter(|w| w.marked) {
        found.insert(joined(word.text.rsplit('.').next().unwrap_or_default()));
    }
    found.remove("");
    found
}

/// A name as lower-case words in the singular, joined with `_`.
pub(super) fn joined(name: &str) -> String {
    words(name).join("_")
}

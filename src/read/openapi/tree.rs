//! One file of a specification as a tree that is read where somebody looks.
//!
//! Of JSON nothing is read before it is asked for: a large object gives the places of its entries, a
//! small one its value. YAML is read as a whole, and its lines tell the places. Where a file has a
//! fault, each entry is read on its own by its lines, so that the fault costs what it stands in.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize as _;
use serde_json::Value;

use super::json;
use super::lines::{self, Entry};
use super::yaml;
use crate::text::{Place, Source, Span};

/// An object up to this many bytes is read as a whole, since that costs as much as finding places.
const SMALL: usize = 16 * 1024;
/// Mappings inside each other that are looked into for a fault.
const DEPTH: usize = 16;

/// What is wrong with a text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// In the parser's words.
    pub(super) message: String,
    /// Byte of the file.
    pub(super) at: usize,
}

/// One file.
#[derive(Debug)]
pub(super) struct File {
    pub(super) source: Source,
    /// The whole, where the file is YAML without a fault.
    whole: Option<Value>,
    root: Node,
    /// Why the file can't be read as a whole.
    pub(super) fault: Option<Fault>,
}

/// A value and where it stands.
#[derive(Debug, Default)]
struct Node {
    /// Key and value.
    own: Span,
    span: Span,
    value: OnceLock<Value>,
    children: OnceLock<HashMap<String, Node>>,
}

/// A value of a file: where to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Where {
    /// The text of the value.
    Text(Span),
    /// The way to it from the root: keys of the mappings and numbers of the items.
    Way(Vec<String>),
}

impl File {
    pub(super) fn new(source: &Source) -> Self {
        let source = source.clone();
        let text = source.text();
        let all = Span::new(0, text.len());
        let root = Node { own: all, span: all, ..Node::default() };
        let (whole, fault) = if text.trim_start().starts_with(['{', '[']) {
            match json::entries(text, all) {
                Ok(entries) => {
                    let _ = root.children.set(nodes(entries));
                    (None, None)
                }
                Err(error) => {
                    let at = source.line_span(error.line()).map_or(0, |line| line.start + error.column());
                    let message = error.to_string();
                    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
                    // A comma too many and the like are no fault of YAML, whose flow style this is.
                    (yaml::read(text).ok().filter(Value::is_object), Some(Fault { message, at }))
                }
            }
        } else {
            match yaml::read(text) {
                Ok(value) => (Some(value), None),
                Err(fault) => (None, Some(Fault { message: fault.message, at: fault.at.min(text.len()) })),
            }
        };
        Self { source, whole, root, fault }
    }

    /// An offset as a place, between two characters.
    pub(super) fn point(&self, at: usize) -> Place {
        let text = self.source.text();
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        self.source.place(Span::new(at, at))
    }

    /// The whole file, where it is in memory as a whole.
    pub(super) fn whole(&self) -> Option<&Value> {
        self.whole.as_ref()
    }

    /// Whether parts of the file can't be read.
    pub(super) fn is_damaged(&self) -> bool {
        self.fault.is_some() && self.whole.is_none()
    }

    /// The value at the end of a way of keys from the root.
    pub(super) fn at(&self, way: &[&str]) -> Option<&Value> {
        match &self.whole {
            Some(value) => down(value, way),
            None => self.root.at(self.source.text(), way),
        }
    }

    /// Key and value at the end of a way, as far down as the lines tell.
    pub(super) fn place(&self, way: &[&str]) -> Span {
        let (mut node, mut place) = (&self.root, Span::new(0, 0));
        for key in way {
            let Some(next) = node.children(self.source.text()).get(*key) else { break };
            (node, place) = (next, next.own);
        }
        place
    }

    /// The entries of the mapping at the end of a way, with their places; none where it stands on one
    /// line of YAML.
    pub(super) fn entries(&self, way: &[&str]) -> Vec<Entry<'_>> {
        self.node(way).map(|node| entries(self.source.text(), node.span)).unwrap_or_default()
    }

    /// The entries of a JSON object of objects, each with its own entries.
    pub(super) fn nested(&self, way: &[&str]) -> Vec<(Entry<'_>, Vec<Entry<'_>>)> {
        let text = self.source.text();
        let Some(span) = self.node(way).map(|node| node.span) else { return Vec::new() };
        json::nested(text, span).unwrap_or_else(|_| {
            entries(text, span).into_iter().map(|entry| (entry.clone(), entries(text, entry.value))).collect()
        })
    }

    fn node(&self, way: &[&str]) -> Option<&Node> {
        way.iter().try_fold(&self.root, |node, key| node.children(self.source.text()).get(*key))
    }

    /// Reads a value, as far as it goes, and says what is wrong with it.
    pub(super) fn read(&self, at: &Where) -> (Cow<'_, Value>, Option<Fault>) {
        match at {
            Where::Text(span) => {
                let (value, fault) = tolerant(self.source.text(), *span, 0);
                (Cow::Owned(value), fault)
            }
            Where::Way(way) => {
                let way: Vec<&str> = way.iter().map(String::as_str).collect();
                (self.at(&way).map_or(Cow::Owned(Value::Null), Cow::Borrowed), None)
            }
        }
    }
}

impl Node {
    fn at(&self, text: &str, way: &[&str]) -> Option<&Value> {
        if self.span.len() <= SMALL || way.is_empty() {
            return down(self.value.get_or_init(|| tolerant(text, self.span, 0).0), way);
        }
        let (first, rest) = way.split_first()?;
        self.children(text).get(*first)?.at(text, rest)
    }

    fn children(&self, text: &str) -> &HashMap<String, Node> {
        self.children.get_or_init(|| nodes(entries(text, self.span)))
    }
}

fn nodes(entries: Vec<Entry<'_>>) -> HashMap<String, Node> {
    let node = |entry: Entry<'_>| {
        let (own, span) = (entry.span(), entry.value);
        (entry.key.into_owned(), Node { own, span, ..Node::default() })
    };
    entries.into_iter().map(node).collect()
}

fn entries(text: &str, span: Span) -> Vec<Entry<'_>> {
    let is_json = text.get(span.start..span.end).is_some_and(|value| value.trim_start().starts_with('{'));
    let found = is_json.then(|| json::entries(text, span).ok()).flatten();
    found.unwrap_or_else(|| lines::entries(text, span))
}

/// Follows keys, and numbers of items, down a value.
fn down<'v>(value: &'v Value, way: &[&str]) -> Option<&'v Value> {
    way.iter().try_fold(value, |value, key| match value {
        Value::Object(map) => map.get(*key),
        Value::Array(list) => list.get(key.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Reads the value that a span holds; where it has a fault, each entry on its own.
fn tolerant(text: &str, span: Span, depth: usize) -> (Value, Option<Fault>) {
    let fault = match parse(text, span) {
        Ok(value) => return (value, None),
        Err(fault) => fault,
    };
    let entries = if depth < DEPTH { lines::entries(text, span) } else { Vec::new() };
    if entries.is_empty() {
        // A text that had to stand in quotes says what it says.
        let line = text.get(span.start..span.end).unwrap_or_default().trim();
        let value = if line.contains('\n') { Value::Null } else { Value::from(line) };
        return (value, Some(fault));
    }
    let members = entries.into_iter().map(|entry| {
        let value = tolerant(text, entry.value, depth + 1).0;
        (entry.key.into_owned(), value)
    });
    (Value::Object(members.collect()), Some(fault))
}

/// Reads the value that a span holds; what stands behind a JSON value does not matter.
fn parse(text: &str, span: Span) -> Result<Value, Fault> {
    let slice = text.get(span.start..span.end).unwrap_or_default();
    let line = slice.trim_end();
    if !line.contains('\n')
        && !line.trim_start().starts_with(['{', '[', '"', '\'', '&', '*', '!'])
        && (line.contains(": ") || line.ends_with(':'))
    {
        // Behind its key on one line, this is no mapping but a text without its quotes.
        let at = span.start;
        return Err(Fault { message: "mapping values are not allowed in this context".to_owned(), at });
    }
    if slice.trim_start().starts_with(['{', '[', '"']) {
        let mut reader = serde_json::Deserializer::from_str(slice);
        let error = match Value::deserialize(&mut reader) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        return yaml::read(slice).map_err(|_| {
            let line = slice.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default().to_owned();
            Fault { message, at: (span.start + line + error.column()).min(span.end) }
        });
    }
    yaml::read(slice).map_err(|fault| Fault { message: fault.message, at: (span.start + fault.at).min(span.end) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::DocumentId;

    fn file(text: &str) -> File {
        File::new(&Source::new(DocumentId(0), "a", text))
    }

    #[test]
    fn values_are_found_in_every_notation() {
        for text in [
            "{\"a\": {\"b\": [1, {\"c\": 2}]}}",
            "a:\n  b:\n    - 1\n    - c: 2\n",
            "{\n  \"a\": {\n    \"b\": [1, {\"c\": 2}]\n  },\n  \"z\": {\"x\" 1}\n}",
            "a:\n  b: [1, {c: 2}]\nz: Note: x\n",
            "{a: {b: [1, {c: 2},],},}",
        ] {
            let file = file(text);
            assert_eq!(file.at(&["a", "b", "1", "c"]), Some(&Value::from(2)), "{text}");
            assert_eq!(file.at(&["a", "x"]), None, "{text}");
        }
    }

    #[test]
    fn a_fault_has_a_place_and_costs_what_it_stands_in() {
        let damaged = file("a: 1\nb: Note: x\nc:\n  d: 2\n");
        assert!(damaged.is_damaged());
        assert_eq!(damaged.source.line_of(damaged.fault.as_ref().unwrap().at), 2);
        assert_eq!(damaged.at(&["c", "d"]), Some(&Value::from(2)));
        assert_eq!(damaged.at(&["b"]), Some(&Value::from("Note: x")));
        assert_eq!(damaged.source.slice(damaged.place(&["c", "d"])), "d: 2");
    }
}

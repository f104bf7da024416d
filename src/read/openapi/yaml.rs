//! YAML → a JSON value, with what the library does not do on the way there: merge keys, tags of
//! one's own, the right one of several documents.

use std::fmt::Write as _;

use serde::Deserialize as _;
use serde_json::{Map, Value};

/// Why a text is no YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// In the parser's words, without the place.
    pub(super) message: String,
    /// Byte in the text.
    pub(super) at: usize,
}

/// Reads a text; of several documents the first with paths.
pub(super) fn read(text: &str) -> Result<Value, Fault> {
    let value = match yaml_serde::from_str::<Value>(text) {
        Ok(value) => value,
        Err(error) => read_again(text).ok_or_else(|| fault(&error))?,
    };
    Ok(if text.contains("<<") { merged(value, 0) } else { value })
}

/// Documents and tags that the way straight to JSON does not take.
fn read_again(text: &str) -> Option<Value> {
    let several = text.lines().filter(|line| line.starts_with("---")).count() > 0;
    if !several && !text.contains('!') {
        return None;
    }
    let mut first = None;
    for document in yaml_serde::Deserializer::from_str(text) {
        let Ok(value) = yaml_serde::Value::deserialize(document) else { break };
        let value = plain(value, 0);
        if value.get("paths").is_some() {
            return Some(value);
        }
        first = first.or(Some(value).filter(|v| !v.is_null()));
    }
    first
}

/// Deeper nesting than any parser gives.
const DEPTH: usize = 200;

/// Without tags, and with texts for keys.
fn plain(value: yaml_serde::Value, depth: usize) -> Value {
    use yaml_serde::Value as Yaml;
    match value {
        _ if depth > DEPTH => Value::Null,
        Yaml::Null => Value::Null,
        Yaml::Bool(truth) => Value::Bool(truth),
        Yaml::Number(number) => serde_json::to_value(number).unwrap_or_default(),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(list) => list.into_iter().map(|item| plain(item, depth + 1)).collect(),
        Yaml::Mapping(map) => {
            let pairs = map.into_iter().filter_map(|(key, value)| {
                let key = match plain(key, depth + 1) {
                    Value::String(text) => text,
                    Value::Object(_) | Value::Array(_) => return None,
                    other => other.to_string(),
                };
                Some((key, plain(value, depth + 1)))
            });
            Value::Object(pairs.collect())
        }
        Yaml::Tagged(tagged) => plain(tagged.value, depth + 1),
    }
}

/// With the mappings under `<<` merged into those that they stand in; own entries win.
fn merged(value: Value, depth: usize) -> Value {
    match value {
        Value::Object(map) if depth <= DEPTH => {
            let mut own = Map::new();
            let mut taken = Vec::new();
            for (key, value) in map {
                let value = merged(value, depth + 1);
                match (key.as_str(), value) {
                    ("<<", Value::Object(more)) => taken.push(more),
                    ("<<", Value::Array(list)) => taken.extend(list.into_iter().filter_map(|item| match item {
                        Value::Object(more) => Some(more),
                        _ => None,
                    })),
                    (_, value) => {
                        own.insert(key, value);
                    }
                }
            }
            for (key, value) in taken.into_iter().flatten() {
                own.entry(key).or_insert(value);
            }
            Value::Object(own)
        }
        Value::Array(list) => list.into_iter().map(|item| merged(item, depth + 1)).collect(),
        other => other,
    }
}

fn fault(error: &yaml_serde::Error) -> Fault {
    let mut message = error.to_string();
    let at = error.location().map_or(0, |location| {
        let mut place = String::new();
        // Writing to a string can't fail.
        let _ = write!(place, " at line {} column {}", location.line(), location.column());
        message = message.replacen(&place, "", 1);
        location.index()
    });
    Fault { message, at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_read() {
        let cases = [
            ("a: {200: x}\nb: [1.10, yes, no, ~]", r#"{"a":{"200":"x"},"b":[1.1,"yes","no",null]}"#),
            ("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3", r#"{"base":{"x":1,"y":2},"own":{"y":3,"x":1}}"#),
            ("own:\n  <<: [{x: 1}, {x: 2, z: 4}]", r#"{"own":{"x":1,"z":4}}"#),
            ("a: !mine {b: !other 1}", r#"{"a":{"b":1}}"#),
            ("---\nkind: note\n---\npaths: {}\n", r#"{"paths":{}}"#),
            ("---\na: 1\n...\n", r#"{"a":1}"#),
            ("200:\n  a: 1\ntrue: 2", r#"{"200":{"a":1},"true":2}"#),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).map(|v| v.to_string()), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_fault_says_what_and_where() {
        let text = "info:\n  title: a\n  description: Note: x\n";
        let fault = read(text).unwrap_err();
        assert!(fault.message.contains("mapping values are not allowed"), "{}", fault.message);
        assert!(!fault.message.contains(" at line"), "{}", fault.message);
        assert_eq!(text[..fault.at].matches('\n').count(), 2);
    }
}

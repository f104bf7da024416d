//! What the value of a field says: its type, the values that it allows, whether it is needed.

use super::{BodyField, is_name};
use crate::read::api::words::{WORDS, Word};
use crate::text::Span;

/// What a value as written says about its type.
pub(in crate::read::api) fn type_of(value: &str) -> Option<String> {
    let value = value.trim();
    let inner = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
    let ty = match (inner, value.chars().next()?) {
        (Some(inner), _) => {
            let word: String = inner.chars().take_while(char::is_ascii_alphabetic).collect();
            return Some(if is_type(&word) { inner.to_owned() } else { "string".to_owned() });
        }
        (None, '"') => return Some(value.to_owned()),
        (None, '[') => "array",
        (None, '{') => "object",
        (None, c) if c.is_ascii_digit() || c == '-' => "number",
        (None, _) if value == "true" || value == "false" => "boolean",
        (None, _) if value == "null" => return None,
        _ => return Some(value.to_owned()),
    };
    Some(ty.to_owned())
}

/// Whether a word names a type rather than an example value.
fn is_type(word: &str) -> bool {
    const TYPES: [&str; 24] = [
        "string",
        "uuid",
        "integer",
        "int",
        "number",
        "boolean",
        "bool",
        "date",
        "datetime",
        "timestamp",
        "timestamptz",
        "float",
        "decimal",
        "text",
        "array",
        "object",
        "json",
        "iso",
        "enum",
        "email",
        "url",
        "uri",
        "bigint",
        "guid",
    ];
    TYPES.iter().any(|t| word.eq_ignore_ascii_case(t))
}

/// The values of a union: `"a" | "b"` or `"a|b"`.
pub(in crate::read::api) fn alternatives(value: &str) -> Vec<String> {
    let value = value.trim();
    let inner = value.trim_matches('"');
    let parts: Vec<&str> = inner.split('|').map(|p| p.trim().trim_matches(['"', '\'', '`'])).collect();
    let plain = parts.len() > 1 && parts.iter().all(|p| is_name(p) || p.parse::<i64>().is_ok());
    if !plain || parts.iter().any(|p| is_type(p)) {
        return Vec::new();
    }
    parts.into_iter().filter(|p| *p != "null").map(str::to_owned).collect()
}

/// The values that a field allows in all bodies that the plan shows: a list in the first one, and
/// what the others give in its place.
pub(in crate::read::api) fn allowed(text: &str, field: &BodyField) -> Vec<String> {
    let slice = |span: Span| text.get(span.start..span.end).unwrap_or_default();
    let mut allowed = alternatives(slice(field.value));
    if allowed.is_empty() {
        return allowed;
    }
    for value in field.elsewhere.iter().map(|span| slice(*span).trim()) {
        let literal = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).filter(|v| is_name(v) && !is_type(v));
        let more = literal.map_or_else(|| alternatives(value), |literal| vec![literal.to_owned()]);
        for value in more {
            if !allowed.contains(&value) {
                allowed.push(value);
            }
        }
    }
    allowed
}

/// Whether a value is a text that a user would send, rather than words about the field:
/// `"It adds optional parts"` and not `"string (optional)"`.
fn is_sample(value: &str) -> bool {
    let Some(inner) = value.trim().strip_prefix('"').and_then(|v| v.strip_suffix('"')) else { return false };
    let word: String = inner.chars().take_while(char::is_ascii_alphabetic).collect();
    let about = |part: &str| [Word::Required, Word::NotRequired].iter().any(|kind| WORDS.prefix(part, *kind).is_some());
    let mut parts = inner.split(['(', ')', '[', ']', ',', ';', ':', '–', '—', '|']);
    !(is_type(&word) || inner.split_whitespace().count() < 5 || parts.any(about))
}

/// What a field's own words say about whether it is needed.
pub(in crate::read::api) fn necessity(text: &str, field: &BodyField) -> Option<bool> {
    if field.optional {
        return Some(false);
    }
    let value = text.get(field.value.start..field.value.end).unwrap_or_default();
    // An object's inner fields speak for themselves.
    let value = if value.starts_with(['{', '[']) { value.rsplit(['}', ']']).next().unwrap_or_default() } else { value };
    let note = field.note.and_then(|n| text.get(n.start..n.end)).unwrap_or_default();
    let value = if is_sample(value) { "" } else { value };
    let conditional = WORDS.find(value, Word::NotRequired).is_some() && value.contains("required");
    if conditional {
        return Some(false);
    }
    WORDS.necessity(value).or_else(|| WORDS.necessity(note))
}

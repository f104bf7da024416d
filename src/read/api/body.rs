//! Fields of a body as plans show it: JSON with comments, unions, `…` and trailing commas, TypeScript
//! types, `{ name, price? }`, or lines of a form.

mod scan;
pub(super) mod value;

use crate::text::Span;
use scan::Scanner;

/// A top-level field of a body. Spans are relative to the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BodyField {
    pub(super) name: Span,
    /// Marked with `?`.
    pub(super) optional: bool,
    /// What stands behind the colon.
    pub(super) value: Span,
    /// Its values in further bodies that the plan shows beside the first one.
    pub(super) elsewhere: Vec<Span>,
    /// A comment behind it.
    pub(super) note: Option<Span>,
}

/// Reads the fields of the first object in a text; several objects at the same depth are
/// alternatives or elements, whose fields are put together.
pub(super) fn fields(text: &str) -> Vec<BodyField> {
    let Some(start) = object_start(text) else { return form_fields(text) };
    let mut scanner = Scanner::new(text, start);
    scanner.read();
    scanner.fields
}

/// The end of the object or array that stands at `start`, one past its closing bracket; `None` when
/// it is never closed.
pub(super) fn object_end(text: &str, start: usize) -> Option<usize> {
    let mut scanner = Scanner::new(text, start);
    let mut depth = 0_usize;
    while let Some(byte) = scanner.byte() {
        match byte {
            b'"' => scanner.skip_string(),
            b'/' if scanner.comment().is_some() => {}
            b'{' | b'[' => {
                depth += 1;
                scanner.at += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                scanner.at += 1;
                if depth == 0 {
                    return Some(scanner.at);
                }
            }
            _ => scanner.at += 1,
        }
    }
    None
}

/// Where the body begins: at a line that starts with a bracket, rather than at a `{id}` in a request
/// line above it.
fn object_start(text: &str) -> Option<usize> {
    let first = text.find('{')?;
    let line_start = text.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
    let opening = text.get(line_start..)?.trim_start();
    let declares = ["export", "interface", "type ", "class", "const", "public", "record", "struct"];
    if declares.iter().any(|word| opening.starts_with(word)) {
        return Some(first);
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let plain = line.trim_start();
        if plain.starts_with('{') || plain.starts_with("[{") || plain.trim_end() == "[" {
            return Some(at + line.len() - plain.len());
        }
        at += line.len();
    }
    Some(first)
}

/// Whether a text can be the name of a field or parameter.
pub(super) fn is_name(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '[' | ']' | '\\'))
}

/// Fields given as lines: `file: CSV file`.
fn form_fields(text: &str) -> Vec<BodyField> {
    let mut fields = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let plain = line.trim_start_matches([' ', '\t', '-', '*', '`']);
        let start = at + line.len() - plain.len();
        if let Some((name, value)) = plain.split_once([':', '=']) {
            let bare = name.trim_end_matches(['`', '*', ' ']);
            let (bare, optional) = bare.strip_suffix('?').map_or((bare, false), |b| (b, true));
            let header = bare.contains('-') && bare.starts_with(char::is_uppercase);
            if is_name(bare) && !header {
                let from = start + name.len() + 1;
                let value_text = value.trim_end();
                let value = Span::new(from, from + value_text.len());
                fields.push(BodyField {
                    name: Span::new(start, start + bare.len()),
                    optional,
                    value,
                    elsewhere: Vec::new(),
                    note: None,
                });
            }
        }
        at += line.len();
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::value::{allowed, alternatives, necessity, type_of};
    use super::*;
    use proptest::prelude::*;

    fn show(text: &str) -> Vec<String> {
        let name = |f: &BodyField| {
            let mark = match necessity(text, f) {
                Some(true) => "!",
                Some(false) => "?",
                None => "",
            };
            format!("{}{mark}", &text[f.name.start..f.name.end])
        };
        fields(text).iter().map(name).collect()
    }

    #[test]
    fn a_second_body_adds_to_a_fields_values() {
        let text = "{ \"kind\": \"rent\" | \"sell\", \"days\": 3 }\n\n{ \"kind\": \"swap\", \"days\": 4 }";
        let values: Vec<_> = fields(text).iter().map(|field| allowed(text, field)).collect();
        assert_eq!(values, [vec!["rent", "sell", "swap"], vec![]]);
    }

    #[test]
    fn bodies_are_read_in_every_dress() {
        let cases: &[(&str, &[&str])] = &[
            (r#"{ "a": 1, "b": { "c": [1, 2] }, "d": "x, y: z" }"#, &["a", "b", "d"]),
            ("{\n \"a\": \"x\" // optional\n \"b\": 1..127,\n \"c\": \"p\" | \"q\",\n}", &["a?", "b", "c"]),
            ("{\n \"tags\": [\"x\"] (required, at most 3)\n}", &["tags!"]),
            ("{ name, price?, tags[] }", &["name", "price?", "tags"]),
            ("partial fields { name?, description? }", &["name?", "description?"]),
            ("interface X {\n  a: string;\n  b?: number\n  c: { d: string }\n}", &["a", "b?", "c"]),
            ("// first\n{ \"a\": 1 }\n\n// second\n{ \"b\": 2, \"a\": 3 }", &["a", "b"]),
            ("[\n  { \"a\": 1 },\n  { \"a\": 2 }\n]", &["a"]),
            ("{ ... }", &[]),
            ("{ \"data\": [ /* x: y */ ], … }", &["data"]),
            ("POST /x/{id}\nContent-Type: application/json\n\n{\n \"a\": 1\n}", &["a"]),
            ("file: CSV file\nplatform_id: uuid", &["file", "platform_id"]),
            ("{ \"a\": \"string (optional, required for x)\", \"b\": \"string (required)\" }", &["a?", "b!"]),
            ("{ \"a\": \"unclosed\n \"b\": 1", &["a", "b"]),
            ("{ 'a': 'x', b: 'y' /* optional */ }", &["a", "b?"]),
            (r#"{ "a": "A boat that adds optional sails to what it has", "b": "Ann, required" }"#, &["a", "b!"]),
            ("{ \"url\": \"https://x.y/z\", \"n\": null }", &["url", "n"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(show(text), *expected, "{text}");
        }
    }

    #[test]
    fn values_tell_types_and_alternatives() {
        assert_eq!(type_of("\"string (max 5)\"").as_deref(), Some("string (max 5)"));
        assert_eq!(type_of("\"Ann\"").as_deref(), Some("string"));
        assert_eq!(type_of("12.5").as_deref(), Some("number"));
        assert_eq!(type_of("null"), None);
        assert_eq!(alternatives("\"a\" | \"b\" | null"), ["a", "b"]);
        assert_eq!(alternatives("\"string|null\""), [""; 0]);
    }

    proptest! {
        #[test]
        fn any_text_gives_fields_inside_it(text in "(\\PC|[\n{}\\[\\]\",:?/*]|\"a\": |//){0,60}") {
            for field in fields(&text) {
                prop_assert!(text.get(field.name.start..field.name.end).is_some());
                prop_assert!(text.get(field.value.start..field.value.end).is_some());
                prop_assert!(field.note.is_none_or(|n| text.get(n.start..n.end).is_some()));
            }
            let _ = object_end(&text, 0);
        }
    }
}

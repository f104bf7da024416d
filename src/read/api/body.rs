//! Fields of a body as plans show it: JSON with comments, unions, `…` and trailing commas, TypeScript
//! types, `{ name, price? }`, or lines of a form.

use super::words::{WORDS, Word};
use crate::text::Span;

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

/// How many bodies beside the first one are looked at for a field's values.
const MOST_BODIES: usize = 8;

/// No body that a person plans has more; a document made to be slow may.
const MOST_FIELDS: usize = 500;

/// Reads the fields of the first object in a text; several objects at the same depth are
/// alternatives or elements, whose fields are put together.
pub(super) fn fields(text: &str) -> Vec<BodyField> {
    let Some(start) = object_start(text) else { return form_fields(text) };
    let mut scanner = Scanner { text, bytes: text.as_bytes(), at: start, depth: 0, level: None, fields: Vec::new() };
    scanner.read();
    scanner.fields
}

/// The end of the object or array that stands at `start`, one past its closing bracket; `None` when
/// it is never closed.
pub(super) fn object_end(text: &str, start: usize) -> Option<usize> {
    let mut scanner = Scanner { text, bytes: text.as_bytes(), at: start, depth: 0, level: None, fields: Vec::new() };
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

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    depth: usize,
    /// Depth of the fields that are wanted: that of the first object.
    level: Option<usize>,
    fields: Vec<BodyField>,
}

impl Scanner<'_> {
    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn read(&mut self) {
        while let Some(byte) = self.byte() {
            match byte {
                b'{' => {
                    self.depth += 1;
                    self.level.get_or_insert(self.depth);
                    self.at += 1;
                }
                b'[' | b'(' => {
                    self.depth += 1;
                    self.at += 1;
                }
                b'}' | b']' | b')' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.at += 1;
                }
                b'/' if self.comment_is_read() => {}
                b'"' | b'\'' | b'`' if !self.wanted() => self.skip_string(),
                b'"' | b'\'' | b'_' | b'a'..=b'z' | b'A'..=b'Z' if self.wanted() => self.field(),
                b'.' if self.text.get(self.at..).is_some_and(|t| t.starts_with("...")) => {
                    self.at += 3;
                    self.at += self.identifier_length();
                }
                _ => self.at += 1,
            }
        }
    }

    fn wanted(&self) -> bool {
        self.level == Some(self.depth)
    }

    /// Skips a comment; one that stands on the line of a field says something about it.
    fn comment_is_read(&mut self) -> bool {
        let start = self.at;
        let Some(comment) = self.comment() else { return false };
        if self.depth == self.level.unwrap_or(0)
            && let Some(last) = self.fields.last_mut()
            && last.note.is_none()
            && !self.text.get(last.value.end..start).unwrap_or_default().contains('\n')
        {
            last.note = Some(comment);
        }
        true
    }

    /// Moves behind a comment that begins here and gives what it says.
    fn comment(&mut self) -> Option<Span> {
        let rest = self.text.get(self.at..)?;
        let start = self.at + 2;
        if rest.starts_with("//") && self.at.checked_sub(1).and_then(|i| self.bytes.get(i)) != Some(&b':') {
            let length = rest.find('\n').unwrap_or(rest.len());
            self.at += length;
            return Some(Span::new(start, self.at));
        }
        if rest.starts_with("/*") {
            let length = rest.find("*/").unwrap_or(rest.len());
            self.at = (self.at + length + 2).min(self.bytes.len());
            return Some(Span::new(start, (start + length).saturating_sub(2).max(start)));
        }
        None
    }

    /// Moves behind a string; one that is not closed ends with its line.
    fn skip_string(&mut self) {
        let Some(quote) = self.byte() else { return };
        self.at += 1;
        while let Some(byte) = self.byte() {
            match byte {
                b'\\' => self.at += 2,
                b'\n' => return,
                _ => {
                    self.at += 1;
                    if byte == quote {
                        return;
                    }
                }
            }
        }
    }

    fn identifier_length(&self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'$')).count()
    }

    fn skip_blanks(&mut self) {
        while self.byte().is_some_and(|b| matches!(b, b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// Reads `name: value`, or a name alone.
    fn field(&mut self) {
        let quoted = matches!(self.byte(), Some(b'"' | b'\''));
        let name = if quoted {
            let start = self.at + 1;
            self.skip_string();
            Span::new(start, self.at.saturating_sub(1))
        } else {
            let start = self.at;
            self.at += self.identifier_length().max(1);
            Span::new(start, self.at)
        };
        while self.byte() == Some(b'[') && self.bytes.get(self.at + 1) == Some(&b']') {
            self.at += 2;
        }
        self.skip_blanks();
        let optional = self.byte() == Some(b'?');
        if optional {
            self.at += 1;
            self.skip_blanks();
        }
        let value = match self.byte() {
            Some(b':') => {
                self.at += 1;
                self.value()
            }
            None | Some(b',' | b'}' | b'\n' | b'\r' | b';' | b'/') => Span::new(name.end, name.end),
            // Words inside the braces: prose, not fields.
            Some(b'(') if !quoted => {
                let start = self.at;
                self.value();
                Span::new(start, start)
            }
            _ => {
                self.skip_piece();
                return;
            }
        };
        let text = self.text.get(name.start..name.end).unwrap_or_default();
        if self.fields.len() >= MOST_FIELDS {
            return;
        }
        let whole = self.text;
        let known = self.fields.iter_mut().find(|f| whole.get(f.name.start..f.name.end) == Some(text));
        match known {
            Some(known) if known.elsewhere.len() < MOST_BODIES => known.elsewhere.push(value),
            Some(_) => {}
            None if is_name(text) => {
                self.fields.push(BodyField { name, optional, value, elsewhere: Vec::new(), note: None });
            }
            None => {}
        }
    }

    fn skip_piece(&mut self) {
        while self.byte().is_some_and(|b| !matches!(b, b',' | b'\n' | b'}' | b'{' | b'[' | b']')) {
            self.at += 1;
        }
    }

    /// Moves behind a value: to the comma, the closing bracket, or the end of the line where the
    /// comma is missing.
    fn value(&mut self) -> Span {
        while self.byte().is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
        let start = self.at;
        let mut end = start;
        let mut depth = 0_usize;
        while let Some(byte) = self.byte() {
            match byte {
                b',' | b';' if depth == 0 => break,
                b'}' | b']' | b')' if depth == 0 => break,
                b'{' | b'[' | b'(' => depth += 1,
                b'}' | b']' | b')' => depth -= 1,
                b'"' | b'\'' | b'`' => {
                    self.skip_string();
                    end = self.at;
                    continue;
                }
                b'/' => {
                    let before = self.at;
                    if depth == 0 && self.text.get(before..).is_some_and(|t| t.starts_with("//") || t.starts_with("/*"))
                    {
                        break;
                    }
                    if self.comment().is_some() {
                        continue;
                    }
                }
                b'\n' if depth == 0 => {
                    let written = self.text.get(start..end).unwrap_or_default().trim_end();
                    let ahead = self.text.get(self.at..).unwrap_or_default().trim_start();
                    if !written.ends_with(['|', '&']) && !ahead.starts_with(['|', '&']) && !written.is_empty() {
                        break;
                    }
                }
                _ => {}
            }
            self.at += 1;
            if !byte.is_ascii_whitespace() {
                end = self.at;
            }
        }
        let end = end.max(start).min(self.bytes.len());
        Span::new(start, floor(self.text, end))
    }
}

/// The boundary of a character at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
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

/// What a value as written says about its type.
pub(super) fn type_of(value: &str) -> Option<String> {
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
pub(super) fn alternatives(value: &str) -> Vec<String> {
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
pub(super) fn allowed(text: &str, field: &BodyField) -> Vec<String> {
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

/// What a field's own words say about whether it is needed.
pub(super) fn necessity(text: &str, field: &BodyField) -> Option<bool> {
    if field.optional {
        return Some(false);
    }
    let value = text.get(field.value.start..field.value.end).unwrap_or_default();
    // An object's inner fields speak for themselves.
    let value = if value.starts_with(['{', '[']) { value.rsplit(['}', ']']).next().unwrap_or_default() } else { value };
    let note = field.note.and_then(|n| text.get(n.start..n.end)).unwrap_or_default();
    let conditional = WORDS.find(value, Word::NotRequired).is_some() && value.contains("required");
    if conditional {
        return Some(false);
    }
    WORDS.necessity(value).or_else(|| WORDS.necessity(note))
}

#[cfg(test)]
mod tests {
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

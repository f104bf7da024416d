//! Where the entries of a mapping stand, by the indentation of its lines.
//!
//! YAML's parser gives no places, and a document with a fault gives no tree at all; in both cases the
//! lines tell. The same scan serves YAML in block style and JSON that is printed on several lines.

use std::borrow::Cow;

use crate::text::Span;

/// One entry of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry<'t> {
    /// The key without quotes.
    pub(super) key: Cow<'t, str>,
    /// Where the key stands, quotes included.
    pub(super) at: usize,
    /// The value, from behind the colon.
    pub(super) value: Span,
}

impl Entry<'_> {
    /// Key and value.
    pub(super) fn span(&self) -> Span {
        Span::new(self.at, self.value.end)
    }
}

/// The entries of the mapping that a span of a text holds: the lines with a key at the indentation
/// of the first of them. None where the mapping is written on one line.
pub(super) fn entries(text: &str, span: Span) -> Vec<Entry<'_>> {
    let mut found: Vec<Entry<'_>> = Vec::new();
    let mut level: Option<usize> = None;
    let starts_line = span.start == 0 || text.as_bytes().get(span.start - 1) == Some(&b'\n');
    let mut offset = span.start;
    for (number, line) in text.get(span.start..span.end).unwrap_or_default().split_inclusive('\n').enumerate() {
        let start = offset;
        offset += line.len();
        let body = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - body.len();
        // The rest of the line that the mapping's own key stands on.
        if number == 0 && !starts_line || level.is_some_and(|level| level != indent) {
            continue;
        }
        let Some((key, behind)) = key_of(body) else { continue };
        level = Some(indent);
        if let Some(last) = found.last_mut() {
            last.value.end = end_of(text, last.value.start, start);
        }
        let from = start + indent + behind;
        found.push(Entry { key, at: start + indent, value: Span::new(from, span.end) });
    }
    if let Some(last) = found.last_mut() {
        last.value.end = end_of(text, last.value.start, span.end);
    }
    found
}

/// The key that a line begins with, and where what belongs to it begins.
fn key_of(line: &str) -> Option<(Cow<'_, str>, usize)> {
    let first = line.chars().next()?;
    if matches!(first, '"' | '\'') {
        let close = closing_quote(line, first)?;
        let rest = line.get(close + 1..)?;
        let colon = close + 1 + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
        if !line.get(colon..)?.starts_with(':') {
            return None;
        }
        let inner = line.get(1..close)?;
        let key = match first {
            '"' if inner.contains('\\') => Cow::Owned(serde_json::from_str(line.get(..=close)?).ok()?),
            '\'' if inner.contains("''") => Cow::Owned(inner.replace("''", "'")),
            _ => Cow::Borrowed(inner),
        };
        return Some((key, colon + 1));
    }
    if matches!(first, '-' if line.starts_with("- ") || line.trim_end() == "-")
        || matches!(
            first,
            '#' | '{' | '}' | '[' | ']' | ',' | '&' | '*' | '!' | '|' | '>' | '%' | '@' | '`' | '?' | '\r' | '\n'
        )
    {
        return None;
    }
    let end = line.trim_end();
    let colon = match line.find(": ").or_else(|| line.find(":\t")) {
        Some(at) => at,
        None => end.len().checked_sub(1).filter(|_| end.ends_with(':'))?,
    };
    let key = line.get(..colon)?.trim_end();
    (!key.is_empty() && !key.contains(" #")).then_some((Cow::Borrowed(key), colon + 1))
}

fn closing_quote(line: &str, quote: char) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == '"' => at += 1,
            b'\'' if quote == '\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            _ if char::from(byte) == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The end of a value without the blank lines and comments before the next key.
fn end_of(text: &str, start: usize, end: usize) -> usize {
    let mut value = text.get(start..end).unwrap_or_default().trim_end();
    while let Some((before, last)) = value.rsplit_once('\n') {
        if !last.trim_start().starts_with('#') {
            break;
        }
        value = before.trim_end();
    }
    start + value.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let all = entries(text, Span::new(0, text.len()));
        all.iter().map(|e| (e.key.to_string(), text[e.value.start..e.value.end].trim().to_owned())).collect()
    }

    #[test]
    fn entries_stand_at_one_indentation() {
        let cases: [(&str, &[(&str, &str)]); 7] = [
            ("a: 1\nb:\n  c: 2\n\n  # about d\nd:\n- x\n- y\n", &[("a", "1"), ("b", "c: 2"), ("d", "- x\n- y")]),
            (
                "  /a/{b}:\n    get: x\n  \"/c:d\": y\n  '/it''s': z",
                &[("/a/{b}", "get: x"), ("/c:d", "y"), ("/it's", "z")],
            ),
            ("/a:act:\n  x: 1\n/b: # note\n  y: 2\n", &[("/a:act", "x: 1"), ("/b", "# note\n  y: 2")]),
            (
                "{\n  \"a\": {\n    \"x\": 1\n  },\n  \"b\\/c\": 2\n}\n",
                &[("a", "{\n    \"x\": 1\n  },"), ("b/c", "2\n}")],
            ),
            ("# head\n---\n200: ok\r\n404: not\r\n", &[("200", "ok"), ("404", "not")]),
            ("text: |\n  a: b\n c\nnext: 1", &[("text", "|\n  a: b\n c"), ("next", "1")]),
            ("{\"a\": 1}", &[]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
            assert_eq!(read(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_places_inside_it(text in "[a:/ \\n\\t\"'{}#|-]{0,60}", from in 0usize..20) {
            let from = from.min(text.len());
            for entry in entries(&text, Span::new(from, text.len())) {
                proptest::prop_assert!(text.get(entry.at..entry.value.end).is_some());
                proptest::prop_assert!(entry.at >= from);
            }
        }
    }
}

//! The walk over a body's text: brackets, strings, comments, names and values.

use super::{BodyField, is_name};
use crate::text::Span;

/// How many bodies beside the first one are looked at for a field's values.
const MOST_BODIES: usize = 8;

/// No body that a person plans has more; a document made to be slow may.
const MOST_FIELDS: usize = 500;

/// Walks over a body and collects the fields of its first object.
pub(super) struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    pub(super) at: usize,
    depth: usize,
    /// Depth of the fields that are wanted: that of the first object.
    level: Option<usize>,
    pub(super) fields: Vec<BodyField>,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, bytes: text.as_bytes(), at, depth: 0, level: None, fields: Vec::new() }
    }

    pub(super) fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn read(&mut self) {
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
    pub(super) fn comment(&mut self) -> Option<Span> {
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
    pub(super) fn skip_string(&mut self) {
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

//! What begins and ends with a mark: comments, quoted names and values, bodies of routines.

use super::{Kind, Lexer, Token, is_word};

/// Bounds for what would else be searched for again and again in a hostile text.
const MOST_STRAYS: usize = 64;

impl<'a> Lexer<'a> {
    /// The length of a comment in `/* … */`, which may hold others.
    pub(super) fn block_comment(&mut self) -> Option<usize> {
        if self.hopeless.contains(&"*/") {
            return None;
        }
        let bytes = self.rest().as_bytes();
        let (mut depth, mut at, mut first_end) = (0_usize, 0, None);
        while at + 1 < bytes.len() {
            match bytes.get(at..at + 2) {
                Some(b"/*") => {
                    depth += 1;
                    at += 2;
                }
                Some(b"*/") => {
                    depth -= 1;
                    at += 2;
                    first_end = first_end.or(Some(at));
                    if depth == 0 || self.flat_comments {
                        return Some(at);
                    }
                }
                _ => at += 1,
            }
        }
        // MySQL does not nest comments: there the first end is the end.
        self.flat_comments = true;
        if first_end.is_none() {
            self.hopeless.push("*/");
        }
        first_end
    }

    /// A quoted name or value; a lone quote where it has no end.
    pub(super) fn quoted(&mut self, prefix: usize, quote: u8, escapes: bool, leads: bool) -> Token<'a> {
        let mark = match quote {
            b'\'' => "'",
            b'"' => "\"",
            _ => "`",
        };
        let kind = if quote == b'\'' { Kind::Text } else { Kind::Quoted };
        if !self.hopeless.contains(&mark) {
            let bytes = self.text.as_bytes();
            let mut at = self.at + prefix + 1;
            while let Some(&byte) = bytes.get(at) {
                if byte == b'\\' && escapes {
                    at += 2;
                } else if byte != quote {
                    let next = || bytes.get(at + 1..).unwrap_or_default();
                    if byte == b'\n' && self.strays < MOST_STRAYS && begins_table(next()) {
                        // What would be text here is a statement: the quote was a stray one.
                        self.strays += 1;
                        return self.take(Kind::Symbol, prefix + 1, leads);
                    }
                    at += 1;
                } else if bytes.get(at + 1) == Some(&quote) {
                    at += 2;
                } else {
                    return self.take(kind, at + 1 - self.at, leads);
                }
            }
            self.hopeless.push(mark);
        }
        self.take(Kind::Symbol, prefix + 1, leads)
    }

    /// The length of a name in brackets. `text[]`, `ARRAY['a']` and `list[1]` are none.
    pub(super) fn bracketed(&self) -> Option<usize> {
        let before = self.at.checked_sub(1).map_or(b' ', |at| self.byte(at));
        let first = self.rest().chars().nth(1)?;
        if is_word(before) || matches!(before, b']' | b')') || !(first.is_alphabetic() || first == '_') {
            return None;
        }
        // No dialect has longer names than 128 characters.
        let bytes = self.rest().as_bytes();
        let end = bytes.iter().take(512).position(|b| matches!(b, b'\n' | b'\'' | b'(' | b']'))?;
        (bytes.get(end) == Some(&b']')).then_some(end + 1)
    }

    /// `$$ … $$`, or a word such as `$1`.
    pub(super) fn body(&mut self, leads: bool) -> Token<'a> {
        let rest = self.rest();
        let tag = rest.get(1..).and_then(|r| r.find(|c: char| !c.is_alphanumeric() && c != '_')).map(|at| at + 1);
        let tag = tag.filter(|&at| rest.as_bytes().get(at) == Some(&b'$')).and_then(|at| rest.get(..=at));
        match tag {
            Some(tag) if self.hopeless.len() < MOST_STRAYS && !self.hopeless.contains(&tag) => {
                if let Some(end) = rest.get(tag.len()..).and_then(|r| r.find(tag)) {
                    return self.take(Kind::Body, end + 2 * tag.len(), leads);
                }
                self.hopeless.push(tag);
                self.take(Kind::Symbol, tag.len(), leads)
            }
            Some(tag) => self.take(Kind::Symbol, tag.len(), leads),
            None => self.word(leads),
        }
    }
}

fn begins_table(line: &[u8]) -> bool {
    [&b"CREATE TABLE "[..], b"ALTER TABLE "]
        .iter()
        .any(|w| line.get(..w.len()).is_some_and(|l| l.eq_ignore_ascii_case(w)))
}

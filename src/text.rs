//! Places in the original text.
//!
//! Everything that is read from a document keeps its place as a [`Span`]: a half-open range of bytes
//! of the text as it stands in the [`Source`], so that the user's own words can be shown and copied
//! unchanged.
//!
//! ```
//! use routewright::text::{DocumentId, Source, Span};
//!
//! let source = Source::new(DocumentId(0), ".ai/api-plan.md", "# API\n\n## GET /users\n");
//! let span = Span::new(7, 20);
//! assert_eq!(source.slice(span), "## GET /users");
//! assert_eq!(source.lines_of(span), (3, 3));
//! ```

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Which document of a project a [`Place`] lies in: its index in
/// [`Project::documents`](crate::model::Project::documents).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct DocumentId(pub usize);

/// A half-open range of bytes, on character boundaries of the text that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`; an `end` before `start` gives an empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `offset` lies inside.
    #[must_use]
    pub fn contains(self, offset: usize) -> bool {
        (self.start..self.end).contains(&offset)
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A span in one of a project's documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Place {
    /// The document.
    pub document: DocumentId,
    /// The bytes in it.
    pub span: Span,
}

/// A document's text with its name and the starts of its lines. Clones share the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Which document of the project this is.
    pub id: DocumentId,
    /// Path relative to the project root, with `/`.
    pub path: String,
    text: Arc<String>,
    lines: Arc<LineIndex>,
}

impl Source {
    /// Takes a text over. `path` is relative to the project root, with `/`.
    #[must_use]
    pub fn new(id: DocumentId, path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let lines = Arc::new(LineIndex::new(&text));
        Self { id, path: path.into(), text: Arc::new(text), lines }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span does not lie inside this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The same document up to `length` bytes, cut between two characters; places in it hold for the
    /// whole as well.
    #[must_use]
    pub fn beginning(&self, length: usize) -> Self {
        let cut = (0..=length.min(self.text.len())).rev().find_map(|at| self.text.get(..at));
        Self::new(self.id, self.path.clone(), cut.unwrap_or_default())
    }

    /// A place in this document.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place { document: self.id, span }
    }

    /// First and last line (1-based, inclusive) that a span touches. A trailing line break belongs
    /// to the line that it ends.
    #[must_use]
    pub fn lines_of(&self, span: Span) -> (usize, usize) {
        let first = self.lines.line_of(span.start);
        let last = self.lines.line_of(span.end.saturating_sub(1).max(span.start));
        (first, last)
    }

    /// The line (1-based) that an offset lies in.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines.line_of(offset)
    }

    /// The span of a 1-based line without its line break; `None` past the end.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Option<Span> {
        let start = *self.lines.starts.get(line.checked_sub(1)?)?;
        let end = self.lines.starts.get(line).copied().unwrap_or(self.text.len());
        let content = self.text.get(start..end)?.trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + content.len()))
    }

    /// How many lines the text has; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines.starts.len()
    }
}

/// Byte offsets at which the lines of a text start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads the starts of all lines (`\n` and `\r\n`).
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1).filter(|&at| at < text.len()));
        Self { starts }
    }

    /// The 1-based line that `offset` lies in; an offset past the end is on the last line.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }
}

/// The text without what a terminal or a tokenizer would take as a command: escape sequences,
/// control characters other than line breaks and tabs, and marks that turn the direction of writing.
/// Line breaks become `\n`.
///
/// ```
/// use routewright::text::printable;
/// assert_eq!(printable("a\u{1b}[31mred\u{1b}[0m\r\nb\0"), "ared\nb");
/// ```
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(must_not_be_shown) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(must_not_be_shown) {
        let (before, from) = rest.split_at(at);
        clean.push_str(before);
        rest = if let Some(after) = from.strip_prefix('\r') {
            clean.push('\n');
            after.strip_prefix('\n').unwrap_or(after)
        } else if let Some(after) = from.strip_prefix("\u{1b}[").or_else(|| from.strip_prefix('\u{9b}')) {
            let arguments = after.trim_start_matches(|c| matches!(c, ' '..='?'));
            arguments.strip_prefix(|c| matches!(c, '@'..='~')).unwrap_or(arguments)
        } else {
            let mut characters = from.chars();
            characters.next();
            characters.as_str()
        };
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

/// The text without control characters, for a name that is shown on one line.
#[must_use]
pub fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Bytes as lower-case hexadecimal digits.
///
/// ```
/// assert_eq!(routewright::text::hex(&[0, 171]), "00ab");
/// ```
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // Writing to a string can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn must_not_be_shown(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_drives_a_terminal_stays_printable() {
        let cases = [
            ("plain zażółć\n\ttext", "plain zażółć\n\ttext"),
            ("old mac\rlines\r\nend\r", "old mac\nlines\nend\n"),
            ("\u{1b}]52;c;ZXZpbA==\u{7}x", "]52;c;ZXZpbA==x"),
            ("\u{1b}[2J\u{1b}[1;31mhi\u{1b}", "hi"),
            ("\u{9b}31mhi\u{85}", "hi"),
            ("ab\u{202e}cd\u{feff}", "abcd"),
        ];
        for (dirty, clean) in cases {
            assert_eq!(printable(dirty), clean, "{dirty:?}");
        }
    }

    #[test]
    fn lines_are_one_based_and_own_their_line_break() {
        let source = Source::new(DocumentId(0), "a.md", "one\r\ntwo\n\nfour");
        assert_eq!(source.line_count(), 4);
        assert_eq!(source.lines_of(Span::new(0, 5)), (1, 1));
        assert_eq!(source.lines_of(Span::new(0, 6)), (1, 2));
        assert_eq!(source.line_span(1).map(|s| source.slice(s)), Some("one"));
        assert_eq!(source.line_span(3).map(|s| source.slice(s)), Some(""));
        assert_eq!(source.line_span(5), None);
        assert_eq!(source.line_of(999), 4);
    }

    #[test]
    fn a_beginning_ends_between_two_characters() {
        let source = Source::new(DocumentId(0), "a.md", "aż");
        assert_eq!([0, 1, 2, 3, 9].map(|n| source.beginning(n).text().to_owned()), ["", "a", "a", "aż", "aż"]);
    }

    #[test]
    fn an_empty_text_has_one_empty_line() {
        let source = Source::new(DocumentId(0), "a.md", "");
        assert_eq!(source.line_count(), 1);
        assert_eq!(source.lines_of(Span::new(0, 0)), (1, 1));
    }
}

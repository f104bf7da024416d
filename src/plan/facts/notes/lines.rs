//! The lines of a passage, without what marks and numbers them.

use crate::plan::markdown::clean;
use crate::text::{Place, Span};

/// A text whose sentences are looked at.
pub(super) struct Passage<'p> {
    pub(super) text: &'p str,
    pub(super) place: Place,
    /// Whether the text stands there letter by letter; the words of a specification do not.
    pub(super) is_quoted: bool,
}

/// A line that says something.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) indent: usize,
    pub(super) is_heading: bool,
    /// A heading of the fourth level or below, which names a role or a case.
    pub(super) is_deep: bool,
    pub(super) is_numbered: bool,
    pub(super) span: Span,
}

/// The lines of a passage without examples and tables. A block of code that counts steps is none.
pub(super) fn lines(passage: &Passage<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut fence: Option<usize> = None;
    let mut offset = passage.place.span.start;
    let all: Vec<&str> = passage.text.split_inclusive('\n').collect();
    for (at, line) in all.iter().enumerate() {
        let span = Span::new(offset, offset + line.len());
        offset += line.len();
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            let counts = all.get(at + 1).is_some_and(|next| next.trim().starts_with("1. "));
            fence = if fence.is_some() { None } else { Some(at).filter(|_| !counts) };
            continue;
        }
        if fence.is_some() || trimmed.is_empty() || trimmed.starts_with('|') {
            continue;
        }
        lines.push(Line {
            text: plain(trimmed),
            indent: line.len() - line.trim_start().len(),
            is_heading: trimmed.starts_with('#'),
            is_deep: trimmed.starts_with("####"),
            is_numbered: number_end(trimmed).is_some(),
            span,
        });
    }
    lines
}

/// Where the number of an item ends: `1.`, `2)`, and `a.` for a part of one.
fn number_end(text: &str) -> Option<usize> {
    let at = text.find(['.', ')']).filter(|at| *at > 0)?;
    let number = text.get(..at)?;
    let is_letter = number.len() == 1 && number.chars().all(|c| c.is_ascii_lowercase());
    let is_number = number.chars().all(|c| c.is_ascii_digit());
    let ends = text.get(at + 1..)?.starts_with(' ');
    ((is_letter || is_number) && ends).then_some(at + 1)
}

/// A line without marks of lists, emphasis and code.
fn plain(line: &str) -> String {
    let text = line.trim_start_matches(['-', '*', '+', '>', '#', ' ', '\t']);
    let text = number_end(text).and_then(|end| text.get(end..)).unwrap_or(text);
    clean(text.trim().trim_start_matches("[ ]").trim()).replace("**", "").replace("__", "")
}

//! Labels at the beginning of lines: the phrase, what stands in brackets behind it, and its value.

use super::spelling::words;
use crate::text::Span;

/// A label at the beginning of a line, such as `- **Query parameters** (optional): none`. The spans
/// are relative to the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'a> {
    /// What the label means.
    pub term: &'a str,
    /// The phrase itself.
    pub phrase: Span,
    /// What stands in brackets behind the phrase, without the brackets.
    pub note: Option<Span>,
    /// Everything behind the label and its colon or dash.
    pub value: Span,
    /// How the label ends.
    pub end: LabelEnd,
}

/// What stands behind a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelEnd {
    /// A colon or an equals sign.
    Colon,
    /// A dash or an arrow between blanks.
    Dash,
    /// Only the note, or nothing: the label is the whole line.
    Line,
    /// Bold, italic or code marks end with the phrase, and text follows.
    Marks,
    /// A digit: `Response 204 No Content`.
    Digit,
    /// Other words: the line is probably a sentence.
    Words,
}

impl Label<'_> {
    /// The text behind the label.
    #[must_use]
    pub fn value<'t>(&self, line: &'t str) -> &'t str {
        line.get(self.value.start..self.value.end).unwrap_or_default().trim()
    }

    /// The text in brackets behind the phrase; empty without brackets.
    #[must_use]
    pub fn note<'t>(&self, line: &'t str) -> &'t str {
        self.note.and_then(|n| line.get(n.start..n.end)).unwrap_or_default()
    }

    /// Whether the line is clearly labelled, and not a sentence that begins with the phrase.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.end != LabelEnd::Words
    }
}

/// Reads what follows a phrase: closing marks, a note in brackets, a colon or dash.
pub(super) fn finish_label<'a>(line: &str, term: &'a str, phrase: Span) -> Label<'a> {
    let mut at = phrase.end;
    let mut note = None;
    let mut marks = false;
    let rest = |at: usize| line.get(at..).unwrap_or_default();
    loop {
        let ahead = rest(at);
        let skipped = ahead.len() - ahead.trim_start_matches([' ', '\t', '*', '_', '`', '\\']).len();
        marks |= ahead.get(..skipped).is_some_and(|s| s.contains(['*', '_', '`']));
        let ahead = rest(at + skipped);
        match ahead.chars().next() {
            Some('(' | '[') if note.is_none() => {
                let Some(length) = bracketed(ahead) else {
                    return Label {
                        term,
                        phrase,
                        note,
                        value: Span::new(at + skipped, line.len()),
                        end: LabelEnd::Words,
                    };
                };
                note = Some(Span::new(at + skipped + 1, at + skipped + length - 1));
                at += skipped + length;
            }
            Some(':' | '=') => {
                let colon = at + skipped + ahead.chars().next().map_or(1, char::len_utf8);
                let value = rest(colon);
                let value = colon + value.len() - value.trim_start_matches(['*', '_', ' ', '\t']).len();
                // `:**` closes the bold of the label, while `: **x**` opens one of the value.
                let value = if rest(colon).starts_with(['*', '_']) { value } else { colon };
                return Label { term, phrase, note, value: Span::new(value, line.len()), end: LabelEnd::Colon };
            }
            Some('–' | '—' | '→' | '-') => {
                let after = ahead.trim_start_matches(['–', '—', '→', '-', '>', ' ']);
                let value = at + skipped + ahead.len() - after.len();
                let apart = skipped > 0 || note.is_some();
                let end = if apart { LabelEnd::Dash } else { LabelEnd::Words };
                return Label { term, phrase, note, value: Span::new(value, line.len()), end };
            }
            None => {
                let end = LabelEnd::Line;
                return Label { term, phrase, note, value: Span::new(line.len(), line.len()), end };
            }
            Some(c) => {
                let end = if c.is_ascii_digit() {
                    LabelEnd::Digit
                } else if marks || note.is_some() {
                    LabelEnd::Marks
                } else {
                    LabelEnd::Words
                };
                return Label { term, phrase, note, value: Span::new(at, line.len()), end };
            }
        }
    }
}

/// The length of the bracketed text that `text` begins with, brackets included.
pub(in crate::read) fn bracketed(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The offset of the first word behind list marks, `#`, `>`, emphasis, numbers and pictures.
pub(super) fn skip_marks(line: &str) -> usize {
    let mut at = 0;
    let mut after_point = None;
    for (from, to) in words(line) {
        at = from;
        let word = line.get(from..to).unwrap_or_default();
        let number = word.bytes().all(|b| b.is_ascii_digit());
        let point = line.get(to..).is_some_and(|rest| rest.starts_with(['.', ')']));
        // `2.1. Path`, `2.1 Path` and `1) Path` are numbered; `404 Not found` is not.
        if !(number && (point || after_point == Some(from))) {
            break;
        }
        after_point = Some(to + 1);
    }
    at
}

//! Long text as rows that fit a width.
//!
//! Rows are ranges of bytes of the text, so that wrapping a long prompt copies nothing; the text is
//! made harmless first (see [`harmless`]).

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::deliver::difference::{self, Change};
use crate::text::printable;

/// Lines that a difference shows around a changed one.
const AROUND: usize = 3;

/// Longest text that is shown, in bytes; what is copied and saved has no such end.
const LONGEST: usize = 2 << 20;

/// What a line of markdown is, as far as its look goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A paragraph, a list item.
    Plain,
    /// A heading.
    Heading,
    /// Inside a fence, or the fence itself.
    Code,
    /// A tag of a prompt that stands alone on its line.
    Tag,
    /// A line that a difference adds.
    Added,
    /// A line that a difference removes.
    Removed,
    /// What stands for lines that a difference leaves out.
    Skipped,
}

/// One row on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its bytes in [`Flow::text`].
    pub bytes: Range<usize>,
    /// What its line is.
    pub kind: LineKind,
    /// Columns to leave free before it: rows after the first of a list item are indented.
    pub indent: u16,
}

/// A text that was broken into rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow {
    text: String,
    rows: Vec<Row>,
    /// Whether the end of the text is left out.
    pub cut: bool,
}

impl Flow {
    /// Breaks a text into rows of at most `width` columns.
    #[must_use]
    pub fn new(text: &str, width: u16) -> Self {
        let shown = harmless(start_of(text, LONGEST)).into_owned();
        let mut rows = Vec::new();
        let mut fence: Option<&str> = None;
        let mut start = 0;
        for line in shown.split('\n') {
            let bytes = start..start + line.len();
            start = bytes.end + 1;
            let kind = line_kind(line, &mut fence);
            wrap_line(&shown, bytes, kind, usize::from(width.max(1)), &mut rows);
        }
        if shown.ends_with('\n') {
            rows.pop();
        }
        Self { rows, cut: text.len() > LONGEST, text: shown }
    }

    /// The difference between two texts: changed lines, each with a few lines around it.
    #[must_use]
    pub fn of_difference(before: &str, after: &str, width: u16) -> Self {
        let before = harmless(start_of(before, LONGEST));
        let after = harmless(start_of(after, LONGEST));
        let difference = difference::difference(&before, &after);
        let mut flow = Self::default();
        let width = usize::from(width.max(1));
        let changed: Vec<usize> =
            (0..).zip(&difference.lines).filter(|(_, line)| line.change != Change::Kept).map(|(at, _)| at).collect();
        let mut last = None;
        for (at, line) in difference.lines.iter().enumerate() {
            let next = changed.partition_point(|changed| changed + AROUND < at);
            if changed.get(next).is_none_or(|changed| *changed > at + AROUND) {
                continue;
            }
            if last.is_some_and(|last| last + 1 < at) {
                flow.push_line("⋯", LineKind::Skipped, width);
            }
            last = Some(at);
            let (sign, kind) = match line.change {
                Change::Kept => (' ', LineKind::Plain),
                Change::Added => ('+', LineKind::Added),
                Change::Removed => ('-', LineKind::Removed),
            };
            let text: String = line.pieces.iter().map(|piece| piece.text.as_str()).collect();
            flow.push_line(&format!("{sign} {text}"), kind, width);
        }
        flow
    }

    fn push_line(&mut self, line: &str, kind: LineKind, width: usize) {
        let start = self.text.len();
        self.text.push_str(line);
        wrap_line(&self.text, start..self.text.len(), kind, width, &mut self.rows);
        self.text.push('\n');
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows a difference adds and removes.
    #[must_use]
    pub fn changed_rows(&self) -> (usize, usize) {
        let of = |kind| self.rows.iter().filter(|row| row.kind == kind).count();
        (of(LineKind::Added), of(LineKind::Removed))
    }

    /// The rows from one on, with their text.
    pub fn rows(&self, from: usize, count: usize) -> impl Iterator<Item = (&Row, &str)> {
        self.rows.iter().skip(from).take(count).map(|row| (row, self.text.get(row.bytes.clone()).unwrap_or_default()))
    }

    /// The row that a line (counted from 0) of the text starts on.
    #[must_use]
    pub fn row_of_line(&self, line: usize) -> usize {
        let start = match line {
            0 => 0,
            _ => self.text.match_indices('\n').nth(line - 1).map_or(self.text.len(), |(at, _)| at + 1),
        };
        self.rows.partition_point(|row| row.bytes.start < start).min(self.rows.len().saturating_sub(1))
    }
}

fn line_kind<'a>(line: &'a str, fence: &mut Option<&'a str>) -> LineKind {
    let content = line.trim();
    let mark = ["```", "~~~"].into_iter().find(|mark| content.starts_with(mark));
    match (*fence, mark) {
        (None, Some(mark)) => {
            *fence = Some(mark);
            LineKind::Code
        }
        (Some(open), _) => {
            if content.starts_with(open) && content.trim_start_matches(['`', '~']).is_empty() {
                *fence = None;
            }
            LineKind::Code
        }
        (None, None) if content.starts_with('#') && content.trim_start_matches('#').starts_with(' ') => {
            LineKind::Heading
        }
        (None, None) if is_tag(content) => LineKind::Tag,
        (None, None) => LineKind::Plain,
    }
}

fn is_tag(content: &str) -> bool {
    let name = content.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    name.is_some_and(|name| {
        let name = name.trim_start_matches('/');
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    })
}

/// Breaks one line after spaces where it can, else between two graphemes.
fn wrap_line(text: &str, line: Range<usize>, kind: LineKind, width: usize, rows: &mut Vec<Row>) {
    let content = text.get(line.clone()).unwrap_or_default();
    // Two columns at least are for text, since that is what one wide character takes.
    let hanging = hanging_indent(content).min(width / 2).min(width.saturating_sub(2));
    let mut row_start = line.start;
    let mut used = 0;
    let mut last_break: Option<(usize, usize)> = None;
    let mut indent = 0;
    // Most lines fit, and then their graphemes need not be looked at.
    if content.len() > width {
        for (at, grapheme) in content.grapheme_indices(true) {
            let at = line.start + at;
            let columns = grapheme.width();
            // A space at the end of a row may stand outside.
            while grapheme != " " && used + columns > width && at > row_start {
                let (end, carried) = match last_break {
                    Some((end, used_there)) => (end, used - used_there),
                    None => (at, 0),
                };
                rows.push(Row { bytes: row_start..end, kind, indent });
                row_start = end;
                indent = u16::try_from(hanging).unwrap_or_default();
                used = hanging + carried;
                last_break = None;
            }
            used += columns;
            if grapheme == " " && at >= line.start + hanging.max(1) {
                last_break = Some((at + 1, used));
            }
        }
    }
    rows.push(Row { bytes: row_start..line.end, kind, indent });
}

/// How far the rows after the first one are indented, so that a list item hangs together.
fn hanging_indent(line: &str) -> usize {
    let content = line.trim_start_matches(' ');
    let outer = line.len() - content.len();
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let rest = content.get(digits..).unwrap_or_default();
    let mark = match digits {
        0 if ["- ", "* ", "+ "].iter().any(|mark| rest.starts_with(mark)) => 2,
        1..=3 if rest.starts_with(". ") || rest.starts_with(") ") => digits + 2,
        _ => 0,
    };
    outer + mark
}

/// The start of a text, at most so many bytes of it.
#[must_use]
pub fn start_of(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

/// The text with nothing in it that a terminal could act on; tabs become spaces.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    let shown = printable(text);
    if shown.contains('\t') { Cow::Owned(shown.replace('\t', "    ")) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str, width: u16) -> Vec<String> {
        let flow = Flow::new(text, width);
        flow.rows(0, 99).map(|(row, text)| format!("{}{text}", " ".repeat(row.indent.into()))).collect()
    }

    #[test]
    fn lines_break_after_spaces_and_list_items_hang() {
        assert_eq!(rows("one two three\n", 8), ["one two ", "three"]);
        assert_eq!(rows("- one two three", 9), ["- one two ", "  three"]);
        assert_eq!(rows("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(rows("zażółć", 3), ["zaż", "ółć"]);
        assert_eq!(rows("漢字漢", 3), ["漢", "字", "漢"]);
        assert_eq!(rows("", 3), [""]);
    }

    #[test]
    fn kinds_of_lines() {
        let kinds = |text| Flow::new(text, 80).rows.iter().map(|r| r.kind).collect::<Vec<_>>();
        use LineKind::{Code, Heading, Plain, Tag};
        assert_eq!(
            kinds("# A\n```js\n# no\n```\n<types>\n#tag\n</types>"),
            [Heading, Code, Code, Code, Tag, Plain, Tag]
        );
    }

    #[test]
    fn nothing_reaches_the_terminal_that_it_could_act_on() {
        assert_eq!(harmless("a\x1b[31mb\u{202e}c\td\r\n\u{9b}"), "abc    d\n");
        assert!(matches!(harmless("plain ł"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_difference_shows_what_changes_and_a_little_around_it() {
        let before = "a\nb\nc\nd\ne\nf\ng\nh\n";
        let flow = Flow::of_difference(before, &before.replace('f', "F"), 20);
        let rows: Vec<_> = flow.rows(0, 99).map(|(_, text)| text).collect();
        assert_eq!(rows, ["  c", "  d", "  e", "- f", "+ F", "  g", "  h"]);
        assert!(Flow::of_difference(before, before, 20).is_empty());
    }

    #[test]
    fn a_line_is_found_among_wrapped_rows() {
        let flow = Flow::new("one two three\nfour\nfive", 5);
        let row = flow.row_of_line(1);
        assert_eq!(flow.rows(row, 1).next().map(|(_, text)| text), Some("four"));
        assert_eq!(flow.row_of_line(99), flow.len() - 1);
    }

    proptest! {
        #[test]
        fn rows_hold_the_whole_text_and_fit(text in "[ a-zł漢\n`#-]{0,200}", width in 2u16..30) {
            let flow = Flow::new(&text, width);
            let joined: String = flow.rows(0, usize::MAX).map(|(_, t)| t).collect();
            prop_assert_eq!(joined, text.replace('\n', ""));
            for (row, text) in flow.rows(0, usize::MAX) {
                prop_assert!(usize::from(row.indent) + text.trim_end().width() <= usize::from(width), "{:?}", text);
            }
        }
    }
}

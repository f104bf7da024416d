//! The difference between a file and what would be written over it, as data.

use similar::{Algorithm, ChangeTag, TextDiff};

/// Above this many lines on either side, only the common beginning and end are told apart: nobody
/// reads more, and nobody should wait for it.
const MAX_LINES: usize = 20_000;

/// A difference line by line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// All lines of both texts, in order.
    pub lines: Vec<Line>,
    /// How many lines are new.
    pub added: usize,
    /// How many lines go.
    pub removed: usize,
}

/// One line of either text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What happens to it.
    pub change: Change,
    /// Its 1-based number in the old text.
    pub old: Option<usize>,
    /// Its 1-based number in the new text.
    pub new: Option<usize>,
    /// Its text in pieces, without the line break.
    pub pieces: Vec<Piece>,
}

/// What happens to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It stays.
    Kept,
    /// It goes.
    Removed,
    /// It is new.
    Added,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// Whether it is what differs from the line that it replaces, or is replaced by.
    pub emphasised: bool,
}

/// Compares two texts.
#[must_use]
pub fn difference(old: &str, new: &str) -> Difference {
    let count = |text: &str| text.lines().take(MAX_LINES + 1).count();
    let huge = count(old).max(count(new)) > MAX_LINES;
    let lines = if huge { Vec::new() } else { fine(old, new) };
    let lines = if has_common_text(&lines) { lines } else { coarse(old, new) };
    let of = |change| lines.iter().filter(|line| line.change == change).count();
    Difference { added: of(Change::Added), removed: of(Change::Removed), lines }
}

/// Whether more than blank lines stays; else two texts have nothing to do with each other, and are
/// easier to read one after the other than mixed.
fn has_common_text(lines: &[Line]) -> bool {
    lines.iter().any(|line| line.change == Change::Kept && line.pieces.iter().any(|p| !p.text.trim().is_empty()))
}

fn fine(old: &str, new: &str) -> Vec<Line> {
    let diff = TextDiff::configure().algorithm(Algorithm::Myers).diff_lines(old, new);
    let inline = diff.ops().iter().flat_map(|op| diff.iter_inline_changes(op));
    inline
        .map(|change| Line {
            change: match change.tag() {
                ChangeTag::Equal => Change::Kept,
                ChangeTag::Delete => Change::Removed,
                ChangeTag::Insert => Change::Added,
            },
            old: change.old_index().map(|at| at + 1),
            new: change.new_index().map(|at| at + 1),
            pieces: change
                .iter_strings_lossy()
                .map(|(emphasised, text)| Piece { text: text.trim_end_matches(['\n', '\r']).to_owned(), emphasised })
                .filter(|piece| !piece.text.is_empty())
                .collect(),
        })
        .collect()
}

fn coarse(old: &str, new: &str) -> Vec<Line> {
    let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    let common = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - common;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let whole = |text: &str| vec![Piece { text: text.to_owned(), emphasised: false }];
    let line = |change, old: Option<usize>, new: Option<usize>, text: &str| Line {
        change,
        old: old.map(|at| at + 1),
        new: new.map(|at| at + 1),
        pieces: whole(text),
    };
    let mut lines = Vec::with_capacity(old.len() + new.len());
    for (at, text) in old.iter().enumerate().take(common) {
        lines.push(line(Change::Kept, Some(at), Some(at), text));
    }
    for (at, text) in old.iter().enumerate().take(old.len() - tail).skip(common) {
        lines.push(line(Change::Removed, Some(at), None, text));
    }
    for (at, text) in new.iter().enumerate().take(new.len() - tail).skip(common) {
        lines.push(line(Change::Added, None, Some(at), text));
    }
    for (at, text) in old.iter().enumerate().skip(old.len() - tail) {
        lines.push(line(Change::Kept, Some(at), Some(at + new.len() - old.len()), text));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(difference: &Difference) -> Vec<String> {
        let line = |line: &Line| {
            let mark = match line.change {
                Change::Kept => ' ',
                Change::Removed => '-',
                Change::Added => '+',
            };
            let text = line.pieces.iter().map(|p| if p.emphasised { format!("[{}]", p.text) } else { p.text.clone() });
            format!("{mark}{}", text.collect::<String>())
        };
        difference.lines.iter().map(line).collect()
    }

    #[test]
    fn changed_words_stand_out_in_changed_lines() {
        let difference = difference("# Plan\nReturn 200 here.\nEnd\n", "# Plan\r\nReturn 201 here.\nEnd\nMore\n");
        let unlike = super::difference("# Mine\n\nBy hand.\n", "# Plan\n\nText\n\nMore\n");
        assert_eq!(shown(&unlike), ["-# Mine", "-", "-By hand.", "+# Plan", "+", "+Text", "+", "+More"]);
        assert_eq!(difference.lines.last().map(|l| (l.old, l.new)), Some((None, Some(4))));
        assert_eq!((difference.added, difference.removed), (3, 2));
        let same = super::difference("Return 200 here.\nEnd\n", "Return 201 here.\nEnd\n");
        assert_eq!(shown(&same), ["-Return [200] here.", "+Return [201] here.", " End"]);
    }

    #[test]
    fn equal_texts_have_no_difference() {
        let same = difference("a\nb", "a\nb");
        assert_eq!((same.added, same.removed, same.lines.len()), (0, 0, 2));
        assert_eq!(difference("", ""), Difference::default());
    }

    #[test]
    fn huge_texts_are_compared_by_beginning_and_end() {
        let lines = |middle: &str| {
            let same: String = (0..MAX_LINES).map(|n| format!("{n}\n")).collect();
            format!("{same}{middle}{same}")
        };
        let huge = difference(&lines("old\nolder\n"), &lines("new\n"));
        assert_eq!((huge.added, huge.removed, huge.lines.len()), (1, 2, 2 * MAX_LINES + 3));
        assert_eq!(huge.lines.last().map(|l| (l.old, l.new)), Some((Some(40_002), Some(40_001))));
    }
}

//! What a document says of the technologies that it names: which it builds with, and which it only
//! mentions, by the headings, labels, columns and clauses that they stand in.

use std::sync::LazyLock;

use super::super::blocks::{Block, BlockKind};
use super::super::lexicon::Lexicon;

/// Longest line, in bytes, that may announce what the lines below it are about.
const LONGEST_LABEL: usize = 80;

fn words() -> &'static Lexicon {
    static WORDS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("stack.toml"));
    &WORDS
}

/// Where a block stands, from the top of its document to it.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// Headings above: level, whether it rejects, whether it is about the server.
    headings: Vec<(u8, bool, bool)>,
    /// The line above that says that what hangs from it is rejected.
    label: Option<Label>,
    /// Columns of the table that is read whose head rejects.
    columns: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Label {
    indent: usize,
    is_item: bool,
}

/// What a block says of the names in it.
#[derive(Debug, Default)]
pub(super) struct Mood {
    /// Whether it stands below a heading about the server.
    pub(super) below_backend: bool,
    /// Parts of its text whose names are not what the project is built with.
    rejected: Vec<(usize, usize)>,
}

impl Mood {
    /// Whether what is named at an offset is not what the project is built with.
    pub(super) fn rejects(&self, at: usize) -> bool {
        self.rejected.iter().any(|(from, to)| (*from..*to).contains(&at))
    }
}

impl Reader {
    /// Whether a line may be about those below it.
    pub(super) fn is_label(&self, block: &Block, text: &str) -> bool {
        // One that ends a label counts too.
        let ends = self.label.is_some() && !matches!(block.kind, BlockKind::Item { .. });
        ends || (text.len() <= LONGEST_LABEL && text.trim_end_matches(['*', '_', ' ']).ends_with(':'))
    }

    /// What the next block says of the names in it; nothing where it stands among what is rejected.
    pub(super) fn mood(&mut self, block: &Block, text: &str) -> Option<Mood> {
        let mut rejected = Vec::new();
        match &block.kind {
            BlockKind::Heading { level } => {
                self.label = None;
                self.headings.retain(|(known, ..)| known < level);
                let has = |wanted: &[&str]| words().find_all(text).any(|(term, _)| wanted.contains(&term));
                self.headings.push((*level, has(&["rejected", "passed-over"]), has(&["backend"])));
            }
            BlockKind::Row { header, cells, .. } => {
                let cells = cells.iter().map(|cell| {
                    (cell.start.saturating_sub(block.text.start), cell.end.saturating_sub(block.text.start))
                });
                let cells: Vec<(usize, usize)> = cells.collect();
                let is_rejected = |(from, to): (usize, usize)| rejects_all(text.get(from..to).unwrap_or_default());
                if *header {
                    self.columns = (0..cells.len()).filter(|at| is_rejected(cells[*at])).collect();
                } else if cells.first().is_some_and(|first| is_rejected(*first)) {
                    return None;
                }
                rejected.extend(self.columns.iter().filter_map(|at| cells.get(*at)));
                for (from, to) in cells {
                    rejected.extend(passed(text.get(from..to).unwrap_or_default(), from));
                }
            }
            kind => {
                let is_item = matches!(kind, BlockKind::Item { .. });
                self.label = self.label.filter(|label| {
                    is_item && (block.indent > label.indent || (!label.is_item && block.indent == label.indent))
                });
                if self.label.is_some() {
                    return None;
                }
                if rejects_all(text) {
                    if self.is_label(block, text) {
                        self.label = Some(Label { indent: block.indent, is_item });
                    }
                    return None;
                }
                rejected = passed(text, 0);
            }
        }
        if self.headings.iter().any(|(_, rejects, _)| *rejects) {
            return None;
        }
        let below_backend = self.headings.iter().any(|(.., is_backend)| *is_backend);
        Some(Mood { below_backend, rejected })
    }
}

/// Whether a label at the beginning of a text, or the whole text, says that all in it is rejected.
fn rejects_all(text: &str) -> bool {
    let label = text.split_once(':').map_or(text, |(label, _)| label);
    let is_short = label.split_whitespace().nth(4).is_none();
    is_short && words().find_all(label).any(|(term, _)| term == "rejected") && !label.contains(". ")
}

/// The clauses of a text that are about something else than what the project is built with, and the
/// ends of clauses behind "instead of" and its like. `from` is added to all offsets.
fn passed(text: &str, from: usize) -> Vec<(usize, usize)> {
    let terms: Vec<_> = words().find_all(text).collect();
    if terms.is_empty() {
        return Vec::new();
    }
    let mut ends: Vec<usize> = text.match_indices(['.', ';', '!', '?', ')']).map(|(at, _)| at).collect();
    // Dots in names and versions end nothing.
    ends.retain(|at| text.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\n', '*'])));
    ends.extend(terms.iter().filter(|(term, _)| *term == "turns").map(|(_, span)| span.start));
    ends.push(text.len());
    ends.sort_unstable();
    let mut passed = Vec::new();
    for (term, span) in terms {
        let end = ends.iter().copied().find(|end| *end >= span.end).unwrap_or(text.len());
        let start = ends.iter().copied().rfind(|end| *end <= span.start).unwrap_or(0);
        match term {
            "rejected" => passed.push((from + start, from + end)),
            "passed-over" => passed.push((from + span.end, from + end)),
            _ => {}
        }
    }
    passed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_whole() {
        assert_eq!(words().problems(), [] as [String; 0]);
    }
}

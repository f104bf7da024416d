//! What a rule stands under: headings, lines in bold, labels of lists, and tags.

use super::tags::Tag;

/// The level of a line in bold, which many files use as a heading below all others.
pub(super) const BOLD: u8 = 7;

/// The headings above a place, the nearest one last.
#[derive(Debug, Default)]
pub(super) struct Headings {
    open: Vec<Heading>,
}

#[derive(Debug)]
enum Heading {
    Text {
        level: u8,
        text: String,
    },
    /// A list item that only names what is nested in it.
    Label {
        indent: usize,
        text: String,
    },
    Tag {
        name: String,
    },
}

impl Headings {
    /// Opens a heading; those of its level and below it end, up to the tag that is open.
    pub(super) fn heading(&mut self, level: u8, text: String) {
        let from = self.open.iter().rposition(|h| matches!(h, Heading::Tag { .. })).map_or(0, |at| at + 1);
        let mut at = 0;
        self.open.retain(|heading| {
            at += 1;
            at <= from || matches!(heading, Heading::Text { level: known, .. } if *known < level)
        });
        self.open.push(Heading::Text { level, text });
    }

    /// Opens a label of a list.
    pub(super) fn label(&mut self, indent: usize, text: String) {
        self.leave_labels(indent);
        self.open.push(Heading::Label { indent, text });
    }

    /// Ends the labels that something at that indent does not belong to.
    pub(super) fn leave_labels(&mut self, indent: usize) {
        self.open.retain(|heading| !matches!(heading, Heading::Label { indent: known, .. } if *known >= indent));
    }

    /// Opens or closes a tag; a closing one ends all that was opened in it.
    pub(super) fn tag(&mut self, tag: &Tag) {
        if !tag.closes {
            self.open.push(Heading::Tag { name: tag.name.clone() });
        } else if let Some(at) = self.open.iter().rposition(|h| matches!(h, Heading::Tag { name } if *name == tag.name))
        {
            self.open.truncate(at);
        }
    }

    /// The texts, and whether the first one is a heading of the first level.
    pub(super) fn chain(&self) -> (Vec<String>, bool) {
        let texts = self.open.iter().map(|heading| match heading {
            Heading::Text { text, .. } | Heading::Label { text, .. } => text.clone(),
            Heading::Tag { name } => name.replace(['_', '-'], " "),
        });
        (texts.collect(), matches!(self.open.first(), Some(Heading::Text { level: 1, .. })))
    }
}

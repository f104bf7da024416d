//! What each endpoint owns: from its announcement to the next of the same or higher rank.

use super::announce::{Announcement, Shape};
use super::sections::Layout;
use super::words::FIELDS;
use crate::read::blocks::{Block, BlockKind};
use crate::read::lexicon::label::Label;

/// The first block behind an endpoint's own text. `next` is where the next endpoint starts.
pub(super) fn end_of(layout: &Layout<'_>, announcement: &Announcement, next: usize) -> usize {
    let last = layout.blocks().len().min(next.max(announcement.head + 1));
    let end = match announcement.shape {
        Shape::Heading { level } => end_below_heading(layout, announcement.head, level, last),
        Shape::Line { indent, item } => Line::new(layout, announcement.head, indent, item).end(last),
        Shape::Row { .. } => announcement.head + 1,
    };
    without_rules(layout, announcement.head + 1, end)
}

fn end_below_heading(layout: &Layout<'_>, head: usize, level: u8, last: usize) -> usize {
    (head + 1..last)
        .find(|&index| {
            layout.block(index).is_some_and(|b| matches!(b.kind, BlockKind::Heading { level: l } if l <= level))
        })
        .unwrap_or(last)
}

/// Moves an end back before rules.
fn without_rules(layout: &Layout<'_>, first: usize, mut end: usize) -> usize {
    while end > first && layout.block(end - 1).is_some_and(|b| b.kind == BlockKind::Rule) {
        end -= 1;
    }
    end
}

/// An announcement on a line, and how its details are laid out.
struct Line<'a, 'b> {
    layout: &'a Layout<'b>,
    head: usize,
    indent: usize,
    /// Details are indented below the announcing item.
    nested: bool,
    level: u8,
}

impl<'a, 'b> Line<'a, 'b> {
    fn new(layout: &'a Layout<'b>, head: usize, indent: usize, item: bool) -> Self {
        let detail = (head + 1..layout.blocks().len())
            .filter_map(|index| layout.block(index))
            .find(|b| !matches!(b.kind, BlockKind::Code { .. }))
            .map_or(0, |b| b.indent);
        let level = layout.section(head).map_or(0, |s| s.level);
        Self { layout, head, indent, nested: item && detail > indent, level }
    }

    fn end(&self, last: usize) -> usize {
        let mut details = false;
        for index in self.head + 1..last {
            let Some(block) = self.layout.block(index) else { return index };
            if self.stops(index, block, details) {
                return index;
            }
            details |= matches!(block.kind, BlockKind::Item { .. } | BlockKind::Code { .. } | BlockKind::Row { .. });
        }
        last
    }

    fn stops(&self, index: usize, block: &Block, details: bool) -> bool {
        let text = self.layout.text(index);
        match block.kind {
            BlockKind::Rule => true,
            BlockKind::Heading { level } => level <= self.level || !is_field(text),
            BlockKind::Code { .. } => false,
            BlockKind::Row { .. } => self.nested && block.indent <= self.indent && block.apart,
            BlockKind::Item { .. } => block.indent < self.indent || self.nested && block.indent == self.indent,
            BlockKind::Line if self.nested => {
                block.apart && block.indent <= self.indent && !text.starts_with(['{', '[', '}', ']', '"'])
            }
            // A paragraph behind the details that is no field of the endpoint speaks of several.
            BlockKind::Line => {
                block.apart && details && !is_field(text) && !text.starts_with(['{', '[', '}', ']', '"'])
            }
        }
    }
}

/// Whether a line is labelled as part of one endpoint's description.
fn is_field(text: &str) -> bool {
    FIELDS.label(text).filter(Label::is_clear).is_some_and(|label| {
        let bold = text.starts_with("**");
        match label.term {
            "validation" | "logic" | "notes" | "auth" => bold,
            _ => true,
        }
    })
}

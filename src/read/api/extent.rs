//! What each endpoint owns: from its announcement to the next of the same or higher rank.

use super::announce::{Announcement, Shape};
use super::sections::Layout;
use super::words::FIELDS;
use crate::read::blocks::{Block, BlockKind};
use crate::read::lexicon::label::Label;

/// What follows an endpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Next {
    /// First block of the next endpoint.
    pub(super) start: usize,
    /// Whether the endpoint stands in a list of endpoints with one line each.
    pub(super) listed: bool,
}

/// Whether the endpoint with that number stands on a line right above or below another one, or above
/// the title of some that do.
pub(super) fn is_listed(all: &[Announcement], number: usize) -> bool {
    let adjoin = |first: usize| {
        let (Some(a), Some(b)) = (all.get(first), all.get(first + 1)) else { return false };
        matches!((a.shape, b.shape), (Shape::Line { .. }, Shape::Line { .. })) && a.head + 1 == b.start
    };
    let below_title = all.get(number).zip(all.get(number + 1)).is_some_and(|(a, b)| a.head + 2 == b.start);
    adjoin(number) || number > 0 && adjoin(number - 1) || below_title && adjoin(number + 1)
}

/// The first block behind an endpoint's own text.
pub(super) fn end_of(layout: &Layout<'_>, announcement: &Announcement, next: Next) -> usize {
    let last = layout.blocks().len().min(next.start.max(announcement.head + 1));
    let end = match announcement.shape {
        Shape::Heading { level } => end_below_heading(layout, announcement.head, level, last),
        Shape::Line { indent, item } => Line::new(layout, announcement.head, indent, item, next).end(last),
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
    next: Next,
}

impl<'a, 'b> Line<'a, 'b> {
    fn new(layout: &'a Layout<'b>, head: usize, indent: usize, item: bool, next: Next) -> Self {
        let detail = (head + 1..layout.blocks().len())
            .filter_map(|index| layout.block(index))
            .find(|b| !matches!(b.kind, BlockKind::Code { .. }))
            .map_or(0, |b| b.indent);
        let level = layout.section(head).map_or(0, |s| s.level);
        Self { layout, head, indent, nested: item && detail > indent, level, next }
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
            // Below a list of endpoints stands what is said of all, or the title of more of them.
            BlockKind::Line if self.next.listed && block.indent <= self.indent && !is_field(text) => {
                block.apart || index == self.head + 1 && self.next.start == index + 1 && is_title(text)
            }
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

/// Whether a line may be the title of what follows it, and is no sentence.
fn is_title(text: &str) -> bool {
    text.starts_with(|c: char| c.is_uppercase() || c == '*')
        && !text.trim_end_matches('*').ends_with(['.', ',', ';'])
        && text.split_whitespace().count() < 7
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

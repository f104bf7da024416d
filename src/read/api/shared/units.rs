//! The items, rows and paragraphs of a shared section that hold for particular endpoints only.

use std::collections::HashSet;

use super::named_in;
use crate::model::ContextKind;
use crate::read::api::accept::Tails;
use crate::read::api::sections::Layout;
use crate::read::api::words::{FIELDS, WORDS, Word};
use crate::read::blocks::{Block, BlockKind};
use crate::text::Span;

/// Blocks of a section that speak of some endpoints.
#[derive(Debug)]
pub(super) struct Unit {
    first: usize,
    end: usize,
    pub(super) endpoints: HashSet<usize>,
    /// Whether it says whom the whole section is for: `Endpoints: …`.
    pub(super) is_scope: bool,
}

/// The units of a section that are about particular endpoints.
pub(super) fn particular(layout: &Layout<'_>, first: usize, end: usize, kind: ContextKind, tails: &Tails) -> Vec<Unit> {
    let mut found = Vec::new();
    let mut index = first + 1;
    while index < end {
        let next = unit_end(layout, index, end);
        let text = layout.text(index);
        if text.contains('/') && !WORDS.has(text, Word::AllEndpoints) {
            let label = FIELDS.label(text).filter(|l| l.is_clear() && l.term == "endpoint");
            let is_scope = label.is_some() || WORDS.find(text, Word::AppliesTo).is_some_and(|s| s.start < 6);
            let named = match kind {
                ContextKind::RateLimit => named_in(text, tails),
                _ if is_scope => named_in(text, tails),
                _ => named_in(leading(text), tails),
            };
            if !named.is_empty() {
                found.push(Unit { first: index, end: next, endpoints: named.into_iter().collect(), is_scope });
            }
        }
        index = next;
    }
    found
}

/// The part of a text that it is about, where it begins with endpoints: `` `POST /login`: 5 a minute ``.
fn leading(text: &str) -> &str {
    let Some(slash) = text.find('/') else { return "" };
    let before = text.get(..slash).unwrap_or_default();
    let begins = before
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
        .all(|w| w.bytes().all(|b| b.is_ascii_uppercase()) || WORDS.is(w, Word::Endpoint));
    if !begins {
        return "";
    }
    let end = [": ", " – ", " — ", " - ", " |"].iter().filter_map(|mark| text.find(mark)).min();
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// Where the item, row or paragraph that begins at a block ends.
fn unit_end(layout: &Layout<'_>, index: usize, end: usize) -> usize {
    let Some(block) = layout.block(index) else { return end };
    let goes_on = |next: &Block| match block.kind {
        BlockKind::Item { .. } => match next.kind {
            BlockKind::Item { .. } => next.indent > block.indent,
            BlockKind::Line | BlockKind::Code { .. } => !next.apart || next.indent > block.indent,
            _ => false,
        },
        BlockKind::Line => next.kind == BlockKind::Line && !next.apart,
        _ => false,
    };
    (index + 1..end).find(|i| !layout.block(*i).is_some_and(goes_on)).unwrap_or(end)
}

/// The spans of a section without the units that are for others than `endpoint` (`None`: for any but
/// those that hold for all).
pub(super) fn spans_for(
    layout: &Layout<'_>,
    (first, end): (usize, usize),
    units: &[Unit],
    endpoint: Option<usize>,
) -> Vec<Span> {
    let others = units.iter().filter(|u| !endpoint.is_some_and(|e| u.endpoints.contains(&e)));
    let mut spans = Vec::new();
    let mut from = first;
    for unit in others {
        spans.extend(run(layout, from, unit.first));
        from = unit.end;
    }
    spans.extend(run(layout, from, end));
    spans
}

/// The text from one block up to another, unless it is no more than a heading, a label or the head of
/// a table.
fn run(layout: &Layout<'_>, first: usize, end: usize) -> Option<Span> {
    let says_something = (first..end).filter_map(|i| layout.block(i)).any(|b| match b.kind {
        BlockKind::Heading { .. } | BlockKind::Rule | BlockKind::Row { header: true, .. } => false,
        BlockKind::Line => !layout.outline.text_of(b).trim_end().ends_with(':'),
        _ => true,
    });
    let start = layout.block(first).filter(|_| says_something)?.span.start;
    let stop = layout.block(end.checked_sub(1)?)?.span.end;
    Some(Span::new(start, stop))
}

//! The items, rows and paragraphs of a shared section that hold for particular endpoints only.

use std::collections::HashSet;

use super::named_in;
use super::topic::{Subject, Topic, Topics};
use crate::model::{Context, ContextKind, Endpoint};
use crate::read::api::accept::Tails;
use crate::read::api::sections::Layout;
use crate::read::api::words::{FIELDS, SECTIONS, WORDS, Word};
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

/// The items and paragraphs of a section of rules that are each about a resource or about endpoints which
/// they name.
pub(super) fn by_subject(layout: &Layout<'_>, first: usize, end: usize, topics: &Topics) -> Vec<Unit> {
    let mut found = Vec::new();
    let mut index = first + 1;
    while index < end {
        let next = unit_end(layout, index, end);
        let item = layout.block(index).is_some_and(|b| matches!(b.kind, BlockKind::Item { .. }));
        let line = layout.block(index).is_some_and(|b| b.kind == BlockKind::Line);
        let title = layout.text(index);
        let mut endpoints = match (item || line, item && next > index + 1 && !title.contains([':', '/'])) {
            (_, true) => about(&format!("{title}:"), topics),
            (true, _) => about(title, topics),
            _ => HashSet::new(),
        };
        if endpoints.is_empty() && item && title.split_whitespace().count() < 6 && SECTIONS.term_of(title).is_none() {
            // An item that is no more than a title goes with what stands below it.
            endpoints.extend((index + 1..next).flat_map(|part| about(layout.text(part), topics)));
        }
        if !endpoints.is_empty() {
            found.push(Unit { first: index, end: next, endpoints, is_scope: false });
            index = next;
        } else {
            // The parts of an item about all may be about some.
            index = if item { index + 1 } else { next };
        }
    }
    found
}

/// The items of a section of rules whose title is an action: `Add members:` below `Teams`. Where the section's
/// own endpoints can do it, it is theirs.
pub(super) fn by_action(
    layout: &Layout<'_>,
    (first, end): (usize, usize),
    topics: &Topics,
    group: &HashSet<usize>,
) -> Vec<Unit> {
    let above = layout.section(first).map(|section| layout.heading_text(section)).unwrap_or_default();
    let mut found = Vec::new();
    let mut index = first + 1;
    while index < end {
        let next = unit_end(layout, index, end);
        let is_item = layout.block(index).is_some_and(|b| matches!(b.kind, BlockKind::Item { .. }));
        let text = layout.text(index);
        let title = text.split_once(':').map_or(text, |(title, _)| title);
        // `created_at` is a field, not an action.
        let is_title = title.split_whitespace().count() < 6
            && !title.contains(['_', '`'])
            && (title.len() < text.len() || next > index + 1);
        let acted = if is_item && is_title { topics.acted_on(title, above) } else { HashSet::new() };
        let own: HashSet<usize> = acted.intersection(group).copied().collect();
        let endpoints = if own.is_empty() { acted } else { own };
        if endpoints.is_empty() {
            index = if is_item { index + 1 } else { next };
        } else {
            found.push(Unit { first: index, end: next, endpoints, is_scope: false });
            index = next;
        }
    }
    found
}

/// The endpoints that a rule is about: those that it names, or those of the resource that its label is.
fn about(text: &str, topics: &Topics) -> HashSet<usize> {
    if text.contains('/') {
        let named = named_in(text, &topics.tails);
        if !named.is_empty() {
            return named.into_iter().collect();
        }
    }
    let Some((label, _)) = text.split_once(':').filter(|(label, _)| label.split_whitespace().count() < 6) else {
        return HashSet::new();
    };
    if SECTIONS.term_of(label).is_some() {
        return HashSet::new();
    }
    let acted = topics.acted_on(label, "");
    if !acted.is_empty() {
        return acted;
    }
    let subject = Subject::new(label);
    let near = topics.fitting(&subject.words, Topic::is_near);
    if near.is_empty() { topics.led_by(&subject.words) } else { near }
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

/// The spans of a section that hold for `endpoint` (`None`: for all): the text between its units, which all
/// share, and the units that are about it.
pub(super) fn spans_for(
    layout: &Layout<'_>,
    (first, end): (usize, usize),
    units: &[Unit],
    endpoint: Option<usize>,
) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut from = first;
    for unit in units {
        let before = run(layout, from, unit.first);
        // A heading or label that leads to nothing else belongs to the unit.
        let start = if before.is_none() { from } else { unit.first };
        spans.extend(before);
        if endpoint.is_some_and(|e| unit.endpoints.contains(&e)) {
            spans.extend(span_of(layout, start, unit.end));
        }
        from = unit.end;
    }
    spans.extend(run(layout, from, end));
    spans
}

/// The text from one block up to another, unless it is no more than a heading, a label or the head of
/// a table.
pub(super) fn run(layout: &Layout<'_>, first: usize, end: usize) -> Option<Span> {
    let says_something = (first..end).filter_map(|i| layout.block(i)).any(|b| match b.kind {
        BlockKind::Heading { .. } | BlockKind::Rule | BlockKind::Row { header: true, .. } => false,
        BlockKind::Line | BlockKind::Item { .. } => {
            !layout.outline.text_of(b).trim_end_matches([' ', '*']).ends_with(':')
        }
        _ => true,
    });
    span_of(layout, first, end).filter(|_| says_something)
}

/// The text of some blocks.
fn span_of(layout: &Layout<'_>, first: usize, end: usize) -> Option<Span> {
    let start = layout.block(first)?.span.start;
    let stop = layout.block(end.checked_sub(1)?)?.span.end;
    Some(Span::new(start, stop))
}

/// Files units under the endpoints that they are about, without the text between them.
pub(super) fn file(layout: &Layout<'_>, kind: ContextKind, units: &[Unit], endpoints: &mut [Endpoint]) {
    for unit in units {
        let Some(span) = span_of(layout, unit.first, unit.end) else { continue };
        for number in &unit.endpoints {
            if let Some(endpoint) = endpoints.get_mut(*number) {
                endpoint.context.push(Context { kind, place: layout.source.place(span) });
            }
        }
    }
}

/// The units with those of their endpoints that their section does not reach.
pub(super) fn beyond(units: &[Unit], reached: &HashSet<usize>) -> Vec<Unit> {
    let left = |unit: &Unit| Unit {
        first: unit.first,
        end: unit.end,
        endpoints: unit.endpoints.difference(reached).copied().collect(),
        is_scope: unit.is_scope,
    };
    units.iter().map(left).filter(|unit| !unit.endpoints.is_empty()).collect()
}

//! Text among the endpoints that none of them owns: what a group or the whole plan says before its first
//! endpoint, notes and examples below a table.

use crate::model::{Context, ContextKind, Endpoint};
use crate::read::api::sections::{Layout, Zone};
use crate::read::api::target::targets;
use crate::read::api::words::FIELDS;
use crate::read::blocks::BlockKind;
use crate::read::lexicon::label::Label;
use crate::text::Span;

/// No plan says more before its endpoints; what does is an analysis that was left in.
const LONGEST: usize = 4000;

/// No plan gives more such text to its endpoints; a document made to be slow may.
const MOST: usize = 50_000;

/// Files text that no endpoint owns under the endpoints of its section, and what stands before all sections
/// under all.
pub(super) fn file(layout: &Layout<'_>, owned: &[Span], endpoints: &mut [Endpoint], global: &mut Vec<Context>) {
    let mut starts: Vec<(usize, usize)> = endpoints.iter().map(|e| e.place.span.start).zip(0..).collect();
    starts.sort_unstable();
    let ends = ends_with_parts(layout);
    let mut filed = 0;
    for (section, stop) in layout.sections.iter().zip(ends) {
        let first = section.heading.map_or(0, |h| h + 1);
        let preamble = section.zone == Zone::Neutral && section.parent.is_none_or(|p| p == 0) && section.level < 2;
        if !(section.zone == Zone::Endpoints || preamble) {
            continue;
        }
        let from = layout.block(first).map_or(0, |b| b.span.start);
        let to = layout.block(stop).map_or(usize::MAX, |b| b.span.start);
        let within = |start: usize| starts.partition_point(|(s, _)| *s < start);
        let scope = if preamble { 0..starts.len() } else { within(from)..within(to) };
        let Some(chosen) = starts.get(scope).filter(|s| !s.is_empty()) else { continue };
        for (begin, end) in runs(layout, first, section.end, owned) {
            let Some(span) = super::units::run(layout, begin, end).filter(|s| s.end - s.start <= LONGEST) else {
                continue;
            };
            filed += chosen.len();
            if filed > MOST {
                return;
            }
            let context = Context { kind: kind_of(layout, begin, chosen.len()), place: layout.source.place(span) };
            if chosen.len() == endpoints.len() {
                global.push(context.clone());
            }
            for (_, number) in chosen {
                let Some(filed) = endpoints.get_mut(*number).map(|e| &mut e.context) else { continue };
                // A second description or a rule of its own may have been filed already.
                if filed.iter().all(|c| c.place.span.end <= span.start || c.place.span.start >= span.end) {
                    filed.push(context.clone());
                }
            }
        }
    }
}

/// Where each section ends with its subsections.
fn ends_with_parts(layout: &Layout<'_>) -> Vec<usize> {
    let mut ends = vec![layout.blocks().len(); layout.sections.len()];
    let mut open: Vec<usize> = Vec::new();
    for (number, section) in layout.sections.iter().enumerate() {
        let start = section.heading.unwrap_or(0);
        while let Some(last) = open.last().copied() {
            if layout.sections.get(last).is_none_or(|s| s.level < section.level) {
                break;
            }
            if let Some(end) = ends.get_mut(last) {
                *end = start;
            }
            open.pop();
        }
        open.push(number);
    }
    ends
}

/// The stretches of a section that no endpoint owns, as (first block, end).
fn runs(layout: &Layout<'_>, first: usize, end: usize, owned: &[Span]) -> Vec<(usize, usize)> {
    let is_owned = |index: usize| {
        // The head of a table goes with its first row.
        let head = layout.block(index).is_some_and(|b| matches!(b.kind, BlockKind::Row { header: true, .. }));
        let Some(span) = layout.block(index + usize::from(head)).map(|b| b.span) else { return true };
        let next = owned.partition_point(|s| s.start < span.end);
        lists_endpoint(layout, index + usize::from(head))
            || owned.get(..next).and_then(<[Span]>::last).is_some_and(|s| s.end > span.start)
    };
    let mut found = Vec::new();
    let mut begin = None;
    for index in first..end {
        let rule = layout.block(index).is_some_and(|b| matches!(b.kind, BlockKind::Rule));
        if rule || is_owned(index) {
            found.extend(begin.take().map(|begin| (begin, index)));
        } else {
            begin.get_or_insert(index);
        }
    }
    found.extend(begin.map(|begin| (begin, end)));
    found
}

/// Whether a block is a row that lists an endpoint, which may be described elsewhere.
fn lists_endpoint(layout: &Layout<'_>, index: usize) -> bool {
    let Some(BlockKind::Row { cells, .. }) = layout.block(index).map(|b| &b.kind) else { return false };
    cells.iter().any(|cell| {
        let text = layout.outline.slice(*cell).trim_matches(['`', '*', ' ']);
        text.starts_with('/') || !targets(text).is_empty()
    })
}

/// What the text that begins at a block is about, by its label.
fn kind_of(layout: &Layout<'_>, begin: usize, endpoints: usize) -> ContextKind {
    let label = FIELDS.label(layout.text(begin)).filter(Label::is_clear);
    match label.map(|l| l.term) {
        Some("validation") => ContextKind::Validation,
        Some("errors" | "status") => ContextKind::Errors,
        Some("auth") => ContextKind::Auth,
        Some("logic") => ContextKind::BusinessLogic,
        Some("query" | "params") => ContextKind::Pagination,
        _ if endpoints == 1 => ContextKind::Details,
        _ => ContextKind::Conventions,
    }
}

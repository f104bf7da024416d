//! Endpoints that no part of the plan announces, but sentences name.

use super::accept::Accepted;
use super::announce::{Announcement, Shape};
use super::sections::{Layout, Zone};
use super::target::{Target, targets};
use super::words::{WORDS, Word};
use crate::read::blocks::BlockKind;
use crate::read::lexicon::spelling::words;

/// The endpoints that sentences name and call so (``an endpoint `DELETE /account` will be needed``), and
/// where the plan announces none at all, every one that they name.
pub(super) fn endpoints(layout: &Layout<'_>, accepted: &Accepted) -> Vec<Announcement> {
    let all = accepted.endpoints.is_empty();
    let mut found: Vec<Announcement> = Vec::new();
    for (index, block) in layout.blocks().iter().enumerate() {
        let item = matches!(block.kind, BlockKind::Item { .. });
        if !(item || block.kind == BlockKind::Line) || layout.zone(index) == Zone::Future {
            continue;
        }
        let text = layout.outline.text_of(block);
        if !text.contains("`") || !text.contains(" /") {
            continue;
        }
        let mut named = targets(text);
        named.retain(|t| t.host.is_none() && is_marked(text, t) && (all || is_called_endpoint(text, t)));
        named.retain(|t| !accepted.knows(t) && !found.iter().flat_map(|a| &a.targets).any(|f| is_same(f, t)));
        if !named.is_empty() {
            let alone = (index, Shape::Line { indent: block.indent, item });
            let (start, shape) = about(layout, index).filter(|_| !all).unwrap_or(alone);
            let title = (start != index).then(|| layout.block(start).map(|b| b.text)).flatten();
            found.push(Announcement { targets: named, shape, start, head: index, fields: false, title, alone });
        }
    }
    found
}

/// The heading of a small section that speaks of the endpoint named at `index` and of no other.
fn about(layout: &Layout<'_>, index: usize) -> Option<(usize, Shape)> {
    const MOST_LINES: usize = 6;
    let section = layout.section(index)?;
    let heading = section.heading?;
    let others = (heading..section.end).filter(|i| *i != index).any(|i| !targets(layout.text(i)).is_empty());
    let small = section.level > 2 && section.end - heading <= MOST_LINES && !others;
    small.then_some((heading, Shape::Heading { level: section.level }))
}

fn is_same(a: &Target, b: &Target) -> bool {
    a.method == b.method && a.path == b.path
}

/// Whether method and path stand in code marks of their own.
fn is_marked(text: &str, target: &Target) -> bool {
    text.get(..target.span.start).is_some_and(|before| before.ends_with('`'))
        && text.get(target.span.end..).is_some_and(|after| after.starts_with(['`', '?']))
}

/// Whether the word right before a target calls it an endpoint.
fn is_called_endpoint(text: &str, target: &Target) -> bool {
    let before = text.get(..target.span.start).unwrap_or_default();
    let word = words(before).last().and_then(|(from, to)| Some((before.get(from..to)?, before.get(to..)?)));
    word.is_some_and(|(word, gap)| {
        WORDS.is(word, Word::Endpoint) && gap.chars().all(|c| matches!(c, ' ' | '(' | ':' | '`'))
    })
}

//! Text that holds for several endpoints: rules by resource, conventions, who may do what.

mod access;
mod beside;
mod fields;
mod mentions;
mod rules;
#[cfg(test)]
mod tests;
mod topic;
mod units;

use std::collections::HashSet;

use topic::{Subject, Topic, Topics};
use units::Unit;

use super::accept::{Key, Tails, key_of};
use super::needs;
use super::sections::{Layout, Section, Zone, context_kind};
use super::target::{path_at, targets};
use super::words::{SECTIONS, WORDS, Word};
use crate::model::{Context, ContextKind, Endpoint, Method, PathTemplate};
use crate::read::blocks::BlockKind;
use crate::read::lexicon::spelling::fold;
use crate::text::Span;

/// Gives each endpoint the shared text that holds for it, and reads from it which fields are needed.
/// Returns what holds for all. `unnamed` are endpoints whose body is called no more than an object.
pub(super) fn apply(layout: &Layout<'_>, endpoints: &mut [Endpoint], unnamed: &HashSet<usize>) -> Vec<Context> {
    let those = |fits: &dyn Fn(&Endpoint) -> bool| -> HashSet<usize> {
        (0..).zip(endpoints.iter()).filter(|(_, e)| fits(e)).map(|(number, _)| number).collect()
    };
    let index = Index {
        topics: Topics::new(endpoints, tails_of(endpoints)),
        lists: those(&lists_things),
        pages: those(&|e| lists_things(e) && (e.details.query_params.is_empty() || takes_pages(e))),
    };
    mentions::query_strings(layout, endpoints, &index.topics.tails);
    access::protect(layout, endpoints, &index.topics);
    let mut owned: Vec<Span> = endpoints.iter().map(|e| e.place.span).collect();
    owned.sort_unstable();
    // Rules are held against every endpoint; a document with more of them is no plan.
    let small = endpoints.len() <= 2000;
    let mut global = Vec::new();
    let mut pairs = 0;
    for section in &layout.sections {
        let Some(first) = section.heading else { continue };
        if section.zone != Zone::Shared {
            continue;
        }
        let Some(kind) = section.term.and_then(context_kind) else { continue };
        if is_owned(layout, first, section.end, &owned) {
            continue;
        }
        // Each of a thousand headings such as `Group 7` fits the endpoints of every group.
        let reach = index.topics.reach(&Subject::new(layout.heading_text(section)).words);
        pairs += reach * (section.end - first);
        if reach > 0 && pairs > MOST_PAIRS {
            continue;
        }
        if kind == ContextKind::Validation && small {
            rules::read_rules(layout, section, endpoints, &index.topics, unnamed);
        }
        file(layout, first, section, kind, &index, endpoints, &mut global);
    }
    beside::file(layout, &owned, endpoints, &mut global);
    for endpoint in endpoints.iter_mut() {
        endpoint.context.sort_by_key(|c| c.place.span.start);
        endpoint.context.dedup();
    }
    global
}

fn tails_of(endpoints: &[Endpoint]) -> Tails {
    let keys: Vec<Key> = endpoints.iter().map(|e| key_of(e.key.method, e.key.path.as_str())).collect();
    Tails::new(keys.iter().enumerate())
}

/// Whether some endpoint owns text between two blocks.
fn is_owned(layout: &Layout<'_>, first: usize, end: usize, owned: &[Span]) -> bool {
    let start = layout.block(first).map_or(0, |b| b.span.start);
    let stop = layout.block(end.saturating_sub(1)).map_or(start, |b| b.span.end);
    let next = owned.partition_point(|s| s.start < stop);
    owned.get(..next).and_then(<[Span]>::last).is_some_and(|s| s.end > start)
}

/// What the endpoints are about and how their paths end.
struct Index {
    topics: Topics,
    /// Endpoints that answer with a list.
    lists: HashSet<usize>,
    /// Those of them that may do so in pages.
    pages: HashSet<usize>,
}

/// Files a shared section: under the endpoints that it names, or under all.
fn file(
    layout: &Layout<'_>,
    first: usize,
    section: &Section,
    kind: ContextKind,
    index: &Index,
    endpoints: &mut [Endpoint],
    global: &mut Vec<Context>,
) {
    if section.end <= first + 1 {
        return;
    }
    let subject = Subject::new(layout.heading_text(section));
    let mut named: HashSet<usize> = HashSet::new();
    let mut everyone = false;
    for block in first..section.end {
        let text = layout.text(block);
        everyone |= WORDS.has(text, Word::AllEndpoints);
        if text.contains('/') {
            named.extend(targets(text).iter().flat_map(|t| index.topics.tails.ending_with(&key_of(t.method, &t.path))));
        }
    }
    let mut units = units::particular(layout, first, section.end, kind, &index.topics.tails);
    if units.len() * endpoints.len() > MOST_PAIRS {
        units.clear();
    }
    let scope: HashSet<usize> = units.iter().filter(|u| u.is_scope).flat_map(|u| &u.endpoints).copied().collect();
    let specific = matches!(kind, ContextKind::Validation | ContextKind::BusinessLogic);
    let near = index.topics.fitting(&subject.words, Topic::is_near);
    let mut of_group = if near.is_empty() { index.topics.fitting(&subject.words, Topic::fits) } else { near };
    // A heading that is no more than `Validation rules` speaks of all resources.
    let plain = SECTIONS.term_of(layout.heading_text(section)).is_some();
    let top = section.parent.and_then(|p| layout.sections.get(p)).is_none_or(|p| p.zone != Zone::Shared);
    if specific && of_group.is_empty() && named.is_empty() && !plain {
        of_group = index.topics.changing(&subject.words, endpoints);
        if of_group.is_empty() {
            of_group = index.topics.led_by(&subject.words);
        }
    }
    let acted = if specific { index.topics.acted_on(layout.heading_text(section), "") } else { HashSet::new() };
    let by_action = if specific && acted.is_empty() {
        units::by_action(layout, (first, section.end), &index.topics, &of_group)
    } else {
        Vec::new()
    };
    if !acted.is_empty() {
        of_group = acted;
    }
    let everyone = everyone && (!specific || of_group.is_empty());
    let for_all = if everyone || (named.is_empty() && of_group.is_empty()) {
        // A subsection about nothing that we know is of no use to any one endpoint.
        if !(everyone || top || plain || !specific) {
            let parts = units::by_subject(layout, first, section.end, &index.topics);
            if parts.len() * endpoints.len() <= MOST_PAIRS {
                units::file(layout, kind, &parts, endpoints);
            }
            return;
        }
        true
    } else {
        of_group.is_empty() && (!specific || top || plain)
    };
    if specific && for_all {
        units = units::by_subject(layout, first, section.end, &index.topics);
        if units.len() * endpoints.len() > MOST_PAIRS {
            units.clear();
        }
    }
    if units.is_empty() && by_action.len() * endpoints.len() <= MOST_PAIRS {
        units = by_action;
    }
    // `All lists are paged` or rules for those that say that they are.
    let paged = if everyone || index.pages.is_empty() { &index.lists } else { &index.pages };
    let lists = kind == ContextKind::Pagination && !paged.is_empty();
    let blocks = (first, section.end);
    let context = |span| Context { kind, place: layout.source.place(span) };
    if for_all && scope.is_empty() && !lists {
        global.extend(units::spans_for(layout, blocks, &units, None).into_iter().map(context));
    }
    let chosen: Vec<usize> = if !scope.is_empty() {
        scope.iter().copied().collect()
    } else if for_all {
        (0..endpoints.len()).filter(|number| !lists || paged.contains(number)).collect()
    } else {
        named.union(&of_group).copied().collect()
    };
    let own: &[Unit] = if scope.is_empty() { &units } else { &[] };
    let reached: HashSet<usize> = chosen.iter().copied().collect();
    units::file(layout, kind, &units::beyond(own, &reached), endpoints);
    for number in chosen {
        if let Some(endpoint) = endpoints.get_mut(number) {
            endpoint.context.extend(units::spans_for(layout, blocks, own, Some(number)).into_iter().map(context));
        }
    }
}

/// No plan has a section with more items about endpoints, times its endpoints; a document made to be
/// slow may.
const MOST_PAIRS: usize = 200_000;

/// The endpoints that a text names, with their methods or by path alone.
fn named_in(text: &str, tails: &Tails) -> Vec<usize> {
    let found = targets(text);
    if !found.is_empty() {
        return found.iter().flat_map(|t| tails.ending_with(&key_of(t.method, &t.path))).copied().collect();
    }
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '(' | ','));
    let paths = words.filter(|w| w.starts_with('/')).filter_map(path_at);
    paths
        .flat_map(|p| Method::ALL.iter().flat_map(|m| tails.ending_with(&key_of(*m, &p.path))).collect::<Vec<_>>())
        .copied()
        .collect()
}

/// Whether an endpoint answers with a list: it takes a page or an order, or what it returns is one.
fn lists_things(endpoint: &Endpoint) -> bool {
    if endpoint.key.method != Method::Get {
        return false;
    }
    let pages = takes_pages(endpoint);
    let Some(last) = endpoint.key.path.segments().last().filter(|s| !s.starts_with([':', '{', '[', '<'])) else {
        return pages;
    };
    let body = endpoint.details.responses.iter().find(|r| r.is_success()).and_then(|r| r.body.as_ref());
    pages || body.map_or_else(|| topic::stem(last) != last, |b| b.text.contains('['))
}

fn takes_pages(endpoint: &Endpoint) -> bool {
    endpoint.details.query_params.iter().any(|p| WORDS.is(&needs::name_words(&p.name).join(" "), Word::Paging))
}

/// The path that all endpoints are prefixed with, where a sentence says so.
pub(super) fn base_path(layout: &Layout<'_>) -> Option<String> {
    for (index, block) in layout.blocks().iter().enumerate() {
        if !matches!(block.kind, BlockKind::Line | BlockKind::Item { .. }) || matches!(layout.zone(index), Zone::Future)
        {
            continue;
        }
        let text = layout.outline.text_of(block);
        if !text.contains('/') {
            continue;
        }
        let Some(word) = WORDS.find(text, Word::Prefix) else { continue };
        let labelled = text.get(..word.start).is_some_and(|before| !before.contains(char::is_alphabetic));
        if !labelled && !WORDS.has(text.get(..word.start).unwrap_or_default(), Word::AllEndpoints) {
            continue;
        }
        let rest = text.get(word.end..).unwrap_or_default();
        let at = rest.find("http").or_else(|| rest.find('/'));
        if let Some(path) = at.and_then(|at| rest.get(at..)).and_then(path_at) {
            let path = path.path.trim_end_matches(['/', '*']).to_owned();
            if !path.is_empty() && !path.contains(['{', '*']) {
                return Some(path);
            }
        }
    }
    None
}

/// The endpoint whose body another one refers to: by method and path, by method alone on the same
/// collection, or by `create`.
pub(super) fn referred<'e>(
    reference: &str,
    endpoint: &Endpoint,
    all: impl Iterator<Item = &'e Endpoint> + Clone,
) -> Option<&'e Endpoint> {
    let with_body = all.filter(|e| !e.details.body_fields.is_empty());
    if !targets(reference).is_empty() {
        return referred_by_target(reference, with_body);
    }
    let named = method_named(reference).or_else(|| WORDS.has(reference, Word::Create).then_some(Method::Post));
    let Some(method) = named else { return referred_by_word(reference, endpoint, with_body) };
    let own = endpoint.key.path.canonical();
    let collection = own.trim_end_matches("/{}");
    with_body
        .filter(|e| e.key.method == method)
        .find(|e| e.key.path.canonical() == own || e.key.path.canonical() == collection)
}

/// The endpoint that a text names by method and path, which may lack what paths begin with.
pub(super) fn referred_by_target<'e>(text: &str, mut all: impl Iterator<Item = &'e Endpoint>) -> Option<&'e Endpoint> {
    let target = targets(text).into_iter().next()?;
    let tail = PathTemplate::new(&target.path).canonical();
    all.find(|e| e.key.method == target.method && e.key.path.canonical().ends_with(&tail))
}

/// The only endpoint whose path ends with a word of a reference: `same as sign-up`.
fn referred_by_word<'e>(
    reference: &str,
    endpoint: &Endpoint,
    all: impl Iterator<Item = &'e Endpoint>,
) -> Option<&'e Endpoint> {
    let word = WORDS.find(reference, Word::Same)?;
    let behind: Vec<String> = fold(reference.get(word.end..)?).split(' ').take(5).map(str::to_owned).collect();
    let joined: Vec<String> = behind.windows(2).map(<[String]>::concat).collect();
    let mut found = all.filter(|e| e.key != endpoint.key).filter(|e| {
        let last = e.key.path.segments().last().map(|s| fold(s).replace(' ', "")).unwrap_or_default();
        last.len() > 3 && (behind.contains(&last) || joined.contains(&last))
    });
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

/// The first method in capitals that a text names.
pub(super) fn method_named(text: &str) -> Option<Method> {
    text.split(|c: char| !c.is_alphabetic()).find_map(super::target::method_in_capitals)
}

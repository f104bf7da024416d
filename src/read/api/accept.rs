//! Which announcements are endpoints of the plan, and which only mention one.

use std::collections::{HashMap, HashSet};

use super::announce::{Announcement, Shape};
use super::sections::{Layout, Zone};
use super::target::Target;
use super::words::FIELDS;
use crate::model::{Method, PathTemplate};
use crate::read::blocks::BlockKind;
use crate::read::lexicon::label::Label;

/// What was decided about all announcements.
#[derive(Debug, Default)]
pub(super) struct Accepted {
    /// Endpoints, in the order of the text.
    pub(super) endpoints: Vec<Announcement>,
    /// Rows that list an endpoint which is described elsewhere, by their key.
    pub(super) rows: HashMap<Key, usize>,
    /// Announcements that repeat an endpoint, as (repeated, index in `endpoints`).
    pub(super) repeats: Vec<(Announcement, usize)>,
    rows_by_section: HashMap<usize, Vec<usize>>,
    known: Tails,
}

impl Accepted {
    /// Whether the plan announces an endpoint somewhere, with or without the first segments of its path.
    pub(super) fn knows(&self, target: &Target) -> bool {
        self.known.knows(&key_of(target.method, &target.path))
    }

    /// The endpoints that rows in a section announce, as indices.
    pub(super) fn rows_of(&self, section: usize) -> &[usize] {
        self.rows_by_section.get(&section).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Endpoints by the ends of their paths, since plans drop prefixes when they refer to one.
#[derive(Debug, Default)]
pub(super) struct Tails {
    ends: HashMap<Key, Vec<usize>>,
    whole: HashSet<Key>,
}

impl Tails {
    pub(super) fn new<'k>(keys: impl Iterator<Item = (usize, &'k Key)>) -> Self {
        let mut tails = Self::default();
        for (index, (method, path)) in keys {
            for (at, _) in path.match_indices('/') {
                let end = path.get(at..).unwrap_or_default().to_owned();
                tails.ends.entry((*method, end)).or_default().push(index);
            }
            tails.whole.insert((*method, path.clone()));
        }
        tails
    }

    /// The endpoints whose path ends with that of a key.
    pub(super) fn ending_with(&self, key: &Key) -> &[usize] {
        self.ends.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a key is the end of a known one (`POST /items` of `POST /api/items`), or the other way
    /// round.
    fn knows(&self, key: &Key) -> bool {
        let ends = || key.1.match_indices('/').filter_map(|(at, _)| key.1.get(at..));
        self.ends.contains_key(key) || ends().any(|end| self.whole.contains(&(key.0, end.to_owned())))
    }
}

/// Method and canonical path.
pub(super) type Key = (Method, String);

pub(super) fn key_of(method: Method, path: &str) -> Key {
    (method, PathTemplate::new(path).canonical())
}

/// What overviews leave out in front of paths that the plan gives in full.
const PREFIXES: [&str; 5] = ["/api", "/api/v1", "/v1", "/rest/v1", "/api/rest"];

/// Decides about all announcements.
pub(super) fn accept(layout: &Layout<'_>, all: Vec<Announcement>) -> Accepted {
    let host = own_host(layout, &all);
    let candidates: Vec<Announcement> = all
        .into_iter()
        .filter_map(|mut a| {
            a.targets.retain(|t| t.host == host || t.host.is_none() || t.host.as_deref().is_some_and(is_local));
            (!a.targets.is_empty() && layout.zone(a.head) != Zone::Future).then_some(a)
        })
        .collect();
    let open = |a: &Announcement| matches!(layout.zone(a.head), Zone::Endpoints | Zone::Neutral);
    let any_open = candidates.iter().any(open);

    let groups = Groups::of(layout, &candidates);
    // The same key may stand in a table and again in a section: the fuller one is the endpoint.
    let mut best: HashMap<Key, u8> = HashMap::new();
    for candidate in candidates.iter().filter(|a| open(a) || !any_open) {
        for target in &candidate.targets {
            let rank = best.entry(key_of(target.method, &target.path)).or_default();
            *rank = (*rank).max(strength(candidate));
        }
    }
    let known = Tails::new(best.keys().map(|key| (0, key)));

    let mut accepted = Accepted::default();
    let mut taken: HashMap<Key, usize> = HashMap::new();
    let mut current: Option<Announcement> = None;
    for mut candidate in candidates {
        if current.as_ref().is_some_and(|c| is_inside(layout, c, &candidate)) {
            continue;
        }
        let in_open = open(&candidate) || !any_open || groups.heads_one(layout, &candidate);
        if !in_open {
            candidate.targets.retain(|t| !known.knows(&key_of(t.method, &t.path)));
            if candidate.targets.is_empty() || !has_facts(layout, &candidate) {
                continue;
            }
        }
        if let Shape::Row { .. } = candidate.shape {
            let head = candidate.head;
            candidate.targets.retain(|t| {
                let key = key_of(t.method, &t.path);
                let listed = best.get(&key).is_some_and(|rank| *rank > 0);
                if listed {
                    accepted.rows.entry(key).or_insert(head);
                    return false;
                }
                // Described elsewhere below the API's prefix.
                !PREFIXES.iter().any(|prefix| best.get(&(key.0, format!("{prefix}{}", key.1))).is_some_and(|r| *r > 0))
            });
        }
        let mut repeated = None;
        let own_strength = strength(&candidate);
        candidate.targets.retain(|t| {
            let key = key_of(t.method, &t.path);
            match taken.get(&key) {
                Some(&first) if !differs_by_slash(&accepted.endpoints, first, &t.path, own_strength) => {
                    repeated = Some(first);
                    false
                }
                _ => true,
            }
        });
        if candidate.targets.is_empty() {
            if let Some(first) = repeated {
                accepted.repeats.push((candidate, first));
            }
            continue;
        }
        for target in &candidate.targets {
            taken.insert(key_of(target.method, &target.path), accepted.endpoints.len());
        }
        if let (Shape::Row { .. }, Some(section)) = (candidate.shape, layout.section_of.get(candidate.head)) {
            accepted.rows_by_section.entry(*section).or_default().push(accepted.endpoints.len());
        }
        current = Some(candidate.clone());
        accepted.endpoints.push(candidate);
    }
    accepted.known = known;
    accepted
}

/// Where the sections stand that group a plan's endpoints, in a plan without a section for all of them:
/// the section around each, and its level.
#[derive(Debug, Default)]
struct Groups(HashSet<(Option<usize>, u8)>);

impl Groups {
    fn of(layout: &Layout<'_>, candidates: &[Announcement]) -> Self {
        let sections = candidates.iter().filter_map(|a| layout.section(a.head));
        Self(sections.filter(|s| s.zone == Zone::Neutral).map(|s| (s.parent, s.level)).collect())
    }

    /// Whether `## Auth` beside `## Boats` is one more of them: it begins with an endpoint, and no rule.
    fn heads_one(&self, layout: &Layout<'_>, candidate: &Announcement) -> bool {
        layout.section(candidate.head).is_some_and(|s| {
            s.term == Some("auth")
                && s.heading.is_some_and(|heading| candidate.start == heading + 1)
                && self.0.contains(&(s.parent, s.level))
        })
    }
}

/// A plan may keep `/x` and `/x/` apart on purpose when both have a section of their own.
fn differs_by_slash(endpoints: &[Announcement], first: usize, path: &str, strength: u8) -> bool {
    let Some(other) = endpoints.get(first) else { return false };
    strength == 2
        && self::strength(other) == 2
        && other.targets.iter().all(|t| t.path.trim_end_matches('/') == path.trim_end_matches('/') && t.path != path)
}

/// How much an announcement promises: a section of its own, a line, a row.
fn strength(announcement: &Announcement) -> u8 {
    match announcement.shape {
        Shape::Heading { .. } => 2,
        Shape::Line { .. } => 1 + u8::from(announcement.fields),
        Shape::Row { .. } => 0,
    }
}

/// The host that most of the plan's endpoints are given with, if any.
fn own_host(layout: &Layout<'_>, all: &[Announcement]) -> Option<String> {
    let open = || all.iter().filter(|a| matches!(layout.zone(a.head), Zone::Endpoints | Zone::Neutral));
    let total: usize = open().map(|a| a.targets.len()).sum();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for host in open().flat_map(|a| &a.targets).filter_map(|t| t.host.as_deref()) {
        *counts.entry(host).or_default() += 1;
    }
    counts.into_iter().find(|(_, count)| count * 2 > total).map(|(host, _)| host.to_owned())
}

fn is_local(host: &str) -> bool {
    host.contains("//localhost") || host.contains("//127.0.0.1")
}

/// Whether a candidate stands within what another announcement owns, so that it is a mention.
fn is_inside(layout: &Layout<'_>, current: &Announcement, candidate: &Announcement) -> bool {
    if candidate.start <= current.head && candidate.head <= current.head {
        return true;
    }
    let same_section = layout.section_of.get(current.head) == layout.section_of.get(candidate.head);
    match (current.shape, candidate.shape) {
        (Shape::Heading { .. }, Shape::Heading { .. }) => false,
        // Fields below a heading that titles another endpoint announce one more.
        (Shape::Heading { level }, Shape::Line { .. }) => {
            !(candidate.fields && same_section) && is_below(layout, candidate.head, current.start, level)
        }
        (Shape::Line { indent, .. }, Shape::Line { indent: inner, .. }) => {
            same_section
                && inner > indent
                && !(candidate.fields && candidate.start > current.head && inner <= indent + 1)
        }
        _ => false,
    }
}

/// Whether a block stands below a heading, before the next one of its level.
fn is_below(layout: &Layout<'_>, block: usize, heading: usize, level: u8) -> bool {
    let mut section = layout.section_of.get(block).and_then(|s| layout.sections.get(*s));
    while let Some(s) = section {
        if s.heading == Some(heading) {
            return true;
        }
        if s.level <= level {
            return false;
        }
        section = s.parent.and_then(|p| layout.sections.get(p));
    }
    false
}

/// Whether something that describes an endpoint follows an announcement directly.
fn has_facts(layout: &Layout<'_>, announcement: &Announcement) -> bool {
    let from = announcement.head + 1;
    (from..(from + 12)).map_while(|index| layout.block(index).map(|b| (index, b))).any(|(index, block)| {
        match block.kind {
            BlockKind::Item { .. } | BlockKind::Line | BlockKind::Heading { .. } => {
                let text = layout.text(index);
                FIELDS.label(text).filter(Label::is_clear).is_some_and(|l| {
                    matches!(l.term, "request" | "response" | "success" | "errors" | "status" | "query" | "path-params")
                })
            }
            _ => false,
        }
    })
}

//! What the path of an endpoint names.

use std::collections::HashSet;

use super::{Case, Segment};
use crate::relate::clue::Clue;
use crate::relate::naming::lexicon;

impl Case<'_> {
    /// What the segments of the path name, from the last to the first.
    pub(super) fn path(&mut self, segments: &[Segment<'_>]) {
        let mut last = true;
        for at in (0..segments.len()).rev() {
            let Some(segment) = segments.get(at).filter(|s| !s.parameter && !s.words.is_empty()) else { continue };
            let above: Vec<&Segment<'_>> = segments.iter().take(at).filter(|s| !s.parameter).collect();
            let behind_parameter = at > 0 && segments.get(at - 1).is_some_and(|s| s.parameter);
            let from_resource = self.resource(segment, &above);
            let exact = self.exact(segment, &above);
            let sentence = |entry: &str| match above.last() {
                Some(parent) if last => format!("the path ends in `{}` below `{}`: {entry}", segment.text, parent.text),
                _ => format!("the path has `{}`: {entry}", segment.text),
            };
            let mut named = from_resource;
            if let Some(table) = exact {
                let clue = if last { Clue::Path } else { Clue::PathAbove };
                self.add(
                    table,
                    clue,
                    sentence(if self.is_named(table, segment) {
                        "it is the table's name"
                    } else {
                        "the table holds people"
                    }),
                );
                named = true;
            } else if !from_resource && lexicon().term_of(segment.text).is_none() {
                let candidates = self.with_all(&segment.words);
                let ends: Vec<usize> = self.only(&candidates, |words| words.ends_with(&segment.words), &above);
                if let [table] = ends.as_slice() {
                    self.add(*table, Clue::PathEnd, sentence("the table's name ends so"));
                    named = true;
                } else if let [table] = candidates.as_slice() {
                    let clue = if behind_parameter { Clue::PathAction } else { Clue::PathPart };
                    self.add(*table, clue, sentence("it is part of the table's name"));
                    named = true;
                }
            }
            last &= !named;
        }
    }

    /// Whether a table is called like a segment, and does not merely hold the people that it speaks of.
    fn is_named(&self, table: usize, segment: &Segment<'_>) -> bool {
        let entry = self.index.entries.get(table);
        entry.is_none_or(|e| self.index.people != Some(table) || e.words.ends_with(&segment.words))
    }

    /// Signing in and the like read the tables that hold people.
    pub(super) fn identity(&mut self, segments: &[Segment<'_>]) {
        let is = |term: &str| segments.iter().find(|s| !s.parameter && lexicon().term_of(s.text) == Some(term));
        let Some(segment) = is("identity").filter(|_| is("session").is_none() && self.picked().is_empty()) else {
            return;
        };
        let people = self.index.access.iter().copied();
        for table in people.filter(|t| self.index.entries.get(*t).is_some_and(|e| e.person)).collect::<Vec<_>>() {
            let text = format!("`{}` in the path is about the caller, and the table holds people", segment.text);
            self.add(table, Clue::Identity, text);
        }
    }

    /// Tables that the plan's own list gives for a segment, alone or with the one above it.
    fn resource(&mut self, segment: &Segment<'_>, above: &[&Segment<'_>]) -> bool {
        let alone = segment.words.join("_");
        let with_parent = above.last().map(|p| format!("{}_{alone}", p.words.join("_")));
        let index = self.index;
        let tables = with_parent.and_then(|key| index.resources.get(&key)).or_else(|| index.resources.get(&alone));
        let Some(tables) = tables else { return false };
        for (i, table) in tables.iter().enumerate() {
            let clue = if i == 0 { Clue::Resource } else { Clue::ResourceFurther };
            let text = format!("the API plan lists the table for the resource `{}`", segment.text);
            self.add(*table, clue, text);
        }
        true
    }

    /// The table whose name is a segment's, or the segment's behind words of those above it.
    fn exact(&self, segment: &Segment<'_>, above: &[&Segment<'_>]) -> Option<usize> {
        let above: Vec<&str> = above.iter().flat_map(|s| s.words.iter().map(String::as_str)).collect();
        let mut best: Option<(usize, usize)> = None;
        for table in self.with_all(&segment.words) {
            let entry = self.index.entries.get(table)?;
            let Some(front) = entry.words.strip_suffix(segment.words.as_slice()) else {
                // `/verifications/upcoming` is `upcoming_verifications`.
                let mut all: Vec<&str> = above.clone();
                all.extend(segment.words.iter().map(String::as_str));
                let same = entry.words.iter().all(|w| all.contains(&w.as_str()));
                if same && best.is_none() {
                    best = Some((table, 0));
                }
                continue;
            };
            let mut rest = above.iter();
            let follows = front.iter().all(|word| rest.any(|w| w == word));
            if follows && best.is_none_or(|(_, length)| front.len() >= length) {
                best = Some((table, front.len()));
            }
        }
        let whole = || self.index.by_words.get(&segment.words.concat()).copied();
        let people = || self.index.people.filter(|_| lexicon().term_of(segment.text) == Some("person"));
        best.map(|(table, _)| table).or_else(whole).or_else(people)
    }

    /// Those candidates that fit; where several do, those that refer to a table of a segment above.
    fn only(&self, candidates: &[usize], fits: impl Fn(&[String]) -> bool, above: &[&Segment<'_>]) -> Vec<usize> {
        let fitting: Vec<usize> =
            candidates.iter().copied().filter(|t| self.index.entries.get(*t).is_some_and(|e| fits(&e.words))).collect();
        if fitting.len() < 2 {
            return fitting;
        }
        let parents: HashSet<usize> = above.iter().filter_map(|s| self.exact(s, &[])).collect();
        let below = |table: &usize| {
            self.index.entries.get(*table).is_some_and(|e| e.parents.iter().any(|(_, p)| parents.contains(p)))
        };
        fitting.into_iter().filter(below).collect()
    }
}

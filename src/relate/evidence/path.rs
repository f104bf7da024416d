//! What the path of an endpoint names.

use std::collections::HashSet;

use super::{Case, Segment};
use crate::model::Evidence;
use crate::relate::naming::lexicon;
use crate::relate::weights;

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
                let weight = if last { weights::PATH } else { weights::PATH_ABOVE };
                self.add(table, weight, Evidence::Path, sentence("it is the table's name"));
                named = true;
            } else if !from_resource {
                let candidates = self.with_all(&segment.words);
                let ends: Vec<usize> = self.only(&candidates, |words| words.ends_with(&segment.words), &above);
                if let [table] = ends.as_slice() {
                    self.add(*table, weights::PATH_END, Evidence::Path, sentence("the table's name ends so"));
                    named = true;
                } else if let [table] = candidates.as_slice() {
                    let weight = if behind_parameter { weights::PATH_ACTION } else { weights::PATH_PART };
                    self.add(*table, weight, Evidence::Path, sentence("it is part of the table's name"));
                    named = true;
                }
            }
            last &= !named;
        }
    }

    /// Signing in and the like read the tables that hold people.
    pub(super) fn identity(&mut self, segments: &[Segment<'_>]) {
        let is = |term: &str| segments.iter().find(|s| !s.parameter && lexicon().term_of(s.text) == Some(term));
        let Some(segment) = is("identity").filter(|_| is("session").is_none() && self.picked().is_empty()) else {
            return;
        };
        let people: Vec<usize> =
            self.index.entries.iter().enumerate().filter(|(_, e)| e.person).map(|(table, _)| table).collect();
        for table in people {
            let text = format!("`{}` in the path is about the caller, and the table holds people", segment.text);
            self.add(table, weights::IDENTITY, Evidence::Path, text);
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
            let weight = if i == 0 { weights::RESOURCE } else { weights::RESOURCE_FURTHER };
            let text = format!("the API plan lists the table for the resource `{}`", segment.text);
            self.add(*table, weight, Evidence::Resource, text);
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
        best.map(|(table, _)| table)
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

//! The evidence for one endpoint.

mod access;
mod fields;
mod path;
mod text;

use std::collections::BTreeMap;

use super::index::Index;
use super::naming::{lexicon, words};
use super::text::keys;
use super::weights;
use crate::model::endpoint::parameter_name;
use crate::model::{Endpoint, Evidence, Pick, Project, Reason};

/// One endpoint with the evidence found so far.
pub(super) struct Case<'a> {
    project: &'a Project,
    index: &'a Index<'a>,
    endpoint: &'a Endpoint,
    /// For each table: weight, kind and sentence of each piece.
    found: BTreeMap<usize, Vec<(f64, Evidence, String)>>,
}

/// A part of the path.
struct Segment<'a> {
    text: &'a str,
    words: Vec<String>,
    parameter: bool,
}

impl<'a> Case<'a> {
    pub(super) fn new(project: &'a Project, index: &'a Index<'a>, endpoint: &'a Endpoint) -> Self {
        Self { project, index, endpoint, found: BTreeMap::new() }
    }

    /// Gathers all evidence and draws the sum.
    pub(super) fn picks(mut self) -> Vec<Pick> {
        if self.index.entries.is_empty() {
            return Vec::new();
        }
        let segments = self.segments();
        self.path(&segments);
        self.identity(&segments);
        self.group();
        self.mentions();
        self.mentions_nearby();
        let keys = keys(self.project, self.endpoint);
        self.shown(&keys);
        self.fields(&keys);
        self.parameters();
        self.joins();
        self.access();
        let mut picks: Vec<Pick> = Vec::new();
        for (table, pieces) in &self.found {
            let score = sum(pieces);
            let Some(entry) = self.index.entries.get(*table).filter(|_| score >= weights::ENOUGH) else { continue };
            let mut pieces = pieces.clone();
            pieces.sort_by(|a, b| b.0.total_cmp(&a.0));
            let reasons = pieces.into_iter().map(|(_, kind, text)| Reason { kind, text }).collect();
            picks.push(Pick { table: entry.table.name.clone(), score: (score * 100.0).round() / 100.0, reasons });
        }
        picks.sort_by(|a, b| b.score.total_cmp(&a.score));
        picks
    }

    fn add(&mut self, table: usize, weight: f64, kind: Evidence, text: String) {
        let pieces = self.found.entry(table).or_default();
        // The same kind of evidence twice is not twice as strong.
        match pieces.iter_mut().find(|(_, known, _)| *known == kind) {
            Some(piece) if piece.0 < weight => *piece = (weight, kind, text),
            Some(_) => {}
            None => pieces.push((weight, kind, text)),
        }
    }

    fn picked(&self) -> Vec<usize> {
        self.found.iter().filter(|(_, pieces)| sum(pieces) >= weights::ENOUGH).map(|(table, _)| *table).collect()
    }

    fn segments(&self) -> Vec<Segment<'a>> {
        self.endpoint
            .key
            .path
            .segments()
            .filter(|s| lexicon().term_of(s) != Some("plumbing"))
            .map(|text| Segment { text, words: words(text), parameter: parameter_name(text).is_some() })
            .collect()
    }

    /// Tables whose names have all these words.
    fn with_all(&self, words: &[String]) -> Vec<usize> {
        let Some(first) = words.first().and_then(|w| self.index.by_word.get(w)) else { return Vec::new() };
        let has_all =
            |table: &&usize| self.index.entries.get(**table).is_some_and(|e| words.iter().all(|w| e.words.contains(w)));
        first.iter().filter(has_all).copied().collect()
    }

    /// Whether a table is a neighbour of one of these.
    fn adjacent(&self, table: usize, to: &[usize]) -> bool {
        self.index.entries.get(table).is_some_and(|e| to.iter().any(|t| e.around.contains(t)))
    }

    /// Whether a table is a neighbour of one of these, or a neighbour's neighbour.
    fn near(&self, table: usize, to: &[usize]) -> bool {
        let around = self.index.entries.get(table).into_iter().flat_map(|e| &e.around);
        self.adjacent(table, to) || around.into_iter().any(|t| self.adjacent(*t, to))
    }
}

/// Pieces of evidence added up as chances are.
fn sum(pieces: &[(f64, Evidence, String)]) -> f64 {
    1.0 - pieces.iter().map(|(weight, ..)| 1.0 - weight).product::<f64>()
}

//! The evidence for one endpoint.

mod access;
mod columns;
mod fields;
mod path;
mod text;

use std::collections::{BTreeMap, HashSet};

use super::clue::{Clue, START};
use super::index::Index;
use super::naming::{lexicon, words};
use super::text::own_text;
use crate::model::endpoint::parameter_name;
use crate::model::{Endpoint, Pick, Project, Reason};

/// One endpoint with the evidence found so far.
pub(super) struct Case<'a> {
    project: &'a Project,
    index: &'a Index<'a>,
    endpoint: &'a Endpoint,
    /// For each table: clue and sentence of each piece.
    found: BTreeMap<usize, Vec<(Clue, String)>>,
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
        let mut own = own_text(self.project, self.endpoint);
        let segments = self.segments();
        self.path(&segments);
        self.identity(&segments);
        self.group();
        self.mentions(&own);
        self.failures(&segments);
        self.rules(&segments);
        self.nearby();
        self.borrow(&mut own);
        let fields = &own.fields;
        self.shown(fields);
        self.keys(&own);
        self.named_fields(fields);
        self.columns(fields);
        self.parameters();
        self.segment_keys(&segments);
        self.joins();
        self.access();
        let mut picks: Vec<Pick> = Vec::new();
        for (table, pieces) in &self.found {
            let score = 1.0 / (1.0 + (-odds(pieces)).exp());
            let Some(entry) = self.index.entries.get(*table).filter(|_| score >= 0.5) else { continue };
            let mut pieces: Vec<&(Clue, String)> = pieces.iter().filter(|(clue, _)| clue.weight() > 0.0).collect();
            pieces.sort_by(|a, b| b.0.weight().total_cmp(&a.0.weight()));
            let mut reasons: Vec<Reason> = Vec::new();
            for (clue, text) in pieces {
                // A field that is both sent and answered is one reason.
                if reasons.iter().all(|known| known.text != *text) {
                    reasons.push(Reason { kind: clue.kind(), text: text.clone() });
                }
            }
            picks.push(Pick { table: entry.table.name.clone(), score: (score * 100.0).round() / 100.0, reasons });
        }
        picks.sort_by(|a, b| b.score.total_cmp(&a.score));
        picks
    }

    /// Adds a piece. The same clue twice is not twice as strong, and of the ways in which one voice
    /// names a table the closest counts.
    fn add(&mut self, table: usize, clue: Clue, text: String) {
        let pieces = self.found.entry(table).or_default();
        if let Clue::Named(voice, how) = clue {
            let known = pieces.iter_mut().find(|(c, _)| matches!(c, Clue::Named(v, _) if *v == voice));
            match known {
                Some((Clue::Named(_, known), _)) if *known >= how => {}
                Some(piece) => *piece = (clue, text),
                None => pieces.push((clue, text)),
            }
        } else if pieces.iter().all(|(known, _)| *known != clue) {
            pieces.push((clue, text));
        }
    }

    fn picked(&self) -> Vec<usize> {
        self.found.iter().filter(|(_, pieces)| odds(pieces) >= 0.0).map(|(table, _)| *table).collect()
    }

    /// Tables that this clue speaks for.
    fn with_clue(&self, clue: Clue) -> Vec<usize> {
        self.found
            .iter()
            .filter(|(_, pieces)| pieces.iter().any(|(c, _)| *c == clue))
            .map(|(table, _)| *table)
            .collect()
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

    fn name(&self, table: usize) -> &'a str {
        self.index.entries.get(table).map_or("", |e| e.table.name.as_str())
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

    /// Whether one of these tables has a column.
    fn any_has(&self, tables: &[usize], column: &str) -> bool {
        tables.iter().any(|t| self.index.entries.get(*t).is_some_and(|e| e.columns.contains(column)))
    }

    /// The parents of these tables, each once.
    fn parents_of(&self, tables: &[usize]) -> HashSet<usize> {
        let entries = tables.iter().filter_map(|t| self.index.entries.get(*t));
        entries.flat_map(|e| e.parents.iter().map(|(_, parent)| *parent)).collect()
    }
}

/// The log-odds that pieces of evidence add up to.
fn odds(pieces: &[(Clue, String)]) -> f64 {
    START + pieces.iter().map(|(clue, _)| clue.weight()).sum::<f64>()
}

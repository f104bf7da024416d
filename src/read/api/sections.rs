//! The sections of an API plan: what stands under which heading, and what kind of text that is.

use std::collections::HashMap;

use super::words::{SECTIONS, WORDS, Word};
use crate::model::ContextKind;
use crate::read::blocks::{Block, BlockKind, Outline};
use crate::read::lexicon::label::{Label, LabelEnd};
use crate::text::Source;

/// What endpoints named in a section are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// The plan's endpoints stand here.
    Endpoints,
    /// Nothing is known; endpoints may stand here.
    Neutral,
    /// Text about many endpoints, or about none; endpoints are mentioned here.
    Shared,
    /// Endpoints that are planned for later or were turned down.
    Future,
}

/// A heading with everything up to the next one of any level.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// Block of the heading; `None` for the text before the first one.
    pub(super) heading: Option<usize>,
    pub(super) level: u8,
    pub(super) parent: Option<usize>,
    pub(super) zone: Zone,
    /// Term of the heading in `sections.toml`, or that of its parent.
    pub(super) term: Option<&'static str>,
    /// First block behind the section without its subsections.
    pub(super) end: usize,
}

/// A plan's outline with its sections.
pub(super) struct Layout<'a> {
    pub(super) source: &'a Source,
    pub(super) outline: &'a Outline,
    pub(super) sections: Vec<Section>,
    /// Section of each block.
    pub(super) section_of: Vec<usize>,
    /// Block of each table's head.
    pub(super) table_heads: HashMap<usize, usize>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(source: &'a Source, outline: &'a Outline) -> Self {
        let mut layout =
            Self { source, sections: Vec::new(), section_of: Vec::new(), table_heads: HashMap::new(), outline };
        layout.read_sections();
        layout
    }

    pub(super) fn blocks(&self) -> &'a [Block] {
        &self.outline.blocks
    }

    pub(super) fn block(&self, index: usize) -> Option<&'a Block> {
        self.outline.blocks.get(index)
    }

    /// The text of a block; empty past the end.
    pub(super) fn text(&self, index: usize) -> &'a str {
        self.block(index).map(|b| self.outline.text_of(b)).unwrap_or_default()
    }

    pub(super) fn section(&self, block: usize) -> Option<&Section> {
        self.sections.get(*self.section_of.get(block)?)
    }

    pub(super) fn zone(&self, block: usize) -> Zone {
        self.section(block).map_or(Zone::Neutral, |s| s.zone)
    }

    /// The heading text of a section without its number and marks.
    pub(super) fn heading_text(&self, section: &Section) -> &'a str {
        section.heading.map(|h| without_number(self.text(h))).unwrap_or_default()
    }

    fn read_sections(&mut self) {
        let levels: Vec<u8> = self.blocks().iter().filter_map(level_of).collect();
        // A single heading above all others is the document's title, not a section's.
        let top = levels.iter().copied().min().unwrap_or(0);
        let alone = levels.iter().filter(|l| **l == top).count() == 1 && levels.first() == Some(&top);
        let titled = alone && (levels.len() > 1 || top == 1);
        let mut sections =
            vec![Section { heading: None, level: 0, parent: None, zone: Zone::Neutral, term: None, end: 0 }];
        let mut section_of = Vec::with_capacity(self.blocks().len());
        for (index, block) in self.blocks().iter().enumerate() {
            if let Some(level) = level_of(block) {
                let mut parent = sections.len() - 1;
                while sections.get(parent).is_some_and(|s| s.level >= level) {
                    parent = sections.get(parent).and_then(|s| s.parent).unwrap_or(0);
                }
                if let Some(last) = sections.last_mut() {
                    last.end = index;
                }
                let above = sections.get(parent).map_or((Zone::Neutral, None), |s| (s.zone, s.term));
                let is_title = titled && level == top;
                let (zone, term) =
                    if is_title { (Zone::Neutral, None) } else { classify(self.outline.text_of(block), above) };
                sections.push(Section { heading: Some(index), level, parent: Some(parent), zone, term, end: index });
            }
            section_of.push(sections.len() - 1);
        }
        if let Some(last) = sections.last_mut() {
            last.end = self.blocks().len();
        }
        let heads = self.blocks().iter().enumerate().filter_map(|(index, b)| match b.kind {
            BlockKind::Row { table, header: true, .. } => Some((table, index)),
            _ => None,
        });
        self.table_heads = heads.collect();
        self.sections = sections;
        self.section_of = section_of;
    }
}

fn level_of(block: &Block) -> Option<u8> {
    match block.kind {
        BlockKind::Heading { level } => Some(level),
        _ => None,
    }
}

/// The zone and term of a heading below a section of that zone and term.
fn classify(heading: &str, above: (Zone, Option<&'static str>)) -> (Zone, Option<&'static str>) {
    let label = SECTIONS.label(heading);
    // What is optional is still planned.
    let note = heading.split_once('(').map(|(_, note)| note).filter(|note| !WORDS.has(note, Word::NotRequired));
    let bracketed = note.and_then(|note| SECTIONS.label(note));
    // `Planned` says it of endpoints, `Planned expenses` is a resource.
    let is_future = |label: Option<Label<'_>>| {
        label.is_some_and(|l| l.term == "future" || l.term == "future-alone" && l.end != LabelEnd::Words)
    };
    if above.0 == Zone::Future || is_future(label) || is_future(bracketed) {
        return (Zone::Future, Some("future"));
    }
    let names_endpoints = WORDS.has(heading, Word::Endpoint);
    let Some(label) = label.filter(|l| l.term != "future-alone") else {
        return match above.0 {
            // `Public endpoints` below `Authorization` lists those that a rule is about.
            _ if names_endpoints && above.0 != Zone::Shared => (Zone::Endpoints, Some("endpoints")),
            zone => (zone, above.1),
        };
    };
    // A `Common Error Format` is about errors.
    let label = match last_phrase(heading, label) {
        Some(term) if label.term == "conventions" => Label { term, ..label },
        _ => label,
    };
    let rest = heading.get(label.phrase.end..).unwrap_or_default();
    let of_endpoints = rest.starts_with(' ') && WORDS.prefix(rest, Word::Endpoint).is_some();
    match label.term {
        "endpoints" => (Zone::Endpoints, Some("endpoints")),
        _ if of_endpoints => (Zone::Endpoints, Some("endpoints")),
        // A group of endpoints may be called by a word that elsewhere names a shared section.
        term if above.0 == Zone::Endpoints => (Zone::Endpoints, Some(term)),
        // A group of rules may be called by any word.
        "other" if above.0 == Zone::Shared && above.1.and_then(context_kind).is_some() => above,
        "resources" if label.end == LabelEnd::Words && names_endpoints => (Zone::Endpoints, Some("endpoints")),
        term => (Zone::Shared, Some(term)),
    }
}

/// The term of the words that a heading ends with, behind those of its label.
fn last_phrase(heading: &str, label: Label<'_>) -> Option<&'static str> {
    let end = heading.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let (_, span) = SECTIONS.find_all(heading).last()?;
    let term = SECTIONS.term_of(heading.get(span.start..span.end)?)?;
    let between = heading.get(label.phrase.end..span.start)?;
    let joined = between.contains(['&', ',', '/', ':']) || between.split(' ').any(|w| WORDS.is(w, Word::Joint));
    (label.end == LabelEnd::Words && span.end == end && !joined && context_kind(term).is_some()).then_some(term)
}

/// The kind of context that a section's term stands for.
pub(super) fn context_kind(term: &str) -> Option<ContextKind> {
    Some(match term {
        "auth" => ContextKind::Auth,
        "validation" => ContextKind::Validation,
        "business" => ContextKind::BusinessLogic,
        "errors" => ContextKind::Errors,
        "pagination" => ContextKind::Pagination,
        "conventions" => ContextKind::Conventions,
        "rate-limit" => ContextKind::RateLimit,
        _ => return None,
    })
}

/// A heading or title without its number, marks and trailing colon: `### 2.1. **Users**:` → `Users`.
pub(super) fn without_number(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#'));
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = text.len() - digits.len();
    let rest = if number > 0 && digits.starts_with([' ', ')']) { digits.trim_start_matches(')') } else { text };
    rest.trim().trim_matches(|c: char| matches!(c, '*' | '_')).trim_end_matches(':').trim()
}

//! Which stack a project is built with, by the words of its documents.
//!
//! A document names more than it uses: rejected alternatives, tests, later plans. A name weighs by
//! where it stands, and what stands among alternatives weighs nothing.
//!
//! ```
//! use routewright::read::tech_stack::tech_stack;
//! use routewright::text::{DocumentId, Source};
//!
//! let text = "## Backend\n- **FastAPI** on Python 3.12\n\n## Rejected\n- Django, Django REST framework\n";
//! let source = Source::new(DocumentId(0), ".ai/tech-stack.md", text);
//! assert_eq!(tech_stack(Some(&source), &[]).profile, "fastapi");
//! ```

mod mood;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use serde::Deserialize;

use super::blocks::outlines::Outlines;
use super::blocks::{Block, BlockKind, outline};
use super::lexicon::starts::Starts;
use super::lexicon::{Lexicon, spelling};
use crate::assets::check::Checked;
use crate::assets::table;
use crate::model::{Mention, Schema, TechStack};
use crate::text::{Place, Source, Span};
use mood::{Mood, Reader};

/// The profile of a project whose stack is not recognised.
pub const NEUTRAL: &str = "neutral";

/// The technology that policies of a database are.
const ROW_LEVEL_SECURITY: &str = "rls";

/// How many words are kept as evidence, beside one for each technology.
const MOST_EVIDENCE: usize = 20;

/// How much of a document is looked at, in bytes; a stack is named early on.
const LOOKED_AT: usize = 256 * 1024;
/// How much of a source: its imports stand at its beginning.
const IMPORTS: usize = 4 * 1024;

/// Weights of a name: anywhere, as the first word of an item or cell, below a heading about the
/// server, in a heading.
const NAMED: usize = 1;
const LEADING: usize = 1;
const BELOW_BACKEND: usize = 2;
const IN_HEADING: usize = 3;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signals {
    capitalised: Vec<String>,
    technologies: toml::Table,
    dotted: toml::Table,
    databases: HashMap<String, Vec<String>>,
    sources: HashMap<String, Vec<String>>,
    profile: Vec<Profile>,
}

impl Signals {
    /// Whether a technology has to do with the database.
    fn is_database(&self, technology: &str) -> bool {
        self.databases.values().flatten().any(|known| known == technology)
    }
}

/// Which profile a technology stands for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Profile {
    id: String,
    technology: String,
    /// Another technology that has to be named too.
    with: Option<String>,
    serves: bool,
}

/// Whether a text can be the list of signals.
pub(super) fn check_signals(text: &str) -> Checked {
    table::read::<Signals>(text).map(|_| Vec::new())
}

fn signals() -> &'static Signals {
    static SIGNALS_READ: LazyLock<Signals> = LazyLock::new(|| table::parsed("stack-signals.toml"));
    &SIGNALS_READ
}

/// The names of technologies in the signals.
struct Names {
    plain: Lexicon,
    /// Those that need a dot before them.
    dotted: Lexicon,
    /// The first words of both.
    starts: Starts,
}

fn names() -> &'static Names {
    static NAMES: LazyLock<Names> = LazyLock::new(|| {
        let plain = Lexicon::load(&[("technologies", &signals().technologies.to_string())]);
        let dotted = Lexicon::load(&[("dotted", &signals().dotted.to_string())]);
        let mut starts = plain.starts().clone();
        starts.add_all(dotted.starts());
        Names { plain, dotted, starts }
    });
    &NAMES
}

/// The technology that a profile stands for.
#[must_use]
pub fn technology_of(profile: &str) -> Option<&'static str> {
    signals().profile.iter().find(|known| known.id == profile).map(|known| known.technology.as_str())
}

/// Where a stack may be told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Documents<'a, 's> {
    /// The tech stack document.
    pub stack: Option<&'s Source>,
    /// Other plans, where that tells no server or no database.
    pub plans: &'a [&'s Source],
    /// Sources, where no document tells a server.
    pub sources: &'a [&'s Source],
}

/// Recognises the stack by the tech stack document, or by the other plans where that tells nothing.
#[must_use]
pub fn tech_stack(document: Option<&Source>, plans: &[&Source]) -> TechStack {
    in_outlines(Documents { stack: document, plans, sources: &[] }, &Outlines::default())
}

/// Recognises the stack; the outlines of the documents may be made already.
pub(super) fn in_outlines<'s>(documents: Documents<'_, 's>, outlines: &Outlines<'s>) -> TechStack {
    let mut tally = Tally::default();
    if let Some(source) = documents.stack {
        tally.read(source, outlines);
    }
    let tells_server = tally.profile().is_some();
    if !tells_server || !tally.tells_database() {
        let mut others = Tally::default();
        for source in documents.plans {
            others.read(source, outlines);
        }
        tally.add(others, |technology| !tells_server || signals().is_database(technology));
    }
    if tally.profile().is_none() {
        for source in documents.sources {
            tally.read_imports(source);
        }
    }
    tally.keep_one_database();
    let profile = tally.profile();
    let technology = profile.map(|p| p.technology.as_str()).unwrap_or_default();
    let Tally { weights, mut named } = tally;
    let mut technologies: Vec<(&str, usize)> = weights.iter().map(|(name, weight)| (*name, *weight)).collect();
    technologies.sort_by_key(|(name, weight)| (std::cmp::Reverse(*weight), *name));
    named.sort_by_key(|named| (named.technology != technology, std::cmp::Reverse(named.weight)));
    let mut seen = Vec::new();
    let (first, others): (Vec<_>, Vec<_>) = named.into_iter().partition(|named| {
        let is_first = !seen.contains(&named.technology);
        seen.push(named.technology);
        is_first
    });
    let mention = |named: Named<'_>| Mention {
        technology: named.technology.to_owned(),
        word: named.word.to_owned(),
        place: named.place,
    };
    TechStack {
        profile: profile.map_or(NEUTRAL, |p| p.id.as_str()).to_owned(),
        technologies: technologies.into_iter().map(|(name, _)| name.to_owned()).collect(),
        evidence: first.into_iter().chain(others.into_iter().take(MOST_EVIDENCE)).map(mention).collect(),
        place: documents.stack.map(|source| source.place(Span::new(0, source.text().len()))),
    }
}

/// Policies in the schema say that the project has row-level security, even where no document uses
/// the word.
pub(super) fn note_policies(stack: &mut TechStack, schema: &Schema) {
    let is_known = stack.technologies.iter().any(|known| known == ROW_LEVEL_SECURITY);
    let policy = schema.tables.iter().flat_map(|table| &table.policies).next().filter(|_| !is_known);
    if let Some(policy) = policy {
        stack.technologies.push(ROW_LEVEL_SECURITY.to_owned());
        let (technology, word) = (ROW_LEVEL_SECURITY.to_owned(), "policies".to_owned());
        stack.evidence.push(Mention { technology, word, place: policy.place });
    }
}

/// What was counted.
#[derive(Default)]
struct Tally<'s> {
    weights: HashMap<&'static str, usize>,
    named: Vec<Named<'s>>,
}

/// A technology that a document names.
struct Named<'s> {
    technology: &'static str,
    word: &'s str,
    place: Place,
    weight: usize,
}

impl<'s> Tally<'s> {
    fn note(&mut self, named: Named<'s>) {
        *self.weights.entry(named.technology).or_default() += named.weight;
        self.named.push(named);
    }

    fn add(&mut self, other: Self, wanted: impl Fn(&str) -> bool) {
        other.named.into_iter().filter(|named| wanted(named.technology)).for_each(|named| self.note(named));
    }

    fn read(&mut self, source: &'s Source, outlines: &Outlines<'s>) {
        let outline = if source.text().len() > LOOKED_AT {
            Rc::new(outline(&source.beginning(LOOKED_AT)))
        } else {
            outlines.of(source)
        };
        let mut reader = Reader::default();
        for block in &outline.blocks {
            let text = outline.text_of(block);
            let decides = matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Row { header: true, .. });
            if !decides && !reader.is_label(block, text) && !names_something(text) {
                continue;
            }
            if let Some(mood) = reader.mood(block, text) {
                self.read_block(source, block, text, &mood);
            }
        }
    }

    fn read_block(&mut self, source: &'s Source, block: &Block, text: &str, mood: &Mood) {
        let Names { plain, dotted, .. } = names();
        let has_dot = |span: Span| {
            let before = text.get(..span.start).and_then(|before| before.strip_suffix('.'));
            before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
        };
        let with_dots = if text.contains('.') { text } else { "" };
        let dotted = dotted.find_all(with_dots).filter(|(_, span)| has_dot(*span));
        let dotted = dotted.map(|(found, span)| (found, Span::new(span.start - 1, span.end)));
        for (found, span) in plain.find_all(text).chain(dotted) {
            let Some((technology, _)) = signals().technologies.get_key_value(found) else { continue };
            let word = text.get(span.start..span.end).unwrap_or_default();
            if mood.rejects(span.start) || !is_spelled(signals(), word) {
                continue;
            }
            let before = text.get(..span.start).unwrap_or_default();
            let leads =
                !before.contains(char::is_alphanumeric) || before.ends_with(['|', ':']) || before.ends_with(": ");
            let mut weight = NAMED;
            weight += if matches!(block.kind, BlockKind::Heading { .. }) { IN_HEADING } else { 0 };
            weight += if leads { LEADING } else { 0 };
            weight += if mood.below_backend { BELOW_BACKEND } else { 0 };
            let span = Span::new(block.text.start + span.start, block.text.start + span.end);
            self.note(Named { technology, word: source.slice(span), place: source.place(span), weight });
        }
    }

    /// Looks for what the beginning of a source imports.
    fn read_imports(&mut self, source: &'s Source) {
        let signals = signals();
        let end = (0..=source.text().len().min(IMPORTS)).rev().find(|end| source.text().is_char_boundary(*end));
        let text = source.text().get(..end.unwrap_or(0)).unwrap_or_default();
        for (technology, _) in &signals.technologies {
            let imports = signals.sources.get(technology).into_iter().flatten();
            for (at, import) in imports.filter_map(|import| Some((text.find(import.as_str())?, import))) {
                let span = Span::new(at, at + import.len());
                self.note(Named { technology, word: source.slice(span), place: source.place(span), weight: NAMED });
            }
        }
    }

    fn tells_database(&self) -> bool {
        self.weights.keys().any(|technology| signals().is_database(technology))
    }

    /// Leaves out the databases that weigh less than another: those of tests, of imports, of the past.
    fn keep_one_database(&mut self) {
        let databases = &signals().databases;
        let weight = |of: &[String]| -> usize { of.iter().filter_map(|t| self.weights.get(t.as_str())).copied().sum() };
        let most = databases.values().map(|of| weight(of)).max().unwrap_or(0);
        let lighter: Vec<&String> = databases.values().filter(|of| weight(of) < most).flatten().collect();
        self.weights.retain(|technology, _| !lighter.iter().any(|known| known == technology));
        self.named.retain(|named| !lighter.iter().any(|known| *known == named.technology));
    }

    /// The profile that weighs most; a server of its own outweighs what renders pages, unless it is
    /// hardly named.
    fn profile(&self) -> Option<&'static Profile> {
        let is_named = |technology: &String| self.weights.contains_key(technology.as_str());
        let heaviest = |serves: bool| {
            signals()
                .profile
                .iter()
                .filter(|p| p.serves == serves && p.with.as_ref().is_none_or(is_named))
                .filter_map(|p| Some((self.weights.get(p.technology.as_str()).copied()?, p)))
                // Of two with one weight the upper one in the list.
                .rev()
                .max_by_key(|(weight, _)| *weight)
        };
        match (heaviest(true), heaviest(false)) {
            (Some((server, profile)), Some((pages, _))) if server * 3 >= pages => Some(profile),
            (_, Some((_, profile))) | (Some((_, profile)), None) => Some(profile),
            (None, None) => None,
        }
    }
}

/// Whether a name is written as one, where it is a word of its own too.
fn is_spelled(signals: &Signals, word: &str) -> bool {
    let is_name = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
    is_name || !signals.capitalised.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a text may name a technology, as far as the first letters of its words tell.
fn names_something(text: &str) -> bool {
    let starts = &names().starts;
    spelling::words(text).any(|(from, to)| starts.of(text.get(from..to).unwrap_or_default()) != 0)
}

#[cfg(test)]
mod tests;

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

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use serde::Deserialize;

use super::blocks::outlines::Outlines;
use super::blocks::{Block, BlockKind, outline};
use super::lexicon::{Lexicon, spelling};
use crate::assets::table;
use crate::model::TechStack;
use crate::text::{Place, Source, Span};

/// The profile of a project whose stack is not recognised.
pub const NEUTRAL: &str = "neutral";

/// How many words are kept as evidence.
const MOST_EVIDENCE: usize = 20;

/// How much of a document is looked at, in bytes; a stack is named early on.
const LOOKED_AT: usize = 256 * 1024;

/// Weights of a name: anywhere, as the first word of an item or cell, below a heading about the
/// server, in a heading.
const NAMED: usize = 1;
const LEADING: usize = 1;
const BELOW_BACKEND: usize = 2;
const IN_HEADING: usize = 3;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signals {
    technologies: toml::Table,
    dotted: toml::Table,
    profile: Vec<Profile>,
}

/// Which profile a technology stands for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Profile {
    id: String,
    technology: String,
    serves: bool,
}

/// The signals, the names in them, and those that need a dot before them.
fn signals() -> &'static (Signals, Lexicon, Lexicon) {
    static SIGNALS_READ: LazyLock<(Signals, Lexicon, Lexicon)> = LazyLock::new(|| {
        let signals: Signals = table::parsed("stack-signals.toml");
        let names = Lexicon::load(&[("technologies", &signals.technologies.to_string())]);
        let dotted = Lexicon::load(&[("dotted", &signals.dotted.to_string())]);
        (signals, names, dotted)
    });
    &SIGNALS_READ
}

fn words() -> &'static Lexicon {
    static WORDS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("stack.toml"));
    &WORDS
}

/// Recognises the stack by the tech stack document, or by the other plans where that tells nothing.
#[must_use]
pub fn tech_stack(document: Option<&Source>, plans: &[&Source]) -> TechStack {
    in_outlines(document, plans, &Outlines::default())
}

/// Recognises the stack; the outlines of the documents may be made already.
pub(super) fn in_outlines<'s>(
    document: Option<&'s Source>,
    plans: &[&'s Source],
    outlines: &Outlines<'s>,
) -> TechStack {
    let mut tally = Tally::default();
    if let Some(source) = document {
        tally.read(source, outlines);
    }
    let mut profile = tally.profile();
    if profile.is_none() {
        for source in plans {
            tally.read(source, outlines);
        }
        profile = tally.profile();
    }
    let Tally { weights, named } = tally;
    let technology = profile.map(|p| p.technology.as_str()).unwrap_or_default();
    let mut technologies: Vec<(&str, usize)> = weights.iter().map(|(name, weight)| (*name, *weight)).collect();
    technologies.sort_by_key(|(name, weight)| (std::cmp::Reverse(*weight), *name));
    let (mut evidence, others): (Vec<_>, Vec<_>) = named.into_iter().partition(|named| named.technology == technology);
    evidence.extend(others);
    evidence.truncate(MOST_EVIDENCE);
    TechStack {
        profile: profile.map_or(NEUTRAL, |p| p.id.as_str()).to_owned(),
        technologies: technologies.into_iter().map(|(name, _)| name.to_owned()).collect(),
        evidence: evidence.into_iter().map(|named| (named.word.to_owned(), named.place)).collect(),
        place: document.map(|source| source.place(Span::new(0, source.text().len()))),
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
}

impl<'s> Tally<'s> {
    fn read(&mut self, source: &'s Source, outlines: &Outlines<'s>) {
        let outline = if source.text().len() > LOOKED_AT {
            Rc::new(outline(&source.beginning(LOOKED_AT)))
        } else {
            outlines.of(source)
        };
        let mut headings: Vec<(u8, Mood)> = Vec::new();
        for block in &outline.blocks {
            let text = outline.text_of(block);
            let heading = matches!(block.kind, BlockKind::Heading { .. });
            if !heading && !names_something(text) {
                continue;
            }
            let own = mood(text);
            if let BlockKind::Heading { level } = block.kind {
                headings.retain(|(known, _)| *known < level);
                headings.push((level, own));
            }
            let above = headings.iter().map(|(_, mood)| mood);
            if own.rejects || above.clone().any(|mood| mood.rejects) {
                continue;
            }
            let below_backend = above.clone().any(|mood| mood.is_backend);
            self.read_block(source, block, text, below_backend);
        }
    }

    fn read_block(&mut self, source: &'s Source, block: &Block, text: &str, below_backend: bool) {
        let (signals, names, dotted) = signals();
        let has_dot = |span: Span| {
            let before = text.get(..span.start).and_then(|before| before.strip_suffix('.'));
            before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
        };
        let with_dots = if text.contains('.') { text } else { "" };
        let dotted = dotted.find_all(with_dots).filter(|(_, span)| has_dot(*span));
        for (found, span) in names.find_all(text).chain(dotted) {
            let Some((technology, _)) = signals.technologies.get_key_value(found) else { continue };
            let before = text.get(..span.start).unwrap_or_default();
            let leads =
                !before.contains(char::is_alphanumeric) || before.ends_with(['|', ':']) || before.ends_with(": ");
            let mut weight = NAMED;
            weight += if matches!(block.kind, BlockKind::Heading { .. }) { IN_HEADING } else { 0 };
            weight += if leads { LEADING } else { 0 };
            weight += if below_backend { BELOW_BACKEND } else { 0 };
            *self.weights.entry(technology).or_default() += weight;
            let span = Span::new(block.text.start + span.start, block.text.start + span.end);
            let word = source.slice(span);
            self.named.push(Named { technology, word, place: source.place(span) });
        }
    }

    /// The profile that weighs most; a server of its own outweighs what renders pages, unless it is
    /// hardly named.
    fn profile(&self) -> Option<&'static Profile> {
        let heaviest = |serves: bool| {
            signals()
                .0
                .profile
                .iter()
                .filter(|p| p.serves == serves)
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

/// Whether a text may name a technology, as far as the first letters of its words tell.
fn names_something(text: &str) -> bool {
    let (_, names, dotted) = signals();
    spelling::words(text).any(|(from, to)| {
        let word = text.get(from..to).unwrap_or_default();
        names.may_start(word) || dotted.may_start(word)
    })
}

/// What a line says of the names in it.
#[derive(Debug, Clone, Copy)]
struct Mood {
    rejects: bool,
    is_backend: bool,
}

fn mood(text: &str) -> Mood {
    let mut mood = Mood { rejects: false, is_backend: false };
    for (term, _) in words().find_all(text) {
        match term {
            "rejected" => mood.rejects = true,
            _ => mood.is_backend = true,
        }
    }
    mood
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::DocumentId;

    fn profile(text: &str) -> String {
        tech_stack(Some(&Source::new(DocumentId(0), "t.md", text)), &[]).profile
    }

    #[test]
    fn the_data_is_whole() {
        let signals: Signals = toml::from_str(crate::assets::text("stack-signals.toml").unwrap()).expect("TOML");
        assert!(signals.profile.iter().all(|p| signals.technologies.contains_key(&p.technology)));
        assert_eq!(super::signals().1.problems(), [] as [String; 0]);
        assert_eq!(super::signals().2.problems(), [] as [String; 0]);
        assert_eq!(words().problems(), [] as [String; 0]);
    }

    #[test]
    fn each_stack_is_recognised_by_what_the_project_uses() {
        let cases = [
            ("# Stack\n- Frontend: Astro 5, React 19\n- Backend: Supabase", "astro-supabase"),
            ("- Next.js 15 (App Router)\n- Supabase\n\n## Alternatives\n- Astro, Astro, Astro", "nextjs-supabase"),
            ("1. Backend\n- Platforma: .NET 9, ASP.NET Core 9 (C# 13)", "aspnet"),
            (
                "| Warstwa | Technologia |\n|---|---|\n| Backend | Java 21, Spring Boot 3 |\n| Frontend | Next.js |",
                "spring",
            ),
            ("## Frontend\n### Next.js 14\nNext.js renders.\n## Backend\n### FastAPI\nPydantic.", "fastapi"),
            ("Django REST Framework with PostgreSQL", "django"),
            ("Backend: Ruby on Rails 8", "rails"),
            ("### Laravel 11\n- Eloquent", "laravel"),
            ("- API: Node.js + Express\n- Vue 3", "express"),
            ("## Backend\n### Symfony 7\n## Frontend\n- Astro", "neutral"),
            (
                "- Astro for everything. Astro pages, Astro islands, Astro API routes.\n- Express was considered.",
                "astro-supabase",
            ),
            ("- Astro\n- W przyszłości możliwe NestJS", "astro-supabase"),
            ("Guardrails keep us on track.", "neutral"),
            ("The .NET backend checks the token.", "aspnet"),
            ("See example.net; the net result: React and Vite", "neutral"),
            ("", "neutral"),
        ];
        for (text, expected) in cases {
            assert_eq!(profile(text), expected, "{text}");
        }
    }

    #[test]
    fn the_plans_tell_where_the_document_does_not() {
        let plan = Source::new(DocumentId(1), "api-plan.md", "Handlers are Laravel controllers on PostgreSQL.");
        let stack = tech_stack(None, &[&plan]);
        assert_eq!((stack.profile.as_str(), stack.place), ("laravel", None));
        assert_eq!(stack.technologies, ["laravel", "postgres"]);
        let (word, place) = &stack.evidence[0];
        assert_eq!((word.as_str(), plan.slice(place.span)), ("Laravel", "Laravel"));
    }
}

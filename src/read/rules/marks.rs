//! By which words a sentence is known as a rule, and what is only a remark.

use std::sync::LazyLock;

use crate::read::lexicon::Lexicon;

/// Groups of words in `rule-marks.toml`.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mark {
    /// It asks for something.
    Demand,
    Negation,
    And,
    /// A file that leads through one piece of work.
    Guide,
    /// Head of a table whose rows are rules.
    Table,
}

impl Mark {
    const fn term(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Negation => "negation",
            Self::And => "and",
            Self::Guide => "guide",
            Self::Table => "table",
        }
    }

    /// Whether a text is a phrase of this mark and nothing else.
    pub(super) fn is_whole(self, text: &str) -> bool {
        self.lexicon().term_of(text).is_some()
    }

    fn lexicon(self) -> &'static Lexicon {
        static WORDS: LazyLock<[Lexicon; 5]> = LazyLock::new(|| {
            [Mark::Demand, Mark::Negation, Mark::And, Mark::Guide, Mark::Table]
                .map(|mark| Lexicon::of_term(FILE, mark.term()))
        });
        let [demand, negation, and, guide, table] = &*WORDS;
        match self {
            Self::Demand => demand,
            Self::Negation => negation,
            Self::And => and,
            Self::Guide => guide,
            Self::Table => table,
        }
    }
}

const FILE: &str = "rule-marks.toml";

/// Whether a text has a word of that mark.
pub(super) fn marks(mark: Mark, text: &str) -> bool {
    first(mark, text).is_some()
}

/// The first words of that mark in a text.
pub(super) fn first(mark: Mark, text: &str) -> Option<&str> {
    let (_, span) = mark.lexicon().find_all(text).next()?;
    text.get(span.start..span.end)
}

/// The path or the name that an item only explains: `` `src/lib` - services and helpers ``.
pub(super) fn place_described(text: &str) -> Option<&str> {
    let inner = text.trim_start_matches("**").strip_prefix('`')?;
    let (name, rest) = inner.split_once('`')?;
    let rest = rest.trim_start_matches(['*', ' ']);
    let rest = rest.strip_prefix(['-', '–', '—', ':', '→']).or_else(|| rest.is_empty().then_some(""))?;
    let is_path = name.contains('/') && !name.contains([' ', '(']);
    let has_ending = name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty() && (1..=5).contains(&ending.len()) && ending.chars().all(char::is_alphanumeric)
    }) && !name.contains([' ', '(']);
    let is_setting = name.len() > 3
        && name.contains('_')
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '_' | '='));
    ((is_path || has_ending || is_setting) && !marks(Mark::Demand, rest)).then_some(name)
}

/// Fewer words name a thing.
const FEWEST_WORDS: usize = 4;

/// Whether an item that asks for nothing only names a thing: `PostgreSQL 16`, `**Cache**: Redis`.
pub(super) fn names_a_thing(text: &str) -> bool {
    let label = text.strip_prefix("**").and_then(|rest| rest.split_once("**"));
    let label = label.filter(|(label, behind)| label.ends_with(':') || behind.trim_start().starts_with(':'));
    match label {
        Some((_, behind)) => behind.split_whitespace().count() <= FEWEST_WORDS + 1,
        None => text.split_whitespace().count() < FEWEST_WORDS,
    }
}

/// Whether a text is nothing but a link or a reference to a file (`@AGENTS.md`), perhaps with a few
/// words of explanation, or a gap that nobody filled (`{{rules}}`).
pub(super) fn is_reference(text: &str) -> bool {
    let text = text.trim();
    let one_word = !text.contains(char::is_whitespace);
    let mentions = one_word && (text.starts_with('@') || text.starts_with("http") || text.starts_with("#file:"));
    let gap = text.starts_with("{{") && text.ends_with("}}") || text.starts_with('[') && text.ends_with(']');
    let link = text.starts_with('[')
        && text.split_once("](").and_then(|(_, rest)| rest.split_once(')')).is_some_and(|(_, behind)| {
            let behind = behind.trim_start_matches([' ', '-', '–', '—', ':']);
            !marks(Mark::Demand, behind)
        });
    mentions || gap || link
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn every_mark_has_its_words() {
        for mark in [Mark::Demand, Mark::Negation, Mark::And, Mark::Guide, Mark::Table] {
            assert_eq!(mark.lexicon().problems(), [] as [String; 0]);
            for language in Language::all() {
                let table = language.own_text("lexicons/rule-marks.toml").unwrap().parse::<toml::Table>().unwrap();
                assert!(table.contains_key(mark.term()), "{language:?} {mark:?}");
            }
        }
    }

    #[test]
    fn what_only_explains_a_place_is_told_from_rules() {
        let cases = [
            ("`src/lib` - services", Some("src/lib")),
            ("**`src/types.ts`**: shared types", Some("src/types.ts")),
            ("`API_KEY` — key of the mail service", Some("API_KEY")),
            ("`src/lib` - put services here, never into handlers", None),
            ("`zod` checks the body", None),
            ("Use `src/lib`", None),
        ];
        for (text, place) in cases {
            assert_eq!(place_described(text), place, "{text}");
        }
        for (text, expected) in [
            ("@AGENTS.md", true),
            ("{{rules}}", true),
            ("[Plan](.ai/api-plan.md) - the API", true),
            ("[x](y): always use it", false),
            ("Zod", false),
        ] {
            assert_eq!(is_reference(text), expected, "{text}");
        }
    }
}

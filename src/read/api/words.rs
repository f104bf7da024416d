//! The lexicons of the API plan reader.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::read::lexicon::spelling::{USUAL_PHRASE, fold, fold_into, joins_words, words};
use crate::read::lexicon::starts::Starts;
use crate::read::lexicon::{FIELD_NAMES, Lexicon, in_all_languages};
use crate::text::Span;

/// Labels of what is said about one endpoint.
pub(super) static FIELDS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("fields.toml"));

/// Names of fields in prose; the terms are the fields' own English names.
pub(super) static NAMES: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(FIELD_NAMES));

/// Headings of a plan.
pub(super) static SECTIONS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("sections.toml"));

/// Words inside sentences. A word may belong to several terms, so each term has its own lexicon.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(Words::load);

/// Kinds of words inside sentences; the names are those of `words.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Required,
    NotRequired,
    AllOptional,
    Condition,
    None,
    Same,
    Response,
    Request,
    Create,
    Default,
    OneOf,
    Code,
    Missing,
    Unit,
    Endpoint,
    Public,
    Protected,
    InPath,
    InQuery,
    InBody,
    InHeader,
    Yes,
    Not,
    Prefix,
    Header,
    AllEndpoints,
    Joint,
    Invalid,
    Update,
    SignUp,
    Schema,
    NeedsToken,
    OpenSegment,
    AllRequired,
    List,
    Resource,
    Except,
    Need,
    Token,
    OpenToAll,
    AppliesTo,
    Paging,
    Fields,
    Filler,
    Each,
    Demand,
    Given,
    Supports,
    Within,
    If,
    MediaType,
    WholeRequest,
}

impl Word {
    const NAMES: [(&'static str, Self); 52] = [
        ("required", Self::Required),
        ("not-required", Self::NotRequired),
        ("all-optional", Self::AllOptional),
        ("condition", Self::Condition),
        ("none", Self::None),
        ("same", Self::Same),
        ("response-word", Self::Response),
        ("request-word", Self::Request),
        ("create-word", Self::Create),
        ("default", Self::Default),
        ("one-of", Self::OneOf),
        ("code-word", Self::Code),
        ("missing", Self::Missing),
        ("unit", Self::Unit),
        ("endpoint-word", Self::Endpoint),
        ("public", Self::Public),
        ("protected", Self::Protected),
        ("in-path", Self::InPath),
        ("in-query", Self::InQuery),
        ("in-body", Self::InBody),
        ("in-header", Self::InHeader),
        ("yes", Self::Yes),
        ("not", Self::Not),
        ("prefix-word", Self::Prefix),
        ("header-word", Self::Header),
        ("all-endpoints", Self::AllEndpoints),
        ("joint", Self::Joint),
        ("invalid", Self::Invalid),
        ("update-word", Self::Update),
        ("sign-up", Self::SignUp),
        ("schema-word", Self::Schema),
        ("needs-token", Self::NeedsToken),
        ("open-segment", Self::OpenSegment),
        ("all-required", Self::AllRequired),
        ("list-word", Self::List),
        ("resource-word", Self::Resource),
        ("except", Self::Except),
        ("need-word", Self::Need),
        ("token-word", Self::Token),
        ("open-to-all", Self::OpenToAll),
        ("applies-to", Self::AppliesTo),
        ("paging-name", Self::Paging),
        ("fields-word", Self::Fields),
        ("filler", Self::Filler),
        ("each", Self::Each),
        ("demand", Self::Demand),
        ("given", Self::Given),
        ("supports", Self::Supports),
        ("within", Self::Within),
        ("if-word", Self::If),
        ("media-type", Self::MediaType),
        ("whole-request", Self::WholeRequest),
    ];

    fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// Phrases with all the kinds that each one may be, since a word such as `no` answers more than one
/// question.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Beside them the first words of longer ones, of no kind: a search ends where a text goes on as no
    /// phrase does.
    kinds: FxHashMap<String, u64>,
    /// The words that they begin with, and what they may mean: most text ends the search here.
    starts: Starts,
    /// What of the files could not be used, for the test that holds them right.
    problems: Vec<String>,
}

impl Words {
    fn load() -> Self {
        let mut all = Self::default();
        for (_, text) in in_all_languages("words.toml") {
            let table = text.parse::<toml::Table>().unwrap_or_else(|error| {
                all.problems.push(error.to_string());
                toml::Table::new()
            });
            for (term, phrases) in &table {
                let Some((_, word)) = Word::NAMES.iter().find(|(name, _)| name == term) else {
                    all.problems.push(format!("no kind of word is called `{term}`"));
                    continue;
                };
                for phrase in phrases.as_array().into_iter().flatten().filter_map(toml::Value::as_str) {
                    let key = if phrase == "✓" { phrase.to_owned() } else { fold(phrase) };
                    for (end, _) in key.match_indices(' ') {
                        all.kinds.entry(key.get(..end).unwrap_or_default().to_owned()).or_default();
                    }
                    if let Some(first) = key.split(' ').next() {
                        all.starts.add(first, word.bit());
                    }
                    *all.kinds.entry(key).or_default() |= word.bit();
                }
            }
        }
        all
    }

    /// Whether a text, as a whole, is a phrase of that kind.
    pub(super) fn is(&self, text: &str, word: Word) -> bool {
        if let Some((from, to)) = words(text).next()
            && self.may_mean(text.get(from..to).unwrap_or_default()) & word.bit() == 0
        {
            return false;
        }
        let key = if text.trim() == "✓" { "✓".to_owned() } else { fold(text) };
        self.kinds.get(&key).is_some_and(|kinds| kinds & word.bit() != 0)
    }

    /// The length of the phrase of that kind that a text begins with.
    pub(super) fn prefix(&self, text: &str, word: Word) -> Option<usize> {
        let (from, to) = words(text).next()?;
        if self.may_mean(text.get(from..to)?) & word.bit() == 0 {
            return None;
        }
        self.found_at(text, &mut String::new()).filter(|(kinds, _)| kinds & word.bit() != 0).map(|(_, end)| end)
    }

    /// Whether a text holds a phrase of that kind.
    pub(super) fn has(&self, text: &str, word: Word) -> bool {
        self.find(text, word).is_some()
    }

    /// The first phrase of that kind in a text.
    pub(super) fn find(&self, text: &str, word: Word) -> Option<Span> {
        if !self.may_hold(text, &[word]) {
            return None;
        }
        self.scan(text).find(|(kinds, _)| kinds & word.bit() != 0).map(|(_, span)| span)
    }

    /// The kinds of the phrases that begin with a word, as far as its first letters tell.
    fn may_mean(&self, word: &str) -> u64 {
        self.starts.of(word)
    }

    /// All phrases of a text, for more than one question about it.
    pub(super) fn phrases(&self, text: &str) -> Phrases {
        Phrases(self.scan(text).collect())
    }

    /// What the phrases of a text may mean, as far as the first letters of its words tell.
    pub(super) fn hints(&self, text: &str) -> Hints {
        words(text)
            .map(|(from, to)| self.may_mean(text.get(from..to).unwrap_or_default()))
            .fold(Hints(0), |Hints(known), kinds| Hints(known | kinds))
    }

    /// Whether some phrase of a text is of one of these kinds, be it part of another.
    fn may_hold(&self, text: &str, kinds: &[Word]) -> bool {
        let hints = self.hints_of(text, kinds);
        kinds.iter().any(|word| hints.may(*word))
    }

    /// Which of these kinds the phrases of a text have, those too that are part of another.
    pub(super) fn hints_of(&self, text: &str, kinds: &[Word]) -> Hints {
        let kinds = kinds.iter().fold(0, |kinds, word| kinds | word.bit());
        let mut key = String::new();
        let found = words(text)
            .filter(|(from, to)| self.may_mean(text.get(*from..*to).unwrap_or_default()) & kinds != 0)
            .filter_map(|(from, _)| self.found_at(text.get(from..)?, &mut key));
        Hints(found.fold(0, |known, (found, _)| known | found))
    }

    /// All phrases from the left, the longest first, not overlapping.
    fn scan<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (u64, Span)> + 'a {
        let mut free_from = 0;
        let mut key = String::new();
        words(text).filter_map(move |(from, to)| {
            if from < free_from || self.may_mean(text.get(from..to)?) == 0 {
                return None;
            }
            let (kinds, length) = self.found_at(text.get(from..)?, &mut key)?;
            free_from = from + length;
            Some((kinds, Span::new(from, from + length)))
        })
    }

    /// The longest phrase that a text begins with, behind marks, and where it ends. The key is the
    /// caller's, so that its memory serves the next search too.
    fn found_at(&self, text: &str, key: &mut String) -> Option<(u64, usize)> {
        key.clear();
        let mut best = None;
        let mut last = 0;
        for (count, (from, to)) in words(text).enumerate() {
            if count > 0 && !joins_words(text.get(last..from)?) {
                break;
            }
            last = to;
            let word = text.get(from..to)?;
            if count == 0 {
                if self.may_mean(word) == 0 {
                    return None;
                }
                key.reserve(USUAL_PHRASE);
            } else {
                key.push(' ');
            }
            fold_into(word, key);
            match self.kinds.get(key.as_str()) {
                Some(0) => {}
                Some(kinds) => best = Some((*kinds, to)),
                None => break,
            }
        }
        best
    }

    /// Whether a text, as a whole, is a word for required or optional.
    pub(super) fn is_necessity(&self, text: &str) -> bool {
        self.is(text, Word::Required) || self.is(text, Word::NotRequired)
    }

    /// Whether a text calls something required or optional; `None` where it does not say, or only
    /// under a condition.
    pub(super) fn necessity(&self, text: &str) -> Option<bool> {
        if !self.may_hold(text, &[Word::Required, Word::NotRequired]) {
            return None;
        }
        for (kinds, span) in self.scan(text) {
            if kinds & Word::NotRequired.bit() != 0 {
                return Some(false);
            }
            if kinds & Word::Required.bit() != 0 {
                let after = text.get(span.end..).unwrap_or_default();
                // `required: no` and `required if x is set` don't make it required.
                if let Some(answer) = after.trim_start_matches(['*', '`', '_']).strip_prefix(':') {
                    if self.prefix(answer, Word::Yes).is_some() {
                        return Some(true);
                    }
                    if self.prefix(answer, Word::Not).is_some() {
                        return Some(false);
                    }
                }
                // `must not be empty if given`
                if after.starts_with(' ') && self.prefix(after, Word::NotRequired).is_some() {
                    return Some(false);
                }
                let conditional = after.starts_with(' ') && self.prefix(after, Word::Condition).is_some();
                if !conditional {
                    return Some(true);
                }
            }
        }
        None
    }
}

/// The kinds of phrases that a text may hold; those that are not among them it does not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hints(u64);

impl Hints {
    /// Whether a text may hold a phrase of that kind.
    pub(super) fn may(self, word: Word) -> bool {
        self.0 & word.bit() != 0
    }
}

/// The phrases of a text with their kinds, from the left.
#[derive(Debug)]
pub(super) struct Phrases(Vec<(u64, Span)>);

impl Phrases {
    /// The first phrase of that kind.
    pub(super) fn find(&self, word: Word) -> Option<Span> {
        self.0.iter().find(|(kinds, _)| kinds & word.bit() != 0).map(|(_, span)| *span)
    }

    /// Whether there is a phrase of that kind.
    pub(super) fn has(&self, word: Word) -> bool {
        self.find(word).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_are_sound() {
        assert_eq!(FIELDS.problems(), [""; 0]);
        assert_eq!(SECTIONS.problems(), [""; 0]);
        assert_eq!(NAMES.problems(), [""; 0]);
        assert_eq!(WORDS.problems, [""; 0]);
    }

    #[test]
    fn necessity_is_read_with_its_conditions() {
        let cases = [
            ("(string, required)", Some(true)),
            ("wymagane, 5-100 znaków", Some(true)),
            ("optional filter", Some(false)),
            ("not required", Some(false)),
            ("Required if createOrganization is true", None),
            ("Required: Yes", Some(true)),
            ("required: no", Some(false)),
            ("must not be empty if provided", Some(false)),
            ("a title", None),
        ];
        for (text, expected) in cases {
            assert_eq!(WORDS.necessity(text), expected, "{text}");
        }
    }
}

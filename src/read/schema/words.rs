//! The words of database plans in all languages, from `assets/languages/*/lexicons/schema.toml`.

use std::sync::LazyLock;

use crate::read::lexicon::spelling::{self, USUAL_PHRASE, fold};
use crate::read::lexicon::{Lexicon, in_all_languages};

/// Phrases by where they stand.
pub(super) struct Words {
    /// In headings and captions: what a section is about.
    pub(super) section: Lexicon,
    /// In the head of a table: what a column of it holds.
    pub(super) cell: Lexicon,
    /// In the phrase of a column or constraint.
    phrase: Lexicon,
}

/// The words, read once.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words::load(&in_all_languages("schema.toml")));
    &WORDS
}

impl Words {
    fn load(files: &[(String, &str)]) -> Self {
        let group = |name: &str| -> Lexicon {
            let parts: Vec<(&str, String)> = files
                .iter()
                .filter_map(|(file, text)| {
                    let table = text.parse::<toml::Table>().ok()?;
                    Some((file.as_str(), table.get(name)?.as_table()?.to_string()))
                })
                .collect();
            let parts: Vec<(&str, &str)> = parts.iter().map(|(file, text)| (*file, text.as_str())).collect();
            Lexicon::load(&parts)
        };
        Self { section: group("section"), cell: group("cell"), phrase: group("phrase") }
    }

    /// The longest phrase that these words begin with: its term, and how many of the words it takes.
    pub(super) fn leading<'w>(&self, words: impl Iterator<Item = &'w str>) -> Option<(&str, usize)> {
        const LONGEST: usize = 4;
        let mut joined = String::new();
        let mut found = None;
        for (count, word) in words.take(LONGEST).enumerate() {
            if count == 0 {
                if !self.may_start(word) {
                    return None;
                }
                joined.reserve(USUAL_PHRASE);
            } else {
                joined.push(' ');
            }
            joined.push_str(&fold(word));
            match self.phrase.folded_start(&joined) {
                Some(term) => found = term.map(|term| (term, count + 1)).or(found),
                None => break,
            }
        }
        found
    }

    /// How many of these words are a phrase of the term; the longest phrase counts, whatever its term.
    pub(super) fn starts<'w>(&self, term: &str, words: impl Iterator<Item = &'w str>) -> Option<usize> {
        self.leading(words).filter(|(found, _)| *found == term).map(|(_, count)| count)
    }

    /// Whether a phrase may begin with the first letters of a word.
    fn may_start(&self, word: &str) -> bool {
        let first = spelling::words(word).next();
        first.is_none_or(|(from, to)| self.phrase.may_start(word.get(from..to).unwrap_or_default()))
    }

    /// Whether a text may begin with a phrase, as far as the first letters of its first word tell.
    pub(super) fn may_begin(&self, text: &str) -> bool {
        spelling::words(text)
            .next()
            .is_some_and(|(from, to)| self.phrase.may_start(text.get(from..to).unwrap_or_default()))
    }

    /// Whether one word is a phrase of the term.
    pub(super) fn is(&self, term: &str, word: &str) -> bool {
        self.phrase.term_of(word) == Some(term)
    }

    /// Whether a word says that a column's name follows.
    pub(super) fn names_column(&self, word: &str) -> bool {
        self.is("column", word) || self.section.term_of(word) == Some("columns")
    }

    /// The terms of all phrases in a text.
    pub(super) fn says(&self, term: &str, text: &str) -> bool {
        self.phrase.find_all(text).any(|(found, _)| found == term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_hold_no_faults() {
        for lexicon in [&words().section, &words().cell, &words().phrase] {
            assert_eq!(lexicon.problems(), Vec::<String>::new());
        }
        assert_eq!(words().starts("references", ["klucz", "obcy", "do"].into_iter()), Some(2));
    }
}

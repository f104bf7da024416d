//! Words that readers recognise, as data: which phrases of which language mean a *term*.
//!
//! A lexicon is made from TOML files (`term = ["phrase", …]`), one of each language's folder; all
//! languages hold at once, since plans mix them. Case, diacritics and punctuation between words do
//! not matter.
//!
//! ```
//! use routewright::read::lexicon::Lexicon;
//!
//! let lexicon = Lexicon::load(&[("en", "path = ['path', 'URL']"), ("pl", "path = ['ścieżka']")]);
//! assert_eq!(lexicon.term_of("SCIEZKA"), Some("path"));
//! let label = lexicon.label("- **Ścieżka** (API): `/users`").expect("a label");
//! assert_eq!((label.term, label.value("- **Ścieżka** (API): `/users`")), ("path", "`/users`"));
//! ```

pub mod label;
pub mod spelling;
pub(in crate::read) mod starts;

use label::{Label, finish_label, skip_marks};
use rustc_hash::FxHashMap;
use spelling::{USUAL_PHRASE, fold, fold_into, joins_words, words};

use crate::model::Language;
use crate::text::Span;
use starts::Starts;

/// The lexicon whose terms are names of fields.
pub(in crate::read) const FIELD_NAMES: &str = "names.toml";

/// Phrases and the terms that they stand for.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    terms: Vec<String>,
    /// Phrases with their terms, and the first words of longer ones without: a search ends where a text
    /// goes on as no phrase does.
    phrases: FxHashMap<String, Option<usize>>,
    /// The words that they begin with: most text ends the search here.
    starts: Starts,
    problems: Vec<String>,
}

impl Lexicon {
    /// Makes a lexicon of `(name, TOML text)` pairs. What is not `term = ["phrase", …]` is left out
    /// and noted in [`Lexicon::problems`]. Where two terms share a phrase, the first one has it.
    #[must_use]
    pub fn load(files: &[(&str, &str)]) -> Self {
        let mut lexicon = Self::default();
        for (name, text) in files {
            match text.parse::<toml::Table>() {
                Ok(table) => lexicon.add(name, &table),
                Err(error) => lexicon.problems.push(format!("{name}: {error}")),
            }
        }
        lexicon
    }

    /// Makes a lexicon of the files of that name that the languages have.
    #[must_use]
    pub fn of(file: &str) -> Self {
        let files = in_all_languages(file);
        Self::load(&files.iter().map(|(path, text)| (path.as_str(), *text)).collect::<Vec<_>>())
    }

    /// Makes a lexicon of one term in those files, whose phrases other terms may have as well.
    #[must_use]
    pub fn of_term(file: &str, term: &str) -> Self {
        let mut lexicon = Self::default();
        for (name, text) in in_all_languages(file) {
            match text.parse::<toml::Table>() {
                Ok(mut table) => {
                    table.retain(|known, _| known == term);
                    lexicon.add(&name, &table);
                }
                Err(error) => lexicon.problems.push(format!("{name}: {error}")),
            }
        }
        lexicon
    }

    fn add(&mut self, name: &str, table: &toml::Table) {
        for (term, phrases) in table {
            let Some(phrases) = phrases.as_array() else {
                self.problems.push(format!("{name}: `{term}` is not a list of phrases"));
                continue;
            };
            let id = self.terms.iter().position(|t| t == term).unwrap_or_else(|| {
                self.terms.push(term.clone());
                self.terms.len() - 1
            });
            for phrase in phrases {
                let Some(key) = phrase.as_str().map(fold).filter(|key| !key.is_empty()) else {
                    self.problems.push(format!("{name}: `{term}` holds something that is no phrase"));
                    continue;
                };
                if let Some(first) = key.split(' ').next() {
                    self.starts.add(first, 1);
                }
                for (end, _) in key.match_indices(' ') {
                    self.phrases.entry(key.get(..end).unwrap_or_default().to_owned()).or_default();
                }
                let owner = *self.phrases.entry(key).or_default().get_or_insert(id);
                if owner != id {
                    self.problems.push(format!("{name}: {phrase} means both `{}` and `{term}`", self.terms[owner]));
                }
            }
        }
    }

    /// What could not be used, for the tests that hold the embedded files right.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The term that a whole phrase stands for.
    #[must_use]
    pub fn term_of(&self, phrase: &str) -> Option<&str> {
        let (from, to) = words(phrase).next()?;
        if !self.may_start(phrase.get(from..to)?) {
            return None;
        }
        self.folded_term(&fold(phrase))
    }

    /// Whether some phrase may begin with a word, as far as its first letters tell.
    #[must_use]
    pub fn may_start(&self, word: &str) -> bool {
        self.starts.of(word) != 0
    }

    /// The first words of phrases, for several lexicons to be asked at once.
    pub(in crate::read) fn starts(&self) -> &Starts {
        &self.starts
    }

    /// The term of a phrase that is folded already (see [`fold`]).
    #[must_use]
    pub fn folded_term(&self, key: &str) -> Option<&str> {
        self.folded_start(key).flatten()
    }

    /// The term of a phrase that is folded already; `None` where no phrase begins with it, and
    /// `Some(None)` where only longer ones do.
    pub(in crate::read) fn folded_start(&self, key: &str) -> Option<Option<&str>> {
        self.phrases.get(key).map(|id| self.term(*id))
    }

    fn term(&self, id: Option<usize>) -> Option<&str> {
        id.and_then(|id| self.terms.get(id)).map(String::as_str)
    }

    /// The longest phrase at the beginning of `line`, after list marks, `#`, numbers, emphasis and
    /// pictures, with what follows it.
    #[must_use]
    pub fn label(&self, line: &str) -> Option<Label<'_>> {
        let start = skip_marks(line);
        let (term, end) = self.prefix(line.get(start..)?)?;
        Some(finish_label(line, term, Span::new(start, start + end)))
    }

    /// The longest phrase at the very beginning of `text`, and the offset behind it.
    #[must_use]
    pub fn prefix(&self, text: &str) -> Option<(&str, usize)> {
        self.prefix_by(text, &mut String::new())
    }

    /// The same with a key of the caller, whose memory serves the next search too.
    fn prefix_by(&self, text: &str, key: &mut String) -> Option<(&str, usize)> {
        key.clear();
        let mut best = None;
        let mut last = 0;
        for (count, (from, to)) in words(text).enumerate() {
            if count > 0 {
                if !joins_words(text.get(last..from)?) {
                    break;
                }
                key.push(' ');
            } else if from > 0 {
                return None;
            }
            last = to;
            let word = text.get(from..to)?;
            if count == 0 {
                if !self.may_start(word) {
                    return None;
                }
                key.reserve(USUAL_PHRASE);
            }
            fold_into(word, key);
            match self.folded_start(key) {
                Some(term) => best = term.map(|term| (term, to)).or(best),
                None => break,
            }
        }
        best
    }

    /// All phrases in a text with their spans, from the left, the longest first, not overlapping.
    pub fn find_all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (&'a str, Span)> + 'a {
        let mut free_from = 0;
        let mut key = String::new();
        words(text).filter_map(move |(from, to)| {
            if from < free_from || !self.may_start(text.get(from..to)?) {
                return None;
            }
            let (term, length) = self.prefix_by(text.get(from..)?, &mut key)?;
            free_from = from + length;
            Some((term, Span::new(from, from + length)))
        })
    }
}

/// Path and text of a lexicon's file in each language that has it.
pub(in crate::read) fn in_all_languages(file: &str) -> Vec<(String, &'static str)> {
    let file = format!("lexicons/{file}");
    Language::all().iter().filter_map(|language| Some((language.path(&file), language.own_text(&file)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::label::LabelEnd;
    use super::*;

    fn lexicon() -> Lexicon {
        Lexicon::load(&[
            (
                "en",
                "path = ['path']\nquery = ['query', 'query parameters']\nresponse = ['response']\nerrors = ['errors']",
            ),
            ("pl", "method = ['metoda']\npath = ['ścieżka']\nquery = ['parametry zapytania']"),
        ])
    }

    #[test]
    fn phrases_match_in_every_spelling() {
        let lexicon = lexicon();
        for spelling in ["Metoda", "METODA", " metoda:"] {
            assert_eq!(lexicon.term_of(spelling), Some("method"), "{spelling}");
        }
        assert_eq!(lexicon.term_of("Ście\u{17c}ka"), Some("path"));
        assert_eq!(lexicon.term_of("s\u{301}ciez\u{307}ka"), Some("path"));
        assert_eq!(lexicon.term_of("pathway"), None);
    }

    #[test]
    fn labels_are_found_behind_marks_and_before_values() {
        let lexicon = lexicon();
        let cases = [
            ("**Ścieżka**: `/x`", "path", "", "`/x`", LabelEnd::Colon),
            ("- **Path:** /x", "path", "", "/x", LabelEnd::Colon),
            ("- Query Parameters (optional):", "query", "optional", "", LabelEnd::Colon),
            ("**Response (201 Created):**", "response", "201 Created", "", LabelEnd::Colon),
            ("  - Response 204 No Content", "response", "", "204 No Content", LabelEnd::Digit),
            ("2.1. Parametry zapytania", "query", "", "", LabelEnd::Line),
            ("### 2.1 Metoda", "method", "", "", LabelEnd::Line),
            ("**Errors** – 400, 404", "errors", "", "400, 404", LabelEnd::Dash),
            ("- **Query**: parameters of `x`", "query", "", "parameters of `x`", LabelEnd::Colon),
            ("**Path** `/x`", "path", "", "`/x`", LabelEnd::Marks),
            ("Response bodies are JSON", "response", "", "bodies are JSON", LabelEnd::Words),
            ("- Path: **GET** /x", "path", "", "**GET** /x", LabelEnd::Colon),
        ];
        for (line, term, note, value, end) in cases {
            let Some(label) = lexicon.label(line) else { panic!("no label in {line:?}") };
            let value_read = label.value(line).trim_start_matches(['*', '_', ' ']);
            let value = value.trim_start_matches(['*', ' ']);
            assert_eq!((label.term, label.note(line), value_read, label.end), (term, note, value, end), "{line:?}");
        }
        assert_eq!(lexicon.label("404 Not found"), None);
    }

    #[test]
    fn phrases_inside_a_sentence_are_found_longest_first() {
        let found: Vec<_> =
            lexicon().find_all("the path, its query parameters and errors").map(|(t, _)| t.to_owned()).collect();
        assert_eq!(found, ["path", "query", "errors"]);
    }

    #[test]
    fn faults_in_a_file_are_told_and_leave_the_rest_alone() {
        let lexicon = Lexicon::load(&[("bad", "a = ["), ("good", "a = ['x']\nb = ['x', 1]\nc = 'y'")]);
        assert_eq!(lexicon.problems().len(), 4);
        assert_eq!(lexicon.term_of("x"), Some("a"));
    }
}

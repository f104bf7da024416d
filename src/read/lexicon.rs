//! Words that readers recognise, as data: which phrases of which language mean a *term*.
//!
//! A lexicon is made from TOML files (`term = ["phrase", …]`) under `assets/lexicons/`; all
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

use std::collections::{HashMap, HashSet};

use crate::text::Span;

/// Phrases and the terms that they stand for.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    terms: Vec<String>,
    phrases: HashMap<String, usize>,
    /// First words of all phrases: most text ends the search here.
    starts: HashSet<String>,
    longest: usize,
    problems: Vec<String>,
}

/// A label at the beginning of a line, such as `- **Query parameters** (optional): none`. The spans
/// are relative to the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'a> {
    /// What the label means.
    pub term: &'a str,
    /// The phrase itself.
    pub phrase: Span,
    /// What stands in brackets behind the phrase, without the brackets.
    pub note: Option<Span>,
    /// Everything behind the label and its colon or dash.
    pub value: Span,
    /// How the label ends.
    pub end: LabelEnd,
}

/// What stands behind a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelEnd {
    /// A colon or an equals sign.
    Colon,
    /// A dash or an arrow between blanks.
    Dash,
    /// Only the note, or nothing: the label is the whole line.
    Line,
    /// Bold, italic or code marks end with the phrase, and text follows.
    Marks,
    /// A digit: `Response 204 No Content`.
    Digit,
    /// Other words: the line is probably a sentence.
    Words,
}

impl Label<'_> {
    /// The text behind the label.
    #[must_use]
    pub fn value<'t>(&self, line: &'t str) -> &'t str {
        line.get(self.value.start..self.value.end).unwrap_or_default().trim()
    }

    /// The text in brackets behind the phrase; empty without brackets.
    #[must_use]
    pub fn note<'t>(&self, line: &'t str) -> &'t str {
        self.note.and_then(|n| line.get(n.start..n.end)).unwrap_or_default()
    }

    /// Whether the line is clearly labelled, and not a sentence that begins with the phrase.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.end != LabelEnd::Words
    }
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
                self.longest = self.longest.max(key.split(' ').count());
                self.starts.extend(key.split(' ').next().map(str::to_owned));
                let owner = *self.phrases.entry(key).or_insert(id);
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
        self.folded_term(&fold(phrase))
    }

    /// The term of a phrase that is folded already (see [`fold`]).
    #[must_use]
    pub fn folded_term(&self, key: &str) -> Option<&str> {
        self.phrases.get(key).and_then(|&id| self.terms.get(id)).map(String::as_str)
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
        let mut key = String::new();
        let mut best = None;
        let mut last = 0;
        for (count, (from, to)) in words(text).take(self.longest).enumerate() {
            if count > 0 {
                if !joins_words(text.get(last..from)?) {
                    break;
                }
                key.push(' ');
            } else if from > 0 {
                return None;
            }
            last = to;
            fold_into(text.get(from..to)?, &mut key);
            if count == 0 && !self.starts.contains(&key) {
                return None;
            }
            if let Some(term) = self.folded_term(&key) {
                best = Some((term, to));
            }
        }
        best
    }

    /// All phrases in a text with their spans, from the left, the longest first, not overlapping.
    pub fn find_all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (&'a str, Span)> + 'a {
        let mut free_from = 0;
        words(text).filter_map(move |(from, _)| {
            if from < free_from {
                return None;
            }
            let (term, length) = self.prefix(text.get(from..)?)?;
            free_from = from + length;
            Some((term, Span::new(from, from + length)))
        })
    }
}

/// Whether what stands between two words keeps them in one phrase.
#[must_use]
pub fn joins_words(between: &str) -> bool {
    !between.contains([':', ';', '`', '(', ')', '[', ']', '{', '|', '=', '"', '\n', '→', '–', '—'])
        && !between.contains(" - ")
}

/// Reads what follows a phrase: closing marks, a note in brackets, a colon or dash.
fn finish_label<'a>(line: &str, term: &'a str, phrase: Span) -> Label<'a> {
    let mut at = phrase.end;
    let mut note = None;
    let mut marks = false;
    let rest = |at: usize| line.get(at..).unwrap_or_default();
    loop {
        let ahead = rest(at);
        let skipped = ahead.len() - ahead.trim_start_matches([' ', '\t', '*', '_', '`', '\\']).len();
        marks |= ahead.get(..skipped).is_some_and(|s| s.contains(['*', '_', '`']));
        let ahead = rest(at + skipped);
        match ahead.chars().next() {
            Some('(' | '[') if note.is_none() => {
                let Some(length) = bracketed(ahead) else {
                    return Label {
                        term,
                        phrase,
                        note,
                        value: Span::new(at + skipped, line.len()),
                        end: LabelEnd::Words,
                    };
                };
                note = Some(Span::new(at + skipped + 1, at + skipped + length - 1));
                at += skipped + length;
            }
            Some(':' | '=') => {
                let colon = at + skipped + ahead.chars().next().map_or(1, char::len_utf8);
                let value = rest(colon);
                let value = colon + value.len() - value.trim_start_matches(['*', '_', ' ', '\t']).len();
                // `:**` closes the bold of the label, while `: **x**` opens one of the value.
                let value = if rest(colon).starts_with(['*', '_']) { value } else { colon };
                return Label { term, phrase, note, value: Span::new(value, line.len()), end: LabelEnd::Colon };
            }
            Some('–' | '—' | '→' | '-') => {
                let after = ahead.trim_start_matches(['–', '—', '→', '-', '>', ' ']);
                let value = at + skipped + ahead.len() - after.len();
                let apart = skipped > 0 || note.is_some();
                let end = if apart { LabelEnd::Dash } else { LabelEnd::Words };
                return Label { term, phrase, note, value: Span::new(value, line.len()), end };
            }
            None => {
                let end = LabelEnd::Line;
                return Label { term, phrase, note, value: Span::new(line.len(), line.len()), end };
            }
            Some(c) => {
                let end = if c.is_ascii_digit() {
                    LabelEnd::Digit
                } else if marks || note.is_some() {
                    LabelEnd::Marks
                } else {
                    LabelEnd::Words
                };
                return Label { term, phrase, note, value: Span::new(at, line.len()), end };
            }
        }
    }
}

/// The length of the bracketed text that `text` begins with, brackets included.
pub(super) fn bracketed(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The offset of the first word behind list marks, `#`, `>`, emphasis, numbers and pictures.
fn skip_marks(line: &str) -> usize {
    let mut at = 0;
    let mut after_point = None;
    for (from, to) in words(line) {
        at = from;
        let word = line.get(from..to).unwrap_or_default();
        let number = word.bytes().all(|b| b.is_ascii_digit());
        let point = line.get(to..).is_some_and(|rest| rest.starts_with(['.', ')']));
        // `2.1. Path`, `2.1 Path` and `1) Path` are numbered; `404 Not found` is not.
        if !(number && (point || after_point == Some(from))) {
            break;
        }
        after_point = Some(to + 1);
    }
    at
}

/// Start and end of the words of a text: runs of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (from, _) = chars.by_ref().find(|(_, c)| c.is_alphanumeric())?;
        while chars.next_if(|(_, c)| c.is_alphanumeric() || is_combining(*c)).is_some() {}
        Some((from, chars.peek().map_or(text.len(), |(to, _)| *to)))
    })
}

/// The form of a phrase that all its spellings share: lower case, no diacritics, one blank between
/// words.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for (from, to) in words(text) {
        if !key.is_empty() {
            key.push(' ');
        }
        fold_into(text.get(from..to).unwrap_or_default(), &mut key);
    }
    key
}

/// Appends the folded form of one word.
pub(in crate::read) fn fold_into(word: &str, key: &mut String) {
    for c in word.chars() {
        if c.is_ascii() {
            key.push(c.to_ascii_lowercase());
        } else {
            key.extend(c.to_lowercase().filter(|c| !is_combining(*c)).map(without_diacritic));
        }
    }
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The plain letter of a lower-case letter with a diacritic.
fn without_diacritic(c: char) -> char {
    const LETTERS: [(char, &str); 15] = [
        ('a', "àáâãäåāăą"),
        ('c', "çćĉċč"),
        ('d', "ďđ"),
        ('e', "èéêëēĕėęě"),
        ('g', "ĝğġģ"),
        ('i', "ìíîïĩīĭįı"),
        ('l', "ĺļľł"),
        ('n', "ñńņň"),
        ('o', "òóôõöøōŏő"),
        ('r', "ŕŗř"),
        ('s', "śŝşšș"),
        ('t', "ţťț"),
        ('u', "ùúûüũūŭůűų"),
        ('y', "ýÿŷ"),
        ('z', "źżž"),
    ];
    LETTERS.iter().find(|(_, variants)| variants.contains(c)).map_or(c, |(plain, _)| *plain)
}

#[cfg(test)]
mod tests {
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

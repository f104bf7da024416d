//! Rules that stand in text for many endpoints, and which of them are about what one endpoint does.

use std::collections::HashSet;

use super::clue::Match;
use super::index::Index;
use super::mention::mentioned;
use super::naming::{lexicon, words};
use super::text::{joined, names};
use crate::model::Method;

/// A line of shared text that names tables.
#[derive(Debug)]
pub(super) struct Rule {
    /// Stems of its words and of those of the label that it stands under.
    stems: HashSet<String>,
    /// What it says is done, as terms of the lexicon.
    does: HashSet<&'static str>,
    /// The table whose name the label is.
    under: Option<usize>,
    /// The tables that it names, and the words that do.
    pub(super) tables: Vec<(usize, Match, String)>,
}

impl Rule {
    /// Whether it speaks of what is done, and of what it is done to: tables, and stems of their names.
    pub(super) fn is_about(&self, action: &Action, main: &[usize], topics: &HashSet<String>) -> bool {
        let done = match action {
            Action::Named(stem) => self.stems.contains(stem),
            Action::Usual(term) => self.does.contains(term),
        };
        done && self.under.is_none_or(|table| main.contains(&table)) && !self.stems.is_disjoint(topics)
    }
}

/// What an endpoint does.
#[derive(Debug)]
pub(super) enum Action {
    /// What a segment at the end of its path says, by the stem: `cance`.
    Named(String),
    /// What its method does: a term of the lexicon.
    Usual(&'static str),
}

/// The terms for what methods that write do.
const USUAL: [&str; 3] = ["creates", "changes", "removes"];

impl Action {
    /// What a method usually does; nothing for those that read.
    pub(super) fn of(method: Method) -> Option<Self> {
        let [creates, changes, removes] = USUAL;
        match method {
            Method::Post => Some(Self::Usual(creates)),
            Method::Put | Method::Patch => Some(Self::Usual(changes)),
            Method::Delete => Some(Self::Usual(removes)),
            _ => None,
        }
    }
}

/// The rules of a text.
pub(super) fn rules(index: &Index<'_>, text: &str) -> Vec<Rule> {
    let mut rules = Vec::new();
    // Indentation of the lines above that hold this one, with their words; headings stand left of all.
    let mut above: Vec<(isize, &str)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let level = line.chars().take_while(|c| *c == '#').count();
        let indent = if level > 0 { level as isize - 10 } else { (line.len() - line.trim_start().len()) as isize };
        above.retain(|(of, _)| *of < indent);
        let label = above.last().map(|(_, label)| *label).unwrap_or_default();
        above.push((indent, line));
        let bare = line.trim_end_matches([':', '*', ' ']);
        let is_label = level > 0 || bare.len() < line.len();
        let example = lexicon().find_all(line).any(|(term, _)| term == "such as");
        let tables = if is_label || example { Vec::new() } else { mentioned(index, line) };
        if !tables.is_empty() {
            let mut all = stems(line);
            all.extend(stems(label));
            let said = names(line).chain(names(label));
            let terms = said.filter_map(|w| lexicon().term_of(w.text));
            let does = terms.filter_map(|term| USUAL.into_iter().find(|t| *t == term)).collect();
            let under = index.by_words.get(&joined(label)).copied();
            rules.push(Rule { stems: all, does, under, tables });
        }
    }
    rules
}

/// The stems of a text's longer words: `cancel` and `cancellation` have the same.
pub(super) fn stems(text: &str) -> HashSet<String> {
    let telling = |word: &String| word.chars().count() > 3 && lexicon().term_of(word) != Some("reading");
    words(text).into_iter().filter(telling).map(|word| stem(&word)).collect()
}

/// The beginning of a word.
pub(super) fn stem(word: &str) -> String {
    word.chars().take(5).collect()
}

//! What a rule is about, and whether that concerns the implementation of an endpoint.

use std::sync::LazyLock;

use serde::Deserialize;

use super::marks::{self, Mark, marks};
use super::split::{Head, Piece};
use crate::assets::check::Checked;
use crate::assets::table;
use crate::read::lexicon::Lexicon;

/// A topic of `assets/rule-topics.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    id: String,
    active: bool,
    reason: String,
    globs: Vec<String>,
    #[serde(default)]
    hints: Vec<String>,
    /// Whether a heading about it gives way to a nearer one about endpoints.
    #[serde(default)]
    yields: bool,
    /// Whether a heading about it says no more than a few words below it.
    #[serde(default)]
    faint: bool,
}

/// What is said of a rule besides its topic; `{}` is filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Reasons {
    pub(super) whole_project: String,
    pub(super) own: String,
    pub(super) users: String,
    pub(super) elsewhere: String,
    pub(super) above: String,
    fact: String,
    place: String,
    reference: String,
    name: String,
    glob: String,
    description: String,
    introduction: String,
    heading: String,
    words: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicFile {
    topic: Vec<Topic>,
    #[serde(default)]
    reasons: Reasons,
}

fn file() -> &'static TopicFile {
    static FILE: LazyLock<TopicFile> =
        LazyLock::new(|| table::layered("rule-topics.toml").try_into().unwrap_or_default());
    &FILE
}

/// Whether a text can be the list of topics.
pub(in crate::read) fn check_topics(text: &str) -> Checked {
    table::read::<TopicFile>(text).map(|_| Vec::new())
}

fn topics() -> &'static [Topic] {
    &file().topic
}

/// The sentences about rules.
pub(super) fn reasons() -> &'static Reasons {
    &file().reasons
}

/// A sentence with its gap filled.
pub(super) fn filled(sentence: &str, with: &str) -> String {
    sentence.replacen("{}", with, 1)
}

/// Words of topics anywhere.
fn words() -> &'static Lexicon {
    static WORDS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("rules.toml"));
    &WORDS
}

/// Words of topics in headings and names of files.
fn heading_words() -> &'static Lexicon {
    static WORDS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("rule-headings.toml"));
    &WORDS
}

/// Weight of one word in a rule's text: as much as the file's patterns, for a file of the pages may
/// still say something about endpoints.
const WORD: usize = 3;
/// Words of one topic in a rule count up to here, so that a long rule does not drown its heading.
const MOST_WORDS: usize = 5;
const DESCRIPTION: usize = 2;
const TITLE: usize = 2;
const HEADING: usize = 4;
const FILE: usize = 3;
/// What a name, a pattern or a guide's introduction weighs besides, when it is about something else
/// than endpoints: a file on migrations speaks of databases all along, and still is about migrations.
const OTHER_FILE: usize = 10;
/// What a heading weighs besides, when it is about something else than endpoints: the section
/// "Testing" of a back end's rules is about tests, its part "API" too.
const OTHER_HEADING: usize = 9;

/// "Clean code" says less than any word of another topic.
const GENERAL: usize = 3;

/// How much of a rule is looked at, in bytes.
const LOOKED_AT: usize = 2_000;

/// What spoke for a topic.
#[derive(Debug, Clone)]
struct Weight {
    total: usize,
    /// The heaviest part of it, and in words what it was.
    part: usize,
    witness: String,
}

/// A weight for each topic.
#[derive(Debug, Clone)]
struct Weights(Vec<Weight>);

impl Weights {
    fn new() -> Self {
        Self(vec![Weight { total: 0, part: 0, witness: String::new() }; topics().len()])
    }

    fn add(&mut self, topic: usize, weight: usize, witness: impl FnOnce() -> String) {
        let Some(known) = self.0.get_mut(topic).filter(|_| weight > 0) else { return };
        known.total += weight;
        if position("general") == Some(topic) {
            known.total = known.total.min(GENERAL);
        }
        if weight > known.part {
            known.part = weight;
            known.witness = witness();
        }
    }

    /// The heaviest topic, the upper one of two.
    fn heaviest(&self) -> Option<(&Topic, &Weight)> {
        let most = self.0.iter().map(|w| w.total).max().filter(|most| *most > 0)?;
        let at = self.0.iter().position(|w| w.total == most)?;
        topics().get(at).zip(self.0.get(at))
    }
}

/// What the file as a whole is about.
pub(super) struct Topics {
    file: Weights,
}

impl Topics {
    /// Judges a file by its name, its folders and its head.
    pub(super) fn of(path: &str, head: &Head) -> Self {
        let mut file = Weights::new();
        for part in path.split('/').filter(|part| !part.starts_with('.')) {
            let name = part.split('.').next().unwrap_or_default();
            for (topic, _) in found(name, true) {
                // Folders are called "rules" and "packages" whatever they hold.
                if topics().get(topic).is_some_and(|topic| topic.faint) {
                    continue;
                }
                file.add(topic, FILE + other(topic, OTHER_FILE), || filled(&reasons().name, part));
            }
        }
        for (topic, words) in found(&head.description, false) {
            file.add(topic, DESCRIPTION, || filled(&reasons().description, words.first().unwrap_or(&"")));
        }
        add_globs(&mut file, &head.globs);
        if let (Some(words), Some(setup)) = (marks::first(Mark::Guide, &head.introduction), position("setup")) {
            file.add(setup, FILE + OTHER_FILE, || filled(&reasons().introduction, words));
        }
        Self { file }
    }

    /// Whether a rule is active, and why. A rule about nothing in particular holds everywhere.
    pub(super) fn judge(&self, piece: &Piece, text: &str) -> (bool, String) {
        if let Some(place) = marks::place_described(text) {
            return (false, filled(&reasons().place, place));
        }
        if marks::is_reference(text) {
            return (false, reasons().reference.clone());
        }
        let mut weights = self.file.clone();
        for (at, heading) in piece.headings.iter().enumerate() {
            let is_title = at == 0 && piece.has_title && piece.headings.len() > 1;
            let nearer = piece.headings.get(at..).unwrap_or_default();
            add_heading(&mut weights, heading, is_title, nearer);
        }
        let by_its_place = weights.0.first().map_or(0, |backend| backend.total);
        let cut = (0..=LOOKED_AT.min(text.len())).rev().find_map(|at| text.get(..at)).unwrap_or_default();
        for (topic, words) in found(cut, false) {
            let weight = (WORD * words.len()).min(MOST_WORDS);
            weights.add(topic, weight, || {
                let quoted: Vec<String> = words.iter().take(2).map(|word| format!("“{word}”")).collect();
                filled(&reasons().words, &quoted.join(", "))
            });
        }
        // In a section on endpoints, a sentence that speaks of them is a rule without "must" too.
        let by_its_words = weights.0.first().is_some_and(|backend| backend.total > by_its_place);
        let is_known = piece.is_item && by_its_place > 0 && by_its_words && !marks::names_a_thing(text);
        let holds = is_known || marks(Mark::Demand, cut);
        match weights.heaviest() {
            Some((topic, weight)) if !topic.active => (false, format!("{}: {}", topic.reason, weight.witness)),
            _ if !holds => (false, reasons().fact.clone()),
            Some((topic, weight)) => (true, format!("{}: {}", topic.reason, weight.witness)),
            None => (true, reasons().whole_project.clone()),
        }
    }
}

/// A heading, which is the first of those from it to the rule: what it says of something else than
/// endpoints holds for all below it, unless it is the document's title or names endpoints in the same
/// breath ("API & tests").
fn add_heading(weights: &mut Weights, heading: &str, is_title: bool, nearer: &[String]) {
    let is_nearest = nearer.len() == 1;
    let topics_here = found(heading, true);
    let is_mixed = topics_here.iter().any(|(topic, _)| is_active(*topic))
        && (heading.contains(['&', '/', ',', '+']) || marks(Mark::And, heading));
    let is_overruled = || nearer.iter().any(|heading| found(heading, true).iter().any(|(topic, _)| *topic == 0));
    for (topic, _) in topics_here {
        let own = if is_title || !is_nearest { TITLE } else { HEADING };
        let (yields, faint) = topics().get(topic).map_or((false, false), |topic| (topic.yields, topic.faint));
        let weight = match other(topic, OTHER_HEADING) {
            more if more == 0 || is_title || is_mixed || faint => own,
            _ if yields && is_overruled() => own,
            _ if yields && !is_nearest => WORD,
            more => own + more,
        };
        weights.add(topic, weight, || filled(&reasons().heading, heading));
    }
}

/// File patterns: where all are about something else than endpoints, so are the rules.
fn add_globs(weights: &mut Weights, globs: &[String]) {
    let globs: Vec<&String> = globs.iter().filter(|glob| !glob.starts_with('!')).collect();
    let topic_of = |glob: &str| topics().iter().position(|topic| topic.globs.iter().any(|part| holds(glob, part)));
    let known: Vec<Option<usize>> = globs.iter().map(|glob| topic_of(glob)).collect();
    let all_other = !globs.is_empty() && known.iter().all(|topic| topic.is_some_and(|topic| !is_active(topic)));
    for (glob, topic) in globs.iter().zip(known) {
        let hint = || topics().iter().position(|topic| topic.hints.iter().any(|part| holds(glob, part)));
        match topic.filter(|topic| all_other || is_active(*topic)) {
            Some(topic) => {
                weights.add(topic, FILE + other(topic, OTHER_FILE), || filled(&reasons().glob, glob));
            }
            None => {
                let Some(topic) = topic.or_else(hint) else { continue };
                weights.add(topic, FILE, || filled(&reasons().glob, glob));
            }
        }
    }
}

/// Whether a file pattern has a part; a part that begins with `*` is the end of it.
fn holds(glob: &str, part: &str) -> bool {
    match part.strip_prefix('*') {
        Some(ending) => glob.ends_with(ending),
        None => glob.contains(part),
    }
}

fn position(id: &str) -> Option<usize> {
    topics().iter().position(|topic| topic.id == id)
}

fn is_active(topic: usize) -> bool {
    topics().get(topic).is_some_and(|topic| topic.active)
}

/// `weight` for a topic that is not about endpoints.
fn other(topic: usize, weight: usize) -> usize {
    if is_active(topic) { 0 } else { weight }
}

/// The topics that a text has words of, with those words.
fn found(text: &str, is_heading: bool) -> Vec<(usize, Vec<&str>)> {
    let mut found: Vec<(usize, Vec<&str>)> = Vec::new();
    let in_headings = is_heading.then(|| heading_words().find_all(text)).into_iter().flatten();
    for (term, span) in words().find_all(text).chain(in_headings) {
        let Some((topic, word)) = position(term).zip(text.get(span.start..span.end)) else { continue };
        match found.iter_mut().find(|(known, _)| *known == topic) {
            Some((_, words)) if words.iter().any(|known| known.eq_ignore_ascii_case(word)) => {}
            Some((_, words)) => words.push(word),
            None => found.push((topic, vec![word])),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets;

    #[test]
    fn topics_and_their_words_belong_together() {
        let file: TopicFile = table::read(assets::text("rule-topics.toml").unwrap()).expect("TOML");
        assert_eq!(file.topic.first().map(|t| t.active), Some(true));
        assert!(position("setup").is_some() && position("general").is_some());
        for lexicon in [words(), heading_words()] {
            assert_eq!(lexicon.problems(), [] as [String; 0]);
        }
        let table = |file: &str| -> toml::Table { assets::text(file).unwrap().parse().expect("TOML") };
        let tables = ["rules", "rule-headings"].map(|name| table(&format!("languages/pl/lexicons/{name}.toml")));
        for topic in file.topic {
            assert!(tables.iter().any(|words| words.contains_key(&topic.id)), "{}", topic.id);
        }
    }
}

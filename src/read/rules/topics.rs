//! What a rule is about, and whether that concerns the implementation of an endpoint.

use std::sync::LazyLock;

use serde::Deserialize;

use super::split::Head;
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
}

#[derive(Debug, Default, Deserialize)]
struct TopicList {
    topic: Vec<Topic>,
}

/// Whether a text can be the list of topics.
pub(in crate::read) fn check_topics(text: &str) -> Checked {
    table::read::<TopicList>(text).map(|_| Vec::new())
}

fn topics() -> &'static [Topic] {
    static LIST: LazyLock<TopicList> = LazyLock::new(|| table::parsed("rule-topics.toml"));
    &LIST.topic
}

fn lexicon() -> &'static Lexicon {
    static WORDS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("rules.toml"));
    &WORDS
}

/// Weight of one word in a rule's text: as much as the file's patterns, for a file of the pages may
/// still say something about endpoints.
const WORD: usize = 3;
const DESCRIPTION: usize = 2;
const OUTER_HEADING: usize = 2;
const HEADING: usize = 4;
const FILE: usize = 3;

/// What a file's name weighs besides, when it is about something else than endpoints: a file on
/// migrations speaks of databases all along, and still is about migrations.
const OTHER_FILE: usize = 8;

/// What the nearest heading weighs besides, when it is about something else than endpoints: the
/// section "Testing" of a back end's rules is about tests.
const OTHER_HEADING: usize = 4;

/// Words of one topic in a rule count up to here, so that a long rule does not drown its heading.
const MOST_WORDS: usize = 5;

/// How much of a rule is looked at, in bytes.
const LOOKED_AT: usize = 2_000;

/// What the file as a whole is about: a weight for each topic.
pub(super) struct Topics {
    file: Vec<usize>,
}

impl Topics {
    /// Judges a file by its name and its head.
    pub(super) fn of(path: &str, head: &Head) -> Self {
        let mut file = vec![0; topics().len()];
        let name = path.rsplit('/').next().unwrap_or(path).split('.').next().unwrap_or_default();
        add(&mut file, name, FILE, FILE);
        for (weight, topic) in file.iter_mut().zip(topics()) {
            *weight += if topic.active || *weight == 0 { 0 } else { OTHER_FILE };
        }
        add(&mut file, &head.description, DESCRIPTION, DESCRIPTION);
        for (weight, topic) in file.iter_mut().zip(topics()) {
            if head.globs.iter().any(|glob| topic.globs.iter().any(|part| glob.contains(part))) {
                *weight += FILE;
            }
        }
        Self { file }
    }

    /// Whether a rule is active, and why. A rule about nothing in particular holds everywhere.
    pub(super) fn judge(&self, headings: &[String], text: &str) -> (bool, String) {
        let mut weights = self.file.clone();
        if let Some((nearest, outer)) = headings.split_last() {
            let mut heading = vec![0; weights.len()];
            add(&mut heading, nearest, HEADING, HEADING);
            for ((weight, heading), topic) in weights.iter_mut().zip(heading).zip(topics()) {
                *weight += heading + if topic.active || heading == 0 { 0 } else { OTHER_HEADING };
            }
            for heading in outer {
                add(&mut weights, heading, OUTER_HEADING, OUTER_HEADING);
            }
        }
        let cut = (0..=LOOKED_AT.min(text.len())).rev().find_map(|at| text.get(..at));
        add(&mut weights, cut.unwrap_or_default(), WORD, MOST_WORDS);
        let heaviest = weights.iter().copied().max().unwrap_or_default();
        let topic = weights.iter().position(|w| *w == heaviest && heaviest > 0).and_then(|at| topics().get(at));
        match topic {
            Some(topic) => (topic.active, topic.reason.clone()),
            None => (true, "holds for the whole project".to_owned()),
        }
    }
}

/// Adds `weight` for each word of a topic in `text`, at most `limit` a topic.
fn add(weights: &mut [usize], text: &str, weight: usize, limit: usize) {
    let mut found = vec![0; weights.len()];
    for (term, _) in lexicon().find_all(text) {
        let known = topics().iter().position(|topic| topic.id == term);
        if let Some(count) = known.and_then(|at| found.get_mut(at)) {
            *count += weight;
        }
    }
    for (total, found) in weights.iter_mut().zip(found) {
        *total += found.min(limit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets;

    #[test]
    fn topics_and_their_words_belong_together() {
        let list: TopicList = table::read(assets::text("rule-topics.toml").unwrap()).expect("TOML");
        assert_eq!(list.topic.first().map(|t| t.active), Some(true));
        assert_eq!(lexicon().problems(), [] as [String; 0]);
        let words: toml::Table = assets::text("languages/pl/lexicons/rules.toml").unwrap().parse().expect("TOML");
        for topic in list.topic {
            assert!(words.contains_key(&topic.id), "{}", topic.id);
        }
    }
}

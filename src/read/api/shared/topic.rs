//! What endpoints are about, and what headings and items of rules speak of.

use std::collections::{HashMap, HashSet};

use crate::model::{Endpoint, Method, PathTemplate};
use crate::read::api::accept::Tails;
use crate::read::api::needs;
use crate::read::api::target::targets;
use crate::read::api::words::{WORDS, Word};
use crate::read::lexicon::spelling::fold;

/// What an endpoint is about, as folded words.
pub(super) struct Topic {
    words: HashSet<String>,
    /// The words that its group and its noun give.
    near: HashSet<String>,
    /// Its last word that is no parameter.
    noun: String,
}

impl Topic {
    pub(super) fn new(endpoint: &Endpoint) -> Self {
        let mut words = HashSet::new();
        let mut near = HashSet::new();
        let mut noun = String::new();
        for segment in endpoint.key.path.segments().filter(|s| !s.starts_with([':', '{', '[', '<'])) {
            noun = fold(segment).split(' ').map(stem).collect::<Vec<_>>().join(" ");
            words.insert(noun.clone());
            if WORDS.is(&noun, Word::SignUp) {
                words.insert(stem("users"));
                near.insert(stem("users"));
            }
        }
        near.extend(noun.split(' ').map(str::to_owned));
        near.extend(endpoint.group.iter().flat_map(|g| fold(g).split(' ').map(stem).collect::<Vec<_>>()));
        for text in [endpoint.summary.as_deref(), endpoint.group.as_deref()].into_iter().flatten() {
            words.extend(fold(text).split(' ').map(stem));
        }
        Self { words, near, noun }
    }

    /// Whether a heading names what the endpoint itself is about: its noun or its group.
    pub(super) fn is_near(&self, heading: &[String]) -> bool {
        !heading.is_empty() && (heading.join(" ") == self.noun || heading.iter().all(|w| self.near.contains(w)))
    }

    /// Whether words are what the path itself calls its resource.
    fn is_called(&self, heading: &[String]) -> bool {
        !heading.is_empty() && heading.join(" ") == self.noun
    }

    /// How well a heading of rules fits: all of its words, or those of the path's noun.
    pub(super) fn fits(&self, heading: &[String]) -> bool {
        !heading.is_empty() && (heading.join(" ") == self.noun || heading.iter().all(|w| self.words.contains(w)))
    }
}

/// The topics of all endpoints, found by their words and by the ends of their paths.
pub(super) struct Topics {
    all: Vec<Topic>,
    pub(super) tails: Tails,
    by_word: HashMap<String, Vec<usize>>,
}

impl Topics {
    pub(super) fn new(endpoints: &[Endpoint], tails: Tails) -> Self {
        let all: Vec<Topic> = endpoints.iter().map(Topic::new).collect();
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, topic) in all.iter().enumerate() {
            for word in topic.words.union(&topic.near) {
                by_word.entry(word.clone()).or_default().push(index);
            }
        }
        Self { all, tails, by_word }
    }

    /// The endpoints that a heading fits.
    pub(super) fn fitting(&self, heading: &[String], fits: fn(&Topic, &[String]) -> bool) -> HashSet<usize> {
        let candidates = self.candidates(heading).into_iter();
        candidates.filter(|index| self.all.get(*index).is_some_and(|topic| fits(topic, heading))).collect()
    }

    /// The endpoints of the resource that a heading begins with: `Boat lifecycle`.
    pub(super) fn led_by(&self, heading: &[String]) -> HashSet<usize> {
        let starts = (1..heading.len()).rev().filter_map(|length| heading.get(..length));
        starts.map(|start| self.fitting(start, Topic::is_called)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Those that a heading may fit: they have its rarest word, or all of it as their noun.
    fn candidates(&self, heading: &[String]) -> Vec<usize> {
        let with = |word: &str| self.by_word.get(word).map(Vec::as_slice).unwrap_or_default();
        let rarest = heading.iter().map(|word| with(word)).min_by_key(|all| all.len()).unwrap_or_default();
        let mut found = [rarest, with(&heading.join(" "))].concat();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A word without its plural ending.
pub(super) fn stem(word: &str) -> String {
    if let Some(start) = word.strip_suffix("ies") {
        return format!("{start}y");
    }
    let end = ["ses", "xes", "ches", "shes"].iter().any(|e| word.ends_with(e));
    let word =
        if end { word.strip_suffix("es") } else { word.strip_suffix('s').filter(|w| !w.ends_with('s') && w.len() > 2) }
            .unwrap_or(word);
    word.to_owned()
}

/// What a heading, item or bold line of rules is about.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) name: String,
    pub(super) words: Vec<String>,
    key: Option<(Method, String)>,
    /// Whether it speaks of creating or of changing, where it says so.
    pub(super) actions: Option<(bool, bool)>,
}

impl Subject {
    pub(super) fn new(text: &str) -> Self {
        let key = targets(text).first().map(|t| (t.method, PathTemplate::new(&t.path).canonical()));
        let name = text.split('(').next().unwrap_or_default();
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        let all = needs::name_words(name);
        // `BoatCreateDto` and `UpdateBoat` are actions, a `BoatChangeEvent` is a thing.
        let identifier = all.len() > 2 && !name.contains(char::is_whitespace);
        let tail =
            |at: usize| all.iter().skip(at + 1).all(|w| WORDS.is(w, Word::Schema) || WORDS.is(w, Word::Resource));
        let is_action = |at: usize, word: Word| {
            all.get(at).is_some_and(|w| WORDS.is(w, word)) && (!identifier || at == 0 || tail(at))
        };
        let creates = (0..all.len()).any(|at| is_action(at, Word::Create));
        let updates = (0..all.len()).any(|at| is_action(at, Word::Update));
        let names = |w: &&String| !WORDS.is(w, Word::Resource);
        let about_something = all.iter().any(|w| names(&w));
        let words = all
            .iter()
            .enumerate()
            .filter(|(at, _)| !is_action(*at, Word::Create) && !is_action(*at, Word::Update))
            .map(|(_, w)| w)
            .filter(|w| !about_something || names(w))
            .filter(|w| !w.is_empty() && !w.bytes().all(|b| b.is_ascii_digit()))
            .map(|w| stem(w))
            .collect();
        Self { name: name.to_owned(), words, key, actions: (creates || updates).then_some((creates, updates)) }
    }

    /// The same subject without words such as `schema` or `DTO`.
    pub(super) fn without_schema_words(&self) -> Self {
        let words = self.words.iter().filter(|w| !WORDS.is(w, Word::Schema)).cloned().collect();
        Self { words, ..self.clone() }
    }

    /// The endpoints that the subject is what they are about, whatever their method.
    pub(super) fn matches_all(&self, topics: &Topics) -> HashSet<usize> {
        match &self.key {
            Some(key) => topics.tails.ending_with(key).iter().copied().collect(),
            None => topics.fitting(&self.words, Topic::is_near),
        }
    }

    /// The endpoints that the rules are for: those that are sent whole.
    pub(super) fn matches<'t>(
        &'t self,
        endpoints: &'t [Endpoint],
        topics: &'t Topics,
    ) -> impl Iterator<Item = usize> + 't {
        let candidates = match &self.key {
            Some((method, path)) => topics.tails.ending_with(&(*method, path.clone())).to_vec(),
            None => topics.candidates(&self.words),
        };
        candidates.into_iter().filter(|index| {
            let (Some(endpoint), Some(topic)) = (endpoints.get(*index), topics.all.get(*index)) else { return false };
            let method = endpoint.key.method;
            let sent_whole = match self.actions {
                None => method != Method::Patch,
                Some((creates, updates)) => {
                    creates && method == Method::Post || updates && matches!(method, Method::Put | Method::Patch)
                }
            };
            self.key.is_some() || sent_whole && topic.fits(&self.words)
        })
    }
}

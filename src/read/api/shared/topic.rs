//! What endpoints are about, and what headings and items of rules speak of.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::model::{Endpoint, Method, PathTemplate};
use crate::read::actions;
use crate::read::api::accept::Tails;
use crate::read::api::needs;
use crate::read::api::target::targets;
use crate::read::api::words::{WORDS, Word};
use crate::read::lexicon::spelling::fold;

/// A word, or the words of a noun, by its number.
type Id = usize;

/// The words of all topics, folded and without plural endings, by number.
#[derive(Default)]
struct Vocabulary {
    ids: HashMap<String, Id>,
}

impl Vocabulary {
    /// The number of a word, which may be new.
    fn add(&mut self, word: &str) -> Id {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = self.ids.len();
        self.ids.insert(word.to_owned(), id);
        id
    }

    /// The numbers of the words of a text.
    fn add_words(&mut self, text: &str) -> Vec<Id> {
        fold(text).split(' ').map(|word| self.add(&stem(word))).collect()
    }

    fn ask(&self, words: &[String]) -> Asked {
        let id = |word: &str| self.ids.get(word).copied();
        let whole = if words.is_empty() { None } else { id(&words.join(" ")) };
        Asked { words: words.iter().map(|word| id(word)).collect(), whole }
    }
}

/// The words of a heading that topics are asked for; those that no topic has are `None`.
pub(super) struct Asked {
    words: Vec<Option<Id>>,
    /// All of them as one noun.
    whole: Option<Id>,
}

impl Asked {
    fn are_all_in(&self, known: &[Id]) -> bool {
        !self.words.is_empty() && self.words.iter().all(|word| word.is_some_and(|id| known.contains(&id)))
    }
}

/// What an endpoint is about.
pub(super) struct Topic {
    words: Vec<Id>,
    /// The words that its group and its noun give.
    near: Vec<Id>,
    /// Its last word that is no parameter.
    noun: Id,
    /// What it does.
    actions: Vec<&'static str>,
}

impl Topic {
    fn new(endpoint: &Endpoint, vocabulary: &mut Vocabulary) -> Self {
        let mut words = Vec::new();
        let mut near = Vec::new();
        let mut noun = String::new();
        for segment in endpoint.key.path.segments().filter(|s| !s.starts_with([':', '{', '[', '<'])) {
            noun = fold(segment).split(' ').map(stem).collect::<Vec<_>>().join(" ");
            words.push(vocabulary.add(&noun));
            if WORDS.is(&noun, Word::SignUp) {
                words.push(vocabulary.add(&stem("users")));
                near.push(vocabulary.add(&stem("users")));
            }
        }
        near.extend(noun.split(' ').map(|word| vocabulary.add(word)));
        if let Some(group) = &endpoint.group {
            let group = vocabulary.add_words(group);
            words.extend(&group);
            near.extend(group);
        }
        if let Some(summary) = &endpoint.summary {
            words.extend(vocabulary.add_words(summary));
        }
        Self { words, near, noun: vocabulary.add(&noun), actions: actions::of_endpoint(endpoint) }
    }

    /// Whether a heading names what the endpoint itself is about: its noun or its group.
    pub(super) fn is_near(&self, heading: &Asked) -> bool {
        self.is_called(heading) || heading.are_all_in(&self.near)
    }

    /// Whether words are what the path itself calls its resource.
    fn is_called(&self, heading: &Asked) -> bool {
        heading.whole == Some(self.noun)
    }

    /// How well a heading of rules fits: all of its words, or those of the path's noun.
    pub(super) fn fits(&self, heading: &Asked) -> bool {
        self.is_called(heading) || heading.are_all_in(&self.words)
    }
}

/// Whether a topic has a word, in one of its roles.
type Known = fn(&Topic, Id) -> bool;

/// The topics of all endpoints, found by their words and by the ends of their paths.
pub(super) struct Topics {
    all: Vec<Topic>,
    pub(super) tails: Tails,
    vocabulary: Vocabulary,
    /// For each word the topics that have it.
    by_word: Vec<Vec<usize>>,
}

impl Topics {
    pub(super) fn new(endpoints: &[Endpoint], tails: Tails) -> Self {
        let mut vocabulary = Vocabulary::default();
        let all: Vec<Topic> = endpoints.iter().map(|endpoint| Topic::new(endpoint, &mut vocabulary)).collect();
        let mut by_word: Vec<Vec<usize>> = vec![Vec::new(); vocabulary.ids.len()];
        for (index, topic) in all.iter().enumerate() {
            for word in topic.words.iter().chain(&topic.near) {
                if let Some(known) = by_word.get_mut(*word).filter(|known| known.last() != Some(&index)) {
                    known.push(index);
                }
            }
        }
        Self { all, tails, vocabulary, by_word }
    }

    /// The endpoints that a heading fits.
    pub(super) fn fitting(&self, heading: &[String], fits: fn(&Topic, &Asked) -> bool) -> HashSet<usize> {
        let heading = self.vocabulary.ask(heading);
        let candidates = self.candidates(&heading).into_iter();
        candidates.filter(|index| self.all.get(*index).is_some_and(|topic| fits(topic, &heading))).collect()
    }

    /// The endpoints of the resource that a heading begins with: `Boat lifecycle`.
    pub(super) fn led_by(&self, heading: &[String]) -> HashSet<usize> {
        let starts = (1..heading.len()).rev().filter_map(|length| heading.get(..length));
        starts.map(|start| self.fitting(start, Topic::is_called)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The endpoints whose action on its object a title names: `Boat sale` is `POST /boats/{id}/sell`. Where
    /// the title leaves the object to what stands above it, that is asked as well.
    pub(super) fn acted_on(&self, title: &str, above: &str) -> HashSet<usize> {
        let alone = self.with_action(title);
        if !alone.is_empty() {
            return alone;
        }
        let bare = actions::in_text(title).len() == needs::name_words(title).len();
        if bare { self.with_action(&format!("{above} {title}")) } else { alone }
    }

    fn with_action(&self, title: &str) -> HashSet<usize> {
        let title = title.split('(').next().unwrap_or_default();
        let words: Vec<String> = needs::name_words(title)
            .into_iter()
            .filter(|w| !w.is_empty() && !WORDS.is(w, Word::Joint) && !w.bytes().all(|b| b.is_ascii_digit()))
            .collect();
        let named: Vec<Option<&'static str>> = words.iter().map(|word| actions::of_word(word)).collect();
        if words.len() > 5 || named.iter().all(Option::is_none) {
            return HashSet::new();
        }
        let keep = |word: &String| actions::of_word(word).is_some() || !WORDS.is(word, Word::Resource);
        let (words, named): (Vec<String>, Vec<Option<&'static str>>) = words
            .into_iter()
            .zip(named)
            .filter(|(word, _)| keep(word))
            .map(|(word, act)| (stem(&word).into_owned(), act))
            .unzip();
        let asked = self.vocabulary.ask(&words);
        // A word more, `AI boat naming`, does no harm where the rest is what the path is about.
        let fits = |topic: &Topic, (known, spare): (Known, usize)| {
            let says = |at: usize| asked.words.get(at).copied().flatten().is_some_and(|id| known(topic, id));
            let action = |at: usize| named.get(at).copied().flatten();
            (0..words.len()).filter(|verb| action(*verb).is_some_and(|act| topic.actions.contains(&act))).any(|verb| {
                let objects = (0..words.len()).filter(|at| *at != verb);
                let unknown = objects.clone().filter(|at| !says(*at) && action(*at).is_none()).count();
                unknown <= spare && objects.clone().any(says)
            })
        };
        let candidates = self.having_one(&asked);
        // What the path itself is called goes before its group, and both before other words.
        let tiers: [(Known, usize); 4] = [
            (|topic, id| topic.noun == id, 0),
            (|topic, id| topic.near.contains(&id), 0),
            (|topic, id| topic.near.contains(&id) || topic.words.contains(&id), 0),
            (|topic, id| topic.near.contains(&id) || topic.words.contains(&id), 1),
        ];
        let found = tiers.into_iter().map(|known| -> HashSet<usize> {
            let fitting = candidates.iter().filter(|index| self.all.get(**index).is_some_and(|t| fits(t, known)));
            fitting.copied().collect()
        });
        found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The endpoints that have one of the words at least.
    fn having_one(&self, asked: &Asked) -> Vec<usize> {
        let known = asked.words.iter().flatten().filter_map(|id| self.by_word.get(*id));
        let mut found: Vec<usize> = known.flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The endpoints that change a row of the resource whose further action a heading names: what it says of
    /// `Boat retirement` holds where boats change, not where they are read.
    pub(super) fn changing(&self, heading: &[String], endpoints: &[Endpoint]) -> HashSet<usize> {
        let named = heading.iter().filter_map(|word| actions::of_word(word));
        if named.clone().all(|action| action == "read") {
            return HashSet::new();
        }
        let nouns: Vec<String> = heading.iter().filter(|w| actions::of_word(w).is_none()).cloned().collect();
        let changes =
            |index: &usize| endpoints.get(*index).is_some_and(|e| matches!(e.key.method, Method::Patch | Method::Put));
        self.fitting(&nouns, Topic::fits).into_iter().filter(changes).collect()
    }

    /// How many endpoints a heading fits at most.
    pub(super) fn reach(&self, heading: &[String]) -> usize {
        self.candidates(&self.vocabulary.ask(heading)).len()
    }

    /// Those that a heading may fit: they have its rarest word, or all of it as their noun.
    fn candidates(&self, heading: &Asked) -> Vec<usize> {
        let with = |word: Option<Id>| word.and_then(|id| self.by_word.get(id)).map(Vec::as_slice).unwrap_or_default();
        let rarest = heading.words.iter().map(|word| with(*word)).min_by_key(|all| all.len()).unwrap_or_default();
        if heading.words.len() < 2 {
            return rarest.to_vec();
        }
        let mut found = [rarest, with(heading.whole)].concat();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A word without its plural ending.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    if let Some(start) = word.strip_suffix("ies") {
        return Cow::Owned(format!("{start}y"));
    }
    let end = ["ses", "xes", "ches", "shes"].iter().any(|e| word.ends_with(e));
    let stem =
        if end { word.strip_suffix("es") } else { word.strip_suffix('s').filter(|w| !w.ends_with('s') && w.len() > 2) };
    Cow::Borrowed(stem.unwrap_or(word))
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
            .map(|w| stem(w).into_owned())
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
        let asked = topics.vocabulary.ask(&self.words);
        let candidates = match &self.key {
            Some(key) => topics.tails.ending_with(key).to_vec(),
            None => topics.candidates(&asked),
        };
        candidates.into_iter().filter(move |index| {
            let (Some(endpoint), Some(topic)) = (endpoints.get(*index), topics.all.get(*index)) else { return false };
            let method = endpoint.key.method;
            let sent_whole = match self.actions {
                None => method != Method::Patch,
                Some((creates, updates)) => {
                    creates && method == Method::Post || updates && matches!(method, Method::Put | Method::Patch)
                }
            };
            self.key.is_some() || sent_whole && topic.fits(&asked)
        })
    }
}

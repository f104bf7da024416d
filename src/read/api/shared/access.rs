//! Sentences about all endpoints that say who may call them.

use std::collections::HashSet;

use super::named_in;
use super::topic::{Subject, Topic, Topics};
use crate::model::{Auth, Endpoint, Method};
use crate::read::api::sections::{Layout, Zone};
use crate::read::api::target::{method_in_capitals, targets};
use crate::read::api::words::{Hints, WORDS, Word};
use crate::read::blocks::{Block, BlockKind};

/// Calls every endpoint protected whose own text says nothing, where a sentence says so of all, of a method
/// or of all below a path (`/api/*`), and those open that it excepts or lists by name. Those that a caller
/// needs before they have a token stay unsaid.
pub(super) fn protect(layout: &Layout<'_>, endpoints: &mut [Endpoint], topics: &Topics) {
    let mut said = Said::default();
    // The indentation of a line that says so of what is listed below it.
    let mut above: Option<usize> = None;
    for (index, block) in layout.blocks().iter().enumerate() {
        if !matches!(block.kind, BlockKind::Line | BlockKind::Item { .. }) || layout.zone(index) == Zone::Future {
            above = None;
            continue;
        }
        let text = layout.outline.text_of(block);
        let listed = above.is_some_and(|indent| block.indent > indent);
        if !may_tell(WORDS.hints_of(text, &TELLING), listed) {
            above = above.filter(|_| listed);
            continue;
        }
        let phrases = WORDS.phrases(text);
        let opens = text.trim_end_matches([' ', '*']).ends_with(':');
        let needs = phrases.has(Word::NeedsToken) || phrases.has(Word::Need) && phrases.has(Word::Token);
        above = if opens && needs { Some(block.indent) } else { above.filter(|_| listed) };
        // `Public endpoints:` goes on in the items below.
        if opens && WORDS.prefix(text, Word::Public).is_some() && phrases.has(Word::Endpoint) {
            said.open.extend(below(layout, index, block).flat_map(|b| named_in(b, &topics.tails)));
        }
        if phrases.has(Word::OpenToAll) && !needs {
            said.open.extend(resources(text, topics));
        }
        let of_auth = layout.section(index).and_then(|s| s.term) == Some("auth");
        let all = phrases.has(Word::AllEndpoints);
        let except = phrases.find(Word::Except).map_or(text.len(), |w| w.start);
        let (rule, exception) = (text.get(..except).unwrap_or_default(), text.get(except..).unwrap_or_default());
        let paths = below_paths(rule);
        let methods: Vec<Method> = if of_auth || all { methods(rule) } else { Vec::new() };
        if !(needs || listed && all) || !(all || !paths.is_empty() || !methods.is_empty()) {
            continue;
        }
        match (paths.is_empty(), methods.is_empty()) {
            (false, _) => said.paths.extend(paths),
            (true, false) => said.methods.extend(methods),
            (true, true) => said.all = true,
        }
        if exception.is_empty() {
            continue;
        }
        said.open.extend(named_in(exception, &topics.tails));
        said.open_paths.extend(below_paths(exception));
        // `All endpoints need a token, except:` goes on in the items below.
        if opens {
            said.open.extend(below(layout, index, block).flat_map(|b| named_in(b, &topics.tails)));
        }
    }
    for (index, endpoint) in endpoints.iter_mut().enumerate().filter(|(_, e)| e.details.auth.is_none()) {
        let unsaid = endpoint.key.path.segments().any(|s| WORDS.is(s, Word::OpenSegment) || WORDS.is(s, Word::SignUp));
        if said.open.contains(&index) || said.opens(endpoint) {
            endpoint.details.auth = Some(Auth::None);
        } else if !unsaid && said.protects(endpoint) {
            endpoint.details.auth = Some(Auth::Required);
        }
    }
}

/// The kinds of words that a line about who may call has.
const TELLING: [Word; 7] =
    [Word::OpenToAll, Word::NeedsToken, Word::Need, Word::Token, Word::Public, Word::Endpoint, Word::AllEndpoints];

/// Whether a line may say who may call; most have no such words at all.
fn may_tell(hints: Hints, listed: bool) -> bool {
    hints.may(Word::OpenToAll)
        || hints.may(Word::NeedsToken)
        || hints.may(Word::Need) && hints.may(Word::Token)
        || hints.may(Word::Public) && hints.may(Word::Endpoint)
        || listed && hints.may(Word::AllEndpoints)
}

/// What the plan's sentences say of who may call.
#[derive(Debug, Default)]
struct Said {
    all: bool,
    methods: HashSet<Method>,
    paths: Vec<String>,
    open: HashSet<usize>,
    open_paths: Vec<String>,
}

impl Said {
    fn opens(&self, endpoint: &Endpoint) -> bool {
        let path = endpoint.key.path.as_str();
        self.open_paths.iter().any(|p| path.starts_with(p.as_str()))
    }

    fn protects(&self, endpoint: &Endpoint) -> bool {
        let path = endpoint.key.path.as_str();
        self.all
            || self.methods.contains(&endpoint.key.method)
            || self.paths.iter().any(|p| path.starts_with(p.as_str()))
    }
}

/// The items below a line.
fn below<'t>(layout: &'t Layout<'_>, index: usize, block: &'t Block) -> impl Iterator<Item = &'t str> {
    let items = layout.blocks().iter().skip(index + 1).take(20);
    let own = move |b: &&Block| {
        matches!(b.kind, BlockKind::Item { .. })
            && (b.indent > block.indent || b.indent == block.indent && block.kind == BlockKind::Line)
    };
    items.take_while(own).map(|b| layout.outline.text_of(b))
}

/// The paths of `/api/*` and the like.
fn below_paths(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '`' | ',' | '(' | ')'));
    let paths = words
        .filter(|w| w.starts_with('/'))
        .filter_map(|w| w.trim_end_matches('*').strip_suffix('/').filter(|p| w.len() > p.len() + 1));
    paths.filter(|p| p.len() > 1).map(|p| format!("{p}/")).collect()
}

/// The methods that a text names without a path.
fn methods(text: &str) -> Vec<Method> {
    if !targets(text).is_empty() {
        return Vec::new();
    }
    text.split(|c: char| !c.is_alphanumeric()).filter_map(method_in_capitals).collect()
}

/// The endpoints of ``Boat and harbour endpoints are publicly accessible``.
fn resources(text: &str, topics: &Topics) -> Vec<usize> {
    let from = text.find(':').map_or(0, |at| at + 1);
    let rest = text.get(from..).unwrap_or_default();
    let Some(word) = WORDS.find(rest, Word::Endpoint) else { return Vec::new() };
    let names = rest.get(..word.start).unwrap_or_default();
    if names.split_whitespace().count() > 6 {
        return Vec::new();
    }
    let parts =
        names.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty() && !WORDS.is(w, Word::Joint));
    parts.flat_map(|part| topics.fitting(&Subject::new(part).words, Topic::is_near)).collect()
}

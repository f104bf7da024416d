//! Sentences of the documents that no other fact holds: business rules, conditions, side effects.
//! They are carried over word by word with their places, so that nothing that was decided gets lost.

use std::sync::LazyLock;

use super::super::markdown::{clean, shorten};
use super::super::naming;
use super::super::words::{is_in, words};
use super::{EndpointFacts, Operation};
use crate::model::ContextKind;
use crate::read::lexicon::Lexicon;
use crate::text::Span;

/// Labels of what is said about one endpoint, as the reader of API plans knows them.
static LABELS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("fields.toml"));

/// Labels whose text is a fact that other sections hold.
const FACTS: [&str; 14] = [
    "method",
    "path",
    "endpoint",
    "title",
    "headers",
    "query",
    "path-params",
    "params",
    "request",
    "body",
    "response",
    "success",
    "errors",
    "status",
];

/// One sentence with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) text: String,
    /// `path:line`
    pub(crate) source: String,
    /// What kind of context it comes from; `None` for the endpoint's own text.
    pub(crate) kind: Option<ContextKind>,
}

/// More than this would hide the plan behind its source.
const OWN: usize = 14;
const SHARED: usize = 5;

/// The sentences of an endpoint, its own first.
pub(crate) fn of(facts: &EndpointFacts<'_>) -> (Vec<Note>, Option<String>) {
    let mut notes: Vec<Note> = Vec::new();
    let endpoint = facts.endpoint;
    let is_quoted = endpoint.details.source().is_none();
    let own = Passage { text: facts.project.said_of(endpoint), place: endpoint.place, is_quoted };
    collect(facts, &own, None, OWN, &mut notes);
    let described = notes
        .iter()
        .position(|note| labelled(&note.text).is_some_and(|(label, _)| LABELS.term_of(label) == Some("description")));
    let description =
        described.map(|at| notes.remove(at).text).and_then(|text| labelled(&text).map(|(_, rest)| rest.to_owned()));
    for context in &endpoint.context {
        if matches!(
            context.kind,
            ContextKind::Details | ContextKind::Validation | ContextKind::BusinessLogic | ContextKind::Auth
        ) {
            let passage = Passage { text: facts.project.text(context.place), place: context.place, is_quoted: true };
            collect(facts, &passage, Some(context.kind), SHARED, &mut notes);
        }
    }
    (notes, description)
}

/// The label that a line starts with, and the rest: `Purpose: …`, `title: …`.
fn labelled(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.split_once([':', '–'])?;
    let label = label.trim_matches(['`', '*', ' ']);
    let is_label = !label.is_empty() && label.split_whitespace().count() <= 2 && !rest.trim().is_empty();
    is_label.then_some((label, rest.trim()))
}

/// Whether a shared line is about a field that this endpoint does not take.
fn is_about_another_field(facts: &EndpointFacts<'_>, text: &str) -> bool {
    let Some((label, _)) = labelled(text) else { return false };
    let noun = naming::noun(label);
    let is_table = |t: &crate::model::Table| naming::noun(t.bare_name()) == noun;
    let elsewhere = facts.project.schema.tables.iter().any(is_table) && !facts.tables.iter().any(|t| is_table(t));
    if elsewhere && facts.endpoint.group.as_deref().is_none_or(|group| naming::noun(group) != noun) {
        return true;
    }
    let is_name = !label.contains(' ')
        && label.chars().all(|c| c.is_alphanumeric() || "_-.[]".contains(c))
        && label.starts_with(char::is_lowercase);
    let ours = |name: &str| naming::key(name) == naming::key(label);
    is_name && !facts.inputs.iter().any(|i| ours(&i.parameter.name) || i.column.is_some_and(|(_, c)| ours(&c.name)))
}

/// Whether a shared line only speaks of other operations: of creating, say, where this one reads.
fn is_about_another_operation(facts: &EndpointFacts<'_>, text: &str) -> bool {
    let lower = text.to_lowercase();
    let verbs = &words().verbs;
    let speaks = |stems: &[String]| {
        stems.iter().any(|stem| {
            lower
                .match_indices(stem.as_str())
                .any(|(at, _)| !lower.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric)))
        })
    };
    let own = match facts.operation {
        Operation::List | Operation::Read => &verbs.reads,
        Operation::Create => &verbs.creates,
        Operation::Replace | Operation::Update => &verbs.changes,
        Operation::Delete => &verbs.removes,
        Operation::Act => return false,
    };
    let any = [&verbs.reads, &verbs.creates, &verbs.changes, &verbs.removes].into_iter().any(|stems| speaks(stems));
    any && !speaks(own)
}

/// A text whose sentences are looked at.
struct Passage<'p> {
    text: &'p str,
    place: crate::text::Place,
    /// Whether the text stands there letter by letter; the words of a specification do not.
    is_quoted: bool,
}

fn collect(
    facts: &EndpointFacts<'_>,
    passage: &Passage<'_>,
    kind: Option<ContextKind>,
    limit: usize,
    notes: &mut Vec<Note>,
) {
    let Passage { place, is_quoted, .. } = *passage;
    let Some(source) = facts.project.source(place) else { return };
    let known = if is_quoted { known_spans(facts, place.document) } else { Vec::new() };
    let nouns = nouns(facts);
    let mut in_fence = false;
    let mut about_us = false;
    let mut heading = String::new();
    let mut scope = String::new();
    let mut taken = 0;
    // The endpoint that an item names also owns the items below it.
    let mut named: Option<(usize, bool)> = None;
    let mut offset = place.span.start;
    for line in passage.text.split_inclusive('\n') {
        let span = Span::new(offset, offset + line.len());
        offset += line.len();
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            in_fence = !in_fence;
            continue;
        }
        if in_fence || trimmed.is_empty() || trimmed.starts_with('|') {
            continue;
        }
        let text = plain(trimmed);
        let indent = line.len() - line.trim_start().len();
        if named.is_some_and(|(above, _)| indent <= above) {
            named = None;
        }
        if kind.is_some() && names_an_endpoint(&text) {
            named = Some((indent, text.contains(facts.endpoint.key.path.as_str())));
        }
        let ours = named.map(|(_, ours)| ours);
        let is_label = trimmed.starts_with('#') || text.ends_with(':') && text.split_whitespace().count() <= 8;
        let speaks_of_us = nouns.iter().any(|noun| says(&text, noun));
        if is_label {
            about_us = speaks_of_us;
            // A role or a case in front of a list says for whom or when it holds.
            let known = LABELS.term_of(text.trim_end_matches(':')).is_some();
            let said = if speaks_of_us || known { "" } else { text.trim_end_matches(':') };
            if trimmed.starts_with('#') {
                heading = if trimmed.starts_with("####") { said.to_owned() } else { String::new() };
                scope = heading.clone();
            } else {
                let parts = [heading.as_str(), said].into_iter().filter(|part| !part.is_empty());
                scope = parts.collect::<Vec<_>>().join(", ");
            }
            continue;
        }
        let relevant = match kind {
            None | Some(ContextKind::Details) => true,
            Some(_) => ours.unwrap_or(about_us || speaks_of_us),
        };
        let is_fact = labelled(&text).and_then(|(label, _)| LABELS.term_of(label)).is_some_and(|t| FACTS.contains(&t));
        let is_known = is_fact || known.iter().any(|s| s.start < span.end && span.start < s.end);
        if taken >= limit || !relevant || is_known || !is_sentence(facts, &text) {
            continue;
        }
        let is_idle = labelled(&text).is_some_and(|(label, _)| is_in(label, &words().idle_labels));
        if is_idle {
            continue;
        }
        if kind.is_some()
            && ours.is_none()
            && (is_about_another_field(facts, &text) || is_about_another_operation(facts, &text))
        {
            continue;
        }
        if kind.is_some()
            && (text.split_whitespace().count() < 5 || notes.iter().any(|note| note.text.ends_with(&text)))
        {
            continue;
        }
        let text = if scope.is_empty() || kind.is_none() { text } else { format!("{scope}: {text}") };
        let text = shorten(&text, 260);
        if !notes.iter().any(|note| note.text == text) {
            let line = source.line_of(if is_quoted { span.start } else { place.span.start });
            notes.push(Note { text, source: format!("{}:{line}", source.path), kind });
            taken += 1;
        }
    }
}

/// Whether a line names an endpoint with its method.
fn names_an_endpoint(text: &str) -> bool {
    let mut words = text.split(|c: char| c.is_whitespace() || "`*(),;".contains(c)).filter(|w| !w.is_empty());
    let mut method = false;
    words.any(|word| {
        let found = method && word.starts_with('/');
        method = word.parse::<crate::model::Method>().is_ok();
        found
    })
}

/// Spans that other facts were read from.
fn known_spans(facts: &EndpointFacts<'_>, document: crate::text::DocumentId) -> Vec<Span> {
    let endpoint = facts.endpoint;
    let parameters =
        endpoint.details.path_params.iter().chain(&endpoint.details.query_params).chain(&endpoint.details.body_fields);
    let mut places: Vec<crate::text::Place> = parameters.map(|p| p.place).collect();
    places.extend(
        endpoint.details.responses.iter().flat_map(|r| [Some(r.place), r.body.as_ref().map(|b| b.place)]).flatten(),
    );
    places.extend(endpoint.details.request_body.iter().map(|b| b.place));
    places.retain(|p| p.document == document && !p.span.is_empty());
    places.into_iter().map(|p| p.span).collect()
}

/// Words that a shared sentence has to name to be about this endpoint.
fn nouns(facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut nouns = vec![facts.noun.0.clone(), facts.noun.1.clone()];
    nouns.extend(facts.main.map(|t| t.bare_name().to_owned()));
    nouns.extend(facts.endpoint.group.iter().filter(|g| g.split_whitespace().count() <= 2).cloned());
    nouns.push(facts.endpoint.key.path.as_str().to_owned());
    nouns.retain(|n| n.chars().count() > 2);
    nouns
}

fn says(text: &str, noun: &str) -> bool {
    if noun.starts_with('/') {
        return text.contains(noun);
    }
    let wanted = naming::key(noun);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<String> = text.split(|c| !is_word(c)).filter(|w| !w.is_empty()).map(naming::key).collect();
    words.contains(&wanted) || words.windows(2).any(|pair| pair.concat() == wanted)
}

/// A line without marks of lists, emphasis and code.
fn plain(line: &str) -> String {
    let text = line.trim_start_matches(['-', '*', '+', '>', '#', ' ', '\t']);
    let number = text
        .find(['.', ')'])
        .filter(|at| *at > 0 && text.get(..*at).is_some_and(|n| n.chars().all(|c| c.is_ascii_digit())));
    let text = number.and_then(|at| text.get(at + 1..)).unwrap_or(text);
    clean(text.trim_start_matches("[ ]").trim()).replace("**", "").replace("__", "")
}

/// Whether a line says something of its own: not the announcement, the summary or a bare label.
fn is_sentence(facts: &EndpointFacts<'_>, text: &str) -> bool {
    let endpoint = facts.endpoint;
    let path = endpoint.key.path.as_str();
    let summary = endpoint.summary.as_deref().map(clean).unwrap_or_default();
    let words = text.split_whitespace().count();
    let starts_body = text.starts_with(['{', '}', '[', ']', '"', '<']);
    let is_summary = !summary.is_empty() && (text.contains(&summary) || summary.contains(text));
    words >= 4 && !starts_body && !is_summary && !text.contains(path) && !text.contains("Bearer")
}

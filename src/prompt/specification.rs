//! `{{route-api-specification}}`: the chosen endpoints' own text, then what also holds for them.

use crate::model::{Choice, ContextKind, DocumentsAs, Endpoint, Method, Omission};
use crate::read::lexicon::spelling::words;
use crate::text::{Place, Span};

use super::examples;
use super::excerpt;
use super::phrases::{Phrases, fill};
use super::slots::Slot;

/// Text away from the endpoints that holds for some or all of them.
struct Shared {
    kind: ContextKind,
    place: Place,
    /// Which of the chosen endpoints it holds for.
    endpoints: Vec<usize>,
}

impl Shared {
    fn label(&self, choice: &Choice<'_>, phrases: &Phrases) -> String {
        let kind = phrases.kind(self.kind);
        if self.endpoints.len() == choice.endpoints.len() {
            return fill(&phrases.also_holds, &[("kind", kind)]);
        }
        let names: Vec<_> =
            self.endpoints.iter().filter_map(|&i| choice.endpoints.get(i)).map(|e| e.key.to_string()).collect();
        fill(&phrases.also_holds_for, &[("kind", kind), ("endpoints", &names.join(", "))])
    }
}

pub(super) fn slot(choice: &Choice<'_>, phrases: &Phrases) -> Slot {
    let mut slot = Slot::default();
    if choice.endpoints.is_empty() {
        slot.say(&phrases.missing(&[&phrases.no_endpoint_text]));
    }
    for endpoint in &choice.endpoints {
        let label = endpoint.key.to_string();
        if quote(&mut slot, choice, endpoint, &label, phrases) {
            let missing = missing(choice, endpoint, phrases);
            if !missing.is_empty() {
                slot.say(&phrases.missing(&missing));
            }
        } else {
            slot.say(&format!("**{label}**\n\n{}", phrases.missing(&[&phrases.no_endpoint_text])));
        }
    }
    if let Some(base) = choice.project.api.base_path.as_deref() {
        let is_written_out = |e: &&Endpoint| e.key.path.as_str().starts_with(base);
        if !choice.endpoints.iter().all(is_written_out) {
            slot.say(&fill(&phrases.base_path, &[("path", base)]));
        }
    }
    let shared = shared(choice);
    // References are as short as headings.
    if choice.left_out.contains(&Omission::Context) && choice.documents_as == DocumentsAs::Inline {
        headings(&mut slot, choice, &shared, phrases);
    } else {
        for shared in &shared {
            slot.quote(choice, &shared.label(choice, phrases), shared.place);
        }
    }
    slot
}

/// The first words of a line.
fn in_short(line: &str) -> String {
    const LONGEST: usize = 60;
    let Some((cut, _)) = line.char_indices().nth(LONGEST) else { return line.to_owned() };
    let kept = line.get(..cut).unwrap_or_default();
    format!("{}…", kept.rsplit_once(' ').map_or(kept, |(words, _)| words))
}

/// A line for each piece of context in place of its text.
fn headings(slot: &mut Slot, choice: &Choice<'_>, shared: &[Shared], phrases: &Phrases) {
    let mut lines = Vec::new();
    for shared in shared {
        let text = excerpt::text(choice.project, shared.place);
        let Some(first) = text.lines().find(|line| line.contains(char::is_alphanumeric)) else { continue };
        let heading = in_short(first.trim_matches(|c: char| "#*_->: \t".contains(c)));
        let place = excerpt::lines(choice.project, shared.place);
        let for_all = shared.endpoints.len() == choice.endpoints.len();
        let label = if for_all { phrases.kind(shared.kind).to_owned() } else { shared.label(choice, phrases) };
        lines.push(format!("- {label}: {heading} ({place})"));
        slot.places.push(shared.place);
    }
    if !lines.is_empty() {
        slot.say(&format!("{}\n\n{}", phrases.context_left_out, lines.join("\n")));
    }
}

/// Appends an endpoint's own text; `false` where there is none. An operation of a specification is
/// YAML, whatever its file is.
fn quote(slot: &mut Slot, choice: &Choice<'_>, endpoint: &Endpoint, label: &str, phrases: &Phrases) -> bool {
    if endpoint.details.source().is_none() || choice.documents_as != DocumentsAs::Inline {
        let replaced = examples::replaced(choice, endpoint, phrases);
        let text = excerpt::text_with(choice.project, endpoint.place, &replaced);
        return slot.quote_as(choice, label, endpoint.place, &text);
    }
    let whole = choice.project.own_text(endpoint, choice.schema_depth);
    let cut = examples::yaml(choice, &whole);
    let text = cut.as_deref().unwrap_or(&whole);
    let fence = if text.contains("```") { "````" } else { "```" };
    let lines = excerpt::lines(choice.project, endpoint.place);
    slot.say(&format!("**{label}** ({lines})\n\n{fence}yaml\n{}\n{fence}", text.trim_end()));
    if cut.is_some() {
        slot.say(&fill(&phrases.example_left_out, &[("place", &lines)]));
    }
    slot.places.push(endpoint.place);
    true
}

/// The context of all chosen endpoints, each piece once, in the order of the documents.
fn shared(choice: &Choice<'_>) -> Vec<Shared> {
    let mut all: Vec<Shared> = Vec::new();
    for (index, endpoint) in choice.endpoints.iter().enumerate() {
        for context in &endpoint.context {
            // Nobody pages through what is written.
            let reads = endpoint.key.method == Method::Get || !endpoint.details.query_params.is_empty();
            if context.kind == ContextKind::Pagination && !reads {
                continue;
            }
            if choice.endpoints.iter().any(|e| covers(e.place, context.place)) {
                continue;
            }
            match all.iter_mut().find(|s| s.place == context.place) {
                Some(known) if known.endpoints.last() == Some(&index) => {}
                Some(known) => known.endpoints.push(index),
                None => all.push(Shared { kind: context.kind, place: context.place, endpoints: vec![index] }),
            }
        }
    }
    all.sort_by_key(|s| (s.place.document, s.place.span.start, std::cmp::Reverse(s.place.span.end)));
    let mut kept: Vec<Shared> = Vec::new();
    for shared in all {
        let is_told = |outer: &Shared| {
            covers(outer.place, shared.place) && shared.endpoints.iter().all(|e| outer.endpoints.contains(e))
        };
        if !kept.iter().any(is_told) {
            kept.push(shared);
        }
    }
    kept
}

fn covers(outer: Place, inner: Place) -> bool {
    outer.document == inner.document && outer.span.covers(inner.span)
}

/// What the documents do not say of an endpoint. Statuses count as said when any number of their
/// kind stands in the text, whoever it was meant for: a wrong "missing" would mislead.
fn missing<'p>(choice: &Choice<'_>, endpoint: &Endpoint, phrases: &'p Phrases) -> Vec<&'p str> {
    let places = || std::iter::once(endpoint.place).chain(endpoint.context.iter().map(|c| c.place));
    let is_specified = endpoint.details.source().is_some();
    let names_status =
        |first: &[u8]| !is_specified && places().any(|place| has_status(choice.project.text(place), first));
    let knows_access = endpoint.details.auth.is_some()
        || endpoint.context.iter().chain(&choice.project.api.context).any(|c| c.kind == ContextKind::Auth);
    let mut missing = Vec::new();
    if endpoint.success_codes().is_empty() && !names_status(b"23") {
        missing.push(phrases.no_success_status.as_str());
    }
    let has_others = endpoint.details.otherwise.is_some();
    if endpoint.error_codes().is_empty() && !has_others && !names_status(b"45") {
        missing.push(phrases.no_error_statuses.as_str());
    }
    if !knows_access {
        missing.push(phrases.no_access.as_str());
    }
    missing
}

/// Whether a number of three digits that begins with one of `first` stands in the text.
fn has_status(text: &str, first: &[u8]) -> bool {
    words(text).map(|(from, to)| Span::new(from, to)).any(|word| {
        let digits = text.as_bytes().get(word.start..word.end).unwrap_or_default();
        digits.len() == 3 && digits.iter().all(u8::is_ascii_digit) && digits.first().is_some_and(|d| first.contains(d))
    })
}

//! Sentences of the documents that no other fact holds: steps, business rules, conditions, side
//! effects. They are carried over with their places, so that nothing that was decided gets lost.

mod lines;
mod relevance;
mod roles;
mod stage;

use std::sync::LazyLock;

use self::lines::{Line, Passage, lines};
use self::relevance::{
    can_concern, is_about_another, is_about_another_operation, is_told_elsewhere, names_an_endpoint, nouns, says,
    says_action, tells_operation,
};
pub(crate) use self::stage::Stage;
use super::super::markdown::{clean, shorten};
use super::super::words::{is_in, words};
use super::{EndpointFacts, Operation};
use crate::model::{Context, ContextKind, Endpoint};
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
    /// Where in the flow it has its place.
    pub(crate) stage: Stage,
}

/// More than this would hide the plan behind its source.
const OWN: usize = 16;
const SHARED: usize = 5;
const PROCESS: usize = 14;

/// The sentences of an endpoint, its own first.
pub(crate) fn of(facts: &EndpointFacts<'_>) -> (Vec<Note>, Option<String>) {
    let mut notes: Vec<Note> = Vec::new();
    let endpoint = facts.endpoint;
    let is_quoted = endpoint.details.source().is_none();
    let own = Passage { text: facts.project.said_of(endpoint), place: endpoint.place, is_quoted };
    Collector::new(facts, None).collect(&own, &mut notes);
    let described = notes
        .iter()
        .position(|note| labelled(&note.text).is_some_and(|(label, _)| LABELS.term_of(label) == Some("description")));
    let description =
        described.map(|at| notes.remove(at).text).and_then(|text| labelled(&text).map(|(_, rest)| rest.to_owned()));
    in_brackets(facts, description.as_deref(), &mut notes);
    for context in &endpoint.context {
        let is_group = context.kind == ContextKind::Conventions;
        if is_group
            || matches!(
                context.kind,
                ContextKind::Details | ContextKind::Validation | ContextKind::BusinessLogic | ContextKind::Auth
            )
        {
            let passage = Passage { text: facts.project.text(context.place), place: context.place, is_quoted: true };
            let mut collector = Collector::new(facts, Some(context.kind));
            // What was found to be about this endpoint is told as if it stood among its own words.
            if is_ours(facts, context) {
                collector.kind = Some(ContextKind::Details);
                collector.is_ours = true;
            }
            collector.collect(&passage, &mut notes);
        }
    }
    roles::without_management(facts, &mut notes);
    (notes, description)
}

/// Whether a shared rule was filed under this endpoint, and at most under the one that changes what it makes.
fn is_ours(facts: &EndpointFacts<'_>, context: &Context) -> bool {
    let particular = matches!(context.kind, ContextKind::BusinessLogic | ContextKind::Validation);
    let all = &facts.project.api.endpoints;
    let holds = |other: &&Endpoint| other.context.iter().any(|c| c.place == context.place);
    // What two endpoints of three share may as well be meant for all.
    let count = if particular { all.iter().filter(holds).take(3).count() } else { return false };
    count < 3 && count * 2 < all.len()
}

/// What summary and description say in brackets of who may do it, and how often: `(admin only, 1 per user)`.
fn in_brackets(facts: &EndpointFacts<'_>, description: Option<&str>, notes: &mut Vec<Note>) {
    let place = facts.endpoint.place;
    let Some(source) = facts.project.source(place) else { return };
    let source = format!("{}:{}", source.path, source.line_of(place.span.start));
    for text in [facts.endpoint.summary.as_deref(), description].into_iter().flatten() {
        let inner = text.split('(').skip(1).filter_map(|rest| rest.split_once(')')).map(|(inner, _)| inner);
        for part in inner.flat_map(|inner| inner.split([',', ';'])).map(str::trim) {
            let stage = stage::of(part, None, false, false);
            let Some(stage @ (Stage::Access | Stage::Check)) = stage else { continue };
            if part.contains(' ') && !notes.iter().any(|note| note.text.contains(part)) {
                let text = clean(part).replace("**", "");
                notes.push(Note { text, source: source.clone(), kind: None, stage });
            }
        }
    }
}

/// The label that a line starts with, and the rest: `Purpose: …`, `title: …`.
fn labelled(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.split_once([':', '–'])?;
    let label = label.trim_matches(['`', '*', ' ']);
    let is_label = !label.is_empty() && label.split_whitespace().count() <= 2 && !rest.trim().is_empty();
    is_label.then_some((label, rest.trim()))
}

/// Goes through the lines of a passage.
struct Collector<'f, 'a> {
    facts: &'f EndpointFacts<'a>,
    kind: Option<ContextKind>,
    /// The passage is about this endpoint alone.
    is_ours: bool,
    nouns: Vec<String>,
    /// The last heading or label speaks of this endpoint.
    about_us: bool,
    /// The last heading speaks of something else.
    about_others: bool,
    heading: String,
    scope: String,
    /// What the last label is for, by the lexicon, with its indentation.
    term: Option<(&'static str, usize)>,
    /// The endpoint that an item names also owns the items below it.
    named: Option<(usize, bool)>,
    /// The step that deeper lines belong to, by its indentation.
    step: Option<usize>,
    taken: usize,
}

impl<'f, 'a> Collector<'f, 'a> {
    fn new(facts: &'f EndpointFacts<'a>, kind: Option<ContextKind>) -> Self {
        Self {
            facts,
            kind,
            is_ours: false,
            nouns: nouns(facts),
            about_us: false,
            about_others: false,
            heading: String::new(),
            scope: String::new(),
            term: None,
            named: None,
            step: None,
            taken: 0,
        }
    }

    fn collect(mut self, passage: &Passage<'_>, notes: &mut Vec<Note>) {
        let place = passage.place;
        let Some(source) = self.facts.project.source(place) else { return };
        let known = if passage.is_quoted { known_spans(self.facts, place.document) } else { Vec::new() };
        let lines = lines(passage);
        // One number alone counts endpoints, not steps.
        let numbered = |indent: usize| lines.iter().filter(|l| l.is_numbered && l.indent == indent).count() > 1;
        for (at, line) in lines.iter().enumerate() {
            let is_title = |next: &Line| next.indent > line.indent && line.text.split_whitespace().count() < 6;
            let titled = self.is_ours && at == 0 && lines.get(1).is_some_and(is_title);
            if titled || self.is_scope(line) {
                continue;
            }
            let is_known = known.iter().any(|s| s.start < line.span.end && line.span.start < s.end);
            let is_process = self.is_process(line, line.is_numbered && numbered(line.indent));
            let at = source.line_of(if passage.is_quoted { line.span.start } else { place.span.start });
            let source = format!("{}:{at}", source.path);
            if self.goes_on(line) {
                if let Some(note) = notes.last_mut().filter(|_| !is_known) {
                    append(&mut note.text, &line.text);
                }
                continue;
            }
            let rules = is_rules(&line.text);
            if self.kind == Some(ContextKind::Conventions) && !rules {
                continue;
            }
            for text in parts(&line.text, rules) {
                let Some((text, stage)) = self.accept(text, (is_process && !is_known, line.is_numbered), is_known)
                else {
                    continue;
                };
                if !notes.iter().any(|note| note.text == text) {
                    notes.push(Note { text, source: source.clone(), kind: self.kind, stage });
                    self.taken += 1;
                    self.step = is_process.then_some(line.indent);
                }
            }
        }
        notes.retain(|note| !note.text.ends_with(':'));
    }

    /// Whether a line is a heading or a label, which says what the lines below it are about.
    fn is_scope(&mut self, line: &Line) -> bool {
        let Line { text, indent, is_heading, .. } = line;
        if self.named.is_some_and(|(above, _)| *indent <= above) {
            self.named = None;
        }
        if self.kind.is_some() && names_an_endpoint(text) {
            self.named = Some((*indent, text.contains(self.facts.endpoint.key.path.as_str())));
        }
        let bare = text.trim_end_matches(':');
        let is_label = *is_heading || text.ends_with(':') && text.split_whitespace().count() <= 8;
        let in_process = self.term.is_some_and(|(term, above)| term == PROCESS_TERM && *indent > above);
        let opens_step = !is_heading && (line.is_numbered || in_process) && LABELS.term_of(bare).is_none();
        if !is_label || opens_step || self.goes_on(line) {
            if self.term.is_some_and(|(_, above)| *indent < above) {
                self.term = None;
            }
            return false;
        }
        self.step = None;
        self.term = LABELS.term_of(bare).map(|term| (term, *indent));
        let speaks_of_us = self.nouns.iter().any(|noun| says(text, noun)) || says_action(self.facts, text);
        self.about_us = speaks_of_us;
        // A role or a case in front of a list says for whom or when it holds.
        let known = self.term.is_some();
        let said = if speaks_of_us || known || self.is_ours { "" } else { bare };
        if *is_heading {
            self.about_others = self.kind.is_some() && !self.is_ours && is_about_another_operation(self.facts, text);
            self.heading = if line.is_deep { said.to_owned() } else { String::new() };
            self.scope = self.heading.clone();
        } else {
            let parts = [self.heading.as_str(), said].into_iter().filter(|part| !part.is_empty());
            self.scope = parts.collect::<Vec<_>>().join(", ");
        }
        true
    }

    /// Whether a line is a step of what the endpoint does.
    fn is_process(&self, line: &Line, is_numbered: bool) -> bool {
        let is_own = matches!(self.kind, None | Some(ContextKind::Details));
        let inline = labelled(&line.text).is_some_and(|(label, _)| LABELS.term_of(label) == Some(PROCESS_TERM));
        let by_label = self.term.is_some_and(|(term, _)| term == PROCESS_TERM);
        let other = self.term.is_some_and(|(term, _)| FACTS.contains(&term) || term == "validation");
        let told = is_own || self.about_us && !self.about_others && self.kind == Some(ContextKind::BusinessLogic);
        told && (is_numbered && !other || is_own && (inline || by_label))
    }

    /// Whether a line belongs to the step above it.
    fn goes_on(&self, line: &Line) -> bool {
        self.step.is_some_and(|above| line.indent > above) && !line.is_heading
    }

    /// The sentence with its place, where it concerns this endpoint and no other fact holds it.
    fn accept(&self, text: &str, (is_process, is_numbered): (bool, bool), is_known: bool) -> Option<(String, Stage)> {
        let facts = self.facts;
        let ours = self.named.map(|(_, ours)| ours);
        let label = labelled(text).and_then(|(label, _)| LABELS.term_of(label));
        let is_fact = label.is_some_and(|term| FACTS.contains(&term));
        let is_idle = labelled(text).is_some_and(|(label, _)| is_in(label, &words().idle_labels));
        let limit = match self.kind {
            None => OWN,
            _ if is_process || self.is_ours => PROCESS,
            _ => SHARED,
        };
        if self.taken >= limit || self.about_others || is_fact || is_known || is_idle {
            return None;
        }
        let is_own = matches!(self.kind, None | Some(ContextKind::Details));
        let is_part = self.kind == Some(ContextKind::Conventions);
        let speaks_of_us = || self.nouns.iter().any(|noun| says(text, noun)) || is_part;
        let said_of_us = ours.unwrap_or_else(|| self.about_us || speaks_of_us());
        let enough = match (is_process || is_part, self.is_ours) {
            (true, _) => 2,
            (false, true) => 3,
            (false, false) => 4,
        };
        if !(is_own || said_of_us) || !is_sentence(facts, text, enough) {
            return None;
        }
        if self.is_ours && ours.is_none() && is_told_elsewhere(facts, text) {
            return None;
        }
        if self.kind.is_some() && !is_process {
            let is_told = text.split_whitespace().count() < 5 && !is_part && !self.is_ours;
            if is_told || !is_own && ours.is_none() && is_about_another(facts, text) {
                return None;
            }
        }
        let stage = stage::of(text, self.kind, is_process, is_numbered)?;
        let stage = match stage {
            Stage::Order if facts.operation != Operation::List => Stage::Other,
            stage => stage,
        };
        let is_unclear = stage == Stage::Other && !self.about_us && !tells_operation(facts, text);
        let shared = !is_own && ours.is_none();
        if shared && is_unclear || (shared || self.is_ours) && !can_concern(facts, text, stage) {
            return None;
        }
        let text = match labelled(text).filter(|_| is_process && label == Some(PROCESS_TERM)) {
            Some((_, rest)) => rest,
            None => text,
        };
        let narrowed;
        let text = if self.kind == Some(ContextKind::Auth) && stage == Stage::Access {
            narrowed = roles::narrowed(facts, text)?;
            narrowed.as_str()
        } else {
            text
        };
        let scoped = self.scope.is_empty() || self.kind.is_none() || is_process;
        let text = if scoped { text.to_owned() } else { format!("{}: {text}", self.scope) };
        Some((shorten(&text, 260), stage))
    }
}

/// Whether a line is a list of rules behind their label.
fn is_rules(text: &str) -> bool {
    labelled(text).is_some_and(|(label, _)| LABELS.term_of(label) == Some("validation"))
}

/// The sentences of a line; several rules in one are a sentence each.
fn parts(text: &str, is_rules: bool) -> Vec<&str> {
    match text.split_once(':').filter(|(_, rest)| is_rules && rest.contains(';')) {
        Some((_, rest)) => rest.split(';').map(|part| part.trim().trim_end_matches('.')).collect(),
        None => vec![text],
    }
}

/// What a step says in deeper lines, on its own line.
fn append(text: &mut String, more: &str) {
    const LONGEST: usize = 600;
    if text.len() + more.len() < LONGEST {
        text.push_str(if text.ends_with(':') { " " } else { "; " });
        text.push_str(more.trim_end_matches('.'));
    }
}

/// The label below which steps stand.
const PROCESS_TERM: &str = "logic";

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

/// Whether a line says something of its own: not the announcement, the summary or a bare label.
fn is_sentence(facts: &EndpointFacts<'_>, text: &str, enough: usize) -> bool {
    // What an arrow leads to is the outcome of a step, and no demand.
    if text.starts_with(['→', '⇒']) {
        return false;
    }
    let endpoint = facts.endpoint;
    let path = endpoint.key.path.as_str();
    let summary = endpoint.summary.as_deref().map(clean).unwrap_or_default();
    let words = text.split_whitespace().count();
    let starts_body = text.starts_with(['{', '}', '[', ']', '"', '<']) && !text.contains(['→', '>']);
    let is_summary = !summary.is_empty() && (text.contains(&summary) || summary.contains(text));
    let announces = text.contains(path) && words < 8;
    words >= enough && !starts_body && !is_summary && !announces && !text.contains("Bearer")
}

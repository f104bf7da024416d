//! API plans: markdown → endpoints.
//!
//! Plans are written in many shapes, often several in one file, so there is no parser for each of
//! them. The outline of the document is searched for places that *announce* an endpoint
//! ([`announce`]); it is decided which of them are endpoints of the plan and which only mention one
//! ([`accept`]); each endpoint *owns* the text from its announcement to the next ([`extent`]); facts
//! are read inside what it owns ([`facts`]); what is said elsewhere becomes its context ([`shared`]).

mod accept;
mod announce;
mod body;
mod extent;
mod facts;
mod fields;
mod mentioned;
mod needs;
mod params;
mod prose;
mod references;
mod resources;
mod rows;
mod sections;
mod shared;
pub(crate) mod status;
mod tables;
mod target;
#[cfg(test)]
mod tests;
mod words;

use accept::{Accepted, Key, key_of};
use announce::{Announcement, Shape};
use facts::Reader;
use sections::{Layout, Section, Zone, without_number};

use std::collections::{HashMap, HashSet};

use super::blocks::{self, Outline};
use crate::diagnostic::{Diagnostic, Parsed, codes};
use crate::model::{ApiPlan, Context, ContextKind, Endpoint, EndpointKey, Method, Parameter, PathTemplate};
use crate::text::{Source, Span};

/// What a segment of a path begins with where it is a parameter.
const MARKS: [char; 4] = [':', '{', '[', '<'];

/// Reads an API plan.
#[must_use]
pub fn api_plan(source: &Source) -> Parsed<ApiPlan> {
    in_outline(source, &blocks::outline(source))
}

/// Reads an API plan whose outline is known.
pub(super) fn in_outline(source: &Source, outline: &Outline) -> Parsed<ApiPlan> {
    let layout = Layout::new(source, outline);
    let accepted = accept::accept(&layout, announce::announcements(&layout));
    let mut diagnostics = Vec::new();
    let mut read = Vec::new();
    for (number, announcement) in accepted.endpoints.iter().enumerate() {
        let next = accepted.endpoints.get(number + 1).map_or(layout.blocks().len(), |a| a.start);
        let next = extent::Next { start: next, listed: extent::is_listed(&accepted.endpoints, number) };
        read.extend(endpoints_of(&layout, &accepted, announcement, next, &mut diagnostics));
    }
    let mentioned = mentioned::endpoints(&layout, &accepted);
    diagnostics.extend(only_mentioned(&layout, &accepted, &mentioned));
    for announcement in &mentioned {
        let end = match announcement.shape {
            Shape::Heading { .. } => layout.section(announcement.head).map_or(0, |s| s.end),
            _ => announcement.head + 1,
        };
        let next = extent::Next { start: end, listed: false };
        let drafts = endpoints_of(&layout, &accepted, announcement, next, &mut diagnostics);
        let start = drafts.first().map_or(0, |d| d.endpoint.place.span.start);
        let at = read.iter().position(|d| d.endpoint.place.span.start > start).unwrap_or(read.len());
        read.splice(at..at, drafts);
    }
    references::resolve(&mut read);
    // Rules give a body its fields only where the plan shows that object nowhere.
    let resource = |e: &Endpoint| e.key.path.segments().rfind(|s| !s.starts_with(MARKS)).map(str::to_owned);
    let whole = |d: &&Draft| d.endpoint.key.method == Method::Post && !d.endpoint.details.body_fields.is_empty();
    let shown_once: HashSet<_> = read.iter().filter(whole).map(|d| resource(&d.endpoint)).collect();
    let shown = |d: &Draft| shown_once.contains(&resource(&d.endpoint));
    let vague = |d: &Draft| d.in_words.is_some() && d.endpoint.details.body_fields.is_empty() && !shown(d);
    let unnamed: HashSet<usize> = read.iter().enumerate().filter(|(_, d)| vague(d)).map(|(at, _)| at).collect();
    let in_words: Vec<Option<Span>> = read.iter().map(|d| d.in_words).collect();
    let mut endpoints: Vec<Endpoint> = read.into_iter().map(|r| r.endpoint).collect();
    let by_key: HashMap<Key, usize> =
        endpoints.iter().enumerate().rev().map(|(i, e)| (key_of(e.key.method, e.key.path.as_str()), i)).collect();
    let mut starts: Vec<usize> =
        accepted.endpoints.iter().chain(accepted.repeats.iter().map(|(a, _)| a)).map(|a| a.start).collect();
    starts.sort_unstable();
    for (repeat, first) in &accepted.repeats {
        let original = accepted.endpoints.get(*first).and_then(|a| a.targets.first());
        let number = original.and_then(|t| by_key.get(&key_of(t.method, &t.path)));
        if let Some(endpoint) = number.and_then(|n| endpoints.get_mut(*n)) {
            let next = starts.get(starts.partition_point(|s| *s <= repeat.start)).copied();
            let next = next.unwrap_or(layout.blocks().len());
            diagnostics.extend(repeated(&layout, repeat, next, endpoint));
        }
    }
    let context = shared::apply(&layout, &mut endpoints, &unnamed);
    diagnostics.extend(only_in_words(&layout, &endpoints, &in_words));
    for endpoint in &mut endpoints {
        endpoint.details.responses.sort_by_key(|r| !r.is_success());
    }
    diagnostics.extend(complaints(&layout, &accepted, &endpoints));
    diagnostics.sort_by_key(|d: &Diagnostic| d.place.map(|p| p.span.start));
    let value =
        ApiPlan { resources: resources::resources(&layout), base_path: shared::base_path(&layout), endpoints, context };
    Parsed { value, diagnostics }
}

/// An endpoint with what could not be settled while reading it alone.
struct Draft {
    endpoint: Endpoint,
    same_as: Option<String>,
    /// Where its query parameters are to be taken from.
    queries_as: Option<String>,
    /// Whether that body has fields beside, which were read.
    beside: bool,
    /// Fields that it lacks.
    lacks: Vec<String>,
    /// Where the plan gives the body in words.
    in_words: Option<Span>,
}

/// Reads the endpoints of one announcement.
fn endpoints_of(
    layout: &Layout<'_>,
    accepted: &Accepted,
    announcement: &Announcement,
    next: extent::Next,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut told = false;
    for target in &announcement.targets {
        let (first, end) = match announcement.shape {
            Shape::Row { .. } => rows::details(layout, accepted, announcement, target)
                .unwrap_or((announcement.start, announcement.head + 1)),
            _ => (announcement.start, extent::end_of(layout, announcement, next)),
        };
        let span = span_of(layout, first, end);
        let path = PathTemplate::new(&target.path);
        let key = EndpointKey { method: target.method, path };
        let mut endpoint = Endpoint::new(key, layout.source.place(span));
        endpoint.details.path_params = path_parameters(layout, announcement, &endpoint.key.path);
        endpoint.group = group_of(layout, announcement);
        endpoint.summary = announcement.title.and_then(|t| facts::summary_of(without_number(layout.outline.slice(t))));
        let mut reader = Reader::new(layout, endpoint, span.end);
        if let Some(query) = &target.query {
            reader.query_string(query, announcement.head);
        }
        if let Shape::Row { .. } = announcement.shape {
            rows::read_row(&mut reader, layout, announcement.head);
            let from = if first == announcement.head { first + 1 } else { first };
            reader.read_details(from, end);
            rows::free::read(&mut reader, layout, announcement.head);
            let rules = rows::shared_rules(layout, accepted, announcement.head);
            reader.claims.extend(rules.into_iter().map(|rule| (rule, needs::Voice::Shared)));
        } else {
            reader.read(after_announcement(announcement, first), end);
            if let Some(row) = accepted.rows.get(&key_of(target.method, &target.path)) {
                rows::fill_from_row(&mut reader, layout, *row);
            }
            if !announcement.fields {
                reader.codes_in_prose(announcement.head, target.span.end);
            }
        }
        reader.settle();
        if !told {
            told = true;
            diagnostics.extend(reader.broken.iter().map(|span| {
                Diagnostic::warning(
                    codes::UNREADABLE_BODY,
                    layout.source.place(*span),
                    "This body ends before all of its brackets are closed; the fields up to there were read.",
                )
                .with_help("Close the brackets, or put the body into a fence of its own.")
            }));
        }
        let (beside, lacks) = (reader.beside, std::mem::take(&mut reader.lacks));
        drafts.push(Draft {
            same_as: reader.same_as.take(),
            queries_as: reader.queries_as.take(),
            beside,
            lacks,
            in_words: reader.in_words,
            endpoint: reader.endpoint,
        });
    }
    drafts
}

/// The first block with facts: fields may stand in the announcing lines themselves.
fn after_announcement(announcement: &Announcement, first: usize) -> usize {
    if announcement.fields && first < announcement.head { first + 1 } else { announcement.head + 1 }
}

fn span_of(layout: &Layout<'_>, first: usize, end: usize) -> Span {
    let start = layout.block(first).map_or(0, |b| b.span.start);
    let last = layout.block(end.saturating_sub(1).max(first)).map_or(start, |b| b.span.end);
    let text = layout.source.text();
    // A block's marks may stand before it on its line.
    let line = text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
    let trimmed = text.get(line..last).map_or(last, |t| line + t.trim_end().len());
    Span::new(line, trimmed)
}

fn path_parameters(layout: &Layout<'_>, announcement: &Announcement, path: &PathTemplate) -> Vec<Parameter> {
    let place = layout.block(announcement.head).map_or(Span::default(), |b| b.text);
    let parameter = |name: &str| Parameter {
        name: name.to_owned(),
        ty: None,
        required: Some(true),
        description: None,
        default: None,
        allowed: Vec::new(),
        place: layout.source.place(place),
    };
    path.parameters().into_iter().map(parameter).collect()
}

/// The heading that an endpoint stands under, unless it heads all endpoints.
fn group_of(layout: &Layout<'_>, announcement: &Announcement) -> Option<String> {
    let own = layout.section(announcement.start)?;
    let titled = matches!(announcement.shape, Shape::Heading { .. });
    let announces = !target::targets(layout.heading_text(own)).is_empty();
    let section = if titled || announces { layout.sections.get(own.parent?)? } else { own };
    let heading = layout.heading_text(section);
    let is_generic = |s: &Section| words::SECTIONS.term_of(layout.heading_text(s)) == Some("endpoints");
    // `Routes` below `Endpoints` is a resource.
    let below_another = section.parent.and_then(|p| layout.sections.get(p)).is_some_and(is_generic);
    let heads_all = section.level < 2 || is_generic(section) && !below_another;
    let heading = heading.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '`' | '('));
    (!heads_all && !heading.is_empty()).then(|| heading.to_owned())
}

/// A second section about an endpoint is more context for the first one.
fn repeated(layout: &Layout<'_>, repeat: &Announcement, next: usize, endpoint: &mut Endpoint) -> Option<Diagnostic> {
    let end = extent::end_of(layout, repeat, extent::Next { start: next, listed: false });
    let place = layout.source.place(span_of(layout, repeat.start, end));
    endpoint.context.push(Context { kind: ContextKind::Details, place });
    let described = layout.zone(repeat.head) == Zone::Endpoints && !matches!(repeat.shape, Shape::Row { .. });
    let line = layout.source.line_of(endpoint.place.span.start);
    described.then(|| {
        Diagnostic::warning(
            codes::DUPLICATE_ENDPOINT,
            place,
            format!(
                "`{}` is described again; the description on line {line} was taken, this one is context.",
                endpoint.key
            ),
        )
        .with_help("Merge the two descriptions, or give one of them another path.")
    })
}

/// Endpoints that were taken from sentences.
fn only_mentioned(layout: &Layout<'_>, accepted: &Accepted, mentioned: &[Announcement]) -> Vec<Diagnostic> {
    let all = accepted.endpoints.is_empty();
    let said = mentioned.iter().take(if all { 1 } else { mentioned.len() }).filter_map(|announcement| {
        let place = layout.source.place(layout.block(announcement.head)?.text);
        let message = if all {
            let count: usize = mentioned.iter().map(|a| a.targets.len()).sum();
            format!("This plan describes no endpoints; {count} that its sentences name were taken, the first one here.")
        } else {
            let target = announcement.targets.first()?;
            format!(
                "`{} {}` is named in this sentence alone; it was taken for an endpoint of the plan.",
                target.method, target.path
            )
        };
        let help =
            "Give each endpoint a heading of its own, as in `### GET /users`, with what it takes and answers below.";
        Some(Diagnostic::warning(codes::ONLY_MENTIONED, place, message).with_help(help))
    });
    said.collect()
}

/// Bodies that the plan gives in words, of which no field was read.
fn only_in_words(layout: &Layout<'_>, endpoints: &[Endpoint], in_words: &[Option<Span>]) -> Vec<Diagnostic> {
    let takes_body = |e: &Endpoint| matches!(e.key.method, Method::Post | Method::Put | Method::Patch);
    let unread = endpoints.iter().zip(in_words).filter(|(e, _)| takes_body(e) && e.details.body_fields.is_empty());
    let said = unread.filter_map(|(endpoint, span)| {
        // `Empty or an identifier` is no loss.
        let span = span.filter(|s| words::WORDS.prefix(layout.outline.slice(*s), words::Word::None).is_none())?;
        let place = layout.source.place(span);
        let message = format!("What `{}` takes is given in words; no field of its body could be read.", endpoint.key);
        let help = "Show the body as JSON, or list its fields: ``- `name` (string, required)``.";
        Some(Diagnostic::warning(codes::BODY_IN_WORDS, place, message).with_help(help))
    });
    said.collect()
}

/// What is odd about the plan as a whole.
fn complaints(layout: &Layout<'_>, accepted: &Accepted, endpoints: &[Endpoint]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = layout
        .outline
        .unclosed_fences
        .iter()
        .map(|fence| {
            Diagnostic::warning(
                codes::UNCLOSED_FENCE,
                layout.source.place(*fence),
                "This code fence is never closed; reading went on at the next heading.",
            )
            .with_help("Add the closing fence.")
        })
        .collect();
    if endpoints.is_empty() && !layout.source.text().trim().is_empty() {
        let place = layout.source.place(Span::new(0, 0));
        found.push(
            Diagnostic::warning(codes::NO_ENDPOINTS, place, "No endpoint was found in this API plan.").with_help(
                "An endpoint is announced by its method and path, as in `### GET /users/{id}`, \
                 or by `Method:` and `Path:` fields below a title.",
            ),
        );
    }
    found.extend(without_path(layout, accepted));
    found
}

/// Titles with a method but no path, which a reader would take for an endpoint.
fn without_path(layout: &Layout<'_>, accepted: &Accepted) -> Vec<Diagnostic> {
    let announced: HashSet<usize> =
        accepted.endpoints.iter().chain(accepted.repeats.iter().map(|(a, _)| a)).map(|a| a.start).collect();
    let sections: HashSet<Option<&usize>> = accepted.endpoints.iter().map(|a| layout.section_of.get(a.head)).collect();
    layout
        .sections
        .iter()
        .filter(|s| s.zone == Zone::Endpoints)
        .filter_map(|s| s.heading)
        .filter(|h| !announced.contains(h))
        .filter(|h| {
            let text = without_number(layout.text(*h));
            let first = text.split(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty()).unwrap_or_default();
            target::method_in_capitals(first).is_some() && target::targets(text).is_empty()
        })
        .filter(|h| !sections.contains(&layout.section_of.get(*h)))
        .filter_map(|h| layout.block(h))
        .map(|block| {
            Diagnostic::warning(
                codes::ENDPOINT_WITHOUT_PATH,
                layout.source.place(block.text),
                "This heading names a method but no path, so it is not taken for an endpoint.",
            )
            .with_help("Write the path behind the method, as in `GET /users`.")
        })
        .collect()
}

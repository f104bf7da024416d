//! Fields that rules by resource name: which are needed, and which there are where an endpoint's own text
//! gives its body only as an object.

use std::collections::HashSet;

use super::topic::{Subject, Topic, Topics, stem};
use crate::model::{Endpoint, Method, Parameter};
use crate::read::api::body::is_name;
use crate::read::api::needs::{self, Voice, name_words};
use crate::read::api::params::{Named, code_names, named};
use crate::read::api::prose::chain_after;
use crate::read::api::sections::Layout;
use crate::read::api::words::{WORDS, Word};
use crate::text::Span;

/// Reads ``required fields (`a`, `b` in boats; `c` in sails)``: names and, behind them, where they stand.
/// True when the text has that shape.
pub(super) fn by_place(text: &str, endpoints: &mut [Endpoint], topics: &Topics) -> bool {
    let needed = WORDS.necessity(text) == Some(true) || WORDS.has(text, Word::AllRequired);
    if !text.contains('`') || !needed {
        return false;
    }
    let mut any = false;
    for piece in text.split([';', '(', ')']) {
        let Some((before, behind)) = piece.rsplit_once('`') else { continue };
        let place = behind.trim_start();
        let Some(length) = WORDS.prefix(place, Word::Within) else { continue };
        let place = place.get(length..).unwrap_or_default();
        if place.split_whitespace().count() > 3 {
            continue;
        }
        let names = code_names(piece.get(..=before.len()).unwrap_or_default());
        let found: Vec<usize> = Subject::new(place).matches(endpoints, topics).collect();
        any |= !found.is_empty();
        for index in found {
            let Some(fields) = endpoints.get_mut(index).map(|e| &mut e.details.body_fields) else { continue };
            // A body without some of them is sent in part.
            let whole = names.iter().all(|n| fields.iter().any(|f| f.name == n.name));
            for field in fields.iter_mut().filter(|f| whole && names.iter().any(|n| n.name == f.name)) {
                field.required = field.required.or(Some(true));
            }
        }
    }
    any
}

/// Reads a field of a schema that is written as a list, `amount: z.number().optional()`: what nothing makes
/// optional is required. True when the item is one.
pub(super) fn declared(text: &str, schema: &Subject, endpoints: &mut [Endpoint], topics: &Topics) -> bool {
    let Some((name, value)) = text.split_once(':') else { return false };
    let name = name.trim_matches(['`', '*', ' ', '"']);
    let value = value.trim_start_matches(['`', ' ', '*']);
    if !is_name(name) || !["z.", "yup.", "Joi.", "v."].iter().any(|library| value.starts_with(library)) {
        return false;
    }
    let loose = [".optional()", ".nullish()", ".default(", ".notRequired()"].iter().any(|mark| value.contains(mark));
    let schema = schema.without_schema_words();
    let updates = schema.actions.is_some_and(|(creates, _)| !creates);
    for index in schema.matches(endpoints, topics).collect::<Vec<_>>() {
        let fields = endpoints.get_mut(index).into_iter().flat_map(|e| &mut e.details.body_fields);
        for field in fields.filter(|f| f.name == name && f.required.is_none() && (loose || !updates)) {
            field.required = Some(!loose);
        }
    }
    true
}

/// Applies a rule whose label names a resource and one of its fields together: `Boat name: required`.
pub(super) fn of_label(label: &Subject, rule: &str, endpoints: &mut [Endpoint], topics: &Topics) {
    let words = &label.words;
    for split in 1..words.len() {
        let (Some(head), Some(tail)) = (words.get(..split), words.get(split..)) else { continue };
        for index in topics.fitting(head, Topic::fits) {
            let Some(endpoint) = endpoints.get_mut(index).filter(|e| e.key.method != Method::Patch) else { continue };
            let stems = |name: &str| name_words(name).iter().map(|w| stem(w).into_owned()).collect::<Vec<_>>();
            let field = endpoint.details.body_fields.iter().find(|f| stems(&f.name) == tail).map(|f| f.name.clone());
            if let Some(field) = field {
                needs::apply(&format!("{field} {rule}"), endpoint, Voice::Shared);
            }
        }
    }
}

/// Whether a subject has endpoints whose body the plan calls no more than an object.
pub(super) fn are_for(subject: &Subject, topics: &Topics, unnamed: &HashSet<usize>) -> bool {
    !unnamed.is_empty() && !subject.matches_all(topics).is_disjoint(unnamed)
}

/// Gives the endpoints of a subject whose body the plan calls no more than an object the fields that a rule
/// about them names.
pub(super) fn add(
    layout: &Layout<'_>,
    rule: Span,
    subject: &Subject,
    endpoints: &mut [Endpoint],
    topics: &Topics,
    unnamed: &HashSet<usize>,
) {
    if unnamed.is_empty() {
        return;
    }
    let text = layout.outline.slice(rule);
    let found: Vec<usize> = subject.matches_all(topics).into_iter().filter(|index| unnamed.contains(index)).collect();
    if found.is_empty() {
        return;
    }
    for named in identifiers(text) {
        let place = layout.source.place(Span::new(rule.start + named.span.start, rule.start + named.span.end));
        for index in &found {
            let Some(operation) = endpoints.get_mut(*index).map(|e| &mut e.details) else { continue };
            let known = operation.path_params.iter().chain(&operation.query_params).chain(&operation.body_fields);
            if known.into_iter().any(|p| p.name == named.name) {
                continue;
            }
            operation.body_fields.push(Parameter {
                name: named.name.clone(),
                ty: None,
                required: None,
                description: None,
                default: None,
                allowed: Vec::new(),
                place,
            });
        }
    }
}

/// The names in a rule that can only be fields: listed behind `Required fields:`, in code before their rule,
/// or written as no word is: `start_date`, `maxPrice`.
fn identifiers(text: &str) -> Vec<Named> {
    if let Some((label, list)) = text
        .split_once(':')
        .filter(|(label, _)| !label.contains('`') && WORDS.has(label, Word::Fields) && WORDS.necessity(label).is_some())
    {
        let from = label.len() + 1;
        let shifted = |mut n: Named| {
            n.span = Span::new(n.span.start + from, n.span.end + from);
            n
        };
        return named(list).into_iter().map(shifted).collect();
    }
    if text.contains('`') {
        let lead = text.len() - text.trim_start().len();
        let first = chain_after(text).len();
        let mut found = code_names(text);
        let mut number = 0;
        found.retain(|n| {
            number += 1;
            let before = text.get(..n.span.start).unwrap_or_default().trim_end_matches('`').trim_end();
            let after = text.get(n.span.end..).unwrap_or_default().trim_start_matches(['`', ' ', ':']);
            // A name begins a clause and has its rule behind it; what is only listed is a value.
            let ruled = before.ends_with([',', ';'])
                && after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '≤' | '≥' | '<' | '>' | '∈' | '='))
                && WORDS.prefix(after, Word::Joint).is_none();
            let own = number <= first && text.get(lead..).is_some_and(|t| t.starts_with('`')) || ruled;
            own && n.name.starts_with(char::is_lowercase) && !n.name.contains('.')
        });
        return found;
    }
    let mut found: Vec<Named> = Vec::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_')) {
        let inner = word.trim_matches('_');
        let mixed = inner.contains('_') || inner.chars().skip(1).any(char::is_uppercase);
        if mixed && inner.starts_with(char::is_lowercase) && is_name(inner) && found.iter().all(|f| f.name != inner) {
            let start = (inner.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            found.push(Named::plain(inner, Span::new(start, start + inner.len())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_name_fields_that_are_no_common_words() {
        let show = |text: &str| identifiers(text).into_iter().map(|n| n.name).collect::<Vec<_>>().join(" ");
        let cases = [
            ("Required fields: name, sail_area", "name sail_area"),
            ("`colour` of the RAL list, `crew` each with a name, `berths` ≤ 8", "colour crew berths"),
            ("`kind`: one of `yacht`, `dinghy`", "kind"),
            ("When `sunk` toggles, tell the owner", ""),
            ("maxCrew must be positive, sail_area too", "maxCrew sail_area"),
            ("One boat per User", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(show(text), expected, "{text}");
        }
    }
}

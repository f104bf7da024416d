//! Rules by resource: which fields are needed.

use std::collections::HashSet;

use super::fields;
use super::topic::{Subject, Topics};
use crate::model::Endpoint;
use crate::read::api::body;
use crate::read::api::needs::{self, Voice};
use crate::read::api::sections::{Layout, Section};
use crate::read::api::words::{WORDS, Word};
use crate::read::blocks::BlockKind;
use crate::text::Span;

/// Reads the rules of a validation section: a heading, item or bold line names a resource or an
/// endpoint, what follows says which of its fields are needed.
pub(super) fn read_rules(
    layout: &Layout<'_>,
    section: &Section,
    endpoints: &mut [Endpoint],
    topics: &Topics,
    unnamed: &HashSet<usize>,
) {
    let Some(heading) = section.heading else { return };
    let mut stack: Vec<(usize, Subject)> = vec![(0, Subject::new(layout.heading_text(section)))];
    for index in heading + 1..section.end {
        let Some(block) = layout.block(index) else { break };
        match &block.kind {
            BlockKind::Code { .. } => read_schemas(layout.outline.text_of(block), endpoints, topics),
            BlockKind::Row { header: false, cells, .. } => {
                let (Some(name), Some(rules)) = (cells.first(), cells.last()) else { continue };
                let resource = Subject::new(layout.outline.slice(*name));
                for cell in cells.iter().skip(1) {
                    fields::add(layout, *cell, &resource, endpoints, topics, unnamed);
                }
                let (name, rules) = (layout.outline.slice(*name), layout.outline.slice(*rules));
                // A row is about a resource, a field of one (`User.email`), or of the heading's.
                let above =
                    stack.last().map(|(_, s)| s.clone()).filter(|s| s.matches(endpoints, topics).next().is_some());
                let dotted = name.trim_matches(['`', '*', ' ']).split_once('.');
                match (dotted, above) {
                    (Some((resource, field)), _) => {
                        claim(rules, Some(field), &Subject::new(resource), endpoints, topics);
                    }
                    (None, Some(above)) => claim(rules, Some(name), &above, endpoints, topics),
                    (None, None) => claim(rules, None, &Subject::new(name), endpoints, topics),
                }
            }
            BlockKind::Item { .. } | BlockKind::Line => {
                let text = layout.outline.text_of(block);
                let depth = 2 * block.indent + usize::from(matches!(block.kind, BlockKind::Item { .. })) + 1;
                while stack.len() > 1 && stack.last().is_some_and(|(d, _)| *d >= depth) {
                    stack.pop();
                }
                let above = stack.last().map(|(_, s)| s.clone());
                if above.is_some_and(|above| fields::declared(text, &above, endpoints, topics))
                    || fields::by_place(text, endpoints, topics)
                {
                    continue;
                }
                let (name, rest) = text.split_once(':').unwrap_or((text, ""));
                let opens = rest.trim_matches(['*', ' ']).is_empty();
                let known =
                    |s: &&Subject| s.matches(endpoints, topics).next().is_some() || fields::are_for(s, topics, unnamed);
                let nearest = stack.iter().rev().map(|(_, s)| s).find(known);
                let Some(nearest) = nearest.cloned() else {
                    let subject = Subject::new(name);
                    if !opens {
                        let from = block.text.end.saturating_sub(rest.len());
                        fields::add(layout, Span::new(from, block.text.end), &subject, endpoints, topics, unnamed);
                        claim(rest, None, &subject, endpoints, topics);
                        fields::of_label(&subject, rest, endpoints, topics);
                    }
                    stack.push((depth, subject));
                    continue;
                };
                let field = stack.last().map(|(_, s)| s.name.clone()).filter(|n| *n != nearest.name);
                fields::add(layout, block.text, &nearest, endpoints, topics, unnamed);
                claim(text, field.as_deref(), &nearest, endpoints, topics);
                let subject = Subject::new(name);
                let renames = subject.matches(endpoints, topics).next().is_some() && !text.starts_with('`');
                if renames && !opens {
                    claim(rest, None, &subject, endpoints, topics);
                }
                if opens || renames {
                    stack.push((depth, subject));
                }
            }
            _ => {}
        }
    }
}

/// Reads declared schemas (`const CreateUserSchema = z.object({ … })`, `interface CreateUserDto { … }`):
/// a field that nothing makes optional is required.
fn read_schemas(text: &str, endpoints: &mut [Endpoint], topics: &Topics) {
    let mut from = 0;
    while let Some(declaration) = text.get(from..).and_then(next_declaration) {
        let (name, open) = (declaration.0, from + declaration.1);
        let rest = text.get(open..).unwrap_or_default();
        let end = open + body::object_end(rest, 0).unwrap_or(rest.len());
        from = end.max(open + 1);
        let slice = text.get(open..end).unwrap_or_default();
        let words: Vec<String> = needs::name_words(name);
        let of_query = words.iter().any(|w| WORDS.is(w, Word::InQuery));
        if of_query {
            continue;
        }
        let subject = words.into_iter().filter(|w| !WORDS.is(w, Word::Schema)).collect::<Vec<_>>().join(" ");
        let subject = Subject::new(&subject);
        let found: Vec<usize> = subject.matches(endpoints, topics).collect();
        let updates = subject.actions.is_some_and(|(creates, _)| !creates);
        for field in body::fields(slice) {
            let name = slice.get(field.name.start..field.name.end).unwrap_or_default();
            let value = slice.get(field.value.start..field.value.end).unwrap_or_default();
            let tail = value.rsplit(['}', ']']).next().unwrap_or_default();
            let loose = [".optional()", ".nullish()", ".default("]
                .iter()
                .any(|mark| if value.contains('{') { tail.contains(mark) } else { value.contains(mark) });
            let required = !(field.optional || loose);
            for index in &found {
                let Some(endpoint) = endpoints.get_mut(*index) else { continue };
                let known = endpoint.details.body_fields.iter_mut().find(|f| f.name == name && f.required.is_none());
                if let Some(known) = known.filter(|_| !required || !updates) {
                    known.required = Some(required);
                }
            }
        }
    }
}

/// The name of the next declared schema and where its braces open.
fn next_declaration(text: &str) -> Option<(&str, usize)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let mut words = line.split_whitespace().filter(|w| *w != "export" && *w != "public");
        let declares = words.next().is_some_and(|w| matches!(w, "const" | "interface" | "type" | "class" | "record"));
        if declares
            && let Some(name) = words.next().map(|w| w.trim_end_matches([':', '=', '{']))
            && let Some(open) = text.get(at..).and_then(|rest| rest.find('{'))
        {
            return Some((name, at + open));
        }
        at += line.len();
    }
    None
}

/// Applies a rule to the endpoints of its subject. `field` is the field that the rule stands below.
fn claim(text: &str, field: Option<&str>, subject: &Subject, endpoints: &mut [Endpoint], topics: &Topics) {
    if ![Word::Required, Word::NotRequired, Word::Need].iter().any(|word| WORDS.has(text, *word)) {
        return;
    }
    let found: Vec<usize> = subject.matches(endpoints, topics).collect();
    for index in found {
        let Some(endpoint) = endpoints.get_mut(index) else { continue };
        if endpoint.details.body_fields.iter().all(|f| f.required.is_some()) {
            continue;
        }
        match field
            .filter(|f| endpoint.details.body_fields.iter().any(|b| needs::name_words(&b.name) == needs::name_words(f)))
        {
            Some(field) => needs::apply(&format!("{field} {text}"), endpoint, Voice::Shared),
            None => needs::apply(text, endpoint, Voice::Shared),
        }
    }
}

//! What an endpoint's sentences say beside its fields: query parameters, statuses, fields of a body that
//! only its rules name.

use super::{Reader, shift};
use crate::model::Method;
use crate::read::api::needs::Voice;
use crate::read::api::words::{WORDS, Word};
use crate::read::api::{params, prose, status};
use crate::text::Span;

impl Reader<'_, '_> {
    /// Reads what a sentence outside of all lists says of parameters and statuses.
    pub(super) fn sentence(&mut self, span: Span, term: &str) {
        let text = self.layout.outline.slice(span);
        let mut names = prose::query_parameters(text);
        if term != "response" {
            names.extend(prose::query_strings(text));
        }
        self.add_named(names, span.start, "query", "");
        if matches!(term, "validation" | "logic" | "notes") {
            for found in status::told(text) {
                self.add_response(found.status, None, None, shift(found.span, span.start));
            }
        }
    }

    /// Takes the body's fields from the endpoint's own rules, where the plan gives the body only in words.
    pub(super) fn fields_of_rules(&mut self) {
        let operation = &self.endpoint.details;
        let takes_body = matches!(self.endpoint.key.method, Method::Post | Method::Put | Method::Patch);
        if !takes_body || self.in_words.is_none() || self.same_as.is_some() || !operation.body_fields.is_empty() {
            return;
        }
        let rules: Vec<Span> = self.claims.iter().filter(|(_, v)| *v == Voice::Own).map(|(span, _)| *span).collect();
        for span in rules {
            let text = self.layout.outline.slice(span);
            if !text.starts_with('`') {
                continue;
            }
            let mut names = params::named(text);
            let operation = &self.endpoint.details;
            names.retain(|n| operation.path_params.iter().chain(&operation.query_params).all(|p| p.name != n.name));
            self.add_named(names, span.start, "request", "");
        }
    }

    /// Takes a body that is given by reference, with what it has beside.
    pub(super) fn refer(&mut self, span: Span) {
        let text = self.layout.outline.slice(span);
        let (mut more, less) = prose::beside_reference(text);
        more.retain(|n| self.endpoint.details.path_params.iter().all(|p| p.name != n.name));
        self.in_words.get_or_insert(span);
        self.same_as.get_or_insert_with(|| text.to_owned());
        self.beside |= !more.is_empty();
        self.lacks.extend(less);
        if !more.is_empty() {
            self.claims.push((span, Voice::Own));
        }
        self.add_named(more, span.start, "request", "");
    }

    /// Drops names that prose gave for fields, where the example of the body shows them inside another.
    pub(super) fn drop_inner(&mut self, body: &str, top: &[&str]) {
        let inner = |name: &str| !top.contains(&name) && body.contains(&format!("\"{name}\""));
        let loose = std::mem::take(&mut self.loose);
        self.endpoint.details.body_fields.retain(|f| !(loose.contains(&f.name) && inner(&f.name)));
    }

    /// Whether a sentence of rules says that fields must be there: ``validates that `text` is not empty``.
    pub(super) fn demands(text: &str) -> bool {
        text.contains('`') && WORDS.has(text, Word::Demand)
    }
}

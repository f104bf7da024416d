//! What stands behind a label or below it: lists of parameters, bodies, answers.

use super::Reader;
use crate::model::BodyExample;
use crate::read::api::body;
use crate::read::api::params::{self, Named};
use crate::read::api::prose;
use crate::read::api::shared::method_named;
use crate::read::api::target::targets;
use crate::read::api::words::{WORDS, Word};
use crate::read::blocks::{Block, BlockKind};
use crate::text::Span;

impl Reader<'_, '_> {
    pub(super) fn parameters(&mut self, block: &Block, span: Span, term: &str) {
        let text = self.layout.outline.slice(span);
        // Braces behind a name in code belong to its description.
        let described = text.find('{').and_then(|open| text.get(..open)).is_some_and(|before| {
            text.starts_with('`') && before.matches('`').count() > 1 && before.trim_end_matches(['`', ' ']).len() > 1
        });
        if !described && self.object(span, term) {
            return;
        }
        let mut names = params::named(text);
        if term == "query" && WORDS.has(text, Word::Same) {
            let others = targets(text);
            let of_other = |n: &Named| others.iter().any(|t| t.span.start <= n.span.start && n.span.end <= t.span.end);
            names.retain(|named| !of_other(named));
            self.queries_as = self.queries_as.take().or_else(|| (!others.is_empty()).then(|| text.to_owned()));
        }
        if !names.is_empty() && matches!(block.kind, BlockKind::Item { .. }) && span == block.text {
            self.fields.entry(block.indent);
        }
        self.add_named(names, span.start, term, text);
    }

    pub(super) fn answer(&mut self, span: Span, term: &str) {
        if !self.bare_object(span) {
            self.answers(span, term);
        }
    }

    pub(super) fn request(&mut self, block: &Block, span: Span) {
        let text = self.layout.outline.slice(span);
        self.whole |= WORDS.has(text, Word::AllRequired);
        if params::says_none(text) || self.object(span, "request") {
            return;
        }
        if WORDS.has(text, Word::Same) && !WORDS.has(text, Word::Response) {
            self.refer(span);
            return;
        }
        let listed = matches!(block.kind, BlockKind::Item { .. }) && span == block.text;
        let names = if listed { params::named(text) } else { named_inline(text) };
        // Names of types and headers are no fields.
        let names: Vec<Named> = names
            .into_iter()
            .filter(|n| {
                let capital = n.name.starts_with(char::is_uppercase);
                !(capital && (n.name.contains('-') || !listed))
            })
            .collect();
        let refers = method_named(text).is_some() || WORDS.has(text, Word::Create);
        if names.is_empty() && !listed && refers {
            self.in_words.get_or_insert(span);
            self.same_as.get_or_insert_with(|| text.to_owned());
            return;
        }
        if !names.is_empty() && self.endpoint.details.request_body.is_none() && !listed {
            self.endpoint.details.request_body =
                Some(BodyExample { text: text.to_owned(), place: self.layout.source.place(span) });
        }
        if !self.endpoint.details.body_fields.is_empty() && !listed {
            return;
        }
        if names.is_empty() && text.contains(char::is_alphabetic) {
            self.in_words.get_or_insert(span);
        }
        if listed && !names.is_empty() {
            self.fields.entry(block.indent);
        } else {
            self.loose.extend(names.iter().map(|n| n.name.clone()));
        }
        self.add_named(names, span.start, "request", text);
    }

    /// Reads an object that begins in a line and may go on over the next ones.
    pub(super) fn object(&mut self, span: Span, term: &str) -> bool {
        let text = self.layout.outline.slice(span);
        let Some(open) = text.find('{').filter(|at| !is_parameter(text, *at)) else { return self.bare_object(span) };
        let from = span.start
            + text
                .get(..open)
                .and_then(|t| t.rfind('['))
                .filter(|at| text.get(*at..open).is_some_and(|t| t.trim() == "["))
                .unwrap_or(open);
        let end = self.object_end(from, span);
        let slice = Span::new(from, end);
        let fields = body::fields(self.layout.outline.slice(slice));
        if end > span.end {
            self.bare_until = end;
        }
        self.add_body(fields, slice, term);
        true
    }

    /// Skips an object of an answer that stands bare between the lines.
    pub(super) fn bare_object(&mut self, span: Span) -> bool {
        let text = self.layout.outline.slice(span);
        if !text.starts_with(['{', '[']) || text.starts_with("[x]") {
            return false;
        }
        let end = self.object_end(span.start, span);
        self.bare_until = self.bare_until.max(end);
        let slice = Span::new(span.start, end);
        if self.fields.term() == "request" {
            let fields = body::fields(self.layout.outline.slice(slice));
            self.add_body(fields, slice, "request");
        } else {
            self.give_body(slice);
        }
        true
    }

    pub(super) fn object_end(&mut self, from: usize, line: Span) -> usize {
        // Bare objects are short, and a text that opens them over and over closes none.
        const LONGEST: usize = 64 * 1024;
        let mut limit = if self.broken.len() < 20 { self.limit.min(from + LONGEST) } else { line.end };
        while !self.layout.outline.text().is_char_boundary(limit) {
            limit -= 1;
        }
        let rest = self.layout.outline.slice(Span::new(from, limit));
        if let Some(length) = body::object_end(rest, 0) {
            from + length
        } else {
            self.broken.push(Span::new(from, line.end));
            line.end
        }
    }
}

/// Whether the brace at `at` is a parameter of a path: `/users/{id}`.
fn is_parameter(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with(['/', '{', '$', '=']))
        && !text.get(at..).is_some_and(|t| t.contains(':'))
}

/// Fields that stand in one line behind their label: a list of names, or code spans in prose.
fn named_inline(text: &str) -> Vec<Named> {
    let text = prose::without_elements(text);
    let listed = params::named(text);
    let is_list = listed.len() > 1 || text.starts_with('`') && !listed.is_empty();
    if is_list {
        return listed;
    }
    let coded = params::code_names(text);
    if coded.is_empty() { prose::bracketed_names(text) } else { coded }
}

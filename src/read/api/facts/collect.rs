//! What was found goes into the endpoint.

use super::{Reader, shift};
use crate::model::{BodyExample, Method, Parameter, Response};
use crate::read::api::body::{self, BodyField};
use crate::read::api::needs::Voice;
use crate::read::api::params::Named;
use crate::read::api::status;
use crate::read::api::words::{FIELDS, WORDS, Word};
use crate::read::blocks::Block;
use crate::text::Span;

impl Reader<'_, '_> {
    pub(in crate::read::api) fn add_named(&mut self, names: Vec<Named>, offset: usize, term: &str, line: &str) {
        let flag = self.fields.flag();
        for mut named in names {
            named.required = named.required.or(flag);
            let parameter = self.parameter(&named, offset);
            let term = match term {
                "params" if WORDS.has(line, Word::InQuery) => "query",
                "params" if WORDS.has(line, Word::InBody) => "request",
                term => term,
            };
            self.add(parameter, term);
        }
    }

    pub(super) fn parameter(&self, named: &Named, offset: usize) -> Parameter {
        Parameter {
            name: named.name.clone(),
            ty: named.ty(),
            required: named.required,
            description: named.told(),
            default: named.default(),
            allowed: named.values(),
            place: self.layout.source.place(shift(named.span, offset)),
        }
    }

    pub(super) fn add_body(&mut self, fields: Vec<BodyField>, slice: Span, term: &str) {
        let text = self.layout.outline.slice(slice);
        let flag = self.fields.flag();
        if matches!(term, "request" | "params") && self.endpoint.details.request_body.is_none() {
            self.endpoint.details.request_body =
                Some(BodyExample { text: text.to_owned(), place: self.layout.source.place(slice) });
        }
        if term == "request" && !self.loose.is_empty() && !fields.is_empty() {
            let top: Vec<&str> = fields.iter().filter_map(|f| text.get(f.name.start..f.name.end)).collect();
            self.drop_inner(text, &top);
        }
        for field in fields {
            let value = text.get(field.value.start..field.value.end).unwrap_or_default();
            let parameter = Parameter {
                name: text.get(field.name.start..field.name.end).unwrap_or_default().replace('\\', ""),
                ty: body::value::type_of(value),
                required: body::value::necessity(text, &field).or(flag),
                description: field.note.and_then(|n| text.get(n.start..n.end)).map(|n| n.trim().to_owned()),
                default: None,
                allowed: body::value::allowed(text, &field),
                place: self.layout.source.place(shift(field.name, slice.start)),
            };
            self.add(parameter, term);
        }
    }

    pub(super) fn add(&mut self, parameter: Parameter, term: &str) {
        let of_path = self.endpoint.details.path_params.iter().position(|p| p.name == parameter.name);
        let bodyless = matches!(self.endpoint.key.method, Method::Get | Method::Head | Method::Delete);
        let list = match term {
            "path-params" => {
                if let Some(known) = of_path.and_then(|at| self.endpoint.details.path_params.get_mut(at)) {
                    known.ty = parameter.ty.or(known.ty.take());
                    known.description = parameter.description.or(known.description.take());
                    known.allowed = parameter.allowed;
                    known.place = parameter.place;
                }
                return;
            }
            "params" if of_path.is_some() => return self.add(parameter, "path-params"),
            "query" => &mut self.endpoint.details.query_params,
            "params" if bodyless => &mut self.endpoint.details.query_params,
            "validation" => return,
            _ => &mut self.endpoint.details.body_fields,
        };
        let full = list.len() >= 1000;
        match list.iter_mut().find(|p| p.name == parameter.name) {
            Some(known) => {
                known.required = known.required.or(parameter.required);
                known.ty = known.ty.take().or(parameter.ty);
                known.description = known.description.take().or(parameter.description);
            }
            None if full => {}
            None => list.push(parameter),
        }
    }

    /// Adds the status codes of a text that lists answers.
    pub(super) fn answers(&mut self, span: Span, term: &str) {
        let text = self.layout.outline.slice(span);
        // The shape of an answer may hold numbers; its code stands in front, or in brackets at the end.
        let listing = if term == "response" && status::leading(text).is_none() {
            if let Some(from) = status::trailing(text) {
                self.answers(Span::new(span.start + from, span.end), "status");
            }
            return;
        } else {
            text.get(..object_start(text)).unwrap_or_default()
        };
        let codes = status::codes(listing);
        for found in &codes {
            let words = listing.get(found.words.start..found.words.end).unwrap_or_default();
            let description = status::description(found.status, words);
            self.add_response(found.status, description, error_code(words), shift(found.span, span.start));
        }
        if let Some(first) = codes.first() {
            self.answering = Some(first.status);
        }
        if let Some(last) = codes.last().filter(|_| listing.len() == text.len()) {
            self.told = Some((span.end, last.status));
        }
        if term != "success" {
            // What one code says is missing is no business of the next one's.
            let mut from = span.start;
            for next in codes.iter().skip(1) {
                let end = span.start + next.span.start;
                self.claims.push((Span::new(from, end), Voice::Errors));
                from = end;
            }
            self.claims.push((Span::new(from, span.end), Voice::Errors));
        }
    }

    pub(super) fn add_response(
        &mut self,
        status: u16,
        description: Option<String>,
        error_code: Option<String>,
        span: Span,
    ) {
        match self.endpoint.details.responses.iter_mut().find(|r| r.status == status) {
            Some(known) => {
                known.description = known.description.take().or(description);
                known.error_code = known.error_code.take().or(error_code);
            }
            None => {
                let place = self.layout.source.place(span);
                self.endpoint.details.responses.push(Response { status, description, error_code, body: None, place });
            }
        }
    }

    /// Takes a line for the rest of the sentence about an answer that the line above breaks off.
    pub(super) fn goes_on(&mut self, block: &Block) -> bool {
        let Some((end, status)) = self.told else { return false };
        let text = self.layout.outline.text_of(block);
        let between = Span::new(end, block.text.start);
        let follows = !block.apart
            && block.text.start > end
            && self.layout.outline.slice(between).bytes().filter(|b| *b == b'\n').count() == 1
            && self.layout.outline.slice(between).trim_matches(['*', '`', '.', '\\', '>', '|']).trim().is_empty();
        if !follows || text.starts_with(['{', '[', '*', '`', '"']) || FIELDS.label(text).is_some_and(|l| l.is_clear()) {
            return false;
        }
        if !status::codes(text).is_empty() {
            return false;
        }
        let Some(response) = self.endpoint.details.responses.iter_mut().find(|r| r.status == status) else {
            return false;
        };
        let Some(description) = &mut response.description else { return false };
        if description.len() < 2000 {
            let whole = format!("{description} {text}");
            *description = status::description(status, &whole).unwrap_or(whole);
        }
        self.told = Some((block.text.end, status));
        self.claims.push((block.text, Voice::Errors));
        true
    }

    /// Gives a body to the answer that it stands below.
    pub(super) fn give_body(&mut self, span: Span) {
        let text = self.layout.outline.slice(span).to_owned();
        let place = self.layout.source.place(span);
        let Some(status) = self.answering else { return };
        // What an error says may name what is missing.
        if status >= 400 && span.end - span.start < 2000 {
            self.claims.push((span, Voice::Errors));
        }
        if let Some(response) =
            self.endpoint.details.responses.iter_mut().find(|r| r.status == status && r.body.is_none())
        {
            response.body = Some(BodyExample { text, place });
        }
    }
}

/// Where an object begins in a text; braces of path parameters begin none.
fn object_start(text: &str) -> usize {
    text.match_indices('{')
        .find(|(at, _)| !text.get(..*at).is_some_and(|before| before.ends_with(['/', '{', '$', ':', '='])))
        .map_or(text.len(), |(at, _)| at)
}

/// A code of the project's own, such as `EMAIL_EXISTS`.
pub(super) fn error_code(text: &str) -> Option<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .find(|word| {
            word.len() > 4
                && word.contains('_')
                && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        })
        .map(str::to_owned)
}

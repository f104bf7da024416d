//! What an endpoint's own text says of it: parameters, bodies, statuses, who may call it.

mod code;
mod collect;
mod loose;
mod row;
mod values;

use super::body;
use super::fields::{Field, Fields};
use super::needs::Voice;
use super::params;
use super::sections::Layout;
use super::status;
use super::tables::Columns;
use super::words::{FIELDS, WORDS, Word};
use crate::model::{Auth, Endpoint, Method};
use crate::read::blocks::{Block, BlockKind};
use crate::read::lexicon::label::Label;
use crate::text::Span;

/// Reads one endpoint's own text into it.
pub(super) struct Reader<'a, 'b> {
    layout: &'a Layout<'b>,
    pub(super) endpoint: Endpoint,
    fields: Fields,
    columns: Columns,
    /// Text up to here was read as a body that stands bare between lines.
    bare_until: usize,
    /// End of the own text.
    limit: usize,
    /// The answer that a body below belongs to.
    answering: Option<u16>,
    /// `same as POST /users`: where the body is to be taken from.
    pub(super) same_as: Option<String>,
    /// ``see `GET /boats` ``: where the query parameters are to be taken from.
    pub(super) queries_as: Option<String>,
    /// Whether a body that refers to another one has fields beside.
    pub(super) beside: bool,
    /// Fields that it lacks.
    pub(super) lacks: Vec<String>,
    /// Where the plan gives the body in words.
    pub(super) in_words: Option<Span>,
    /// Names in prose that were taken for fields.
    loose: Vec<String>,
    /// Where the last code's words end, and the code.
    told: Option<(usize, u16)>,
    /// Whether a line says that the whole body is needed, or nothing of it.
    whole: bool,
    partial: bool,
    /// Objects that are never closed.
    pub(super) broken: Vec<Span>,
    /// Lines that say which fields are needed, read when all fields are known.
    pub(super) claims: Vec<(Span, Voice)>,
}

impl<'a, 'b> Reader<'a, 'b> {
    pub(super) fn new(layout: &'a Layout<'b>, endpoint: Endpoint, limit: usize) -> Self {
        Self {
            layout,
            endpoint,
            fields: Fields::default(),
            columns: Columns::default(),
            bare_until: 0,
            limit,
            answering: None,
            same_as: None,
            queries_as: None,
            beside: false,
            lacks: Vec::new(),
            in_words: None,
            loose: Vec::new(),
            told: None,
            whole: false,
            partial: false,
            broken: Vec::new(),
            claims: Vec::new(),
        }
    }

    /// Reads the blocks from `first` to `end`.
    pub(super) fn read(&mut self, first: usize, end: usize) {
        for index in first..end {
            let Some(block) = self.layout.block(index) else { break };
            if block.text.start < self.bare_until {
                continue;
            }
            match &block.kind {
                BlockKind::Row { table, header, cells } => self.row(block, *table, *header, cells),
                BlockKind::Code { .. } => self.code(block),
                BlockKind::Rule => {}
                BlockKind::Line if self.goes_on(block) || self.titles_example(index, block) => {}
                BlockKind::Heading { .. } | BlockKind::Item { .. } | BlockKind::Line => self.line(block),
            }
        }
    }

    /// Reads the text below a table that describes one of its rows.
    pub(super) fn read_details(&mut self, first: usize, end: usize) {
        let claims = self.claims.len();
        for index in first..end {
            let Some(block) = self.layout.block(index) else { break };
            let text = self.layout.outline.text_of(block);
            let is_line =
                matches!(block.kind, BlockKind::Line | BlockKind::Item { .. }) && block.text.start >= self.bare_until;
            // `POST /users request` and `Points events query params:` are labels of their own kind.
            let named = is_line.then(|| super::rows::detail_label(text)).flatten();
            match named {
                Some((term, value)) => {
                    let span = Span::new(block.text.start + value, block.text.end);
                    self.fields = Fields::default();
                    let field = Field {
                        term: term.to_owned(),
                        indent: block.indent,
                        item: false,
                        inline: false,
                        flag: None,
                        parts: false,
                        entries: None,
                    };
                    self.fields.enter(field);
                    if !self.layout.outline.slice(span).trim().is_empty() {
                        let span = self.trimmed(span);
                        self.content(block, span);
                    }
                }
                None => self.read(index, index + 1),
            }
        }
        // Rules below a table are about what its rows take as a body.
        for (_, voice) in self.claims.iter_mut().skip(claims).filter(|(_, voice)| *voice == Voice::Own) {
            *voice = Voice::Shared;
        }
    }

    /// Reads a cell of a table that lists endpoints.
    pub(super) fn read_cell(&mut self, term: &str, cell: Span) {
        let text = self.layout.outline.slice(cell);
        let inner = text.trim_matches(['`', ' ']);
        let start = cell.start + (inner.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let span = Span::new(start, start + inner.len());
        match term {
            "auth" => self.auth(text),
            "query" => self.add_named(params::named(text), cell.start, term, ""),
            "params" if inner.starts_with('?') => self.add_named(params::query_names(inner), span.start, "query", ""),
            "params" if !inner.starts_with('{') && matches!(self.endpoint.key.method, Method::Get | Method::Delete) => {
                self.add_named(params::named(text), cell.start, "query", "");
            }
            "request" | "params" if params::says_none(text) || text.starts_with('(') => {}
            "request" | "params" if WORDS.has(text, Word::Same) => {
                self.same_as.get_or_insert_with(|| text.to_owned());
            }
            "request" | "params" if inner.starts_with('{') => {
                self.add_body(body::fields(inner), span, "request");
            }
            "request" | "params" => self.add_named(params::named(text), cell.start, "request", ""),
            "response" | "success" | "errors" | "status" => self.answers(span, "status"),
            _ => {}
        }
    }

    /// Reads the query string that stands behind the path.
    pub(super) fn query_string(&mut self, query: &str, head: usize) {
        let Some(block) = self.layout.block(head) else { return };
        let mut names = params::query_names(query);
        let at = self.layout.outline.text_of(block).rfind(query);
        if at.is_none() {
            // Put together from pieces of the line: each name stands somewhere in it.
            names.iter_mut().for_each(|named| named.span = Span::new(0, block.text.len()));
        }
        self.add_named(names, block.text.start + at.unwrap_or_default(), "query", "");
    }

    /// Reads codes from what the announcing line or the description says, where no field lists any.
    pub(super) fn codes_in_prose(&mut self, head: usize, targets_end: usize) {
        if !self.endpoint.details.responses.is_empty() {
            return;
        }
        let Some(block) = self.layout.block(head) else { return };
        let from = block.text.start + targets_end.min(block.text.len());
        self.answers(Span::new(from, block.text.end), "status");
    }

    /// Applies what lines say about which fields are needed.
    pub(super) fn settle(&mut self) {
        self.fields_of_rules();
        if self.partial {
            self.endpoint.details.body_fields.iter_mut().for_each(|f| f.required = f.required.or(Some(false)));
        }
        for (span, voice) in std::mem::take(&mut self.claims) {
            let text = self.layout.outline.slice(span);
            super::needs::apply(text, &mut self.endpoint, voice);
        }
        if self.whole {
            self.endpoint.details.body_fields.iter_mut().for_each(|f| f.required = f.required.or(Some(true)));
        }
    }

    fn line(&mut self, block: &Block) {
        let text = self.layout.outline.text_of(block);
        self.fields.leave(block, text);
        let label = FIELDS.label(text).filter(|l| l.is_clear() && self.fields.is_label(l, block, text));
        // `Example: GET /boats?page=2` shows a call, and no body.
        let label = label.filter(|l| l.term != "body" || super::target::targets(l.value(text)).is_empty());
        match label {
            None if self.fields.opens_group(block, text) => {}
            None if self.fields.is_about_entry(block) => {}
            Some(label) => self.open(&label, block, text),
            None if self.titles_answer(block, text) => {}
            None => self.content(block, block.text),
        }
    }

    /// Opens the answer that a bold line names by its code: `**Validation error (400):**`.
    fn titles_answer(&mut self, block: &Block, text: &str) -> bool {
        let Some(bold) = self.layout.outline.bold_line(block) else { return false };
        let inner = self.layout.outline.slice(bold);
        let Some(open) = inner.rfind('(').filter(|_| inner.trim_end_matches([':', ' ']).ends_with(')')) else {
            return false;
        };
        let note = Span::new(bold.start + open + 1, bold.end);
        if status::leading(self.layout.outline.slice(note)).is_none() || text.contains('|') {
            return false;
        }
        self.fields = Fields::default();
        self.fields.enter(Field {
            term: "status".to_owned(),
            indent: block.indent,
            item: false,
            inline: false,
            flag: None,
            parts: false,
            entries: None,
        });
        self.answers(note, "status");
        true
    }

    /// A bold line between a body's label and a fence says what the example shows.
    fn titles_example(&self, index: usize, block: &Block) -> bool {
        matches!(self.fields.term(), "request" | "response" | "success" | "query" | "path-params" | "params")
            && self.layout.outline.bold_line(block).is_some()
            && self.layout.block(index + 1).is_some_and(|next| matches!(next.kind, BlockKind::Code { .. }))
            && {
                let text = self.layout.outline.text_of(block);
                FIELDS.label(text).is_none_or(|label| !label.is_clear())
                    && status::codes(text).is_empty()
                    && super::target::targets(text).is_empty()
            }
    }

    fn open(&mut self, label: &Label<'_>, block: &Block, text: &str) {
        let term = self.fields.resolve(label.term);
        let note = label.note(text);
        let value = Span::new(block.text.start + label.value.start, block.text.start + label.value.end);
        let value = self.trimmed(value);
        // `Request body (required fields: `name`)` speaks of those alone.
        let names_fields = note.contains('`');
        if let Some(note) = label.note.filter(|_| names_fields && matches!(term, "request" | "params" | "query")) {
            self.claims.push((shift(note, block.text.start), Voice::Own));
        }
        let flag = match note {
            _ if names_fields => None,
            _ if WORDS.has(note, Word::AllOptional) => Some(false),
            _ => WORDS.necessity(note),
        };
        self.fields.enter(Field {
            term: term.to_owned(),
            indent: block.indent,
            item: matches!(block.kind, BlockKind::Item { .. }),
            inline: !value.is_empty(),
            flag,
            parts: text.get(label.phrase.start..label.phrase.end).is_some_and(|p| WORDS.is(p, Word::WholeRequest)),
            entries: None,
        });
        match term {
            "response" | "success" | "errors" | "status" => {
                self.answering = None;
                if let Some(note_span) = label.note {
                    let span = Span::new(block.text.start + note_span.start, block.text.start + note_span.end);
                    self.answers(span, term);
                }
            }
            "description" | "title" if self.endpoint.summary.is_none() => {
                self.endpoint.summary = summary_of(self.layout.outline.slice(value));
            }
            "headers" if WORDS.has(text, Word::InHeader) && text.contains("Bearer") => {
                self.endpoint.details.auth.get_or_insert(Auth::Required);
            }
            "auth" => self.auth(self.layout.outline.slice(value)),
            _ => {}
        }
        if !value.is_empty() {
            self.content(block, value);
        }
    }

    fn auth(&mut self, value: &str) {
        let auth = if WORDS.prefix(value, Word::Public).is_some() {
            Auth::None
        } else if WORDS.necessity(value) == Some(false) {
            Auth::Optional
        } else if WORDS.has(value, Word::Protected) || WORDS.has(value, Word::Required) {
            Auth::Required
        } else {
            return;
        };
        self.endpoint.details.auth = Some(auth);
    }

    /// Reads a line, or the value behind a label, as part of the field that it stands in.
    fn content(&mut self, block: &Block, span: Span) {
        let text = self.layout.outline.slice(span);
        let term = self.fields.term().to_owned();
        if matches!(
            term.as_str(),
            "" | "description" | "response" | "validation" | "logic" | "notes" | "headers" | "auth"
        ) {
            self.sentence(span, &term);
        }
        match term.as_str() {
            "query" | "path-params" | "params" => self.parameters(block, span, &term),
            "request" => self.request(block, span),
            "response" | "success" | "errors" | "status" => self.answer(span, &term),
            "validation" => {
                self.whole |= super::needs::demands_all(text, self.endpoint.key.method);
                self.partial |= super::needs::frees_all(text);
                self.claims.push((span, Voice::Own));
            }
            "logic" if Self::demands(text) => self.claims.push((span, Voice::Own)),
            "headers" if text.contains("Bearer") || text.contains("Authorization") => {
                self.endpoint.details.auth.get_or_insert(Auth::Required);
            }
            "" | "description" if self.endpoint.details.auth.is_none() && WORDS.has(text, Word::OpenToAll) => {
                self.endpoint.details.auth = Some(Auth::None);
                self.endpoint.summary = self.endpoint.summary.take().or_else(|| summary_of(text));
            }
            "" => {
                if status::leading(text).is_some() {
                    self.answers(span, "status");
                } else if self.endpoint.summary.is_none() && block.kind == BlockKind::Line {
                    self.endpoint.summary = summary_of(text);
                }
            }
            _ => {}
        }
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = self.layout.outline.slice(span);
        let start = span.start + text.len() - text.trim_start_matches([' ', '\t', '*']).len();
        let plain = text.trim_end();
        Span::new(start, (span.start + plain.len()).max(start))
    }
}

fn shift(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

/// The first sentence of a description, as one line.
pub(super) fn summary_of(text: &str) -> Option<String> {
    let plain = text.trim().trim_matches(['*', '_']);
    let end = plain.match_indices(". ").map(|(at, _)| at).find(|at| ends_sentence(plain, *at)).unwrap_or(plain.len());
    let sentence = plain.get(..end)?.trim_end_matches('.').split_whitespace().collect::<Vec<_>>().join(" ");
    sentence.contains(char::is_alphabetic).then_some(sentence)
}

/// Whether the full stop at an offset ends a sentence and not a word cut short, as in `(e.g. the name)`.
fn ends_sentence(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let in_brackets = before.matches('(').count() > before.matches(')').count();
    let goes_on = after.trim_start_matches(['.', ' ']).starts_with(char::is_lowercase);
    !in_brackets && !goes_on
}

#[cfg(test)]
mod tests {
    use super::summary_of;

    #[test]
    fn a_summary_is_the_first_sentence_whatever_is_cut_short_in_it() {
        for (text, summary) in [
            ("Adds a boat. The owner is the caller.", "Adds a boat"),
            ("Changes a boat (e.g. Its name). It stays afloat.", "Changes a boat (e.g. Its name)"),
            ("Zmienia łódź, np. jej nazwę. Zwraca ją.", "Zmienia łódź, np. jej nazwę"),
            ("**Lists boats.**", "Lists boats"),
        ] {
            assert_eq!(summary_of(text).as_deref(), Some(summary), "{text}");
        }
        assert_eq!(summary_of("---"), None);
    }
}

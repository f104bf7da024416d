//! What an endpoint's own text says of it: parameters, bodies, statuses, who may call it.

mod collect;

use super::body;
use super::fields::{Field, Fields};
use super::needs::Voice;
use super::params::{self, Named};
use super::sections::Layout;
use super::status;
use super::tables::Columns;
use super::words::{FIELDS, WORDS, Word};
use crate::model::{Auth, BodyExample, Endpoint, Method};
use crate::read::blocks::{Block, BlockKind};
use crate::read::lexicon::Label;
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
    /// Where the last code's words end, and the code.
    told: Option<(usize, u16)>,
    /// Whether a line says that the whole body is needed.
    whole: bool,
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
            told: None,
            whole: false,
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
        let offset = self.layout.block(head).map_or(0, |b| b.text.start + b.text.len() - query.len().min(b.text.len()));
        self.add_named(params::query_names(query), offset, "query", "");
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
            entries: None,
        });
        self.answers(note, "status");
        true
    }

    /// A bold line between a body's label and a fence says what the example shows.
    fn titles_example(&self, index: usize, block: &Block) -> bool {
        matches!(self.fields.term(), "request" | "response" | "success")
            && self.layout.outline.bold_line(block).is_some()
            && self.layout.block(index + 1).is_some_and(|next| matches!(next.kind, BlockKind::Code { .. }))
            && {
                let text = self.layout.outline.text_of(block);
                FIELDS.label(text).is_none()
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
        match term.as_str() {
            "query" | "path-params" | "params" => self.parameters(block, span, &term),
            "request" => self.request(block, span),
            "response" | "success" | "errors" | "status" => self.answer(span, &term),
            "validation" => self.claims.push((span, Voice::Own)),
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

    fn parameters(&mut self, block: &Block, span: Span, term: &str) {
        let text = self.layout.outline.slice(span);
        // Braces behind a name in code belong to its description.
        let described = text.find('{').and_then(|open| text.get(..open)).is_some_and(|before| {
            text.starts_with('`') && before.matches('`').count() > 1 && before.trim_end_matches(['`', ' ']).len() > 1
        });
        if !described && self.object(span, term) {
            return;
        }
        let names = params::named(text);
        if !names.is_empty() && matches!(block.kind, BlockKind::Item { .. }) && span == block.text {
            self.fields.entry(block.indent);
        }
        self.add_named(names, span.start, term, text);
    }

    fn answer(&mut self, span: Span, term: &str) {
        if !self.bare_object(span) {
            self.answers(span, term);
        }
    }

    fn request(&mut self, block: &Block, span: Span) {
        let text = self.layout.outline.slice(span);
        self.whole |= WORDS.has(text, Word::AllRequired);
        if params::says_none(text) || self.object(span, "request") {
            return;
        }
        if WORDS.has(text, Word::Same) && !WORDS.has(text, Word::Response) {
            self.same_as.get_or_insert_with(|| text.to_owned());
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
        let refers = super::shared::method_named(text).is_some() || WORDS.has(text, Word::Create);
        if names.is_empty() && !listed && refers {
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
        if listed && !names.is_empty() {
            self.fields.entry(block.indent);
        }
        self.add_named(names, span.start, "request", text);
    }

    /// Reads an object that begins in a line and may go on over the next ones.
    fn object(&mut self, span: Span, term: &str) -> bool {
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
    fn bare_object(&mut self, span: Span) -> bool {
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

    fn object_end(&mut self, from: usize, line: Span) -> usize {
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

    fn code(&mut self, block: &Block) {
        let text = self.layout.outline.text_of(block);
        let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
        let mut term = self.fields.term().to_owned();
        if first.trim_start().starts_with("HTTP/") {
            let from = text.find(first).unwrap_or_default() + block.text.start;
            self.answers(Span::new(from, from + first.len()), "status");
            term = "response".to_owned();
        }
        // The request line itself may hold braces; what it sends stands below it.
        let called = !super::target::targets(first).is_empty() && !first.trim_start().starts_with("curl");
        if called && matches!(term.as_str(), "" | "request") {
            let from = (first.as_ptr() as usize + first.len()).saturating_sub(text.as_ptr() as usize);
            let rest = Span::new(block.text.start + from, block.text.end);
            let below = self.layout.outline.slice(rest);
            if below.contains('{') {
                self.add_body(body::fields(below), rest, "request");
            }
            return;
        }
        match term.as_str() {
            "request" | "" if first.trim_start_matches(['$', ' ']).starts_with("curl") => self.curl(block),
            "query" | "path-params" => {
                if text.contains('{') {
                    self.add_body(body::fields(text), block.text, &term);
                } else {
                    let query = text.trim().split_once('?').map_or(text, |(_, q)| q);
                    let names = params::query_names(query);
                    let offset = block.text.start + (query.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
                    self.add_named(names, offset, &term, "");
                }
            }
            "request" | "params" => {
                self.add_body(body::fields(text), block.text, &term);
                if text.contains('{') && body::object_end(text, text.find('{').unwrap_or(0)).is_none() {
                    self.broken.push(block.text);
                }
            }
            "response" | "success" | "errors" | "status" => {
                let comment = first.trim_start().trim_start_matches(['/', '#', ' ']);
                if first.trim_start().starts_with("//") && status::leading(comment).is_some() {
                    let from = text.find(first).unwrap_or_default() + block.text.start;
                    self.answers(Span::new(from, from + first.len()), &term);
                }
                self.give_body(block.text);
            }
            _ => {}
        }
    }

    /// A call with curl: the JSON that it sends, or the names of its form fields.
    fn curl(&mut self, block: &Block) {
        let text = self.layout.outline.text_of(block);
        let data = ["--data", "-d "].iter().filter_map(|flag| text.find(flag)).min();
        if let Some(open) = data.and_then(|at| text.get(at..)?.find('{').map(|open| at + open)) {
            let slice = Span::new(block.text.start + open, block.text.end);
            self.add_body(body::fields(self.layout.outline.slice(slice)), slice, "request");
            return;
        }
        for (at, flag) in ["-F ", "--form "].iter().flat_map(|flag| text.match_indices(flag)) {
            let rest = text.get(at + flag.len()..).unwrap_or_default();
            let name = rest.trim_start_matches(['"', '\'', ' ']).split('=').next().unwrap_or_default();
            if body::is_name(name) {
                let offset = block.text.start + (name.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
                self.add_named(params::named(name), offset, "request", "");
            }
        }
    }

    fn row(&mut self, block: &Block, table: usize, header: bool, cells: &[Span]) {
        if header {
            self.fields.leave(block, "");
            self.columns = Columns::new(&self.layout.outline, table, cells);
            return;
        }
        if self.columns.table != Some(table) {
            return;
        }
        let cell = |column: Option<usize>| column.and_then(|c| cells.get(c)).copied();
        let slice = |column: Option<usize>| cell(column).map(|c| self.layout.outline.slice(c)).unwrap_or_default();
        if let Some(code) =
            cell(self.columns.status).filter(|c| status::leading(self.layout.outline.slice(*c)).is_some())
        {
            let description = [self.columns.description, self.columns.condition]
                .into_iter()
                .map(slice)
                .find(|d| !d.is_empty())
                .and_then(|d| status::description(status::leading(self.layout.outline.slice(code)).unwrap_or(0), d));
            let error_code = cells.iter().map(|c| self.layout.outline.slice(*c)).find_map(error_code);
            for found in status::codes(self.layout.outline.slice(code)) {
                self.add_response(found.status, description.clone(), error_code.clone(), shift(found.span, code.start));
            }
            self.claims.push((block.text, Voice::Errors));
            return;
        }
        let Some(name_cell) = cell(self.columns.name) else { return };
        let required = self.columns.required.map(slice_of(cells, self.layout)).and_then(super::tables::necessity);
        let place = slice(self.columns.location);
        let term = if WORDS.has(place, Word::InPath) {
            "path-params".to_owned()
        } else if WORDS.has(place, Word::InQuery) {
            "query".to_owned()
        } else if WORDS.has(place, Word::InBody) {
            "request".to_owned()
        } else if WORDS.has(place, Word::InHeader) {
            return;
        } else if let Some(kind) = &self.columns.kind {
            kind.clone()
        } else {
            match self.fields.term() {
                term @ ("query" | "path-params" | "params" | "request" | "validation") => term.to_owned(),
                _ => return,
            }
        };
        let description = Some(slice(self.columns.description)).filter(|d| !d.is_empty()).map(str::to_owned);
        let ty = Some(slice(self.columns.ty).replace("\\|", "|").replace('`', "")).filter(|t| !t.is_empty());
        let default = Some(slice(self.columns.default).trim_matches(['`', '"']))
            .filter(|d| !d.is_empty() && *d != "-" && *d != "—");
        let default = default.map(str::to_owned);
        let text = self.layout.outline.slice(name_cell);
        for mut named in params::named(text) {
            let said = description.as_deref().and_then(|d| WORDS.necessity(d));
            named.required = required.or(named.required).or(said);
            let mut parameter = self.parameter(&named, name_cell.start);
            parameter.allowed =
                ty.as_deref().map(body::alternatives).filter(|a| !a.is_empty()).unwrap_or(parameter.allowed);
            parameter.ty = ty.clone().or(parameter.ty);
            parameter.description = description.clone().or(parameter.description);
            parameter.default = default.clone().or(parameter.default);
            self.add(parameter, &term);
        }
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = self.layout.outline.slice(span);
        let start = span.start + text.len() - text.trim_start_matches([' ', '\t', '*']).len();
        let plain = text.trim_end();
        Span::new(start, (span.start + plain.len()).max(start))
    }
}

fn slice_of<'t>(cells: &'t [Span], layout: &'t Layout<'_>) -> impl Fn(usize) -> &'t str {
    move |column| cells.get(column).map(|c| layout.outline.slice(*c)).unwrap_or_default()
}

fn shift(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

/// Whether the brace at `at` is a parameter of a path: `/users/{id}`.
fn is_parameter(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with(['/', '{', '$', '=']))
        && !text.get(at..).is_some_and(|t| t.contains(':'))
}

/// Fields that stand in one line behind their label: a list of names, or code spans in prose.
fn named_inline(text: &str) -> Vec<Named> {
    let listed = params::named(text);
    let is_list = listed.len() > 1 || text.starts_with('`') && !listed.is_empty();
    if is_list { listed } else { params::code_names(text) }
}

/// A code of the project's own, such as `EMAIL_EXISTS`.
fn error_code(text: &str) -> Option<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .find(|word| {
            word.len() > 4
                && word.contains('_')
                && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        })
        .map(str::to_owned)
}

/// The first sentence of a description, as one line.
pub(super) fn summary_of(text: &str) -> Option<String> {
    let plain = text.trim().trim_matches(['*', '_']);
    let end = plain.find(". ").unwrap_or(plain.len());
    let sentence = plain.get(..end)?.trim_end_matches('.').split_whitespace().collect::<Vec<_>>().join(" ");
    sentence.contains(char::is_alphabetic).then_some(sentence)
}

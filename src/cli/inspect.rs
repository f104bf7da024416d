//! `inspect --json`: everything that was read, as other tools rely on it.
//!
//! The order of the fields here is the order of the keys in the answer; no key is ever left out.

mod schema;
mod types;

use std::collections::HashSet;

use serde::Serialize;

use self::schema::{EnumAnswer, TableAnswer};
use self::types::{TypeAnswer, TypePickAnswer};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{
    Auth, Context, ContextKind, DocumentRole, Endpoint, Format, Parameter, Pick, Project, Reason, Table,
};
use crate::relate::Relations;
use crate::text::Place;

/// The answer as JSON with one line break at its end.
#[must_use]
pub fn to_json(project: &Project) -> String {
    let relations = Relations::new(project);
    let answer = Answer {
        version: 1,
        documents: project.documents.iter().map(DocumentAnswer::new).collect(),
        endpoints: project.api.endpoints.iter().map(|e| EndpointAnswer::new(project, e, &relations)).collect(),
        tables: schema::tables(project).map(|t| TableAnswer::new(project, t)).collect(),
        enums: schema::enums(project).map(EnumAnswer::new).collect(),
        types: project.types.iter().map(|t| TypeAnswer::new(project, t)).collect(),
        diagnostics: diagnostics(project),
    };
    to_text(&answer)
}

/// Any answer as indented JSON without a character that a terminal would obey.
pub(super) fn to_text(answer: &impl Serialize) -> String {
    // Strings, numbers and lists of them can always be written.
    let text = serde_json::to_string_pretty(answer).unwrap_or_default();
    let mut safe = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        match c {
            '\u{7f}'..='\u{9f}' => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => safe.push(c),
        }
    }
    safe.push('\n');
    safe
}

fn diagnostics(project: &Project) -> Vec<DiagnosticAnswer<'_>> {
    let of_operations = project.api.endpoints.iter().flat_map(|e| &e.details.diagnostics);
    let mut said = HashSet::new();
    // What operations share is wrong once.
    let shared = of_operations.filter(|d| said.insert((d.code, d.place, &d.message)));
    project.diagnostics.iter().chain(shared).map(|diagnostic| DiagnosticAnswer::new(project, diagnostic)).collect()
}

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    documents: Vec<DocumentAnswer<'a>>,
    endpoints: Vec<EndpointAnswer<'a>>,
    tables: Vec<TableAnswer<'a>>,
    enums: Vec<EnumAnswer<'a>>,
    types: Vec<TypeAnswer<'a>>,
    diagnostics: Vec<DiagnosticAnswer<'a>>,
}

#[derive(Serialize)]
struct DocumentAnswer<'a> {
    role: DocumentRole,
    path: &'a str,
    format: Format,
    bytes: u64,
    sha256: &'a str,
}

impl<'a> DocumentAnswer<'a> {
    fn new(document: &'a crate::model::Document) -> Self {
        Self {
            role: document.role,
            path: &document.source.path,
            format: document.format,
            bytes: document.bytes,
            sha256: &document.sha256,
        }
    }
}

#[derive(Serialize)]
struct Lines<'a> {
    file: &'a str,
    line: usize,
    end_line: usize,
}

impl<'a> Lines<'a> {
    fn new(project: &'a Project, place: Place) -> Option<Self> {
        let source = project.source(place)?;
        let (line, end_line) = source.lines_of(place.span);
        Some(Self { file: &source.path, line, end_line })
    }
}

#[derive(Serialize)]
struct EndpointAnswer<'a> {
    method: &'a str,
    path: &'a str,
    summary: Option<&'a str>,
    group: Option<&'a str>,
    auth: Option<Auth>,
    source: Option<Lines<'a>>,
    context: Vec<ContextAnswer<'a>>,
    path_params: Vec<ParameterAnswer<'a>>,
    query_params: Vec<ParameterAnswer<'a>>,
    body_fields: Vec<ParameterAnswer<'a>>,
    success_codes: Vec<u16>,
    error_codes: Vec<u16>,
    tables: Vec<PickAnswer>,
    types: Vec<TypePickAnswer<'a>>,
}

impl<'a> EndpointAnswer<'a> {
    fn new(project: &'a Project, endpoint: &'a Endpoint, relations: &Relations<'_>) -> Self {
        let picks = relations.picks(endpoint);
        let tables: Vec<&Table> = picks.iter().filter_map(|pick| project.schema.table(&pick.table)).collect();
        let types = relations.types(&[endpoint], &tables);
        let parameters = |all: &'a [Parameter]| all.iter().map(ParameterAnswer::new).collect();
        Self {
            method: endpoint.key.method.as_str(),
            path: endpoint.key.path.as_str(),
            summary: endpoint.summary.as_deref(),
            group: endpoint.group.as_deref(),
            auth: endpoint.details.auth,
            source: Lines::new(project, endpoint.place),
            context: endpoint.context.iter().filter_map(|c| ContextAnswer::new(project, c)).collect(),
            path_params: parameters(&endpoint.details.path_params),
            query_params: parameters(&endpoint.details.query_params),
            body_fields: parameters(&endpoint.details.body_fields),
            success_codes: endpoint.success_codes(),
            error_codes: endpoint.error_codes(),
            tables: picks.into_iter().map(PickAnswer::new).collect(),
            types: types.into_iter().filter_map(|pick| TypePickAnswer::new(project, pick)).collect(),
        }
    }
}

#[derive(Serialize)]
struct ContextAnswer<'a> {
    kind: ContextKind,
    #[serde(flatten)]
    lines: Lines<'a>,
}

impl<'a> ContextAnswer<'a> {
    fn new(project: &'a Project, context: &Context) -> Option<Self> {
        Some(Self { kind: context.kind, lines: Lines::new(project, context.place)? })
    }
}

#[derive(Serialize)]
struct ParameterAnswer<'a> {
    name: &'a str,
    r#type: Option<&'a str>,
    required: Option<bool>,
    description: Option<&'a str>,
    default: Option<&'a str>,
    allowed: &'a [String],
}

impl<'a> ParameterAnswer<'a> {
    fn new(parameter: &'a Parameter) -> Self {
        Self {
            name: &parameter.name,
            r#type: parameter.ty.as_deref(),
            required: parameter.required,
            description: parameter.description.as_deref(),
            default: parameter.default.as_deref(),
            allowed: &parameter.allowed,
        }
    }
}

#[derive(Serialize)]
struct PickAnswer {
    name: String,
    score: f64,
    reasons: Vec<Reason>,
}

impl PickAnswer {
    fn new(pick: Pick) -> Self {
        // Two digits say enough, and stay the same from machine to machine.
        Self { name: pick.table, score: (pick.score * 100.0).round() / 100.0, reasons: pick.reasons }
    }
}

#[derive(Serialize)]
struct DiagnosticAnswer<'a> {
    code: String,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<usize>,
}

impl<'a> DiagnosticAnswer<'a> {
    fn new(project: &'a Project, diagnostic: &'a Diagnostic) -> Self {
        let at = diagnostic.place.and_then(|place| {
            let source = project.source(place)?;
            Some((source.path.as_str(), source.line_of(place.span.start)))
        });
        Self {
            code: diagnostic.code.to_string(),
            severity: diagnostic.severity,
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            file: at.map(|(file, _)| file),
            line: at.map(|(_, line)| line),
        }
    }
}

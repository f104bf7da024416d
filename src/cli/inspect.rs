//! `inspect --json`: everything that was read, as other tools rely on it.
//!
//! The order of the fields here is the order of the keys in the answer; no key is ever left out.

use std::collections::HashSet;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{
    Auth, Column, Context, ContextKind, DocumentRole, Endpoint, EnumType, ForeignKey, Format, Parameter, Pick, Project,
    Reason, Table, TypeDeclaration, TypeKind, TypeMember, TypePick,
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
        tables: tables(project).map(|t| TableAnswer::new(project, t)).collect(),
        enums: enums(project).map(|e| EnumAnswer { name: &e.name, values: &e.values }).collect(),
        types: project.types.iter().map(|t| TypeAnswer::new(project, t)).collect(),
        diagnostics: diagnostics(project),
    };
    to_text(&answer)
}

/// Tables, and behind them the views, which endpoints read as well.
fn tables(project: &Project) -> impl Iterator<Item = &Table> {
    project.schema.tables.iter().chain(&project.schema.views)
}

/// Enums with a name of their own; what one column allows is part of that column.
fn enums(project: &Project) -> impl Iterator<Item = &EnumType> {
    project.schema.enums.iter().filter(|e| !e.inline)
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
struct TableAnswer<'a> {
    name: &'a str,
    source: Option<Lines<'a>>,
    columns: Vec<ColumnAnswer<'a>>,
    primary_key: &'a [String],
    foreign_keys: Vec<ForeignKeyAnswer<'a>>,
    unique: &'a [Vec<String>],
    indexes: Vec<IndexAnswer<'a>>,
    policies: Vec<PolicyAnswer<'a>>,
    checks: &'a [String],
    description: Option<&'a str>,
}

impl<'a> TableAnswer<'a> {
    fn new(project: &'a Project, table: &'a Table) -> Self {
        Self {
            name: &table.name,
            source: Lines::new(project, table.place),
            columns: table.columns.iter().map(ColumnAnswer::new).collect(),
            primary_key: &table.primary_key,
            foreign_keys: table.foreign_keys.iter().map(ForeignKeyAnswer::new).collect(),
            unique: &table.unique,
            indexes: table
                .indexes
                .iter()
                .map(|i| IndexAnswer {
                    name: i.name.as_deref(),
                    columns: &i.columns,
                    unique: i.unique,
                    method: i.method.as_deref(),
                    condition: i.condition.as_deref(),
                })
                .collect(),
            policies: table
                .policies
                .iter()
                .map(|p| PolicyAnswer { name: p.name.as_deref(), command: p.command.as_deref(), rule: &p.rule })
                .collect(),
            checks: &table.checks,
            description: table.description.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct ColumnAnswer<'a> {
    name: &'a str,
    r#type: Option<&'a str>,
    nullable: Option<bool>,
    primary_key: bool,
    unique: bool,
    default: Option<&'a str>,
    check: Option<&'a str>,
    description: Option<&'a str>,
}

impl<'a> ColumnAnswer<'a> {
    fn new(column: &'a Column) -> Self {
        Self {
            name: &column.name,
            r#type: column.ty.as_deref(),
            nullable: column.nullable,
            primary_key: column.primary_key,
            unique: column.unique,
            default: column.default.as_deref(),
            check: column.check.as_deref(),
            description: column.description.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct ForeignKeyAnswer<'a> {
    column: &'a str,
    references: &'a str,
    references_column: Option<&'a str>,
    on_delete: Option<&'a str>,
}

impl<'a> ForeignKeyAnswer<'a> {
    fn new(key: &'a ForeignKey) -> Self {
        Self {
            column: &key.column,
            references: &key.references,
            references_column: key.references_column.as_deref(),
            on_delete: key.on_delete.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct IndexAnswer<'a> {
    name: Option<&'a str>,
    columns: &'a [String],
    unique: bool,
    method: Option<&'a str>,
    condition: Option<&'a str>,
}

#[derive(Serialize)]
struct PolicyAnswer<'a> {
    name: Option<&'a str>,
    command: Option<&'a str>,
    rule: &'a str,
}

#[derive(Serialize)]
struct EnumAnswer<'a> {
    name: &'a str,
    values: &'a [String],
}

#[derive(Serialize)]
struct TypeAnswer<'a> {
    name: &'a str,
    file: &'a str,
    line: usize,
    end_line: usize,
    kind: TypeKind,
    within: Option<&'a str>,
    members: Vec<MemberAnswer<'a>>,
}

impl<'a> TypeAnswer<'a> {
    fn new(project: &'a Project, ty: &'a TypeDeclaration) -> Self {
        Self {
            name: &ty.name,
            file: &ty.file,
            line: ty.line,
            end_line: Lines::new(project, ty.place).map_or(ty.line, |lines| lines.end_line),
            kind: ty.kind,
            within: ty.within.as_deref(),
            members: ty.members.iter().map(MemberAnswer::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct MemberAnswer<'a> {
    name: &'a str,
    r#type: Option<&'a str>,
    optional: bool,
    sent_as: Option<&'a str>,
}

impl<'a> MemberAnswer<'a> {
    fn new(member: &'a TypeMember) -> Self {
        Self {
            name: &member.name,
            r#type: member.ty.as_deref(),
            optional: member.optional,
            sent_as: member.sent_as.as_deref(),
        }
    }
}

/// A type that matters to an endpoint.
#[derive(Serialize)]
struct TypePickAnswer<'a> {
    name: &'a str,
    file: &'a str,
    line: usize,
    score: f64,
    reasons: Vec<Reason>,
}

impl<'a> TypePickAnswer<'a> {
    fn new(project: &'a Project, pick: TypePick) -> Option<Self> {
        let ty = project.types.get(pick.ty)?;
        Some(Self { name: &ty.name, file: &ty.file, line: ty.line, score: pick.score, reasons: pick.reasons })
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

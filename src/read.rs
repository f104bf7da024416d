//! Text → model. Nothing in here fails or panics: each reader gives what it understood, with
//! diagnostics.

pub(crate) mod actions;
pub mod api;
pub mod blocks;
pub mod language;
pub mod lexicon;
pub mod openapi;
mod own;
pub mod rules;
pub mod schema;
pub mod tech_stack;
pub mod types;

use crate::diagnostic::Diagnostic;
use crate::model::{Document, DocumentRole, Format, Project, Schema};
use crate::text::{Place, Source};
use blocks::outlines::Outlines;

pub use own::check_asset;

/// Reads a project from its documents. The order of `documents` is the order of their ids.
#[must_use]
pub fn project(name: &str, documents: Vec<Document>) -> Project {
    let mut diagnostics = Vec::new();
    let with_role = |role: DocumentRole| -> Vec<&Source> {
        documents.iter().filter(|d| d.role == role).map(|d| &d.source).collect()
    };
    // Several readers look at the same documents.
    let outlines = Outlines::default();
    let mut project = Project { name: name.to_owned(), ..Project::default() };
    let specification: Vec<&Source> = documents
        .iter()
        .filter(|d| d.role == DocumentRole::ApiPlan && d.format == Format::Openapi)
        .map(|d| &d.source)
        .collect();
    if !specification.is_empty() {
        project.api = openapi::specification(&specification).drain_into(&mut diagnostics);
    } else if let Some(source) = with_role(DocumentRole::ApiPlan).first() {
        project.api = api::in_outline(source, &outlines.of(source)).drain_into(&mut diagnostics);
    }
    let database: Vec<_> =
        documents.iter().filter(|d| d.role == DocumentRole::DatabasePlan).map(|d| (d.format, &d.source)).collect();
    if !database.is_empty() {
        project.schema = schema::in_outlines(&database, &outlines).drain_into(&mut diagnostics);
        diagnostics.extend(disagreements(&project.schema, &database, &documents));
    }
    // One file of a specification tells its language, and none its stack.
    let api: Vec<&Source> = with_role(DocumentRole::ApiPlan).into_iter().take(1).collect();
    project.language = language::language(&api, &with_role(DocumentRole::DatabasePlan));
    let api = if specification.is_empty() { api } else { Vec::new() };
    let plans: Vec<&Source> = [api, with_role(DocumentRole::DatabasePlan)].concat();
    let stack = with_role(DocumentRole::TechStack).first().copied();
    let sources = with_role(DocumentRole::Types);
    let told = tech_stack::Documents { stack, plans: &plans, sources: &sources };
    project.tech_stack = tech_stack::in_outlines(told, &outlines);
    tech_stack::note_policies(&mut project.tech_stack, &project.schema);
    for source in sources {
        project.types.extend(types::types_file(source).drain_into(&mut diagnostics));
    }
    types::link(&mut project.types);
    project.rules =
        rules::project_rules(&documents, &project.tech_stack, project.language).drain_into(&mut diagnostics);
    project.diagnostics = diagnostics;
    drop(outlines);
    project.documents = documents;
    project
}

/// Where the database plan and the implemented schema disagree, if there are both.
fn disagreements(plan: &Schema, database: &[(Format, &Source)], documents: &[Document]) -> Vec<Diagnostic> {
    let implemented: Vec<_> =
        documents.iter().filter(|d| d.role == DocumentRole::ImplementedSchema).map(|d| (d.format, &d.source)).collect();
    if implemented.is_empty() {
        return Vec::new();
    }
    let formats: Vec<Format> = database.iter().map(|(format, _)| *format).collect();
    let locate = |place: Place| {
        let source = documents.get(place.document.0).map(|d| &d.source);
        source.map(|s| format!("{}:{}", s.path, s.line_of(place.span.start))).unwrap_or_default()
    };
    schema::disagreements(plan, &formats, &implemented, &locate)
}

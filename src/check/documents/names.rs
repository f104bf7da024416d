//! Tables and columns that the API plan names and the database plan lacks.

use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::schema::table_key;
use crate::model::{Endpoint, Project, Table};
use crate::plan::naming;
use crate::text::{Place, Span};

pub(super) fn check(project: &Project, findings: &mut Vec<Finding>) {
    resources(project, findings);
    for endpoint in &project.api.endpoints {
        // The words of a specification stand in its operations, not in one piece of text.
        if endpoint.details.source().is_none() {
            columns(project, endpoint, findings);
        }
    }
}

/// The API plan's own list: resource → table. Some lists name columns and types beside the tables, so
/// that only what is called like the resource, or like a table beside a known one, counts.
fn resources(project: &Project, findings: &mut Vec<Finding>) {
    for resource in &project.api.resources {
        let beside_known = resource.tables.iter().any(|name| project.schema.table(name).is_some());
        for name in &resource.tables {
            let known = view(project, name) || elsewhere(project, name) || is_other_name(project, name);
            let is_resource = naming::noun(&resource.name.replace(' ', "_")) == naming::noun(name);
            if known
                || !is_identifier(name)
                || !(is_resource || name.contains('_') && (beside_known || resource.tables.len() == 1))
            {
                continue;
            }
            let message = format!(
                "the API plan puts the resource “{}” on `{name}`, which the database plan does not have",
                resource.name
            );
            findings.push(
                Finding::new(codes::TABLE_NOT_THERE, Severity::Warning, resource.place, message)
                    .with_help("correct the name, or add the table to the database plan"),
            );
        }
    }
}

/// Whether a name is that of a column, an enum, one of its values, or a function.
fn is_other_name(project: &Project, name: &str) -> bool {
    let schema = &project.schema;
    let key = table_key(name);
    schema.tables.iter().any(|table| table.column(name).is_some())
        || schema
            .enums
            .iter()
            .any(|known| table_key(&known.name) == key || known.values.iter().any(|v| is_alike(v, name)))
        || schema.routines.iter().any(|known| table_key(&known.name) == key)
}

/// Whether two words differ in their marks alone: `ai-full` and `ai_full`.
fn is_alike(a: &str, b: &str) -> bool {
    naming::key(a) == naming::key(b)
}

/// Whether a view or a table of that name is there, in whatever schema.
pub(in crate::check) fn view(project: &Project, name: &str) -> bool {
    let bare = |name: &str| name.rsplit('.').next().unwrap_or(name).to_lowercase();
    let all = project.schema.views.iter().chain(&project.schema.tables);
    all.into_iter().any(|table| bare(&table.name) == bare(name))
}

/// `auth.users`: a schema that another service keeps and the plan has no table of.
pub(in crate::check) fn elsewhere(project: &Project, name: &str) -> bool {
    let Some((schema, _)) = name.split_once('.') else { return false };
    let prefix = format!("{}.", schema.to_lowercase());
    !project.schema.tables.iter().any(|table| table.name.to_lowercase().starts_with(&prefix))
}

/// `table.column` in the endpoint's own text, where the table is there and the column is not.
fn columns(project: &Project, endpoint: &Endpoint, findings: &mut Vec<Finding>) {
    let text = project.text(endpoint.place);
    let mut said: Vec<&str> = Vec::new();
    for (at, code) in code_spans(text) {
        let Some((table, column)) = code.rsplit_once('.').filter(|_| code.split('.').all(is_identifier)) else {
            continue;
        };
        let Some(known) = project.schema.table(table).filter(|t| !t.columns.is_empty()) else { continue };
        if has_column(known, column) || said.contains(&code) {
            continue;
        }
        said.push(code);
        let start = endpoint.place.span.start + at;
        let place = Place { document: endpoint.place.document, span: Span::new(start, start + code.len()) };
        let message = format!("`{}` speaks of `{code}`, but `{}` has no column `{column}`", endpoint.key, known.name);
        findings.push(
            Finding::new(codes::COLUMN_NOT_THERE, Severity::Warning, place, message)
                .with_help("correct the name, or add the column to the database plan")
                .against("the table", known.place)
                .about(&endpoint.key),
        );
    }
}

/// Whether a table has a column, without regard to case and underscores.
pub(in crate::check) fn has_column(table: &Table, column: &str) -> bool {
    let folded = |name: &str| name.replace('_', "").to_lowercase();
    table.columns.iter().any(|known| folded(&known.name) == folded(column))
}

/// Whether a text is a name, with a schema or a table in front.
pub(in crate::check) fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.')
}

/// Texts in single backticks with their offsets, outside fences.
fn code_spans(text: &str) -> Vec<(usize, &str)> {
    let mut spans = Vec::new();
    let mut offset = 0;
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let mut at = start;
            for (index, piece) in line.split('`').enumerate() {
                if index % 2 == 1 {
                    spans.push((at, piece));
                }
                at += piece.len() + 1;
            }
        }
    }
    spans
}

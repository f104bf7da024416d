//! What is stored beside the fields that are sent: uploaded files, members of what is created.

use super::super::facts::EndpointFacts;
use super::super::facts::columns::Filler;
use super::super::facts::inputs::Part;
use super::super::facts::refers_to;
use super::super::kind::Kind;
use super::super::markdown::code;
use super::super::naming;
use super::super::pen::Pen;
use super::super::shape::Shape;
use super::super::words::{is_in, words};
use crate::model::{Column, Table};

/// The uploaded field.
fn file<'a>(facts: &'a EndpointFacts<'_>) -> Option<&'a str> {
    let file = facts.inputs.iter().find(|input| input.part == Part::Body && input.kind == Kind::File)?;
    Some(&file.parameter.name)
}

/// Where the service takes a column's value from.
pub(super) fn source(pen: &Pen<'_>, facts: &EndpointFacts<'_>, column: &Column) -> String {
    if let Some(file) = file(facts) {
        let file = code(file);
        if is_in(&column.name, &words().file_columns) {
            return pen.say("flow.from_storage", &[("field", &file)]);
        }
        if is_in(&column.name, &words().file_name_columns) {
            return pen.say("flow.from_file_name", &[("field", &file)]);
        }
    }
    match shown(facts, column) {
        Some(value) => pen.say("flow.from_example", &[("value", &code(&value))]),
        None => pen.say("fill.service", &[]),
    }
}

/// The one word that the answer's example shows for a column that holds a state.
fn shown(facts: &EndpointFacts<'_>, column: &Column) -> Option<String> {
    let is_state = is_in(&column.name, &words().state_columns);
    let member = facts.answered_row().iter().find(|(name, _)| naming::key(name) == naming::key(&column.name))?;
    let Shape::Text(value) = &member.1 else {
        return None;
    };
    let is_word = value.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let is_type = Kind::of_type(value) != Kind::Unknown;
    (is_state && is_word && !is_type && !value.is_empty()).then(|| value.clone())
}

/// The file is kept before its row is there, and goes when the row fails.
pub(super) fn upload(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Vec<String> {
    let Some(file) = file(facts) else {
        return Vec::new();
    };
    let file = code(file);
    let is_kept = |column: &&Column| {
        let filled = facts.assigned.iter().any(|a| a.column.name == column.name && a.filler == Filler::Service);
        is_in(&column.name, &words().file_columns) && (filled || column.nullable != Some(false))
    };
    let Some(column) = main.columns.iter().find(is_kept) else {
        return Vec::new();
    };
    let documents = facts.project.documents.iter().map(|document| document.source.text());
    let named = |name: &&String| documents.clone().any(|text| text.contains(name.as_str()));
    let storage = words().storages.iter().find(named).cloned();
    let storage = storage.unwrap_or_else(|| pen.open(&pen.say("flow.storage_open", &[])));
    vec![pen.say(
        "flow.upload",
        &[("field", &file), ("storage", &storage), ("column", &pen.column(&main.name, &column.name))],
    )]
}

/// Whether the caller becomes a member of what is created, where a chosen table lists members with roles.
pub(super) fn membership(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Option<String> {
    let members = facts.tables.iter().find(|table| {
        let refers = table.foreign_keys.iter().any(|fk| refers_to(&fk.references, main));
        refers && table.columns.iter().any(|c| is_in(&c.name, &words().role_columns)) && person(table, main).is_some()
    })?;
    let person = person(members, main)?;
    let told = facts.notes.iter().any(|note| note.text.contains(members.bare_name()));
    if told {
        return None;
    }
    let step = pen.say("flow.member_open", &[("table", &code(&members.name)), ("column", &code(person))]);
    Some(pen.open(&step))
}

/// The column of a table of members that says who it is.
fn person<'t>(members: &'t Table, main: &Table) -> Option<&'t str> {
    let mut keys = members.foreign_keys.iter().filter(|fk| !refers_to(&fk.references, main));
    let named = |column: &str| is_in(column, &words().owner_columns);
    keys.find(|fk| named(&fk.column)).map(|fk| fk.column.as_str())
}

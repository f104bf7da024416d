//! Columns that a request never sets, and rows that go with a removed one.

use super::super::kind::Kind;
use super::super::naming;
use super::super::words::{is_in, words};
use super::inputs::{Part, key_column};
use super::{EndpointFacts, Operation, owner_column, refers_to};
use crate::model::{Auth, Column, Table};

/// Who fills a column that the client doesn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filler<'a> {
    /// The database, by a default or by numbering.
    Default(Option<&'a str>),
    /// The service, with the time of the write.
    Clock,
    /// The service, with the caller's id.
    Caller,
    /// Nobody: it keeps what it was created with.
    Kept,
    /// The service, from a path parameter.
    Path(&'a str),
}

/// A column of the main table that the server fills.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Assigned<'a> {
    pub(crate) column: &'a Column,
    pub(crate) filler: Filler<'a>,
}

/// What happens to rows of another table when one of the main table is removed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cascade<'a> {
    pub(crate) table: &'a Table,
    pub(crate) column: &'a str,
    /// `CASCADE`, `SET NULL`, …; `None` where the plan doesn't say.
    pub(crate) on_delete: Option<&'a str>,
}

/// Columns of the main table that the server fills, and those that nothing fills.
pub(crate) fn filled_by_server<'a>(facts: &EndpointFacts<'a>) -> (Vec<Assigned<'a>>, Vec<&'a Column>) {
    let Some(main) = facts.main.filter(|_| facts.operation.stores()) else { return Default::default() };
    let mut assigned = Vec::new();
    let mut unfilled = Vec::new();
    let owner = owner_column(main).filter(|_| facts.auth() != Some(Auth::None));
    for column in &main.columns {
        let sent = facts
            .inputs
            .iter()
            .find(|input| input.column.is_some_and(|(t, c)| t.name == main.name && c.name == column.name));
        match sent.map(|input| input.part) {
            Some(Part::Body) => continue,
            Some(Part::Path) if facts.operation == Operation::Create => {
                if let Some(input) = sent {
                    assigned.push(Assigned { column, filler: Filler::Path(&input.parameter.name) });
                }
                continue;
            }
            _ => {}
        }
        if let Some(filler) = filler(facts, main, column, owner) {
            assigned.push(Assigned { column, filler });
        } else if facts.operation == Operation::Create
            && column.nullable == Some(false)
            && column.default.is_none()
            && !facts.inputs.iter().any(|input| input.part == Part::Body && input.kind == Kind::List)
        {
            unfilled.push(column);
        }
    }
    (assigned, unfilled)
}

fn filler<'a>(
    facts: &EndpointFacts<'a>,
    main: &'a Table,
    column: &'a Column,
    owner: Option<&'a Column>,
) -> Option<Filler<'a>> {
    let words = words();
    if facts.operation == Operation::Create
        && let Some(parameter) = parent_parameter(facts, main, column)
    {
        return Some(Filler::Path(parameter));
    }
    if owner.is_some_and(|owner| owner.name == column.name)
        && !(column.primary_key && facts.operation != Operation::Create)
    {
        return Some(if facts.operation == Operation::Create { Filler::Caller } else { Filler::Kept });
    }
    let ty = column.ty.as_deref().unwrap_or_default().to_lowercase();
    let default = column.default.as_deref();
    let computed = default.is_some_and(|d| {
        let d = d.to_lowercase();
        words.computed_defaults.iter().any(|known| d.contains(known.as_str()))
    });
    let numbered = words.numbering_types.iter().any(|known| ty.contains(known.as_str()));
    let is_clock = is_in(&column.name, &words.clock_columns);
    let touched = is_in(&column.name, &words.touched_columns);
    if touched && facts.operation != Operation::Create {
        return Some(Filler::Clock);
    }
    let created = facts.operation == Operation::Create;
    if computed || numbered || is_clock && default.is_some() {
        return Some(if created { Filler::Default(default) } else { Filler::Kept });
    }
    if is_clock && created {
        return Some(Filler::Clock);
    }
    let is_key = key_column(main).is_some_and(|key| key.name == column.name);
    let refers = main.foreign_keys.iter().any(|fk| fk.column.eq_ignore_ascii_case(&column.name));
    (is_key && !refers).then_some(if created { Filler::Default(default) } else { Filler::Kept })
}

/// The path parameter that names the parent which a column refers to: `{id}` of
/// `projects/{id}/members` for `project_id`.
fn parent_parameter<'a>(facts: &EndpointFacts<'a>, main: &Table, column: &Column) -> Option<&'a str> {
    let fk = main.foreign_keys.iter().find(|fk| fk.column.eq_ignore_ascii_case(&column.name))?;
    facts
        .inputs
        .iter()
        .filter(|input| input.part == Part::Path)
        .find(|input| {
            let by_table = input.column.is_some_and(|(t, _)| refers_to(&fk.references, t));
            by_table || naming::key(&input.parameter.name) == naming::key(&column.name)
        })
        .map(|input| input.parameter.name.as_str())
}

/// Rows of other tables that a removal touches.
pub(crate) fn cascades<'a>(facts: &EndpointFacts<'a>) -> Vec<Cascade<'a>> {
    let Some(main) = facts.main.filter(|_| facts.operation == Operation::Delete) else { return Vec::new() };
    let mut cascades = Vec::new();
    for table in &facts.project.schema.tables {
        for fk in &table.foreign_keys {
            if refers_to(&fk.references, main) && table.name != main.name {
                cascades.push(Cascade { table, column: &fk.column, on_delete: fk.on_delete.as_deref() });
            }
        }
    }
    cascades
}

//! Tables of parameters and of status codes inside an endpoint's own text.

use super::words::{FIELDS, WORDS, Word};
use crate::read::blocks::Outline;
use crate::text::Span;

/// What the columns of a table hold.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) table: Option<usize>,
    pub(super) name: Option<usize>,
    /// What the names are, where the head says so (`Query parameter`).
    pub(super) kind: Option<String>,
    pub(super) ty: Option<usize>,
    pub(super) required: Option<usize>,
    pub(super) location: Option<usize>,
    pub(super) default: Option<usize>,
    pub(super) description: Option<usize>,
    pub(super) status: Option<usize>,
    /// Another column of words beside a status.
    pub(super) condition: Option<usize>,
}

impl Columns {
    pub(super) fn new(outline: &Outline, table: usize, head: &[Span]) -> Self {
        let mut columns = Self { table: Some(table), ..Self::default() };
        for (number, cell) in head.iter().enumerate() {
            let slot = match FIELDS.term_of(outline.slice(*cell)) {
                Some("field" | "title" | "body") => &mut columns.name,
                Some(kind @ ("query" | "path-params" | "params" | "request")) if columns.name.is_none() => {
                    if kind != "params" {
                        columns.kind = Some(kind.to_owned());
                    }
                    &mut columns.name
                }
                Some("type") => &mut columns.ty,
                Some("required") => &mut columns.required,
                Some("location") => &mut columns.location,
                Some("default-value") => &mut columns.default,
                Some("description" | "notes" | "validation") => &mut columns.description,
                Some("status" | "success" | "errors" | "response") => &mut columns.status,
                _ => &mut columns.condition,
            };
            slot.get_or_insert(number);
        }
        columns
    }
}

/// What a cell of a `Required` column says.
pub(super) fn necessity(cell: &str) -> Option<bool> {
    if WORDS.prefix(cell, Word::Not).is_some() || matches!(cell.trim(), "-" | "—" | "❌" | "✗" | "✘") {
        return Some(false);
    }
    let yes = WORDS.prefix(cell, Word::Yes).is_some() || matches!(cell.trim(), "✓" | "✅" | "✔" | "✔️" | "x" | "X");
    yes.then_some(true)
}

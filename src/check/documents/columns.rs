//! Columns that contradict themselves.

use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::{Column, ForeignKey, Project, Table};

pub(super) fn check(project: &Project, findings: &mut Vec<Finding>) {
    for table in &project.schema.tables {
        for foreign_key in &table.foreign_keys {
            set_null(table, foreign_key, findings);
        }
        for column in &table.columns {
            default_value(project, table, column, findings);
        }
    }
}

/// NOT NULL, and emptied when the row that it refers to goes.
fn set_null(table: &Table, foreign_key: &ForeignKey, findings: &mut Vec<Finding>) {
    let Some(column) = table.column(&foreign_key.column) else { return };
    if column.nullable != Some(false) || foreign_key.on_delete.as_deref() != Some("SET NULL") {
        return;
    }
    let message = format!(
        "`{}.{}` is NOT NULL, but is to be set to NULL when its row of `{}` is deleted",
        table.name, column.name, foreign_key.references
    );
    findings.push(
        Finding::new(codes::NOT_NULL_SET_NULL, Severity::Error, column.place, message)
            .with_help("let the column be NULL, or choose CASCADE or RESTRICT"),
    );
}

/// A default that the column's own list of values does not have.
fn default_value(project: &Project, table: &Table, column: &Column, findings: &mut Vec<Finding>) {
    let Some(default) = column.default.as_deref() else { return };
    let Some(values) = project.schema.enum_of(table, column).filter(|e| !e.values.is_empty()) else { return };
    let Some(text) = quoted(default) else { return };
    if values.values.iter().any(|value| value.eq_ignore_ascii_case(text)) {
        return;
    }
    let message = format!("`{}.{}` has the default `{text}`, which is not one of its values", table.name, column.name);
    findings.push(
        Finding::new(codes::DEFAULT_NOT_TAKEN, Severity::Error, column.place, message)
            .with_help("add the value, or choose another default")
            .against("the values", values.place),
    );
}

/// The text of `'draft'` or `'draft'::status`; of anything else nothing.
fn quoted(default: &str) -> Option<&str> {
    let inside = default.trim().strip_prefix('\'')?;
    let (text, rest) = inside.split_once('\'')?;
    (rest.is_empty() || rest.starts_with("::")).then_some(text)
}

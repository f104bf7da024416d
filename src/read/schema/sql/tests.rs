//! SQL in every dialect, one shape a case.

mod hostile;
mod migrations;
mod tables;

use crate::diagnostic::Diagnostic;
use crate::model::Schema;
use crate::read::schema::database_plan;
use crate::text::{DocumentId, Source};

/// What SQL files in their order end in, in a few lines.
fn sketch(files: &[&str]) -> String {
    let named: Vec<(String, &str)> =
        files.iter().enumerate().map(|(i, text)| (format!("db/migrations/{i}.sql"), *text)).collect();
    let named: Vec<(&str, &str)> = named.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    lines(&read(&named).0)
}

/// Reads files with their paths.
fn read(files: &[(&str, &str)]) -> (Schema, Vec<Diagnostic>) {
    let sources: Vec<Source> =
        files.iter().enumerate().map(|(i, (path, text))| Source::new(DocumentId(i), *path, *text)).collect();
    let parsed = database_plan(&sources.iter().collect::<Vec<_>>());
    (parsed.value, parsed.diagnostics)
}

/// Each column as name, marks (`*` key, `!` not null, `u` unique) and type, with `=` default and `?` check.
fn lines(schema: &Schema) -> String {
    let mut lines = Vec::new();
    for table in &schema.tables {
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|c| {
                let key = if c.primary_key { "*" } else { "" };
                let not_null = if c.nullable == Some(false) { "!" } else { "" };
                let unique = if c.unique { "u" } else { "" };
                let ty = c.ty.as_deref().map(|t| format!(" {t}")).unwrap_or_default();
                let default = c.default.as_deref().map(|d| format!(" ={d}")).unwrap_or_default();
                let check = c.check.as_deref().map(|c| format!(" ?{c}")).unwrap_or_default();
                format!("{}{key}{not_null}{unique}{ty}{default}{check}", c.name)
            })
            .collect();
        lines.push(format!("{}({})", table.name, columns.join(", ")));
        for key in &table.foreign_keys {
            let column = key.references_column.as_deref().map(|c| format!(".{c}")).unwrap_or_default();
            let action = key.on_delete.as_deref().map(|a| format!(" {a}")).unwrap_or_default();
            lines.push(format!("  {} -> {}{column}{action}", key.column, key.references));
        }
        lines.extend(table.unique.iter().filter(|u| u.len() > 1).map(|u| format!("  unique {}", u.join("+"))));
        lines.extend(table.checks.iter().map(|c| format!("  check {c}")));
        for index in &table.indexes {
            let name = index.name.as_deref().unwrap_or("-");
            let condition = index.condition.as_deref().map(|c| format!(" where {c}")).unwrap_or_default();
            lines.push(format!("  index {name} {}{condition}", index.columns.join("+")));
        }
        lines.extend(table.policies.iter().map(|p| {
            format!("  policy {} {}", p.name.as_deref().unwrap_or("-"), p.command.as_deref().unwrap_or("ALL"))
        }));
    }
    for view in &schema.views {
        let names: Vec<&str> = view.columns.iter().map(|c| c.name.as_str()).collect();
        lines.push(format!("view {}({})", view.name, names.join(", ")));
    }
    lines.extend(schema.enums.iter().map(|e| format!("{} = {}", e.name, e.values.join("|"))));
    lines.extend(schema.routines.iter().map(|r| format!("routine {} {}", r.name, r.table.as_deref().unwrap_or("-"))));
    lines.join("\n")
}

/// Runs cases of a name, the files and what they end in.
fn check(cases: &[(&str, &[&str], &str)]) {
    for (name, files, expected) in cases {
        assert_eq!(sketch(files), *expected, "{name}");
    }
}

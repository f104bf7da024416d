//! `list`: one line an endpoint.

use serde::Serialize;

use crate::model::{Endpoint, Project};
use crate::relate::Relations;

/// The list for people.
#[must_use]
pub fn to_text(project: &Project) -> String {
    let rows = rows(project);
    let width = |column: fn(&Row<'_>) -> usize| rows.iter().map(column).max().unwrap_or(0);
    let method = width(|r| r.method.len());
    let path = width(|r| r.path.chars().count());
    let tables = width(|r| r.table_list().chars().count());
    let mut text = String::new();
    for row in &rows {
        let line = format!("{:method$}  {:path$}  {:tables$}  {}", row.method, row.path, row.table_list(), row.plan);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The list for tools.
#[must_use]
pub fn to_json(project: &Project) -> String {
    super::inspect::to_text(&rows(project))
}

#[derive(Serialize)]
struct Row<'a> {
    method: &'a str,
    path: &'a str,
    tables: Vec<String>,
    plan: &'static str,
}

impl Row<'_> {
    fn table_list(&self) -> String {
        if self.tables.is_empty() { "-".to_owned() } else { self.tables.join(", ") }
    }
}

fn rows(project: &Project) -> Vec<Row<'_>> {
    let relations = Relations::new(project);
    let row = |endpoint: &'_ Endpoint| relations.picks(endpoint).into_iter().map(|p| p.table).collect();
    project
        .api
        .endpoints
        .iter()
        .map(|e| Row { method: e.key.method.as_str(), path: e.key.path.as_str(), tables: row(e), plan: "none" })
        .collect()
}

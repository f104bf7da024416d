//! `list`: one line an endpoint.

use serde::Serialize;

use crate::check;
use crate::check::settle::{Levels, Unused, settle};
use crate::deliver::plan_state::{PlanState, findings_in_plans, mark_findings, plan_states};
use crate::model::{Endpoint, Project};
use crate::relate::Relations;

/// Widest column, in characters, that others are lined up with.
const WIDEST: usize = 80;

/// The list for people. `template` is the text that a prompt would be made with now: a plan made with
/// another one is stale. `levels` says which findings matter.
#[must_use]
pub fn to_text(project: &Project, template: &str, levels: &Levels) -> String {
    let rows = rows(project, template, levels);
    // One very long path must not push the columns of all others off the screen.
    let width = |column: fn(&Row<'_>) -> usize| rows.iter().map(column).filter(|w| *w <= WIDEST).max().unwrap_or(0);
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
pub fn to_json(project: &Project, template: &str, levels: &Levels) -> String {
    super::inspect::to_text(&rows(project, template, levels))
}

#[derive(Serialize)]
struct Row<'a> {
    method: &'a str,
    path: &'a str,
    tables: Vec<String>,
    plan: &'static str,
    plan_file: Option<String>,
    /// What a stale plan was made from and is not what it was.
    changed: Vec<&'static str>,
    /// How many findings there are in the plan, also where it is stale.
    findings: usize,
}

impl Row<'_> {
    fn table_list(&self) -> String {
        if self.tables.is_empty() { "-".to_owned() } else { self.tables.join(", ") }
    }
}

fn rows<'p>(project: &'p Project, template: &str, levels: &Levels) -> Vec<Row<'p>> {
    let relations = Relations::new(project);
    let mut states = plan_states(project, template);
    let findings = settle(project, check::plans(project, &relations), levels, Unused::InPlans).findings;
    mark_findings(&mut states, &findings_in_plans(project, &findings));
    let row = |(endpoint, state): (&'p Endpoint, PlanState)| Row {
        method: endpoint.key.method.as_str(),
        path: endpoint.key.path.as_str(),
        tables: relations.picks(endpoint).into_iter().map(|pick| pick.table).collect(),
        plan: state.word(),
        changed: state.changed().iter().map(|source| source.key()).collect(),
        findings: state.findings(),
        plan_file: state.path().map(str::to_owned),
    };
    project.api.endpoints.iter().zip(states).map(row).collect()
}

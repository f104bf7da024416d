//! The documents against each other: API plan, database plan, declared types.

mod bodies;
mod columns;
mod lookups;
pub(super) mod names;
mod policies;
mod routes;
mod said;
mod statuses;
mod tables;

use std::collections::HashSet;

use super::Finding;
use crate::model::schema::table_key;
use crate::model::{Choice, Project, Table};
use crate::plan::facts::Facts;
use crate::relate::Relations;

/// Checks the API plan and the database plan against each other.
#[must_use]
pub fn check(project: &Project, relations: &Relations<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    said::check(project, &mut findings);
    routes::check(project, &mut findings);
    // Without tables, or without endpoints, everything would contradict the document that is missing.
    if project.schema.tables.is_empty() || project.api.endpoints.is_empty() {
        return findings;
    }
    names::check(project, &mut findings);
    columns::check(project, &mut findings);
    let mut touched: HashSet<String> = HashSet::new();
    for endpoint in &project.api.endpoints {
        let tables: Vec<&Table> =
            relations.picks(endpoint).iter().filter_map(|pick| project.schema.table(&pick.table)).collect();
        touched.extend(tables.iter().map(|table| table_key(&table.name)));
        let choice = Choice { endpoints: vec![endpoint], tables, ..Choice::of(project) };
        for facts in &Facts::new(&choice).endpoints {
            bodies::check(facts, &mut findings);
            statuses::check(facts, &mut findings);
            lookups::check(facts, &mut findings);
            policies::check(facts, &mut findings);
        }
    }
    tables::check(project, &touched, &mut findings);
    findings
}

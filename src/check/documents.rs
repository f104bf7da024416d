//! The documents against each other.

mod routes;

use super::Finding;
use crate::model::Project;
use crate::relate::Relations;

/// Checks the API plan, the database plan and the declared types against each other.
#[must_use]
pub fn check(project: &Project, _relations: &Relations<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    routes::check(project, &mut findings);
    findings
}

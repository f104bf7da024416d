//! One saved plan against the documents.

mod endpoint;
mod sections;

use super::Finding;
use crate::model::{Endpoint, Project};
use crate::plan::{SavedPlan, read};
use crate::relate::Relations;
use crate::text::Source;

/// A saved plan with everything that its checks look at.
struct Case<'a> {
    project: &'a Project,
    source: &'a Source,
    plan: SavedPlan,
    /// The endpoints of the API plan that it is for.
    endpoints: Vec<&'a Endpoint>,
}

/// Checks a saved plan. Nothing is said of a text that is no plan.
#[must_use]
pub fn check(project: &Project, _relations: &Relations<'_>, source: &Source) -> Vec<Finding> {
    let Some(plan) = read(source.text()) else { return Vec::new() };
    let endpoints = plan.endpoints.iter().filter_map(|key| project.endpoint(key)).collect();
    let case = Case { project, source, plan, endpoints };
    let mut findings = Vec::new();
    endpoint::check(&case, &mut findings);
    sections::check(&case, &mut findings);
    findings
}

//! What is wrong in a saved plan, and where the documents contradict each other.
//!
//! A [`Finding`] is for the person who has to settle it: it says what is wrong, where, and what to do.
//! What can't be told for sure is no finding. [`plan`] holds one saved plan, whoever wrote it, against
//! the documents; [`documents`] holds the documents against each other.

pub mod acceptance;
pub mod documents;
pub mod plan;
pub mod settle;

use crate::diagnostic::{Code, Severity};
use crate::model::{DocumentRole, EndpointKey, Project};
use crate::relate::Relations;
use crate::text::{Place, Source};

/// One thing that somebody has to settle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable code; its page says more.
    pub code: Code,
    /// How much it matters, unless the settings say otherwise.
    pub severity: Severity,
    /// What is wrong, one sentence that names both sides.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
    /// Where it is wrong.
    pub place: Place,
    /// The other sides of a contradiction, each with a word for what stands there.
    pub related: Vec<(String, Place)>,
    /// The endpoint that it is about.
    pub endpoint: Option<EndpointKey>,
}

impl Finding {
    /// A finding at a place, about no endpoint alone.
    #[must_use]
    pub fn new(code: Code, severity: Severity, place: Place, message: impl Into<String>) -> Self {
        Self { code, severity, message: message.into(), help: None, place, related: Vec::new(), endpoint: None }
    }

    /// Sets the advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says where the other side stands.
    #[must_use]
    pub fn against(mut self, what: impl Into<String>, place: Place) -> Self {
        self.related.push((what.into(), place));
        self
    }

    /// Says which endpoint it is about.
    #[must_use]
    pub fn about(mut self, endpoint: &EndpointKey) -> Self {
        self.endpoint = Some(endpoint.clone());
        self
    }
}

/// Everything found in a project: its documents against each other, and each saved plan.
#[must_use]
pub fn project(project: &Project, relations: &Relations<'_>) -> Vec<Finding> {
    let mut findings = documents::check(project, relations);
    findings.extend(plans(project, relations));
    sort(&mut findings);
    findings
}

/// What was found in the saved plans alone.
#[must_use]
pub fn plans(project: &Project, relations: &Relations<'_>) -> Vec<Finding> {
    every_plan(project, |plan| plan::check(project, relations, plan))
}

/// What was found in plans that somebody named, so that each is meant to be one. They are for these
/// endpoints; without any, for those that they name.
#[must_use]
pub fn named_plans(project: &Project, relations: &Relations<'_>, endpoints: &[EndpointKey]) -> Vec<Finding> {
    every_plan(project, |plan| plan::check_named(project, relations, plan, endpoints))
}

fn every_plan(project: &Project, check: impl Fn(&Source) -> Vec<Finding>) -> Vec<Finding> {
    let plans = || project.documents.iter().filter(|document| document.role == DocumentRole::Plan).map(|d| &d.source);
    let mut findings: Vec<_> = plans().flat_map(check).collect();
    findings.extend(plan::together(project, plans()));
    sort(&mut findings);
    findings
}

/// Puts findings in the order of the documents and of their text.
fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|f| (f.place.document, f.place.span.start, f.code));
}

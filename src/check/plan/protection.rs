//! Protection that the documents demand and that a plan passes over: rate limits, policies of rows.

use super::{Case, quoted};
use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::{SectionKind, Table};
use crate::plan::checked::words;
use crate::plan::facts::{EndpointFacts, rates};

pub(super) fn check(case: &Case<'_>, endpoints: &[EndpointFacts<'_>], findings: &mut Vec<Finding>) {
    let speaks_of = |stems: &[String]| stems.iter().any(|stem| case.words.contains(&format!(" {stem}")));
    let limit = endpoints.iter().find_map(|facts| Some((facts, rates::of(facts).into_iter().next()?)));
    if let Some((facts, limit)) = limit
        && !speaks_of(&words().rate_limits)
    {
        let message = format!("the plan passes over the rate limit “{limit}”");
        findings.push(finding(case, facts, message, Severity::Info));
    }
    let guarded = |facts: &&EndpointFacts<'_>| facts.main.is_some_and(|table| !table.policies.is_empty());
    let Some(first) = endpoints.iter().find(guarded).filter(|_| !speaks_of(&words().policies)) else { return };
    let mut tables: Vec<&Table> = endpoints.iter().filter(guarded).filter_map(|facts| facts.main).collect();
    tables.dedup_by_key(|table| table.name.as_str());
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    let message = format!("the plan passes over the row-level policies of {}", quoted(&names));
    let finding = finding(case, first, message, Severity::Warning);
    findings.push(match tables.first().and_then(|table| table.policies.first()) {
        Some(policy) => finding.against("in the database plan", policy.place),
        None => finding,
    });
}

fn finding(case: &Case<'_>, facts: &EndpointFacts<'_>, message: String, severity: Severity) -> Finding {
    Finding::new(codes::PROTECTION_NOT_MENTIONED, severity, case.head(SectionKind::Security), message)
        .with_help("say how the endpoint keeps to it, and what a caller sees who does not")
        .about(&facts.endpoint.key)
}

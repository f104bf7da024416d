//! Operations of endpoints that no policy of a table admits.

use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::plan::facts::EndpointFacts;

pub(super) fn check(facts: &EndpointFacts<'_>, findings: &mut Vec<Finding>) {
    let Some((table, command)) = facts.not_admitted() else { return };
    let key = &facts.endpoint.key;
    let message = format!("`{key}` needs {command} on `{}`, and none of the table's policies is for it", table.name);
    let finding = Finding::new(codes::NOT_ADMITTED, Severity::Warning, facts.endpoint.place, message)
        .with_help("add a policy, or say who runs this write past row-level security")
        .about(key);
    findings.push(finding.against("the table", table.place));
}

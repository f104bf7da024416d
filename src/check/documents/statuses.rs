//! Statuses that a constraint can cause and the API plan lacks.

use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::plan::facts::EndpointFacts;
use crate::plan::facts::failures::{Cause, Failure};
use crate::plan::facts::operation::Operation;

pub(super) fn check(facts: &EndpointFacts<'_>, findings: &mut Vec<Finding>) {
    // Where a plan lists no error at all for an endpoint, it does not claim to be complete.
    let listed = facts.endpoint.error_codes();
    if listed.is_empty() {
        return;
    }
    let key = &facts.endpoint.key;
    let mut statuses: Vec<u16> = Vec::new();
    for failure in &facts.failures {
        let Some((cause, place)) = cause(facts, failure) else { continue };
        if failure.listed.is_some()
            || facts.shares(failure.status)
            || statuses.contains(&failure.status)
            || told_otherwise(facts, failure)
        {
            continue;
        }
        statuses.push(failure.status);
        let message = format!("`{key}` lists no `{}`, though {cause}", failure.status);
        let finding = Finding::new(codes::STATUS_NOT_LISTED, Severity::Warning, facts.endpoint.place, message)
            .with_help("add the status to the endpoint's errors, or say which other one it answers with")
            .about(key);
        findings.push(match place {
            Some((what, place)) => finding.against(what, place),
            None => finding,
        });
    }
}

/// What the documents say that causes it, in words, and where.
fn cause(
    facts: &EndpointFacts<'_>,
    failure: &Failure<'_>,
) -> Option<(String, Option<(&'static str, crate::text::Place)>)> {
    let table = |name: &str| facts.project.schema.table(name);
    match &failure.cause {
        Cause::Duplicate(name, columns) => {
            let place = table(name).map(|t| ("the table", t.place));
            Some((format!("`{name}` is unique over `{}`", columns.join("`, `")), place))
        }
        Cause::Referenced(name, column) => {
            let place = table(name).map(|t| ("the table", t.place));
            Some((format!("`{name}.{column}` keeps rows from being deleted"), place))
        }
        // A list below a parent that is not there may as well be empty, and 403 hides whether it is.
        Cause::Missing(_) if facts.operation == Operation::List || facts.lists(403) => None,
        Cause::Missing(name) => Some((format!("its path names a row of `{name}` that may not be there"), None)),
        _ => None,
    }
}

/// Whether an error that is listed says in words what a 409 would say: "400 (name already used)".
fn told_otherwise(facts: &EndpointFacts<'_>, failure: &Failure<'_>) -> bool {
    if failure.status != 409 {
        return false;
    }
    let words = crate::plan::words::words();
    facts.endpoint.details.responses.iter().filter(|response| !response.is_success()).any(|response| {
        let text = response.description.as_deref().unwrap_or_default().to_lowercase();
        let code = response.error_code.as_deref().unwrap_or_default().to_lowercase();
        words.collision_words.iter().any(|word| text.contains(word.as_str()) || code.contains(word.as_str()))
    })
}

//! The endpoints that a plan is for: known to the API plan, and the same throughout the plan.

use super::{Case, nearest, quoted};
use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::EndpointKey;
use crate::plan::origin;
use crate::plan::reading::meant;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    disagrees(case, findings);
    let api = &case.project.api;
    // Without an API plan nothing is known of any endpoint, which a remark says already.
    if api.endpoints.is_empty() {
        return;
    }
    let is_unknown = |key: &&EndpointKey| meant(case.project, std::slice::from_ref(key)).is_empty();
    let unknown: Vec<String> = case.plan.endpoints.iter().filter(is_unknown).map(ToString::to_string).collect();
    let (message, help) = match unknown.as_slice() {
        _ if case.plan.endpoints.is_empty() => (
            "the plan does not say which endpoint it is for".to_owned(),
            "name method and path in the title: `# API Endpoint Implementation Plan: GET /path`".to_owned(),
        ),
        [] => return,
        [first, others @ ..] => {
            let known: Vec<String> = api.endpoints.iter().map(|endpoint| endpoint.key.to_string()).collect();
            let s = if others.is_empty() { "" } else { "s" };
            let alike = nearest(first, known.iter().map(String::as_str));
            let alike = alike.filter(|_| others.is_empty()).map(|key| format!("; did you mean `{key}`?"));
            (
                format!("the API plan has no endpoint{s} {}, which the plan is for", quoted(&unknown)),
                format!(
                    "correct method and path in the plan, or add what is missing to the API plan{}",
                    alike.unwrap_or_default()
                ),
            )
        }
    };
    findings.push(Finding::new(codes::UNKNOWN_ENDPOINT, Severity::Error, case.title(), message).with_help(help));
}

/// A title that names one endpoint, and method and URL inside that are another one's.
fn disagrees(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let plan = &case.plan;
    let ([title], Some(inside)) = (plan.titled.as_slice(), plan.labelled.first()) else { return };
    let same = |one: &EndpointKey, other: &EndpointKey| {
        one.method == other.method && {
            let (one, other) = (one.path.canonical(), other.path.canonical());
            // A base path may be left out in either.
            one.ends_with(&other) || other.ends_with(&one)
        }
    };
    if origin::read(case.source.text()).is_some() || plan.labelled.iter().any(|named| same(&named.key, &title.key)) {
        return;
    }
    let message = format!("the title names `{}`, but method and URL inside are `{}`", title.key, inside.key);
    findings.push(
        Finding::new(codes::ENDPOINT_DIFFERS, Severity::Error, case.source.place(inside.span), message)
            .with_help("keep the one that the API plan has")
            .against("the title", case.source.place(title.span)),
    );
}

//! The endpoints that a plan is for: known to the API plan.

use super::Case;
use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::text::Span;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let api = &case.project.api;
    // Without an API plan nothing is known of any endpoint, which a remark says already.
    if !case.endpoints.is_empty() || api.endpoints.is_empty() {
        return;
    }
    let title = case.source.place(Span::new(0, 0));
    let (message, help) = match case.plan.endpoints.first() {
        Some(key) => (
            format!("the API plan has no endpoint `{key}`, which the plan is for"),
            "correct method and path in the plan, or add the endpoint to the API plan",
        ),
        None => (
            "the plan does not say which endpoint it is for".to_owned(),
            "name method and path in the title: `# API Endpoint Implementation Plan: GET /path`",
        ),
    };
    findings.push(Finding::new(codes::UNKNOWN_ENDPOINT, Severity::Error, title, message).with_help(help));
}

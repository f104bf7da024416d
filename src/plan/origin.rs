//! The comment that a saved plan ends with, which says what it was made from.

use crate::model::{EndpointKey, Method, PathTemplate, Provenance};

/// What the comment begins with.
pub const OPENING: &str = "<!-- routewright: ";
/// What it ends with.
pub const CLOSING: &str = " -->";

/// The comment of a saved plan.
#[must_use]
pub fn read(plan: &str) -> Option<Provenance> {
    let (at, _) = comment(plan)?;
    let json = plan.get(at + OPENING.len()..)?;
    serde_json::from_str(json.get(..json.find(CLOSING)?)?).ok()
}

/// A plan without its comment.
#[must_use]
pub fn without(plan: &str) -> &str {
    comment(plan).and_then(|(at, _)| plan.get(..at)).unwrap_or(plan)
}

/// Start and end of the last such comment, if nothing but other comments follows it. People put theirs
/// at the end of the file.
fn comment(plan: &str) -> Option<(usize, usize)> {
    let is_ours = |at: &usize| plan.get(at + OPENING.len()..).is_some_and(|rest| rest.starts_with('{'));
    let at = plan.rmatch_indices(OPENING).map(|(at, _)| at).find(is_ours)?;
    let end = at + plan.get(at..)?.find(CLOSING)? + CLOSING.len();
    let mut rest = plan.get(end..)?.trim();
    while let Some((_, behind)) = rest.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        rest = behind.trim_start();
    }
    rest.is_empty().then_some((at, end))
}

/// The endpoints that a comment is about.
#[must_use]
pub fn endpoints(provenance: &Provenance) -> Vec<EndpointKey> {
    let mut keys: Vec<EndpointKey> = Vec::new();
    for part in provenance.endpoint.split(", ") {
        let method = part.split_once(' ').and_then(|(m, path)| Some((m.parse::<Method>().ok()?, path)));
        if let Some((method, path)) = method {
            keys.push(EndpointKey { method, path: PathTemplate::exact(path) });
        }
    }
    keys
}

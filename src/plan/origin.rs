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

/// Start and end of the last comment, if nothing but blanks follows it.
fn comment(plan: &str) -> Option<(usize, usize)> {
    let at = plan.rfind(OPENING)?;
    let end = at + plan.get(at..)?.find(CLOSING)? + CLOSING.len();
    plan.get(end..)?.trim().is_empty().then_some((at, end))
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

//! Routes that hide each other.

use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::endpoint::parameter_name;
use crate::model::{Endpoint, Project};

/// An endpoint whose path has a name where an earlier one of the same method has a parameter: routers
/// that take the first match never reach it.
pub(super) fn check(project: &Project, findings: &mut Vec<Finding>) {
    let endpoints = &project.api.endpoints;
    for (at, hidden) in endpoints.iter().enumerate() {
        let earlier = endpoints.iter().take(at).find(|earlier| hides(earlier, hidden));
        if let Some(earlier) = earlier {
            let message = format!(
                "`{}` stands behind `{}`, which takes its calls in routers that match in order",
                hidden.key, earlier.key
            );
            findings.push(
                Finding::new(codes::SHADOWED_ROUTE, Severity::Info, hidden.place, message)
                    .with_help("register the path with the fixed name first")
                    .against("the endpoint with the parameter", earlier.place)
                    .about(&hidden.key),
            );
        }
    }
}

/// Whether every call of `later` also fits `earlier`, and not the other way round.
fn hides(earlier: &Endpoint, later: &Endpoint) -> bool {
    let (a, b): (Vec<_>, Vec<_>) = (earlier.key.path.segments().collect(), later.key.path.segments().collect());
    let fits = |(a, b): (&&str, &&str)| match (parameter_name(a), parameter_name(b)) {
        (Some(_), _) => true,
        (None, Some(_)) => false,
        (None, None) => a.eq_ignore_ascii_case(b),
    };
    earlier.key.method == later.key.method
        && a.len() == b.len()
        && a.iter().zip(&b).all(fits)
        && earlier.key.path.canonical() != later.key.path.canonical()
}

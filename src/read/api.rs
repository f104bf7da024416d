//! API plans: markdown → endpoints.

use crate::diagnostic::Parsed;
use crate::model::ApiPlan;
use crate::text::Source;

/// Reads an API plan.
#[must_use]
pub fn api_plan(source: &Source) -> Parsed<ApiPlan> {
    let _ = super::blocks::outline(source);
    Parsed::default()
}

//! Path parameters, query parameters and body fields of the API plan that a plan does not name.

use super::{Case, quoted};
use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::{Endpoint, Parameter, SectionKind};
use crate::read::lexicon::spelling::fold;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    // A path parameter stands in the URL anyway; that it is named there does not say that it is checked.
    let beside_paths = beside_paths(case);
    for endpoint in &case.endpoints {
        let details = &endpoint.details;
        let named_beside = |name: &str| beside_paths.contains(&format!(" {} ", fold(name)));
        let other_names = other_names(case, endpoint);
        let is_handled = |name: &str| named_beside(name) || other_names.iter().any(|other| named_beside(other));
        report(case, endpoint, "path parameter", &unnamed(&details.path_params, is_handled), findings);
        report(case, endpoint, "query parameter", &unnamed(&details.query_params, |name| case.names(name)), findings);
        let is_told = |name: &str| case.names(name) || in_a_named_type(case, name);
        report(case, endpoint, "body field", &unnamed(&details.body_fields, is_told), findings);
    }
}

/// Those that are not named, as far as their names are names.
fn unnamed(parameters: &[Parameter], is_named: impl Fn(&str) -> bool) -> Vec<&Parameter> {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_alphabetic())
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    };
    parameters.iter().filter(|parameter| is_name(&parameter.name) && !is_named(&parameter.name)).collect()
}

fn report(case: &Case<'_>, endpoint: &Endpoint, what: &str, missing: &[&Parameter], findings: &mut Vec<Finding>) {
    let Some(first) = missing.first() else { return };
    let names: Vec<&str> = missing.iter().map(|parameter| parameter.name.as_str()).collect();
    let s = if missing.len() == 1 { "" } else { "s" };
    let message = format!("the plan does not name the {what}{s} {} of `{}`", quoted(&names), endpoint.key);
    findings.push(
        Finding::new(codes::INPUT_NOT_HANDLED, Severity::Warning, case.head(SectionKind::Request), message)
            .with_help("say how each is checked and used, or take it out of the API plan")
            .against("in the API plan", first.place)
            .about(&endpoint.key),
    );
}

/// The words of the plan without those that hold a path.
fn beside_paths(case: &Case<'_>) -> String {
    let words = case.text.split_whitespace().filter(|word| !word.contains('/'));
    format!(" {} ", fold(&words.collect::<Vec<_>>().join(" ")))
}

/// The names that the plan's own URL gives to the endpoint's path parameters.
fn other_names(case: &Case<'_>, endpoint: &Endpoint) -> Vec<String> {
    let named = case.plan.titled.iter().chain(&case.plan.labelled).map(|named| &named.key);
    let same = named.chain(&case.plan.endpoints).filter(|key| {
        key.method == endpoint.key.method && endpoint.key.path.canonical().ends_with(&key.path.canonical())
    });
    same.flat_map(|key| key.path.parameters().into_iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Whether a declared type that the plan names has a member of that name.
fn in_a_named_type(case: &Case<'_>, name: &str) -> bool {
    let has = |declared: &crate::model::TypeDeclaration| {
        declared.members.iter().any(|member| {
            let sent = member.sent_as.as_deref().unwrap_or(&member.name);
            crate::plan::naming::key(sent) == crate::plan::naming::key(name)
        })
    };
    case.project.types.iter().any(|declared| has(declared) && case.names(&declared.name))
}

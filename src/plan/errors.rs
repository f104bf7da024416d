//! Section 7: what fails, how that is noticed, with which status, and whether the API plan lists it.

use super::facts::EndpointFacts;
use super::facts::failures::{Cause, Failure};
use super::facts::operation::Operation;
use super::markdown::{code, codes, shorten, table};
use super::pen::Pen;
use super::words::meaning;

/// What holds for one endpoint.
pub(crate) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let keys = [
        "errors.col_scenario",
        "errors.col_detected",
        "errors.col_status",
        "errors.col_code",
        "errors.col_log",
        "errors.col_listed",
    ];
    let head: Vec<String> = keys.iter().map(|key| pen.say(key, &[])).collect();
    let rows: Vec<Vec<String>> = facts
        .failures
        .iter()
        .map(|failure| {
            let listed = match failure.listed {
                Some(_) => "errors.listed_yes",
                None if failure.of_group.is_some() => "errors.listed_group",
                None if facts.shares(failure.status) => "errors.listed_shared",
                None if failure.cause == Cause::Unexpected => "errors.listed_default",
                None => "errors.listed_no",
            };
            vec![
                scenario(pen, facts, failure),
                detected(pen, facts, failure),
                code(&failure.status.to_string()),
                error_code(facts, failure, &scenario(pen, facts, failure)),
                log_level(failure).to_owned(),
                pen.say(listed, &[]),
            ]
        })
        .collect();
    vec![table(&head, &rows)]
}

/// The code of an error: the endpoint's own, else one that says what the scenario says, else the one that
/// all errors of the status have.
fn error_code(facts: &EndpointFacts<'_>, failure: &Failure<'_>, scenario: &str) -> String {
    let own = failure.listed.and_then(|r| r.error_code.clone()).or_else(|| facts.error_code_in_words(scenario));
    own.or_else(|| facts.error_code(failure.status)).map(|own| code(&own)).unwrap_or_default()
}

/// How loudly a failure is logged: what is wrong here is an error, what may be an attack or abuse a
/// warning, what a caller got wrong a mere note.
fn log_level(failure: &Failure<'_>) -> &'static str {
    match failure.status {
        500.. => "error",
        401 | 403 | 429 => "warn",
        _ => "info",
    }
}

/// What holds for all: how errors travel, what is logged.
pub(crate) fn shared(pen: &Pen<'_>) -> Vec<String> {
    vec![pen.say("errors.how", &[("how", pen.stack("fail"))])]
}

/// The status of the first failure with such a cause.
pub(crate) fn status_for(facts: &EndpointFacts<'_>, wanted: impl Fn(&Cause<'_>) -> bool) -> Option<u16> {
    facts.failures.iter().find(|f| wanted(&f.cause)).map(|f| f.status)
}

/// Statuses that the API plan lacks.
pub(crate) fn additions(facts: &EndpointFacts<'_>) -> Vec<u16> {
    let mut statuses: Vec<u16> = facts.failures.iter().filter(|f| is_addition(facts, f)).map(|f| f.status).collect();
    statuses.dedup();
    statuses
}

/// That anything unforeseen is answered with 500 needs no agreement.
fn is_addition(facts: &EndpointFacts<'_>, failure: &Failure<'_>) -> bool {
    let known = failure.listed.is_some() || failure.of_group.is_some() || facts.shares(failure.status);
    !known && failure.cause != Cause::Unexpected
}

fn scenario(pen: &Pen<'_>, facts: &EndpointFacts<'_>, failure: &Failure<'_>) -> String {
    let own = match &failure.cause {
        Cause::Malformed => pen.say("errors.malformed", &[]),
        Cause::Invalid => pen.say("errors.invalid", &[]),
        Cause::Unauthenticated => pen.say("errors.unauthenticated", &[]),
        Cause::Forbidden => pen.say("errors.forbidden", &[]),
        Cause::Missing(table) => pen.say("errors.missing", &[("table", &code(table))]),
        Cause::Dangling(field, table) => {
            pen.say("errors.dangling", &[("field", &code(field)), ("table", &code(table))])
        }
        Cause::Duplicate(table, columns) => {
            pen.say("errors.duplicate", &[("table", &code(table)), ("columns", &codes(columns))])
        }
        Cause::Referenced(table, column) => pen.say("errors.referenced", &[("column", &pen.column(table, column))]),
        Cause::TooMany => pen.say("errors.too_many", &[]),
        Cause::Unexpected => pen.say("errors.unexpected", &[]),
        Cause::Documented => standard(pen, failure.status).unwrap_or_default(),
    };
    // The API plan's own words go to the first row of their status.
    let of_status = || facts.failures.iter().filter(|f| f.status == failure.status);
    let of_cause = |cause: &Cause<'_>| of_status().find(|f| f.cause == *cause);
    let bearer = of_cause(&Cause::Documented).or_else(|| of_cause(&Cause::Invalid)).or_else(|| of_status().next());
    let is_first = bearer.is_some_and(|f| std::ptr::eq(f, failure));
    let said = failure.listed.filter(|_| is_first).and_then(|r| meaning(r.description.as_deref()?));
    let said = said.or_else(|| failure.of_group.clone()).map(|text| shorten(&text, 160));
    match (said.filter(|s| !s.is_empty()), own.is_empty()) {
        (Some(said), true) => pen.say("errors.said", &[("text", &said)]),
        (Some(said), false) => format!("{own}; {}", pen.say("errors.said", &[("text", &said)])),
        (None, true) => pen.open(&pen.say("errors.cause_open", &[])),
        (None, false) => own,
    }
}

/// What a status says by itself.
fn standard(pen: &Pen<'_>, status: u16) -> Option<String> {
    let key = match status {
        405 => "errors.status_405",
        406 => "errors.status_406",
        408 => "errors.status_408",
        410 => "errors.status_410",
        413 => "errors.status_413",
        415 => "errors.status_415",
        502 => "errors.status_502",
        503 => "errors.status_503",
        504 => "errors.status_504",
        _ => return None,
    };
    Some(pen.say(key, &[]))
}

fn detected(pen: &Pen<'_>, facts: &EndpointFacts<'_>, failure: &Failure<'_>) -> String {
    match &failure.cause {
        Cause::Malformed => pen.say("errors.by_parser", &[]),
        Cause::Invalid => pen.say("errors.by_validation", &[]),
        Cause::Unauthenticated => pen.say("errors.by_authentication", &[]),
        // Policies refuse a new row; others they only hide.
        Cause::Forbidden if facts.operation == Operation::Create => by_policies(pen, facts),
        Cause::Forbidden => pen.say("errors.by_service", &[]),
        Cause::Missing(_) => pen.say("errors.by_empty", &[]),
        Cause::Dangling(..) => pen.say("errors.by_reference", &[("how", pen.stack("reference"))]),
        Cause::Duplicate(..) => pen.stack("unique").to_owned(),
        Cause::Referenced(..) => pen.stack("reference").to_owned(),
        Cause::TooMany => pen.say("errors.by_limiter", &[]),
        Cause::Unexpected => pen.say("errors.by_catch", &[]),
        Cause::Documented => pen.say("errors.by_service", &[]),
    }
}

fn by_policies(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    let is_main = |table: &crate::model::Table| facts.main.is_some_and(|main| main.name == table.name);
    let policies = facts.policies();
    let named = policies.iter().filter(|(table, _)| is_main(table)).filter_map(|(_, policy)| policy.name.as_deref());
    let names: Vec<&str> = named.take(3).collect();
    match (names.is_empty(), facts.is_refusable()) {
        (true, _) => pen.say("errors.by_service", &[]),
        (false, true) => pen.say("errors.by_refusal", &[("policies", &codes(names))]),
        (false, false) => pen.say("errors.by_policy", &[("policies", &codes(names))]),
    }
}

//! What tests of an endpoint send and see: one case for each answer, with the values of this endpoint.

use serde_json::Value;

use super::example::Wanted;
use super::facts::EndpointFacts;
use super::facts::failures::Cause;
use super::facts::inputs::{Input, Part, mentions};
use super::facts::operation::Operation;
use super::kind::Kind;
use super::markdown::{code, codes, shorten};
use super::pen::Pen;
use super::response::proposed_success;
use super::words::{meaning, words};

/// So many refused values show what is meant; the table of section 2 has the rest.
const REFUSED: usize = 5;

/// Cases by status: what is sent, and for success what is seen.
pub(crate) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let case =
        |status: u16, what: &str| pen.say("cases.case", &[("status", &code(&status.to_string())), ("what", what)]);
    let listed: Vec<u16> = facts.successes().map(|r| r.status).collect();
    let success = listed.first().copied().unwrap_or_else(|| proposed_success(facts).0);
    let mut cases = vec![case(success, &seen(pen, facts))];
    for failure in facts.failures.iter().filter(|f| f.status < 500) {
        let said = || failure.listed.and_then(|r| meaning(r.description.as_deref()?));
        let what = match &failure.cause {
            Cause::Malformed | Cause::TooMany | Cause::Unexpected => continue,
            Cause::Invalid => {
                let refused = refused(pen, facts);
                if refused.is_empty() {
                    continue;
                }
                refused.join("; ")
            }
            Cause::Unauthenticated => pen.say("cases.no_caller", &[]),
            Cause::Forbidden => match said() {
                Some(said) => pen.quote(shorten(&said, 120).trim_end_matches('.')),
                None => pen.say("cases.forbidden", &[]),
            },
            Cause::Missing(table) => pen.say("cases.missing", &[("table", &code(table))]),
            Cause::Dangling(..) => {
                let fields = facts.failures.iter().filter(|f| f.status == failure.status);
                let fields = fields.filter_map(|f| match &f.cause {
                    Cause::Dangling(field, _) => Some(code(field)),
                    _ => None,
                });
                pen.say("cases.dangling", &[("fields", &pen.list(&fields.collect::<Vec<_>>()))])
            }
            Cause::Duplicate(_, columns) => pen.say("cases.duplicate", &[("columns", &codes(columns))]),
            Cause::Referenced(table, column) => pen.say("cases.referenced", &[("column", &pen.column(table, column))]),
            // What breaks a rule of a field stands with the other refused values.
            Cause::Documented if is_told(facts, failure.status, said().as_deref()) => continue,
            Cause::Documented => match said() {
                Some(said) => pen.quote(shorten(&said, 120).trim_end_matches('.')),
                None => continue,
            },
        };
        cases.push(case(failure.status, &what));
    }
    cases.dedup();
    cases
}

/// Whether a failure that the documents tell in words is of inputs that validation refuses with the same status.
fn is_told(facts: &EndpointFacts<'_>, status: u16, said: Option<&str>) -> bool {
    let is_validation = facts.failures.iter().any(|f| f.status == status && matches!(f.cause, Cause::Invalid));
    let named = |said: &str| facts.inputs.iter().any(|input| mentions(said, &input.parameter.name));
    let collides = |said: &str| {
        let lower = said.to_lowercase();
        words().collision_words.iter().any(|word| lower.contains(word.as_str()))
    };
    is_validation && said.is_some_and(|said| named(said) && !collides(said))
}

/// What success looks like from outside.
fn seen(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    let (status, _) = proposed_success(facts);
    let has_body = facts.inputs.iter().any(|i| i.part == Part::Body);
    match facts.operation {
        Operation::Create if has_body => pen.say("cases.created", &[]),
        Operation::Create => pen.say("cases.created_alone", &[]),
        Operation::List => {
            let filters = facts.inputs.iter().filter(|i| i.part == Part::Query && i.column.is_some());
            let names: Vec<&str> = filters.map(|i| i.parameter.name.as_str()).take(4).collect();
            if names.is_empty() {
                pen.say("cases.listed", &[])
            } else {
                pen.say("cases.listed_filtered", &[("names", &codes(names))])
            }
        }
        Operation::Read => pen.say("cases.read", &[]),
        Operation::Replace => pen.say("cases.replaced", &[]),
        Operation::Update => {
            let first = facts.inputs.iter().find(|i| i.part == Part::Body);
            match first {
                Some(input) => pen.say("cases.updated", &[("field", &code(&input.parameter.name))]),
                None => pen.say("cases.replaced", &[]),
            }
        }
        Operation::Delete if status == 204 => pen.say("cases.deleted", &[]),
        Operation::Delete | Operation::Act => pen.say("cases.acted", &[]),
    }
}

/// Values that validation refuses, each with its field.
fn refused(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut cases: Vec<String> = facts.inputs.iter().filter_map(|input| refused_value(pen, input)).collect();
    let needed = facts.inputs.iter().find(|i| i.part == Part::Body && i.required.is_yes());
    let left = REFUSED - usize::from(needed.is_some());
    cases.truncate(left);
    cases.extend(needed.map(|input| pen.say("cases.without", &[("field", &code(&input.parameter.name))])));
    cases
}

fn refused_value(pen: &Pen<'_>, input: &Input<'_>) -> Option<String> {
    let name = code(&input.parameter.name);
    let wanted = Wanted::of_input(input);
    let value = |value: &str| Some(pen.say("cases.value", &[("field", &name), ("value", &code(value))]));
    let count = |key: &str, count: f64| Some(pen.say(key, &[("field", &name), ("count", &(count as i64).to_string())]));
    if !wanted.values.is_empty() {
        let unknown = if wanted.kind == Kind::Integer { "0" } else { "unknown" };
        let holds = wanted.holds(&Value::from(unknown)) || wanted.values.iter().any(|v| v == unknown);
        return if holds { None } else { value(unknown) };
    }
    let (length, number) = (wanted.limits.length, wanted.limits.value);
    match input.kind {
        Kind::Text => match (length.least.filter(|least| *least > 1.0), length.most) {
            (_, Some(most)) => count("cases.characters", most + 1.0),
            (Some(least), None) => count("cases.characters", least - 1.0),
            (None, None) => None,
        },
        Kind::List => match (number.least.filter(|least| *least > 0.0), number.most) {
            (_, Some(most)) => count("cases.elements", most + 1.0),
            (Some(least), None) => count("cases.elements", least - 1.0),
            (None, None) => None,
        },
        Kind::Integer | Kind::Decimal => match (number.most, number.least) {
            (Some(most), _) => value(&(most.floor() as i64 + 1).to_string()),
            (None, Some(least)) => value(&(least.ceil() as i64 - 1).to_string()),
            (None, None) => value("abc").filter(|_| input.part != Part::Body),
        },
        Kind::Uuid => value("not-a-uuid"),
        Kind::Date | Kind::Timestamp => value("2026-02-30"),
        Kind::Boolean | Kind::Time | Kind::Object | Kind::File | Kind::Unknown => None,
    }
}

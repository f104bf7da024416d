//! Section 5: what happens, in order, with tables and columns.

mod diagram;
mod permission;
mod rows;
mod said;
mod served;
mod stored;
mod work;

use self::rows::matching;
use self::work::{transaction, triggers, work};
use super::errors::status_for;
use super::facts::EndpointFacts;
use super::facts::failures::{Cause, is_of_state, looked_up};
use super::facts::inputs::{Check, Part};
use super::facts::notes::Stage;
use super::facts::operation::Operation;
use super::markdown::{bullets, code, codes, numbered, shorten};
use super::pen::{Component, Pen};
use super::response::proposed_success;
use super::words::meaning;

pub(crate) use self::rows::{joined_tables, told};
pub(crate) use self::work::{child_writes, needs_transaction};

/// What holds for one endpoint.
pub(crate) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut steps = vec![entry(pen, facts)];
    steps.extend(caller(pen, facts));
    steps.extend(permission::roles(pen, facts));
    steps.extend(validation(pen, facts));
    steps.extend(lookups(pen, facts));
    steps.extend(loaded(pen, facts));
    steps.extend(permission::step(pen, facts));
    steps.extend(served::beside(pen, facts));
    steps.extend(references(pen, facts));
    steps.extend(checks(pen, facts));
    steps.extend(identity(pen, facts));
    steps.extend(said::merged(pen, facts, work(pen, facts)));
    steps.extend(outside(pen, facts));
    steps.extend(transaction(pen, facts));
    steps.extend(triggers(pen, facts));
    steps.push(answer(pen, facts));
    let diagram = if pen.facts.choice.diagram { diagram::of(pen, facts) } else { String::new() };
    vec![numbered(&steps), diagram, documented(pen, facts)]
}

fn entry(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    pen.say(
        "flow.entry",
        &[
            ("endpoint", &code(&facts.endpoint.key.to_string())),
            ("handler", &pen.file(facts, Component::Handler)),
            ("service", &pen.file(facts, Component::Service)),
        ],
    )
}

fn caller(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let status = status_for(facts, |c| *c == Cause::Unauthenticated)?;
    Some(pen.say("flow.caller", &[("how", pen.stack("authenticate")), ("status", &code(&status.to_string()))]))
}

/// Who makes a user, or knows one, where there is no caller yet.
fn identity(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let fields = facts.credentials();
    let main = facts.main.filter(|_| !fields.is_empty())?;
    let how = pen.stack(if facts.signs_up() { "sign_up" } else { "sign_in" });
    Some(pen.say("flow.identity", &[("fields", &codes(fields)), ("table", &code(&main.name)), ("how", how)]))
}

fn validation(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let sent = |part: &Part| facts.inputs.iter().any(|i| i.part == *part);
    let parts: Vec<String> =
        [Part::Path, Part::Query, Part::Body].into_iter().filter(sent).map(|part| pen.part(part)).collect();
    let status = status_for(facts, |c| matches!(c, Cause::Invalid | Cause::Malformed))?;
    if parts.is_empty() {
        return None;
    }
    let step = pen.say("flow.validate", &[("parts", &pen.list(&parts)), ("status", &code(&status.to_string()))]);
    let also = documented_failures(facts, is_invalid);
    let also = also
        .into_iter()
        .filter(|(_, said)| !is_of_state(said))
        .map(|(_, said)| pen.say("flow.validate_also", &[("said", &said)]));
    let rules = said::quoted(pen, facts, Stage::Validation);
    let rules = (!rules.is_empty()).then(|| pen.say("flow.validate_rules", &[("rules", &rules.join("; "))]));
    Some([step].into_iter().chain(also).chain(rules).collect::<Vec<_>>().join(" "))
}

/// Failures that only the API plan's words explain, with those words.
fn documented_failures(facts: &EndpointFacts<'_>, of: impl Fn(u16) -> bool) -> Vec<(u16, String)> {
    let documented = facts.failures.iter().filter(|f| f.cause == Cause::Documented && of(f.status));
    let said = documented.filter_map(|failure| {
        let listed = failure.listed.and_then(|listed| meaning(listed.description.as_deref()?));
        let said = listed.or_else(|| failure.of_group.clone())?;
        Some((failure.status, shorten(&said, 160).trim_end_matches('.').to_owned()))
    });
    said.filter(|(_, said)| said.split_whitespace().count() > 1).collect()
}

/// Statuses of requests that are wrong in themselves, and of some that do not fit what is stored.
fn is_invalid(status: u16) -> bool {
    matches!(status, 400 | 422)
}

/// Statuses that speak of the state of the data.
fn is_state(status: u16) -> bool {
    matches!(status, 402 | 409 | 410 | 412 | 423 | 424 | 428 | 451)
}

/// Statuses that speak of a service behind this one.
fn is_outage(status: u16) -> bool {
    matches!(status, 502..=504)
}

/// What has to hold of the data before anything is written, by the errors that the API plan lists.
fn checks(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut listed = documented_failures(facts, |status| is_state(status) || is_invalid(status));
    listed.retain(|(status, said)| is_state(*status) || is_of_state(said));
    let rules = said::quoted(pen, facts, Stage::Check);
    let mut steps = said_steps(pen, "flow.check", listed);
    if !rules.is_empty() {
        let key = if facts.operation.writes() { "flow.check_rules" } else { "flow.read_rules" };
        steps.push(pen.say(key, &[("rules", &rules.join("; "))]));
    }
    steps
}

/// What fails behind this service.
fn outside(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut steps: Vec<String> = said::steps(pen, facts, Stage::Outside);
    steps.extend(said_steps(pen, "flow.outside", documented_failures(facts, is_outage)));
    steps
}

fn said_steps(pen: &Pen<'_>, key: &str, failures: Vec<(u16, String)>) -> Vec<String> {
    let step = |(status, said): (u16, String)| pen.say(key, &[("said", &said), ("status", &code(&status.to_string()))]);
    failures.into_iter().map(step).collect()
}

/// The rows that the path names, outermost first; the main row of a read or a change is part of the work.
fn lookups(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut steps = Vec::new();
    for input in facts.inputs.iter().filter(|i| i.part == Part::Path) {
        let Some((table, column)) = input.column else {
            continue;
        };
        if facts.main.is_some_and(|main| main.name == table.name) {
            continue;
        }
        let status = status_for(facts, |c| matches!(c, Cause::Missing(_))).unwrap_or(404);
        steps.push(pen.say(
            "flow.parent",
            &[
                ("table", &code(&table.name)),
                ("column", &code(&column.name)),
                ("parameter", &code(&input.parameter.name)),
                ("status", &code(&status.to_string())),
            ],
        ));
    }
    steps
}

fn loaded(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let main = facts.main.filter(|_| facts.operation == Operation::Act && !looked_up(facts).is_empty())?;
    let filter = Some(matching(pen, facts, main)).filter(|filter| !filter.is_empty())?;
    let status = status_for(facts, |c| matches!(c, Cause::Missing(_)));
    let no_row = status.map(|s| pen.say("flow.no_row", &[("status", &code(&s.to_string()))])).unwrap_or_default();
    Some(pen.say("flow.act_load", &[("table", &code(&main.name)), ("where", &filter), ("no_row", &no_row)]))
}

fn references(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    if !facts.operation.writes() {
        return Vec::new();
    }
    let mut found: Vec<(u16, Vec<String>)> = Vec::new();
    for input in facts.inputs.iter().filter(|i| i.part == Part::Body) {
        for check in &input.checks {
            let Check::Exists(table, column) = check else {
                continue;
            };
            let status =
                status_for(facts, |c| matches!(c, Cause::Dangling(field, _) if *field == input.parameter.name));
            let values = [("field", code(&input.parameter.name)), ("column", pen.column(table, column))];
            let pair = pen.say("flow.reference_pair", &values.each_ref().map(|(k, v)| (*k, v.as_str())));
            let status = status.unwrap_or(400);
            match found.iter_mut().find(|(known, _)| *known == status) {
                Some((_, pairs)) => pairs.push(pair),
                None => found.push((status, vec![pair])),
            }
        }
    }
    found
        .iter()
        .map(|(status, pairs)| {
            pen.say("flow.references", &[("pairs", &pairs.join(", ")), ("status", &code(&status.to_string()))])
        })
        .collect()
}

fn answer(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    let listed: Vec<String> = facts.successes().map(|r| code(&r.status.to_string())).collect();
    let status = if listed.is_empty() { code(&proposed_success(facts).0.to_string()) } else { pen.list(&listed) };
    if status == "`204`" {
        return pen.say("flow.answer_empty", &[]);
    }
    pen.say("flow.answer", &[("status", &status), ("how", pen.stack("answer"))])
}

/// What the documents say beyond the facts, word by word.
fn documented(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    let items = said::steps(pen, facts, Stage::Other);
    if items.is_empty() {
        return String::new();
    }
    format!("{}\n\n{}", pen.say("flow.documented", &[]), bullets(&items))
}

//! The permission that roles, policies, owners and the listed statuses ask for.

use super::super::errors::status_for;
use super::super::facts::EndpointFacts;
use super::super::facts::demanded::{Compared, Condition, Demand, Way};
use super::super::facts::failures::{Cause, looked_up};
use super::super::facts::notes::Stage;
use super::super::facts::operation::Operation;
use super::super::markdown::{code, codes, shorten};
use super::super::pen::Pen;
use super::super::words::{meaning, words};
use super::said;

/// What the documents say in words of those who may: asked first, since it needs no row.
pub(super) fn roles(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let rules = said::quoted(pen, facts, Stage::Access);
    let status = status_for(facts, |c| *c == Cause::Forbidden).map(|status| code(&status.to_string()));
    let otherwise = status.map(|status| pen.say("flow.otherwise", &[("status", &status)])).unwrap_or_default();
    let mut told = facts.notes.iter().filter(|note| note.stage == Stage::Access);
    let only = told.next().filter(|_| told.next().is_none());
    let role = only.filter(|note| is_exclusive(&note.text)).and_then(|note| facts.role_in(&note.text)).map(
        |(table, column, value)| {
            let how = pen
                .say("flow.by_role", &[("column", &pen.column(&table.name, &column.name)), ("value", &code(&value))]);
            pen.say("flow.permission_role", &[("how", &how)])
        },
    );
    let rules = (!rules.is_empty()).then(|| format!("{}{}", rules.join("; "), role.unwrap_or_default()));
    Some(pen.say("flow.permission_rules", &[("rules", &rules?), ("otherwise", &otherwise)]))
}

/// Whether a text says no more than whose an endpoint is: `Masters only`.
fn is_exclusive(text: &str) -> bool {
    const SHORT: usize = 8;
    let lower = text.to_lowercase();
    text.split_whitespace().count() <= SHORT && words().exclusive_words.iter().any(|word| lower.contains(word.as_str()))
}

/// The check itself, as far as documents and policies tell it.
pub(super) fn step(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    if facts.is_entry() {
        return None;
    }
    let status = status_for(facts, |c| *c == Cause::Forbidden);
    let by_words = status.and_then(|status| listed_words(facts, status));
    let by_words = by_words.and_then(|text| said_of_caller(pen, facts, &text));
    let asks_elsewhere = facts.ways().into_iter().flatten().flatten().any(|demand| matches!(demand, Demand::Row(..)));
    let how = match (how(pen, facts), &by_words) {
        // Where no row is named there is none of somebody else: the status is for what its words say.
        (Some(_), Some(said)) if looked_up(facts).is_empty() && !asks_elsewhere => Some(said.clone()),
        (how, _) => how,
    };
    let Some(how) = how else {
        let status = status?;
        let said = listed_meaning(pen, facts, status);
        if said.is_none() && roles(pen, facts).is_some() {
            return None;
        }
        let status = code(&status.to_string());
        let said_too = said.as_ref().map(|said| format!(" ({said})")).unwrap_or_default();
        return Some(match (by_words, said) {
            (Some(how), _) => pen.say("flow.permission", &[("how", &how), ("status", &status), ("said", &said_too)]),
            (None, Some(said)) => pen.say("flow.permission_said", &[("status", &status), ("said", &said)]),
            (None, None) => pen.say("flow.permission_open", &[("status", &status)]),
        });
    };
    let key = match (status, facts.operation) {
        (Some(_), _) => "flow.permission",
        (None, Operation::Create) => "flow.permission_insert",
        (None, _) => "flow.permission_hidden",
    };
    let said = status.and_then(|status| listed_meaning(pen, facts, status));
    let said = said.map(|said| format!(" ({said})")).unwrap_or_default();
    let status = status.map(|status| code(&status.to_string()));
    let step = pen.say(key, &[("how", &how), ("status", status.as_deref().unwrap_or_default()), ("said", &said)]);
    Some(match (consequence(pen, facts), status) {
        (Some(consequence), Some(_)) => format!("{step} {consequence}"),
        _ => step,
    })
}

/// What the row, or one of other tables, has to hold.
fn how(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let held = facts.policies();
    // What hides a parent row has no say in what may be done to the row itself.
    let is_main = |table: &crate::model::Table| facts.main.is_some_and(|main| main.name == table.name);
    let decides = held.iter().any(|(table, _)| is_main(table));
    let deciding: Vec<_> = held.iter().filter(|(table, _)| !decides || is_main(table)).collect();
    let named = deciding.iter().filter_map(|(table, policy)| {
        let name = code(policy.name.as_deref()?);
        Some(if is_main(table) {
            name
        } else {
            pen.say("flow.policy", &[("policy", &name), ("table", &code(&table.name))])
        })
    });
    let names: Vec<String> = named.take(4).collect();
    let mut how: Vec<String> = Vec::new();
    match (facts.ways(), names.is_empty()) {
        (Some(ways), true) => how.push(told(pen, facts, &ways)),
        (Some(ways), false) => {
            let (ways, policies) = (told(pen, facts, &ways), pen.list(&names));
            how.push(pen.say("flow.by_ways", &[("ways", &ways), ("policies", &policies)]));
        }
        (None, false) => how.push(pen.say("flow.by_policies", &[("policies", &pen.list(&names))])),
        (None, true) if !held.is_empty() => how.push(pen.say("flow.by_unnamed_policies", &[])),
        (None, true) => {}
    }
    let touches_rows = !matches!(facts.operation, Operation::Create) && facts.ways().is_none();
    if let (Some(main), Some(owner), true) = (facts.main, facts.owner(), touches_rows && facts.auth().is_some()) {
        how.push(pen.say("flow.by_owner", &[("column", &pen.column(&main.name, &owner.name))]));
    }
    (!how.is_empty()).then(|| how.join("; "))
}

/// The ways in, in words with columns.
fn told(pen: &Pen<'_>, facts: &EndpointFacts<'_>, ways: &[Way]) -> String {
    let main = facts.main.map(|main| main.name.as_str()).unwrap_or_default();
    let way = |way: &Way| {
        way.iter().map(|demand| demanded(pen, main, demand)).collect::<Vec<_>>().join(&pen.say("flow.way_and", &[]))
    };
    ways.iter().map(way).collect::<Vec<_>>().join(&pen.say("flow.way_or", &[]))
}

fn demanded(pen: &Pen<'_>, main: &str, demand: &Demand) -> String {
    match demand {
        Demand::Said(text) => code(text),
        Demand::Here(condition) => compared(pen, &pen.column(main, &condition.column), condition),
        Demand::Row(table, conditions) => {
            let conditions: Vec<String> = conditions.iter().map(|c| compared(pen, &code(&c.column), c)).collect();
            pen.say("flow.way_row", &[("table", &code(table)), ("conditions", &conditions.join(", "))])
        }
    }
}

fn compared(pen: &Pen<'_>, column: &str, condition: &Condition) -> String {
    match &condition.with {
        Compared::Caller => pen.say("flow.own", &[("column", column)]),
        Compared::Null => pen.say("flow.not_removed", &[("column", column)]),
        Compared::Row(other) => pen.say("flow.way_same", &[("column", column), ("other", &code(other))]),
        Compared::Values(values) => match values.as_slice() {
            [value] => format!("{column} = {}", code(value)),
            several => pen.say("flow.way_one_of", &[("column", column), ("values", &codes(several))]),
        },
    }
}

/// What policies do to a request that they do not admit: they refuse a new row, and hide others.
fn consequence(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let ways = facts.ways()?;
    if facts.operation == Operation::Create {
        return facts.is_refusable().then(|| pen.say("flow.refused", &[]));
    }
    let hides = facts.hides_rows() && !looked_up(facts).is_empty() && facts.operation != Operation::List;
    let needs_row = ways.iter().flatten().any(|demand| matches!(demand, Demand::Row(..)));
    let missing = status_for(facts, |c| matches!(c, Cause::Missing(_))).filter(|_| hides)?;
    let key = if needs_row { "flow.hidden_members" } else { "flow.hidden" };
    Some(pen.say(key, &[("status", &code(&missing.to_string()))]))
}

/// The column of the main table that a text such as `not the invited user` means, and the role that one
/// such as `only masters` names.
fn said_of_caller(pen: &Pen<'_>, facts: &EndpointFacts<'_>, text: &str) -> Option<String> {
    if let (Some(main), Some(column)) = (facts.main, facts.person_in(text)) {
        return Some(pen.say("flow.by_owner", &[("column", &pen.column(&main.name, &column.name))]));
    }
    let (table, column, value) = facts.role_in(text)?;
    let column = pen.column(&table.name, &column.name);
    Some(pen.say("flow.by_role", &[("column", &column), ("value", &code(&value))]))
}

fn listed_words(facts: &EndpointFacts<'_>, status: u16) -> Option<String> {
    let response = facts.endpoint.details.responses.iter().find(|r| r.status == status)?;
    meaning(response.description.as_deref()?)
}

/// What the API plan says of a status.
fn listed_meaning(pen: &Pen<'_>, facts: &EndpointFacts<'_>, status: u16) -> Option<String> {
    Some(pen.quote(&shorten(&listed_words(facts, status)?, 120)))
}

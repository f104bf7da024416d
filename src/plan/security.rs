//! Section 6: who may call, who may see and change what, and what a caller could try.

use super::errors::status_for;
use super::facts::EndpointFacts;
use super::facts::columns::Filler;
use super::facts::failures::{Cause, looked_up};
use super::facts::inputs::{Input, Part, Role};
use super::facts::operation::Operation;
use super::kind::Kind;
use super::markdown::{bullets, clean, code, codes, shorten};
use super::naming;
use super::pen::Pen;
use super::words::{is_in, words};
use crate::model::Auth;

/// What holds for one endpoint.
pub(crate) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut items = vec![authentication(pen, facts)];
    items.extend(policies(pen, facts));
    items.extend(facts.not_admitted().map(|(table, command)| {
        pen.say("security.not_admitted", &[("table", &code(&table.name)), ("command", &code(command))])
    }));
    items.extend(ownership(pen, facts));
    if !facts.assigned.is_empty() && has_body(facts) {
        items.push(pen.say("security.mass_assignment", &[]));
    }
    items.extend(sent_owner(pen, facts));
    items.extend(guessable(pen, facts));
    items.extend(injection(pen, facts));
    items.extend(private(pen, facts));
    let files = named(facts, |i| i.kind == Kind::File);
    if !files.is_empty() {
        items.push(pen.say("security.upload", &[("fields", &codes(files))]));
    }
    if !pen.facts.is_shared() {
        items.extend(rates(pen));
    }
    vec![bullets(&items)]
}

/// What holds for all: limits of rate that the documents set.
pub(crate) fn shared(pen: &Pen<'_>) -> Vec<String> {
    if pen.facts.is_shared() { rates(pen) } else { Vec::new() }
}

fn rates(pen: &Pen<'_>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for line in pen.facts.endpoints.iter().flat_map(EndpointFacts::rates) {
        if !seen.contains(&line) && seen.len() < 4 {
            seen.push(line);
        }
    }
    if seen.is_empty() {
        return Vec::new();
    }
    vec![pen.say("security.rate", &[("text", &seen.join("; "))])]
}

fn has_body(facts: &EndpointFacts<'_>) -> bool {
    facts.inputs.iter().any(|i| i.part == Part::Body)
}

fn authentication(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    match facts.auth() {
        Some(Auth::Required) => pen.say("security.authenticated", &[("how", pen.stack("authenticate"))]),
        Some(Auth::Optional) => pen.say("security.optional", &[("how", pen.stack("authenticate"))]),
        Some(Auth::None) => pen.say("security.public", &[]),
        None if facts.is_entry() => pen.say("security.entry", &[]),
        None => pen.open(&pen.say("security.open", &[])),
    }
}

fn policies(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let policies = facts.policies();
    let mut items: Vec<String> = policies
        .iter()
        .take(6)
        .map(|(table, policy)| {
            let name = policy.name.as_deref().map(|n| format!("{} ", code(n))).unwrap_or_default();
            let command = policy.command.as_deref().map(|c| format!(", {}", code(c))).unwrap_or_default();
            let rule = match clean(&policy.rule) {
                text if text.is_empty() => text,
                text if is_condition(&text) => format!(": {}", code(&shorten(&text, 240))),
                text => format!(": {}", pen.quote(shorten(&text, 240).trim_end_matches('.'))),
            };
            pen.say(
                "security.policy",
                &[("name", &name), ("table", &code(&table.name)), ("command", &command), ("rule", &rule)],
            )
        })
        .collect();
    if policies.len() > 6 {
        items.push(pen.say("security.more_policies", &[("count", &(policies.len() - 6).to_string())]));
    }
    items
}

/// Whether a rule is written as SQL and not in words.
fn is_condition(rule: &str) -> bool {
    let upper = rule.to_uppercase();
    let starts = upper.starts_with("USING") || upper.starts_with("WITH CHECK") || upper == "TRUE";
    starts || !rule.ends_with('.') && (rule.contains('=') || rule.contains("()"))
}

fn ownership(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let (main, owner) = (facts.main?, facts.owner()?);
    if facts.auth() == Some(Auth::None) {
        return None;
    }
    let column = pen.column(&main.name, &owner.name);
    let set = facts.assigned.iter().any(|a| a.column.name == owner.name && a.filler == Filler::Caller);
    if facts.operation == Operation::Create {
        return set.then(|| pen.say("security.owner_set", &[("column", &column)]));
    }
    if facts.operation == Operation::List {
        return Some(pen.say("security.owner_list", &[("column", &column)]));
    }
    let forbidden = status_for(facts, |c| *c == Cause::Forbidden);
    let missing = status_for(facts, |c| matches!(c, Cause::Missing(_)));
    // `/me` names no row, so there is none of somebody else.
    let (forbidden, missing) = if looked_up(facts).is_empty() { (None, None) } else { (forbidden, missing) };
    let (key, status) = match (forbidden, missing) {
        (Some(_), Some(missing)) if facts.hides_rows() => ("security.owner_hidden", missing),
        (Some(status), _) => ("security.owner_forbidden", status),
        (None, Some(status)) => ("security.owner_hidden", status),
        (None, None) => return Some(pen.say("security.owner_row", &[("column", &column)])),
    };
    Some(pen.say(key, &[("column", &column), ("status", &code(&status.to_string()))]))
}

/// The API plan lets the client send whose row it is.
fn sent_owner(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let owner = facts.owner()?;
    let sent =
        facts.inputs.iter().find(|i| i.part == Part::Body && i.column.is_some_and(|(_, c)| c.name == owner.name))?;
    Some(pen.say("security.owner_sent", &[("field", &code(&sent.parameter.name))]))
}

fn guessable(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let ids = named(facts, |i| {
        let ty = i.column.and_then(|(_, c)| c.ty.as_deref()).map(Kind::of_type);
        i.part == Part::Path && (i.kind == Kind::Integer || ty == Some(Kind::Integer))
    });
    (!ids.is_empty()).then(|| pen.say("security.guessable", &[("names", &codes(ids))]))
}

fn injection(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut items = Vec::new();
    let sort = named(facts, |i| i.role == Role::Sort);
    if !sort.is_empty() {
        items.push(pen.say("security.sort", &[("names", &codes(sort))]));
    }
    let search = named(facts, |i| i.role == Role::Search);
    if !search.is_empty() {
        items.push(pen.say("security.search", &[("names", &codes(search))]));
    }
    items
}

fn private(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut items = Vec::new();
    let secrets = named(facts, |i| is_in(&i.parameter.name, &words().secret_fields));
    if !secrets.is_empty() {
        items.push(pen.say("security.secret", &[("fields", &codes(secrets))]));
    }
    let stored: Vec<&str> = facts
        .main
        .iter()
        .flat_map(|t| &t.columns)
        .map(|c| c.name.as_str())
        .filter(|name| is_in(name, &words().secret_fields))
        // What the API plan shows in the answer is meant to be there.
        .filter(|name| !facts.answered_row().iter().any(|(shown, _)| naming::key(shown) == naming::key(name)))
        .collect();
    if !stored.is_empty() && facts.operation != Operation::Delete {
        items.push(pen.say("security.secret_column", &[("columns", &codes(stored))]));
    }
    let personal = named(facts, |i| is_in(&i.parameter.name, &words().personal_fields));
    if !personal.is_empty() {
        items.push(pen.say("security.personal", &[("fields", &codes(personal))]));
    }
    items
}

fn named<'a>(facts: &'a EndpointFacts<'_>, wanted: impl Fn(&Input<'_>) -> bool) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for input in facts.inputs.iter().filter(|i| wanted(i)) {
        if !names.contains(&input.parameter.name.as_str()) {
            names.push(&input.parameter.name);
        }
    }
    names
}

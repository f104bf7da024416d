//! What can go wrong, with the status that the API plan gives it or that a constraint asks for.

use super::super::naming;
use super::super::words::{meaning, words};
use super::columns::Filler;
use super::inputs::{Check, Input, Part, key_column};
use super::notes::Stage;
use super::{EndpointFacts, Operation, refers_to};
use crate::model::endpoint::parameter_name;
use crate::model::{Auth, Column, Response, Table};

/// Why a request fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cause<'a> {
    /// The body can't be read.
    Malformed,
    /// A value breaks a rule of the request table.
    Invalid,
    /// No caller.
    Unauthenticated,
    /// The caller may not.
    Forbidden,
    /// The row that the path names is not there, or hidden from the caller.
    Missing(&'a str),
    /// The row that a body field refers to is not there: field, table.
    Dangling(String, String),
    /// Another row holds the same values: table, columns.
    Duplicate(&'a str, Vec<String>),
    /// Rows of another table still refer to it: table, column.
    Referenced(&'a str, &'a str),
    /// Too many requests.
    TooMany,
    /// Something that nobody foresaw.
    Unexpected,
    /// The API plan lists it, and no constraint explains it.
    Documented,
}

/// One answer from 400 up.
#[derive(Debug, Clone)]
pub(crate) struct Failure<'a> {
    pub(crate) status: u16,
    pub(crate) cause: Cause<'a>,
    /// The answer in the API plan.
    pub(crate) listed: Option<&'a Response>,
    /// What the group's own list of errors says of it.
    pub(crate) of_group: Option<String>,
}

/// All failures, by status.
pub(crate) fn of<'a>(facts: &EndpointFacts<'a>) -> Vec<Failure<'a>> {
    let mut failures: Vec<Failure<'a>> = causes(facts)
        .into_iter()
        .map(|(status, cause)| Failure { status, cause, listed: listed(facts, status), of_group: None })
        .collect();
    for response in facts.endpoint.details.responses.iter().filter(|r| !r.is_success()) {
        // What the API plan says of an invalid request is often a rule of its own, beside validation.
        let generic = failures.iter().any(|f| f.status == response.status)
            && !(matches!(response.status, 400 | 422) && says_more(response) && !is_of_input(facts, response));
        if !generic {
            failures.push(Failure {
                status: response.status,
                cause: Cause::Documented,
                listed: Some(response),
                of_group: None,
            });
        }
    }
    add_group(facts, &mut failures);
    failures.sort_by_key(|f| f.status);
    failures
}

/// Adds what the group's own list says: words to a status that is there, and conflicts of what adds.
fn add_group(facts: &EndpointFacts<'_>, failures: &mut Vec<Failure<'_>>) {
    for (status, said) in facts.group_errors() {
        if facts.lists(status) {
            continue;
        }
        let known = failures.iter_mut().find(|f| f.status == status && f.of_group.is_none());
        let adds = matches!(facts.operation, Operation::Create | Operation::Act);
        match known {
            Some(failure) => failure.of_group = Some(said),
            None if status == 409 && adds && !said.is_empty() => {
                failures.push(Failure { status, cause: Cause::Documented, listed: None, of_group: Some(said) });
            }
            None => {}
        }
    }
}

/// Whether a description is more than a name for bad input.
fn says_more(response: &Response) -> bool {
    let meaning = response.description.as_deref().and_then(meaning).unwrap_or_default();
    meaning.split_whitespace().count() > 3
}

/// Whether a description only says that what is sent is wrong, which validation finds.
fn is_of_input(facts: &EndpointFacts<'_>, response: &Response) -> bool {
    let said = response.description.as_deref().and_then(meaning).unwrap_or_default().to_lowercase();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let names = |name: &str| said.split(|c| !is_word(c)).any(|word| naming::key(word) == naming::key(name));
    let sent = facts.inputs.iter().any(|input| names(&input.parameter.name));
    let wrong = words().input_words.iter().any(|stem| said.contains(stem.as_str()));
    (sent || wrong) && !is_of_state(&said)
}

/// Whether words speak of the data that is there, and not of what is sent.
pub(crate) fn is_of_state(text: &str) -> bool {
    let lower = text.to_lowercase();
    words()
        .stages
        .check
        .iter()
        .chain(&words().state_columns)
        .chain(&words().state_words)
        .any(|stem| lower.contains(stem.as_str()))
}

fn listed<'a>(facts: &EndpointFacts<'a>, status: u16) -> Option<&'a Response> {
    facts.endpoint.details.responses.iter().find(|r| r.status == status)
}

/// The first of these statuses that the API plan lists, else the last one.
fn status_of(facts: &EndpointFacts<'_>, candidates: &[u16]) -> u16 {
    let own = candidates.iter().find(|s| facts.lists(**s));
    let known = own.or_else(|| candidates.iter().find(|s| facts.shares(**s))).or(candidates.last());
    known.copied().unwrap_or(400)
}

fn causes<'a>(facts: &EndpointFacts<'a>) -> Vec<(u16, Cause<'a>)> {
    let mut causes = Vec::new();
    let invalid = status_of(facts, &[400, 422, 400]);
    if !facts.endpoint.details.body_fields.is_empty() || facts.endpoint.details.request_body.is_some() {
        causes.push((invalid, Cause::Malformed));
    }
    let checked = facts
        .inputs
        .iter()
        .any(|input| !matches!(input.part, Part::Path) || input.kind != super::super::kind::Kind::Text);
    if checked {
        // Where both are listed, the body that can be read and is wrong is what 422 is for.
        let separate = facts.lists(422) || !facts.lists(400) && facts.shares(422) && !facts.shares(400);
        causes.push((if separate { 422 } else { invalid }, Cause::Invalid));
    }
    if facts.auth() == Some(Auth::Required) || facts.lists(401) && !facts.is_entry() {
        causes.push((401, Cause::Unauthenticated));
    }
    let has_roles = facts.notes.iter().any(|note| note.stage == Stage::Access);
    if facts.lists(403) || has_roles && facts.shares(403) || facts.is_refusable() {
        causes.push((403, Cause::Forbidden));
    }
    let named = looked_up(facts);
    // What the API plan says of a 404 where no path names a row is a better cause than any of ours.
    let told = listed(facts, 404).and_then(|r| meaning(r.description.as_deref()?)).is_some();
    let adds = matches!(facts.operation, Operation::Create | Operation::Act);
    if let (true, true, Some(main)) = (named.is_empty() && !(told && adds), facts.lists(404), facts.main) {
        causes.push((404, Cause::Missing(&main.name)));
    }
    causes.extend(named.into_iter().map(|table| (404, Cause::Missing(table))));
    if facts.operation.writes() {
        for input in facts.inputs.iter().filter(|i| i.part == Part::Body) {
            for check in &input.checks {
                if let Check::Exists(table, _) = check {
                    let status = status_of(facts, &[422, 404, 400]);
                    causes.push((status, Cause::Dangling(input.parameter.name.clone(), table.clone())));
                }
            }
        }
        if let Some(main) = facts.main {
            for columns in unique_sets(facts) {
                causes.push((409, Cause::Duplicate(&main.name, columns)));
            }
        }
    }
    for cascade in &facts.cascades {
        if matches!(cascade.on_delete, Some("RESTRICT" | "NO ACTION")) {
            causes.push((409, Cause::Referenced(&cascade.table.name, cascade.column)));
        }
    }
    if facts.lists(429) || !facts.rates().is_empty() {
        causes.push((429, Cause::TooMany));
    }
    causes.push((500, Cause::Unexpected));
    causes
}

/// Tables whose row the path names, outermost first.
pub(crate) fn looked_up<'a>(facts: &EndpointFacts<'a>) -> Vec<&'a str> {
    let mut tables: Vec<&str> = Vec::new();
    for input in facts.inputs.iter().filter(|i| i.part == Part::Path) {
        let Some((table, column)) = input.column else {
            continue;
        };
        let name = parent(facts, input, table, column).unwrap_or(&table.name);
        if !tables.contains(&name) {
            tables.push(name);
        }
    }
    tables
}

/// The table that a column refers to, where its parameter stands before the end of the path: in
/// `walls/{wallId}/notes` it names a wall and no note.
fn parent<'a>(facts: &EndpointFacts<'a>, input: &Input<'a>, table: &Table, column: &Column) -> Option<&'a str> {
    let is_last =
        facts.endpoint.key.path.segments().next_back().and_then(parameter_name) == Some(&input.parameter.name);
    let fk = table.foreign_keys.iter().find(|fk| fk.column.eq_ignore_ascii_case(&column.name)).filter(|_| !is_last)?;
    let parent = facts.project.schema.tables.iter().find(|parent| refers_to(&fk.references, parent))?;
    Some(&parent.name)
}

/// The sets of columns of the main table that a write of this endpoint can collide in.
pub(crate) fn unique_sets(facts: &EndpointFacts<'_>) -> Vec<Vec<String>> {
    let Some(main) = facts.main.filter(|_| facts.operation.stores()) else {
        return Vec::new();
    };
    let by_request = |name: &String| {
        facts.inputs.iter().any(|input| {
            input.part == Part::Body
                && input.column.is_some_and(|(t, c)| t.name == main.name && c.name.eq_ignore_ascii_case(name))
        })
    };
    let by_server = |name: &String| {
        facts
            .assigned
            .iter()
            .any(|a| a.column.name.eq_ignore_ascii_case(name) && matches!(a.filler, Filler::Caller | Filler::Path(_)))
    };
    let mut sets: Vec<Vec<String>> = Vec::new();
    // A PUT that finds its row there has nothing left to do.
    if facts.operation == Operation::Create && facts.endpoint.key.method == crate::model::Method::Put {
        return sets;
    }
    for columns in all_unique_sets(main) {
        let collides = match facts.operation {
            // Every column has to get a value from the request, its path or its caller.
            Operation::Create => columns.iter().all(|c| by_request(c) || by_server(c)),
            _ => columns.iter().any(by_request),
        };
        if collides && !columns.is_empty() && !sets.contains(&columns) {
            sets.push(columns);
        }
    }
    sets
}

fn all_unique_sets(table: &Table) -> Vec<Vec<String>> {
    let mut sets = table.unique.clone();
    let singles = table.columns.iter().filter(|c| c.unique && !c.primary_key).map(|c| vec![c.name.clone()]);
    sets.extend(singles);
    if table.primary_key.len() > 1 {
        sets.push(table.primary_key.clone());
    } else if let Some(key) = key_column(table) {
        let refers = table.foreign_keys.iter().any(|fk| fk.column.eq_ignore_ascii_case(&key.name));
        if refers {
            sets.push(vec![key.name.clone()]);
        }
    }
    sets
}

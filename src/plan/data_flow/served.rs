//! Functions and views of the database that do the work, or that take part in it.

use super::super::errors::status_for;
use super::super::facts::EndpointFacts;
use super::super::facts::failures::Cause;
use super::super::facts::inputs::Part;
use super::super::facts::operation::Operation;
use super::super::facts::served::{Kind, Served};
use super::super::markdown::{clean, code, codes, shorten};
use super::super::naming;
use super::super::pen::Pen;
use crate::model::Table;

/// How much of a line is quoted.
const QUOTED: usize = 200;

/// The steps of an endpoint that a function or a view serves in place of its table.
pub(super) fn work(pen: &Pen<'_>, facts: &EndpointFacts<'_>, source: &Served<'_>) -> Vec<String> {
    let mut steps = match source.kind {
        Kind::View(view) => vec![read(pen, facts, source, view)],
        Kind::Function => vec![call(pen, facts, source)],
    };
    steps.extend(about(pen, source, "flow.served_about"));
    steps
}

/// Those that only take part, with what the documents say of them.
pub(super) fn beside(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let beside = facts.served.iter().filter(|served| !served.is_source);
    beside.filter_map(|served| about(pen, served, "flow.served_beside")).collect()
}

fn read(pen: &Pen<'_>, facts: &EndpointFacts<'_>, source: &Served<'_>, view: Option<&Table>) -> String {
    let columns = view.map(|view| view.columns.as_slice()).unwrap_or_default();
    let held = |name: &str| columns.iter().find(|column| naming::key(&column.name) == naming::key(name));
    let by = facts.inputs.iter().filter_map(|input| {
        let column = code(&held(&input.parameter.name)?.name);
        let key = match (input.part, input.required.is_yes()) {
            (Part::Path, _) => "flow.by_path",
            (_, true) => "flow.filter",
            (_, false) => "flow.filter_optional",
        };
        Some(pen.say(key, &[("column", &column), ("sign", "="), ("name", &code(&input.parameter.name))]))
    });
    let by: Vec<String> = by.collect();
    let filter = if by.is_empty() { String::new() } else { pen.say("flow.where", &[("conditions", &by.join(", "))]) };
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let names = if names.is_empty() { String::new() } else { format!(" ({})", codes(names)) };
    let missing = status_for(facts, |cause| matches!(cause, Cause::Missing(_)));
    let missing = missing.filter(|_| facts.operation == Operation::Read);
    let no_row = missing.map(|s| pen.say("flow.no_row", &[("status", &code(&s.to_string()))])).unwrap_or_default();
    pen.say(
        "flow.view",
        &[
            ("view", &code(&source.name)),
            ("columns", &names),
            ("where", &filter),
            ("how", pen.stack("query")),
            ("no_row", &no_row),
        ],
    )
}

fn call(pen: &Pen<'_>, facts: &EndpointFacts<'_>, source: &Served<'_>) -> String {
    let sent: Vec<&str> = facts.inputs.iter().map(|input| input.parameter.name.as_str()).collect();
    let sent = if sent.is_empty() { String::new() } else { pen.say("flow.function_with", &[("names", &codes(sent))]) };
    let key = if facts.operation.writes() { "flow.function_does" } else { "flow.function_gives" };
    let step = pen.say(key, &[("function", &code(&source.name)), ("with", &sent)]);
    if source.is_defined {
        return step;
    }
    let open = pen.open(&pen.say("flow.function_open", &[("function", &code(&source.name))]));
    format!("{step} {open}")
}

/// What the documents say of it, each line with its place.
fn about(pen: &Pen<'_>, served: &Served<'_>, key: &str) -> Option<String> {
    let said = served.said.iter().filter_map(|(line, place)| {
        let line = clean(line);
        let said = pen.quote(shorten(&line, QUOTED).trim_end_matches('.'));
        Some(format!("{said} ({})", pen.place(*place)?))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| pen.say(key, &[("name", &code(&served.name)), ("said", &said.join("; "))]))
}

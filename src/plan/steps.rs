//! Section 9: what to do, in order, in which files, by which rules, and how it is verified.

use super::data_flow::{child_writes, needs_transaction};
use super::errors::additions;
use super::facts::EndpointFacts;
use super::facts::failures::{Cause, Failure, looked_up};
use super::facts::inputs::{Check, Part};
use super::facts::notes::Stage;
use super::facts::operation::Operation;
use super::markdown::{bullets, code, codes};
use super::pen::{Component, Pen};
use super::performance::missing_indexes;
use super::response::proposed_success;
use super::{cases, rules, sketch, types};
use crate::model::schema::table_key;
use crate::model::{Auth, Section, SectionKind};

/// One step: a title and what is done.
struct Step {
    title: String,
    topic: &'static str,
    items: Vec<String>,
}

/// The whole section. `sections` are those before it.
pub(crate) fn body(pen: &Pen<'_>, sections: &[Section]) -> String {
    let mut steps = vec![decide(pen, sections), migration(pen)];
    let each: [(&'static str, &'static str, OfOne); 5] = [
        ("steps.types", "types", of_types),
        ("steps.validation", "validation", of_validation),
        ("steps.service", "service", of_service),
        ("steps.handler", "handler", of_handler),
        ("steps.tests", "tests", of_tests),
    ];
    for (title, topic, items) in each {
        let items: Vec<String> =
            pen.facts.endpoints.iter().flat_map(|facts| marked(pen, facts, items(pen, facts))).collect();
        let mut unique: Vec<String> = Vec::with_capacity(items.len());
        for item in items {
            if !unique.contains(&item) {
                unique.push(item);
            }
        }
        steps.push(Step { title: pen.say(title, &[]), topic, items: unique });
    }
    steps.retain(|step| !step.items.is_empty());
    steps.extend(review(pen, &steps));
    let written: Vec<String> = steps.iter().enumerate().map(|(at, step)| written(pen, at + 1, step)).collect();
    let legend = rules::legend(pen);
    if legend.is_empty() { written.join("\n") } else { format!("{}\n\n{legend}", written.join("\n")) }
}

type OfOne = fn(&Pen<'_>, &EndpointFacts<'_>) -> Vec<String>;

/// Items of one of several endpoints name it.
fn marked(pen: &Pen<'_>, facts: &EndpointFacts<'_>, items: Vec<String>) -> Vec<String> {
    if !pen.facts.is_shared() {
        return items;
    }
    let key = code(&facts.endpoint.key.to_string());
    items.into_iter().map(|item| if is_common(pen, &item) { item } else { format!("{key} – {item}") }).collect()
}

/// Whether an item says the same of every endpoint of the plan.
fn is_common(pen: &Pen<'_>, item: &str) -> bool {
    let section = SectionKind::DataFlow.number().to_string();
    let extra = pen.say("steps.extra", &[("what", pen.stack("extra"))]);
    item == pen.say("steps.documented", &[("section", &section)]) || item == extra
}

fn written(pen: &Pen<'_>, number: usize, step: &Step) -> String {
    let mut items = step.items.clone();
    items.extend(Some(rules::followed(pen, &rules::of_step(pen, step.topic))).filter(|line| !line.is_empty()));
    let items = bullets(&items).lines().map(|line| indented("   ", line)).collect::<Vec<_>>().join("\n");
    format!("{number}. **{}**\n{items}", step.title)
}

/// What has to be settled before anyone writes code.
fn decide(pen: &Pen<'_>, sections: &[Section]) -> Step {
    let mark = pen.say("common.open_mark", &[]);
    let open: Vec<String> =
        sections.iter().filter(|s| s.body.contains(&mark)).map(|s| s.kind.number().to_string()).collect();
    let mut items = Vec::new();
    if !open.is_empty() {
        items.push(pen.say("steps.settle", &[("sections", &open.join(", ")), ("mark", &mark)]));
    }
    let mut added: Vec<u16> = pen.facts.endpoints.iter().flat_map(additions).collect();
    added.sort_unstable();
    added.dedup();
    if !added.is_empty() {
        let statuses: Vec<String> = added.iter().map(u16::to_string).collect();
        let number = SectionKind::Errors.number().to_string();
        items.push(pen.say("steps.agree", &[("statuses", &codes(statuses)), ("section", &number)]));
    }
    Step { title: pen.say("steps.decide", &[]), topic: "decide", items }
}

fn migration(pen: &Pen<'_>) -> Step {
    let mut statements: Vec<String> = Vec::new();
    for statement in pen.facts.endpoints.iter().flat_map(missing_indexes) {
        if !statements.contains(&statement) {
            statements.push(statement);
        }
    }
    let mut items = Vec::new();
    if let (false, Some(facts)) = (statements.is_empty(), pen.facts.endpoints.first()) {
        let values = facts.names(pen.profile);
        let change = format!(
            "add_{}_indexes",
            facts.names(pen.profile).iter().find(|(k, _)| *k == "resources_snake").map_or("", |(_, v)| v.as_str())
        );
        let mut values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let pascal = heck::ToPascalCase::to_pascal_case(change.as_str());
        values.extend([("change", change.as_str()), ("Change", pascal.as_str())]);
        let file =
            pen.profile.file("migration", &values).map_or_else(|| pen.say("component.migration", &[]), |f| code(&f));
        let number = SectionKind::Performance.number().to_string();
        items.push(
            pen.say(
                "steps.indexes",
                &[("file", &file), ("section", &number), ("count", &statements.len().to_string())],
            ),
        );
    }
    Step { title: pen.say("steps.migration", &[]), topic: "migration", items }
}

fn of_types(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut declared = Vec::new();
    let mut reused = Vec::new();
    for needed in types::needed(pen, facts) {
        if types::declared_above(pen, facts, &needed.name) {
            continue;
        }
        match types::existing(pen, facts, &needed) {
            Some(found) => reused.push(code(&found.name)),
            None => declared.push(code(&needed.name)),
        }
    }
    let mut items = Vec::new();
    if !declared.is_empty() {
        items.push(
            pen.say("steps.declare", &[("names", &pen.list(&declared)), ("file", &pen.file(facts, Component::Types))]),
        );
    }
    if !reused.is_empty() {
        items.push(pen.say("steps.reuse", &[("names", &pen.list(&reused))]));
    }
    items
}

fn of_validation(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    if facts.inputs.is_empty() {
        return Vec::new();
    }
    let parts: Vec<String> = [Part::Path, Part::Query, Part::Body]
        .into_iter()
        .filter(|part| facts.inputs.iter().any(|i| i.part == *part))
        .map(|part| pen.part(part))
        .collect();
    let how = pen.stack("validate");
    let file = pen.file(facts, Component::Schema);
    let item = pen.say("steps.validate", &[("file", &file), ("parts", &pen.list(&parts)), ("how", how)]);
    vec![with_sketch(item, sketch::of_schema(pen, facts))]
}

fn of_service(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let (read, written) = touched(facts);
    let mut does: Vec<String> = Vec::new();
    if !read.is_empty() {
        does.push(pen.say("steps.reads", &[("tables", &codes(read))]));
    }
    if !written.is_empty() {
        does.push(pen.say("steps.writes", &[("tables", &codes(written))]));
    }
    let does = if does.is_empty() { String::new() } else { format!(" ({})", does.join("; ")) };
    let answer =
        types::needed(pen, facts).into_iter().rfind(|n| matches!(n.role, types::Role::Row | types::Role::List));
    let returns = match answer {
        Some(answer) => {
            let name = types::existing(pen, facts, &answer).map_or(answer.name.clone(), |found| found.name.clone());
            pen.say("steps.returns", &[("name", &code(&name))])
        }
        None if proposed_success(facts).1 => {
            pen.say("steps.returns_answer", &[("section", &SectionKind::Response.number().to_string())])
        }
        None => pen.say("steps.returns_nothing", &[]),
    };
    let mut named: Vec<String> = Vec::new();
    let own = facts.failures.iter().filter(|f| !of_handler_alone(f));
    for status in own.map(|f| code(&f.status.to_string())) {
        if !named.contains(&status) {
            named.push(status);
        }
    }
    let fails =
        if named.is_empty() { String::new() } else { pen.say("steps.fails", &[("statuses", &pen.list(&named))]) };
    let function = code(&pen.name(facts, "function"));
    let file = pen.file(facts, Component::Service);
    let values =
        [("function", function.as_str()), ("file", &file), ("does", &does), ("returns", &returns), ("fails", &fails)];
    let mut items = vec![with_sketch(pen.say("steps.serve", &values), sketch::of_query(pen, facts))];
    if needs_transaction(facts) {
        items.push(pen.say("steps.transaction", &[("how", pen.stack("transaction"))]));
    }
    if facts.notes.iter().any(|note| note.stage == Stage::Other) {
        items.push(pen.say("steps.documented", &[("section", &SectionKind::DataFlow.number().to_string())]));
    }
    items
}

fn indented(indent: &str, line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("{indent}{line}") }
}

/// An item with code below it.
fn with_sketch(item: String, sketch: Option<String>) -> String {
    let Some(sketch) = sketch else { return item };
    let lines: Vec<String> = sketch.lines().map(|line| indented("  ", line)).collect();
    format!("{item}\n\n{}", lines.join("\n"))
}

/// Failures that the handler or what stands before it answers, without the service.
fn of_handler_alone(failure: &Failure<'_>) -> bool {
    let alone = matches!(
        failure.cause,
        Cause::Malformed | Cause::Invalid | Cause::Unauthenticated | Cause::TooMany | Cause::Unexpected
    );
    alone || failure.status >= 500
}

/// Tables that are read, and those that are written, as far as section 5 names them.
fn touched<'a>(facts: &'a EndpointFacts<'_>) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut read: Vec<&str> = looked_up(facts);
    for check in facts.inputs.iter().flat_map(|input| &input.checks) {
        if let Check::Exists(table, _) = check {
            read.push(table);
        }
    }
    let mut written: Vec<&str> = Vec::new();
    if let Some(main) = facts.main {
        let side = if facts.operation.writes() { &mut written } else { &mut read };
        side.push(&main.name);
        written.extend(child_writes(facts, main).into_iter().map(|(_, table)| table.name.as_str()));
    }
    let mut unique: Vec<&str> = Vec::with_capacity(read.len());
    for table in read {
        let is_known = |known: &&str| table_key(known) == table_key(table);
        if !written.iter().any(is_known) && !unique.iter().any(is_known) {
            unique.push(table);
        }
    }
    (unique, written)
}

fn of_handler(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let listed: Vec<String> = facts.successes().map(|r| r.status.to_string()).collect();
    let success = if listed.is_empty() { vec![proposed_success(facts).0.to_string()] } else { listed };
    let handler = code(&pen.name(facts, "handler"));
    let mut items = vec![pen.say(
        "steps.handle",
        &[
            ("handler", &handler),
            ("file", &pen.file(facts, Component::Handler)),
            ("success", &codes(success)),
            ("section", &SectionKind::Errors.number().to_string()),
        ],
    )];
    let extra = pen.stack("extra");
    if !extra.is_empty() {
        items.push(pen.say("steps.extra", &[("what", extra)]));
    }
    items
}

fn of_tests(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let cases: Vec<String> = cases::of(pen, facts).iter().map(|case| format!("\n  - {case}")).collect();
    let file = pen.file(facts, Component::Test);
    let head = pen.say("steps.test", &[("file", &file), ("tool", &pen.test_tool())]);
    let mut items = vec![format!("{head}{}", cases.concat())];
    if !facts.assigned.is_empty() && facts.inputs.iter().any(|i| i.part == Part::Body) {
        let columns = codes(facts.assigned.iter().map(|a| a.column.name.as_str()));
        items.push(pen.say("steps.test_assigned", &[("columns", &columns)]));
    }
    let is_open = facts.operation == Operation::Create;
    if let (Some(owner), true, false) = (facts.owner(), facts.auth() == Some(Auth::Required), is_open) {
        let key = if facts.operation.writes() { "steps.test_owner" } else { "steps.test_reader" };
        items.push(pen.say(key, &[("column", &code(&owner.name))]));
    }
    items
}

/// The last step, where there is anything to look at again. Rules that belong to none of the other
/// steps are named here, so that none is forgotten.
fn review(pen: &Pen<'_>, others: &[Step]) -> Option<Step> {
    let mut added: Vec<u16> = pen.facts.endpoints.iter().flat_map(additions).collect();
    added.sort_unstable();
    added.dedup();
    let api = pen.facts.endpoints.first().and_then(|f| pen.project().source(f.endpoint.place)).map(|s| code(&s.path));
    let mut items = Vec::new();
    if let (false, Some(api)) = (added.is_empty(), api) {
        items.push(
            pen.say("steps.update_plan", &[("file", &api), ("statuses", &codes(added.iter().map(u16::to_string)))]),
        );
    }
    let placed: Vec<usize> = others.iter().flat_map(|step| rules::of_step(pen, step.topic)).collect();
    let mut unplaced = rules::concerning(pen, true);
    unplaced.retain(|number| !placed.contains(number));
    if !unplaced.is_empty() {
        items.push(pen.say("steps.unplaced", &[("rules", &rules::gists(pen, &unplaced))]));
    }
    (!items.is_empty()).then(|| Step { title: pen.say("steps.review", &[]), topic: "review", items })
}

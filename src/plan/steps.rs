//! Section 9: what to do, in order, in which files, by which rules, and how it is verified.

use super::data_flow::needs_transaction;
use super::errors::additions;
use super::facts::EndpointFacts;
use super::facts::inputs::Part;
use super::facts::notes::Stage;
use super::markdown::{bullets, code, codes};
use super::pen::{Component, Pen};
use super::performance::missing_indexes;
use super::response::proposed_success;
use super::{rules, types};
use crate::model::{Section, SectionKind};

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
    let reference = rules::refer(pen, &rules::of_step(pen, step.topic));
    let reference = if reference.is_empty() { String::new() } else { format!(" ({reference})") };
    let items = bullets(&step.items).lines().map(|line| format!("   {line}")).collect::<Vec<_>>().join("\n");
    format!("{number}. **{}**{reference}\n{items}", step.title)
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
    let values = [("file", pen.file(facts, Component::Schema)), ("parts", pen.list(&parts))];
    vec![pen.say("steps.validate", &[("file", &values[0].1), ("parts", &values[1].1), ("how", pen.stack("validate"))])]
}

fn of_service(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let tables = codes(facts.tables.iter().map(|t| t.name.as_str()));
    let function = code(&pen.name(facts, "function"));
    let values =
        [("function", function.as_str()), ("file", &pen.file(facts, Component::Service)), ("tables", tables.as_str())];
    let mut items = vec![pen.say(if facts.tables.is_empty() { "steps.serve_alone" } else { "steps.serve" }, &values)];
    if needs_transaction(facts) {
        items.push(pen.say("steps.transaction", &[("how", pen.stack("transaction"))]));
    }
    if facts.notes.iter().any(|note| note.stage == Stage::Other) {
        items.push(pen.say("steps.documented", &[("section", &SectionKind::DataFlow.number().to_string())]));
    }
    items
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
    let listed: Vec<String> = facts.successes().map(|r| r.status.to_string()).collect();
    let mut statuses = if listed.is_empty() { vec![proposed_success(facts).0.to_string()] } else { listed };
    for failure in facts.failures.iter().filter(|f| f.status < 500) {
        let status = failure.status.to_string();
        if !statuses.contains(&status) {
            statuses.push(status);
        }
    }
    let mut items = vec![pen.say(
        "steps.test",
        &[("file", &pen.file(facts, Component::Test)), ("tool", pen.stack("test")), ("statuses", &codes(statuses))],
    )];
    if !facts.assigned.is_empty() && facts.inputs.iter().any(|i| i.part == Part::Body) {
        let columns = codes(facts.assigned.iter().map(|a| a.column.name.as_str()));
        items.push(pen.say("steps.test_assigned", &[("columns", &columns)]));
    }
    if let (Some(owner), true) = (facts.owner(), facts.auth() == Some(crate::model::Auth::Required)) {
        items.push(pen.say("steps.test_owner", &[("column", &code(&owner.name))]));
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

//! The query or write that the endpoint is for, and what belongs to it.

use super::super::errors::status_for;
use super::super::facts::columns::{Filler, removal_mark, stated_values};
use super::super::facts::failures::{Cause, looked_up};
use super::super::facts::inputs::Part;
use super::super::facts::notes::Stage;
use super::super::facts::operation::Operation;
use super::super::facts::{EndpointFacts, refers_to};
use super::super::kind::Kind;
use super::super::markdown::{clean, code, codes, shorten};
use super::super::naming;
use super::super::pen::{Component, Pen};
use super::rows::{columns_read, joined, matching, narrowing};
use super::{served, stored};
use crate::model::{Routine, Table};
use crate::read::actions;

/// The query or write itself.
pub(super) fn work(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    if let Some(source) = facts.source() {
        return served::work(pen, facts, source);
    }
    let Some(main) = facts.main else {
        return vec![pen.say("flow.no_table", &[("service", &pen.file(facts, Component::Service))])];
    };
    let missing = status_for(facts, |c| matches!(c, Cause::Missing(_)));
    let no_row = missing.map(|s| pen.say("flow.no_row", &[("status", &code(&s.to_string()))])).unwrap_or_default();
    let filter = matching(pen, facts, main);
    let mut steps = match facts.operation {
        Operation::List | Operation::Read => query(pen, facts, main, &filter, &no_row),
        Operation::Create => {
            let mut steps = stored::upload(pen, facts, main);
            steps.push(by_trigger(pen, facts, main).unwrap_or_else(|| insert(pen, facts, main)));
            steps.extend(stored::membership(pen, facts, main));
            steps
        }
        Operation::Replace | Operation::Update => update(pen, facts, main, &filter, &no_row),
        Operation::Delete => delete(pen, facts, main, &filter, &no_row),
        Operation::Act => act(pen, facts, main),
    };
    steps.extend(children(pen, facts, main));
    for failure in &facts.failures {
        let Cause::Duplicate(_, columns) = &failure.cause else {
            continue;
        };
        let values = [
            ("columns", codes(columns)),
            ("how", pen.stack("unique").to_owned()),
            ("status", code(&failure.status.to_string())),
        ];
        steps.push(pen.say("flow.duplicate", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    steps
}

fn query(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table, filter: &str, no_row: &str) -> Vec<String> {
    let columns = columns_read(facts, main);
    let is_list = facts.operation == Operation::List;
    let named = is_list || !looked_up(facts).is_empty() || !filter.is_empty();
    let values = [
        ("table", code(&main.name)),
        ("columns", columns.clone().unwrap_or_default()),
        ("where", filter.to_owned()),
        ("how", pen.stack("query").to_owned()),
        ("no_row", if is_list || !named { String::new() } else { no_row.to_owned() }),
    ];
    let mut steps = vec![pen.say("flow.read", &values.each_ref().map(|(k, v)| (*k, v.as_str())))];
    steps.extend(joined(pen, facts, main));
    steps.extend(narrowing(pen, facts));
    if columns.is_none() {
        steps.push(pen.say("flow.compute", &[]));
    }
    steps
}

fn update(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table, filter: &str, no_row: &str) -> Vec<String> {
    let fields = mapped_fields(facts, main);
    let set = if fields.is_empty() { pen.open(&pen.say("flow.set_open", &[])) } else { fields.join(", ") };
    let values = [
        ("table", code(&main.name)),
        ("set", set),
        ("where", filter.to_owned()),
        ("how", pen.stack("query").to_owned()),
        ("no_row", no_row.to_owned()),
    ];
    let values = values.each_ref().map(|(k, v)| (*k, v.as_str()));
    let mut steps = vec![match own_row(facts) {
        Some(owner) => pen.say("flow.upsert", &[&values[..], &[("owner", code(owner).as_str())]].concat()),
        None => pen.say("flow.update", &values),
    }];
    let touched: Vec<&str> =
        facts.assigned.iter().filter(|a| a.filler == Filler::Clock).map(|a| a.column.name.as_str()).collect();
    if !touched.is_empty() {
        steps.push(pen.say("flow.touched", &[("columns", &codes(touched))]));
    }
    steps
}

/// The owner's column, where the caller's one row is made by the same call that changes it: `Create or update
/// own profile`.
fn own_row<'a>(facts: &EndpointFacts<'a>) -> Option<&'a str> {
    let owner = facts.owner().filter(|_| facts.operation == Operation::Replace && looked_up(facts).is_empty())?;
    let said = [facts.endpoint.summary.as_deref(), facts.description.as_deref()];
    let actions: Vec<&str> = said.into_iter().flatten().flat_map(actions::in_text).collect();
    (actions.contains(&"create") && actions.contains(&"update")).then_some(owner.name.as_str())
}

fn act(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Vec<String> {
    let what = facts.description.as_deref().or(facts.endpoint.summary.as_deref());
    let what = what.map(|text| pen.quote(shorten(&clean(text), 200).trim_end_matches('.')));
    let what = what.unwrap_or_else(|| pen.open(&pen.say("flow.act_open", &[])));
    let mut steps = vec![pen.say("flow.act", &[("how", pen.stack("query")), ("what", &what)])];
    let column_of = |name: &str| {
        let same = |c: &&crate::model::Column| naming::key(&c.name) == naming::key(name) && !c.primary_key;
        main.columns.iter().find(same).map(|c| c.name.as_str())
    };
    let shown: Vec<&str> = facts.answered_row().iter().filter_map(|(name, _)| column_of(name)).collect();
    steps.extend(stated(pen, facts, main));
    // Steps that the documents tell say themselves what is set.
    let is_told = facts.notes.iter().any(|note| note.stage == Stage::Work);
    if !shown.is_empty() && !is_told {
        steps.push(pen.say("flow.act_shown", &[("columns", &codes(shown)), ("table", &code(&main.name))]));
    }
    steps
}

/// What the API plan's own words set.
fn stated(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Option<String> {
    let values = stated_values(facts, main);
    let set: Vec<String> =
        values.iter().map(|(column, value)| format!("{} = {}", code(&column.name), code(value))).collect();
    (!set.is_empty()).then(|| pen.say("flow.stated", &[("set", &set.join(", ")), ("table", &code(&main.name))]))
}

/// The row that a trigger inserts: what it needs has to reach it with the new user.
fn by_trigger(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Option<String> {
    let trigger = facts.inserted_by()?;
    let fields = mapped_fields(facts, main);
    let fields = if fields.is_empty() { pen.say("request.none", &[]) } else { fields.join(", ") };
    Some(pen.say(
        "flow.by_trigger",
        &[("trigger", &code(&trigger.name)), ("table", &code(&main.name)), ("columns", &fields)],
    ))
}

fn insert(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> String {
    let mut sources = mapped_fields(facts, main);
    let list = facts.inputs.iter().find(|i| i.part == Part::Body && i.kind == Kind::List);
    let list = list.filter(|_| sources.is_empty());
    // `userIds` holds one `user_id` for each row.
    let element = list.and_then(|input| {
        let one = naming::noun(&input.parameter.name);
        let column = main.columns.iter().find(|c| naming::key(&c.name) == one)?;
        Some(pen.say("flow.from_element", &[("column", &code(&column.name)), ("field", &code(&input.parameter.name))]))
    });
    sources.extend(element);
    for assigned in &facts.assigned {
        let from = match assigned.filler {
            Filler::Caller => pen.say("flow.from_caller", &[]),
            Filler::NewUser => pen.say("fill.new_user", &[]),
            Filler::Path(parameter) => pen.say("flow.from_path", &[("parameter", &code(parameter))]),
            Filler::Clock => pen.say("fill.clock", &[]),
            Filler::Service => stored::source(pen, facts, assigned.column),
            Filler::Default(_) | Filler::Kept => continue,
        };
        sources.push(format!("{} ← {from}", code(&assigned.column.name)));
    }
    let columns = if sources.is_empty() { pen.open(&pen.say("flow.set_open", &[])) } else { sources.join(", ") };
    let table = code(&main.name);
    let values = [("table", table.as_str()), ("columns", columns.as_str()), ("how", pen.stack("query"))];
    match list {
        Some(input) => {
            let field = code(&input.parameter.name);
            pen.say("flow.insert_many", &[&values[..], &[("field", field.as_str())]].concat())
        }
        None => pen.say("flow.insert", &values),
    }
}

/// `column ← field` for each body field that is a column; the arrow only where the names differ.
fn mapped_fields(facts: &EndpointFacts<'_>, main: &Table) -> Vec<String> {
    let own = facts.inputs.iter().filter(|i| i.part == Part::Body);
    own.filter_map(|input| {
        let (table, column) = input.column?;
        let same = column.name == input.parameter.name;
        (table.name == main.name).then(|| {
            if same {
                code(&column.name)
            } else {
                format!("{} ← {}", code(&column.name), code(&input.parameter.name))
            }
        })
    })
    .collect()
}

fn delete(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table, filter: &str, no_row: &str) -> Vec<String> {
    let table = code(&main.name);
    let mut steps = Vec::new();
    match removal_mark(main) {
        Some(mark) => steps.push(pen.say(
            "flow.delete_soft",
            &[("table", &table), ("column", &code(&mark.name)), ("where", filter), ("no_row", no_row)],
        )),
        None => steps.push(pen.say(
            "flow.delete",
            &[("table", &table), ("where", filter), ("how", pen.stack("query")), ("no_row", no_row)],
        )),
    }
    steps.extend(stated(pen, facts, main));
    for cascade in &facts.cascades {
        let column = pen.column(&cascade.table.name, cascade.column);
        steps.push(match cascade.on_delete {
            Some("CASCADE") => pen.say("flow.cascade", &[("column", &column), ("table", &code(&cascade.table.name))]),
            Some("SET DEFAULT") => pen.say("flow.set_default", &[("column", &column)]),
            Some("SET NULL") => pen.say("flow.set_null", &[("column", &column)]),
            Some(rule @ ("RESTRICT" | "NO ACTION")) => {
                pen.say("flow.restrict", &[("column", &column), ("rule", &code(rule))])
            }
            Some(rule) => pen.say("flow.on_delete", &[("column", &column), ("rule", &code(rule))]),
            None => pen.open(&pen.say("flow.cascade_open", &[("column", &column)])),
        });
    }
    steps
}

/// Rows of other chosen tables that the body's lists hold.
fn children(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Vec<String> {
    child_writes(facts, main)
        .into_iter()
        .map(|(field, table)| {
            pen.say(
                "flow.children",
                &[("field", &code(field)), ("table", &code(&table.name)), ("main", &code(&main.name))],
            )
        })
        .collect()
}

/// Body lists whose name is the noun of a chosen table that refers to the main one.
pub(crate) fn child_writes<'a>(facts: &EndpointFacts<'a>, main: &Table) -> Vec<(&'a str, &'a Table)> {
    if !facts.operation.stores() {
        return Vec::new();
    }
    let mut writes = Vec::new();
    for input in facts.inputs.iter().filter(|i| i.part == Part::Body && i.column.is_none()) {
        let noun = naming::noun(input.parameter.name.trim_end_matches("_ids").trim_end_matches("Ids"));
        let child = facts.tables.iter().find(|t| {
            let refers = t.foreign_keys.iter().any(|fk| refers_to(&fk.references, main));
            refers && t.name != main.name && noun.len() > 2 && naming::noun(t.bare_name()).ends_with(&noun)
        });
        if let Some(table) = child {
            writes.push((input.parameter.name.as_str(), *table));
        }
    }
    writes
}

/// Whether the endpoint writes more than one table, as far as that can be told.
pub(crate) fn needs_transaction(facts: &EndpointFacts<'_>) -> bool {
    facts.main.is_some_and(|main| !child_writes(facts, main).is_empty())
}

pub(super) fn transaction(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let told = super::said::quoted(pen, facts, Stage::Together);
    let together = || pen.say("flow.transaction", &[("how", pen.stack("transaction"))]);
    if !told.is_empty() && facts.operation.writes() {
        let rules = pen.say("flow.transaction_said", &[("rules", &told.join("; "))]);
        return Some(format!("{} {rules}", together()));
    }
    if needs_transaction(facts) {
        return Some(together());
    }
    // Steps that the documents tell say themselves what is written.
    let is_told = facts.notes.iter().any(|note| note.stage == Stage::Work);
    let may_write_more = facts.operation == Operation::Act && facts.tables.len() > 1 && !is_told;
    may_write_more.then(|| pen.say("flow.transaction_if", &[("how", pen.stack("transaction"))]))
}

pub(super) fn triggers(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut items = Vec::new();
    let mut silent: Vec<&str> = Vec::new();
    for routine in facts.triggers() {
        let table = code(routine.table.as_deref().unwrap_or_default());
        match purpose(routine) {
            Some(does) => items
                .push(pen.say("flow.trigger", &[("name", &code(&routine.name)), ("table", &table), ("does", &does)])),
            None => silent.push(&routine.name),
        }
    }
    if let (false, Some(main)) = (silent.is_empty(), facts.main) {
        items.push(pen.say("flow.triggers", &[("names", &codes(silent)), ("table", &code(&main.name))]));
    }
    items
}

/// What a trigger is for, where its description says more than its name and table.
fn purpose(routine: &Routine) -> Option<String> {
    let text = clean(routine.description.as_deref()?);
    let known = format!("{} {}", routine.name, routine.table.as_deref().unwrap_or_default()).to_lowercase();
    let says_more = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| word.chars().count() > 3 && !known.contains(&word.to_lowercase()))
        .nth(1)
        .is_some();
    says_more.then(|| shorten(&text, 140).trim_end_matches('.').to_owned())
}

//! Section 5: what happens, in order, with tables and columns.

use super::errors::status_for;
use super::facts::columns::Filler;
use super::facts::failures::{Cause, looked_up};
use super::facts::inputs::{Check, Part, Role};
use super::facts::lookups::Purpose;
use super::facts::operation::Operation;
use super::facts::{EndpointFacts, notes, refers_to};
use super::kind::Kind;
use super::markdown::{bullets, clean, code, codes, numbered, shorten};
use super::naming;
use super::pen::{Component, Pen};
use super::response::{proposed_success, shown_columns};
use super::words::{is_in, meaning, words};
use crate::model::Table;

/// What holds for one endpoint.
pub(crate) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut steps = vec![entry(pen, facts)];
    steps.extend(caller(pen, facts));
    steps.extend(validation(pen, facts));
    steps.extend(lookups(pen, facts));
    steps.extend(loaded(pen, facts));
    steps.extend(permission(pen, facts));
    steps.extend(references(pen, facts));
    steps.extend(work(pen, facts));
    steps.extend(transaction(pen, facts));
    steps.extend(triggers(pen, facts));
    steps.push(answer(pen, facts));
    vec![numbered(&steps), documented(pen, facts)]
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

fn validation(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in [Part::Path, Part::Query, Part::Body] {
        let names: Vec<&str> =
            facts.inputs.iter().filter(|i| i.part == part).map(|i| i.parameter.name.as_str()).collect();
        if !names.is_empty() {
            parts.push(pen.say("flow.validate_part", &[("part", &pen.part(part)), ("names", &codes(names))]));
        }
    }
    let status = status_for(facts, |c| matches!(c, Cause::Invalid | Cause::Malformed))?;
    if parts.is_empty() {
        return None;
    }
    Some(pen.say("flow.validate", &[("parts", &parts.join("; ")), ("status", &code(&status.to_string()))]))
}

/// The rows that the path names, outermost first; the main row of a read or a change is part of the work.
fn lookups(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut steps = Vec::new();
    for input in facts.inputs.iter().filter(|i| i.part == Part::Path) {
        let Some((table, column)) = input.column else { continue };
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

/// The row that an action is about, which has to be known before anyone can ask whose it is.
fn loaded(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let main = facts.main.filter(|_| facts.operation == Operation::Act)?;
    let conditions = conditions(pen, facts, main);
    if looked_up(facts).is_empty() {
        return None;
    }
    let filter = pen.say("flow.where", &[("conditions", &conditions.join(", "))]);
    let status = status_for(facts, |c| matches!(c, Cause::Missing(_)));
    let no_row = status.map(|s| pen.say("flow.no_row", &[("status", &code(&s.to_string()))])).unwrap_or_default();
    let is_main = !conditions.is_empty();
    is_main.then(|| pen.say("flow.act_load", &[("table", &code(&main.name)), ("where", &filter), ("no_row", &no_row)]))
}

fn permission(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let policies: Vec<String> = facts
        .policies()
        .iter()
        .filter_map(|(t, p)| {
            Some(pen.say("flow.policy", &[("policy", &code(p.name.as_deref()?)), ("table", &code(&t.name))]))
        })
        .collect();
    let unnamed = policies.is_empty() && !facts.policies().is_empty();
    let status = status_for(facts, |c| *c == Cause::Forbidden);
    let mut how: Vec<String> = Vec::new();
    if !policies.is_empty() {
        let shown: Vec<String> = policies.into_iter().take(4).collect();
        how.push(pen.say("flow.by_policies", &[("policies", &pen.list(&shown))]));
    } else if unnamed {
        how.push(pen.say("flow.by_unnamed_policies", &[]));
    }
    let touches_rows = !matches!(facts.operation, Operation::Create);
    if let (Some(main), Some(owner), true) = (facts.main, facts.owner(), touches_rows && facts.auth().is_some()) {
        how.push(pen.say("flow.by_owner", &[("column", &pen.column(&main.name, &owner.name))]));
    }
    match (how.is_empty(), status) {
        (true, None) => None,
        (true, Some(status)) => {
            let said = listed_meaning(pen, facts, status);
            Some(match said {
                Some(said) => {
                    pen.say("flow.permission_said", &[("status", &code(&status.to_string())), ("said", &said)])
                }
                None => pen.say("flow.permission_open", &[("status", &code(&status.to_string()))]),
            })
        }
        (false, Some(status)) => {
            let said = listed_meaning(pen, facts, status).map(|said| format!(" ({said})")).unwrap_or_default();
            Some(pen.say(
                "flow.permission",
                &[("how", &how.join("; ")), ("status", &code(&status.to_string())), ("said", &said)],
            ))
        }
        (false, None) => {
            let key = match facts.operation {
                Operation::Create => "flow.permission_insert",
                _ => "flow.permission_hidden",
            };
            Some(pen.say(key, &[("how", &how.join("; "))]))
        }
    }
}

/// What the API plan says of a status.
fn listed_meaning(pen: &Pen<'_>, facts: &EndpointFacts<'_>, status: u16) -> Option<String> {
    let response = facts.endpoint.responses.iter().find(|r| r.status == status)?;
    let said = meaning(response.description.as_deref()?)?;
    Some(pen.quote(&shorten(&said, 120)))
}

fn references(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    if !facts.operation.writes() {
        return Vec::new();
    }
    let mut found: Vec<(u16, Vec<String>)> = Vec::new();
    for input in facts.inputs.iter().filter(|i| i.part == Part::Body) {
        for check in &input.checks {
            let Check::Exists(table, column) = check else { continue };
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

/// The query or write itself.
fn work(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let how = pen.stack("query");
    let Some(main) = facts.main else {
        return vec![pen.say("flow.no_table", &[("service", &pen.file(facts, Component::Service))])];
    };
    let table = code(&main.name);
    let missing = status_for(facts, |c| matches!(c, Cause::Missing(_)));
    let no_row = missing.map(|s| pen.say("flow.no_row", &[("status", &code(&s.to_string()))])).unwrap_or_default();
    let conditions = conditions(pen, facts, main);
    let mut steps = Vec::new();
    match facts.operation {
        Operation::List => {
            let paging = paging(pen, facts);
            let filter = if conditions.is_empty() {
                String::new()
            } else {
                pen.say("flow.where", &[("conditions", &conditions.join(", "))])
            };
            let columns = columns_read(facts, main);
            steps.push(
                pen.say("flow.list", &[("table", &table), ("columns", &columns), ("where", &filter), ("how", how)]),
            );
            steps.extend(paging);
        }
        Operation::Read => {
            let filter = if conditions.is_empty() {
                String::new()
            } else {
                pen.say("flow.where", &[("conditions", &conditions.join(", "))])
            };
            let named = !looked_up(facts).is_empty() || !conditions.is_empty();
            let key = if named { "flow.read" } else { "flow.read_open" };
            steps.push(pen.say(
                key,
                &[
                    ("table", &table),
                    ("columns", &columns_read(facts, main)),
                    ("where", &filter),
                    ("how", how),
                    ("no_row", &no_row),
                ],
            ));
        }
        Operation::Create => steps.extend(insert(pen, facts, main)),
        Operation::Replace | Operation::Update => {
            let fields: Vec<String> = mapped_fields(facts, main);
            let set = if fields.is_empty() { pen.open(&pen.say("flow.set_open", &[])) } else { fields.join(", ") };
            let filter = if conditions.is_empty() {
                String::new()
            } else {
                pen.say("flow.where", &[("conditions", &conditions.join(", "))])
            };
            steps.push(pen.say(
                "flow.update",
                &[("table", &table), ("set", &set), ("where", &filter), ("how", how), ("no_row", &no_row)],
            ));
            let touched: Vec<&str> =
                facts.assigned.iter().filter(|a| a.filler == Filler::Clock).map(|a| a.column.name.as_str()).collect();
            if !touched.is_empty() {
                steps.push(pen.say("flow.touched", &[("columns", &codes(touched))]));
            }
        }
        Operation::Delete => steps.extend(delete(pen, facts, main, &conditions, &no_row)),
        Operation::Act => {
            let what = facts.description.as_deref().or(facts.endpoint.summary.as_deref());
            let what = what.map(|text| pen.quote(&shorten(&clean(text), 200)));
            let what = what.map_or_else(|| pen.open(&pen.say("flow.act_open", &[])), |what| format!("{what}."));
            steps.push(pen.say("flow.act", &[("how", how), ("what", &what)]));
            let shown: Vec<&str> = facts
                .answered_row()
                .iter()
                .filter_map(|(name, _)| {
                    main.columns
                        .iter()
                        .find(|c| naming::key(&c.name) == naming::key(name) && !c.primary_key)
                        .map(|c| c.name.as_str())
                })
                .collect();
            if !shown.is_empty() {
                steps.push(pen.say("flow.act_shown", &[("columns", &codes(shown)), ("table", &table)]));
            }
        }
    }
    steps.extend(children(pen, facts, main));
    for columns in facts.failures.iter().filter_map(|f| match &f.cause {
        Cause::Duplicate(_, columns) => Some((f.status, columns)),
        _ => None,
    }) {
        let (status, columns) = columns;
        steps.push(pen.say(
            "flow.duplicate",
            &[("columns", &codes(columns)), ("how", pen.stack("unique")), ("status", &code(&status.to_string()))],
        ));
    }
    steps
}

fn insert(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Vec<String> {
    let mut sources: Vec<String> = mapped_fields(facts, main);
    for assigned in &facts.assigned {
        let from = match assigned.filler {
            Filler::Caller => pen.say("flow.from_caller", &[]),
            Filler::Path(parameter) => pen.say("flow.from_path", &[("parameter", &code(parameter))]),
            Filler::Clock => pen.say("fill.clock", &[]),
            Filler::Default(_) | Filler::Kept => continue,
        };
        sources.push(format!("{} ← {from}", code(&assigned.column.name)));
    }
    let columns = if sources.is_empty() { pen.open(&pen.say("flow.set_open", &[])) } else { sources.join(", ") };
    let many = facts.inputs.iter().any(|i| i.part == Part::Body && i.kind == Kind::List)
        && mapped_fields(facts, main).is_empty();
    let key = if many { "flow.insert_many" } else { "flow.insert" };
    vec![pen.say(key, &[("table", &code(&main.name)), ("columns", &columns), ("how", pen.stack("query"))])]
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

fn delete(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table, conditions: &[String], no_row: &str) -> Vec<String> {
    let filter = if conditions.is_empty() {
        String::new()
    } else {
        pen.say("flow.where", &[("conditions", &conditions.join(", "))])
    };
    let table = code(&main.name);
    let mut steps = Vec::new();
    match main.columns.iter().find(|c| is_in(&c.name, &words().removed_columns)) {
        Some(mark) => steps.push(pen.say(
            "flow.delete_soft",
            &[("table", &table), ("column", &code(&mark.name)), ("where", &filter), ("no_row", no_row)],
        )),
        None => steps.push(pen.say(
            "flow.delete",
            &[("table", &table), ("where", &filter), ("how", pen.stack("query")), ("no_row", no_row)],
        )),
    }
    for cascade in &facts.cascades {
        let column = pen.column(&cascade.table.name, cascade.column);
        steps.push(match cascade.on_delete {
            Some("CASCADE") => pen.say("flow.cascade", &[("column", &column), ("table", &code(&cascade.table.name))]),
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

/// `column = source` for what rows are looked up by.
fn conditions(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Vec<String> {
    let own = facts.lookups.iter().filter(|l| l.table.name == main.name);
    let mut conditions: Vec<String> = own
        .filter_map(|lookup| {
            let column = code(&lookup.column.name);
            Some(match &lookup.purpose {
                Purpose::Path(name) => pen.say("flow.by_path", &[("column", &column), ("name", &code(name))]),
                Purpose::Filter(name) if facts.operation == Operation::List || facts.operation == Operation::Read => {
                    let optional = facts.inputs.iter().any(|i| i.parameter.name == *name && !i.required.is_yes());
                    let key = if optional { "flow.filter_optional" } else { "flow.filter" };
                    pen.say(key, &[("column", &column), ("name", &code(name))])
                }
                Purpose::Caller => pen.say("flow.own", &[("column", &column)]),
                _ => return None,
            })
        })
        .collect();
    conditions.extend(
        scope_columns(facts, main)
            .into_iter()
            .map(|(column, set)| pen.say("flow.scoped", &[("column", &code(column)), ("columns", &codes(set))])),
    );
    let removed = main.columns.iter().find(|c| is_in(&c.name, &words().removed_columns) && c.nullable != Some(false));
    let by_time = removed.filter(|c| c.ty.as_deref().map(Kind::of_type) == Some(Kind::Timestamp));
    if let Some(mark) = by_time.filter(|_| facts.operation != Operation::Create) {
        let column = code(&mark.name);
        // `includeDeleted` or `is_deleted` in the query means that removed rows can be asked for.
        let stem = naming::key(mark.name.trim_end_matches("_at").trim_start_matches("is_"));
        let asked =
            facts.inputs.iter().find(|i| i.part == Part::Query && naming::key(&i.parameter.name).contains(&stem));
        conditions.push(match asked {
            Some(input) => {
                pen.say("flow.not_removed_unless", &[("column", &column), ("name", &code(&input.parameter.name))])
            }
            None => pen.say("flow.not_removed", &[("column", &column)]),
        });
    }
    let through = facts.lookups.iter().filter(|l| l.table.name != main.name);
    conditions.extend(through.filter_map(|lookup| match &lookup.purpose {
        Purpose::Filter(name) if !facts.operation.writes() => {
            let column = pen.column(&lookup.table.name, &lookup.column.name);
            Some(pen.say("flow.filter_optional", &[("column", &column), ("name", &code(name))]))
        }
        _ => None,
    }));
    conditions
}

/// Columns that make a looked-up column unique where it is not so alone: `shop_id` for a page's `type`.
fn scope_columns<'a>(facts: &EndpointFacts<'a>, main: &'a Table) -> Vec<(&'a str, &'a [String])> {
    let named: Vec<&str> = facts
        .lookups
        .iter()
        .filter(|l| l.table.name == main.name && matches!(l.purpose, Purpose::Path(_) | Purpose::Caller))
        .map(|l| l.column.name.as_str())
        .collect();
    let is_named = |column: &&String| named.iter().any(|name| name.eq_ignore_ascii_case(column));
    let is_key = |name: &&str| {
        main.primary_key.iter().any(|key| key.eq_ignore_ascii_case(name)) || main.column(name).is_some_and(|c| c.unique)
    };
    if facts.operation == Operation::List || named.is_empty() || named.iter().any(is_key) {
        return Vec::new();
    }
    let set = main.unique.iter().find(|set| set.iter().any(|c| is_named(&c)) && set.iter().any(|c| !is_named(&c)));
    set.into_iter().flat_map(|set| set.iter().filter(|c| !is_named(c)).map(|c| (c.as_str(), set.as_slice()))).collect()
}

/// Columns that the answer shows, as far as they are told.
fn columns_read(facts: &EndpointFacts<'_>, main: &Table) -> String {
    let members = facts.answered_row();
    let shown: Vec<&str> = main
        .columns
        .iter()
        .filter(|c| members.iter().any(|(name, _)| naming::key(name) == naming::key(&c.name)))
        .map(|c| c.name.as_str())
        .collect();
    let shown = if shown.len() < 2 { shown_columns(main) } else { shown };
    if shown.is_empty() { String::new() } else { format!(" ({})", codes(shown)) }
}

fn paging(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let of = |role: Role| -> Vec<&str> {
        facts.inputs.iter().filter(|i| i.role == role).map(|i| i.parameter.name.as_str()).collect()
    };
    let mut steps = Vec::new();
    let search = of(Role::Search);
    if !search.is_empty() {
        steps.push(pen.say("flow.search", &[("names", &codes(search))]));
    }
    let sort = of(Role::Sort);
    if !sort.is_empty() {
        steps.push(pen.say("flow.sort", &[("names", &codes(sort))]));
    }
    let bounds = [of(Role::Page), of(Role::PageSize)].concat();
    if !bounds.is_empty() {
        let total = facts.answer.as_ref().and_then(|shape| total(shape.members(), 0));
        let total = total.map(|name| pen.say("flow.total", &[("name", &code(&name))])).unwrap_or_default();
        steps.push(pen.say("flow.page", &[("names", &codes(bounds)), ("total", &total)]));
    }
    steps
}

/// The member of an answer that counts all rows, with the member that it stands in.
fn total(members: &[super::shape::Named], depth: usize) -> Option<String> {
    let own = members.iter().find(|(name, value)| is_in(name, &words().totals) && value.members().is_empty());
    if let Some((name, _)) = own {
        return Some(name.clone());
    }
    let mut inner = members.iter().filter(|_| depth < 2);
    inner.find_map(|(name, value)| Some(format!("{name}.{}", total(value.members(), depth + 1)?)))
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

fn transaction(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    if needs_transaction(facts) {
        return Some(pen.say("flow.transaction", &[("how", pen.stack("transaction"))]));
    }
    let may_write_more = facts.operation == Operation::Act && facts.tables.len() > 1;
    may_write_more.then(|| pen.say("flow.transaction_if", &[("how", pen.stack("transaction"))]))
}

fn triggers(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    facts
        .triggers()
        .iter()
        .map(|routine| {
            let table = code(routine.table.as_deref().unwrap_or_default());
            let does =
                routine.description.as_deref().map(|d| format!(": {}", shorten(&clean(d), 140))).unwrap_or_default();
            pen.say("flow.trigger", &[("name", &code(&routine.name)), ("table", &table), ("does", &does)])
        })
        .collect()
}

fn answer(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    let listed: Vec<String> = facts.successes().map(|r| code(&r.status.to_string())).collect();
    let status = if listed.is_empty() { code(&proposed_success(facts).0.to_string()) } else { pen.list(&listed) };
    pen.say("flow.answer", &[("status", &status), ("how", pen.stack("answer"))])
}

/// What the documents say beyond the facts, word by word.
fn documented(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    if facts.notes.is_empty() {
        return String::new();
    }
    let items: Vec<String> =
        facts.notes.iter().map(|note: &notes::Note| format!("{} ({})", note.text, code(&note.source))).collect();
    format!("{}\n\n{}", pen.say("flow.documented", &[]), bullets(&items))
}

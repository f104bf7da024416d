//! Which rows take part: conditions, order, pages, columns.

use super::super::facts::columns::{creation_column, stated_values};
use super::super::facts::inputs::{Bound, Input, Part, Role, chosen_columns};
use super::super::facts::lookups::Purpose;
use super::super::facts::notes::Stage;
use super::super::facts::operation::Operation;
use super::super::facts::{EndpointFacts, refers_to};
use super::super::kind::Kind;
use super::super::markdown::{code, codes};
use super::super::naming;
use super::super::pen::Pen;
use super::super::response::shown_columns;
use super::super::shape::Named;
use super::super::words::{is_in, words};
use crate::model::{Column, Table};

/// ` where …` with what rows are looked up by; empty where there is no condition.
pub(super) fn matching(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> String {
    let conditions = conditions(pen, facts, main);
    if conditions.is_empty() {
        return String::new();
    }
    pen.say("flow.where", &[("conditions", &conditions.join(", "))])
}

/// `column = source` for what rows are looked up by.
pub(super) fn conditions(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Vec<String> {
    let own = facts.lookups.iter().filter(|l| l.table.name == main.name);
    let mut conditions: Vec<String> = own
        .filter_map(|lookup| {
            let column = code(&lookup.column.name);
            match &lookup.purpose {
                Purpose::Path(name) => Some(pen.say("flow.by_path", &[("column", &column), ("name", &code(name))])),
                Purpose::Caller => Some(pen.say("flow.own", &[("column", &column)])),
                _ => None,
            }
        })
        .collect();
    conditions.extend(scope_columns(facts, main).into_iter().map(|(column, set)| match facts.owner() {
        Some(owner) if owner.name.eq_ignore_ascii_case(column) => pen.say("flow.own", &[("column", &code(column))]),
        _ => pen.say("flow.scoped", &[("column", &code(column)), ("columns", &codes(set))]),
    }));
    if !facts.operation.writes() {
        let queried = facts.inputs.iter().filter(|i| i.part == Part::Query);
        conditions.extend(queried.filter_map(|input| by_query(pen, input, main)));
    }
    conditions.extend(told_values(pen, facts, main));
    conditions.extend(not_removed(pen, facts, main));
    conditions
}

/// Conditions that the endpoint's own words set.
fn told_values(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Vec<String> {
    let told = told(facts, main).into_iter();
    told.map(|(column, value)| pen.say("flow.told_value", &[("column", &code(&column.name)), ("value", &code(&value))]))
        .collect()
}

/// Columns of which the endpoint's own words name a value that they are known to take:
/// `Returns all pending invitations`.
pub(crate) fn told<'t>(facts: &EndpointFacts<'_>, main: &'t Table) -> Vec<(&'t Column, String)> {
    if !matches!(facts.operation, Operation::List | Operation::Delete) {
        return Vec::new();
    }
    let said = [facts.endpoint.summary.as_deref(), facts.description.as_deref()].into_iter().flatten();
    let said: Vec<String> =
        said.flat_map(|text| text.split(|c: char| !(c.is_alphanumeric() || c == '_'))).map(str::to_lowercase).collect();
    let set: Vec<&str> = stated_values(facts, main).into_iter().map(|(column, _)| column.name.as_str()).collect();
    let asked = |name: &str| facts.inputs.iter().any(|input| input.column.is_some_and(|(_, c)| c.name == name));
    let mut conditions = Vec::new();
    // `Remove a member` names a person, not what a column of roles has to be.
    let is_open = |name: &str| !asked(name) && !set.contains(&name) && !is_in(name, &words().role_columns);
    for column in main.columns.iter().filter(|column| is_open(&column.name)) {
        let known = facts.project.schema.enum_of(main, column).into_iter().flat_map(|known| &known.values);
        let default = column.default.as_deref().and_then(|text| text.trim().strip_prefix('\'')?.split('\'').next());
        let mut values: Vec<&str> = known.map(String::as_str).chain(default).collect();
        values.sort_unstable();
        values.dedup();
        let mut named = values.iter().filter(|value| value.len() > 3 && said.contains(&value.to_lowercase()));
        // Two of them are told apart by the sentence, not by us.
        if let (Some(value), None) = (named.next(), named.next()) {
            conditions.push((column, (*value).to_owned()));
        }
    }
    conditions
}

/// The condition that a query parameter with a column stands for.
fn by_query(pen: &Pen<'_>, input: &Input<'_>, main: &Table) -> Option<String> {
    let (table, column) = input.column?;
    let column = if table.name == main.name { code(&column.name) } else { pen.column(&table.name, &column.name) };
    let sign = match input.bound {
        Some(Bound::From) => "≥",
        Some(Bound::To) => "≤",
        None if input.takes_several() => "∈",
        None => "=",
    };
    let key = if input.required.is_yes() { "flow.filter" } else { "flow.filter_optional" };
    Some(pen.say(key, &[("column", &column), ("sign", sign), ("name", &code(&input.parameter.name))]))
}

/// Rows that are only marked as removed stay out, unless a parameter asks for them.
fn not_removed(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Option<String> {
    let removed = main.columns.iter().find(|c| is_in(&c.name, &words().removed_columns) && c.nullable != Some(false));
    let mark = removed
        .filter(|c| c.ty.as_deref().map(Kind::of_type) == Some(Kind::Timestamp))
        .filter(|_| facts.operation != Operation::Create)?;
    let column = code(&mark.name);
    // `includeDeleted` or `is_deleted` in the query means that removed rows can be asked for.
    let stem = naming::key(mark.name.trim_end_matches("_at").trim_start_matches("is_"));
    let asked = facts.inputs.iter().find(|i| i.part == Part::Query && naming::key(&i.parameter.name).contains(&stem));
    Some(match asked {
        Some(input) => {
            pen.say("flow.not_removed_unless", &[("column", &column), ("name", &code(&input.parameter.name))])
        }
        None => pen.say("flow.not_removed", &[("column", &column)]),
    })
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

/// Columns that the answer shows, as far as they are told; `None` where it shows something else than rows.
pub(super) fn columns_read(facts: &EndpointFacts<'_>, main: &Table) -> Option<String> {
    let members = facts.answered_row();
    let shown: Vec<&str> = main
        .columns
        .iter()
        .filter(|c| members.iter().any(|(name, _)| naming::key(name) == naming::key(&c.name)))
        .map(|c| c.name.as_str())
        .collect();
    if shown.len() < 2 && members.len() > 2 {
        return None;
    }
    let shown = if shown.len() < 2 { shown_columns(main) } else { shown };
    Some(if shown.is_empty() { String::new() } else { format!(" ({})", codes(shown)) })
}

/// Tables beside the main one whose columns the answer shows: in the row itself, or in a member that
/// is called as the table is.
pub(super) fn joined(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Vec<String> {
    let mut taken: Vec<&str> = Vec::new();
    let mut steps = Vec::new();
    for table in facts.tables.iter().filter(|table| table.name != main.name) {
        let Some(link) = link(main, table) else { continue };
        // A name that several tables have is shown once.
        let names: Vec<&str> = shown_of(facts, main, table).into_iter().filter(|name| !taken.contains(name)).collect();
        if !names.is_empty() {
            let values = [("table", code(&table.name)), ("columns", codes(&names)), ("column", code(&link))];
            steps.push(pen.say("flow.joined", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
            taken.extend(names);
        }
    }
    steps
}

/// The names of those tables.
pub(crate) fn joined_tables<'a>(facts: &EndpointFacts<'a>, main: &Table) -> Vec<&'a str> {
    let others = facts.tables.iter().filter(|table| table.name != main.name);
    let shows = |table: &&&Table| link(main, table).is_some() && !shown_of(facts, main, table).is_empty();
    others.filter(shows).map(|table| table.name.as_str()).collect()
}

/// `table.column` of the foreign key between two tables.
fn link(main: &Table, other: &Table) -> Option<String> {
    let down = main.foreign_keys.iter().find(|fk| refers_to(&fk.references, other));
    let up = || other.foreign_keys.iter().find(|fk| refers_to(&fk.references, main));
    let by = |table: &Table, column: &str| format!("{}.{column}", table.name);
    down.map(|fk| by(main, &fk.column)).or_else(|| up().map(|fk| by(other, &fk.column)))
}

fn shown_of<'t>(facts: &EndpointFacts<'_>, main: &Table, table: &'t Table) -> Vec<&'t str> {
    let key = |name: &str| naming::key(name);
    let row = facts.answered_row();
    let own = |name: &str| main.columns.iter().any(|c| key(&c.name) == key(name));
    let noun = naming::noun(table.bare_name());
    let nested = row.iter().find(|(name, value)| {
        let named = naming::noun(name);
        let has_members = !value.members().is_empty() || value.element().is_some();
        has_members && (named == noun || named.len() > 3 && noun.ends_with(&named))
    });
    let members: Vec<&str> = match nested {
        Some((_, value)) => {
            let inner = value.element().unwrap_or(value).members();
            inner.iter().map(|(name, _)| name.as_str()).collect()
        }
        None => {
            row.iter().filter(|(name, v)| v.members().is_empty() && !own(name)).map(|(name, _)| name.as_str()).collect()
        }
    };
    let is_shown = |c: &&Column| members.iter().any(|name| key(name) == key(&c.name));
    table.columns.iter().filter(is_shown).map(|c| c.name.as_str()).collect()
}

/// What narrows, orders and cuts a list beside its conditions.
pub(super) fn narrowing(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let queried = || facts.inputs.iter().filter(|i| i.part == Part::Query);
    let of =
        |role: Role| -> Vec<&str> { queried().filter(|i| i.role == role).map(|i| i.parameter.name.as_str()).collect() };
    let mut steps = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    for input in queried().filter(|i| i.role == Role::Value && i.column.is_none()) {
        let chosen = chosen_columns(facts, input);
        if chosen.is_empty() {
            others.push(&input.parameter.name);
            continue;
        }
        let each = chosen
            .iter()
            .map(|(value, column)| pen.say("flow.chosen", &[("value", &code(value)), ("column", &code(&column.name))]));
        let each = each.collect::<Vec<_>>().join("; ");
        steps.push(pen.say("flow.chooses", &[("name", &code(&input.parameter.name)), ("each", &each)]));
    }
    if !others.is_empty() {
        steps.push(pen.say("flow.other_filters", &[("names", &codes(others))]));
    }
    let search = of(Role::Search);
    if !search.is_empty() {
        steps.push(pen.say("flow.search", &[("names", &codes(search))]));
    }
    let sort = of(Role::Sort);
    let is_sorted = !sort.is_empty();
    if is_sorted {
        steps.push(pen.say("flow.sort", &[("names", &codes(sort))]));
    }
    let order = super::said::quoted(pen, facts, Stage::Order);
    if !order.is_empty() {
        steps.push(pen.say("flow.order", &[("rules", &order.join("; "))]));
    } else if !is_sorted {
        steps.extend(proposed_order(pen, facts));
    }
    let bounds = [of(Role::Page), of(Role::PageSize)].concat();
    if !bounds.is_empty() {
        let total = facts.answer.as_ref().and_then(|shape| total(shape.members(), 0));
        let total = total.map(|name| pen.say("flow.total", &[("name", &code(&name))])).unwrap_or_default();
        steps.push(pen.say("flow.page", &[("names", &codes(bounds)), ("total", &total)]));
    }
    steps
}

/// The newest rows first, where nothing says otherwise of a list of rows.
fn proposed_order(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let main = facts.main.filter(|main| facts.operation == Operation::List && columns_read(facts, main).is_some())?;
    let key = main.primary_key.first().filter(|_| main.primary_key.len() == 1)?;
    let order = match creation_column(main) {
        Some(created) => format!("{} DESC, {}", created.name, key),
        None => key.clone(),
    };
    Some(pen.say("flow.order_proposed", &[("order", &code(&order))]))
}

/// The member of an answer that counts all rows, with the member that it stands in.
fn total(members: &[Named], depth: usize) -> Option<String> {
    let own = members.iter().find(|(name, value)| is_in(name, &words().totals) && value.members().is_empty());
    if let Some((name, _)) = own {
        return Some(name.clone());
    }
    let mut inner = members.iter().filter(|_| depth < 2);
    inner.find_map(|(name, value)| Some(format!("{name}.{}", total(value.members(), depth + 1)?)))
}

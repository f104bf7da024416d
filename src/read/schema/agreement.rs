//! Where a database plan and the schema that the project really has disagree.
//!
//! The plan stays as it is; what is found here is only said.

use std::collections::HashSet;

use super::assemble::is_vendors;
use super::compare::{self, Aspect, Difference, Side};
use crate::diagnostic::{Code, Diagnostic, Severity, codes};
use crate::model::schema::table_key;
use crate::model::{Schema, Table};
use crate::text::Place;

/// More tables than this are counted only.
const MOST_TABLES: usize = 20;
/// More differences of one table than this are counted only.
const MOST_OF_A_TABLE: usize = 6;

/// Says where a plan and the implemented schema disagree, a table at a time. What the plan does not say
/// is no disagreement, nor is a default or a unique key, which a plan may leave to whoever writes it.
pub(super) fn disagreements(
    plan: &Schema,
    plan_complete: bool,
    implemented: &Schema,
    complete: bool,
    locate: &dyn Fn(Place) -> String,
) -> Vec<Diagnostic> {
    if plan.tables.is_empty() || implemented.tables.is_empty() {
        return Vec::new();
    }
    let pairs = compare::pairs(plan, implemented);
    let mut diagnostics = Vec::new();
    let planned: Vec<&Table> = plan.tables.iter().zip(&pairs).filter(|(_, p)| p.is_none()).map(|(t, _)| t).collect();
    let elsewhere = elsewhere(implemented);
    let planned: Vec<&Table> = planned.into_iter().filter(|t| is_of_plan(t, &elsewhere)).collect();
    let paired: HashSet<usize> = pairs.iter().flatten().copied().collect();
    let views = views(plan);
    let built: Vec<&Table> = (0..)
        .zip(&implemented.tables)
        .filter(|(at, table)| !paired.contains(at) && !views.contains(&bare_key(table)))
        .map(|(_, table)| table)
        .collect();
    let (side, other_side) = (Side::new(plan, plan_complete), Side::new(implemented, complete));
    let known: HashSet<String> = plan.tables.iter().map(|t| table_key(&t.name)).collect();
    let mut differing = Vec::new();
    for (table, pair) in plan.tables.iter().zip(&pairs) {
        let Some(other) = pair.and_then(|at| implemented.tables.get(at)) else { continue };
        let mut found = compare::differences(&side, table, &other_side, other);
        let listed = lists_its_columns(table);
        found.retain(|d| match d.aspect {
            Aspect::Default | Aspect::Uniqueness => false,
            Aspect::Presence => d.first.is_some() || listed,
            Aspect::Reference => refers_to_known(&known, table, d),
            _ => true,
        });
        // A table that one of the two only names has no columns to compare.
        if !found.is_empty() && !table.columns.is_empty() && !other.columns.is_empty() {
            differing.push(of_table(table, &found, locate));
        }
    }
    let more = differing.len().saturating_sub(MOST_TABLES);
    differing.truncate(MOST_TABLES);
    if let Some(last) = differing.last_mut().filter(|_| more > 0) {
        last.message.push_str(&format!("; {more} more tables differ as well"));
    }
    diagnostics.extend(only_there(
        &planned,
        "is in the plan, but the project's schema has none of that name",
        "create",
    ));
    diagnostics.extend(only_there(&built, "is in the project's schema, but the plan has none of that name", "add"));
    diagnostics.append(&mut differing);
    diagnostics
}

/// Whether a plan defines a table, and does not only speak of some of its columns.
fn lists_its_columns(table: &Table) -> bool {
    table.columns.iter().filter(|c| c.ty.is_some()).count() * 2 > table.columns.len()
}

/// Whether a column refers to no table, or to one that the plan knows: what leads nowhere was told already.
fn refers_to_known(known: &HashSet<String>, table: &Table, difference: &Difference) -> bool {
    let column = difference.column.as_deref().unwrap_or_default();
    let keys = table.foreign_keys.iter().filter(|k| k.column.eq_ignore_ascii_case(column));
    let mut keys = keys.map(|k| table_key(&k.references));
    keys.all(|key| known.contains(&key) || is_vendors(&key))
}

/// A vendor's table is in no migration, also where the plan gives it without its schema; and what was
/// planned as a table may have become a view.
fn is_of_plan(table: &Table, elsewhere: &HashSet<String>) -> bool {
    !is_vendors(&table_key(&table.name)) && lists_its_columns(table) && !elsewhere.contains(&bare_key(table))
}

/// Names that a schema knows though it has no tables of them: views, and a vendor's tables.
fn elsewhere(schema: &Schema) -> HashSet<String> {
    let keys = schema.tables.iter().flat_map(|t| &t.foreign_keys).map(|k| table_key(&k.references));
    let vendors = keys.filter(|key| is_vendors(key)).filter_map(|key| Some(key.rsplit_once('.')?.1.to_owned()));
    vendors.chain(views(schema)).collect()
}

fn views(schema: &Schema) -> HashSet<String> {
    schema.views.iter().map(bare_key).collect()
}

fn bare_key(table: &Table) -> String {
    let key = table_key(&table.name);
    key.rsplit('.').next().unwrap_or_default().to_owned()
}

fn info(code: Code, place: Place, message: String, help: String) -> Diagnostic {
    Diagnostic { code, severity: Severity::Info, message, help: Some(help), place: Some(place) }
}

/// One remark for all tables that only one side has.
fn only_there(tables: &[&Table], what: &str, verb: &str) -> Option<Diagnostic> {
    let first = tables.first()?;
    let names: Vec<String> = tables.iter().take(MOST_OF_A_TABLE).map(|t| format!("`{}`", t.name)).collect();
    let more = tables.len().saturating_sub(MOST_OF_A_TABLE);
    let mut message = match tables.len() {
        1 => format!("the table {} {what}", names.join("")),
        _ => format!("each of the tables {} {what}", names.join(", ")),
    };
    if more > 0 {
        message.push_str(&format!("; and {more} more"));
    }
    let help = match verb {
        "create" => "create it, or take it out of the plan".to_owned(),
        _ => "add it to the plan, so that prompts and plans know it".to_owned(),
    };
    Some(info(codes::PLAN_DIFFERS, first.place, message, help))
}

fn of_table(table: &Table, found: &[Difference], locate: &dyn Fn(Place) -> String) -> Diagnostic {
    let place = found.iter().find(|d| d.first.is_some()).map_or(table.place, |d| d.first_place);
    let (lone, both): (Vec<&Difference>, Vec<&Difference>) = found.iter().partition(|d| d.aspect == Aspect::Presence);
    let (planned, built): (Vec<&Difference>, Vec<&Difference>) = lone.into_iter().partition(|d| d.first.is_some());
    let mut parts = Vec::new();
    parts.extend(only_in(&planned, "the plan"));
    parts.extend(built.first().and_then(|first| only_in(&built, &locate(first.second_place))));
    parts.extend(both.iter().take(MOST_OF_A_TABLE).map(|d| in_words(d, locate)));
    let more = both.len().saturating_sub(MOST_OF_A_TABLE);
    if more > 0 {
        parts.push(format!("and {more} more differences"));
    }
    let message = format!("`{}` is not what the project's schema has: {}", table.name, parts.join("; "));
    let help = "bring the plan up to date, or migrate the table; `compare = false` under `[documents]` in \
                `routewright.toml` turns this comparison off";
    info(codes::PLAN_DIFFERS, place, message, help.to_owned())
}

/// The columns that only one of the two has.
fn only_in(columns: &[&Difference], place: &str) -> Option<String> {
    let names: Vec<String> = columns
        .iter()
        .take(MOST_OF_A_TABLE)
        .filter_map(|d| d.column.as_deref())
        .map(|column| format!("`{column}`"))
        .collect();
    let more = columns.len().saturating_sub(MOST_OF_A_TABLE);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let verb = if columns.len() == 1 { "is" } else { "are" };
    (!names.is_empty()).then(|| format!("{}{more} {verb} only in {place}", names.join(", ")))
}

fn in_words(difference: &Difference, locate: &dyn Fn(Place) -> String) -> String {
    let column = difference.column.as_deref().unwrap_or_default();
    let there = locate(difference.second_place);
    let text = |side: &Option<String>| side.clone().unwrap_or_default();
    let (first, second) = (text(&difference.first), text(&difference.second));
    match difference.aspect {
        Aspect::Values => format!("`{column}` allows {first} only here, {second} only in {there}"),
        _ => format!("`{column}`: {first} here, {second} in {there}"),
    }
}

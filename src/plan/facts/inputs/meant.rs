//! The column that a parameter or field means.

use heck::ToSnakeCase;

use super::super::super::kind::Kind;
use super::super::super::naming;
use super::super::super::words::{is_in, words};
use super::super::{EndpointFacts, Operation, column_kind};
use super::{Bound, Input, Part};
use crate::model::endpoint::parameter_name;
use crate::model::schema::table_key;
use crate::model::{Column, Table};

/// The column that a path parameter looks up: by the segment before it, then by its own name.
pub(super) fn path_column<'a>(facts: &EndpointFacts<'a>, name: &str) -> Option<(&'a Table, &'a Column)> {
    let segments: Vec<&str> = facts.endpoint.key.path.segments().collect();
    let at = segments.iter().position(|s| parameter_name(s) == Some(name))?;
    let before = segments.get(..at)?.iter().rev().find(|s| parameter_name(s).is_none());
    let lower = naming::key(name);
    let bare = lower.strip_suffix("id").filter(|bare| !bare.is_empty());
    let by_segment = before.and_then(|segment| table_of_noun(facts, &naming::noun(segment)));
    let by_name = bare.and_then(|bare| table_of_noun(facts, bare));
    let is_id = lower.ends_with("id") || lower == "uuid";
    let named = |table: &'a Table| table.columns.iter().find(|c| naming::key(&c.name) == lower);
    // A new row below `walls/{wallId}` needs that wall, which is looked up before anything is written.
    if facts.operation == Operation::Create
        && let (Some(table), Some(bare)) = (by_segment, bare)
        && facts.main.is_none_or(|main| main.name != table.name)
        && naming::noun(table.bare_name()).ends_with(bare)
        && let Some(column) = key_column(table)
    {
        return Some((table, column));
    }
    // `members/{userId}` below a join table means the column `user_id`, not the table's own key.
    for table in [by_segment, facts.main].into_iter().flatten() {
        let own_key = bare.is_none_or(|bare| {
            naming::noun(table.bare_name()) == bare || naming::noun(table.bare_name()).ends_with(bare)
        });
        if let Some(column) = named(table).filter(|c| lower != "id" && (!own_key || !is_id || c.primary_key)) {
            return Some((table, column));
        }
    }
    for table in [by_name, by_segment.filter(|_| is_id)].into_iter().flatten() {
        if let Some(column) = key_column(table).filter(|_| is_id) {
            return Some((table, column));
        }
    }
    let main = facts.main?;
    // `{childId}` is `child_profile_id` where no other column could be meant.
    let mut alike = main.foreign_keys.iter().filter_map(|fk| main.column(&fk.column)).filter(|column| {
        let key = naming::key(&column.name);
        bare.is_some_and(|bare| bare.len() > 2 && key.starts_with(bare) && key.ends_with("id"))
    });
    if let (Some(column), None) = (alike.next(), alike.next()) {
        return Some((main, column));
    }
    let is_last = before.is_some() && at + 1 == segments.len();
    key_column(main).filter(|_| lower == "id" && is_last && by_segment.is_none()).map(|column| (main, column))
}

/// A chosen table, or any other, that a noun names.
fn table_of_noun<'a>(facts: &EndpointFacts<'a>, noun: &str) -> Option<&'a Table> {
    let matches = |table: &&Table| naming::noun(table.bare_name()) == noun;
    let chosen = facts.tables.iter().copied().find(matches);
    chosen.or_else(|| facts.project.schema.tables.iter().find(matches)).or_else(|| {
        facts.tables.iter().copied().find(|t| noun.len() > 3 && naming::noun(t.bare_name()).ends_with(noun))
    })
}

/// The single column of a table's primary key.
pub(crate) fn key_column(table: &Table) -> Option<&Column> {
    match table.primary_key.as_slice() {
        [name] => table.column(name),
        [] => table.columns.iter().find(|c| c.primary_key).or_else(|| table.column("id")),
        _ => None,
    }
}

/// The column that a query parameter or body field is: of the main table, else of another chosen one.
pub(super) fn field_column<'a>(facts: &EndpointFacts<'a>, name: &str) -> Option<(&'a Table, &'a Column)> {
    let key = naming::key(name);
    let of = |table: &'a Table| {
        let exact = table.columns.iter().find(|c| naming::key(&c.name) == key);
        let reference = || table.columns.iter().find(|c| naming::key(&c.name) == format!("{key}id"));
        exact.or_else(|| reference().filter(|_| facts.operation != Operation::Act)).map(|c| (table, c))
    };
    if let Some(found) = facts.main.and_then(of) {
        return Some(found);
    }
    // Names that every table has say nothing about which one is meant.
    let common = key == "id" || is_in(name, &words().clock_columns) || is_in(name, &words().secret_fields);
    let others = facts.tables.iter().copied().filter(|t| facts.main.is_none_or(|main| main.name != t.name));
    let mut exact = others.filter_map(|t| t.columns.iter().find(|c| naming::key(&c.name) == key).map(|c| (t, c)));
    let found = exact.next().filter(|_| !common)?;
    // Several tables may hold the same reference; then it does not matter which one it is read from.
    let target = |(table, column): (&Table, &Column)| {
        table.foreign_keys.iter().find(|fk| fk.column == column.name).map(|fk| table_key(&fk.references))
    };
    exact.all(|other| target(other).is_some() && target(other) == target(found)).then_some(found)
}

/// The columns of the main table that the values of a parameter choose between, where each value is the name of
/// one: `owner` for `owner_id`, `borrow` for `borrower_id`.
pub(crate) fn chosen_columns<'a>(facts: &EndpointFacts<'a>, input: &Input<'_>) -> Vec<(String, &'a Column)> {
    let Some(main) = facts.main.filter(|_| input.column.is_none() && input.part == Part::Query) else {
        return Vec::new();
    };
    let references = || main.columns.iter().filter(|c| main.foreign_keys.iter().any(|fk| fk.column == c.name));
    let column = |value: &String| {
        let stem = naming::key(value);
        let named = |c: &&Column| naming::key(&c.name).strip_suffix("id").is_some_and(|bare| bare.starts_with(&stem));
        let mut found = references().filter(named);
        found.next().filter(|_| stem.len() > 3 && found.next().is_none()).map(|column| (value.clone(), column))
    };
    let values = input.values();
    let chosen: Vec<(String, &Column)> = values.iter().filter_map(column).collect();
    if chosen.len() == values.len() && chosen.len() > 1 { chosen } else { Vec::new() }
}

/// The key of a chosen table that a field of an action's body names: `proposal_id`.
pub(super) fn named_key<'a>(facts: &EndpointFacts<'a>, name: &str) -> Option<(&'a Table, &'a Column)> {
    let key = naming::key(name);
    let noun = key.strip_suffix("id").filter(|noun| noun.len() > 2)?;
    let table = facts.tables.iter().copied().find(|t| naming::noun(t.bare_name()) == noun)?;
    Some((table, key_column(table)?))
}

/// The column that a query parameter bounds, and from which side: `date_from`, `maxPrice`.
pub(super) fn bounded_column<'a>(facts: &EndpointFacts<'a>, name: &str) -> Option<(Bound, &'a Table, &'a Column)> {
    let main = facts.main?;
    let snake = name.to_snake_case();
    let parts: Vec<&str> = snake.split('_').collect();
    let side = |word: &str| {
        let known = |list: &[String]| list.iter().any(|w| w == word);
        let from = known(&words().range_from).then_some(Bound::From);
        from.or_else(|| known(&words().range_to).then_some(Bound::To))
    };
    let (bound, stem) = match parts.as_slice() {
        [only] => (side(only)?, String::new()),
        [first, rest @ ..] => match side(first) {
            Some(bound) => (bound, rest.concat()),
            None => (side(rest.last()?)?, parts.get(..parts.len() - 1)?.concat()),
        },
        [] => return None,
    };
    let is_ordered = |column: &&Column| {
        use Kind::{Date, Decimal, Integer, Time, Timestamp};
        matches!(column_kind(facts.project, main, column), Date | Decimal | Integer | Time | Timestamp)
    };
    let ordered = || main.columns.iter().filter(is_ordered);
    let exact = ordered().find(|c| naming::key(&c.name) == naming::key(name));
    let by_stem = || ordered().find(|c| !stem.is_empty() && naming::key(&c.name) == stem);
    let starting = || ordered().find(|c| stem.len() > 3 && naming::key(&c.name).starts_with(&stem));
    let only_date = || {
        let is_date = |c: &&Column| {
            matches!(column_kind(facts.project, main, c), Kind::Date | Kind::Timestamp)
                && !is_in(&c.name, &words().clock_columns)
                && !is_in(&c.name, &words().removed_columns)
        };
        let mut dates = main.columns.iter().filter(is_date);
        let says_no_more = words().date_words.contains(&stem);
        // `until` alone bounds a list by its date, and what is computed by who knows what.
        let says_no_more = says_no_more || stem.is_empty() && facts.operation == Operation::List;
        dates.next().filter(|_| says_no_more && dates.next().is_none())
    };
    // A list without a date of its own is bounded by when its rows came into being.
    let created = || {
        let has_date = main.columns.iter().any(|c| {
            matches!(column_kind(facts.project, main, c), Kind::Date | Kind::Timestamp)
                && !is_in(&c.name, &words().clock_columns)
                && !is_in(&c.name, &words().removed_columns)
        });
        let is_creation =
            |c: &&Column| is_in(&c.name, &words().clock_columns) && !is_in(&c.name, &words().touched_columns);
        let is_date = facts.operation == Operation::List && words().date_words.contains(&stem) && !has_date;
        ordered().find(is_creation).filter(|_| is_date)
    };
    exact.or_else(by_stem).or_else(only_date).or_else(starting).or_else(created).map(|column| (bound, main, column))
}

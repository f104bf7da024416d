//! Several sources of one schema: all that they say together, the first named first.
//!
//! What a later source says of a table that only an earlier one defines changes that table. Where two
//! say different things of one column, the first holds, and a diagnostic says what each says.

use std::collections::HashSet;

use super::compare::{self, Aspect, Difference, Side};
use super::fact::{Constraint, Fact, Reference};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::schema::table_key;
use crate::model::{Column, Schema, Table};
use crate::text::Place;

/// More contradictions than this are counted only.
const MOST: usize = 40;

/// Facts that tell a later source of the tables of earlier ones which it does not define itself.
pub(super) fn known_tables(schema: &Schema, facts: &[Fact]) -> Vec<Fact> {
    let bare = |name: &str| table_key(name).rsplit('.').next().unwrap_or_default().to_owned();
    let defined: HashSet<String> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Table { name, .. } | Fact::View { name, .. } => Some(bare(name)),
            _ => None,
        })
        .collect();
    let unknown = |table: &&Table| !defined.contains(&bare(&table.name));
    let mut known: Vec<Fact> = schema.tables.iter().filter(unknown).flat_map(facts_of).collect();
    let views = schema.views.iter().filter(unknown);
    known.extend(views.map(|v| Fact::View { name: v.name.clone(), columns: v.columns.clone(), place: v.place }));
    let enums: HashSet<String> = facts
        .iter()
        .filter_map(|fact| if let Fact::Enum(kind) = fact { Some(bare(&kind.name)) } else { None })
        .collect();
    known.extend(schema.enums.iter().filter(|e| !e.inline && !enums.contains(&bare(&e.name))).cloned().map(Fact::Enum));
    known
}

/// A table in the facts that its reader would have given.
fn facts_of(table: &Table) -> Vec<Fact> {
    let name = &table.name;
    let mut facts =
        vec![Fact::Table { name: name.clone(), description: table.description.clone(), place: table.place }];
    for column in &table.columns {
        facts.push(Fact::Column { table: name.clone(), column: Box::new(column.clone()), facts: Vec::new() });
    }
    let key = Some(table.primary_key.clone()).filter(|key| !key.is_empty()).map(Constraint::PrimaryKey);
    let unique = table.unique.iter().filter(|u| u.len() > 1).cloned().map(Constraint::Unique);
    let checks = table.checks.iter().cloned().map(Constraint::Check);
    let references = table.foreign_keys.iter().map(|k| Constraint::ForeignKey {
        columns: vec![k.column.clone()],
        reference: Reference {
            target: k.references.clone(),
            columns: k.references_column.iter().cloned().collect(),
            on_delete: k.on_delete.clone(),
            hint: false,
        },
    });
    for constraint in key.into_iter().chain(unique).chain(checks).chain(references) {
        facts.push(Fact::Constraint { table: name.clone(), constraint, place: table.place });
    }
    facts
}

/// Adds what a later source says to what is known; says where it contradicts.
pub(super) fn merge(
    known: &mut Schema,
    complete: bool,
    later: Schema,
    later_complete: bool,
    locate: &dyn Fn(Place) -> String,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut pairs = compare::pairs(known, &later);
    let (a, b) = (Side::new(known, complete), Side::new(&later, later_complete));
    let mut more = 0;
    for (at, pair) in pairs.iter().enumerate() {
        let Some((first, second)) = known.tables.get(at).zip(pair.and_then(|i| later.tables.get(i))) else { continue };
        if first.place == second.place {
            continue;
        }
        let found = compare::differences(&a, first, &b, second);
        for difference in found.iter().filter(|d| d.aspect != Aspect::Presence) {
            if diagnostics.len() < MOST {
                diagnostics.push(contradiction(first, difference, locate));
            } else {
                more += 1;
            }
        }
    }
    if let Some(last) = diagnostics.last_mut().filter(|_| more > 0) {
        last.message.push_str(&format!("; and {more} more contradictions like it"));
    }
    let mut tables: Vec<Option<Table>> = later.tables.into_iter().map(Some).collect();
    for (table, pair) in known.tables.iter_mut().zip(&mut pairs) {
        if let Some(second) = pair.take().and_then(|i| tables.get_mut(i)).and_then(Option::take) {
            add(table, second, complete);
        }
    }
    known.tables.extend(tables.into_iter().flatten());
    let names: HashSet<String> = known.tables.iter().chain(&known.views).map(|t| table_key(&t.name)).collect();
    known.views.extend(later.views.into_iter().filter(|v| !names.contains(&table_key(&v.name))));
    let enums: HashSet<String> = known.enums.iter().map(|e| table_key(&e.name)).collect();
    known.enums.extend(later.enums.into_iter().filter(|e| !enums.contains(&table_key(&e.name))));
    for routine in later.routines {
        if !known.routines.iter().any(|r| r.name == routine.name && r.table == routine.table) {
            known.routines.push(routine);
        }
    }
    diagnostics
}

fn contradiction(table: &Table, difference: &Difference, locate: &dyn Fn(Place) -> String) -> Diagnostic {
    let text = |side: &Option<String>| side.clone().unwrap_or_default();
    let column = difference.column.as_deref().unwrap_or_default();
    let message = format!(
        "`{}.{column}`: {} here, but {} in {}, which holds because it was named first",
        table.name,
        text(&difference.second),
        text(&difference.first),
        locate(difference.first_place),
    );
    Diagnostic::warning(codes::SOURCES_DIFFER, difference.second_place, message)
        .with_help("mend one of the two, or name the source that is right first")
}

/// Adds what a table lacks. What a complete source leaves out is not so, and stays out.
fn add(table: &mut Table, other: Table, complete: bool) {
    if table.place == other.place {
        // The later source was told of this table; it may have added to it.
        let known = std::mem::replace(table, other).foreign_keys;
        for key in &mut table.foreign_keys {
            if let Some(old) = known.iter().find(|k| k.column == key.column) {
                old.references.clone_into(&mut key.references);
            }
        }
        return;
    }
    table.description = table.description.take().or(other.description);
    if !table.more.contains(&other.place) {
        table.more.push(other.place);
    }
    table.more.extend(other.more);
    let had: HashSet<String> = table.columns.iter().map(|c| c.name.to_lowercase()).collect();
    for new in other.columns {
        match table.columns.iter_mut().find(|c| c.name.eq_ignore_ascii_case(&new.name)) {
            Some(old) => fill(old, new, complete),
            None => table.columns.push(new),
        }
    }
    let is_settled = |columns: &[String]| complete && columns.iter().all(|c| had.contains(&c.to_lowercase()));
    if table.primary_key.is_empty() {
        table.primary_key = other.primary_key;
    }
    for key in other.foreign_keys {
        let has = table.foreign_keys.iter().any(|k| k.column.eq_ignore_ascii_case(&key.column));
        if !has && !is_settled(std::slice::from_ref(&key.column)) {
            table.foreign_keys.push(key);
        }
    }
    for unique in other.unique {
        if !table.unique.contains(&unique) && !is_settled(&unique) {
            table.unique.push(unique);
        }
    }
    for check in other.checks {
        if !table.checks.contains(&check) {
            table.checks.push(check);
        }
    }
    for index in other.indexes {
        let same = |i: &crate::model::Index| match (&i.name, &index.name) {
            (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
            _ => i.columns == index.columns && i.unique == index.unique,
        };
        let left_out = index.unique && is_settled(&index.columns);
        if !left_out && !table.indexes.iter().any(same) {
            table.indexes.push(index);
        }
    }
    for policy in other.policies {
        let same = |p: &crate::model::Policy| p.name.is_some() && p.name == policy.name || p.rule == policy.rule;
        if !table.policies.iter().any(same) {
            table.policies.push(policy);
        }
    }
    let alone: HashSet<String> = table
        .unique
        .iter()
        .filter_map(|u| if let [one] = u.as_slice() { Some(one.to_lowercase()) } else { None })
        .collect();
    for column in &mut table.columns {
        column.primary_key = table.primary_key.iter().any(|k| k.eq_ignore_ascii_case(&column.name));
        column.unique = alone.contains(&column.name.to_lowercase());
    }
}

fn fill(column: &mut Column, other: Column, complete: bool) {
    column.ty = column.ty.take().or(other.ty);
    column.description = column.description.take().or(other.description);
    if !complete {
        column.nullable = column.nullable.or(other.nullable);
        column.default = column.default.take().or(other.default);
        column.check = column.check.take().or(other.check);
    }
}

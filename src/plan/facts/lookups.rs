//! Conditions that an endpoint's queries look rows up by, and the index that serves each.

use super::super::kind::Kind;
use super::inputs::{Part, Role};
use super::{EndpointFacts, Operation, refers_to};
use crate::model::{Auth, Column, Table};

/// What a column is looked up for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A path parameter.
    Path(String),
    /// A query parameter.
    Filter(String),
    /// A value that the list can be ordered by.
    Sort(String),
    /// The caller's own rows.
    Caller,
    /// A foreign key that a removal follows.
    Reference,
}

/// What serves a lookup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Served {
    /// The primary key.
    PrimaryKey,
    /// A unique constraint.
    Unique,
    /// An index, by its name or its columns.
    Index(String),
    /// Nothing that the database plan names; with the columns that an index would need.
    Nothing(Vec<String>),
}

/// One condition.
#[derive(Debug, Clone)]
pub(crate) struct Lookup<'a> {
    pub(crate) table: &'a Table,
    pub(crate) column: &'a Column,
    pub(crate) purpose: Purpose,
    pub(crate) served: Served,
}

/// All conditions of an endpoint's queries.
pub(crate) fn of<'a>(facts: &EndpointFacts<'a>) -> Vec<Lookup<'a>> {
    let mut wanted: Vec<(&'a Table, &'a Column, Purpose)> = Vec::new();
    for input in &facts.inputs {
        let name = input.parameter.name.clone();
        match (input.part, input.column) {
            (Part::Path, Some((table, column))) => {
                // A parent that the path names is found by its key; its children by the column that refers to it.
                let child = facts.main.filter(|main| main.name != table.name).and_then(|main| {
                    let fk = main.foreign_keys.iter().find(|fk| refers_to(&fk.references, table))?;
                    Some((main, main.column(&fk.column)?))
                });
                wanted.push((table, column, Purpose::Path(name.clone())));
                if let Some((main, column)) = child.filter(|_| facts.operation != Operation::Create) {
                    wanted.push((main, column, Purpose::Path(name)));
                }
            }
            (Part::Query, Some((table, column))) => wanted.push((table, column, Purpose::Filter(name))),
            (Part::Query, None) if input.role == Role::Sort => {
                for value in input.parameter.allowed.iter().chain(&input.parameter.default) {
                    let key = super::super::naming::key(value.trim_start_matches(['-', '+']));
                    let column = facts.main.and_then(|t| {
                        t.columns.iter().find(|c| super::super::naming::key(&c.name) == key).map(|c| (t, c))
                    });
                    if let Some((table, column)) = column {
                        wanted.push((table, column, Purpose::Sort(value.clone())));
                    }
                }
            }
            _ => {}
        }
    }
    if let (Operation::List, Some(main), Some(owner)) = (facts.operation, facts.main, facts.owner())
        && facts.auth() == Some(Auth::Required)
        && !wanted.iter().any(|(t, c, _)| t.name == main.name && c.name == owner.name)
    {
        wanted.insert(0, (main, owner, Purpose::Caller));
    }
    for cascade in &facts.cascades {
        if let Some(column) = cascade.table.column(cascade.column) {
            wanted.push((cascade.table, column, Purpose::Reference));
        }
    }
    let mut lookups: Vec<Lookup<'a>> = Vec::new();
    for (table, column, purpose) in &wanted {
        if lookups.iter().any(|l| l.table.name == table.name && l.column.name == column.name) {
            continue;
        }
        let beside: Vec<&str> = wanted
            .iter()
            .filter(|(t, _, p)| t.name == table.name && !matches!(p, Purpose::Sort(_)))
            .map(|(_, c, _)| c.name.as_str())
            .collect();
        let served = served(
            table,
            column,
            &beside,
            wanted
                .first()
                .filter(|(t, _, p)| t.name == table.name && *p == Purpose::Caller)
                .map(|(_, c, _)| c.name.as_str()),
        );
        lookups.push(Lookup { table, column, purpose: purpose.clone(), served });
    }
    lookups
}

impl Lookup<'_> {
    /// Whether an index would be of use: two values split a table too coarsely.
    pub(crate) fn lacks_index(&self) -> bool {
        let kind = self.column.ty.as_deref().map_or(Kind::Unknown, Kind::of_type);
        matches!(self.served, Served::Nothing(_)) && kind != Kind::Boolean
    }
}

/// What serves a condition on a column when the columns `beside` are conditions too.
fn served(table: &Table, column: &Column, beside: &[&str], caller: Option<&str>) -> Served {
    let is_column = |name: &String| name.trim_matches(['"', '`']).eq_ignore_ascii_case(&column.name);
    let usable = |columns: &[String]| {
        let at = columns.iter().position(is_column)?;
        columns.get(..at)?.iter().all(|c| beside.iter().any(|b| b.eq_ignore_ascii_case(c))).then_some(())
    };
    if usable(&table.primary_key).is_some() || table.primary_key.is_empty() && column.primary_key {
        return Served::PrimaryKey;
    }
    if let Some(index) = table.indexes.iter().find(|index| usable(&index.columns).is_some()) {
        return Served::Index(index.name.clone().unwrap_or_else(|| format!("({})", index.columns.join(", "))));
    }
    if column.unique || table.unique.iter().any(|columns| usable(columns).is_some()) {
        return Served::Unique;
    }
    let columns = caller.filter(|c| !c.eq_ignore_ascii_case(&column.name)).into_iter().map(str::to_owned);
    Served::Nothing(columns.chain([column.name.clone()]).collect())
}

//! What two schemas say of the same table: where they differ, and where one only is silent.
//!
//! Names meet without regard to case, quotes, the schema `public` and the style of writing (`userId`,
//! `user_id`); a table without a schema meets one of the same name in any schema but a vendor's.

mod types;

use std::collections::{HashMap, HashSet};

use super::assemble::is_vendors;
use crate::model::schema::table_key;
use crate::model::{Column, EnumType, ForeignKey, Format, Schema, Table};
use crate::text::Place;

/// A schema, and whether what it does not say is not so: a column of SQL without `NOT NULL` may be
/// NULL, one of a plan in words may be just that, unsaid.
pub(super) struct Side<'s> {
    pub(super) complete: bool,
    /// The schema's enums by the names that types and columns find them by.
    enums: HashMap<String, &'s EnumType>,
}

impl<'s> Side<'s> {
    pub(super) fn new(schema: &'s Schema, complete: bool) -> Self {
        Self { complete, enums: schema.enums.iter().rev().map(|e| (table_key(&e.name), e)).collect() }
    }

    /// The enum that a column's type names, or that belongs to the column.
    fn enum_of(&self, table: &Table, column: &Column) -> Option<&'s EnumType> {
        let own = format!("{}.{}", table_key(&table.name), column.name.to_lowercase());
        let named = column.ty.as_deref().and_then(|ty| self.enums.get(&table_key(ty)));
        named.or_else(|| self.enums.get(&own)).copied()
    }
}

/// Whether what is not written in a format is not so.
pub(super) fn is_complete(format: Format) -> bool {
    matches!(format, Format::Sql | Format::Prisma)
}

/// Something that two schemas say differently about one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// The column, if it is about one.
    pub(super) column: Option<String>,
    pub(super) aspect: Aspect,
    /// What each says, ready to stand in a sentence; `None` where it has no such column.
    pub(super) first: Option<String>,
    pub(super) second: Option<String>,
    pub(super) first_place: Place,
    pub(super) second_place: Place,
}

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    /// Only one of the two has the column.
    Presence,
    Type,
    Nullability,
    Default,
    Reference,
    Uniqueness,
    Values,
}

/// Pairs tables of two schemas: for each of the first, the index of the second's.
pub(super) fn pairs(first: &Schema, second: &Schema) -> Vec<Option<usize>> {
    let plain = |key: &str| name_key(bare(key));
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let mut by_bare: HashMap<String, usize> = HashMap::new();
    for (at, table) in second.tables.iter().enumerate() {
        let key = table_key(&table.name);
        if !is_vendors(&key) {
            by_bare.insert(plain(&key), at);
        }
        by_key.insert(key, at);
    }
    let mut taken: HashSet<usize> = HashSet::new();
    let keys: Vec<String> = first.tables.iter().map(|t| table_key(&t.name)).collect();
    let mut pairs: Vec<Option<usize>> =
        keys.iter().map(|key| by_key.get(key).copied().filter(|at| taken.insert(*at))).collect();
    for (pair, key) in pairs.iter_mut().zip(&keys) {
        let found = by_bare.get(&plain(key)).copied().filter(|_| pair.is_none() && !is_vendors(key));
        // Two schemas of their own are two tables.
        let both_named = |at: &usize| {
            let other = second.tables.get(*at).map(|t| table_key(&t.name)).unwrap_or_default();
            key.contains('.') && other.contains('.')
        };
        *pair = pair.or_else(|| found.filter(|at| !both_named(at)).filter(|at| taken.insert(*at)));
    }
    pairs
}

/// The form that two styles of writing a name share.
fn name_key(name: &str) -> String {
    name.to_lowercase().replace('_', "")
}

fn bare(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

/// Where two tables differ, in the order of the first one's columns.
pub(super) fn differences(a: &Side<'_>, first: &Table, b: &Side<'_>, second: &Table) -> Vec<Difference> {
    let mut found = Vec::new();
    let columns: HashMap<String, &Column> = second.columns.iter().map(|c| (name_key(&c.name), c)).collect();
    for column in &first.columns {
        match columns.get(&name_key(&column.name)) {
            Some(other) => of_column(a, first, column, b, second, other, &mut found),
            None => found.push(Difference {
                column: Some(column.name.clone()),
                aspect: Aspect::Presence,
                first: Some(String::new()),
                second: None,
                first_place: column.place,
                second_place: second.place,
            }),
        }
    }
    let known: HashSet<String> = first.columns.iter().map(|c| name_key(&c.name)).collect();
    for column in second.columns.iter().filter(|c| !known.contains(&name_key(&c.name))) {
        found.push(Difference {
            column: Some(column.name.clone()),
            aspect: Aspect::Presence,
            first: None,
            second: Some(String::new()),
            first_place: first.place,
            second_place: column.place,
        });
    }
    found
}

fn of_column(
    a: &Side<'_>,
    first: &Table,
    column: &Column,
    b: &Side<'_>,
    second: &Table,
    other: &Column,
    found: &mut Vec<Difference>,
) {
    let mut say = |aspect, says: Option<(String, String)>| {
        if let Some((one, two)) = says {
            found.push(Difference {
                column: Some(column.name.clone()),
                aspect,
                first: Some(one),
                second: Some(two),
                first_place: column.place,
                second_place: other.place,
            });
        }
    };
    let quoted = |text: &str| format!("`{text}`");
    let types = column.ty.as_deref().zip(other.ty.as_deref());
    let differ = types.filter(|_| types::differ((first, column), (second, other)));
    say(Aspect::Type, differ.map(|(x, y)| (quoted(x), quoted(y))));
    let nulls = nullable(a, first, column).zip(nullable(b, second, other)).filter(|(x, y)| x != y);
    let in_words = |nullable: bool| if nullable { "may be NULL" } else { "NOT NULL" }.to_owned();
    say(Aspect::Nullability, nulls.map(|(x, y)| (in_words(x), in_words(y))));
    let defaults = column.default.as_deref().zip(other.default.as_deref());
    let defaults = defaults.filter(|(x, y)| types::default_key(x) != types::default_key(y));
    say(Aspect::Default, defaults.map(|(x, y)| (format!("default {x}"), format!("default {y}"))));
    let unique = unique(a, first, column).zip(unique(b, second, other)).filter(|(x, y)| x != y);
    let in_words = |unique: bool| if unique { "unique" } else { "not unique" }.to_owned();
    say(Aspect::Uniqueness, unique.map(|(x, y)| (in_words(x), in_words(y))));
    say(Aspect::Reference, references((a, first, column), (b, second, other)));
    let values = a.enum_of(first, column).zip(b.enum_of(second, other));
    let values = values.filter(|(x, y)| {
        let set = |values: &[String]| values.iter().map(|v| v.trim().to_owned()).collect::<HashSet<_>>();
        !x.values.is_empty() && !y.values.is_empty() && set(&x.values) != set(&y.values)
    });
    say(Aspect::Values, values.map(|(x, y)| only(&x.values, &y.values)));
}

/// The values that only one of two lists has.
fn only(first: &[String], second: &[String]) -> (String, String) {
    let list = |own: &[String], others: &[String]| {
        let own: Vec<String> = own.iter().filter(|v| !others.contains(v)).map(|v| format!("`{v}`")).collect();
        if own.is_empty() { "no further value".to_owned() } else { own.join(", ") }
    };
    (list(first, second), list(second, first))
}

fn is_key(table: &Table, column: &Column) -> bool {
    column.primary_key || table.primary_key.iter().any(|k| k.eq_ignore_ascii_case(&column.name))
}

/// Whether a column may be NULL, as far as that is said.
fn nullable(side: &Side<'_>, table: &Table, column: &Column) -> Option<bool> {
    if is_key(table, column) {
        return Some(false);
    }
    // A serial column fills itself and takes no NULL.
    let serial = column.ty.as_deref().is_some_and(|ty| ty.to_lowercase().contains("serial"));
    column.nullable.or_else(|| (side.complete && !serial).then_some(true))
}

fn unique(side: &Side<'_>, table: &Table, column: &Column) -> Option<bool> {
    let alone = column.unique || table.primary_key.len() == 1 && is_key(table, column);
    (alone || side.complete).then_some(alone)
}

/// The tables that a column refers to, and what each schema says of it.
fn references(
    (a, first, column): (&Side<'_>, &Table, &Column),
    (b, second, other): (&Side<'_>, &Table, &Column),
) -> Option<(String, String)> {
    let (one, two) = (keys_of(first, column), keys_of(second, other));
    let target = |key: &&ForeignKey| name_key(bare(&table_key(&key.references)));
    let in_words = |keys: &[&ForeignKey]| match keys.first() {
        Some(key) => {
            let action = key.on_delete.as_deref().map(|a| format!(" ON DELETE {a}")).unwrap_or_default();
            format!("refers to `{}`{action}", key.references)
        }
        None => "refers to no table".to_owned(),
    };
    let differ = match (one.first(), two.first()) {
        (None, None) => false,
        (Some(_), None) => b.complete,
        (None, Some(_)) => a.complete,
        (Some(x), Some(y)) => {
            let shared = one.iter().any(|key| two.iter().any(|other| target(key) == target(other)));
            let action = |key: &ForeignKey| key.on_delete.as_deref().map(|a| a.replace("NO ACTION", "RESTRICT"));
            !shared || matches!((action(x), action(y)), (Some(x), Some(y)) if x != y)
        }
    };
    differ.then(|| (in_words(&one), in_words(&two)))
}

fn keys_of<'t>(table: &'t Table, column: &Column) -> Vec<&'t ForeignKey> {
    table.foreign_keys.iter().filter(|k| k.column.eq_ignore_ascii_case(&column.name)).collect()
}

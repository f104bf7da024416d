//! Where a field of an answer comes from that is no column: a hash, a joined row, a count.

use super::facts::{EndpointFacts, refers_to};
use super::naming;
use super::words::words;
use crate::model::Table;

/// How such a field is made.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Derived<'a> {
    /// The column holds only its hash.
    Hashed(&'a str),
    /// A column of the row that a foreign key refers to.
    Joined { table: &'a str, column: &'a str, by: &'a str },
    /// The number of rows that refer to the row.
    Counted { table: &'a str, by: &'a str },
}

/// What the schema says of a field of the main table's answer.
pub(crate) fn of<'a>(facts: &EndpointFacts<'a>, main: &'a Table, name: &str) -> Option<Derived<'a>> {
    let key = naming::key(name);
    hashed(main, &key).or_else(|| joined(facts, main, &key)).or_else(|| counted(facts, main, &key))
}

fn hashed<'a>(main: &'a Table, key: &str) -> Option<Derived<'a>> {
    let holds = |column: &str| {
        let column = naming::key(column);
        words().hash_marks.iter().any(|mark| column == format!("{key}{mark}") || column == format!("{mark}{key}"))
    };
    main.columns.iter().find(|c| holds(&c.name)).map(|c| Derived::Hashed(&c.name))
}

/// `category_name` is `categories.name` of the row that `category_id` refers to.
fn joined<'a>(facts: &EndpointFacts<'a>, main: &'a Table, key: &str) -> Option<Derived<'a>> {
    main.foreign_keys.iter().find_map(|fk| {
        let by = naming::key(&fk.column);
        let own = key.strip_prefix(by.strip_suffix("id")?).filter(|own| !own.is_empty())?;
        let table = facts.project.schema.tables.iter().find(|table| refers_to(&fk.references, table))?;
        let column = table.columns.iter().find(|c| naming::key(&c.name) == own)?;
        Some(Derived::Joined { table: &table.name, column: &column.name, by: &fk.column })
    })
}

/// `members_count` counts the rows of `members` that refer to the row.
fn counted<'a>(facts: &EndpointFacts<'a>, main: &Table, key: &str) -> Option<Derived<'a>> {
    let rest = words().count_marks.iter().find_map(|mark| key.strip_suffix(mark).or_else(|| key.strip_prefix(mark)))?;
    let noun = naming::noun(rest);
    let referring = facts.project.schema.tables.iter().filter_map(|table| {
        let fk = table.foreign_keys.iter().find(|fk| refers_to(&fk.references, main))?;
        let own = naming::noun(table.bare_name());
        (noun.len() > 2 && own.ends_with(&noun)).then_some(Derived::Counted { table: &table.name, by: &fk.column })
    });
    let mut referring = referring;
    referring.next().filter(|_| referring.next().is_none())
}

//! Lines about tables that are defined elsewhere: relations, indexes, policies.

use super::Reader;
use super::entry::says_unique;
use crate::model::{Index, Policy};
use crate::read::blocks::Block;
use crate::read::schema::fact::{Constraint, Fact, Reference, is_identifier};
use crate::read::schema::phrase::{self, Link};
use crate::text::Place;

/// `orders.user_id → users.id`, `users (1) → (N) orders via user_id`.
pub(super) fn read(reader: &mut Reader<'_>, block: &Block) {
    let text = reader.text(block);
    let place = reader.place(block);
    for link in phrase::links(text) {
        match link {
            Link::Columns { from, to } => columns(reader, &from, &to, place),
            Link::Many { one, many, via } => {
                let Some(table) = reader.known(&many) else { continue };
                let column = via.rsplit('.').next().unwrap_or_default().to_owned();
                hint(reader, table, column, one, place);
            }
        }
    }
}

/// An arrow between two dotted names leads from the foreign key to the key, whichever way it is drawn.
fn columns(reader: &mut Reader<'_>, from: &str, to: &str, place: Place) {
    let split = |name: &str| name.rsplit_once('.').map(|(t, c)| (t.to_owned(), c.to_owned()));
    let (Some((left, left_column)), Some((right, right_column))) = (split(from), split(to)) else { return };
    let is_key = |column: &str| column.eq_ignore_ascii_case("id");
    let vendor = right.contains('.');
    if !is_key(&left_column) || vendor && is_key(&right_column) {
        if let Some(table) = reader.known(&left) {
            hint(reader, table, left_column, right, place);
        }
    } else if !is_key(&right_column)
        && let Some(table) = reader.known(&right)
    {
        hint(reader, table, right_column, left, place);
    }
}

fn hint(reader: &mut Reader<'_>, table: String, column: String, target: String, place: Place) {
    if is_identifier(&column) {
        let reference = Reference { target, hint: true, ..Reference::default() };
        let constraint = Constraint::ForeignKey { columns: vec![column], reference };
        reader.facts.push(Fact::Constraint { table, constraint, place });
    }
}

/// `` idx_orders_user ON orders(user_id) ``, `` Unique index on `email` in table `users` ``.
pub(super) fn index(reader: &mut Reader<'_>, block: &Block) {
    let text = reader.text(block);
    let place = reader.place(block);
    let unique = says_unique(text);
    let mut found = Vec::new();
    for (table, columns) in phrase::calls(text) {
        if let Some(table) = reader.known(&table) {
            found.push((table, columns));
        }
    }
    if found.is_empty() {
        let mut columns = phrase::first_list(text).unwrap_or_default();
        let names = phrase::code_names(text);
        let mut tables: Vec<String> = reader.subject().into_iter().collect();
        if columns.is_empty() {
            let is_column = |n: &String| is_identifier(n) && reader.known(n).is_none() && !is_index_name(n);
            columns = names.into_iter().filter(is_column).take(4).collect();
        }
        if tables.is_empty() {
            tables.extend(phrase::possible_names(text).iter().filter_map(|n| reader.known(n)));
            tables.dedup();
        }
        if !columns.is_empty() {
            found.extend(tables.into_iter().take(8).map(|t| (t, columns.clone())));
        }
    }
    for (table, columns) in found {
        let index = Index { columns, unique, place, ..Index::default() };
        // Not every index in a section on indexes is one of the database's: a key is none.
        if !phrase::starts_key(text) {
            reader.facts.push(Fact::Index { table, index });
        }
    }
}

/// Whether a name is one that indexes have.
fn is_index_name(name: &str) -> bool {
    let name = name.to_lowercase();
    let starts = ["idx", "ix_", "ux_", "uq_"].iter().any(|p| name.starts_with(p));
    starts || ["_idx", "_index", "_ux"].iter().any(|s| name.ends_with(s))
}

/// `` SELECT: `user_id = auth.uid()` `` below the name of a table.
pub(super) fn policy(reader: &mut Reader<'_>, block: &Block) {
    let text = reader.text(block);
    let place = reader.place(block);
    let named = || phrase::possible_names(text).iter().find_map(|n| reader.known(n));
    let Some(table) = reader.subject().or_else(named) else { return };
    let (front, rule) = text.split_once(':').unwrap_or(("", text));
    let verbs: Vec<&str> = front
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|w| matches!(*w, "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "ALL"))
        .collect();
    let rule = rule.replace(['`', '*'], "").trim().to_owned();
    if !rule.is_empty() && !rule.to_ascii_uppercase().starts_with("ENABLE") {
        let command = Some(verbs.join(", ")).filter(|c| !c.is_empty());
        let policy = Policy { name: None, command, rule, place };
        if policy.command.is_some() || text.contains('`') {
            reader.facts.push(Fact::Policy { table, policy });
        }
    }
}

//! Lines about tables that are defined elsewhere: relations, indexes, policies.

use super::entry::says_unique;
use super::{Reader, name};
use crate::model::{Index, Policy};
use crate::read::blocks::Block;
use crate::read::schema::fact::{Constraint, Fact, Reference, is_identifier};
use crate::read::schema::phrase::{self, Link};
use crate::text::Place;

/// `orders.user_id → users.id`, `users (1) → (N) orders via user_id`.
pub(super) fn read(reader: &mut Reader<'_>, block: &Block) {
    let text = reader.text(block);
    let place = reader.place(block);
    let links = phrase::links(text);
    if links.is_empty()
        && let Some(table) = reader.subject()
    {
        return own(reader, &table, text, place);
    }
    for link in links {
        match link {
            Link::Columns { from, to } => {
                let Some((table, column, target)) = key_side(&from, &to) else { continue };
                if let Some(table) = reader.known(&table) {
                    hint(reader, table, column, target, place);
                }
            }
            Link::Many { one, many, via } => {
                let Some(table) = reader.known(&many) else { continue };
                let column = via.rsplit('.').next().unwrap_or_default().to_owned();
                hint(reader, table, column, one, place);
            }
        }
    }
}

/// `` `user_id` → `users.id` `` below the name of a table.
fn own(reader: &mut Reader<'_>, table: &str, text: &str, place: Place) {
    let phrases = phrase::columns(text);
    let keys = phrases.into_iter().flat_map(|p| p.facts).chain(phrase::table_constraints(text));
    for mut constraint in keys {
        if let Constraint::ForeignKey { reference, .. } = &mut constraint {
            reference.hint = true;
            reader.facts.push(Fact::Constraint { table: table.to_owned(), constraint, place });
        }
    }
}

/// An arrow between two dotted names leads from the foreign key to the key, whichever way it is drawn:
/// table and column of the foreign key, and what it refers to.
pub(super) fn key_side(from: &str, to: &str) -> Option<(String, String, String)> {
    let (left, left_column) = from.rsplit_once('.')?;
    let (right, right_column) = to.rsplit_once('.')?;
    let is_key = |column: &str| column.eq_ignore_ascii_case("id");
    let side = |table: &str, column: &str, target: &str| Some((table.to_owned(), column.to_owned(), target.to_owned()));
    if !is_key(left_column) || right.contains('.') && is_key(right_column) {
        side(left, left_column, right)
    } else if !is_key(right_column) {
        side(right, right_column, left)
    } else {
        None
    }
}

fn hint(reader: &mut Reader<'_>, table: String, column: String, target: String, place: Place) {
    if is_identifier(&column) {
        let reference = Reference { target, hint: true, ..Reference::default() };
        let constraint = Constraint::ForeignKey { columns: vec![column], reference };
        reader.facts.push(Fact::Constraint { table, constraint, place });
    }
}

/// `` idx_orders_user ON orders(user_id) WHERE … ``, `` Unique index on `email` in table `users` ``.
pub(super) fn index(reader: &mut Reader<'_>, block: &Block) {
    let text = reader.text(block);
    // Not every line in a section on indexes is an index of the database's: a key is none.
    if phrase::starts_key(text) {
        return;
    }
    let place = reader.place(block);
    // `orders`: unique index on `number`; index on `buyer_id`
    for part in text.split("; ") {
        if !index_row(reader, part, place) {
            index_in(reader, part, place);
        }
    }
}

/// One index, or one of several tables that are named beside.
fn index_in(reader: &mut Reader<'_>, text: &str, place: Place) {
    let unique = says_unique(text);
    let (text, condition) = phrase::condition(text);
    let name = phrase::index_name(text);
    let mut found = Vec::new();
    for (table, columns) in phrase::calls(text) {
        if let Some(table) = reader.known(&table) {
            found.push((table, columns));
        }
    }
    if found.is_empty() {
        let mut columns = phrase::first_list(text).unwrap_or_default();
        let mut tables: Vec<String> = reader.subject().into_iter().collect();
        if columns.is_empty() {
            let names = phrase::code_names(text).into_iter();
            let is_index = |n: &String| phrase::is_index_name(n) || Some(n) == name.as_ref();
            // `` `UNIQUE INDEX` on `number` ``
            let is_keyword = |n: &String| *n == n.to_uppercase() && phrase::starts_constraint(n);
            let is_column =
                |n: &String| is_identifier(n) && reader.known(n).is_none() && !is_index(n) && !is_keyword(n);
            columns = names.filter(is_column).take(4).collect();
        }
        if tables.is_empty() {
            tables.extend(phrase::possible_names(text).iter().filter_map(|n| reader.known(n)));
            tables.dedup();
        }
        if tables.is_empty() {
            tables.extend(name.as_deref().and_then(|n| table_of_index(reader, n)));
        }
        if !columns.is_empty() {
            found.extend(tables.into_iter().take(8).map(|t| (t, columns.clone())));
        }
    }
    let within = phrase::within(text).filter(|_| unique);
    for (table, columns) in found {
        if let (Some(within), [column]) = (&within, columns.as_slice()) {
            let constraint = Constraint::UniqueWithin { column: column.clone(), within: within.clone() };
            reader.facts.push(Fact::Constraint { table, constraint, place });
            continue;
        }
        let (name, condition) = (name.clone(), condition.clone());
        let index = Index { name, columns, unique, condition, place, ..Index::default() };
        reader.facts.push(Fact::Index { table, index });
    }
}

/// `orders: buyer_id, number (UNIQUE per buyer)`: a table with the columns that have an index each.
fn index_row(reader: &mut Reader<'_>, text: &str, place: Place) -> bool {
    let Some(name) = name::in_title(text).filter(|n| n.leads) else { return false };
    let rest = text.get(name.span.end..).unwrap_or_default().trim_start_matches(['*', '`', ' ']);
    let (Some(table), Some(row)) = (reader.known(&name.text), rest.strip_prefix(':')) else { return false };
    let found = phrase::index_row(row.trim_end_matches('.'));
    for item in &found {
        let columns = item.columns.clone();
        if let ([column], false) = (columns.as_slice(), item.within.is_empty()) {
            let constraint = Constraint::UniqueWithin { column: column.clone(), within: item.within.clone() };
            reader.facts.push(Fact::Constraint { table: table.clone(), constraint, place });
        } else {
            let index = Index { columns, unique: item.unique, place, ..Index::default() };
            reader.facts.push(Fact::Index { table: table.clone(), index });
        }
    }
    !found.is_empty()
}

/// The table that an index is named after: `orders_number_idx`, `uq_orders_number`.
fn table_of_index(reader: &Reader<'_>, name: &str) -> Option<String> {
    let starts = std::iter::once(name).chain(name.split_once('_').map(|(_, rest)| rest));
    starts
        .flat_map(|start| start.rmatch_indices('_').filter_map(|(end, _)| start.get(..end)))
        .find_map(|n| reader.known(n))
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

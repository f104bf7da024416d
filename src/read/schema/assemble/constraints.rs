//! What holds for tables: constraints, indexes, policies, allowed values.

use std::collections::HashSet;

use super::{Assembly, is_vendors};
use crate::diagnostic::codes;
use crate::model::schema::table_key;
use crate::model::{EnumType, Index, Policy};
use crate::read::schema::fact::{Constraint, Fact, is_identifier};
use crate::read::schema::words::words;
use crate::text::Place;

impl Assembly {
    /// Takes in a fact about a table that should be defined by now.
    pub(super) fn refine(&mut self, fact: Fact) {
        match fact {
            Fact::Constraint { table, constraint, place } => {
                if let Some(at) = self.find_or_warn(&table, "constraint", place) {
                    self.constrain(at, constraint, place);
                }
            }
            Fact::Index { table, index } => {
                if let Some(at) = self.find_or_warn(&table, "index", index.place) {
                    self.add_index(at, index);
                }
            }
            Fact::Policy { table, policy } => {
                if let Some(at) = self.find_or_warn(&table, "policy", policy.place) {
                    self.add_policy(at, policy);
                }
            }
            Fact::Comment { table, column, text } => {
                let Some(at) = self.find(&table) else { return };
                match column {
                    Some(column) => {
                        if let Some(column) = self.column_mut(at, &column) {
                            column.description = column.description.take().or(Some(text));
                        }
                    }
                    None => {
                        if let Some(table) = self.schema.tables.get_mut(at) {
                            table.description = table.description.take().or(Some(text));
                        }
                    }
                }
            }
            Fact::More { table, place } => {
                if let Some(at) = self.find(&table)
                    && let Some(table) = self.schema.tables.get_mut(at)
                    && !(table.place.document == place.document && table.place.span.covers(place.span))
                {
                    table.more.push(place);
                }
            }
            _ => {}
        }
    }

    fn find_or_warn(&mut self, table: &str, what: &str, place: Place) -> Option<usize> {
        let found = self.find(table);
        // `ON table_name` in an example stands for any table.
        let placeholder = || words().is("label", table);
        if found.is_none()
            && !placeholder()
            && !is_vendors(&table_key(table))
            && !self.views.contains_key(&table_key(table))
        {
            let message = format!("this {what} is for the table `{table}`, which the plan does not define");
            self.warn(codes::UNKNOWN_TABLE, place, message, "check the name, or define the table");
        }
        found
    }

    fn add_policy(&mut self, at: usize, policy: Policy) {
        let command = policy.command.as_deref().unwrap_or_default();
        let key = policy.name.clone().unwrap_or_else(|| format!("{command} {}", policy.rule));
        if self.is_new(at, "policy", key)
            && let Some(table) = self.schema.tables.get_mut(at)
        {
            table.policies.push(policy);
        }
    }

    fn add_index(&mut self, at: usize, index: Index) {
        if index.unique && self.known_columns(at, &index.columns, index.place) {
            self.add_unique(at, index.columns.clone());
        }
        let key = index.name.clone().unwrap_or_else(|| format!("{:?} {:?}", index.columns, index.condition));
        if self.is_new(at, "index", key)
            && let Some(table) = self.schema.tables.get_mut(at)
        {
            table.indexes.push(index);
        }
    }

    fn constrain(&mut self, at: usize, constraint: Constraint, place: Place) {
        match constraint {
            Constraint::PrimaryKey(columns) => {
                if self.known_columns(at, &columns, place)
                    && let Some(table) = self.schema.tables.get_mut(at)
                    && table.primary_key.is_empty()
                {
                    table.primary_key = columns;
                }
            }
            Constraint::Unique(columns) => {
                if self.known_columns(at, &columns, place) {
                    self.add_unique(at, columns);
                }
            }
            Constraint::UniqueWithin { column, within } => {
                let others: Option<Vec<String>> = within.iter().map(|word| self.column_meant(at, word)).collect();
                if let Some(mut columns) = others.filter(|_| self.has_column(at, &column)) {
                    columns.retain(|other| !other.eq_ignore_ascii_case(&column));
                    columns.push(column);
                    self.add_unique(at, columns);
                }
            }
            Constraint::ForeignKey { columns, reference } => self.keys.push((at, columns, reference, place)),
            Constraint::Check(condition) => {
                if self.is_new(at, "check", condition.clone())
                    && let Some(table) = self.schema.tables.get_mut(at)
                {
                    table.checks.push(condition);
                }
            }
            Constraint::NotNull(column) => {
                if let Some(column) = self.column_mut(at, &column) {
                    column.nullable = Some(false);
                }
            }
            Constraint::Allowed { column, values } => self.allowed.push((at, column, values, place)),
        }
    }

    /// Whether a key over these columns can be of this table; says which of them is not.
    fn known_columns(&mut self, at: usize, columns: &[String], place: Place) -> bool {
        let Some(table) = self.schema.tables.get(at).filter(|t| !t.columns.is_empty()) else { return true };
        let name = table.name.clone();
        let plain = columns.iter().filter(|c| is_identifier(c));
        let unknown: Vec<String> = plain.clone().filter(|c| !self.has_column(at, c)).cloned().collect();
        let any = unknown.len() < plain.count() || columns.iter().any(|c| !is_identifier(c));
        // A single plain word is most likely one of a sentence about what is unique.
        if let Some(first) = unknown.first().filter(|first| any || first.contains('_')) {
            let message = format!("the table `{name}` has no column `{first}`");
            self.warn(codes::UNKNOWN_COLUMN, place, message, "add the column, or mend its name here");
        }
        any
    }

    /// The column that a word means: `user` is `user_id`.
    fn column_meant(&self, at: usize, word: &str) -> Option<String> {
        let names = [word.to_owned(), format!("{word}_id"), format!("{word}Id")];
        names.into_iter().find(|name| self.has_column(at, name))
    }

    fn add_unique(&mut self, at: usize, columns: Vec<String>) {
        if !columns.is_empty()
            && self.is_new(at, "unique", columns_key(&columns))
            && let Some(table) = self.schema.tables.get_mut(at)
        {
            table.unique.push(columns);
        }
    }

    /// Lists of values that belong to a column, unless the column's type is an enum of its own.
    pub(super) fn name_values(&mut self) {
        for (at, column, values, place) in std::mem::take(&mut self.allowed) {
            let Some(table) = self.schema.tables.get(at) else { continue };
            let index = self.columns.get(at).and_then(|map| map.get(&column.to_lowercase()));
            let Some(column) = index.and_then(|&i| table.columns.get(i)) else { continue };
            let typed = column.ty.as_deref().is_some_and(|ty| self.enums.contains_key(&table_key(ty)));
            let name = format!("{}.{}", table.name, column.name);
            if !typed && !values.is_empty() && !self.enums.contains_key(&table_key(&name)) {
                self.enums.insert(table_key(&name), self.schema.enums.len());
                self.schema.enums.push(EnumType { name, values, place, inline: true });
            }
        }
    }

    /// Brings keys and the marks on columns together.
    pub(super) fn settle(&mut self, at: usize) {
        let Some(table) = self.schema.tables.get_mut(at) else { return };
        if table.primary_key.is_empty() {
            table.primary_key = table.columns.iter().filter(|c| c.primary_key).map(|c| c.name.clone()).collect();
        }
        for column in &mut table.columns {
            column.primary_key = table.primary_key.iter().any(|k| k.eq_ignore_ascii_case(&column.name));
        }
        let mut unique: Vec<Vec<String>> = Vec::new();
        for column in table.columns.iter().filter(|c| c.unique) {
            if self.seen.insert((at, "unique", columns_key(std::slice::from_ref(&column.name)))) {
                unique.push(vec![column.name.clone()]);
            }
        }
        unique.append(&mut table.unique);
        let key = columns_key(&table.primary_key);
        unique.retain(|u| columns_key(u) != key);
        let alone: HashSet<String> = unique.iter().filter(|u| u.len() == 1).map(|u| columns_key(u)).collect();
        for column in &mut table.columns {
            column.unique = alone.contains(&columns_key(std::slice::from_ref(&column.name)));
        }
        table.unique = unique;
        if table.columns.is_empty() && !self.dropped.contains(&at) {
            let (name, place) = (table.name.clone(), table.place);
            let message = format!("no columns were found for the table `{name}`");
            self.warn(codes::NO_COLUMNS, place, message, "list its columns with their types below its name");
        }
    }
}

/// The form that two lists of the same columns share.
fn columns_key(columns: &[String]) -> String {
    let mut keys: Vec<String> = columns.iter().map(|c| c.to_lowercase().replace(' ', "")).collect();
    keys.sort_unstable();
    keys.join(",")
}

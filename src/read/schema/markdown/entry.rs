//! Bullets and lines inside a scope: columns, constraints, values.

use super::scope::{self, Kind};
use super::{Reader, name, relation};
use crate::model::EnumType;
use crate::read::blocks::{Block, BlockKind};
use crate::read::schema::fact::{Constraint, Fact};
use crate::read::schema::phrase::{self, ColumnPhrase};
use crate::read::schema::words::words;
use crate::text::Place;

/// Whether a phrase is a column and no sentence or constraint.
pub(super) fn is_acceptable(phrase: &ColumnPhrase) -> bool {
    if phrase::is_index_name(&phrase.column.name) && !phrase.known_type {
        return false;
    }
    let lists = phrase.facts.iter().any(|fact| match fact {
        Constraint::Unique(_) | Constraint::PrimaryKey(_) => true,
        Constraint::ForeignKey { columns, .. } => *columns != [phrase.column.name.clone()],
        _ => false,
    });
    let lower =
        phrase.column.name.starts_with(|c: char| c.is_lowercase() || c == '_') || phrase.column.name.contains('_');
    let typed = phrase.known_type && (phrase.code || lower || !phrase.sentence);
    let named = phrase.code || lower;
    typed
        || (!lists || phrase.column.ty.is_some()) && named && phrase.modified
        || phrase.column.ty.is_some() && phrase.code && !phrase.sentence
}

impl Reader<'_> {
    /// Takes in columns of the table or view that the scope speaks of.
    pub(super) fn columns(&mut self, phrases: Vec<ColumnPhrase>, place: Place) {
        let Some(table) = self.subject() else { return };
        let is_view = self.scopes.iter().any(|s| s.kind == Kind::View && s.subject.as_ref() == Some(&table));
        for mut phrase in phrases {
            phrase.column.place = place;
            if is_view {
                let columns = vec![phrase.column];
                self.facts.push(Fact::View { name: table.clone(), columns, place });
            } else {
                self.facts.push(Fact::Column {
                    table: table.clone(),
                    column: Box::new(phrase.column),
                    facts: phrase.facts,
                });
            }
        }
    }

    /// Takes in constraints of the table that the scope speaks of.
    pub(super) fn constraints(&mut self, text: &str, place: Place) {
        let Some(table) = self.subject() else { return };
        for constraint in phrase::table_constraints(text) {
            self.facts.push(Fact::Constraint { table: table.clone(), constraint, place });
        }
    }

    /// Reads a bullet in a scope that is about one thing.
    pub(super) fn entry(&mut self, at: usize, block: &Block, rank: usize) {
        let text = self.text(block);
        let place = self.place(block);
        let kind = self.kind();
        match kind {
            Kind::Define | Kind::View | Kind::Columns => self.definition(at, block, rank),
            Kind::Column => self.more_of_columns(block, rank),
            Kind::Constraints => self.constraints(text, place),
            Kind::Enums => {
                let name = name::in_title(text).filter(|n| n.leads);
                enum_value(self, block, text);
                self.open(rank, Kind::Enum, name.map(|n| n.text));
            }
            Kind::Enum => value_of_enum(self, block),
            Kind::Indexes | Kind::Policies | Kind::Relations => {
                if kind == Kind::Relations {
                    relation::read(self, block);
                    return;
                }
                let name = name::in_title(text).filter(|n| n.leads).and_then(|n| self.known(&n.text));
                let subject = name.or_else(|| self.subject());
                self.open(rank, kind, subject);
                if kind == Kind::Indexes {
                    relation::index(self, block);
                } else {
                    relation::policy(self, block);
                }
            }
            _ => {
                // Assumptions and notes may list the enums of the plan too.
                if let Some((Kind::Enums, "")) = scope::caption(text) {
                    self.open(rank, Kind::Enums, None);
                }
            }
        }
    }

    /// A bullet in the definition of a table or view.
    fn definition(&mut self, _at: usize, block: &Block, rank: usize) {
        let text = self.text(block);
        let place = self.place(block);
        let kind = self.kind();
        let subject = self.subject();
        if kind == Kind::Columns {
            let list = phrase::column_row(text);
            if !list.is_empty() {
                // The row may go on in the next line.
                self.columns(list, place);
                return self.open(rank, Kind::Columns, subject);
            }
        }
        let phrases = self.ahead.take(block);
        if phrases.first().is_some_and(is_acceptable) {
            let names = phrases.iter().map(|p| p.column.name.clone()).collect();
            self.columns(phrases, place);
            return self.open_columns(rank, names);
        }
        if let Some((part, value)) = scope::caption(text) {
            let part = if part == Kind::Tables { kind } else { part };
            self.open(rank, part, subject);
            self.behind_caption(part, value, block);
            return;
        }
        let bare = phrases.first().is_some_and(|p| p.bare && p.code);
        if matches!(kind, Kind::View | Kind::Columns) && !phrase::starts_constraint(text) || bare {
            let names = phrase::name_row(text);
            if !names.is_empty() {
                self.columns(names, place);
                return self.open(rank, Kind::Notes, subject);
            }
        }
        if phrase::starts_constraint(text) {
            self.constraints(text, place);
        }
        let group = text.trim_end().trim_end_matches('*').ends_with(':');
        self.open(rank, if group { kind } else { Kind::Notes }, subject);
    }

    /// Opens what is said below a bullet of columns.
    fn open_columns(&mut self, rank: usize, columns: Vec<String>) {
        self.open(rank, Kind::Column, self.subject());
        if let Some(scope) = self.scopes.last_mut() {
            scope.columns = columns;
        }
    }

    /// A bullet below that of a column: `FK → orders.id`, `what it is for, NOT NULL`.
    fn more_of_columns(&mut self, block: &Block, rank: usize) {
        self.say_of_columns(block);
        // What lies below that is an example or a part of a value.
        self.open(rank, Kind::Notes, self.subject());
    }

    /// What a bullet or line below columns says of them.
    fn say_of_columns(&mut self, block: &Block) {
        let names = self.scopes.last().map(|s| s.columns.clone()).unwrap_or_default();
        let (text, place) = (self.text(block), self.place(block));
        // A column of its own is a part of what the column above holds.
        let part = self.ahead.is_typed(block) == Some(true);
        let unreal = |s: &str| words().says("negated", s) || words().says("hypothetical", s);
        for sentence in text.split(". ").filter(|s| !part && !unreal(s)) {
            self.columns(names.iter().map(|name| phrase::more_of_column(name, sentence)).collect(), place);
        }
    }

    /// What stands behind a caption on its own line: `Columns: a uuid, b text`.
    fn behind_caption(&mut self, part: Kind, value: &str, block: &Block) {
        if value.is_empty() {
            return;
        }
        let place = self.place(block);
        match part {
            Kind::Columns => self.columns(phrase::column_list(value), place),
            Kind::Constraints => self.constraints(self.text(block), place),
            Kind::Indexes => relation::index(self, block),
            Kind::Policies => relation::policy(self, block),
            _ => {}
        }
    }

    /// A line that is no title.
    pub(super) fn paragraph(&mut self, _at: usize, block: &Block) {
        let text = self.text(block);
        let place = self.place(block);
        match self.kind() {
            Kind::Define | Kind::View | Kind::Columns => {
                let row = if self.kind() == Kind::Columns { phrase::column_row(text) } else { Vec::new() };
                if !row.is_empty() {
                    return self.columns(row, place);
                }
                let phrases = self.ahead.take(block);
                if phrases.first().is_some_and(|p| p.known_type && (p.modified || p.short) && is_acceptable(p)) {
                    self.columns(phrases, place);
                } else if words().says("hypothetical", text) {
                    // What one might add is not there.
                } else if let Some((part, value)) = scope::caption(text) {
                    self.behind_caption(part, value, block);
                } else if phrase::starts_constraint(text) {
                    self.constraints(text, place);
                }
            }
            // The bullet of a column goes on in the next line.
            Kind::Column => self.say_of_columns(block),
            Kind::Constraints if phrase::starts_constraint(text) || text.trim_start().starts_with('`') => {
                self.constraints(text, place);
            }
            Kind::Enum => value_of_enum(self, block),
            Kind::Enums => enum_value(self, block, text),
            Kind::Indexes => relation::index(self, block),
            Kind::Policies => relation::policy(self, block),
            Kind::Relations => relation::read(self, block),
            _ => {}
        }
    }
}

/// `` `order_status`: `open`, `paid` ``: a named enum in one line.
pub(super) fn enum_value(reader: &mut Reader<'_>, block: &Block, text: &str) {
    let Some(name) = name::in_title(text).filter(|n| n.leads) else { return };
    let rest = text.get(name.span.end..).unwrap_or_default();
    let mut values = phrase::listed_values(rest);
    if values.is_empty() && name.strong {
        values.extend(phrase::single_value(rest));
    }
    if values.len() > 1 || !values.is_empty() && (rest.contains('\'') || name.strong && !rest.contains('`')) {
        let place = reader.place(block);
        reader.facts.push(Fact::Enum(EnumType { name: name.text, values, place, inline: false }));
    }
}

/// A line with the values of the enum that the scope speaks of, or a bullet with one of them.
fn value_of_enum(reader: &mut Reader<'_>, block: &Block) {
    let Some(name) = reader.subject() else { return };
    let text = reader.text(block);
    let place = reader.place(block);
    let is_item = matches!(block.kind, BlockKind::Item { .. });
    // ``- `size`: `s`, `m` `` below the SQL of another enum is one of its own.
    if is_item && text.trim_start_matches('*').starts_with('`') && !phrase::value_row(text).is_empty() {
        return enum_value(reader, block, text);
    }
    let mut values = Vec::new();
    if phrase::is_values_line(text) {
        values.extend(phrase::listed_values(text));
    } else if is_item && let Some(value) = phrase::leading_value(text) {
        values.push(value);
    } else {
        let row = phrase::value_row(text);
        if row.is_empty() {
            return;
        }
        values.extend(row);
    }
    match reader.facts.last_mut() {
        // The list goes on.
        Some(Fact::Enum(list)) if list.name == name => list.values.extend(values),
        _ => reader.facts.push(Fact::Enum(EnumType { name, values, place, inline: false })),
    }
}

/// A fence without a language whose lines are columns.
pub(super) fn plain_fence(reader: &mut Reader<'_>, block: &Block) {
    if !matches!(reader.kind(), Kind::Define | Kind::Columns) {
        return;
    }
    let start = block.text.start;
    let text = reader.outline.slice(block.text);
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim().trim_start_matches(['-', '*', '•', ' ']).trim_end_matches(',');
        let phrases = phrase::columns(inner);
        let place = reader.source.place(crate::text::Span::new(start + offset, start + offset + line.trim_end().len()));
        if phrases.first().is_some_and(|p| p.known_type && is_acceptable(p)) {
            reader.columns(phrases, place);
        } else if phrase::starts_constraint(inner) {
            reader.constraints(inner, place);
        }
        offset += line.len();
    }
}

/// Whether a text speaks of something unique.
pub(super) fn says_unique(text: &str) -> bool {
    words().says("unique", text)
}

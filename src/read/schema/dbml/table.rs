//! Tables: columns with their settings, indexes, checks, notes, and parts of other tables.

use std::collections::HashMap;

use super::{Definition, Kind, Reader};
use crate::model::{Column, Index};
use crate::read::schema::fact::{Constraint, Fact};
use crate::read::schema::token::{Token, lines, pieces};

/// The columns of a table in their order.
#[derive(Default)]
struct Columns {
    list: Vec<Column>,
    /// Where each stands in the list, and whether it stands in the table itself and not in a part.
    by_name: HashMap<String, (usize, bool)>,
}

impl Columns {
    /// Adds a column. What the table itself says wins over its parts, a later part over an earlier one.
    fn add(&mut self, new: Column, own: bool) {
        let known = self.by_name.get(&new.name).copied().filter(|(_, old)| !(*old && own));
        match known.and_then(|(at, old)| Some((self.list.get_mut(at)?, at, old))) {
            Some((_, _, true)) => {}
            Some((column, at, false)) => {
                self.by_name.insert(new.name.clone(), (at, own));
                *column = new;
            }
            None => {
                self.by_name.insert(new.name.clone(), (self.list.len(), own));
                self.list.push(new);
            }
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn table(&mut self, name: String, next: usize, definition: &Definition, body: (usize, usize)) {
        let place = self.place(definition.start, definition.end);
        let brackets = (next..definition.head).find(|&i| self.is(i, "["));
        let settings = brackets.map(|open| self.settings(open)).unwrap_or_default();
        let note = settings.iter().find(|(key, _)| key == "note").and_then(|(_, value)| self.string(*value));
        let mut columns = Columns::default();
        let at = self.facts.len();
        let note = self.body(&name, body, &mut columns, true).or(note);
        for column in columns.list {
            if column.primary_key {
                self.keys.insert(name.clone(), (column.name.clone(), column.ty.clone()));
            }
            self.facts.push(Fact::Column { table: name.clone(), column: Box::new(column), facts: Vec::new() });
        }
        self.facts.insert(at, Fact::Table { name, description: note, place });
    }

    /// Reads what stands in the braces; gives the table's note.
    fn body(&mut self, table: &str, body: (usize, usize), columns: &mut Columns, own: bool) -> Option<String> {
        let mut note = None;
        for (start, end) in lines(&self.tokens, body.0, body.1) {
            let block = |reader: &Self| {
                let close = reader.token(start + 1).filter(|t| t.is("{")).map(|t| t.pair);
                close.filter(|&close| close > start + 1).map(|close| (start + 2, close))
            };
            if self.says(start, "note") && self.is(start + 1, ":") {
                note = self.string((start + 2, end));
            } else if self.says(start, "note") && self.is(start + 1, "{") {
                let texts = block(self).map(|(from, to)| from..to).unwrap_or_default();
                note = texts.into_iter().find_map(|i| self.token(i).and_then(Token::string));
            } else if self.says(start, "indexes") && self.is(start + 1, "{") {
                for line in block(self).map(|(from, to)| lines(&self.tokens, from, to)).unwrap_or_default() {
                    self.index(table, line);
                }
            } else if self.says(start, "checks") && self.is(start + 1, "{") {
                for (from, to) in block(self).map(|(from, to)| lines(&self.tokens, from, to)).unwrap_or_default() {
                    if let Some(condition) = self.string((from, to)) {
                        let (constraint, place) = (Constraint::Check(condition), self.place(from, to));
                        self.facts.push(Fact::Constraint { table: table.to_owned(), constraint, place });
                    }
                }
            } else if self.is(start, "~") {
                self.partial(table, (start, end), columns, own);
            } else if let Some(column) = self.column(table, start, end) {
                columns.add(column, own);
            } else {
                let help = "write a column as `name type [settings]`";
                self.warn(start, end, "is no column; it is left out", help);
            }
        }
        note
    }

    /// `~timestamps` puts the lines of a partial table here.
    fn partial(&mut self, table: &str, (start, end): (usize, usize), columns: &mut Columns, own: bool) {
        let named = self.path(start + 1, end).and_then(|(name, _)| self.partials.get(&name).copied());
        match named {
            // A part holds no other parts, so that none can hold itself.
            Some(body) if own => {
                self.body(table, body, columns, false);
            }
            _ => self.warn(start, end, "names no TablePartial; it is left out", "define it, or mend its name here"),
        }
    }

    /// `name type [settings]`
    fn column(&mut self, table: &str, start: usize, end: usize) -> Option<Column> {
        let name = self.token(start)?.name()?;
        let brackets = (start + 1..end).find(|&i| self.is(i, "[") && !self.is_array(i));
        let type_end = brackets.unwrap_or(end);
        let mut column = Column { name: name.clone(), place: self.place(start, end), ..Column::default() };
        // Before settings stood in brackets, these two stood behind the type.
        let mut last = type_end;
        while let Some(token) = self.token(last - 1).filter(|_| last > start + 2) {
            match token.text.to_ascii_lowercase().as_str() {
                "pk" => column.primary_key = true,
                "unique" => column.unique = true,
                _ => break,
            }
            last -= 1;
        }
        let ty = self.written(start + 1, last);
        column.ty = Some(ty.replace('"', "")).filter(|ty| !ty.is_empty());
        if column.ty.is_none() {
            self.warn(start, end, "has no type; it was read as a column without one", "write a type behind the name");
        }
        for (key, value) in brackets.map(|open| self.settings(open)).unwrap_or_default() {
            match key.as_str() {
                "pk" | "primary key" => column.primary_key = true,
                "not null" => column.nullable = Some(false),
                "null" => column.nullable = Some(true),
                "unique" => column.unique = true,
                "increment" => column.default = column.default.or_else(|| Some("increment".to_owned())),
                "default" => {
                    let written = self.written(value.0, value.1);
                    column.default = Some(written.trim_matches('`').to_owned()).filter(|d| !d.is_empty());
                }
                "note" => column.description = self.string(value),
                "check" => column.check = self.string(value),
                "ref" => self.inline_reference(table, &name, value),
                _ => {}
            }
        }
        Some(column)
    }

    /// `text[]` and `int[3]` are types; any other brackets hold settings.
    fn is_array(&self, open: usize) -> bool {
        let Some(close) = self.token(open).map(|t| t.pair) else { return false };
        let inner = self.written(open + 1, close).trim();
        let adjacent =
            open.checked_sub(1).and_then(|i| self.token(i)).map(|t| t.end) == self.token(open).map(|t| t.start);
        close > open && adjacent && inner.chars().all(|c| c.is_ascii_digit())
    }

    /// `(a, b) [unique, name: 'x']`
    fn index(&mut self, table: &str, (start, end): (usize, usize)) {
        let (parts, next) = match self.token(start) {
            Some(open) if open.is("(") && open.pair > start => {
                (pieces(&self.tokens, start + 1, open.pair), open.pair + 1)
            }
            Some(_) => (vec![(start, start + 1)], start + 1),
            None => return,
        };
        let mut columns = Vec::new();
        for (from, _) in parts {
            let Some(token) = self.token(from).filter(|t| t.kind != Kind::Symbol) else { continue };
            columns.extend(token.name().or_else(|| token.string()));
        }
        if columns.is_empty() {
            return self.warn(start, end, "names no column; the index is left out", "write `(a, b) [unique]`");
        }
        let mut index = Index { columns, place: self.place(start, end), ..Index::default() };
        let brackets = (next..end).find(|&i| self.is(i, "["));
        for (key, value) in brackets.map(|open| self.settings(open)).unwrap_or_default() {
            match key.as_str() {
                "pk" | "primary key" => {
                    let constraint = Constraint::PrimaryKey(index.columns);
                    self.facts.push(Fact::Constraint { table: table.to_owned(), constraint, place: index.place });
                    return;
                }
                "unique" => index.unique = true,
                "name" => index.name = self.string(value),
                "type" => index.method = Some(self.written(value.0, value.1).to_lowercase()),
                _ => {}
            }
        }
        self.facts.push(Fact::Index { table: table.to_owned(), index });
    }
}

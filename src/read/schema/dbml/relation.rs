//! References between tables: `Ref: a.x > b.y`, `[ref: > b.y]`, and tables between two that have many
//! of each other.

use super::Reader;
use crate::model::Column;
use crate::read::schema::fact::{Constraint, Fact, Reference};
use crate::read::schema::token::{Token, lines, pieces};
use crate::text::Place;

/// A reference between two tables, resolved once all keys are known.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    left: End,
    right: End,
    kind: Kind,
    /// Whether the left end is the column that it is written at.
    inline: bool,
    on_delete: Option<String>,
    place: Place,
}

#[derive(Debug, Clone)]
struct End {
    table: String,
    columns: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `>`
    ManyToOne,
    /// `<`
    OneToMany,
    /// `-`
    OneToOne,
    /// `<>`
    ManyToMany,
}

const HELP: &str = "write `Ref: orders.customer_id > customers.id`";

impl Reader<'_, '_> {
    /// `Ref name: …` and `Ref name { … }`.
    pub(super) fn references(&mut self, start: usize, head: usize, body: Option<(usize, usize)>) {
        if let Some((from, to)) = body {
            for (start, end) in lines(&self.tokens, from, to) {
                self.reference(start, start, end);
            }
            return;
        }
        match (start..head).find(|&i| self.is(i, ":")) {
            Some(colon) => self.reference(start, colon + 1, head),
            None => self.warn(start, head, "is no reference; it is left out", HELP),
        }
    }

    /// `a.x > b.y [delete: cascade]`
    fn reference(&mut self, start: usize, from: usize, to: usize) {
        let read = self.end(from, to).and_then(|(left, next)| {
            let (kind, next) = self.operator(next, to)?;
            let (right, next) = self.end(next, to)?;
            Some((left, kind, right, next))
        });
        let Some((left, kind, right, next)) = read else {
            return self.warn(start, to, "is no reference; it is left out", HELP);
        };
        let settings = (next..to).find(|&i| self.is(i, "[")).map(|open| self.settings(open)).unwrap_or_default();
        let deleted = settings.iter().find(|(key, _)| key == "delete");
        let on_delete = deleted.map(|(_, (from, to))| self.written(*from, *to).to_uppercase());
        let place = self.place(start, to);
        self.relations.push(Relation { left, right, kind, inline: false, on_delete, place });
    }

    /// `> b.y`, written at a column.
    pub(super) fn inline_reference(&mut self, table: &str, column: &str, (from, to): (usize, usize)) {
        let read = self.operator(from, to).and_then(|(kind, next)| {
            // A lone column is one of the table itself.
            let own = || {
                let (column, _) = self.path(next, to)?;
                Some(End { table: table.to_owned(), columns: vec![column] })
            };
            Some((kind, self.end(next, to).map(|(end, _)| end).or_else(own)?))
        });
        let Some((kind, right)) = read else {
            return self.warn(from, to, "is no reference; it is left out", "write `[ref: > customers.id]`");
        };
        let left = End { table: table.to_owned(), columns: vec![column.to_owned()] };
        let place = self.place(from, to);
        self.relations.push(Relation { left, right, kind, inline: true, on_delete: None, place });
    }

    /// `schema.table.column` or `schema.table.(a, b)`; and the token after it.
    fn end(&self, at: usize, to: usize) -> Option<(End, usize)> {
        let (path, next) = self.path(at, to)?;
        if self.is(next, ".") && self.is(next + 1, "(") {
            let close = self.token(next + 1)?.pair;
            let columns = pieces(&self.tokens, next + 2, close);
            let columns = columns.into_iter().filter_map(|(i, _)| self.token(i).and_then(Token::name)).collect();
            return Some((End { table: self.real_name(path), columns }, close + 1));
        }
        // A quoted name may hold a dot, so the column is found by its token.
        let column = self.token(next - 1)?.name()?;
        let table = path.strip_suffix(&column)?.strip_suffix('.')?;
        Some((End { table: self.real_name(table.to_owned()), columns: vec![column] }, next))
    }

    /// `>`, `<`, `-`, `<>`, each with `?` for a side that may be missing.
    fn operator(&self, at: usize, to: usize) -> Option<(Kind, usize)> {
        let mut marks = String::new();
        let mut next = at;
        while next < to && ["<", ">", "-", "?"].iter().any(|mark| self.is(next, mark)) {
            marks.push_str(self.token(next)?.text);
            next += 1;
        }
        let kind = match marks.replace('?', "").as_str() {
            ">" => Kind::ManyToOne,
            "<" => Kind::OneToMany,
            "-" => Kind::OneToOne,
            "<>" => Kind::ManyToMany,
            _ => return None,
        };
        Some((kind, next))
    }

    /// Makes foreign keys of all references.
    pub(super) fn relate(&mut self) {
        for relation in std::mem::take(&mut self.relations) {
            let Relation { left, right, kind, inline, on_delete, place } = relation;
            let (holder, target) = match kind {
                Kind::ManyToOne => (left, right),
                Kind::OneToMany => (right, left),
                Kind::OneToOne if self.left_holds(&left, &right, inline) => (left, right),
                Kind::OneToOne => (right, left),
                Kind::ManyToMany => {
                    self.join_table(&left, &right, place);
                    continue;
                }
            };
            self.foreign_key(holder.table.clone(), holder.columns, target, on_delete, place);
        }
    }

    fn foreign_key(
        &mut self,
        table: String,
        columns: Vec<String>,
        target: End,
        on_delete: Option<String>,
        place: Place,
    ) {
        let reference = Reference { target: target.table, columns: target.columns, on_delete, hint: false };
        let constraint = Constraint::ForeignKey { columns, reference };
        self.facts.push(Fact::Constraint { table, constraint, place });
    }

    /// Of two columns with one row each, the one that is no key refers to the one that is.
    fn left_holds(&self, left: &End, right: &End, inline: bool) -> bool {
        let is_key = |end: &End| self.keys.get(&end.table).is_some_and(|(key, _)| end.columns == [key.as_str()]);
        match (is_key(left), is_key(right)) {
            (false, true) => true,
            (true, false) => false,
            _ => inline,
        }
    }

    /// The table that the language's own tools make between two: `authors_books`.
    fn join_table(&mut self, left: &End, right: &End, place: Place) {
        let bare = |end: &End| end.table.rsplit('.').next().unwrap_or_default().to_owned();
        let schema = left.table.rsplit_once('.').map(|(schema, _)| format!("{schema}.")).unwrap_or_default();
        let table = format!("{schema}{}_{}", bare(left), bare(right));
        if self.tables.contains(&table) {
            // The plan itself says what stands between the two.
            return;
        }
        self.facts.push(Fact::Table { name: table.clone(), description: None, place });
        let mut all = Vec::new();
        for (end, twice) in [(left, ""), (right, if left.table == right.table { "_2" } else { "" })] {
            let columns: Vec<String> = end.columns.iter().map(|c| format!("{}_{c}{twice}", bare(end))).collect();
            for column in &columns {
                let key = self.keys.get(&end.table).filter(|(key, _)| end.columns == [key.as_str()]);
                let ty = key.and_then(|(_, ty)| ty.clone());
                let column = Column { name: column.clone(), ty, nullable: Some(false), place, ..Column::default() };
                self.facts.push(Fact::Column { table: table.clone(), column: Box::new(column), facts: Vec::new() });
            }
            all.extend(columns.iter().cloned());
            self.foreign_key(table.clone(), columns, end.clone(), None, place);
        }
        let constraint = Constraint::PrimaryKey(all);
        self.facts.push(Fact::Constraint { table, constraint, place });
    }
}

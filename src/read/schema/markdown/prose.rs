//! Plans that only talk about their tables: ``**orders**: what was bought, with the `number` of each``.
//!
//! Such a plan has no types and few columns; what it names in passing is all there is.

use super::name;
use super::scope::{self, Kind};
use crate::model::{Column, Index};
use crate::read::blocks::{BlockKind, Outline};
use crate::read::schema::fact::{Constraint, Fact, Reference, is_identifier};
use crate::read::schema::phrase;
use crate::read::schema::words::words;
use crate::text::{Place, Source};

/// Reads a plan in which no column was found anywhere.
pub(super) fn read(source: &Source, outline: &Outline, facts: &mut Vec<Fact>) {
    let lines = lines(source, outline);
    let mut tables: Vec<String> = Vec::new();
    for line in &lines {
        if let Some(table) = line.announced.as_ref().filter(|t| !tables.contains(t)) {
            facts.push(Fact::Table { name: table.clone(), description: None, place: line.place });
            tables.push(table.clone());
        }
    }
    if !tables.is_empty() {
        let mut prose = Prose { tables: &tables, facts };
        for line in &lines {
            prose.line(line);
        }
    }
}

/// A line of the plan outside of what it rejects.
struct Line<'a> {
    text: &'a str,
    place: Place,
    /// The table that the line introduces.
    announced: Option<String>,
}

fn lines<'a>(source: &Source, outline: &'a Outline) -> Vec<Line<'a>> {
    /// A plan that only talks is short.
    const MOST: usize = 2_000;
    let mut kind = None;
    let mut lines = Vec::new();
    for block in outline.blocks.iter().take(MOST) {
        let text = outline.text_of(block);
        let place = source.place(block.span);
        match block.kind {
            BlockKind::Heading { .. } => kind = scope::section_of(text, None),
            BlockKind::Item { .. } | BlockKind::Line if !matches!(kind, Some(Kind::Removed | Kind::Future)) => {
                let name = name::in_title(text).filter(|n| n.leads && text.starts_with(['*', '`']));
                let name = name.filter(|n| !n.remark.is_empty() && kind == Some(Kind::Tables));
                let kept = name.filter(|n| is_identifier(&n.text) && n.text == n.text.to_lowercase());
                let announced = kept.filter(|_| !words().says("vendor", text) && !words().says("negated", text));
                let announced = announced.map(|n| n.text);
                if announced.is_some() {
                    lines.push(Line { text, place, announced });
                } else {
                    // Each sentence may speak of another table.
                    lines.extend(text.split("; ").flat_map(|part| part.split(". ")).map(|text| Line {
                        text,
                        place,
                        announced: None,
                    }));
                }
            }
            _ => {}
        }
    }
    lines
}

struct Prose<'a> {
    tables: &'a [String],
    facts: &'a mut Vec<Fact>,
}

impl Prose<'_> {
    fn is_table(&self, name: &str) -> bool {
        self.tables.iter().any(|t| t == name)
    }

    fn column(&mut self, table: &str, name: &str, ty: Option<String>, place: Place) {
        if is_identifier(name) && !self.is_table(name) && !phrase::is_type(name) {
            let column = Column { name: name.to_owned(), ty, place, ..Column::default() };
            self.facts.push(Fact::Column { table: table.to_owned(), column: Box::new(column), facts: Vec::new() });
        }
    }

    fn line(&mut self, line: &Line<'_>) {
        let names = phrase::code_names(line.text);
        let spoken = names.iter().find(|n| self.is_table(n)).cloned();
        let own = line.announced.clone();
        for (table, columns) in phrase::calls(line.text) {
            if self.is_table(&table) {
                for column in &columns {
                    self.column(&table, column, None, line.place);
                }
                let index = Index { columns, place: line.place, ..Index::default() };
                self.facts.push(Fact::Index { table, index });
            }
        }
        for (at, dotted) in names.iter().enumerate() {
            let Some((table, column)) = dotted.split_once('.').filter(|(t, _)| self.is_table(t)) else { continue };
            self.column(table, column, None, line.place);
            // A foreign key goes from `a.x` to `b.y`.
            if let Some(target) = names.get(at + 1).filter(|n| n.contains('.') && words().says("references", line.text))
            {
                let reference = Reference { target: target.clone(), ..Reference::default() };
                self.foreign_key(table, column, reference, line.place);
            }
        }
        let Some(table) = own.clone().or(spoken) else { return };
        for typed in typed_spans(line.text) {
            self.column(&table, &typed.name, typed.ty, line.place);
        }
        for constraint in phrase::table_constraints(line.text) {
            if let Constraint::Unique(columns) | Constraint::PrimaryKey(columns) = &constraint {
                for column in columns {
                    self.column(&table, column, None, line.place);
                }
                self.facts.push(Fact::Constraint { table: table.clone(), constraint, place: line.place });
            }
        }
        if own.is_some() {
            let joins = words().says("join", line.text);
            for name in names.iter().filter(|n| **n != table) {
                if !self.is_table(name) {
                    self.column(&table, name, None, line.place);
                } else if joins {
                    let column = format!("{}_id", singular(name));
                    self.column(&table, &column, None, line.place);
                    let reference = Reference { target: name.clone(), ..Reference::default() };
                    self.foreign_key(&table, &column, reference, line.place);
                }
            }
        }
    }

    fn foreign_key(&mut self, table: &str, column: &str, reference: Reference, place: Place) {
        let constraint = Constraint::ForeignKey { columns: vec![column.to_owned()], reference };
        self.facts.push(Fact::Constraint { table: table.to_owned(), constraint, place });
    }
}

/// Code spans that are a column with its type: `` `tags text[]` ``.
fn typed_spans(text: &str) -> Vec<Column> {
    let spans = text.split('`').skip(1).step_by(2);
    spans.filter_map(phrase::column).filter(|p| p.known_type && !p.sentence).map(|p| p.column).collect()
}

/// The stem that a foreign key is named after.
fn singular(name: &str) -> String {
    match (name.strip_suffix("ies"), name.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) => stem.to_owned(),
        (None, None) => name.to_owned(),
    }
}

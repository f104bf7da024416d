//! Plans that only talk about their tables.
//!
//! A planning summary names tables in sentences (``the `orders` table``) and their columns where it
//! needs them: `` `total numeric NOT NULL` ``, `orders.user_id`, `orders(user_id, created_at)`. What
//! stands in backticks is read; sentences about what is not wanted are left out.

use std::collections::HashMap;

use super::scope::{self, Kind};
use super::{entry, name, name::Name, relation};
use crate::model::schema::table_key;
use crate::model::{Column, EnumType, Index};
use crate::read::blocks::{BlockKind, Outline};
use crate::read::schema::fact::{Constraint, Fact, Reference, is_identifier, is_qualified_identifier};
use crate::read::schema::phrase::{self, Link};
use crate::read::schema::words::words;
use crate::text::{Place, Source};

/// Reads a plan in which no column was found anywhere.
pub(super) fn read(source: &Source, outline: &Outline, facts: &mut Vec<Fact>) {
    let lines = lines(source, outline);
    let mut prose = Prose { tables: HashMap::new(), facts };
    for line in &lines {
        prose.name_tables(line);
    }
    for line in &lines {
        // Each sentence may speak of another table; one that names none goes on about that of the line.
        let about = line.title.as_ref().and_then(|name| prose.known(&name.text)).cloned();
        for sentence in line.text.split("; ").flat_map(|part| part.split(". ")) {
            prose.details(sentence, about.as_deref(), line);
        }
    }
}

/// A line that speaks of what the plan holds.
struct Line<'a> {
    text: &'a str,
    place: Place,
    /// Whether it stands in a list of tables.
    listed: bool,
    /// The name that it begins with.
    title: Option<Name>,
}

fn lines<'a>(source: &Source, outline: &'a Outline) -> Vec<Line<'a>> {
    /// A plan that only talks is short.
    const MOST: usize = 2_000;
    let mut found = Vec::new();
    let mut heading = Kind::Unknown;
    let mut caption = Kind::Unknown;
    for block in outline.blocks.iter().take(MOST) {
        let text = phrase::bounded(outline.text_of(block));
        match block.kind {
            BlockKind::Heading { .. } => {
                // `orders table` heads what is said of that one, and is no list of tables.
                let one = name::in_title(text).is_some_and(|n| n.strong && n.leads);
                heading = scope::section_of(text, None).filter(|_| !one).unwrap_or(Kind::Unknown);
                caption = Kind::Unknown;
            }
            BlockKind::Line | BlockKind::Item { .. } => {
                match scope::caption(text) {
                    Some((kind, "")) => caption = kind,
                    _ if text.trim_end().ends_with(':') => caption = Kind::Unknown,
                    _ => {}
                }
                let unwanted = heading.is_unreal() || caption.is_unreal() || words().says("negated", text);
                if !unwanted {
                    let listed = heading == Kind::Tables || caption == Kind::Tables;
                    let title = name::in_title(text).filter(|n| n.leads);
                    found.push(Line { text, place: source.place(block.span), listed, title });
                }
            }
            _ => {}
        }
    }
    found
}

/// What stands in one pair of backticks, and where the pair stands in the line.
#[derive(Clone, Copy)]
struct Code<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

fn codes(line: &str) -> Vec<Code<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = line.get(at..).and_then(|rest| rest.find('`')).map(|i| at + i) {
        let Some(len) = line.get(open + 1..).and_then(|rest| rest.find('`')) else { break };
        let text = line.get(open + 1..open + 1 + len).unwrap_or_default();
        at = open + len + 2;
        found.push(Code { text: text.trim(), start: open, end: at });
    }
    found
}

/// The words of a text, the nearest to its end first.
fn words_before(text: &str) -> impl Iterator<Item = &str> {
    text.rsplit(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

fn words_after(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// The tables that were named so far, by key, and where facts go.
struct Prose<'f> {
    tables: HashMap<String, String>,
    facts: &'f mut Vec<Fact>,
}

impl Prose<'_> {
    fn known(&self, name: &str) -> Option<&String> {
        self.tables.get(&table_key(name))
    }

    /// Tables that a line names as such.
    fn name_tables(&mut self, line: &Line<'_>) {
        let (place, text) = (line.place, line.text);
        if let Some(name) = line.title.as_ref().filter(|n| line.listed && (n.strong || text.contains("**")))
            && !words().says("vendor", text)
        {
            self.define(&name.text, name.description(), place);
        }
        for code in codes(text) {
            // `auth.users table` is the vendor's; a plan's own tables are named without a schema here.
            if !is_identifier(code.text) {
                continue;
            }
            let before: Vec<&str> = words_before(text.get(..code.start).unwrap_or_default()).take(2).collect();
            let mut after = words_after(text.get(code.end..).unwrap_or_default());
            let (first, second) = (after.next().unwrap_or_default(), after.next().unwrap_or_default());
            let labelled = before.iter().any(|w| words().is("label", w))
                || words().is("label", first)
                || words().is("join", &format!("{first} {second}"));
            let is_column = before.first().is_some_and(|w| words().names_column(w));
            if labelled && !is_column {
                self.define(code.text, None, place);
            }
        }
    }

    fn define(&mut self, name: &str, description: Option<String>, place: Place) {
        if self.known(name).is_none() {
            self.tables.insert(table_key(name), name.to_owned());
        } else if description.is_none() {
            self.facts.push(Fact::More { table: name.to_owned(), place });
            return;
        }
        self.facts.push(Fact::Table { name: name.to_owned(), description, place });
    }

    /// Columns, keys, indexes and enums that a sentence speaks of.
    fn details(&mut self, text: &str, about: Option<&str>, line: &Line<'_>) {
        let place = line.place;
        let codes = codes(text);
        let mut named = self.named(text, &codes);
        if named.is_empty() {
            named.extend(about.map(|table| (0, table.to_owned())));
        }
        let introduced = line.listed && about.is_some();
        self.keys(text, &codes, &named, introduced, place);
        for code in &codes {
            self.code(text, *code, &named, introduced, place);
        }
        self.lists(text, &named, place);
        if let Some((name, values)) = phrase::named_values(text) {
            self.facts.push(Fact::Enum(EnumType { name, values, place, inline: false }));
        }
    }

    /// The tables that a sentence names on their own, with their places in it.
    fn named(&self, text: &str, codes: &[Code<'_>]) -> Vec<(usize, String)> {
        let title = name::in_title(text).filter(|n| n.leads).map(|n| (n.span.start, n.text));
        let all = title.into_iter().chain(codes.iter().map(|c| (c.start, c.text.to_owned())));
        all.filter_map(|(at, name)| Some((at, self.known(&name)?.clone()))).collect()
    }

    /// The table that something in a line belongs to: the last one named before it, else the first.
    fn owner(named: &[(usize, String)], at: usize) -> Option<String> {
        let before = named.iter().rev().find(|(start, _)| *start < at);
        before.or(named.first()).map(|(_, table)| table.clone())
    }

    /// One piece of code: `orders.total`, `total numeric NOT NULL`, a name that "column" leads to, or any
    /// name where a table is introduced.
    fn code(&mut self, line: &str, code: Code<'_>, named: &[(usize, String)], introduced: bool, place: Place) {
        for word in code.text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '=')) {
            if let Some((table, column)) = word.rsplit_once('.')
                && is_identifier(column)
                && let Some(table) = self.known(table).cloned()
            {
                self.column(table, phrase::cells(column, None, "", ""), place);
            }
        }
        let owner =
            if introduced { named.first().map(|(_, table)| table.clone()) } else { Self::owner(named, code.start) };
        let Some(table) = owner else { return };
        if let Some(read) = phrase::column(code.text).filter(is_typed) {
            return self.column(table, read, place);
        }
        let led = words_before(line.get(..code.start).unwrap_or_default()).next();
        let led = introduced || led.is_some_and(|w| words().names_column(w));
        if led && is_identifier(code.text) && self.known(code.text).is_none() && !phrase::is_type(code.text) {
            // ``column `status` of type `ENUM('open', 'paid')` ``
            let ty = codes(line.get(code.end..).unwrap_or_default()).into_iter().next();
            let ty = ty.filter(|t| phrase::is_type(t.text.split('(').next().unwrap_or_default()));
            self.column(table, phrase::cells(code.text, ty.map(|t| t.text), "", ""), place);
        } else if let Some(Constraint::Check(condition)) = phrase::table_constraints(code.text).pop()
            && let Some(column) = words_after(&condition).next().filter(|w| is_identifier(w))
        {
            let mut read = phrase::cells(column, None, "", "");
            read.column.check = Some(condition.clone());
            self.column(table, read, place);
        }
    }

    fn column(&mut self, table: String, read: phrase::ColumnPhrase, place: Place) {
        let column = Box::new(Column { place, ..read.column });
        self.facts.push(Fact::Column { table, column, facts: read.facts });
    }

    /// `orders(user_id, created_at)` and `` `(user_id, number)` in the `orders` table ``.
    fn lists(&mut self, line: &str, named: &[(usize, String)], place: Place) {
        let unique = entry::says_unique(line);
        let index = words().section.find_all(line).any(|(term, _)| term == "indexes");
        // `orders (paid, open)` with a blank is a remark.
        let calls = phrase::calls(line).into_iter().filter(|(table, _)| line.contains(&format!("{table}(")));
        let mut found: Vec<(String, Vec<String>)> =
            calls.filter_map(|(table, columns)| Some((self.known(&table)?.clone(), columns))).collect();
        if found.is_empty()
            && unique
            && let (Some(list), Some((_, table))) = (phrase::first_list(line), named.first())
        {
            found.push((table.clone(), list));
        }
        for (table, columns) in found {
            for column in columns.iter().filter(|c| is_identifier(c)) {
                self.column(table.clone(), phrase::cells(column, None, "", ""), place);
            }
            if unique || index {
                let index = Index { columns, unique, place, ..Index::default() };
                self.facts.push(Fact::Index { table, index });
            }
        }
    }

    /// Foreign keys: an arrow or the word for one between two columns, and what a join table joins.
    fn keys(&mut self, line: &str, codes: &[Code<'_>], named: &[(usize, String)], introduced: bool, place: Place) {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for link in phrase::links(line) {
            if let Link::Columns { from, to } = link {
                pairs.push((from, to));
            }
        }
        if pairs.is_empty() && words().says("references", line) {
            let key = |c: &Code<'_>| c.text.replace('(', ".").replace(')', "");
            let keys: Vec<String> =
                codes.iter().map(key).filter(|k| k.contains('.') && is_qualified_identifier(k)).collect();
            pairs.extend(keys.first().cloned().zip(keys.get(1).cloned()));
        }
        for (from, to) in pairs {
            if let Some((table, column, target)) = relation::key_side(&from, &to)
                && let Some(table) = self.known(&table).cloned()
            {
                self.hint(table, column, target, place);
            }
        }
        if let (true, [(_, join), others @ ..]) = (words().says("join", line), named) {
            for (_, other) in others.iter().filter(|(_, other)| other != join) {
                let column = format!("{}_id", singular(other));
                if introduced {
                    self.column(join.clone(), phrase::cells(&column, None, "", ""), place);
                }
                self.hint(join.clone(), column, other.clone(), place);
            }
        }
    }

    fn hint(&mut self, table: String, column: String, target: String, place: Place) {
        let reference = Reference { target, hint: true, ..Reference::default() };
        let constraint = Constraint::ForeignKey { columns: vec![column], reference };
        self.facts.push(Fact::Constraint { table, constraint, place });
    }
}

/// Whether a phrase is a column with its type.
fn is_typed(read: &phrase::ColumnPhrase) -> bool {
    read.known_type || read.column.ty.is_some() && read.modified
}

/// The stem that a foreign key is named after.
fn singular(table: &str) -> String {
    match table.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => table.strip_suffix('s').unwrap_or(table).to_owned(),
    }
}

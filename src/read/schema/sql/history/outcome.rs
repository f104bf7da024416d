//! What holds at the end, as facts.

use std::collections::HashMap;

use super::table::{Kept, KeptColumn, What};
use super::{History, KeptView, key};
use crate::model::Column;
use crate::read::schema::fact::{Constraint, Fact, Reference};

/// Types that number their rows themselves and so are never NULL.
const NUMBERING: &[&str] = &["serial", "bigserial", "smallserial", "serial4", "serial8", "serial2"];

impl History {
    /// Gives tables, views, types and routines.
    pub(in crate::read::schema::sql) fn facts(mut self, facts: &mut Vec<Fact>) {
        let keys: Vec<Vec<String>> = self.tables.iter().map(Kept::primary_key).collect();
        let tables = std::mem::take(&mut self.tables);
        let about: Vec<(String, bool)> = tables.iter().map(|t| (t.name.clone(), t.live)).collect();
        let later: Vec<Vec<(usize, String, String)>> = tables.iter().map(|t| t.renamed.clone()).collect();
        let ends = Ends { history: &self, about: &about, keys: &keys, later: &later };
        for (table, key) in tables.into_iter().zip(&keys) {
            if table.live {
                ends.table(table, key, facts);
            }
        }
        facts.extend(std::mem::take(&mut self.views).into_values().map(view));
        facts.extend(std::mem::take(&mut self.enums).into_values().map(Fact::Enum));
        facts.extend(std::mem::take(&mut self.routines).into_values().map(Fact::Routine));
        facts.append(&mut self.elsewhere);
        // A table that is dropped before it is defined is there at the end.
        let taken_back = std::mem::take(&mut self.taken_back).into_iter();
        facts.extend(taken_back.filter(|fact| fact.table().is_none_or(|table| !self.by_key.contains_key(&key(table)))));
    }
}

fn view(view: KeptView) -> Fact {
    let place = view.place;
    let columns = view.columns.into_iter().map(|name| Column { name, place, ..Column::default() }).collect();
    Fact::View { name: view.name, columns, place }
}

/// What keys lead to in the end.
struct Ends<'h> {
    history: &'h History,
    /// Name of each table, and whether it is still there.
    about: &'h [(String, bool)],
    keys: &'h [Vec<String>],
    later: &'h [Vec<(usize, String, String)>],
}

impl Ends<'_> {
    fn table(&self, table: Kept, key: &[String], facts: &mut Vec<Fact>) {
        let Kept { name, place, description, columns, items, more, .. } = table;
        facts.push(Fact::Table { name: name.clone(), description, place });
        for column in columns.into_iter().flatten() {
            facts.push(self.column(&name, column, key));
        }
        for item in items {
            let (table, at) = (name.clone(), item.at);
            match item.what {
                What::Constraint(constraint) => {
                    let constraint = self.constraint(constraint, at);
                    let place = item.place;
                    facts.extend(constraint.map(|constraint| Fact::Constraint { table, constraint, place }));
                }
                What::Index(index) => facts.push(Fact::Index { table, index }),
                What::Policy(policy) => facts.push(Fact::Policy { table, policy }),
            }
        }
        facts.extend(more.into_iter().map(|place| Fact::More { table: name.clone(), place }));
    }

    fn column(&self, table: &str, kept: KeptColumn, key: &[String]) -> Fact {
        let KeptColumn { definition, at } = kept;
        let mut column = definition.column;
        if let Some(ty) = &column.ty {
            let numbers = NUMBERING.iter().any(|n| n.eq_ignore_ascii_case(ty));
            if numbers && !key.iter().any(|k| k.eq_ignore_ascii_case(&column.name)) {
                column.nullable = Some(false);
            }
            if !self.history.renamed_types.is_empty() {
                column.ty = Some(self.renamed_type(ty, at));
            }
        }
        let facts = definition.facts.into_iter().filter_map(|fact| self.constraint(fact, at)).collect();
        Fact::Column { table: table.to_owned(), column: Box::new(column), facts }
    }

    /// A type that got another name after the column was defined.
    fn renamed_type(&self, ty: &str, at: usize) -> String {
        let (base, rest) = ty.split_at(ty.find('[').unwrap_or(ty.len()));
        let renamed = &self.history.renamed_types;
        follow(renamed, &key(base), at).map_or_else(|| ty.to_owned(), |name| format!("{name}{rest}"))
    }

    /// A constraint as it stands at the end; `None` if it went with a table that it leads to.
    fn constraint(&self, constraint: Constraint, at: usize) -> Option<Constraint> {
        let Constraint::ForeignKey { columns, mut reference } = constraint else { return Some(constraint) };
        let own = key(&reference.target);
        let target = follow(&self.history.renamed, &own, at);
        let found = target.as_deref().and_then(|t| self.history.find_in(t, self.about));
        let found = found.or_else(|| self.history.find_in(&own, self.about));
        match found {
            Some(index) => self.lead(&mut reference, index, columns.len(), at),
            None => {
                let gone = target.as_deref().unwrap_or(&own);
                if self.history.dropped.get(gone).is_some_and(|dropped| *dropped > at) {
                    return None;
                }
            }
        }
        // A table of the same name that was defined anew has not the keys of the old one.
        let gone_before = self.history.dropped.get(&own).is_some_and(|dropped| *dropped > at);
        (!gone_before || target.is_some()).then_some(Constraint::ForeignKey { columns, reference })
    }

    /// Completes a reference to a table that is there: its name, and the columns where none are named.
    fn lead(&self, reference: &mut Reference, index: usize, width: usize, at: usize) {
        if let Some((name, _)) = self.about.get(index) {
            reference.target.clone_from(name);
        }
        for column in &mut reference.columns {
            for (when, from, to) in self.later.get(index).into_iter().flatten() {
                if *when > at && from.eq_ignore_ascii_case(column) {
                    column.clone_from(to);
                }
            }
        }
        if reference.columns.is_empty()
            && let Some(key) = self.keys.get(index).filter(|key| key.len() == width)
        {
            reference.columns.clone_from(key);
        }
    }
}

impl History {
    /// The live table of a key.
    fn find_in(&self, key: &str, about: &[(String, bool)]) -> Option<usize> {
        let found = self.by_key.get(key).copied().or_else(|| self.unqualified(key));
        found.filter(|&at| about.get(at).is_some_and(|(_, live)| *live))
    }
}

/// The last name of what bore a name at some time.
fn follow(renamed: &HashMap<String, Vec<(usize, String)>>, name: &str, at: usize) -> Option<String> {
    let mut last: Option<(usize, &str)> = None;
    // The bound is for names that go round in a circle more often than anyone writes.
    for _ in 0..64 {
        let (since, current) = last.map_or((at, name.to_owned()), |(since, current)| (since, key(current)));
        let Some(names) = renamed.get(&current) else { break };
        let next = names.get(names.partition_point(|(when, _)| *when <= since));
        match next {
            Some((when, to)) => last = Some((*when, to)),
            None => break,
        }
    }
    last.map(|(_, to)| to.to_owned())
}

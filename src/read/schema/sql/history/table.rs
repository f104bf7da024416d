//! One table through all its changes.

use std::collections::HashMap;

use crate::model::{Column, Index, Policy};
use crate::read::schema::fact::Constraint;
use crate::read::schema::sql::column::{Definition, Part};
use crate::read::schema::sql::constraint::{Held, using_index};
use crate::text::Place;

/// A table as it stands after the statements so far.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) live: bool,
    pub(super) description: Option<String>,
    pub(super) more: Vec<Place>,
    pub(super) columns: Vec<Option<KeptColumn>>,
    /// Columns by their names in lower case.
    pub(super) by_name: HashMap<String, usize>,
    pub(super) items: Vec<Item>,
    /// Names that it had, without their schema: constraints may be called after them.
    pub(super) names: Vec<String>,
    /// Columns that got other names, and when.
    pub(super) renamed: Vec<(usize, String, String)>,
}

/// A column, and when it was defined.
#[derive(Debug, Clone)]
pub(super) struct KeptColumn {
    pub(super) definition: Definition,
    pub(super) at: usize,
}

/// Something that holds for the table, and when it was said.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) name: Option<String>,
    pub(super) what: What,
    pub(super) place: Place,
    pub(super) at: usize,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    Constraint(Constraint),
    Index(Index),
    Policy(Policy),
}

impl Kept {
    pub(super) fn column_mut(&mut self, name: &str) -> Option<&mut KeptColumn> {
        let at = *self.by_name.get(&name.to_lowercase())?;
        self.columns.get_mut(at)?.as_mut()
    }

    /// Adds a column; one of that name stays as it is.
    pub(super) fn add_column(&mut self, definition: Definition, at: usize) {
        let next = self.columns.len();
        let slot = self.by_name.entry(definition.column.name.to_lowercase()).or_insert(next);
        if *slot == next {
            self.columns.push(Some(KeptColumn { definition, at }));
        }
    }

    pub(super) fn live_columns(&self) -> impl Iterator<Item = &KeptColumn> {
        self.columns.iter().flatten()
    }

    pub(super) fn hold(&mut self, held: Held, place: Place, at: usize) {
        let (name, what) = match held {
            Held::Constraint(name, constraint) => {
                self.replace_reference(&constraint);
                (name, What::Constraint(self.keyed(constraint)))
            }
            Held::Index(index) => (index.name.clone(), What::Index(index)),
            Held::Default(name, column, default) => {
                if let Some(column) = self.column_mut(&column) {
                    column.definition.column.default = Some(default);
                    column.definition.names.extend(name.map(|name| (Part::Default, name)));
                }
                return;
            }
            Held::Nothing => return,
        };
        self.items.push(Item { name, what, place, at });
    }

    /// Forgets the key of the same columns to the same table: what a migration adds anew it has dropped,
    /// perhaps by a name that only the database knew.
    fn replace_reference(&mut self, new: &Constraint) {
        let Constraint::ForeignKey { columns, reference } = new else { return };
        let same = |old: &Constraint| match old {
            Constraint::ForeignKey { columns: old, reference: to } => {
                old == columns && to.target.eq_ignore_ascii_case(&reference.target)
            }
            _ => false,
        };
        self.items.retain(|item| !matches!(&item.what, What::Constraint(old) if same(old)));
        if let [column] = columns.as_slice()
            && let Some(column) = self.column_mut(column)
        {
            column.definition.facts.retain(|fact| !same(fact));
        }
    }

    /// A key that an index gives, as its columns.
    fn keyed(&self, constraint: Constraint) -> Constraint {
        let Constraint::PrimaryKey(columns) = &constraint else { return constraint };
        let index = self.items.iter().find_map(|item| match &item.what {
            What::Index(index) if index.name.as_deref().map(using_index).as_ref() == columns.first() => Some(index),
            _ => None,
        });
        index.map_or(constraint.clone(), |index| Constraint::PrimaryKey(index.columns.clone()))
    }

    /// The columns of the primary key.
    pub(super) fn primary_key(&self) -> Vec<String> {
        let key = self.items.iter().find_map(|item| match &item.what {
            What::Constraint(Constraint::PrimaryKey(columns)) => Some(columns.clone()),
            _ => None,
        });
        key.unwrap_or_else(|| {
            let keys = self.live_columns().map(|c| &c.definition.column).filter(|c| c.primary_key);
            keys.map(|c| c.name.clone()).collect()
        })
    }

    pub(super) fn drop_primary_key(&mut self) {
        self.items.retain(|item| !matches!(item.what, What::Constraint(Constraint::PrimaryKey(_))));
        for column in self.columns.iter_mut().flatten() {
            column.definition.column.primary_key = false;
        }
    }

    /// Takes a column out that comes from a parent and is defined again.
    pub(super) fn drop_inherited(&mut self, name: &str) {
        if let Some(at) = self.by_name.remove(&name.to_lowercase())
            && let Some(slot) = self.columns.get_mut(at)
        {
            *slot = None;
        }
    }

    /// Gives a constraint or an index another name.
    pub(super) fn rename_named(&mut self, from: &str, to: &str) {
        for item in &mut self.items {
            if item.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(from)) {
                item.name = Some(to.to_owned());
                if let What::Index(index) = &mut item.what {
                    index.name = Some(to.to_owned());
                }
            }
        }
        let columns = self.columns.iter_mut().flatten();
        for (_, name) in columns.flat_map(|c| &mut c.definition.names).filter(|(_, n)| n.eq_ignore_ascii_case(from)) {
            to.clone_into(name);
        }
    }

    /// Drops a column with the constraints and indexes that need it.
    pub(super) fn drop_column(&mut self, name: &str) {
        let Some(at) = self.by_name.remove(&name.to_lowercase()) else { return };
        if let Some(slot) = self.columns.get_mut(at) {
            *slot = None;
        }
        let is_it = |column: &String| column.eq_ignore_ascii_case(name);
        self.items.retain(|item| match &item.what {
            What::Constraint(Constraint::PrimaryKey(c) | Constraint::Unique(c)) => !c.iter().any(is_it),
            What::Constraint(Constraint::ForeignKey { columns, .. }) => !columns.iter().any(is_it),
            What::Constraint(Constraint::Check(text)) => !names(text, name),
            What::Constraint(Constraint::NotNull(column) | Constraint::Allowed { column, .. }) => !is_it(column),
            What::Index(index) => !index.columns.iter().any(|c| names(c, name)),
            What::Constraint(Constraint::UniqueWithin { .. }) | What::Policy(_) => true,
        });
    }

    pub(super) fn rename_column(&mut self, from: &str, to: &str, at: usize) {
        if self.by_name.contains_key(&to.to_lowercase()) {
            return;
        }
        let Some(index) = self.by_name.remove(&from.to_lowercase()) else { return };
        self.by_name.insert(to.to_lowercase(), index);
        self.renamed.push((at, from.to_lowercase(), to.to_owned()));
        let Some(Some(column)) = self.columns.get_mut(index) else { return };
        let from = std::mem::replace(&mut column.definition.column.name, to.to_owned());
        if let Some(check) = &mut column.definition.column.check {
            *check = renamed(check, &from, to);
        }
        for fact in &mut column.definition.facts {
            fact.rename(&from, to);
        }
        for item in &mut self.items {
            match &mut item.what {
                What::Constraint(Constraint::Check(text)) => *text = renamed(text, &from, to),
                What::Constraint(constraint) => constraint.rename(&from, to),
                What::Index(index) => {
                    for column in &mut index.columns {
                        *column = renamed(column, &from, to);
                    }
                    index.condition = index.condition.take().map(|text| renamed(&text, &from, to));
                }
                What::Policy(policy) => policy.rule = renamed(&policy.rule, &from, to),
            }
        }
    }

    /// Drops the constraint or index of a name, whether it was given or is the one that PostgreSQL and
    /// MySQL give.
    pub(super) fn drop_named(&mut self, name: &str) {
        let before = self.items.len();
        self.items.retain(|item| {
            matches!(item.what, What::Policy(_)) || !item.name.as_deref().is_some_and(|n| n.eq_ignore_ascii_case(name))
        });
        if self.items.len() < before {
            return;
        }
        for column in self.columns.iter_mut().flatten() {
            let named = column.definition.names.iter().find(|(_, n)| n.eq_ignore_ascii_case(name));
            if let Some(part) = named.map(|(part, _)| *part) {
                column.definition.drop(part);
                return;
            }
        }
        self.drop_by_usual_name(name);
    }

    fn drop_by_usual_name(&mut self, name: &str) {
        let usual = |columns: &[String], ending: &str| {
            self.names.iter().any(|table| {
                let parts = [std::slice::from_ref(table), columns].concat().join("_");
                format!("{parts}_{ending}").eq_ignore_ascii_case(name)
            })
        };
        let found = self.items.iter().position(|item| match &item.what {
            What::Constraint(_) if item.name.is_some() => false,
            What::Constraint(Constraint::PrimaryKey(_)) => usual(&[], "pkey"),
            What::Constraint(Constraint::Unique(columns)) => usual(columns, "key"),
            What::Constraint(Constraint::ForeignKey { columns, .. }) => usual(columns, "fkey"),
            What::Constraint(Constraint::Allowed { column, .. }) => usual(std::slice::from_ref(column), "check"),
            What::Constraint(Constraint::Check(_)) => usual(&[], "check"),
            _ => false,
        });
        if let Some(place) = found.and_then(|at| self.items.get(at)).map(|item| item.place) {
            self.items.retain(|item| item.place != place || matches!(item.what, What::Index(_)));
            return;
        }
        let part = self.live_columns().find_map(|column| {
            let own = std::slice::from_ref(&column.definition.column.name);
            let endings = [(Part::Unique, "key"), (Part::Check, "check"), (Part::Reference, "fkey")];
            let part = endings.into_iter().find(|(_, ending)| usual(own, ending)).map(|(part, _)| part);
            // MySQL names a unique key after its column.
            let part = part.or_else(|| own.iter().any(|n| n.eq_ignore_ascii_case(name)).then_some(Part::Unique));
            part.map(|part| (column.definition.column.name.clone(), part))
        });
        let is_key = usual(&[], "pkey");
        if let Some((column, part)) = part {
            if let Some(column) = self.column_mut(&column) {
                column.definition.drop(part);
            }
        } else if is_key {
            self.drop_primary_key();
        }
    }
}

impl Definition {
    /// Takes back what one of its constraints says.
    fn drop(&mut self, part: Part) {
        match part {
            Part::PrimaryKey => self.column.primary_key = false,
            Part::Unique => self.column.unique = false,
            Part::Check => {
                self.column.check = None;
                self.facts.retain(|fact| !matches!(fact, Constraint::Allowed { .. }));
            }
            Part::Reference => self.facts.retain(|fact| !matches!(fact, Constraint::ForeignKey { .. })),
            Part::Default => self.column.default = None,
            Part::NotNull => self.column.nullable = None,
        }
        self.names.retain(|(named, _)| *named != part);
    }

    /// Takes over the definition that comes in its place.
    pub(super) fn redefine(&mut self, new: Self, keeps_default: bool) {
        let old: Column = std::mem::replace(&mut self.column, new.column);
        self.column.place = old.place;
        self.column.primary_key |= old.primary_key;
        self.column.unique |= old.unique;
        self.column.description = self.column.description.take().or(old.description);
        if self.column.ty.is_none() {
            self.column.ty = old.ty;
            self.column.nullable = self.column.nullable.or(old.nullable);
        }
        if keeps_default {
            self.column.default = self.column.default.take().or(old.default);
        }
        self.facts.retain(|fact| matches!(fact, Constraint::ForeignKey { .. }));
        self.facts.extend(new.facts);
        self.names.extend(new.names);
    }
}

/// Whether an expression names a column.
fn names(text: &str, column: &str) -> bool {
    words(text).any(|(_, word)| word.eq_ignore_ascii_case(column))
}

/// An expression with another name for a column.
fn renamed(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, word) in words(text).filter(|(_, word)| word.eq_ignore_ascii_case(from)) {
        out.push_str(text.get(done..at).unwrap_or_default());
        out.push_str(to);
        done = at + word.len();
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter_map(move |word| {
        let found = text.get(at..)?.find(word).map(|offset| at + offset)?;
        at = found + word.len();
        (!word.is_empty()).then_some((found, word))
    })
}

//! A schema through all statements that change it, in their order.
//!
//! What a statement refers to by name is that which bears the name at this moment: keys that lead to a
//! table follow it when it is renamed, and what was dropped and defined anew has nothing of the old one.

mod define;
mod outcome;
mod table;

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use self::table::{Item, Kept, What};
use super::change::{Change, Parent};
use super::column::Definition;
use super::loose;
use crate::model::{EnumType, Routine};
use crate::read::schema::assemble::is_vendors;
use crate::read::schema::fact::Fact;
use crate::text::Place;

/// What holds after the changes so far.
#[derive(Default)]
pub(super) struct History {
    /// How many changes there were.
    at: usize,
    tables: Vec<Kept>,
    /// Live tables by key, and those with a schema by their name without it.
    by_key: HashMap<String, usize>,
    bare: HashMap<String, usize>,
    views: IndexMap<String, KeptView>,
    enums: IndexMap<String, EnumType>,
    /// By name and the table of a trigger.
    routines: IndexMap<(String, Option<String>), Routine>,
    /// Partitions and temporary tables: they are known but none of the schema.
    aside: HashSet<String>,
    /// New names of tables and of types, and when they got them, by key.
    renamed: HashMap<String, Vec<(usize, String)>>,
    renamed_types: HashMap<String, Vec<(usize, String)>>,
    /// When tables were dropped together with the keys that lead to them.
    dropped: HashMap<String, usize>,
    /// The tables that have an index or a constraint of a name.
    owners: HashMap<String, Vec<usize>>,
    /// What is about tables that these files don't define.
    elsewhere: Vec<Fact>,
    /// What takes something of such tables back.
    taken_back: Vec<Fact>,
}

struct KeptView {
    name: String,
    place: Place,
    columns: Vec<String>,
}

/// The form of a name that two spellings share.
fn key(name: &str) -> String {
    let key = name.to_lowercase();
    key.strip_prefix("public.").map(str::to_owned).unwrap_or(key)
}

/// The name to show: `public` is where everything is that names no schema.
fn shown(name: &str) -> String {
    match name.get(..7) {
        Some(schema) if schema.eq_ignore_ascii_case("public.") => name.get(7..).unwrap_or_default().to_owned(),
        _ => name.to_owned(),
    }
}

impl History {
    pub(super) fn apply(&mut self, change: Change) {
        self.at += 1;
        let at = self.at;
        if let Change::DropTable { name: table, .. }
        | Change::Rename { from: table, .. }
        | Change::DropColumn { table, .. }
        | Change::RenameColumn { table, .. } = &change
            && self.find(table).is_none()
            && !self.is_aside(table)
        {
            loose::facts(change.clone(), true, &mut self.taken_back);
        }
        match change {
            Change::CreateTable(table) => self.create_table(table),
            Change::DropTable { name, cascade } => self.drop_table(&name, cascade),
            Change::Rename { from, to } => self.rename(&from, to),
            Change::AddColumn { table, definition, if_missing } => self.add_column(table, *definition, if_missing),
            Change::DropColumn { table, column } => self.on(&table, |t| t.drop_column(&column)),
            Change::RenameColumn { table, from, to } => self.on(&table, |t| t.rename_column(&from, &to, at)),
            Change::Redefine { table, column, definition, keeps_default } => self.on(&table, |t| {
                t.rename_column(&column, &definition.column.name, at);
                if let Some(column) = t.column_mut(&definition.column.name) {
                    column.definition.redefine(*definition, keeps_default);
                    column.at = at;
                }
            }),
            Change::SetType { table, column, ty } => self.on(&table, |t| {
                if let Some(column) = t.column_mut(&column) {
                    column.definition.column.ty = Some(ty);
                    column.at = at;
                }
            }),
            Change::SetNullable { table, column, nullable } => self.on(&table, |t| {
                if let Some(column) = t.column_mut(&column) {
                    column.definition.column.nullable = (!nullable).then_some(false);
                }
            }),
            Change::SetDefault { table, column, default } => self.on(&table, |t| {
                if let Some(column) = t.column_mut(&column) {
                    column.definition.column.default = default;
                }
            }),
            Change::Add { table, held, place } => match self.find(&table) {
                Some(index) => self.hold(index, held, place),
                None if self.is_aside(&table) => {}
                None => self.elsewhere.extend(loose::of_held(table, held, place)),
            },
            Change::DropConstraint { table, name } => self.on(&table, |t| t.drop_named(&name)),
            Change::RenameConstraint { table, from, to } => self.on(&table, |t| t.rename_named(&from, &to)),
            Change::DropPrimaryKey { table } => self.on(&table, Kept::drop_primary_key),
            Change::DropIndex { name } => self.on_owners(&name, Kept::drop_named),
            Change::RenameIndex { from, to } => {
                let owners = self.owners.get(&bare_key(&from)).cloned().unwrap_or_default();
                self.on_owners(&from, |t, bare| t.rename_named(bare, &to));
                self.owners.entry(bare_key(&to)).or_default().extend(owners);
            }
            Change::AddPolicy { table, policy } => match self.find(&table) {
                Some(index) => {
                    let (name, place) = (policy.name.clone(), policy.place);
                    if let Some(table) = self.tables.get_mut(index) {
                        table.items.push(Item { name, what: What::Policy(policy), place, at });
                    }
                }
                None if self.is_aside(&table) => {}
                None => self.elsewhere.push(Fact::Policy { table, policy }),
            },
            Change::DropPolicy { table, name } => self.on(&table, |t| {
                t.items.retain(|i| !(matches!(i.what, What::Policy(_)) && i.name.as_deref() == Some(&name)));
            }),
            Change::Inherit { table, parent } => {
                if let Some(index) = self.find(&table) {
                    self.take_over(index, &Parent { name: parent, at: 0, whole: false });
                }
            }
            Change::Attach { partition, attached } => self.attach(&partition, attached),
            Change::CreateView(view) => self.create_view(&view),
            Change::CreateEnum(new) => {
                self.enums.insert(key(&new.name), EnumType { name: shown(&new.name), ..new });
            }
            Change::AddValue { name, value, before, after } => self.add_value(&name, value, before, after),
            Change::RenameValue { name, from, to } => {
                let values = self.enum_mut(&name).map(|kind| kind.values.iter_mut());
                for value in values.into_iter().flatten().filter(|value| **value == from) {
                    value.clone_from(&to);
                }
            }
            Change::DropType { name } => {
                self.enums.shift_remove(&key(&name));
            }
            Change::AddRoutine(new) => {
                self.routines.insert((key(&new.name), new.table.as_deref().map(key)), new);
            }
            Change::DropRoutine { name, table } => {
                self.routines.shift_remove(&(key(&name), table.as_deref().map(key)));
            }
            Change::Comment { table, column, text } => self.on(&table, |t| match column {
                Some(column) => {
                    if let Some(column) = t.column_mut(&column) {
                        column.definition.column.description = Some(text);
                    }
                }
                None => t.description = Some(text),
            }),
            Change::More { table, place } => self.on(&table, |t| t.more.push(place)),
            Change::Remark(diagnostic) => self.elsewhere.push(Fact::Remark(diagnostic)),
        }
    }

    /// The live table of a name, or of the same name in another schema where one of them gives none.
    fn find(&self, name: &str) -> Option<usize> {
        self.find_key(&key(name))
    }

    fn find_key(&self, key: &str) -> Option<usize> {
        if let Some(&at) = self.by_key.get(key) {
            return Some(at);
        }
        self.unqualified(key).filter(|&at| self.tables.get(at).is_some_and(|t| t.live))
    }

    /// The table of the same name where either gives no schema.
    fn unqualified(&self, key: &str) -> Option<usize> {
        let found = match key.rsplit_once('.') {
            Some(_) if is_vendors(key) => None,
            Some((_, bare)) => self.by_key.get(bare),
            None => self.bare.get(key),
        };
        found.copied()
    }

    fn is_aside(&self, name: &str) -> bool {
        let key = key(name);
        self.aside.contains(&key) || self.views.contains_key(&key)
    }

    fn on(&mut self, table: &str, act: impl FnOnce(&mut Kept)) {
        if let Some(table) = self.find(table).and_then(|at| self.tables.get_mut(at)) {
            act(table);
        }
    }

    fn on_owners(&mut self, name: &str, act: impl Fn(&mut Kept, &str)) {
        let bare = bare_key(name);
        for at in self.owners.remove(&bare).unwrap_or_default() {
            if let Some(table) = self.tables.get_mut(at) {
                act(table, &bare);
            }
        }
    }

    fn hold(&mut self, at: usize, held: super::constraint::Held, place: Place) {
        let when = self.at;
        let Some(table) = self.tables.get_mut(at) else { return };
        table.hold(held, place, when);
        if let Some(name) = table.items.last().and_then(|item| item.name.as_deref()) {
            self.owners.entry(name.to_lowercase()).or_default().push(at);
        }
    }

    fn drop_table(&mut self, name: &str, cascade: bool) {
        let known = key(name);
        self.views.shift_remove(&known);
        self.aside.remove(&known);
        let Some(at) = self.find(name) else { return };
        if let Some(table) = self.tables.get_mut(at) {
            table.live = false;
            let own = key(&table.name);
            self.by_key.remove(&own);
            if cascade {
                self.dropped.insert(own, self.at);
            }
        }
    }

    fn add_column(&mut self, table: String, definition: Definition, if_missing: bool) {
        let when = self.at;
        let index = self.find(&table);
        let known = index.is_none() && self.is_aside(&table);
        match index.and_then(|at| self.tables.get_mut(at)) {
            Some(kept) => match kept.column_mut(&definition.column.name) {
                Some(_) if if_missing => {}
                Some(_) => self.elsewhere.push(loose::column(table, definition)),
                None => kept.add_column(definition, when),
            },
            None if known => {}
            None => self.elsewhere.push(loose::column(table, definition)),
        }
    }

    fn rename(&mut self, from: &str, to: String) {
        let schema = from.rsplit_once('.').map(|(schema, _)| schema);
        let to = match schema {
            Some(schema) if !to.contains('.') => format!("{schema}.{to}"),
            _ => to,
        };
        let (old, new) = (key(from), key(&to));
        if let Some(at) = self.find(from) {
            let Some(table) = self.tables.get_mut(at) else { return };
            let own = key(&table.name);
            table.name = shown(&to);
            let bare = new.rsplit('.').next().unwrap_or_default().to_owned();
            table.names.push(bare.clone());
            if bare != new && !is_vendors(&new) {
                self.bare.insert(bare, at);
            }
            self.by_key.remove(&own);
            self.by_key.insert(new.clone(), at);
            self.renamed.entry(own).or_default().push((self.at, new));
        } else if let Some(view) = self.views.shift_remove(&old) {
            self.views.insert(new, KeptView { name: shown(&to), ..view });
        } else if let Some(kind) = self.enums.shift_remove(&old) {
            self.enums.insert(new, EnumType { name: shown(&to), ..kind });
            self.renamed_types.entry(old).or_default().push((self.at, shown(&to)));
        } else if self.aside.remove(&old) {
            self.aside.insert(new);
        }
    }

    fn attach(&mut self, partition: &str, attached: bool) {
        let known = key(partition);
        if attached {
            if let Some(at) = self.find(partition).filter(|at| self.by_key.get(&known) == Some(at)) {
                self.by_key.remove(&known);
                if let Some(table) = self.tables.get_mut(at) {
                    table.live = false;
                }
            }
            self.aside.insert(known);
        }
    }

    fn enum_mut(&mut self, name: &str) -> Option<&mut EnumType> {
        self.enums.get_mut(&key(name))
    }

    fn add_value(&mut self, name: &str, value: String, before: Option<String>, after: Option<String>) {
        let Some(kind) = self.enum_mut(name) else { return };
        if kind.values.contains(&value) {
            return;
        }
        let position =
            |neighbour: Option<String>| neighbour.and_then(|n| kind.values.iter().position(|known| *known == n));
        let end = kind.values.len();
        let at = position(before).or(position(after).map(|at| at + 1)).unwrap_or(end);
        kind.values.insert(at, value);
    }
}

/// The key of an index's or a constraint's name, without its schema.
fn bare_key(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_lowercase()
}

//! Tables and views that come into being, with what they take over from others.

use super::table::{Item, Kept, What};
use super::{History, KeptView, key, shown};
use crate::read::schema::assemble::is_vendors;
use crate::read::schema::fact::Constraint;
use crate::read::schema::sql::change::{Keeping, NewTable, NewView, Parent, ViewColumn};
use crate::read::schema::sql::column::Definition;
use crate::read::schema::sql::loose;

impl History {
    pub(super) fn create_table(&mut self, new: NewTable) {
        let known = key(&new.name);
        if new.kind != Keeping::Table {
            self.aside.insert(known);
            return;
        }
        if let Some(&at) = self.by_key.get(&known) {
            if !new.if_missing {
                // Two files may both define it, as a dump and a migration do.
                self.define_again(at, new);
            }
            return;
        }
        let at = self.tables.len();
        let bare = known.rsplit('.').next().unwrap_or_default().to_owned();
        let NewTable { name, place, columns, held, parents, description, .. } = new;
        let names = vec![bare.clone()];
        self.tables.push(Kept { name: shown(&name), place, live: true, description, names, ..Kept::default() });
        if bare != known && !is_vendors(&known) {
            self.bare.insert(bare, at);
        }
        self.aside.remove(&known);
        self.by_key.insert(known, at);
        let mut parents = parents.into_iter().peekable();
        for (i, definition) in columns.into_iter().enumerate() {
            while let Some(parent) = parents.next_if(|parent| parent.at <= i) {
                self.take_over(at, &parent);
            }
            if let Some(table) = self.tables.get_mut(at) {
                // A column that a parent has too is merged with it: its own words count more.
                table.drop_inherited(&definition.column.name);
                table.add_column(definition, self.at);
            }
        }
        for parent in parents {
            self.take_over(at, &parent);
        }
        for (held, place) in held {
            self.hold(at, held, place);
        }
    }

    fn define_again(&mut self, at: usize, new: NewTable) {
        let Some(table) = self.tables.get(at) else { return };
        let name = table.name.clone();
        for definition in new.columns {
            self.elsewhere.push(loose::column(name.clone(), definition));
        }
        self.elsewhere
            .extend(new.held.into_iter().filter_map(|(held, place)| loose::of_held(name.clone(), held, place)));
    }

    /// Gives a table the columns of another.
    pub(super) fn take_over(&mut self, at: usize, parent: &Parent) {
        let Some(from) = self.find(&parent.name).and_then(|i| self.tables.get(i)) else { return };
        let columns: Vec<Definition> = from.live_columns().map(|c| c.definition.clone()).collect();
        let items: Vec<Item> = if parent.whole { from.items.clone() } else { Vec::new() };
        let when = self.at;
        let Some(table) = self.tables.get_mut(at) else { return };
        for mut definition in columns {
            definition.facts.retain(|fact| matches!(fact, Constraint::Allowed { .. }));
            definition.names.clear();
            if !parent.whole {
                // What the key says of a column stays with it.
                if definition.column.primary_key {
                    definition.column.nullable = Some(false);
                }
                definition.column.primary_key = false;
                definition.column.unique = false;
            }
            table.add_column(definition, when);
        }
        let kept = items.into_iter().filter(|item| match &item.what {
            What::Constraint(constraint) => !matches!(constraint, Constraint::ForeignKey { .. }),
            What::Index(_) => true,
            What::Policy(_) => false,
        });
        table.items.extend(kept.map(|item| Item { name: None, at: when, ..item }));
    }

    pub(super) fn create_view(&mut self, view: &NewView) {
        let mut columns = Vec::new();
        for column in &view.columns {
            match column {
                ViewColumn::Named(name) => columns.push(name.clone()),
                ViewColumn::All(of) => {
                    let wanted = |alias: &String| of.as_ref().is_none_or(|of| of.eq_ignore_ascii_case(alias));
                    for (source, _) in view.sources.iter().filter(|(_, alias)| wanted(alias)) {
                        columns.extend(self.columns_of(source));
                    }
                }
            }
        }
        let known = key(&view.name);
        self.views.insert(known, KeptView { name: shown(&view.name), place: view.place, columns });
    }

    fn columns_of(&self, source: &str) -> Vec<String> {
        if let Some(table) = self.find(source).and_then(|at| self.tables.get(at)) {
            return table.live_columns().map(|c| c.definition.column.name.clone()).collect();
        }
        self.views.get(&key(source)).map(|view| view.columns.clone()).unwrap_or_default()
    }
}

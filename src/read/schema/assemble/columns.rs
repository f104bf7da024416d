//! Columns: of tables and of views, defined once or twice, dropped and renamed.

use std::collections::HashSet;

use super::Assembly;
use crate::model::schema::table_key;
use crate::model::{Column, Table};
use crate::text::Place;

impl Assembly {
    pub(super) fn add_view(&mut self, name: String, columns: Vec<Column>, place: Place) {
        let key = table_key(&name);
        let next = self.schema.views.len();
        let at = *self.views.entry(key).or_insert(next);
        if at == next {
            self.schema.views.push(Table { name, place, ..Table::default() });
        }
        for column in columns {
            if self.is_new(at, "view column", column.name.to_lowercase())
                && let Some(view) = self.schema.views.get_mut(at)
            {
                view.columns.push(column);
            }
        }
    }

    fn column_at(&self, table: usize, name: &str) -> Option<usize> {
        self.columns.get(table)?.get(&name.to_lowercase()).copied()
    }

    pub(super) fn column_mut(&mut self, table: usize, name: &str) -> Option<&mut Column> {
        let at = self.column_at(table, name)?;
        self.schema.tables.get_mut(table)?.columns.get_mut(at)
    }

    pub(super) fn has_column(&self, table: usize, name: &str) -> bool {
        self.columns.get(table).is_some_and(|map| map.contains_key(&name.to_lowercase()))
    }

    pub(super) fn add_column(&mut self, table: usize, new: Column) {
        let Some(at) = self.column_at(table, &new.name) else {
            if let (Some(owner), Some(map)) = (self.schema.tables.get_mut(table), self.columns.get_mut(table)) {
                map.insert(new.name.to_lowercase(), owner.columns.len());
                owner.columns.push(new);
            }
            return;
        };
        self.compare_columns(table, at, &new);
        let Some(old) = self.schema.tables.get_mut(table).and_then(|t| t.columns.get_mut(at)) else { return };
        old.ty = old.ty.take().or(new.ty);
        old.nullable = old.nullable.or(new.nullable);
        old.primary_key |= new.primary_key;
        old.unique |= new.unique;
        old.default = old.default.take().or(new.default);
        old.check = old.check.take().or(new.check);
        old.description = old.description.take().or(new.description);
    }

    /// Drops a column; the table forgets it with all the others in [`Self::forget_dropped`].
    pub(super) fn drop_column(&mut self, table: usize, name: &str) {
        if let Some(map) = self.columns.get_mut(table)
            && map.remove(&name.to_lowercase()).is_some()
        {
            self.with_drops.insert(table);
        }
    }

    pub(super) fn rename_column(&mut self, table: usize, from: &str, to: &str) {
        let Some(column) = self.column_mut(table, from) else { return };
        to.clone_into(&mut column.name);
        if let Some(map) = self.columns.get_mut(table)
            && let Some(at) = map.remove(&from.to_lowercase())
        {
            map.insert(to.to_lowercase(), at);
        }
    }

    /// Takes dropped columns out of their tables.
    pub(super) fn forget_dropped(&mut self) {
        for at in std::mem::take(&mut self.with_drops) {
            let (Some(map), Some(table)) = (self.columns.get_mut(at), self.schema.tables.get_mut(at)) else { continue };
            let kept: HashSet<usize> = map.values().copied().collect();
            let mut i = 0;
            table.columns.retain(|_| {
                i += 1;
                kept.contains(&(i - 1))
            });
            *map = table.columns.iter().enumerate().map(|(i, column)| (column.name.to_lowercase(), i)).collect();
        }
    }
}

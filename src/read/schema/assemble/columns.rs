//! Columns: of tables and of views, defined once or twice, dropped and renamed.

use std::collections::HashSet;

use super::Assembly;
use crate::diagnostic::codes;
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

    pub(super) fn column_mut(&mut self, table: usize, name: &str) -> Option<&mut Column> {
        let at = *self.columns.get(table)?.get(&name.to_lowercase())?;
        self.schema.tables.get_mut(table)?.columns.get_mut(at)
    }

    pub(super) fn has_column(&self, table: usize, name: &str) -> bool {
        self.columns.get(table).is_some_and(|map| map.contains_key(&name.to_lowercase()))
    }

    pub(super) fn add_column(&mut self, table: usize, new: Column) {
        let place = new.place;
        let Some(old) = self.column_mut(table, &new.name) else {
            if let (Some(owner), Some(map)) = (self.schema.tables.get_mut(table), self.columns.get_mut(table)) {
                map.insert(new.name.to_lowercase(), owner.columns.len());
                owner.columns.push(new);
            }
            return;
        };
        let differs = |a: &Option<String>, b: &Option<String>| match (a, b) {
            // `ENUM('a', 'b')` may well be the type that has a name elsewhere.
            (Some(a), Some(b)) => {
                ![type_key(a), type_key(b)].contains(&"enum".to_owned()) && type_key(a) != type_key(b)
            }
            _ => false,
        };
        let contradicts =
            differs(&old.ty, &new.ty) || matches!((old.nullable, new.nullable), (Some(a), Some(b)) if a != b);
        let name = new.name.clone();
        old.ty = old.ty.take().or(new.ty);
        old.nullable = old.nullable.or(new.nullable);
        old.primary_key |= new.primary_key;
        old.unique |= new.unique;
        old.default = old.default.take().or(new.default);
        old.check = old.check.take().or(new.check);
        old.description = old.description.take().or(new.description);
        if contradicts {
            let table = self.schema.tables.get(table).map_or("", |t| t.name.as_str());
            let message =
                format!("the column `{table}.{name}` is defined twice and differently; the first definition holds");
            self.warn(codes::CONTRADICTION, place, message, "keep one definition");
        }
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

/// The form that two spellings of a type share: `TIMESTAMP WITH TIME ZONE` is `timestamptz`.
fn type_key(ty: &str) -> String {
    let ty = ty.to_lowercase();
    let whole: String = ty.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).collect();
    let first = whole.rsplit('.').next().unwrap_or_default();
    match first {
        "timestamp" if ty.contains("with time zone") => "timestamptz".to_owned(),
        "character" | "char" | "string" | "text" => "varchar".to_owned(),
        "int" | "int4" | "serial" => "integer".to_owned(),
        "bigserial" | "int8" => "bigint".to_owned(),
        "bool" => "boolean".to_owned(),
        "numeric" => "decimal".to_owned(),
        _ => first.to_owned(),
    }
}

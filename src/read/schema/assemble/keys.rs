//! Foreign keys: which table each of them leads to.

use super::{Assembly, is_vendors};
use crate::diagnostic::codes;
use crate::model::ForeignKey;
use crate::model::schema::table_key;
use crate::read::schema::fact::{Reference, is_identifier};
use crate::text::Place;

impl Assembly {
    /// Finds the tables that foreign keys lead to: explicit ones first, then hints for what is left.
    pub(super) fn read_keys(&mut self) {
        let keys = std::mem::take(&mut self.keys);
        let (hints, explicit): (Vec<_>, Vec<_>) = keys.into_iter().partition(|(_, _, reference, _)| reference.hint);
        for (at, columns, reference, place) in explicit.into_iter().chain(hints) {
            self.read_key(at, &columns, reference, place);
        }
    }

    fn read_key(&mut self, at: usize, columns: &[String], reference: Reference, place: Place) {
        let (target, split) = self.target(&reference);
        let found = self.find(&target);
        let known = found.is_some() || is_vendors(&table_key(&target)) || self.views.contains_key(&table_key(&target));
        if reference.hint && !known {
            return;
        }
        let target = found.and_then(|t| self.schema.tables.get(t)).map_or(target, |t| t.name.clone());
        let referred = if reference.columns.is_empty() { split.into_iter().collect() } else { reference.columns };
        let mut warned = known;
        for (i, column) in columns.iter().enumerate() {
            let exists = self.has_column(at, column);
            let Some(table) = self.schema.tables.get_mut(at) else { return };
            if (!exists && (reference.hint || !table.columns.is_empty() && columns.len() == 1))
                || !is_identifier(column)
            {
                continue;
            }
            let key = (at, column.to_lowercase(), table_key(&target));
            let any = (at, column.to_lowercase(), String::new());
            if reference.hint && self.known_keys.contains_key(&any) {
                continue;
            }
            if let Some(old) = self.known_keys.get(&key).and_then(|&i| table.foreign_keys.get_mut(i)) {
                old.on_delete = old.on_delete.take().or_else(|| reference.on_delete.clone());
                old.references_column = old.references_column.take().or_else(|| referred.get(i).cloned());
                continue;
            }
            self.known_keys.insert(key, table.foreign_keys.len());
            // A column of a key over several may well refer to a table of its own too.
            if columns.len() == 1 {
                self.known_keys.insert(any, table.foreign_keys.len());
            }
            let name = table.name.clone();
            table.foreign_keys.push(ForeignKey {
                column: column.clone(),
                references: target.clone(),
                references_column: referred.get(i).cloned(),
                on_delete: reference.on_delete.clone(),
            });
            if !std::mem::replace(&mut warned, true) {
                let message =
                    format!("`{name}.{column}` refers to the table `{target}`, which the plan does not define");
                self.warn(codes::UNKNOWN_REFERENCE, place, message, "define that table, or mend its name here");
            }
        }
    }

    /// Tells table and column of a target such as `users.id`, `auth.users` or `auth.users.id`.
    fn target(&self, reference: &Reference) -> (String, Option<String>) {
        let whole = reference.target.clone();
        let Some((front, last)) = whole.rsplit_once('.') else { return (whole, None) };
        let key_like = last.eq_ignore_ascii_case("id") || last.ends_with("_id") || last.ends_with("Id");
        let split = reference.columns.is_empty()
            && self.find(&whole).is_none()
            && (self.find(front).is_some() || key_like || front.contains('.'));
        if split { (front.to_owned(), Some(last.to_owned())) } else { (whole, None) }
    }
}

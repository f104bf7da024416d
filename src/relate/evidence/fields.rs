//! What fields and parameters lead to.

use std::collections::{BTreeSet, HashSet};

use super::Case;
use crate::model::Evidence;
use crate::relate::text::{joined, marked_names};
use crate::relate::weights;

impl Case<'_> {
    /// Fields that are keys or columns of what hangs together with the tables picked so far.
    pub(super) fn fields(&mut self, fields: &HashSet<String>) {
        let named: HashSet<String> = fields.union(&marked_names(self.project, self.endpoint)).cloned().collect();
        let picked = self.picked();
        let index = self.index;
        let has = |table: &usize, field: &String| index.entries.get(*table).is_some_and(|e| e.columns.contains(field));
        let own: HashSet<&String> = named.iter().filter(|f| picked.iter().any(|t| has(t, f))).collect();
        for field in fields.iter().filter(|f| !own.contains(*f) && !index.common.contains(*f)) {
            let parts: Vec<String> = field.split('_').map(str::to_owned).collect();
            let candidates = self.with_all(&parts);
            let ends: Vec<usize> = candidates
                .into_iter()
                .filter(|t| index.entries.get(*t).is_some_and(|e| e.words.ends_with(&parts)))
                .collect();
            if let [table] = ends.as_slice()
                && self.near(*table, &picked)
            {
                self.add(
                    *table,
                    weights::FIELD_NAMED,
                    Evidence::Field,
                    format!("the field `{field}` is named after it"),
                );
            }
        }
        for table in &picked {
            let Some(entry) = index.entries.get(*table) else { continue };
            for (column, parent) in &entry.parents {
                let stem = column.strip_suffix("_id").unwrap_or(column);
                if let Some(field) = [column.as_str(), stem].into_iter().find(|f| named.contains(*f)) {
                    let text = format!("the field `{field}` refers to it from `{}`", entry.table.name);
                    self.add(*parent, weights::FIELD_KEY, Evidence::Field, text);
                }
            }
            let parents: BTreeSet<usize> = entry.parents.iter().map(|(_, parent)| *parent).collect();
            for parent in parents {
                self.columns_of(parent, &named, &own);
            }
            for child in &entry.children {
                let Some(other) = index.entries.get(*child).filter(|_| !picked.contains(child)) else { continue };
                let telling: Vec<&String> = other.words.iter().filter(|w| !entry.words.contains(w)).collect();
                let field = fields.iter().find(|f| {
                    let parts: Vec<&str> = f.split('_').collect();
                    !own.contains(*f) && !telling.is_empty() && telling.iter().all(|w| parts.contains(&w.as_str()))
                });
                if let Some(field) = field {
                    let text = format!("the field `{field}` is about it, and it refers to `{}`", entry.table.name);
                    self.add(*child, weights::FIELD_CHILD, Evidence::Field, text);
                }
            }
        }
    }

    /// Fields that show what only another table holds, such as `author_name`.
    pub(super) fn shown(&mut self, fields: &HashSet<String>) {
        let picked = self.picked();
        let index = self.index;
        let own =
            |field: &String| picked.iter().any(|t| index.entries.get(*t).is_some_and(|e| e.columns.contains(field)));
        let mut found = Vec::new();
        for field in fields.iter().filter(|f| !own(f)) {
            for (at, _) in field.match_indices('_') {
                let (Some(name), Some(column)) = (field.get(..at), field.get(at + 1..)) else { continue };
                let Some(table) = index.by_words.get(name) else { continue };
                let shows = column != "id" && index.entries.get(*table).is_some_and(|e| e.columns.contains(column));
                if shows && (picked.is_empty() || self.near(*table, &picked)) {
                    found.push((*table, format!("the field `{field}` shows its `{column}`")));
                }
            }
        }
        found.sort();
        for (table, text) in found {
            self.add(table, weights::FIELD_SHOWN, Evidence::Field, text);
        }
    }

    /// Fields that are columns of a neighbour and of no picked table.
    fn columns_of(&mut self, table: usize, fields: &HashSet<String>, own: &HashSet<&String>) {
        let index = self.index;
        let Some(entry) = index.entries.get(table) else { return };
        let mut telling: Vec<&String> = fields
            .iter()
            .filter(|c| entry.columns.contains(*c) && !own.contains(c) && !index.common.contains(*c))
            .collect();
        telling.sort_unstable();
        if let Some(first) = telling.first() {
            let weight = if telling.len() > 1 { weights::FIELD_KEY } else { weights::FIELD_COLUMN };
            let text = format!("the field `{first}` is one of its columns");
            self.add(table, weight, Evidence::Field, text);
        }
    }

    /// Path parameters that are foreign keys of a picked table.
    pub(super) fn parameters(&mut self) {
        let index = self.index;
        for parameter in self.endpoint.key.path.parameters() {
            let name = joined(parameter);
            for table in self.picked() {
                let Some(entry) = index.entries.get(table) else { continue };
                let parent = entry.parents.iter().find(|(column, _)| *column == name).map(|(_, p)| *p);
                if let Some(parent) = parent {
                    let text = format!("the path parameter `{parameter}` is a key of it");
                    self.add(parent, weights::PARAMETER, Evidence::ForeignKey, text);
                }
            }
        }
    }
}

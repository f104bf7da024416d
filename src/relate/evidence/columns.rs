//! Fields that are columns of tables that nothing has named yet.

use std::collections::{BTreeMap, HashSet};

use super::Case;
use crate::relate::clue::Clue;
use crate::relate::text::Fields;

/// A column that more tables than this have tells nothing.
const MANY: usize = 4;

impl Case<'_> {
    /// Looks for the tables whose columns the fields are.
    pub(super) fn columns(&mut self, fields: &Fields) {
        let picked = self.picked();
        let parents = self.parents_of(&picked);
        let index = self.index;
        let mut having: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for field in fields.keys().filter(|f| !self.any_has(&picked, f)) {
            let tables = index.by_column.get(field).map(Vec::as_slice).unwrap_or_default();
            let several = tables.len() > MANY;
            for table in tables.iter().filter(|t| !several || parents.contains(t)) {
                having.entry(*table).or_default().push(field);
            }
        }
        for table in self.whole_rows(fields) {
            self.add(
                table,
                Clue::AllColumns,
                "nearly all of its columns are fields of the request or the answer".to_owned(),
            );
        }
        let best = having.values().map(Vec::len).max().unwrap_or_default();
        for (table, fields) in having {
            let Some(first) = fields.first() else { continue };
            let clue = self.column_clue(table, fields.len(), best, &picked, &parents);
            if let Some(clue) = clue {
                self.add(table, clue, format!("the field `{first}` is one of its columns"));
            }
        }
    }

    /// Tables most of whose telling columns are fields.
    fn whole_rows(&self, fields: &Fields) -> Vec<usize> {
        let index = self.index;
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for table in fields.keys().filter_map(|f| index.by_column.get(f)).filter(|t| t.len() <= MANY).flatten() {
            *counts.entry(*table).or_default() += 1;
        }
        let whole = |(table, count): (usize, usize)| {
            let columns = &index.entries.get(table)?.columns;
            let telling = columns.iter().filter(|c| !index.common.contains(*c)).count();
            (count > 2 && count * 3 >= telling * 2).then_some(table)
        };
        counts.into_iter().filter_map(whole).collect()
    }

    fn column_clue(
        &self,
        table: usize,
        count: usize,
        best: usize,
        picked: &[usize],
        parents: &HashSet<usize>,
    ) -> Option<Clue> {
        let several = count > 1;
        if picked.is_empty() {
            return (several && count == best).then_some(Clue::LoneColumns);
        }
        if parents.contains(&table) {
            return Some(if several { Clue::ParentColumns } else { Clue::ParentColumn });
        }
        if self.adjacent(table, picked) {
            return Some(if several { Clue::ChildColumns } else { Clue::ChildColumn });
        }
        several.then_some(Clue::FarColumns)
    }
}

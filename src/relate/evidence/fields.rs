//! What the names of fields and parameters lead to.

use std::collections::BTreeSet;

use super::{Case, Segment};
use crate::relate::clue::Clue;
use crate::relate::naming::lexicon;
use crate::relate::text::{Fields, OwnText, joined, marked_names};

impl Case<'_> {
    /// Fields that show what only another table holds, such as `author_name`.
    pub(super) fn shown(&mut self, fields: &Fields) {
        let picked = self.picked();
        let index = self.index;
        let mut found = Vec::new();
        for field in fields.keys().filter(|f| !self.any_has(&picked, f)) {
            for (at, _) in field.match_indices('_') {
                let (Some(name), Some(column)) = (field.get(..at), field.get(at + 1..)) else { continue };
                let Some(table) = index.by_words.get(name) else { continue };
                let shows = column != "id" && index.entries.get(*table).is_some_and(|e| e.columns.contains(column));
                if shows && (picked.is_empty() || self.near(*table, &picked)) {
                    found.push((*table, format!("the field `{field}` shows its `{column}`")));
                }
            }
        }
        for (table, text) in found {
            self.add(table, Clue::FieldShown, text);
        }
    }

    /// Fields that are foreign keys of what is picked so far.
    pub(super) fn keys(&mut self, own: &OwnText<'_>) {
        let marked = marked_names(&own.prose);
        let index = self.index;
        for table in self.picked() {
            let Some(entry) = index.entries.get(table) else { continue };
            for (column, parent) in &entry.parents {
                let stem = column.strip_suffix("_id").unwrap_or(column);
                let detail = own.fields.keys().find(|f| {
                    let more = f.strip_prefix(stem).and_then(|rest| rest.strip_prefix('_'));
                    more.is_some_and(|rest| rest != "id") && !entry.columns.contains(*f)
                });
                if let Some(field) = detail {
                    let text =
                        format!("the field `{field}` shows the row that `{}` has as `{column}`", entry.table.name);
                    self.add(*parent, Clue::KeyDetail, text);
                }
                for name in [column.as_str(), stem] {
                    let field = own.fields.get(name).copied().unwrap_or_default();
                    let clues = [
                        (field.sent, Clue::KeySent),
                        (field.filter, Clue::KeyFilter),
                        (field.shown && field.nested, Clue::KeyObject),
                        (field.shown && !field.nested || marked.contains(name), Clue::KeyShown),
                    ];
                    for (_, clue) in clues.into_iter().filter(|(holds, _)| *holds) {
                        let text = format!("the field `{name}` refers to it from `{}`", entry.table.name);
                        self.add(*parent, clue, text);
                    }
                }
            }
        }
    }

    /// Fields that are called after a table, or after part of it.
    pub(super) fn named_fields(&mut self, fields: &Fields) {
        let picked = self.picked();
        let index = self.index;
        for (field, its) in fields {
            if self.any_has(&picked, field) {
                continue;
            }
            let key = field.strip_suffix("_id").and_then(|stem| index.by_words.get(stem));
            if let Some(table) = key.filter(|t| picked.is_empty() || self.near(**t, &picked)) {
                self.add(*table, Clue::FieldId, format!("the field `{field}` is its key"));
            }
            if index.common.contains(field) || !its.sent && self.wraps(field, fields, &picked) {
                continue;
            }
            let Core { parts, measures } = Core::of(field);
            if parts.is_empty() {
                continue;
            }
            let candidates = self.with_all(&parts);
            let ends: Vec<usize> = candidates
                .iter()
                .copied()
                .filter(|t| index.entries.get(*t).is_some_and(|e| e.words.ends_with(&parts)))
                .filter(|t| self.mostly_told(*t, &parts, &picked))
                .collect();
            let whole = index.by_words.get(&parts.join("_")).copied();
            let person = || index.people.filter(|_| lexicon().term_of(&parts.join(" ")) == Some("person"));
            let whole = whole.or_else(person);
            let one = whole.or_else(|| <[usize; 1]>::try_from(ends).ok().map(|[table]| table));
            if let Some(table) = one.filter(|t| picked.is_empty() || self.near(*t, &picked)) {
                let clue = if its.nested || measures { Clue::FieldObject } else { Clue::FieldName };
                self.add(table, clue, format!("the field `{field}` is named after it"));
            } else if candidates.len() < 3 {
                let near: Vec<usize> = candidates.into_iter().filter(|t| self.adjacent(*t, &picked)).collect();
                for table in near {
                    self.add(table, Clue::FieldPart, format!("the field `{field}` has part of its name"));
                }
            }
            if measures {
                self.measure(field, &parts.join("_"), &picked);
            }
            for word in &parts {
                for child in index.by_word.get(word).into_iter().flatten() {
                    self.child(*child, field, &parts, its.nested || measures || field.ends_with("_id"), &picked);
                }
            }
        }
    }

    /// Whether all words of a table's name but one are among these or in the names of picked tables.
    fn mostly_told(&self, table: usize, parts: &[String], picked: &[usize]) -> bool {
        let told = |word: &&String| {
            parts.contains(word)
                || picked.iter().filter_map(|t| self.index.entries.get(*t)).any(|e| e.words.contains(word))
        };
        self.index.entries.get(table).is_some_and(|e| e.words.iter().filter(|w| !told(w)).count() < 2)
    }

    /// Whether a field of an answer wraps its rows, whatever they are: `items` beside `page`, or where no table
    /// of items is near.
    fn wraps(&self, field: &str, fields: &Fields, picked: &[usize]) -> bool {
        let is = |name: &str, term: &str| lexicon().term_of(&name.replace('_', " ")) == Some(term);
        let paged = || fields.iter().any(|(name, its)| its.shown && is(name, "paging"));
        let near = || self.with_all(&[field.to_owned()]).iter().any(|t| self.adjacent(*t, picked));
        is(field, "wrapper") && (paged() || !picked.is_empty() && !near())
    }

    /// A field that holds what tells a table apart from a picked one that it refers to; `rows` where its
    /// value can be rows of a table.
    fn child(&mut self, child: usize, field: &str, parts: &[String], rows: bool, picked: &[usize]) {
        let index = self.index;
        let Some(other) = index.entries.get(child).filter(|_| !picked.contains(&child)) else { return };
        let parents: BTreeSet<usize> = other.parents.iter().map(|(_, p)| *p).filter(|p| picked.contains(p)).collect();
        for entry in parents.iter().filter_map(|p| index.entries.get(*p)) {
            let telling: Vec<&String> = other.words.iter().filter(|w| !entry.words.contains(w)).collect();
            if telling.is_empty() || !telling.iter().all(|w| parts.contains(w)) {
                continue;
            }
            let explained = parts.iter().all(|w| other.words.contains(w) || entry.words.contains(w));
            let clue = if explained && rows { Clue::FieldChild } else { Clue::FieldChildLoose };
            self.add(child, clue, format!("the field `{field}` is about it, and it refers to `{}`", entry.table.name));
        }
    }

    /// A field such as `average_rating`, which is worked out from a column.
    fn measure(&mut self, field: &str, column: &str, picked: &[usize]) {
        for table in self.index.by_column.get(column).into_iter().flatten().take(3) {
            if !picked.contains(table) && (picked.is_empty() || self.near(*table, picked)) {
                self.add(*table, Clue::FieldMeasure, format!("the field `{field}` sums up its `{column}`"));
            }
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
                    self.add(parent, Clue::KeyPath, format!("the path parameter `{parameter}` is a key of it"));
                }
            }
        }
    }

    /// Segments of the path that are called after a foreign key of the table that the path ends in:
    /// `/games/{id}/reviews`, where `reviews.game_id` refers to `board_games`.
    pub(super) fn segment_keys(&mut self, segments: &[Segment<'_>]) {
        let index = self.index;
        for table in self.with_clue(Clue::Path) {
            let Some(entry) = index.entries.get(table) else { continue };
            for segment in segments.iter().filter(|s| !s.parameter) {
                let column = format!("{}_id", segment.words.join("_"));
                if let Some((_, parent)) = entry.parents.iter().find(|(c, p)| *c == column && *p != table) {
                    let text = format!("the path has `{}`, and `{}` refers to it so", segment.text, entry.table.name);
                    self.add(*parent, Clue::KeySegment, text);
                }
            }
            if entry.joins {
                for (_, parent) in &entry.parents {
                    self.add(*parent, Clue::Linked, format!("`{}` only joins it to another", entry.table.name));
                }
            }
        }
    }
}

/// What a field is about: `total_reviews` about `review`.
struct Core {
    parts: Vec<String>,
    /// Whether it counts or sums that up.
    measures: bool,
}

impl Core {
    fn of(field: &str) -> Self {
        let mut parts: Vec<String> = field.split('_').map(str::to_owned).collect();
        let before = parts.len();
        parts.retain(|w| lexicon().term_of(w) != Some("measure"));
        let measures = parts.len() < before;
        if parts.len() > 1 && parts.last().is_some_and(|w| w == "id") {
            parts.pop();
        }
        Self { parts, measures }
    }
}

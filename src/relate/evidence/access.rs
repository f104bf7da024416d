//! Tables between others: what joins them, and what says who may.

use std::collections::HashSet;

use super::Case;
use crate::model::{Auth, Evidence};
use crate::relate::naming::lexicon;
use crate::relate::weights;

impl Case<'_> {
    /// Tables that do nothing but join two picked ones.
    pub(super) fn joins(&mut self) {
        let picked: HashSet<usize> = self.picked().into_iter().collect();
        let index = self.index;
        let mut joins = Vec::new();
        for table in &picked {
            for child in index.entries.get(*table).map(|e| e.children.as_slice()).unwrap_or_default() {
                let Some(entry) = index.entries.get(*child).filter(|e| e.joins) else { continue };
                let mut ends: Vec<usize> =
                    entry.parents.iter().map(|(_, p)| *p).filter(|p| picked.contains(p)).collect();
                ends.sort_unstable();
                ends.dedup();
                // Where one end belongs to the other, what refers to both is no mere link.
                let one_within_other = ends.iter().any(|t| self.adjacent(*t, &ends));
                let mut ends = ends.iter().filter(|_| !one_within_other).filter_map(|t| index.entries.get(*t));
                let (Some(a), Some(b)) = (ends.next(), ends.next()) else { continue };
                joins.push((*child, format!("it joins `{}` and `{}`", a.table.name, b.table.name)));
            }
        }
        joins.extend(self.joins_by_name(&picked));
        for (table, text) in joins {
            self.add(table, weights::JOIN, Evidence::Join, text);
        }
    }

    /// Tables called after two picked ones: `plan_exercises` where `plans` and `exercises` are.
    fn joins_by_name(&self, picked: &HashSet<usize>) -> Vec<(usize, String)> {
        let index = self.index;
        let tables = self.project.schema.tables.len();
        let mut found = Vec::new();
        for a in picked.iter().filter_map(|t| index.entries.get(*t)) {
            for b in picked.iter().filter_map(|t| index.entries.get(*t)) {
                let name = format!("{}_{}", a.words.join("_"), b.words.join("_"));
                if let Some(table) = index.by_words.get(&name).filter(|t| **t < tables) {
                    found.push((*table, format!("its name is made of `{}` and `{}`", a.table.name, b.table.name)));
                }
            }
        }
        found
    }

    /// Tables that say who may: of members where a picked table belongs to a group, of roles where the
    /// text asks for one.
    pub(super) fn access(&mut self) {
        if self.endpoint.details.auth == Some(Auth::None) {
            return;
        }
        let picked = self.picked();
        let index = self.index;
        let text = self.project.text(self.endpoint.place);
        let asks = lexicon()
            .find_all(text)
            .find(|(term, _)| *term == "role")
            .and_then(|(_, span)| text.get(span.start..span.end));
        let mut found = Vec::new();
        let mut groups: HashSet<usize> = picked.iter().copied().collect();
        groups.extend(
            picked.iter().filter_map(|t| index.entries.get(*t)).flat_map(|e| e.parents.iter().map(|(_, p)| *p)),
        );
        for (table, entry) in index.entries.iter().enumerate() {
            if let Some(group) = entry.member_of.iter().find(|g| groups.contains(g)) {
                let name = index.entries.get(*group).map_or("", |e| e.table.name.as_str());
                found.push((table, weights::MEMBERSHIP, format!("it says who belongs to `{name}`")));
            }
            let about_these = entry.person || entry.member_of.iter().any(|g| groups.contains(g));
            let Some(roles) = entry.roles.as_ref().filter(|_| about_these && !picked.is_empty()) else { continue };
            let named = roles.iter().find(|r| r.len() > 1 && has_word(text, r)).map(String::as_str);
            if let Some(role) = named.or(asks) {
                found.push((
                    table,
                    weights::ROLE,
                    format!("the text asks for a role (`{role}`), which this table holds"),
                ));
            }
        }
        for (table, weight, text) in found {
            self.add(table, weight, Evidence::Access, text);
        }
    }
}

/// Whether a text has a word, in any case.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|w| w.eq_ignore_ascii_case(word))
}

//! Tables between others: what joins them, and what says who may.

use std::collections::HashSet;

use super::Case;
use crate::model::Auth;
use crate::relate::clue::Clue;
use crate::relate::naming::lexicon;

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
        for (table, text) in joins {
            self.add(table, Clue::Join, text);
        }
        for (table, text) in self.joins_by_name(&picked) {
            self.add(table, Clue::JoinName, text);
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
        let text = self.project.said_of(self.endpoint);
        let first = |wanted: &str| {
            let found = lexicon().find_all(text).find(|(term, _)| *term == wanted);
            found.and_then(|(_, span)| text.get(span.start..span.end))
        };
        let (role, owner) = (first("role"), first("owner"));
        let parents = self.parents_of(&picked);
        for &table in &index.access {
            let Some(entry) = index.entries.get(table) else { continue };
            let group = entry.member_of.iter().find(|g| picked.contains(g) || parents.contains(g));
            if let Some(group) = group {
                let clue = match (entry.says_member || entry.roles.is_some(), entry.named_after_both) {
                    (true, _) => Clue::Membership,
                    (false, true) => Clue::MembershipName,
                    (false, false) => Clue::MembershipLink,
                };
                self.add(table, clue, format!("it says who belongs to `{}`", self.name(*group)));
            }
            if picked.is_empty() || !(entry.person || group.is_some()) {
                continue;
            }
            if let Some(roles) = &entry.roles {
                let named = roles.iter().find(|r| r.len() > 1 && has_word(text, r)).map(String::as_str);
                let asks = |role: &str| format!("the text asks for a role (`{role}`), which this table holds");
                if let Some(role) = named {
                    let clue =
                        if group.is_some() || self.near(table, &picked) { Clue::RoleNamed } else { Clue::RoleFar };
                    self.add(table, clue, asks(role));
                } else if let Some(role) = role {
                    self.add(table, Clue::RoleAsked, asks(role));
                }
            }
            if let Some(owner) = owner.filter(|_| entry.person && parents.contains(&table)) {
                self.add(
                    table,
                    Clue::Owner,
                    format!("the text asks whose it is (`{owner}`), and this table holds people"),
                );
            }
        }
    }
}

/// Whether a text has a word, in any case.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|w| w.eq_ignore_ascii_case(word))
}

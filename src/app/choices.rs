//! What the user chose, in the form that is remembered for a project.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize};

use crate::model::{Language, TypesAs};

/// Everything that the user chose. Endpoints stand in it as `METHOD /path`, tables by name and rules
/// by id, so that choices outlive changes of the documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Version of this form: 1.
    pub version: u32,
    /// The endpoint that was highlighted last.
    pub endpoint: Option<String>,
    /// Endpoints marked for one plan.
    pub marked: Vec<String>,
    /// Tables added and removed, for each endpoint.
    pub tables: BTreeMap<String, TableChoice>,
    /// Rules turned on or off against their default.
    pub rules: BTreeMap<String, bool>,
    /// The user's versions of rules.
    pub edited: BTreeMap<String, String>,
    /// Rules that the user wrote, in order.
    pub own: Vec<OwnRule>,
    /// Language of prompt and plan, if it is not to be the documents' own.
    #[serde(deserialize_with = "known")]
    pub language: Option<Language>,
    /// How declared types stand in the prompt, if not as the settings say.
    pub types_as: Option<TypesAs>,
}

/// A language that is still there: its folder may be gone, and that is no reason to lose the rest.
fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Language>, D::Error> {
    let code = Option::<String>::deserialize(deserializer)?;
    Ok(code.and_then(|code| code.parse().ok()))
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            version: 1,
            endpoint: None,
            marked: Vec::new(),
            tables: BTreeMap::new(),
            rules: BTreeMap::new(),
            edited: BTreeMap::new(),
            own: Vec::new(),
            language: None,
            types_as: None,
        }
    }
}

/// How an endpoint's tables differ from what is proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableChoice {
    /// Tables that the user added.
    pub added: BTreeSet<String>,
    /// Proposed tables that the user took out.
    pub removed: BTreeSet<String>,
}

/// A rule that the user wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRule {
    /// `user/1`; never given twice in a project.
    pub id: String,
    /// Its text.
    pub text: String,
}

impl Choices {
    /// Whether two differ in more than the highlighted endpoint.
    #[must_use]
    pub fn same_but_endpoint(&self, other: &Self) -> bool {
        self.marked == other.marked
            && self.tables == other.tables
            && self.rules == other.rules
            && self.edited == other.edited
            && self.own == other.own
            && self.language == other.language
            && self.types_as == other.types_as
    }

    /// Sets whether an endpoint has a table; `proposed` says whether it has it unasked.
    pub fn set_table(&mut self, endpoint: &str, table: &str, chosen: bool, proposed: bool) {
        let entry = self.tables.entry(endpoint.to_owned()).or_default();
        entry.added.remove(table);
        entry.removed.remove(table);
        match (chosen, proposed) {
            (true, false) => _ = entry.added.insert(table.to_owned()),
            (false, true) => _ = entry.removed.insert(table.to_owned()),
            _ => {}
        }
        if entry.added.is_empty() && entry.removed.is_empty() {
            self.tables.remove(endpoint);
        }
    }

    /// Adds a rule of the user's and gives its id.
    pub fn add_rule(&mut self, text: String) -> String {
        let numbers = self.own.iter().filter_map(|r| r.id.rsplit('/').next()?.parse::<usize>().ok());
        let id = format!("user/{}", numbers.max().unwrap_or(0).saturating_add(1));
        self.own.push(OwnRule { id: id.clone(), text });
        id
    }
}

/// Former and undone choices, each with the words for what was done.
#[derive(Debug, Default)]
pub struct History {
    former: Vec<(String, Choices)>,
    undone: Vec<(String, Choices)>,
}

/// How many choices can be taken back.
const DEPTH: usize = 200;

impl History {
    /// Notes what the choices were before something was done.
    pub fn note(&mut self, what: String, before: Choices) {
        self.undone.clear();
        self.former.push((what, before));
        if self.former.len() > DEPTH {
            self.former.remove(0);
        }
    }

    /// Takes the last choice back; gives the words for it.
    pub fn undo(&mut self, now: &mut Choices) -> Option<String> {
        step(&mut self.former, &mut self.undone, now)
    }

    /// Makes the choice again that was taken back last.
    pub fn redo(&mut self, now: &mut Choices) -> Option<String> {
        step(&mut self.undone, &mut self.former, now)
    }
}

fn step(from: &mut Vec<(String, Choices)>, to: &mut Vec<(String, Choices)>, now: &mut Choices) -> Option<String> {
    let (what, mut then) = from.pop()?;
    then.endpoint.clone_from(&now.endpoint);
    to.push((what.clone(), std::mem::replace(now, then)));
    Some(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_from_the_proposal_is_kept() {
        let mut choices = Choices::default();
        choices.set_table("GET /a", "users", false, true);
        choices.set_table("GET /a", "orders", true, false);
        choices.set_table("GET /a", "users", true, true);
        assert!(choices.tables["GET /a"].removed.is_empty());
        choices.set_table("GET /a", "orders", false, false);
        assert_eq!(choices, Choices::default());
    }

    #[test]
    fn choices_written_by_an_older_or_newer_version_are_read() {
        let read: Choices = serde_json::from_str(r#"{"marked": ["GET /a"], "later": 1}"#).unwrap();
        assert_eq!(read.marked, ["GET /a"]);
        let text = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Choices>(&text).unwrap(), read);
    }

    #[test]
    fn undo_and_redo_are_each_others_reverse() {
        let mut history = History::default();
        let mut now = Choices::default();
        history.note("rule added".to_owned(), now.clone());
        now.add_rule("Be kind.".to_owned());
        let after = now.clone();
        assert_eq!(history.undo(&mut now).as_deref(), Some("rule added"));
        assert_eq!(now, Choices::default());
        assert_eq!(history.undo(&mut now), None);
        assert_eq!(history.redo(&mut now).as_deref(), Some("rule added"));
        assert_eq!(now, after);
    }
}

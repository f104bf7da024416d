//! What the user chose, in the form that is remembered for a project.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize};

use super::rule_files::{FileEdit, taken_back};
use crate::model::{DocumentsAs, Language, Omission, PromptFormat, TypesAs};

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
    /// Packs turned on or off as a whole, against what is proposed.
    pub packs: BTreeMap<String, bool>,
    /// The user's versions of rules.
    pub edited: BTreeMap<String, String>,
    /// Rules of single endpoints, in order.
    pub own: Vec<OwnRule>,
    /// The project's own file of rules as it was changed, where it can't be written: in the demo.
    pub own_file: Option<String>,
    /// Language of prompt and plan, if it is not to be the documents' own.
    #[serde(deserialize_with = "known")]
    pub language: Option<Language>,
    /// How declared types stand in the prompt, if not as the settings say.
    pub types_as: Option<TypesAs>,
    /// How documents stand in the prompt, if not as the settings say.
    pub documents_as: Option<DocumentsAs>,
    /// The form of the prompt, if not as the settings say.
    pub format: Option<PromptFormat>,
    /// Whether plans show their data flow as a diagram too, if not as the settings say.
    pub diagram: Option<bool>,
    /// What prompts leave out.
    pub left_out: BTreeSet<Omission>,
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
            packs: BTreeMap::new(),
            edited: BTreeMap::new(),
            own: Vec::new(),
            own_file: None,
            language: None,
            types_as: None,
            documents_as: None,
            format: None,
            diagram: None,
            left_out: BTreeSet::new(),
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

/// A rule that is only remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRule {
    /// `user/1`; never given twice in a project.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The endpoint that it holds for. Without one it holds for all: older versions remembered what
    /// stands in a project's own file now.
    #[serde(default)]
    pub endpoint: Option<String>,
}

impl Choices {
    /// Whether two differ in more than the highlighted endpoint.
    #[must_use]
    pub fn same_but_endpoint(&self, other: &Self) -> bool {
        self.marked == other.marked
            && self.tables == other.tables
            && self.rules == other.rules
            && self.packs == other.packs
            && self.edited == other.edited
            && self.own == other.own
            && self.own_file == other.own_file
            && self.language == other.language
            && self.types_as == other.types_as
            && self.documents_as == other.documents_as
            && self.format == other.format
            && self.diagram == other.diagram
            && self.left_out == other.left_out
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

    /// Adds a rule for an endpoint and gives its id.
    pub fn add_rule(&mut self, text: String, endpoint: Option<String>) -> String {
        let numbers = self.own.iter().filter_map(|r| r.id.rsplit('/').next()?.parse::<usize>().ok());
        let id = format!("user/{}", numbers.max().unwrap_or(0).saturating_add(1));
        self.own.push(OwnRule { id: id.clone(), text, endpoint });
        id
    }
}

/// Former and undone choices, each with the words for what was done, and with the changes of files
/// that belonged to it.
#[derive(Debug, Default)]
pub struct History {
    former: Vec<Entry>,
    undone: Vec<Entry>,
}

/// One step back, or forth again.
#[derive(Debug)]
pub struct Entry {
    /// What was done.
    pub what: String,
    /// The choices to go to.
    pub choices: Choices,
    /// What is to be done to files on the way there.
    pub edits: Vec<FileEdit>,
}

/// How many choices can be taken back.
const DEPTH: usize = 200;

impl History {
    /// Notes what the choices were before something was done, and what was done to files.
    pub fn note(&mut self, what: String, before: Choices, edits: &[FileEdit]) {
        self.undone.clear();
        self.former.push(Entry { what, choices: before, edits: taken_back(edits) });
        if self.former.len() > DEPTH {
            self.former.remove(0);
        }
    }

    /// Takes the last choice back; gives the words for it and what is to be done to files.
    pub fn undo(&mut self, now: &mut Choices) -> Option<(String, Vec<FileEdit>)> {
        step(&mut self.former, &mut self.undone, now)
    }

    /// Makes the choice again that was taken back last.
    pub fn redo(&mut self, now: &mut Choices) -> Option<(String, Vec<FileEdit>)> {
        step(&mut self.undone, &mut self.former, now)
    }

    /// Forgets changes of files that could not be made. Choices that were made with them are taken
    /// back, unless others were made since.
    pub fn forget(&mut self, edits: &[FileEdit], now: &mut Choices) {
        let wanted = taken_back(edits);
        for list in [&mut self.former, &mut self.undone] {
            let Some(at) = list.iter().rposition(|entry| entry.edits == wanted) else { continue };
            let is_last = at + 1 == list.len();
            let entry = list.remove(at);
            if is_last {
                let endpoint = now.endpoint.clone();
                *now = Choices { endpoint, ..entry.choices };
            }
            return;
        }
    }
}

fn step(from: &mut Vec<Entry>, to: &mut Vec<Entry>, now: &mut Choices) -> Option<(String, Vec<FileEdit>)> {
    let Entry { what, choices: mut then, edits } = from.pop()?;
    then.endpoint.clone_from(&now.endpoint);
    let back = Entry { what: what.clone(), choices: std::mem::replace(now, then), edits: taken_back(&edits) };
    to.push(back);
    Some((what, edits))
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
        history.note("rule added".to_owned(), now.clone(), &[]);
        now.add_rule("Be kind.".to_owned(), None);
        let after = now.clone();
        assert_eq!(history.undo(&mut now), Some(("rule added".to_owned(), Vec::new())));
        assert_eq!(now, Choices::default());
        assert_eq!(history.undo(&mut now), None);
        assert_eq!(history.redo(&mut now), Some(("rule added".to_owned(), Vec::new())));
        assert_eq!(now, after);
    }
}

//! The files of rules that the wizard writes: what they hold, and changes on their way to them.
//!
//! A change shows at once and is written beside the screen. The shell makes it in the text that it
//! finds on disk, so what somebody else wrote there meanwhile stays.

use super::choices::Choices;
use super::msg::Effect;
use super::state::State;
use crate::deliver::own_rules::{self, Change, Refused};
use crate::model::{Document, DocumentRole, Owner, Project};
use crate::read::rules::{OWN_FILE, is_own_file};

/// One of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RulesFile {
    /// The project's own.
    Project,
    /// The user's own, for all projects.
    User,
}

/// A change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEdit {
    /// Which file.
    pub file: RulesFile,
    /// Its path below the root, for the project's.
    pub path: String,
    /// The text that it is thought to hold.
    pub before: String,
    /// The text that it is to hold; a file without any goes away.
    pub after: String,
    /// What leads from one to the other, for a file that holds something else.
    pub change: Change,
    /// What leads back.
    pub inverse: Change,
}

/// The changes that take others back, in their order.
#[must_use]
pub fn taken_back(edits: &[FileEdit]) -> Vec<FileEdit> {
    let back = |edit: &FileEdit| FileEdit {
        before: edit.after.clone(),
        after: edit.before.clone(),
        change: edit.inverse.clone(),
        inverse: edit.change.clone(),
        ..edit.clone()
    };
    edits.iter().rev().map(back).collect()
}

/// What the files hold once everything that is on its way to them is written.
#[derive(Debug, Default)]
pub struct RuleFiles {
    project: String,
    user: String,
    /// How many changes are on their way.
    waiting: usize,
}

impl RuleFiles {
    /// Takes what was read, unless there is something newer on its way.
    pub fn read(&mut self, project: &Project) {
        if self.waiting == 0 {
            self.project = own_document(project).map(|d| d.source.text().to_owned()).unwrap_or_default();
            self.user.clone_from(&project.user_rules);
        }
    }

    /// The changes that were on their way have arrived or failed; this is what a file holds now.
    pub fn written(&mut self, texts: Vec<(RulesFile, String)>) {
        self.waiting = self.waiting.saturating_sub(1);
        if self.waiting == 0 {
            texts.into_iter().for_each(|(file, text)| self.set(file, text));
        }
    }

    fn set(&mut self, file: RulesFile, text: String) {
        match file {
            RulesFile::Project => self.project = text,
            RulesFile::User => self.user = text,
        }
    }
}

/// The document of the project's own rules.
#[must_use]
pub fn own_document(project: &Project) -> Option<&Document> {
    project.documents.iter().find(|d| d.role == DocumentRole::Rules && is_own_file(&d.source.path))
}

/// The path of the project's own rules, where they are or would be.
#[must_use]
pub fn own_path(project: &Project) -> &str {
    own_document(project).map_or(OWN_FILE, |document| document.source.path.as_str())
}

impl State {
    /// What a file of rules holds.
    #[must_use]
    pub fn rules_text(&self, file: RulesFile) -> &str {
        match (file, &self.choices.own_file) {
            (RulesFile::Project, Some(text)) if self.setup.in_memory => text,
            (RulesFile::Project, _) => &self.rule_files.project,
            (RulesFile::User, _) => &self.rule_files.user,
        }
    }

    /// Whether rules can be put into the project's own file: what is not read would be lost there.
    #[must_use]
    pub fn reads_own_file(&self) -> bool {
        !self.setup.names_rules || own_document(&self.project).is_some()
    }

    /// The owner after another one, of those that can have rules here.
    #[must_use]
    pub fn next_owner(&self, owner: Owner) -> Owner {
        match owner {
            Owner::Endpoint if self.reads_own_file() => Owner::Project,
            Owner::Endpoint | Owner::Project if !self.setup.in_memory => Owner::User,
            _ => Owner::Endpoint,
        }
    }

    /// Where a rule of an owner stands: `POST /users alone`, a file.
    #[must_use]
    pub fn whose(&self, owner: Owner) -> String {
        match owner {
            Owner::Endpoint => {
                let endpoint = self.endpoint().map(|e| e.key.to_string()).unwrap_or_default();
                format!("{endpoint} alone")
            }
            Owner::Project if self.setup.in_memory => "the project (in the demo nothing is written)".to_owned(),
            Owner::Project => format!("the project: {}", own_path(&self.project)),
            Owner::User => "all your projects: rules.md".to_owned(),
        }
    }

    /// The title of the text area: what is written, and where it will stand.
    #[must_use]
    pub fn editor_title(&self, rule: Option<&str>, owner: Owner) -> String {
        let row = rule.and_then(|id| self.rules.rules.iter().find(|row| row.rule.id == id));
        match row {
            None => format!("A new rule for {}", self.whose(owner)),
            Some(row) if row.owner.is_some() => format!("Edit the rule of {}", self.whose(owner)),
            Some(row) if row.is_remembered() => "Edit the rule".to_owned(),
            Some(_) => format!("Edit the rule; your version is for {}", self.whose(owner)),
        }
    }

    /// Changes choices and files in one step, which can be taken back under the words `what`. Nothing
    /// is changed where a file can't take its change.
    pub fn change_rules(
        &mut self,
        what: &str,
        changes: Vec<(RulesFile, Change)>,
        choose: impl FnOnce(&mut Choices),
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refused> {
        let mut edits = Vec::new();
        for (file, change) in changes {
            let before = self.rules_text(file).to_owned();
            let after = own_rules::apply(&before, &change)?;
            let inverse = own_rules::inverse(&before, &change).ok_or(Refused::Form)?;
            edits.push(FileEdit { file, path: own_path(&self.project).to_owned(), before, after, change, inverse });
        }
        let before = self.choices.clone();
        choose(&mut self.choices);
        if self.setup.in_memory {
            for edit in edits.drain(..) {
                self.choices.own_file = Some(edit.after);
            }
        }
        if self.choices == before && edits.is_empty() {
            return Ok(());
        }
        self.history.note(what.to_owned(), before, &edits);
        self.revision += 1;
        self.write(edits, effects);
        Ok(())
    }

    /// Makes changes of files that were made before, or takes them back. A file that is not what it
    /// was then gets them rule by rule.
    pub fn repeat(&mut self, edits: Vec<FileEdit>, effects: &mut Vec<Effect>) -> Result<(), Refused> {
        let mut now = Vec::new();
        for edit in edits {
            let before = self.rules_text(edit.file).to_owned();
            let after =
                if before == edit.before { edit.after.clone() } else { own_rules::apply(&before, &edit.change)? };
            now.push(FileEdit { before, after, ..edit });
        }
        self.write(now, effects);
        Ok(())
    }

    fn write(&mut self, edits: Vec<FileEdit>, effects: &mut Vec<Effect>) {
        if edits.is_empty() {
            return;
        }
        for edit in &edits {
            self.rule_files.set(edit.file, edit.after.clone());
        }
        self.rule_files.waiting += 1;
        effects.push(Effect::WriteRules(edits));
    }
}

//! Step 3: the rules of packs, of the project's files, and of the user.

use super::super::packs;
use super::super::rule_files::{RulesFile, own_document, own_path};
use super::super::state::State;
use super::grouped::GroupedList;
use crate::deliver::own_rules;
use crate::model::{Owner, Rule, RuleOrigin, RuleScope};
use crate::read::rules::{OWN_FILE, is_own_file, text_in, user_rules};
use crate::text::{DocumentId, Place, Span};

/// The list of rules.
#[derive(Debug, Default)]
pub struct RulesPane {
    /// The rows.
    pub list: GroupedList,
    /// All rules in order, with the user's versions of their texts.
    pub rules: Vec<RuleRow>,
    made_for: Option<(u64, Vec<usize>)>,
}

/// One rule as the pane shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow {
    /// The rule; its text is the user's version where there is one.
    pub rule: Rule,
    /// Where it comes from, in words.
    pub group: String,
    /// Its first line.
    pub label: String,
    /// Whose it is, if it can be changed where it stands.
    pub owner: Option<Owner>,
    /// Its number in prompt and plan, if it holds.
    pub number: Option<usize>,
    /// Whether it holds.
    pub on: bool,
    /// Whether the user turned it on or off.
    pub by_user: bool,
    /// Whether the text is the user's version.
    pub edited: bool,
}

impl RuleRow {
    /// Whether it is among the choices, and in no file.
    #[must_use]
    pub fn is_remembered(&self) -> bool {
        matches!(self.rule.origin, RuleOrigin::Remembered { .. })
    }
}

impl RulesPane {
    /// The highlighted rule.
    #[must_use]
    pub fn row(&self) -> Option<&RuleRow> {
        self.rules.get(self.list.selected()?)
    }

    /// How many hold.
    #[must_use]
    pub fn active(&self) -> usize {
        self.rules.iter().filter(|r| r.on).count()
    }

    /// Shows what the search leaves.
    pub fn refill(&mut self) {
        self.list.fill(self.rules.iter().map(|r| (r.group.as_str(), r.label.as_str())));
    }

    /// Highlights a rule by its id.
    pub fn select(&mut self, id: &str) {
        if let Some(at) = self.rules.iter().position(|r| r.rule.id == id) {
            self.list.select(at);
        }
    }

    /// Highlights a rule of a file by its id there, which knows nothing of the file's path.
    pub fn select_among(&mut self, owner: Owner, id: &str) {
        let of_owner: Vec<usize> = (0..self.rules.len()).filter(|at| self.owner(*at) == Some(owner)).collect();
        let rules: Vec<Rule> = of_owner.iter().filter_map(|at| Some(self.rules.get(*at)?.rule.clone())).collect();
        if let Some(at) = own_rules::position(&rules, id).and_then(|nth| of_owner.get(nth)) {
            self.list.select(*at);
        }
    }

    fn owner(&self, at: usize) -> Option<Owner> {
        self.rules.get(at)?.owner
    }
}

/// Brings the pane up to date. `subject` are the endpoints that prompt and plan are for.
pub fn refresh(state: &mut State, subject: &[usize]) {
    let current = Some((state.revision, subject.to_vec()));
    if state.rules.made_for == current {
        return;
    }
    let former = state.rules.row().map(|row| row.rule.id.clone());
    // Same order as in the prompt; rules of one origin stand together already. Those of the endpoint
    // are last, so that the others have the same numbers for every endpoint.
    let rules =
        packs::applied(state, of_project(state)).into_iter().chain(of_user(state)).chain(remembered(state, subject));
    let mut rows: Vec<RuleRow> = rules.map(|rule| row(state, rule)).collect();
    for (number, row) in (1..).zip(rows.iter_mut().filter(|row| row.on)) {
        row.number = Some(number);
    }
    state.rules.rules = rows;
    state.rules.refill();
    if let Some(id) = former {
        state.rules.select(&id);
    }
    state.rules.made_for = current;
}

/// The project's own rules as its file will hold them, then those of other tools' files and of packs.
fn of_project(state: &State) -> Vec<Rule> {
    let text = state.rules_text(RulesFile::Project);
    let read = own_document(&state.project);
    let is_own = |rule: &Rule| matches!(&rule.origin, RuleOrigin::File { path, .. } if is_own_file(path));
    let others = state.project.rules.iter().filter(|rule| rule.origin.is_shared() && !is_own(rule)).cloned();
    if read.is_some_and(|document| document.source.text() == text) {
        return state.project.rules.iter().filter(|rule| is_own(rule)).cloned().chain(others).collect();
    }
    let mut own = own_rules::rules(text);
    for rule in &mut own {
        // Where the rules stand is known again once the file is read.
        let path = own_path(&state.project).to_owned();
        rule.id = rule.id.replacen(OWN_FILE, &path, 1);
        let place = Place { document: DocumentId(usize::MAX), span: Span::default() };
        rule.origin = RuleOrigin::File { path, place };
    }
    own.extend(others);
    own
}

fn of_user(state: &State) -> Vec<Rule> {
    if state.setup.in_memory {
        return Vec::new();
    }
    user_rules(state.rules_text(RulesFile::User))
}

/// Rules of the endpoints that prompt and plan are for.
fn remembered<'s>(state: &'s State, subject: &[usize]) -> impl Iterator<Item = Rule> + 's {
    let names: Vec<String> = subject.iter().filter_map(|at| state.endpoints.names.get(*at).cloned()).collect();
    let mut own: Vec<_> = state.choices.own.iter().collect();
    own.retain(|own| own.endpoint.as_ref().is_none_or(|endpoint| names.contains(endpoint)));
    own.sort_by_key(|own| own.endpoint.as_ref().and_then(|endpoint| names.iter().position(|name| name == endpoint)));
    own.into_iter().map(|own| Rule {
        id: own.id.clone(),
        text: own.text.clone(),
        heading: None,
        origin: RuleOrigin::Remembered { endpoint: own.endpoint.clone() },
        active: true,
        reason: "remembered here, in no file".to_owned(),
        scope: RuleScope::default(),
    })
}

fn row(state: &State, mut rule: Rule) -> RuleRow {
    let edited = state.choices.edited.get(&rule.id);
    // A rule of a pack is shown in the language in which prompt and plan will have it.
    rule.text = match edited {
        Some(text) => text.clone(),
        None => text_in(&rule, state.language()).to_owned(),
    };
    let turned = state.choices.rules.get(&rule.id).copied();
    let (owner, group) = match &rule.origin {
        RuleOrigin::Pack { title, .. } => (None, format!("Pack: {title}")),
        RuleOrigin::File { path, .. } if is_own_file(path) => {
            (Some(Owner::Project), format!("The project's own: {path}"))
        }
        RuleOrigin::File { path, .. } => (None, path.clone()),
        RuleOrigin::User => (Some(Owner::User), "Yours, for all projects: rules.md".to_owned()),
        RuleOrigin::Remembered { endpoint: Some(name) } => (Some(Owner::Endpoint), format!("For {name} alone")),
        RuleOrigin::Remembered { endpoint: None } => (None, "Yours, remembered for this project".to_owned()),
    };
    let label = rule.text.lines().next().unwrap_or_default().replace(char::is_control, " ");
    RuleRow {
        group,
        label,
        owner,
        number: None,
        on: turned.unwrap_or(rule.active),
        by_user: turned.is_some_and(|on| on != rule.active),
        edited: edited.is_some(),
        rule,
    }
}

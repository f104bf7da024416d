//! Whose a rule is, and giving it to somebody else.

use super::super::super::choices::Choices;
use super::super::super::msg::Effect;
use super::super::super::panes::rules::RuleRow;
use super::super::super::popup::Popup;
use super::super::super::rule_files::RulesFile;
use super::super::super::state::{State, Tone};
use super::{file_of, tell};
use crate::deliver::own_rules::{self, Change};
use crate::model::Owner;

/// Who gets the user's version of a rule that has no owner.
pub(super) fn of_copy(state: &State) -> Owner {
    if state.reads_own_file() { Owner::Project } else { Owner::Endpoint }
}

/// Changes whose the rule that is being written will be.
pub(in crate::app::update) fn change(state: &mut State) {
    let Some(Popup::Editor { rule, owner, .. }) = state.popups.last() else { return };
    let owned = rule.as_ref().and_then(|id| state.rules.rules.iter().find(|row| row.rule.id == *id));
    if owned.is_some_and(|row| row.owner.is_some() || row.is_remembered()) {
        state.say(Tone::Plain, "The rule stays where it is; once it is kept, it can be given away in the list.");
        return;
    }
    let next = state.next_owner(*owner);
    if let Some(Popup::Editor { owner, .. }) = state.popups.last_mut() {
        *owner = next;
    }
}

/// Gives the highlighted rule to its next owner.
pub(in crate::app::update) fn give(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(row) = state.rules.row().cloned() else { return };
    let to = match row.owner {
        Some(owner) => state.next_owner(owner),
        None => of_copy(state),
    };
    if Some(to) == row.owner {
        state.say(
            Tone::Bad,
            "Rules were named with `--rules` or in the settings, so the project's own file is not read.",
        );
        return;
    }
    hand(state, &row, row.rule.text.clone(), to, "rule given away", effects);
}

/// Puts a rule's text where an owner's rules stand, and takes it from where it was; one that can't be
/// changed is turned off there.
pub(super) fn hand(
    state: &mut State,
    row: &RuleRow,
    text: String,
    to: Owner,
    what: &str,
    effects: &mut Vec<Effect>,
) -> bool {
    let id = row.rule.id.clone();
    let mut changes = Vec::new();
    let put = Put::new(state, to, text);
    changes.extend(put.change(state));
    if let Some(file) = file_of(row) {
        changes.push((file, Change::Delete { id: id.clone() }));
    }
    let is_foreign = row.owner.is_none() && !row.is_remembered();
    let whose = state.whose(to);
    let done = state.change_rules(
        what,
        changes,
        |choices| {
            put.choose(choices);
            choices.own.retain(|own| own.id != id);
            choices.edited.remove(&id);
            choices.rules.remove(&id);
            if is_foreign {
                choices.rules.insert(id.clone(), false);
            }
        },
        effects,
    );
    let ok = done.is_ok();
    tell(state, done, &format!("The rule is for {whose} now."));
    if ok {
        put.select(state);
    }
    ok
}

/// A rule on its way to an owner. A file gets this rule alone: those of packs hold beside it.
pub(super) struct Put {
    to: Owner,
    text: String,
    endpoint: Option<String>,
}

impl Put {
    pub(super) fn new(state: &State, to: Owner, text: String) -> Self {
        Self { to, text, endpoint: state.endpoint().map(|e| e.key.to_string()) }
    }

    /// The change of a file that it asks for.
    pub(super) fn change(&self, state: &State) -> Option<(RulesFile, Change)> {
        let file = match self.to {
            Owner::Endpoint => return None,
            Owner::Project => RulesFile::Project,
            Owner::User => RulesFile::User,
        };
        let at = own_rules::rules(state.rules_text(file)).len();
        Some((file, Change::Add { texts: vec![self.text.clone()], at }))
    }

    /// The choices that it asks for.
    pub(super) fn choose(&self, choices: &mut Choices) {
        if self.to == Owner::Endpoint {
            choices.add_rule(self.text.clone(), self.endpoint.clone());
        }
    }

    /// Highlights the rule where it stands now.
    pub(super) fn select(&self, state: &mut State) {
        super::super::refresh(state);
        let last = state.rules.rules.iter().rposition(|row| {
            row.rule.text == self.text
                && (row.owner == Some(self.to) || (self.to == Owner::Endpoint && row.is_remembered()))
        });
        if let Some(last) = last {
            state.rules.list.select(last);
        }
    }
}

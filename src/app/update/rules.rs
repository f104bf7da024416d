//! Turning rules on and off, ordering and deleting them.

pub(super) mod editing;
pub(super) mod owners;

use super::super::editor::Editor;
use super::super::msg::Effect;
use super::super::panes::rules::RuleRow;
use super::super::popup::Popup;
use super::super::rule_files::RulesFile;
use super::super::state::{State, Tone};
use crate::deliver::own_rules::{self, Change, Refused};
use crate::model::Owner;

/// Turns the highlighted rule on or off.
pub(super) fn toggle(state: &mut State) {
    let Some(row) = state.rules.row() else { return };
    let (id, on, by_default) = (row.rule.id.clone(), !row.on, row.rule.active);
    let what = format!("rule turned {}", if on { "on" } else { "off" });
    state.choose(what, |choices| {
        if on == by_default {
            choices.rules.remove(&id);
        } else {
            choices.rules.insert(id, on);
        }
    });
}

/// Opens the highlighted rule.
pub(super) fn edit(state: &mut State) {
    let Some(row) = state.rules.row() else { return };
    let owner = row.owner.unwrap_or_else(|| owners::of_copy(state));
    let popup = Popup::Editor {
        editor: Box::new(Editor::new(&row.rule.text)),
        rule: Some(row.rule.id.clone()),
        owner,
        at_once: false,
    };
    state.popups.push(popup);
}

/// Opens an empty text for a new rule. It will stand beside the highlighted one, if that has an owner.
pub(super) fn add(state: &mut State) {
    let owner = state.rules.row().and_then(|row| row.owner).unwrap_or_else(|| owners::of_copy(state));
    let popup = Popup::Editor { editor: Box::new(Editor::new("")), rule: None, owner, at_once: false };
    state.popups.push(popup);
}

/// Deletes the highlighted rule, if it has an owner.
pub(super) fn delete(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(row) = state.rules.row().cloned() else { return };
    let id = row.rule.id.clone();
    let changes = match file_of(&row) {
        Some(file) => vec![(file, Change::Delete { id: id.clone() })],
        None if row.is_remembered() => Vec::new(),
        None => {
            state.say(Tone::Bad, "Rules of packs and of other tools' files stay; turn this one off instead.");
            return;
        }
    };
    let done = state.change_rules(
        "rule deleted",
        changes,
        |choices| {
            choices.own.retain(|own| own.id != id);
            choices.rules.remove(&id);
            choices.edited.remove(&id);
        },
        effects,
    );
    tell(state, done, "Rule deleted.");
}

/// Moves the highlighted rule among those of its owner.
pub(super) fn shift(state: &mut State, by: isize, effects: &mut Vec<Effect>) {
    let Some(row) = state.rules.row().cloned() else { return };
    let id = row.rule.id.clone();
    if let Some(file) = file_of(&row) {
        let rules = own_rules::rules(state.rules_text(file));
        let Some(to) = own_rules::position(&rules, &id).and_then(|at| at.checked_add_signed(by)) else { return };
        if to >= rules.len() {
            return;
        }
        let done = state.change_rules("rule moved", vec![(file, Change::Move { id: id.clone(), to })], |_| {}, effects);
        // Of equal rules the id counts, so the highlight goes by place.
        let moved = done.is_ok().then(|| own_rules::rules(state.rules_text(file)).get(to).map(|rule| rule.id.clone()));
        tell(state, done, "Rule moved.");
        super::refresh(state);
        if let Some(moved) = moved.flatten() {
            state.rules.select_among(file_owner(file), &moved);
        }
    } else if row.is_remembered() {
        // Only the rules that are shown change places; those of other endpoints stand between them.
        let shown: Vec<String> =
            state.rules.rules.iter().filter(|r| r.group == row.group).map(|r| r.rule.id.clone()).collect();
        let at = shown.iter().position(|other| *other == id);
        let Some(other) = at.and_then(|at| shown.get(at.checked_add_signed(by)?)).cloned() else { return };
        state.choose("rule moved", |choices| {
            let place = |id: &str| choices.own.iter().position(|own| own.id == id);
            if let (Some(a), Some(b)) = (place(&id), place(&other)) {
                choices.own.swap(a, b);
            }
        });
    } else {
        state.say(
            Tone::Bad,
            "Rules of packs and of other tools' files keep their order; give this one to the project first.",
        );
    }
}

/// Forgets what the user changed of the highlighted rule.
pub(super) fn reset(state: &mut State) {
    let Some(row) = state.rules.row() else { return };
    let id = row.rule.id.clone();
    state.choose("rule back to its own text", |choices| {
        choices.rules.remove(&id);
        choices.edited.remove(&id);
    });
}

/// The file that a rule can be changed in.
pub(super) fn file_of(row: &RuleRow) -> Option<RulesFile> {
    match row.owner? {
        Owner::Project => Some(RulesFile::Project),
        Owner::User => Some(RulesFile::User),
        Owner::Endpoint => None,
    }
}

fn file_owner(file: RulesFile) -> Owner {
    match file {
        RulesFile::Project => Owner::Project,
        RulesFile::User => Owner::User,
    }
}

fn tell(state: &mut State, done: Result<(), Refused>, what: &str) {
    match done {
        Ok(()) => state.say(Tone::Plain, what),
        Err(refused) => state.say(Tone::Bad, format!("Nothing was changed: {refused}.")),
    }
}

#[cfg(test)]
mod tests;

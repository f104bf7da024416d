//! Turning rules on and off, writing and changing them.

use super::super::editor::Editor;
use super::super::popup::Popup;
use super::super::state::{State, Tone};
use crate::model::RuleOrigin;
use crate::read::rules::text_in;

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
    let popup = Popup::Editor { editor: Box::new(Editor::new(&row.rule.text)), rule: Some(row.rule.id.clone()) };
    state.popups.push(popup);
}

/// Opens an empty text for a new rule.
pub(super) fn add(state: &mut State) {
    state.popups.push(Popup::Editor { editor: Box::new(Editor::new("")), rule: None });
}

/// Deletes the highlighted rule, if it is the user's.
pub(super) fn delete(state: &mut State) {
    let Some(row) = state.rules.row() else { return };
    if row.rule.origin != RuleOrigin::User {
        state.say(Tone::Bad, "Only rules of your own can be deleted; turn this one off instead.");
        return;
    }
    let id = row.rule.id.clone();
    state.choose("rule deleted", |choices| {
        choices.own.retain(|own| own.id != id);
        choices.rules.remove(&id);
    });
    state.say(Tone::Plain, "Rule deleted.");
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

/// Keeps the text of the editor.
pub(super) fn keep(state: &mut State) {
    if matches!(state.popups.last(), Some(Popup::Discard)) {
        state.popups.pop();
    }
    let Some(Popup::Editor { editor, rule }) = state.popups.last() else { return };
    let (text, changed, rule) = (editor.text(), editor.changed(), rule.clone());
    if text.is_empty() {
        state.say(Tone::Bad, "A rule needs some text; esc closes without one.");
        return;
    }
    state.popups.pop();
    if !changed {
        return;
    }
    match rule {
        None => {
            let mut id = String::new();
            state.choose("rule added", |choices| id = choices.add_rule(text));
            super::refresh(state);
            state.rules.select(&id);
        }
        Some(id) => {
            let language = state.language();
            let own_text = state.project.rules.iter().find(|r| r.id == id).map(|rule| text_in(rule, language));
            let unchanged = own_text.is_some_and(|own| own.trim() == text);
            state.choose("rule changed", |choices| match choices.own.iter_mut().find(|own| own.id == id) {
                Some(own) => own.text = text,
                None if unchanged => _ = choices.edited.remove(&id),
                None => _ = choices.edited.insert(id, text),
            });
        }
    }
}

/// Closes the editor without keeping its text.
pub(super) fn discard(state: &mut State) {
    state.popups.pop();
    state.popups.pop();
}

//! The text of a rule: in the text area, in the user's editor, and back in its file.

use super::super::super::editor::Editor;
use super::super::super::msg::{Effect, Opened};
use super::super::super::popup::Popup;
use super::super::super::rule_files::{FileEdit, RulesFile, own_path};
use super::super::super::state::{Phase, State, Tone};
use super::owners::{Put, hand};
use super::{edit, file_of, tell};
use crate::deliver::own_rules::{self, Change};
use crate::model::{Owner, RuleOrigin};
use crate::read::rules::text_in;

/// Keeps the text of the text area.
pub(in crate::app::update) fn keep(state: &mut State, effects: &mut Vec<Effect>) {
    if matches!(state.popups.last(), Some(Popup::Discard)) {
        state.popups.pop();
    }
    let Some(Popup::Editor { editor, rule, owner, .. }) = state.popups.last() else { return };
    let (text, changed, rule, owner) = (editor.text(), editor.changed(), rule.clone(), *owner);
    if text.is_empty() {
        state.say(Tone::Bad, "A rule needs some text; esc closes without one.");
        return;
    }
    let popup = state.popups.pop();
    if !changed {
        return;
    }
    let kept = match rule {
        None => add(state, text, owner, effects),
        Some(id) => change(state, &id, text, owner, effects),
    };
    // What could not be kept is still there to be written otherwise.
    if !kept {
        state.popups.extend(popup);
    }
}

fn add(state: &mut State, text: String, owner: Owner, effects: &mut Vec<Effect>) -> bool {
    let put = Put::new(state, owner, text);
    let change = put.change(state).into_iter().collect();
    let done = state.change_rules("rule added", change, |choices| put.choose(choices), effects);
    let ok = done.is_ok();
    let whose = state.whose(owner);
    tell(state, done, &format!("Rule added for {whose}."));
    if ok {
        put.select(state);
    }
    ok
}

fn change(state: &mut State, id: &str, text: String, owner: Owner, effects: &mut Vec<Effect>) -> bool {
    let Some(row) = state.rules.rules.iter().find(|row| row.rule.id == id).cloned() else {
        // It went away while it was being edited; its text is a rule all the same.
        return add(state, text, owner, effects);
    };
    if let Some(file) = file_of(&row) {
        return change_in_file(state, id, text, file, effects);
    }
    if row.is_remembered() {
        state.choose("rule changed", |choices| {
            if let Some(own) = choices.own.iter_mut().find(|own| own.id == id) {
                own.text = text;
            }
        });
        return true;
    }
    let own_text = state.project.rules.iter().find(|rule| rule.id == id).map(|rule| text_in(rule, state.language()));
    if own_text.is_some_and(|own| own.trim() == text) {
        state.choose("rule back to its own text", |choices| _ = choices.edited.remove(id));
        return true;
    }
    hand(state, &row, text, owner, "rule changed", effects)
}

fn change_in_file(state: &mut State, id: &str, text: String, file: RulesFile, effects: &mut Vec<Effect>) -> bool {
    let before = own_rules::rules(state.rules_text(file));
    let at = own_rules::position(&before, id);
    let edit = Change::Edit { id: id.to_owned(), text };
    let after = own_rules::apply(state.rules_text(file), &edit).map(|text| own_rules::rules(&text));
    // A rule's id follows its words; whether it is on goes along.
    let new = at.and_then(|at| after.as_ref().ok()?.get(at)).and_then(|rule| rule.id.rsplit_once('#'));
    let new = new.zip(id.rsplit_once('#')).map(|((_, hash), (file, _))| format!("{file}#{hash}"));
    let done = state.change_rules(
        "rule changed",
        vec![(file, edit)],
        |choices| {
            choices.edited.remove(id);
            if let (Some(on), Some(new)) = (choices.rules.remove(id), &new) {
                choices.rules.insert(new.clone(), on);
            }
        },
        effects,
    );
    let ok = done.is_ok();
    tell(state, done, "Rule changed.");
    super::super::refresh(state);
    if let Some(new) = new.filter(|_| ok) {
        state.rules.select(&new);
    }
    ok
}

/// Closes the text area without keeping its text.
pub(in crate::app::update) fn discard(state: &mut State) {
    state.popups.pop();
    state.popups.pop();
}

/// Opens the highlighted rule in the user's editor: its file at its line, or its text alone.
pub(in crate::app::update) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(row) = state.rules.row().cloned() else { return };
    let line_in = |file: RulesFile| {
        let text = state.rules_text(file);
        let rules = own_rules::rules(text);
        let rule = rules.get(own_rules::position(&rules, &row.rule.id)?)?;
        let RuleOrigin::File { place, .. } = &rule.origin else { return None };
        Some(text.get(..place.span.start)?.matches('\n').count() + 1)
    };
    let opened = match (file_of(&row), &row.rule.origin) {
        // The demo has no files.
        _ if state.setup.in_memory || row.edited => None,
        (Some(file @ RulesFile::Project), _) => {
            line_in(file).map(|line| Opened::File { path: own_path(&state.project).to_owned(), line })
        }
        (Some(file @ RulesFile::User), _) => line_in(file).map(|line| Opened::UserRules { line }),
        (None, RuleOrigin::File { path, place }) => {
            let source = state.project.source(*place);
            source.map(|source| Opened::File { path: path.clone(), line: source.line_of(place.span.start) })
        }
        (None, _) => None,
    };
    match opened {
        Some(opened) => effects.push(Effect::OpenEditor(opened)),
        None => {
            edit(state);
            if let Some(Popup::Editor { at_once, .. }) = state.popups.last_mut() {
                *at_once = true;
            }
            hand_over(state, effects);
        }
    }
}

/// Hands the text of the text area over to the user's editor.
pub(in crate::app::update) fn hand_over(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(Popup::Editor { editor, .. }) = state.popups.last() {
        effects.push(Effect::OpenEditor(Opened::Text(editor.text())));
    }
}

/// The user's editor was closed.
pub(in crate::app::update) fn closed(
    state: &mut State,
    text: Option<String>,
    problem: Option<String>,
    effects: &mut Vec<Effect>,
) {
    match text {
        // What was done to a file shows once it is read again.
        None => {
            if state.phase == Phase::Ready {
                effects.push(Effect::ReadProject);
            }
        }
        Some(text) => take_text(state, &text, problem.is_none(), effects),
    }
    if let Some(problem) = problem {
        state.say(Tone::Bad, problem);
    }
}

fn take_text(state: &mut State, text: &str, well: bool, effects: &mut Vec<Effect>) {
    let Some(Popup::Editor { editor, at_once, .. }) = state.popups.last_mut() else { return };
    let at_once = std::mem::take(at_once);
    if text.trim().is_empty() {
        if at_once {
            state.popups.pop();
        }
        state.say(Tone::Bad, "The text came back empty; nothing was changed.");
        return;
    }
    if text.trim() != editor.text() {
        editor.replace(text);
    }
    let changed = editor.changed();
    if at_once && well {
        keep(state, effects);
    } else if at_once && !changed {
        state.popups.pop();
    }
}

/// Changes arrived in their files, or failed.
pub(in crate::app::update) fn written(
    state: &mut State,
    edits: &[FileEdit],
    texts: Vec<(RulesFile, String)>,
    problem: Option<String>,
    effects: &mut Vec<Effect>,
) {
    state.rule_files.written(texts);
    state.revision += 1;
    effects.push(Effect::ReadProject);
    let Some(problem) = problem else { return };
    state.history.forget(edits, &mut state.choices);
    // What the user wrote is not lost with the file that it was meant for.
    if let Some((text, file)) = edits.iter().find_map(|edit| Some((written_text(&edit.change)?, edit.file)))
        && state.popups.is_empty()
    {
        let owner = if file == RulesFile::User { Owner::User } else { Owner::Project };
        let mut editor = Editor::new("");
        editor.replace(&text);
        state.popups.push(Popup::Editor { editor: Box::new(editor), rule: None, owner, at_once: false });
    }
    state.say(Tone::Bad, problem);
}

/// The text that a change would have brought.
fn written_text(change: &Change) -> Option<String> {
    match change {
        Change::Add { texts, .. } => texts.last().cloned(),
        Change::Edit { text, .. } => Some(text.clone()),
        Change::All(changes) => changes.iter().find_map(written_text),
        Change::Move { .. } | Change::Delete { .. } => None,
    }
}

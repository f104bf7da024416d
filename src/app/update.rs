//! How a message changes the state, and what it asks the shell for.

mod actions;
mod findings;
mod forms;
mod mouse;
mod moving;
mod rules;
mod saving;
mod typing;

use std::sync::Arc;

use super::command::{Action, Context};
use super::layout::{self, Layout, Size};
use super::msg::{Effect, Msg};
use super::panes;
use super::popup::Popup;
use super::state::{Phase, State, Tone};
use super::types::{self, PickedTypes};
use crate::config::keymap::{Key, KeyCode};
use crate::deliver::plan_state::mark_findings;
use crate::model::Project;

/// Changes the state by a message.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let mut effects = Vec::new();
    match msg {
        Msg::Key(key) => on_key(state, key, &mut effects),
        Msg::Paste(text) => typing::paste(state, &text),
        Msg::Mouse(mouse) => mouse::on_mouse(state, mouse),
        Msg::Resize { width, height } => state.setup.size = Size { width, height },
        Msg::Opened { project, choices } => {
            state.remembered = (*choices).clone();
            state.choices = *choices;
            take_project(state, project);
        }
        Msg::ProjectRead(project) => {
            let asked_for = state.phase == Phase::Rereading;
            // What was saved is among the documents now.
            let project = if state.setup.demo { saving::with_saved(state, project) } else { project };
            state.saved.clear();
            take_project(state, project);
            let (endpoints, tables) = (state.endpoints.names.len(), state.project.schema.tables.len());
            if asked_for {
                state.say(Tone::Good, format!("Read {endpoints} endpoints and {tables} tables."));
            }
        }
        Msg::RulesWritten { edits, texts, problem } => {
            rules::editing::written(state, &edits, texts, problem, &mut effects);
        }
        Msg::EditorClosed { text, problem } => rules::editing::closed(state, text, problem, &mut effects),
        Msg::Copied { message } => state.say(Tone::Good, message),
        Msg::NotCopied { message } | Msg::Trouble(message) => state.say(Tone::Bad, message),
        Msg::Saved { path, former } => saving::saved(state, &path, former.as_deref(), &mut effects),
        Msg::Exists { path, text } => saving::exists(state, &path, text),
        Msg::Counted { id, tally } => state.preview.counting.take_answer(id, tally),
        Msg::Checked { id, settled } => {
            if state.findings.take_answer(id, settled, &state.project) {
                mark_findings(&mut state.endpoints.plans, state.findings.in_plans());
            }
        }
        Msg::NotSaved { path, message } => saving::not_saved(state, &path, &message),
    }
    refresh(state);
    remember(state, &mut effects);
    if let Some((id, uncounted)) = state.preview.counting.take_request() {
        effects.push(Effect::Count { id, uncounted: Box::new(uncounted) });
    }
    if let Some(id) = state.findings.take_request() {
        effects.push(Effect::Check { id });
    }
    effects
}

fn on_key(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    state.notice = None;
    let context = state.context();
    match state.setup.keymap.action(context, key) {
        // Who has read a popup often presses the key for leaving; that closes the popup. A key that
        // types nothing, such as ctrl-c, leaves from anywhere.
        Some(Action::Quit) if !state.popups.is_empty() && key.typed().is_some() => {
            actions::perform(state, Action::Back, effects);
        }
        Some(action) => actions::perform(state, action, effects),
        // Over a slow line, esc and the key after it arrive together, which reads as alt and that key.
        None if key.alt && !matches!(context, Context::Editor | Context::Name) => {
            on_key(state, Key::plain(KeyCode::Esc), effects);
            on_key(state, Key { alt: false, ..key }, effects);
        }
        None if context.takes_text() => typing::key(state, key),
        None => {}
    }
}

fn take_project(state: &mut State, project: Arc<Project>) {
    let highlighted = state.endpoints.list.selected().and_then(|at| state.endpoints.names.get(at)).cloned();
    let wanted = highlighted.or_else(|| state.choices.endpoint.clone());
    state.project = project;
    state.rule_files.read(&state.project);
    state.phase = Phase::Ready;
    state.picks.clear();
    state.types = PickedTypes::default();
    state.findings.ask();
    state.revision += 1;
    panes::endpoints::read(state);
    panes::endpoints::mark_plans(state);
    let at = wanted.and_then(|name| state.endpoints.names.iter().position(|n| *n == name));
    if !at.is_some_and(|at| state.endpoints.list.select(at)) {
        state.endpoints.list.first();
    }
}

/// Brings everything that is shown up to date with what was chosen.
fn refresh(state: &mut State) {
    if state.phase == Phase::Reading {
        return;
    }
    let layout = layout_of(state);
    panes::endpoints::mark(state);
    let subject = state.subject();
    panes::rules::refresh(state, &subject);
    panes::tables::refresh(state, &subject);
    types::refresh(state, &subject);
    let shown = layout.and_then(|l| l.preview).map(|pane| state.preview.text_area(pane));
    panes::preview::refresh(state, &subject, shown);
    if let Some(layout) = layout {
        fit_lists(state, &layout);
        if let Some(pane) = layout.panes.get(1).copied().flatten() {
            panes::tables::refresh_reasons(state, pane.detail.width, pane.detail.height);
        }
    }
    let sources = state.preview.sources();
    if let Some(Popup::Packs(_)) = state.popups.last()
        && let Some(Popup::Packs(mut packs)) = state.popups.pop()
    {
        packs.refresh(state);
        state.popups.push(Popup::Packs(packs));
    }
    for popup in &mut state.popups {
        if let Popup::Remarks(remarks) = popup {
            remarks.refresh(&state.project);
        }
        popup.fit(state.setup.size, sources);
    }
}

fn fit_lists(state: &mut State, layout: &Layout) {
    let lists = [&mut state.endpoints.list, &mut state.tables.list, &mut state.rules.list];
    for (list, pane) in lists.into_iter().zip(layout.panes) {
        if let Some(pane) = pane {
            list.fit(pane.rows(list.search.is_some()).height);
        }
    }
}

/// Asks to keep the choices where they changed.
fn remember(state: &mut State, effects: &mut Vec<Effect>) {
    if state.phase == Phase::Reading {
        return;
    }
    let highlighted = state.endpoints.list.selected().and_then(|at| state.endpoints.names.get(at));
    if highlighted.is_some() && highlighted != state.choices.endpoint.as_ref() {
        state.choices.endpoint = highlighted.cloned();
    }
    let leaving = effects.contains(&Effect::Quit);
    // Moving through the list alone is worth a write only once, on leaving.
    let changed = !state.choices.same_but_endpoint(&state.remembered);
    if changed || (leaving && state.choices != state.remembered) {
        state.remembered = state.choices.clone();
        effects.insert(0, Effect::Remember(Box::new(state.choices.clone())));
    }
}

fn layout_of(state: &State) -> Option<Layout> {
    layout::layout(state.setup.size, state.step)
}

/// A size for people: `870 bytes`, `12.3 KB`.
#[cfg(test)]
mod tests;

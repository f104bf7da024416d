//! Saving a plan: a name, then the file, then what to do where it exists.

use std::sync::Arc;

use super::super::msg::Effect;
use super::super::panes::endpoints;
use super::super::panes::preview;
use super::super::popup::{Conflict, Popup};
use super::super::state::{SavedPlan, State, Tone};
use super::actions;
use crate::deliver::acceptances::carried;
use crate::deliver::file_name;
use crate::model::{Document, DocumentRole, Format, Project};
use crate::text::{DocumentId, Source};

/// Asks for the name to save under.
pub(super) fn ask(state: &mut State) {
    if state.subject().is_empty() {
        state.say(Tone::Bad, "There is no endpoint to save a plan for.");
        return;
    }
    // The demo has no folder, so its user names one.
    let subject = state.subject();
    let offered = match state.setup.demo {
        true => String::new(),
        false => preview::file_name(state, &subject, &state.setup.save_as),
    };
    actions::name(state, &offered);
}

/// Saves under the name that was typed.
pub(super) fn save_under_name(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Popup::Name(line)) = state.popups.last() else { return };
    let mut path = line.text().trim().to_owned();
    if path.is_empty() {
        state.say(Tone::Bad, "The file needs a name; esc closes without saving.");
        return;
    }
    let subject = state.subject();
    if path.ends_with('/') {
        let name = preview::file_name(state, &subject, &state.setup.save_as);
        path.push_str(name.rsplit('/').next().unwrap_or_default());
    }
    state.popups.pop();
    let text = preview::plan_to_save(state, &subject);
    let endpoints = subject.iter().filter_map(|at| state.endpoints.names.get(*at).cloned()).collect();
    state.saving = Some(SavedPlan { endpoints, path: path.clone(), text: text.clone() });
    effects.push(Effect::Save { path, text, over: None });
}

/// Writes over the file whose difference is shown.
pub(super) fn overwrite(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Popup::Conflict(Conflict { plan, text, .. })) = state.popups.pop() else { return };
    effects.push(Effect::Save { path: plan.path.clone(), text: plan.text.clone(), over: Some(text) });
    state.saving = Some(plan);
}

/// Offers another name than that of the file whose difference is shown.
pub(super) fn other_name(state: &mut State) {
    let Some(Popup::Conflict(conflict)) = state.popups.pop() else { return };
    let subject = state.subject();
    let offered = preview::file_name(state, &subject, file_name::PER_ENDPOINT);
    // Beside the file that exists: in the demo that may be anywhere.
    let folder = conflict.plan.path.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    actions::name(state, &format!("{folder}{}", offered.rsplit('/').next().unwrap_or_default()));
}

/// The file exists.
pub(super) fn exists(state: &mut State, path: &str, text: String) {
    let Some(mut plan) = state.saving.take().filter(|plan| plan.path == path) else { return };
    // Comments that accept findings are the user's own.
    plan.text = carried(&text, &plan.text).text;
    if plan.text == text {
        state.say(Tone::Good, format!("{path} already holds this plan."));
        note_saved(state, plan);
    } else {
        state.popups.push(Popup::Conflict(Conflict::new(plan, text)));
    }
}

/// The plan is in its file.
pub(super) fn saved(state: &mut State, path: &str, former: Option<&str>, effects: &mut Vec<Effect>) {
    let former = former.map(|former| format!("; the former version is {former}")).unwrap_or_default();
    state.say(Tone::Good, format!("Saved {path}{former}."));
    if let Some(plan) = state.saving.take() {
        note_saved(state, plan);
        effects.push(Effect::ReadProject);
    }
}

/// The plan could not be saved.
pub(super) fn not_saved(state: &mut State, path: &str, message: &str) {
    state.saving = None;
    state.say(Tone::Bad, format!("{path} was not saved: {message}"));
}

fn note_saved(state: &mut State, plan: SavedPlan) {
    state.saved.retain(|other| other.path != plan.path);
    state.saved.push(plan);
    state.revision += 1;
    endpoints::mark_plans(state);
}

/// The demo's documents never change, so the plans that were saved from it are added to them.
pub(super) fn with_saved(state: &State, mut project: Arc<Project>) -> Arc<Project> {
    let former = state.project.documents.iter().filter(|document| document.role == DocumentRole::Plan);
    let former = former.map(|document| (document.source.path.as_str(), document.source.text()));
    let saved = state.saved.iter().map(|plan| (plan.path.as_str(), plan.text.as_str()));
    let documents = &mut Arc::make_mut(&mut project).documents;
    for (path, text) in former.chain(saved) {
        let at = documents.iter().position(|document| document.source.path == path).unwrap_or(documents.len());
        let source = Source::new(DocumentId(at), path, text);
        let (role, format, bytes) = (DocumentRole::Plan, Format::Markdown, text.len() as u64);
        let document = Document { role, format, source, bytes, sha256: String::new() };
        match documents.get_mut(at) {
            Some(slot) => *slot = document,
            None => documents.push(document),
        }
    }
    project
}

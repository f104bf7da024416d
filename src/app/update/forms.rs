//! The forms of prompt and plan: language, references or text, diagram, what is left out.

use super::super::popup::Popup;
use super::super::popup::sheet::Sheet;
use super::super::state::{State, Tone};
use crate::model::{DocumentsAs, Language, Omission, PromptFormat, TypesAs};

/// Goes on to the next language.
pub(super) fn language(state: &mut State) {
    let all = Language::all();
    let at = all.iter().position(|language| *language == state.language()).map_or(0, |at| at + 1);
    let Some(next) = all.iter().cycle().nth(at).copied() else { return };
    state.choose(format!("language {}", next.name()), |choices| choices.language = Some(next));
}

/// Gives types as references or with their text.
pub(super) fn types_as(state: &mut State) {
    let (next, what) = match state.types_as() {
        TypesAs::References => (TypesAs::Text, "types with their text"),
        TypesAs::Text => (TypesAs::References, "types as references to their files"),
    };
    state.choose(what, |choices| choices.types_as = Some(next));
    state.say(Tone::Plain, format!("The prompt gives {what}."));
    let sheet = Sheet::types(state);
    if let Some(Popup::Sheet(shown)) =
        state.popups.last_mut().filter(|p| matches!(p, Popup::Sheet(s) if s.title == sheet.title))
    {
        *shown = sheet;
    }
}

/// Gives documents with their text or as references.
pub(super) fn documents_as(state: &mut State) {
    let next = following(&DocumentsAs::ALL, state.documents_as());
    let what = match next {
        DocumentsAs::Inline => "documents with their text",
        DocumentsAs::At => "documents as references with @",
        DocumentsAs::Hash => "documents as references with #",
    };
    state.choose(what, |choices| choices.documents_as = Some(next));
    state.say(Tone::Plain, format!("The prompt gives {what}."));
}

/// Goes on to the next form of the prompt.
pub(super) fn format(state: &mut State) {
    let next = following(&PromptFormat::ALL, state.format());
    let what = match next {
        PromptFormat::Xml => "tags around what is inserted",
        PromptFormat::Markdown => "headings in place of tags",
        PromptFormat::Json => "the form of JSON messages",
    };
    state.choose(format!("prompt as {}", next.word()), |choices| choices.format = Some(next));
    state.say(Tone::Plain, format!("The prompt has {what}."));
}

/// The one behind another in a list, from the first again after the last.
fn following<T: Copy + PartialEq>(all: &[T], now: T) -> T {
    let at = all.iter().position(|one| *one == now).map_or(0, |at| at + 1);
    all.get(at).or(all.first()).copied().unwrap_or(now)
}

/// Adds the sequence diagram to the plan or leaves it out.
pub(super) fn diagram(state: &mut State) {
    let next = !state.diagram();
    let what = if next { "with a sequence diagram" } else { "without a sequence diagram" };
    state.choose(format!("plan {what}"), |choices| choices.diagram = Some(next));
    state.say(Tone::Plain, format!("The plan comes {what}."));
}

/// Leaves out of prompts what is highlighted, or puts it back.
pub(super) fn toggle_omission(state: &mut State) {
    let Some(Popup::LeaveOut(cursor)) = state.popups.last() else { return };
    let Some(omission) = Omission::ALL.get(cursor.at).copied() else { return };
    let what = match state.choices.left_out.contains(&omission) {
        true => format!("{} put back", omission.word()),
        false => format!("{} left out", omission.word()),
    };
    state.choose(what, |choices| {
        if !choices.left_out.remove(&omission) {
            choices.left_out.insert(omission);
        }
    });
}

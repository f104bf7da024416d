//! What was found, and what the readers say: going from one to the next, saying more, opening the place.

use super::super::msg::{Effect, Opened};
use super::super::panes::preview::Tab;
use super::super::popup::Popup;
use super::super::popup::remarks::{Remark, Remarks};
use super::super::popup::sheet::Sheet;
use super::super::state::{State, Step, Tone};
use super::actions;
use crate::diagnostic::pages;

/// Shows the findings; where they are shown already, goes on by some, around either end.
pub(super) fn go(state: &mut State, by: isize) {
    if state.step != Step::Preview || state.preview.tab != Tab::Check {
        actions::go_to(state, Step::Preview);
        state.preview.tab = Tab::Check;
        return;
    }
    let Remarks { rows, cursor, .. } = &mut state.preview.check.list;
    if !rows.is_empty() {
        cursor.at = (cursor.at + rows.len()).saturating_add_signed(by) % rows.len();
    }
}

/// The highlighted remark or finding.
fn highlighted(state: &State) -> Option<&Remark> {
    match state.popups.last() {
        Some(Popup::Remarks(remarks)) => remarks.selected(),
        _ => state.preview.check.list.selected(),
    }
}

/// Shows the page of the highlighted one's code.
pub(super) fn explain(state: &mut State) {
    let code = highlighted(state).map(|remark| remark.code);
    if let Some((code, page)) = code.and_then(|code| Some((code, pages::page(code)?))) {
        state.popups.push(Popup::Sheet(Sheet::page(&code.to_string(), page)));
    }
}

/// Opens the highlighted one's file in the user's editor.
pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(remark) = highlighted(state) else { return };
    let Some((place, source)) = remark.place.and_then(|place| Some((place, state.project.source(place)?))) else {
        state.say(Tone::Bad, "It is about no document, so there is no file to open.");
        return;
    };
    // Of the demo only what was saved from it is a file.
    let is_file = !state.setup.in_memory || state.project.is_plan(place);
    if is_file {
        let (path, line) = (source.path.clone(), source.line_of(place.span.start));
        effects.push(Effect::OpenEditor(Opened::File { path, line }));
    } else {
        let text = format!("{} is part of the demo, so there is no file to open.", source.path);
        state.say(Tone::Bad, text);
    }
}

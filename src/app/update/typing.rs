//! Text that is typed or pasted: searches, names, rules.

use super::super::panes::grouped::GroupedList;
use super::super::popup::Popup;
use super::super::state::{State, Step};
use crate::config::keymap::{Key, KeyCode};

/// Takes a key that is no command where text is typed.
pub(super) fn key(state: &mut State, key: Key) {
    match state.popups.last_mut() {
        Some(Popup::Editor { editor, .. }) => editor.key(key),
        Some(Popup::Name(line)) => _ = line.key(key),
        Some(Popup::Palette(palette)) => {
            if palette.query.key(key) {
                palette.refill();
            }
        }
        Some(_) => {}
        None => {
            let Some(list) = list(state) else { return };
            let Some(line) = list.search.as_mut() else { return };
            // Deleting past the start leaves the search, as in other finders.
            if key.code == KeyCode::Backspace && line.text().is_empty() {
                end_search(state);
            } else if line.key(key) {
                search_changed(state);
            }
        }
    }
}

/// Takes pasted text where text is typed.
pub(super) fn paste(state: &mut State, text: &str) {
    match state.popups.last_mut() {
        Some(Popup::Editor { editor, .. }) => editor.paste(text),
        Some(Popup::Name(line)) => line.insert(text),
        Some(Popup::Palette(palette)) => {
            palette.query.insert(text);
            palette.refill();
        }
        Some(_) => {}
        None => {
            let line = list(state).filter(|list| list.typing).and_then(|list| list.search.as_mut());
            if let Some(line) = line {
                line.insert(text);
                search_changed(state);
            }
        }
    }
}

/// Goes on with what the search left; an empty search ends.
pub(super) fn accept_search(state: &mut State) {
    let Some(list) = list(state) else { return };
    list.typing = false;
    if list.search.as_ref().is_some_and(|line| line.text().trim().is_empty()) {
        end_search(state);
    }
}

/// Ends the search of the pane in front; gives whether there was one.
pub(super) fn end_search(state: &mut State) -> bool {
    let Some(list) = list(state) else { return false };
    let was_on = list.search.take().is_some();
    list.typing = false;
    if was_on {
        refill(state);
    }
    was_on
}

fn search_changed(state: &mut State) {
    refill(state);
    if let Some(list) = list(state) {
        list.first();
    }
}

fn refill(state: &mut State) {
    match state.step {
        Step::Endpoints => state.endpoints.refill(),
        Step::Tables => state.tables.refill(),
        Step::Rules => state.rules.refill(),
        Step::Preview => {}
    }
}

fn list(state: &mut State) -> Option<&mut GroupedList> {
    match state.step {
        Step::Endpoints => Some(&mut state.endpoints.list),
        Step::Tables => Some(&mut state.tables.list),
        Step::Rules => Some(&mut state.rules.list),
        Step::Preview => None,
    }
}

//! What lies over the panes.

mod leave_out;
mod packs;
pub(super) mod remarks;
pub(super) mod sheet;
pub(super) mod sources;

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::style::{rect, span, style};
use super::widgets::{fit, flow, found, input, popup_frame, scrollbar, shown};
use crate::app::command::{Action, Context};
use crate::app::flow::Flow;
use crate::app::layout::{Area, Size};
use crate::app::popup::{Conflict, Palette, Popup};
use crate::app::state::State;
use crate::config::theme::Role;

/// Draws all popups, the last one in front.
pub(super) fn draw(frame: &mut Frame<'_>, state: &State, size: Size) {
    let sources = state.preview.sources();
    for (nth, popup) in state.popups.iter().enumerate() {
        let front = nth + 1 == state.popups.len();
        let (area, rows) = (popup.area(size, sources), popup.rows_area(size, sources));
        match popup {
            Popup::Sheet(sheet) => {
                popup_frame(frame, state, area, &sheet.title);
                sheet::rows(frame, state, rows, sheet, sheet.top);
                scrollbar(frame, state, area, sheet.top, sheet.rows.len(), rows.height);
            }
            Popup::Sources(cursor) => {
                popup_frame(frame, state, area, "Where the prompt's text comes from");
                sources::rows(frame, state, rows, Some(*cursor));
            }
            Popup::LeaveOut(cursor) => {
                popup_frame(frame, state, area, "Leave out of the prompt");
                leave_out::draw(frame, state, area, rows, *cursor);
            }
            Popup::Remarks(list) => {
                popup_frame(frame, state, area, "What the readers say");
                remarks::draw(frame, state, area.inner(), area, list);
            }
            Popup::Packs(list) => {
                popup_frame(frame, state, area, "Rule packs");
                packs::draw(frame, state, area, rows, list);
                scrollbar(frame, state, area, list.cursor.top, list.rows.len(), rows.height);
            }
            Popup::Palette(palette) => draw_palette(frame, state, area, rows, palette),
            Popup::Editor { editor, rule, owner, .. } => {
                popup_frame(frame, state, area, &state.editor_title(rule.as_deref(), *owner));
                frame.render_widget(editor.area(), rect(rows));
            }
            Popup::Discard => {
                popup_frame(frame, state, area, "Discard what you wrote?");
                let keys = &state.setup.keymap;
                let key = |action| keys.key_in(action, Context::Discard).map(|key| key.to_string()).unwrap_or_default();
                let (keep, discard, back) = (key(Action::KeepText), key(Action::DiscardText), key(Action::Back));
                let text =
                    format!("It is not kept yet.\n\n{keep} keeps it · {discard} discards it · {back} goes on writing");
                flow(frame, state, rows, &Flow::new(&text, rows.width), 0);
            }
            Popup::Name(line) => {
                popup_frame(frame, state, area, "Save the plan as");
                let mut place = rows;
                input(frame, state, place.take_top(1), "", line, front);
                place.take_top(1);
                let text = if state.setup.demo {
                    "The demo has no folder of its own: name one, for example ./plans/ or /tmp/plan.md."
                } else {
                    "Relative to the project. A file that exists is shown as a difference first."
                };
                flow(frame, state, place, &Flow::new(text, place.width), 0);
            }
            Popup::Conflict(conflict) => draw_conflict(frame, state, area, rows, conflict),
        }
    }
}

fn draw_palette(frame: &mut Frame<'_>, state: &State, area: Area, rows: Area, palette: &Palette) {
    popup_frame(frame, state, area, "Commands");
    let top = Area { height: area.inner().height.min(1), ..area.inner() };
    input(frame, state, top, "› ", &palette.query, true);
    for (nth, hit) in palette.hits.iter().enumerate().skip(palette.cursor.top).take(usize::from(rows.height)) {
        let Some(command) = palette.command(nth) else { continue };
        let place = Area { y: rows.y + u16::try_from(nth - palette.cursor.top).unwrap_or(0), height: 1, ..rows };
        let look = if nth == palette.cursor.at { style(state, Role::Selected) } else { style(state, Role::Text) };
        frame.buffer_mut().set_style(rect(Area { x: place.x - 1, width: place.width + 2, ..place }), look);
        let width = usize::from(place.width);
        let title = fit(command.title, width);
        frame.render_widget(Line::from(found(&title, 0, &hit.letters, look, style(state, Role::Found))), rect(place));
        if let Some(key) = state.setup.keymap.keys(command.action).first() {
            let key = Line::from(Span::styled(key.to_string(), look.patch(style(state, Role::Key)))).right_aligned();
            let after = u16::try_from(title.chars().count() + 1).unwrap_or(u16::MAX).min(place.width);
            frame.render_widget(key, rect(Area { x: place.x + after, width: place.width - after, ..place }));
        }
    }
    if palette.hits.is_empty() {
        frame.render_widget(Line::from(span(state, Role::Muted, "No command matches.")), rect(rows));
    }
    scrollbar(frame, state, area, palette.cursor.top, palette.hits.len(), rows.height);
}

fn draw_conflict(frame: &mut Frame<'_>, state: &State, area: Area, rows: Area, conflict: &Conflict) {
    popup_frame(frame, state, area, "The file exists");
    let inner = area.inner();
    let text = format!("{} holds something else: + is new, - would go.", shown(&conflict.plan.path));
    let top = Area { height: inner.height.min(1), ..inner };
    frame.render_widget(
        Line::from(span(state, Role::Warning, fit(&text, usize::from(top.width)).into_owned())),
        rect(top),
    );
    flow(frame, state, rows, &conflict.flow, conflict.top);
    scrollbar(frame, state, area, conflict.top, conflict.flow.len(), rows.height);
}

//! A list under headings, as all three lists are drawn.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::style::{rect, span, style};
use super::super::widgets::{fit, frame_of, input, scrollbar, shown, title};
use crate::app::layout::{Area, PaneArea};
use crate::app::panes::grouped::{GroupedList, ListRow};
use crate::app::state::{State, Step};
use crate::config::theme::Role;

/// Draws frame, search and rows. `item` draws one thing: its index, the letters that a search
/// found, the look of its row, and the columns that it has.
pub(super) fn draw(
    frame: &mut Frame<'_>,
    state: &State,
    area: PaneArea,
    step: Step,
    list: &GroupedList,
    count: &str,
    item: impl Fn(usize, &[u32], Style, usize) -> Vec<Span<'static>>,
) {
    let active = state.step == step && state.popups.is_empty();
    let name = format!("{} {}", step as usize + 1, step.title());
    frame.render_widget(frame_of(state, active, title(state, active, &name, count)), rect(area.outer));
    if let Some(line) = &list.search {
        let place = Area { height: 1.min(area.list.height), ..area.list };
        input(frame, state, place, "/", line, active && list.typing);
    }
    let rows = area.rows(list.search.is_some());
    for (nth, row) in list.rows.iter().skip(list.cursor.top).take(usize::from(rows.height)).enumerate() {
        let place = Area { y: rows.y + u16::try_from(nth).unwrap_or(u16::MAX), height: 1, ..rows };
        let line = match row {
            ListRow::Heading(text) => {
                Line::from(span(state, Role::Heading, fit(&shown(text), usize::from(rows.width)).into_owned()))
            }
            ListRow::Item { index, letters } => {
                let look = if list.cursor.top + nth != list.cursor.at {
                    Style::default()
                } else if active {
                    style(state, Role::Selected)
                } else {
                    style(state, Role::SelectedIdle)
                };
                // The highlight reaches from frame to frame.
                let whole = Area { x: rows.x - 1, width: rows.width + 2, ..place };
                frame.buffer_mut().set_style(rect(whole), look);
                Line::from(item(*index, letters, look, usize::from(rows.width)))
            }
        };
        frame.render_widget(line, rect(place));
    }
    if list.rows.is_empty() {
        let text = if list.search.is_some() { "Nothing matches; esc ends the search." } else { "None." };
        frame.render_widget(Line::from(span(state, Role::Muted, text)), rect(rows));
    }
    scrollbar(frame, state, area.outer, list.cursor.top, list.rows.len(), rows.height);
}

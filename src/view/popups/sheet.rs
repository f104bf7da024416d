//! Text in two columns.

use ratatui::Frame;
use ratatui::text::Line;

use super::super::style::{rect, span};
use crate::app::layout::Area;
use crate::app::popup::sheet::Sheet;
use crate::app::state::State;

/// Draws the rows of a sheet from one on.
pub(in super::super) fn rows(frame: &mut Frame<'_>, state: &State, area: Area, sheet: &Sheet, top: usize) {
    let head_width = sheet.head_width(area.width);
    for (nth, row) in sheet.rows.iter().skip(top).take(usize::from(area.height)).enumerate() {
        let y = area.y + u16::try_from(nth).unwrap_or(u16::MAX);
        let head = Area { y, height: 1, width: head_width.saturating_sub(1), ..area };
        let text = Area { x: area.x + head_width, y, height: 1, width: area.width - head_width };
        frame.render_widget(Line::from(span(state, row.head_role, &*row.head)), rect(head));
        frame.render_widget(Line::from(span(state, row.role, &*row.text)), rect(text));
    }
}

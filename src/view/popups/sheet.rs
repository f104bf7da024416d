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
        let mut text = Area { y, height: 1, ..area };
        if let Some(head) = &row.head {
            let place = Area { width: head_width.saturating_sub(1), ..text };
            frame.render_widget(Line::from(span(state, row.head_role, &**head)), rect(place));
            text = Area { x: area.x + head_width, width: area.width.saturating_sub(head_width), ..text };
        }
        frame.render_widget(Line::from(span(state, row.role, &*row.text)), rect(text));
    }
}

//! All rule packs: one row a pack, and below what the highlighted one is for.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::style::{rect, span, style};
use super::super::widgets::{fit, shown};
use crate::app::layout::Area;
use crate::app::popup::packs::Packs;
use crate::app::state::State;
use crate::config::theme::Role;

/// Draws rows, and the detail at the bottom of the frame.
pub(super) fn draw(frame: &mut Frame<'_>, state: &State, outer: Area, rows: Area, packs: &Packs) {
    let width = usize::from(rows.width);
    for (nth, row) in packs.rows.iter().enumerate().skip(packs.cursor.top).take(usize::from(rows.height)) {
        let place = Area { y: rows.y + u16::try_from(nth - packs.cursor.top).unwrap_or(0), height: 1, ..rows };
        let look = if nth == packs.cursor.at { style(state, Role::Selected) } else { style(state, Role::Text) };
        frame.buffer_mut().set_style(rect(place), look);
        let (sign, role) = match row.on {
            0 => ("[ ] ", Role::Muted),
            on if on == row.all => ("[x] ", Role::Good),
            _ => ("[-] ", Role::Good),
        };
        let count = format!("{} of {} on", row.on, row.all);
        let title = fit(row.title, width.saturating_sub(sign.len() + count.len() + 2));
        let gap = width.saturating_sub(sign.len() + title.width() + count.len());
        let base = if row.on > 0 { look } else { style(state, Role::Muted).patch(look) };
        let line = Line::from(vec![
            Span::styled(sign, look.patch(style(state, role))),
            Span::styled(title.into_owned(), base),
            Span::styled(" ".repeat(gap), look),
            Span::styled(count, style(state, Role::Muted).patch(look)),
        ]);
        frame.render_widget(line, rect(place));
    }
    let Some(row) = packs.selected() else { return };
    let mut below = outer.inner();
    let why = below.take_bottom(1);
    let about = below.take_bottom(1);
    for (place, role, text) in [(about, Role::Text, row.about.to_owned()), (why, Role::Muted, row.why.clone())] {
        let text = fit(&shown(&text), usize::from(place.width)).into_owned();
        frame.render_widget(Line::from(span(state, role, text)), rect(place));
    }
}

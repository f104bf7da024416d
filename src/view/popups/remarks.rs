//! What the readers say or what was found: one row a remark, and the lines of the document below.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::style::{rect, span, style};
use super::super::widgets::{fit, fit_end, scrollbar, shown};
use super::sheet;
use crate::app::layout::Area;
use crate::app::popup::remarks::Remarks;
use crate::app::state::State;
use crate::config::theme::Role;

/// Draws rows and detail in an area of the frame at `outer`.
pub(in super::super) fn draw(frame: &mut Frame<'_>, state: &State, inner: Area, outer: Area, remarks: &Remarks) {
    let rows = remarks.list_area(inner);
    let cursor = remarks.cursor;
    let widest = remarks.rows.iter().map(|row| row.at.width()).max().unwrap_or(0).min(usize::from(rows.width) / 3);
    let listed = remarks.rows.iter().enumerate().skip(cursor.top).take(usize::from(rows.height));
    for (nth, row) in listed {
        let place = Area { y: rows.y + u16::try_from(nth - cursor.top).unwrap_or(u16::MAX), height: 1, ..rows };
        let look = if nth == cursor.at { style(state, Role::Selected) } else { Style::default() };
        frame.buffer_mut().set_style(rect(place), look);
        let code = row.code.to_string();
        let room = usize::from(rows.width).saturating_sub(code.len() + widest + 4);
        let at = shown(&row.at);
        let line = Line::from(vec![
            Span::styled(code, style(state, row.role).patch(look)),
            Span::styled(format!("  {:<widest$}  ", fit_end(&at, widest)), style(state, Role::Muted).patch(look)),
            Span::styled(fit(&shown(&row.message), room).into_owned(), look),
        ]);
        frame.render_widget(line, rect(place));
    }
    let top = Area { y: rows.y.saturating_sub(1), height: rows.height.saturating_add(2), ..outer };
    scrollbar(frame, state, top, cursor.top, remarks.rows.len(), rows.height);
    let rule = Area { y: rows.y.saturating_add(rows.height), height: 1, ..inner };
    if !remarks.rows.is_empty() && rule.y < inner.y.saturating_add(inner.height) {
        let text = span(state, Role::Border, "─".repeat(usize::from(rule.width)));
        frame.render_widget(Line::from(text), rect(rule));
    }
    let detail = remarks.detail_area(inner);
    sheet::rows(frame, state, detail, &remarks.detail, remarks.detail.top);
    let below = Area { y: detail.y.saturating_sub(1), height: detail.height.saturating_add(2), ..outer };
    scrollbar(frame, state, below, remarks.detail.top, remarks.detail.rows.len(), detail.height);
}

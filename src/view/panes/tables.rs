//! Step 2.

use ratatui::Frame;
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr;

use super::super::style::style;
use super::super::widgets::{fit, found, shown};
use super::{super::popups, list};
use crate::app::layout::PaneArea;
use crate::app::panes::tables::Standing;
use crate::app::state::{State, Step};
use crate::config::theme::Role;

/// Cells of a score's bar.
const BAR: usize = 5;

pub(super) fn draw(frame: &mut Frame<'_>, state: &State, area: PaneArea) {
    let pane = &state.tables;
    let count = format!("{} of {} chosen", pane.chosen(), pane.tables.len());
    list::draw(frame, state, area, Step::Tables, &pane.list, &count, |index, letters, look, width| {
        let Some(row) = pane.tables.get(index) else { return Vec::new() };
        let sign = if row.chosen { "[x] " } else { "[ ] " };
        let sign_role = match (row.by_user, row.chosen) {
            (true, _) => Role::Marked,
            (false, true) => Role::Good,
            (false, false) => Role::Muted,
        };
        let mut spans = vec![Span::styled(sign, look.patch(style(state, sign_role)))];
        let by = match (row.by_user, row.chosen) {
            (true, true) => " added by you",
            (true, false) => " removed by you",
            (false, _) => "",
        };
        let bar = if row.standing == Standing::Picked {
            format!(" {} {:.2}", bar(row.score), row.score)
        } else {
            String::new()
        };
        let room = width.saturating_sub(4 + bar.width());
        let by = fit(by, room.saturating_sub(row.name.width().min(room)));
        let name_room = room.saturating_sub(by.width());
        let name = fit(&row.name, name_room);
        let name = shown(&name);
        let base = if row.chosen { look } else { style(state, Role::Muted).patch(look) };
        spans.extend(found(&name, 0, letters, base, style(state, Role::Found)));
        spans.push(Span::styled(by.to_string(), look.patch(style(state, Role::Marked))));
        let gap = room.saturating_sub(name.width() + by.width());
        spans.push(Span::raw(" ".repeat(gap)));
        spans.push(Span::styled(bar, style(state, Role::Muted).patch(look)));
        spans
    });
    if area.detail.height > 0 {
        popups::sheet::rows(frame, state, area.detail, &state.tables.reasons, 0);
    }
}

fn bar(score: f64) -> String {
    let cells = (score.clamp(0.0, 1.0) * f64::from(u8::try_from(BAR).unwrap_or(0))).round();
    let full = (1..=BAR).filter(|cell| f64::from(u8::try_from(*cell).unwrap_or(0)) <= cells).count();
    format!("{}{}", "■".repeat(full), "·".repeat(BAR - full))
}

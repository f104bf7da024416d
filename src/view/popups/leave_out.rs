//! What the prompt can leave out, and what each saves.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::style::{rect, span, style};
use super::super::widgets::{fit, flow};
use crate::app::flow::Flow;
use crate::app::layout::Area;
use crate::app::list::ListCursor;
use crate::app::state::State;
use crate::config::theme::Role;
use crate::model::Omission;

/// Draws what the prompt costs, the rows, and what the highlighted one means.
pub(super) fn draw(frame: &mut Frame<'_>, state: &State, outer: Area, rows: Area, cursor: ListCursor) {
    let inner = outer.inner();
    let (counting, budget) = (&state.preview.counting, state.setup.budget);
    let (text, role) = match counting.over(budget) {
        Some(over) => (format!("{}, {over} too many", counting.measure(budget)), Role::Warning),
        None => (counting.measure(budget), Role::Muted),
    };
    let width = usize::from(inner.width);
    let top = Area { height: inner.height.min(1), ..inner };
    frame.render_widget(Line::from(span(state, role, fit(&text, width).into_owned())), rect(top));
    let listed = Omission::ALL.iter().enumerate().skip(cursor.top).take(usize::from(rows.height));
    for (nth, omission) in listed {
        let place = Area { y: rows.y + u16::try_from(nth - cursor.top).unwrap_or(u16::MAX), height: 1, ..rows };
        let look = if nth == cursor.at { style(state, Role::Selected) } else { Style::default() };
        frame.buffer_mut().set_style(rect(place), look);
        row(frame, state, place, *omission, look);
    }
    let below = rows.y.saturating_add(rows.height);
    let bottom = inner.y.saturating_add(inner.height);
    let help = Area { y: below.saturating_add(1), height: bottom.saturating_sub(below.saturating_add(1)), ..inner };
    if let Some(omission) = Omission::ALL.get(cursor.at) {
        flow(frame, state, help, &Flow::new(omission.help(), help.width), 0);
    }
}

fn row(frame: &mut Frame<'_>, state: &State, place: Area, omission: Omission, look: Style) {
    let left_out = state.choices.left_out.contains(&omission);
    let saving = state.preview.counting.saving(omission, left_out);
    let saves = if left_out { format!("saved {saving}") } else { format!("saves {saving}") };
    let width = usize::from(place.width);
    let room = width.saturating_sub(saves.width() + 1);
    let mark = if left_out { "[x] " } else { "[ ] " };
    let title = fit(omission.title(), room.saturating_sub(mark.len()));
    let gap = " ".repeat(width.saturating_sub(mark.len() + title.width() + saves.width()));
    let line = Line::from(vec![
        Span::styled(mark, style(state, if left_out { Role::Good } else { Role::Muted }).patch(look)),
        Span::styled(title.into_owned(), look),
        Span::raw(gap),
        Span::styled(saves, style(state, Role::Key).patch(look)),
    ]);
    frame.render_widget(line, rect(place));
}

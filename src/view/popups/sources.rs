//! Where the text of a prompt comes from: one line a variable.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::style::{rect, span, style};
use super::super::widgets::{fit, shown};
use crate::app::layout::Area;
use crate::app::list::ListCursor;
use crate::app::state::State;
use crate::config::theme::Role;

/// Columns that a number of tokens takes.
const TOKENS: usize = 8;

/// Draws the lines; with a cursor they are a list to choose from.
pub(in super::super) fn rows(frame: &mut Frame<'_>, state: &State, area: Area, cursor: Option<ListCursor>) {
    let Some(prompt) = &state.preview.prompt else { return };
    if prompt.parts.is_empty() {
        let text = span(state, Role::Muted, "The template names no variable that is filled.");
        frame.render_widget(Line::from(text), rect(area));
    }
    let widest = prompt.parts.iter().map(|part| part.variable.width()).max().unwrap_or(0).min(28);
    let top = cursor.map_or(0, |cursor| cursor.top);
    for (nth, part) in prompt.parts.iter().enumerate().skip(top).take(usize::from(area.height)) {
        let place = Area { y: area.y + u16::try_from(nth - top).unwrap_or(u16::MAX), height: 1, ..area };
        let look = match cursor {
            Some(cursor) if cursor.at == nth => style(state, Role::Selected),
            _ => Style::default(),
        };
        frame.buffer_mut().set_style(rect(place), look);
        let width = usize::from(area.width);
        let name = format!("{:<widest$}", fit(&shown(&part.variable), widest));
        let from = fit(&shown(&part.sources(&state.project)), width.saturating_sub(widest + TOKENS + 1)).into_owned();
        let line = Line::from(vec![
            Span::styled(name, look.patch(style(state, Role::Tag))),
            Span::styled(
                format!("{:>TOKENS$} ", state.preview.counting.part(nth, part.span.len())),
                look.patch(style(state, Role::Key)),
            ),
            Span::styled(from, style(state, Role::Muted).patch(look)),
        ]);
        frame.render_widget(line, rect(place));
    }
}

//! From themes and areas of ours to those of ratatui.

use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Span;

use crate::app::layout::Area;
use crate::app::state::State;
use crate::config::theme::{self, Role};

/// How a role looks in the state's theme.
pub(super) fn style(state: &State, role: Role) -> Style {
    let look = state.setup.theme.look(role);
    let mut style = Style { fg: look.fg.map(color), bg: look.bg.map(color), ..Style::default() };
    for (on, modifier) in [
        (look.bold, Modifier::BOLD),
        (look.italic, Modifier::ITALIC),
        (look.underlined, Modifier::UNDERLINED),
        (look.reversed, Modifier::REVERSED),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    style
}

/// Text in the look of a role.
pub(super) fn span<'t>(state: &State, role: Role, text: impl Into<std::borrow::Cow<'t, str>>) -> Span<'t> {
    Span::styled(text, style(state, role))
}

fn color(color: theme::Color) -> Color {
    match color {
        theme::Color::Indexed(index) => Color::Indexed(index),
        theme::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    }
}

/// An area as ratatui has it.
pub(super) fn rect(area: Area) -> Rect {
    Rect { x: area.x, y: area.y, width: area.width, height: area.height }
}

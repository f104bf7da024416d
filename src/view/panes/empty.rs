//! The screen of a project without endpoints.

use ratatui::Frame;
use ratatui::text::Line;

use super::super::style::{rect, span};
use super::super::widgets::{flow, shown};
use crate::app::flow::Flow;
use crate::app::layout::{self, Area, Size};
use crate::app::popup::sheet::said;
use crate::app::state::State;
use crate::config::theme::Role;

/// What the program needs, then what was looked for and where, which a small screen may cut.
pub(in super::super) fn draw(frame: &mut Frame<'_>, state: &State, size: Size) {
    let mut text = String::from(
        "The program reads an API plan (`.ai/api-plan.md`, or OpenAPI) and a database plan (`.ai/db-plan.md`, or SQL, \
         Prisma, DBML, Mermaid). `--api FILE` and `--db FILE` name others.\n\n\
         `routewright --demo` shows everything on a project of its own.\n\n",
    );
    for diagnostic in state.diagnostics() {
        text.push_str(&format!("- {}\n", said(&state.project, diagnostic)));
        if let Some(help) = &diagnostic.help {
            text.push_str(&format!("  → {help}\n"));
        }
    }
    let area = layout::popup(size, 90, size.height.saturating_sub(6));
    let mut area = Area { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let title = format!("No endpoints in {}", shown(&state.project.name));
    frame.render_widget(Line::from(span(state, Role::Heading, title)), rect(area.take_top(1)));
    area.take_top(1);
    flow(frame, state, area, &Flow::new(&text, area.width), 0);
}

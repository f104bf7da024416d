//! The screen of a project without endpoints.

use ratatui::Frame;
use ratatui::text::Line;

use super::super::style::{rect, span};
use super::super::widgets::flow;
use crate::app::flow::Flow;
use crate::app::layout::{self, Area, Size};
use crate::app::popup::sheet::said;
use crate::app::state::State;
use crate::config::theme::Role;

/// What was looked for, where, and what to do next.
pub(in super::super) fn draw(frame: &mut Frame<'_>, state: &State, size: Size) {
    let mut text = format!("# No endpoints in {}\n\n", state.project.name);
    for diagnostic in state.diagnostics() {
        text.push_str(&format!("- {}", said(&state.project, diagnostic)));
        if let Some(help) = &diagnostic.help {
            text.push_str(&format!(" {help}"));
        }
        text.push('\n');
    }
    text.push_str(
        "\nThe program reads an API plan (`.ai/api-plan.md`) and a database plan (`.ai/db-plan.md`), in markdown, \
         in English or Polish. `--api FILE` and `--db FILE` name others.\n\n\
         `routewright --demo` shows everything on a project of its own.\n",
    );
    let mut area = layout::popup(size, 90, size.height.saturating_sub(6));
    let keys = area.take_bottom(1);
    let text = Flow::new(&text, area.width);
    flow(frame, state, area, &text, 0);
    let line = Line::from(span(state, Role::Muted, "R reads the documents again · q quits"));
    frame.render_widget(line, rect(Area { height: 1, ..keys }));
}

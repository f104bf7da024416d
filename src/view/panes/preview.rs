//! Step 4.

use ratatui::Frame;
use ratatui::text::Line;

use super::super::popups::{remarks, sources};
use super::super::style::{rect, span};
use super::super::widgets::{flow, frame_of, scrollbar, shown, title};
use crate::app::command::{Action, Context};
use crate::app::layout::{Area, PaneArea};
use crate::app::panes::preview::Tab;
use crate::app::state::{State, Step};
use crate::config::theme::Role;
use crate::diagnostic::Severity;
use crate::model::{DocumentsAs, PromptFormat};

pub(super) fn draw(frame: &mut Frame<'_>, state: &State, area: PaneArea) {
    let pane = &state.preview;
    let active = state.step == Step::Preview && state.popups.is_empty();
    let mut count = pane.measure.clone();
    if pane.flow.cut {
        count.push_str(" · only the start is shown");
    }
    let name = format!("4 {}{}", Step::Preview.title(), form(state));
    let mut title = title(state, active, &name, &count);
    if let (Tab::Prompt, Some(over)) = (pane.tab, pane.counting.over(state.setup.budget)) {
        title.push(span(state, Role::Warning, too_many(state, over)));
    }
    frame.render_widget(frame_of(state, active, title), rect(area.outer));
    let inner = area.outer.inner();
    tabs(frame, state, Area { height: inner.height.min(1), ..inner });
    if pane.tab == Tab::Check {
        let list = &pane.check.list;
        let text = pane.text_area(area);
        remarks::draw(frame, state, text, area.outer, list);
        return;
    }
    if pane.flow.is_empty() {
        let text = match (pane.tab, &pane.saved) {
            (Tab::Difference, None) => "No saved plan was found for this; s saves one.".to_owned(),
            (Tab::Difference, Some(saved)) => format!("The plan is the same as in {}.", saved.path),
            _ => "Nothing to show yet.".to_owned(),
        };
        frame.render_widget(Line::from(span(state, Role::Muted, shown(&text).into_owned())), rect(area.list));
    }
    let text = pane.text_area(area);
    flow(frame, state, text, &pane.flow, pane.top());
    scrollbar(frame, state, area.outer, pane.top(), pane.flow.len(), text.height);
    if pane.tab == Tab::Prompt {
        let title = Area { y: area.detail.y.saturating_sub(1), height: area.detail.height.min(1), ..area.detail };
        let text = "Where the text comes from, and how many tokens it costs";
        frame.render_widget(Line::from(span(state, Role::Heading, text)), rect(title));
        sources::rows(frame, state, area.detail, None);
    }
}

/// How far the prompt is over its budget, and the key that helps.
fn too_many(state: &State, over: usize) -> String {
    let key = state.setup.keymap.key_in(Action::LeaveOut, Context::Preview);
    let key = key.map(|key| format!(", {key} leaves out")).unwrap_or_default();
    format!("{over} too many{key} ")
}

fn tabs(frame: &mut Frame<'_>, state: &State, row: Area) {
    let end = row.x.saturating_add(row.width);
    for (tab, x, label) in state.preview.tabs(row) {
        let role = match (tab, state.preview.check.worst()) {
            _ if tab == state.preview.tab => Role::TitleActive,
            (Tab::Check, Some(Severity::Error)) => Role::Error,
            (Tab::Check, Some(Severity::Warning)) => Role::Warning,
            _ => Role::Muted,
        };
        let place = Area { x, width: end.saturating_sub(x), ..row };
        frame.render_widget(Line::from(span(state, role, label)), rect(place));
    }
}

/// In which form the prompt is shown, where that is not the usual one.
fn form(state: &State) -> String {
    let mut form = String::new();
    if matches!(state.preview.tab, Tab::Prompt | Tab::Implement) {
        if state.format() != PromptFormat::default() {
            form.push_str(&format!(" · {}", state.format().word()));
        }
        if state.documents_as() != DocumentsAs::default() {
            form.push_str(&format!(" · {} references", state.documents_as().sign()));
        }
    }
    form
}

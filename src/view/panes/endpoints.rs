//! Step 1.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::bars::counted;
use super::super::style::{rect, span, style};
use super::super::widgets::{fit, found, shown};
use super::list;
use crate::app::layout::{Area, PaneArea};
use crate::app::state::{State, Step};
use crate::config::theme::Role;
use crate::deliver::plan_state::PlanState;
use crate::model::Auth;

pub(super) fn draw(frame: &mut Frame<'_>, state: &State, area: PaneArea) {
    let pane = &state.endpoints;
    let planned = pane.plans.iter().filter(|plan| **plan != PlanState::None).count();
    let mut count = format!("{} · {planned} planned", pane.names.len());
    if pane.list.search.is_some() {
        count = format!("{} of {count}", pane.list.shown());
    }
    let marked = pane.marked.iter().filter(|marked| **marked).count();
    if marked > 0 {
        count.push_str(&format!(" · {marked} marked"));
    }
    list::draw(frame, state, area, Step::Endpoints, &pane.list, &count, |index, letters, look, width| {
        let plan = pane.plans.get(index).unwrap_or(&PlanState::None);
        let (sign, sign_role) = match plan {
            PlanState::None => ("○", Role::Muted),
            PlanState::Planned { .. } => ("●", Role::Good),
            PlanState::Findings { .. } => ("✗", Role::Error),
            PlanState::Stale { .. } => ("◐", Role::Warning),
        };
        let marked = state.is_marked(index);
        let mark = if marked { "◆ " } else { "  " };
        let mut spans = vec![Span::styled(mark, look.patch(style(state, Role::Marked)))];
        spans.push(Span::styled(format!("{sign} "), look.patch(style(state, sign_role))));
        // The word is for those who can't tell the signs apart; without a plan there is none.
        let word = if *plan == PlanState::None { "" } else { plan.word() };
        let room = width.saturating_sub(4 + if word.is_empty() { 0 } else { word.len() + 1 });
        let label = fit(pane.label(index), room);
        let label = shown(&label);
        let (method, path) = label.split_at_checked(6).unwrap_or((&label, ""));
        let hit = style(state, Role::Found);
        spans.extend(found(method, 0, letters, look.patch(style(state, Role::Method)), hit));
        let base = if marked { look.patch(style(state, Role::Marked)) } else { look };
        // The summary after the two spaces is less important than the path.
        let (path, summary) = path.find("  ").and_then(|at| path.split_at_checked(at)).unwrap_or((path, ""));
        spans.extend(found(path, 6, letters, base, hit));
        let from = 6 + path.chars().count();
        spans.extend(found(summary, from, letters, style(state, Role::Muted).patch(look), hit));
        if !word.is_empty() {
            spans.push(Span::raw(" ".repeat(room.saturating_sub(label.width()) + 1)));
            spans.push(Span::styled(word, look.patch(style(state, sign_role))));
        }
        spans
    });
    detail(frame, state, area.detail);
}

/// The highlighted endpoint in words.
fn detail(frame: &mut Frame<'_>, state: &State, area: Area) {
    let Some(endpoint) = state.endpoint() else { return };
    let auth = match endpoint.details.auth {
        Some(Auth::Required) => "sign-in required",
        Some(Auth::Optional) => "sign-in optional",
        Some(Auth::None) => "open to anyone",
        None => "sign-in not stated",
    };
    let codes: Vec<String> = endpoint.details.responses.iter().map(|r| r.status.to_string()).collect();
    let codes = if codes.is_empty() { "statuses not stated".to_owned() } else { codes.join(" ") };
    let at = state.endpoints.list.selected().unwrap_or_default();
    let plan = match state.endpoints.plans.get(at).unwrap_or(&PlanState::None) {
        PlanState::None => span(state, Role::Muted, "○ no plan yet"),
        PlanState::Planned { path } => span(state, Role::Good, format!("● planned in {}", shown(path))),
        PlanState::Findings { path, count } => {
            span(state, Role::Error, format!("✗ {} in {}", counted(*count, "finding"), shown(path)))
        }
        PlanState::Stale { path, changed, findings } => {
            let changed: Vec<&str> = changed.iter().map(|source| source.words()).collect();
            let found = match findings {
                0 => String::new(),
                count => format!(", {}", counted(*count, "finding")),
            };
            let text = format!("◐ stale{found}: {} changed since {}", changed.join(" and "), shown(path));
            span(state, Role::Warning, text)
        }
    };
    let lines = [
        span(state, Role::Title, shown(endpoint.summary.as_deref().unwrap_or("No summary."))),
        span(state, Role::Text, format!("{auth} · {codes}")),
        plan,
        span(state, Role::Muted, shown(&state.project.locate(endpoint.place)).into_owned()),
    ];
    for (mut place, text) in rows(area).zip(lines) {
        place.height = 1;
        frame.render_widget(Line::from(text), rect(place));
    }
}

/// The rows of an area, one by one.
pub(super) fn rows(area: Area) -> impl Iterator<Item = Area> {
    (0..area.height).map(move |row| Area { y: area.y + row, height: 1, ..area })
}

//! Step 3.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::super::style::{rect, span, style};
use super::super::widgets::{fit, found, shown};
use super::{endpoints, list};
use crate::app::flow::Flow;
use crate::app::layout::{Area, PaneArea};
use crate::app::state::{State, Step};
use crate::config::theme::Role;
use crate::model::RuleOrigin;

pub(super) fn draw(frame: &mut Frame<'_>, state: &State, area: PaneArea) {
    let pane = &state.rules;
    let count = format!("{} of {} on", pane.active(), pane.rules.len());
    list::draw(frame, state, area, Step::Rules, &pane.list, &count, |index, letters, look, width| {
        let Some(row) = pane.rules.get(index) else { return Vec::new() };
        let sign = if row.on { "[x] " } else { "[ ] " };
        let sign_role = match (row.by_user, row.on) {
            (true, _) => Role::Marked,
            (false, true) => Role::Good,
            (false, false) => Role::Muted,
        };
        let edited = if row.edited { " edited by you" } else { "" };
        let number = row.number.map_or_else(|| "   ".to_owned(), |number| format!("{number:>2} "));
        let label = fit(&row.label, width.saturating_sub(4 + number.len() + edited.len()));
        let label = shown(&label);
        let base = if row.on { look } else { style(state, Role::Muted).patch(look) };
        let mut spans = vec![Span::styled(sign, look.patch(style(state, sign_role)))];
        spans.push(Span::styled(number, look.patch(style(state, Role::Key))));
        spans.extend(found(&label, 0, letters, base, style(state, Role::Found)));
        spans.push(Span::styled(edited, look.patch(style(state, Role::Marked))));
        spans
    });
    detail(frame, state, area.detail);
}

/// The highlighted rule in full, and where it comes from.
fn detail(frame: &mut Frame<'_>, state: &State, mut area: Area) {
    let Some(row) = state.rules.row().filter(|_| area.height > 0) else { return };
    let from = match &row.rule.origin {
        RuleOrigin::Pack { title, .. } => format!("pack {title}"),
        RuleOrigin::File { place, path } => {
            Some(state.project.locate(*place)).filter(|at| !at.is_empty()).unwrap_or(path.clone())
        }
        RuleOrigin::User => "rules.md".to_owned(),
        RuleOrigin::Remembered { .. } => String::new(),
    };
    let parts: Vec<&str> = [from.as_str(), row.rule.reason.as_str()].into_iter().filter(|p| !p.is_empty()).collect();
    let last = area.take_bottom(1);
    frame.render_widget(Line::from(span(state, Role::Muted, shown(&parts.join(" · ")).into_owned())), rect(last));
    let text = Flow::new(&row.rule.text, area.width);
    for (place, (row, text)) in endpoints::rows(area).zip(text.rows(0, usize::from(area.height))) {
        let place = Area { x: place.x + row.indent, width: place.width.saturating_sub(row.indent), ..place };
        frame.render_widget(Line::from(span(state, Role::Text, text)), rect(place));
    }
    if text.len() > usize::from(area.height) {
        let end = Area { x: area.x + area.width.saturating_sub(1), width: 1, ..last };
        frame.render_widget(Line::from(span(state, Role::Key, "…")), rect(Area { y: last.y.saturating_sub(1), ..end }));
    }
}

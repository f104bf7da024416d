//! The lines at the top and the bottom: steps, what was done, keys that work now.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;
use unicode_width::UnicodeWidthStr;

use super::style::{rect, span, style};
use super::widgets::shown;
use crate::app::command::{Action, COMMANDS};
use crate::app::flow::Flow;
use crate::app::layout::{Area, step_label};
use crate::app::state::{Phase, State, Step, Tone};
use crate::config::theme::Role;

/// Steps at the left, the project at the right.
pub(super) fn header(frame: &mut Frame<'_>, state: &State, area: Area) {
    let mut spans = vec![Span::raw(" ")];
    for step in Step::ALL {
        let role = if step == state.step { Role::TitleActive } else { Role::Title };
        spans.push(span(state, role, step_label(step, state.step, area.width)));
        spans.push(span(state, Role::Muted, if step == Step::Preview { " " } else { "›" }));
    }
    let steps = Line::from(spans);
    let used = u16::try_from(steps.width()).unwrap_or(u16::MAX);
    frame.render_widget(steps, rect(area));
    let right = Area { x: area.x + used.min(area.width), width: area.width.saturating_sub(used), ..area };
    frame.render_widget(Line::from(facts(state, usize::from(right.width))).right_aligned(), rect(right));
}

/// Language, number of remarks and name of the project, as far as there is room.
fn facts<'s>(state: &'s State, room: usize) -> Vec<Span<'s>> {
    let mut spans = Vec::new();
    let mut left = room.saturating_sub(1);
    let mut push = |role: Role, text: String| {
        let width = text.width() + 2;
        if width <= left {
            left -= width;
            spans.insert(0, span(state, role, format!("{text}  ")));
        }
    };
    push(Role::Muted, state.language().code().to_uppercase());
    let remarks = state.diagnostics().count();
    if remarks > 0 {
        push(Role::Warning, format!("⚠ {remarks}"));
    }
    let name = if state.setup.demo { "demo project" } else { state.project.name.as_str() };
    push(Role::Title, shown(name).into_owned());
    spans
}

/// What was done last. A long sentence takes the line of the keys too, and one more above.
pub(super) fn notice(frame: &mut Frame<'_>, state: &State, area: Area) {
    let Some(notice) = &state.notice else {
        let reading = state.phase == Phase::Rereading;
        let text = if reading { " Reading the documents…".to_owned() } else { subject(state) };
        frame.render_widget(Line::from(span(state, Role::Muted, text)), rect(area));
        return;
    };
    let (sign, role) = match notice.tone {
        Tone::Good => ("✓", Role::Good),
        Tone::Plain => ("·", Role::Text),
        Tone::Bad => ("!", Role::Error),
    };
    let text = Flow::new(&shown(&notice.text), area.width.saturating_sub(4));
    let rows = u16::try_from(text.len()).unwrap_or(u16::MAX).clamp(1, 3);
    let area = Area { y: area.y.saturating_sub(rows.saturating_sub(2)), height: rows, ..area };
    if rows > 1 {
        frame.render_widget(Clear, rect(area));
        frame.buffer_mut().set_style(rect(area), style(state, Role::Text));
    }
    frame.render_widget(Line::from(span(state, role, sign)), rect(Area { x: area.x + 1, width: 1, height: 1, ..area }));
    for (y, (_, row)) in (area.y..).zip(text.rows(0, usize::from(rows))) {
        let place = Area { x: area.x + 3, y, width: area.width.saturating_sub(4), height: 1 };
        frame.render_widget(Line::from(span(state, role, row)), rect(place));
    }
}

/// What prompt and plan are for.
fn subject(state: &State) -> String {
    let subject = state.subject();
    let name = subject.first().and_then(|at| state.endpoints.names.get(*at)).map(|name| shown(name));
    let tables = counted(state.tables.chosen(), "table");
    let rules = counted(state.rules.active(), "rule");
    match (name, subject.len()) {
        (Some(name), 1) => format!(" {name} · {tables} · {rules}"),
        (Some(_), marked) => format!(" {marked} endpoints in one plan · {tables} · {rules}"),
        (None, _) => String::new(),
    }
}

/// `1 table`, `2 tables`.
pub(super) fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// Keys that work now, as many as fit; those for help and for leaving always.
pub(super) fn footer(frame: &mut Frame<'_>, state: &State, area: Area) {
    let context = state.context();
    let always = [Action::Help, Action::Quit];
    let hints = COMMANDS.iter().filter(|c| !c.hint.is_empty() && c.contexts.contains(&context));
    // Over the panes that key closes the popup, which the hint for going back says already.
    let hints = hints.filter(|c| c.action != Action::Quit || state.popups.is_empty());
    let hints: Vec<(Action, String, &str)> = hints
        .filter_map(|c| Some((c.action, state.setup.keymap.key_in(c.action, context)?.to_string(), c.hint)))
        .collect();
    let width = |(_, key, hint): &(Action, String, &str)| key.width() + hint.width() + 3;
    let kept: usize = hints.iter().filter(|hint| always.contains(&hint.0)).map(width).sum();
    let mut left = usize::from(area.width).saturating_sub(1 + kept);
    let mut spans = vec![Span::raw(" ")];
    for hint in &hints {
        let width = if always.contains(&hint.0) { 0 } else { width(hint) };
        if width > left {
            continue;
        }
        left -= width;
        spans.push(span(state, Role::Key, hint.1.clone()));
        spans.push(Span::styled(format!(" {}  ", hint.2), style(state, Role::Text)));
    }
    frame.render_widget(Line::from(spans), rect(area));
}

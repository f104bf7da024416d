//! Draws the state. Nothing in here decides or computes what is shown: that is in the state
//! already, see [`crate::app`].

mod bars;
mod panes;
mod popups;
mod style;
mod widgets;

use ratatui::Frame;
use ratatui::layout::Alignment;
use ratatui::widgets::{Paragraph, Wrap};

use crate::app::layout;
use crate::app::state::{Phase, State};
use crate::config::theme::Role;
use style::{rect, style};

/// Draws a frame.
pub fn draw(frame: &mut Frame<'_>, state: &State) {
    let whole = frame.area();
    frame.buffer_mut().set_style(whole, style(state, Role::Text));
    let size = layout::Size { width: whole.width, height: whole.height };
    // The frame's own size, not the state's: after a resize the two may differ for one frame.
    let Some(layout) = layout::layout(size, state.step) else {
        let text = format!("routewright needs {}×{} characters or more.", layout::NARROWEST, layout::SHORTEST);
        frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: true }), whole);
        return;
    };
    bars::header(frame, state, layout.header);
    bars::footer(frame, state, layout.footer);
    if state.phase == Phase::Reading {
        let text = Paragraph::new("Reading the documents…").alignment(Alignment::Center);
        frame.render_widget(text, rect(layout::popup(size, 40, 1)));
        return;
    }
    if state.project.api.endpoints.is_empty() {
        panes::empty::draw(frame, state, size);
    } else {
        panes::draw(frame, state, &layout);
    }
    popups::draw(frame, state, size);
    // Last, because a long notice lies over what is below it.
    bars::notice(frame, state, layout.notice);
}

#[cfg(test)]
mod tests;

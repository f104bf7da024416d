//! The four panes.

pub(super) mod empty;
mod endpoints;
mod list;
mod preview;
mod rules;
mod tables;

use ratatui::Frame;

use crate::app::layout::Layout;
use crate::app::state::State;

/// Draws the panes that are in sight.
pub(super) fn draw(frame: &mut Frame<'_>, state: &State, layout: &Layout) {
    let [first, second, third] = layout.panes;
    if let Some(area) = first {
        endpoints::draw(frame, state, area);
    }
    if let Some(area) = second {
        tables::draw(frame, state, area);
    }
    if let Some(area) = third {
        rules::draw(frame, state, area);
    }
    if let Some(area) = layout.preview {
        preview::draw(frame, state, area);
    }
}

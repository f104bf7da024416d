//! Moving the highlight and scrolling.

use super::super::layout::Area;
use super::super::list;
use super::super::panes::preview::Tab;
use super::super::popup::Popup;
use super::super::state::{State, Step};
use super::layout_of;
use crate::model::Omission;

/// Moves what is in front by some rows.
pub(super) fn by_rows(state: &mut State, by: isize) {
    let size = state.setup.size;
    let sources = state.preview.sources();
    if let Some(popup) = state.popups.last_mut() {
        let height = popup.rows_area(size, sources).height;
        match popup {
            Popup::Sheet(sheet) => sheet.scroll(by, height),
            Popup::Sources(cursor) => cursor.step(by, sources),
            Popup::LeaveOut(cursor) => cursor.step(by, Omission::ALL.len()),
            Popup::Remarks(remarks) => remarks.cursor.step(by, remarks.rows.len()),
            Popup::Packs(packs) => packs.cursor.step(by, packs.rows.len()),
            Popup::Palette(palette) => palette.cursor.step(by, palette.hits.len()),
            Popup::Conflict(conflict) => {
                conflict.top = list::scroll(conflict.top, by, conflict.flow.len(), usize::from(height));
            }
            Popup::Editor { .. } | Popup::Discard | Popup::Name(_) => {}
        }
        return;
    }
    match state.step {
        Step::Endpoints => state.endpoints.list.step(by),
        Step::Tables => state.tables.list.step(by),
        Step::Rules => state.rules.list.step(by),
        Step::Preview if state.preview.tab == Tab::Check => {
            let list = &mut state.preview.check.list;
            list.cursor.step(by, list.rows.len());
        }
        Step::Preview => scroll_by_rows(state, by),
    }
}

/// Moves what is in front by some pages.
pub(super) fn by_pages(state: &mut State, pages: isize) {
    let sources = state.preview.sources();
    let height = match (state.popups.last(), layout_of(state)) {
        (Some(popup), _) => popup.rows_area(state.setup.size, sources).height,
        (None, Some(layout)) => {
            let list = layout.panes.get(state.step as usize).copied().flatten().map(|pane| pane.list);
            list.or(check_area(state).map(|area| state.preview.check.list.list_area(area)))
                .or(layout.preview.map(|pane| state.preview.text_area(pane)))
                .map_or(1, |area| area.height)
        }
        (None, None) => 1,
    };
    // One row of the former page stays in sight, as readers need it.
    by_rows(state, pages * isize::from(i16::try_from(height.saturating_sub(1).max(1)).unwrap_or(i16::MAX)));
}

/// Scrolls the preview by half a page, from any step; in the list of remarks, the document's lines.
pub(super) fn scroll_preview(state: &mut State, halves: isize) {
    let (size, sources) = (state.setup.size, state.preview.sources());
    if let Some(popup) = state.popups.last_mut() {
        let inner = popup.area(size, sources).inner();
        if let Popup::Remarks(remarks) = popup {
            let height = remarks.detail_area(inner).height;
            remarks.scroll_detail(halves * isize::from(i16::try_from(height / 2).unwrap_or(i16::MAX)), inner);
        }
        return;
    }
    let text = layout_of(state).and_then(|l| l.preview).map(|pane| state.preview.text_area(pane));
    let check = check_area(state).map(|area| state.preview.check.list.detail_area(area));
    let height = check.or(text).map_or(0, |area| area.height);
    scroll_by_rows(state, halves * isize::from(i16::try_from(height / 2).unwrap_or(i16::MAX)));
}

/// Where the findings stand, if they are in sight.
pub(super) fn check_area(state: &State) -> Option<Area> {
    let pane = layout_of(state)?.preview?;
    (state.preview.tab == Tab::Check).then(|| state.preview.text_area(pane))
}

/// Scrolls the text of the preview; of findings the lines of the highlighted one.
pub(super) fn scroll_by_rows(state: &mut State, by: isize) {
    if let Some(area) = check_area(state) {
        state.preview.check.list.scroll_detail(by, area);
        return;
    }
    if let Some(pane) = layout_of(state).and_then(|l| l.preview) {
        let height = state.preview.text_area(pane).height;
        state.preview.scroll(by, height);
    }
}

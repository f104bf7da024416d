//! Clicks and the wheel.

use super::super::layout::Area;
use super::super::msg::{Mouse, MouseKind};
use super::super::panes::grouped::GroupedList;
use super::super::popup::Popup;
use super::super::popup::remarks::Remarks;
use super::super::state::{State, Step};
use super::{actions, layout_of, moving};
use crate::model::Omission;

/// Rows that one turn of the wheel scrolls.
const WHEEL: isize = 3;

/// Takes a click or a turn of the wheel.
pub(super) fn on_mouse(state: &mut State, mouse: Mouse) {
    match mouse.kind {
        MouseKind::WheelDown => wheel(state, mouse, WHEEL),
        MouseKind::WheelUp => wheel(state, mouse, -WHEEL),
        MouseKind::Press if state.popups.is_empty() => press(state, mouse),
        MouseKind::Press => press_popup(state, mouse),
    }
}

fn wheel(state: &mut State, mouse: Mouse, by: isize) {
    if !state.popups.is_empty() {
        moving::by_rows(state, by);
        return;
    }
    let Some(layout) = layout_of(state) else { return };
    if layout.preview.is_some_and(|pane| pane.outer.contains(mouse.x, mouse.y)) {
        if let Some(area) = moving::check_area(state)
            && state.preview.check.list.list_area(area).contains(mouse.x, mouse.y)
        {
            let list = &mut state.preview.check.list;
            list.cursor.step(by.signum(), list.rows.len());
            return;
        }
        moving::scroll_by_rows(state, by);
        return;
    }
    for (pane, list) in layout.panes.into_iter().zip(lists(state)) {
        if pane.is_some_and(|pane| pane.outer.contains(mouse.x, mouse.y)) {
            list.step(by.signum());
        }
    }
}

fn press(state: &mut State, mouse: Mouse) {
    let Some(layout) = layout_of(state) else { return };
    state.notice = None;
    if layout.header.contains(mouse.x, mouse.y) {
        if let Some(step) = layout.step_at(mouse.x, state.step) {
            actions::go_to(state, step);
        }
        return;
    }
    if let Some(pane) = layout.preview.filter(|pane| pane.outer.contains(mouse.x, mouse.y)) {
        actions::go_to(state, Step::Preview);
        let inner = pane.outer.inner();
        let tabs = Area { height: inner.height.min(1), ..inner };
        if let Some(tab) = state.preview.tab_at(tabs, mouse.x, mouse.y) {
            state.preview.tab = tab;
        } else if let Some(area) = moving::check_area(state) {
            click_remark(&mut state.preview.check.list, area, mouse);
        }
        return;
    }
    for (at, pane) in layout.panes.into_iter().enumerate() {
        let Some(pane) = pane.filter(|pane| pane.outer.contains(mouse.x, mouse.y)) else { continue };
        if let Some(step) = Step::ALL.get(at) {
            actions::go_to(state, *step);
        }
        if let Some(list) = lists(state).into_iter().nth(at) {
            let rows = pane.rows(list.search.is_some());
            // A click on the pane that was in the background only shows it: its rows may move.
            if rows.contains(mouse.x, mouse.y) {
                list.click(mouse.y - rows.y);
            }
        }
    }
}

fn click_remark(remarks: &mut Remarks, inner: Area, mouse: Mouse) {
    let rows = remarks.list_area(inner);
    if rows.contains(mouse.x, mouse.y) {
        let row = usize::from(mouse.y - rows.y);
        remarks.cursor.at = (remarks.cursor.top + row).min(remarks.rows.len().saturating_sub(1));
    }
}

fn press_popup(state: &mut State, mouse: Mouse) {
    let (size, sources) = (state.setup.size, state.preview.sources());
    let Some(popup) = state.popups.last_mut() else { return };
    let rows = popup.rows_area(size, sources);
    let row = usize::from(mouse.y.saturating_sub(rows.y));
    let inner = popup.area(size, sources).inner();
    match popup {
        Popup::Sources(cursor) if rows.contains(mouse.x, mouse.y) => {
            cursor.at = (cursor.top + row).min(sources.saturating_sub(1));
        }
        Popup::LeaveOut(cursor) if rows.contains(mouse.x, mouse.y) => {
            cursor.at = (cursor.top + row).min(Omission::ALL.len() - 1);
        }
        Popup::Remarks(remarks) => click_remark(remarks, inner, mouse),
        Popup::Packs(packs) if rows.contains(mouse.x, mouse.y) => {
            packs.cursor.at = (packs.cursor.top + row).min(packs.rows.len().saturating_sub(1));
        }
        Popup::Palette(palette) if rows.contains(mouse.x, mouse.y) => {
            palette.cursor.at = (palette.cursor.top + row).min(palette.hits.len().saturating_sub(1));
        }
        Popup::Sheet(_) if !popup.area(size, sources).contains(mouse.x, mouse.y) => _ = state.popups.pop(),
        _ => {}
    }
}

fn lists(state: &mut State) -> [&mut GroupedList; 3] {
    [&mut state.endpoints.list, &mut state.tables.list, &mut state.rules.list]
}

//! Where everything stands on a screen of a given size.
//!
//! Pure, so that `update` can keep scrolling inside the text and a click can be matched to a row by
//! the same figures that the view draws by.

use super::state::Step;

/// Terminals of at least this width show all steps at once.
pub const WIDE: u16 = 100;

/// Terminals below this width or [`SHORTEST`] get a message instead of the wizard.
pub const NARROWEST: u16 = 40;

/// See [`NARROWEST`].
pub const SHORTEST: u16 = 10;

/// Columns and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A rectangle on the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether a cell lies inside.
    #[must_use]
    pub fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }

    /// The area without a frame of one cell, and without one more column at either side, where text
    /// would touch the frame.
    #[must_use]
    pub fn inner(self) -> Self {
        Self {
            x: self.x.saturating_add(2),
            y: self.y.saturating_add(1),
            width: self.width.saturating_sub(4),
            height: self.height.saturating_sub(2),
        }
    }

    /// Cuts rows off the top.
    pub fn take_top(&mut self, rows: u16) -> Self {
        let rows = rows.min(self.height);
        let top = Self { height: rows, ..*self };
        self.y = self.y.saturating_add(rows);
        self.height -= rows;
        top
    }

    /// Cuts rows off the bottom.
    pub fn take_bottom(&mut self, rows: u16) -> Self {
        let rows = rows.min(self.height);
        self.height -= rows;
        Self { y: self.y.saturating_add(self.height), height: rows, ..*self }
    }
}

/// One pane: frame, list, and what is said about the highlighted row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PaneArea {
    /// With the frame.
    pub outer: Area,
    /// The rows.
    pub list: Area,
    /// More about the highlighted row; no rows where there is no room.
    pub detail: Area,
}

impl PaneArea {
    /// The rows of a list, below the line that a search takes.
    #[must_use]
    pub fn rows(&self, searching: bool) -> Area {
        let mut rows = self.list;
        rows.take_top(u16::from(searching));
        rows
    }
}

/// Where everything stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Name of the project, or the steps.
    pub header: Area,
    /// Endpoints, tables, rules; `None` for those that are not in sight.
    pub panes: [Option<PaneArea>; 3],
    /// The preview, if it is in sight: its `list` is the text, its `detail` where that comes from.
    pub preview: Option<PaneArea>,
    /// What was done last.
    pub notice: Area,
    /// Keys that work now.
    pub footer: Area,
}

impl Layout {
    /// The step whose name stands at a column of the header.
    #[must_use]
    pub fn step_at(&self, x: u16, current: Step) -> Option<Step> {
        let mut start = 1;
        Step::ALL.into_iter().find(|step| {
            let width = step_label(*step, current, self.header.width).len() + 1;
            let width = u16::try_from(width).unwrap_or(u16::MAX);
            let hit = (start..start + width).contains(&x);
            start += width;
            hit
        })
    }
}

/// What the header calls a step; one column follows for what stands between two of them.
#[must_use]
pub fn step_label(step: Step, current: Step, width: u16) -> String {
    let number = step as usize + 1;
    // Where there is no room for all names, only the current step has one.
    if width < 56 && step != current { format!(" {number} ") } else { format!(" {number} {} ", step.title()) }
}

/// The layout of a screen; `None` where it is too small.
#[must_use]
pub fn layout(size: Size, step: Step) -> Option<Layout> {
    if size.width < NARROWEST || size.height < SHORTEST {
        return None;
    }
    let mut body = Area { x: 0, y: 0, width: size.width, height: size.height };
    let header = body.take_top(1);
    let footer = body.take_bottom(1);
    let notice = body.take_bottom(1);
    let mut panes = [None; 3];
    let mut preview = None;
    if size.width >= WIDE {
        let left = (size.width * 2 / 5).clamp(44, 72);
        preview = Some(preview_area(Area { x: left, width: size.width - left, ..body }));
        let mut stack = Area { width: left, ..body };
        // The pane that keys go to gets half of the height and more; in the preview all are equal.
        let third = stack.height / 3;
        let idle = if step == Step::Preview { third } else { (stack.height / 4).max(4).min(third) };
        for (at, pane) in panes.iter_mut().enumerate() {
            let rows = match (at, step as usize) {
                (2, _) => stack.height,
                (at, active) if at == active => body.height.saturating_sub(2 * idle),
                _ => idle,
            };
            *pane = Some(pane_area(stack.take_top(rows), at == step as usize));
        }
    } else if let Some(pane) = panes.get_mut(step as usize) {
        *pane = Some(pane_area(body, true));
    } else {
        preview = Some(preview_area(body));
    }
    Some(Layout { header, panes, preview, notice, footer })
}

fn pane_area(outer: Area, active: bool) -> PaneArea {
    let mut list = outer.inner();
    let detail_rows = if active && list.height >= 10 { (list.height / 3).clamp(4, 7) } else { 0 };
    let mut detail = list.take_bottom(detail_rows);
    detail.take_top(1);
    PaneArea { outer, list, detail }
}

fn preview_area(outer: Area) -> PaneArea {
    let mut list = outer.inner();
    // The first row holds the tabs.
    list.take_top(1);
    let mut detail = list.take_bottom(if list.height >= 28 { 10 } else { 0 });
    detail.take_top(2);
    PaneArea { outer, list, detail }
}

/// A popup in the middle of the screen, as large as asked for where there is room.
#[must_use]
pub fn popup(size: Size, width: u16, height: u16) -> Area {
    // A rim of a few columns would only show pieces of what lies below.
    let width = if width.saturating_add(6) >= size.width { size.width } else { width };
    // What lies above and below stays in sight: the steps, and the keys that work now.
    let height = height.min(size.height.saturating_sub(3));
    Area { x: (size.width - width) / 2, y: (size.height.saturating_sub(1) - height) / 2, width, height }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inside(area: Area, size: Size) -> bool {
        area.x + area.width <= size.width && area.y + area.height <= size.height
    }

    proptest! {
        #[test]
        fn everything_lies_on_the_screen(width in 0u16..300, height in 0u16..120, step in 0usize..4) {
            let size = Size { width, height };
            let Some(layout) = layout(size, Step::ALL[step]) else {
                prop_assert!(width < NARROWEST || height < SHORTEST);
                return Ok(());
            };
            for pane in layout.panes.into_iter().chain([layout.preview]).flatten() {
                for area in [pane.outer, pane.list, pane.detail] {
                    prop_assert!(inside(area, size), "{:?} on {:?}", area, size);
                }
            }
            let active = if step < 3 { layout.panes[step] } else { layout.preview };
            prop_assert!(active.unwrap().list.height >= 1);
            prop_assert!(inside(layout.footer, size));
        }
    }
}

//! Popups: what lies over the panes.

mod endpoint;
pub mod packs;
pub mod remarks;
pub mod sheet;
mod types;

use super::command::{COMMANDS, Command, Context};
use super::editor::Editor;
use super::flow::Flow;
use super::fuzzy::{self, Hit};
use super::layout::{self, Area, Size};
use super::line_input::LineInput;
use super::list::{self, ListCursor};
use super::state::SavedPlan;
use crate::model::{Omission, Owner};
use packs::Packs;
use remarks::Remarks;
use sheet::Sheet;

/// Rows below the list of packs: a line, what the highlighted one is for, and why it is proposed.
const PACK_DETAIL: usize = 3;

/// Columns of most popups, where the screen has that many.
const WIDEST: u16 = 96;

/// One popup.
#[derive(Debug)]
pub enum Popup {
    /// Something to read: help, a table, the page of a diagnostic.
    Sheet(Sheet),
    /// Where the text of a prompt comes from.
    Sources(ListCursor),
    /// What the prompt can leave out; one row for each.
    LeaveOut(ListCursor),
    /// What the readers say.
    Remarks(Remarks),
    /// All rule packs.
    Packs(Packs),
    /// All commands by name.
    Palette(Palette),
    /// A rule in a text area.
    Editor {
        /// The text.
        editor: Box<Editor>,
        /// Id of the rule, or `None` for a new one.
        rule: Option<String>,
        /// Whose the rule is, or will be.
        owner: Owner,
        /// Whether what comes back from the user's own editor is kept without another look.
        at_once: bool,
    },
    /// Whether the text in the editor below may be lost.
    Discard,
    /// The name that a plan is to be saved under.
    Name(LineInput),
    /// A file that exists and holds something else.
    Conflict(Conflict),
}

/// The command palette.
#[derive(Debug, Default)]
pub struct Palette {
    /// What is searched for.
    pub query: LineInput,
    /// Commands that can be run, as indices into `COMMANDS`.
    pub commands: Vec<usize>,
    /// Those that match, as indices into `commands`.
    pub hits: Vec<Hit>,
    /// The highlighted one.
    pub cursor: ListCursor,
}

/// A plan that was not saved, because its file holds something else.
#[derive(Debug)]
pub struct Conflict {
    /// What was to be saved, and where.
    pub plan: SavedPlan,
    /// What the file holds.
    pub text: String,
    /// The difference, in rows.
    pub flow: Flow,
    /// First row in sight.
    pub top: usize,
    width: Option<u16>,
}

impl Conflict {
    /// A plan and what stands in its place.
    #[must_use]
    pub fn new(plan: SavedPlan, text: String) -> Self {
        Self { plan, text, flow: Flow::default(), top: 0, width: None }
    }

    fn fit(&mut self, width: u16, height: u16) {
        if self.width != Some(width) {
            self.flow = Flow::of_difference(&self.text, &self.plan.text, width);
            self.width = Some(width);
        }
        self.top = list::scroll(self.top, 0, self.flow.len(), usize::from(height));
    }
}

impl Palette {
    /// Shows the commands that match.
    pub fn refill(&mut self) {
        let titles = self.commands.iter().filter_map(|at| COMMANDS.get(*at)).map(|c| c.title);
        self.hits = fuzzy::search(self.query.text(), &titles);
        self.cursor = ListCursor::default();
    }

    /// The highlighted command.
    #[must_use]
    pub fn selected(&self) -> Option<&'static Command> {
        self.command(self.cursor.at)
    }

    /// The command of a row.
    #[must_use]
    pub fn command(&self, row: usize) -> Option<&'static Command> {
        COMMANDS.get(*self.commands.get(self.hits.get(row)?.item)?)
    }
}

impl Popup {
    /// Where it stands, with its frame. `sources` is how many lines the list of sources has.
    #[must_use]
    pub fn area(&self, size: Size, sources: usize) -> Area {
        let rows = |rows: usize| u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
        let (width, height) = match self {
            Self::Sheet(sheet) => (WIDEST, rows(sheet.rows.len())),
            Self::Sources(_) => (WIDEST, rows(sources.max(1))),
            // What the prompt costs, and below the rows what the highlighted one means.
            Self::LeaveOut(_) => (76, rows(Omission::ALL.len() + 5)),
            Self::Palette(_) => (70, 20),
            Self::Packs(packs) => (WIDEST, rows(packs.rows.len() + PACK_DETAIL)),
            Self::Editor { .. } => (WIDEST, (size.height / 2).max(10)),
            Self::Discard => (60, 5),
            Self::Name(_) => (WIDEST, 6),
            Self::Remarks(_) | Self::Conflict(_) => (u16::MAX, u16::MAX),
        };
        layout::popup(size, width, height)
    }

    /// The rows inside the frame that scroll.
    #[must_use]
    pub fn rows_area(&self, size: Size, sources: usize) -> Area {
        let mut area = self.area(size, sources).inner();
        match self {
            // The search and a line below it.
            Self::Palette(_) => _ = area.take_top(2),
            Self::LeaveOut(_) => _ = (area.take_top(2), area.take_bottom(3)),
            Self::Remarks(remarks) => area = remarks.list_area(area),
            Self::Packs(_) => _ = area.take_bottom(u16::try_from(PACK_DETAIL).unwrap_or(0)),
            // What the file is, and the choices.
            Self::Conflict(_) => _ = (area.take_top(2), area.take_bottom(1)),
            _ => {}
        }
        area
    }

    /// Breaks and scrolls what it shows, so that it fits its place.
    pub fn fit(&mut self, size: Size, sources: usize) {
        if let Self::Sheet(sheet) = self {
            // How high a sheet is depends on its rows, and these on its width alone.
            sheet.fit(layout::popup(size, WIDEST, 2).inner().width, u16::MAX);
        }
        let whole = self.area(size, sources).inner();
        let area = self.rows_area(size, sources);
        match self {
            Self::Sheet(sheet) => sheet.fit(area.width, area.height),
            Self::Sources(cursor) => cursor.fit(sources, usize::from(area.height)),
            Self::LeaveOut(cursor) => cursor.fit(Omission::ALL.len(), usize::from(area.height)),
            Self::Palette(palette) => palette.cursor.fit(palette.hits.len(), usize::from(area.height)),
            Self::Conflict(conflict) => conflict.fit(area.width, area.height),
            Self::Remarks(remarks) => remarks.fit(whole, area.height),
            Self::Packs(packs) => packs.cursor.fit(packs.rows.len(), usize::from(area.height)),
            Self::Editor { .. } | Self::Discard | Self::Name(_) => {}
        }
    }

    /// Where keys go while it is in front.
    #[must_use]
    pub fn context(&self) -> Context {
        match self {
            Self::Sheet(_) => Context::Reading,
            Self::Sources(_) => Context::Sources,
            Self::LeaveOut(_) => Context::LeaveOut,
            Self::Remarks(_) => Context::Remarks,
            Self::Packs(_) => Context::Packs,
            Self::Palette(_) => Context::Palette,
            Self::Editor { .. } => Context::Editor,
            Self::Discard => Context::Discard,
            Self::Name(_) => Context::Name,
            Self::Conflict(_) => Context::Conflict,
        }
    }
}

//! Popups: what lies over the panes.

pub mod sheet;

use super::command::Context;
use super::editor::Editor;
use super::flow::Flow;
use super::fuzzy::Hit;
use super::line_input::LineInput;
use super::list::ListCursor;
use sheet::Sheet;

/// One popup.
#[derive(Debug)]
pub enum Popup {
    /// Something to read: help, a table, diagnostics.
    Sheet(Sheet),
    /// Where the text of a prompt comes from.
    Sources(ListCursor),
    /// All commands by name.
    Palette(Palette),
    /// A rule in a text area.
    Editor {
        /// The text.
        editor: Box<Editor>,
        /// Id of the rule, or `None` for a new one.
        rule: Option<String>,
    },
    /// Whether the text in the editor below may be lost.
    Discard,
    /// The name that a plan is to be saved under.
    Name(LineInput),
    /// A file that exists and holds something else.
    Conflict {
        /// Which file.
        path: String,
        /// What it holds.
        text: String,
        /// The difference, in rows.
        flow: Flow,
        /// First row in sight.
        top: usize,
    },
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

impl Popup {
    /// Where keys go while it is in front.
    #[must_use]
    pub fn context(&self) -> Context {
        match self {
            Self::Sheet(_) => Context::Reading,
            Self::Sources(_) => Context::Sources,
            Self::Palette(_) => Context::Palette,
            Self::Editor { .. } => Context::Editor,
            Self::Discard => Context::Discard,
            Self::Name(_) => Context::Name,
            Self::Conflict { .. } => Context::Conflict,
        }
    }
}

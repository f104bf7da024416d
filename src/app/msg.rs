//! Everything that can happen to the wizard, and everything that it can ask for.

use std::sync::Arc;

use super::choices::Choices;
use super::rule_files::{FileEdit, RulesFile};
use crate::check::settle::Settled;
use crate::config::keymap::Key;
use crate::model::Project;
use crate::prompt::{Tally, Uncounted};

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed (never: released).
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// A click or a turn of the wheel.
    Mouse(Mouse),
    /// The terminal has another size.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// The project was read for the first time; these are the choices remembered for it.
    Opened {
        /// What was read.
        project: Arc<Project>,
        /// What was remembered.
        choices: Box<Choices>,
    },
    /// The project was read again.
    ProjectRead(Arc<Project>),
    /// A text is on its way to a clipboard.
    Copied {
        /// Which way it went, and what can be promised.
        message: String,
    },
    /// Nothing could be copied.
    NotCopied {
        /// Why, and what to do instead.
        message: String,
    },
    /// The plan was saved.
    Saved {
        /// Where, as the user named it.
        path: String,
        /// Where the former version is, if there was one.
        former: Option<String>,
    },
    /// The file exists and was not written.
    Exists {
        /// Which one.
        path: String,
        /// What it holds.
        text: String,
    },
    /// The plan could not be saved.
    NotSaved {
        /// Which file.
        path: String,
        /// Why, and what to do instead.
        message: String,
    },
    /// A text was counted.
    Counted {
        /// The number of the request.
        id: u64,
        /// What it costs.
        tally: Tally,
    },
    /// The saved plans and the documents were checked.
    Checked {
        /// The number of the request.
        id: u64,
        /// What was found.
        settled: Box<Settled>,
    },
    /// Changes of files of rules arrived, or failed.
    RulesWritten {
        /// The changes, as they were asked for.
        edits: Vec<FileEdit>,
        /// What the files hold now, as far as that is known.
        texts: Vec<(RulesFile, String)>,
        /// Why not all of it was written.
        problem: Option<String>,
    },
    /// The user's editor was closed.
    EditorClosed {
        /// The text that was handed over, as it came back; `None` for a file.
        text: Option<String>,
        /// What went wrong.
        problem: Option<String>,
    },
    /// Something else went wrong beside the screen, such as remembering the choices.
    Trouble(String),
}

/// What a mouse did, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub kind: MouseKind,
    /// Column, from 0.
    pub x: u16,
    /// Row, from 0.
    pub y: u16,
}

/// What a mouse can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The wheel turned away from the user.
    WheelUp,
    /// The wheel turned towards the user.
    WheelDown,
}

/// What is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The prompt.
    Prompt,
    /// The plan.
    Plan,
    /// The prompt that asks to implement the plan.
    Implementation,
    /// What `check` found.
    Findings,
}

impl What {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Prompt => "prompt",
            Self::Plan => "plan",
            Self::Implementation => "prompt to implement the plan",
            Self::Findings => "findings",
        }
    }
}

/// Something that the shell is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Read the documents again; answered by [`Msg::ProjectRead`].
    ReadProject,
    /// Copy a text; answered by [`Msg::Copied`] or [`Msg::NotCopied`].
    Copy {
        /// What it is.
        what: What,
        /// The text.
        text: String,
    },
    /// Save a plan; answered by [`Msg::Saved`], [`Msg::Exists`] or [`Msg::NotSaved`].
    Save {
        /// Where, as the user named it: relative to the root, with `/`. In the demo, which has no
        /// root, relative to the current folder; it may lie anywhere.
        path: String,
        /// The text, provenance included.
        text: String,
        /// The text that the file is known to hold and that may be written over. A file that holds
        /// anything else is left alone and answered by [`Msg::Exists`].
        over: Option<String>,
    },
    /// Change files of rules, all or none of those behind the first that fails; answered by
    /// [`Msg::RulesWritten`].
    WriteRules(Vec<FileEdit>),
    /// Open the user's editor in place of the screen; answered by [`Msg::EditorClosed`].
    OpenEditor(Opened),
    /// Keep the choices for the next run.
    Remember(Box<Choices>),
    /// Count the tokens of a text; answered by [`Msg::Counted`]. Only the last request matters: the
    /// texts of earlier ones are no longer shown.
    Count {
        /// The number of the request.
        id: u64,
        /// The text.
        uncounted: Box<Uncounted>,
    },
    /// Check the saved plans and the documents as they were read last; answered by [`Msg::Checked`].
    Check {
        /// The number of the request.
        id: u64,
    },
    /// Leave.
    Quit,
}

/// What the user's editor opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// A text that is no file.
    Text(String),
    /// A file, at a line.
    File {
        /// Its path below the root.
        path: String,
        /// The line, from 1.
        line: usize,
    },
    /// The user's own file of rules, at a line.
    UserRules {
        /// The line, from 1.
        line: usize,
    },
}

//! Why the program ended early, and the exit status that says so.

use std::io;

use super::root::NoRoot;
use super::save::NotSaved;
use crate::cli::choose::NoChoice;
use crate::deliver::file_name::BadPattern;

/// Exit statuses, as the contract has them.
pub(super) mod status {
    pub(in crate::shell) const DONE: u8 = 0;
    pub(in crate::shell) const FINDINGS: u8 = 1;
    pub(in crate::shell) const USAGE: u8 = 2;
    pub(in crate::shell) const NOT_OVERWRITTEN: u8 = 3;
    pub(in crate::shell) const NOT_COPIED: u8 = 5;
    pub(in crate::shell) const INTERRUPTED: u8 = 130;

    /// What shells report for a program that a signal ended.
    pub(in crate::shell) fn of_signal(signal: i32) -> u8 {
        u8::try_from(signal).map_or(INTERRUPTED, |signal| signal.saturating_add(128))
    }
}

/// Why the program ended early.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    NoRoot(#[from] NoRoot),
    #[error(
        "there is no project here: no folder upwards holds `.ai/`, `routewright.toml` or `.git`, and there is no API \
         or database plan in this one; give the project's folder with `--root DIR`, or try `routewright --demo`"
    )]
    NoProject,
    #[error(
        "the wizard needs a terminal on standard output that can draw; without one there are the commands `list`, `inspect --json`, \
         `prompt ENDPOINT`, `plan ENDPOINT` and `rules`, which `--help` explains"
    )]
    NoTerminal,
    #[error("`{0}` is for the commands; in the wizard there are keys for that")]
    HeadlessOption(&'static str),
    #[error("{0}")]
    Unreadable(String),
    #[error(transparent)]
    NoChoice(#[from] NoChoice),
    #[error(transparent)]
    Pattern(#[from] BadPattern),
    #[error(
        "`{0}` gives several endpoints one file; put {{method}} and {{path}}, or {{n}}, in it, \
         as in `.ai/{{method}}-{{path}}-implementation-plan.md`"
    )]
    OneFileForAll(String),
    #[error("the demo is in no folder; say where the plans are to be saved with `--root DIR` or `--out FILE`")]
    DemoHasNoFolder,
    #[error("there is no endpoint to plan for, because no API plan with endpoints was read")]
    NoEndpoints,
    #[error("{0}; `--force` writes over it and keeps the former version")]
    Exists(NotSaved),
    #[error("{0}; `--force` writes over it and keeps the former version")]
    Kept(String),
    #[error(transparent)]
    NotSaved(NotSaved),
    #[error("{0}; `routewright template check` looks a template over")]
    Template(String),
    #[error("there is no built-in template `{0}`; there are {1}")]
    NoTemplate(String, String),
    #[error("{0}")]
    NotCopied(String),
    #[error("the answer could not be written: {0}")]
    Output(#[from] io::Error),
}

impl From<NotSaved> for Failure {
    fn from(error: NotSaved) -> Self {
        if matches!(error, NotSaved::Exists { .. }) { Self::Exists(error) } else { Self::NotSaved(error) }
    }
}

impl Failure {
    pub(super) fn status(&self) -> u8 {
        match self {
            Self::Exists(_) | Self::Kept(_) => status::NOT_OVERWRITTEN,
            Self::NotCopied(_) => status::NOT_COPIED,
            _ => status::USAGE,
        }
    }
}

//! From arguments to an exit status.

use std::ffi::OsString;
use std::io::{self, Write};

use clap::Parser;

use super::console::Console;
use super::documents::{self, Named, NamedFile, Origin};
use super::root;
use crate::cli::{self, Arguments, Command, Common};
use crate::diagnostic::Severity;
use crate::model::Project;
use crate::read;

/// Exit statuses, as the contract has them.
mod status {
    pub(super) const DONE: u8 = 0;
    pub(super) const FINDINGS: u8 = 1;
    pub(super) const USAGE: u8 = 2;
}

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    NoRoot(#[from] root::NoRoot),
    #[error("{0}")]
    Unreadable(String),
    #[error("the answer could not be written: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    fn status(&self) -> u8 {
        match self {
            Self::NoRoot(_) | Self::Unreadable(_) | Self::Output(_) => status::USAGE,
        }
    }
}

/// Runs the program on its arguments (the first is its name) and gives its exit status.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = arguments.into_iter().map(|a| a.to_string_lossy().into_owned()).collect();
    let arguments = match Arguments::try_parse_from(cli::args::spread_lists(arguments)) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come as errors too; printing can only fail for want of a reader.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(status::USAGE);
        }
    };
    let console = Console::new(&arguments.common);
    match dispatch(&arguments, &console) {
        Ok(status) => status,
        Err(failure) => {
            console.error(&failure.to_string());
            failure.status()
        }
    }
}

fn dispatch(arguments: &Arguments, console: &Console) -> Result<u8, Failure> {
    let common = &arguments.common;
    let project = load(common)?;
    match &arguments.command {
        None => {}
        Some(Command::Inspect { .. }) => console.answer(&cli::inspect::to_json(&project))?,
        Some(Command::List { json }) => {
            let answer = if *json { cli::list::to_json(&project) } else { cli::list::to_text(&project) };
            console.answer(&answer)?;
        }
    }
    console.diagnostics(&project);
    io::stderr().flush()?;
    let partly_read = project.diagnostics.iter().any(|d| d.severity > Severity::Info);
    Ok(if common.strict && partly_read { status::FINDINGS } else { status::DONE })
}

fn load(common: &Common) -> Result<Project, Failure> {
    let root = root::find(common.root.as_deref())?;
    let found = documents::read(Origin::Root(&root), &named(common));
    if !found.unreadable.is_empty() {
        return Err(Failure::Unreadable(found.unreadable.join("\n")));
    }
    let mut project = read::project(&root::name(&root), found.documents);
    project.diagnostics.splice(0..0, found.diagnostics);
    Ok(project)
}

fn named(common: &Common) -> Named {
    let file = |path: &String| NamedFile { path: path.clone(), by_settings: false };
    let files = |paths: &[String]| paths.iter().map(file).collect();
    Named {
        api: common.api.as_ref().map(file),
        database: files(&common.db),
        tech_stack: common.tech_stack.as_ref().map(file),
        types: files(&common.types),
        rules: files(&common.rules),
    }
}

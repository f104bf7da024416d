//! From arguments to an exit status.

use std::ffi::OsString;

use clap::Parser;

use super::clipboard;
use super::commands;
use super::console::Console;
use super::failure::{Failure, status};
use super::opening::Opening;
use super::terminal;
use crate::cli::{self, Arguments, Command};

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
    match &arguments.command {
        Some(Command::Completions { shell }) => {
            console.answer(&cli::args::completions(*shell))?;
            return Ok(status::DONE);
        }
        Some(Command::Man) => {
            console.answer(&cli::args::manual())?;
            return Ok(status::DONE);
        }
        Some(Command::HoldClipboard) => {
            return clipboard::hold().map(|()| status::DONE).map_err(Failure::NotCopied);
        }
        _ => {}
    }
    let opening = Opening::new(common)?;
    if arguments.command.is_none() {
        return terminal::run(opening);
    }
    let project = opening.read()?;
    let desk = commands::Desk { opening: &opening, project: &project, console };
    let result = match &arguments.command {
        Some(Command::Inspect { .. }) => desk.inspect(),
        Some(Command::List { json }) => desk.list(*json),
        Some(Command::Rules) => desk.rules(),
        Some(Command::Prompt { endpoints, making }) => desk.prompt(endpoints, making),
        Some(Command::Plan { all: true, making, .. }) => desk.plan_all(making),
        Some(Command::Plan { endpoints, making, .. }) => desk.plan(endpoints, making),
        Some(Command::Completions { .. } | Command::Man | Command::HoldClipboard) | None => Ok(status::DONE),
    }?;
    let strictly = common.strict && opening.partly_read(&project);
    Ok(if strictly && result == status::DONE { status::FINDINGS } else { result })
}

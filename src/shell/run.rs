//! From arguments to an exit status.

use std::ffi::OsString;

use super::clipboard;
use super::commands::Commands;
use super::configuration;
use super::console::Console;
use super::failure::{Failure, status};
use super::opening::{self, Opening};
use super::outlet::Outlet;
use super::own_assets;
use super::templates;
use super::terminal;
use crate::cli::check::Form;
use crate::cli::{self, Arguments, Command, Common};
use crate::deliver::file_name::Pattern;
use crate::diagnostic::{Diagnostic, pages};

/// Runs the program on its arguments (the first is its name) and gives its exit status.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<_> = arguments.into_iter().map(|a| a.to_string_lossy().into_owned()).collect();
    if matches!(arguments.as_slice(), [_, only] if only == clipboard::HOLD) {
        return report(&Console::new(&Common::default()), hold());
    }
    // The options know the languages, so what the user has of their own comes first of all.
    let remarks = own_assets::load();
    let arguments = match cli::args::parse(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come as errors too; printing can only fail for want of a reader.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(status::USAGE);
        }
    };
    let console = Console::new(&arguments.common);
    report(&console, dispatch(&arguments, &console, remarks))
}

/// Says why it failed, if it did, and gives the exit status.
fn report(console: &Console, result: Result<u8, Failure>) -> u8 {
    result.unwrap_or_else(|failure| {
        console.error(&failure.to_string());
        failure.status()
    })
}

fn hold() -> Result<u8, Failure> {
    clipboard::hold().map(|()| status::DONE).map_err(Failure::NotCopied)
}

fn dispatch(arguments: &Arguments, console: &Console, remarks: Vec<Diagnostic>) -> Result<u8, Failure> {
    let common = &arguments.common;
    match &arguments.command {
        None => wizard(common, remarks),
        Some(Command::Completions { shell }) => of_the_program(common, console, &cli::manual::completions(*shell)),
        Some(Command::Explain { code }) => {
            of_the_program(common, console, pages::page(*code).unwrap_or_default().as_bytes())
        }
        Some(Command::Template(command)) => templates::run(common, console, command),
        Some(Command::Config { what }) => configuration::tell(common, console, *what, remarks),
        Some(Command::Man) => of_the_program(common, console, &cli::manual::page()),
        Some(command) => of_the_project(common, console, command, remarks),
    }
}

fn wizard(common: &Common, remarks: Vec<Diagnostic>) -> Result<u8, Failure> {
    if common.copy || common.force {
        return Err(Failure::HeadlessOption(if common.copy { "--copy" } else { "--force" }));
    }
    if let Some(out) = &common.out {
        Pattern::anywhere(out)?;
    }
    terminal::run(Opening::new(common)?.with_remarks(remarks), common)
}

/// An answer about the program itself.
fn of_the_program(common: &Common, console: &Console, answer: &[u8]) -> Result<u8, Failure> {
    let outlet = Outlet { console, options: common, root: opening::place(common)?.root };
    outlet.answer(&String::from_utf8_lossy(answer))
}

/// An answer about the project.
fn of_the_project(
    common: &Common,
    console: &Console,
    command: &Command,
    remarks: Vec<Diagnostic>,
) -> Result<u8, Failure> {
    let mut opening = Opening::new(common)?.with_remarks(remarks);
    if let Command::Check { plans, .. } = command {
        opening = opening.with_plans(plans);
    }
    let project = opening.read()?;
    let outlet = Outlet { console, options: common, root: opening.root.clone() };
    let commands = Commands { opening: &opening, project: &project, outlet: &outlet };
    let result = match command {
        Command::Inspect { .. } => commands.inspect(),
        Command::List { json } => commands.list(*json),
        Command::Check { plans, endpoint, json, sarif, severity } => {
            let form = match (json, sarif) {
                (true, _) => Form::Json,
                (_, true) => Form::Sarif,
                _ => Form::Text { color: console.paints_answers(), accepted: console.is_verbose() },
            };
            let least = (*severity).into();
            match plans.as_slice() {
                [] => commands.check(form, least),
                _ => commands.check_plans(endpoint, form, least),
            }
        }
        Command::Rules { all, json } => commands.rules(*all, *json),
        Command::Prompt(arguments) => commands.prompt(arguments),
        Command::Plan { all: true, tables, diagram, .. } => commands.plan_all(tables, *diagram),
        Command::Plan { endpoints, tables, diagram, .. } => commands.plan(endpoints, tables, *diagram),
        Command::Template(_)
        | Command::Explain { .. }
        | Command::Completions { .. }
        | Command::Config { .. }
        | Command::Man => Ok(status::DONE),
    }?;
    let strictly = common.strict && opening.partly_read(&project);
    Ok(if strictly && result == status::DONE { status::FINDINGS } else { result })
}

//! The user's own editor, in place of the screen.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use super::super::decode::decode;
use super::super::folders;
use crate::app::{Msg, Opened};
use crate::config::editors;

/// Opens what is to be edited and waits for the editor. The terminal must be the editor's by now.
pub(super) fn open(opened: &Opened, root: Option<&Path>) -> Msg {
    let result = match opened {
        Opened::Text(text) => return of_text(text),
        Opened::File { path, line } => file(&root.map_or_else(|| PathBuf::from(path), |root| root.join(path)), *line),
        Opened::UserRules { line } => match folders::settings() {
            Some(folder) => file(&folder.join(folders::USER_RULES), *line),
            None => Err("there is no folder for your settings".to_owned()),
        },
    };
    Msg::EditorClosed { text: None, problem: result.err() }
}

fn file(file: &Path, line: usize) -> Result<(), String> {
    let command = command()?;
    ended(&command, run(&command, file, line))
}

/// A text goes through a temporary file. What was written comes back also where the editor failed.
fn of_text(text: &str) -> Msg {
    let unchanged = |problem: String| Msg::EditorClosed { text: Some(text.to_owned()), problem: Some(problem) };
    let command = match command() {
        Ok(command) => command,
        Err(problem) => return unchanged(problem),
    };
    let file = match temporary(text) {
        Ok(file) => file,
        Err(error) => return unchanged(format!("no temporary file could be made for your editor: {error}")),
    };
    let problem = ended(&command, run(&command, &file, 1)).err();
    // Read by its name: editors put a new file in the place of the old one.
    let read = std::fs::read(&file);
    match read {
        Ok(bytes) => {
            // A copy that stays in a temporary folder does no harm.
            let _ = std::fs::remove_file(&file);
            Msg::EditorClosed { text: Some(decode(&bytes).text), problem }
        }
        Err(error) => unchanged(problem.unwrap_or(format!("`{}` could not be read again: {error}", file.display()))),
    }
}

fn temporary(text: &str) -> io::Result<PathBuf> {
    let mut file = tempfile::Builder::new().prefix("routewright-rule-").suffix(".md").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    let (_, path) = file.keep()?;
    Ok(path)
}

/// The editor that the user wants.
fn command() -> Result<String, String> {
    let named = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    named("VISUAL").or_else(|| named("EDITOR")).ok_or_else(|| {
        "neither VISUAL nor EDITOR is set, so there is no editor to open; set one, for instance `export EDITOR=nano`"
            .to_owned()
    })
}

fn run(command: &str, file: &Path, line: usize) -> io::Result<ExitStatus> {
    let words = shlex::split(command).filter(|words| !words.is_empty());
    let words = words.unwrap_or_else(|| vec![command.to_owned()]);
    let Some((program, arguments)) = words.split_first() else { return Err(io::ErrorKind::NotFound.into()) };
    let file = file.to_string_lossy();
    Command::new(program).args(arguments).args(editors::at_line(program, &file, line)).status()
}

fn ended(command: &str, result: io::Result<ExitStatus>) -> Result<(), String> {
    match result {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("your editor `{command}` ended with an error ({status})")),
        Err(error) => Err(format!("your editor `{command}` could not be started: {error}; see VISUAL and EDITOR")),
    }
}

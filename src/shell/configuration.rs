//! `config`: answers about the settings. They need no documents, and no project either.

use super::console::Console;
use super::failure::Failure;
use super::opening::{self, Place};
use super::outlet::Outlet;
use super::settings::{self, Loaded};
use crate::cli::config::{self, Files};
use crate::cli::{Common, ConfigCommand};
use crate::config::settings::schema;
use crate::diagnostic::Diagnostic;
use crate::model::Project;
use crate::text::printable;

/// Tells what was asked for and gives the exit status. `remarks` are about the user's own assets.
pub(super) fn tell(
    common: &Common,
    console: &Console,
    what: ConfigCommand,
    remarks: Vec<Diagnostic>,
) -> Result<u8, Failure> {
    let Place { root, certain } = opening::place(common)?;
    // A folder that bears no mark is no project, so nothing of a project is looked for in it.
    let mut loaded = settings::load(root.as_deref().filter(|_| certain), common);
    let answer = match what {
        ConfigCommand::Schema => schema::text(),
        ConfigCommand::Path => printable(&paths(&loaded)).into_owned(),
        ConfigCommand::Show { json } => {
            if let Err(problem) = opening::template(&loaded) {
                loaded.diagnostics.push(settings::remark(problem));
            }
            loaded.diagnostics.extend(remarks);
            console.diagnostics(&Project::default(), &loaded.diagnostics);
            show(&loaded, json)
        }
    };
    Outlet { console, options: common, root }.answer(&answer)
}

fn show(loaded: &Loaded, json: bool) -> String {
    let user = loaded.files.iter().find(|file| file.path.ends_with(settings::USERS));
    let user = user.map(|file| file.path.display().to_string()).unwrap_or_default();
    let files = Files { project: settings::PROJECTS.to_owned(), user };
    let held = loaded.layers.held();
    if json { config::to_json(&held, &files) } else { printable(&config::to_text(&held, &files)).into_owned() }
}

fn paths(loaded: &Loaded) -> String {
    let line = |file: &settings::Sought| {
        let path = std::path::absolute(&file.path).unwrap_or_else(|_| file.path.clone());
        format!("{}  {}\n", path.display(), file.state)
    };
    loaded.files.iter().map(line).collect()
}

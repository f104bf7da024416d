//! Templates of prompts: reading them with the files that they include, and the command for them.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::path::{Component, Path};

use super::console::Console;
use super::failure::{Failure, status};
use super::opening::Opening;
use super::outlet::Outlet;
use super::settings;
use super::tree::{self, Kind};
use crate::cli::{Common, TemplateCommand};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::{Choice, Language, Project};
use crate::prompt::template::{included, is_minijinja};
use crate::prompt::{Partial, Purpose, Template, check, compose};
use crate::text::printable;

/// How many files a template may include.
const MOST_PARTIALS: usize = 64;
/// A text holds a control character by accident, a program or a picture many.
const MOST_CONTROLS: usize = 8;
/// How many files of a project are looked into for templates.
const MOST_LOOKED_INTO: usize = 200;
/// Folders and words of names where projects keep prompts.
const PROMPT_PATHS: [&str; 3] = ["prompt", ".claude/commands/", ".cursor/commands/"];

/// Reads a template. With a root it must lie inside; what it includes must lie in its own folder.
pub(super) fn read(file: &Path, root: Option<&Path>) -> Result<Template, String> {
    let shown = root.and_then(|root| file.strip_prefix(root).ok()).unwrap_or(file).display().to_string();
    let text = match settings::decoded(file, root) {
        Ok(Some(decoded)) if decoded.controls > MOST_CONTROLS => {
            return Err(format!("the template `{shown}` is no text: it holds {} control characters", decoded.controls));
        }
        Ok(Some(decoded)) => decoded.text,
        Ok(None) => return Err(format!("the template `{shown}` does not exist")),
        Err(error) => return Err(format!("the template `{shown}` could not be read: {error}")),
    };
    let mut template = Template::new(shown, text);
    if is_minijinja(template.name()) {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        template.partials = partials(folder, &template.text);
    }
    Ok(template)
}

/// The files that a template includes, and those that they include. One that is missing or lies
/// elsewhere is left out: filling the template says so, with the place.
fn partials(folder: &Path, text: &str) -> Vec<Partial> {
    let mut found: Vec<Partial> = Vec::new();
    let mut wanted: VecDeque<String> = included(text).into();
    while let Some(name) = wanted.pop_front() {
        let is_below = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_below || found.iter().any(|partial| partial.name == name) || found.len() == MOST_PARTIALS {
            continue;
        }
        if let Ok(Some(text)) = settings::text(&folder.join(&name), Some(folder)) {
            wanted.extend(included(&text));
            found.push(Partial { name, text });
        }
    }
    found
}

/// Carries out `template …`.
pub(super) fn run(common: &Common, console: &Console, command: &TemplateCommand) -> Result<u8, Failure> {
    let opening = Opening::new(common)?;
    let uses_own = !matches!(command, TemplateCommand::Export { .. } | TemplateCommand::Check { file: Some(_) });
    if uses_own {
        opening.can_make_prompts()?;
    }
    let project = opening.read().ok();
    let language = project
        .as_ref()
        .map_or_else(|| opening.own_language().unwrap_or_default(), |project| opening.language(project));
    let outlet = Outlet { console, options: common, root: opening.root.clone() };
    match command {
        TemplateCommand::Check { file } => {
            let template = match file {
                Some(file) => read(Path::new(file), None).map_err(Failure::Unreadable)?,
                None => opening.template(language),
            };
            let documents = project.as_ref().map(|project| project.documents.as_slice()).unwrap_or_default();
            let mut found = check::check(&template, language, documents);
            if let Some(project) = project.as_ref().filter(|_| !found.iter().any(is_fault)) {
                found.splice(0..0, faults_when_filled(&template, project, language));
            }
            let mut text = String::new();
            for finding in &found {
                let note = if finding.severity == Severity::Info { "note: " } else { "" };
                let _ = writeln!(text, "{note}{}", finding.message);
                if let Some(help) = &finding.help {
                    let _ = writeln!(text, "  help: {help}");
                }
            }
            let is_sound = !found.iter().any(|finding| finding.severity > Severity::Info);
            if is_sound {
                console.notice(&format!("nothing is wrong with {}", shown(&template)));
            }
            deliver(&outlet, &text)?;
            Ok(if is_sound { status::DONE } else { status::FINDINGS })
        }
        TemplateCommand::Export { name } => {
            let asked = name.trim_end_matches(".j2").trim_end_matches(".md");
            let Some(purpose) = Purpose::ALL.into_iter().find(|purpose| purpose.template() == asked) else {
                let known = Purpose::ALL.map(|purpose| format!("`{}`", purpose.template()));
                return Err(Failure::NoTemplate(name.clone(), known.join(" and ")));
            };
            deliver(&outlet, &Template::built_in_for(purpose, language).text)?;
            Ok(status::DONE)
        }
        TemplateCommand::List => {
            deliver(&outlet, &list(opening.root.as_deref().filter(|_| !opening.demo), &opening))?;
            Ok(status::DONE)
        }
    }
}

fn is_fault(finding: &Diagnostic) -> bool {
    finding.code == codes::TEMPLATE_FAULT
}

/// What only filling a template shows, as a loop that asks for too much: filled for the project's first
/// endpoint with all its tables.
fn faults_when_filled(template: &Template, project: &Project, language: Language) -> Vec<Diagnostic> {
    let endpoints: Vec<_> = project.api.endpoints.iter().take(1).collect();
    if endpoints.is_empty() {
        return Vec::new();
    }
    let tables = project.schema.tables.iter().collect();
    let choice = Choice { endpoints, tables, language, ..Choice::of(project) };
    compose(&choice, template).diagnostics.into_iter().filter(is_fault).collect()
}

fn shown(template: &Template) -> &str {
    template.path.as_deref().unwrap_or("the built-in template")
}

fn deliver(outlet: &Outlet<'_>, text: &str) -> Result<(), Failure> {
    let file = outlet.file().unwrap_or_default().to_owned();
    outlet.deliver("template", &printable(text), |_| file)
}

/// One line a template: name or file, and what it is.
fn list(root: Option<&Path>, opening: &Opening) -> String {
    let mut text = String::new();
    for purpose in Purpose::ALL {
        let about = match purpose {
            Purpose::Plan => "asks for an implementation plan",
            Purpose::Implement => "asks to implement the saved plan",
        };
        let _ = writeln!(text, "{}  built in: {about}", purpose.template());
    }
    let used = opening.own_template().map(|template| template.name().to_owned());
    if let Some(used) = &used {
        let _ = writeln!(text, "{used}  in use");
    }
    let files = root.map(prompt_files).unwrap_or_default();
    for file in files.into_iter().filter(|file| used.as_ref() != Some(&file.0)) {
        let understood = if file.1 == 1 { "1 variable is".to_owned() } else { format!("{} variables are", file.1) };
        let _ = writeln!(text, "{}  found: {understood} understood", file.0);
    }
    if text.contains("  found: ") {
        let _ =
            writeln!(text, "\nUse one with `--template FILE`, or name it in routewright.toml as `prompt.template`.");
    }
    text
}

/// Files of the project that look like prompts for an endpoint's plan, with how many variables are
/// understood in each.
fn prompt_files(root: &Path) -> Vec<(String, usize)> {
    let is_prompt = |path: &str| {
        let path = path.to_lowercase();
        PROMPT_PATHS.iter().any(|part| path.contains(part))
            && [".md", ".txt", ".j2", ".mdc"].iter().any(|ending| path.ends_with(ending))
    };
    let listing = tree::list(root);
    let files = listing.entries.into_iter().filter(|entry| entry.kind == Kind::File && is_prompt(&entry.path));
    let looked_at = files.take(MOST_LOOKED_INTO).filter_map(|entry| {
        let template = read(&root.join(&entry.path), Some(root)).ok()?;
        let understood = check::understood(&template);
        (understood.contains(&"route-api-specification")).then_some((entry.path, understood.len()))
    });
    looked_at.collect()
}

//! The headless commands: facts in, answers out.

use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use super::clipboard::{self, Clipboard, Outcome};
use super::console::Console;
use super::failure::{Failure, status};
use super::folders;
use super::opening::Opening;
use super::save::{Over, Saver};
use crate::cli::{self, Making, choose};
use crate::deliver::file_name::{self, Pattern};
use crate::deliver::provenance;
use crate::model::{Choice, Endpoint, Project};
use crate::plan;
use crate::prompt;
use crate::relate::Relations;
use crate::text::printable;

/// What every command works with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Desk<'a> {
    pub(super) opening: &'a Opening,
    pub(super) project: &'a Project,
    pub(super) console: &'a Console,
}

impl<'a> Desk<'a> {
    pub(super) fn inspect(&self) -> Result<u8, Failure> {
        // The answer holds what the readers have to say.
        self.console.diagnostics(self.project, &self.opening.diagnostics);
        self.console.answer(cli::inspect::to_json(self.project).as_bytes())?;
        Ok(status::DONE)
    }

    pub(super) fn list(&self, json: bool) -> Result<u8, Failure> {
        self.remarks();
        let template = self.opening.template(self.opening.language(self.project));
        let list = if json { cli::list::to_json } else { cli::list::to_text };
        self.console.answer(printable(&list(self.project, &template.text)).as_bytes())?;
        Ok(status::DONE)
    }

    pub(super) fn rules(&self) -> Result<u8, Failure> {
        self.remarks();
        self.console.answer(printable(&cli::rules::to_text(self.project)).as_bytes())?;
        Ok(status::DONE)
    }

    pub(super) fn prompt(&self, endpoints: &[String], making: &Making) -> Result<u8, Failure> {
        self.remarks();
        let choice = self.choice(choose::endpoints(self.project, endpoints)?, making, self.opening.plan_file())?;
        let prompt = prompt::compose(&choice, &self.opening.template(choice.language));
        self.console.diagnostics(self.project, &prompt.diagnostics);
        self.deliver("prompt", &choice, &printable(&prompt.text), making)
    }

    pub(super) fn plan(&self, endpoints: &[String], making: &Making) -> Result<u8, Failure> {
        self.remarks();
        let out = making.out.as_deref().filter(|out| *out != "-").unwrap_or(self.opening.plan_file());
        let choice = self.choice(choose::endpoints(self.project, endpoints)?, making, out)?;
        self.deliver("plan", &choice, &self.written(&choice), making)
    }

    /// A plan for every endpoint, each in a file of its own.
    pub(super) fn plan_all(&self, making: &Making) -> Result<u8, Failure> {
        self.remarks();
        let all = &self.project.api.endpoints;
        if all.is_empty() {
            return Err(Failure::NoEndpoints);
        }
        let to_output = making.out.as_deref() == Some("-");
        let pattern = match (&making.out, &self.opening.settings.plan_file) {
            (Some(out), _) if !to_output => out,
            (_, Some(file)) => file,
            _ => file_name::PER_ENDPOINT,
        };
        if !to_output && !Pattern::anywhere(pattern)?.is_per_endpoint() {
            return Err(Failure::OneFileForAll(pattern.to_owned()));
        }
        if self.opening.demo && self.opening.root.is_none() && making.out.is_none() {
            return Err(Failure::DemoHasNoFolder);
        }
        let relations = Relations::new(self.project);
        let (mut planned, mut result, mut together) = (HashSet::new(), status::DONE, String::new());
        for endpoint in all {
            // Some documents announce an endpoint twice; it still gets one plan.
            if !planned.insert((endpoint.key.method, endpoint.key.path.canonical())) {
                continue;
            }
            let choice = self.choice_with(&relations, vec![endpoint], making, pattern)?;
            let text = self.written(&choice);
            if to_output || making.copy {
                together.push_str(&text);
                together.push('\n');
            }
            if !to_output {
                result = result.max(self.save_one("plan", &choice, &text, making)?);
            }
        }
        if to_output {
            self.console.answer(together.as_bytes())?;
        }
        if making.copy { Ok(result.max(self.copy("plans", &together)?)) } else { Ok(result) }
    }

    /// One plan of many: a file that exists is no reason to leave out the others.
    fn save_one(&self, what: &str, choice: &Choice<'_>, text: &str, making: &Making) -> Result<u8, Failure> {
        match self.save(what, choice, text, making) {
            Err(Failure::Exists(error)) => {
                self.console.error(&Failure::Exists(error).to_string());
                Ok(status::NOT_OVERWRITTEN)
            }
            other => other,
        }
    }

    fn remarks(&self) {
        self.console.diagnostics(self.project, &self.opening.diagnostics);
        self.console.diagnostics(self.project, &self.project.diagnostics);
    }

    fn choice(&self, endpoints: Vec<&'a Endpoint>, making: &Making, out: &str) -> Result<Choice<'a>, Failure> {
        self.choice_with(&Relations::new(self.project), endpoints, making, out)
    }

    fn choice_with(
        &self,
        relations: &Relations<'_>,
        endpoints: Vec<&'a Endpoint>,
        making: &Making,
        out: &str,
    ) -> Result<Choice<'a>, Failure> {
        let tables = if making.tables.is_empty() {
            choose::picked(self.project, relations, &endpoints)
        } else {
            choose::tables(self.project, &making.tables)?
        };
        let language = self.opening.language(self.project);
        Ok(choose::choice(self.project, endpoints, tables, language, &Pattern::anywhere(out)?))
    }

    /// The plan as it is saved: markdown with its provenance.
    fn written(&self, choice: &Choice<'_>) -> String {
        let markdown = plan::to_markdown(&plan::write(choice));
        let template = self.opening.template(choice.language);
        provenance::append(&printable(&markdown), &provenance::of(choice, &template.text, provenance::OFFLINE))
    }

    /// Gives an answer where it was asked for.
    fn deliver(&self, what: &str, choice: &Choice<'_>, text: &str, making: &Making) -> Result<u8, Failure> {
        match making.out.as_deref() {
            None | Some("-") => self.console.answer(text.as_bytes())?,
            Some(_) => _ = self.save(what, choice, text, making)?,
        }
        if making.copy { self.copy(what, text) } else { Ok(status::DONE) }
    }

    fn save(&self, what: &str, choice: &Choice<'_>, text: &str, making: &Making) -> Result<u8, Failure> {
        // A file named in an option stands beside the user, one from the settings beside the project.
        let current = std::env::current_dir()?;
        let (base, path): (PathBuf, String) = match (&making.out, &self.opening.root) {
            (Some(out), _) => {
                let pattern = Pattern::anywhere(out)?;
                let number = choice.endpoints.first().map_or(1, |e| choose::number(self.project, e));
                (current, choice.endpoints.first().map(|e| pattern.fill(e, number)).unwrap_or_default())
            }
            (None, Some(root)) => (root.clone(), choice.save_as.clone()),
            (None, None) => (current, choice.save_as.clone()),
        };
        let saver = Saver { root: self.opening.root.clone(), former: folders::former() };
        let base = base.canonicalize().unwrap_or(base);
        let saved = saver.save(&base, &path, text, if making.force { Over::Anything } else { Over::Nothing })?;
        let former = saved.former.map(|kept| format!("; the former version is `{}`", kept.display()));
        self.console.notice(&format!("{what} saved as `{}`{}", saved.path, former.unwrap_or_default()));
        Ok(status::DONE)
    }

    fn copy(&self, what: &str, text: &str) -> Result<u8, Failure> {
        let terminal = io::stderr().is_terminal();
        match Clipboard::default().copy_and_leave(text, clipboard::surroundings(terminal)) {
            Outcome::Native => self.console.notice(&format!("{what} copied to the clipboard: {} bytes", text.len())),
            Outcome::Terminal { bytes, how } => {
                let mut terminal = io::stderr().lock();
                terminal.write_all(&bytes).and_then(|()| terminal.flush())?;
                drop(terminal);
                self.console.notice(&format!("{what} sent to the clipboard {how}: {} bytes", text.len()));
            }
            Outcome::Nowhere { reason } => return Err(Failure::NotCopied(reason)),
        }
        Ok(status::DONE)
    }
}

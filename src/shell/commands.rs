//! The headless commands: facts in, answers out.

use super::console::Console;
use super::failure::{Failure, status};
use super::opening::Opening;
use super::outlet::Outlet;
use crate::check::settle::{Levels, Unused, settle};
use crate::check::{self, Finding};
use crate::cli::check::Form;
use crate::cli::{self, PromptArguments, choose};
use crate::deliver::file_name::Pattern;
use crate::deliver::plan_state::plan_states;
use crate::deliver::provenance;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::{Choice, DocumentsAs, Endpoint, Project, PromptFormat, TypesAs};
use crate::plan;
use crate::prompt::{self, Prompt, Template};
use crate::relate::Relations;
use crate::text::printable;

/// What every command works with.
#[derive(Debug)]
pub(super) struct Commands<'a> {
    pub(super) opening: &'a Opening,
    pub(super) project: &'a Project,
    pub(super) outlet: &'a Outlet<'a>,
}

impl<'a> Commands<'a> {
    pub(super) fn inspect(&self) -> Result<u8, Failure> {
        // The answer itself holds what the readers have to say.
        self.say(&self.opening.diagnostics);
        self.answer(&cli::inspect::to_json(self.project))
    }

    pub(super) fn list(&self, json: bool) -> Result<u8, Failure> {
        self.remarks();
        let template = self.opening.template(self.opening.language(self.project));
        let list = if json { cli::list::to_json } else { cli::list::to_text };
        self.answer(&printable(&list(self.project, &template.whole(), &self.opening.settings.levels())))
    }

    /// Findings in the project; status 1 where there are any.
    pub(super) fn check(&self, form: Form, least: Severity) -> Result<u8, Failure> {
        let found = check::project(self.project, &Relations::new(self.project));
        self.settled(found, Unused::Everywhere, form, least)
    }

    /// Findings in named plans, for these endpoints if any are given; status 1 where there are any.
    pub(super) fn check_plans(&self, endpoints: &[String], form: Form, least: Severity) -> Result<u8, Failure> {
        let endpoints = if endpoints.is_empty() { Vec::new() } else { self.endpoints(endpoints)? };
        let keys: Vec<_> = endpoints.iter().map(|endpoint| endpoint.key.clone()).collect();
        let relations = Relations::new(self.project);
        self.settled(check::named_plans(self.project, &relations, &keys), Unused::InPlans, form, least)
    }

    fn settled(&self, found: Vec<Finding>, unused: Unused, form: Form, least: Severity) -> Result<u8, Failure> {
        self.say(&self.opening.diagnostics);
        let levels = Levels { least: Some(least), ..self.opening.settings.levels() };
        let settled = settle(self.project, found, &levels, unused);
        let out = self.outlet.file().unwrap_or_default().to_owned();
        self.outlet.deliver("answer", &cli::check::answer(self.project, &settled, form), |_| out)?;
        Ok(if settled.findings.is_empty() { status::DONE } else { status::FINDINGS })
    }

    pub(super) fn rules(&self, all: bool, json: bool) -> Result<u8, Failure> {
        self.remarks();
        let rules = if json { cli::rules::to_json(self.project) } else { cli::rules::to_text(self.project, all) };
        self.answer(&printable(&rules))
    }

    pub(super) fn prompt(&self, arguments: &PromptArguments) -> Result<u8, Failure> {
        // That of the settings is for plans, so an agent's prompt is made without it.
        if !arguments.implement {
            self.opening.can_make_prompts()?;
        }
        self.remarks();
        let endpoints = self.endpoints(&arguments.endpoints)?;
        let settings = &self.opening.settings;
        let saved = if arguments.implement { self.saved(&endpoints) } else { None };
        // The prompt asks for a plan, so the file that it names is the plan's and not its own.
        let file = self.opening.plan_file();
        let mut choice = self.choice(&Relations::new(self.project), endpoints, &arguments.tables, file)?;
        if arguments.implement && saved.is_none() {
            let file = &choice.save_as;
            self.outlet
                .console
                .notice(&format!("no saved plan was found for it; the prompt names `{file}`, where it would be saved"));
        }
        choice.save_as = saved.unwrap_or(choice.save_as);
        choice.schema_depth = arguments.schema_depth.unwrap_or(choice.schema_depth);
        choice.types_as = arguments.types_as.map(TypesAs::from).or(settings.types_as).unwrap_or_default();
        choice.documents_as = arguments.documents.map(DocumentsAs::from).or(settings.documents_as).unwrap_or_default();
        choice.format = arguments.format.map(PromptFormat::from).or(settings.format).unwrap_or_default();
        choice.left_out = arguments.leave_out.iter().copied().collect();
        let template = self.opening.template_for(arguments.purpose(), choice.language);
        let prompt = prompt::compose(&choice, &template);
        if let Some(fault) = prompt.diagnostics.iter().find(|d| d.code == codes::TEMPLATE_FAULT) {
            return Err(Failure::Template(fault.message.clone()));
        }
        self.say(&prompt.diagnostics);
        // A prompt that costs too much is given all the same, so that nothing is lost.
        self.outlet.deliver("prompt", &printable(&prompt.text), |pattern| self.fill(pattern, &choice))?;
        Ok(if self.keeps_budget(&choice, &template, &prompt) { status::DONE } else { status::FINDINGS })
    }

    /// Says what a prompt costs where that was asked for, and whether it keeps the budget.
    fn keeps_budget(&self, choice: &Choice<'_>, template: &Template, prompt: &Prompt) -> bool {
        let (console, budget) = (self.outlet.console, self.opening.budget());
        if budget.is_none() && !console.is_verbose() {
            return true;
        }
        let mut uncounted = prompt.uncounted(self.opening.family());
        let tally = prompt::count_tokens(&uncounted);
        if console.is_verbose() {
            console.notice(&cli::tokens::table(self.project, prompt, &tally));
        }
        let Some(budget) = budget.filter(|budget| tally.all > *budget) else { return true };
        uncounted.others = prompt::with_each_omission(choice, template);
        let tally = prompt::count_tokens(&uncounted);
        console.error(&cli::tokens::over_budget(&tally, budget, &choice.left_out));
        false
    }

    pub(super) fn plan(&self, endpoints: &[String], tables: &[String], diagram: bool) -> Result<u8, Failure> {
        self.remarks();
        let endpoints = self.endpoints(endpoints)?;
        let file = self.outlet.file().unwrap_or(self.opening.plan_file());
        let mut choice = self.choice(&Relations::new(self.project), endpoints, tables, file)?;
        choice.diagram |= diagram;
        self.outlet.deliver("plan", &self.written(&choice), |pattern| self.fill(pattern, &choice))?;
        Ok(status::DONE)
    }

    /// The endpoints that were named; what is odd about one is said when it is looked at.
    fn endpoints(&self, wanted: &[String]) -> Result<Vec<&'a Endpoint>, Failure> {
        let endpoints = choose::endpoints(self.project, wanted)?;
        for endpoint in &endpoints {
            self.say(&endpoint.details.diagnostics);
        }
        Ok(endpoints)
    }

    fn answer(&self, text: &str) -> Result<u8, Failure> {
        self.outlet.answer(text)
    }

    pub(super) fn remarks(&self) {
        self.say(&self.opening.diagnostics);
        self.say(&self.project.diagnostics);
    }

    fn say(&self, diagnostics: &[Diagnostic]) {
        let console: &Console = self.outlet.console;
        console.diagnostics(self.project, diagnostics);
    }

    pub(super) fn choice(
        &self,
        relations: &Relations<'_>,
        endpoints: Vec<&'a Endpoint>,
        tables: &[String],
        file: &str,
    ) -> Result<Choice<'a>, Failure> {
        let tables = if tables.is_empty() {
            choose::picked(self.project, relations, &endpoints)
        } else {
            choose::tables(self.project, tables)?
        };
        let language = self.opening.language(self.project);
        let types = choose::types(self.project, relations, &endpoints, &tables);
        let choice = choose::choice(self.project, endpoints, tables, language, &Pattern::anywhere(file)?);
        Ok(Choice { types, schema_depth: self.opening.schema_depth(), diagram: self.opening.diagram(), ..choice })
    }

    /// The file of the plan that is saved for the first endpoint.
    fn saved(&self, endpoints: &[&Endpoint]) -> Option<String> {
        let template = self.opening.template(self.opening.language(self.project));
        let at = self.project.api.endpoints.iter().position(|e| endpoints.first().is_some_and(|f| f.key == e.key))?;
        plan_states(self.project, &template.whole()).get(at)?.path().map(str::to_owned)
    }

    pub(super) fn fill(&self, pattern: &Pattern, choice: &Choice<'_>) -> String {
        let first = choice.endpoints.first();
        first.map(|first| pattern.fill(first, choose::number(self.project, first))).unwrap_or_default()
    }

    /// The plan as it is saved: markdown with its provenance.
    pub(super) fn written(&self, choice: &Choice<'_>) -> String {
        let markdown = plan::to_markdown(&plan::write(choice));
        let template = self.opening.template(choice.language);
        provenance::append(&printable(&markdown), &provenance::of(choice, &template.whole(), provenance::OFFLINE))
    }
}

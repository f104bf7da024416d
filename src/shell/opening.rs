//! What is to be opened: the project's folder or the demo, the documents that were named, settings,
//! template and language.

use std::path::PathBuf;

use super::demo;
use super::documents::{self, Named, NamedFile, Origin};
use super::failure::Failure;
use super::root;
use super::settings::{self, Loaded};
use super::templates;
use crate::cli::Common;
use crate::config::settings::Settings;
use crate::deliver::file_name;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::choice::DEFAULT_SCHEMA_DEPTH;
use crate::model::{DocumentRole, Language, Project};
use crate::prompt::{Family, Purpose, Template};
use crate::read;

/// Everything that is known before a document is read.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    /// The project's folder; none for the demo, unless the user named one to save to.
    pub(super) root: Option<PathBuf>,
    pub(super) demo: bool,
    pub(super) settings: Settings,
    /// Remarks about the settings and the user's own assets.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The user's own template.
    template: Option<Template>,
    /// Why the one that the settings name can't be used.
    template_problem: Option<String>,
    /// Whether an option names it.
    template_named: bool,
    language: Option<Language>,
    family: &'static Family,
    budget: Option<usize>,
    named: Named,
    /// Whether the root was named or bears a mark, so that it is a project even when it is empty.
    certain: bool,
}

impl Opening {
    pub(super) fn new(common: &Common) -> Result<Self, Failure> {
        let Place { root, certain } = place(common)?;
        let loaded = settings::load(root.as_deref(), common);
        let (template, template_problem) = match template(&loaded) {
            Ok(template) => (template, None),
            Err(problem) if common.template.is_some() => return Err(Failure::Unreadable(problem)),
            Err(problem) => (None, Some(problem)),
        };
        let mut diagnostics = loaded.diagnostics;
        diagnostics.extend(template_problem.iter().map(|problem| Diagnostic {
            code: codes::TEMPLATE_FAULT,
            severity: Severity::Warning,
            message: problem.clone(),
            help: Some("mend the file or the setting; prompts need it, plans of the offline planner don't".to_owned()),
            place: None,
        }));
        let language = loaded.settings.language.flatten();
        Ok(Self {
            root,
            demo: common.demo,
            family: family(common, &loaded.settings),
            budget: common.budget.or(loaded.settings.budget),
            named: named(common, &loaded.settings),
            settings: loaded.settings,
            diagnostics,
            template,
            template_problem,
            template_named: common.template.is_some(),
            language,
            certain,
        })
    }

    /// Reads these saved plans instead of those that the search finds.
    pub(super) fn with_plans(mut self, plans: &[String]) -> Self {
        self.named.plans = plans.iter().map(|path| NamedFile { path: path.clone(), by_settings: false }).collect();
        self
    }

    /// With what was said before about the user's own assets.
    pub(super) fn with_remarks(mut self, remarks: Vec<Diagnostic>) -> Self {
        self.diagnostics.splice(0..0, remarks);
        self
    }

    /// Reads all documents.
    pub(super) fn read(&self) -> Result<Project, Failure> {
        let demo = if self.demo || self.root.is_none() { demo::files() } else { Vec::new() };
        let (name, origin) = match &self.root {
            Some(root) if !self.demo => (root::name(root), Origin::Root(root)),
            plans => (demo::NAME.to_owned(), Origin::Embedded { files: &demo, plans: plans.as_deref() }),
        };
        let found = documents::read(origin, &self.named);
        if !found.unreadable.is_empty() {
            return Err(Failure::Unreadable(found.unreadable.join("\n")));
        }
        let is_plan = |role| matches!(role, DocumentRole::ApiPlan | DocumentRole::DatabasePlan);
        if !self.certain && !found.documents.iter().any(|d| is_plan(d.role)) {
            return Err(Failure::NoProject);
        }
        let mut project = read::project(&name, found.documents);
        if let Some(packs) = &self.settings.packs {
            read::rules::take_packs(&mut project, packs);
        }
        project.diagnostics.splice(0..0, found.diagnostics);
        // The demo is the same everywhere.
        if !self.demo {
            let rules = settings::user_rules().drain_into(&mut project.diagnostics);
            project.rules.extend(read::rules::user_rules(&rules));
            project.user_rules = rules;
        }
        Ok(project)
    }

    /// For whose models tokens are counted.
    pub(super) fn family(&self) -> &'static Family {
        self.family
    }

    /// How many tokens a prompt may cost.
    pub(super) fn budget(&self) -> Option<usize> {
        self.budget
    }

    /// The language of prompts and plans.
    pub(super) fn language(&self, project: &Project) -> Language {
        self.language.unwrap_or(project.language)
    }

    /// Whether files with rules were named, so that no other is read.
    pub(super) fn names_rules(&self) -> bool {
        !self.named.rules.is_empty()
    }

    /// The language that was asked for, unless it is that of the documents.
    pub(super) fn own_language(&self) -> Option<Language> {
        self.language
    }

    /// The user's own template.
    pub(super) fn own_template(&self) -> Option<&Template> {
        self.template.as_ref()
    }

    /// Whether prompts can be made as the settings ask for it; plans need no template.
    pub(super) fn can_make_prompts(&self) -> Result<(), Failure> {
        self.template_problem.clone().map_or(Ok(()), |problem| Err(Failure::Unreadable(problem)))
    }

    /// The template of prompts in a language.
    pub(super) fn template(&self, language: Language) -> Template {
        self.template.clone().unwrap_or_else(|| Template::built_in(language))
    }

    /// The template of prompts for a purpose. That of the settings is for plans.
    pub(super) fn template_for(&self, purpose: Purpose, language: Language) -> Template {
        match (&self.template, purpose) {
            (Some(own), _) if purpose == Purpose::Plan || self.template_named => Template { purpose, ..own.clone() },
            _ => Template::built_in_for(purpose, language),
        }
    }

    /// Where plans are saved unless an option says otherwise, with placeholders.
    pub(super) fn plan_file(&self) -> &str {
        self.settings.plan_file.as_deref().unwrap_or(file_name::DEFAULT)
    }

    /// Whether plans show their data flow as a diagram too.
    pub(super) fn diagram(&self) -> bool {
        self.settings.diagram == Some(true)
    }

    /// How many references of a specification's operation a prompt writes out below each other.
    pub(super) fn schema_depth(&self) -> usize {
        self.settings.schema_depth.unwrap_or(DEFAULT_SCHEMA_DEPTH)
    }

    /// Whether something could not be read in part.
    pub(super) fn partly_read(&self, project: &Project) -> bool {
        let all = self.diagnostics.iter().chain(&project.diagnostics);
        all.into_iter().any(|d| {
            d.severity > Severity::Info && ![codes::SETTINGS, codes::ASSET, codes::TEMPLATE_FAULT].contains(&d.code)
        })
    }
}

/// Where the program works.
#[derive(Debug)]
pub(super) struct Place {
    /// The project's folder; none for the demo, unless the user named one to save to.
    pub(super) root: Option<PathBuf>,
    /// Whether the root was named or bears a mark, so that it is a project even when it is empty.
    pub(super) certain: bool,
}

/// Finds the project's folder.
pub(super) fn place(common: &Common) -> Result<Place, Failure> {
    if common.demo && common.root.is_none() {
        return Ok(Place { root: None, certain: true });
    }
    let found = root::find(common.root.as_deref())?;
    Ok(Place { root: Some(found.path), certain: found.certain })
}

/// The user's own template, if options or settings name one.
pub(super) fn template(loaded: &Loaded) -> Result<Option<Template>, String> {
    let by_settings = loaded.layers.options.template.is_none();
    let whose = |said| if by_settings { format!("{said}; `prompt.template` of the settings names it") } else { said };
    loaded.template.as_ref().map(|(file, root)| templates::read(file, root.as_deref()).map_err(whose)).transpose()
}

/// The family of models named in an option, else in the settings.
fn family(common: &Common, settings: &Settings) -> &'static Family {
    let set = || settings.model.as_deref().and_then(Family::named);
    common.model.or_else(set).unwrap_or_else(Family::usual)
}

/// The documents named in options, else in the settings.
fn named(common: &Common, settings: &Settings) -> Named {
    let by = |by_settings| move |path: &String| NamedFile { path: path.clone(), by_settings };
    let one = |option: &Option<String>, setting: &Option<String>| {
        option.as_ref().map(by(false)).or_else(|| setting.as_ref().map(by(true)))
    };
    let many = |options: &[String], setting: &[String]| -> Vec<NamedFile> {
        if options.is_empty() {
            setting.iter().map(by(true)).collect()
        } else {
            options.iter().map(by(false)).collect()
        }
    };
    Named {
        api: one(&common.api, &settings.api),
        database: many(&common.db, &settings.database),
        tech_stack: one(&common.tech_stack, &settings.tech_stack),
        types: many(&common.types, &settings.types),
        rules: many(&common.rules, &settings.rules),
        plans: Vec::new(),
        without_comparison: settings.compare == Some(false),
    }
}

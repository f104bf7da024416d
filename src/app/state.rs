//! The wizard's state.

use std::collections::HashMap;
use std::sync::Arc;

use super::choices::{Choices, History};
use super::command::Context;
use super::findings::Findings;
use super::keys::Keymap;
use super::layout::Size;
use super::msg::What;
use super::panes::endpoints::EndpointsPane;
use super::panes::preview::{PreviewPane, Tab};
use super::panes::rules::RulesPane;
use super::panes::tables::TablesPane;
use super::popup::Popup;
use super::rule_files::RuleFiles;
use super::types::PickedTypes;
use crate::config::theme::Theme;
use crate::diagnostic::Diagnostic;
use crate::model::{DocumentsAs, Endpoint, Language, Pick, Project, PromptFormat, TypesAs};
use crate::prompt::{Family, Template};

/// What the wizard starts with; the project comes later, as a message.
#[derive(Debug)]
pub struct Setup {
    /// Size of the terminal.
    pub size: Size,
    /// Keys.
    pub keymap: Keymap,
    /// Colours.
    pub theme: Theme,
    /// The user's own template, if there is one; else the built-in one of the language.
    pub template: Option<Template>,
    /// Where plans are saved, with placeholders.
    pub save_as: String,
    /// How many references of a specification's operation are written out below each other.
    pub schema_depth: usize,
    /// Whether plans show their data flow as a diagram too, unless the user chose otherwise.
    pub diagram: bool,
    /// Language that was asked for; else that of the documents.
    pub language: Option<Language>,
    /// How declared types stand in the prompt, unless the user chose otherwise.
    pub types_as: TypesAs,
    /// For whose models tokens are counted.
    pub family: &'static Family,
    /// How documents stand in the prompt, unless the user chose otherwise.
    pub documents_as: DocumentsAs,
    /// The form of the prompt, unless the user chose otherwise.
    pub format: PromptFormat,
    /// How many tokens a prompt may cost.
    pub budget: Option<usize>,
    /// Whether the project is the embedded demo, which has no folder.
    pub demo: bool,
    /// Whether no file of rules is written: changes of rules are choices then, as in the demo.
    pub in_memory: bool,
    /// Whether files with rules were named, so that no other is read.
    pub names_rules: bool,
    /// Remarks about settings, key map and theme.
    pub diagnostics: Vec<Diagnostic>,
}

/// One of the four steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Step {
    /// Which endpoints the plan is for.
    #[default]
    Endpoints,
    /// Which tables matter.
    Tables,
    /// Which rules hold.
    Rules,
    /// What comes out.
    Preview,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Self; 4] = [Self::Endpoints, Self::Tables, Self::Rules, Self::Preview];

    /// Name on the screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Endpoints => "Endpoints",
            Self::Tables => "Tables",
            Self::Rules => "Rules",
            Self::Preview => "Preview",
        }
    }
}

/// How far the project is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Its documents are being read for the first time.
    Reading,
    /// It is there.
    Ready,
    /// It is there, and its documents are being read again.
    Rereading,
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Good,
    /// Something to know.
    Plain,
    /// Something did not work.
    Bad,
}

/// What was done last, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

/// The wizard's state. Panes and preview are views of `choices` and `project`; they are brought up
/// to date at the end of each `update`.
#[derive(Debug)]
pub struct State {
    /// What it was started with.
    pub setup: Setup,
    /// The documents and everything read from them.
    pub project: Arc<Project>,
    /// How far the project is.
    pub phase: Phase,
    /// What the user chose.
    pub choices: Choices,
    /// Choices that can be taken back.
    pub history: History,
    /// The step that keys go to.
    pub step: Step,
    /// Step 1.
    pub endpoints: EndpointsPane,
    /// Step 2.
    pub tables: TablesPane,
    /// Step 3.
    pub rules: RulesPane,
    /// Step 4.
    pub preview: PreviewPane,
    /// Popups, the last one in front.
    pub popups: Vec<Popup>,
    /// What was done last.
    pub notice: Option<Notice>,
    /// Goes up with every change of project or choices, so that views know when they are old.
    pub revision: u64,
    /// The tables that are proposed for an endpoint, as far as it was looked at.
    pub picks: HashMap<usize, Vec<Pick>>,
    /// The declared types that matter to what is chosen.
    pub types: PickedTypes,
    /// Plans saved since the project was read: file and text by endpoints.
    pub saved: Vec<SavedPlan>,
    /// The plan that is on its way to a file.
    pub saving: Option<SavedPlan>,
    /// What the files of rules hold.
    pub rule_files: RuleFiles,
    /// What was found in saved plans and documents.
    pub findings: Findings,
    /// The choices as the shell knows them.
    pub(super) remembered: Choices,
}

/// A plan in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPlan {
    /// Its endpoints, as `METHOD /path`.
    pub endpoints: Vec<String>,
    /// The file, as the user named it.
    pub path: String,
    /// Its text, provenance included.
    pub text: String,
}

impl State {
    /// The state before the project was read.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let preview = PreviewPane::new(setup.family);
        let mut state = Self {
            setup,
            project: Arc::default(),
            phase: Phase::Reading,
            choices: Choices::default(),
            history: History::default(),
            step: Step::default(),
            endpoints: EndpointsPane::default(),
            tables: TablesPane::default(),
            rules: RulesPane::default(),
            preview,
            popups: Vec::new(),
            notice: None,
            revision: 0,
            picks: HashMap::new(),
            types: PickedTypes::default(),
            saved: Vec::new(),
            saving: None,
            rule_files: RuleFiles::default(),
            findings: Findings::default(),
            remembered: Choices::default(),
        };
        if let Some(first) = state.setup.diagnostics.first() {
            let text = format!("{}: {}", first.code, first.message);
            state.notice = Some(Notice { tone: Tone::Bad, text });
        }
        state
    }

    /// Where keys go.
    #[must_use]
    pub fn context(&self) -> Context {
        if let Some(popup) = self.popups.last() {
            return popup.context();
        }
        if self.endpoints.names.is_empty() {
            return Context::Empty;
        }
        let typing = match self.step {
            Step::Endpoints => self.endpoints.list.typing,
            Step::Tables => self.tables.list.typing,
            Step::Rules => self.rules.list.typing,
            Step::Preview => false,
        };
        match self.step {
            _ if typing => Context::Search,
            Step::Endpoints => Context::Endpoints,
            Step::Tables => Context::Tables,
            Step::Rules => Context::Rules,
            Step::Preview if self.preview.tab == Tab::Check => Context::Check,
            Step::Preview => Context::Preview,
        }
    }

    /// Indices of the endpoints that prompt and plan are for: the marked ones in the order of the
    /// document, or else the highlighted one.
    #[must_use]
    pub fn subject(&self) -> Vec<usize> {
        let marked = (0..).zip(&self.endpoints.marked).filter(|(_, marked)| **marked);
        let marked: Vec<usize> = marked.map(|(at, _)| at).collect();
        if marked.is_empty() { self.endpoints.list.selected().into_iter().collect() } else { marked }
    }

    /// Whether an endpoint is marked.
    #[must_use]
    pub fn is_marked(&self, endpoint: usize) -> bool {
        self.endpoints.marked.get(endpoint).copied().unwrap_or(false)
    }

    /// The highlighted endpoint.
    #[must_use]
    pub fn endpoint(&self) -> Option<&Endpoint> {
        self.project.api.endpoints.get(self.endpoints.list.selected()?)
    }

    /// Language of prompt and plan.
    #[must_use]
    pub fn language(&self) -> Language {
        self.choices.language.or(self.setup.language).unwrap_or(self.project.language)
    }

    /// How declared types stand in the prompt.
    #[must_use]
    pub fn types_as(&self) -> TypesAs {
        self.choices.types_as.unwrap_or(self.setup.types_as)
    }

    /// How documents stand in the prompt.
    #[must_use]
    pub fn documents_as(&self) -> DocumentsAs {
        self.choices.documents_as.unwrap_or(self.setup.documents_as)
    }

    /// The form of the prompt.
    #[must_use]
    pub fn format(&self) -> PromptFormat {
        self.choices.format.unwrap_or(self.setup.format)
    }

    /// Whether plans show their data flow as a diagram too.
    #[must_use]
    pub fn diagram(&self) -> bool {
        self.choices.diagram.unwrap_or(self.setup.diagram)
    }

    /// Everything that was said about documents and settings.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let prompt = self.preview.prompt.iter().flat_map(|p| &p.diagnostics);
        // What is wrong with an operation of a specification shows once somebody looked at it.
        let endpoint = self.endpoint().into_iter().flat_map(|endpoint| endpoint.details.remarks());
        self.setup.diagnostics.iter().chain(&self.project.diagnostics).chain(endpoint).chain(prompt)
    }

    /// Says what was done.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some(Notice { tone, text: text.into() });
    }

    /// Changes the choices, so that it can be taken back under the words `what`.
    pub fn choose(&mut self, what: impl Into<String>, change: impl FnOnce(&mut Choices)) {
        let before = self.choices.clone();
        change(&mut self.choices);
        if self.choices != before {
            self.history.note(what.into(), before, &[]);
            self.revision += 1;
        }
    }

    /// What `y` copies now.
    #[must_use]
    pub fn copied_now(&self) -> What {
        self.preview.tab.copied()
    }
}

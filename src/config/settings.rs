//! Settings: a project's `routewright.toml` and the user's `config.toml`, which have the same form.
//! The project's wins, key by key; in matters of the user's own, the user's ([`layers`]).
//!
//! [`SETTINGS`](table::SETTINGS) is the one table of keys. Reading, messages, the page and the schema
//! of the docs and `config show` follow from it: a further setting is a field here and a row there.
//!
//! ```
//! use routewright::config::settings;
//!
//! let text = "[plan]\nfile = \".ai/{method}-{path}.md\"\n\n[documents]\ndatabase = [\"db/a.md\", \"db/b.sql\"]\n";
//! let file = settings::reading::read("routewright.toml", text).value;
//! assert_eq!(file.settings.plan_file.as_deref(), Some(".ai/{method}-{path}.md"));
//! assert_eq!(file.settings.database, ["db/a.md", "db/b.sql"]);
//! assert_eq!(file.line("plan.file"), Some(2));
//! ```

pub mod layers;
pub mod reading;
pub mod schema;
pub mod setting;
pub mod table;
pub mod value;

use crate::check::settle::Levels;
use crate::diagnostic::{Severity, pages};
use crate::model::{DocumentsAs, Language, PromptFormat, TypesAs};

/// What can be set; what each field means stands in its row of [`SETTINGS`](table::SETTINGS).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// `language`; `Some(None)` is that of the documents.
    pub language: Option<Option<Language>>,
    /// `theme`
    pub theme: Option<String>,
    /// `documents.api`
    pub api: Option<String>,
    /// `documents.database`
    pub database: Vec<String>,
    /// `documents.tech-stack`
    pub tech_stack: Option<String>,
    /// `documents.types`
    pub types: Vec<String>,
    /// `documents.rules`
    pub rules: Vec<String>,
    /// `documents.compare`
    pub compare: Option<bool>,
    /// `rules.packs`
    pub packs: Option<Vec<String>>,
    /// `plan.file`
    pub plan_file: Option<String>,
    /// `plan.diagram`
    pub diagram: Option<bool>,
    /// `prompt.template`
    pub template: Option<String>,
    /// `prompt.schema-depth`
    pub schema_depth: Option<usize>,
    /// `prompt.model`
    pub model: Option<String>,
    /// `prompt.budget`
    pub budget: Option<usize>,
    /// `check.off`
    pub check_off: Vec<String>,
    /// `check.note`
    pub check_note: Vec<String>,
    /// `check.warning`
    pub check_warning: Vec<String>,
    /// `check.error`
    pub check_error: Vec<String>,
    /// `prompt.types`
    pub types_as: Option<TypesAs>,
    /// `prompt.documents`
    pub documents_as: Option<DocumentsAs>,
    /// `prompt.format`
    pub format: Option<PromptFormat>,
}

impl Settings {
    /// How much each code matters; the strictest list that names one decides.
    #[must_use]
    pub fn levels(&self) -> Levels {
        let lists = [
            (&self.check_off, None),
            (&self.check_note, Some(Severity::Info)),
            (&self.check_warning, Some(Severity::Warning)),
            (&self.check_error, Some(Severity::Error)),
        ];
        let codes = lists.into_iter().flat_map(|(list, severity)| list.iter().map(move |code| (code, severity)));
        let changed = codes.filter_map(|(code, severity)| Some((pages::parse(code).ok()?, severity))).collect();
        Levels { changed, least: None }
    }
}

/// What a file sets, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// What it sets.
    pub settings: Settings,
    /// The keys that it sets, each with its line.
    pub lines: Vec<(&'static str, usize)>,
}

impl File {
    /// The line (1-based) that sets a key.
    #[must_use]
    pub fn line(&self, key: &str) -> Option<usize> {
        self.lines.iter().find(|(name, _)| *name == key).map(|(_, line)| *line)
    }
}

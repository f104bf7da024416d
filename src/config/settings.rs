//! Settings: a project's `routewright.toml` and the user's `config.toml`, which have the same form.
//! The project's wins, key by key; in what is a matter of the user's own, the user's.
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

pub mod reading;
pub mod table;
pub mod value;

use crate::model::{DocumentsAs, Language, PromptFormat, TypesAs};
use table::{Owner, SETTINGS};

/// What can be set; what each field means stands in its row of [`SETTINGS`].
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
    /// `prompt.template`
    pub template: Option<String>,
    /// `prompt.schema-depth`
    pub schema_depth: Option<usize>,
    /// `prompt.model`
    pub model: Option<String>,
    /// `prompt.types`
    pub types_as: Option<TypesAs>,
    /// `prompt.documents`
    pub documents_as: Option<DocumentsAs>,
    /// `prompt.format`
    pub format: Option<PromptFormat>,
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

impl Settings {
    /// What holds of a project's settings and the user's.
    #[must_use]
    pub fn layered(mut project: Self, mut user: Self) -> Self {
        let mut both = Self::default();
        for setting in SETTINGS {
            let (project, user) = (setting.get(&mut project), setting.get(&mut user));
            let value = match setting.owner {
                Owner::Anyone => project.or(user),
                Owner::User => user.or(project),
            };
            if let Some(value) = value {
                setting.set(&mut both, value);
            }
        }
        both
    }
}

#[cfg(test)]
mod tests {
    use super::reading::read;
    use super::*;

    #[test]
    fn the_projects_settings_win_key_by_key_except_in_matters_of_the_user() {
        let project = "language = \"pl\"\ntheme = \"mono\"\n[documents]\napi = \"a.md\"";
        let user = "language = \"auto\"\ntheme = \"light\"\n[documents]\ndatabase = \"d.sql\"";
        let (project, user) = (read("routewright.toml", project).value, read("config.toml", user).value);
        let both = Settings::layered(project.settings.clone(), user.settings);
        assert_eq!(both.language, Some(Some(Language::POLISH)));
        assert_eq!((both.api.as_deref(), both.theme.as_deref()), (Some("a.md"), Some("light")));
        assert_eq!(both.database, ["d.sql"]);
        assert_eq!(Settings::layered(project.settings, Settings::default()).theme.as_deref(), Some("mono"));
    }
}

//! Settings: a project's `routewright.toml` and the user's `config.toml`, which have the same form.
//! The project's wins, key by key.
//!
//! ```
//! use routewright::config::settings;
//!
//! let text = "[plan]\nfile = \".ai/{method}-{path}.md\"\n\n[documents]\ndatabase = [\"db/a.md\", \"db/b.sql\"]\n";
//! let parsed = settings::read("routewright.toml", text);
//! assert_eq!(parsed.value.plan_file.as_deref(), Some(".ai/{method}-{path}.md"));
//! assert_eq!(parsed.value.database, ["db/a.md", "db/b.sql"]);
//! ```

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::deliver::file_name::Pattern;
use crate::diagnostic::{Diagnostic, Parsed, Severity, codes};
use crate::model::{Language, TypesAs};
use crate::text::LineIndex;

/// What can be set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// `documents.api`: the API plan.
    pub api: Option<String>,
    /// `documents.database`: the files of the database plan.
    pub database: Vec<String>,
    /// `documents.tech-stack`: the tech stack.
    pub tech_stack: Option<String>,
    /// `documents.types`: source files with types.
    pub types: Vec<String>,
    /// `documents.rules`: files with rules.
    pub rules: Vec<String>,
    /// `documents.compare`: whether the database plan is compared with migrations or a schema file.
    pub compare: Option<bool>,
    /// `plan.file`: where plans are saved, with placeholders.
    pub plan_file: Option<String>,
    /// `prompt.template`: a file instead of the built-in template.
    pub template: Option<String>,
    /// `prompt.schema-depth`: how many references of a specification's operation are written out below
    /// each other.
    pub schema_depth: Option<usize>,
    /// `prompt.types`: how declared types stand in the prompt.
    pub types_as: Option<TypesAs>,
    /// `language`: of prompts and plans; `auto` is that of the documents.
    pub language: Option<Option<Language>>,
    /// `theme`: name of a built-in theme, or of a file in `themes/` beside `config.toml`.
    pub theme: Option<String>,
}

/// All keys, as messages name them.
const KEYS: [&str; 12] = [
    "language",
    "theme",
    "documents.api",
    "documents.database",
    "documents.tech-stack",
    "documents.types",
    "documents.rules",
    "documents.compare",
    "plan.file",
    "prompt.template",
    "prompt.schema-depth",
    "prompt.types",
];
const TABLES: [&str; 3] = ["documents", "plan", "prompt"];

impl Settings {
    /// These settings, and where they say nothing, the others.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        let list = |own: Vec<String>, other: Vec<String>| if own.is_empty() { other } else { own };
        Self {
            api: self.api.or(others.api),
            database: list(self.database, others.database),
            tech_stack: self.tech_stack.or(others.tech_stack),
            types: list(self.types, others.types),
            rules: list(self.rules, others.rules),
            compare: self.compare.or(others.compare),
            plan_file: self.plan_file.or(others.plan_file),
            template: self.template.or(others.template),
            schema_depth: self.schema_depth.or(others.schema_depth),
            types_as: self.types_as.or(others.types_as),
            language: self.language.or(others.language),
            theme: self.theme.or(others.theme),
        }
    }

    fn set(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), String> {
        let one = || value.as_str().map(str::to_owned).ok_or_else(|| format!("`{key}` has to be a text in quotes"));
        let many = || {
            let texts = match value {
                DeValue::String(text) => Some(vec![text.to_string()]),
                DeValue::Array(list) => list.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect(),
                _ => None,
            };
            texts.ok_or_else(|| format!("`{key}` has to be a text in quotes or a list of them"))
        };
        match key {
            "language" => self.language = Some(language(&one()?)?),
            "theme" => self.theme = Some(one()?),
            "documents.api" => self.api = Some(one()?),
            "documents.database" => self.database = many()?,
            "documents.tech-stack" => self.tech_stack = Some(one()?),
            "documents.types" => self.types = many()?,
            "documents.rules" => self.rules = many()?,
            "documents.compare" => {
                let answer = value.as_bool().ok_or_else(|| format!("`{key}` has to be true or false"))?;
                self.compare = Some(answer);
            }
            "plan.file" => {
                let pattern = one()?;
                Pattern::new(&pattern).map_err(|problem| format!("`{key}`: {problem}"))?;
                self.plan_file = Some(pattern);
            }
            "prompt.template" => self.template = Some(one()?),
            "prompt.schema-depth" => {
                let number = value.as_integer().and_then(|number| number.as_str().parse().ok());
                self.schema_depth = Some(number.ok_or_else(|| format!("`{key}` has to be a whole number from 0 on"))?);
            }
            "prompt.types" => self.types_as = Some(types_as(&one()?)?),
            _ => return Err(format!("`{key}` is no setting; there are {}", KEYS.join(", "))),
        }
        Ok(())
    }
}

fn language(text: &str) -> Result<Option<Language>, String> {
    let known = Language::ALL.into_iter().find(|language| language.code() == text);
    match (text, known) {
        ("auto", _) => Ok(None),
        (_, Some(language)) => Ok(Some(language)),
        _ => Err(format!("`{text}` is no language; there are en, pl and auto")),
    }
}

fn types_as(text: &str) -> Result<TypesAs, String> {
    TypesAs::ALL.into_iter().find(|way| way.word() == text).ok_or_else(|| {
        let known: Vec<_> = TypesAs::ALL.iter().map(|way| format!("\"{}\"", way.word())).collect();
        format!("`prompt.types` is {}, not `{text}`", known.join(" or "))
    })
}

/// Reads settings. `path` is for messages. A key that is wrong or unknown costs only itself.
#[must_use]
pub fn read(path: &str, text: &str) -> Parsed<Settings> {
    let lines = LineIndex::new(text);
    let text = text.trim_start_matches('\u{feff}');
    let mut parsed = Parsed::clean(Settings::default());
    let mut say = |offset: usize, message: &str| {
        parsed.diagnostics.push(problem(format!("{path}:{}: {message}", lines.line_of(offset))));
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        say(error.span().map_or(0, |span| span.start), error.message().trim_end());
    }
    let mut settings = Settings::default();
    for (key, value) in sorted(table.get_ref()) {
        let name = key.get_ref().as_ref();
        match value.get_ref() {
            DeValue::Table(inner) if TABLES.contains(&name) => {
                for (key, value) in sorted(inner) {
                    let name = format!("{name}.{}", key.get_ref());
                    if let Err(message) = settings.set(&name, value.get_ref()) {
                        say(key.span().start, &message);
                    }
                }
            }
            value => {
                if let Err(message) = settings.set(name, value) {
                    say(key.span().start, &message);
                }
            }
        }
    }
    parsed.value = settings;
    parsed
}

/// The entries of a table in the order of the text.
fn sorted<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t Spanned<std::borrow::Cow<'i, str>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

fn problem(message: String) -> Diagnostic {
    Diagnostic { code: codes::SETTINGS, severity: Severity::Warning, message, help: None, place: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_projects_settings_win_key_by_key() {
        let project = read("routewright.toml", "language = \"pl\"\n[documents]\napi = \"a.md\"").value;
        let user =
            read("config.toml", "language = \"auto\"\ntheme = \"light\"\n[documents]\ndatabase = \"d.sql\"").value;
        let both = project.or(user);
        assert_eq!(both.language, Some(Some(Language::Pl)));
        assert_eq!((both.api.as_deref(), both.theme.as_deref()), (Some("a.md"), Some("light")));
        assert_eq!(both.database, ["d.sql"]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_costs_only_itself() {
        let text = "lang = \"pl\"\nlanguage = \"de\"\n\n[plan]\nfile = \"../x.md\"\nname = 3\n\n[prompt]\ntypes = \"inline\"\n\n[documents]\napi = \"a.md\"\ntypes = 1\n";
        let parsed = read("routewright.toml", text);
        assert_eq!(parsed.value, Settings { api: Some("a.md".to_owned()), ..Settings::default() });
        let lines: Vec<_> =
            parsed.diagnostics.iter().map(|d| d.message.split(": ").take(2).collect::<Vec<_>>().join(": ")).collect();
        let keys = KEYS.join(", ");
        assert_eq!(
            lines,
            [
                format!("routewright.toml:1: `lang` is no setting; there are {keys}"),
                "routewright.toml:2: `de` is no language; there are en, pl and auto".to_owned(),
                "routewright.toml:5: `plan.file`".to_owned(),
                format!("routewright.toml:6: `plan.name` is no setting; there are {keys}"),
                "routewright.toml:9: `prompt.types` is \"references\" or \"text\", not `inline`".to_owned(),
                "routewright.toml:13: `documents.types` has to be a text in quotes or a list of them".to_owned(),
            ]
        );
    }

    #[test]
    fn a_broken_line_does_not_hide_the_others() {
        let parsed = read("config.toml", "theme = \nlanguage = \"pl\"\n");
        assert_eq!(parsed.value.language, Some(Some(Language::Pl)));
        assert!(parsed.diagnostics[0].message.starts_with("config.toml:1: "));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in ".{0,300}") {
            let _ = read("x", &text);
        }
    }
}

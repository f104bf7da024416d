//! The table of settings.

use super::Settings;
use super::value::{Field, Kind, Value};
use crate::deliver::file_name::{self, Pattern};
use crate::model::choice::DEFAULT_SCHEMA_DEPTH;
use crate::model::{DocumentsAs, Language, PromptFormat, TypesAs};
use crate::prompt::Family;
use crate::read::rules::all_packs;

/// A setting: all that is known about a key.
#[derive(Debug)]
pub struct Setting {
    /// Its name, with that of its table: `documents.api`.
    pub key: &'static str,
    /// What it does, in a sentence or two of markdown.
    pub does: &'static str,
    /// What holds where nobody sets it.
    pub unset: Unset,
    /// A value as it stands in a file.
    pub example: &'static str,
    /// Whose matter it is.
    pub owner: Owner,
    /// The command-line option that says it for one run.
    pub option: Option<&'static str>,
    /// What has to be right about a text, besides being one.
    check: fn(&str) -> Result<(), String>,
    /// Its field.
    field: fn(&mut Settings) -> &mut dyn Field,
}

/// What holds where a key is not set.
#[derive(Debug)]
pub enum Unset {
    /// This value.
    Value(fn() -> Value),
    /// No value; the text tells what happens then, as an end to "not set: ".
    Means(&'static str),
}

/// Whose matter a setting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The project's or the user's; the project's file wins.
    Anyone,
    /// The user's: their file wins.
    User,
}

/// All settings, in the order of the docs: those of no table first, then a table after the other.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "language",
        does: "Language of prompts and plans; `auto` is that of the documents.",
        unset: Unset::Value(|| text("auto")),
        example: "\"pl\"",
        owner: Owner::Anyone,
        option: Some("--lang"),
        check: anything,
        field: |settings| &mut settings.language,
    },
    Setting {
        key: "theme",
        does: "Colours of the wizard: `dark`, `light`, `mono`, or the name of a file in `themes/` beside \
               `config.toml`, without its ending.",
        unset: Unset::Value(|| text("dark")),
        example: "\"light\"",
        owner: Owner::User,
        option: None,
        check: anything,
        field: |settings| &mut settings.theme,
    },
    Setting {
        key: "documents.api",
        does: "The API plan: markdown, OpenAPI or Swagger.",
        unset: Unset::Means("it is searched for"),
        example: "\"docs/api-plan.md\"",
        owner: Owner::Anyone,
        option: Some("--api"),
        check: anything,
        field: |settings| &mut settings.api,
    },
    Setting {
        key: "documents.database",
        does: "The files of the database plan: markdown, SQL, Prisma, DBML or Mermaid.",
        unset: Unset::Means("it is searched for"),
        example: "[\"docs/db-plan.md\", \"db/schema.sql\"]",
        owner: Owner::Anyone,
        option: Some("--db"),
        check: anything,
        field: |settings| &mut settings.database,
    },
    Setting {
        key: "documents.tech-stack",
        does: "The tech stack.",
        unset: Unset::Means("it is searched for"),
        example: "\"docs/stack.md\"",
        owner: Owner::Anyone,
        option: Some("--tech-stack"),
        check: anything,
        field: |settings| &mut settings.tech_stack,
    },
    Setting {
        key: "documents.types",
        does: "Source files that declare types.",
        unset: Unset::Means("they are searched for"),
        example: "[\"src/types.ts\"]",
        owner: Owner::Anyone,
        option: Some("--types"),
        check: anything,
        field: |settings| &mut settings.types,
    },
    Setting {
        key: "documents.rules",
        does: "Files with implementation rules.",
        unset: Unset::Means("they are searched for"),
        example: "[\".ai/implementation-rules.md\"]",
        owner: Owner::Anyone,
        option: Some("--rules"),
        check: anything,
        field: |settings| &mut settings.rules,
    },
    Setting {
        key: "documents.compare",
        does: "Whether to say where the database plan and the project's migrations or Prisma schema disagree.",
        unset: Unset::Value(|| Value::Truth(true)),
        example: "false",
        owner: Owner::Anyone,
        option: None,
        check: anything,
        field: |settings| &mut settings.compare,
    },
    Setting {
        key: "rules.packs",
        does: "The rule packs to take instead of those that suit the tech stack, by the names that `routewright rules` \
               shows; `[]` takes none.",
        unset: Unset::Means("those that suit the tech stack"),
        example: "[\"fastapi\", \"postgres-rls\"]",
        owner: Owner::Anyone,
        option: None,
        check: pack,
        field: |settings| &mut settings.packs,
    },
    Setting {
        key: "plan.file",
        does: "Where plans are saved, below the project's root; `{method}`, `{path}`, `{resource}`, `{group}` and \
               `{n}` are filled in.",
        unset: Unset::Value(|| text(file_name::DEFAULT)),
        example: "\".ai/{method}-{path}-implementation-plan.md\"",
        owner: Owner::Anyone,
        option: Some("--out"),
        check: |text| Pattern::new(text).map(drop).map_err(|problem| problem.to_string()),
        field: |settings| &mut settings.plan_file,
    },
    Setting {
        key: "prompt.template",
        does: "A template of your own for prompts. In `routewright.toml` it lies in the project, in `config.toml` \
               beside that file. A name that ends in `.j2` is a minijinja template (see [templates](templates.md)).",
        unset: Unset::Means("the built-in one in the language of the prompt"),
        example: "\".ai/prompts/rest-api-implementation-plan.md\"",
        owner: Owner::Anyone,
        option: Some("--template"),
        check: anything,
        field: |settings| &mut settings.template,
    },
    Setting {
        key: "prompt.schema-depth",
        does: "How many references below each other are written out in the text of an OpenAPI operation.",
        unset: Unset::Value(|| Value::Number(DEFAULT_SCHEMA_DEPTH)),
        example: "3",
        owner: Owner::Anyone,
        option: Some("--schema-depth"),
        check: anything,
        field: |settings| &mut settings.schema_depth,
    },
    Setting {
        key: "prompt.model",
        does: "The model that prompts are for, or its family: `gpt`, `gpt-4`, `claude`, `claude-4-6`, `gemini`, \
               `llama`, `qwen`, `deepseek`. Tokens are counted for it: exactly for OpenAI's models, about for others.",
        unset: Unset::Value(|| text("gpt")),
        example: "\"claude\"",
        owner: Owner::Anyone,
        option: Some("--model"),
        check: |text| Family::known(text).map(drop),
        field: |settings| &mut settings.model,
    },
    Setting {
        key: "prompt.types",
        does: "How the types that your sources declare stand in prompts: as `references` to their files, with names \
               and lines, or with their `text`.",
        unset: Unset::Value(|| text(TypesAs::default().word())),
        example: "\"text\"",
        owner: Owner::Anyone,
        option: Some("--types-as"),
        check: anything,
        field: |settings| &mut settings.types_as,
    },
    Setting {
        key: "prompt.documents",
        does: "How what stands in documents is given in prompts: `inline`, with its text, or as references with \
               lines for an agent that reads files, which begin with `@` (`at`) or `#` (`hash`).",
        unset: Unset::Value(|| text(DocumentsAs::default().word())),
        example: "\"at\"",
        owner: Owner::Anyone,
        option: Some("--documents"),
        check: anything,
        field: |settings| &mut settings.documents_as,
    },
    Setting {
        key: "prompt.format",
        does: "The form of prompts: `xml`, with the template's tags around what is inserted, `markdown`, with \
               headings and fences in place of the tags, or `json`, messages for a chat API.",
        unset: Unset::Value(|| text(PromptFormat::default().word())),
        example: "\"markdown\"",
        owner: Owner::Anyone,
        option: Some("--format"),
        check: anything,
        field: |settings| &mut settings.format,
    },
];

impl Setting {
    /// The setting of a key.
    #[must_use]
    pub fn named(key: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.key == key)
    }

    /// The table that it stands in, or an empty name.
    #[must_use]
    pub fn table(&self) -> &'static str {
        self.key.split_once('.').map_or("", |(table, _)| table)
    }

    /// What it takes.
    #[must_use]
    pub fn kind(&self) -> Kind {
        (self.field)(&mut Settings::default()).kind()
    }

    /// Its value in some settings, which are left as they are.
    pub fn get(&self, settings: &mut Settings) -> Option<Value> {
        (self.field)(settings).get()
    }

    /// Sets it, unless the value is of another kind.
    pub fn set(&self, settings: &mut Settings, value: Value) -> bool {
        (self.field)(settings).set(value)
    }

    /// Sets it to what somebody wrote.
    ///
    /// # Errors
    /// What is wrong with the value, as a sentence that names the key.
    pub fn write(&self, settings: &mut Settings, value: Option<Value>) -> Result<(), String> {
        let texts: &[String] = match &value {
            Some(Value::Text(text)) => std::slice::from_ref(text),
            Some(Value::Texts(texts)) => texts,
            _ => &[],
        };
        for text in texts {
            (self.check)(text).map_err(|problem| format!("`{}`: {problem}", self.key))?;
        }
        let kind = self.kind();
        let word = if matches!(kind, Kind::Words(_)) { texts.first().cloned() } else { None };
        if value.is_some_and(|value| self.set(settings, value)) {
            return Ok(());
        }
        let but = word.map(|word| format!(", not \"{word}\"")).unwrap_or_default();
        Err(format!("`{}` has to be {}{but}", self.key, kind.has_to_be()))
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Whether there is a rule pack of that name.
fn pack(id: &str) -> Result<(), String> {
    let known: Vec<&str> = all_packs(Language::ENGLISH).iter().map(|pack| pack.id).collect();
    match known.contains(&id) {
        true => Ok(()),
        false => Err(format!("`{id}` is no rule pack; there are {}", known.join(", "))),
    }
}

/// Where any text will do.
fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

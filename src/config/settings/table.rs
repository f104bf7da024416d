//! The table of settings.

use super::setting::{Owner, Setting, Unset};
use super::value::Value;
use crate::deliver::file_name::{self, Pattern};
use crate::diagnostic::pages;
use crate::model::choice::DEFAULT_SCHEMA_DEPTH;
use crate::model::{DocumentsAs, Language, PromptFormat, TypesAs};
use crate::prompt::Family;
use crate::read::rules::all_packs;

/// The tables of a file, each with what its settings are about.
pub const TABLES: &[(&str, &str)] = &[
    ("documents", "What is read instead of what the search finds; paths are relative to the project's root."),
    ("rules", "Rules beside those of the project's own files, which hold together with them."),
    ("plan", "Plans that are saved."),
    ("prompt", "What a prompt is made of."),
    ("check", "How much findings matter; each list holds codes."),
];

/// Environment variables that say what a setting is, each with its key.
pub const VARIABLES: &[(&str, &str)] = &[("NO_COLOR", "theme")];

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
        option: Some("--color never"),
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
        option: Some("plan --out"),
        check: |text| Pattern::new(text).map(drop).map_err(|problem| problem.to_string()),
        field: |settings| &mut settings.plan_file,
    },
    Setting {
        key: "plan.diagram",
        does: "Whether the data flow of a plan is also shown as a Mermaid sequence diagram.",
        unset: Unset::Value(|| Value::Truth(false)),
        example: "true",
        owner: Owner::Anyone,
        option: Some("plan --diagram"),
        check: anything,
        field: |settings| &mut settings.diagram,
    },
    Setting {
        key: "prompt.template",
        does: "A template of your own for prompts. In `routewright.toml` it lies in the project, in `config.toml` \
               beside that file. A name that ends in `.j2` is a minijinja template.",
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
        option: Some("prompt --schema-depth"),
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
        key: "prompt.budget",
        does: "How many tokens a prompt may cost. Over it the wizard says so and `routewright prompt` ends with \
               status 1; both name what can be left out and what that saves.",
        unset: Unset::Means("a prompt may cost what it does"),
        example: "20000",
        owner: Owner::Anyone,
        option: Some("--budget"),
        check: anything,
        field: |settings| &mut settings.budget,
    },
    Setting {
        key: "prompt.types",
        does: "How the types that your sources declare stand in prompts: as `references` to their files, with names \
               and lines, or with their `text`.",
        unset: Unset::Value(|| text(TypesAs::default().word())),
        example: "\"text\"",
        owner: Owner::Anyone,
        option: Some("prompt --types-as"),
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
        option: Some("prompt --documents"),
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
        option: Some("prompt --format"),
        check: anything,
        field: |settings| &mut settings.format,
    },
    Setting {
        key: "check.off",
        does: "Findings that are not told.",
        unset: Unset::Means("each code has the severity of its own"),
        example: "[\"RW703\"]",
        owner: Owner::Anyone,
        option: None,
        check: code,
        field: |settings| &mut settings.check_off,
    },
    Setting {
        key: "check.note",
        does: "Findings that are mere notes.",
        unset: Unset::Means("each code has the severity of its own"),
        example: "[\"RW704\"]",
        owner: Owner::Anyone,
        option: None,
        check: code,
        field: |settings| &mut settings.check_note,
    },
    Setting {
        key: "check.warning",
        does: "Findings that are warnings.",
        unset: Unset::Means("each code has the severity of its own"),
        example: "[\"RW700\"]",
        owner: Owner::Anyone,
        option: None,
        check: code,
        field: |settings| &mut settings.check_warning,
    },
    Setting {
        key: "check.error",
        does: "Findings that are errors.",
        unset: Unset::Means("each code has the severity of its own"),
        example: "[\"RW705\"]",
        owner: Owner::Anyone,
        option: None,
        check: code,
        field: |settings| &mut settings.check_error,
    },
];

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

/// Whether there is such a code.
fn code(text: &str) -> Result<(), String> {
    let known = pages::parse(text).is_ok();
    known.then_some(()).ok_or_else(|| format!("`{text}` is no code; `routewright check` shows those that are found"))
}

/// Where any text will do.
fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_key_a_table_and_a_field_of_its_own() {
        for (at, setting) in SETTINGS.iter().enumerate() {
            assert!(SETTINGS[..at].iter().all(|other| other.key != setting.key), "{}", setting.key);
            assert!(setting.table().is_empty() || TABLES.iter().any(|(table, _)| *table == setting.table()));
            let example = super::super::reading::read("x", &setting.in_file(setting.example));
            assert_eq!(example.diagnostics, [], "{}", setting.key);
            let set: Vec<_> = SETTINGS.iter().filter(|other| other.get(&example.value.settings).is_some()).collect();
            assert_eq!(set.iter().map(|set| set.key).collect::<Vec<_>>(), [setting.key]);
            // What holds without it could as well be written down.
            let default = setting.unset.value().map(|value| setting.in_file(&value.to_string())).unwrap_or_default();
            assert_eq!(super::super::reading::read("x", &default).diagnostics, [], "{}", setting.key);
        }
    }

    impl Setting {
        fn in_file(&self, value: &str) -> String {
            let table = Some(self.table()).filter(|table| !table.is_empty());
            let table = table.map(|table| format!("[{table}]\n")).unwrap_or_default();
            format!("{table}{} = {value}\n", self.name())
        }
    }
}

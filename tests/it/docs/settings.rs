//! The page and the schema of the settings.

use std::fmt::Write as _;
use std::path::Path;

use clap::CommandFactory as _;
use routewright::cli::Arguments;
use routewright::config::settings::schema;
use routewright::config::settings::setting::{Owner, Setting, Unset};
use routewright::config::settings::table::{SETTINGS, TABLES};
use serde_json::Value;

use super::{between, hold};

/// Widest line of the example.
const WIDTH: usize = 100;

#[test]
fn the_page_of_settings_tells_every_key() {
    between("docs/settings.md", "example", &format!("\n```toml\n{}```\n", example()));
    let mut keys = String::from("\n| key | is | without it | for one run | wins |\n| --- | --- | --- | --- | --- |\n");
    for setting in SETTINGS {
        let unset = match &setting.unset {
            Unset::Value(value) => format!("`{}`", value()),
            Unset::Means(what) => (*what).to_owned(),
        };
        let ways: Vec<_> = setting.option.into_iter().chain(setting.variable()).map(|way| format!("`{way}`")).collect();
        let wins = if setting.owner == Owner::User { "you" } else { "project" };
        let is = setting.kind().has_to_be();
        let _ = writeln!(keys, "| `{}` | {is} | {unset} | {} | {wins} |", setting.key, ways.join(" "));
    }
    between("docs/settings.md", "keys", &keys);
}

/// A file that sets everything.
fn example() -> String {
    let mut file = String::from("#:schema ./.ai/routewright.schema.json\n\n");
    let own = |table| SETTINGS.iter().filter(move |setting: &&Setting| setting.table() == table);
    own("").for_each(|setting| entry(&mut file, setting));
    for (table, does) in TABLES {
        file.push('\n');
        comment(&mut file, does);
        let _ = writeln!(file, "[{table}]");
        own(table).for_each(|setting| entry(&mut file, setting));
    }
    file
}

fn entry(file: &mut String, setting: &Setting) {
    comment(file, setting.does);
    let _ = writeln!(file, "{} = {}", setting.name(), setting.example);
}

fn comment(file: &mut String, text: &str) {
    let mut line = String::from("#");
    for word in text.split(' ') {
        if line.len() + 1 + word.len() > WIDTH {
            let _ = writeln!(file, "{line}");
            line = String::from("#");
        }
        let _ = write!(line, " {word}");
    }
    let _ = writeln!(file, "{line}");
}

#[test]
fn the_schema_takes_what_the_program_takes_and_nothing_else() {
    let text = schema::text();
    hold(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/routewright.schema.json"), &text);
    let schema: Value = serde_json::from_str(&text).unwrap();
    let takes = |file: &str| fits(&schema, &serde_json::to_value(file.parse::<toml::Table>().unwrap()).unwrap());
    assert!(takes(&example()), "{}", example());
    for (file, right) in [
        ("", true),
        ("[documents]\ndatabase = \"db.sql\"\ntypes = []\n", true),
        ("langauge = \"pl\"\n", false),
        ("language = \"xx\"\n", false),
        ("[document]\napi = \"a.md\"\n", false),
        ("[documents]\napis = \"a.md\"\n", false),
        ("[documents]\napi = [\"a.md\"]\n", false),
        ("[documents]\ntypes = [1]\n", false),
        ("[documents]\ncompare = \"yes\"\n", false),
        ("[prompt]\nschema-depth = -1\n", false),
        ("[prompt]\nschema-depth = 1.5\n", false),
        ("documents = \"a.md\"\n", false),
    ] {
        assert_eq!(takes(file), right, "{file}");
        let read = routewright::config::settings::reading::read("x", file);
        assert_eq!(read.diagnostics.is_empty(), right, "{file}");
    }
}

/// Whether a value fits a schema, as far as ours goes: a keyword that is none of these is a mistake.
fn fits(schema: &Value, value: &Value) -> bool {
    schema.as_object().unwrap().iter().all(|(keyword, wanted)| match keyword.as_str() {
        "$schema" | "title" | "description" | "default" => true,
        "type" => match wanted.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "boolean" => value.is_boolean(),
            other => panic!("type {other}"),
        },
        "enum" => wanted.as_array().unwrap().contains(value),
        "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().unwrap()),
        "anyOf" => wanted.as_array().unwrap().iter().any(|schema| fits(schema, value)),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| fits(wanted, item))),
        "properties" => value.as_object().is_none_or(|entries| {
            entries.iter().all(|(key, value)| wanted.get(key).is_none_or(|schema| fits(schema, value)))
        }),
        "additionalProperties" => {
            assert_eq!(wanted, &Value::Bool(false));
            value.as_object().is_none_or(|entries| entries.keys().all(|key| schema["properties"].get(key).is_some()))
        }
        other => panic!("keyword {other}"),
    })
}

#[test]
fn every_option_that_a_setting_names_is_there() {
    let program = Arguments::command();
    for option in SETTINGS.iter().filter_map(|setting| setting.option) {
        let (command, option) = match option.split_once(" --") {
            Some((name, option)) => (program.find_subcommand(name).unwrap(), option),
            None => (&program, option.trim_start_matches("--")),
        };
        let option = option.split(' ').next();
        let is_there = |command: &clap::Command| command.get_arguments().any(|argument| argument.get_long() == option);
        assert!(is_there(command) || is_there(&program), "{option:?}");
    }
}

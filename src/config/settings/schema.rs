//! The settings as a JSON Schema, by which editors complete and check the files. It is of draft 7,
//! the newest that taplo (also inside Even Better TOML) understands.

use serde_json::{Map, Value as Json, json};

use super::setting::Setting;
use super::table::{SETTINGS, TABLES};
use super::value::Kind;

/// The schema, pretty-printed.
#[must_use]
pub fn text() -> String {
    let tables = TABLES.iter().map(|(name, does)| {
        let table = json!({
            "description": does,
            "type": "object",
            "additionalProperties": false,
            "properties": properties(name).collect::<Map<_, _>>(),
        });
        ((*name).to_owned(), table)
    });
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Settings of routewright",
        "description": "A project's `routewright.toml` and the user's `config.toml`.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties("").chain(tables).collect::<Map<_, _>>(),
    });
    format!("{schema:#}\n")
}

/// The keys of a table.
fn properties(table: &str) -> impl Iterator<Item = (String, Json)> {
    let own = SETTINGS.iter().filter(move |setting| setting.table() == table);
    own.map(|setting| (setting.name().to_owned(), Json::Object(property(setting))))
}

fn property(setting: &Setting) -> Map<String, Json> {
    let mut property = Map::new();
    let mut say = |key: &str, value: Json| property.insert(key.to_owned(), value);
    say("description", json!(setting.does));
    match setting.kind() {
        Kind::Text => say("type", json!("string")),
        Kind::Texts => say("anyOf", json!([{ "type": "string" }, { "type": "array", "items": { "type": "string" } }])),
        Kind::Number => {
            say("type", json!("integer"));
            say("minimum", json!(0))
        }
        Kind::Truth => say("type", json!("boolean")),
        Kind::Words(words) => say("enum", json!(words)),
    };
    if let Some(value) = setting.unset.value() {
        say("default", json!(value));
    }
    property
}

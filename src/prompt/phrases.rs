//! The sentences that a prompt says of itself, in the language of the prompt.

use std::collections::HashMap;

use serde::Deserialize;

use crate::assets;
use crate::assets::check::{Checked, sentences};
use crate::model::language::PerLanguage;
use crate::model::{ContextKind, Language};

/// The phrases of one language; the fields are the keys of `phrases.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    pub(super) missing: String,
    pub(super) line: String,
    pub(super) lines: String,
    pub(super) base_path: String,
    pub(super) also_holds: String,
    pub(super) also_holds_for: String,
    pub(super) no_endpoint_text: String,
    pub(super) no_success_status: String,
    pub(super) no_error_statuses: String,
    pub(super) no_access: String,
    pub(super) no_database_plan: String,
    pub(super) no_tables: String,
    pub(super) more: String,
    pub(super) enums: String,
    pub(super) relations: String,
    pub(super) nullable: String,
    pub(super) not_nullable: String,
    pub(super) primary_key: String,
    pub(super) unique: String,
    pub(super) default: String,
    pub(super) check: String,
    pub(super) refers_to: String,
    pub(super) on_delete: String,
    pub(super) index: String,
    pub(super) unique_index: String,
    #[serde(rename = "where")]
    pub(super) condition: String,
    pub(super) policy: String,
    pub(super) trigger: String,
    pub(super) function: String,
    pub(super) no_types: String,
    pub(super) types: String,
    pub(super) no_tech_stack: String,
    pub(super) tech_stack_long: String,
    pub(super) no_rules: String,
    pub(super) example_left_out: String,
    pub(super) context_left_out: String,
    pub(super) table_details_left_out: String,
    pub(super) tech_stack_left_out: String,
    pub(super) tech_stack_in_short: String,
    kinds: HashMap<ContextKind, String>,
}

/// Whether a text can stand for a language's phrases or its template; `None` for another file.
pub(super) fn check_asset(path: &[&str], text: &str) -> Option<Checked> {
    let ["languages", _, "templates", file] = path else { return None };
    let english = assets::built_in(&Language::ENGLISH.path(&format!("templates/{file}")))?;
    // Whatever a template holds is a template; what its variables are is said when it is filled.
    Some(if file.ends_with(".toml") { sentences(text, english) } else { Ok(Vec::new()) })
}

impl Phrases {
    /// The phrases of a language.
    pub(super) fn of(language: Language) -> &'static Self {
        static PHRASES: PerLanguage<Phrases> =
            PerLanguage::new(|language| language.table("templates/phrases.toml").try_into().unwrap_or_default());
        PHRASES.of(language)
    }

    /// What a piece of context is about.
    pub(super) fn kind(&self, kind: ContextKind) -> &str {
        self.kinds.get(&kind).map(String::as_str).unwrap_or_default()
    }

    /// "Not in the documents: a, b."
    pub(super) fn missing(&self, what: &[&str]) -> String {
        fill(&self.missing, &[("what", &what.join(", "))])
    }
}

/// Puts values into the `{name}`s of a phrase, in one pass.
pub(super) fn fill(phrase: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(phrase.len() + 32);
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let value = after.split_once('}').and_then(|(name, behind)| {
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, behind))
        });
        rest = if let Some((value, behind)) = value {
            text.push_str(value);
            behind
        } else {
            text.push('{');
            after
        };
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_phrase_with_the_same_names_in_it() {
        let names = |language: Language| -> Vec<(String, Vec<String>)> {
            let named = |phrase: &str| -> Vec<String> {
                let mut names: Vec<_> = phrase.split('{').skip(1).filter_map(|p| p.split_once('}')).collect();
                names.sort_unstable();
                names.into_iter().map(|(name, _)| name.to_owned()).collect()
            };
            let table = language.table("templates/phrases.toml");
            table.iter().filter_map(|(key, value)| Some((key.clone(), named(value.as_str()?)))).collect()
        };
        for language in Language::all() {
            assert_eq!(names(*language), names(Language::ENGLISH), "{language:?}");
            let phrases: Phrases = language.table("templates/phrases.toml").try_into().expect("all phrases");
            assert_eq!(phrases.kinds.len(), 8);
        }
    }

    #[test]
    fn values_are_not_looked_at_again() {
        assert_eq!(fill("{a} {b} {c", &[("a", "{b}"), ("b", "2")]), "{b} 2 {c");
    }
}

//! Whether a user's own file can stand in place of what the readers are made of.

use super::{lexicon, rules, tech_stack, types};
use crate::assets;
use crate::assets::check::{Checked, words};
use crate::model::Language;

/// `None` for a file that no reader reads.
#[must_use]
pub fn check_asset(path: &[&str], text: &str) -> Option<Checked> {
    match path {
        ["languages", _, "lexicons", file] => lexicon_file(file, text),
        ["languages", _, "rules", pack] if pack.ends_with(".toml") => Some(rules::check_pack_texts(text)),
        ["rules", pack] if pack.ends_with(".toml") => Some(rules::check_pack(text)),
        ["rule-topics.toml"] => Some(rules::check_topics(text)),
        ["stack-signals.toml"] => Some(tech_stack::check_signals(text)),
        ["schema-builders.toml"] => Some(types::check_builders(text)),
        _ => None,
    }
}

/// Terms are those of the built-in files in whatever language.
fn lexicon_file(file: &str, text: &str) -> Option<Checked> {
    assets::built_in(&Language::ENGLISH.path(&format!("lexicons/{file}")))?;
    let folders = assets::built_in_below("languages").filter(|(path, _)| path.ends_with(&format!("/lexicons/{file}")));
    let built_in: Vec<&str> = folders.map(|(_, text)| text).collect();
    // The names of fields are the fields' own, so any may stand there.
    Some(words(text, if file == lexicon::FIELD_NAMES { &[] } else { &built_in }))
}

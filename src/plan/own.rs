//! Whether a user's own file can stand in place of what the planner is made of.

use super::{sketch, speech, stack};
use crate::assets;
use crate::assets::check::{Checked, sentences, words};
use crate::model::Language;

/// `None` for a file that the planner does not read.
#[must_use]
pub fn check_asset(path: &[&str], text: &str) -> Option<Checked> {
    let english = |file: &str| assets::built_in(&Language::ENGLISH.path(file)).unwrap_or_default();
    let lists = |path: String| words(text, &[assets::built_in(&path).unwrap_or_default()]);
    match path {
        ["languages", _, "plan", "sections.toml"] => Some(speech::check_sections(text)),
        ["languages", _, "plan", "sentences.toml"] => Some(sentences(text, english("plan/sentences.toml"))),
        ["languages", _, "plan", file @ ("words.toml" | "check-words.toml" | "examples.toml" | "rule-topics.toml")]
        | ["plan", file @ ("words.toml" | "check-words.toml" | "examples.toml" | "rule-topics.toml")] => {
            Some(lists(format!("plan/{file}")))
        }
        ["languages", _, "stacks", profile] if profile.ends_with(".toml") => Some(stack::check_sentences(text)),
        ["sketches", file] if file.ends_with(".toml") => Some(sketch::check(text)),
        ["stacks", profile] if profile.ends_with(".toml") => Some(stack::check_profile(text)),
        _ => None,
    }
}

//! Limits of rate that the documents set for an endpoint.

use super::super::markdown::{clean, shorten};
use super::EndpointFacts;
use crate::model::ContextKind;

/// Lines that name a number, which is what a limit is, and no other endpoint.
pub(crate) fn of(facts: &EndpointFacts<'_>) -> Vec<String> {
    let path = facts.endpoint.key.path.as_str();
    let lines = facts.context(ContextKind::RateLimit).flat_map(str::lines).map(str::trim);
    lines.filter(|line| is_limit(line, path)).map(shown).filter(|line| line.split_whitespace().count() > 2).collect()
}

fn is_limit(line: &str, path: &str) -> bool {
    let is_label = line.trim_end_matches(['*', ' ']).ends_with(':');
    let is_row = line.starts_with('|');
    let names_a_path = || {
        let words = line.split(|c: char| c.is_whitespace() || "`*|()\"".contains(c));
        words
            .map(|word| word.chars().take(2).collect::<String>())
            .any(|start| start.starts_with('/') && start.chars().nth(1).is_some_and(char::is_alphabetic))
    };
    let is_ours = line.contains(path) || !is_row && !names_a_path();
    !line.starts_with(['#', '`']) && !is_label && is_ours && line.contains(|c: char| c.is_ascii_digit())
}

fn shown(line: &str) -> String {
    let text = clean(line.trim_matches(['-', '*', ' ', '|'])).replace("**", "").replace(" | ", ", ");
    shorten(&text, 160).trim_end_matches('.').to_owned()
}

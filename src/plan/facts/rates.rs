//! Limits of rate that the documents set for an endpoint.

use super::super::markdown::{clean, shorten};
use super::super::naming;
use super::super::words::{is_in, words};
use super::EndpointFacts;
use crate::model::{Auth, ContextKind, Method};
use crate::read::lexicon::spelling::fold;

/// Lines that name a number, which is what a limit is, and no other endpoint.
pub(crate) fn of(facts: &EndpointFacts<'_>) -> Vec<String> {
    let lines = facts.context(ContextKind::RateLimit).flat_map(str::lines).map(str::trim);
    lines
        .filter(|line| is_limit(facts, line) && can_hold(facts, line))
        .map(shown)
        .filter(|line| line.split_whitespace().count() > 2)
        .collect()
}

/// Whether what a limit is for, `AI generation: 10 an hour`, can be this endpoint.
fn can_hold(facts: &EndpointFacts<'_>, line: &str) -> bool {
    let Some((label, _)) = line.split_once(':') else { return true };
    let key = &facts.endpoint.key;
    if label.contains(key.path.as_str()) {
        return true;
    }
    let label = fold(label);
    let label: Vec<&str> = label.split(' ').filter(|word| word.chars().count() > 1).collect();
    let texts = [Some(key.path.as_str()), facts.endpoint.summary.as_deref(), facts.endpoint.group.as_deref()];
    let own: Vec<String> = texts
        .into_iter()
        .flatten()
        .flat_map(|text| fold(text).split(' ').map(naming::noun).collect::<Vec<_>>())
        .collect();
    let is_scope = |word: &&str| is_in(word, &words().rate_scopes);
    let is_open = facts.auth() == Some(Auth::None);
    let for_others = label.iter().any(|word| is_in(word, &words().open_scopes)) && !is_open;
    !for_others
        && (label.iter().any(is_scope)
            || label.is_empty()
            || label.iter().any(|word| own.contains(&naming::noun(word))))
}

fn is_limit(facts: &EndpointFacts<'_>, line: &str) -> bool {
    let is_label = line.trim_end_matches(['*', ' ']).ends_with(':');
    let key = &facts.endpoint.key;
    let words: Vec<&str> = line.split(|c: char| c.is_whitespace() || "`*|(),;".contains(c)).collect();
    let is_path = |word: &&str| word.starts_with('/') && word.chars().nth(1).is_some_and(char::is_alphabetic);
    let other_method = words.iter().any(|word| word.parse::<Method>().is_ok_and(|method| method != key.method));
    let names_us = words.contains(&key.path.as_str()) && !other_method;
    let names_another = words.iter().any(is_path) && !names_us;
    let is_ours = names_us || !names_another && !line.starts_with('|');
    !line.starts_with(['#', '`']) && !is_label && is_ours && line.contains(|c: char| c.is_ascii_digit())
}

fn shown(line: &str) -> String {
    let text = clean(line.trim_matches(['-', '*', ' ', '|'])).replace("**", "").replace(" | ", ", ");
    shorten(&text, 160).trim_end_matches('.').to_owned()
}

//! Sentences of shared text that name the endpoints they are about.

use super::naming::lexicon;
use crate::model::endpoint::parameter_name;
use crate::model::{Method, PathTemplate};

/// Endpoints by method, where one is given, and [`path_key`].
type Named = Vec<(Option<Method>, String)>;

/// A sentence with the endpoints that it names, or else what it stands behind or below: a sentence
/// before it, the line above, the heading.
pub(super) struct Passage<'a> {
    pub(super) text: &'a str,
    pub(super) named: Named,
}

/// A sentence that names more endpoints than this tells nothing of any.
const MANY: usize = 8;

/// The sentences of a text.
pub(super) fn passages(text: &str) -> Vec<Passage<'_>> {
    let mut passages: Vec<Passage<'_>> = Vec::new();
    // Indentation of the line that named endpoints last, or nothing where a heading did.
    let mut above: Option<(Option<usize>, Named)> = None;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let heading = line.starts_with('#');
        let indent = line.len() - line.trim_start().len();
        if above.as_ref().is_some_and(|(from, _)| heading || from.is_some_and(|from| indent <= from)) {
            above = None;
        }
        let mut named = above.as_ref().map(|(_, named)| named.clone()).unwrap_or_default();
        for sentence in line.split_inclusive("; ").flat_map(|part| part.split_inclusive(". ")) {
            let here = endpoints_in(sentence);
            if !here.is_empty() {
                named.clone_from(&here);
                above = Some(((!heading).then_some(indent), here));
            }
            passages.push(Passage { text: sentence, named: named.clone() });
        }
    }
    passages
}

/// The paths in a sentence, with the methods before them.
fn endpoints_in(line: &str) -> Named {
    let mut found = Vec::new();
    if !line.contains('/') {
        return found;
    }
    let mut method = None;
    // ``a `PUT` or `DELETE` on /boats`` names methods, and the path further on.
    let mut loose: Vec<Method> = Vec::new();
    let pieces = line.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | '"' | '|' | '`' | '*'));
    for piece in pieces.filter(|p| !p.is_empty()) {
        let path = piece.trim_end_matches(['.', ':']);
        if path.starts_with('/') && path.contains(|c: char| c.is_alphabetic()) {
            let key = path_key(&PathTemplate::new(path));
            match method.take() {
                None if !loose.is_empty() => found.extend(loose.drain(..).map(|m| (Some(m), key.clone()))),
                method => found.push((method, key)),
            }
            loose.clear();
        } else {
            method = Method::ALL.into_iter().find(|m| m.as_str() == path);
            loose.extend(method);
        }
    }
    if found.len() > MANY {
        found.clear();
    }
    found
}

/// A path without what stands before its first resource, as texts abbreviate it.
pub(super) fn path_key(path: &PathTemplate) -> String {
    let plumbing = |segment: &&str| lexicon().term_of(segment) == Some("plumbing");
    let mut key = String::new();
    for segment in path.segments().skip_while(plumbing) {
        key.push('/');
        key.push_str(if parameter_name(segment).is_some() { "{}" } else { segment });
    }
    key.to_lowercase()
}

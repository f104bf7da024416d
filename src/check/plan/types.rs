//! Types that a plan takes for declared and that the sources do not declare.

use super::{Case, nearest, quoted};
use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::DocumentRole;
use crate::plan::checked::{has_one, words};
use crate::read::lexicon::spelling::fold;

/// Only lines that say that a type exists, and in which file, where that file was read: the types of a
/// project may stand in more files than were found.
pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let project = case.project;
    let files = || project.documents.iter().filter(|document| document.role == DocumentRole::Types);
    let is_declared = |name: &str| project.types.iter().any(|declared| declared.name == name);
    let mut missing: Vec<&str> = Vec::new();
    let mut first = None;
    for line in case.lines().filter(|line| line.fence.is_none()) {
        let folded = fold(line.text);
        let spans: Vec<&str> = line.text.split('`').skip(1).step_by(2).collect();
        let is_read = |text: &&&str| text.contains('.') && files().any(|file| is_path_of(text, &file.source.path));
        let exists = has_one(&folded, &words().existing) && !has_one(&folded, &words().new);
        if !exists || !spans.iter().any(|text| is_read(&text)) {
            continue;
        }
        for name in spans.into_iter().filter(|text| is_type(text) && !is_declared(text)) {
            first.get_or_insert_with(|| case.place_in(&line, line.text.find(name).unwrap_or_default(), name.len()));
            if !missing.contains(&name) {
                missing.push(name);
            }
        }
    }
    let Some(place) = first else { return };
    let known = || project.types.iter().map(|declared| declared.name.as_str());
    let alike: Vec<&str> = missing.iter().filter_map(|name| nearest(name, known())).collect();
    let (s, are) = if missing.len() == 1 { ("", "is") } else { ("s", "are") };
    let message = format!("the plan takes the type{s} {} for existing, but {are} not declared there", quoted(&missing));
    let help = if alike.is_empty() {
        format!("correct the name{s}, or plan to add what is missing")
    } else {
        format!("correct the name{s}, or plan to add what is missing; there is {}", quoted(&alike))
    };
    findings.push(Finding::new(codes::PLAN_TYPE_NOT_THERE, Severity::Warning, place, message).with_help(help));
}

fn is_path_of(text: &str, path: &str) -> bool {
    let text = text.trim_start_matches("./").trim_start_matches("@/");
    path == text || path.ends_with(&format!("/{text}"))
}

/// `NoteDto`: capitals inside, no word of a sentence.
fn is_type(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text.chars().filter(char::is_ascii_uppercase).count() > 1
        && text.chars().any(|c| c.is_ascii_lowercase())
}

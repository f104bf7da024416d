//! The files in which projects keep rules, their own and those for assistants.

use super::{Candidate, candidate, ending, file_name};
use crate::model::Format;
use crate::shell::tree::{Entry, Kind};

/// Rules files, in the order in which their rules are listed: names, and folders with what their files
/// end in. The own file stands in the root; the others anywhere, for many repositories hold several
/// packages.
const RULES: &[(&str, &[&str])] = &[
    (".ai/implementation-rules.md", &[]),
    (".ai/rules/", &["md", "mdc"]),
    (".cursor/rules/", &["mdc", "md"]),
    (".cursorrules", &[]),
    (".windsurf/rules/", &["md"]),
    (".windsurfrules", &[]),
    (".github/copilot-instructions.md", &[]),
    (".github/instructions/", &["md"]),
    ("AGENTS.md", &[]),
    ("CLAUDE.md", &[]),
    (".claude/CLAUDE.md", &[]),
    (".claude/rules/", &["md"]),
    ("GEMINI.md", &[]),
    (".junie/guidelines.md", &[]),
    (".clinerules", &[]),
    (".clinerules/", &["md", "txt"]),
    ("CONVENTIONS.md", &[]),
];
/// Names in those folders of what tells about the rules.
const NO_RULES: &[&str] = &["readme", "changelog"];
/// More rule files than that are no longer a project's own.
const MAX_RULE_FILES: usize = 100;

/// All rule files, the project's own first.
pub(super) fn rules(entries: &[Entry]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (at, (place, endings)) in RULES.iter().enumerate() {
        let mut here: Vec<_> = entries
            .iter()
            .filter(|e| e.kind != Kind::Folder)
            .filter(|e| if at == 0 { e.path.eq_ignore_ascii_case(place) } else { stands_at(&e.path, place, endings) })
            .map(|e| candidate(e, Format::Markdown))
            .collect();
        // What holds for the whole project comes before what holds for a part of it.
        here.sort_by_key(|c| (c.path.matches('/').count(), c.path.clone()));
        found.append(&mut here);
    }
    found.truncate(MAX_RULE_FILES);
    found
}

/// Whether a path is that name, or lies in that folder, in the root or in any folder below it.
fn stands_at(path: &str, place: &str, endings: &[&str]) -> bool {
    let path = path.to_lowercase();
    let place = place.to_lowercase();
    let is_part = |before: &str| before.ends_with('/') && !before.starts_with('.') && !before.contains("/.");
    let starts = |(at, _): &(usize, &str)| *at == 0 || path.get(..*at).is_some_and(is_part);
    let mut found = path.match_indices(&place).filter(starts);
    if !place.ends_with('/') {
        return found.any(|(at, _)| at + place.len() == path.len());
    }
    let stem = file_name(&path).rsplit_once('.').map_or("", |(stem, _)| stem);
    endings.contains(&ending(&path).as_str()) && !NO_RULES.contains(&stem) && found.next().is_some()
}

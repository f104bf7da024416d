//! `{{types}}`, `{{tech-stack}}` and `{{implementation-rules}}`: what holds for the whole project.

use std::fmt::Write as _;

use crate::model::{Choice, RuleOrigin};
use crate::read::rules::text_in;
use crate::read::types::types_for;
use crate::text::Place;

use super::excerpt;
use super::phrases::{Phrases, fill};
use super::slots::Slot;

/// Longest tech stack document, in bytes, that is put into the prompt as a whole (about 2,500
/// tokens); of a longer one only the reference and the deciding words.
const LONGEST_TECH_STACK: usize = 10_000;

/// How many files with types are referred to at most.
const MOST_TYPE_FILES: usize = 5;

pub(super) fn types(choice: &Choice<'_>, phrases: &Phrases) -> Slot {
    let mut slot = Slot::default();
    let project = choice.project;
    if project.types.is_empty() {
        slot.say(&phrases.missing(&[&phrases.no_types]));
        return slot;
    }
    let named = types_for(choice);
    let mut files: Vec<&str> = Vec::new();
    for ty in named.iter().copied().chain(&project.types) {
        if !files.contains(&ty.file.as_str()) {
            files.push(&ty.file);
        }
        if files.len() == MOST_TYPE_FILES {
            break;
        }
    }
    slot.text = files.iter().map(|file| format!("@{file}")).collect::<Vec<_>>().join("\n");
    if !named.is_empty() {
        let names = named.iter().map(|ty| format!("- `{}` ({}:{})", ty.name, ty.file, ty.line));
        slot.say(&format!("{}\n{}", phrases.types, names.collect::<Vec<_>>().join("\n")));
    }
    let documents = project.documents.iter().map(|d| &d.source);
    for source in documents.filter(|source| files.contains(&source.path.as_str())) {
        let lines = named.iter().filter(|ty| ty.file == source.path).filter_map(|ty| source.line_span(ty.line));
        slot.places.extend(lines.map(|span| source.place(span)));
    }
    slot
}

pub(super) fn tech_stack(choice: &Choice<'_>, phrases: &Phrases) -> Slot {
    let mut slot = Slot::default();
    let stack = &choice.project.tech_stack;
    let Some((place, source)) = stack.place.and_then(|place| Some((place, choice.project.source(place)?))) else {
        slot.say(&phrases.missing(&[&phrases.no_tech_stack]));
        return slot;
    };
    slot.text = format!("@{}", source.path);
    slot.places.push(place);
    if source.text().len() <= LONGEST_TECH_STACK {
        slot.say(&excerpt::text(choice.project, place));
    } else {
        let mut words: Vec<&str> = stack.evidence.iter().map(|(word, _)| word.as_str()).collect();
        words.dedup();
        slot.say(&fill(&phrases.tech_stack_long, &[("words", &words.join(", "))]));
    }
    slot
}

pub(super) fn rules(choice: &Choice<'_>, phrases: &Phrases) -> Slot {
    let mut slot = Slot::default();
    if choice.rules.is_empty() {
        slot.say(&phrases.no_rules);
        return slot;
    }
    for (number, rule) in (1..).zip(&choice.rules) {
        if number > 1 {
            slot.text.push('\n');
        }
        let mark = format!("{number}. ");
        let indent = " ".repeat(mark.len());
        for (index, line) in text_in(rule, choice.language).trim().lines().enumerate() {
            match index {
                0 => slot.text.push_str(&mark),
                _ if line.trim().is_empty() => slot.text.push('\n'),
                _ => {
                    let _ = write!(slot.text, "\n{indent}");
                }
            }
            slot.text.push_str(line.trim_end());
        }
        slot.places.extend(origin(&rule.origin));
    }
    slot
}

fn origin(origin: &RuleOrigin) -> Option<Place> {
    match origin {
        RuleOrigin::File { place, .. } => Some(*place),
        RuleOrigin::Pack { .. } | RuleOrigin::User => None,
    }
}

//! `{{tech-stack}}` and `{{implementation-rules}}`: what holds for the whole project.

use std::fmt::Write as _;

use crate::model::{Choice, DocumentsAs, Omission, RuleOrigin};
use crate::read::rules::text_for;
use crate::text::Place;

use super::excerpt;
use super::phrases::{Phrases, fill};
use super::slots::Slot;

/// Longest tech stack document, in bytes, that is put into the prompt as a whole (about 2,500
/// tokens); of a longer one only the reference and the deciding words.
const LONGEST_TECH_STACK: usize = 10_000;

pub(super) fn tech_stack(choice: &Choice<'_>, phrases: &Phrases) -> Slot {
    let mut slot = Slot::default();
    let stack = &choice.project.tech_stack;
    let Some((place, source)) = stack.place.and_then(|place| Some((place, choice.project.source(place)?))) else {
        slot.say(&phrases.missing(&[&phrases.no_tech_stack]));
        return slot;
    };
    slot.text = format!("{}{}", choice.documents_as.sign(), source.path);
    slot.places.push(place);
    if choice.documents_as != DocumentsAs::Inline {
        return slot;
    }
    let is_left_out = choice.left_out.contains(&Omission::TechStack);
    if source.text().len() <= LONGEST_TECH_STACK && !is_left_out {
        slot.say(&excerpt::text(choice.project, place));
    } else {
        let mut words: Vec<&str> = Vec::new();
        for mention in &stack.evidence {
            if !words.contains(&mention.word.as_str()) {
                words.push(&mention.word);
            }
        }
        let words = words.join(", ");
        let phrase = match is_left_out {
            true if words.is_empty() => &phrases.tech_stack_left_out,
            true => &phrases.tech_stack_in_short,
            false => &phrases.tech_stack_long,
        };
        slot.say(&fill(phrase, &[("words", &words)]));
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
        for (index, line) in text_for(rule, choice).trim().lines().enumerate() {
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
        RuleOrigin::Pack { .. } | RuleOrigin::User | RuleOrigin::Remembered { .. } => None,
    }
}

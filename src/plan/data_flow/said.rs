//! Steps that the documents themselves tell, and where ours belong between them.

use super::super::facts::EndpointFacts;
use super::super::facts::notes::{Note, Stage};
use super::super::facts::operation::Operation;
use super::super::markdown::code;
use super::super::naming;
use super::super::pen::{Pen, capitalised, sentence};
use super::super::words::words;

/// The sentences of a stage, each with its place.
pub(super) fn quoted(pen: &Pen<'_>, facts: &EndpointFacts<'_>, stage: Stage) -> Vec<String> {
    let notes = facts.notes.iter().filter(|note| note.stage == stage);
    notes.map(|note| format!("{} ({})", pen.quote(bare(&note.text)), code(&note.source))).collect()
}

/// The sentences of a stage as steps.
pub(super) fn steps(pen: &Pen<'_>, facts: &EndpointFacts<'_>, stage: Stage) -> Vec<String> {
    facts.notes.iter().filter(|note| note.stage == stage).map(|note| step(pen, note)).collect()
}

fn step(pen: &Pen<'_>, note: &Note) -> String {
    let text = capitalised(&sentence(&marked(&note.text)));
    pen.say("flow.said", &[("text", bare(&text)), ("source", &code(&note.source))])
}

fn bare(text: &str) -> &str {
    text.trim_end_matches(['.', ';', ','])
}

/// The steps of the documents in their order, and ours: the write or query in the place of the step
/// that tells it, else behind what leads to it.
pub(super) fn merged(pen: &Pen<'_>, facts: &EndpointFacts<'_>, ours: Vec<String>) -> Vec<String> {
    let told: Vec<&Note> = facts.notes.iter().filter(|note| note.stage == Stage::Work).collect();
    let as_steps = |notes: &[&Note]| notes.iter().map(|note| step(pen, note)).collect::<Vec<_>>();
    if told.is_empty() {
        return ours;
    }
    if facts.operation == Operation::Act || facts.main.is_none() {
        // The documents say what our step could only name.
        return as_steps(&told).into_iter().chain(ours.into_iter().skip(1)).collect();
    }
    let [first, rest @ ..] = ours.as_slice() else { return as_steps(&told) };
    let same = told.iter().position(|note| tells_it(facts, &note.text));
    let (before, same, after) = match same {
        Some(at) => (told.get(..at), told.get(at), told.get(at + 1..)),
        None if facts.operation.writes() => {
            let at = told.iter().position(|note| writes_elsewhere(facts, &note.text)).unwrap_or(told.len());
            (told.get(..at), None, told.get(at..))
        }
        None => (None, None, Some(told.as_slice())),
    };
    let mut steps = as_steps(before.unwrap_or_default());
    steps.push(match same {
        Some(note) => {
            let said = pen.quote(bare(&note.text));
            format!("{first} {}", pen.say("flow.said_there", &[("said", &said), ("source", &code(&note.source))]))
        }
        None => first.clone(),
    });
    steps.extend(rest.iter().cloned());
    steps.extend(as_steps(after.unwrap_or_default()));
    steps
}

/// Whether a step tells the write or query of the main table.
fn tells_it(facts: &EndpointFacts<'_>, text: &str) -> bool {
    let verbs = &words().verbs;
    let stems = match facts.operation {
        Operation::List | Operation::Read => &verbs.reads,
        Operation::Create => &verbs.creates,
        Operation::Replace | Operation::Update => &verbs.changes,
        Operation::Delete => &verbs.removes,
        Operation::Act => return false,
    };
    starts_with(text, stems) && names_main(facts, text)
}

fn writes_elsewhere(facts: &EndpointFacts<'_>, text: &str) -> bool {
    let verbs = &words().verbs;
    let writes = [&verbs.creates, &verbs.changes, &verbs.removes].into_iter().any(|stems| starts_with(text, stems));
    writes && !names_main(facts, text)
}

/// Whether a step begins with one of these verbs.
fn starts_with(text: &str, stems: &[String]) -> bool {
    let lower = text.to_lowercase();
    stems.iter().any(|stem| lower.starts_with(stem.trim_end()))
}

/// Whether a step names the main table or its noun before any other table.
fn names_main(facts: &EndpointFacts<'_>, text: &str) -> bool {
    let Some(main) = facts.main else { return false };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let nouns: Vec<String> = text.split(|c| !is_word(c)).filter(|w| !w.is_empty()).map(naming::noun).collect();
    let at = |name: &str| nouns.iter().position(|noun| *noun == naming::noun(name));
    let own = at(main.bare_name()).into_iter().chain(at(&facts.noun.0)).min();
    let others = facts.project.schema.tables.iter().filter(|table| table.name != main.name);
    let other = others.filter_map(|table| at(table.bare_name())).min();
    own.is_some_and(|own| other.is_none_or(|other| own < other))
}

/// A sentence with names such as `user_id` in code marks.
fn marked(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    // Marks that are not closed would turn around what is code.
    if pieces.len().is_multiple_of(2) {
        return text.to_owned();
    }
    let marked = pieces.iter().enumerate().map(|(at, piece)| match at.is_multiple_of(2) {
        true => mark_names(piece),
        false => format!("`{piece}`"),
    });
    marked.collect()
}

fn mark_names(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let name = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_name = name.contains('_') && name.chars().all(|c| c.is_alphanumeric() || "_.".contains(c));
        if is_name { word.replacen(name, &code(name), 1) } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_get_code_marks_once() {
        assert_eq!(marked("Find harbour by user_id, then `boat_id`."), "Find harbour by `user_id`, then `boat_id`.");
        assert_eq!(marked("status = 'open'"), "status = 'open'");
    }
}

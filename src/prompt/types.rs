//! `{{types}}`: the declared types that matter, as references to their files or with their text.

use crate::model::{Choice, DocumentsAs, TypeDeclaration, TypesAs};
use crate::text::Place;

use super::excerpt;
use super::phrases::Phrases;
use super::slots::Slot;

/// How many files with types are referred to at most.
const MOST_FILES: usize = 5;
/// Longest declaration, in bytes, whose text is given; a longer one is a class full of work rather
/// than a type, and is referred to.
const LONGEST: usize = 6_000;
/// How much text of types is given in all, in bytes (about 6,000 tokens); those further down the list
/// are referred to.
const LONGEST_IN_ALL: usize = 24_000;

pub(super) fn slot(choice: &Choice<'_>, phrases: &Phrases) -> Slot {
    let mut slot = Slot::default();
    if choice.project.types.is_empty() {
        slot.say(&phrases.missing(&[&phrases.no_types]));
        return slot;
    }
    let as_references = choice.types_as == TypesAs::References || choice.documents_as != DocumentsAs::Inline;
    let mut inlined: Vec<Place> = Vec::new();
    let mut referred: Vec<&TypeDeclaration> = Vec::new();
    for ty in &choice.types {
        let room = LONGEST_IN_ALL.saturating_sub(inlined.iter().map(|place| place.span.len()).sum());
        // A type inside another one comes with it.
        let is_told = |place: &Place| place.document == ty.place.document && place.span.covers(ty.place.span);
        let length = ty.place.span.len();
        if as_references || length == 0 || length > LONGEST.min(room) {
            referred.push(ty);
        } else if !inlined.iter().any(is_told) {
            inlined.push(ty.place);
        }
    }
    let sign = choice.documents_as.sign();
    for place in &inlined {
        let (label, language) = (excerpt::lines(choice.project, *place), language(choice, *place));
        let text = excerpt::code(choice.project, *place, &language);
        slot.say(&format!("{sign}{label}\n\n{text}"));
        slot.places.push(*place);
    }
    if !referred.is_empty() || inlined.is_empty() {
        references(choice, phrases, &referred, &mut slot);
    }
    slot
}

/// The files with the names and lines of these types; where there are none, the first files that may
/// hold what is needed.
fn references(choice: &Choice<'_>, phrases: &Phrases, types: &[&TypeDeclaration], slot: &mut Slot) {
    let sign = choice.documents_as.sign();
    let mut files: Vec<&str> = Vec::new();
    let all = types.iter().copied().chain(choice.project.types.iter().filter(|_| types.is_empty()));
    for ty in all {
        if !files.contains(&ty.file.as_str()) {
            files.push(&ty.file);
        }
        if files.len() == MOST_FILES {
            break;
        }
    }
    slot.say(&files.iter().map(|file| format!("{sign}{file}")).collect::<Vec<_>>().join("\n"));
    if !types.is_empty() {
        let names = types.iter().map(|ty| format!("- `{}` ({}:{})", ty.name, ty.file, ty.line));
        slot.say(&format!("{}\n{}", phrases.types, names.collect::<Vec<_>>().join("\n")));
    }
    let sources = choice.project.documents.iter().map(|document| &document.source);
    for source in sources.filter(|source| files.contains(&source.path.as_str())) {
        let lines = types.iter().filter(|ty| ty.file == source.path).filter_map(|ty| source.line_span(ty.line));
        slot.places.extend(lines.map(|span| source.place(span)));
    }
}

/// What the fence around a place is marked with: the ending of its file.
fn language(choice: &Choice<'_>, place: Place) -> String {
    let path = choice.project.source(place).map(|source| source.path.as_str()).unwrap_or_default();
    let ending = path.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
    ending.chars().filter(char::is_ascii_alphanumeric).collect()
}

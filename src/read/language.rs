//! Which language a project's documents are written in.

use super::lexicon::spelling;
use crate::model::Language;
use crate::model::language::Recognised;
use crate::text::Source;

/// How much of a document is looked at, in characters.
const LOOKED_AT: usize = 100_000;

/// A smaller share says nothing.
const LEAST: f64 = 0.0001;

/// The language of the plans that a project asks for. An API plan counts twice, since it is what
/// prompts quote; where no language has more than half of the weight, it is English.
#[must_use]
pub fn language(api_plans: &[&Source], others: &[&Source]) -> Language {
    let documents = (2 * api_plans.len() + others.len()) as f64;
    let mut best = (Language::ENGLISH, 0.0);
    for language in Language::all() {
        let marks = language.recognised();
        let (mut weight, mut strength) = (0.0, 0.0);
        for (source, counts) in api_plans.iter().map(|s| (s, 2.0)).chain(others.iter().map(|s| (s, 1.0))) {
            let found = strength_in(source.text(), marks);
            weight += counts * found.min(1.0);
            strength += counts * found;
        }
        // Languages share letters; of two that would do the one with more of its own wins.
        if weight > documents / 2.0 && strength > best.1 {
            best = (*language, strength);
        }
    }
    best.0
}

/// 1 for a text with as many marks of a language as its plans have at least, 0 for one with none.
fn strength_in(text: &str, marks: &Recognised) -> f64 {
    let letters =
        marks.letters.as_ref().map_or(0.0, |letters| share_of_letters(text, &letters.any) / letters.share.max(LEAST));
    let words = marks.words.as_ref().map_or(0.0, |words| share_of_words(text, &words.any) / words.share.max(LEAST));
    letters + words
}

fn share_of_letters(text: &str, own: &str) -> f64 {
    let (mut letters, mut found) = (0_usize, 0_usize);
    for c in text.chars().take(LOOKED_AT) {
        if c.is_ascii() {
            letters += usize::from(c.is_ascii_alphabetic());
        } else if c.is_alphabetic() {
            letters += 1;
            found += usize::from(own.contains(c) || c.to_lowercase().any(|c| own.contains(c)));
        }
    }
    if letters == 0 { 0.0 } else { found as f64 / letters as f64 }
}

fn share_of_words(text: &str, own: &[String]) -> f64 {
    let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(at, _)| at);
    let text = text.get(..end).unwrap_or_default();
    let (mut words, mut found) = (0_usize, 0_usize);
    for (from, to) in spelling::words(text) {
        let word = text.get(from..to).unwrap_or_default();
        words += 1;
        let known = if word.is_ascii() {
            own.iter().any(|known| known.eq_ignore_ascii_case(word))
        } else {
            own.contains(&word.to_lowercase())
        };
        found += usize::from(known);
    }
    if words == 0 { 0.0 } else { found as f64 / words as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::DocumentId;

    #[test]
    fn the_language_of_most_documents_wins() {
        let source = |text: &str| Source::new(DocumentId(0), "a.md", text);
        let polish = source("Lista zgłoszeń użytkownika, sortowana według daty utworzenia. Błędy są opisane niżej.");
        let english = source("Lists the reports of a user, sorted by date.");
        let empty = source("");
        assert_eq!(language(&[&polish], &[&polish]), Language::POLISH);
        assert_eq!(language(&[&english], &[&polish]), Language::ENGLISH);
        assert_eq!(language(&[&polish], &[]), Language::POLISH);
        assert_eq!(language(&[&empty], &[]), Language::ENGLISH);
        assert_eq!(language(&[], &[]), Language::ENGLISH);
    }
}

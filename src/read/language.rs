//! Which language a project's documents are written in.

use crate::model::Language;
use crate::text::Source;

/// The language of the plans that a project asks for. An API plan counts twice, since it is what
/// prompts quote; a tie goes to English.
#[must_use]
pub fn language(api_plans: &[&Source], others: &[&Source]) -> Language {
    let weigh = |sources: &[&Source]| sources.iter().map(|s| polish_share(s.text())).sum::<f64>();
    let documents = 2 * api_plans.len() + others.len();
    let polish = 2.0 * weigh(api_plans) + weigh(others);
    if documents > 0 && polish / documents as f64 > 0.5 { Language::Pl } else { Language::En }
}

/// 1 for a text with as many Polish letters as Polish prose has, 0 for one with none. Identifiers,
/// code and method names have none, so a plan in Polish has about one in a hundred.
fn polish_share(text: &str) -> f64 {
    const ENOUGH: f64 = 0.008;
    let (mut letters, mut polish) = (0_usize, 0_usize);
    for c in text.chars().take(100_000) {
        if c.is_ascii() {
            letters += usize::from(c.is_ascii_alphabetic());
        } else if c.is_alphabetic() {
            letters += 1;
            polish += usize::from("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ".contains(c));
        }
    }
    if letters == 0 { 0.0 } else { (polish as f64 / letters as f64 / ENOUGH).min(1.0) }
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
        assert_eq!(language(&[&polish], &[&polish]), Language::Pl);
        assert_eq!(language(&[&english], &[&polish]), Language::En);
        assert_eq!(language(&[&polish], &[]), Language::Pl);
        assert_eq!(language(&[&empty], &[]), Language::En);
        assert_eq!(language(&[], &[]), Language::En);
    }
}

//! Words by which a saved plan is understood: `plan/check-words.toml` of every language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::speech::section_key;
use crate::model::{Language, SectionKind};
use crate::read::lexicon::spelling::fold;

/// Lists of words; see the English file for what each is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Words {
    pub(crate) tags: Vec<String>,
    pub(crate) placeholders: Vec<String>,
    pub(crate) open: Vec<String>,
    pub(crate) tables: Vec<String>,
    pub(crate) new: Vec<String>,
    pub(crate) existing: Vec<String>,
    pub(crate) additions: Vec<String>,
    pub(crate) instead: Vec<String>,
    pub(crate) later: Vec<String>,
    pub(crate) callers: Vec<String>,
    pub(crate) rate_limits: Vec<String>,
    pub(crate) policies: Vec<String>,
    sections: BTreeMap<String, Vec<String>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut all: Words = Language::words_of_all("plan/check-words.toml").try_into().unwrap_or_default();
    for list in [
        &mut all.tables,
        &mut all.new,
        &mut all.existing,
        &mut all.additions,
        &mut all.instead,
        &mut all.later,
        &mut all.callers,
        &mut all.rate_limits,
        &mut all.policies,
    ] {
        fold_all(list);
    }
    all.sections.values_mut().for_each(fold_all);
    all
});

fn fold_all(words: &mut Vec<String>) {
    for word in words {
        *word = fold(word);
    }
}

/// The words of all languages.
pub(crate) fn words() -> &'static Words {
    &WORDS
}

/// Whether a text that was folded has one of these words or phrases, as whole words.
pub(crate) fn has_one(text: &str, phrases: &[String]) -> bool {
    let text = format!(" {text} ");
    phrases.iter().any(|phrase| text.contains(&format!(" {phrase} ")))
}

/// Whether a heading speaks of what belongs into a section, whatever it is called.
pub(crate) fn speaks_of(heading: &str, kind: SectionKind) -> bool {
    let heading = fold(heading);
    let stems = WORDS.sections.get(section_key(kind));
    let mut words = heading.split(' ');
    words.any(|word| stems.is_some_and(|stems| stems.iter().any(|stem| word.starts_with(stem.as_str()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_filled_and_every_section_has_words() {
        let words = words();
        for list in [&words.tags, &words.placeholders, &words.open, &words.tables, &words.new, &words.existing] {
            assert!(list.len() > 2, "{list:?}");
        }
        assert!(has_one(&fold("Zwraca 409, zamiast 404"), &words.instead));
        assert!(!has_one("notable", &words.instead));
        for (heading, kind) in [
            ("Uwagi bezpieczeństwa", SectionKind::Security),
            ("How errors are reported", SectionKind::Errors),
            ("Przegląd i cel", SectionKind::Overview),
        ] {
            assert!(speaks_of(heading, kind), "{heading}");
        }
        assert!(SectionKind::ALL.iter().all(|kind| words.sections.contains_key(section_key(*kind))));
    }
}

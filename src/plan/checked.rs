//! Words by which a saved plan is understood: `plan/check-words.toml` of every language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::speech::section_key;
use crate::assets::table;
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
    sections: BTreeMap<String, Vec<String>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut all = Words::default();
    for language in Language::all() {
        let own: Words = table::parsed(&language.path("plan/check-words.toml"));
        all.tags.extend(own.tags);
        all.placeholders.extend(own.placeholders);
        all.open.extend(own.open);
        all.tables.extend(folded(own.tables));
        all.new.extend(folded(own.new));
        all.existing.extend(folded(own.existing));
        all.additions.extend(folded(own.additions));
        all.instead.extend(folded(own.instead));
        all.later.extend(folded(own.later));
        all.callers.extend(folded(own.callers));
        for (section, words) in own.sections {
            all.sections.entry(section).or_default().extend(folded(words));
        }
    }
    all
});

fn folded(words: Vec<String>) -> Vec<String> {
    words.iter().map(|word| fold(word)).collect()
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

//! The planner's sentences in a language, as data from `plan/` in its folder.

use std::collections::BTreeMap;

use crate::assets;
use crate::assets::check::{Checked, words};
use crate::assets::table;
use crate::model::language::PerLanguage;
use crate::model::{Language, SectionKind};

type Sentences = BTreeMap<String, BTreeMap<String, String>>;

/// Section name → the heading that we write, then other spellings that plans use.
type Sections = BTreeMap<String, Vec<String>>;

/// All texts of the planner in one language. What it lacks is said in English, key by key.
#[derive(Debug)]
pub(crate) struct Catalogue {
    language: Language,
    sentences: Sentences,
}

impl Catalogue {
    /// The catalogue of a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        static ALL: PerLanguage<Catalogue> = PerLanguage::new(|language| {
            let sentences = table::layered(&language.path("plan/sentences.toml"));
            // A damaged asset would show as no sentences, which the tests of this file rule out.
            Catalogue { language, sentences: sentences.try_into().unwrap_or_default() }
        });
        ALL.of(language)
    }

    /// The sentence of a key such as `request.method`, its placeholders filled.
    pub(crate) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let english = || Self::of(Language::ENGLISH).sentence(key);
        fill(self.sentence(key).or_else(english).unwrap_or_default(), values)
    }

    fn sentence(&self, key: &str) -> Option<&str> {
        let (group, name) = key.split_once('.')?;
        self.sentences.get(group)?.get(name).map(String::as_str)
    }

    /// The heading of a section.
    pub(crate) fn heading(&self, kind: SectionKind) -> &'static str {
        let first = |language| names(language, kind).first();
        first(self.language).or_else(|| first(Language::ENGLISH)).map_or("", String::as_str)
    }
}

/// All names under which a language knows a section, ours first. Apart from the sentences, since plans
/// are read much more often than written.
pub(crate) fn names(language: Language, kind: SectionKind) -> &'static [String] {
    static ALL: PerLanguage<Sections> = PerLanguage::new(|language| {
        let path = language.path("plan/sections.toml");
        let mut sections: Sections = table::parsed(&path);
        // Plans that were written before the user had a file for it are still known.
        let built_in: Sections = assets::built_in(&path).and_then(|text| toml::from_str(text).ok()).unwrap_or_default();
        for (section, names) in built_in {
            let known = sections.entry(section).or_default();
            known.extend(names.into_iter().filter(|name| !known.contains(name)).collect::<Vec<_>>());
        }
        sections
    });
    ALL.of(language).get(section_key(kind)).map_or(&[], Vec::as_slice)
}

/// Whether a text can name the sections.
pub(super) fn check_sections(text: &str) -> Checked {
    let built_in = assets::built_in(&Language::ENGLISH.path("plan/sections.toml")).unwrap_or_default();
    words(text, &[built_in])
}

/// The key of a section in the files of a language.
pub(crate) fn section_key(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Overview => "overview",
        SectionKind::Request => "request",
        SectionKind::Types => "types",
        SectionKind::Response => "response",
        SectionKind::DataFlow => "data-flow",
        SectionKind::Security => "security",
        SectionKind::Errors => "errors",
        SectionKind::Performance => "performance",
        SectionKind::Steps => "steps",
    }
}

/// Replaces each `{name}` that `values` has. One pass: what is put in is not looked at again, and
/// braces that mean something else stay.
pub(crate) fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after
            .split_once('}')
            .and_then(|(name, tail)| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, tail)));
        if let Some((value, tail)) = value {
            filled.push_str(value);
            rest = tail;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn placeholders(sentence: &str) -> BTreeSet<&str> {
        sentence.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
    }

    #[test]
    fn sentences_have_the_same_placeholders_in_every_language() {
        let en = Catalogue::of(Language::ENGLISH);
        assert!(!en.sentences.is_empty());
        for language in Language::all() {
            for (group, sentences) in &Catalogue::of(*language).sentences {
                for (name, sentence) in sentences {
                    let english = &en.sentences[group][name];
                    assert_eq!(placeholders(sentence), placeholders(english), "{language:?}: {group}.{name}");
                }
            }
        }
    }

    #[test]
    fn every_section_has_a_name_in_every_language() {
        for language in Language::all() {
            for kind in SectionKind::ALL {
                assert!(!Catalogue::of(*language).heading(kind).is_empty(), "{language:?} {kind:?}");
            }
        }
    }

    /// Keys stand in the code as plain strings, so that this test can hold them to the catalogue.
    #[test]
    fn sentences_and_code_name_the_same_keys() {
        let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/src/plan");
        let entries = |folder: &str| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let files = entries(plan).chain(entries(&format!("{plan}/data_flow"))).filter(|path| path.is_file());
        let sources: Vec<String> = files.map(|path| std::fs::read_to_string(path).unwrap()).collect();
        let code = sources.join("\n");
        let en = Catalogue::of(Language::ENGLISH);
        let unused: Vec<String> = en
            .sentences
            .iter()
            .flat_map(|(group, all)| all.keys().map(move |name| format!("{group}.{name}")))
            .filter(|key| !code.contains(&format!("\"{key}\"")))
            .collect();
        assert!(unused.is_empty(), "nothing says {unused:?}");
        for part in code.split("\"").filter(|part| part.len() < 60) {
            let Some((group, name)) = part.split_once('.') else { continue };
            if let Some(sentences) = en
                .sentences
                .get(group)
                .filter(|_| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))
            {
                assert!(sentences.contains_key(name), "no sentence {part}");
            }
        }
    }

    #[test]
    fn filling_is_one_pass() {
        assert_eq!(fill("{a} and {b} {c}", &[("a", "{b}"), ("b", "x")]), "{b} and x {c}");
        assert_eq!(fill("{ get; {a", &[("a", "x")]), "{ get; {a");
    }
}

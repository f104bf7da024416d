//! The planner's sentences in a language, as data from `assets/plan/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::{Language, SectionKind};

type Sentences = BTreeMap<String, BTreeMap<String, String>>;

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::load(
        include_str!("../../assets/plan/en/sections.toml"),
        include_str!("../../assets/plan/en/sentences.toml"),
    )
});
static POLISH: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::load(
        include_str!("../../assets/plan/pl/sections.toml"),
        include_str!("../../assets/plan/pl/sentences.toml"),
    )
});

/// All texts of the planner in one language.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// Section name → the heading that we write, then other spellings that plans use.
    sections: BTreeMap<String, Vec<String>>,
    sentences: Sentences,
}

impl Catalogue {
    /// The catalogue of a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &ENGLISH,
            Language::Pl => &POLISH,
        }
    }

    fn load(sections: &str, sentences: &str) -> Self {
        // A damaged asset would show as empty sections, which the tests of this file rule out.
        Self {
            sections: toml::from_str(sections).unwrap_or_default(),
            sentences: toml::from_str(sentences).unwrap_or_default(),
        }
    }

    /// The sentence of a key such as `request.method`, its placeholders filled.
    pub(crate) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let sentence = key.split_once('.').and_then(|(group, name)| self.sentences.get(group)?.get(name));
        fill(sentence.map_or("", String::as_str), values)
    }

    /// The heading of a section.
    pub(crate) fn heading(&self, kind: SectionKind) -> &str {
        self.names(kind).first().map_or("", String::as_str)
    }

    /// All names under which a section is known, ours first.
    pub(crate) fn names(&self, kind: SectionKind) -> &[String] {
        self.sections.get(section_key(kind)).map_or(&[], Vec::as_slice)
    }
}

fn section_key(kind: SectionKind) -> &'static str {
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
    fn both_languages_say_the_same_things() {
        let (en, pl) = (Catalogue::of(Language::En), Catalogue::of(Language::Pl));
        assert!(!en.sentences.is_empty());
        assert_eq!(en.sentences.keys().collect::<Vec<_>>(), pl.sentences.keys().collect::<Vec<_>>());
        for (group, sentences) in &en.sentences {
            let other = &pl.sentences[group];
            let missing: Vec<_> = sentences.keys().filter(|k| !other.contains_key(*k)).collect();
            let extra: Vec<_> = other.keys().filter(|k| !sentences.contains_key(*k)).collect();
            assert!(
                missing.is_empty() && extra.is_empty(),
                "{group}: Polish lacks {missing:?}, English lacks {extra:?}"
            );
            for (name, sentence) in sentences {
                assert_eq!(placeholders(sentence), placeholders(&other[name]), "{group}.{name}");
            }
        }
    }

    #[test]
    fn every_section_has_a_name_in_every_language() {
        for language in Language::ALL {
            for kind in SectionKind::ALL {
                assert!(!Catalogue::of(language).heading(kind).is_empty(), "{language:?} {kind:?}");
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
        let en = Catalogue::of(Language::En);
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

//! The languages of prompts and plans: a folder each under `assets/languages/`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::assets;
use crate::assets::check::Checked;
use crate::assets::table::{self, Fault};

/// A language that prompts and plans are written in, by the name of its folder.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language {
    code: &'static str,
}

impl Language {
    /// English, which stands in for what another language lacks.
    pub const ENGLISH: Self = Self { code: "en" };
    /// The one besides that the tests of other modules compare with.
    #[cfg(test)]
    pub(crate) const POLISH: Self = Self { code: "pl" };

    /// All languages: English, then the others by their codes.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static ALL: LazyLock<Vec<Language>> = LazyLock::new(|| {
            let others = assets::folders("languages").filter(|code| *code != Language::ENGLISH.code);
            [Language::ENGLISH].into_iter().chain(others.map(|code| Language { code })).collect()
        });
        &ALL
    }

    /// The name of its folder: a code of ISO 639, `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.code
    }

    /// Its name in itself: `Polski`. The code, where its folder does not say.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.about().name.as_deref().unwrap_or(self.code)
    }

    /// How documents that are written in it are recognised.
    #[must_use]
    pub fn recognised(self) -> &'static Recognised {
        &self.about().recognised
    }

    fn about(self) -> &'static About {
        static ABOUT: PerLanguage<About> = PerLanguage::new(|language| {
            language.own_text("language.toml").and_then(|text| toml::from_str(text).ok()).unwrap_or_default()
        });
        ABOUT.of(self)
    }

    /// The path of a file of its folder, below `assets/`.
    #[must_use]
    pub fn path(self, file: &str) -> String {
        format!("languages/{}/{file}", self.code)
    }

    /// A file of its folder, if it is there.
    #[must_use]
    pub fn own_text(self, file: &str) -> Option<&'static str> {
        assets::text(&self.path(file))
    }

    /// A file of its folder, else of the English one.
    #[must_use]
    pub fn text(self, file: &str) -> &'static str {
        self.own_text(file).or_else(|| Self::ENGLISH.own_text(file)).unwrap_or_default()
    }

    /// A file with a table of texts, key by key: what its folder lacks stands in English, what the
    /// user's own file lacks as in the built-in one, and keys that English lacks are left out.
    #[must_use]
    pub fn table(self, file: &str) -> toml::Table {
        let (english, own) = (Self::ENGLISH.path(file), self.path(file));
        let parsed = |text: Option<&str>| text.and_then(|text| text.parse().ok()).unwrap_or_default();
        let mut all: toml::Table = parsed(assets::built_in(&english));
        let above = [assets::own_text(&english), assets::built_in(&own), assets::own_text(&own)];
        for text in above.into_iter().take(if self == Self::ENGLISH { 1 } else { 3 }).flatten() {
            table::replace_in(&mut all, parsed(Some(text)));
        }
        all
    }

    /// A table of lists of words in any language: those of the file itself, then those of the same file
    /// in each language's folder.
    #[must_use]
    pub fn words_of_all(file: &str) -> toml::Table {
        let mut all: toml::Table = table::parsed(file);
        for language in Self::all() {
            table::append_to(&mut all, table::parsed(&language.path(file)));
        }
        all
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

/// There is no such language; it says which there are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{asked}` is no language; there are {}", known())]
pub struct UnknownLanguage {
    asked: String,
}

fn known() -> String {
    Language::all().iter().map(|language| language.code).collect::<Vec<_>>().join(", ")
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, UnknownLanguage> {
        let found = Self::all().iter().find(|language| language.code == code);
        found.copied().ok_or_else(|| UnknownLanguage { asked: code.to_owned() })
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// `language.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    name: Option<String>,
    #[serde(default)]
    recognised: Recognised,
}

/// How documents in a language are recognised; one that says nothing here is only taken where it is
/// asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recognised {
    /// Letters that English lacks.
    pub letters: Option<Letters>,
    /// Frequent words, for languages without letters of their own.
    pub words: Option<Words>,
}

/// Letters of a language, in lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// Any of these.
    pub any: String,
    /// Their share among all letters from which on a text is in the language, from 0 to 1.
    pub share: f64,
}

/// Words of a language, in lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Any of these.
    pub any: Vec<String>,
    /// Their share among all words from which on a text is in the language, from 0 to 1.
    pub share: f64,
}

/// A text in several languages, by their codes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// The text in a language, else in English, else in the first that there is.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        let text = |language: Language| self.0.get(language.code).filter(|text| !text.trim().is_empty());
        text(language).or_else(|| text(Language::ENGLISH)).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }

    /// Gives the text in a language.
    pub fn set(&mut self, language: Language, text: String) {
        self.0.insert(language.code.to_owned(), text);
    }

    /// The texts, whatever their languages.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    /// Whether it has a text in a language of its own.
    #[must_use]
    pub fn has(&self, language: Language) -> bool {
        self.0.get(language.code).is_some_and(|text| !text.trim().is_empty())
    }
}

/// Whether a text can be a `language.toml`; `None` for any other file.
#[must_use]
pub fn check(path: &[&str], text: &str) -> Option<Checked> {
    let ["languages", _, "language.toml"] = path else { return None };
    let about = match table::read::<About>(text) {
        Ok(about) => about.recognised,
        Err(fault) => return Some(Err(fault)),
    };
    let shares = [about.letters.map(|letters| letters.share), about.words.map(|words| words.share)];
    let wrong = shares.into_iter().flatten().find(|share| !(*share > 0.0 && *share <= 1.0));
    Some(wrong.map_or(Ok(Vec::new()), |share| {
        let line = text.lines().position(|line| line.contains("share")).map_or(1, |at| at + 1);
        Err(Fault { line, message: format!("`share` has to be above 0 and at most 1, not {share}") })
    }))
}

/// Whether a folder's name can be a language's code. `auto` is none: it stands for the documents' own.
#[must_use]
pub fn can_be_code(name: &str) -> bool {
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    plain && (2..=12).contains(&name.len()) && name.starts_with(|c: char| c.is_ascii_lowercase()) && name != "auto"
}

/// Something that is made once for each language, at its first use.
#[derive(Debug)]
pub struct PerLanguage<T: 'static> {
    made: OnceLock<Vec<(Language, OnceLock<T>)>>,
    make: fn(Language) -> T,
}

impl<T> PerLanguage<T> {
    /// Says how it is made.
    #[must_use]
    pub const fn new(make: fn(Language) -> T) -> Self {
        Self { made: OnceLock::new(), make }
    }

    /// That of a language.
    pub fn of(&'static self, language: Language) -> &'static T {
        let all = self.made.get_or_init(|| Language::all().iter().map(|l| (*l, OnceLock::new())).collect());
        // A language is only ever had from the list of all, or is English, which stands first.
        let at = all.iter().position(|(known, _)| *known == language).unwrap_or_default();
        all[at].1.get_or_init(|| (self.make)(language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_folder() {
        assert_eq!(Language::all().first(), Some(&Language::ENGLISH));
        let polish: Language = "pl".parse().unwrap();
        assert_eq!((polish.code(), polish.name()), ("pl", "Polski"));
        assert_eq!("xx".parse::<Language>().unwrap_err().to_string(), "`xx` is no language; there are en, pl");
        assert_eq!(serde_json::to_string(&polish).unwrap(), "\"pl\"");
        assert_eq!(serde_json::from_str::<Language>("\"pl\"").unwrap(), polish);
        assert!(serde_json::from_str::<Language>("\"xx\"").is_err());
    }

    /// What English has, so that a language that is complete can be told from one that is begun.
    #[test]
    fn polish_lacks_nothing() {
        let english: Vec<&str> =
            assets::built_in_below("languages/en").map(|(path, _)| &path["languages/en/".len()..]).collect();
        assert!(english.len() > 10);
        for language in Language::all() {
            let missing: Vec<_> = english
                .iter()
                // Parts of names in code are English in every country.
                .filter(|file| **file != "lexicons/type-names.toml")
                .filter(|file| language.own_text(file).is_none())
                .collect();
            assert!(missing.is_empty(), "{language:?} lacks {missing:?}");
            for file in ["plan/sections.toml", "plan/sentences.toml", "templates/phrases.toml"] {
                let keys = |language: Language| keys("", &table::layered(&language.path(file)));
                let (own, english) = (keys(*language), keys(Language::ENGLISH));
                let missing: Vec<_> = english.iter().filter(|key| !own.contains(key)).collect();
                let unknown: Vec<_> = own.iter().filter(|key| !english.contains(key)).collect();
                assert!(missing.is_empty() && unknown.is_empty(), "{language:?} lacks {missing:?}, has {unknown:?}");
            }
        }
    }

    fn keys(below: &str, table: &toml::Table) -> Vec<String> {
        let entries = table.iter().flat_map(|(key, value)| match value {
            toml::Value::Table(inner) => keys(&format!("{below}{key}."), inner),
            _ => vec![format!("{below}{key}")],
        });
        entries.collect()
    }
}

//! Families of models, as `assets/models.toml` lists them.

use std::sync::LazyLock;

use serde::Deserialize;

use super::estimate::about_tokens;
use super::exact::Encoding;
use crate::assets::check::Checked;
use crate::assets::table::{self, Fault};

/// Models that cut a text into the same tokens.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Name in settings and options: `claude`.
    pub id: String,
    /// Name on the screen: `Claude`.
    pub title: String,
    /// Where its tokenizer or factor comes from.
    pub source: String,
    tokenizer: Option<Encoding>,
    #[serde(default = "one")]
    factor: f64,
    models: Vec<String>,
}

// A factor that differs from itself is refused when the file is checked.
impl Eq for Family {}

#[derive(Default, Deserialize)]
struct File {
    family: Vec<Family>,
}

static FAMILIES: LazyLock<Vec<Family>> = LazyLock::new(|| table::parsed::<File>("models.toml").family);

/// Whether a text can be the table of families; `None` for another file.
pub(in crate::prompt) fn check_asset(path: &[&str], text: &str) -> Option<Checked> {
    let check = || {
        let file: File = table::read(text)?;
        let wrong = file.family.into_iter().find(|family| !(family.factor.is_finite() && family.factor > 0.0));
        wrong.map_or(Ok(Vec::new()), |family| {
            let message = format!("the factor of `{}` has to be above 0, not {}", family.id, family.factor);
            Err(Fault { line: 1, message })
        })
    };
    (path == ["models.toml"]).then(check)
}

/// What counts are made for where the table can't be read, which a test rules out.
static ANY: LazyLock<Family> = LazyLock::new(|| Family {
    id: "any".to_owned(),
    title: "any model".to_owned(),
    source: String::new(),
    tokenizer: None,
    factor: one(),
    models: Vec::new(),
});

fn one() -> f64 {
    1.0
}

impl Family {
    /// All families.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &FAMILIES
    }

    /// The family that counts are made for unless somebody chooses another.
    #[must_use]
    pub fn usual() -> &'static Self {
        FAMILIES.first().unwrap_or(&ANY)
    }

    /// The family of a name: its own, or that of a model (`anthropic/claude-sonnet-4.5`).
    ///
    /// ```
    /// use routewright::prompt::Family;
    ///
    /// let family = |name| Family::named(name).map(|family| family.id.as_str());
    /// assert_eq!(family("GPT-4o-mini"), Some("gpt"));
    /// assert_eq!(family("gpt-4-turbo"), Some("gpt-4"));
    /// assert_eq!(family("anthropic/claude-sonnet-4.5"), Some("claude-4-6"));
    /// assert_eq!(family("abacus"), None);
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        let name = name.trim().to_lowercase().replace(['.', '_', ' '], "-");
        let model = name.rsplit('/').next().unwrap_or_default();
        let by_model = || {
            let beginnings = FAMILIES.iter().flat_map(|family| family.models.iter().map(move |model| (model, family)));
            let matching = beginnings.filter(|(beginning, _)| model.starts_with(beginning.as_str()));
            matching.max_by_key(|(beginning, _)| beginning.len()).map(|(_, family)| family)
        };
        FAMILIES.iter().find(|family| family.id == model).or_else(by_model)
    }

    /// The same, or a sentence that says what there is.
    ///
    /// # Errors
    /// No family goes by the name.
    pub fn known(name: &str) -> Result<&'static Self, String> {
        Self::named(name).ok_or_else(|| {
            let ids: Vec<_> = FAMILIES.iter().map(|family| family.id.as_str()).collect();
            format!("no model family is known by `{name}`; there are {}, and names of their models", ids.join(", "))
        })
    }

    /// Its tokenizer, if that is built in.
    pub(super) fn encoding(&self) -> Option<Encoding> {
        self.tokenizer
    }

    /// About how many tokens a text costs.
    #[must_use]
    pub fn about(&self, text: &str) -> usize {
        (about_tokens(text) as f64 * self.factor).round() as usize
    }

    /// A guess from nothing but the length of a text in bytes, for the moment before it is counted.
    #[must_use]
    pub fn guess(&self, bytes: usize) -> usize {
        (bytes as f64 * self.factor / 3.9).round() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_family_says_where_its_counts_come_from() {
        assert!(Family::all().len() > 5);
        assert_eq!(Family::usual().id, "gpt");
        let beginnings: Vec<&String> = Family::all().iter().flat_map(|family| &family.models).collect();
        assert_eq!(beginnings.iter().collect::<HashSet<_>>().len(), beginnings.len(), "no beginning is named twice");
        for family in Family::all() {
            assert!(!family.source.is_empty());
            assert_eq!(family.tokenizer.is_some(), family.factor == one(), "{}: one of the two", family.id);
            assert_eq!(Family::named(&family.id), Some(family));
            assert!(family.models.iter().all(|model| Family::named(model) == Some(family)), "{}", family.id);
        }
    }
}

//! Names by which parameters, columns and tables are known: `assets/plan/words.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::naming;

/// Lists of names; see the file for what each is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) page: Vec<String>,
    pub(crate) page_size: Vec<String>,
    pub(crate) sort: Vec<String>,
    pub(crate) search: Vec<String>,
    pub(crate) user_tables: Vec<String>,
    pub(crate) owner_columns: Vec<String>,
    pub(crate) clock_columns: Vec<String>,
    pub(crate) touched_columns: Vec<String>,
    pub(crate) removed_columns: Vec<String>,
    pub(crate) secret_fields: Vec<String>,
    pub(crate) personal_fields: Vec<String>,
    pub(crate) computed_defaults: Vec<String>,
    pub(crate) numbering_types: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../../assets/plan/words.toml")).unwrap_or_default());

/// The lists that come with the program.
pub(crate) fn words() -> &'static Words {
    &WORDS
}

/// Whether a name is in a list, without regard to case and separators.
pub(crate) fn is_in(name: &str, list: &[String]) -> bool {
    let name = naming::key(name);
    list.iter().any(|known| naming::key(known) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        assert!(is_in("pageSize", &words().page_size));
        assert!(is_in("auth.users", &words().user_tables));
        assert!(!is_in("pages", &words().page));
    }
}

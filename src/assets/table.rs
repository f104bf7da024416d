//! Tables of words and sentences, in TOML.

use serde::de::DeserializeOwned;

/// What is wrong with a file, and on which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// One sentence.
    pub message: String,
}

impl Fault {
    pub(super) fn of(error: &toml::de::Error, text: &str) -> Self {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        Self { line, message: error.message().trim_end().to_owned() }
    }
}

/// Reads a TOML text.
///
/// # Errors
/// Where it is no TOML, or something else than what is asked for.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| Fault::of(&error, text))
}

/// The line, from 1, that an offset is on.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or_default().matches('\n').count() + 1
}

/// What a file holds, as a value; the empty one where there is no such file.
#[must_use]
pub fn parsed<T: DeserializeOwned + Default>(path: &str) -> T {
    super::text(path).and_then(|text| toml::from_str(text).ok()).unwrap_or_default()
}

/// A file that is a table of texts: what the user's own lacks stands as in the embedded one, key by key.
#[must_use]
pub fn layered(path: &str) -> toml::Table {
    let parsed = |text: Option<&str>| text.and_then(|text| text.parse().ok()).unwrap_or_default();
    let mut table: toml::Table = parsed(super::built_in(path));
    if let Some(own) = super::own_text(path) {
        lay_over(&mut table, parsed(Some(own)));
    }
    table
}

/// Puts the keys of one table over those of another; tables in tables are gone into.
pub fn lay_over(below: &mut toml::Table, above: toml::Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => lay_over(below, above),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

/// Puts the values of one table in place of those that another has under the same keys.
pub fn replace_in(below: &mut toml::Table, above: toml::Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => replace_in(below, above),
            (Some(old), value) if old.same_type(&value) => *old = value,
            _ => {}
        }
    }
}

/// Adds the lists of one table to those that another has under the same keys.
pub fn append_to(below: &mut toml::Table, above: toml::Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => append_to(below, above),
            (Some(toml::Value::Array(below)), toml::Value::Array(above)) => below.extend(above),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_said_with_its_line() {
        let fault = read::<std::collections::BTreeMap<String, String>>("a = \"x\"\n\nb = 2\n").unwrap_err();
        assert_eq!(fault.line, 3);
        assert!(fault.message.contains("string"), "{}", fault.message);
        assert_eq!(read::<toml::Table>("a = 1\nb = x\n").unwrap_err().line, 2);
    }

    #[test]
    fn tables_are_laid_over_each_other_key_by_key() {
        let mut below: toml::Table = "a = 1\n[t]\nx = 1\ny = 1".parse().unwrap();
        lay_over(&mut below, "b = 2\n[t]\ny = 2".parse().unwrap());
        assert_eq!(below, "a = 1\nb = 2\n[t]\nx = 1\ny = 2".parse().unwrap());
    }
}

//! Whether a text can stand in place of an asset, with what is wrong and where.

use toml::de::{DeTable, DeValue};

use super::table::{Fault, line_of};

/// What may be said of a file that is used all the same, or why it can't be used.
pub type Checked = Result<Vec<Fault>, Fault>;

/// One value of a table, wherever it stands in it.
struct Entry {
    /// With the tables that it stands in: `common.and`.
    key: String,
    line: usize,
    value: Value,
}

enum Value {
    Text(String),
    Texts,
    Other,
}

/// A table of sentences that stands beside the built-in English one.
///
/// # Errors
/// Where it is no such table.
pub fn sentences(text: &str, english: &str) -> Checked {
    let known = entries(english)?;
    let mut remarks = Vec::new();
    for entry in entries(text)? {
        let Entry { key, line, value } = entry;
        let Value::Text(own) = value else {
            return Err(Fault { line, message: format!("`{key}` has to be a text in quotes") });
        };
        match known.iter().find(|known| known.key == key).map(|known| &known.value) {
            Some(Value::Text(english)) => {
                let may = placeholders(english);
                let unknown = placeholders(&own).into_iter().filter(|name| !may.contains(name));
                remarks.extend(
                    unknown.map(|name| Fault { line, message: format!("`{{{name}}}` in `{key}` is not filled in") }),
                );
            }
            _ => remarks.push(unknown(&key, line)),
        }
    }
    Ok(remarks)
}

/// A table of lists of words. The keys are those of the built-in tables; without any they are free.
///
/// # Errors
/// Where it is no such table.
pub fn words(text: &str, built_in: &[&str]) -> Checked {
    let mut known = Vec::new();
    for text in built_in {
        known.extend(entries(text)?.into_iter().map(|entry| entry.key));
    }
    let mut remarks = Vec::new();
    for Entry { key, line, value } in entries(text)? {
        if !matches!(value, Value::Texts) {
            return Err(Fault { line, message: format!("`{key}` has to be a list of texts") });
        }
        if !known.is_empty() && !known.contains(&key) {
            remarks.push(unknown(&key, line));
        }
    }
    Ok(remarks)
}

fn unknown(key: &str, line: usize) -> Fault {
    Fault { line, message: format!("nothing is known by the name `{key}`") }
}

/// The names in braces.
fn placeholders(text: &str) -> Vec<&str> {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).filter(|name| is_name(name)).collect()
}

fn entries(text: &str) -> Result<Vec<Entry>, Fault> {
    let table = DeTable::parse(text).map_err(|error| Fault::of(&error, text))?;
    let mut entries = Vec::new();
    collect(table.get_ref(), "", text, &mut entries);
    entries.sort_by_key(|entry| entry.line);
    Ok(entries)
}

fn collect(table: &DeTable<'_>, below: &str, text: &str, entries: &mut Vec<Entry>) {
    for (key, value) in table {
        let line = line_of(text, key.span().start);
        let key = format!("{below}{}", key.get_ref());
        let value = match value.get_ref() {
            DeValue::Table(inner) => {
                collect(inner, &format!("{key}."), text, entries);
                continue;
            }
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Array(list) if list.iter().all(|item| item.get_ref().is_str()) => Value::Texts,
            _ => Value::Other,
        };
        entries.push(Entry { key, line, value });
    }
}

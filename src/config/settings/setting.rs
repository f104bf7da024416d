//! What is known about a setting, and what can be done with it.

use super::Settings;
use super::table::{SETTINGS, VARIABLES};
use super::value::{Field, Kind, Value};

/// A setting: all that is known about a key.
#[derive(Debug)]
pub struct Setting {
    /// Its name, with that of its table: `documents.api`.
    pub key: &'static str,
    /// What it does, in a sentence or two of markdown.
    pub does: &'static str,
    /// What holds where nobody sets it.
    pub unset: Unset,
    /// A value as it stands in a file.
    pub example: &'static str,
    /// Whose matter it is.
    pub owner: Owner,
    /// The command-line option that says it for one run, behind its command if it is of one alone.
    pub option: Option<&'static str>,
    /// What has to be right about a text, besides being one.
    pub(super) check: fn(&str) -> Result<(), String>,
    /// Its field.
    pub(super) field: fn(&mut Settings) -> &mut dyn Field,
}

/// What holds where a key is not set.
#[derive(Debug)]
pub enum Unset {
    /// This value.
    Value(fn() -> Value),
    /// No value; the text tells what happens then, as an end to "not set: ".
    Means(&'static str),
}

impl Unset {
    /// The value that holds.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        match self {
            Self::Value(value) => Some(value()),
            Self::Means(_) => None,
        }
    }
}

/// Whose matter a setting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The project's or the user's; the project's file wins.
    Anyone,
    /// The user's: their file wins.
    User,
}

impl Setting {
    /// The setting of a key.
    #[must_use]
    pub fn named(key: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.key == key)
    }

    /// The table that it stands in, or an empty name.
    #[must_use]
    pub fn table(&self) -> &'static str {
        self.key.split_once('.').map_or("", |(table, _)| table)
    }

    /// The environment variable that says it.
    #[must_use]
    pub fn variable(&self) -> Option<&'static str> {
        VARIABLES.iter().find(|(_, key)| *key == self.key).map(|(variable, _)| *variable)
    }

    /// Its name inside its table.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.key.split_once('.').map_or(self.key, |(_, name)| name)
    }

    /// What it takes.
    #[must_use]
    pub fn kind(&self) -> Kind {
        (self.field)(&mut Settings::default()).kind()
    }

    /// Its value in some settings.
    #[must_use]
    pub fn get(&self, settings: &Settings) -> Option<Value> {
        // A row names its field once, so looking at it takes settings that could be changed.
        (self.field)(&mut settings.clone()).get()
    }

    /// Sets it, unless the value is of another kind.
    pub fn set(&self, settings: &mut Settings, value: Value) -> bool {
        (self.field)(settings).set(value)
    }

    /// Sets it to what somebody wrote.
    ///
    /// # Errors
    /// What is wrong with the value, as a sentence that names the key.
    pub fn write(&self, settings: &mut Settings, value: Option<Value>) -> Result<(), String> {
        let texts: &[String] = match &value {
            Some(Value::Text(text)) => std::slice::from_ref(text),
            Some(Value::Texts(texts)) => texts,
            _ => &[],
        };
        for text in texts {
            (self.check)(text).map_err(|problem| format!("`{}`: {problem}", self.key))?;
        }
        let kind = self.kind();
        let word = if matches!(kind, Kind::Words(_)) { texts.first().cloned() } else { None };
        if value.is_some_and(|value| self.set(settings, value)) {
            return Ok(());
        }
        let but = word.map(|word| format!(", not \"{word}\"")).unwrap_or_default();
        Err(format!("`{}` has to be {}{but}", self.key, kind.has_to_be()))
    }
}

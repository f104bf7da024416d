//! Values of settings: what a field takes, what it holds, and how that is written.

use std::fmt;

use serde::Serialize;

use crate::model::{DocumentsAs, Language, PromptFormat, TypesAs};

/// What a setting takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A list of texts; one alone may stand without brackets.
    Texts,
    /// A whole number from 0 on.
    Number,
    /// True or false.
    Truth,
    /// One of these words.
    Words(Vec<&'static str>),
}

impl Kind {
    /// What a value has to be, as messages say it.
    #[must_use]
    pub fn has_to_be(&self) -> String {
        match self {
            Self::Text => "a text in quotes".to_owned(),
            Self::Texts => "a text in quotes or a list of them".to_owned(),
            Self::Number => "a whole number from 0 on".to_owned(),
            Self::Truth => "true or false".to_owned(),
            Self::Words(words) => {
                let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
                match words.split_last() {
                    Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
                    _ => words.concat(),
                }
            }
        }
    }
}

/// A value as a file has it; it shows itself as TOML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A text, or one of a setting's words.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// A number.
    Number(usize),
    /// True or false.
    Truth(bool),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |text: &String| toml::Value::String(text.clone());
        match self {
            Self::Text(value) => text(value).fmt(f),
            Self::Texts(values) => toml::Value::Array(values.iter().map(text).collect()).fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Truth(value) => value.fmt(f),
        }
    }
}

/// What a field of the settings can do, whatever its type.
pub trait Field {
    /// What it takes.
    fn kind(&self) -> Kind;
    /// Its value, if it is set.
    fn get(&self) -> Option<Value>;
    /// Sets it, unless the value is of another kind or no word of it.
    fn set(&mut self, value: Value) -> bool;
}

/// A choice between words.
pub trait Word: Copy + PartialEq + 'static {
    /// All choices, each with its word.
    fn all() -> Vec<(&'static str, Self)>;
}

impl Word for TypesAs {
    fn all() -> Vec<(&'static str, Self)> {
        Self::ALL.into_iter().map(|way| (way.word(), way)).collect()
    }
}

impl Word for DocumentsAs {
    fn all() -> Vec<(&'static str, Self)> {
        Self::ALL.into_iter().map(|way| (way.word(), way)).collect()
    }
}

impl Word for PromptFormat {
    fn all() -> Vec<(&'static str, Self)> {
        Self::ALL.into_iter().map(|form| (form.word(), form)).collect()
    }
}

/// A language, or `auto` for that of the documents.
impl Word for Option<Language> {
    fn all() -> Vec<(&'static str, Self)> {
        let languages = Language::all().iter().map(|language| (language.code(), Some(*language)));
        std::iter::once(("auto", None)).chain(languages).collect()
    }
}

impl<W: Word> Field for Option<W> {
    fn kind(&self) -> Kind {
        Kind::Words(W::all().into_iter().map(|(word, _)| word).collect())
    }

    fn get(&self) -> Option<Value> {
        let all = W::all();
        let word = self.and_then(|choice| all.iter().find(|(_, known)| *known == choice));
        word.map(|(word, _)| Value::Text((*word).to_owned()))
    }

    fn set(&mut self, value: Value) -> bool {
        let Value::Text(text) = value else { return false };
        let known = W::all().into_iter().find(|(word, _)| *word == text);
        if let Some((_, choice)) = known {
            *self = Some(choice);
        }
        known.is_some()
    }
}

/// A list of which the empty one says something too.
impl Field for Option<Vec<String>> {
    fn kind(&self) -> Kind {
        Kind::Texts
    }

    fn get(&self) -> Option<Value> {
        self.clone().map(Value::Texts)
    }

    fn set(&mut self, value: Value) -> bool {
        let mut texts = Vec::new();
        let fits = texts.set(value);
        if fits {
            *self = Some(texts);
        }
        fits
    }
}

impl Field for Vec<String> {
    fn kind(&self) -> Kind {
        Kind::Texts
    }

    fn get(&self) -> Option<Value> {
        (!self.is_empty()).then(|| Value::Texts(self.clone()))
    }

    fn set(&mut self, value: Value) -> bool {
        match value {
            Value::Text(text) => *self = vec![text],
            Value::Texts(texts) => *self = texts,
            Value::Number(_) | Value::Truth(_) => return false,
        }
        true
    }
}

macro_rules! field {
    ($kind:ident: $of:ty) => {
        impl Field for Option<$of> {
            fn kind(&self) -> Kind {
                Kind::$kind
            }

            fn get(&self) -> Option<Value> {
                self.clone().map(Value::$kind)
            }

            fn set(&mut self, value: Value) -> bool {
                let Value::$kind(value) = value else { return false };
                *self = Some(value);
                true
            }
        }
    };
}

field!(Text: String);
field!(Number: usize);
field!(Truth: bool);

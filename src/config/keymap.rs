//! Keys as people write them (`ctrl-p`, `space`, `G`), and files that bind them to commands.
//!
//! A key map is a TOML file of lines `"command.id" = ["key", "other-key"]`. The defaults are
//! `assets/keymap.toml`; a file of the same form changes single commands. What an id means is for
//! the layer above to say.
//!
//! ```
//! use routewright::config::keymap::Key;
//!
//! let key: Key = "ctrl-p".parse().unwrap();
//! assert_eq!(key, Key::ctrl('p'));
//! assert_eq!(key.to_string(), "ctrl-p");
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Diagnostic, Parsed, Severity, codes};
use crate::text::LineIndex;

/// The key map that comes with the program.
pub const DEFAULT: &str = include_str!("../../assets/keymap.toml");

/// What a key is without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are what stands on the keys")]
pub enum KeyCode {
    Char(char),
    F(u8),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// Names of the keys that are no characters, as files and the footer write them.
const NAMES: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("space", KeyCode::Char(' ')),
    ("backspace", KeyCode::Backspace),
    ("del", KeyCode::Delete),
    ("ins", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
];

/// One key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Whether control was held.
    pub ctrl: bool,
    /// Whether alt was held.
    pub alt: bool,
    /// Whether shift was held; never set for a character, which is written shifted instead.
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character without control or alt.
    #[must_use]
    pub fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character with control.
    #[must_use]
    pub fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c) }
    }

    /// The character that this key types, if it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The same key in the one form in which it is bound: characters carry no shift, and are lower
    /// case beside control (terminals send either).
    #[must_use]
    pub fn normal(mut self) -> Self {
        if let KeyCode::Char(c) = self.code {
            self.shift = false;
            if self.ctrl {
                self.code = KeyCode::Char(c.to_ascii_lowercase());
            }
        }
        self
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, KeyCode::F(n)) => write!(f, "f{n}"),
            (None, _) => Ok(()),
        }
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut key = Self::char(' ');
        let mut rest = text.trim();
        loop {
            let (held, prefix) = match () {
                () if rest.len() > 5 && rest.starts_with("ctrl-") => (&mut key.ctrl, "ctrl-"),
                () if rest.len() > 4 && rest.starts_with("alt-") => (&mut key.alt, "alt-"),
                () if rest.len() > 6 && rest.starts_with("shift-") => (&mut key.shift, "shift-"),
                () => break,
            };
            *held = true;
            rest = rest.strip_prefix(prefix).unwrap_or_default();
        }
        let mut chars = rest.chars();
        key.code = match (chars.next(), chars.next()) {
            (Some(c), None) => KeyCode::Char(c),
            _ => named(rest).ok_or_else(|| format!("`{text}` is no key"))?,
        };
        if let (KeyCode::Char(c), true) = (key.code, key.shift) {
            key.code = KeyCode::Char(c.to_ascii_uppercase());
        }
        Ok(key.normal())
    }
}

fn named(name: &str) -> Option<KeyCode> {
    let known = NAMES.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, code)| *code);
    known.or_else(|| match name.strip_prefix(['f', 'F'])?.parse() {
        Ok(n @ 1..=24) => Some(KeyCode::F(n)),
        _ => None,
    })
}

/// The keys that a file gives to one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Id of the command.
    pub command: String,
    /// Its keys; none takes all keys away.
    pub keys: Vec<Key>,
    /// `file:line`, for messages.
    pub at: String,
}

/// One key, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Many(Vec<String>),
}

/// Reads a key map. `path` is for messages.
#[must_use]
pub fn read(path: &str, text: &str) -> Parsed<Vec<Binding>> {
    let lines = LineIndex::new(text);
    let mut parsed = Parsed::clean(Vec::new());
    let table: BTreeMap<Spanned<String>, Keys> = match toml::from_str(text) {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map_or(1, |span| lines.line_of(span.start));
            parsed.diagnostics.push(problem(format!("{path}:{line}: {}", error.message().trim_end())));
            return parsed;
        }
    };
    for (command, keys) in table {
        let at = format!("{path}:{}", lines.line_of(command.span().start));
        let written = match keys {
            Keys::One(key) => vec![key],
            Keys::Many(keys) => keys,
        };
        let mut keys = Vec::new();
        for text in written {
            match text.parse() {
                Ok(key) => keys.push(key),
                Err(message) => parsed.diagnostics.push(problem(format!("{at}: {message}"))),
            }
        }
        parsed.value.push(Binding { command: command.into_inner(), keys, at });
    }
    parsed
}

/// A remark about a key map.
#[must_use]
pub fn problem(message: String) -> Diagnostic {
    Diagnostic {
        code: codes::KEYMAP,
        severity: Severity::Warning,
        message,
        help: Some("Keys are written like `ctrl-p`, `shift-tab`, `space`, `G` or `f5`.".to_owned()),
        place: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for text in ["a", "G", "-", "ctrl-p", "ctrl--", "alt-x", "shift-tab", "space", "f5", "pgdn", "?", "ł"] {
            assert_eq!(text.parse::<Key>().map(|k| k.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("shift-g".parse(), Ok(Key::char('G')));
        assert_eq!("ctrl-P".parse(), Ok(Key::ctrl('p')));
        for text in ["", "ctrl-", "f99", "hyper-x"] {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_bad_key_costs_only_itself() {
        let parsed = read("keymap.toml", "\"app.quit\" = [\"q\", \"qq\"]\n\n\"app.help\" = \"f1\"\n");
        let bound: Vec<_> = parsed.value.iter().map(|b| (b.command.as_str(), b.keys.len(), b.at.as_str())).collect();
        assert_eq!(bound, [("app.help", 1, "keymap.toml:3"), ("app.quit", 1, "keymap.toml:1")]);
        assert_eq!(parsed.diagnostics.len(), 1);
        assert_eq!(parsed.diagnostics[0].message, "keymap.toml:1: `qq` is no key");
    }

    #[test]
    fn a_file_that_is_no_toml_is_one_problem_with_its_line() {
        let parsed = read("keymap.toml", "\n\n= 5");
        assert!(parsed.value.is_empty());
        assert!(parsed.diagnostics[0].message.starts_with("keymap.toml:3: "), "{:?}", parsed.diagnostics);
    }

    #[test]
    fn the_default_key_map_is_clean() {
        assert_eq!(read("assets/keymap.toml", DEFAULT).diagnostics, []);
    }
}

//! A line of text that is being typed: a search, a file name.

use unicode_segmentation::UnicodeSegmentation;

use crate::config::keymap::{Key, KeyCode};

/// Longest text that a line takes, in bytes.
const LONGEST: usize = 1_000;

/// A line of text with a cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineInput {
    text: String,
    /// Byte offset of the cursor, on a boundary between two graphemes.
    cursor: usize,
}

impl LineInput {
    /// A line that holds a text, with the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len() }
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before and after the cursor.
    #[must_use]
    pub fn around_cursor(&self) -> (&str, &str) {
        self.text.split_at_checked(self.cursor).unwrap_or((&self.text, ""))
    }

    /// Puts text in at the cursor; line breaks and other control characters become spaces.
    pub fn insert(&mut self, text: &str) {
        let text = text.trim_end_matches(['\r', '\n']);
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if self.text.len() + clean.len() <= LONGEST && self.text.is_char_boundary(self.cursor) {
            self.text.insert_str(self.cursor, &clean);
            self.cursor += clean.len();
        }
    }

    /// Takes a key; gives whether the text changed.
    pub fn key(&mut self, key: Key) -> bool {
        let before = self.text.len();
        match (key.code, key.ctrl || key.alt) {
            (KeyCode::Char(c), false) => self.insert(c.encode_utf8(&mut [0; 4])),
            (KeyCode::Char('u'), true) => self.delete(0..self.cursor),
            (KeyCode::Char('k'), true) => self.delete(self.cursor..self.text.len()),
            (KeyCode::Char('w') | KeyCode::Backspace, true) => self.delete(self.word_start()..self.cursor),
            (KeyCode::Backspace | KeyCode::Char('h'), _) => self.delete(self.previous()..self.cursor),
            (KeyCode::Delete | KeyCode::Char('d'), _) => self.delete(self.cursor..self.next()),
            (KeyCode::Left, true) => self.cursor = self.word_start(),
            (KeyCode::Left | KeyCode::Char('b'), _) => self.cursor = self.previous(),
            (KeyCode::Right | KeyCode::Char('f'), _) => self.cursor = self.next(),
            (KeyCode::Home | KeyCode::Char('a'), _) => self.cursor = 0,
            (KeyCode::End | KeyCode::Char('e'), _) => self.cursor = self.text.len(),
            _ => {}
        }
        self.text.len() != before
    }

    fn delete(&mut self, range: std::ops::Range<usize>) {
        if self.text.get(range.clone()).is_some() {
            self.cursor = range.start;
            self.text.drain(range);
        }
    }

    fn previous(&self) -> usize {
        self.around_cursor().0.grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn next(&self) -> usize {
        self.cursor + self.around_cursor().1.graphemes(true).next().map_or(0, str::len)
    }

    fn word_start(&self) -> usize {
        let before = self.around_cursor().0.trim_end_matches(|c: char| !c.is_alphanumeric());
        before.char_indices().rfind(|(_, c)| !c.is_alphanumeric()).map_or(0, |(at, c)| at + c.len_utf8())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, keys: &[&str]) -> String {
        let mut line = LineInput::new(text);
        for key in keys {
            line.key(key.parse().unwrap());
        }
        let (before, after) = line.around_cursor();
        format!("{before}|{after}")
    }

    #[test]
    fn editing_keys_do_what_shells_taught() {
        assert_eq!(typed("ab", &["c"]), "abc|");
        assert_eq!(typed("ab", &["left", "X"]), "aX|b");
        assert_eq!(typed("get /users", &["ctrl-w"]), "get /|");
        assert_eq!(typed("get /users", &["ctrl-u"]), "|");
        assert_eq!(typed("get", &["home", "del"]), "|et");
        assert_eq!(typed("a👩‍👩‍👧", &["backspace"]), "a|");
        assert_eq!(typed("", &["backspace", "del", "left", "right", "ctrl-w"]), "|");
    }

    #[test]
    fn pasted_line_breaks_do_not_break_the_line() {
        let mut line = LineInput::default();
        line.insert("a\r\nb\x1b[2J\n");
        assert_eq!(line.text(), "a  b [2J");
    }
}

//! The text area that rules are written in.
//!
//! This is the one place outside the view that holds a widget: `tui_textarea::TextArea` is text,
//! cursor, undo history and soft wrap in one, so a second copy of the text would only be able to
//! disagree with it. Nothing else of the widget's crate, and nothing of ratatui, is named here.

use tui_textarea::{CursorMove, Input, Key as AreaKey, TextArea, WrapMode};

use super::flow::start_of;
use crate::config::keymap::{Key, KeyCode};

/// Largest text that is taken in by one paste, in bytes; a rule is a line or a few.
const LARGEST_PASTE: usize = 64 * 1024;

/// A text that is being edited.
#[derive(Debug, Clone)]
pub struct Editor {
    area: TextArea<'static>,
    before: String,
}

impl Editor {
    /// Opens a text, with the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = one_kind_of_line_break(text);
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        // The default underlines the whole line that the cursor is on.
        area.set_cursor_line_style(Default::default());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, before: text }
    }

    /// The widget, for the view.
    #[must_use]
    pub fn area(&self) -> &TextArea<'static> {
        &self.area
    }

    /// The text as it stands, without blank lines and spaces at its ends.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n").trim().to_owned()
    }

    /// Takes another text, as one step of undo.
    pub fn replace(&mut self, text: &str) {
        let text = one_kind_of_line_break(text);
        self.area.select_all();
        self.area.insert_str(text.trim_end_matches('\n'));
    }

    /// Whether the text differs from the one that was opened.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.text() != self.before.trim()
    }

    /// Puts pasted text in at the cursor, as one step of undo.
    pub fn paste(&mut self, text: &str) {
        let text = one_kind_of_line_break(text);
        let text: String = start_of(&text, LARGEST_PASTE).chars().filter(|c| !c.is_control() || *c == '\n').collect();
        self.area.insert_str(text);
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) {
        match (key.code, key.ctrl) {
            (KeyCode::Char('z'), true) => _ = self.area.undo(),
            // `TextArea` pastes its own last deletion here; what people mean is redo.
            (KeyCode::Char('y'), true) => _ = self.area.redo(),
            // Deleting goes by what one sees as one character, not by its parts.
            (KeyCode::Backspace, false) if !key.alt => self.delete_backwards(),
            (KeyCode::Char(c), _) if c.is_control() => {}
            _ => _ = self.area.input(input(key)),
        }
    }

    fn delete_backwards(&mut self) {
        use unicode_segmentation::UnicodeSegmentation;
        let cursor = self.area.cursor();
        let parts = match self.area.lines().get(cursor.0) {
            Some(line) if !self.area.is_selecting() && cursor.1 > 0 => {
                let before: String = line.chars().take(cursor.1).collect();
                before.graphemes(true).next_back().map_or(1, |g| g.chars().count())
            }
            _ => 1,
        };
        for _ in 0..parts {
            self.area.delete_char();
        }
    }
}

fn one_kind_of_line_break(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ")
}

fn input(key: Key) -> Input {
    let area_key = match key.code {
        KeyCode::Char(c) => AreaKey::Char(c),
        KeyCode::F(n) => AreaKey::F(n),
        KeyCode::Enter => AreaKey::Enter,
        KeyCode::Esc => AreaKey::Esc,
        KeyCode::Tab => AreaKey::Tab,
        KeyCode::Backspace => AreaKey::Backspace,
        KeyCode::Delete => AreaKey::Delete,
        KeyCode::Insert => AreaKey::Null,
        KeyCode::Up => AreaKey::Up,
        KeyCode::Down => AreaKey::Down,
        KeyCode::Left => AreaKey::Left,
        KeyCode::Right => AreaKey::Right,
        KeyCode::Home => AreaKey::Home,
        KeyCode::End => AreaKey::End,
        KeyCode::PageUp => AreaKey::PageUp,
        KeyCode::PageDown => AreaKey::PageDown,
    };
    Input { key: area_key, ctrl: key.ctrl, alt: key.alt, shift: key.shift }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_line_breaks_of_any_kind_become_lines() {
        let mut editor = Editor::new("a");
        editor.paste("\rb\r\nc\nd\x1b");
        assert_eq!(editor.area().lines(), ["a", "b", "c", "d"]);
        assert!(editor.changed());
        editor.key(Key::ctrl('z'));
        assert_eq!(editor.text(), "a");
        assert!(!editor.changed());
    }

    #[test]
    fn backspace_removes_what_looks_like_one_character() {
        let mut editor = Editor::new("a👩‍👩‍👧");
        editor.key(Key::plain(KeyCode::Backspace));
        assert_eq!(editor.text(), "a");
    }
}

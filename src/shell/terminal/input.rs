//! What the terminal says → messages.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{
    self, Event as Said, KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::Event;
use crate::app::{Mouse, MouseKind, Msg};
use crate::config::keymap::{Key, KeyCode};

/// How long the terminal is waited for before the listener looks whether it is to stop: as long as it
/// waits, nobody else gets a key.
const TURN: Duration = Duration::from_millis(100);
/// A listener that does not stop by then never will.
const PATIENCE: Duration = Duration::from_secs(2);

/// The one who listens to the terminal.
#[derive(Debug, Clone, Default)]
pub(super) struct Listener {
    shared: Arc<(Mutex<Turn>, Condvar)>,
}

/// Who may read from the terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Turn {
    #[default]
    Ours,
    /// Another program is to; the listener still has to notice.
    Asked,
    Theirs,
}

impl Listener {
    /// Does something while nothing is read from the terminal here.
    pub(super) fn silenced<T>(&self, act: impl FnOnce() -> T) -> T {
        self.set(Turn::Asked);
        let (turn, changed) = &*self.shared;
        let held = turn.lock().unwrap_or_else(PoisonError::into_inner);
        let noticed = changed.wait_timeout_while(held, PATIENCE, |turn| *turn != Turn::Theirs);
        drop(noticed);
        let result = act();
        self.set(Turn::Ours);
        result
    }

    fn set(&self, to: Turn) {
        let (turn, changed) = &*self.shared;
        *turn.lock().unwrap_or_else(PoisonError::into_inner) = to;
        changed.notify_all();
    }

    /// Stands aside for as long as another program reads.
    fn give_way(&self) {
        let (turn, changed) = &*self.shared;
        let mut held = turn.lock().unwrap_or_else(PoisonError::into_inner);
        while *held != Turn::Ours {
            *held = Turn::Theirs;
            changed.notify_all();
            held = changed.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Listens for keys, pastes, clicks and changes of size.
pub(super) fn listen(sender: Sender<Event>) -> Listener {
    let listener = Listener::default();
    let listening = listener.clone();
    thread::spawn(move || {
        loop {
            listening.give_way();
            // What is wrong shows when it is read.
            if let Ok(false) = event::poll(TURN) {
                continue;
            }
            let event = match event::read() {
                Ok(said) => match translate(said) {
                    Some(event) => event,
                    None => continue,
                },
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(_) => Event::InputEnded,
            };
            let last = matches!(event, Event::InputEnded);
            if sender.send(event).is_err() || last {
                return;
            }
        }
    });
    listener
}

fn translate(said: Said) -> Option<Event> {
    match said {
        // Some systems tell of the release of a key too; taken for presses, they would count twice.
        Said::Key(key) if key.kind != KeyEventKind::Release => {
            let key = self::key(key)?;
            let msg = Msg::Key(key);
            Some(if key == Key::ctrl('c') { Event::Interrupt(msg) } else { Event::Msg(msg) })
        }
        Said::Paste(text) => Some(Event::Msg(Msg::Paste(text.replace("\r\n", "\n").replace('\r', "\n")))),
        Said::Mouse(mouse) => self::mouse(mouse).map(|mouse| Event::Msg(Msg::Mouse(mouse))),
        Said::Resize(width, height) => Some(Event::Msg(Msg::Resize { width, height })),
        Said::Key(_) | Said::FocusGained | Said::FocusLost => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let held = |modifier| event.modifiers.contains(modifier);
    let (code, shift) = match event.code {
        Code::Char(c) => (KeyCode::Char(c), false),
        Code::F(n) => (KeyCode::F(n), held(KeyModifiers::SHIFT)),
        Code::BackTab => (KeyCode::Tab, true),
        code => {
            let code = match code {
                Code::Enter => KeyCode::Enter,
                Code::Esc => KeyCode::Esc,
                Code::Tab => KeyCode::Tab,
                Code::Backspace => KeyCode::Backspace,
                Code::Delete => KeyCode::Delete,
                Code::Insert => KeyCode::Insert,
                Code::Up => KeyCode::Up,
                Code::Down => KeyCode::Down,
                Code::Left => KeyCode::Left,
                Code::Right => KeyCode::Right,
                Code::Home => KeyCode::Home,
                Code::End => KeyCode::End,
                Code::PageUp => KeyCode::PageUp,
                Code::PageDown => KeyCode::PageDown,
                _ => return None,
            };
            (code, held(KeyModifiers::SHIFT))
        }
    };
    Some(Key { code, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT), shift }.normal())
}

fn mouse(event: MouseEvent) -> Option<Mouse> {
    let kind = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        _ => return None,
    };
    Some(Mouse { kind, x: event.column, y: event.row })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: Code, modifiers: KeyModifiers, kind: KeyEventKind) -> Option<String> {
        let mut event = KeyEvent::new(code, modifiers);
        event.kind = kind;
        match translate(Said::Key(event))? {
            Event::Msg(Msg::Key(key)) => Some(key.to_string()),
            Event::Interrupt(Msg::Key(key)) => Some(format!("{key}!")),
            other => Some(format!("{other:?}")),
        }
    }

    #[test]
    fn keys_are_named_as_the_key_map_names_them_and_count_once() {
        let (none, shift, ctrl) = (KeyModifiers::NONE, KeyModifiers::SHIFT, KeyModifiers::CONTROL);
        for (code, modifiers, name) in [
            (Code::Char('a'), none, "a"),
            (Code::Char('G'), shift, "G"),
            (Code::Char('ł'), none, "ł"),
            (Code::Char('P'), ctrl, "ctrl-p"),
            (Code::Char('c'), ctrl, "ctrl-c!"),
            (Code::BackTab, shift, "shift-tab"),
            (Code::Char(' '), none, "space"),
            (Code::PageDown, none, "pgdn"),
        ] {
            assert_eq!(pressed(code, modifiers, KeyEventKind::Press).as_deref(), Some(name));
            assert_eq!(pressed(code, modifiers, KeyEventKind::Release), None);
        }
        assert_eq!(pressed(Code::CapsLock, none, KeyEventKind::Press), None);
    }

    #[test]
    fn pasted_line_breaks_are_all_the_same() {
        let Some(Event::Msg(Msg::Paste(text))) = translate(Said::Paste("a\r\nb\rc\n".to_owned())) else {
            panic!("no paste")
        };
        assert_eq!(text, "a\nb\nc\n");
    }
}

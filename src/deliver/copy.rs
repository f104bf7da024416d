//! Which way a text can reach a clipboard, the bytes that ask a terminal to take it, and what can be
//! said about it afterwards.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// Longest text, in bytes, that nearly every terminal takes: in base64 it fills the 74,994 characters
/// that many allow in one OSC 52 sequence.
const SURELY_TAKEN: usize = 56_244;

/// What decides about the way, as far as the surroundings go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surroundings {
    /// The session came over SSH: a clipboard here would not be the user's.
    pub remote: bool,
    /// There is a display, or a system that always has a clipboard.
    pub display: bool,
    /// There is a terminal to write to.
    pub terminal: bool,
}

/// A way to a clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The system's own clipboard.
    Native,
    /// An OSC 52 sequence, which asks the terminal to set the clipboard.
    Terminal,
}

/// The ways to try, in order; none where there is nobody to ask.
#[must_use]
pub fn ways(surroundings: Surroundings) -> Vec<Way> {
    let native = (surroundings.display && !surroundings.remote).then_some(Way::Native);
    let terminal = surroundings.terminal.then_some(Way::Terminal);
    native.into_iter().chain(terminal).collect()
}

/// The OSC 52 sequence that asks a terminal to put a text on the clipboard. `screen` wraps it for GNU
/// screen, which passes on only what is marked for it, in pieces.
#[must_use]
pub fn osc52(text: &str, screen: bool) -> Vec<u8> {
    let sequence = format!("\x1b]52;c;{}\x07", BASE64_STANDARD.encode(text));
    if !screen {
        return sequence.into_bytes();
    }
    // GNU screen cuts a string longer than 768 bytes.
    let mut wrapped = Vec::with_capacity(sequence.len() * 11 / 10);
    for piece in sequence.as_bytes().chunks(700) {
        wrapped.extend_from_slice(b"\x1bP");
        wrapped.extend_from_slice(piece);
        wrapped.extend_from_slice(b"\x1b\\");
    }
    wrapped
}

/// Who was given a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taker {
    /// The system's clipboard, which has it.
    System,
    /// The terminal, which never answers whether it has it.
    Terminal {
        /// It stands behind tmux, which passes the text on only if it is set so.
        tmux: bool,
    },
}

/// What can be said about a text that was given to a clipboard, and no more than that. `save` is the
/// key or option that saves the text instead.
#[must_use]
pub fn notice(what: &str, bytes: usize, taker: Taker, save: &str) -> String {
    let size = size_in_words(bytes);
    let Taker::Terminal { tmux } = taker else { return format!("Copied the {what} to the clipboard: {size}.") };
    let mut notice = format!("Sent the {what} to the terminal's clipboard (OSC 52): {size}.");
    if bytes > SURELY_TAKEN {
        let most = size_in_words(SURELY_TAKEN);
        notice.push_str(&format!(" Many terminals take no more than {most}; `{save}` saves it."));
    }
    if tmux {
        notice.push_str(" In tmux it needs `set-clipboard on`.");
    }
    notice
}

fn size_in_words(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{}.{} KB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_native_clipboard_is_not_tried_where_it_would_be_the_wrong_one() {
        let at = |remote, display, terminal| ways(Surroundings { remote, display, terminal });
        assert_eq!(at(false, true, true), [Way::Native, Way::Terminal]);
        assert_eq!(at(true, true, true), [Way::Terminal]);
        assert_eq!(at(false, false, true), [Way::Terminal]);
        assert_eq!(at(false, true, false), [Way::Native]);
        assert_eq!(at(true, true, false), []);
    }

    #[test]
    fn a_copy_that_nobody_confirms_is_not_claimed() {
        let terminal = |bytes, tmux| notice("plan", bytes, Taker::Terminal { tmux }, "s");
        assert_eq!(notice("plan", 12_345, Taker::System, "s"), "Copied the plan to the clipboard: 12.3 KB.");
        assert_eq!(terminal(900, false), "Sent the plan to the terminal's clipboard (OSC 52): 900 bytes.");
        assert!(terminal(900, true).ends_with(" In tmux it needs `set-clipboard on`."));
        assert!(terminal(80_000, false).contains(" take no more than 56.2 KB; `s` saves it."));
    }

    #[test]
    fn osc_52_holds_the_text_in_base64() {
        assert_eq!(osc52("zażółć", false), b"\x1b]52;c;emHFvMOzxYLEhw==\x07");
        let long = osc52(&"x".repeat(3000), true);
        assert!(long.starts_with(b"\x1bP\x1b]52;c;") && long.ends_with(b"\x07\x1b\\"));
        assert_eq!(long.windows(2).filter(|w| w == b"\x1bP").count(), 6);
    }
}

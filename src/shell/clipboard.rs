//! Copies a text the best way there is, and says which.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};

use crate::deliver::copy::{Surroundings, Taker, Way, osc52, ways};

/// The clipboard, kept for the program's life: on X11 a text is gone once its owner is.
#[derive(Default)]
pub struct Clipboard {
    native: Option<arboard::Clipboard>,
}

impl std::fmt::Debug for Clipboard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clipboard").field("open", &self.native.is_some()).finish()
    }
}

/// A way that a text went or has to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is on the system's clipboard.
    Native,
    /// These bytes have to be written to the terminal.
    Terminal {
        /// The sequence.
        bytes: Vec<u8>,
        /// Who takes them.
        taker: Taker,
    },
    /// Nothing could be done.
    Nowhere {
        /// Why, and what to do instead.
        reason: String,
    },
}

/// What of the surroundings decides about the way. `terminal` says whether there is one to write to.
#[must_use]
pub fn surroundings(terminal: bool) -> Surroundings {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let always = cfg!(any(target_os = "macos", windows));
    Surroundings {
        remote: set("SSH_CONNECTION") || set("SSH_TTY") || set("SSH_CLIENT"),
        display: always || set("DISPLAY") || set("WAYLAND_DISPLAY"),
        terminal: terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

impl Clipboard {
    /// Copies from a program that goes on running.
    pub fn copy(&mut self, text: &str, surroundings: Surroundings) -> Outcome {
        self.along(text, surroundings, |clipboard, text| clipboard.native(text).map_err(|e| e.to_string()))
    }

    /// Copies from a program that is about to end: where the clipboard needs an owner, a process of
    /// its own stays behind until another text is copied.
    pub fn copy_and_leave(&mut self, text: &str, surroundings: Surroundings) -> Outcome {
        if cfg!(any(target_os = "macos", windows)) {
            return self.copy(text, surroundings);
        }
        self.along(text, surroundings, |_, text| hand_over(text).map_err(|e| e.to_string()))
    }

    fn along(
        &mut self,
        text: &str,
        surroundings: Surroundings,
        native: impl Fn(&mut Self, &str) -> Result<(), String>,
    ) -> Outcome {
        let mut reason = "there is neither a display nor a terminal to copy through".to_owned();
        for way in ways(surroundings) {
            match way {
                Way::Native => match native(self, text) {
                    Ok(()) => return Outcome::Native,
                    Err(error) => reason = error,
                },
                Way::Terminal => return through_terminal(text),
            }
        }
        Outcome::Nowhere { reason: format!("nothing could be copied: {reason}; save to a file instead") }
    }

    fn native(&mut self, text: &str) -> Result<(), arboard::Error> {
        let mut clipboard = match self.native.take() {
            Some(clipboard) => clipboard,
            None => arboard::Clipboard::new()?,
        };
        clipboard.set_text(text)?;
        self.native = Some(clipboard);
        Ok(())
    }
}

fn through_terminal(text: &str) -> Outcome {
    let var = |name: &str| std::env::var(name).unwrap_or_default();
    let tmux = !var("TMUX").is_empty();
    let bytes = osc52(text, !tmux && var("TERM").starts_with("screen"));
    Outcome::Terminal { bytes, taker: Taker::Terminal { tmux } }
}

/// What the program calls itself with to keep a text on the clipboard: no command of its users, so
/// it stands in no help and in no completions.
pub(super) const HOLD: &str = "hold-clipboard";
const READY: &[u8] = b"ready";

/// Leaves a text with a process of its own.
fn hand_over(text: &str) -> io::Result<()> {
    let mut holder = Command::new(std::env::current_exe()?);
    holder.arg(HOLD).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // A signal for the command's process group, such as ctrl-c, is not for the holder.
        holder.process_group(0);
    }
    let mut holder = holder.spawn()?;
    if let Some(mut input) = holder.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    let mut ready = [0; READY.len()];
    let answered = holder.stdout.take().map(|mut output| output.read_exact(&mut ready));
    if matches!(answered, Some(Ok(()))) && ready == READY {
        return Ok(());
    }
    let mut reason = String::new();
    if let Some(mut errors) = holder.stderr.take() {
        errors.read_to_string(&mut reason)?;
    }
    holder.wait()?;
    Err(io::Error::other(reason.trim().trim_start_matches("error: ").to_owned()))
}

/// The holder: takes a text from standard input, says when it is on the clipboard, and stays until
/// another text takes its place.
pub(super) fn hold() -> Result<(), String> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(|e| e.to_string())?;
    let mut clipboard = arboard::Clipboard::new().map_err(|e| e.to_string())?;
    clipboard.set_text(&text).map_err(|e| e.to_string())?;
    let mut out = io::stdout().lock();
    out.write_all(READY).and_then(|()| out.flush()).map_err(|e| e.to_string())?;
    #[cfg(target_os = "linux")]
    {
        use arboard::SetExtLinux;
        clipboard.set().wait().text(text).map_err(|e| e.to_string())?;
    }
    Ok(())
}

//! Where an answer goes: standard output, a file, the clipboard.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::clipboard::{self, Clipboard, Outcome};
use super::console::Console;
use super::failure::{Failure, status};
use super::folders;
use super::save::{Over, Saver};
use crate::cli::Common;
use crate::deliver::copy::{Taker, notice};
use crate::deliver::file_name::Pattern;

/// The ways out that the options name.
#[derive(Debug)]
pub(super) struct Outlet<'a> {
    pub(super) console: &'a Console,
    pub(super) options: &'a Common,
    /// The project's folder, which files must not leave.
    pub(super) root: Option<PathBuf>,
}

impl Outlet<'_> {
    /// The file named with `--out`, unless that is standard output.
    pub(super) fn file(&self) -> Option<&str> {
        self.options.out.as_deref().filter(|out| *out != "-")
    }

    /// Whether `--out -` asks for standard output.
    pub(super) fn is_output(&self) -> bool {
        self.options.out.as_deref() == Some("-")
    }

    /// Gives an answer where it was asked for. `fill` makes a file's name from a pattern.
    pub(super) fn deliver(&self, what: &str, text: &str, fill: impl FnOnce(&Pattern) -> String) -> Result<(), Failure> {
        match self.file() {
            None => self.console.answer(text.as_bytes())?,
            Some(file) => self.save_beside(what, text, &fill(&Pattern::anywhere(file)?))?,
        }
        if self.options.copy { self.copy(what, text) } else { Ok(()) }
    }

    /// Gives an answer that belongs to no endpoint, and the exit status.
    pub(super) fn answer(&self, text: &str) -> Result<u8, Failure> {
        let file = self.file().unwrap_or_default().to_owned();
        self.deliver("answer", text, |_| file)?;
        Ok(status::DONE)
    }

    /// Saves to a file that an option names: it stands beside the user.
    pub(super) fn save_beside(&self, what: &str, text: &str, path: &str) -> Result<(), Failure> {
        self.save(what, text, &std::env::current_dir()?, path)
    }

    /// Saves to a file that is named relative to the project, or to the current folder without one.
    pub(super) fn save_below(&self, what: &str, text: &str, path: &str) -> Result<(), Failure> {
        match &self.root {
            Some(root) => self.save(what, text, root, path),
            None => self.save_beside(what, text, path),
        }
    }

    fn save(&self, what: &str, text: &str, base: &Path, path: &str) -> Result<(), Failure> {
        let saver = Saver { root: self.root.clone(), former: folders::former() };
        let base = base.canonicalize().unwrap_or_else(|_| base.to_owned());
        let over = if self.options.force { Over::Anything } else { Over::Nothing };
        let saved = saver.save(&base, path, text, over)?;
        let former = saved.former.map(|kept| format!("; the former version is `{}`", kept.display()));
        self.console.notice(&format!("{what} saved as `{}`{}", saved.path, former.unwrap_or_default()));
        Ok(())
    }

    /// Copies a text and says how, or fails: what did not happen is never claimed.
    pub(super) fn copy(&self, what: &str, text: &str) -> Result<(), Failure> {
        let terminal = io::stderr().is_terminal();
        let notice = |taker| self.console.notice(&notice(what, text.len(), taker, "--out FILE"));
        match Clipboard::default().copy_and_leave(text, clipboard::surroundings(terminal)) {
            Outcome::Native => notice(Taker::System),
            Outcome::Terminal { bytes, taker } => {
                let mut terminal = io::stderr().lock();
                terminal.write_all(&bytes).and_then(|()| terminal.flush())?;
                drop(terminal);
                notice(taker);
            }
            Outcome::Nowhere { reason } => return Err(Failure::NotCopied(reason)),
        }
        Ok(())
    }
}

//! Where an answer goes: standard output, a file, the clipboard.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use super::clipboard::{self, Clipboard, Outcome};
use super::console::Console;
use super::failure::{Failure, status};
use super::folders;
use super::save::{NotSaved, Over, Saved, Saver};
use crate::cli::Common;
use crate::deliver::acceptances::carried;
use crate::deliver::copy::{Taker, notice};
use crate::deliver::file_name::Pattern;
use crate::plan::origin;

/// What a file's name is relative to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The current folder: an option named the file.
    Current,
    /// The project, or the current folder without one.
    Project,
}

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
            Some(file) => {
                let path = fill(&Pattern::anywhere(file)?);
                let (saved, kept) = match self.save(text, Base::Current, &path, Over::Nothing) {
                    Err(Failure::Exists(NotSaved::Exists { text: there, .. })) if self.options.force => {
                        let (text, kept) = in_place_of(&there, text);
                        (self.save(&text, Base::Current, &path, Over::Anything)?, kept)
                    }
                    saved => (saved?, None),
                };
                self.tell(what, &saved);
                kept.iter().for_each(|told| self.console.notice(told));
            }
        }
        if self.options.copy { self.copy(what, text) } else { Ok(()) }
    }

    /// Gives an answer that belongs to no endpoint, and the exit status.
    pub(super) fn answer(&self, text: &str) -> Result<u8, Failure> {
        let file = self.file().unwrap_or_default().to_owned();
        self.deliver("answer", text, |_| file)?;
        Ok(status::DONE)
    }

    /// Saves a text to a file that is named relative to a folder.
    pub(super) fn save(&self, text: &str, base: Base, path: &str, over: Over<'_>) -> Result<Saved, Failure> {
        let saver = Saver { root: self.root.clone(), former: folders::former() };
        let base = match (base, &self.root) {
            (Base::Project, Some(root)) => root.clone(),
            _ => std::env::current_dir()?,
        };
        let base = base.canonicalize().unwrap_or(base);
        Ok(saver.save(&base, path, text, over)?)
    }

    /// Says what was saved where.
    pub(super) fn tell(&self, what: &str, saved: &Saved) {
        let former = saved.former.as_ref().map(|kept| format!("; the former version is `{}`", kept.display()));
        self.console.notice(&format!("{what} saved as `{}`{}", saved.path, former.unwrap_or_default()));
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

/// A text that takes the place of another one, and what is to be told of it. Comments of a plan that
/// accept findings are the user's, so a plan keeps them.
pub(super) fn in_place_of<'t>(there: &str, text: &'t str) -> (Cow<'t, str>, Option<String>) {
    if origin::read(text).is_none() {
        return (Cow::Borrowed(text), None);
    }
    let carried = carried(there, text);
    let told = carried.sentence();
    (Cow::Owned(carried.text), told)
}

//! Copies, saves and remembers beside the screen, one after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use super::super::clipboard::{self, Clipboard, Outcome};
use super::super::folders;
use super::super::memory::Memory;
use super::super::opening::Opening;
use super::super::rules;
use super::super::save::{NotSaved, Over, Saver};
use super::{Event, guard};
use crate::app::rule_files::FileEdit;
use crate::app::{Choices, Msg, What};
use crate::deliver::copy::{Taker, notice};

/// How long leaving waits for what is still to be written.
const PATIENCE: Duration = Duration::from_secs(5);

/// Something to do.
#[derive(Debug)]
pub(super) enum Task {
    Copy {
        what: What,
        text: String,
    },
    Save {
        path: String,
        text: String,
        over: Option<String>,
    },
    Remember(Box<Choices>),
    WriteRules(Vec<FileEdit>),
    /// Says when everything before it is done.
    Tell(Sender<()>),
}

/// The way to the thread that does it.
#[derive(Debug)]
pub(super) struct Desk {
    tasks: Option<Sender<Task>>,
    done: Receiver<()>,
}

impl Desk {
    pub(super) fn open(opening: &Arc<Opening>, memory: Memory, sender: Sender<Event>) -> Self {
        let (tasks, given) = channel::<Task>();
        let (finished, done) = channel();
        let nowhere = opening.demo && opening.root.is_none();
        let mut clerk = Clerk {
            clipboard: Clipboard::default(),
            saver: Saver { root: opening.root.clone(), former: folders::former() },
            memory,
            // Nothing of the demo is written before its user names a file.
            unwritten: nowhere.then_some(None),
            sender,
        };
        thread::spawn(move || {
            for task in given {
                if catch_unwind(AssertUnwindSafe(|| clerk.perform(task))).is_err() {
                    clerk.send(Msg::Trouble(guard::panic_message()));
                }
            }
            let _ = finished.send(());
        });
        Self { tasks: Some(tasks), done }
    }

    pub(super) fn give(&self, task: Task) {
        if let Some(tasks) = &self.tasks {
            // The thread lives as long as its tasks can be sent.
            let _ = tasks.send(task);
        }
    }

    /// Waits until everything that was given so far is done.
    pub(super) fn finish(&self) {
        let (done, told) = channel();
        self.give(Task::Tell(done));
        let _ = told.recv_timeout(PATIENCE);
    }

    /// Waits until everything was done.
    pub(super) fn close(&mut self) {
        self.tasks = None;
        let _ = self.done.recv_timeout(PATIENCE);
    }
}

struct Clerk {
    clipboard: Clipboard,
    saver: Saver,
    memory: Memory,
    /// In a demo of which nothing was saved yet, the choices that are to be remembered if it is.
    unwritten: Option<Option<Box<Choices>>>,
    sender: Sender<Event>,
}

impl Clerk {
    fn send(&self, msg: Msg) {
        // Nobody listens any more when the user has left meanwhile.
        let _ = self.sender.send(Event::Msg(msg));
    }

    fn perform(&mut self, task: Task) {
        match task {
            Task::Copy { what, text } => self.copy(what, &text),
            Task::Save { path, text, over } => self.save(path, &text, over.as_deref()),
            Task::Remember(choices) => self.remember(choices),
            Task::WriteRules(edits) => {
                let (texts, problem) = rules::write(&self.saver, &edits);
                self.send(Msg::RulesWritten { edits, texts, problem });
            }
            Task::Tell(done) => {
                let _ = done.send(());
            }
        }
    }

    fn copy(&mut self, what: What, text: &str) {
        let copied = |taker| Msg::Copied { message: notice(what.word(), text.len(), taker, "s") };
        match self.clipboard.copy(text, clipboard::surroundings(true)) {
            Outcome::Native => self.send(copied(Taker::System)),
            Outcome::Terminal { bytes, taker } => {
                let _ = self.sender.send(Event::Emit(bytes, copied(taker)));
            }
            Outcome::Nowhere { reason } => self.send(Msg::NotCopied { message: reason }),
        }
    }

    fn save(&mut self, path: String, text: &str, over: Option<&str>) {
        let base = self.saver.root.clone().or_else(|| std::env::current_dir().ok()).unwrap_or(PathBuf::from("."));
        let base = base.canonicalize().unwrap_or(base);
        let msg = match self.saver.save(&base, &path, text, over.map_or(Over::Nothing, Over::Text)) {
            Ok(saved) => {
                if let Some(Some(choices)) = self.unwritten.take() {
                    self.remember(choices);
                }
                Msg::Saved { path, former: saved.former.map(|former| former.display().to_string()) }
            }
            Err(NotSaved::Exists { text, .. }) => Msg::Exists { path, text },
            Err(error) => Msg::NotSaved { path, message: error.to_string() },
        };
        self.send(msg);
    }

    fn remember(&mut self, choices: Box<Choices>) {
        match &mut self.unwritten {
            Some(unwritten) => *unwritten = Some(choices),
            None => {
                if let Err(message) = self.memory.remember(&choices) {
                    self.send(Msg::Trouble(message));
                }
            }
        }
    }
}

//! The wizard in a terminal: events in, messages to the state, frames out.
//!
//! One thread draws and changes the state. Keys, documents, tokens, files and the clipboard each have a
//! thread of their own and only ever send messages, so nothing can keep a key waiting.

mod appearance;
mod counter;
mod desk;
mod editor;
mod guard;
mod input;

use std::io::{self, IsTerminal, Stdout, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};

use self::counter::Counter;
use self::desk::{Desk, Task};
use self::guard::Guard;
use self::input::Listener;
use super::failure::{Failure, status};
use super::folders;
use super::memory::{Memory, Recalled};
use super::opening::Opening;
use crate::app::layout::Size;
use crate::app::{self, Choices, Effect, Msg, Opened, Setup, State};
use crate::check;
use crate::check::settle::{Unused, settle};
use crate::cli::Common;
use crate::model::Project;
use crate::relate::Relations;
use crate::view;

/// No more than sixty frames a second.
const FRAME: Duration = Duration::from_millis(16);
/// How many events are taken before a frame is due again, so that a flood of them still shows.
const MOST_EVENTS: usize = 1000;

/// Something for the thread that draws.
#[derive(Debug)]
enum Event {
    /// For the state.
    Msg(Msg),
    /// A key that ends most programs; for the state too, but leaving on it is an interruption.
    Interrupt(Msg),
    /// Bytes for the terminal, then a message.
    Emit(Vec<u8>, Msg),
    /// The documents can't be read at all.
    Failed(Failure),
    /// A signal asks the program to end.
    Signal(i32),
    /// There are no more keys: the terminal is gone.
    InputEnded,
}

/// Runs the wizard and gives the exit status.
pub(super) fn run(opening: Opening, options: &Common) -> Result<u8, Failure> {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if !io::stdout().is_terminal() || dumb {
        return Err(Failure::NoTerminal);
    }
    let (sender, events) = channel();
    let signals = guard::watch_signals(sender.clone())?;
    let guard = Guard::enter()?;
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    let size = terminal.size()?;
    let appearance = appearance::load(&opening.settings);
    let mut diagnostics = opening.diagnostics.clone();
    diagnostics.extend(appearance.diagnostics);
    let state = State::new(Setup {
        size: Size { width: size.width, height: size.height },
        keymap: appearance.keymap,
        theme: appearance.theme,
        template: opening.own_template().cloned(),
        save_as: options.out.as_deref().filter(|out| *out != "-").unwrap_or(opening.plan_file()).to_owned(),
        schema_depth: opening.schema_depth(),
        diagram: opening.diagram(),
        language: opening.own_language(),
        types_as: opening.settings.types_as.unwrap_or_default(),
        family: opening.family(),
        documents_as: opening.settings.documents_as.unwrap_or_default(),
        format: opening.settings.format.unwrap_or_default(),
        budget: opening.budget(),
        demo: opening.demo && opening.root.is_none(),
        in_memory: opening.demo,
        names_rules: opening.names_rules(),
        diagnostics,
    });
    let listener = input::listen(sender.clone());
    let opening = Arc::new(opening);
    let memory = Memory { file: folders::memory(opening.root.as_deref().filter(|_| !opening.demo)) };
    read(&opening, &sender, Some(&memory));
    let desk = Desk::open(&opening, memory, sender.clone());
    let counter = Counter::open(sender.clone());
    let reading = Reading::Once;
    let mut wizard = Wizard { state, opening, sender, desk, counter, listener, guard, reading, opened: false };
    let result = wizard.run(&mut terminal, &events);
    wizard.desk.close();
    drop(wizard.guard);
    signals.close();
    result
}

/// Reads the documents beside the screen. With a memory it is the first time.
fn read(opening: &Arc<Opening>, sender: &Sender<Event>, memory: Option<&Memory>) {
    let (opening, sender, memory) = (Arc::clone(opening), sender.clone(), memory.cloned());
    thread::spawn(move || {
        let event = match catch_unwind(AssertUnwindSafe(|| opening.read())) {
            Ok(Ok(project)) => opened(project, memory, &sender),
            Ok(Err(failure)) => Event::Failed(failure),
            Err(_) => Event::Failed(Failure::Unreadable(guard::panic_message())),
        };
        // Nobody listens any more when the user has left meanwhile.
        let _ = sender.send(event);
    });
}

fn opened(project: Project, memory: Option<Memory>, sender: &Sender<Event>) -> Event {
    let project = Arc::new(project);
    let Some(memory) = memory else { return Event::Msg(Msg::ProjectRead(project)) };
    let choices = match memory.recall::<Choices>() {
        Recalled::Nothing => Choices::default(),
        Recalled::Value(choices) => choices,
        Recalled::Damaged(message) => {
            let _ = sender.send(Event::Msg(Msg::Opened { project, choices: Box::default() }));
            return Event::Msg(Msg::Trouble(message));
        }
    };
    Event::Msg(Msg::Opened { project, choices: Box::new(choices) })
}

type Screen = Terminal<CrosstermBackend<Stdout>>;

/// Whether a thread reads the documents now; a second one would only race with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    No,
    Once,
    /// Something changed since it began, so they are to be read again.
    Twice,
}

struct Wizard {
    state: State,
    opening: Arc<Opening>,
    sender: Sender<Event>,
    desk: Desk,
    counter: Counter,
    listener: Listener,
    guard: Guard,
    reading: Reading,
    /// Whether the documents were read once: before that there is nothing to go on with.
    opened: bool,
}

impl Wizard {
    fn run(&mut self, terminal: &mut Screen, events: &Receiver<Event>) -> Result<u8, Failure> {
        self.draw(terminal)?;
        let (mut drawn, mut old) = (Instant::now(), false);
        loop {
            let first = if old {
                match events.recv_timeout(FRAME.saturating_sub(drawn.elapsed())) {
                    Ok(event) => Some(event),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return Ok(status::DONE),
                }
            } else {
                match events.recv() {
                    Ok(event) => Some(event),
                    Err(_) => return Ok(status::DONE),
                }
            };
            let mut next = first;
            for _ in 0..MOST_EVENTS {
                let Some(event) = next else { break };
                if let Some(left) = self.take(terminal, event)? {
                    return Ok(left);
                }
                old = true;
                next = events.try_recv().ok();
            }
            if let Some(event) = next
                && let Some(left) = self.take(terminal, event)?
            {
                return Ok(left);
            }
            if old && drawn.elapsed() >= FRAME {
                self.draw(terminal)?;
                (drawn, old) = (Instant::now(), false);
            }
        }
    }

    /// Handles an event; gives the exit status when it was the last one.
    fn take(&mut self, terminal: &mut Screen, event: Event) -> Result<Option<u8>, Failure> {
        let (msg, on_quit) = match event {
            Event::Msg(msg) => (msg, status::DONE),
            Event::Interrupt(msg) => (msg, status::INTERRUPTED),
            Event::Emit(bytes, msg) => {
                let out = terminal.backend_mut();
                out.write_all(&bytes)?;
                Write::flush(out)?;
                (msg, status::DONE)
            }
            Event::Failed(failure) if !self.opened => return Err(failure),
            Event::Failed(failure) => {
                // What was read before still holds.
                self.reading = Reading::No;
                let before = Arc::clone(&self.state.project);
                let effects = app::update(&mut self.state, Msg::ProjectRead(before));
                effects.into_iter().for_each(|effect| self.perform(effect));
                (Msg::Trouble(failure.to_string()), status::DONE)
            }
            Event::Signal(signal) => return Ok(Some(status::of_signal(signal))),
            Event::InputEnded => return Ok(Some(status::of_signal(guard::HANGUP))),
        };
        if matches!(msg, Msg::Opened { .. } | Msg::ProjectRead(_)) {
            self.opened = true;
            let again = self.reading == Reading::Twice;
            self.reading = Reading::No;
            if again {
                self.perform(Effect::ReadProject);
            }
        }
        let effects = app::update(&mut self.state, msg);
        let left = effects.contains(&Effect::Quit);
        for effect in effects {
            match effect {
                Effect::OpenEditor(opened) => self.edit(terminal, &opened)?,
                effect => self.perform(effect),
            }
        }
        Ok(left.then_some(on_quit))
    }

    /// Leaves the terminal to the user's editor until that is closed.
    fn edit(&mut self, terminal: &mut Screen, opened: &Opened) -> io::Result<()> {
        // The file that is opened should hold what the screen shows.
        self.desk.finish();
        let root = self.opening.root.as_deref();
        let closed = self.listener.silenced(|| self.guard.lend(|| editor::open(opened, root)))?;
        // What was drawn is gone. (`Terminal::clear` would ask where the cursor is, which not every
        // terminal answers.)
        *terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        terminal.backend_mut().clear()?;
        // The thread that receives this is the one that is here.
        let _ = self.sender.send(Event::Msg(closed));
        Ok(())
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::ReadProject if self.reading != Reading::No => self.reading = Reading::Twice,
            Effect::ReadProject => {
                self.reading = Reading::Once;
                read(&self.opening, &self.sender, None);
            }
            Effect::Copy { what, text } => self.desk.give(Task::Copy { what, text }),
            Effect::Save { path, text, over } => self.desk.give(Task::Save { path, text, over }),
            Effect::Remember(choices) => self.desk.give(Task::Remember(choices)),
            Effect::Count { id, uncounted } => self.counter.give(id, *uncounted),
            Effect::Check { id } => self.check(id),
            Effect::WriteRules(edits) => self.desk.give(Task::WriteRules(edits)),
            // Only a key asks for it, and `take` answers that.
            Effect::Quit | Effect::OpenEditor(_) => {}
        }
    }

    /// Checks beside the screen what was read last.
    fn check(&self, id: u64) {
        let (project, sender) = (Arc::clone(&self.state.project), self.sender.clone());
        let levels = self.opening.settings.levels();
        thread::spawn(move || {
            let found = catch_unwind(AssertUnwindSafe(|| {
                settle(&project, check::project(&project, &Relations::new(&project)), &levels, Unused::Everywhere)
            }));
            let msg = match found {
                Ok(settled) => Msg::Checked { id, settled: Box::new(settled) },
                Err(_) => Msg::Trouble(guard::panic_message()),
            };
            // Nobody listens any more when the user has left meanwhile.
            let _ = sender.send(Event::Msg(msg));
        });
    }

    fn draw(&mut self, terminal: &mut Screen) -> io::Result<()> {
        // The size may have changed with its message still under way.
        terminal.autoresize()?;
        let size = terminal.size()?;
        if (size.width, size.height) != (self.state.setup.size.width, self.state.setup.size.height) {
            let effects = app::update(&mut self.state, Msg::Resize { width: size.width, height: size.height });
            effects.into_iter().for_each(|effect| self.perform(effect));
        }
        let state = &self.state;
        terminal.draw(|frame| view::draw(frame, state))?;
        Ok(())
    }
}

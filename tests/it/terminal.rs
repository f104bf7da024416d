//! A real pseudo-terminal with a screen model: starts the program, presses keys, reads the screen.
//!
//! Nothing waits for a fixed time: [`Terminal::wait_for`] looks at the screen each time the program
//! has written something, until what it waits for is there or a generous deadline has passed.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Long enough for a debug build on a machine that does other things too.
const DEADLINE: Duration = Duration::from_secs(30);

/// A program in a pseudo-terminal.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    shared: Arc<Shared>,
}

struct Shared {
    model: Mutex<Model>,
    changed: Condvar,
}

struct Model {
    screen: vt100::Parser<Clipboard>,
    closed: bool,
}

/// What the program asked the terminal to put on the clipboard (OSC 52), in base64.
#[derive(Default)]
struct Clipboard(Vec<Vec<u8>>);

impl vt100::Callbacks for Clipboard {
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        self.0.push(data.to_vec());
    }
}

impl Terminal {
    /// Starts a command in a terminal of `columns` × `rows`.
    pub(crate) fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let keys = pair.master.take_writer().unwrap();
        let mut output = pair.master.try_clone_reader().unwrap();
        let (high, wide) = (NonZeroU16::new(rows).unwrap(), NonZeroU16::new(columns).unwrap());
        let screen = vt100::Parser::new_with_callbacks(high, wide, 0, Clipboard::default());
        let shared = Arc::new(Shared { model: Mutex::new(Model { screen, closed: false }), changed: Condvar::new() });
        let writer = Arc::clone(&shared);
        thread::spawn(move || {
            let mut bytes = [0; 8192];
            // A pseudo-terminal whose program has ended gives an error (Linux) or nothing (others).
            while let Ok(read @ 1..) = output.read(&mut bytes) {
                writer.model.lock().unwrap().screen.process(&bytes[..read]);
                writer.changed.notify_all();
            }
            writer.model.lock().unwrap().closed = true;
            writer.changed.notify_all();
        });
        Self { child, master: pair.master, keys, shared }
    }

    /// Types text as a person would; control keys are written as their bytes (`\x1b` is escape).
    pub(crate) fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the screen holds `text`.
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait_until(&format!("{text:?} on the screen"), |screen| screen.contains(text));
    }

    /// Waits until the screen holds no `text`.
    pub(crate) fn wait_gone(&self, text: &str) {
        self.wait_until(&format!("{text:?} to leave the screen"), |screen| !screen.contains(text));
    }

    /// Waits until the screen is as wanted; fails with the screen after the deadline.
    pub(crate) fn wait_until(&self, what: &str, wanted: impl Fn(&str) -> bool) {
        self.wait(what, |model| wanted(&model.screen.screen().contents()));
    }

    /// Waits until nothing has come for a while, so that a frame is there as a whole.
    pub(crate) fn settle(&self) {
        let mut model = self.model();
        loop {
            let (next, waited) = self.shared.changed.wait_timeout(model, Duration::from_millis(400)).unwrap();
            if waited.timed_out() {
                return;
            }
            model = next;
        }
    }

    /// Whether the screen becomes as wanted before nothing more has come for a while.
    pub(crate) fn comes_to(&self, wanted: impl Fn(&vt100::Screen) -> bool) -> bool {
        let mut model = self.model();
        while !wanted(model.screen.screen()) {
            let (next, waited) = self.shared.changed.wait_timeout(model, Duration::from_secs(5)).unwrap();
            if waited.timed_out() {
                return false;
            }
            model = next;
        }
        true
    }

    /// Waits until the program has copied something by OSC 52 since `earlier` copies were seen;
    /// gives the last copy, still in base64.
    pub(crate) fn wait_copied(&self, earlier: usize) -> Vec<u8> {
        self.wait("an OSC 52 sequence", |model| model.screen.callbacks().0.len() > earlier);
        self.model().screen.callbacks().0.last().cloned().unwrap()
    }

    /// Waits until the program has ended and gives its exit status.
    pub(crate) fn wait_closed(&mut self) -> u32 {
        self.wait("the program to end", |model| model.closed);
        self.child.wait().unwrap().exit_code()
    }

    /// Changes the size of the terminal.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        let (high, wide) = (NonZeroU16::new(rows).unwrap(), NonZeroU16::new(columns).unwrap());
        self.model().screen.screen_mut().set_size(high, wide);
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Where a text stands on the screen: column and row of its first character, from 0.
    pub(crate) fn find(&self, text: &str) -> Option<(usize, usize)> {
        let screen = self.screen();
        let mut rows = (0..).zip(screen.lines());
        rows.find_map(|(row, line)| Some((line.get(..line.find(text)?)?.chars().count(), row)))
    }

    /// The text on the screen.
    pub(crate) fn screen(&self) -> String {
        self.model().screen.screen().contents()
    }

    /// Looks at the screen with its colours.
    pub(crate) fn with_screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.model().screen.screen())
    }

    /// Whether the program is on the alternate screen.
    pub(crate) fn on_alternate_screen(&self) -> bool {
        self.model().screen.screen().alternate_screen()
    }

    /// The program's process, for signals.
    pub(crate) fn process_id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    fn model(&self) -> MutexGuard<'_, Model> {
        self.shared.model.lock().unwrap()
    }

    fn wait(&self, what: &str, wanted: impl Fn(&Model) -> bool) {
        let start = Instant::now();
        let mut model = self.model();
        while !wanted(&model) {
            let left = DEADLINE.saturating_sub(start.elapsed());
            let screen = model.screen.screen().contents();
            assert!(!left.is_zero(), "waited for {what}; the screen shows:\n{screen}");
            model = self.shared.changed.wait_timeout(model, left).unwrap().0;
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A failed test must not leave the program running; one that has ended can't be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// The program with a home of its own, so that nothing of the user's is read or written, and with
/// the environment of a remote session, in which copying goes through the terminal.
pub(crate) fn routewright(home: &std::path::Path, arguments: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_routewright"));
    command.args(arguments);
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", home);
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    command.env("LANG", "C.UTF-8");
    command.env("SSH_TTY", "/dev/pts/0");
    command.cwd(home);
    command
}

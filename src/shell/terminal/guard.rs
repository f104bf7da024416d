//! Takes the terminal over and always gives it back: at the end, on a panic, and on a signal.

use std::io::{self, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, Once, PoisonError};
use std::thread::{self, ThreadId};

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};

use super::Event;

/// What a terminal that goes away sends.
pub(super) const HANGUP: i32 = 1;

static TAKEN: AtomicBool = AtomicBool::new(false);
static LENT: AtomicBool = AtomicBool::new(false);
static DRAWING: Mutex<Option<ThreadId>> = Mutex::new(None);
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());
static HOOK: Once = Once::new();

/// While it lives, the terminal is the wizard's.
#[derive(Debug)]
pub(super) struct Guard(());

impl Guard {
    /// Gives the terminal to another program for as long as it runs. An interruption is for that
    /// program then, and not for the wizard.
    pub(super) fn lend<T>(&self, act: impl FnOnce() -> T) -> io::Result<T> {
        LENT.store(true, Ordering::SeqCst);
        give_back();
        let result = act();
        let taken = take();
        end_lending();
        taken.map(|()| result)
    }

    pub(super) fn enter() -> io::Result<Self> {
        HOOK.call_once(hook);
        *DRAWING.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current().id());
        // `drop` gives back what was taken, even if not all of it could be.
        let guard = Self(());
        take()?;
        Ok(guard)
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste)
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back, once, whoever comes first.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // Each step is tried on its own: a terminal that is half gone should get what it still takes.
        let mut out = io::stdout();
        let _ = execute!(out, DisableBracketedPaste, DisableMouseCapture);
        let _ = execute!(out, LeaveAlternateScreen, cursor::Show);
        let _ = out.flush();
        let _ = disable_raw_mode();
    }
}

/// A panic of the thread that draws is shown after the terminal was given back. One of a thread
/// beside it must not end the wizard: it is kept for a message.
fn hook() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let drawing = *DRAWING.lock().unwrap_or_else(PoisonError::into_inner);
        if drawing.is_none_or(|id| id == thread::current().id()) {
            give_back();
            before(panic);
        } else {
            *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
        }
    }));
}

/// What the last panic beside the screen said.
pub(super) fn panic_message() -> String {
    let message = LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner);
    format!("this is a fault in routewright, please report it: {message}")
}

/// Turns signals into events while it is open.
#[derive(Debug)]
pub(super) struct Signals {
    #[cfg(unix)]
    handle: signal_hook::iterator::Handle,
}

impl Signals {
    pub(super) fn close(self) {
        #[cfg(unix)]
        self.handle.close();
    }
}

/// Says that what had the terminal has ended. An interruption that was meant for it may still wait to be
/// looked at, so the word goes the same way as signals do, behind it.
fn end_lending() {
    #[cfg(unix)]
    if signal_hook::low_level::raise(signal_hook::consts::SIGUSR1).is_ok() {
        return;
    }
    LENT.store(false, Ordering::SeqCst);
}

/// Watches for the signals that ask a program to end.
#[cfg(unix)]
pub(super) fn watch_signals(sender: Sender<Event>) -> io::Result<Signals> {
    use std::time::Duration;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGUSR1};

    /// A thread that draws answers in a moment; one that hangs never will.
    const PATIENCE: Duration = Duration::from_secs(3);

    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGUSR1])?;
    let handle = signals.handle();
    thread::spawn(move || {
        let meant = |signal: &i32| match *signal {
            SIGUSR1 => {
                LENT.store(false, Ordering::SeqCst);
                false
            }
            signal => signal != SIGINT || !LENT.load(Ordering::SeqCst),
        };
        if let Some(signal) = signals.forever().find(meant) {
            let _ = sender.send(Event::Signal(signal));
            thread::sleep(PATIENCE);
            give_back();
            std::process::exit(i32::from(crate::shell::failure::status::of_signal(signal)));
        }
    });
    Ok(Signals { handle })
}

/// Other systems end a program without asking it.
#[cfg(not(unix))]
pub(super) fn watch_signals(_: Sender<Event>) -> io::Result<Signals> {
    Ok(Signals {})
}

//! Cold start of the program in a pseudo-terminal to the first frame with endpoints on it, against
//! the start of the same program only to say its version.

use std::io::Read;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::paired::compare_times;

pub(crate) fn run() {
    println!("\nCold start");
    let home = match tempfile::tempdir() {
        Ok(home) => home,
        Err(error) => {
            println!("  left out: no temporary folder ({error})");
            return;
        }
    };
    let program = |argument: &str| {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_routewright"));
        command.arg(argument);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.cwd(home.path());
        command
    };
    compare_times(
        "  to the first frame",
        || until(program("--demo"), b"Endpoints"),
        "--version",
        || until(program("--version"), b"routewright"),
    );
    compare_times(
        "  to the first frame with endpoints",
        || until(program("--demo"), b"PATCH"),
        "--version",
        || until(program("--version"), b"routewright"),
    );
}

/// Starts a program in a pseudo-terminal; the time until it has written `mark`.
fn until(command: CommandBuilder, mark: &[u8]) -> Duration {
    let size = PtySize { rows: 48, cols: 160, pixel_width: 0, pixel_height: 0 };
    let Ok(pair) = native_pty_system().openpty(size) else { return Duration::ZERO };
    let Ok(mut output) = pair.master.try_clone_reader() else { return Duration::ZERO };
    let start = Instant::now();
    let Ok(mut child) = pair.slave.spawn_command(command) else { return Duration::ZERO };
    drop(pair.slave);
    let (mut seen, mut bytes) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = output.read(&mut bytes) {
        seen.extend_from_slice(bytes.get(..read).unwrap_or_default());
        if seen.windows(mark.len()).any(|w| w == mark) {
            break;
        }
    }
    let took = start.elapsed();
    // It may have ended by itself; what counts is that none is left behind.
    let _ = child.kill();
    let _ = child.wait();
    took
}

//! Cold start of the program in a pseudo-terminal to the first frame with endpoints on it, against
//! the start of the same program only to say its version.

use std::io::Read;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::paired::compare;

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
    compare(
        "  to the first frame with endpoints",
        || until(program("--demo"), b"PATCH"),
        "--version",
        || until(program("--version"), b"routewright"),
    );
}

/// Starts a program and reads what it writes until `mark` has come; gives how many bytes came.
fn until(command: CommandBuilder, mark: &[u8]) -> usize {
    let size = PtySize { rows: 48, cols: 160, pixel_width: 0, pixel_height: 0 };
    let Ok(pair) = native_pty_system().openpty(size) else { return 0 };
    let (Ok(mut child), Ok(mut output)) = (pair.slave.spawn_command(command), pair.master.try_clone_reader()) else {
        return 0;
    };
    drop(pair.slave);
    let mut seen = Vec::new();
    let mut bytes = [0; 4096];
    while let Ok(read @ 1..) = output.read(&mut bytes) {
        seen.extend_from_slice(bytes.get(..read).unwrap_or_default());
        if seen.windows(mark.len()).any(|w| w == mark) {
            break;
        }
    }
    // It may have ended by itself; what counts is that none is left behind.
    let _ = child.kill();
    let _ = child.wait();
    seen.len()
}

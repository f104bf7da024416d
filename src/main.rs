//! The `routewright` command: see [`routewright::cli`] for its arguments.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(routewright::shell::run(std::env::args_os()))
}

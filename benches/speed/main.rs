//! `cargo bench`: how fast the program is, each figure as a ratio against a baseline that is
//! measured in turns with it in the same run, since absolute times say little on a shared machine.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod documents;
mod paired;
mod reading;

fn main() {
    reading::run();
}

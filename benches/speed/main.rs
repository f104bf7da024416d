//! `cargo bench`: how fast the program is, each figure as a ratio against a baseline that is
//! measured in turns with it in the same run, since absolute times say little on a shared machine.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod ddl;
mod documents;
mod frame;
mod paired;
mod plan;
mod reading;
mod specification;
mod start;
mod types;

fn main() {
    reading::run();
    ddl::run();
    specification::run();
    types::run();
    plan::run();
    frame::run();
    start::run();
}

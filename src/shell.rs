//! The only place with I/O: files, clipboard, terminal, clock.

mod console;
pub mod decode;
pub mod documents;
pub mod root;
mod run;
mod search;
pub mod tree;

pub use run::run;

//! The only place with I/O: files, clipboard, terminal, clock.

pub mod clipboard;
mod console;
pub mod decode;
pub mod documents;
pub mod folders;
pub mod memory;
pub mod root;
mod run;
pub mod save;
mod search;
pub mod tree;

pub use run::run;

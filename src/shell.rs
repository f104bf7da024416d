//! The only place with I/O: files, clipboard, terminal, clock.

pub mod clipboard;
mod commands;
mod configuration;
mod console;
pub mod decode;
mod demo;
pub mod documents;
mod every_plan;
mod failure;
pub mod folders;
mod interruption;
pub mod memory;
mod opening;
mod outlet;
mod own_assets;
pub mod root;
mod rules;
mod run;
pub mod save;
mod search;
mod settings;
mod templates;
mod terminal;
pub mod tree;

pub use run::run;

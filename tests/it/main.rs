//! Everything that is tested from outside: the layers, the commands, faults, and the program in a
//! real terminal.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod anything;
mod api_plans;
mod cli;
mod corpus;
mod diagnostics;
mod docs;
mod faults;
mod layering;
mod openapi;
mod own_assets;
mod picture;
mod project;
#[cfg(unix)]
mod rule_files;
mod sarif;
mod schemas;
mod settings;
mod templates;
mod terminal;
mod wizard;

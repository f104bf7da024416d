//! routewright reads a project's API plan, database plan, tech stack, types and rules, and writes
//! implementation prompts and plans for the endpoints that its user chooses.
//!
//! The modules are layers: each one uses only those above it in this list. Everything but
//! [`shell`] is pure: text in, values out.

pub mod assets;

pub mod text;

pub mod diagnostic;

pub mod model;

pub mod read;

pub mod relate;

pub mod prompt;

pub mod plan;

pub mod check;

pub mod deliver;

pub mod config;

pub mod app;

pub mod view;

pub mod cli;

pub mod shell;

//! Arguments, and answers as text or JSON.

pub mod args;
pub mod check;
pub mod choose;
pub mod config;
pub mod find;
pub mod inspect;
pub mod list;
pub mod manual;
pub mod rules;
pub mod tokens;

pub use args::{Arguments, Color, Command, Common, ConfigCommand, LanguageChoice, PromptArguments, TemplateCommand};

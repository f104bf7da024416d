//! Arguments, and answers as text or JSON.

pub mod args;
pub mod inspect;
pub mod list;

pub use args::{Arguments, Color, Command, Common, LanguageChoice};

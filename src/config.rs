//! Settings, key map and theme from text.

pub mod settings;
pub mod keymap;
pub mod theme;

//! Settings, key map and theme from text.

pub mod editors;
pub mod keymap;
pub mod settings;
pub mod theme;

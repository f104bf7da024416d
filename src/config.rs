//! Settings, key map and theme from text.

pub mod settings;

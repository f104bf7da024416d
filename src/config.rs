//! Settings, key map and theme from text.

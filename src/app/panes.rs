//! What the four panes show, brought up to date from project and choices.

pub mod check;
pub mod endpoints;
pub mod grouped;
pub mod preview;
pub mod rules;
pub mod tables;

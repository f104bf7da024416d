//! The wizard's state and how messages change it.
//!
//! [`update`](fn@update) takes a [`State`] and a [`Msg`] and gives back the [`Effect`]s that the
//! shell is to carry out; nothing in here reads a file, a clock or a terminal. What a frame needs is
//! in the state before it is drawn: the view only looks things up.
//!
//! All choices live in one place, [`Choices`]; the panes are views of them, so that no two can
//! disagree.

pub mod choices;
pub mod command;
pub mod counting;
pub mod editor;
pub mod findings;
pub mod flow;
pub mod fuzzy;
pub mod keys;
pub mod layout;
pub mod line_input;
pub mod list;
pub mod msg;
pub mod packs;
pub mod panes;
pub mod popup;
pub mod rule_files;
pub mod state;
pub mod types;
pub mod update;

#[cfg(test)]
pub(crate) mod harness;

pub use choices::Choices;
pub use msg::{Effect, Mouse, MouseKind, Msg, Opened, What};
pub use state::{Setup, State, Step};
pub use update::update;

//! The columns of bullets, which are looked at twice: from the name above them, and when they are read
//! themselves.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::entry;
use crate::read::blocks::{Block, Outline};
use crate::read::schema::phrase::{self, ColumnPhrase};

/// The columns of the bullets that were looked at and not read yet.
pub(super) struct Ahead<'a> {
    pub(super) outline: &'a Outline,
    /// By where the bullet's text begins.
    known: RefCell<FxHashMap<usize, Vec<ColumnPhrase>>>,
}

impl<'a> Ahead<'a> {
    pub(super) fn new(outline: &'a Outline) -> Self {
        Self { outline, known: RefCell::default() }
    }

    /// Whether the first column that a bullet gives has a type that databases know; `None` where it is no
    /// bullet of columns.
    pub(super) fn is_typed(&self, block: &Block) -> Option<bool> {
        let mut known = self.known.borrow_mut();
        let columns = known.entry(block.text.start).or_insert_with(|| phrase::columns(self.outline.text_of(block)));
        columns.first().filter(|column| entry::is_acceptable(column)).map(|column| column.known_type)
    }

    /// The columns of a bullet that is read now.
    pub(super) fn take(&self, block: &Block) -> Vec<ColumnPhrase> {
        let known = self.known.borrow_mut().remove(&block.text.start);
        known.unwrap_or_else(|| phrase::columns(self.outline.text_of(block)))
    }
}

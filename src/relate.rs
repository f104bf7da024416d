//! Which tables and which declared types matter to an endpoint, and why.
//!
//! Evidence is added up: each piece is a [`clue::Clue`] with a weight and a sentence. First what names
//! a table outright (the path, the plan's list of resources, the text), then what leads on from those
//! tables (fields, foreign keys, joins, membership). A table is picked when it is more likely than not.

mod clue;
mod entry;
mod evidence;
mod index;
mod mention;
mod naming;
mod passages;
mod rules;
#[cfg(test)]
mod tests;
mod text;
pub mod types;

use std::cell::OnceCell;

use self::evidence::Case;
use self::index::Index;
use self::types::TypeIndex;
use crate::model::{Endpoint, Pick, Project, Table, TypePick};

pub use self::types::check_asset;

/// What is worth knowing about all tables of a project before its endpoints are looked at.
#[derive(Debug)]
pub struct Relations<'a> {
    project: &'a Project,
    index: Index<'a>,
    types: OnceCell<TypeIndex>,
}

impl<'a> Relations<'a> {
    /// Prepares a project's tables and resources.
    #[must_use]
    pub fn new(project: &'a Project) -> Self {
        Self { project, index: Index::new(project), types: OnceCell::new() }
    }

    /// The tables picked for an endpoint, strongest first; none is an answer.
    #[must_use]
    pub fn picks(&self, endpoint: &Endpoint) -> Vec<Pick> {
        Case::new(self.project, &self.index, endpoint).picks()
    }

    /// The declared types picked for endpoints with these tables, strongest first.
    #[must_use]
    pub fn types(&self, endpoints: &[&Endpoint], tables: &[&Table]) -> Vec<TypePick> {
        let index = self.types.get_or_init(|| TypeIndex::new(self.project));
        index.picks_for(self.project, endpoints, tables)
    }
}

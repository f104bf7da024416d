//! Which tables and which declared types matter to an endpoint, and why.
//!
//! Evidence is added up: each piece has a weight and a sentence. First what names a table outright
//! (the path, the plan's list of resources, the text), then what leads on from those tables (fields,
//! foreign keys, joins, membership). A table is picked when its evidence reaches [`weights::ENOUGH`].

mod evidence;
mod index;
mod naming;
mod passages;
#[cfg(test)]
mod tests;
mod text;
pub mod types;

use std::cell::OnceCell;

use self::evidence::Case;
use self::index::Index;
use self::types::TypeIndex;
use crate::model::{Endpoint, Pick, Project, Table, TypePick};

/// How much each piece of evidence counts; pieces add up as chances do, 1 − (1 − a)(1 − b).
mod weights {
    /// A table with less is not picked.
    pub(super) const ENOUGH: f64 = 0.5;
    /// The plan's list of resources names the table for a segment of the path.
    pub(super) const RESOURCE: f64 = 0.8;
    /// The list names it behind others.
    pub(super) const RESOURCE_FURTHER: f64 = 0.35;
    /// The list names it for the heading that the endpoint stands under.
    pub(super) const RESOURCE_GROUP: f64 = 0.45;
    /// The last segment of the path that names a table names this one.
    pub(super) const PATH: f64 = 0.9;
    /// An earlier segment does.
    pub(super) const PATH_ABOVE: f64 = 0.7;
    /// A segment is the end of the table's name, and of no other's.
    pub(super) const PATH_END: f64 = 0.75;
    /// A segment is some part of the table's name, and of no other's.
    pub(super) const PATH_PART: f64 = 0.55;
    /// The same for what stands behind a parameter, which is more often an action.
    pub(super) const PATH_ACTION: f64 = 0.35;
    /// The endpoint's text names the table in backticks or with `_`.
    pub(super) const MENTION: f64 = 0.75;
    /// The text has the table's name as a plain word.
    pub(super) const MENTION_WORD: f64 = 0.5;
    /// The text has the last word of the table's name, which no other's has.
    pub(super) const MENTION_END: f64 = 0.25;
    /// The text has the table's name in the singular.
    pub(super) const MENTION_ONE: f64 = 0.25;
    /// Any of these, and the table is a neighbour of a picked one.
    pub(super) const MENTION_NEAR: f64 = 0.5;
    /// Text elsewhere that also holds, or that names the endpoint, names the table.
    pub(super) const MENTION_CONTEXT: f64 = 0.55;
    /// A field is a foreign key of a picked table.
    pub(super) const FIELD_KEY: f64 = 0.55;
    /// A field is named after a table that hangs on a picked one.
    pub(super) const FIELD_CHILD: f64 = 0.55;
    /// A field is a column of a neighbour, and of no picked table.
    pub(super) const FIELD_COLUMN: f64 = 0.3;
    /// A field is a column of another table with that table's name before it.
    pub(super) const FIELD_SHOWN: f64 = 0.55;
    /// A path parameter is a foreign key or key of the table.
    pub(super) const PARAMETER: f64 = 0.5;
    /// A field is named after the table, or after the end of its name and of no other's.
    pub(super) const FIELD_NAMED: f64 = 0.5;
    /// The path is about the caller as a person, and the table holds people.
    pub(super) const IDENTITY: f64 = 0.55;
    /// The table does nothing but join two picked ones.
    pub(super) const JOIN: f64 = 0.55;
    /// The table says who belongs to what a picked table belongs to.
    pub(super) const MEMBERSHIP: f64 = 0.5;
    /// The text asks for a role, and the table holds roles.
    pub(super) const ROLE: f64 = 0.5;
    /// The heading names the table.
    pub(super) const GROUP: f64 = 0.3;
    /// The heading names the table, and nothing else names any.
    pub(super) const GROUP_ALONE: f64 = 0.55;
}

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

//! Tables and types chosen for an endpoint, and why.

use serde::{Deserialize, Serialize};

/// A table that matters to an endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    /// The table's name as in the schema.
    pub table: String,
    /// Strength of the evidence, 0 to 1.
    pub score: f64,
    /// Why, strongest first.
    pub reasons: Vec<Reason>,
}

/// A declared type that matters to an endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct TypePick {
    /// Its index among [`Project::types`](crate::model::Project::types).
    pub ty: usize,
    /// Strength of the evidence, 0 to 1.
    pub score: f64,
    /// Why, strongest first.
    pub reasons: Vec<Reason>,
}

/// One piece of evidence with a sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What kind of evidence it is.
    pub kind: Evidence,
    /// The sentence, in the interface's language: "the path ends in `members` below `projects`".
    pub text: String,
}

/// Kinds of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// The API plan's own list of resources says so.
    Resource,
    /// A segment of the path names the table.
    Path,
    /// The endpoint's own text names the table.
    Mention,
    /// A parameter or field is a column of the table.
    Field,
    /// The table joins two picked ones.
    Join,
    /// A role or ownership check needs it.
    Access,
    /// A foreign key leads there from a picked table.
    ForeignKey,
    /// The heading that the endpoint stands under names the table.
    Group,
    /// The type's name has a word of the method's.
    Method,
    /// The type is called like a chosen table.
    Table,
    /// A picked type uses it.
    Used,
    /// The user added it.
    User,
}

//! What the user chose: the one input of the prompt and of the plan.

use super::endpoint::Endpoint;
use super::project::{Language, Project};
use super::rule::Rule;
use super::schema::Table;

/// Endpoints, tables and rules that a prompt or a plan is to be made from.
#[derive(Debug, Clone)]
pub struct Choice<'a> {
    /// The project that everything else belongs to.
    pub project: &'a Project,
    /// At least one, in the order in which the plan treats them.
    pub endpoints: Vec<&'a Endpoint>,
    /// The chosen tables, strongest pick first.
    pub tables: Vec<&'a Table>,
    /// The active rules; the first one is number 1.
    pub rules: Vec<&'a Rule>,
    /// Language of the prompt and the plan.
    pub language: Language,
    /// Where the plan is to be saved, relative to the root.
    pub save_as: String,
}

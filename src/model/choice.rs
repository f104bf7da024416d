//! What the user chose: the one input of the prompt and of the plan.

use serde::{Deserialize, Serialize};

use super::endpoint::Endpoint;
use super::language::Language;
use super::project::Project;
use super::rule::Rule;
use super::schema::Table;
use super::type_declaration::TypeDeclaration;

/// Endpoints, tables, types and rules that a prompt or a plan is to be made from.
#[derive(Debug, Clone)]
pub struct Choice<'a> {
    /// The project that everything else belongs to.
    pub project: &'a Project,
    /// At least one, in the order in which the plan treats them.
    pub endpoints: Vec<&'a Endpoint>,
    /// The chosen tables, strongest pick first.
    pub tables: Vec<&'a Table>,
    /// The declared types that matter, strongest pick first.
    pub types: Vec<&'a TypeDeclaration>,
    /// How the prompt gives them.
    pub types_as: TypesAs,
    /// The active rules; the first one is number 1.
    pub rules: Vec<&'a Rule>,
    /// Language of the prompt and the plan.
    pub language: Language,
    /// Where the plan is to be saved, relative to the root.
    pub save_as: String,
    /// How many references below each other are written out in the text of a specification's operation.
    pub schema_depth: usize,
}

/// How a prompt gives the types that the sources declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TypesAs {
    /// As references to their files, with names and lines.
    #[default]
    References,
    /// With their text.
    Text,
}

impl TypesAs {
    /// All ways.
    pub const ALL: [Self; 2] = [Self::References, Self::Text];

    /// The word for it, in settings and options.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::References => "references",
            Self::Text => "text",
        }
    }
}

/// [`Choice::schema_depth`] where nobody says otherwise: a body with the schemas of its fields.
pub const DEFAULT_SCHEMA_DEPTH: usize = 2;

//! What the user chose: the one input of the prompt and of the plan.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::endpoint::Endpoint;
use super::language::Language;
use super::omission::Omission;
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
    /// How the prompt gives what stands in documents.
    pub documents_as: DocumentsAs,
    /// The form of the prompt.
    pub format: PromptFormat,
    /// The active rules; the first one is number 1.
    pub rules: Vec<&'a Rule>,
    /// Language of the prompt and the plan.
    pub language: Language,
    /// Where the plan is to be saved, relative to the root.
    pub save_as: String,
    /// How many references below each other are written out in the text of a specification's operation.
    pub schema_depth: usize,
    /// Whether the plan shows its data flow as a diagram too.
    pub diagram: bool,
    /// What the prompt leaves out; the plan has everything.
    pub left_out: BTreeSet<Omission>,
}

impl<'a> Choice<'a> {
    /// Nothing chosen yet of a project, in its language.
    #[must_use]
    pub fn of(project: &'a Project) -> Self {
        Self {
            project,
            endpoints: Vec::new(),
            tables: Vec::new(),
            types: Vec::new(),
            types_as: TypesAs::default(),
            documents_as: DocumentsAs::default(),
            format: PromptFormat::default(),
            rules: Vec::new(),
            language: project.language,
            save_as: String::new(),
            schema_depth: DEFAULT_SCHEMA_DEPTH,
            diagram: false,
            left_out: BTreeSet::new(),
        }
    }
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

/// How a prompt gives what stands in the project's documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentsAs {
    /// With its text.
    #[default]
    Inline,
    /// As references that Cursor and Claude Code follow: `@.ai/api-plan.md (lines 61-95)`.
    At,
    /// As references that Copilot follows: `#.ai/api-plan.md (lines 61-95)`.
    Hash,
}

impl DocumentsAs {
    /// All ways.
    pub const ALL: [Self; 3] = [Self::Inline, Self::At, Self::Hash];

    /// The word for it, in settings and options.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::At => "at",
            Self::Hash => "hash",
        }
    }

    /// The sign before the path of a file that is referred to; where documents stand with their text,
    /// other files still are.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Inline | Self::At => '@',
            Self::Hash => '#',
        }
    }

    /// The way that a word or a sign names.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let by_sign = |way: &Self| *way != Self::Inline && word.chars().eq([way.sign()]);
        Self::ALL.into_iter().find(|way| way.word() == word || by_sign(way))
    }
}

/// The form of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PromptFormat {
    /// As the template has it: tags around what is inserted.
    #[default]
    Xml,
    /// Headings and fences in place of the tags.
    Markdown,
    /// Messages for a chat API: a list of objects with `role` and `content`.
    Json,
}

impl PromptFormat {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Xml, Self::Markdown, Self::Json];

    /// The word for it, in settings and options.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::Markdown => "markdown",
            Self::Json => "json",
        }
    }
}

/// [`Choice::schema_depth`] where nobody says otherwise: a body with the schemas of its fields.
pub const DEFAULT_SCHEMA_DEPTH: usize = 2;

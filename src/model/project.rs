//! A project: its documents and everything read from them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::endpoint::{ApiPlan, Endpoint, EndpointKey};
use super::language::Language;
use super::rule::Rule;
use super::schema::Schema;
use super::type_declaration::TypeDeclaration;
use crate::diagnostic::Diagnostic;
use crate::text::{Place, Source};

/// Everything that was read from a project's documents.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// Name of the root folder, for titles.
    pub name: String,
    /// All documents; a [`Place`] refers to them by index.
    pub documents: Vec<Document>,
    /// Endpoints and resources.
    pub api: ApiPlan,
    /// Tables and enums.
    pub schema: Schema,
    /// What the project is built with.
    pub tech_stack: TechStack,
    /// Rules of the project's own files, of the packs that its tech stack asks for, and of the user.
    pub rules: Vec<Rule>,
    /// The text of the user's own file of rules, which holds for all their projects.
    pub user_rules: String,
    /// Types that the sources declare.
    pub types: Vec<TypeDeclaration>,
    /// Language of the plans, by the documents.
    pub language: Language,
    /// What the readers have to say.
    pub diagnostics: Vec<Diagnostic>,
}

impl Project {
    /// The text at a place; empty where the place is not in a document of this project.
    #[must_use]
    pub fn text(&self, place: Place) -> &str {
        self.source(place).map(|s| s.slice(place.span)).unwrap_or_default()
    }

    /// What is said of an endpoint in words: its own text, or of an operation of a specification its
    /// descriptions.
    #[must_use]
    pub fn said_of<'a>(&'a self, endpoint: &'a Endpoint) -> &'a str {
        match endpoint.details.source() {
            Some(_) => endpoint.details.words.as_deref().unwrap_or_default(),
            None => self.text(endpoint.place),
        }
    }

    /// An endpoint's own text: what a person would copy into a prompt for it alone. What an operation
    /// of a specification refers to is written out up to `depth` references below each other.
    #[must_use]
    pub fn own_text(&self, endpoint: &Endpoint, depth: usize) -> Cow<'_, str> {
        match endpoint.details.source() {
            Some(source) => Cow::Owned(source.text(depth)),
            None => Cow::Borrowed(self.text(endpoint.place)),
        }
    }

    /// The document that a place lies in.
    #[must_use]
    pub fn source(&self, place: Place) -> Option<&Source> {
        self.documents.get(place.document.0).map(|d| &d.source)
    }

    /// Whether a place lies in a saved plan.
    #[must_use]
    pub fn is_plan(&self, place: Place) -> bool {
        self.documents.get(place.document.0).is_some_and(|document| document.role == DocumentRole::Plan)
    }

    /// `path:line` of a place, for messages.
    #[must_use]
    pub fn locate(&self, place: Place) -> String {
        self.source(place).map(|s| format!("{}:{}", s.path, s.line_of(place.span.start))).unwrap_or_default()
    }

    /// The endpoint of that key; the style of path parameters and letter case do not matter, but a
    /// spelling that is equal to the letter wins.
    #[must_use]
    pub fn endpoint(&self, key: &EndpointKey) -> Option<&Endpoint> {
        let all = &self.api.endpoints;
        all.iter().find(|e| e.key == *key).or_else(|| all.iter().find(|e| e.key.same_endpoint(key)))
    }
}

/// What a document is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentRole {
    /// Endpoints.
    ApiPlan,
    /// Tables.
    DatabasePlan,
    /// The schema that the project really has: migrations or a schema file beside a database plan,
    /// read only to say where the two disagree.
    ImplementedSchema,
    /// Languages, frameworks, services.
    TechStack,
    /// Source code with type declarations.
    Types,
    /// Coding rules.
    Rules,
    /// A saved implementation plan.
    Plan,
}

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Free-form markdown.
    Markdown,
    /// SQL statements.
    Sql,
    /// A Prisma schema.
    Prisma,
    /// Database markup language (dbml.dbdiagram.io).
    Dbml,
    /// A Mermaid diagram.
    Mermaid,
    /// A specification: OpenAPI 3 or Swagger 2.0, as JSON or YAML.
    Openapi,
    /// Source code (types).
    Code,
}

impl Format {
    /// How a database plan of that name is written.
    #[must_use]
    pub fn of_database_plan(path: &str) -> Self {
        match path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
            Some("sql") => Self::Sql,
            Some("prisma") => Self::Prisma,
            Some("dbml") => Self::Dbml,
            Some("mmd" | "mermaid") => Self::Mermaid,
            _ => Self::Markdown,
        }
    }
}

/// One document of a project.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it is for.
    pub role: DocumentRole,
    /// How it is written.
    pub format: Format,
    /// Its text after decoding, with its path.
    pub source: Source,
    /// Size on disk in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes on disk, in hex.
    pub sha256: String,
}

/// What a project is built with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TechStack {
    /// The stack whose conventions hold: file name without ending under `assets/stacks/`
    /// (`aspnet`, `astro-supabase`, …; `neutral` where none was recognised).
    pub profile: String,
    /// Technologies that the documents name, heaviest first: keys of `assets/stack-signals.toml`
    /// (`astro`, `supabase`, …).
    pub technologies: Vec<String>,
    /// Where technologies are named: first the weightiest place of each, in the order of
    /// `technologies` with the profile's own at the front, then others.
    pub evidence: Vec<Mention>,
    /// The tech stack document as a whole, if there is one.
    pub place: Option<Place>,
}

impl TechStack {
    /// The weightiest place where a technology is named.
    #[must_use]
    pub fn mention(&self, technology: &str) -> Option<&Mention> {
        self.evidence.iter().find(|mention| mention.technology == technology)
    }
}

/// A place where a document names a technology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Key of `assets/stack-signals.toml`.
    pub technology: String,
    /// The word, as the document writes it.
    pub word: String,
    /// Where it stands.
    pub place: Place,
}

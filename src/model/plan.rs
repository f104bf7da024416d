//! Implementation plans.

use serde::{Deserialize, Serialize};

use super::endpoint::EndpointKey;
use super::language::Language;

/// An implementation plan: nine sections for one or more endpoints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Endpoints that it is for.
    pub endpoints: Vec<EndpointKey>,
    /// Language that it is written in.
    pub language: Language,
    /// `# ` title without the mark.
    pub title: String,
    /// In the order of [`SectionKind::ALL`].
    pub sections: Vec<Section>,
}

/// One section of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Which one.
    pub kind: SectionKind,
    /// Heading without number, in the plan's language.
    pub heading: String,
    /// Markdown, without the heading, without blank lines at either end.
    pub body: String,
}

/// The nine sections, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the sections")]
pub enum SectionKind {
    Overview,
    Request,
    Types,
    Response,
    DataFlow,
    Security,
    Errors,
    Performance,
    Steps,
}

impl SectionKind {
    /// All sections in the order of a plan.
    pub const ALL: [Self; 9] = [
        Self::Overview,
        Self::Request,
        Self::Types,
        Self::Response,
        Self::DataFlow,
        Self::Security,
        Self::Errors,
        Self::Performance,
        Self::Steps,
    ];

    /// 1 to 9.
    #[must_use]
    pub fn number(self) -> usize {
        self as usize + 1
    }
}

/// What a saved plan was made from; written as its last line (see CONTRACT: "Files that we write").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of this record: 1.
    pub version: u32,
    /// `METHOD /path`; several are joined with `, `.
    pub endpoint: String,
    /// Hashes (SHA-256 in hex) of what went in.
    pub sources: ProvenanceSources,
    /// Names of the chosen tables.
    #[serde(default)]
    pub tables: Vec<String>,
    /// Ids of the active rules, without those that the user wrote or changed: only the others can be
    /// compared with the documents later.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Ids of rules that would have held, had the user not turned them off or changed them: any other
    /// one that holds later is new.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// `offline`, or the name of a configured engine.
    pub engine: String,
    /// Hash of the plan as it was written, to tell later whether somebody changed it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// Hashes of the texts that a plan was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenanceSources {
    /// The endpoint's own text and context.
    pub spec: String,
    /// The chosen tables.
    pub tables: String,
    /// The active rules.
    pub rules: String,
    /// The template.
    pub template: String,
}

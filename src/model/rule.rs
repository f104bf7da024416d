//! Implementation rules.

use serde::Deserialize;

use crate::text::Place;

/// One rule that an implementation has to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Stays the same between runs as long as origin and text do: `aspnet/1`,
    /// `.cursor/rules/backend.mdc#3f9a…`. Choices are remembered under it.
    pub id: String,
    /// The rule, one line or a few.
    pub text: String,
    /// Heading that it stands under in its file.
    pub heading: Option<String>,
    /// Where it comes from.
    pub origin: RuleOrigin,
    /// Whether it holds unless the user says otherwise.
    pub active: bool,
    /// Why it is proposed, or why not: "about frontend components".
    pub reason: String,
    /// What it is about, as far as that was said and need not be told from its words.
    pub scope: RuleScope,
}

/// Which step of a plan a rule belongs to, and which endpoints it has anything to say about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleScope {
    /// Its step; without one its words decide.
    pub step: Option<RuleStep>,
    /// It concerns endpoints of which one of these is true; any endpoint where there are none.
    pub when: Vec<Occasion>,
}

/// A step of a plan that rules belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleStep {
    /// Indexes and other changes of the schema.
    Migration,
    /// Types of request and response.
    Types,
    /// Checking what comes in.
    Validation,
    /// What decides and asks the database.
    Service,
    /// What reads the request and answers.
    Handler,
    /// Tests.
    Tests,
}

/// What an endpoint does or takes, as far as rules care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Occasion {
    /// It takes path parameters.
    Path,
    /// It takes query parameters.
    Query,
    /// It takes a request body.
    Body,
    /// It takes any of these.
    Input,
    /// It answers with one row.
    Read,
    /// It answers with rows.
    List,
    /// It adds a row.
    Insert,
    /// It changes a row.
    Update,
    /// It takes a row away.
    Delete,
    /// It does any of these three.
    Write,
    /// It writes more than once, or may do so.
    SeveralWrites,
    /// Its caller is known, or has to be.
    Caller,
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleOrigin {
    /// A pack that comes with the program.
    Pack {
        /// File name without ending under `assets/rules/`.
        id: String,
        /// Title for the user.
        title: String,
    },
    /// A file of the project.
    File {
        /// Path relative to the root.
        path: String,
        /// Where in it.
        place: Place,
    },
    /// The user's own file, which holds for all their projects.
    User,
    /// Written in the wizard and remembered there.
    Remembered {
        /// The endpoint that it holds for, as `METHOD /path`; all of the project without one.
        endpoint: Option<String>,
    },
}

impl RuleOrigin {
    /// Whether everybody who has the project has the rule too.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Pack { .. } | Self::File { .. })
    }
}

/// Whose a rule is, among those that can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// It holds for one endpoint.
    Endpoint,
    /// It stands in the project's own file.
    Project,
    /// It stands in the user's own file.
    User,
}

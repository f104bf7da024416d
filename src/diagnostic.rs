//! What a reader has to say about a document, and values that come with it.
//!
//! Reading never fails: it gives what it understood together with [`Diagnostic`]s.

pub mod pages;

use serde::{Deserialize, Serialize};

use crate::text::Place;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Info,
    /// Something was guessed or skipped.
    Warning,
    /// A document, or a part of one, could not be read.
    Error,
}

impl Severity {
    /// The word for it, as settings and answers have it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A stable code of the form `RW012`; its [page](pages::page) says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RW{:03}", self.0)
    }
}

/// One remark of a reader, for the person at the keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong and what was understood instead, one sentence.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
    /// Where, if it lies in a document.
    pub place: Option<Place>,
}

impl Diagnostic {
    /// A warning at a place.
    #[must_use]
    pub fn warning(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Warning, message: message.into(), help: None, place: Some(place) }
    }

    /// Sets the advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The codes, in one place so that no two mean the same. RW0xx: finding and decoding documents;
/// RW1xx: API plans; RW2xx: database plans; RW3xx: rules, types, tech stack; RW4xx: templates and
/// prompts; RW5xx: settings; RW6xx: findings on saved plans; RW7xx: findings on the documents against
/// each other.
pub mod codes {
    use super::Code;

    /// No API plan was found.
    pub const NO_API_PLAN: Code = Code(1);
    /// No database plan was found.
    pub const NO_DATABASE_PLAN: Code = Code(2);
    /// A document could not be read at all.
    pub const UNREADABLE: Code = Code(3);
    /// A document was decoded from something other than UTF-8, or lost characters in decoding.
    pub const DECODED: Code = Code(4);
    /// A document holds nothing.
    pub const EMPTY: Code = Code(5);
    /// A document was larger than what is read; the rest was left out.
    pub const TRUNCATED: Code = Code(6);
    /// A link leads out of the project root.
    pub const OUTSIDE_ROOT: Code = Code(7);
    /// A document was found in a format that is not read.
    pub const FORMAT_NOT_READ: Code = Code(8);
    /// Another document would have fitted the same role.
    pub const ALSO_FOUND: Code = Code(9);
    /// The project holds more files than were looked through.
    pub const SEARCH_CUT: Code = Code(10);
    /// From here on codes are about what stands in a document.
    pub const FIRST_INSIDE: Code = Code(100);

    /// A database plan defines no table.
    pub const NO_TABLES: Code = Code(200);
    /// An SQL statement could not be read, or only in part.
    pub const SQL_UNREAD: Code = Code(201);
    /// A foreign key leads to a table that the plan does not define.
    pub const UNKNOWN_REFERENCE: Code = Code(202);
    /// A table has no columns.
    pub const NO_COLUMNS: Code = Code(203);
    /// Two definitions of one column contradict each other.
    pub const CONTRADICTION: Code = Code(204);
    /// An index, a policy or a constraint names a column that its table does not have.
    pub const UNKNOWN_COLUMN: Code = Code(205);
    /// An index, a policy or a trigger is for a table that the plan does not define.
    pub const UNKNOWN_TABLE: Code = Code(206);
    /// A part of a Prisma, DBML or Mermaid schema could not be read.
    pub const SCHEMA_UNREAD: Code = Code(220);
    /// Two sources of the schema say different things of one column.
    pub const SOURCES_DIFFER: Code = Code(221);
    /// The database plan and the project's migrations or schema file disagree.
    pub const PLAN_DIFFERS: Code = Code(222);

    /// A code fence of an API plan is never closed.
    pub const UNCLOSED_FENCE: Code = Code(101);
    /// An endpoint is described twice.
    pub const DUPLICATE_ENDPOINT: Code = Code(102);
    /// A body could be understood only in part.
    pub const UNREADABLE_BODY: Code = Code(103);
    /// A heading names a method but no path.
    pub const ENDPOINT_WITHOUT_PATH: Code = Code(104);
    /// An API plan names no endpoint.
    pub const NO_ENDPOINTS: Code = Code(105);
    /// An endpoint is named in a sentence alone.
    pub const ONLY_MENTIONED: Code = Code(106);
    /// A body is given in words that name no field.
    pub const BODY_IN_WORDS: Code = Code(107);
    /// A specification is not well-formed.
    pub const SPECIFICATION_FAULT: Code = Code(110);
    /// A reference of a specification leads nowhere, to another machine or out of the project.
    pub const REFERENCE: Code = Code(111);
    /// An operation of a specification could not be looked into.
    pub const OPERATION_UNREAD: Code = Code(112);
    /// Rules were read from a file that holds none.
    pub const NO_RULES: Code = Code(300);
    /// A part of a source file with types was not understood.
    pub const TYPES_UNREAD: Code = Code(301);
    /// A file with types is in a language whose types are not read.
    pub const TYPES_NOT_READ: Code = Code(302);
    /// A template names a variable that nothing is known about.
    pub const UNKNOWN_VARIABLE: Code = Code(400);
    /// A template has no place for something that was chosen.
    pub const VARIABLE_NOT_USED: Code = Code(401);
    /// Something in a template was understood as a variable.
    pub const UNDERSTOOD: Code = Code(402);
    /// A template can't be filled.
    pub const TEMPLATE_FAULT: Code = Code(403);
    /// A template has a text of its own where a variable would stand.
    pub const TEXT_IN_PLACE: Code = Code(404);
    /// A setting is unknown or can't be used.
    pub const SETTINGS: Code = Code(500);
    /// A key map binds something that is no key or no command.
    pub const KEYMAP: Code = Code(510);
    /// A theme has something that is no colour or no role.
    pub const THEME: Code = Code(511);
    /// A file of the user's own assets can't be used, or only in part.
    pub const ASSET: Code = Code(512);

    /// A plan lacks a section.
    pub const SECTION_MISSING: Code = Code(600);
    /// A section of a plan has nothing in it.
    pub const SECTION_EMPTY: Code = Code(601);
    /// A plan is for no endpoint that the API plan has.
    pub const UNKNOWN_ENDPOINT: Code = Code(602);
    /// A comment accepts a finding and does not say why.
    pub const ACCEPTED_WITHOUT_REASON: Code = Code(690);
    /// A comment accepts a finding that is not there.
    pub const ACCEPTS_NOTHING: Code = Code(691);

    /// The sections of a plan stand in another order than the prompt's.
    pub const SECTION_ORDER: Code = Code(603);
    /// Tags of the prompt or an analysis are left in a plan.
    pub const PROMPT_LEFT_IN: Code = Code(604);
    /// Words of the prompt's example or variables of a template are left in a plan.
    pub const PLACEHOLDER: Code = Code(605);
    /// A plan leaves work open.
    pub const LEFT_OPEN: Code = Code(606);
    /// Method and URL inside a plan are not those of its title.
    pub const ENDPOINT_DIFFERS: Code = Code(607);
    /// A plan does not name a parameter or a body field of the API plan.
    pub const INPUT_NOT_HANDLED: Code = Code(608);
    /// A plan does not handle a status of the API plan.
    pub const STATUS_NOT_HANDLED: Code = Code(609);
    /// A plan answers with a status that the API plan does not list.
    pub const STATUS_ADDED: Code = Code(610);
    /// A plan answers success with another status than the API plan.
    pub const SUCCESS_DIFFERS: Code = Code(611);
    /// A plan names a table that does not exist.
    pub const PLAN_TABLE_NOT_THERE: Code = Code(612);
    /// A plan names a column that does not exist.
    pub const PLAN_COLUMN_NOT_THERE: Code = Code(613);
    /// A plan says that a type exists which the sources do not declare.
    pub const PLAN_TYPE_NOT_THERE: Code = Code(614);
    /// A plan does not mention what an active rule asks for.
    pub const RULE_NOT_FOLLOWED: Code = Code(615);
    /// A plan is in another language than the project's documents.
    pub const PLAN_LANGUAGE: Code = Code(616);
    /// A plan demands something else of a parameter or a field than the documents.
    pub const INPUT_DIFFERS: Code = Code(617);
    /// A plan answers with other members than the API plan.
    pub const ANSWER_DIFFERS: Code = Code(618);
    /// A plan gives errors another body than the documents.
    pub const ERROR_BODY_DIFFERS: Code = Code(619);
    /// A plan passes over a rate limit or the policies of rows.
    pub const PROTECTION_NOT_MENTIONED: Code = Code(620);

    /// A router that takes the first match never reaches an endpoint.
    pub const SHADOWED_ROUTE: Code = Code(700);
    /// Nothing fills a column that can't be empty.
    pub const COLUMN_NOT_FILLED: Code = Code(702);
    /// A filter or an order has no index that serves it.
    pub const FILTER_WITHOUT_INDEX: Code = Code(703);
    /// No endpoint touches a table.
    pub const TABLE_NOT_TOUCHED: Code = Code(704);
    /// A constraint can cause a status that the API plan lacks.
    pub const STATUS_NOT_LISTED: Code = Code(705);
    /// The API plan names a table that does not exist.
    pub const TABLE_NOT_THERE: Code = Code(706);
    /// The API plan names a column that does not exist.
    pub const COLUMN_NOT_THERE: Code = Code(707);
    /// The API plan allows a value that the column does not take.
    pub const VALUE_NOT_TAKEN: Code = Code(708);
    /// The API plan allows a longer text than the column holds.
    pub const LIMITS_DIFFER: Code = Code(709);
    /// A field is optional whose column can't be empty.
    pub const OPTIONAL_FOR_NOT_NULL: Code = Code(710);
    /// A field and its column are of different types.
    pub const TYPES_DIFFER: Code = Code(711);
    /// A column can't be NULL and is set to NULL.
    pub const NOT_NULL_SET_NULL: Code = Code(712);
    /// A default is not among the values of its column.
    pub const DEFAULT_NOT_TAKEN: Code = Code(713);
    /// No policy admits what an endpoint does to a table.
    pub const NOT_ADMITTED: Code = Code(714);
}

/// A value and what its reader has to say about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed<T> {
    /// What was understood.
    pub value: T,
    /// In the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Parsed<T> {
    /// A value nothing needs to be said about.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// Moves the diagnostics to `into` and gives the value.
    pub fn drain_into(self, into: &mut Vec<Diagnostic>) -> T {
        into.extend(self.diagnostics);
        self.value
    }
}

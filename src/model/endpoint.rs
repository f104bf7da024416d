//! Endpoints as an API plan describes them.

mod details;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use self::details::{Details, DetailsSource, Operation};
use crate::text::Place;

/// What an API plan says, in the order of its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiPlan {
    /// One for each announced endpoint.
    pub endpoints: Vec<Endpoint>,
    /// The plan's own list of resources and the tables behind them.
    pub resources: Vec<Resource>,
    /// The path that all endpoints are prefixed with, where the plan says so (`/api/v1`).
    pub base_path: Option<String>,
    /// Text that holds for every endpoint; also in each endpoint's `context`.
    pub context: Vec<Context>,
}

/// One line of an API plan's list of resources: `Members → project_members`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Name as written.
    pub name: String,
    /// Tables named beside it, as written and without quotes; empty for a virtual resource.
    pub tables: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// An HTTP method (RFC 9110 §9, RFC 5789).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names are the methods")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Head,
    Options,
    Trace,
}

impl Method {
    /// All methods, in the order in which lists show them.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Head, Self::Options, Self::Trace];

    /// The method in capitals.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Method {
    type Err = ();

    /// Reads a method without regard to case.
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|m| m.as_str().eq_ignore_ascii_case(text)).ok_or(())
    }
}

/// A path as the document writes it, in free-form plans without a query string: `/users/{id}`, `/users/:id`,
/// `/users/[id]` or `/users/<id>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PathTemplate(String);

impl PathTemplate {
    /// Takes a path as written; a query string and a fragment are cut off.
    #[must_use]
    pub fn new(path: &str) -> Self {
        let path = path.trim();
        Self(path.split(['?', '#']).next().unwrap_or_default().to_owned())
    }

    /// Takes a path of a specification to the letter: there, `/orders?state=open` may stand beside
    /// `/orders`, and both are paths.
    #[must_use]
    pub fn exact(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// The path as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The segments between the slashes, as written.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|s| !s.is_empty())
    }

    /// Names of the path parameters, in order.
    #[must_use]
    pub fn parameters(&self) -> Vec<&str> {
        self.segments().filter_map(parameter_name).collect()
    }

    /// The path in the form that two spellings of one path share: lower case, `{}` for each
    /// parameter, one leading and no trailing slash.
    ///
    /// ```
    /// use routewright::model::PathTemplate;
    /// let spellings = ["/Users/:id/", "users/{userId}", "/users/[id]", "/users/<id>"];
    /// assert!(spellings.iter().all(|s| PathTemplate::new(s).canonical() == "/users/{}"));
    /// ```
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut path = String::with_capacity(self.0.len());
        for segment in self.segments() {
            path.push('/');
            if parameter_name(segment).is_some() {
                path.push_str("{}");
            } else if segment.is_ascii() {
                let from = path.len();
                path.push_str(segment);
                path.get_mut(from..).into_iter().for_each(str::make_ascii_lowercase);
            } else {
                path.push_str(&segment.to_lowercase());
            }
        }
        if path.is_empty() {
            path.push('/');
        }
        path
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The name of the path parameter that a segment is, in any of the four styles. Catch-alls
/// (`[...slug]`, `{*path}`) give their bare name.
#[must_use]
pub fn parameter_name(segment: &str) -> Option<&str> {
    let inner = segment
        .strip_prefix(':')
        .or_else(|| segment.strip_prefix('{')?.strip_suffix('}'))
        .or_else(|| segment.strip_prefix('[')?.strip_suffix(']'))
        .or_else(|| segment.strip_prefix('<')?.strip_suffix('>'))?;
    let name = inner.trim_start_matches("...").trim_start_matches('*').trim_end_matches('?');
    let name = name.split(':').next_back().filter(|_| segment.starts_with('<')).unwrap_or(name);
    (!name.is_empty()).then_some(name)
}

/// What makes an endpoint this endpoint: its method and its path as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EndpointKey {
    /// HTTP method.
    pub method: Method,
    /// Path as the document writes it.
    pub path: PathTemplate,
}

impl EndpointKey {
    /// Whether both name the same endpoint, in whatever style their parameters are written.
    #[must_use]
    pub fn same_endpoint(&self, other: &Self) -> bool {
        self.method == other.method && self.path.canonical() == other.path.canonical()
    }
}

impl fmt::Display for EndpointKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// Who may call an endpoint, as far as the plan says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Auth {
    /// A caller must be authenticated.
    Required,
    /// An authenticated caller gets more.
    Optional,
    /// Anyone may call it.
    None,
}

/// What a piece of context is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContextKind {
    /// More about this endpoint, away from its own text.
    Details,
    /// Validation rules.
    Validation,
    /// Who may do what.
    Auth,
    /// The form of errors, or statuses that several endpoints share.
    Errors,
    /// Pagination, sorting and filtering.
    Pagination,
    /// Base path, versioning, naming, formats.
    Conventions,
    /// Rate limits.
    RateLimit,
    /// Business logic.
    BusinessLogic,
}

/// Text outside the endpoint's own that also holds for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Context {
    /// What it is about.
    pub kind: ContextKind,
    /// Where it stands.
    pub place: Place,
}

/// A path parameter, query parameter or field of a request body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Name as written, without quotes or a `?`; nested body fields are not listed on their own.
    pub name: String,
    /// Type as written (`uuid`, `string (max 100)`), if any.
    pub ty: Option<String>,
    /// What the API plan says; path parameters are always `Some(true)`.
    pub required: Option<bool>,
    /// What the plan says of it in words.
    pub description: Option<String>,
    /// Default value as written.
    pub default: Option<String>,
    /// The values that the plan allows, where it lists them.
    pub allowed: Vec<String>,
    /// Where it is named.
    pub place: Place,
}

/// A body as the plan gives it: usually a JSON block, at times only words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyExample {
    /// The text as written, without the fence.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// One status code that an endpoint answers with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// HTTP status code, 100 to 599.
    pub status: u16,
    /// What the plan says of it, without the code.
    pub description: Option<String>,
    /// An error code of the project's own beside the status (`EMAIL_ALREADY_EXISTS`).
    pub error_code: Option<String>,
    /// Body given for this status.
    pub body: Option<BodyExample>,
    /// Where the code stands.
    pub place: Place,
}

impl Response {
    /// Whether this answer counts as success (1xx to 3xx).
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status < 400
    }
}

/// One endpoint of the API plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Method and path.
    pub key: EndpointKey,
    /// One line about it: the title or description.
    pub summary: Option<String>,
    /// The heading that it stands under, without numbering.
    pub group: Option<String>,
    /// Its own text: what a person would copy into a prompt for this endpoint alone.
    pub place: Place,
    /// Text elsewhere that also holds for it.
    pub context: Vec<Context>,
    /// What it takes and answers.
    pub details: Details,
}

impl Endpoint {
    /// An endpoint of which nothing but its key and place is known.
    #[must_use]
    pub fn new(key: EndpointKey, place: Place) -> Self {
        Self { key, summary: None, group: None, place, context: Vec::new(), details: Details::default() }
    }

    /// Codes below 400, in the order of `responses`.
    #[must_use]
    pub fn success_codes(&self) -> Vec<u16> {
        self.details.responses.iter().filter(|r| r.is_success()).map(|r| r.status).collect()
    }

    /// Codes from 400 up, in the order of `responses`.
    #[must_use]
    pub fn error_codes(&self) -> Vec<u16> {
        self.details.responses.iter().filter(|r| !r.is_success()).map(|r| r.status).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_parameters_are_read_in_every_style() {
        let path = PathTemplate::new("/a/{x}/:y/[z]/<int:n>/[...slug]?page=1");
        assert_eq!(path.parameters(), ["x", "y", "z", "n", "slug"]);
        assert_eq!(path.canonical(), "/a/{}/{}/{}/{}/{}");
        assert_eq!(PathTemplate::new("/").canonical(), "/");
    }

    #[test]
    fn methods_are_read_in_any_case() {
        assert_eq!("patch".parse(), Ok(Method::Patch));
        assert_eq!("FETCH".parse::<Method>(), Err(()));
    }
}

//! Names of plan files: a pattern with placeholders → a path below the root.
//!
//! ```
//! use routewright::deliver::file_name::Pattern;
//! use routewright::model::{Endpoint, EndpointKey, Method, PathTemplate};
//! use routewright::text::Place;
//!
//! let key = EndpointKey { method: Method::Post, path: PathTemplate::new("/api/users/{id}/roles") };
//! let endpoint = Endpoint::new(key, Place::default());
//! let pattern = Pattern::new(".ai/{n}-{method}-{path}-plan.md").unwrap();
//! assert_eq!(pattern.fill(&endpoint, 7), ".ai/07-post-api-users-id-roles-plan.md");
//! ```

use std::collections::HashSet;

use crate::model::{Endpoint, endpoint::parameter_name};
use crate::text::without_controls;

/// Where a plan is saved unless the user says otherwise.
pub const DEFAULT: &str = ".ai/view-implementation-plan.md";
/// A name of its own for every endpoint.
pub const PER_ENDPOINT: &str = ".ai/{method}-{path}-implementation-plan.md";

/// Longest text that a placeholder gives; file systems take 255 bytes for a whole name.
const LONGEST_SLUG: usize = 80;
/// Names that Windows keeps for devices.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];

/// A pattern for paths of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Placeholder(Placeholder),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placeholder {
    Method,
    Path,
    Resource,
    Group,
    Number,
}

/// Why a pattern can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPattern {
    /// It names a placeholder that there isn't.
    #[error("`{{{0}}}` is no placeholder; there are {{method}}, {{path}}, {{resource}}, {{group}} and {{n}}")]
    Unknown(String),
    /// It is absolute or has `..` in it.
    #[error("`{0}` leads out of the project; name a file below its root")]
    Outside(String),
    /// It ends in a slash, or is empty.
    #[error("`{0}` names no file")]
    NoFile(String),
    /// It holds a character that no file name should have.
    #[error("`{0}` holds a control character")]
    Control(String),
}

impl Pattern {
    /// Reads and checks a pattern.
    pub fn new(pattern: &str) -> Result<Self, BadPattern> {
        check_path(pattern)?;
        Self::anywhere(&pattern.replace('\\', "/"))
    }

    /// Reads a pattern whose place is only known and checked when the file is written: one that is
    /// taken below the current folder.
    pub fn anywhere(pattern: &str) -> Result<Self, BadPattern> {
        check_characters(pattern)?;
        let mut pieces = Vec::new();
        let mut rest = pattern;
        while let Some((text, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            pieces.push(Piece::Text(text.to_owned()));
            pieces.push(Piece::Placeholder(Placeholder::named(name)?));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self(pieces))
    }

    /// Whether two endpoints get two names.
    #[must_use]
    pub fn is_per_endpoint(&self) -> bool {
        let has = |wanted| self.0.contains(&Piece::Placeholder(wanted));
        has(Placeholder::Number) || (has(Placeholder::Path) && has(Placeholder::Method))
    }

    /// The path for an endpoint, `number` being its place in the API plan, from 1.
    #[must_use]
    pub fn fill(&self, endpoint: &Endpoint, number: usize) -> String {
        let mut path = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => path.push_str(text),
                Piece::Placeholder(placeholder) => path.push_str(&placeholder.value(endpoint, number)),
            }
        }
        path
    }
}

fn check_characters(path: &str) -> Result<(), BadPattern> {
    if path.chars().any(char::is_control) {
        return Err(BadPattern::Control(without_controls(path)));
    }
    Ok(())
}

/// Names for several files at a time: endpoints whose paths differ only in what no file name keeps
/// (`/a-b` and `/a/b`) still get one each.
#[derive(Debug, Default)]
pub struct Distinct(HashSet<String>);

impl Distinct {
    /// The path, with a number before its ending where it was given out before.
    pub fn name(&mut self, path: &str) -> String {
        let (stem, ending) = match path.rsplit_once('.') {
            Some((stem, ending)) if !ending.contains('/') => (stem, format!(".{ending}")),
            _ => (path, String::new()),
        };
        let further = (2..).map(|number: usize| format!("{stem}-{number}{ending}"));
        // Some file systems take letters in either case for the same.
        let free = |path: &String| !self.0.contains(&path.to_lowercase());
        let name = std::iter::once(path.to_owned()).chain(further).find(free).unwrap_or_default();
        self.0.insert(name.to_lowercase());
        name
    }
}

/// Checks a path that a user named: it has to be relative, below the root, and a file's.
pub fn check_path(path: &str) -> Result<(), BadPattern> {
    check_characters(path)?;
    let mut parts = path.split(['/', '\\']);
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with(['/', '\\', '~']) || drive || parts.any(|part| part == "..") {
        return Err(BadPattern::Outside(path.to_owned()));
    }
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    if name.is_empty() || name == "." { Err(BadPattern::NoFile(path.to_owned())) } else { Ok(()) }
}

impl Placeholder {
    fn named(name: &str) -> Result<Self, BadPattern> {
        match name {
            "method" => Ok(Self::Method),
            "path" => Ok(Self::Path),
            "resource" => Ok(Self::Resource),
            "group" => Ok(Self::Group),
            "n" => Ok(Self::Number),
            other => Err(BadPattern::Unknown(other.to_owned())),
        }
    }

    fn value(self, endpoint: &Endpoint, number: usize) -> String {
        match self {
            Self::Method => endpoint.key.method.as_str().to_lowercase(),
            Self::Path => {
                let segments = endpoint.key.path.segments().map(|s| parameter_name(s).unwrap_or(s));
                slug(&segments.collect::<Vec<_>>().join("-"))
            }
            Self::Resource => resource(endpoint),
            Self::Group => endpoint.group.as_deref().map_or_else(|| resource(endpoint), slug),
            Self::Number => format!("{number:02}"),
        }
    }
}

/// The first segment that names a thing: `users` of `/api/v1/users/{id}/roles`.
#[must_use]
pub fn resource(endpoint: &Endpoint) -> String {
    let version = |s: &str| s.strip_prefix('v').is_some_and(|n| n.chars().all(|c| c.is_ascii_digit() || c == '.'));
    let named = |s: &&str| parameter_name(s).is_none() && !s.eq_ignore_ascii_case("api") && !version(s);
    slug(endpoint.key.path.segments().find(named).unwrap_or("root"))
}

/// Lower-case ASCII letters, digits and single hyphens; never empty, never too long for a file name.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase).map(nucleo_matcher::chars::normalize) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= LONGEST_SLUG {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() || RESERVED.contains(&slug.as_str()) {
        slug.push_str("-endpoint");
    }
    slug.trim_start_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EndpointKey, Method, PathTemplate};
    use crate::text::Place;

    fn endpoint(path: &str, group: Option<&str>) -> Endpoint {
        let key = EndpointKey { method: Method::Patch, path: PathTemplate::new(path) };
        Endpoint { group: group.map(str::to_owned), ..Endpoint::new(key, Place::default()) }
    }

    #[test]
    fn placeholders_become_safe_names() {
        for (pattern, path, group, expected) in [
            ("{method}-{path}.md", "/api/Users/:userId", None, "patch-api-users-userid.md"),
            ("{path}.md", "/", None, "endpoint.md"),
            ("{path}.md", "/../../etc/passwd", None, "etc-passwd.md"),
            ("{path}.md", "/nul", None, "nul-endpoint.md"),
            ("{resource}/{n}.md", "/api/v2/orders/{id}", None, "orders/03.md"),
            ("{group}.md", "/x", Some("Zarządzanie Łódkami / ćwiczenia"), "zarzadzanie-lodkami-cwiczenia.md"),
            ("{group}.md", "/x/y", None, "x.md"),
            ("a{.md", "/x", None, "a{.md"),
        ] {
            let pattern = Pattern::new(pattern).unwrap();
            assert_eq!(pattern.fill(&endpoint(path, group), 3), expected);
        }
    }

    #[test]
    fn patterns_never_lead_out_of_the_root() {
        for pattern in ["/etc/x.md", "../x.md", ".ai/../../x.md", "C:\\x.md", "~/x.md", "a\\..\\..\\x.md"] {
            assert!(matches!(Pattern::new(pattern), Err(BadPattern::Outside(_))), "{pattern}");
        }
        assert!(matches!(Pattern::new(".ai/"), Err(BadPattern::NoFile(_))));
        assert!(matches!(Pattern::new("a\u{1b}.md"), Err(BadPattern::Control(_))));
        assert!(matches!(Pattern::anywhere("a\u{7}.md"), Err(BadPattern::Control(_))));
        assert_eq!(Pattern::new("{verb}.md"), Err(BadPattern::Unknown("verb".to_owned())));
    }

    #[test]
    fn no_name_is_given_out_twice() {
        let mut names = Distinct::default();
        let given = ["a/x.md", "a/X.md", "a/x-2.md", "a.b/x", "a.b/x"].map(|path| names.name(path));
        assert_eq!(given, ["a/x.md", "a/X-2.md", "a/x-2-2.md", "a.b/x", "a.b/x-2"]);
    }

    #[test]
    fn only_method_and_path_or_a_number_tell_endpoints_apart() {
        let per_endpoint = |pattern| Pattern::new(pattern).unwrap().is_per_endpoint();
        assert!(per_endpoint(PER_ENDPOINT) && per_endpoint("{n}.md"));
        assert!(!per_endpoint(DEFAULT) && !per_endpoint("{path}.md") && !per_endpoint("{resource}.md"));
    }

    proptest::proptest! {
        #[test]
        fn any_endpoint_gives_a_path_below_the_root(path in ".{0,200}", group in ".{0,60}") {
            let name = Pattern::new(".ai/{group}/{resource}-{path}.md").unwrap().fill(&endpoint(&path, Some(&group)), 1);
            proptest::prop_assert!(check_path(&name).is_ok());
            proptest::prop_assert_eq!(name.matches('/').count(), 2);
            proptest::prop_assert!(name.is_ascii() && name.len() < 250);
        }
    }
}

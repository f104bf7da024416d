//! `ENDPOINT` arguments → endpoints of the project.

use crate::deliver::file_name::{resource, slug};
use crate::model::{Endpoint, EndpointKey, Method, PathTemplate, Project};

/// How many near names an unknown endpoint is answered with.
const NEAR: usize = 3;

/// Why an argument names no endpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// There is none of that name.
    #[error("there is no endpoint `{wanted}`{}", did_you_mean(.near))]
    Unknown {
        /// What was asked for.
        wanted: String,
        /// The names nearest to it.
        near: Vec<String>,
    },
    /// No group or resource has that name.
    #[error("there is no endpoint, group or resource `{wanted}`{}", did_you_mean(.near))]
    NoGroup {
        /// What was asked for.
        wanted: String,
        /// The names nearest to it.
        near: Vec<String>,
    },
    /// A path alone names several.
    #[error("`{path}` names {} endpoints: {}; put the method before it", .all.len(), .all.join(", "))]
    Several {
        /// The path.
        path: String,
        /// The endpoints.
        all: Vec<String>,
    },
}

fn did_you_mean(near: &[String]) -> String {
    if near.is_empty() {
        return ", because no API plan with endpoints was read".to_owned();
    }
    let near: Vec<_> = near.iter().map(|name| format!("\n  {name}")).collect();
    format!("; the nearest are{}", near.concat())
}

/// The arguments with each lone method put before the path that follows it: who forgets the quotes
/// of `"GET /users"` means the same.
#[must_use]
pub fn quoted(arguments: &[String]) -> Vec<String> {
    let mut whole: Vec<String> = Vec::with_capacity(arguments.len());
    for argument in arguments {
        match whole.last_mut() {
            Some(method) if argument.starts_with('/') && method.parse::<Method>().is_ok() => {
                method.push(' ');
                method.push_str(argument);
            }
            _ => whole.push(argument.clone()),
        }
    }
    whole
}

/// The endpoint that an argument names: `METHOD /path` as the document writes it, or a path alone
/// where it names one. The style of path parameters, a query string, a trailing slash and letter
/// case do not matter.
pub fn endpoint<'p>(project: &'p Project, wanted: &str) -> Result<&'p Endpoint, NotFound> {
    let wanted = wanted.trim();
    let (method, path) = match wanted.split_once(char::is_whitespace) {
        Some((method, path)) => match method.parse::<Method>() {
            Ok(method) => (Some(method), path),
            Err(()) => (None, wanted),
        },
        None => (None, wanted),
    };
    if let Some(method) = method {
        // A specification may have a query string in its paths.
        let exact = EndpointKey { method, path: PathTemplate::exact(path.trim()) };
        if let Some(endpoint) = project.api.endpoints.iter().find(|e| e.key == exact) {
            return Ok(endpoint);
        }
        let key = EndpointKey { method, path: PathTemplate::new(path) };
        return project.endpoint(&key).ok_or_else(|| unknown(project, &key.to_string(), wanted));
    }
    let exact: Vec<_> = project.api.endpoints.iter().filter(|e| e.key.path.as_str() == path).collect();
    let path = PathTemplate::new(path);
    let canonical = path.canonical();
    let alike = || project.api.endpoints.iter().filter(|e| e.key.path.canonical() == canonical).collect();
    let same: Vec<_> = if exact.is_empty() { alike() } else { exact };
    match same.as_slice() {
        [] => Err(unknown(project, path.as_str(), wanted)),
        [only] => Ok(only),
        [first, rest @ ..] if rest.iter().all(|e| e.key.same_endpoint(&first.key)) => Ok(first),
        all => Err(NotFound::Several {
            path: path.as_str().to_owned(),
            all: all.iter().map(|e| e.key.to_string()).collect(),
        }),
    }
}

/// The endpoints that an argument names: one ([`endpoint`]), or, where it has no `/` in it, all of a
/// group as the API plan heads it, or else of a resource, the first noun of their paths.
pub fn endpoints<'p>(project: &'p Project, wanted: &str) -> Result<Vec<&'p Endpoint>, NotFound> {
    if wanted.contains('/') {
        return endpoint(project, wanted).map(|endpoint| vec![endpoint]);
    }
    let name = slug(wanted);
    let of = |named: &dyn Fn(&Endpoint) -> Option<String>| -> Vec<&'p Endpoint> {
        project.api.endpoints.iter().filter(|e| named(e).is_some_and(|given| given == name)).collect()
    };
    let grouped = of(&|endpoint| Some(slug(endpoint.group.as_deref()?)));
    let found = if grouped.is_empty() { of(&|endpoint| Some(resource(endpoint))) } else { grouped };
    if !found.is_empty() {
        return Ok(found);
    }
    let all = project.api.endpoints.iter();
    let names = all.flat_map(|e| e.group.iter().cloned().chain([resource(e)])).map(|name| (name.clone(), name));
    Err(NotFound::NoGroup { wanted: wanted.to_owned(), near: nearest(wanted, names) })
}

fn unknown(project: &Project, name: &str, wanted: &str) -> NotFound {
    let alone = !name.contains(' ');
    let names = project.api.endpoints.iter().map(|e| {
        let compared = if alone { e.key.path.to_string() } else { e.key.to_string() };
        (e.key.to_string(), compared)
    });
    NotFound::Unknown { wanted: wanted.to_owned(), near: nearest(name, names) }
}

/// The names nearest to a wanted one, best first; each comes with the text that is compared.
pub(super) fn nearest(wanted: &str, names: impl IntoIterator<Item = (String, String)>) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let mut scored: Vec<_> =
        names.into_iter().map(|(name, compared)| (likeness(&wanted, &compared.to_lowercase()), name)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut near: Vec<String> = Vec::new();
    for (_, name) in scored {
        if near.len() == NEAR {
            break;
        }
        if !near.contains(&name) {
            near.push(name);
        }
    }
    near
}

/// How alike two names are: typing errors keep most letters in their places, and who gives the start
/// of a path only keeps the pieces that it has.
fn likeness(wanted: &str, name: &str) -> f64 {
    let same_start = wanted.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    let start = f64::from(u32::try_from(same_start).unwrap_or(u32::MAX));
    let length = f64::from(u32::try_from(wanted.chars().count()).unwrap_or(u32::MAX));
    strsim::normalized_damerau_levenshtein(wanted, name) + strsim::sorensen_dice(wanted, name) + start / length.max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Place;

    fn project() -> Project {
        let mut project = Project::default();
        for name in
            ["GET /api/users", "POST /api/users", "GET /api/users/{id}", "DELETE /api/boards/:id/pins/[pin]", "GET /a"]
        {
            let (method, path) = name.split_once(' ').unwrap();
            let key = EndpointKey { method: method.parse().unwrap(), path: PathTemplate::new(path) };
            project.api.endpoints.push(Endpoint::new(key, Place::default()));
        }
        project
    }

    #[test]
    fn spelling_does_not_matter() {
        let project = project();
        for (wanted, found) in [
            ("GET /api/users", "GET /api/users"),
            ("get  /API/Users/", "GET /api/users"),
            ("GET /api/users?page=2", "GET /api/users"),
            ("GET /api/users/:userId", "GET /api/users/{id}"),
            ("GET api/users/<int:id>", "GET /api/users/{id}"),
            ("/api/boards/{b}/pins/{p}", "DELETE /api/boards/:id/pins/[pin]"),
            (" /a ", "GET /a"),
        ] {
            assert_eq!(endpoint(&project, wanted).map(|e| e.key.to_string()).as_deref(), Ok(found), "{wanted}");
        }
    }

    #[test]
    fn a_word_names_a_group_or_a_resource() {
        let mut project = project();
        project.api.endpoints[4].group = Some("Board & pins".to_owned());
        let found = |wanted: &str| {
            let all = endpoints(&project, wanted).map_err(|error| error.to_string())?;
            Ok::<_, String>(all.iter().map(|e| e.key.to_string()).collect::<Vec<_>>().join(", "))
        };
        assert_eq!(found("Users").as_deref(), Ok("GET /api/users, POST /api/users, GET /api/users/{id}"));
        assert_eq!(found("board & Pins").as_deref(), Ok("GET /a"));
        assert_eq!(found("/a").as_deref(), Ok("GET /a"));
        assert_eq!(
            found("user").unwrap_err(),
            "there is no endpoint, group or resource `user`; the nearest are\n  users\n  boards\n  Board & pins"
        );
    }

    #[test]
    fn quotes_may_be_forgotten() {
        let arguments = ["GET", "/a", "/b", "post", "/c", "GET /d", "GET"].map(str::to_owned);
        assert_eq!(quoted(&arguments), ["GET /a", "/b", "post /c", "GET /d", "GET"]);
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let project = project();
        let error = endpoint(&project, "GET /api/user").unwrap_err();
        let near = ["GET /api/users", "GET /api/users/{id}", "POST /api/users"];
        assert_eq!(
            error,
            NotFound::Unknown { wanted: "GET /api/user".to_owned(), near: near.map(str::to_owned).into() }
        );
        let cut = endpoint(&project, "/api/board").unwrap_err().to_string();
        assert!(cut.contains("nearest are\n  DELETE /api/boards/"), "{cut}");
        let message = endpoint(&project, "/api/users").unwrap_err().to_string();
        assert_eq!(
            message,
            "`/api/users` names 2 endpoints: GET /api/users, POST /api/users; put the method before it"
        );
        assert!(endpoint(&Project::default(), "GET /a").unwrap_err().to_string().contains("no API plan"));
    }
}

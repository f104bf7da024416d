//! OpenAPI 3.0, 3.1 and Swagger 2.0, as JSON or YAML → API plan.
//!
//! All operations are listed at once with their lines ([`list`]); what one takes and answers is read
//! when somebody looks at it ([`operation`]), with the references that it leads to. So a large
//! specification opens at once, and what is wrong with one operation costs that operation alone.

mod answers;
mod body;
mod example;
mod json;
mod lines;
mod list;
mod operation;
mod reference;
mod schema;
mod security;
mod specification;
mod text;
mod tree;
mod yaml;

use std::sync::Arc;

use serde_json::Value;

use self::specification::Specification;
use crate::diagnostic::{Diagnostic, Parsed, Severity, codes};
use crate::model::ApiPlan;
use crate::text::{Source, Span};

/// How many bytes of a text are looked at to tell whether it is a specification.
const LOOKED_AT: usize = 16 * 1024;

/// Reads a specification: the file with the paths, then the files that it refers to.
#[must_use]
pub fn specification(sources: &[&Source]) -> Parsed<ApiPlan> {
    let specification = Arc::new(Specification::new(sources));
    let mut diagnostics: Vec<Diagnostic> = specification.files.iter().filter_map(fault).collect();
    let endpoints = list::endpoints(&specification, &mut diagnostics);
    let Some(main) = specification.main() else { return Parsed::default() };
    if endpoints.is_empty() && !main.source.text().trim().is_empty() {
        let place = main.source.place(Span::new(0, 0));
        diagnostics.push(
            Diagnostic::warning(codes::NO_ENDPOINTS, place, "No endpoint was found in this specification.")
                .with_help("endpoints stand under `paths`, each with its methods: `paths: {/users: {get: …}}`"),
        );
    }
    diagnostics.sort_by_key(|d| d.place.map(|place| (place.document, place.span.start)));
    let base_path = base_path(main);
    Parsed { value: ApiPlan { endpoints, base_path, ..ApiPlan::default() }, diagnostics }
}

/// Files that a part of a specification refers to, as paths below the root, each once. `path` is the
/// path of the text itself. The files need not exist.
#[must_use]
pub fn referred_files(path: &str, text: &str) -> Vec<String> {
    reference::files(text, path)
}

/// Whether a text looks like a specification, whatever its file is called.
#[must_use]
pub fn is_specification(text: &str) -> bool {
    let end = (0..=LOOKED_AT.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let start = text.get(..end).unwrap_or_default();
    ["openapi", "swagger"].into_iter().any(|word| {
        start.match_indices(word).any(|(at, _)| {
            let rest = start.get(at + word.len()..).unwrap_or_default().trim_start_matches(['"', '\'']).trim_start();
            let version = rest.strip_prefix(':').map(|rest| rest.trim_start().trim_start_matches(['"', '\'']));
            version.is_some_and(|version| version.starts_with(['2', '3']))
        })
    })
}

/// The path that all operations are served under: of the first server, or Swagger's `basePath`.
fn base_path(main: &tree::File) -> Option<String> {
    let server = || {
        let server = main.at(&["servers"])?.get(0)?;
        let mut url = server.get("url")?.as_str()?.to_owned();
        for (name, variable) in server.get("variables").and_then(Value::as_object).into_iter().flatten() {
            let default = variable.get("default").map(schema::word).unwrap_or_default();
            url = url.replace(&format!("{{{name}}}"), &default);
        }
        Some(match url.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map(|(_, path)| format!("/{path}")).unwrap_or_default(),
            None => url,
        })
    };
    let path = server().or_else(|| main.at(&["basePath"])?.as_str().map(str::to_owned))?;
    let path = path.trim().trim_end_matches('/');
    (path.starts_with('/') && path.len() > 1).then(|| path.to_owned())
}

/// What is to be said of a file that can't be read as a whole.
fn fault(file: &tree::File) -> Option<Diagnostic> {
    let fault = file.fault.as_ref()?;
    let place = file.point(fault.at);
    let line = file.source.line_span(file.source.line_of(fault.at)).map(|line| file.source.slice(line).trim());
    let line: String = line.unwrap_or_default().chars().take(80).collect();
    let (severity, cost) = match file.is_damaged() {
        true => (Severity::Error, "each operation was read on its own"),
        false => (Severity::Warning, "it was read all the same"),
    };
    let message = format!("The specification has a fault in `{line}`: {}; {cost}.", fault.message);
    let help = "correct the line; the fault may also lie just before it".to_owned();
    Some(Diagnostic { code: codes::SPECIFICATION_FAULT, severity, message, help: Some(help), place: Some(place) })
}

#[cfg(test)]
mod tests;

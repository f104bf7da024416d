//! What was read of an endpoint.

use super::sheet::{Line, Sheet, section};
use crate::config::theme::Role;
use crate::model::{Auth, Context, ContextKind, Endpoint, Parameter, Project, Response, TypePick};

/// Lines that a piece of context is shown with.
const EXCERPT: usize = 3;

impl Sheet {
    /// Parameters, body, statuses and types of an endpoint, and what else in the documents holds for it.
    #[must_use]
    pub fn endpoint(project: &Project, endpoint: &Endpoint, types: &[TypePick]) -> Self {
        let mut lines = Vec::new();
        lines.extend(endpoint.summary.as_deref().map(|summary| Line::wide(summary, Role::Text)));
        let auth = match endpoint.details.auth {
            Some(Auth::Required) => "sign-in required",
            Some(Auth::Optional) => "sign-in optional",
            Some(Auth::None) => "open to anyone",
            None => "sign-in not stated",
        };
        lines.push(Line::wide(format!("{} · {auth}", locate(project, endpoint.place)), Role::Muted));
        let details = &endpoint.details;
        section(&mut lines, "Path parameters", details.path_params.iter().map(parameter));
        section(&mut lines, "Query parameters", details.query_params.iter().map(parameter));
        section(&mut lines, "Request body", details.body_fields.iter().map(parameter));
        section(&mut lines, "Answers", details.responses.iter().map(response));
        section(&mut lines, "Types that matter", types.iter().filter_map(|pick| picked_type(project, pick)));
        if !endpoint.context.is_empty() {
            lines.push(Line::blank());
            lines.push(Line::wide("What also holds for it", Role::Heading));
            lines.extend(endpoint.context.iter().flat_map(|context| shared(project, context)));
        }
        Self::new(endpoint.key.to_string(), lines)
    }
}

fn parameter(parameter: &Parameter) -> (String, String) {
    let mut parts: Vec<String> = parameter.ty.iter().cloned().collect();
    parts.extend(parameter.required.map(|required| if required { "required" } else { "optional" }.to_owned()));
    parts.extend(parameter.default.iter().map(|default| format!("default {default}")));
    if !parameter.allowed.is_empty() {
        parts.push(parameter.allowed.join(" | "));
    }
    parts.extend(parameter.description.iter().cloned());
    (parameter.name.clone(), parts.join(" · "))
}

fn response(response: &Response) -> (String, String) {
    let parts = response.error_code.iter().chain(&response.description).cloned().collect::<Vec<_>>();
    (response.status.to_string(), parts.join(" · "))
}

fn picked_type(project: &Project, pick: &TypePick) -> Option<(String, String)> {
    let ty = project.types.get(pick.ty)?;
    let reason = pick.reasons.first().map(|reason| format!(" · {}", reason.text)).unwrap_or_default();
    Some((ty.name.clone(), format!("{}:{}{reason}", ty.file, ty.line)))
}

/// What a piece of context is about and where it stands, with its first lines.
fn shared<'p>(project: &'p Project, context: &Context) -> impl Iterator<Item = Line> + use<'p> {
    let first = Line::new(kind(context.kind), Role::Key, locate(project, context.place), Role::Muted);
    let text = project.text(context.place);
    let written = text.lines().map(str::trim).filter(|line| !line.is_empty());
    // A line that says that one line more follows would take as much room as that line.
    let all = written.clone().count();
    let most = if all <= EXCERPT + 1 { all } else { EXCERPT };
    let shown = written.take(most).map(|line| Line::new("", Role::Key, line, Role::Text));
    let rest = all - most;
    let more = (rest > 0).then(|| Line::new("", Role::Key, format!("… {rest} more lines"), Role::Muted));
    std::iter::once(first).chain(shown).chain(more)
}

fn locate(project: &Project, place: crate::text::Place) -> String {
    let Some(source) = project.source(place) else { return String::new() };
    match source.lines_of(place.span) {
        (first, last) if first == last => format!("{}:{first}", source.path),
        (first, last) => format!("{}:{first}–{last}", source.path),
    }
}

fn kind(kind: ContextKind) -> &'static str {
    match kind {
        ContextKind::Details => "details",
        ContextKind::Validation => "validation",
        ContextKind::Auth => "access",
        ContextKind::Errors => "errors",
        ContextKind::Pagination => "pagination",
        ContextKind::Conventions => "conventions",
        ContextKind::RateLimit => "rate limit",
        ContextKind::BusinessLogic => "business logic",
    }
}

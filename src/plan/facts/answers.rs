//! The body of success as the API plan shows it.

use super::super::shape::Shape;
use crate::model::{Endpoint, Method, Project};
use crate::text::Span;

/// The body given for a success status; else the first example in the endpoint's own text that is
/// neither the request's body nor that of another status.
pub(crate) fn shown(project: &Project, endpoint: &Endpoint) -> Option<String> {
    let given = endpoint.details.responses.iter().filter(|r| r.is_success()).find_map(|r| r.body.as_ref());
    if let Some(body) = given {
        return Some(body.text.clone());
    }
    // What a specification shows has its place in it.
    if endpoint.details.source().is_some() {
        return None;
    }
    // Without a known request body the first example of a POST may be just that.
    if endpoint.details.request_body.is_none() && !matches!(endpoint.key.method, Method::Get | Method::Delete) {
        return None;
    }
    let bodies =
        endpoint.details.responses.iter().filter_map(|r| r.body.as_ref()).chain(&endpoint.details.request_body);
    let taken: Vec<Span> =
        bodies.map(|b| b.place).filter(|p| p.document == endpoint.place.document).map(|p| p.span).collect();
    let first_error =
        endpoint.details.responses.iter().find(|r| !r.is_success()).map_or(usize::MAX, |r| r.place.span.start);
    let mut fenced: Option<(usize, String)> = None;
    let mut offset = endpoint.place.span.start;
    for line in project.text(endpoint.place).split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if !line.trim_start().starts_with("```") {
            if let Some((_, body)) = &mut fenced {
                body.push_str(line);
            }
            continue;
        }
        let Some((from, body)) = fenced.take() else {
            fenced = Some((start, String::new()));
            continue;
        };
        let is_taken = taken.iter().any(|span| span.start < offset && from < span.end);
        // Examples behind the first error status show errors.
        if !is_taken && from < first_error && Shape::read(&body).is_some() {
            return Some(body);
        }
    }
    None
}

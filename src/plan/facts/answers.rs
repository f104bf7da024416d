//! The body of success as the API plan shows it, tells it, or shows it for another endpoint.

use super::super::markdown::clean;
use super::super::naming;
use super::super::shape::{Named, Shape};
use super::super::words::{is_in, meaning, words};
use super::Operation;
use crate::model::endpoint::parameter_name;
use crate::model::{Column, Endpoint, Method, Project, Table};
use crate::text::Span;

/// The same thing as the answer of another endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Like {
    /// The other endpoint, as `METHOD /path`.
    pub(crate) endpoint: String,
    /// What it answers with, or one row of that.
    pub(crate) shape: Shape,
}

/// What the API plan says of the answer in words: with the status of success, or behind a label of its own.
pub(crate) fn told(project: &Project, endpoint: &Endpoint) -> Option<String> {
    let described = endpoint.details.responses.iter().filter(|r| r.is_success());
    if let Some(said) = described.filter_map(|r| meaning(r.description.as_deref()?)).next() {
        return Some(said);
    }
    if endpoint.details.source().is_some() {
        return None;
    }
    let mut lines = project.text(endpoint.place).lines().map(bare);
    let is_words = |text: &str| text.split_whitespace().count() > 1 && !text.contains(['{', '[', '|', '`']);
    while let Some(line) = lines.next() {
        let Some((label, rest)) = line.split_once(':') else { continue };
        if !is_in(label.split(['(', ' ']).next().unwrap_or_default(), &words().answer_labels) {
            continue;
        }
        let rest = if rest.trim().is_empty() { lines.next().unwrap_or_default() } else { rest.trim().to_owned() };
        let said = clean(&rest);
        let is_status = said.starts_with(|c: char| c.is_ascii_digit());
        let said = said.trim_end_matches('.').to_owned();
        return is_words(&said.replace('`', "")).then_some(said).filter(|_| !is_status);
    }
    None
}

/// A line without the marks of a list and of emphasis.
fn bare(line: &str) -> String {
    line.trim().trim_start_matches(['-', '*', '+', ' ']).replace("**", "").trim().to_owned()
}

/// The endpoint that shows what this one answers with too: the row that it reads, adds or changes.
pub(crate) fn like(
    project: &Project,
    endpoint: &Endpoint,
    operation: Operation,
    main: Option<&Table>,
    noun: &str,
    told: Option<&str>,
) -> Option<Like> {
    let lower = told.unwrap_or_default().to_lowercase();
    let names_row = noun.split(' ').next_back().is_some_and(|noun| lower.contains(&noun.to_lowercase()));
    let wanted = match operation {
        Operation::List | Operation::Delete => false,
        Operation::Act => names_row,
        _ => true,
    };
    if !wanted {
        return None;
    }
    let collection = collection(&endpoint.key.path.segments().collect::<Vec<_>>(), operation);
    let others = project.api.endpoints.iter().filter(|other| other.key != endpoint.key);
    let found = others.filter_map(|other| {
        let segments: Vec<&str> = other.key.path.segments().collect();
        let (last, before) = segments.split_last()?;
        let of_row = parameter_name(last).is_some() && alike(before, &collection);
        let of_all = alike(&segments, &collection);
        let rank = match other.key.method {
            Method::Get if of_row => 0,
            Method::Post if of_all => 1,
            Method::Put | Method::Patch if of_row => 2,
            Method::Get if of_all => 3,
            _ => return None,
        };
        let shape = Shape::read(&shown(project, other)?)?;
        // A list often shows less of a row than the row's own answer has.
        let shape = match rank {
            3 => Shape::Object(rows(&shape).filter(|row| shows_most(row, main))?.to_vec()),
            _ => shape,
        };
        let says_enough = shape.members().len() > 1 || shape.members().iter().any(|(_, s)| s.members().len() > 1);
        says_enough.then(|| (rank, Like { endpoint: other.key.to_string(), shape }))
    });
    found.min_by_key(|(rank, _)| *rank).map(|(_, like)| like)
}

/// Whether most columns of a table are among the members of a row.
fn shows_most(row: &[Named], main: Option<&Table>) -> bool {
    let columns = main.map(|main| main.columns.as_slice()).unwrap_or_default();
    let has = |column: &&Column| row.iter().any(|(name, _)| naming::key(name) == naming::key(&column.name));
    columns.iter().filter(has).count() * 2 > columns.len()
}

fn rows(shape: &Shape) -> Option<&[Named]> {
    shape.rows().map(|(_, row)| row)
}

/// The path of the rows that an endpoint is about: `/boats` for `/boats/{id}`, and for `/boats/{id}/sell`.
fn collection(segments: &[&str], operation: Operation) -> Vec<String> {
    let mut own: Vec<&str> = segments.to_vec();
    let ends_in_parameter = |own: &[&str]| own.last().is_some_and(|last| parameter_name(last).is_some());
    if operation == Operation::Act && !ends_in_parameter(&own) {
        own.pop();
    }
    if ends_in_parameter(&own) {
        own.pop();
    }
    own.into_iter().map(str::to_owned).collect()
}

/// Whether two paths are the same but for the names of parameters.
fn alike(one: &[&str], other: &[String]) -> bool {
    let same = |(one, other): (&&str, &String)| match (parameter_name(one), parameter_name(other)) {
        (None, None) => naming::key(one) == naming::key(other),
        (one, other) => one.is_some() == other.is_some(),
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}

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

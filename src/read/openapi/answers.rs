//! The answers of an operation.

use serde_json::Value;

use super::body::{example, media, shown};
use super::example::Direction;
use super::operation::{Context, clean};
use super::specification::At;
use crate::model::{BodyExample, Response};

/// The answers with a status, success first, each status once.
pub(super) fn responses<'v>(context: &Context<'v>, operation: At<'v>) -> Vec<Response> {
    let mut found: Vec<Response> = Vec::new();
    for (code, value) in all(operation) {
        let Some((status, range)) = status(code) else { continue };
        if found.iter().any(|known| known.status == status) {
            continue;
        }
        let at = context.specification.follow(At { value, ..operation }, context.log);
        let said = at.and_then(|at| at.value.get("description")).and_then(Value::as_str).map(clean);
        let said = said.filter(|said| !said.is_empty());
        let description = match range {
            Some(range) => Some(said.map_or_else(|| range.to_owned(), |said| format!("{range}: {said}"))),
            None => said,
        };
        let body = at.and_then(|at| body(context, at, operation));
        found.push(Response { status, description, error_code: None, body, place: context.place });
    }
    found.sort_by_key(|response| (!response.is_success(), response.status));
    found
}

/// The body of every answer that has no status of its own.
pub(super) fn otherwise<'v>(context: &Context<'v>, operation: At<'v>) -> Option<BodyExample> {
    let (_, value) = all(operation).find(|(code, _)| *code == "default")?;
    body(context, context.specification.follow(At { value, ..operation }, context.log)?, operation)
}

fn all<'v>(operation: At<'v>) -> impl Iterator<Item = (&'v str, &'v Value)> {
    let responses = operation.value.get("responses").and_then(Value::as_object);
    responses.into_iter().flatten().map(|(code, value)| (code.as_str(), value))
}

/// The status of a key, and the key where it stands for a range: `4XX` is told as 400.
fn status(code: &str) -> Option<(u16, Option<&str>)> {
    if let Some(first) = code.strip_suffix("XX").or_else(|| code.strip_suffix("xx")) {
        let first: u16 = first.parse().ok()?;
        return (1..=5).contains(&first).then_some((first * 100, Some(code)));
    }
    let status = code.parse().ok()?;
    (100..600).contains(&status).then_some((status, None))
}

fn body<'v>(context: &Context<'v>, response: At<'v>, operation: At<'v>) -> Option<BodyExample> {
    if let Some((kind, value)) = response.value.get("content").and_then(media) {
        let media = At { value, ..response };
        // What is no JSON has no example but one that is given.
        let is_json = kind.contains("json") || kind == "*/*";
        let example = example(context, media, Direction::Response);
        return example
            .filter(|example| is_json || !example.is_null() && media.value.get("schema").is_none())
            .map(|example| shown(context, example));
    }
    // Swagger 2.0.
    let given = response
        .value
        .get("examples")
        .and_then(Value::as_object)
        .and_then(|all| all.iter().find(|(kind, _)| kind.contains("json")).map(|(_, example)| example.clone()));
    let is_json = operation.value.get("produces").and_then(Value::as_array).is_none_or(|kinds| {
        kinds.is_empty() || kinds.iter().filter_map(Value::as_str).any(|kind| kind.contains("json"))
    });
    let built = || {
        let value = response.value.get("schema").filter(|_| is_json)?;
        Some(context.example(At { value, ..response }, Direction::Response))
    };
    given.or_else(built).map(|example| shown(context, example))
}

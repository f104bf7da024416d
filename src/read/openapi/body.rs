//! The body that an operation takes.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::example::Direction;
use super::operation::{Context, Given};
use super::schema::{Alternatives, Schema};
use super::specification::At;
use crate::model::BodyExample;
use crate::model::endpoint::Operation;

/// Reads fields and example of the request body.
pub(super) fn read<'v>(
    context: &Context<'v>,
    operation: At<'v>,
    given: &IndexMap<(&'v str, &'v str), Given<'v>>,
    read: &mut Operation,
) {
    let form: Vec<&Given<'v>> = given.values().filter(|given| given.place == "formData").collect();
    if !form.is_empty() {
        read.body_fields = form.into_iter().map(|given| context.parameter(given)).collect();
        return;
    }
    // Swagger 2.0 has the body among the parameters.
    if let Some(body) = given.values().find(|given| given.place == "body") {
        if let Some(value) = body.at.value.get("schema") {
            fields(context, At { value, ..body.at }, read);
            read.request_body = Some(shown(context, context.example(At { value, ..body.at }, Direction::Request)));
        }
        return;
    }
    let Some(value) = operation.value.get("requestBody") else { return };
    let Some(body) = context.specification.follow(At { value, ..operation }, context.log) else { return };
    let Some((kind, media)) = body.value.get("content").and_then(media) else { return };
    let media = At { value: media, ..body };
    if let Some(value) = media.value.get("schema") {
        fields(context, At { value, ..media }, read);
    }
    let is_form = kind.contains("form");
    read.request_body =
        example(context, media, Direction::Request).filter(|_| !is_form).map(|example| shown(context, example));
}

/// The top-level properties of the body.
fn fields<'v>(context: &Context<'v>, at: At<'v>, read: &mut Operation) {
    let schema = Schema::new(context.specification, at, Alternatives::All, context.log);
    let fields = schema.properties.iter().filter_map(|(name, property)| {
        let inner = Schema::new(context.specification, *property, Alternatives::All, context.log);
        let is_sent = !Direction::Request.leaves_out(&inner);
        let mut field = context.field_of(name, &inner, Some(schema.requires(name)));
        // Each alternative may allow values of its own, such as its name.
        for other in schema.others(name).iter().filter(|_| !field.allowed.is_empty()).copied().collect::<Vec<_>>() {
            let more = Schema::new(context.specification, other, Alternatives::All, context.log).allowed_words();
            let is_free = more.is_empty();
            field.allowed.extend(more);
            if is_free {
                field.allowed.clear();
                break;
            }
        }
        let mut known = HashSet::new();
        field.allowed.retain(|value| known.insert(value.clone()));
        is_sent.then_some(field)
    });
    read.body_fields = fields.collect();
}

/// The media type that says most: JSON before others.
pub(super) fn media(content: &Value) -> Option<(&str, &Value)> {
    let content = content.as_object()?;
    let is_json = |kind: &str| kind.split(';').next().is_some_and(|kind| kind.trim().ends_with("json"));
    let json = content.iter().find(|(kind, _)| kind.starts_with("application/json"));
    let json = json.or_else(|| content.iter().find(|(kind, _)| is_json(kind)));
    json.or_else(|| content.iter().next()).map(|(kind, media)| (kind.as_str(), media))
}

/// The example that a media type gives, else one built from its schema.
pub(super) fn example<'v>(context: &Context<'v>, media: At<'v>, direction: Direction) -> Option<Value> {
    if let Some(example) = media.value.get("example").filter(|v| !v.is_null()) {
        return Some(example.clone());
    }
    let named = media.value.get("examples").and_then(Value::as_object).and_then(|all| all.values().next());
    let named = named.and_then(|value| context.specification.follow(At { value, ..media }, context.log));
    if let Some(value) = named.and_then(|at| at.value.get("value")) {
        return Some(value.clone());
    }
    let value = media.value.get("schema")?;
    Some(context.example(At { value, ..media }, direction))
}

/// An example as it stands in a document.
pub(super) fn shown(context: &Context<'_>, example: Value) -> BodyExample {
    let text = match example {
        Value::String(text) => text,
        other => serde_json::to_string_pretty(&other).unwrap_or_default(),
    };
    BodyExample { text, place: context.place }
}

//! A body that satisfies a schema: the document's own example, else one built from the schema.

use std::cell::Cell;

use serde_json::{Map, Value};

use super::schema::{Alternatives, Schema};
use super::specification::{At, Log, Specification};

/// Objects deeper than this are shown empty.
const DEPTH: usize = 6;
/// How many values an example has at most; what is longer is read by nobody.
const MOST_VALUES: usize = 250;

/// On which way a body goes: what the server fills is in no request, secrets are in no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
}

impl Direction {
    /// Whether a property of this schema is not sent.
    pub(super) fn leaves_out(self, property: &Schema<'_>) -> bool {
        property.is(match self {
            Self::Request => "readOnly",
            Self::Response => "writeOnly",
        })
    }
}

/// An example for a schema.
pub(super) fn example(specification: &Specification, at: At<'_>, direction: Direction, log: &Log) -> Value {
    let builder = Builder { specification, direction, log, values: Cell::new(0) };
    builder.value(at, &mut Vec::new())
}

struct Builder<'v, 'l> {
    specification: &'v Specification,
    direction: Direction,
    log: &'l Log,
    values: Cell<usize>,
}

impl<'v> Builder<'v, '_> {
    fn value(&self, at: At<'v>, way: &mut Vec<usize>) -> Value {
        let schema = Schema::new(self.specification, at, Alternatives::First, self.log);
        self.of(&schema, at, way)
    }

    fn of(&self, schema: &Schema<'v>, at: At<'v>, way: &mut Vec<usize>) -> Value {
        self.values.set(self.values.get() + 1);
        let first = |keyword: &str| match schema.facet(keyword) {
            Some(Value::Array(all)) => all.first(),
            _ => None,
        };
        let own = schema.facet("example").or_else(|| first("examples")).or_else(|| schema.facet("default"));
        if let Some(own) = own.filter(|own| !own.is_null() && fits(own, schema)) {
            return own.clone();
        }
        if let Some(first) = schema.allowed.iter().find(|value| !value.is_null()) {
            return (*first).clone();
        }
        // The same schema again on the way down would never end.
        let target = self.specification.follow(at, self.log).unwrap_or(at);
        let address = std::ptr::from_ref(target.value) as usize;
        let is_open = way.len() < DEPTH && !way.contains(&address) && self.values.get() < MOST_VALUES;
        match schema.main_type() {
            Some("array") if !is_open => Value::Array(Vec::new()),
            Some("array") => {
                way.push(address);
                let item = schema.items.map(|items| self.value(items, way));
                way.pop();
                item.filter(|item| item != &Value::Object(Map::new())).into_iter().collect()
            }
            Some("object") if !is_open => Value::Object(Map::new()),
            Some("object") => {
                way.push(address);
                let object = self.object(schema, way);
                way.pop();
                object
            }
            Some("integer") => whole(schema),
            Some("number") => schema.facet("minimum").filter(|v| v.is_number()).cloned().unwrap_or(Value::from(1.5)),
            Some("boolean") => Value::Bool(true),
            Some("string") => Value::from(text(schema)),
            _ => Value::Null,
        }
    }

    fn object(&self, schema: &Schema<'v>, way: &mut Vec<usize>) -> Value {
        let mut object = Map::new();
        for (name, property) in &schema.properties {
            if self.values.get() >= MOST_VALUES {
                break;
            }
            let inner = Schema::new(self.specification, *property, Alternatives::First, self.log);
            if !self.direction.leaves_out(&inner) {
                object.insert((*name).to_owned(), self.of(&inner, *property, way));
            }
        }
        if let Some(additional) = schema.additional.filter(|_| object.is_empty()) {
            object.insert("key".to_owned(), self.value(additional, way));
        }
        Value::Object(object)
    }
}

/// Whether an example is of the schema's type: documents hold text where a list is meant.
fn fits(own: &Value, schema: &Schema<'_>) -> bool {
    match schema.main_type() {
        Some("object") => own.is_object(),
        Some("array") => own.is_array(),
        _ => true,
    }
}

fn whole(schema: &Schema<'_>) -> Value {
    let minimum = schema.facet("minimum").and_then(Value::as_i64);
    let maximum = schema.facet("maximum").and_then(Value::as_i64);
    Value::from(minimum.unwrap_or(1).max(1).min(maximum.unwrap_or(i64::MAX)))
}

fn text(schema: &Schema<'_>) -> &'static str {
    match schema.text("format").unwrap_or_default() {
        "uuid" | "guid" => "3f2b8c1e-5d4a-4e8b-9a67-0c1d2e3f4a5b",
        "date" => "2026-01-31",
        "date-time" | "datetime" => "2026-01-31T12:00:00Z",
        "time" => "12:00:00",
        "duration" => "PT1H",
        "email" | "idn-email" => "user@example.com",
        "uri" | "url" | "uri-reference" | "iri" => "https://example.com/",
        "hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" => "Ynl0ZXM=",
        _ => "string",
    }
}

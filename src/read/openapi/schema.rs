//! A schema with everything that it is put together from, and what people call its type.

use std::cell::Cell;
use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::specification::{At, Log, Specification};

/// References and combinations deeper than this are left out.
const DEPTH: usize = 24;
/// How many schemas one schema may be put together from, so that combinations of combinations end.
const MOST_PARTS: usize = 400;

/// What to make of the alternatives of `oneOf` and `anyOf`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alternatives {
    /// The members of all; required is what all require.
    All,
    /// Those of the first.
    First,
}

/// A schema as one piece.
#[derive(Debug, Default)]
pub(super) struct Schema<'v> {
    /// The name under which it is shared.
    pub(super) name: Option<String>,
    /// `string`, `object`, …; not `null`.
    pub(super) types: Vec<&'v str>,
    pub(super) nullable: bool,
    /// Everything that is said of its values: `format`, `maxLength`, `default`, `description`, ….
    facets: IndexMap<&'v str, &'v Value>,
    pub(super) allowed: Vec<&'v Value>,
    pub(super) items: Option<At<'v>>,
    pub(super) properties: IndexMap<&'v str, At<'v>>,
    /// What further alternatives say of a property that the first one has too.
    others: IndexMap<&'v str, Vec<At<'v>>>,
    required: HashSet<&'v str>,
    /// The schema of values under any other name.
    pub(super) additional: Option<At<'v>>,
}

impl<'v> Schema<'v> {
    pub(super) fn new(specification: &'v Specification, at: At<'v>, alternatives: Alternatives, log: &Log) -> Self {
        let reader = Reader { specification, alternatives, log, parts: Cell::new(0) };
        let mut schema = Self::default();
        reader.add(&mut schema, at, &mut Vec::new());
        schema
    }

    /// What is said of its values under a keyword.
    pub(super) fn facet(&self, keyword: &str) -> Option<&'v Value> {
        self.facets.get(keyword).copied()
    }

    pub(super) fn text(&self, keyword: &str) -> Option<&'v str> {
        self.facet(keyword).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    pub(super) fn is(&self, keyword: &str) -> bool {
        self.facet(keyword) == Some(&Value::Bool(true))
    }

    /// What a property is in the alternatives behind the first one that has it.
    pub(super) fn others(&self, property: &str) -> &[At<'v>] {
        self.others.get(property).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn requires(&self, property: &str) -> bool {
        self.required.contains(property)
    }

    /// The type that its values are most of all.
    pub(super) fn main_type(&self) -> Option<&'v str> {
        let inferred = || match () {
            () if !self.properties.is_empty() || self.additional.is_some() => Some("object"),
            () if self.items.is_some() => Some("array"),
            () if self.facet("format").is_some() || self.facet("pattern").is_some() => Some("string"),
            () => self.allowed.first().map(|value| type_of(value)),
        };
        self.types.first().copied().or_else(inferred)
    }

    /// The values that it allows, as written.
    pub(super) fn allowed_words(&self) -> Vec<String> {
        self.allowed.iter().filter(|value| !value.is_null()).map(|value| word(value)).collect()
    }

    /// Its type as people write it: `string (uuid)`, `integer (1..100)`, `array of string`.
    pub(super) fn type_words(&self, specification: &'v Specification, log: &Log) -> Option<String> {
        let main = self.main_type()?;
        let mut words = match main {
            "array" => match self.items {
                Some(items) => {
                    let item = Schema::new(specification, items, Alternatives::All, log);
                    let limits = self.limits("minItems", "maxItems").map(|l| format!(" ({l})"));
                    let of = match (item.name.as_deref(), item.main_type()) {
                        (Some(name), Some("object")) => name.to_owned(),
                        (_, Some("array")) | (None, None) => "array".to_owned(),
                        (Some(name), None) => name.to_owned(),
                        (_, Some(_)) => item.scalar_words(),
                    };
                    format!("array of {of}{}", limits.unwrap_or_default())
                }
                None => "array".to_owned(),
            },
            "object" => match &self.name {
                Some(name) => format!("object ({name})"),
                None => "object".to_owned(),
            },
            _ => self.scalar_words(),
        };
        if self.nullable {
            words.push_str(" or null");
        }
        Some(words)
    }

    fn scalar_words(&self) -> String {
        let mut types = self.types.clone();
        if types.is_empty() {
            types.extend(self.main_type());
        }
        let mut said: Vec<String> = Vec::new();
        // What the type says already.
        let format = self.text("format").filter(|f| !matches!(*f, "string" | "enum"));
        if let Some(format) = format {
            let is_file = matches!(format, "binary" | "file");
            if is_file {
                return "file".to_owned();
            }
            said.push(format.to_owned());
        }
        match types.first().copied() {
            Some("string") => {
                let limits = self.limits("minLength", "maxLength");
                said.extend(limits.map(|limits| match limits.split_once("..") {
                    Some((from, to)) => format!("min {from}, max {to}"),
                    None => limits,
                }));
            }
            Some("integer" | "number") => said.extend(self.range()),
            _ => {}
        }
        let pattern = self.text("pattern").filter(|p| p.len() <= 60 && self.allowed.is_empty());
        said.extend(pattern.map(|pattern| format!("pattern {pattern}")));
        let words = types.join(" or ");
        if said.is_empty() { words } else { format!("{words} ({})", said.join(", ")) }
    }

    /// `3..100`, `min 3` or `max 100`.
    fn limits(&self, from: &str, to: &str) -> Option<String> {
        let number = |keyword: &str| self.facet(keyword).filter(|v| v.is_number()).map(word);
        match (number(from).filter(|n| n != "0"), number(to)) {
            (Some(from), Some(to)) => Some(format!("{from}..{to}")),
            (Some(from), None) => Some(format!("min {from}")),
            (None, Some(to)) => Some(format!("max {to}")),
            (None, None) => None,
        }
    }

    /// `1..100`, `min 1`, `> 0`.
    fn range(&self) -> Option<String> {
        let number = |keyword: &str| self.facet(keyword).filter(|v| v.is_number()).map(word);
        // Up to OpenAPI 3.0 the exclusive bounds are marks beside the others, since 3.1 numbers.
        let above = number("exclusiveMinimum").or_else(|| number("minimum").filter(|_| self.is("exclusiveMinimum")));
        let below = number("exclusiveMaximum").or_else(|| number("maximum").filter(|_| self.is("exclusiveMaximum")));
        if above.is_none() && below.is_none() {
            let (from, to) = (number("minimum"), number("maximum"));
            return match (from, to) {
                (Some(from), Some(to)) => Some(format!("{from}..{to}")),
                (Some(from), None) => Some(format!("min {from}")),
                (None, Some(to)) => Some(format!("max {to}")),
                (None, None) => None,
            };
        }
        let from = above.map(|n| format!("> {n}")).or_else(|| number("minimum").map(|n| format!("min {n}")));
        let to = below.map(|n| format!("< {n}")).or_else(|| number("maximum").map(|n| format!("max {n}")));
        Some(from.into_iter().chain(to).collect::<Vec<_>>().join(", "))
    }
}

/// A value as people write it: texts without quotes.
pub(super) fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

struct Reader<'v, 'l> {
    specification: &'v Specification,
    alternatives: Alternatives,
    log: &'l Log,
    parts: Cell<usize>,
}

impl<'v> Reader<'v, '_> {
    /// Adds what a schema says to what is known. `seen` is the way from the first one.
    fn add(&self, schema: &mut Schema<'v>, at: At<'v>, seen: &mut Vec<usize>) {
        let address = std::ptr::from_ref(at.value) as usize;
        self.parts.set(self.parts.get() + 1);
        if seen.len() > DEPTH || seen.contains(&address) || self.parts.get() > MOST_PARTS {
            return;
        }
        let Some(map) = at.value.as_object() else { return };
        seen.push(address);
        let inside = |value: &'v Value| At { file: at.file, value };
        for (key, value) in map {
            match key.as_str() {
                "$ref" | "allOf" | "oneOf" | "anyOf" | "not" => {}
                "type" => schema.add_types(value),
                "nullable" | "x-nullable" => schema.nullable |= value == &Value::Bool(true),
                "enum" => {
                    if schema.allowed.is_empty() {
                        schema.allowed.extend(value.as_array().into_iter().flatten());
                    }
                }
                "const" => {
                    if schema.allowed.is_empty() {
                        schema.allowed.push(value);
                    }
                }
                "items" => schema.items = schema.items.or(Some(inside(value)).filter(|_| value.is_object())),
                "additionalProperties" => {
                    schema.additional = schema.additional.or(Some(inside(value)).filter(|_| value.is_object()));
                }
                "properties" => {
                    for (name, property) in value.as_object().into_iter().flatten() {
                        schema.properties.entry(name).or_insert(inside(property));
                    }
                }
                // A mark on a parameter or property, as old documents have it.
                "required" => schema.required.extend(value.as_array().into_iter().flatten().filter_map(Value::as_str)),
                _ => {
                    schema.facets.entry(key).or_insert(value);
                }
            }
        }
        if map.contains_key("$ref")
            && let Some(found) = self.specification.step(at, self.log)
        {
            if schema.name.is_none() && seen.len() == 1 {
                schema.name = found.name;
            }
            self.add(schema, found.at, seen);
        }
        for part in map.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.add(schema, inside(part), seen);
        }
        for keyword in ["oneOf", "anyOf"] {
            let parts: Vec<At<'v>> =
                map.get(keyword).and_then(Value::as_array).into_iter().flatten().map(inside).collect();
            self.alternatives(schema, &parts, seen);
        }
        seen.pop();
    }

    fn alternatives(&self, schema: &mut Schema<'v>, parts: &[At<'v>], seen: &mut Vec<usize>) {
        let is_null = |at: &&At<'v>| at.value.get("type").and_then(Value::as_str) == Some("null");
        schema.nullable |= parts.iter().any(|part| is_null(&part));
        let parts: Vec<At<'v>> = parts.iter().filter(|part| !is_null(part)).copied().collect();
        if let [only] = parts.as_slice() {
            return self.add(schema, *only, seen);
        }
        if self.alternatives == Alternatives::First {
            if let Some(first) = parts.first() {
                self.add(schema, *first, seen);
            }
            return;
        }
        let read: Vec<Schema<'v>> = parts
            .iter()
            .map(|part| {
                let mut alternative = Schema::default();
                self.add(&mut alternative, *part, seen);
                alternative
            })
            .collect();
        let demanded = read.iter().map(|alternative| alternative.required.clone());
        schema
            .required
            .extend(demanded.reduce(|all, next| all.intersection(&next).copied().collect()).unwrap_or_default());
        let all_list = read.iter().all(|alternative| !alternative.allowed.is_empty());
        let knows_type = !schema.types.is_empty();
        for alternative in read {
            schema.nullable |= alternative.nullable;
            let ty = alternative.main_type().filter(|ty| !knows_type && !schema.types.contains(ty));
            schema.types.extend(ty);
            for (name, property) in alternative.properties {
                if schema.properties.contains_key(name) {
                    schema.others.entry(name).or_default().push(property);
                } else {
                    schema.properties.insert(name, property);
                }
            }
            schema.items = schema.items.or(alternative.items);
            if all_list {
                let new: Vec<_> = alternative.allowed.into_iter().filter(|v| !schema.allowed.contains(v)).collect();
                schema.allowed.extend(new);
            }
            for (keyword, value) in alternative.facets {
                // Limits of one alternative do not hold for the others.
                if matches!(keyword, "example" | "examples" | "format") {
                    schema.facets.entry(keyword).or_insert(value);
                }
            }
        }
    }
}

impl<'v> Schema<'v> {
    fn add_types(&mut self, value: &'v Value) {
        let names = match value {
            Value::String(name) => vec![name.as_str()],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        self.nullable |= names.contains(&"null");
        if self.types.is_empty() {
            self.types.extend(names.into_iter().filter(|name| *name != "null"));
        }
    }
}

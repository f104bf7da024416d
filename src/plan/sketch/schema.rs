//! What validates the parts of a request.

use std::collections::BTreeMap;

use heck::{ToLowerCamelCase, ToPascalCase};
use serde::Deserialize;

use super::super::example::Wanted;
use super::super::facts::EndpointFacts;
use super::super::facts::inputs::{Input, Part, Required};
use super::super::kind::Kind;
use super::super::limits::{Bounds, Limits};
use super::super::markdown::clean;
use super::super::pen::Pen;
use super::super::request::shown_body;
use super::super::shape::Shape;
use super::super::speech::fill;
use super::super::stack::kind_key;
use super::quoted;

/// Objects inside objects are written this deep.
const DEPTH: usize = 2;

/// How a library's schemas are written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Schema {
    open: String,
    close: String,
    field: String,
    object: String,
    member: String,
    parts: BTreeMap<String, String>,
    kinds: BTreeMap<String, String>,
    #[serde(default)]
    text_kinds: BTreeMap<String, String>,
    checks: BTreeMap<String, String>,
}

impl Schema {
    /// One schema for each part that has inputs.
    pub(super) fn write(&self, pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
        let parts = [(Part::Path, "path", ""), (Part::Query, "query", "query"), (Part::Body, "body", "body")];
        let written = parts.into_iter().filter_map(|(part, key, ty)| {
            let inputs: Vec<&Input<'_>> = facts.inputs.iter().filter(|input| input.part == part).collect();
            // Which of several bodies is sent, no list of fields says.
            if inputs.iter().any(|input| input.required == Required::Variant) {
                return None;
            }
            let shown = shown_body(facts).filter(|_| part == Part::Body);
            let fields: Vec<String> =
                inputs.into_iter().filter_map(|input| self.field(pen, input, shown.as_ref())).collect();
            if fields.is_empty() {
                return None;
            }
            let action = (facts.action.to_pascal_case(), facts.action.to_lower_camel_case());
            let name = fill(self.parts.get(key)?, &[("Action", &action.0), ("action", &action.1)]);
            let request = if ty.is_empty() { String::new() } else { pen.name(facts, ty) };
            let open = fill(&self.open, &[("name", &name), ("request", &request)]);
            Some([open, fields.join("\n"), self.close.clone()].join("\n"))
        });
        let written: Vec<String> = written.collect();
        (!written.is_empty()).then(|| written.join("\n\n"))
    }

    fn field(&self, pen: &Pen<'_>, input: &Input<'_>, shown: Option<&Shape>) -> Option<String> {
        let name = clean(&input.parameter.name);
        let sample = shown.and_then(|s| s.members().iter().find(|(own, _)| *own == name)).map(|(_, shape)| shape);
        let check = self.check_of(input, sample);
        let field = pen.profile.spell(&name);
        (!check.is_empty()).then(|| fill(&self.field, &[("name", &key(&name)), ("field", &field), ("check", &check)]))
    }

    fn check_of(&self, input: &Input<'_>, sample: Option<&Shape>) -> String {
        let wanted = Wanted::of_input(input);
        let is_text = input.part != Part::Body;
        let sampled = sample.map_or(Kind::Unknown, Shape::kind);
        let kind = if matches!(sampled, Kind::List | Kind::Object) { sampled } else { input.kind };
        let mut check = match sample {
            Some(shape) if matches!(kind, Kind::List | Kind::Object) => self.of_shape(shape, 0),
            _ if !wanted.values.is_empty() && kind != Kind::List => self.of_values(&wanted.values, kind, is_text),
            _ if is_text && kind == Kind::Unknown => self.kind(Kind::Text, true, ""),
            _ => self.kind(kind, is_text, &self.kind(Kind::Unknown, false, "")),
        };
        if input.required.is_yes() {
            let by_kind = if kind.is_reference() { "required" } else { "required_value" };
            check.push_str(self.checks.get(by_kind).map_or("", String::as_str));
        }
        if wanted.values.is_empty() {
            let mut limits = wanted.limits;
            if input.part == Part::Path && input.names_row() {
                limits.value.narrow(Bounds { least: Some(1.0), most: None });
            }
            check.push_str(&self.bounds(&limits, kind));
            let pattern = self.checks.get("matches").zip(input.pattern().filter(|_| kind == Kind::Text));
            check.extend(pattern.map(|(written, pattern)| fill(written, &[("pattern", &pattern)])));
        }
        if input.takes_several() {
            check = self.kind(Kind::List, false, &check);
        }
        if sample.is_some_and(Shape::may_be_null) {
            check.push_str(self.checks.get("nullable").map_or("", String::as_str));
        }
        if !input.required.is_yes() {
            let default = input.parameter.default.as_deref().and_then(|text| literal(text, kind, &wanted));
            let pattern = default.as_ref().and_then(|_| self.checks.get("default"));
            match (default, pattern) {
                (Some(value), Some(pattern)) => check.push_str(&fill(pattern, &[("value", &value)])),
                _ => check.push_str(self.checks.get("optional").map_or("", String::as_str)),
            }
        }
        check
    }

    fn kind(&self, kind: Kind, is_text: bool, item: &str) -> String {
        let by_text = self.text_kinds.get(kind_key(kind)).filter(|_| is_text);
        let pattern = by_text.or_else(|| self.kinds.get(kind_key(kind)));
        fill(pattern.map_or("", String::as_str), &[("item", item)])
    }

    /// One of some texts in place of the kind, or one of some numbers behind it.
    fn of_values(&self, values: &[String], kind: Kind, is_text: bool) -> String {
        let numbers = values.iter().all(|value| value.parse::<i64>().is_ok()) && kind != Kind::Text;
        let list = |one: fn(&String) -> String| values.iter().map(one).collect::<Vec<_>>().join(", ");
        let texts = list(|value| format!("{:?}", clean(value)));
        let (key, before, shown) = match numbers {
            true => ("numbers", self.kind(kind, is_text, ""), list(|value| clean(value))),
            false => ("values", String::new(), list(|value| quoted(&clean(value)))),
        };
        let pattern = self.checks.get(key).map_or("", String::as_str);
        format!("{before}{}", fill(pattern, &[("values", &shown), ("texts", &texts)]))
    }

    fn bounds(&self, limits: &Limits, kind: Kind) -> String {
        let (least, most, bounds) = match kind {
            Kind::Text => ("min_length", "max_length", limits.length),
            Kind::Integer | Kind::Decimal | Kind::List => ("least", "most", limits.value),
            _ => return String::new(),
        };
        let Bounds { least: from, most: to } = bounds;
        let one = |key: &str, limit: Option<f64>| {
            let (pattern, limit) = (self.checks.get(key)?, limit?);
            Some(fill(pattern, &[("limit", &limit.to_string())]))
        };
        // Elements are counted as characters are where a library tells numbers from lists.
        [one(least, from), one(most, to)].into_iter().flatten().collect()
    }

    /// An object or list that an example shows.
    fn of_shape(&self, shape: &Shape, depth: usize) -> String {
        match shape {
            Shape::Object(members) if depth < DEPTH && !members.is_empty() && !self.object.is_empty() => {
                let member = |(name, shape): &(String, Shape)| {
                    let check = self.of_shape(shape, depth + 1);
                    fill(&self.member, &[("name", &key(&clean(name))), ("check", &check)])
                };
                let members: Vec<String> = members.iter().map(member).collect();
                fill(&self.object, &[("members", &members.join(", "))])
            }
            Shape::List(element) => {
                let unknown = || self.kind(Kind::Unknown, false, "");
                let item = element.as_deref().map_or_else(unknown, |element| self.of_shape(element, depth));
                self.kind(Kind::List, false, &item)
            }
            Shape::Maybe(shape) => self.of_shape(shape, depth) + self.checks.get("nullable").map_or("", String::as_str),
            leaf => self.kind(leaf.kind(), false, ""),
        }
    }
}

/// A member's name; one that is no word stands in quotation marks.
fn key(name: &str) -> String {
    let is_word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$');
    if is_word && !name.is_empty() { name.to_owned() } else { quoted(name) }
}

/// A default as code; `None` for one that is told in words or that the database has.
fn literal(text: &str, kind: Kind, wanted: &Wanted) -> Option<String> {
    let text = clean(text);
    let text = text.trim_matches(['`', '"', '\'']);
    match kind {
        Kind::Integer | Kind::Decimal => text.parse::<f64>().ok().map(|_| text.to_owned()),
        Kind::Boolean if wanted.values.is_empty() => None,
        Kind::Text if !text.is_empty() && !text.contains([' ', '(']) => {
            (wanted.values.is_empty() || wanted.values.iter().any(|value| value == text)).then(|| quoted(text))
        }
        _ => None,
    }
}

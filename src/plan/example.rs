//! Example values: plausible ones that keep what is demanded of a field, never a secret.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use super::facts::inputs::{Check, Input, Part, Role};
use super::facts::{EndpointFacts, column_kind};
use super::kind::{Kind, length_limit};
use super::limits::{Bounds, Limits};
use super::markdown::{clean, fence};
use super::naming;
use super::pen::Pen;
use super::shape::Shape;
use super::words::{is_in, words};
use crate::model::{Column, Language, Table};

static EXAMPLES: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| Language::words_of_all("plan/examples.toml").try_into().unwrap_or_default());

/// A text that has to be longer than this is only begun, with how long it is in the end.
const LONG: f64 = 120.0;

/// What is known of a value that an example shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// The values that are allowed, where they are listed.
    pub(crate) values: Vec<String>,
    pub(crate) limits: Limits,
    /// Whether it has to be there.
    pub(crate) required: bool,
}

impl Wanted {
    /// What the documents demand of an input.
    pub(crate) fn of_input(input: &Input<'_>) -> Self {
        let name = clean(&input.parameter.name);
        let mut wanted = Self { kind: input.kind, values: input.values().to_vec(), name, ..Self::default() };
        wanted.required = input.required.is_yes();
        let column = input.column.map_or("", |(_, column)| column.name.as_str());
        for check in &input.checks {
            let limits = match check {
                Check::MinLength(least) => length(Some(*least), None),
                Check::MaxLength(most) => length(None, Some(*most)),
                Check::TwoLimits(one, other) => length(None, Some(*one.min(other))),
                Check::Least(least) => of_value(Some(*least), None),
                Check::Most(most) => of_value(None, Some(*most)),
                Check::Condition(condition) => Limits::of_condition(condition, column, step(input.kind)),
                _ => continue,
            };
            wanted.limits.narrow(limits);
        }
        wanted
    }

    /// What the database demands of a column.
    pub(crate) fn of_column(facts: &EndpointFacts<'_>, table: &Table, column: &Column, name: &str) -> Self {
        let kind = column_kind(facts.project, table, column);
        let values = facts.project.schema.enum_of(table, column).map(|e| e.values.clone()).unwrap_or_default();
        let mut wanted = Self { name: clean(name), kind, values, ..Self::default() };
        wanted.limits = length(None, column.ty.as_deref().and_then(length_limit));
        if let Some(condition) = &column.check {
            wanted.limits.narrow(Limits::of_condition(condition, &column.name, step(kind)));
        }
        wanted
    }

    /// Whether a value keeps all of this.
    pub(crate) fn holds(&self, value: &Value) -> bool {
        if !self.values.is_empty() && self.kind != Kind::List {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            return self.values.contains(&text) || value.is_null() && !self.required;
        }
        match (self.kind, value) {
            (_, Value::Null) => !self.required,
            (Kind::Integer, value) => value.as_i64().is_some_and(|n| self.limits.value.holds(n as f64)),
            (Kind::Decimal, value) => value.as_f64().is_some_and(|n| self.limits.value.holds(n)),
            (Kind::Boolean, value) => value.is_boolean(),
            (Kind::Uuid, Value::String(text)) => is_uuid(text),
            (Kind::Date, Value::String(text)) => is_date(text) && text.len() == 10,
            (Kind::Timestamp, Value::String(text)) => is_date(text) && text.contains('T'),
            (Kind::Uuid | Kind::Date | Kind::Timestamp, _) => false,
            (Kind::List, Value::Array(elements)) => self.limits.value.holds(elements.len() as f64),
            (Kind::List, _) => false,
            (Kind::Text, Value::String(text)) => {
                self.limits.length.holds(text.chars().count() as f64) && !self.is_secret()
            }
            (Kind::Text, _) => false,
            _ => true,
        }
    }

    fn is_secret(&self) -> bool {
        is_in(&self.name, &words().secret_fields)
    }

    /// A value that keeps it.
    pub(crate) fn value(&self, pen: &Pen<'_>) -> Value {
        if let Some(value) = self.values.first() {
            let number = value.parse::<i64>().ok().filter(|_| self.kind == Kind::Integer);
            let one = number.map_or_else(|| Value::from(clean(value)), Value::from);
            return if self.kind == Kind::List { Value::Array(vec![one]) } else { one };
        }
        let known = self.known();
        match self.kind {
            Kind::Integer => {
                let known = known.and_then(|text| text.parse::<i64>().ok());
                known.map_or_else(|| whole(self.limits.value.nearest(1.0).ceil()), Value::from)
            }
            Kind::Decimal => {
                let known = known.and_then(|text| text.parse::<f64>().ok()).unwrap_or(9.99);
                let number = self.limits.value.nearest(known);
                if number.fract() == 0.0 { whole(number) } else { serde_json::json!(number) }
            }
            Kind::Boolean => Value::from(true),
            Kind::Uuid => Value::from(uuid(&self.name)),
            Kind::Date => Value::from(known.map_or_else(|| self.day(), str::to_owned)),
            Kind::Timestamp => Value::from(format!("{}T12:00:00Z", self.day())),
            Kind::Time => Value::from("12:00"),
            Kind::Object => Value::Object(serde_json::Map::new()),
            Kind::List => {
                let is_id = naming::key(&naming::singular(&self.name)).ends_with("id");
                let count = self.limits.value.nearest(1.0) as usize;
                let text = |at: usize| self.text(pen, known).chars().take(40).collect::<String>() + &ordinal(at);
                let one = |at| if is_id { uuid(&format!("{}{at}", self.name)) } else { text(at) };
                Value::Array((1..=count.min(20)).map(one).map(Value::from).collect())
            }
            Kind::Text | Kind::File | Kind::Unknown => Value::from(self.text(pen, known)),
        }
    }

    /// The value of the table of examples for a field of this name.
    fn known(&self) -> Option<&'static str> {
        let own = naming::key(&self.name);
        let equals = |name: &String| naming::is_same(name, &self.name);
        let ends = |name: &String| name.starts_with('*') && own.ends_with(&naming::key(name));
        let suiting = || EXAMPLES.iter().filter(|(value, _)| self.suits(value));
        let found = suiting().find(|(_, names)| names.iter().any(equals));
        found.or_else(|| suiting().find(|(_, names)| names.iter().any(ends))).map(|(value, _)| value.as_str())
    }

    fn suits(&self, value: &str) -> bool {
        match self.kind {
            Kind::Integer => value.parse::<i64>().is_ok_and(|n| self.limits.value.holds(n as f64)),
            Kind::Decimal => value.parse::<f64>().is_ok_and(|n| self.limits.value.holds(n)),
            Kind::Date | Kind::Timestamp => is_date(value),
            Kind::Text | Kind::Unknown => self.limits.length.holds(value.chars().count() as f64),
            _ => false,
        }
    }

    fn text(&self, pen: &Pen<'_>, known: Option<&str>) -> String {
        if self.is_secret() {
            return fitted(&format!("<{}>", self.name), &self.limits.length, '*');
        }
        let named = || {
            let words = heck::ToSnakeCase::to_snake_case(self.name.as_str()).replace('_', " ");
            pen.say("example.text", &[("name", &words)])
        };
        if let Some(least) = self.limits.length.least.filter(|least| *least > LONG) {
            return pen.say("example.long", &[("text", &named()), ("count", &least.to_string())]);
        }
        let of_whom = |known: &str| match (known.split_once('@'), self.whose()) {
            (Some((_, host)), Some(whose)) => format!("{whose}@{host}"),
            _ => known.to_owned(),
        };
        fitted(&known.map_or_else(named, of_whom), &self.limits.length, '.')
    }

    /// The first word of a name of several: two addresses in one answer are two people's.
    fn whose(&self) -> Option<String> {
        let snake = heck::ToSnakeCase::to_snake_case(self.name.as_str());
        let (first, _) = snake.split_once('_')?;
        first.chars().all(|c| c.is_ascii_alphabetic()).then(|| first.to_owned())
    }

    /// A day; the end of a range lies behind its start.
    fn day(&self) -> String {
        let snake = heck::ToSnakeCase::to_snake_case(self.name.as_str());
        let ends = snake.split('_').any(|word| is_in(word, &words().range_to));
        if ends { "2026-01-31".to_owned() } else { "2026-01-15".to_owned() }
    }
}

fn length(least: Option<u32>, most: Option<u32>) -> Limits {
    let length = Bounds { least: least.map(f64::from), most: most.map(f64::from) };
    Limits { length, ..Limits::default() }
}

fn of_value(least: Option<i64>, most: Option<i64>) -> Limits {
    let value = Bounds { least: least.map(|n| n as f64), most: most.map(|n| n as f64) };
    Limits { value, ..Limits::default() }
}

fn step(kind: Kind) -> f64 {
    if kind == Kind::Decimal { 0.01 } else { 1.0 }
}

fn whole(number: f64) -> Value {
    Value::from(number as i64)
}

fn ordinal(at: usize) -> String {
    if at < 2 { String::new() } else { format!(" {at}") }
}

fn fitted(text: &str, length: &Bounds, filler: char) -> String {
    let count = text.chars().count();
    let wanted = length.nearest(count as f64) as usize;
    let mut fitted: String = text.chars().take(wanted).collect();
    fitted.extend(std::iter::repeat_n(filler, wanted.saturating_sub(count)));
    fitted
}

/// A UUID that is the same for the same name.
fn uuid(name: &str) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in name.bytes() {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    let hex = format!("{hash:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-4{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

fn is_date(text: &str) -> bool {
    let digits = |from: usize, to: usize| text.get(from..to).is_some_and(|t| t.chars().all(|c| c.is_ascii_digit()));
    digits(0, 4) && digits(5, 7) && digits(8, 10) && text.get(4..5) == Some("-") && text.get(7..8) == Some("-")
}

/// Whether a leaf of an outline says what to write instead of being written.
pub(crate) fn is_placeholder(shape: &Shape) -> bool {
    if shape.or_null().is_some() {
        return true;
    }
    match shape {
        Shape::Text(text) => {
            let lower = text.trim().to_lowercase();
            let (first, rest) = lower.split_at(lower.find([' ', '(', '|', '[']).unwrap_or(lower.len()));
            let is_type = Kind::of_type(first) != Kind::Unknown && !matches!(first, "email" | "url");
            let rest = rest.trim_start();
            let says_more = !rest.is_empty() && !rest.starts_with(['(', '|', '[', '-']);
            let says_format = ["uuid", "iso8601", "iso 8601", "iso-8601", "yyyy", "..."];
            lower.is_empty()
                || lower.starts_with(['<', '…'])
                || is_type && !says_more
                || says_format.iter().any(|format| lower.starts_with(format))
        }
        Shape::Word(word) => {
            let is_literal = word == "null" || word == "true" || word == "false" || word.parse::<f64>().is_ok();
            !is_literal
        }
        Shape::Maybe(value) => is_placeholder(value),
        Shape::Object(_) | Shape::List(_) => false,
    }
}

/// Whether any leaf of an outline does.
pub(crate) fn has_placeholder(shape: &Shape) -> bool {
    match shape {
        Shape::Object(members) => members.iter().any(|(_, value)| has_placeholder(value)),
        Shape::List(element) => element.as_deref().is_some_and(has_placeholder),
        Shape::Maybe(value) => has_placeholder(value),
        leaf => is_placeholder(leaf),
    }
}

/// An outline with values in the place of types; `wanted` tells what is known of a member by its path.
pub(crate) fn filled(
    pen: &Pen<'_>,
    shape: &Shape,
    name: &str,
    depth: usize,
    wanted: &dyn Fn(&str, usize) -> Option<Wanted>,
) -> Value {
    match shape {
        Shape::Object(members) => {
            let fill = |(name, value): &(String, Shape)| {
                let known = wanted(name, depth);
                let value = match (known, value) {
                    (Some(known), Shape::List(None)) if !known.holds(&Value::Array(Vec::new())) => known.value(pen),
                    (Some(known), Shape::Text(_) | Shape::Word(_)) => leaf(pen, value, &known),
                    (_, value) => filled(pen, value, name, depth + 1, wanted),
                };
                (clean(name), value)
            };
            Value::Object(members.iter().map(fill).collect())
        }
        Shape::List(element) => {
            let element = element.as_deref().map(|e| filled(pen, e, &naming::singular(name), depth, wanted));
            Value::Array(element.into_iter().collect())
        }
        Shape::Maybe(value) => filled(pen, value, name, depth, wanted),
        shape => {
            let kind = if is_uuid_word(shape) { Kind::Uuid } else { shape.kind() };
            leaf(pen, shape, &Wanted { name: name.to_owned(), kind, ..Wanted::default() })
        }
    }
}

fn is_uuid_word(shape: &Shape) -> bool {
    matches!(shape, Shape::Text(text) | Shape::Word(text) if text.to_lowercase().starts_with("uuid"))
}

fn leaf(pen: &Pen<'_>, shape: &Shape, wanted: &Wanted) -> Value {
    let literal = match shape {
        Shape::Text(text) => Value::from(clean(text)),
        Shape::Word(word) => serde_json::from_str(word).unwrap_or(Value::Null),
        _ => Value::Null,
    };
    if !is_placeholder(shape) && wanted.holds(&literal) { literal } else { wanted.value(pen) }
}

/// A value as fenced JSON.
pub(crate) fn block(value: &Value) -> String {
    fence("json", &serde_json::to_string_pretty(value).unwrap_or_default())
}

/// The members of a body that its fields build.
pub(crate) fn of_fields(pen: &Pen<'_>, fields: &[&Input<'_>]) -> Value {
    let member = |input: &&Input<'_>| (clean(&input.parameter.name), Wanted::of_input(input).value(pen));
    Value::Object(fields.iter().map(member).collect())
}

/// A call of an endpoint with its path and query filled.
pub(crate) fn call(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    let show = |input: &Input<'_>| {
        let own = input.parameter.default.as_deref().filter(|d| !d.is_empty() && !d.contains(char::is_whitespace));
        let default = own.filter(|_| input.role != Role::Value).map(|d| d.trim_matches(['"', '`', '\'']).to_owned());
        let value = || match Wanted::of_input(input).value(pen) {
            Value::String(text) => text,
            Value::Array(elements) => elements.first().and_then(Value::as_str).unwrap_or_default().to_owned(),
            value => value.to_string(),
        };
        encoded(&default.unwrap_or_else(value))
    };
    let of = |name: &str| facts.inputs.iter().find(|i| i.part == Part::Path && i.parameter.name == name);
    let mut path = String::new();
    for segment in facts.endpoint.key.path.segments() {
        let known = crate::model::endpoint::parameter_name(segment).and_then(of);
        path.push('/');
        path.push_str(&known.map_or_else(|| segment.to_owned(), show));
    }
    let query: Vec<String> = facts
        .inputs
        .iter()
        .filter(|i| i.part == Part::Query)
        .map(|input| format!("{}={}", clean(&input.parameter.name), show(input)))
        .collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    format!("{} {path}{query}", facts.endpoint.key.method.as_str())
}

/// A text as the value of a query parameter.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:@/,+".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

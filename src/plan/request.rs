//! Section 2: every parameter and field with what it has to be, and what is never accepted.

use serde_json::Value;

use super::data_flow::child_writes;
use super::example::{self, Wanted};
use super::facts::EndpointFacts;
use super::facts::columns::{Assigned, Filler};
use super::facts::inputs::{Check, Input, Part, Required};
use super::facts::operation::Operation;
use super::kind::Kind;
use super::markdown::{bullets, clean, code, codes, fence, shorten, table};
use super::naming;
use super::pen::Pen;
use super::shape::Shape;
use super::words::{is_in, words};
use crate::model::{Auth, Column, Method};

/// What holds for one endpoint.
pub(crate) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let endpoint = facts.endpoint;
    let mut items = vec![
        pen.say("request.method", &[("method", &code(endpoint.key.method.as_str()))]),
        pen.say("request.url", &[("path", &code(endpoint.key.path.as_str()))]),
    ];
    let named = |wanted: bool| {
        let inputs = facts.inputs.iter().filter(|i| i.required.is_yes() == wanted);
        let names: Vec<String> =
            inputs.map(|i| format!("{} ({})", code(&i.parameter.name), pen.part(i.part))).collect();
        if names.is_empty() { pen.say("request.none", &[]) } else { names.join(", ") }
    };
    items.push(pen.say("request.parameters", &[("required", &named(true)), ("optional", &named(false))]));
    items.push(headers(pen, facts));
    let body = body(pen, facts);
    let mut blocks = Vec::new();
    match body {
        Body::None => items.push(pen.say("request.body_none", &[])),
        Body::Open(text) => items.push(text),
        Body::Shown(block) => {
            items.push(pen.say("request.body", &[]));
            blocks.push(block);
        }
        Body::Proposed(text, block) => {
            items.push(text);
            blocks.push(block);
        }
        Body::Built(block) => {
            items.push(pen.say("request.body_built", &[]));
            blocks.push(block);
        }
    }
    if facts.inputs.iter().any(|i| i.part == Part::Query) {
        items.push(pen.say("request.example", &[("call", &code(&example::call(pen, facts)))]));
    }
    items.retain(|i| !i.is_empty());
    blocks.insert(0, bullets(&items));
    if !facts.inputs.is_empty() {
        blocks.push(inputs_table(pen, facts));
    }
    blocks.push(bullets(&remarks(pen, facts)));
    blocks
}

fn headers(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    let mut headers = Vec::new();
    if facts.auth() == Some(Auth::Required) {
        headers.push(pen.say("request.header_auth", &[]));
    }
    if has_body(facts) {
        let multipart = facts.inputs.iter().any(|i| i.kind == Kind::File);
        headers.push(code(if multipart {
            "Content-Type: multipart/form-data"
        } else {
            "Content-Type: application/json"
        }));
    }
    if headers.is_empty() { String::new() } else { pen.say("request.headers", &[("headers", &headers.join(", "))]) }
}

fn has_body(facts: &EndpointFacts<'_>) -> bool {
    !facts.endpoint.details.body_fields.is_empty() || facts.endpoint.details.request_body.is_some()
}

enum Body {
    None,
    Open(String),
    Shown(String),
    Built(String),
    /// A sentence and an example.
    Proposed(String, String),
}

fn body(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Body {
    let endpoint = facts.endpoint;
    if let Some(shown) = endpoint.details.request_body.as_ref().filter(|b| b.text.contains(['{', '['])) {
        return match example_of(pen, facts, &shown.text) {
            Some(value) => Body::Built(example::block(&value)),
            None => Body::Shown(fence("json", &shown.text)),
        };
    }
    let fields: Vec<&Input<'_>> = facts.inputs.iter().filter(|i| i.part == Part::Body).collect();
    if fields.is_empty() {
        let expects =
            matches!(endpoint.key.method, Method::Put | Method::Patch) || facts.operation == Operation::Create;
        if let Some(shown) = endpoint.details.request_body.as_ref() {
            return Body::Open(pen.say("request.body_words", &[("words", &shorten(&clean(&shown.text), 200))]));
        }
        return if expects { open_body(pen, facts) } else { Body::None };
    }
    if fields.iter().any(|i| i.kind == Kind::File) {
        let parts: Vec<String> = fields.iter().map(|i| code(&i.parameter.name)).collect();
        return Body::Open(pen.say("request.body_form", &[("fields", &parts.join(", "))]));
    }
    Body::Built(example::block(&example::of_fields(pen, &fields)))
}

/// The body of the API plan with values in place of types; `None` where it is an example already, or more
/// than one.
fn example_of(pen: &Pen<'_>, facts: &EndpointFacts<'_>, text: &str) -> Option<Value> {
    let shape = Shape::read(text)?;
    if Shape::read_all(text).len() > 1 {
        return None;
    }
    let wanted = |name: &str, depth: usize| {
        let body = || facts.inputs.iter().filter(|i| i.part == Part::Body);
        let input = body().find(|i| depth == 0 && i.parameter.name == name);
        let column = || facts.column_named(name).map(|(t, c)| Wanted::of_column(facts, t, c, name));
        input.map(Wanted::of_input).or_else(column)
    };
    let value = example::filled(pen, &shape, "", 0, &wanted);
    (serde_json::from_str::<Value>(text).ok().as_ref() != Some(&value)).then_some(value)
}

/// The API plan gives no body where one is needed: the columns that a client could set.
fn open_body(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Body {
    let Some(main) = facts.main.filter(|main| !main.columns.is_empty()) else {
        return Body::Open(pen.open(&pen.say("request.body_open", &[])));
    };
    let is_open = |column: &&Column| {
        !facts.assigned.iter().any(|a| a.column.name == column.name) && !is_in(&column.name, &words().removed_columns)
    };
    let columns: Vec<&Column> = main.columns.iter().filter(is_open).collect();
    let value = |column: &&Column| {
        (pen.member_name(&column.name), Wanted::of_column(facts, main, column, &column.name).value(pen))
    };
    let needed = columns.iter().filter(|c| c.nullable == Some(false) && c.default.is_none());
    let needed = codes(needed.map(|column| pen.member_name(&column.name)));
    let needed = if needed.is_empty() { pen.say("request.none", &[]) } else { needed };
    let example = example::block(&Value::Object(columns.iter().map(value).collect()));
    Body::Proposed(pen.say("request.body_proposed", &[("table", &code(&main.name)), ("columns", &needed)]), example)
}

fn inputs_table(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    let keys = [
        "request.col_name",
        "request.col_in",
        "request.col_type",
        "request.col_required",
        "request.col_validation",
        "request.col_source",
    ];
    let head: Vec<String> = keys.iter().map(|key| pen.say(key, &[])).collect();
    let rows: Vec<Vec<String>> = facts
        .inputs
        .iter()
        .map(|input| {
            vec![
                code(&input.parameter.name),
                pen.part(input.part),
                pen.type_of(input),
                required(pen, input.required),
                validation(pen, input),
                source(pen, input),
            ]
        })
        .collect();
    table(&head, &rows)
}

fn required(pen: &Pen<'_>, required: Required) -> String {
    let key = match required {
        Required::Stated => "request.required_yes",
        Required::ByColumn => "request.required_column",
        Required::No => "request.required_no",
        Required::Assumed => "request.required_assumed",
        Required::NotByColumn => "request.required_no_column",
        Required::AssumedYes => "request.required_assumed_yes",
        Required::Variant => "request.required_variant",
    };
    pen.say(key, &[])
}

fn source(pen: &Pen<'_>, input: &Input<'_>) -> String {
    match input.column {
        Some((table, column)) => pen.say("request.source_both", &[("column", &pen.column(&table.name, &column.name))]),
        None => pen.say("request.source_api", &[]),
    }
}

/// The demands on an input, in words.
pub(crate) fn validation(pen: &Pen<'_>, input: &Input<'_>) -> String {
    let mut demands: Vec<String> = Vec::new();
    let format = match input.kind {
        Kind::Uuid => Some("check.uuid"),
        Kind::Date => Some("check.date"),
        Kind::Timestamp => Some("check.timestamp"),
        Kind::Integer => Some("check.integer"),
        Kind::Decimal => Some("check.decimal"),
        Kind::Boolean => Some("check.boolean"),
        _ => None,
    };
    let stated = pen.type_of(input);
    let is_path = input.part == Part::Path;
    // The type stands in the table already; what stands in a path is text until it is checked.
    let says_it = !is_path
        && matches!(input.kind, Kind::Uuid | Kind::Integer | Kind::Decimal | Kind::Boolean)
        && Kind::of_type(&stated) == input.kind;
    let format = if is_path && input.names_row() && input.kind == Kind::Integer { Some("check.key") } else { format };
    demands.extend(format.filter(|_| !says_it).map(|key| pen.say(key, &[])));
    let mut checks = input.checks.iter().peekable();
    while let Some(check) = checks.next() {
        let range = match (check, checks.peek()) {
            (Check::MinLength(least), Some(Check::MaxLength(most))) => {
                Some(("check.length", i64::from(*least), i64::from(*most)))
            }
            (Check::Least(least), Some(Check::Most(most))) => Some((count_key(input, "check.range"), *least, *most)),
            _ => None,
        };
        if let Some((key, least, most)) = range {
            checks.next();
            demands.push(pen.say(key, &[("least", &least.to_string()), ("most", &most.to_string())]));
            continue;
        }
        demands.push(match check {
            Check::MinLength(limit) => pen.say("check.min_length", &[("limit", &limit.to_string())]),
            Check::MaxLength(limit) => pen.say("check.max_length", &[("limit", &limit.to_string())]),
            Check::Least(limit) => pen.say(count_key(input, "check.least"), &[("limit", &limit.to_string())]),
            Check::Most(limit) => pen.say(count_key(input, "check.most"), &[("limit", &limit.to_string())]),
            Check::TwoLimits(stated, limit) => pen.say(
                "check.two_limits",
                &[
                    ("stated", &stated.to_string()),
                    ("limit", &limit.to_string()),
                    ("smaller", &stated.min(limit).to_string()),
                ],
            ),
            Check::OneOf(values) => pen.say("check.one_of", &[("values", &codes(values))]),
            Check::Condition(condition) => pen.say("check.condition", &[("condition", &code(condition))]),
            Check::Exists(table, column) => pen.say("check.exists", &[("column", &pen.column(table, column))]),
            Check::Unique(columns) if columns.len() > 1 => {
                pen.say("check.unique_together", &[("columns", &codes(columns))])
            }
            Check::Unique(_) => pen.say("check.unique", &[]),
            Check::Default(value) => pen.say("check.default", &[("value", &code(value))]),
            Check::Stated(text) => pen.quote(&shorten(&clean(text), 120)),
            Check::Also(values) => pen.say("check.also", &[("values", &codes(values))]),
            Check::Beyond(values) => pen.open(&pen.say("check.beyond", &[("values", &codes(values))])),
            Check::Several => pen.say("check.several", &[]),
            Check::NeedsValue => pen.open(&pen.say("check.needs_value", &[])),
        });
    }
    demands.join("; ")
}

/// Of a list the elements are counted.
fn count_key(input: &Input<'_>, key: &'static str) -> &'static str {
    match (input.kind, key) {
        (Kind::List, "check.least") => "check.least_elements",
        (Kind::List, "check.most") => "check.most_elements",
        (Kind::List, "check.range") => "check.range_elements",
        _ => key,
    }
}

fn remarks(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut remarks: Vec<String> =
        variants(facts).map(|f| pen.say("request.variants", &[("field", &f)])).into_iter().collect();
    if !facts.assigned.is_empty() {
        let columns: Vec<String> = facts.assigned.iter().map(|a| assigned(pen, a)).collect();
        remarks.push(pen.say("request.never", &[("columns", &columns.join(", "))]));
    }
    // A body that is only proposed has them.
    if !facts.unfilled.is_empty() && has_body(facts) {
        let table = facts.main.map_or("", |t| t.name.as_str());
        let columns: Vec<String> = facts.unfilled.iter().map(|column| pen.column(table, &column.name)).collect();
        remarks.push(pen.open(&pen.say("request.unfilled", &[("columns", &pen.list(&columns))])));
    }
    if facts.operation.stores() {
        let alone: Vec<String> = facts
            .inputs
            .iter()
            .filter(|i| i.part == Part::Body && i.column.is_none())
            .filter(|i| i.kind != Kind::List || !kept_elsewhere(facts, i))
            .filter(|i| !facts.credentials().contains(&i.parameter.name.as_str()))
            .filter(|i| i.kind != Kind::File || !keeps_files(facts))
            .filter(|i| {
                let made = made_of(facts, i);
                let columns = codes(made.iter().map(|column| column.name.as_str()));
                let field = code(&i.parameter.name);
                remarks.extend(
                    (!made.is_empty()).then(|| pen.say("request.made_of", &[("field", &field), ("columns", &columns)])),
                );
                made.is_empty()
            })
            .map(|i| code(&i.parameter.name))
            .collect();
        if let (false, Some(main)) = (alone.is_empty(), facts.main.filter(|t| !t.columns.is_empty())) {
            remarks.push(
                pen.open(&pen.say("request.no_column", &[("fields", &alone.join(", ")), ("table", &code(&main.name))])),
            );
        }
        if facts.operation == Operation::Update && has_body(facts) {
            remarks.push(pen.say("request.partial", &[]));
        }
    }
    remarks
}

/// Whether the main table has a column for where a file is kept.
fn keeps_files(facts: &EndpointFacts<'_>) -> bool {
    let columns = facts.main.map(|main| main.columns.as_slice()).unwrap_or_default();
    columns.iter().any(|column| is_in(&column.name, &words().file_columns))
}

/// Columns that the service makes of a field, such as its hash.
fn made_of<'a>(facts: &EndpointFacts<'a>, input: &Input<'_>) -> Vec<&'a Column> {
    let key = naming::key(&input.parameter.name);
    let is_made = |a: &&Assigned<'_>| {
        matches!(a.filler, Filler::Service) && key.len() > 2 && naming::key(&a.column.name).contains(&key)
    };
    facts.assigned.iter().filter(is_made).map(|a| a.column).collect()
}

/// The field that tells several bodies apart: the only one of all of them that has a choice of values.
fn variants(facts: &EndpointFacts<'_>) -> Option<String> {
    let mut body = facts.inputs.iter().filter(|i| i.part == Part::Body);
    body.clone().find(|i| i.required == Required::Variant)?;
    let field = body.find(|i| i.required != Required::Variant && i.values().len() > 1)?;
    Some(code(&field.parameter.name))
}

/// Whether the elements of a list become rows: of the main table, or of one that refers to it.
fn kept_elsewhere(facts: &EndpointFacts<'_>, input: &Input<'_>) -> bool {
    let fields = facts.inputs.iter().filter(|i| i.part == Part::Body);
    let alone = fields.clone().all(|i| i.column.is_none());
    let child = facts
        .main
        .is_some_and(|main| child_writes(facts, main).iter().any(|(field, _)| *field == input.parameter.name));
    alone || child
}

/// A column that the server fills, with how.
pub(crate) fn assigned(pen: &Pen<'_>, assigned: &Assigned<'_>) -> String {
    let name = code(&assigned.column.name);
    let how = match assigned.filler {
        Filler::Default(Some(default)) => pen.say("fill.default", &[("default", &code(default))]),
        Filler::Default(None) => pen.say("fill.database", &[]),
        Filler::Clock => pen.say("fill.clock", &[]),
        Filler::Caller => pen.say("fill.caller", &[]),
        Filler::NewUser => pen.say("fill.new_user", &[]),
        Filler::Kept => pen.say("fill.kept", &[]),
        Filler::Service => pen.say("fill.service", &[]),
        Filler::Path(parameter) => pen.say("fill.path", &[("parameter", &code(parameter))]),
    };
    format!("{name} ({how})")
}

/// The outline of the body that the API plan shows.
pub(crate) fn shown_body(facts: &EndpointFacts<'_>) -> Option<Shape> {
    Shape::read(&facts.endpoint.details.request_body.as_ref()?.text)
}

//! Section 3: types that exist and are used again, and types to declare with their members.

use heck::ToSnakeCase;

use super::facts::inputs::{Input, Part};
use super::facts::operation::Operation;
use super::facts::{EndpointFacts, column_kind};
use super::kind::Kind;
use super::markdown::{bullets, code, fence};
use super::naming;
use super::pen::{Component, Pen};
use super::response::shown_columns;
use super::shape::Shape;
use super::stack::Member;
use crate::model::TypeDeclaration;

/// A type that the endpoint needs.
#[derive(Debug)]
pub(crate) struct Needed {
    pub(crate) role: Role,
    /// Our name for it.
    pub(crate) name: String,
    pub(crate) members: Vec<Member>,
}

/// What a type is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Body,
    Query,
    Row,
    List,
}

/// What holds for one endpoint.
pub(crate) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut reused = Vec::new();
    let mut declared = Vec::new();
    let rules: Vec<&str> = pen.facts.choice.rules.iter().map(|r| r.text.as_str()).collect();
    for needed in needed(pen, facts) {
        let purpose = pen.say(
            match needed.role {
                Role::Body => "types.body",
                Role::Query => "types.query",
                Role::Row => "types.row",
                Role::List => "types.list",
            },
            &[],
        );
        match existing(pen, facts, &needed) {
            Some(found) => reused.push(pen.say(
                "types.reused",
                &[
                    ("name", &code(&found.name)),
                    ("place", &code(&format!("{}:{}", found.file, found.line))),
                    ("purpose", &purpose),
                ],
            )),
            None if needed.members.is_empty() => {
                reused.push(
                    pen.open(&pen.say("types.members_open", &[("name", &code(&needed.name)), ("purpose", &purpose)])),
                );
            }
            None => {
                let request = matches!(needed.role, Role::Body | Role::Query);
                declared.push((purpose, pen.profile.declare(&needed.name, &needed.members, request, &rules)));
            }
        }
    }
    let mut blocks = vec![bullets(&reused)];
    if !declared.is_empty() {
        let purposes: Vec<String> = declared.iter().map(|(purpose, _)| purpose.clone()).collect();
        let file = pen.file(facts, Component::Types);
        blocks.push(pen.say("types.declared", &[("file", &file), ("purposes", &pen.list(&purposes))]));
        let texts: Vec<&str> = declared.iter().map(|(_, text)| text.as_str()).collect();
        blocks.push(fence(&pen.profile.fence, &texts.join("\n\n")));
    }
    if blocks.iter().all(String::is_empty) {
        blocks.push(pen.say("types.none", &[]));
    }
    blocks
}

/// The types that an endpoint needs, by the documents.
pub(crate) fn needed(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<Needed> {
    let mut all = Vec::new();
    let inputs = |part: Part| facts.inputs.iter().filter(move |i| i.part == part);
    if inputs(Part::Body).next().is_some() {
        let shown = super::request::shown_body(facts);
        let members = inputs(Part::Body).map(|input| input_member(input, shown.as_ref())).collect();
        all.push(Needed { role: Role::Body, name: pen.name(facts, "body"), members });
    }
    if inputs(Part::Query).count() > 1 {
        let members = inputs(Part::Query).map(|input| input_member(input, None)).collect();
        all.push(Needed { role: Role::Query, name: pen.name(facts, "query"), members });
    }
    if facts.successes().any(|r| r.status == 204) && facts.successes().count() == 1 {
        return all;
    }
    all.extend(answer_types(pen, facts));
    all
}

fn answer_types(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<Needed> {
    let row_name = pen.name(facts, "row");
    let Some(shape) = &facts.answer else {
        let Some(main) = facts.main.filter(|t| {
            !t.columns.is_empty() && facts.operation != Operation::Delete && facts.operation != Operation::Act
        }) else {
            return Vec::new();
        };
        let shown = shown_columns(main);
        let members = main.columns.iter().filter(|c| shown.contains(&c.name.as_str())).map(|c| Member {
            name: c.name.clone(),
            kind: column_kind(facts.project, main, c),
            optional: false,
            nullable: c.nullable == Some(true),
            values: facts.project.schema.enum_of(main, c).map(|e| e.values.clone()).unwrap_or_default(),
            of: None,
        });
        return vec![Needed { role: Role::Row, name: row_name, members: members.collect() }];
    };
    if let (Operation::List, Some((envelope, row))) = (facts.operation, shape.rows()) {
        let mut types = Vec::new();
        if !row.is_empty() {
            types.push(Needed { role: Role::Row, name: row_name.clone(), members: shape_members(facts, row) });
        }
        if let Some(envelope) = envelope {
            let mut members = shape_members(facts, shape.members());
            for member in &mut members {
                if member.name == envelope && !row.is_empty() {
                    member.of = Some(row_name.clone());
                }
            }
            types.push(Needed { role: Role::List, name: pen.name(facts, "list"), members });
        }
        return types;
    }
    let members =
        if shape.members().is_empty() { shape.element().map_or(&[][..], Shape::members) } else { shape.members() };
    if members.is_empty() {
        return Vec::new();
    }
    // An answer that shows little of the row is a type of its own, not the resource's.
    let matched = members.iter().filter(|(name, _)| column_of(facts, name).is_some()).count();
    let is_row = facts.operation != Operation::Act && matched * 2 >= members.len();
    let name = if is_row { row_name } else { pen.name(facts, "result") };
    vec![Needed { role: Role::Row, name, members: shape_members(facts, members) }]
}

fn column_of<'a>(facts: &EndpointFacts<'a>, name: &str) -> Option<(&'a crate::model::Table, &'a crate::model::Column)> {
    let key = naming::key(name);
    let main = facts.main?;
    main.columns.iter().find(|c| naming::key(&c.name) == key).map(|c| (main, c))
}

fn shape_members(facts: &EndpointFacts<'_>, members: &[(String, Shape)]) -> Vec<Member> {
    let convert = |(name, shape): &(String, Shape)| {
        let column = column_of(facts, name);
        let by_column = column.map_or(Kind::Unknown, |(t, c)| column_kind(facts.project, t, c));
        let shown = shape.kind();
        let nested = matches!(shown, Kind::Object | Kind::List);
        Member {
            name: name.clone(),
            kind: if by_column == Kind::Unknown || nested { shown } else { by_column },
            optional: false,
            nullable: column.is_some_and(|(_, c)| c.nullable == Some(true))
                || matches!(shape, Shape::Word(w) if w == "null"),
            values: column
                .filter(|_| !nested)
                .and_then(|(t, c)| facts.project.schema.enum_of(t, c))
                .map(|e| e.values.clone())
                .unwrap_or_default(),
            of: None,
        }
    };
    members.iter().map(convert).collect()
}

fn input_member(input: &Input<'_>, shown: Option<&Shape>) -> Member {
    let sample = shown.and_then(|s| s.members().iter().find(|(name, _)| *name == input.parameter.name)).map(|(_, s)| s);
    let kind = match sample.map(Shape::kind) {
        Some(kind @ (Kind::List | Kind::Object)) => kind,
        _ => input.kind,
    };
    Member {
        name: input.parameter.name.clone(),
        kind,
        optional: !input.required.is_yes(),
        nullable: false,
        values: input.values().to_vec(),
        of: None,
    }
}

/// A declared type of the project that is what we need: its words are ours, however it is cased
/// and whatever it ends in.
pub(crate) fn existing<'a>(pen: &Pen<'a>, facts: &EndpointFacts<'_>, needed: &Needed) -> Option<&'a TypeDeclaration> {
    let wanted: Vec<String> = match needed.role {
        Role::Body => vec![facts.action.clone()],
        Role::Query => vec![
            format!("{} query", facts.action),
            format!("{} params", facts.action),
            format!("{} filters", facts.noun.1),
        ],
        Role::Row => {
            let own = stem(&needed.name);
            vec![own, facts.action.clone()]
        }
        Role::List => vec![format!("{} list", facts.noun.0), facts.noun.1.clone(), facts.action.clone()],
    };
    let fits = |ty: &&TypeDeclaration| {
        let (stem, suffix) = split(&ty.name);
        let suits = match needed.role {
            Role::Body => matches!(suffix, Suffix::Request),
            Role::Query => true,
            Role::Row | Role::List => matches!(suffix, Suffix::Response),
        };
        suits && wanted.iter().any(|w| words_of(w) == words_of(&stem))
    };
    let same = |ty: &&TypeDeclaration| naming::key(&ty.name) == naming::key(&needed.name);
    pen.project().types.iter().find(same).or_else(|| pen.project().types.iter().find(fits))
}

#[derive(Debug, PartialEq)]
enum Suffix {
    Request,
    Response,
    Other,
}

/// Endings by which types say what they are for, longest first.
const REQUEST: [&str; 8] = ["request_dto", "command_dto", "payload", "request", "command", "input", "dto", "params"];
const RESPONSE: [&str; 7] = ["response_dto", "list_response", "response", "view_model", "result", "dto", "out"];

fn split(name: &str) -> (String, Suffix) {
    let snake = name.to_snake_case();
    if let Some(stem) = RESPONSE.iter().find_map(|ending| snake.strip_suffix(ending)) {
        // A DTO with a verb in front of its noun is what a client sends.
        return (stem.trim_end_matches('_').to_owned(), Suffix::Response);
    }
    match REQUEST.iter().find_map(|ending| snake.strip_suffix(ending)) {
        Some(stem) => (stem.trim_end_matches('_').to_owned(), Suffix::Request),
        None => (snake, Suffix::Other),
    }
}

fn stem(name: &str) -> String {
    split(name).0
}

fn words_of(name: &str) -> Vec<String> {
    name.to_snake_case().split('_').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

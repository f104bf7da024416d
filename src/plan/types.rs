//! Section 3: types that exist and are used again, and types to declare with their members.

use heck::{ToPascalCase, ToSnakeCase};

use super::example;
use super::facts::columns::may_be_null;
use super::facts::inputs::{Input, Part};
use super::facts::operation::Operation;
use super::facts::{EndpointFacts, column_kind};
use super::kind::Kind;
use super::markdown::{bullets, clean_lines, code, code_block};
use super::naming;
use super::pen::{Component, Pen};
use super::response::shown_columns;
use super::shape::{Named, Shape};
use super::stack::{Member, Use};
use super::words::{is_in, words};
use crate::model::{Column, Project, Table, TypeDeclaration};

/// A type that the endpoint needs.
#[derive(Debug)]
pub(crate) struct Needed {
    pub(crate) role: Role,
    /// Our name for it.
    pub(crate) name: String,
    pub(crate) members: Vec<Member>,
    /// Types of members that are objects or lists of objects.
    pub(crate) nested: Vec<(String, Vec<Member>)>,
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
            None if declared_above(pen, facts, &needed.name) => {
                reused.push(pen.say("types.above", &[("name", &code(&needed.name)), ("purpose", &purpose)]));
            }
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
                let of = match needed.role {
                    Role::Body => Use::Body,
                    Role::Query => Use::Query,
                    Role::Row | Role::List => Use::Answer,
                };
                let inner = needed.nested.iter().map(|(name, members)| pen.profile.declare(name, members, of, &rules));
                let mut texts: Vec<String> = inner.collect();
                texts.push(pen.profile.declare(&needed.name, &needed.members, of, &rules));
                declared.push((purpose, texts.join("\n\n")));
            }
        }
    }
    let mut blocks = vec![bullets(&reused)];
    if !declared.is_empty() {
        let mut purposes: Vec<String> = declared.iter().map(|(purpose, _)| purpose.clone()).collect();
        purposes.dedup();
        let file = pen.file(facts, Component::Types);
        blocks.push(pen.say("types.declared", &[("file", &file), ("purposes", &pen.list(&purposes))]));
        let texts: Vec<&str> = declared.iter().map(|(_, text)| text.as_str()).collect();
        blocks.push(code_block(&pen.profile.fence, &clean_lines(&texts.join("\n\n"))));
    }
    if blocks.iter().all(String::is_empty) {
        blocks.push(pen.say("types.none", &[]));
    }
    blocks
}

/// Whether the plan declares a type of this name for an endpoint before this one.
pub(crate) fn declared_above(pen: &Pen<'_>, facts: &EndpointFacts<'_>, name: &str) -> bool {
    let before = pen.facts.endpoints.iter().take_while(|other| !std::ptr::eq(*other, facts));
    before
        .into_iter()
        .any(|other| needed(pen, other).iter().any(|needed| needed.name == name && !needed.members.is_empty()))
}

/// The types that an endpoint needs, by the documents.
pub(crate) fn needed(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<Needed> {
    let mut all = Vec::new();
    let inputs = |part: Part| facts.inputs.iter().filter(move |i| i.part == part);
    if inputs(Part::Body).next().is_some() {
        let shown = super::request::shown_body(facts);
        let mut needed = Needed::new(Role::Body, pen.name(facts, "body"));
        for input in inputs(Part::Body) {
            let mut member = input_member(input, shown.as_ref());
            if let Some((_, shape)) =
                shown.as_ref().and_then(|s| s.members().iter().find(|(name, _)| *name == member.name))
            {
                needed.nest(facts, &mut member, shape, &facts.action, 0);
            }
            needed.members.push(member);
        }
        all.push(needed);
    }
    if inputs(Part::Query).count() > 1 {
        let mut needed = Needed::new(Role::Query, pen.name(facts, "query"));
        needed.members = inputs(Part::Query).map(|input| input_member(input, None)).collect();
        all.push(needed);
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
            name: pen.member_name(&c.name),
            kind: column_kind(facts.project, main, c),
            nullable: may_be_null(main, c),
            item: item_kind(c),
            values: facts.project.schema.enum_of(main, c).map(|e| e.values.clone()).unwrap_or_default(),
            ..Member::default()
        });
        let mut needed = Needed::new(Role::Row, row_name);
        needed.members = members.collect();
        return vec![needed];
    };
    if let (Operation::List, Some((envelope, row))) = (facts.operation, shape.rows()) {
        let mut types = Vec::new();
        if !row.is_empty() {
            types.push(Needed::of_shape(facts, Role::Row, row_name.clone(), &facts.noun.0, row));
        }
        if let Some(envelope) = envelope {
            let beside: Vec<Named> = shape.members().iter().filter(|(name, _)| name != envelope).cloned().collect();
            let mut list = Needed::of_shape(facts, Role::List, pen.name(facts, "list"), &facts.noun.1, &beside);
            let at = shape.members().iter().position(|(name, _)| name == envelope).unwrap_or_default();
            let of = (!row.is_empty()).then(|| row_name.clone());
            let rows = Member { name: envelope.to_owned(), kind: Kind::List, of, ..Member::default() };
            list.members.insert(at.min(list.members.len()), rows);
            types.push(list);
        }
        return types;
    }
    let members =
        if shape.members().is_empty() { shape.element().map_or(&[][..], Shape::members) } else { shape.members() };
    if members.is_empty() {
        return Vec::new();
    }
    // An envelope around the row has a type of its own beside the row's.
    if let Some((envelope, row)) = enveloped(facts, members) {
        let row_type = Needed::of_shape(facts, Role::Row, row_name.clone(), &facts.noun.0, row);
        let beside: Vec<Named> = members.iter().filter(|(name, _)| name != envelope).cloned().collect();
        let mut whole = Needed::of_shape(facts, Role::Row, pen.name(facts, "result"), &facts.action, &beside);
        let at = members.iter().position(|(name, _)| name == envelope).unwrap_or_default();
        let of = Some(row_name.clone());
        let inner = Member { name: envelope.to_owned(), kind: Kind::Object, of, ..Member::default() };
        whole.members.insert(at.min(whole.members.len()), inner);
        return vec![row_type, whole];
    }
    // An answer that shows little of the row is a type of its own, not the resource's.
    let matched = members.iter().filter(|(name, _)| column_of(facts, name).is_some()).count();
    let is_row = facts.operation != Operation::Act && matched * 2 >= members.len();
    let (name, stem) = if is_row { (row_name, &facts.noun.0) } else { (pen.name(facts, "result"), &facts.action) };
    vec![Needed::of_shape(facts, Role::Row, name, stem, members)]
}

/// The member of an answer that holds the row, with the row's members.
fn enveloped<'s>(facts: &EndpointFacts<'_>, members: &'s [Named]) -> Option<(&'s str, &'s [Named])> {
    let matched = |members: &[Named]| members.iter().filter(|(name, _)| column_of(facts, name).is_some()).count();
    let objects = members.iter().filter(|(_, value)| matches!(value, Shape::Object(_)));
    let (name, value) = objects.max_by_key(|(_, value)| matched(value.members()))?;
    let inner = value.members();
    let is_row = matched(members) == 0 && matched(inner) > 1 && matched(inner) * 2 >= inner.len();
    (is_row && column_of(facts, name).is_none()).then_some((name.as_str(), inner))
}

fn column_of<'a>(facts: &EndpointFacts<'a>, name: &str) -> Option<(&'a Table, &'a Column)> {
    let key = naming::key(name);
    let main = facts.main?;
    main.columns.iter().find(|c| naming::key(&c.name) == key).map(|c| (main, c))
}

/// Whether a column holds JSON of any form.
fn is_free(facts: &EndpointFacts<'_>, table: &Table, column: &Column) -> bool {
    column_kind(facts.project, table, column) == Kind::Object
}

/// The kind of the elements of a column such as `text[]`.
fn item_kind(column: &Column) -> Kind {
    let ty = column.ty.as_deref().unwrap_or_default();
    ty.split_once("[]").map_or(Kind::Unknown, |(of, _)| Kind::of_type(of))
}

/// Objects in objects are declared this deep; what is deeper stays a plain object.
const NESTING: usize = 2;

impl Needed {
    fn new(role: Role, name: String) -> Self {
        Self { role, name, members: Vec::new(), nested: Vec::new() }
    }

    fn of_shape(facts: &EndpointFacts<'_>, role: Role, name: String, stem: &str, members: &[Named]) -> Self {
        let mut needed = Self::new(role, name);
        needed.members = needed.shaped(facts, members, stem, 0);
        needed
    }

    fn shaped(&mut self, facts: &EndpointFacts<'_>, members: &[Named], stem: &str, depth: usize) -> Vec<Member> {
        members
            .iter()
            .map(|(name, shape)| {
                let mut member = shape_member(facts, name, shape, depth);
                self.nest(facts, &mut member, shape, stem, depth);
                member
            })
            .collect()
    }

    /// Declares the type of a member that is an object or a list of objects.
    fn nest(&mut self, facts: &EndpointFacts<'_>, member: &mut Member, shape: &Shape, stem: &str, depth: usize) {
        let inner = shape.element().unwrap_or(shape);
        // A sample shows what may stand in a JSON column, not what has to.
        let is_json = depth == 0 && column_of(facts, &member.name).is_some_and(|(t, c)| is_free(facts, t, c));
        let is_sample = is_json && !example::has_placeholder(shape);
        if is_sample && matches!(shape, Shape::Object(_)) {
            return;
        }
        let depth_of_members = if is_sample { NESTING } else { depth + 1 };
        if matches!(shape, Shape::List(Some(_))) && inner.members().is_empty() {
            member.item = inner.kind();
        }
        if inner.members().is_empty() || depth >= NESTING {
            return;
        }
        // `LoanDTO` with a member `readers` gives `LoanReaderDTO`.
        let own = format!("{stem} {}", naming::singular(&member.name));
        let head = stem.to_pascal_case();
        let ending =
            if depth == 0 { self.name.strip_prefix(&head).unwrap_or_default().to_owned() } else { String::new() };
        let name = format!("{}{ending}", own.to_pascal_case());
        if name == self.name || self.nested.iter().any(|(known, _)| *known == name) {
            return;
        }
        let members = self.shaped(facts, inner.members(), &own, depth_of_members);
        self.nested.push((name.clone(), members));
        member.of = Some(name);
    }
}

fn shape_member(facts: &EndpointFacts<'_>, name: &str, shape: &Shape, depth: usize) -> Member {
    let column = column_of(facts, name).filter(|_| depth == 0);
    let by_column = column.map_or(Kind::Unknown, |(t, c)| column_kind(facts.project, t, c));
    let shown = shape.kind();
    let nested = matches!(shown, Kind::Object | Kind::List);
    let values = column.filter(|_| !nested).and_then(|(t, c)| facts.project.schema.enum_of(t, c));
    Member {
        name: name.to_owned(),
        kind: if by_column == Kind::Unknown || nested { shown } else { by_column },
        // Behind the last page there is no next one.
        nullable: column.is_some_and(|(t, c)| may_be_null(t, c)) || shape.may_be_null() || is_in(name, &words().cursor),
        item: column.map_or(Kind::Unknown, |(_, c)| item_kind(c)),
        values: values.map(|e| e.values.clone()).unwrap_or_default(),
        ..Member::default()
    }
}

fn input_member(input: &Input<'_>, shown: Option<&Shape>) -> Member {
    let sample = shown.and_then(|s| s.members().iter().find(|(name, _)| *name == input.parameter.name)).map(|(_, s)| s);
    let kind = match sample.map(Shape::kind) {
        Some(kind @ (Kind::List | Kind::Object)) => kind,
        _ if input.takes_several() => Kind::List,
        _ => input.kind,
    };
    Member {
        name: input.parameter.name.clone(),
        kind,
        optional: !input.required.is_yes(),
        values: input.values().to_vec(),
        item: match sample.and_then(Shape::element).map(Shape::kind) {
            Some(kind) if kind != Kind::Unknown => kind,
            _ if input.takes_several() => input.kind,
            _ => input.column.map_or(Kind::Unknown, |(_, c)| item_kind(c)),
        },
        ..Member::default()
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
    let picked = || pen.facts.choice.types.iter().copied();
    // A type of just that name is meant, wherever it stands; one that is called otherwise has to be picked.
    let named = picked().find(same).or_else(|| pen.project().types.iter().find(same));
    named.or_else(|| picked().find(fits))
}

/// The file in which a project keeps such types already, where it is another one than the stack's habit.
pub(crate) fn shared_file(project: &Project, habit: &str) -> Option<String> {
    let (_, ending) = habit.rsplit_once('.')?;
    let suits = |ty: &&TypeDeclaration| {
        ty.file.rsplit_once('.').is_some_and(|(_, own)| own == ending) && split(&ty.name).1 != Suffix::Other
    };
    let mut files: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for ty in project.types.iter().filter(suits) {
        *files.entry(ty.file.as_str()).or_default() += 1;
    }
    if files.contains_key(habit) {
        return Some(habit.to_owned());
    }
    // One type alone in a file is no file of types.
    let (file, _) = files.into_iter().filter(|(_, count)| *count > 2).max_by_key(|(_, count)| *count)?;
    Some(file.to_owned())
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

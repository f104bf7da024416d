//! Python: classes (pydantic, dataclasses, typed dictionaries, serializers, enums) and aliases.

use tree_sitter::{Language, Node};

use super::dialect::{Declared, Dialect, Surroundings};
use super::nodes::{children, children_of, member, one_line, sent_as, text, unquoted, value};
use crate::model::{TypeKind, TypeMember};

pub(super) const PYTHON: Dialect = Dialect {
    name: "Python",
    endings: &["py", "pyi"],
    grammar: || Language::new(tree_sitter_python::LANGUAGE),
    declares: &["class_definition", "type_alias_statement", "assignment"],
    wraps: &["decorated_definition", "expression_statement"],
    leads: &["comment"],
    passed_over: &["function_definition", "lambda", "import_statement", "import_from_statement", "decorator"],
    // A type that is declared further down is named in quotes.
    names: &["identifier", "string_content"],
    declaration,
    prepare: None,
    opening: None,
};

fn declaration<'t>(node: Node<'t>, source: &'t str, at: Surroundings) -> Option<Declared<'t>> {
    match node.kind() {
        "class_definition" => class(node, source),
        "type_alias_statement" => {
            let name = node.child_by_field_name("left")?;
            Some(Declared { name, kind: TypeKind::Alias, members: Vec::new() })
        }
        // Inside a class it is a member.
        _ if at.nested => None,
        _ => assigned(node, source),
    }
}

fn class<'t>(node: Node<'t>, source: &'t str) -> Option<Declared<'t>> {
    let name = node.child_by_field_name("name")?;
    let bases = node.child_by_field_name("superclasses").map(children).unwrap_or_default();
    let inherits = |ending: &str| bases.iter().any(|base| text(*base, source).ends_with(ending));
    // The configuration of a model is no type of its own.
    if matches!(text(name, source), "Meta" | "Config") {
        return None;
    }
    let is_enum = inherits("Enum") || inherits("Choices");
    let partial = bases.iter().any(|base| one_line(text(*base, source)).replace(' ', "") == "total=False");
    let mut members = Vec::new();
    for statement in node.child_by_field_name("body").map(children).unwrap_or_default() {
        if statement.kind() == "class_definition" {
            members.extend(listed(statement, source));
            continue;
        }
        let Some(assignment) = statement.named_child(0).filter(|inner| inner.kind() == "assignment") else { continue };
        let Some(left) = assignment.child_by_field_name("left").filter(|left| left.kind() == "identifier") else {
            continue;
        };
        let hidden = text(left, source).starts_with('_');
        let ty = assignment.child_by_field_name("type");
        let right = assignment.child_by_field_name("right");
        match (ty, right) {
            _ if hidden => {}
            (None, Some(_)) if is_enum => members.push(value(left, source)),
            (Some(ty), right) => {
                let written = text(ty, source);
                if written.starts_with("ClassVar") {
                    continue;
                }
                let left_out = partial && !written.starts_with("Required");
                let optional =
                    left_out || written.starts_with("NotRequired") || right.is_some_and(|r| has_default(r, source));
                let mut field = member(left, Some(ty), optional, source);
                field.sent_as = right.and_then(|right| sent_as(text(right, source), &["alias"]));
                members.push(field);
            }
            // A serializer's field: `name = serializers.CharField(required=False)`.
            (None, Some(call)) if is_field(call, source) => {
                let optional = keywords(call, source).any(|(name, value)| {
                    matches!((name, value), ("required", "False") | ("read_only" | "null", "True")) || name == "default"
                });
                members.push(member(left, call.child_by_field_name("function"), optional, source));
            }
            _ => {}
        }
    }
    let kind = if is_enum { TypeKind::Enum } else { TypeKind::Class };
    Some(Declared { name, kind, members })
}

/// Whether a call makes a field of a serializer or a form.
fn is_field(call: Node<'_>, source: &str) -> bool {
    let function = call.child_by_field_name("function").filter(|_| call.kind() == "call");
    function.is_some_and(|function| {
        function.kind() == "attribute"
            || ["Field", "Serializer"].iter().any(|end| text(function, source).ends_with(end))
    })
}

/// Whether what stands behind `=` lets a field be left out: `Field(...)` does not.
fn has_default(right: Node<'_>, source: &str) -> bool {
    let Some(function) = right.child_by_field_name("function").filter(|_| right.kind() == "call") else { return true };
    if !matches!(text(function, source), "Field" | "field" | "Query" | "Body" | "Path") {
        return !text(function, source).ends_with("column");
    }
    let arguments = right.child_by_field_name("arguments").map(children).unwrap_or_default();
    let first = arguments.first().filter(|argument| argument.kind() != "keyword_argument");
    first.is_some_and(|first| first.kind() != "ellipsis")
        || keywords(right, source).any(|(name, _)| matches!(name, "default" | "default_factory"))
}

fn keywords<'t>(call: Node<'t>, source: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let arguments = call.child_by_field_name("arguments").map(|list| children_of(list, &["keyword_argument"]));
    arguments.unwrap_or_default().into_iter().filter_map(move |argument| {
        let name = argument.child_by_field_name("name")?;
        Some((text(name, source), text(argument.child_by_field_name("value")?, source)))
    })
}

/// The fields that a model serializer lists: `class Meta: fields = ["id", "name"]`.
fn listed(class: Node<'_>, source: &str) -> Vec<TypeMember> {
    let is_meta = class.child_by_field_name("name").is_some_and(|name| text(name, source) == "Meta");
    let body = class.child_by_field_name("body").filter(|_| is_meta).map(children).unwrap_or_default();
    let lists = body.into_iter().filter_map(|statement| {
        let assignment = statement.named_child(0)?;
        let fields = text(assignment.child_by_field_name("left")?, source) == "fields";
        assignment.child_by_field_name("right").filter(|_| fields)
    });
    let names = lists.flat_map(|list| children_of(list, &["string"]));
    names.map(|name| TypeMember { name: unquoted(text(name, source)).to_owned(), ..TypeMember::default() }).collect()
}

/// `Wall = TypedDict("Wall", {"id": int})`, `WallId = NewType("WallId", int)`, `Ids: TypeAlias = …`.
fn assigned<'t>(node: Node<'t>, source: &'t str) -> Option<Declared<'t>> {
    let name = node.child_by_field_name("left").filter(|left| left.kind() == "identifier")?;
    if node.child_by_field_name("type").is_some_and(|ty| text(ty, source).ends_with("TypeAlias")) {
        return Some(Declared { name, kind: TypeKind::Alias, members: Vec::new() });
    }
    let call = node.child_by_field_name("right").filter(|right| right.kind() == "call")?;
    let function = text(call.child_by_field_name("function")?, source);
    let arguments = call.child_by_field_name("arguments").map(children).unwrap_or_default();
    match function.rsplit('.').next().unwrap_or_default() {
        "NewType" => Some(Declared { name, kind: TypeKind::Alias, members: Vec::new() }),
        "TypedDict" => {
            let pairs =
                arguments.into_iter().filter(|a| a.kind() == "dictionary").flat_map(|d| children_of(d, &["pair"]));
            let members = pairs.filter_map(|pair| {
                Some(member(pair.child_by_field_name("key")?, pair.child_by_field_name("value"), false, source))
            });
            Some(Declared { name, kind: TypeKind::Class, members: members.collect() })
        }
        _ => None,
    }
}

//! TypeScript: interfaces, aliases, enums, classes, and schemas such as `z.object({ … })`.

use tree_sitter::{Language, Node};

use super::dialect::{Declared, Dialect, Surroundings};
use super::nodes::{MOST_MEMBERS, child, children, children_of, has, member, text, value};
use super::schemas;
use crate::model::{TypeKind, TypeMember};

pub(super) const TYPESCRIPT: Dialect = Dialect {
    name: "TypeScript",
    endings: &["ts", "mts", "cts"],
    grammar: || Language::new(tree_sitter_typescript::LANGUAGE_TYPESCRIPT),
    declares: &[
        "interface_declaration",
        "type_alias_declaration",
        "enum_declaration",
        "class_declaration",
        "abstract_class_declaration",
        "variable_declarator",
    ],
    wraps: &["export_statement", "ambient_declaration", "lexical_declaration"],
    leads: &["comment", "decorator"],
    passed_over: &[
        "function_declaration",
        "generator_function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "class_static_block",
        "template_string",
        "import_statement",
        "for_statement",
        "if_statement",
    ],
    names: &["type_identifier", "identifier"],
    declaration,
    prepare: None,
    opening: None,
};

pub(super) const TSX: Dialect =
    Dialect { endings: &["tsx"], grammar: || Language::new(tree_sitter_typescript::LANGUAGE_TSX), ..TYPESCRIPT };

/// How deep a type is looked into for its members: `Readonly<Partial<Pick<…>>>`.
const DEPTH: usize = 6;

fn declaration<'t>(node: Node<'t>, source: &'t str, _: Surroundings) -> Option<Declared<'t>> {
    let name = node.child_by_field_name("name")?;
    let body = node.child_by_field_name("body");
    let (kind, members) = match node.kind() {
        "interface_declaration" => (TypeKind::Interface, body.map(|body| properties(body, source))),
        "enum_declaration" => (TypeKind::Enum, body.map(|body| values(body, source))),
        "type_alias_declaration" => {
            let ty = node.child_by_field_name("value")?;
            match literals(ty, source) {
                // `type Status = "draft" | "open"`
                Some(values) => (TypeKind::Enum, Some(values)),
                None => (TypeKind::Alias, Some(members_of(ty, source, DEPTH))),
            }
        }
        "variable_declarator" => {
            let members = schemas::members(node.child_by_field_name("value")?, source)?;
            (TypeKind::Schema, Some(members))
        }
        _ => (TypeKind::Class, body.map(|body| fields(body, source))),
    };
    Some(Declared { name, kind, members: members.unwrap_or_default() })
}

/// The properties of an interface or of an object type.
fn properties(body: Node<'_>, source: &str) -> Vec<TypeMember> {
    let properties = children_of(body, &["property_signature"]);
    properties.into_iter().filter_map(|property| field(property, source)).collect()
}

fn field(node: Node<'_>, source: &str) -> Option<TypeMember> {
    let name = node.child_by_field_name("name")?;
    let ty = node.child_by_field_name("type").and_then(|annotation| annotation.named_child(0));
    Some(member(name, ty, child(node, &["?"]).is_some(), source))
}

/// The fields of a class, and the parameters of its constructor that become fields.
fn fields(body: Node<'_>, source: &str) -> Vec<TypeMember> {
    let mut fields = Vec::new();
    for node in children(body) {
        let hidden = has(node, source, "accessibility_modifier", "private") || child(node, &["static"]).is_some();
        match node.kind() {
            "public_field_definition" if !hidden => fields.extend(field(node, source)),
            "method_definition" => fields.extend(constructed(node, source)),
            _ => {}
        }
    }
    fields
}

fn constructed(method: Node<'_>, source: &str) -> Vec<TypeMember> {
    let parameters = method
        .child_by_field_name("parameters")
        .filter(|_| method.child_by_field_name("name").is_some_and(|name| text(name, source) == "constructor"));
    let parameters = parameters.map(children).unwrap_or_default();
    let kept = parameters.into_iter().filter(|p| has(*p, source, "accessibility_modifier", "public"));
    kept.filter_map(|parameter| {
        let name = parameter.child_by_field_name("pattern")?;
        let ty = parameter.child_by_field_name("type").and_then(|annotation| annotation.named_child(0));
        Some(member(name, ty, parameter.kind() == "optional_parameter", source))
    })
    .collect()
}

fn values(body: Node<'_>, source: &str) -> Vec<TypeMember> {
    let names = children(body).into_iter().map(|node| node.child_by_field_name("name").unwrap_or(node));
    names.map(|name| value(name, source)).collect()
}

/// The members of a type that is written out, or put together from ones that are.
fn members_of(ty: Node<'_>, source: &str, depth: usize) -> Vec<TypeMember> {
    let inner = |ty: Node<'_>| if depth == 0 { Vec::new() } else { members_of(ty, source, depth - 1) };
    match ty.kind() {
        "object_type" => properties(ty, source),
        "parenthesized_type" | "readonly_type" | "intersection_type" | "union_type" => {
            children(ty).into_iter().flat_map(inner).collect()
        }
        "generic_type" => {
            let name = ty.child_by_field_name("name").map(|name| text(name, source)).unwrap_or_default();
            let arguments = ty.child_by_field_name("type_arguments").map(children).unwrap_or_default();
            match (name, arguments.as_slice()) {
                ("Pick", [_, names]) => literals(*names, source).unwrap_or_default(),
                ("Partial", [of]) => {
                    let mut members = inner(*of);
                    members.iter_mut().for_each(|member| member.optional = true);
                    members
                }
                ("Required" | "Readonly", [of]) => inner(*of),
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// The texts in a union of them, `"name" | "lane"`; nothing where anything else is in it.
fn literals(ty: Node<'_>, source: &str) -> Option<Vec<TypeMember>> {
    // A union of many stands in the tree as unions of two, the last one outermost.
    let mut found = Vec::new();
    let mut open = vec![ty];
    while let Some(node) = open.pop() {
        match node.kind() {
            "union_type" if found.len() < MOST_MEMBERS => open.extend(children(node).into_iter().rev()),
            "literal_type" if node.named_child(0).is_some_and(|literal| literal.kind() == "string") => {
                found.push(value(node, source));
            }
            _ => return None,
        }
    }
    Some(found)
}

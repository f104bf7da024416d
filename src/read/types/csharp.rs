//! C#: classes, records, structs, enums and interfaces.

use tree_sitter::{Language, Node};

use super::dialect::{Declared, Dialect, Surroundings};
use super::nodes::{child, children, children_of, has, member, sent_as, text, value};
use crate::model::{TypeKind, TypeMember};

pub(super) const CSHARP: Dialect = Dialect {
    name: "C#",
    endings: &["cs"],
    grammar: || Language::new(tree_sitter_c_sharp::LANGUAGE),
    declares: &[
        "class_declaration",
        "record_declaration",
        "struct_declaration",
        "enum_declaration",
        "interface_declaration",
    ],
    wraps: &[],
    leads: &["comment"],
    passed_over: &[
        "using_directive",
        "method_declaration",
        "constructor_declaration",
        "destructor_declaration",
        "operator_declaration",
        "conversion_operator_declaration",
        "indexer_declaration",
        "accessor_list",
        "arrow_expression_clause",
        "attribute_list",
        "global_statement",
        "block",
    ],
    names: &["identifier"],
    declaration,
    prepare: None,
    opening: None,
};

/// Attributes that give a property another name in JSON.
const NAMED: [&str; 3] = ["JsonPropertyName", "JsonProperty", "DataMember"];

fn declaration<'t>(node: Node<'t>, source: &'t str, _: Surroundings) -> Option<Declared<'t>> {
    let name = node.child_by_field_name("name")?;
    let body = node.child_by_field_name("body").map(children).unwrap_or_default();
    let kind = match node.kind() {
        "record_declaration" => TypeKind::Record,
        "struct_declaration" => TypeKind::Struct,
        "interface_declaration" => TypeKind::Interface,
        "enum_declaration" => {
            let names = body.into_iter().filter_map(|node| node.child_by_field_name("name"));
            let members = names.map(|name| value(name, source)).collect();
            return Some(Declared { name, kind: TypeKind::Enum, members });
        }
        _ => TypeKind::Class,
    };
    let mut members = Vec::new();
    if let Some(list) = child(node, &["parameter_list"]).filter(|_| kind == TypeKind::Record) {
        members.extend(children_of(list, &["parameter"]).into_iter().filter_map(|p| typed(p, p, source)));
    }
    for node in body {
        let public = kind == TypeKind::Interface || has(node, source, "modifier", "public");
        if !public || has(node, source, "modifier", "static") || has(node, source, "modifier", "const") {
            continue;
        }
        match node.kind() {
            "property_declaration" => members.extend(typed(node, node, source)),
            "field_declaration" => {
                let Some(fields) = child(node, &["variable_declaration"]) else { continue };
                for field in children_of(fields, &["variable_declarator"]) {
                    let ty = fields.child_by_field_name("type");
                    members.extend(field.child_by_field_name("name").map(|name| {
                        let optional = ty.is_some_and(|ty| ty.kind() == "nullable_type");
                        with_attributes(member(name, ty, optional, source), node, source)
                    }));
                }
            }
            _ => {}
        }
    }
    Some(Declared { name, kind, members })
}

/// A property or a parameter; its attributes stand in `holder`.
fn typed(node: Node<'_>, holder: Node<'_>, source: &str) -> Option<TypeMember> {
    let ty = node.child_by_field_name("type");
    let optional = ty.is_some_and(|ty| ty.kind() == "nullable_type");
    let member = member(node.child_by_field_name("name")?, ty, optional, source);
    Some(with_attributes(member, holder, source))
}

fn with_attributes(mut member: TypeMember, holder: Node<'_>, source: &str) -> TypeMember {
    let attributes = children_of(holder, &["attribute_list"]);
    member.sent_as = attributes.into_iter().find_map(|list| sent_as(text(list, source), &NAMED));
    member
}

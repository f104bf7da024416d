//! Java: classes, records, enums and interfaces.

use tree_sitter::{Language, Node};

use super::dialect::{Declared, Dialect, Surroundings};
use super::nodes::{child, children, children_of, member, sent_as, text, value};
use crate::model::{TypeKind, TypeMember};

pub(super) const JAVA: Dialect = Dialect {
    name: "Java",
    endings: &["java"],
    grammar: || Language::new(tree_sitter_java::LANGUAGE),
    declares: &["class_declaration", "record_declaration", "enum_declaration", "interface_declaration"],
    wraps: &[],
    leads: &["line_comment", "block_comment"],
    passed_over: &[
        "import_declaration",
        "method_declaration",
        "constructor_declaration",
        "compact_constructor_declaration",
        "static_initializer",
        "marker_annotation",
        "annotation",
        "block",
        "annotation_type_declaration",
    ],
    names: &["type_identifier"],
    declaration,
    prepare: None,
    opening: None,
};

fn declaration<'t>(node: Node<'t>, source: &'t str, _: Surroundings) -> Option<Declared<'t>> {
    let name = node.child_by_field_name("name")?;
    let body = node.child_by_field_name("body").map(children).unwrap_or_default();
    let (kind, mut members) = match node.kind() {
        "record_declaration" => {
            let parameters = node.child_by_field_name("parameters").map(children).unwrap_or_default();
            let components =
                parameters.into_iter().filter_map(|p| Some(field(p, p.child_by_field_name("name")?, source)));
            (TypeKind::Record, components.collect())
        }
        "enum_declaration" => {
            let constants = body.iter().filter(|node| node.kind() == "enum_constant");
            let names = constants.filter_map(|node| node.child_by_field_name("name"));
            let members = names.map(|name| value(name, source)).collect();
            return Some(Declared { name, kind: TypeKind::Enum, members });
        }
        "interface_declaration" => (TypeKind::Interface, Vec::new()),
        _ => (TypeKind::Class, Vec::new()),
    };
    for node in body.into_iter().filter(|node| node.kind() == "field_declaration") {
        let modifiers = child(node, &["modifiers"]);
        if modifiers.is_some_and(|modifiers| child(modifiers, &["static"]).is_some()) {
            continue;
        }
        let names =
            children_of(node, &["variable_declarator"]).into_iter().filter_map(|d| d.child_by_field_name("name"));
        members.extend(names.map(|name| field(node, name, source)));
    }
    Some(Declared { name, kind, members })
}

fn field(node: Node<'_>, name: Node<'_>, source: &str) -> TypeMember {
    let ty = node.child_by_field_name("type");
    let modifiers = child(node, &["modifiers"]).map(|modifiers| text(modifiers, source)).unwrap_or_default();
    let optional = modifiers.contains("@Nullable") || ty.is_some_and(|ty| text(ty, source).starts_with("Optional<"));
    let mut field = member(name, ty, optional, source);
    field.sent_as = sent_as(modifiers, &["@JsonProperty", "@SerializedName", "@JsonbProperty"]);
    field
}

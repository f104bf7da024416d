//! Rust: structs, enums, unions and aliases.

use tree_sitter::{Language, Node};

use super::dialect::{Declared, Dialect, Surroundings};
use super::nodes::{children, children_of, member, sent_as, text, value};
use crate::model::{TypeKind, TypeMember};

pub(super) const RUST: Dialect = Dialect {
    name: "Rust",
    endings: &["rs"],
    grammar: || Language::new(tree_sitter_rust::LANGUAGE),
    declares: &["struct_item", "enum_item", "union_item", "type_item"],
    wraps: &[],
    leads: &["line_comment", "block_comment", "attribute_item"],
    passed_over: &[
        "use_declaration",
        "function_item",
        "impl_item",
        "trait_item",
        "macro_definition",
        "macro_invocation",
        "const_item",
        "static_item",
    ],
    names: &["type_identifier"],
    declaration,
    prepare: None,
    opening: None,
};

fn declaration<'t>(node: Node<'t>, source: &'t str, _: Surroundings) -> Option<Declared<'t>> {
    let name = node.child_by_field_name("name")?;
    let body = node.child_by_field_name("body");
    let (kind, members) = match node.kind() {
        "enum_item" => {
            let variants = body.map(|body| children_of(body, &["enum_variant"])).unwrap_or_default();
            let names = variants.into_iter().filter_map(|variant| variant.child_by_field_name("name"));
            (TypeKind::Enum, names.map(|name| value(name, source)).collect())
        }
        "type_item" => (TypeKind::Alias, Vec::new()),
        _ => (TypeKind::Struct, body.map(|body| fields(body, source)).unwrap_or_default()),
    };
    Some(Declared { name, kind, members })
}

fn fields(body: Node<'_>, source: &str) -> Vec<TypeMember> {
    let mut fields = Vec::new();
    let mut renamed = None;
    for node in children(body) {
        if node.kind() == "attribute_item" {
            renamed = sent_as(text(node, source), &["rename"]).or(renamed);
            continue;
        }
        let sent_as = renamed.take();
        let Some(name) = node.child_by_field_name("name").filter(|_| node.kind() == "field_declaration") else {
            continue;
        };
        let ty = node.child_by_field_name("type");
        let optional = ty.is_some_and(|ty| text(ty, source).starts_with("Option<"));
        fields.push(TypeMember { sent_as, ..member(name, ty, optional, source) });
    }
    fields
}

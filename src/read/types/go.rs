//! Go: structs, interfaces and other named types.

use tree_sitter::{Language, Node};

use super::dialect::{Declared, Dialect, Surroundings};
use super::nodes::{children_of, member, text};
use crate::model::{TypeKind, TypeMember};

pub(super) const GO: Dialect = Dialect {
    name: "Go",
    endings: &["go"],
    grammar: || Language::new(tree_sitter_go::LANGUAGE),
    declares: &["type_spec", "type_alias"],
    wraps: &["type_declaration"],
    leads: &["comment"],
    passed_over: &[
        "import_declaration",
        "function_declaration",
        "method_declaration",
        "func_literal",
        "const_declaration",
        "var_declaration",
    ],
    names: &["type_identifier"],
    declaration,
    prepare: None,
    opening: None,
};

fn declaration<'t>(node: Node<'t>, source: &'t str, _: Surroundings) -> Option<Declared<'t>> {
    let name = node.child_by_field_name("name")?;
    let ty = node.child_by_field_name("type")?;
    let (kind, members) = match ty.kind() {
        "struct_type" => (TypeKind::Struct, fields(ty, source)),
        "interface_type" => (TypeKind::Interface, Vec::new()),
        _ => (TypeKind::Alias, Vec::new()),
    };
    Some(Declared { name, kind, members })
}

fn fields(ty: Node<'_>, source: &str) -> Vec<TypeMember> {
    let list = ty.named_child(0).map(|list| children_of(list, &["field_declaration"]));
    let mut fields = Vec::new();
    for node in list.unwrap_or_default() {
        let ty = node.child_by_field_name("type");
        let tag = node.child_by_field_name("tag").map(|tag| text(tag, source)).and_then(json);
        let (sent_as, may_lack) = tag.unwrap_or_default();
        if sent_as == "-" {
            continue;
        }
        let optional = may_lack || ty.is_some_and(|ty| ty.kind() == "pointer_type");
        for name in children_of(node, &["field_identifier"]) {
            let mut field = member(name, ty, optional, source);
            field.sent_as = (!sent_as.is_empty()).then(|| sent_as.to_owned());
            fields.push(field);
        }
    }
    fields
}

/// The name in the tag `json:"name,omitempty"`, and whether the field may be left out.
fn json(tag: &str) -> Option<(&str, bool)> {
    let (_, rest) = tag.split_once("json:\"")?;
    let (value, _) = rest.split_once('"')?;
    let (name, options) = value.split_once(',').unwrap_or((value, ""));
    Some((name, options.split(',').any(|option| option.starts_with("omit"))))
}

//! Kotlin: classes, data classes, enums, interfaces, objects and aliases.

use tree_sitter::{Language, Node};

use super::dialect::{Declared, Dialect, Surroundings};
use super::nodes::{child, children, children_of, member, sent_as, text, value};
use crate::model::{TypeKind, TypeMember};

pub(super) const KOTLIN: Dialect = Dialect {
    name: "Kotlin",
    endings: &["kt"],
    grammar: || Language::new(tree_sitter_kotlin_ng::LANGUAGE),
    declares: &["class_declaration", "object_declaration", "type_alias"],
    wraps: &[],
    leads: &["line_comment", "block_comment"],
    passed_over: &[
        "import",
        "function_declaration",
        "secondary_constructor",
        "anonymous_initializer",
        "getter",
        "setter",
        "property_delegate",
        "lambda_literal",
        "call_expression",
        "annotation",
        "companion_object",
    ],
    names: &["identifier"],
    declaration,
    prepare: Some(ended_lines),
    opening: None,
};

/// The grammar wants a line break or `;` before the brace that closes a body on one line
/// (`object Only { val a = 1 }`), so the blank there becomes a `;`.
fn ended_lines(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for at in 2..bytes.len() {
        if let [before, blank @ b' ', b'}'] = bytes.get_mut(at - 2..=at).unwrap_or_default()
            && (before.is_ascii_alphanumeric() || matches!(before, b')' | b'"' | b'?' | b'>' | b']' | b'}' | b'_'))
        {
            *blank = b';';
        }
    }
    bytes
}

fn declaration<'t>(node: Node<'t>, source: &'t str, _: Surroundings) -> Option<Declared<'t>> {
    if node.kind() == "type_alias" {
        let name = node.child_by_field_name("type")?;
        return Some(Declared { name, kind: TypeKind::Alias, members: Vec::new() });
    }
    let name = node.child_by_field_name("name")?;
    let modifiers = child(node, &["modifiers"]).map(|modifiers| text(modifiers, source)).unwrap_or_default();
    let is = |word: &str| modifiers.split_whitespace().any(|modifier| modifier == word);
    let kind = match node.kind() {
        "object_declaration" => TypeKind::Object,
        _ if is("annotation") => return None,
        _ if is("enum") => TypeKind::Enum,
        _ if is("data") => TypeKind::Record,
        _ if child(node, &["interface"]).is_some() => TypeKind::Interface,
        _ => TypeKind::Class,
    };
    let mut members = Vec::new();
    if kind == TypeKind::Enum {
        let entries = child(node, &["enum_class_body"]).map(|body| children_of(body, &["enum_entry"]));
        let names = entries.unwrap_or_default().into_iter().filter_map(|entry| child(entry, &["identifier"]));
        members.extend(names.map(|name| value(name, source)));
        return Some(Declared { name, kind, members });
    }
    let constructor = child(node, &["primary_constructor"]).and_then(|c| child(c, &["class_parameters"]));
    for parameter in constructor.map(children).unwrap_or_default() {
        if child(parameter, &["val", "var"]).is_some() {
            members.extend(property(parameter, parameter, source));
        }
    }
    for node in child(node, &["class_body"]).map(children).unwrap_or_default() {
        if node.kind() == "property_declaration" && child(node, &["getter"]).is_none() {
            members.extend(child(node, &["variable_declaration"]).and_then(|inner| property(inner, node, source)));
        }
    }
    Some(Declared { name, kind, members })
}

/// A property by its name and type, and by the node that its modifiers stand in.
fn property(node: Node<'_>, holder: Node<'_>, source: &str) -> Option<TypeMember> {
    let modifiers = child(holder, &["modifiers"]).map(|modifiers| text(modifiers, source)).unwrap_or_default();
    if modifiers.split_whitespace().any(|word| word == "private") {
        return None;
    }
    let parts = children(node);
    let name = parts.iter().position(|part| part.kind() == "identifier")?;
    let ty = parts.get(name + 1).copied().filter(|ty| ty.kind().ends_with("_type"));
    let optional = ty.is_some_and(|ty| ty.kind() == "nullable_type") || child(holder, &["="]).is_some();
    let mut property = member(parts.get(name).copied()?, ty, optional, source);
    property.sent_as = sent_as(modifiers, &["SerialName", "JsonProperty", "Json", "SerializedName"]);
    Some(property)
}

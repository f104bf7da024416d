//! PHP: classes with their properties, promoted parameters and validation rules; enums; interfaces.

use tree_sitter::{Language, Node};

use super::dialect::{Declared, Dialect, Surroundings};
use super::nodes::{child, children, children_of, member, one_line, text, unquoted, value};
use crate::model::{TypeKind, TypeMember};

pub(super) const PHP: Dialect = Dialect {
    name: "PHP",
    endings: &["php"],
    grammar: || Language::new(tree_sitter_php::LANGUAGE_PHP),
    declares: &["class_declaration", "enum_declaration", "interface_declaration"],
    wraps: &[],
    leads: &["comment"],
    passed_over: &[
        "namespace_use_declaration",
        "function_definition",
        "expression_statement",
        "attribute_list",
        "const_declaration",
        "use_declaration",
        "compound_statement",
    ],
    names: &["name"],
    declaration,
    prepare: None,
    opening: Some("<?php"),
};

fn declaration<'t>(node: Node<'t>, source: &'t str, _: Surroundings) -> Option<Declared<'t>> {
    let name = node.child_by_field_name("name")?;
    let body = node.child_by_field_name("body").map(children).unwrap_or_default();
    let kind = match node.kind() {
        "enum_declaration" => TypeKind::Enum,
        "interface_declaration" => TypeKind::Interface,
        _ => TypeKind::Class,
    };
    let mut members = Vec::new();
    for node in body {
        match node.kind() {
            "enum_case" => members.extend(node.child_by_field_name("name").map(|name| value(name, source))),
            "property_declaration" if child(node, &["static_modifier"]).is_none() => {
                for element in children_of(node, &["property_element"]) {
                    let has_default = element.child_by_field_name("default_value").is_some();
                    members.extend(property(element, node.child_by_field_name("type"), has_default, source));
                }
            }
            "method_declaration" => {
                let name = node.child_by_field_name("name").map(|name| text(name, source)).unwrap_or_default();
                if name == "__construct" {
                    let parameters = node.child_by_field_name("parameters");
                    let promoted = parameters.map(|list| children_of(list, &["property_promotion_parameter"]));
                    members.extend(promoted.unwrap_or_default().into_iter().filter_map(|parameter| {
                        let has_default = parameter.child_by_field_name("default_value").is_some();
                        property(parameter, parameter.child_by_field_name("type"), has_default, source)
                    }));
                } else if name == "rules" {
                    members
                        .extend(node.child_by_field_name("body").map(|body| rules(body, source)).unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    Some(Declared { name, kind, members })
}

fn property(node: Node<'_>, ty: Option<Node<'_>>, has_default: bool, source: &str) -> Option<TypeMember> {
    let optional = has_default || ty.is_some_and(|ty| ty.kind() == "optional_type");
    let name = node.child_by_field_name("name")?;
    let mut property = member(name, ty, optional, source);
    property.name = property.name.trim_start_matches('$').to_owned();
    Some(property)
}

/// What a request validates: `return ['name' => 'required|string'];`, nested names left out.
fn rules(body: Node<'_>, source: &str) -> Vec<TypeMember> {
    let returned = children_of(body, &["return_statement"]).into_iter().filter_map(|node| node.named_child(0));
    let arrays = returned.filter(|value| value.kind() == "array_creation_expression");
    let entries = arrays.flat_map(|array| children_of(array, &["array_element_initializer"]));
    let rules = entries.filter_map(|entry| {
        let (key, rule) = (entry.named_child(0)?, entry.named_child(1)?);
        let name = unquoted(text(key, source));
        let rule = text(rule, source);
        (!name.contains('.')).then(|| TypeMember {
            name: name.to_owned(),
            ty: Some(one_line(unquoted(rule))),
            optional: !rule.contains("required"),
            sent_as: None,
        })
    });
    rules.collect()
}

//! Nodes of a syntax tree and their text.

use tree_sitter::Node;

use crate::model::TypeMember;

/// Longest type that is kept as written, in characters.
const LONGEST_TYPE: usize = 200;
/// How many members a type has at most.
pub(super) const MOST_MEMBERS: usize = 400;

/// The text of a node.
pub(super) fn text<'t>(node: Node<'_>, source: &'t str) -> &'t str {
    source.get(node.byte_range()).unwrap_or_default()
}

/// The named children, without comments, as many as a type has members at most.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| !child.is_extra()).take(MOST_MEMBERS).collect()
}

/// The first child of one of these kinds, tokens such as `val` included.
pub(super) fn child<'t>(node: Node<'t>, kinds: &[&str]) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.children(&mut cursor).find(|child| kinds.contains(&child.kind()))
}

/// The children of one of these kinds.
pub(super) fn children_of<'t>(node: Node<'t>, kinds: &[&str]) -> Vec<Node<'t>> {
    children(node).into_iter().filter(|child| kinds.contains(&child.kind())).collect()
}

/// Whether a child of this kind has this text: a modifier such as `static`.
pub(super) fn has(node: Node<'_>, source: &str, kind: &str, word: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| child.kind() == kind && text(child, source) == word)
}

/// A member by the nodes of its name and its type.
pub(super) fn member(name: Node<'_>, ty: Option<Node<'_>>, optional: bool, source: &str) -> TypeMember {
    TypeMember {
        name: unquoted(text(name, source)).to_owned(),
        ty: ty.map(|ty| one_line(text(ty, source))).filter(|ty| !ty.is_empty()),
        optional,
        sent_as: None,
    }
}

/// A value of an enum.
pub(super) fn value(name: Node<'_>, source: &str) -> TypeMember {
    member(name, None, false, source)
}

/// A text on one line, cut where it is too long to be a type.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.chars().count() > LONGEST_TYPE {
        line = line.chars().take(LONGEST_TYPE).chain(['…']).collect();
    }
    line
}

/// Without the quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    let inner = ['"', '\'', '`'].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    inner.unwrap_or(text)
}

/// What the first of these attributes gives as a name: `[JsonPropertyName("id")]`, `@Json(name = "id")`.
pub(super) fn sent_as(attributes: &str, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let at = attributes.match_indices(name).map(|(at, _)| at).find(|at| {
            let behind = attributes.get(at + name.len()..).unwrap_or_default();
            behind.trim_start().starts_with(['(', '='])
        })?;
        let rest = attributes.get(at + name.len()..)?;
        let rest = rest.get(..rest.find([')', ']', '\n']).unwrap_or(rest.len()))?;
        let (_, quoted) = rest.split_once('"')?;
        let (name, _) = quoted.split_once('"')?;
        (!name.is_empty()).then(|| name.to_owned())
    })
}

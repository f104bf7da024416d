//! Schemas of TypeScript's validation libraries: `const wall = z.object({ name: z.string() })`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;
use tree_sitter::Node;

use super::nodes::{children, children_of, member, text};
use crate::assets::check::Checked;
use crate::assets::table;
use crate::model::TypeMember;

/// The words of `assets/schema-builders.toml`.
#[derive(Debug, Default, Deserialize)]
struct Words {
    libraries: HashSet<String>,
    derives: HashSet<String>,
    optional: HashSet<String>,
}

fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| table::parsed("schema-builders.toml"));
    &WORDS
}

/// Whether a text can be the list of words.
pub(in crate::read) fn check_builders(text: &str) -> Checked {
    table::read::<Words>(text).map(|_| Vec::new())
}

/// How many calls a chain has at most.
const LONGEST_CHAIN: usize = 60;

/// One call of a chain: `z.object({ … }).strict()` has two.
struct Call<'t> {
    /// What is called: `object`.
    name: &'t str,
    arguments: Vec<Node<'t>>,
}

/// The members of a schema, none where it does not list any; `None` where the value is no schema.
pub(super) fn members(value: Node<'_>, source: &str) -> Option<Vec<TypeMember>> {
    let value = match value.kind() {
        "satisfies_expression" | "as_expression" => value.named_child(0)?,
        _ => value,
    };
    let (root, calls) = chain(value, source)?;
    let by_library = words().libraries.contains(root);
    // `wallSchema.extend({ … })` makes a schema from another one.
    let derived = root.to_lowercase().ends_with("schema") && calls.iter().any(|c| words().derives.contains(c.name));
    if calls.is_empty() || !(by_library || derived) {
        return None;
    }
    let objects = calls.iter().flat_map(|call| &call.arguments).filter(|argument| argument.kind() == "object");
    let pairs = objects.flat_map(|object| children_of(*object, &["pair"]));
    Some(
        pairs
            .filter_map(|pair| {
                let name = pair.child_by_field_name("key")?;
                let ty = pair.child_by_field_name("value")?;
                let optional = chain(ty, source)
                    .is_some_and(|(_, calls)| calls.iter().any(|call| words().optional.contains(call.name)));
                // `pick({ name: true })` names a member and says nothing of its type.
                let ty = (!matches!(ty.kind(), "true" | "false")).then_some(ty);
                Some(member(name, ty, optional, source))
            })
            .collect(),
    )
}

/// The name that a chain of calls begins with, and the calls, the last one first.
fn chain<'t>(value: Node<'t>, source: &'t str) -> Option<(&'t str, Vec<Call<'t>>)> {
    let mut calls = Vec::new();
    let mut node = value;
    for _ in 0..LONGEST_CHAIN {
        match node.kind() {
            "call_expression" => {
                let function = node.child_by_field_name("function")?;
                let arguments = node.child_by_field_name("arguments").map(children).unwrap_or_default();
                if function.kind() == "identifier" {
                    let name = text(function, source);
                    calls.push(Call { name, arguments });
                    return Some((name, calls));
                }
                let name = function.child_by_field_name("property").map(|name| text(name, source));
                calls.push(Call { name: name.unwrap_or_default(), arguments });
                node = function.child_by_field_name("object")?;
            }
            "member_expression" => node = node.child_by_field_name("object")?,
            "identifier" => return Some((text(node, source), calls)),
            _ => return None,
        }
    }
    None
}

//! Entity diagrams in the fences of a plan.
//!
//! A diagram draws what the plan says elsewhere, often with fewer columns and rougher types. So it adds
//! what is still missing and contradicts nothing.

use std::collections::HashSet;

use crate::model::schema::table_key;
use crate::read::schema::fact::Fact;
use crate::read::schema::mermaid;

/// Whether a code block is an entity diagram.
pub(super) fn is_diagram(language: &str, text: &str) -> bool {
    (language.is_empty() || language.starts_with("mermaid")) && mermaid::is_entity_diagram(text)
}

/// Adds what diagrams draw to what the plan says otherwise: columns that it says more of are left out.
pub(super) fn add(drawn: Vec<Fact>, facts: &mut Vec<Fact>) {
    let bare = |table: &str| table_key(table).rsplit('.').next().unwrap_or_default().to_owned();
    let known: HashSet<(String, String)> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Column { table, column, .. } => Some((bare(table), column.name.to_lowercase())),
            _ => None,
        })
        .collect();
    facts.extend(drawn.into_iter().filter(|fact| match fact {
        Fact::Column { table, column, .. } => !known.contains(&(bare(table), column.name.to_lowercase())),
        _ => true,
    }));
}

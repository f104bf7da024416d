//! Arguments → the choice that a prompt or plan is made from.
//!
//! A headless command gives the same answer on every machine, so nothing that the wizard remembered
//! counts here: the tables are the picks, the rules those that hold by default.

use super::find::{self, NotFound, nearest};
use crate::deliver::file_name::Pattern;
use crate::model::choice::DEFAULT_SCHEMA_DEPTH;
use crate::model::{
    Choice, DocumentsAs, Endpoint, Language, Pick, Project, PromptFormat, Rule, Table, TypeDeclaration, TypesAs,
};
use crate::relate::Relations;

/// Why there is nothing to choose from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoChoice {
    /// An argument names no endpoint.
    #[error(transparent)]
    Endpoint(#[from] NotFound),
    /// A table was named that there isn't.
    #[error("there is no table `{wanted}`; the nearest are {}", .near.join(", "))]
    Table {
        /// What was asked for.
        wanted: String,
        /// The names nearest to it.
        near: Vec<String>,
    },
}

/// The endpoints that arguments name, each once, in their order.
pub fn endpoints<'p>(project: &'p Project, wanted: &[String]) -> Result<Vec<&'p Endpoint>, NoChoice> {
    let mut found: Vec<&Endpoint> = Vec::new();
    for wanted in find::quoted(wanted) {
        for endpoint in find::endpoints(project, &wanted)? {
            if !found.iter().any(|e| e.key == endpoint.key) {
                found.push(endpoint);
            }
        }
    }
    Ok(found)
}

/// The tables that were named, instead of the picks.
pub fn tables<'p>(project: &'p Project, wanted: &[String]) -> Result<Vec<&'p Table>, NoChoice> {
    let table = |wanted: &String| {
        project.schema.table(wanted).ok_or_else(|| {
            let names = project.schema.tables.iter().map(|t| (t.name.clone(), t.name.clone()));
            NoChoice::Table { wanted: wanted.clone(), near: nearest(wanted, names) }
        })
    };
    wanted.iter().map(table).collect()
}

/// The tables picked for endpoints, strongest first, each once.
#[must_use]
pub fn picked<'p>(project: &'p Project, relations: &Relations<'_>, endpoints: &[&Endpoint]) -> Vec<&'p Table> {
    let mut picks: Vec<Pick> = endpoints.iter().flat_map(|e| relations.picks(e)).collect();
    picks.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut tables: Vec<&Table> = Vec::new();
    for pick in picks {
        if let Some(table) = project.schema.table(&pick.table)
            && !tables.iter().any(|t| t.name == table.name)
        {
            tables.push(table);
        }
    }
    tables
}

/// The declared types picked for endpoints with these tables, strongest first.
#[must_use]
pub fn types<'p>(
    project: &'p Project,
    relations: &Relations<'_>,
    endpoints: &[&Endpoint],
    tables: &[&Table],
) -> Vec<&'p TypeDeclaration> {
    relations.types(endpoints, tables).iter().filter_map(|pick| project.types.get(pick.ty)).collect()
}

/// The rules that hold unless the user says otherwise.
#[must_use]
pub fn rules(project: &Project) -> Vec<&Rule> {
    project.rules.iter().filter(|rule| rule.active).collect()
}

/// The choice for endpoints and tables, without types.
#[must_use]
pub fn choice<'p>(
    project: &'p Project,
    endpoints: Vec<&'p Endpoint>,
    tables: Vec<&'p Table>,
    language: Language,
    save_as: &Pattern,
) -> Choice<'p> {
    let save_as = endpoints.first().map(|e| save_as.fill(e, number(project, e))).unwrap_or_default();
    Choice {
        project,
        endpoints,
        tables,
        types: Vec::new(),
        types_as: TypesAs::default(),
        documents_as: DocumentsAs::default(),
        format: PromptFormat::default(),
        rules: rules(project),
        language,
        save_as,
        schema_depth: DEFAULT_SCHEMA_DEPTH,
        diagram: false,
        left_out: std::collections::BTreeSet::new(),
    }
}

/// The place of an endpoint in its plan, from 1.
#[must_use]
pub fn number(project: &Project, endpoint: &Endpoint) -> usize {
    project.api.endpoints.iter().position(|e| e.key == endpoint.key).map_or(1, |at| at + 1)
}

//! Section 8: which query an index serves, which it lacks, what bounds the work.

use super::facts::EndpointFacts;
use super::facts::inputs::{Input, Role};
use super::facts::lookups::{Lookup, Purpose, Served};
use super::facts::operation::Operation;
use super::markdown::{bullets, clean, code, codes, fence};
use super::pen::Pen;
use super::words::stated_limit;

/// What holds for one endpoint.
pub(crate) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut items: Vec<String> = facts.lookups.iter().map(|lookup| served(pen, lookup)).collect();
    let ddl = missing_indexes(facts);
    items.extend(bounds(pen, facts));
    let search: Vec<&str> =
        facts.inputs.iter().filter(|i| i.role == Role::Search).map(|i| i.parameter.name.as_str()).collect();
    if !search.is_empty() {
        items.push(search_index(pen, facts, &search));
    }
    if facts.operation == Operation::List && facts.tables.len() > 1 {
        let others: Vec<&str> = facts
            .tables
            .iter()
            .filter(|t| facts.main.is_some_and(|m| m.name != t.name))
            .map(|t| t.name.as_str())
            .collect();
        items.push(pen.say("performance.joins", &[("tables", &codes(others))]));
    }
    if facts.operation == Operation::Create || facts.operation.stores() && items.is_empty() {
        items.push(pen.say("performance.write", &[]));
    }
    if items.is_empty() {
        items.push(pen.say("performance.none", &[]));
    }
    let mut blocks = vec![bullets(&items)];
    if !ddl.is_empty() {
        blocks.push(pen.say("performance.ddl", &[]));
        blocks.push(fence("sql", &ddl.join("\n")));
    }
    blocks
}

/// DDL of the indexes that the endpoint's conditions lack.
pub(crate) fn missing_indexes(facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    for lookup in facts.lookups.iter().filter(|l| l.lacks_index()) {
        let Served::Nothing(columns) = &lookup.served else { continue };
        let names: Vec<String> = columns.iter().map(|c| clean(c)).collect();
        let table = clean(&lookup.table.name);
        let statement = format!(
            "CREATE INDEX idx_{}_{} ON {table} ({});",
            clean(lookup.table.bare_name()).to_lowercase(),
            names.join("_").to_lowercase(),
            names.join(", ")
        );
        if !statements.contains(&statement) {
            statements.push(statement);
        }
    }
    statements
}

fn served(pen: &Pen<'_>, lookup: &Lookup<'_>) -> String {
    let column = pen.column(&lookup.table.name, &lookup.column.name);
    let purpose = match &lookup.purpose {
        Purpose::Path(name) | Purpose::Filter(name) => code(name),
        Purpose::Sort(name) => pen.say("performance.for_sort", &[("name", &code(name))]),
        Purpose::Caller => pen.say("performance.for_caller", &[]),
        Purpose::Reference => pen.say("performance.for_reference", &[]),
    };
    let values = [("column", column.as_str()), ("purpose", purpose.as_str())];
    match &lookup.served {
        Served::PrimaryKey => pen.say("performance.by_key", &values),
        Served::Unique => pen.say("performance.by_unique", &values),
        Served::Index(name) => pen.say("performance.by_index", &[values[0], values[1], ("index", &code(name))]),
        Served::Nothing(_) if lookup.lacks_index() => pen.say("performance.by_nothing", &values),
        Served::Nothing(_) => pen.say("performance.not_worth", &values),
    }
}

fn bounds(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    if facts.operation != Operation::List {
        return Vec::new();
    }
    let sizes: Vec<&Input<'_>> = facts.inputs.iter().filter(|i| i.role == Role::PageSize).collect();
    let Some(size) = sizes.first() else {
        return vec![pen.open(&pen.say("performance.no_bounds", &[]))];
    };
    let name = code(&size.parameter.name);
    let stated = match super::request::validation(pen, size) {
        nothing if nothing.is_empty() => pen.type_of(size),
        stated => stated,
    };
    let words = size.parameter.ty.iter().chain(&size.parameter.description);
    let bounded = words.filter_map(|text| stated_limit(text)).next().is_some();
    let open =
        if bounded { String::new() } else { format!(" {}.", pen.open(&pen.say("performance.bounds_open", &[]))) };
    vec![pen.say("performance.bounds", &[("name", &name), ("stated", &stated), ("open", &open)])]
}

fn search_index(pen: &Pen<'_>, facts: &EndpointFacts<'_>, names: &[&str]) -> String {
    let text = facts
        .main
        .iter()
        .flat_map(|t| &t.indexes)
        .find(|i| matches!(i.method.as_deref(), Some("gin" | "gist" | "fulltext")));
    match text {
        Some(index) => {
            let index = index.name.clone().unwrap_or_else(|| index.columns.join(", "));
            pen.say("performance.search_index", &[("names", &codes(names)), ("index", &code(&index))])
        }
        None => pen.open(&pen.say("performance.search_open", &[("names", &codes(names))])),
    }
}

//! Filters and orders that no index serves.

use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::plan::facts::EndpointFacts;
use crate::plan::facts::lookups::{Purpose, Served};

pub(super) fn check(facts: &EndpointFacts<'_>, findings: &mut Vec<Finding>) {
    let key = &facts.endpoint.key;
    for lookup in facts.lookups.iter().filter(|lookup| lookup.lacks_index()) {
        let (what, name) = match &lookup.purpose {
            Purpose::Filter(name) => ("filters by", name),
            Purpose::Sort(name) => ("orders by", name),
            _ => continue,
        };
        let Served::Nothing(columns) = &lookup.served else { continue };
        let (table, column) = (&lookup.table.name, &lookup.column.name);
        let message =
            format!("`{key}` {what} `{name}`, but the database plan has no index that serves `{table}.{column}`");
        let place = facts.inputs.iter().find(|input| input.parameter.name == *name);
        let place = place.map_or(facts.endpoint.place, |input| input.parameter.place);
        findings.push(
            Finding::new(codes::FILTER_WITHOUT_INDEX, Severity::Info, place, message)
                .with_help(format!("add an index on `{table} ({})`, unless the table stays small", columns.join(", ")))
                .against("the column", lookup.column.place)
                .about(key),
        );
    }
}

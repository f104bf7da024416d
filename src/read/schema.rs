//! Database plans: markdown in whatever shape, SQL, Prisma, DBML and Mermaid.
//!
//! Each reader turns its part of a document into [`fact`]s; [`assemble`] makes one schema of them. So
//! it does not matter whether a table stands in a grid, in bullets, in SQL or in all three. Documents of
//! several formats make a schema each; [`merge`] makes one of these, and the first named holds.

mod agreement;
mod assemble;
mod compare;
mod dbml;
mod fact;
mod markdown;
mod merge;
mod mermaid;
mod phrase;
mod prisma;
mod sql;
#[cfg(test)]
mod tests;
mod token;
mod words;

use std::collections::HashSet;

use self::fact::Fact;
use crate::diagnostic::{Diagnostic, Parsed, codes};
use crate::model::{Format, Schema};
use crate::read::blocks::outlines::Outlines;
use crate::text::{Place, Source, Span};

pub use self::mermaid::is_entity_diagram;
pub use self::sql::takes_back;

/// Reads a database plan from its documents, each in the format that its name tells: one markdown
/// file, or migrations in their order.
#[must_use]
pub fn database_plan(sources: &[&Source]) -> Parsed<Schema> {
    let parts: Vec<_> = sources.iter().map(|source| (Format::of_database_plan(&source.path), *source)).collect();
    read(&parts)
}

/// Reads a database plan from documents of known formats.
#[must_use]
pub fn read(parts: &[(Format, &Source)]) -> Parsed<Schema> {
    in_outlines(parts, &Outlines::default())
}

/// The same, where the outlines of the documents may be made already.
pub(super) fn in_outlines<'s>(parts: &[(Format, &'s Source)], outlines: &Outlines<'s>) -> Parsed<Schema> {
    let locate = |place: Place| {
        let source = parts.iter().map(|(_, source)| source).find(|s| s.id == place.document);
        source.map(|s| format!("{}:{}", s.path, s.line_of(place.span.start))).unwrap_or_default()
    };
    let mut parsed: Parsed<Schema> = Parsed::default();
    let mut complete = true;
    for (at, (format, sources)) in units(parts).into_iter().enumerate() {
        let mut facts = Vec::new();
        read_unit(format, &sources, outlines, &mut facts);
        keep_remarks_few(&mut facts);
        let known = merge::known_tables(&parsed.value, &facts);
        facts.splice(0..0, known);
        let later = assemble::assemble(facts, &locate).drain_into(&mut parsed.diagnostics);
        let is_complete = compare::is_complete(format);
        if at == 0 {
            parsed.value = later;
        } else {
            let told = merge::merge(&mut parsed.value, complete, later, is_complete, &locate);
            parsed.diagnostics.extend(told);
            let mut said = HashSet::new();
            parsed.diagnostics.retain(|d| said.insert((d.code, d.place, d.message.clone())));
        }
        complete &= is_complete;
    }
    let scripts: Vec<_> = parts.iter().filter(|(f, _)| *f == Format::Sql).map(|(_, source)| source.id).collect();
    sql::sum_up(&scripts, &mut parsed.diagnostics);
    if let Some((_, source)) = parts.first()
        && parsed.value.tables.is_empty()
    {
        let place = source.place(Span::new(0, 0));
        let diagnostic = Diagnostic::warning(codes::NO_TABLES, place, "no table was found in the database plan")
            .with_help("name each table in a heading and list its columns below, or paste its CREATE TABLE");
        parsed.diagnostics.push(diagnostic);
    }
    parsed
}

/// Says where a plan and the schema that the project really has, in migrations or a schema file,
/// disagree. `locate` gives `path:line` of a place.
#[must_use]
pub fn disagreements(
    plan: &Schema,
    plan_formats: &[Format],
    implemented: &[(Format, &Source)],
    locate: &dyn Fn(Place) -> String,
) -> Vec<Diagnostic> {
    let schema = read(implemented).value;
    let complete = implemented.iter().all(|(format, _)| compare::is_complete(*format));
    let plan_complete = plan_formats.iter().copied().all(compare::is_complete);
    agreement::disagreements(plan, plan_complete, &schema, complete, locate)
}

/// Documents that make one schema together: those of the same format, in the order in which the
/// formats first come.
fn units<'s>(parts: &[(Format, &'s Source)]) -> Vec<(Format, Vec<&'s Source>)> {
    let mut units: Vec<(Format, Vec<&Source>)> = Vec::new();
    for (format, source) in parts {
        match units.iter_mut().find(|(known, _)| known == format) {
            Some((_, sources)) => sources.push(source),
            None => units.push((*format, vec![source])),
        }
    }
    units
}

/// More lines than this that are not understood are counted only: a file may be of another kind.
const MOST_REMARKS: usize = 100;

fn keep_remarks_few(facts: &mut Vec<Fact>) {
    let unread = |fact: &Fact| matches!(fact, Fact::Remark(d) if d.code == codes::SCHEMA_UNREAD);
    let more = facts.iter().filter(|fact| unread(fact)).count().saturating_sub(MOST_REMARKS);
    if more == 0 {
        return;
    }
    let mut kept = 0;
    facts.retain_mut(|fact| {
        let Fact::Remark(remark) = fact else { return true };
        if remark.code == codes::SCHEMA_UNREAD {
            kept += 1;
            if kept == MOST_REMARKS {
                remark.message.push_str(&format!("; and {more} more lines are not understood"));
            }
        }
        kept <= MOST_REMARKS || remark.code != codes::SCHEMA_UNREAD
    });
}

fn read_unit<'s>(format: Format, sources: &[&'s Source], outlines: &Outlines<'s>, facts: &mut Vec<Fact>) {
    match format {
        Format::Prisma => return prisma::read(sources, facts),
        Format::Sql => return sql::apply(sources, facts),
        _ => {}
    }
    for source in sources {
        match format {
            Format::Dbml => dbml::read(source, facts),
            Format::Mermaid => mermaid::read(source, facts),
            _ => markdown::read(source, &outlines.of(source), facts),
        }
    }
}

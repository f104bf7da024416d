//! Database plans: markdown in whatever shape, SQL, Prisma, DBML and Mermaid.
//!
//! Each reader turns its part of a document into [`fact`]s; [`assemble`] makes one schema of them. So
//! it does not matter whether a table stands in a grid, in bullets, in SQL or in all three.

mod assemble;
mod dbml;
mod fact;
mod markdown;
mod mermaid;
mod phrase;
mod prisma;
mod sql;
#[cfg(test)]
mod tests;
mod token;
mod words;

use self::fact::Fact;
use crate::diagnostic::{Diagnostic, Parsed, codes};
use crate::model::{Format, Schema};
use crate::text::{Source, Span};

pub use self::mermaid::is_entity_diagram;

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
    let mut facts = Vec::new();
    for (format, sources) in units(parts) {
        read_unit(format, &sources, &mut facts);
    }
    let mut parsed = assemble::assemble(facts);
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

fn read_unit(format: Format, sources: &[&Source], facts: &mut Vec<Fact>) {
    if format == Format::Prisma {
        return prisma::read(sources, facts);
    }
    for source in sources {
        match format {
            Format::Sql => {
                let fragment = sql::Fragment { source, base: 0, text: source.text(), additions: true };
                sql::read(fragment, facts);
            }
            Format::Dbml => dbml::read(source, facts),
            Format::Mermaid => mermaid::read(source, facts),
            _ => markdown::read(source, facts),
        }
    }
}

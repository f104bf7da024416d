//! Database plans: markdown in whatever shape, and SQL.
//!
//! Each reader turns its part of a document into [`fact`]s; [`assemble`] makes one schema of them. So
//! it does not matter whether a table stands in a grid, in bullets, in SQL or in all three.

mod assemble;
mod fact;
mod markdown;
mod phrase;
mod sql;
#[cfg(test)]
mod tests;
mod words;

use crate::diagnostic::{Diagnostic, Parsed, codes};
use crate::model::Schema;
use crate::text::{Source, Span};

/// Reads a database plan from its documents: one markdown file, or migrations in their order.
#[must_use]
pub fn database_plan(sources: &[&Source]) -> Parsed<Schema> {
    let mut facts = Vec::new();
    for source in sources {
        if source.path.to_ascii_lowercase().ends_with(".sql") {
            let fragment = sql::Fragment { source, base: 0, text: source.text(), additions: true };
            sql::read(fragment, &mut facts);
        } else {
            markdown::read(source, &mut facts);
        }
    }
    let mut parsed = assemble::assemble(facts);
    if let Some(source) = sources.first()
        && parsed.value.tables.is_empty()
    {
        let place = source.place(Span::new(0, 0));
        let diagnostic = Diagnostic::warning(codes::NO_TABLES, place, "no table was found in the database plan")
            .with_help("name each table in a heading and list its columns below, or paste its CREATE TABLE");
        parsed.diagnostics.push(diagnostic);
    }
    parsed
}

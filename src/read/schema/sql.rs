//! SQL in a plan or a migration: statements one by one, so that a broken one costs only itself.
//!
//! `CREATE TABLE`, `ALTER TABLE` and `CREATE VIEW` go through sqlparser; what it cannot read of a table
//! is read element by element. The other statements (types, indexes, policies, triggers, comments) are
//! short and much varied by plans (`FOR INSERT, UPDATE`), so they are read from their tokens.

mod ddl;
mod short;
mod statement;

use self::statement::Statement;
use super::fact::Fact;
use crate::diagnostic::{Diagnostic, codes};
use crate::text::{Source, Span};

/// A piece of SQL within a document.
#[derive(Clone, Copy)]
pub(super) struct Fragment<'a> {
    /// The document.
    pub(super) source: &'a Source,
    /// Where the SQL starts in it.
    pub(super) base: usize,
    /// The SQL, byte for byte as long as in the document.
    pub(super) text: &'a str,
    /// Whether added columns count; they don't where a plan only thinks about them.
    pub(super) additions: bool,
}

impl Fragment<'_> {
    fn place(&self, start: usize, end: usize) -> crate::text::Place {
        self.source.place(Span::new(self.base + start, self.base + end))
    }
}

/// Reads all statements of a fragment.
pub(super) fn read(fragment: Fragment<'_>, facts: &mut Vec<Fact>) {
    for statement in statement::statements(fragment.text) {
        read_statement(fragment, &statement, facts);
    }
}

fn read_statement(fragment: Fragment<'_>, statement: &Statement<'_>, facts: &mut Vec<Fact>) {
    let place = fragment.place(statement.start, statement.end);
    let (verb, kind) = statement.verb_and_kind();
    match (verb.as_str(), kind.as_str()) {
        ("CREATE", "TABLE") if !ddl::create_table(fragment, statement, facts) => {
            let message = format!("the statement `{}` could not be read as a table", statement.headline());
            facts.push(Fact::Remark(Diagnostic::warning(codes::SQL_UNREAD, place, message)));
        }
        ("CREATE", "VIEW") => ddl::create_view(fragment, statement, facts),
        ("ALTER", "TABLE") if !ddl::alter_table(fragment, statement, facts) && !statement.is_harmless_alter() => {
            let message = format!("the statement `{}` could not be read and is left out", statement.headline());
            let diagnostic = Diagnostic::warning(codes::SQL_UNREAD, place, message)
                .with_help("write each change of a table as one ALTER TABLE statement that ends with `;`");
            facts.push(Fact::Remark(diagnostic));
        }
        ("CREATE", "TYPE") => facts.extend(short::enum_type(statement, place)),
        ("CREATE", "INDEX") => facts.extend(short::index(statement, place)),
        ("CREATE", "POLICY") => facts.extend(short::policy(statement, place)),
        ("CREATE", "TRIGGER" | "FUNCTION" | "PROCEDURE") => facts.extend(short::routine(statement, place)),
        ("COMMENT", "ON") => facts.extend(short::comment(statement)),
        ("DROP", "TABLE") => facts.extend(short::drop_table(statement)),
        _ => {}
    }
}

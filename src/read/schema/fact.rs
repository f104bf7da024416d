//! What the readers of one shape or another say about a schema, one fact at a time.
//!
//! Markdown tables, bullets, prose and SQL all end in the same facts, in the order of the text;
//! [`assemble`](super::assemble) makes one [`Schema`](crate::model::Schema) of them. So a unique index
//! in the index section and a column in a bullet meet in one table without knowing of each other.

use crate::diagnostic::Diagnostic;
use crate::model::{Column, EnumType, Index, Policy, Routine};
use crate::text::Place;

/// One thing that a database plan says.
#[derive(Debug, Clone)]
pub(super) enum Fact {
    /// A table is defined here. Saying it twice is no contradiction.
    Table { name: String, description: Option<String>, place: Place },
    /// A view is defined here; `columns` may be empty.
    View { name: String, columns: Vec<Column>, place: Place },
    /// A table has a column.
    Column { table: String, column: Box<Column>, facts: Vec<Constraint> },
    /// A table is dropped.
    DropTable { name: String },
    /// A column is dropped.
    DropColumn { table: String, column: String },
    /// A table gets another name.
    RenameTable { from: String, to: String },
    /// A column gets another name.
    RenameColumn { table: String, from: String, to: String },
    /// Something holds for a table as a whole or for one of its columns.
    Constraint { table: String, constraint: Constraint, place: Place },
    /// A table has an index.
    Index { table: String, index: Index },
    /// A table has a policy.
    Policy { table: String, policy: Policy },
    /// A type with a list of values.
    Enum(EnumType),
    /// A function or trigger.
    Routine(Routine),
    /// A sentence about a table or a column.
    Comment { table: String, column: Option<String>, text: String },
    /// More text about one table.
    More { table: String, place: Place },
    /// Something for the person at the keyboard.
    Remark(Diagnostic),
}

impl Fact {
    /// The table that it is about.
    pub(super) fn table(&self) -> Option<&String> {
        match self {
            Self::Table { name, .. } | Self::DropTable { name } => Some(name),
            Self::Column { table, .. }
            | Self::DropColumn { table, .. }
            | Self::RenameColumn { table, .. }
            | Self::Constraint { table, .. }
            | Self::Index { table, .. }
            | Self::Policy { table, .. }
            | Self::Comment { table, .. }
            | Self::More { table, .. } => Some(table),
            Self::RenameTable { from, .. } => Some(from),
            Self::View { .. } | Self::Enum(_) | Self::Routine(_) | Self::Remark(_) => None,
        }
    }
}

/// What must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Constraint {
    /// These columns are the primary key.
    PrimaryKey(Vec<String>),
    /// These columns, or expressions, are unique together.
    Unique(Vec<String>),
    /// A column is unique among the rows that have the same of what these words name: `user` may mean
    /// the column `user_id`.
    UniqueWithin { column: String, within: Vec<String> },
    /// These columns refer to another table.
    ForeignKey { columns: Vec<String>, reference: Reference },
    /// A condition over the table.
    Check(String),
    /// A column may not be NULL.
    NotNull(String),
    /// One column allows these values only.
    Allowed { column: String, values: Vec<String> },
}

impl Constraint {
    /// Makes what holds for one column hold for another.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        match self {
            Self::ForeignKey { columns, .. } | Self::PrimaryKey(columns) | Self::Unique(columns) => {
                for column in columns.iter_mut().filter(|c| *c == from) {
                    to.clone_into(column);
                }
            }
            Self::NotNull(column) | Self::Allowed { column, .. } | Self::UniqueWithin { column, .. }
                if column == from =>
            {
                to.clone_into(column);
            }
            _ => {}
        }
    }
}

/// Where a foreign key leads, as written: `users`, `users.id`, `auth.users`, `auth.users.id`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reference {
    /// The target, dots included; what is schema, table or column is known once all tables are.
    pub(super) target: String,
    /// Columns there, where they stand apart: `users(id)`.
    pub(super) columns: Vec<String>,
    /// `CASCADE` and the like.
    pub(super) on_delete: Option<String>,
    /// Whether it was only hinted at; such a reference counts only if the target is known and the
    /// column has no other.
    pub(super) hint: bool,
}

/// Whether a word can be the name of a table or column: letters, digits and `_`, not only digits.
pub(super) fn is_identifier(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
        && word.chars().any(|c| c.is_ascii_alphabetic())
}

/// Whether a word can be the name of a table with up to two qualifiers: `app.orders`.
pub(super) fn is_qualified_identifier(word: &str) -> bool {
    word.split('.').count() <= 3 && word.split('.').all(is_identifier)
}

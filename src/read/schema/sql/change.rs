//! What one statement does to a schema.

use super::column::Definition;
use super::constraint::Held;
use crate::diagnostic::Diagnostic;
use crate::model::{Column, EnumType, Index, Policy, Routine};
use crate::text::Place;

/// One step. Names are as written, without quotes and with their schema.
#[derive(Debug, Clone)]
pub(super) enum Change {
    CreateTable(NewTable),
    DropTable {
        name: String,
        cascade: bool,
    },
    /// Of a table, a view or a type; the new name has the schema of the old one where it gives none.
    Rename {
        from: String,
        to: String,
    },
    AddColumn {
        table: String,
        definition: Box<Definition>,
        if_missing: bool,
    },
    DropColumn {
        table: String,
        column: String,
    },
    RenameColumn {
        table: String,
        from: String,
        to: String,
    },
    /// `MODIFY` and `CHANGE` of MySQL, `ALTER COLUMN a type` of SQL Server: what is not said is no more.
    Redefine {
        table: String,
        column: String,
        definition: Box<Definition>,
        keeps_default: bool,
    },
    SetType {
        table: String,
        column: String,
        ty: String,
    },
    SetNullable {
        table: String,
        column: String,
        nullable: bool,
    },
    SetDefault {
        table: String,
        column: String,
        default: Option<String>,
    },
    Add {
        table: String,
        held: Held,
        place: Place,
    },
    DropConstraint {
        table: String,
        name: String,
    },
    RenameConstraint {
        table: String,
        from: String,
        to: String,
    },
    DropPrimaryKey {
        table: String,
    },
    DropIndex {
        name: String,
    },
    RenameIndex {
        from: String,
        to: String,
    },
    AddPolicy {
        table: String,
        policy: Policy,
    },
    DropPolicy {
        table: String,
        name: String,
    },
    /// A table has the columns of another too.
    Inherit {
        table: String,
        parent: String,
    },
    /// A table is a part of another, and none of its own.
    Attach {
        partition: String,
        attached: bool,
    },
    CreateView(NewView),
    CreateEnum(EnumType),
    AddValue {
        name: String,
        value: String,
        before: Option<String>,
        after: Option<String>,
    },
    RenameValue {
        name: String,
        from: String,
        to: String,
    },
    DropType {
        name: String,
    },
    AddRoutine(Routine),
    DropRoutine {
        name: String,
        table: Option<String>,
    },
    Comment {
        table: String,
        column: Option<String>,
        text: String,
    },
    /// A statement tells more about a table.
    More {
        table: String,
        place: Place,
    },
    /// Something for the person at the keyboard.
    Remark(Diagnostic),
}

/// A table as its definition gives it.
#[derive(Debug, Clone, Default)]
pub(super) struct NewTable {
    pub(super) name: String,
    pub(super) place: Place,
    /// `IF NOT EXISTS`.
    pub(super) if_missing: bool,
    pub(super) kind: Keeping,
    pub(super) columns: Vec<Definition>,
    pub(super) held: Vec<(Held, Place)>,
    /// Tables whose columns it takes over.
    pub(super) parents: Vec<Parent>,
    pub(super) description: Option<String>,
}

/// Another table whose columns a table takes over.
#[derive(Debug, Clone)]
pub(super) struct Parent {
    pub(super) name: String,
    /// How many columns of its own stand before those.
    pub(super) at: usize,
    /// Whether keys, indexes and defaults come along.
    pub(super) whole: bool,
}

/// Whether a table is one of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Keeping {
    #[default]
    Table,
    /// Gone when the session ends.
    Temporary,
    /// A part of another table.
    Partition,
}

/// A view as its definition gives it.
#[derive(Debug, Clone, Default)]
pub(super) struct NewView {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) columns: Vec<ViewColumn>,
    /// The tables that it reads, each with the name that the query gives it.
    pub(super) sources: Vec<(String, String)>,
}

/// A column of a view.
#[derive(Debug, Clone)]
pub(super) enum ViewColumn {
    Named(String),
    /// `*`, or all columns of one source.
    All(Option<String>),
}

impl NewView {
    /// The columns that the query names.
    pub(super) fn named(&self) -> Vec<Column> {
        let column = |name: &String| Column { name: name.clone(), place: self.place, ..Column::default() };
        self.columns
            .iter()
            .filter_map(|c| match c {
                ViewColumn::Named(name) => Some(column(name)),
                ViewColumn::All(_) => None,
            })
            .collect()
    }
}

impl Change {
    /// An index of a table.
    pub(super) fn index(table: String, index: Index) -> Self {
        let place = index.place;
        Self::Add { table, held: Held::Index(index), place }
    }
}

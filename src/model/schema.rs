//! Tables, enums and what guards them, as a database plan describes them.

use crate::text::Place;

/// What a database plan says, in the order of its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    /// One for each table, however often the plan speaks of it.
    pub tables: Vec<Table>,
    /// Named enums, and lists of allowed values that belong to one column
    /// (named `table.column` or as the plan names them).
    pub enums: Vec<EnumType>,
    /// Functions and triggers that the plan names.
    pub routines: Vec<Routine>,
    /// Views, with the tables that they read as far as that is told.
    pub views: Vec<Table>,
}

impl Schema {
    /// The table of that name, without regard to case, quotes and a `public.` schema.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Table> {
        let wanted = table_key(name);
        self.tables.iter().find(|t| table_key(&t.name) == wanted)
    }

    /// The enum that a column's type names, or that belongs to the column.
    #[must_use]
    pub fn enum_of(&self, table: &Table, column: &Column) -> Option<&EnumType> {
        let own = format!("{}.{}", table_key(&table.name), column.name.to_lowercase());
        let ty = column.ty.as_deref().map(table_key);
        self.enums.iter().find(|e| {
            let key = table_key(&e.name);
            Some(&key) == ty.as_ref() || key == own
        })
    }
}

/// The form of a table's name that two spellings share.
#[must_use]
pub fn table_key(name: &str) -> String {
    let is_mark = |c: char| matches!(c, '`' | '"' | '[' | ']') || c.is_whitespace();
    let mut key = name.to_lowercase();
    if key.contains(is_mark) {
        key.retain(|c| !is_mark(c));
    }
    key.strip_prefix("public.").map(str::to_owned).unwrap_or(key)
}

/// One table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Name as written, without quotes; with its schema where the plan gives one (`app.orders`).
    pub name: String,
    /// What the plan says it is for.
    pub description: Option<String>,
    /// Its own text: definition with columns and constraints.
    pub place: Place,
    /// Text elsewhere about this table alone: indexes, policies, notes.
    pub more: Vec<Place>,
    /// In the order of the text.
    pub columns: Vec<Column>,
    /// Names of the primary key's columns.
    pub primary_key: Vec<String>,
    /// One entry a column; a key over two columns gives two.
    pub foreign_keys: Vec<ForeignKey>,
    /// Unique constraints and unique indexes, each a list of columns; not the primary key.
    pub unique: Vec<Vec<String>>,
    /// Table-wide CHECK conditions as written.
    pub checks: Vec<String>,
    /// Indexes, unique ones too.
    pub indexes: Vec<Index>,
    /// Row-level security policies.
    pub policies: Vec<Policy>,
}

impl Table {
    /// The column of that name, without regard to case.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name.eq_ignore_ascii_case(name))
    }

    /// The name without its schema: `orders` for `app.orders`.
    #[must_use]
    pub fn bare_name(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }
}

/// One column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Name as written, without quotes.
    pub name: String,
    /// Type as written: `VARCHAR(100)`.
    pub ty: Option<String>,
    /// Whether it may be NULL; `None` where the plan does not say.
    pub nullable: Option<bool>,
    /// Whether it is (part of) the primary key.
    pub primary_key: bool,
    /// Whether it alone is unique.
    pub unique: bool,
    /// Default as written: `now()`.
    pub default: Option<String>,
    /// CHECK condition as written: `price > 0`.
    pub check: Option<String>,
    /// What the plan says of it in words.
    pub description: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A column that refers to another table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ForeignKey {
    /// The referring column.
    pub column: String,
    /// The table it refers to, as written and without quotes.
    pub references: String,
    /// The column there, if named.
    pub references_column: Option<String>,
    /// `CASCADE`, `SET NULL`, `RESTRICT`, `NO ACTION` or `SET DEFAULT`.
    pub on_delete: Option<String>,
}

/// An index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// Name, if it has one.
    pub name: Option<String>,
    /// Columns or expressions as written, without a sort direction.
    pub columns: Vec<String>,
    /// Whether it is unique.
    pub unique: bool,
    /// `btree`, `gin`, … in lower case, if told.
    pub method: Option<String>,
    /// Condition of a partial index.
    pub condition: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A row-level security policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Name, if it has one.
    pub name: Option<String>,
    /// `SELECT`, `INSERT`, `UPDATE`, `DELETE` or `ALL`, if told.
    pub command: Option<String>,
    /// The condition or the sentence that says who may do what.
    pub rule: String,
    /// Where it stands.
    pub place: Place,
}

/// An enum type or a column's list of allowed values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnumType {
    /// Name as written.
    pub name: String,
    /// Values without quotes, in order.
    pub values: Vec<String>,
    /// Whether it is no type of its own but the list of values that one column allows
    /// (a CHECK or a remark); its name is then `table.column`.
    pub inline: bool,
    /// Where it stands.
    pub place: Place,
}

/// A function or trigger that the plan names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routine {
    /// Name as written.
    pub name: String,
    /// The table that a trigger is on.
    pub table: Option<String>,
    /// What the plan says it does.
    pub description: Option<String>,
    /// Where it stands.
    pub place: Place,
}

//! The definition of a column in any dialect: name, type, and what holds for it.
//!
//! An expression is not understood but stepped over: it lasts until a word that begins something else
//! outside of brackets.

use super::constraint::{self, allowed};
use super::lex::Kind;
use super::statement::{Cursor, name, value};
use crate::model::Column;
use crate::read::schema::fact::Constraint;

/// What the definition of a column says.
#[derive(Debug, Clone, Default)]
pub(super) struct Definition {
    /// The column; its place is for the caller to set.
    pub(super) column: Column,
    /// References and allowed values.
    pub(super) facts: Vec<Constraint>,
    /// Names of its constraints.
    pub(super) names: Vec<(Part, String)>,
    /// Whether all of it was understood.
    pub(super) clean: bool,
}

/// The part of a definition that a constraint's name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    PrimaryKey,
    Unique,
    Check,
    Reference,
    Default,
    NotNull,
}

/// Words behind which the type of a column has ended.
const OPTIONS: &[&str] = &[
    "NOT",
    "NULL",
    "DEFAULT",
    "PRIMARY",
    "UNIQUE",
    "REFERENCES",
    "CHECK",
    "CONSTRAINT",
    "COLLATE",
    "GENERATED",
    "AS",
    "AUTO_INCREMENT",
    "AUTOINCREMENT",
    "IDENTITY",
    "COMMENT",
    "ON",
    "KEY",
    "CHARSET",
    "STORAGE",
    "COMPRESSION",
    "INVISIBLE",
    "VISIBLE",
    "VIRTUAL",
    "STORED",
    "PERSISTED",
    "PERSISTENT",
    "SPARSE",
    "ROWGUIDCOL",
    "FOREIGN",
    "SRID",
    "DEFERRABLE",
    "INITIALLY",
    "ENABLE",
    "DISABLE",
    "USING",
    "FIRST",
    "AFTER",
    "HIDDEN",
    "MASKED",
    "ENCRYPTED",
    "COLUMN_FORMAT",
    "ENGINE_ATTRIBUTE",
    "ASC",
    "DESC",
    "CLUSTERED",
    "NONCLUSTERED",
    "NO",
    "ENFORCED",
    "OPTIONS",
];
/// Words that may follow the first word of a type.
const CONTINUATIONS: &[&str] = &[
    "VARYING",
    "PRECISION",
    "UNSIGNED",
    "SIGNED",
    "ZEROFILL",
    "LARGE",
    "OBJECT",
    "CHARACTER",
    "CHAR",
    "BIG",
    "INT",
    "INTEGER",
    "YEAR",
    "MONTH",
    "DAY",
    "HOUR",
    "MINUTE",
    "SECOND",
    "TO",
    "RAW",
    "ARRAY",
    "BINARY",
    "TEXT",
    "VARCHAR",
    "BYTE",
    "FLOAT",
    "BLOB",
    "VARBINARY",
    "SUB_TYPE",
];

/// Reads a column from its name on.
pub(super) fn definition(cursor: &mut Cursor<'_, '_>) -> Option<Definition> {
    let first = cursor.peek()?;
    let name = if first.kind == Kind::Text { value(first) } else { name(first) }.filter(|n| !n.is_empty())?;
    cursor.at += 1;
    let mut definition = Definition { clean: true, ..Definition::default() };
    definition.column.name = name;
    read_after_name(cursor, &mut definition);
    Some(definition)
}

/// Reads type and options.
pub(super) fn read_after_name(cursor: &mut Cursor<'_, '_>, definition: &mut Definition) {
    if let Some((ty, values)) = data_type(cursor) {
        definition.column.ty = Some(ty);
        if values.len() > 1 {
            definition.facts.push(Constraint::Allowed { column: definition.column.name.clone(), values });
        }
    }
    let mut constraint_name = None;
    while !cursor.done() {
        if cursor.eat(&["CONSTRAINT"]) {
            constraint_name = cursor.word();
            continue;
        }
        let before = cursor.at;
        if let Some(part) = option(cursor, definition) {
            if let (Some(part), Some(name)) = (part, constraint_name.take()) {
                definition.names.push((part, name));
            }
        } else {
            definition.clean = false;
        }
        if cursor.at == before {
            cursor.skip();
        }
    }
}

/// A type as written, without the quotes of its name, and the values that it lists.
pub(super) fn data_type(cursor: &mut Cursor<'_, '_>) -> Option<(String, Vec<String>)> {
    let start = cursor.at;
    let first = cursor.peek().filter(|t| matches!(t.kind, Kind::Word | Kind::Quoted))?;
    if is_option(cursor) {
        return None;
    }
    let lists = first.is_any(&["ENUM", "SET"]);
    let mut values = Vec::new();
    cursor.name();
    while let Some(token) = cursor.peek() {
        match token.kind {
            Kind::Open => {
                let group = cursor.group();
                if let Some(group) = group.filter(|_| lists && values.is_empty()) {
                    values = group.tokens().iter().filter_map(value).collect();
                }
            }
            Kind::Symbol if token.text == "[" => {
                while cursor.peek().is_some_and(|t| matches!(t.kind, Kind::Symbol | Kind::Number)) {
                    cursor.at += 1;
                    if cursor.statement.tokens.get(cursor.at - 1).is_some_and(|t| t.text == "]") {
                        break;
                    }
                }
            }
            Kind::Word if token.is_any(&["WITH", "WITHOUT"]) && timezone(cursor) > 0 => cursor.at += timezone(cursor),
            Kind::Word if token.is_any(CONTINUATIONS) && !is_option(cursor) => cursor.at += 1,
            // `SETOF x` and the like aside, `%TYPE` is Oracle's.
            Kind::Symbol if token.text == "%" => cursor.at += 2,
            _ => break,
        }
    }
    cursor.at = cursor.at.min(cursor.end);
    let mut text = String::new();
    let mut end = None;
    for token in cursor.statement.tokens.get(start..cursor.at)? {
        if end.is_some_and(|e| e < token.start) {
            text.push(' ');
        }
        end = Some(token.end());
        match token.kind {
            Kind::Quoted if values.is_empty() => text.push_str(&name(token)?),
            _ => text.push_str(token.text),
        }
    }
    Some((text, values))
}

/// How many words `WITH LOCAL TIME ZONE` takes here.
fn timezone(cursor: &Cursor<'_, '_>) -> usize {
    match cursor.ahead(1) {
        Some(t) if t.is("TIME") => 3,
        Some(t) if t.is("LOCAL") => 4,
        _ => 0,
    }
}

/// Whether an option of a column begins here.
fn is_option(cursor: &Cursor<'_, '_>) -> bool {
    let Some(token) = cursor.peek() else { return false };
    if token.is_any(&["CHARACTER"]) {
        return cursor.ahead(1).is_some_and(|t| t.is("SET"));
    }
    token.is_any(OPTIONS) || token.is("WITH") && timezone(cursor) == 0
}

/// Reads one option. `None` where it is none that is known.
fn option(cursor: &mut Cursor<'_, '_>, definition: &mut Definition) -> Option<Option<Part>> {
    let column = &mut definition.column;
    if cursor.eat(&["NOT", "NULL"]) {
        column.nullable = Some(false);
        return Some(Some(Part::NotNull));
    }
    if cursor.eat(&["NULL"]) {
        column.nullable = Some(true);
    } else if cursor.eat(&["NOT", "FOR", "REPLICATION"]) || cursor.eat(&["NOT"]) || cursor.eat(&["NO", "INHERIT"]) {
        cursor.eat_any(&["DEFERRABLE", "ENFORCED", "VISIBLE", "VALID"]);
    } else if cursor.eat(&["DEFAULT", "ON", "NULL"]) || cursor.eat(&["DEFAULT"]) {
        column.default = Some(expression(cursor));
        return Some(Some(Part::Default));
    } else if cursor.eat(&["PRIMARY", "KEY"]) {
        column.primary_key = true;
        key_details(cursor);
        return Some(Some(Part::PrimaryKey));
    } else if cursor.eat(&["UNIQUE"]) {
        cursor.eat_any(&["KEY", "INDEX"]);
        let _ = cursor.eat(&["NULLS", "NOT", "DISTINCT"]) || cursor.eat(&["NULLS", "DISTINCT"]);
        column.unique = true;
        key_details(cursor);
        return Some(Some(Part::Unique));
    } else if cursor.is("REFERENCES") || cursor.are(&["FOREIGN", "KEY", "REFERENCES"]) {
        cursor.eat(&["FOREIGN", "KEY"]);
        let reference = constraint::reference(cursor)?;
        let columns = vec![column.name.clone()];
        definition.facts.push(Constraint::ForeignKey { columns, reference });
        return Some(Some(Part::Reference));
    } else if cursor.eat(&["CHECK"]) {
        let condition = cursor.group()?;
        definition.facts.extend(allowed(condition));
        let condition = condition.text();
        column.check = Some(match column.check.take() {
            Some(first) => format!("{first} AND {condition}"),
            None => condition,
        });
        return Some(Some(Part::Check));
    } else if cursor.is_any(&["GENERATED", "AS", "IDENTITY", "AUTO_INCREMENT", "AUTOINCREMENT"]) {
        generated(cursor, definition);
    } else if cursor.eat(&["COMMENT"]) {
        column.description = cursor.peek().and_then(value).filter(|text| !text.is_empty());
        cursor.skip();
    } else if cursor.eat(&["COLLATE"]) {
        cursor.name();
    } else if cursor.eat(&["CHARACTER", "SET"])
        || cursor.eat_any(&["CHARSET", "STORAGE", "COMPRESSION", "AFTER", "COLUMN_FORMAT", "INITIALLY", "SRID"])
    {
        cursor.skip();
    } else if cursor.eat(&["ON", "UPDATE"]) {
        expression(cursor);
    } else if cursor.eat(&["ON", "CONFLICT"]) || cursor.eat(&["ON"]) {
        cursor.skip();
    } else if cursor.eat_any(&["WITH", "USING", "MASKED", "ENCRYPTED", "OPTIONS"]) {
        cursor.eat_any(&["WITH", "INDEX"]);
        if cursor.group().is_none() {
            expression(cursor);
        }
    } else if !cursor.eat_any(OPTIONS) && !cursor.eat_any(CONTINUATIONS) && !cursor.eat_any(&["NOVALIDATE", "RELY"]) {
        return None;
    }
    Some(None)
}

/// Steps over what may follow the word of a key.
fn key_details(cursor: &mut Cursor<'_, '_>) {
    while cursor.eat_any(&["CLUSTERED", "NONCLUSTERED", "ASC", "DESC"]) || cursor.eat(&["ON", "CONFLICT"]) {
        cursor.eat_any(&["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"]);
    }
}

/// `GENERATED … AS IDENTITY`, `AS (expression) STORED`, `IDENTITY(1,1)`, `AUTO_INCREMENT`: what fills the
/// column when nothing is given is its default.
fn generated(cursor: &mut Cursor<'_, '_>, definition: &mut Definition) {
    let start = cursor.at;
    if cursor.eat(&["GENERATED"]) {
        let _ = cursor.eat(&["ALWAYS"]) || cursor.eat(&["BY", "DEFAULT"]);
        cursor.eat(&["ON", "NULL"]);
    }
    let computed = cursor.eat(&["AS"]) && !cursor.is("IDENTITY");
    if computed {
        if cursor.group().is_none() {
            cursor.eat(&["ROW"]);
            cursor.eat_any(&["START", "END"]);
        }
        cursor.eat_any(&["STORED", "VIRTUAL", "PERSISTED", "PERSISTENT"]);
    } else {
        cursor.skip();
        cursor.group();
        definition.column.nullable = definition.column.nullable.or(Some(false));
    }
    definition.column.default = Some(cursor.statement.slice(start, cursor.at.min(cursor.end)));
}

/// Steps over an expression, which ends where an option begins, and gives its text.
pub(super) fn expression(cursor: &mut Cursor<'_, '_>) -> String {
    let start = cursor.at;
    while cursor.peek().is_some_and(|t| matches!(t.text, "-" | "+")) {
        cursor.at += 1;
    }
    cursor.skip();
    while !cursor.done() && !is_option(cursor) {
        cursor.skip();
    }
    cursor.at = cursor.at.min(cursor.end);
    cursor.statement.slice(start, cursor.at)
}

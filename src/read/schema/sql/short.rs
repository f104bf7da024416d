//! Types, indexes, policies, routines, comments, drops and renames.

use super::Fragment;
use super::change::Change;
use super::constraint::index_columns;
use super::lex::Kind;
use super::statement::{Statement, name, value};
use crate::model::{EnumType, Index, Policy, Routine};

fn place(fragment: Fragment<'_>, statement: &Statement<'_>) -> crate::text::Place {
    let (start, end) = statement.span();
    fragment.place(start, end)
}

/// `CREATE TYPE name AS ENUM ('a', 'b')`, `CREATE DOMAIN name AS text CHECK (VALUE IN ('a', 'b'))`.
pub(super) fn enum_type(fragment: Fragment<'_>, statement: &Statement<'_>, at: usize) -> Option<Change> {
    let mut cursor = statement.cursor(at + 1);
    cursor.skip_noise();
    let name = cursor.name()?;
    let list = match statement.find("ENUM", cursor.at) {
        Some(list) => list,
        None => {
            let check = statement.find("CHECK", cursor.at)?;
            let mut condition = statement.cursor(check + 1);
            let condition = condition.group()?;
            let listed = condition.tokens().iter().any(|t| t.is_any(&["IN", "ANY"]));
            listed.then_some(check)?
        }
    };
    let tokens = statement.tokens.get(list..)?;
    let values: Vec<String> = tokens.iter().filter(|t| t.kind == Kind::Text).filter_map(value).collect();
    (!values.is_empty())
        .then(|| Change::CreateEnum(EnumType { name, values, place: place(fragment, statement), inline: false }))
}

/// `ALTER TYPE name ADD VALUE 'a' BEFORE 'b'`, `… RENAME VALUE 'a' TO 'b'`, `… RENAME TO name`.
pub(super) fn alter_type(statement: &Statement<'_>, at: usize) -> Option<Change> {
    let mut cursor = statement.cursor(at + 1);
    let name = cursor.name()?;
    let mut quoted = |words: &[&str]| {
        cursor.eat(words).then(|| {
            cursor.skip_noise();
            let found = cursor.peek().and_then(value);
            cursor.skip();
            found
        })?
    };
    if let Some(value) = quoted(&["ADD", "VALUE"]) {
        let (before, after) = (quoted(&["BEFORE"]), quoted(&["AFTER"]));
        return Some(Change::AddValue { name, value, before, after });
    }
    if let Some(from) = quoted(&["RENAME", "VALUE"]) {
        return Some(Change::RenameValue { name, from, to: quoted(&["TO"])? });
    }
    if cursor.eat(&["RENAME", "TO"]) {
        return Some(Change::Rename { from: name, to: cursor.word()? });
    }
    if cursor.eat(&["SET", "SCHEMA"]) {
        let bare = name.rsplit('.').next().unwrap_or_default().to_owned();
        let to = format!("{}.{bare}", cursor.word()?);
        return Some(Change::Rename { from: name, to });
    }
    None
}

/// `CREATE UNIQUE INDEX name ON table USING gin (a, b) WHERE …`; `at` is the index of `INDEX`.
pub(super) fn index(fragment: Fragment<'_>, statement: &Statement<'_>, at: usize) -> Option<Change> {
    let mut cursor = statement.cursor(at + 1);
    cursor.skip_noise();
    let mut name = None;
    let mut method = None;
    // The name, and in MySQL the method, stand before `ON`; a name may be `on` only in quotes.
    while !cursor.eat(&["ON"]) {
        if cursor.eat(&["USING"]) {
            method = cursor.peek().map(|t| t.text.to_lowercase());
            cursor.skip();
        } else {
            name = name.or(cursor.name());
            if cursor.done() {
                return None;
            }
            if !cursor.is_any(&["ON", "USING"]) {
                cursor.skip();
            }
        }
    }
    cursor.skip_noise();
    let table = cursor.name()?;
    if cursor.eat(&["USING"]) {
        method = cursor.peek().map(|t| t.text.to_lowercase());
        cursor.skip();
    }
    let columns = index_columns(&mut cursor);
    let condition = statement.find("WHERE", cursor.at).map(|i| statement.slice(i + 1, statement.tokens.len()));
    let unique = statement.part(0, at).tokens().iter().any(|t| t.is("UNIQUE"));
    let place = place(fragment, statement);
    Some(Change::index(table, Index { name, columns, unique, method, condition, place }))
}

/// `CREATE POLICY name ON table FOR SELECT TO role USING (…) WITH CHECK (…)`.
pub(super) fn policy(fragment: Fragment<'_>, statement: &Statement<'_>, at: usize) -> Option<Change> {
    let mut cursor = statement.cursor(at + 1);
    cursor.skip_noise();
    let name = cursor.peek().and_then(|t| name(t).or_else(|| value(t)));
    cursor.at = statement.find("ON", at + 1)? + 1;
    let table = cursor.name()?;
    let next = cursor.at;
    let command = statement.find("FOR", next).map(|from| {
        let words = statement.tokens.get(from + 1..).unwrap_or_default().iter();
        let commands =
            words.take_while(|t| t.kind == Kind::Comma || t.is_any(&["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]));
        let words: Vec<String> =
            commands.filter(|t| t.kind == Kind::Word).map(|t| t.text.to_ascii_uppercase()).collect();
        words.join(", ")
    });
    let using = statement.find("USING", next);
    let check = statement.find("CHECK", next).filter(|i| *i > 0);
    let from = using.into_iter().chain(check.map(|i| i - 1)).min();
    let rule = from.map(|i| statement.slice(i, statement.tokens.len())).unwrap_or_default();
    let command = command.filter(|c| !c.is_empty());
    let policy = Policy { name, command, rule, place: place(fragment, statement) };
    Some(Change::AddPolicy { table, policy })
}

/// `CREATE TRIGGER name … ON table …`, `CREATE FUNCTION name(…)`; `at` is the index of that word.
pub(super) fn routine(fragment: Fragment<'_>, statement: &Statement<'_>, at: usize) -> Option<Change> {
    let mut cursor = statement.cursor(at + 1);
    cursor.skip_noise();
    let name = cursor.name()?;
    let trigger = statement.tokens.get(at).is_some_and(|t| t.is("TRIGGER"));
    let on = statement.find("ON", cursor.at).filter(|_| trigger);
    let table = on.and_then(|on| statement.cursor(on + 1).name());
    let description = statement.comments.first().map(|c| comment_text(c.text)).filter(|t| !t.is_empty());
    Some(Change::AddRoutine(Routine { name, table, description, place: place(fragment, statement) }))
}

/// A comment without the marks and frames around it.
fn comment_text(text: &str) -> String {
    text.trim_start_matches("/*").trim_end_matches("*/").trim().to_owned()
}

/// `COMMENT ON COLUMN table.column IS '…'`.
pub(super) fn comment(statement: &Statement<'_>) -> Option<Change> {
    let object = statement.tokens.get(2)?;
    let mut cursor = statement.cursor(3);
    let name = cursor.name()?;
    cursor.eat(&["IS"]);
    let text = cursor.peek().and_then(value).filter(|t| !t.is_empty())?;
    if object.is("TABLE") {
        return Some(Change::Comment { table: name, column: None, text });
    }
    let (table, column) = name.rsplit_once('.').filter(|_| object.is("COLUMN"))?;
    Some(Change::Comment { table: table.to_owned(), column: Some(column.to_owned()), text })
}

/// `DROP TABLE IF EXISTS a, b CASCADE` and its like; `at` is the index of the kind.
pub(super) fn drop(statement: &Statement<'_>, at: usize, changes: &mut Vec<Change>) {
    let Some(kind) = statement.tokens.get(at) else { return };
    let mut cursor = statement.cursor(at + 1);
    cursor.skip_noise();
    let cascade = statement.tokens.iter().any(|t| t.is_any(&["CASCADE", "PURGE"]));
    while let Some(name) = cursor.name() {
        let mut on = statement.cursor(cursor.at);
        let table = if on.eat(&["ON"]) { on.name() } else { None };
        changes.push(match kind.text.to_ascii_uppercase().as_str() {
            "TABLE" | "VIEW" => Change::DropTable { name, cascade },
            "TYPE" | "DOMAIN" => Change::DropType { name },
            // SQL Server once wrote `DROP INDEX table.name`.
            "INDEX" => Change::DropIndex { name },
            "POLICY" => match table {
                Some(table) => Change::DropPolicy { table, name },
                None => return,
            },
            "TRIGGER" | "FUNCTION" | "PROCEDURE" => Change::DropRoutine { name, table },
            _ => return,
        });
        if cursor.is_kind(Kind::Open) {
            cursor.group();
        }
        if !cursor.is_kind(Kind::Comma) {
            return;
        }
        cursor.at += 1;
    }
}

/// `ALTER INDEX a RENAME TO b`, `ALTER POLICY a ON t RENAME TO b`, `ALTER VIEW a RENAME TO b`.
pub(super) fn alter(statement: &Statement<'_>, at: usize) -> Option<Change> {
    let kind = statement.tokens.get(at)?;
    let mut cursor = statement.cursor(at + 1);
    cursor.skip_noise();
    let from = cursor.name()?;
    let to = statement.find("RENAME", cursor.at).filter(|i| statement.tokens.get(i + 1).is_some_and(|t| t.is("TO")))?;
    let to = statement.cursor(to + 2).name()?;
    if kind.is("INDEX") {
        return Some(Change::RenameIndex { from, to });
    }
    kind.is("VIEW").then_some(Change::Rename { from, to })
}

/// `RENAME TABLE a TO b, c TO d` of MySQL.
pub(super) fn rename(statement: &Statement<'_>, changes: &mut Vec<Change>) {
    for mut cursor in statement.cursor(1).elements() {
        cursor.eat_any(&["TABLE", "TABLES"]);
        let from = cursor.name();
        cursor.eat(&["TO"]);
        if let (Some(from), Some(to)) = (from, cursor.name()) {
            changes.push(Change::Rename { from, to });
        }
    }
}

/// `EXEC sp_rename 'table.old', 'new', 'COLUMN'` of SQL Server.
pub(super) fn procedure_call(statement: &Statement<'_>) -> Option<Change> {
    let mut cursor = statement.cursor(1);
    let called = cursor.name()?;
    let bare = called.rsplit('.').next().unwrap_or_default();
    if !bare.eq_ignore_ascii_case("sp_rename") {
        return None;
    }
    let values: Vec<String> = statement.tokens.iter().filter(|t| t.kind == Kind::Text).filter_map(value).collect();
    let mut values = values.iter().map(|v| v.replace(['[', ']'], ""));
    let (from, to, kind) = (values.next()?, values.next()?, values.next().unwrap_or_default());
    if kind.eq_ignore_ascii_case("COLUMN") {
        let (table, from) = from.rsplit_once('.')?;
        return Some(Change::RenameColumn { table: table.to_owned(), from: from.to_owned(), to });
    }
    if kind.eq_ignore_ascii_case("INDEX") {
        let from = from.rsplit('.').next().unwrap_or_default().to_owned();
        return Some(Change::RenameIndex { from, to });
    }
    Some(Change::Rename { from, to })
}

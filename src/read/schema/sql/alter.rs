//! `ALTER TABLE` in every dialect: a table, and what is done to it, action by action.

use super::Fragment;
use super::change::Change;
use super::column::{self, Definition};
use super::constraint;
use super::lex::Kind;
use super::statement::{Cursor, Statement, name};
use crate::diagnostic::{Diagnostic, codes};

/// Actions that change nothing that we keep.
const WITHOUT_EFFECT: &[&str] = &[
    "OWNER",
    "ENABLE",
    "DISABLE",
    "FORCE",
    "REPLICA",
    "SET",
    "RESET",
    "CLUSTER",
    "VALIDATE",
    "CHECK",
    "NOCHECK",
    "ENGINE",
    "AUTO_INCREMENT",
    "CHARSET",
    "COLLATE",
    "CONVERT",
    "ORDER",
    "COMMENT",
    "ROW_FORMAT",
    "REBUILD",
    "SWITCH",
    "NOT",
    "OF",
    "TABLESPACE",
    "LOCK",
    "ALGORITHM",
    "DISCARD",
    "IMPORT",
    "TRUNCATE",
    "OPTIMIZE",
    "ANALYZE",
    "REMOVE",
    "REORGANIZE",
    "EXCHANGE",
    "COALESCE",
    "PARTITION",
    "LOGGING",
    "NOLOGGING",
    "PARALLEL",
    "CACHE",
    "NOCACHE",
    "MOVE",
    "SHRINK",
    "WITHOUT",
    "EXPERIMENTAL",
    "INITIALLY",
    "DEFERRABLE",
    "DEPENDS",
    "STATS_PERSISTENT",
    "KEY_BLOCK_SIZE",
    "CHARACTER",
    "NO",
];

/// Whether a word begins an action and so is hardly the name of a column.
fn is_verb(word: &str) -> bool {
    ["ADD", "DROP", "ALTER", "COLUMN", "TABLE", "RENAME", "MODIFY"].iter().any(|verb| verb.eq_ignore_ascii_case(word))
}

/// What an action is that names no verb of its own: `ADD a int, b int`, `DROP COLUMN a, b`.
#[derive(Clone, Copy, PartialEq)]
enum Verb {
    Add,
    Drop,
    Other,
}

/// One table under change.
struct Altered<'f, 'c> {
    fragment: Fragment<'f>,
    table: String,
    changes: &'c mut Vec<Change>,
}

/// Reads an `ALTER TABLE`, `at` being the index of the word `TABLE`. Gives the actions that are not
/// understood, or `None` where not even the table is.
pub(super) fn table(
    fragment: Fragment<'_>,
    statement: &Statement<'_>,
    at: usize,
    changes: &mut Vec<Change>,
) -> Option<Vec<String>> {
    let mut cursor = statement.cursor(at + 1);
    cursor.skip_noise();
    let table = cursor.name()?;
    if cursor.peek().is_some_and(|t| t.text == "*") {
        cursor.at += 1;
    }
    let mut altered = Altered { fragment, table, changes };
    let before = altered.changes.len();
    let mut unread = Vec::new();
    let mut verb = Verb::Other;
    for action in cursor.elements() {
        match altered.action(action, verb) {
            Some(next) => verb = next,
            None => unread.push(action.text()),
        }
    }
    let tells = |c: &Change| !matches!(c, Change::Rename { .. } | Change::Attach { .. } | Change::More { .. });
    if altered.changes.get(before..).unwrap_or_default().iter().any(tells) {
        let (start, end) = statement.span();
        let more = Change::More { table: altered.table.clone(), place: fragment.place(start, end) };
        altered.changes.push(more);
    }
    Some(unread)
}

impl Altered<'_, '_> {
    fn place(&self, part: &Cursor<'_, '_>) -> crate::text::Place {
        let (start, end) = part.statement.span_of(part.at, part.end);
        self.fragment.place(start, end)
    }

    fn push(&mut self, change: impl FnOnce(String) -> Change) {
        let table = self.table.clone();
        self.changes.push(change(table));
    }

    /// Reads one action and gives its verb for the next; `None` where it is not understood.
    fn action(&mut self, mut cursor: Cursor<'_, '_>, before: Verb) -> Option<Verb> {
        // `WITH CHECK ADD CONSTRAINT` of SQL Server.
        let _ = cursor.eat(&["WITH", "CHECK"]) || cursor.eat(&["WITH", "NOCHECK"]);
        if cursor.eat(&["ADD"]) {
            self.add(cursor)?;
            return Some(Verb::Add);
        }
        if cursor.eat(&["DROP"]) {
            self.drop(cursor)?;
            return Some(Verb::Drop);
        }
        if cursor.eat(&["ALTER"]) {
            self.alter(cursor)?;
        } else if cursor.eat(&["RENAME"]) {
            self.rename(cursor)?;
        } else if cursor.eat_any(&["MODIFY", "CHANGE"]) {
            let changes = cursor.statement.tokens.get(cursor.at - 1).is_some_and(|t| t.is("CHANGE"));
            cursor.eat(&["COLUMN"]);
            cursor.skip_noise();
            let parts = if cursor.is_kind(Kind::Open) { cursor.group()?.elements() } else { vec![cursor] };
            for mut part in parts {
                self.redefine(&mut part, changes)?;
            }
        } else if cursor.eat(&["ATTACH", "PARTITION"]) {
            let partition = cursor.name()?;
            self.changes.push(Change::Attach { partition, attached: true });
        } else if cursor.eat(&["DETACH", "PARTITION"]) {
            let partition = cursor.name()?;
            self.changes.push(Change::Attach { partition, attached: false });
        } else if cursor.eat(&["INHERIT"]) {
            let parent = cursor.name()?;
            self.push(|table| Change::Inherit { table, parent });
        } else if cursor.eat(&["SET", "SCHEMA"]) {
            let bare = self.table.rsplit('.').next().unwrap_or_default().to_owned();
            let to = format!("{}.{bare}", cursor.word()?);
            self.push(|from| Change::Rename { from, to });
        } else if cursor.is_any(WITHOUT_EFFECT) || cursor.peek().is_none_or(|t| t.kind == Kind::Period) {
            return Some(Verb::Other);
        } else {
            match before {
                Verb::Add => self.add(cursor)?,
                Verb::Drop => self.drop_column(cursor)?,
                Verb::Other => return None,
            }
            return Some(before);
        }
        Some(Verb::Other)
    }

    fn add(&mut self, mut cursor: Cursor<'_, '_>) -> Option<()> {
        let place = self.place(&cursor);
        if cursor.is_any(&["PARTITION", "VALUE"]) {
            return Some(());
        }
        let columns = cursor.eat(&["COLUMN"]);
        let if_missing = cursor.skip_noise();
        if cursor.is_kind(Kind::Open) {
            for part in cursor.group()?.elements() {
                self.add(part)?;
            }
            return Some(());
        }
        if !columns {
            let mut ahead = cursor;
            if let Some(held) = constraint::held(&mut ahead, place) {
                for held in held {
                    self.push(|table| Change::Add { table, held, place });
                }
                return Some(());
            }
        }
        let first = cursor;
        let mut definition = column::definition(&mut cursor)?;
        if !definition.clean {
            if is_verb(&definition.column.name) {
                return None;
            }
            let odd = first.text().chars().take(60).collect::<String>();
            let name = &definition.column.name;
            let message = format!("`{odd}` is not valid SQL; it was read as the column `{name}`, as far as it goes");
            let diagnostic = Diagnostic::warning(codes::SQL_UNREAD, place, message)
                .with_help("write a column as its name, its type and its constraints");
            self.changes.push(Change::Remark(diagnostic));
        }
        definition.column.place = place;
        self.push(|table| Change::AddColumn { table, definition: Box::new(definition), if_missing });
        Some(())
    }

    fn drop(&mut self, mut cursor: Cursor<'_, '_>) -> Option<()> {
        if cursor.eat(&["PRIMARY", "KEY"]) {
            self.push(|table| Change::DropPrimaryKey { table });
        } else if cursor.eat(&["CONSTRAINT"]) || cursor.eat(&["FOREIGN", "KEY"]) || cursor.eat(&["CHECK"]) {
            cursor.skip_noise();
            let name = cursor.name()?;
            self.push(|table| Change::DropConstraint { table, name });
        } else if cursor.is_any(&["INDEX", "KEY"]) && cursor.ahead(1).is_some_and(|t| name(t).is_some()) {
            cursor.at += 1;
            cursor.skip_noise();
            let name = cursor.name()?;
            // In MySQL a unique key is an index too.
            let constraint = name.clone();
            self.push(|table| Change::DropConstraint { table, name: constraint });
            self.changes.push(Change::DropIndex { name });
        } else if !cursor.is_any(&["PARTITION", "PERIOD"]) {
            self.drop_column(cursor)?;
        }
        Some(())
    }

    fn drop_column(&mut self, mut cursor: Cursor<'_, '_>) -> Option<()> {
        if !cursor.are(&["COLUMN"]) || cursor.ahead(1).is_some() {
            cursor.eat(&["COLUMN"]);
        }
        cursor.skip_noise();
        if let Some(group) = cursor.group() {
            for mut part in group.elements() {
                let column = part.word()?;
                self.push(|table| Change::DropColumn { table, column });
            }
            return Some(());
        }
        let column = cursor.word()?;
        self.push(|table| Change::DropColumn { table, column });
        Some(())
    }

    /// `ALTER [COLUMN] name …`.
    fn alter(&mut self, mut cursor: Cursor<'_, '_>) -> Option<()> {
        if cursor.eat_any(&["CONSTRAINT", "INDEX", "CHECK"]) {
            return Some(());
        }
        cursor.eat(&["COLUMN"]);
        cursor.skip_noise();
        let column = cursor.word()?;
        if cursor.eat(&["SET", "DATA", "TYPE"]) || cursor.eat(&["TYPE"]) {
            let (ty, _) = column::data_type(&mut cursor)?;
            self.push(|table| Change::SetType { table, column, ty });
        } else if cursor.eat(&["SET", "NOT", "NULL"]) || cursor.eat(&["DROP", "NOT", "NULL"]) {
            let nullable = cursor.statement.tokens.get(cursor.at - 3).is_some_and(|t| t.is("DROP"));
            self.push(|table| Change::SetNullable { table, column, nullable });
        } else if cursor.eat(&["SET", "DEFAULT"]) {
            let default = Some(cursor.text());
            self.push(|table| Change::SetDefault { table, column, default });
        } else if cursor.eat(&["DROP", "DEFAULT"]) || cursor.eat_any(&["DROP"]) {
            self.push(|table| Change::SetDefault { table, column, default: None });
        } else if cursor.eat(&["ADD", "GENERATED"]) {
            let group = cursor.statement.tokens.get(cursor.at..).unwrap_or_default();
            let end = group.iter().position(|t| t.kind == Kind::Open).map_or(cursor.end, |i| cursor.at + i);
            let default = Some(cursor.statement.slice(cursor.at - 1, end.min(cursor.end)));
            self.push(|table| Change::SetDefault { table, column, default });
        } else if cursor.is_any(&["SET", "RESET", "ADD", "RESTART"]) {
            // Statistics, storage, options of the planner.
        } else {
            // `ALTER COLUMN name type NOT NULL` of SQL Server.
            let mut definition = Definition { clean: true, ..Definition::default() };
            definition.column.name.clone_from(&column);
            column::read_after_name(&mut cursor, &mut definition);
            definition.column.ty.as_ref()?;
            let definition = Box::new(definition);
            self.push(|table| Change::Redefine { table, column, definition, keeps_default: true });
        }
        Some(())
    }

    fn redefine(&mut self, cursor: &mut Cursor<'_, '_>, changes: bool) -> Option<()> {
        let place = self.place(cursor);
        if cursor.is("CONSTRAINT") {
            return Some(());
        }
        let mut column = None;
        if changes {
            column = Some(cursor.word()?);
        }
        let mut definition = column::definition(cursor)?;
        definition.column.place = place;
        let column = column.unwrap_or_else(|| definition.column.name.clone());
        // Oracle's MODIFY says only what changes.
        let keeps_default = definition.column.ty.is_none();
        let definition = Box::new(definition);
        self.push(|table| Change::Redefine { table, column, definition, keeps_default });
        Some(())
    }

    fn rename(&mut self, mut cursor: Cursor<'_, '_>) -> Option<()> {
        if cursor.eat(&["CONSTRAINT"]) {
            let from = cursor.word()?;
            cursor.eat(&["TO"]);
            let to = cursor.word()?;
            self.push(|table| Change::RenameConstraint { table, from, to });
        } else if cursor.is_any(&["INDEX", "KEY"]) && cursor.ahead(2).is_some_and(|t| t.is("TO")) {
            cursor.at += 1;
            let from = cursor.word()?;
            cursor.at += 1;
            let to = cursor.word()?;
            self.push(|table| Change::RenameConstraint { table, from: from.clone(), to: to.clone() });
            self.changes.push(Change::RenameIndex { from, to });
        } else if cursor.is_any(&["TO", "AS"]) && cursor.ahead(1).is_some_and(|t| !t.is("TO")) {
            cursor.at += 1;
            let to = cursor.name()?;
            self.push(|from| Change::Rename { from, to });
        } else {
            cursor.eat(&["COLUMN"]);
            cursor.skip_noise();
            let from = cursor.word()?;
            if !cursor.eat_any(&["TO", "AS"]) {
                // MySQL lets `TO` out before the new name of the table.
                if cursor.done() {
                    self.push(|table| Change::Rename { from: table, to: from });
                    return Some(());
                }
                return None;
            }
            let to = cursor.word()?;
            self.push(|table| Change::RenameColumn { table, from, to });
        }
        Some(())
    }
}

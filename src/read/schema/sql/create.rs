//! `CREATE TABLE`, element by element; what is no SQL is read as a plan would be.

use super::Fragment;
use super::change::{Change, Keeping, NewTable, Parent, ViewColumn};
use super::column::{self, Definition};
use super::constraint::{self, Held};
use super::lex::Kind;
use super::statement::{Cursor, Statement, value};
use super::view;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Column;
use crate::read::schema::phrase;

/// Reads a table; `false` where not even its name was found. `at` is the index of the word `TABLE`.
pub(super) fn table(fragment: Fragment<'_>, statement: &Statement<'_>, at: usize, changes: &mut Vec<Change>) -> bool {
    let mut cursor = statement.cursor(at + 1);
    let if_missing = cursor.skip_noise();
    let Some(name) = cursor.name() else { return false };
    let (start, end) = statement.span();
    let mut table = NewTable { name, place: fragment.place(start, end), if_missing, ..NewTable::default() };
    let temporary = statement.part(0, at).tokens().iter().any(|t| t.is_any(&["TEMP", "TEMPORARY"]));
    if temporary || table.name.starts_with('#') {
        table.kind = Keeping::Temporary;
    }
    if cursor.eat(&["PARTITION", "OF"]) {
        table.kind = Keeping::Partition;
        changes.push(Change::CreateTable(table));
        return true;
    }
    if cursor.eat(&["LIKE"]) {
        table.parents.extend(cursor.name().map(|name| Parent { name, at: 0, whole: true }));
    }
    // `USING fts5(a, b)` of SQLite's virtual tables.
    if cursor.eat(&["USING"]) {
        cursor.word();
    }
    let mut remark = None;
    let query_follows = cursor.ahead(1).is_some_and(|t| t.is_any(&["SELECT", "WITH"]));
    if cursor.is_kind(Kind::Open) && !query_follows {
        let group = cursor.group();
        remark = group.and_then(|group| elements(fragment, statement, group, &mut table));
    }
    rest(fragment, cursor, &mut table);
    changes.push(Change::CreateTable(table));
    changes.extend(remark.map(Change::Remark));
    true
}

/// Reads what stands in the brackets, and says what of it is no SQL.
fn elements(
    fragment: Fragment<'_>,
    statement: &Statement<'_>,
    group: Cursor<'_, '_>,
    table: &mut NewTable,
) -> Option<Diagnostic> {
    let mut unread = None;
    let mut named = false;
    for element in group.elements() {
        let mut cursor = element;
        let (start, end) = statement.span_of(element.at, element.end);
        let place = fragment.place(start, end);
        named |= element.tokens().iter().any(|t| matches!(t.kind, Kind::Word | Kind::Quoted));
        if cursor.is("LIKE") && cursor.ahead(1).is_some_and(|t| !phrase::is_type(t.text)) {
            cursor.at += 1;
            let whole = element.tokens().iter().any(|t| t.is("INCLUDING"));
            let at = table.columns.len();
            table.parents.extend(cursor.name().map(|name| Parent { name, at, whole }));
            continue;
        }
        if let Some(held) = constraint::held(&mut cursor, place) {
            table.held.extend(held.into_iter().map(|h| (h, place)));
            continue;
        }
        cursor = element;
        let read = column::definition(&mut cursor).filter(|d| d.clean);
        let clean = read.is_some();
        let Some(mut definition) = read.or_else(|| tolerant(element, place, table)) else {
            unread = unread.or(Some(element));
            continue;
        };
        if !clean {
            unread = unread.or(Some(element));
        }
        definition.column.place = place;
        describe(fragment, statement, end, &mut definition.column);
        table.columns.push(definition);
    }
    // `CREATE TABLE orders ( … )` stands for a definition that is given elsewhere.
    let element = unread.filter(|_| named)?;
    let (start, end) = statement.span_of(element.at, element.end);
    let odd = element.text().chars().take(60).collect::<String>();
    let message = format!("`{odd}` in the table `{}` is not valid SQL; it was read as far as it goes", table.name);
    let diagnostic = Diagnostic::warning(codes::SQL_UNREAD, fragment.place(start, end), message);
    Some(diagnostic.with_help("write each column as its name, its type and its constraints, with a comma between two"))
}

/// Reads an element that is no SQL as one of a plan.
fn tolerant(element: Cursor<'_, '_>, place: crate::text::Place, table: &mut NewTable) -> Option<Definition> {
    let skipped = element.tokens().iter().take_while(|t| !matches!(t.kind, Kind::Word | Kind::Quoted | Kind::Open));
    let text = element.statement.slice(element.at + skipped.count(), element.end);
    match phrase::column(&text) {
        Some(read) if !read.bare => {
            let column = Column { place, ..read.column };
            Some(Definition { column, facts: read.facts, ..Definition::default() })
        }
        _ => {
            let constraints = phrase::table_constraints(&text);
            table.held.extend(constraints.into_iter().map(|c| (Held::Constraint(None, c), place)));
            None
        }
    }
}

/// Takes the comment behind a column on its line as its description.
fn describe(fragment: Fragment<'_>, statement: &Statement<'_>, end: usize, column: &mut Column) {
    if column.description.is_some() {
        return;
    }
    let next = statement.comments.partition_point(|c| c.start < end);
    if let Some(comment) = statement.comments.get(next)
        && comment.start - end < 200
        && fragment.text.get(end..comment.start).is_some_and(|between| !between.contains('\n'))
    {
        column.description = Some(comment.text.trim_matches(['*', '/', ' ', '\t', '!']).to_owned());
    }
}

/// Reads what follows the brackets: `INHERITS (parent)`, `AS SELECT …`, `COMMENT = 'text'`.
fn rest(fragment: Fragment<'_>, mut cursor: Cursor<'_, '_>, table: &mut NewTable) {
    while !cursor.done() {
        if cursor.eat(&["INHERITS"]) {
            let parents = cursor.group().map(Cursor::elements).unwrap_or_default();
            let names = parents.into_iter().filter_map(|mut parent| parent.name());
            table.parents.extend(names.map(|name| Parent { name, at: 0, whole: false }));
        } else if cursor.eat(&["COMMENT"]) {
            cursor.at += usize::from(cursor.peek().is_some_and(|t| t.text == "="));
            table.description = cursor.peek().and_then(value).filter(|text| !text.is_empty());
        } else if table.columns.is_empty() && cursor.is_any(&["SELECT"]) {
            let (columns, _) = view::query(cursor);
            let named = columns.into_iter().filter_map(|c| match c {
                ViewColumn::Named(name) => Some(name),
                ViewColumn::All(_) => None,
            });
            let (start, end) = cursor.statement.span();
            let place = fragment.place(start, end);
            let column =
                |name| Definition { column: Column { name, place, ..Column::default() }, ..Definition::default() };
            table.columns = named.map(column).collect();
            return;
        } else if cursor.is_kind(Kind::Open) && cursor.ahead(1).is_some_and(|t| t.is_any(&["SELECT", "WITH"])) {
            cursor.at += 1;
        } else {
            cursor.skip();
        }
    }
}

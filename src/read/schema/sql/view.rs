//! Views: the columns that a query gives, and the tables that it reads.

use super::Fragment;
use super::change::{NewView, ViewColumn};
use super::lex::Kind;
use super::statement::{Cursor, Statement, name};

/// Words that may stand behind a table in `FROM` and are not its name in the query.
const NO_ALIAS: &[&str] = &[
    "JOIN",
    "LEFT",
    "RIGHT",
    "INNER",
    "OUTER",
    "FULL",
    "CROSS",
    "NATURAL",
    "ON",
    "USING",
    "WHERE",
    "GROUP",
    "ORDER",
    "HAVING",
    "LIMIT",
    "UNION",
    "EXCEPT",
    "INTERSECT",
    "WINDOW",
    "FETCH",
    "OFFSET",
    "WITH",
    "FOR",
    "TABLESAMPLE",
];

/// Reads a view; `at` is the index of the word `VIEW`.
pub(super) fn view(fragment: Fragment<'_>, statement: &Statement<'_>, at: usize) -> Option<NewView> {
    let mut cursor = statement.cursor(at + 1);
    cursor.skip_noise();
    let name = cursor.name()?;
    let (start, end) = statement.span();
    let mut view = NewView { name, place: fragment.place(start, end), ..NewView::default() };
    let named = if cursor.is_kind(Kind::Open) { cursor.names() } else { Vec::new() };
    // `WITH x AS (SELECT …) SELECT …`: the query is the first `SELECT` outside of brackets, or inside of
    // those that hold it whole.
    while !cursor.done() && !cursor.is("SELECT") {
        let holds_query = cursor.is_kind(Kind::Open)
            && cursor.ahead(1).is_some_and(|t| t.is_any(&["SELECT", "WITH"]))
            && cursor.statement.find("SELECT", cursor.at).is_none();
        if holds_query {
            cursor.at += 1;
        } else {
            cursor.skip();
        }
    }
    let (columns, sources) = query(cursor);
    view.sources = sources;
    view.columns = if named.is_empty() { columns } else { named.into_iter().map(ViewColumn::Named).collect() };
    Some(view)
}

/// Reads a query from its `SELECT` on: what it gives, and what it reads with the names it uses.
pub(super) fn query(mut cursor: Cursor<'_, '_>) -> (Vec<ViewColumn>, Vec<(String, String)>) {
    let statement = cursor.statement;
    if !cursor.eat(&["SELECT"]) {
        return (Vec::new(), Vec::new());
    }
    cursor.eat(&["ALL"]);
    if cursor.eat(&["DISTINCT"]) && cursor.eat(&["ON"]) {
        cursor.group();
    }
    if cursor.eat(&["TOP"]) {
        cursor.skip();
    }
    let ends = ["FROM", "UNION", "WHERE", "ORDER", "LIMIT", "EXCEPT", "INTERSECT"];
    let mut from = cursor;
    // `EXTRACT(year FROM x)` stands in brackets, and `IS DISTINCT FROM` compares.
    while !from.done() && (!from.is_any(&ends) || is_distinct_from(&from)) {
        from.skip();
    }
    let list = Cursor { end: from.at.min(cursor.end), ..cursor };
    let columns = list.elements().into_iter().filter_map(item).collect();
    let sources = if from.eat(&["FROM"]) { sources(Cursor { statement, ..from }) } else { Vec::new() };
    (columns, sources)
}

fn is_distinct_from(cursor: &Cursor<'_, '_>) -> bool {
    let before = cursor.at.checked_sub(1).and_then(|i| cursor.statement.tokens.get(i));
    cursor.is("FROM") && before.is_some_and(|t| t.is("DISTINCT"))
}

/// The name of one item of the list.
fn item(element: Cursor<'_, '_>) -> Option<ViewColumn> {
    let tokens = element.tokens();
    let last = tokens.last()?;
    if last.text == "*" && tokens.len() <= 3 {
        return Some(ViewColumn::All(if tokens.len() == 3 { tokens.first().and_then(name) } else { None }));
    }
    let before = tokens.len().checked_sub(2).and_then(|i| tokens.get(i));
    let alias = before.is_none_or(|t| t.is("AS") || matches!(t.kind, Kind::Period | Kind::Close))
        || before.is_some_and(|t| matches!(t.kind, Kind::Word | Kind::Quoted | Kind::Text | Kind::Number));
    let cast = tokens.len().checked_sub(3).and_then(|i| tokens.get(i)).is_some_and(|t| t.text == ":");
    if alias
        && !cast
        && !last.is("END")
        && let Some(name) = name(last)
    {
        return Some(ViewColumn::Named(name));
    }
    // Without a name of its own: `a.b::text` is `b`, `max(x)` is `max`.
    let colon = tokens.windows(2).position(|w| w.iter().all(|t| t.text == ":"));
    let front = tokens.get(..colon.unwrap_or(tokens.len()))?;
    if tokens.first()?.is("CASE") {
        return Some(ViewColumn::Named("case".to_owned()));
    }
    let call = front.iter().position(|t| t.kind == Kind::Open).unwrap_or(front.len());
    front.get(..call)?.iter().rev().find_map(name).map(ViewColumn::Named)
}

/// The tables behind `FROM` and `JOIN`.
fn sources(mut cursor: Cursor<'_, '_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut expected = true;
    while !cursor.done() {
        if cursor.is_any(&["WHERE", "GROUP", "ORDER", "UNION", "LIMIT", "HAVING", "EXCEPT", "INTERSECT"]) {
            break;
        }
        // Joins may stand in brackets.
        if expected && cursor.is_kind(Kind::Open) && !cursor.ahead(1).is_some_and(|t| t.is_any(&["SELECT", "WITH"])) {
            cursor.at += 1;
            continue;
        }
        if expected && !cursor.is_any(NO_ALIAS) && !cursor.is_any(&["LATERAL", "ONLY"]) {
            expected = false;
            if let Some(table) = cursor.name() {
                cursor.eat(&["AS"]);
                let alias = if cursor.is_any(NO_ALIAS) { None } else { cursor.word() };
                let bare = table.rsplit('.').next().unwrap_or(&table).to_owned();
                found.push((table, alias.unwrap_or(bare)));
                continue;
            }
        }
        expected |= cursor.is_kind(Kind::Comma) || cursor.is("JOIN");
        cursor.skip();
    }
    found
}

//! What holds for a table: keys, references, conditions, and indexes among its columns.

use super::lex::{Kind, Token};
use super::statement::{Cursor, name, value};
use crate::model::Index;
use crate::read::schema::fact::{Constraint, Reference};
use crate::text::Place;

/// A constraint or an index of a table, with its name if it has one.
#[derive(Debug, Clone)]
pub(super) enum Held {
    Constraint(Option<String>, Constraint),
    Index(Index),
    /// `DEFAULT (x) FOR column` of SQL Server.
    Default(Option<String>, String, String),
    /// Something that we keep nothing of.
    Nothing,
}

/// Reads an element of a table that is no column. `None` where it may be one.
pub(super) fn held(cursor: &mut Cursor<'_, '_>, place: Place) -> Option<Vec<Held>> {
    let mut named = None;
    if cursor.is("CONSTRAINT") {
        cursor.at += 1;
        // MySQL lets the name out.
        if !cursor.is_any(&["PRIMARY", "UNIQUE", "FOREIGN", "CHECK"]) || cursor.ahead(1).is_some_and(is_key_word) {
            cursor.skip_noise();
            named = cursor.word();
        }
    }
    let first = cursor.peek().filter(|t| t.kind == Kind::Word)?;
    let key = |cursor: &mut Cursor<'_, '_>| {
        let _ = cursor.eat(&["NULLS", "NOT", "DISTINCT"]) || cursor.eat(&["NULLS", "DISTINCT"]);
        cursor.eat_any(&["KEY", "INDEX"]);
        cursor.eat(&["IF", "NOT", "EXISTS"]);
        let mut own_name = None;
        while let Some(token) = cursor.peek().filter(|t| t.kind != Kind::Open) {
            if token.is("USING") {
                cursor.at += 1;
            } else if !token.is_any(&["CLUSTERED", "NONCLUSTERED", "HASH", "BTREE"]) && own_name.is_none() {
                own_name = name(token);
            }
            cursor.at += 1;
        }
        (own_name, index_columns(cursor))
    };
    if cursor.are(&["PRIMARY", "KEY"]) {
        cursor.at += 2;
        if cursor.eat(&["USING", "INDEX"]) {
            let index = cursor.word()?;
            return Some(vec![Held::Constraint(named, Constraint::PrimaryKey(vec![using_index(&index)]))]);
        }
        let (own_name, columns) = key(cursor);
        return Some(vec![Held::Constraint(named.or(own_name), Constraint::PrimaryKey(columns))]);
    }
    if first.is("UNIQUE") {
        cursor.at += 1;
        if cursor.eat(&["USING", "INDEX"]) {
            return Some(vec![Held::Nothing]);
        }
        let (own_name, columns) = key(cursor);
        if columns.is_empty() {
            return None;
        }
        return Some(vec![Held::Constraint(named.or(own_name), Constraint::Unique(columns))]);
    }
    if cursor.are(&["FOREIGN", "KEY"]) {
        cursor.at += 2;
        cursor.eat(&["IF", "NOT", "EXISTS"]);
        if !cursor.is_kind(Kind::Open) {
            let own_name = cursor.word();
            named = named.or(own_name);
        }
        let columns = cursor.names();
        let reference = reference(cursor)?;
        return Some(vec![Held::Constraint(named, Constraint::ForeignKey { columns, reference })]);
    }
    if first.is("CHECK") && cursor.ahead(1).is_some_and(|t| t.kind == Kind::Open) {
        cursor.at += 1;
        let condition = cursor.group()?;
        let values = allowed(condition).map(|fact| Held::Constraint(named.clone(), fact));
        let check = Held::Constraint(named, Constraint::Check(condition.text()));
        return Some(values.into_iter().chain([check]).collect());
    }
    if first.is("DEFAULT") && named.is_some()
        || first.is("DEFAULT") && cursor.statement.find("FOR", cursor.at).is_some()
    {
        let to = cursor.statement.find("FOR", cursor.at)?;
        let text = cursor.statement.slice(cursor.at + 1, to);
        cursor.at = to + 1;
        return Some(vec![Held::Default(named, cursor.word()?, text)]);
    }
    if let Some(index) = index(cursor, place) {
        return Some(vec![Held::Index(index)]);
    }
    let nothing = named.is_some()
        || cursor.are(&["PERIOD", "FOR"])
        || first.is("EXCLUDE") && cursor.ahead(1).is_some_and(|t| t.is("USING") || t.kind == Kind::Open)
        || cursor.are(&["SUPPLEMENTAL", "LOG"]);
    nothing.then(|| vec![Held::Nothing])
}

fn is_key_word(token: &Token<'_>) -> bool {
    token.is_any(&["PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "DEFAULT", "EXCLUDE", "NOT"])
}

/// The mark of a key that an index gives, whose columns are known once the index is.
pub(super) fn using_index(name: &str) -> String {
    format!("index:{name}")
}

/// `INDEX name (a, b)`, `KEY (a)`, `FULLTEXT KEY name (a)` among the columns of a table.
fn index(cursor: &mut Cursor<'_, '_>, place: Place) -> Option<Index> {
    let mut ahead = *cursor;
    let special = ahead.is_any(&["FULLTEXT", "SPATIAL", "VECTOR"]);
    let method = special.then(|| ahead.peek().map(|t| t.text.to_lowercase())).flatten();
    ahead.at += usize::from(special);
    if !ahead.eat_any(&["INDEX", "KEY"]) && !special {
        return None;
    }
    ahead.skip_noise();
    let mut name = if ahead.is_kind(Kind::Open) { None } else { ahead.word() };
    let mut unique = false;
    while !ahead.is_kind(Kind::Open) {
        match ahead.peek()? {
            t if t.is("UNIQUE") => unique = true,
            t if t.is("USING") => ahead.at += 1,
            t if t.is_any(&["CLUSTERED", "NONCLUSTERED", "COLUMNSTORE"]) => {}
            _ => return None,
        }
        ahead.at += 1;
    }
    let columns = index_columns(&mut ahead);
    // `key VARCHAR(20)` is a column.
    let measure = |c: &String| c.starts_with('\'') || c.bytes().all(|b| b.is_ascii_digit());
    if columns.iter().all(measure) || ahead.is_any(&["NOT", "NULL", "DEFAULT", "PRIMARY", "REFERENCES", "CHECK"]) {
        return None;
    }
    name = name.filter(|n| !n.is_empty());
    *cursor = ahead;
    Some(Index { name, columns, unique, method, condition: None, place })
}

/// The columns or expressions in the bracket that opens here, without their direction.
pub(super) fn index_columns(cursor: &mut Cursor<'_, '_>) -> Vec<String> {
    let Some(group) = cursor.group() else { return Vec::new() };
    group.elements().into_iter().map(index_column).collect()
}

fn index_column(element: Cursor<'_, '_>) -> String {
    let tokens = element.tokens();
    if let Some(first) = tokens.first().and_then(name) {
        let prefix = tokens.get(1).is_some_and(|t| t.kind == Kind::Open)
            && tokens.get(2).is_some_and(|t| t.kind == Kind::Number)
            && tokens.get(3).is_some_and(|t| t.kind == Kind::Close);
        if prefix || tokens.get(1).is_none_or(|t| t.kind == Kind::Word) {
            return first;
        }
    }
    // What follows the expression: a class of operators, a direction.
    let kept = tokens.iter().rposition(|t| t.kind != Kind::Word).map_or(tokens.len(), |last| last + 1);
    element.statement.slice(element.at, element.at + kept)
}

/// `REFERENCES table (columns) ON DELETE …` with what else may follow.
pub(super) fn reference(cursor: &mut Cursor<'_, '_>) -> Option<Reference> {
    if !cursor.eat(&["REFERENCES"]) {
        return None;
    }
    let mut reference = Reference { target: cursor.name()?, ..Reference::default() };
    if cursor.is_kind(Kind::Open) {
        reference.columns = cursor.names();
    }
    loop {
        if cursor.eat(&["ON", "DELETE"]) {
            reference.on_delete = action(cursor);
        } else if cursor.eat(&["ON", "UPDATE"]) {
            action(cursor);
        } else if cursor.eat(&["MATCH"]) {
            cursor.skip();
        } else if !cursor.eat(&["NOT", "DEFERRABLE"])
            && !cursor.eat(&["NOT", "VALID"])
            && !cursor.eat(&["NOT", "ENFORCED"])
            && !cursor.eat(&["NOT", "FOR", "REPLICATION"])
            && !cursor.eat(&["INITIALLY", "DEFERRED"])
            && !cursor.eat(&["INITIALLY", "IMMEDIATE"])
            && !cursor.eat_any(&["DEFERRABLE", "ENFORCED", "ENABLE", "DISABLE"])
        {
            return Some(reference);
        }
    }
}

fn action(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    const ACTIONS: &[&[&str]] =
        &[&["CASCADE"], &["SET", "NULL"], &["RESTRICT"], &["NO", "ACTION"], &["SET", "DEFAULT"]];
    let found = ACTIONS.iter().find(|words| cursor.eat(words))?;
    // PostgreSQL can name the columns that are set.
    cursor.group();
    Some(found.join(" "))
}

/// The values that a condition allows its column: `x IN ('a', 'b')`, `x = ANY (ARRAY['a', 'b'])`,
/// `x = 'a' OR x = 'b'`.
pub(super) fn allowed(condition: Cursor<'_, '_>) -> Option<Constraint> {
    let tokens = condition.tokens();
    let quoted = |tokens: &[Token<'_>]| -> Vec<String> {
        tokens.iter().filter(|t| t.kind == Kind::Text).filter_map(value).collect()
    };
    for (at, token) in tokens.iter().enumerate() {
        let before = tokens.get(..at)?;
        if token.is("IN") && tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Open) {
            let close = tokens.get(at + 1)?.pair.checked_sub(condition.at)?;
            let inner = tokens.get(at + 2..close.min(tokens.len()))?;
            let plain = |t: &Token<'_>| matches!(t.kind, Kind::Text | Kind::Comma | Kind::Symbol | Kind::Word);
            let values = quoted(inner);
            let column = compared(before).filter(|_| values.len() > 1 && inner.iter().all(plain));
            if let Some(column) = column {
                return Some(Constraint::Allowed { column, values });
            }
        } else if token.is("ANY") && at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.text == "=") {
            let after = tokens.get(at..)?;
            let close = after.iter().position(|t| t.text == "]")?;
            let values = quoted(after.get(..close)?);
            let column = compared(tokens.get(..at - 1)?).filter(|_| values.len() > 1)?;
            return Some(Constraint::Allowed { column, values });
        }
    }
    alternatives(tokens)
}

/// The column that stands last, behind brackets and casts: `((status)::text`.
fn compared(tokens: &[Token<'_>]) -> Option<String> {
    let mut at = tokens.len();
    while let Some(token) = at.checked_sub(1).and_then(|i| tokens.get(i)) {
        let cast = at >= 3 && tokens.get(at - 2).is_some_and(|t| t.text == ":");
        match token.kind {
            Kind::Close => at -= 1,
            Kind::Word if cast => at -= 3,
            Kind::Word if token.is("VARYING") && at >= 4 => at -= 4,
            Kind::Word if token.is_any(&["NOT", "IS"]) => return None,
            Kind::Word | Kind::Quoted => return name(token),
            _ => return None,
        }
    }
    None
}

/// `[x]='a' OR [x]='b'`, as SQL Server writes a list of values out.
fn alternatives(tokens: &[Token<'_>]) -> Option<Constraint> {
    let bare: Vec<&Token<'_>> = tokens.iter().filter(|t| !matches!(t.kind, Kind::Open | Kind::Close)).collect();
    let column = bare.first().and_then(|t| name(t))?;
    let mut values = Vec::new();
    for part in bare.chunks(4) {
        let [named, equals, text, or @ ..] = part else { return None };
        let same = name(named).is_some_and(|n| n.eq_ignore_ascii_case(&column));
        if !same || equals.text != "=" || or.iter().any(|t| !t.is("OR")) {
            return None;
        }
        values.push(value(text).filter(|_| text.kind == Kind::Text)?);
    }
    (values.len() > 1).then_some(Constraint::Allowed { column, values })
}

//! SQL in a plan or in files of its own: statements one by one, so that a broken one costs only itself.
//!
//! No two dialects agree on the grammar, and a general parser gives up on one statement in eight of a
//! dump. So each statement is read from its [tokens](lex) by what all dialects share: names, types, keys,
//! and words that begin something else. It gives [changes](change::Change). Those of a plan become facts
//! in whatever order; those of files are applied in their order to one [history], and what
//! is left at the end becomes facts.

mod alter;
mod change;
mod column;
mod constraint;
mod create;
mod cut;
mod history;
mod lex;
mod loose;
mod remarks;
mod section;
mod short;
mod statement;
#[cfg(test)]
mod tests;
mod view;

use self::change::Change;
use self::history::History;
use self::lex::{Kind, Token};
pub use self::section::takes_back;
use self::statement::Statement;
use super::fact::Fact;
use crate::diagnostic::{Diagnostic, codes};
use crate::text::{DocumentId, Place, Source, Span};

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
    fn place(&self, start: usize, end: usize) -> Place {
        self.source.place(Span::new(self.base + start, self.base + end))
    }
}

/// Reads all statements of a fragment of a plan.
pub(super) fn read(fragment: Fragment<'_>, facts: &mut Vec<Fact>) {
    let mut changes = Vec::new();
    statements(fragment, &mut |_| None, &mut |statement| {
        change(fragment, statement, &mut changes);
        for change in changes.drain(..) {
            loose::facts(change, fragment.additions, facts);
        }
    });
}

/// Applies the statements of SQL files in their order and gives what holds at the end.
pub(super) fn apply(sources: &[&Source], facts: &mut Vec<Fact>) {
    let mut history = History::default();
    let mut changes = Vec::new();
    for source in sources.iter().filter(|source| !section::takes_back(&source.path)) {
        let fragment = Fragment { source, base: 0, text: source.text(), additions: true };
        statements(fragment, &mut section::applies, &mut |statement| {
            change(fragment, statement, &mut changes);
            for change in changes.drain(..) {
                history.apply(change);
            }
        });
    }
    history.facts(facts);
}

/// Leaves of many remarks of one kind about SQL files the first ones.
pub(super) fn sum_up(documents: &[DocumentId], diagnostics: &mut Vec<Diagnostic>) {
    let is_ours = |d: &Diagnostic| d.place.is_some_and(|place| documents.contains(&place.document));
    remarks::sum_up(diagnostics, is_ours);
}

/// Gives the statements of a fragment, and those in the body of a `DO` block.
fn statements(
    fragment: Fragment<'_>,
    section: &mut impl FnMut(&str) -> Option<bool>,
    each: &mut impl FnMut(&Statement<'_>),
) {
    let mut cutter = cut::Cutter::new(fragment.text);
    while let Some(statement) = cutter.next(section) {
        let first = statement.tokens.first();
        if first.is_some_and(|t| t.is("DO"))
            && let Some(body) = statement.tokens.iter().find(|t| t.kind == Kind::Body)
        {
            block(body, each);
        } else if first.is_some_and(|t| t.is_any(&["IF", "BEGIN", "DECLARE"])) {
            inner(statement, each);
        } else {
            each(statement);
        }
    }
}

/// Reads the statements in the body of a `DO` block.
fn block(body: &Token<'_>, each: &mut impl FnMut(&Statement<'_>)) {
    let mark = body.text.get(1..).and_then(|rest| rest.find('$')).map_or(2, |at| at + 2);
    let end = body.text.len().saturating_sub(mark);
    let mut cutter = cut::Cutter::new(body.text.get(mark..end).unwrap_or_default());
    let base = body.start + mark;
    while let Some(statement) = cutter.next(&mut |_| None) {
        let shift = |t: &Token<'_>| t.start + base;
        let tokens = statement.tokens.iter().map(|t| Token { start: shift(t), ..*t }).collect();
        let comments = statement.comments.iter().map(|t| Token { start: shift(t), ..*t }).collect();
        inner(&Statement { tokens, comments }, each);
    }
}

/// Gives the statement that stands behind `IF … THEN`, `BEGIN` and the like.
fn inner(statement: &Statement<'_>, each: &mut impl FnMut(&Statement<'_>)) {
    const KINDS: &[&str] = &["TABLE", "TYPE", "INDEX", "UNIQUE", "VIEW", "POLICY", "DOMAIN", "OR"];
    let pairs = statement.tokens.iter().zip(statement.tokens.iter().skip(1));
    let from = pairs
        .enumerate()
        .find(|(_, (verb, kind))| verb.is_any(&["CREATE", "ALTER", "DROP"]) && kind.is_any(KINDS))
        .map(|(at, _)| at);
    let Some(from) = from else { return };
    let tokens = statement.tokens.iter().skip(from);
    let tokens = tokens.map(|t| Token { pair: t.pair.saturating_sub(from), ..*t }).collect();
    each(&Statement { tokens, comments: Vec::new() });
}

/// Kinds of things that are created, altered and dropped; of those that stand last nothing is kept.
const KINDS: &[&str] = &[
    "TABLE",
    "VIEW",
    "INDEX",
    "TYPE",
    "DOMAIN",
    "POLICY",
    "TRIGGER",
    "FUNCTION",
    "PROCEDURE",
    "PROC",
    "SEQUENCE",
    "SCHEMA",
    "DATABASE",
    "EXTENSION",
    "ROLE",
    "USER",
    "RULE",
    "AGGREGATE",
    "CAST",
    "OPERATOR",
    "COLLATION",
    "PUBLICATION",
    "SUBSCRIPTION",
    "SERVER",
    "EVENT",
    "PACKAGE",
    "STATISTICS",
    "LANGUAGE",
    "SYNONYM",
    "TEXT",
    "DEFAULT",
    "LOGIN",
    "CONVERSION",
    "ACCESS",
    "TRANSFORM",
    "TABLESPACE",
    "GROUP",
    "SYSTEM",
    "LARGE",
    "DICTIONARY",
    "DIRECTORY",
    "FULLTEXT",
    "SECURITY",
    "PARTITION",
    "XML",
    "ASSEMBLY",
    "CERTIFICATE",
    "PROFILE",
    "SESSION",
    "DEFINER",
    "MACRO",
    "STREAM",
    "STAGE",
    "TASK",
    "WAREHOUSE",
    "LIBRARY",
    "CONTEXT",
    "KEYSPACE",
    "SECRET",
    "OWNED",
];

/// What a statement does.
fn change(fragment: Fragment<'_>, statement: &Statement<'_>, changes: &mut Vec<Change>) {
    let Some(verb) = statement.tokens.first().filter(|t| t.kind == Kind::Word) else { return };
    if verb.is("COMMENT") {
        return changes.extend(short::comment(statement));
    }
    if verb.is("RENAME") {
        return short::rename(statement, changes);
    }
    if verb.is_any(&["EXEC", "EXECUTE"]) {
        return changes.extend(short::procedure_call(statement));
    }
    if !verb.is_any(&["CREATE", "ALTER", "DROP"]) {
        return;
    }
    let (start, end) = statement.span();
    let place = fragment.place(start, end);
    let Some(at) = kind(statement) else {
        let message = format!("`{}` is no statement that is known; it is left out", statement.headline());
        let help = "check the word behind CREATE, ALTER or DROP";
        return changes.push(Change::Remark(Diagnostic::warning(codes::SQL_UNREAD, place, message).with_help(help)));
    };
    let Some(kind) = statement.tokens.get(at) else { return };
    match (verb.text.to_ascii_uppercase().as_str(), kind.text.to_ascii_uppercase().as_str()) {
        ("CREATE", "TABLE") => {
            if create::table(fragment, statement, at, changes) {
                return;
            }
            let message = format!("the statement `{}` could not be read as a table", statement.headline());
            let help = "write the table's name behind CREATE TABLE, then its columns in brackets";
            let diagnostic = Diagnostic::warning(codes::SQL_UNREAD, place, message).with_help(help);
            changes.push(Change::Remark(diagnostic));
        }
        ("ALTER", "TABLE") => {
            let unread = alter::table(fragment, statement, at, changes);
            let action = match unread.as_deref() {
                Some([]) => return,
                Some([first, ..]) => format!("the change `{}`", first.chars().take(60).collect::<String>()),
                None => "a change without a table".to_owned(),
            };
            if !fragment.text.get(start..end).is_some_and(|text| text.contains("...")) {
                let message = format!("{action} in `{}` could not be read and is left out", statement.headline());
                let help = "write each change of a table as one ALTER TABLE statement that ends with `;`";
                let diagnostic = Diagnostic::warning(codes::SQL_UNREAD, place, message).with_help(help);
                changes.push(Change::Remark(diagnostic));
            }
        }
        ("CREATE", "VIEW") => changes.extend(view::view(fragment, statement, at).map(Change::CreateView)),
        ("CREATE", "TYPE" | "DOMAIN") => changes.extend(short::enum_type(fragment, statement, at)),
        ("ALTER", "TYPE" | "DOMAIN") => changes.extend(short::alter_type(statement, at)),
        ("CREATE", "INDEX") => changes.extend(short::index(fragment, statement, at)),
        ("CREATE", "POLICY") => changes.extend(short::policy(fragment, statement, at)),
        ("CREATE", "TRIGGER" | "FUNCTION" | "PROCEDURE" | "PROC") => {
            changes.extend(short::routine(fragment, statement, at));
        }
        ("DROP", _) => short::drop(statement, at, changes),
        ("ALTER", "VIEW" | "INDEX" | "POLICY") => changes.extend(short::alter(statement, at)),
        _ => {}
    }
}

/// The index of the word that says what is created: `TABLE` in `CREATE UNLOGGED TABLE`.
fn kind(statement: &Statement<'_>) -> Option<usize> {
    let words = statement.tokens.iter().enumerate().skip(1).take(16);
    let found = words.take_while(|(_, t)| t.kind != Kind::Open).find(|(_, t)| t.is_any(KINDS)).map(|(at, _)| at)?;
    let next = |word: &str| statement.tokens.get(found + 1).is_some_and(|t| t.is(word));
    let passed = statement.tokens.get(found)?;
    if passed.is("EVENT") && next("TRIGGER") || passed.is("FULLTEXT") && next("INDEX") {
        return Some(found + 1);
    }
    if passed.is("DEFINER") {
        // MySQL names who defines a view or a routine in between.
        let after = statement.tokens.iter().enumerate().skip(found + 1).take(12);
        return after
            .filter(|(_, t)| t.is_any(&["VIEW", "TRIGGER", "FUNCTION", "PROCEDURE", "EVENT"]))
            .map(|(at, _)| at)
            .next();
    }
    Some(found)
}

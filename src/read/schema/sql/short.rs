//! Types, indexes, policies, triggers, functions and comments, read from their tokens.

use sqlparser::tokenizer::Token;

use super::Fragment;
use super::statement::{Placed, Statement};
use crate::model::{EnumType, Index, Policy, Routine};
use crate::read::schema::fact::Fact;
use crate::read::schema::phrase;
use crate::text::Place;

/// The text of a quoted value.
fn quoted(placed: &Placed) -> Option<&str> {
    match &placed.token.token {
        Token::SingleQuotedString(text) | Token::EscapedStringLiteral(text) | Token::NationalStringLiteral(text) => {
            Some(text)
        }
        _ => None,
    }
}

/// `CREATE TYPE name AS ENUM ('a', 'b')`.
pub(super) fn enum_type(statement: &Statement<'_>, place: Place) -> Option<Fact> {
    let at = statement.find("TYPE", 0)? + 1;
    let (name, _) = statement.name_at(statement.skip_noise(at))?;
    let from = statement.find("ENUM", at)?;
    let values: Vec<String> = statement.tokens.iter().skip(from).filter_map(quoted).map(str::to_owned).collect();
    Some(Fact::Enum(EnumType { name, values, place, inline: false }))
}

/// `CREATE UNIQUE INDEX name ON table USING gin (a, b) WHERE …`.
pub(super) fn index(statement: &Statement<'_>, place: Place) -> Option<Fact> {
    let at = statement.find("INDEX", 0)?;
    let on = statement.find("ON", at)?;
    let name = statement.name_at(statement.skip_noise(at + 1)).filter(|(_, next)| *next <= on).map(|(name, _)| name);
    let (table, mut next) = statement.name_at(statement.skip_noise(on + 1))?;
    let mut method = None;
    if statement.tokens.get(next).and_then(Placed::keyword).as_deref() == Some("USING") {
        method = statement.tokens.get(next + 1).and_then(Placed::name).map(str::to_lowercase);
        next += 2;
    }
    let mut columns = Vec::new();
    if statement.tokens.get(next).is_some_and(|t| t.is(&Token::LParen))
        && let Some(close) = statement.closing(next)
    {
        for (from, to) in statement.elements(next, close) {
            columns.push(index_column(&statement.slice(from, to)));
        }
        next = close;
    }
    let condition = statement.find("WHERE", next).map(|i| statement.slice(i + 1, statement.tokens.len()));
    let unique = statement.tokens.iter().take(at).any(|t| t.keyword().as_deref() == Some("UNIQUE"));
    Some(Fact::Index { table, index: Index { name, columns, unique, method, condition, place } })
}

/// `INDEX name (a, b)` among the columns of a table, with the word that it begins with.
pub(super) fn element_index(
    fragment: Fragment<'_>,
    statement: &Statement<'_>,
    (from, to): (usize, usize),
    table: &str,
) -> Option<(String, Fact)> {
    let first = statement.tokens.get(from)?;
    let word = first.keyword().filter(|word| matches!(word.as_str(), "INDEX" | "KEY"))?;
    let (name, open) = match statement.name_at(from + 1) {
        // `key VARCHAR(20)` is a column.
        Some((name, _)) if phrase::is_type(&name) => return None,
        Some((name, next)) => (Some(name), next),
        None => (None, from + 1),
    };
    let close = statement.tokens.get(open).filter(|t| t.is(&Token::LParen)).and_then(|_| statement.closing(open))?;
    let columns = statement.elements(open, close);
    let columns = columns.into_iter().map(|(from, to)| index_column(&statement.slice(from, to))).collect();
    let place = fragment.place(first.start, statement.tokens.get(to.checked_sub(1)?)?.end);
    let index = Index { name, columns, place, ..Index::default() };
    Some((word, Fact::Index { table: table.to_owned(), index }))
}

/// `created_at DESC NULLS LAST` without its direction, `lower(name)` as it stands.
fn index_column(text: &str) -> String {
    match phrase::name_list(text) {
        Some(names) if names.len() == 1 => names.into_iter().next().unwrap_or_default(),
        _ => text.to_owned(),
    }
}

/// `CREATE POLICY name ON table FOR SELECT TO role USING (…) WITH CHECK (…)`.
pub(super) fn policy(statement: &Statement<'_>, place: Place) -> Option<Fact> {
    let at = statement.find("POLICY", 0)?;
    let name = match statement.tokens.get(at + 1).map(|t| (t.name(), quoted(t))) {
        Some((Some(name), _) | (None, Some(name))) => Some(name.to_owned()),
        _ => None,
    };
    let (table, next) = statement.name_at(statement.find("ON", at + 1)? + 1)?;
    let command = statement.find("FOR", next).map(|from| {
        let words: Vec<String> = statement
            .tokens
            .iter()
            .skip(from + 1)
            .take_while(|t| {
                t.is(&Token::Comma)
                    || t.keyword()
                        .is_some_and(|w| matches!(w.as_str(), "ALL" | "SELECT" | "INSERT" | "UPDATE" | "DELETE"))
            })
            .filter_map(Placed::keyword)
            .collect();
        words.join(", ")
    });
    let using = statement.find("USING", next);
    let check = statement.find("CHECK", next).filter(|i| *i > 0);
    let from = using.into_iter().chain(check.map(|i| i - 1)).min();
    let rule = from.map(|i| statement.slice(i, statement.tokens.len())).unwrap_or_default();
    Some(Fact::Policy { table, policy: Policy { name, command: command.filter(|c| !c.is_empty()), rule, place } })
}

/// `CREATE TRIGGER name … ON table …`, `CREATE FUNCTION name(…)`.
pub(super) fn routine(statement: &Statement<'_>, place: Place) -> Option<Fact> {
    let trigger = statement.find("TRIGGER", 0).filter(|&i| i < 5);
    let at = trigger.or_else(|| statement.find("FUNCTION", 0)).or_else(|| statement.find("PROCEDURE", 0))?;
    let (name, next) = statement.name_at(statement.skip_noise(at + 1))?;
    let table = trigger
        .and_then(|_| statement.find("ON", next))
        .and_then(|on| statement.name_at(on + 1))
        .map(|(table, _)| table);
    let description = statement.comments.first().map(|(_, text)| text.clone()).filter(|t| !t.is_empty());
    Some(Fact::Routine(Routine { name, table, description, place }))
}

/// `COMMENT ON COLUMN table.column IS '…'`.
pub(super) fn comment(statement: &Statement<'_>) -> Option<Fact> {
    let object = statement.tokens.get(2)?.keyword()?;
    let (name, next) = statement.name_at(3)?;
    let text = statement.tokens.get(next + 1).and_then(quoted)?.to_owned();
    match object.as_str() {
        "TABLE" => Some(Fact::Comment { table: name, column: None, text }),
        "COLUMN" => {
            let (table, column) = name.rsplit_once('.')?;
            Some(Fact::Comment { table: table.to_owned(), column: Some(column.to_owned()), text })
        }
        _ => None,
    }
}

/// `DROP TABLE IF EXISTS a, b`.
pub(super) fn drop_table(statement: &Statement<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut at = statement.skip_noise(2);
    while let Some((name, next)) = statement.name_at(at) {
        facts.push(Fact::DropTable { name });
        if !statement.tokens.get(next).is_some_and(|t| t.is(&Token::Comma)) {
            break;
        }
        at = next + 1;
    }
    facts
}

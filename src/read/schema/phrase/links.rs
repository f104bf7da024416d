//! Relations between tables: arrows between columns, `users 1—N orders`.

use super::bounded;
use super::lex::{Kind, Token, lex, plain};
use crate::read::schema::fact::is_qualified_identifier;

/// What a line says about two tables.
pub(in crate::read::schema) enum Link {
    /// `a.x → b.y`
    Columns { from: String, to: String },
    /// One `one` has many `many`, by the column `via`.
    Many { one: String, many: String, via: String },
}

/// The relations in a line.
pub(in crate::read::schema) fn links(text: &str) -> Vec<Link> {
    let text = bounded(text);
    let tokens = lex(text);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == Kind::Word
            && plain(token.text).contains('.')
            && let Some(arrow) = (at + 1..at + 5).find(|&i| {
                tokens.get(i).is_some_and(|t| {
                    t.kind == Kind::Arrow || t.text == "↔" || t.text.eq_ignore_ascii_case("references")
                })
            })
            && let Some(to) = tokens.get(arrow + 1).filter(|t| t.kind == Kind::Word)
        {
            let from = plain(token.text);
            let mut to_name = plain(to.text);
            // In `customers(id)` the bracket names the column, in `customers.id (ON DELETE CASCADE)` it does not.
            if tokens.get(arrow + 2).is_some_and(|t| t.kind == Kind::Open && t.pair == arrow + 4)
                && let Some(column) = tokens.get(arrow + 3).filter(|t| t.kind == Kind::Word)
            {
                to_name = format!("{to_name}.{}", plain(column.text));
            }
            if is_qualified_identifier(&from) && is_qualified_identifier(&to_name) {
                found.push(Link::Columns { from, to: to_name });
            }
        }
    }
    if found.is_empty() {
        found.extend(one_to_many(&tokens));
    }
    found
}

/// `users 1—N orders (orders.user_id)`, `users (1) → (N) orders via user_id`.
fn one_to_many(tokens: &[Token<'_>]) -> Option<Link> {
    let name = |t: &Token<'_>| {
        let text = plain(t.text);
        (t.kind == Kind::Word && is_qualified_identifier(&text) && !is_many(&text) && text.len() > 1).then_some(text)
    };
    let one = tokens.first().and_then(name)?;
    let second = tokens.iter().skip(1).position(|t| name(t).is_some())? + 1;
    let between: String = tokens.get(1..second)?.iter().map(|t| t.text).collect();
    let ones = between.trim_start_matches(['(', ' ', ':']);
    let many_side = between.trim_end_matches([')', ' ', ':']);
    let is_one_to_many = ones.starts_with('1') && many_side.ends_with(['N', 'n', '*', 'M', '∞']);
    let many = tokens.get(second).and_then(name)?;
    let via = tokens.iter().skip(second + 1).filter_map(name).find(|n| {
        n.strip_prefix(many.as_str()).is_some_and(|rest| rest.starts_with('.'))
            || n.ends_with("_id") && !n.contains('.')
    })?;
    is_one_to_many.then_some(Link::Many { one, many, via })
}

fn is_many(word: &str) -> bool {
    matches!(word, "N" | "n" | "M" | "many" | "wiele")
}

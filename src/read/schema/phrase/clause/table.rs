//! Constraints of a whole table in one phrase.

use super::list::{name_list, values_of_check};
use super::modifier::{check, on_action};
use super::reference::reference;
use super::{Modifier, is_trade_word, tokens_words};
use crate::read::schema::fact::{Constraint, is_identifier};
use crate::read::schema::phrase::lex::{Kind, Token, plain};
use crate::read::schema::words::words;

/// Constraints of a whole table that a phrase names.
pub(in crate::read::schema::phrase) fn table_constraints(text: &str, tokens: &[Token<'_>]) -> Vec<Constraint> {
    let mut found = Vec::new();
    let mut at = 0;
    let known = words();
    while let Some(token) = tokens.get(at) {
        if token.kind != Kind::Word {
            at += 1;
            continue;
        }
        let is = |i: usize, wanted: &str| tokens.get(at + i).is_some_and(|t| t.text.eq_ignore_ascii_case(wanted));
        let said = known.leading(tokens_words(tokens, at));
        let says = |term: &str| said.filter(|(found, _)| *found == term).map(|(_, count)| count);
        let primary = if is(0, "primary") && is(1, "key") { Some(2) } else { says("primary_key") };
        let unique = if is(0, "unique") { Some(1) } else { says("unique") };
        if let Some(n) = primary {
            let (columns, next) = listed_columns(text, tokens, at + n);
            found.extend(columns.map(Constraint::PrimaryKey));
            at = next;
        } else if let Some(n) = unique {
            let (columns, next) = listed_columns(text, tokens, at + n);
            found.extend(columns.map(Constraint::Unique));
            at = next;
        } else if is(0, "check") {
            let Some((Modifier::Check(condition), next)) = check(text, tokens, at + 1) else {
                at += 1;
                continue;
            };
            if let Some((Some(column), values)) = values_of_check(&condition) {
                found.push(Constraint::Allowed { column, values });
            }
            found.push(Constraint::Check(condition));
            at = next;
        } else if is(0, "on") && (is(1, "delete") || is(1, "update")) {
            let action = on_action(tokens, at, is(1, "delete"));
            if let (Some((Modifier::OnDelete(action), _)), Some(Constraint::ForeignKey { reference, .. })) =
                (action, found.last_mut())
            {
                reference.on_delete = Some(action);
            }
            at += 2;
        } else if let Some((Modifier::References(columns, reference), next)) =
            reference(text, tokens, at, says("references"))
        {
            if !columns.is_empty() {
                found.push(Constraint::ForeignKey { columns, reference });
            }
            at = next;
        } else {
            at += 1;
        }
    }
    found
}

/// The columns that a key is over: a list in brackets, or names after a colon or `on`.
fn listed_columns(text: &str, tokens: &[Token<'_>], at: usize) -> (Option<Vec<String>>, usize) {
    let mut next = at;
    while let Some(token) = tokens.get(next).filter(|t| t.kind != Kind::Separator) {
        if token.kind == Kind::Open
            && token.pair > next
            && let Some(names) = name_list(text, tokens, next + 1, token.pair)
            && (next == at || names.len() > 1 || tokens.get(next + 1).is_some_and(|t| t.code))
        {
            return (Some(names), token.pair + 1);
        }
        next = token.pair.max(next) + 1;
    }
    let mut next = at;
    let mut introduced = false;
    while let Some(token) = tokens.get(next) {
        match token.kind {
            Kind::Open => next = token.pair.max(next) + 1,
            Kind::Separator => return (None, next),
            Kind::Colon => {
                introduced = true;
                next += 1;
            }
            Kind::Word => {
                let name = plain(token.text);
                if (introduced || token.code)
                    && is_identifier(&name)
                    && !is_trade_word(&name)
                    && let Some((names, end)) = row_of_names(tokens, next)
                {
                    return (Some(names), end);
                }
                introduced = introduced || words().is("over", token.text);
                next += 1;
            }
            _ => next += 1,
        }
    }
    (None, next)
}

/// `` `a`, `b` `` or `a, b`, or one name alone, up to where the row ends.
fn row_of_names(tokens: &[Token<'_>], at: usize) -> Option<(Vec<String>, usize)> {
    let mut names = Vec::new();
    let mut next = at;
    while let Some(token) = tokens.get(next).filter(|t| t.kind == Kind::Word) {
        // In `app.orders(number)` the dotted word is a table.
        let name = plain(token.text);
        let name = name.rsplit('.').next().unwrap_or_default().to_owned();
        if !is_identifier(&name) {
            return None;
        }
        names.push(name);
        next += 1;
        let joined = tokens.get(next).is_some_and(|t| t.text == "," || t.text == "+" || t.text == "&");
        if joined && tokens.get(next + 1).is_some_and(|t| t.kind == Kind::Word && t.code == token.code) {
            next += 1;
        } else {
            break;
        }
    }
    let sentence = tokens.get(next).is_some_and(|t| t.kind == Kind::Word && !t.code) && !tokens.get(at)?.code;
    (!names.is_empty() && !sentence).then_some((names, next))
}

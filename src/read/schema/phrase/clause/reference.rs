//! What leads to another table: `REFERENCES t(c)`, `FK → t.c`, `klucz obcy do t`.

use super::list::name_list;
use super::{Modifier, is_trade_word, tokens_words};
use crate::read::schema::fact::{Reference, is_identifier, is_qualified_identifier};
use crate::read::schema::phrase::lex::{Kind, Token, plain};
use crate::read::schema::words::words;

/// `REFERENCES t(c)`, `FK → t.c`, `FOREIGN KEY (a) REFERENCES t(c)`, `klucz obcy do t`. `said` is how many
/// words from the token on are a phrase for that.
pub(super) fn reference(text: &str, tokens: &[Token<'_>], at: usize, said: Option<usize>) -> Option<(Modifier, usize)> {
    let first = tokens.get(at)?;
    let is = |i: usize, wanted: &str| tokens.get(at + i).is_some_and(|t| t.text.eq_ignore_ascii_case(wanted));
    let mut next = if is(0, "references") || is(0, "fk") {
        at + 1
    } else if is(0, "foreign") && is(1, "key") {
        at + 2
    } else {
        at + said?
    };
    let mut columns = Vec::new();
    if let Some(open) = tokens.get(next).filter(|t| t.kind == Kind::Open && t.pair > next) {
        let leads_on = |i: usize| {
            tokens.get(i).is_some_and(|t| t.kind == Kind::Arrow || t.text.eq_ignore_ascii_case("references"))
        };
        if leads_on(open.pair + 1) {
            columns = name_list(text, tokens, next + 1, open.pair)?;
            next = open.pair + 1;
        }
    }
    let Some((mut reference, mut end)) = reference_target(tokens, next) else {
        return Some((Modifier::Nothing, next));
    };
    // `FK user_id → users.id` and `` FOREIGN KEY: `id` REFERENCES users(id) `` name the column first.
    let again = tokens.get(end).is_some_and(|t| t.kind == Kind::Arrow || t.text.eq_ignore_ascii_case("references"));
    if again
        && columns.is_empty()
        && is_identifier(&reference.target)
        && let Some((target, after)) = reference_target(tokens, end + 1)
    {
        columns = vec![std::mem::take(&mut reference.target)];
        reference = target;
        end = after;
    }
    let loud = first.text.chars().all(|c| !c.is_lowercase());
    let explicit = loud
        || !reference.columns.is_empty()
        || reference.target.contains(['.', '_'])
        || tokens.get(end.saturating_sub(1)).is_some_and(|t| t.code);
    reference.hint = !explicit;
    Some((Modifier::References(columns, reference), end))
}

/// The name of a table after what leads to it.
pub(super) fn reference_target(tokens: &[Token<'_>], at: usize) -> Option<(Reference, usize)> {
    let mut next = at;
    for _ in 0..6 {
        let token = tokens.get(next)?;
        // `FOREIGN KEY referring to orders(id)`
        let known = words();
        if !token.code
            && let Some(("leads_to" | "references", count)) = known.leading(tokens_words(tokens, next))
        {
            next += count;
            continue;
        }
        let filler = match token.kind {
            Kind::Colon | Kind::Arrow | Kind::Open => true,
            Kind::Word => {
                token.text.eq_ignore_ascii_case("references")
                    || token.text.eq_ignore_ascii_case("on")
                    || !token.code && ["filler", "over", "label"].iter().any(|term| known.is(term, token.text))
            }
            _ => false,
        };
        if !filler {
            break;
        }
        next += 1;
    }
    let token = tokens.get(next).filter(|t| t.kind == Kind::Word)?;
    let target = plain(token.text);
    if !is_qualified_identifier(&target) || is_trade_word(&target) {
        return None;
    }
    let mut reference = Reference { target, ..Reference::default() };
    next += 1;
    if let Some(open) = tokens.get(next).filter(|t| t.kind == Kind::Open && t.pair > next) {
        let inner = tokens.get(next + 1..open.pair).unwrap_or_default();
        let names: Vec<String> = inner.iter().filter(|t| t.kind != Kind::Separator).map(|t| plain(t.text)).collect();
        if !names.is_empty() && names.iter().all(|n| is_identifier(n)) && inner.len() == names.len() * 2 - 1 {
            reference.columns = names;
            next = open.pair + 1;
        }
    }
    Some((reference, next))
}

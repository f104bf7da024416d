//! Columns and constraints in the words of a plan.
//!
//! `` `user_id` UUID NOT NULL REFERENCES users(id) ``, `email: varchar(255), unique – login` and the
//! cell `PK, FK → users.id` say the same kinds of things. A phrase is read clause by clause: a clause
//! that starts with a word of the trade (`unique`, `FK`, `klucz obcy`) counts, any other is a remark.

mod clause;
mod indexes;
mod lex;
mod links;
mod rows;
mod types;
mod values;

use self::clause::{Clauses, Strictness};
pub(super) use self::indexes::{
    calls, code_names, condition, first_list, index_name, index_row, is_index_name, possible_names, within,
};
use self::lex::{Kind, Token, lex, plain};
pub(super) use self::links::{Link, links};
pub(super) use self::rows::{column_list, column_row, columns, name_row, starts_constraint, starts_key};
pub(super) use self::values::{
    is_enum_line, is_values_line, leading_value, listed_values, named_values, single_value, value_row,
};
use super::fact::{Constraint, is_identifier, is_qualified_identifier};
use super::words::words;
use crate::model::Column;

/// A column with what its phrase says beyond the column itself.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnPhrase {
    /// The column; its place is for the caller to set.
    pub(super) column: Column,
    /// Constraints that the phrase names: references, allowed values, keys over several columns.
    pub(super) facts: Vec<Constraint>,
    /// Whether the type is one that databases know.
    pub(super) known_type: bool,
    /// Whether some word of the trade was found.
    pub(super) modified: bool,
    /// Whether the name stands in backticks.
    pub(super) code: bool,
    /// Whether the phrase holds nothing but a name.
    pub(super) bare: bool,
    /// Whether nothing but a remark follows the type.
    pub(super) short: bool,
    /// Whether a word of a sentence follows name and type.
    pub(super) sentence: bool,
}

/// Reads `name type modifiers – remark`. `None` where the phrase does not start with a name.
pub(super) fn column(text: &str) -> Option<ColumnPhrase> {
    column_in(text, false)
}

/// Reads a column; in a row of names (`listed`) words such as `note` are names like any other.
fn column_in(text: &str, listed: bool) -> Option<ColumnPhrase> {
    let text = bounded(text);
    column_of(text, &lex(text), listed)
}

/// Reads a column from its tokens.
fn column_of(text: &str, tokens: &[Token<'_>], listed: bool) -> Option<ColumnPhrase> {
    let first = tokens.first().filter(|t| t.kind == Kind::Word)?;
    let name = plain(first.text);
    // `index INTEGER` is a column, `index on (a, b)` is none.
    let after = tokens.iter().skip(1).find(|t| !matches!(t.kind, Kind::Colon | Kind::Dash));
    let lower = first.code || name.starts_with(|c: char| c.is_lowercase());
    let is_type = |t: &Token<'_>| t.kind == Kind::Word && (types::is_known(t.text) || t.text.contains('.'));
    let typed = lower && (after.is_some_and(is_type) || is_type_before_constraint(text, tokens));
    let lead = if listed { clause::is_trade_word(&name) } else { is_lead(&name) };
    if !is_identifier(&name) || (lead && !typed) {
        return None;
    }
    let mut phrase = ColumnPhrase { code: first.code, ..ColumnPhrase::default() };
    phrase.column.name = name;
    phrase.bare = tokens.len() == 1;
    read_rest(text, tokens, &mut phrase);
    Some(phrase)
}

/// Whether a word in capitals or with `_` stands between the name and a constraint, as only a type does,
/// be it mistyped or one of the plan's own: `source: VARCHRA NOT NULL`, `source: order_source NOT NULL`.
fn is_type_before_constraint(text: &str, tokens: &[Token<'_>]) -> bool {
    let at = if tokens.get(1).is_some_and(|t| t.kind == Kind::Colon) { 2 } else { 1 };
    let loud = |i: usize| tokens.get(i).is_some_and(|t| t.kind == Kind::Word && t.text.chars().all(char::is_uppercase));
    let is_type = |t: &Token<'_>| t.text.len() > 2 && !is_lead(&plain(t.text));
    let of_plan = at == 2 && tokens.get(at).is_some_and(|t| t.kind == Kind::Word && t.text.contains('_'));
    (loud(at) || of_plan)
        && tokens.get(at).is_some_and(is_type)
        && loud(at + 1)
        && clause::is_modifier(text, tokens, at + 1)
}

/// Whether a word begins a constraint or a remark and is no column's name.
fn is_lead(word: &str) -> bool {
    let known = words();
    clause::is_trade_word(word) || ["lead", "unique", "values", "primary_key"].iter().any(|term| known.is(term, word))
}

/// Whether a word is a type that databases know.
pub(super) fn is_type(word: &str) -> bool {
    types::is_known(word)
}

/// Reads what stands in the cells of a table beside a column's name.
pub(super) fn cells(name: &str, ty: Option<&str>, constraints: &str, remark: &str) -> ColumnPhrase {
    let (ty, constraints, remark) = (ty.map(bounded), bounded(constraints), bounded(remark));
    let mut phrase =
        ColumnPhrase { column: Column { name: plain(name), ..Column::default() }, ..ColumnPhrase::default() };
    if let Some(ty) = ty.map(str::trim).filter(|t| !t.trim_matches(['-', '–', '—']).is_empty()) {
        let tokens = lex(ty);
        read_type_cell(ty, &tokens, &mut phrase);
    }
    let tokens = lex(constraints);
    Clauses::new(constraints, &tokens, 0).read(&mut phrase, Strictness::Structured);
    let tokens = lex(remark);
    Clauses::new(remark, &tokens, 0).read(&mut phrase, Strictness::Prose);
    let remark = remark.trim();
    if !remark.is_empty() {
        phrase.column.description = Some(remark.to_owned());
    }
    phrase
}

/// Reads what is said of a column below its own line: `FK → orders.id, NOT NULL`.
pub(super) fn more_of_column(name: &str, text: &str) -> ColumnPhrase {
    let text = bounded(text);
    let mut phrase =
        ColumnPhrase { column: Column { name: plain(name), ..Column::default() }, ..ColumnPhrase::default() };
    Clauses::new(text, &lex(text), 0).read(&mut phrase, Strictness::Structured);
    // `PL → DE` may well be an example: what an arrow leads to must be a table.
    for fact in &mut phrase.facts {
        if let Constraint::ForeignKey { reference, .. } = fact {
            reference.hint |= !reference.target.contains('.') && reference.columns.is_empty();
        }
    }
    phrase
}

/// A type cell may hold modifiers too: `uuid PK`, `varchar(255) NOT NULL`.
fn read_type_cell(text: &str, tokens: &[Token<'_>], phrase: &mut ColumnPhrase) {
    let ty = types::read(text, tokens, 0);
    phrase.known_type = ty.as_ref().is_some_and(|t| t.known);
    match ty {
        Some(ty) if ty.known => {
            phrase.facts.extend(ty.allowed.map(|values| allowed(phrase, values)));
            phrase.column.ty = Some(ty.text);
            Clauses::new(text, tokens, ty.next).read(phrase, Strictness::Structured);
        }
        _ => {
            phrase.column.ty = Some(text.replace('`', "").trim().to_owned());
            Clauses::new(text, tokens, 1).read(phrase, Strictness::Structured);
        }
    }
}

fn allowed(phrase: &ColumnPhrase, values: Vec<String>) -> Constraint {
    Constraint::Allowed { column: phrase.column.name.clone(), values }
}

/// Reads what follows the name: an optional mark, a type, modifiers.
fn read_rest(text: &str, tokens: &[Token<'_>], phrase: &mut ColumnPhrase) {
    let mut at = 1;
    // What stands between name and type: `name: TYPE`, `name – TYPE`, `name (TYPE, …)`.
    while tokens.get(at).is_some_and(|t| matches!(t.kind, Kind::Colon | Kind::Dash | Kind::Open | Kind::Arrow)) {
        if tokens.get(at).is_some_and(|t| t.kind == Kind::Arrow) {
            break;
        }
        at += 1;
    }
    let separated = at > 1;
    let mut next = at;
    let bracketed = at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.kind == Kind::Open);
    // ``name – login`` says what the name is for, not of which type it is.
    let modified = tokens.get(at + 1).is_some() && clause::is_modifier(text, tokens, at + 1);
    let dashed = !modified && at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.kind == Kind::Dash);
    phrase.sentence =
        !bracketed && tokens.get(at).is_some_and(|t| t.kind == Kind::Word) && !clause::is_modifier(text, tokens, at);
    // `ENUM (…)` is a type here, though `enum:` may introduce values elsewhere.
    let names_type = tokens.get(at).is_some_and(|t| types::is_known(t.text));
    if (names_type || !clause::is_modifier(text, tokens, at))
        && let Some(ty) = types::read(text, tokens, at)
    {
        // An unknown word is a type (`role user_role NOT NULL`) only where nothing but modifiers
        // follows it; else it is the first word of a sentence.
        let follows = tokens.get(ty.next);
        let ends = follows.is_none_or(|t| matches!(t.kind, Kind::Separator | Kind::Dash | Kind::Close | Kind::Open))
            || clause::is_modifier(text, tokens, ty.next)
            || follows.is_some_and(|t| t.kind == Kind::Symbol && t.text == ".");
        let lower = ty.text.chars().all(|c| !c.is_uppercase());
        let type_like = ty.code
            || ty.text.contains('_')
            || !separated
            || lower && !bracketed && !dashed
            || is_type_before_constraint(text, tokens);
        // ``shown_on – date of the first view`` goes on as a sentence.
        let sentence = dashed && !ends && !ty.code && ty.text.starts_with(char::is_lowercase);
        if ty.known && !sentence || (ends && type_like && is_qualified_identifier(&ty.text)) {
            phrase.known_type = ty.known;
            phrase.facts.extend(ty.allowed.map(|values| allowed(phrase, values)));
            phrase.column.ty = Some(ty.text);
            next = ty.next;
            phrase.sentence = follows.is_some_and(|t| t.kind == Kind::Word) && !clause::is_modifier(text, tokens, next);
            phrase.short = follows.is_none_or(|t| matches!(t.kind, Kind::Dash | Kind::Separator | Kind::Open));
        }
    }
    let remark = phrase.column.ty.is_none() && dashed && phrase.sentence;
    let strictness = if remark { Strictness::Prose } else { Strictness::Structured };
    Clauses::new(text, tokens, next).read(phrase, strictness);
}

/// Constraints over a whole table in one phrase: `UNIQUE (a, b)`, `PRIMARY KEY: id`,
/// `` FOREIGN KEY (`a`) REFERENCES t(x) ON DELETE CASCADE ``, `Unique index on (a, b)`.
pub(super) fn table_constraints(text: &str) -> Vec<Constraint> {
    let text = bounded(text);
    clause::table_constraints(text, &lex(text))
}

/// The names in a list such as `` (`a`, b DESC, lower(c)) `` without the brackets, as written and
/// without a sort direction. `None` where an item is no name and no expression.
pub(super) fn name_list(text: &str) -> Option<Vec<String>> {
    let text = bounded(text);
    let tokens = lex(text);
    clause::name_list(text, &tokens, 0, tokens.len())
}

/// No phrase of a plan is longer; the bound keeps the look-ahead of clauses from costing more than a
/// constant for each byte.
pub(super) fn bounded(text: &str) -> &str {
    const LONGEST: usize = 1_500;
    if text.len() <= LONGEST {
        return text;
    }
    let end = (0..=LONGEST).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

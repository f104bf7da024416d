//! Clauses of a phrase: which words count, and what they say.

mod list;
mod modifier;
mod reference;
mod table;

use self::list::quoted_group;
pub(super) use self::list::{name_list, values, values_of_check};
use self::modifier::modifier;
pub(super) use self::modifier::{starts_unique, unique_within};
pub(super) use self::table::table_constraints;
use super::super::fact::{Constraint, Reference, is_qualified_identifier};
use super::super::words::words;
use super::ColumnPhrase;
use super::lex::{Kind, Token, plain};

/// How much a clause must look like one of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Bullets, constraint cells, SQL.
    Structured,
    /// A description: only hints at other tables count.
    Prose,
}

/// What one word or group of words says.
enum Modifier {
    PrimaryKey(Vec<String>),
    NotNull,
    Null,
    Unique(Vec<String>),
    /// Unique among the rows that have the same of what these words name.
    UniqueWithin(Vec<String>),
    Default(String),
    Check(String),
    References(Vec<String>, Reference),
    OnDelete(String),
    Allowed(Vec<String>),
    /// A word of the trade that says nothing we keep.
    Nothing,
}

/// The clauses of a phrase from a token on.
pub(super) struct Clauses<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    at: usize,
}

impl<'a> Clauses<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token<'a>], at: usize) -> Self {
        Self { text, tokens, at }
    }

    /// Reads everything up to the remark, and hints in the remark.
    pub(super) fn read(mut self, phrase: &mut ColumnPhrase, mut strictness: Strictness) {
        // Whether the next word may be a modifier in lower case: at the start of a clause and after
        // another modifier.
        let mut open = true;
        while let Some(token) = self.tokens.get(self.at) {
            match token.kind {
                Kind::Separator | Kind::Close | Kind::Colon => open = true,
                Kind::Open => {
                    open = true;
                    if let Some(values) = quoted_group(self.tokens, self.at) {
                        let column = phrase.column.name.clone();
                        phrase.facts.push(Constraint::Allowed { column, values });
                        self.at = token.pair;
                    }
                }
                Kind::Dash if strictness == Strictness::Structured => {
                    open = true;
                    if modifier(self.text, self.tokens, self.at + 1, true).is_none() {
                        let remark = self.tokens.get(self.at + 1).and_then(|t| self.text.get(t.start..));
                        phrase.column.description = remark.map(|r| r.trim().to_owned());
                        strictness = Strictness::Prose;
                    }
                }
                Kind::Symbol => open = open || token.text == ".",
                _ => {
                    if let Some((found, next)) = modifier(self.text, self.tokens, self.at, open) {
                        match strictness {
                            Strictness::Structured => self.apply(phrase, found),
                            Strictness::Prose => self.apply_remark(phrase, found, next),
                        }
                        self.at = next.max(self.at + 1);
                        open = true;
                        continue;
                    }
                    self.hint(phrase);
                    open = false;
                }
            }
            self.at += 1;
        }
    }

    /// A dotted name in backticks that ends in `id`, alone in a remark: `` (Supabase: `auth.users.id`) ``.
    fn hint(&self, phrase: &mut ColumnPhrase) {
        let Some(token) = self.tokens.get(self.at).filter(|t| t.code && t.kind == Kind::Word) else { return };
        let before = self.at.checked_sub(1).and_then(|i| self.tokens.get(i));
        let name = plain(token.text);
        let introduced = before.is_some_and(|t| matches!(t.kind, Kind::Colon | Kind::Open | Kind::Arrow));
        let is_key = name.rsplit_once('.').is_some_and(|(_, last)| last.eq_ignore_ascii_case("id"));
        // ``orderId: string (identifier from the table `orders`)``
        let labelled = before.is_some_and(|t| t.kind == Kind::Word && words().is("label", t.text));
        let refers = labelled && phrase.column.name.to_ascii_lowercase().ends_with("id");
        if (introduced && is_key || refers) && is_qualified_identifier(&name) {
            let reference = Reference { target: name, hint: true, ..Reference::default() };
            phrase.facts.push(Constraint::ForeignKey { columns: vec![phrase.column.name.clone()], reference });
        }
    }

    /// What a remark says: hints at other tables, and clauses that say one thing and no more, such as
    /// `the buyer's address, must be unique`.
    fn apply_remark(&self, phrase: &mut ColumnPhrase, found: Modifier, next: usize) {
        let ends = |t: &Token<'_>| matches!(t.kind, Kind::Separator | Kind::Close | Kind::Dash) || t.text == ".";
        let starts = |t: &Token<'_>| ends(t) || matches!(t.kind, Kind::Open | Kind::Colon);
        let before = self.at.checked_sub(1).and_then(|i| self.tokens.get(i));
        let whole = self.tokens.get(next).is_none_or(ends) && before.is_none_or(starts);
        match found {
            Modifier::References(columns, mut reference) => {
                reference.hint = true;
                let columns = if columns.is_empty() { vec![phrase.column.name.clone()] } else { columns };
                phrase.facts.push(Constraint::ForeignKey { columns, reference });
            }
            Modifier::Unique(columns) if whole && columns.is_empty() => phrase.column.unique = true,
            Modifier::NotNull if whole => phrase.column.nullable = phrase.column.nullable.or(Some(false)),
            _ => {}
        }
    }

    fn apply(&self, phrase: &mut ColumnPhrase, found: Modifier) {
        let own = || vec![phrase.column.name.clone()];
        phrase.modified = true;
        match found {
            Modifier::PrimaryKey(columns) if columns.len() > 1 => phrase.facts.push(Constraint::PrimaryKey(columns)),
            Modifier::PrimaryKey(_) => phrase.column.primary_key = true,
            Modifier::NotNull => phrase.column.nullable = Some(false),
            Modifier::Null => phrase.column.nullable = phrase.column.nullable.or(Some(true)),
            Modifier::Unique(columns) if columns.is_empty() => phrase.column.unique = true,
            Modifier::Unique(columns) => phrase.facts.push(Constraint::Unique(columns)),
            Modifier::UniqueWithin(within) => {
                let column = phrase.column.name.clone();
                phrase.facts.push(Constraint::UniqueWithin { column, within });
            }
            Modifier::Default(value) => phrase.column.default = Some(value),
            Modifier::Check(condition) => {
                if let Some((column, values)) = values_of_check(&condition) {
                    let column = column.unwrap_or_else(|| phrase.column.name.clone());
                    phrase.facts.push(Constraint::Allowed { column, values });
                }
                phrase.column.check = Some(match phrase.column.check.take() {
                    Some(first) => format!("{first} AND {condition}"),
                    None => condition,
                });
            }
            Modifier::References(columns, reference) => {
                let columns = if columns.is_empty() { own() } else { columns };
                phrase.facts.push(Constraint::ForeignKey { columns, reference });
            }
            Modifier::OnDelete(action) => {
                if let Some(Constraint::ForeignKey { reference, .. }) = phrase.facts.last_mut() {
                    reference.on_delete = Some(action);
                }
            }
            Modifier::Allowed(values) => {
                let column = phrase.column.name.clone();
                phrase.facts.push(Constraint::Allowed { column, values });
            }
            Modifier::Nothing => {}
        }
    }
}

/// Whether a modifier starts at a token.
pub(super) fn is_modifier(text: &str, tokens: &[Token<'_>], at: usize) -> bool {
    modifier(text, tokens, at, true).is_some()
}

/// Whether a word alone says that what follows is a constraint.
pub(super) fn is_trade_word(word: &str) -> bool {
    ["not", "null", "unique", "primary", "foreign", "references", "check", "default", "pk", "fk"]
        .iter()
        .any(|w| w.eq_ignore_ascii_case(word))
}

/// The words from a token on, up to the first that is no word.
fn tokens_words<'a>(tokens: &'a [Token<'a>], at: usize) -> impl Iterator<Item = &'a str> + Clone {
    tokens.get(at..).unwrap_or_default().iter().map_while(|t| (t.kind == Kind::Word).then_some(t.text))
}

/// Text as written without markdown's marks.
fn clean(text: &str) -> String {
    text.replace(['`'], "").replace("**", "").replace("\\_", "_").replace("\\*", "*").trim().to_owned()
}

//! DBML, the language of dbdiagram.io (<https://dbml.dbdiagram.io/docs/>).
//!
//! Keywords are met without regard to case, as the language has it. A definition that can't be read
//! costs itself, a line in it only that line.

mod relation;
mod table;

use std::collections::{HashMap, HashSet};

use super::fact::Fact;
use super::token::{Grammar, Kind, Token, lines, pieces, slice, tokens};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::EnumType;
use crate::text::{Place, Source, Span};

const GRAMMAR: Grammar = Grammar {
    dashes: false,
    docs: false,
    definitions: &["table", "ref", "enum", "tablegroup", "tablepartial", "project"],
};

/// Definitions that say nothing about tables; `from` ends one of `use`.
const LEFT_OUT: &[&str] = &["project", "tablegroup", "note", "records", "diagramview", "dep", "from"];

/// Reads a file.
pub(super) fn read(source: &Source, facts: &mut Vec<Fact>) {
    let text = source.text();
    let mut reader = Reader {
        source,
        text,
        tokens: tokens(text, &GRAMMAR),
        facts,
        aliases: HashMap::new(),
        partials: HashMap::new(),
        keys: HashMap::new(),
        tables: HashSet::new(),
        elsewhere: HashSet::new(),
        relations: Vec::new(),
    };
    let definitions = reader.definitions();
    for definition in &definitions {
        reader.name(definition);
    }
    for definition in &definitions {
        reader.definition(definition);
    }
    reader.relate();
}

struct Reader<'t, 'f> {
    source: &'t Source,
    text: &'t str,
    tokens: Vec<Token<'t>>,
    facts: &'f mut Vec<Fact>,
    /// Tables by their second names.
    aliases: HashMap<String, String>,
    /// The bodies of partial tables, as ranges of tokens.
    partials: HashMap<String, (usize, usize)>,
    /// All tables that are defined.
    tables: HashSet<String>,
    /// Names of tables in a schema, without it.
    elsewhere: HashSet<String>,
    /// Columns that are the key of their table alone, with their types.
    keys: HashMap<String, (String, Option<String>)>,
    relations: Vec<relation::Relation>,
}

/// `Table shop.orders as O [note: 'x'] { … }` as ranges of tokens.
#[derive(Debug, Clone, Copy)]
struct Definition {
    start: usize,
    /// End of what stands before the braces.
    head: usize,
    /// What stands in the braces.
    body: Option<(usize, usize)>,
    end: usize,
}

impl<'t> Reader<'t, '_> {
    fn token(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at)
    }

    fn is(&self, at: usize, symbol: &str) -> bool {
        self.token(at).is_some_and(|t| t.is(symbol))
    }

    fn says(&self, at: usize, word: &str) -> bool {
        self.token(at).is_some_and(|t| t.says(word))
    }

    fn place(&self, from: usize, to: usize) -> Place {
        let start = self.token(from).map_or(0, |t| t.start);
        let end = to.checked_sub(1).and_then(|i| self.token(i)).map_or(start, |t| t.end);
        self.source.place(Span::new(start, end))
    }

    fn written(&self, from: usize, to: usize) -> &'t str {
        slice(self.text, &self.tokens, from, to)
    }

    fn warn(&mut self, from: usize, to: usize, understood: &str, help: &str) {
        let line = self.written(from, to).lines().next().unwrap_or_default();
        let line: String = line.chars().take(60).collect();
        let message = format!("`{line}` {understood}");
        let place = self.place(from, to);
        self.facts.push(Fact::Remark(Diagnostic::warning(codes::SCHEMA_UNREAD, place, message).with_help(help)));
    }

    /// All definitions of the file, in their order.
    fn definitions(&mut self) -> Vec<Definition> {
        let mut definitions = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if self.token(at).is_none_or(|t| t.kind == Kind::Line) {
                at += 1;
                continue;
            }
            let definition = self.extent(at);
            at = definition.end.max(at + 1);
            definitions.push(definition);
        }
        definitions
    }

    /// How far the definition goes that starts at a token.
    fn extent(&mut self, start: usize) -> Definition {
        let mut at = start;
        while let Some(token) = self.token(at).copied() {
            if token.is("{") {
                if token.pair > at {
                    let body = Some((at + 1, token.pair));
                    return Definition { start, head: at, body, end: token.pair + 1 };
                }
                let end = self.next_definition(at + 1);
                self.warn(start, at, "is never closed; it was read up to the next definition", "close it with `}`");
                return Definition { start, head: at, body: Some((at + 1, end)), end };
            }
            let brace_follows = (at + 1..self.tokens.len())
                .find(|&i| self.token(i).is_some_and(|t| t.kind != Kind::Line))
                .is_some_and(|i| self.is(i, "{"));
            if token.kind == Kind::Line && !brace_follows {
                break;
            }
            at = token.pair.max(at) + 1;
        }
        Definition { start, head: at, body: None, end: at }
    }

    fn next_definition(&self, from: usize) -> usize {
        let starts = |i: usize| {
            self.token(i - 1).is_some_and(|t| t.kind == Kind::Line)
                && GRAMMAR.definitions.iter().any(|word| self.says(i, word))
        };
        (from..self.tokens.len()).find(|&i| starts(i)).unwrap_or(self.tokens.len())
    }

    /// A name with its schema: `shop.orders`; and the token after it.
    fn path(&self, at: usize, end: usize) -> Option<(String, usize)> {
        let mut names = vec![self.token(at).filter(|_| at < end)?.name()?];
        let mut next = at + 1;
        while next + 1 < end && self.is(next, ".") {
            let Some(name) = self.token(next + 1).and_then(Token::name) else { break };
            names.push(name);
            next += 2;
        }
        Some((names.join("."), next))
    }

    /// Notes the names that other definitions may use before they are defined.
    fn name(&mut self, definition: &Definition) {
        let Some((name, next)) = self.path(definition.start + 1, definition.head) else { return };
        if self.says(definition.start, "table") {
            if let Some((schema, bare)) = name.rsplit_once('.')
                && schema != "public"
            {
                self.elsewhere.insert(bare.to_owned());
            }
            if self.says(next, "as")
                && let Some((alias, _)) = self.path(next + 1, definition.head)
            {
                self.aliases.insert(alias, name.clone());
            }
            self.tables.insert(name);
        } else if self.says(definition.start, "tablepartial")
            && let Some(body) = definition.body
        {
            self.partials.insert(name, body);
        }
    }

    /// A table's name, with the schema `public` where another schema has one of that name too.
    fn real_name(&self, name: String) -> String {
        let name = self.aliases.get(&name).cloned().unwrap_or(name);
        if self.elsewhere.contains(&name) && self.tables.contains(&name) { format!("public.{name}") } else { name }
    }

    fn definition(&mut self, definition: &Definition) {
        let Definition { start, head, body, end } = *definition;
        let keyword = self.token(start).filter(|t| t.kind == Kind::Word).map(|t| t.text.to_ascii_lowercase());
        let name = self.path(start + 1, head);
        match (keyword.as_deref(), name, body) {
            (Some("table"), Some((name, next)), Some(body)) => self.table(self.real_name(name), next, definition, body),
            (Some("enum"), Some((name, _)), Some((from, to))) => {
                let values = lines(&self.tokens, from, to).into_iter().filter_map(|(at, _)| self.token(at)?.name());
                let values = values.collect();
                let place = self.place(start, end);
                self.facts.push(Fact::Enum(EnumType { name, values, inline: false, place }));
            }
            (Some("ref"), _, body) => self.references(start, head, body),
            (Some("tablepartial"), Some(_), Some(_)) => {}
            (Some(word), _, _) if LEFT_OUT.contains(&word) => {}
            (Some("use" | "reuse"), _, _) => {
                let understood = "takes over what another file defines, and that file is not looked for";
                self.warn(start, end, understood, "name that file too, with `--db` or `database = […]`");
            }
            (Some("table" | "enum" | "tablepartial"), _, _) => {
                self.warn(start, head, "has no name or no braces; it is left out", "write `Table name { … }`");
            }
            _ => {
                let help = "start with `Table`, `Enum`, `Ref`, `TablePartial`, `TableGroup`, `Project` or `Note`";
                self.warn(start, head, "starts nothing that is known here; it is left out", help);
            }
        }
    }

    /// Settings in brackets: the name of each and its value as a range of tokens.
    fn settings(&self, open: usize) -> Vec<(String, (usize, usize))> {
        let Some(close) = self.token(open).map(|t| t.pair).filter(|&close| close > open) else { return Vec::new() };
        let mut settings = Vec::new();
        for (from, to) in pieces(&self.tokens, open + 1, close) {
            let colon = (from..to).find(|&i| self.is(i, ":")).unwrap_or(to);
            let words: Vec<String> =
                (from..colon).filter_map(|i| Some(self.token(i)?.text.to_ascii_lowercase())).collect();
            settings.push((words.join(" "), ((colon + 1).min(to), to)));
        }
        settings
    }

    /// The text of a value, if it is one.
    fn string(&self, (from, to): (usize, usize)) -> Option<String> {
        self.token(from).filter(|_| from < to).and_then(Token::string)
    }
}

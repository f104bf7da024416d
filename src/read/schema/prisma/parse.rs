//! From the text of a Prisma schema to its blocks, fields and attributes.

use crate::diagnostic::{Diagnostic, codes};
use crate::read::schema::token::{Grammar, Kind, Token, lines, pieces, slice, tokens};
use crate::text::{Place, Source, Span};

const GRAMMAR: Grammar =
    Grammar { dashes: true, docs: true, definitions: &["model", "view", "enum", "type", "datasource", "generator"] };

/// What a block defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    Model,
    View,
    Enum,
    /// `type Address { … }`, a part of a document.
    Composite,
}

/// A model, view, enum or composite type.
#[derive(Debug, Clone)]
pub(super) struct Block<'t> {
    pub(super) kind: BlockKind,
    pub(super) name: &'t str,
    pub(super) doc: Option<String>,
    /// Fields, or the values of an enum.
    pub(super) fields: Vec<Field<'t>>,
    /// `@@…`
    pub(super) attributes: Vec<Attribute<'t>>,
    pub(super) place: Place,
}

/// A field of a model, or a value of an enum (then without a type).
#[derive(Debug, Clone)]
pub(super) struct Field<'t> {
    pub(super) name: &'t str,
    /// Without `?` and `[]`; what stands in `Unsupported("…")`.
    pub(super) ty: String,
    pub(super) optional: bool,
    pub(super) list: bool,
    pub(super) doc: Option<String>,
    pub(super) attributes: Vec<Attribute<'t>>,
    pub(super) place: Place,
}

/// `@relation("x", fields: [a])`, `@@index([a, b])`, `@db.VarChar(10)`.
#[derive(Debug, Clone)]
pub(super) struct Attribute<'t> {
    /// Without `@`: `relation`, `db.VarChar`.
    pub(super) name: &'t str,
    /// The arguments as written, with their brackets.
    pub(super) written: &'t str,
    pub(super) arguments: Vec<Argument<'t>>,
    pub(super) place: Place,
}

/// One argument.
#[derive(Debug, Clone)]
pub(super) struct Argument<'t> {
    pub(super) name: Option<&'t str>,
    /// As written.
    pub(super) written: &'t str,
    /// Its text, if it is one: `"x"`.
    pub(super) string: Option<String>,
    /// The names in a list such as `[a, b(sort: Desc), c.d]`; a lone name is a list of one.
    pub(super) names: Vec<&'t str>,
}

impl<'t> Attribute<'t> {
    /// The argument of that name, or the one without a name at this position.
    pub(super) fn argument(&self, name: &str, position: usize) -> Option<&Argument<'t>> {
        let named = self.arguments.iter().find(|a| a.name == Some(name));
        named.or_else(|| self.arguments.iter().filter(|a| a.name.is_none()).nth(position))
    }

    /// The text of an argument.
    pub(super) fn string(&self, name: &str, position: usize) -> Option<String> {
        self.argument(name, position).and_then(|a| a.string.clone())
    }
}

impl<'t> Field<'t> {
    /// The attribute of that name.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'t>> {
        self.attributes.iter().find(|a| a.name == name)
    }
}

impl<'t> Block<'t> {
    /// The attribute of that name.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'t>> {
        self.attributes.iter().find(|a| a.name == name)
    }
}

/// Reads the blocks of a file.
pub(super) fn parse<'t>(source: &'t Source, diagnostics: &mut Vec<Diagnostic>) -> Vec<Block<'t>> {
    let text = source.text();
    let tokens = tokens(text, &GRAMMAR);
    let mut parser = Parser { source, text, tokens, diagnostics };
    parser.blocks()
}

struct Parser<'t, 'd> {
    source: &'t Source,
    text: &'t str,
    tokens: Vec<Token<'t>>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'t> Parser<'t, '_> {
    fn place(&self, from: usize, to: usize) -> Place {
        let start = self.tokens.get(from).map_or(0, |t| t.start);
        let end = to.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(start, |t| t.end);
        self.source.place(Span::new(start, end))
    }

    fn warn(&mut self, from: usize, to: usize, message: String, help: &str) {
        let place = self.place(from, to);
        self.diagnostics.push(Diagnostic::warning(codes::SCHEMA_UNREAD, place, message).with_help(help));
    }

    fn blocks(&mut self) -> Vec<Block<'t>> {
        let mut blocks = Vec::new();
        let mut docs: Vec<&str> = Vec::new();
        let mut at = 0;
        while let Some(token) = self.tokens.get(at).copied() {
            match token.kind {
                Kind::Doc => docs.push(token.text),
                // A blank line parts a comment from what follows.
                Kind::Line if self.tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Line) => docs.clear(),
                Kind::Word => {
                    at = self.block(at, joined(&docs), &mut blocks);
                    docs.clear();
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        blocks
    }

    /// Reads what starts with a word at the top of the file; gives the token to go on from.
    fn block(&mut self, at: usize, doc: Option<String>, blocks: &mut Vec<Block<'t>>) -> usize {
        let line_end = (at..self.tokens.len())
            .find(|&i| self.tokens.get(i).is_none_or(|t| t.kind == Kind::Line))
            .unwrap_or(self.tokens.len());
        let open = (at..line_end).find(|&i| self.tokens.get(i).is_some_and(|t| t.is("{")));
        let (keyword, name) = match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(keyword), Some(name)) => (keyword.text, *name),
            _ => ("", Token { kind: Kind::Line, text: "", start: 0, end: 0, pair: 0 }),
        };
        let kind = match keyword {
            "model" => BlockKind::Model,
            "view" => BlockKind::View,
            "enum" => BlockKind::Enum,
            "type" => BlockKind::Composite,
            "datasource" | "generator" => return self.end_of(at, open, line_end),
            _ => {
                let written = slice(self.text, &self.tokens, at, line_end);
                let message = format!("`{}` starts nothing that is known here; it is left out", short(written));
                self.warn(at, line_end, message, "define a `model`, `view`, `enum` or `type` with a name and braces");
                return self.end_of(at, open, line_end);
            }
        };
        let (Kind::Word, Some(open)) = (name.kind, open) else {
            let message = format!("this `{keyword}` has no name or no braces; it is left out");
            self.warn(at, line_end, message, "write it as `model Name { … }`");
            return self.end_of(at, open, line_end);
        };
        let closed = self.tokens.get(open).is_some_and(|t| t.pair > open);
        let end = if closed {
            self.end_of(at, Some(open), line_end) - 1
        } else {
            let end = self.next_definition(open + 1);
            let message =
                format!("the `{keyword} {}` is never closed; it was read up to the next definition", name.text);
            self.warn(at, line_end, message, "close it with `}` on a line of its own");
            end
        };
        let mut block = Block {
            kind,
            name: name.text,
            doc,
            fields: Vec::new(),
            attributes: Vec::new(),
            place: self.place(at, if closed { end + 1 } else { self.last_word(end) }),
        };
        self.body(open + 1, end, &mut block);
        blocks.push(block);
        if closed { end + 1 } else { end }
    }

    /// The token after a block, or after a line that has none.
    fn end_of(&self, at: usize, open: Option<usize>, line_end: usize) -> usize {
        let end = open.and_then(|i| self.tokens.get(i).map(|t| t.pair)).filter(|&end| Some(end) > open);
        end.map_or(line_end, |end| end + 1).max(at + 1)
    }

    /// Where the next line starts that begins a definition.
    fn next_definition(&self, from: usize) -> usize {
        let starts = |i: usize| {
            let first =
                self.tokens.get(i).is_some_and(|t| t.kind == Kind::Word && GRAMMAR.definitions.contains(&t.text));
            let braced = self.tokens.get(i + 2).is_some_and(|t| t.is("{"));
            first && braced && self.tokens.get(i - 1).is_some_and(|t| t.kind == Kind::Line)
        };
        (from..self.tokens.len()).find(|&i| starts(i)).unwrap_or(self.tokens.len())
    }

    fn last_word(&self, end: usize) -> usize {
        let blank = |i: usize| self.tokens.get(i).is_some_and(|t| matches!(t.kind, Kind::Line | Kind::Doc));
        (0..end).rev().find(|&i| !blank(i)).map_or(end, |i| i + 1)
    }

    fn body(&mut self, from: usize, to: usize, block: &mut Block<'t>) {
        let mut docs: Vec<&str> = Vec::new();
        for (start, end) in lines(&self.tokens, from, to) {
            let Some(first) = self.tokens.get(start).copied() else { continue };
            if first.kind == Kind::Doc {
                docs.push(first.text);
                continue;
            }
            let trailing: Vec<&str> = (start..end)
                .filter_map(|i| self.tokens.get(i))
                .filter(|t| t.kind == Kind::Doc)
                .map(|t| t.text)
                .collect();
            docs.extend(trailing);
            let doc = joined(&std::mem::take(&mut docs));
            if first.is("@") {
                let attributes = self.attributes(start, end);
                block.attributes.extend(attributes);
            } else if let Some(field) = self.field(start, end, doc, block.kind) {
                block.fields.push(field);
            } else {
                let written = slice(self.text, &self.tokens, start, end);
                let message = format!("`{}` in `{}` is no field; it is left out", short(written), block.name);
                self.warn(start, end, message, "write a field as `name Type`, with `?` or `[]` behind the type");
            }
        }
    }

    fn field(&self, start: usize, end: usize, doc: Option<String>, kind: BlockKind) -> Option<Field<'t>> {
        let name = self.tokens.get(start).filter(|t| t.kind == Kind::Word)?;
        let mut field = Field {
            name: name.text,
            ty: String::new(),
            optional: false,
            list: false,
            doc,
            attributes: Vec::new(),
            place: self.place(start, end),
        };
        let mut at = start + 1;
        if kind != BlockKind::Enum {
            if self.tokens.get(at).is_some_and(|t| t.is(":")) {
                at += 1;
            }
            let ty = self.tokens.get(at).filter(|t| at < end && t.kind == Kind::Word)?;
            ty.text.clone_into(&mut field.ty);
            at += 1;
            while let Some(token) = self.tokens.get(at).filter(|_| at < end) {
                match token.text {
                    "(" if token.pair > at => {
                        let inner = self.tokens.get(at + 1).and_then(Token::string);
                        field.ty = inner.unwrap_or(field.ty);
                        at = token.pair;
                    }
                    "?" => field.optional = true,
                    "!" => {}
                    "[" if token.pair > at => {
                        field.list = true;
                        at = token.pair;
                    }
                    _ => break,
                }
                at += 1;
            }
        }
        field.attributes = self.attributes(at, end);
        Some(field)
    }

    fn attributes(&self, start: usize, end: usize) -> Vec<Attribute<'t>> {
        let mut attributes = Vec::new();
        let mut at = start;
        while at < end {
            if !self.tokens.get(at).is_some_and(|t| t.is("@")) {
                at += 1;
                continue;
            }
            let from = at;
            while self.tokens.get(at).is_some_and(|t| t.is("@")) {
                at += 1;
            }
            let first = at;
            at += 1;
            while self.tokens.get(at).is_some_and(|t| t.is(".")) && at + 1 < end {
                at += 2;
            }
            let name = slice(self.text, &self.tokens, first, at.min(end));
            let mut arguments = Vec::new();
            let open = at;
            if let Some(token) = self.tokens.get(at).filter(|t| at < end && t.is("(") && t.pair > at) {
                arguments.extend(pieces(&self.tokens, at + 1, token.pair).into_iter().map(|p| self.argument(p)));
                at = token.pair + 1;
            }
            let written = slice(self.text, &self.tokens, open, at.min(end));
            attributes.push(Attribute { name, written, arguments, place: self.place(from, at.min(end)) });
        }
        attributes
    }

    fn argument(&self, (mut from, to): (usize, usize)) -> Argument<'t> {
        let mut name = None;
        if let (Some(word), Some(colon)) = (self.tokens.get(from), self.tokens.get(from + 1))
            && word.kind == Kind::Word
            && colon.is(":")
        {
            name = Some(word.text);
            from += 2;
        }
        let first = self.tokens.get(from).filter(|_| from < to);
        let names = match first {
            Some(token) if token.is("[") && token.pair > from => pieces(&self.tokens, from + 1, token.pair),
            Some(_) => vec![(from, to)],
            None => Vec::new(),
        };
        let names = names.into_iter().filter_map(|(start, end)| self.path(start, end)).collect();
        Argument {
            name,
            written: slice(self.text, &self.tokens, from, to),
            string: first.and_then(Token::string),
            names,
        }
    }

    /// `a`, or `a.b` with what follows in brackets left out.
    fn path(&self, start: usize, end: usize) -> Option<&'t str> {
        self.tokens.get(start).filter(|t| t.kind == Kind::Word)?;
        let mut at = start + 1;
        while at + 1 < end && self.tokens.get(at).is_some_and(|t| t.is(".")) {
            at += 2;
        }
        Some(slice(self.text, &self.tokens, start, at))
    }
}

/// The text of comments `/// …`.
fn joined(docs: &[&str]) -> Option<String> {
    let text: Vec<&str> = docs.iter().map(|doc| doc.trim_start_matches('/').trim()).filter(|l| !l.is_empty()).collect();
    Some(text.join(" ")).filter(|text| !text.is_empty())
}

/// A line for a message.
fn short(written: &str) -> String {
    let line = written.lines().next().unwrap_or_default();
    if line.chars().count() > 60 { line.chars().take(60).chain(['…']).collect() } else { line.to_owned() }
}

//! Database plans in markdown.
//!
//! The outline is walked once. Headings, captions, bold lines and bullets open scopes: what a part is
//! about (tables, indexes, policies, …) and which table it speaks of. What stands in a scope is read
//! accordingly: in a table's definition bullets are columns, below "Indexes" they are not. A name opens
//! a table only where columns stand below it, or where the plan says that it is one.

mod ahead;
mod code;
mod diagram;
mod entry;
mod evidence;
mod grid;
mod heading;
mod item;
mod line;
mod name;
mod prose;
mod relation;
mod scope;

use std::collections::HashSet;

use self::ahead::Ahead;
use self::grid::Grid;
use self::name::Name;
use self::scope::{Kind, Scope};
use super::fact::Fact;
use crate::model::schema::table_key;
use crate::read::blocks::{Block, BlockKind, Outline};
use crate::text::{Place, Source, Span};

/// Reads a markdown document.
pub(super) fn read(source: &Source, outline: &Outline, facts: &mut Vec<Fact>) {
    let mut reader = Reader {
        source,
        outline,
        ahead: Ahead::new(outline),
        facts,
        scopes: Vec::new(),
        tables: HashSet::new(),
        grid: None,
        drawn: Vec::new(),
    };
    let mut at = 0;
    while at < outline.blocks.len() {
        at = reader.block(at).max(at + 1);
    }
    diagram::add(std::mem::take(&mut reader.drawn), reader.facts);
    let defined = reader.facts.iter().any(|f| matches!(f, Fact::Column { .. }));
    if !defined {
        prose::read(source, outline, facts);
    }
}

/// The state of the walk.
struct Reader<'a> {
    source: &'a Source,
    outline: &'a Outline,
    ahead: Ahead<'a>,
    facts: &'a mut Vec<Fact>,
    /// From the outermost to the innermost.
    scopes: Vec<Scope>,
    /// Keys of the tables and views that were announced so far.
    tables: HashSet<String>,
    grid: Option<Grid>,
    /// What diagrams say; it counts after everything else.
    drawn: Vec<Fact>,
}

impl<'a> Reader<'a> {
    fn blocks(&self) -> &'a [Block] {
        &self.outline.blocks
    }

    fn text(&self, block: &Block) -> &'a str {
        self.outline.text_of(block)
    }

    fn place(&self, block: &Block) -> Place {
        self.source.place(block.span)
    }

    /// Reads the block at an index; gives the index to go on from.
    fn block(&mut self, at: usize) -> usize {
        let Some(block) = self.blocks().get(at) else { return at + 1 };
        match &block.kind {
            BlockKind::Heading { level } => self.heading(at, block, *level),
            BlockKind::Item { number } => self.item(at, block, *number),
            BlockKind::Line => return self.line(at, block),
            BlockKind::Row { table, header, cells } => self.row(block, *table, *header, cells),
            BlockKind::Code { language } => self.code(at, block, *language),
            BlockKind::Rule => {}
        }
        at + 1
    }

    fn close(&mut self, rank: usize) {
        while self.scopes.last().is_some_and(|s| s.rank >= rank) {
            self.scopes.pop();
        }
    }

    fn kind(&self) -> Kind {
        self.scopes.last().map_or(Kind::Unknown, |s| s.kind)
    }

    fn subject(&self) -> Option<String> {
        self.scopes.last().and_then(|s| s.subject.clone())
    }

    /// Opens a scope; whatever stands below what is not part of the plan is not part of it either.
    fn open(&mut self, rank: usize, kind: Kind, subject: Option<String>) {
        let kind = if self.kind().is_unreal() { self.kind() } else { kind };
        self.scopes.push(Scope { rank, kind, subject, columns: Vec::new() });
    }

    /// The name, if it is one of a table that was announced.
    fn known(&self, name: &str) -> Option<String> {
        self.tables.contains(&table_key(name)).then(|| name.to_owned())
    }

    /// Begins the definition of a table or view that ends with the block before `end`.
    fn announce(&mut self, rank: usize, name: &Name, view: bool, at: usize, end: usize) {
        if self.kind().is_unreal() {
            return self.open(rank, self.kind(), None);
        }
        let span = self.span(at, end);
        let place = self.source.place(span);
        self.tables.insert(table_key(&name.text));
        let description = name.description();
        if view {
            self.facts.push(Fact::View { name: name.text.clone(), columns: Vec::new(), place });
            self.open(rank, Kind::View, Some(name.text.clone()));
        } else {
            self.facts.push(Fact::Table { name: name.text.clone(), description, place });
            self.open(rank, Kind::Define, Some(name.text.clone()));
        }
    }

    /// The bytes of the blocks from `at` up to `end`, a rule at the end left out.
    fn span(&self, at: usize, end: usize) -> Span {
        let blocks = self.blocks().get(at..end).unwrap_or_default();
        let last = blocks.iter().rev().find(|b| b.kind != BlockKind::Rule);
        match (blocks.first(), last) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span::default(),
        }
    }
}

//! Database plans in markdown.
//!
//! The outline is walked once. Headings, captions, bold lines and bullets open scopes: what a part is
//! about (tables, indexes, policies, …) and which table it speaks of. What stands in a scope is read
//! accordingly: in a table's definition bullets are columns, below "Indexes" they are not. A name opens
//! a table only where columns stand below it, or where the plan says that it is one.

mod diagram;
mod entry;
mod evidence;
mod grid;
mod name;
mod prose;
mod relation;
mod scope;

use std::collections::HashSet;

use self::grid::Grid;
use self::name::Name;
use self::scope::{Kind, Scope};
use super::fact::{Constraint, Fact};
use super::sql::{self, Fragment};
use super::words::words;
use crate::model::schema::table_key;
use crate::read::blocks::{Block, BlockKind, Outline, outline};
use crate::text::{Place, Source, Span};

/// Reads a markdown document.
pub(super) fn read(source: &Source, facts: &mut Vec<Fact>) {
    let outline = outline(source);
    let mut reader = Reader {
        source,
        outline: &outline,
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
        prose::read(source, &outline, facts);
    }
}

/// The state of the walk.
struct Reader<'a> {
    source: &'a Source,
    outline: &'a Outline,
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
        self.scopes.push(Scope { rank, kind, subject });
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

    fn heading(&mut self, at: usize, block: &Block, level: u8) {
        self.grid = None;
        let rank = usize::from(level) * 10;
        self.close(rank);
        let text = self.text(block);
        let parent = self.kind();
        let name = name::in_title(text);
        let own = scope::section_of(text, name.as_ref());
        let below = evidence::below_heading(self.outline, at, level);
        let open_kind = own.unwrap_or(parent);
        // `### User` with `Table name: users` below is about `users`.
        let below_name =
            || self.following_text(at).iter().find_map(|l| name::in_title(l).filter(|n| n.label && n.leads));
        let name = match name {
            Some(weak) if !weak.strong && below.grid => Some(below_name().unwrap_or(weak)),
            name => name,
        };
        if let Some(name) = name.as_ref().filter(|n| n.leads)
            && matches!(parent, Kind::Enums | Kind::Enum)
            && own.is_none()
            && !below.grid
            && (below.values || below.bullets == 0)
        {
            entry::enum_value(self, block, text);
            return self.open(rank, Kind::Enum, Some(name.text.clone()));
        }
        if let Some(name) = &name {
            let may_define = matches!(parent, Kind::Tables | Kind::Unknown | Kind::Define | Kind::Views | Kind::View)
                || (name.label && !parent.is_about_others() && matches!(own, None | Some(Kind::Tables | Kind::Views)))
                || (name.strong && own == Some(Kind::Tables));
            let section_word = matches!(
                own,
                Some(Kind::Columns | Kind::Constraints | Kind::Indexes | Kind::Policies | Kind::Relations)
            ) || (own.is_some()
                && !name.strong
                && parent != Kind::Tables
                && !(own == Some(Kind::Notes) && (below.grid || below.bullets > 1)))
                || own == Some(Kind::Tables) && !name.strong;
            if name.leads && may_define && !section_word {
                let view = parent == Kind::Views || name.view;
                let is_enum = !below.columns() && (below.values || parent == Kind::Enums);
                let end = evidence::end_of_heading(self.outline, at, level);
                if view {
                    return self.announce(rank, name, true, at, end);
                }
                if !is_enum
                    && (below.grid || below.bullets >= if name.strong || parent == Kind::Tables { 1 } else { 2 })
                {
                    return self.announce(rank, name, false, at, end);
                }
                let said = parent == Kind::Tables && name.strong || name.label;
                if said && self.holds_definitions(at, end) {
                    return self.open(rank, Kind::Tables, None);
                }
                if said && !is_enum && !below.sql && !self.is_vendors(text, at, end) {
                    return self.announce(rank, name, false, at, end);
                }
                if is_enum {
                    return self.open(rank, Kind::Enum, Some(name.text.clone()));
                }
            }
            let known = self.known(&name.text);
            if let Some(table) = known.clone().filter(|_| matches!(open_kind, Kind::Indexes | Kind::Policies)) {
                let end = evidence::end_of_heading(self.outline, at, level);
                let place = self.source.place(self.span(at, end));
                self.facts.push(Fact::More { table, place });
            }
            let subject = known.or_else(|| self.subject());
            let kind =
                if open_kind == Kind::Define && own.is_none() && !below.columns() { Kind::Notes } else { open_kind };
            return self.open(rank, kind, subject);
        }
        if own.is_none()
            && below.grid
            && matches!(parent, Kind::Tables | Kind::Unknown)
            && let Some(name) = name::from_title(text, &self.following_text(at))
        {
            let end = evidence::end_of_heading(self.outline, at, level);
            return self.announce(rank, &name, false, at, end);
        }
        let subject = self.subject();
        let kind = match open_kind {
            Kind::Define if own.is_none() && !below.columns() => Kind::Notes,
            Kind::Enum => Kind::Enums,
            kind => kind,
        };
        self.open(rank, kind, subject);
    }

    /// Whether headings in a section define tables, so that its own title names a group of them.
    fn holds_definitions(&self, at: usize, end: usize) -> bool {
        let blocks = self.blocks().get(..end).unwrap_or_default().iter().enumerate().skip(at + 1);
        blocks.take(60).any(|(i, block)| match block.kind {
            BlockKind::Heading { level } => {
                let text = self.text(block);
                let name = name::in_title(text).filter(|n| n.leads && scope::section_of(text, Some(n)).is_none());
                name.is_some() && evidence::below_heading(self.outline, i, level).columns()
            }
            _ => false,
        })
    }

    /// Whether the text right below a name says that a vendor looks after the table.
    fn is_vendors(&self, title: &str, at: usize, end: usize) -> bool {
        let below = self.blocks().get(at + 1..end.min(at + 4)).unwrap_or_default();
        words().says("vendor", title) || below.iter().any(|b| words().says("vendor", self.text(b)))
    }

    /// The first lines below a heading, which may name its table: ``Table: `users` ``.
    fn following_text(&self, at: usize) -> Vec<&'a str> {
        let below = self.blocks().get(at + 1..(at + 4).min(self.blocks().len())).unwrap_or_default();
        below
            .iter()
            .take_while(|b| matches!(b.kind, BlockKind::Line | BlockKind::Item { .. }))
            .map(|b| self.text(b))
            .collect()
    }

    fn item(&mut self, at: usize, block: &Block, number: Option<u64>) {
        self.grid = None;
        let rank = 100 + block.indent;
        self.close(rank);
        let text = self.text(block);
        if number.is_some() && block.indent < 4 && self.is_outermost_section(at, text) {
            self.close(70);
            let name = name::in_title(text);
            let kind = scope::section_of(text, name.as_ref()).unwrap_or(Kind::Unknown);
            return self.open(70, kind, None);
        }
        match self.kind() {
            Kind::Tables | Kind::Unknown | Kind::Views => self.item_among_tables(at, block, rank),
            _ => self.entry(at, block, rank),
        }
    }

    /// Whether a numbered item is a heading in all but its marks: a plan without headings has
    /// `1. List of tables` with everything below it.
    fn is_outermost_section(&self, at: usize, text: &str) -> bool {
        let inside = self.scopes.iter().any(|s| s.rank < 70 && s.rank > 10);
        let next_is_number =
            self.blocks().get(at + 1).is_some_and(|next| matches!(next.kind, BlockKind::Item { number: Some(_) }));
        !inside && !next_is_number && !text.ends_with('.') && scope::section_of(text, None).is_some()
    }

    /// A bullet where tables are listed: one of them, a caption, or something else.
    fn item_among_tables(&mut self, at: usize, block: &Block, rank: usize) {
        let text = self.text(block);
        let name = name::in_title(text);
        let below = evidence::below_item(self.outline, at, block.indent);
        if let Some(name) = name.as_ref().filter(|n| n.leads) {
            let end = evidence::end_of_item(self.outline, at, block.indent);
            let view = name.view || (self.kind() == Kind::Views && below.items > 0);
            if view {
                return self.announce(rank, name, true, at, end);
            }
            if !scope::is_section_word(text) || name.strong {
                let enough = if self.kind() == Kind::Tables || name.strong { 1 } else { 2 };
                if below.bullets >= enough || below.grid {
                    return self.announce(rank, name, false, at, end);
                }
                if below.values {
                    return self.open(rank, Kind::Enum, Some(name.text.clone()));
                }
            }
        }
        if let Some((kind, value)) = scope::caption(text) {
            if value.is_empty() || below.items > 0 {
                return self.open(rank, kind, self.subject());
            }
            if kind == Kind::Enums {
                entry::enum_value(self, block, value);
            }
            return;
        }
        if self.kind() == Kind::Tables && self.scopes.iter().all(|s| s.kind != Kind::Define) {
            relation::read(self, block);
        }
    }

    fn line(&mut self, at: usize, block: &Block) -> usize {
        self.grid = None;
        let text = self.text(block);
        if let Some(end) = self.bare_sql(at, text) {
            return end;
        }
        // A line that is indented below a bullet belongs to it.
        let nested =
            block.indent >= 2 && self.scopes.last().is_some_and(|s| s.rank >= 100 && s.rank < 100 + block.indent);
        let rank = if nested { 100 + block.indent } else { 90 };
        let bold = self.outline.bold_line(block);
        let title = bold.map_or(text, |span| self.outline.slice(span));
        let stands_alone = bold.is_some() || text.trim_end().trim_end_matches(['*', '_']).ends_with(':');
        let name = name::in_title(title.trim_end_matches(':')).filter(|n| n.leads && (stands_alone || n.label));
        if let Some(name) = name {
            let below = evidence::below_line(self.outline, at);
            let outside = self.scopes.iter().rev().find(|s| s.rank < 80).map_or(Kind::Unknown, |s| s.kind);
            let allowed = matches!(outside, Kind::Tables | Kind::Unknown | Kind::Views)
                || outside == Kind::Define && (name.label || name.strong && bold.is_some());
            let fits = !scope::is_section_word(title) || name.strong || name.label;
            if allowed && fits && (below.grid || below.bullets > usize::from(!name.strong && outside != Kind::Tables)) {
                self.close(80);
                let end = evidence::end_of_line(self.outline, at);
                self.announce(80, &name, name.view, at, end);
                return at + 1;
            }
        }
        if stands_alone
            && !nested
            && let Some((kind, value)) = scope::caption(title)
            && value.is_empty()
        {
            self.close(rank);
            let goes_on = kind == Kind::Tables && self.subject().is_some()
                || kind == Kind::Notes && self.kind() == Kind::Define && self.column_follows(at);
            let kind = if goes_on { self.kind() } else { kind };
            self.open(rank, kind, self.subject());
            return at + 1;
        }
        if stands_alone && !nested && text.trim_end().trim_end_matches('*').ends_with(':') {
            // A caption without a word that we know goes on with what the scope around it holds.
            let subject = name::in_title(title.trim_end_matches(':')).and_then(|n| self.known(&n.text));
            self.close(rank);
            if subject.is_some() && !matches!(self.kind(), Kind::Define | Kind::Tables | Kind::Unknown) {
                self.open(rank, self.kind(), subject);
            }
            return at + 1;
        }
        if !nested {
            self.close(100);
        }
        self.paragraph(at, block);
        at + 1
    }

    /// Whether the next block is a bullet with a column: `Versions:` may well head some of them.
    fn column_follows(&self, at: usize) -> bool {
        let next = self.blocks().get(at + 1).filter(|b| matches!(b.kind, BlockKind::Item { .. }));
        next.is_some_and(|b| evidence::is_column(self.text(b)))
    }

    /// SQL outside of fences: reads up to the line that ends the statement.
    fn bare_sql(&mut self, at: usize, text: &str) -> Option<usize> {
        if !scope::starts_sql(text) {
            return None;
        }
        let mut end = at;
        for (i, block) in self.blocks().iter().enumerate().skip(at) {
            if matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Row { .. }) {
                break;
            }
            end = i + 1;
            if self.outline.slice(block.span).trim_end().ends_with(';') {
                break;
            }
        }
        let span = self.span(at, end);
        self.sql(span, false);
        Some(end)
    }

    fn code(&mut self, at: usize, block: &Block, language: Span) {
        let language = self.outline.slice(language).trim().to_ascii_lowercase();
        let text = self.outline.slice(block.text);
        let is_sql = ["sql", "postgres", "postgresql", "plpgsql", "pgsql", "psql", "mysql", "tsql", "sqlite", "ddl"]
            .iter()
            .any(|l| language.starts_with(l));
        if is_sql || text.lines().take(40).any(scope::starts_sql) {
            let hypothetical = at
                .checked_sub(1)
                .and_then(|i| self.blocks().get(i))
                .is_some_and(|b| b.kind == BlockKind::Line && words().says("hypothetical", self.text(b)));
            self.sql(block.text, hypothetical);
        } else if diagram::is_diagram(&language, text) {
            if !self.kind().is_unreal() {
                self.drawn.extend(diagram::read(self.source, block.text.start, text));
            }
        } else if language.is_empty() || language.starts_with("text") || language.starts_with("plain") {
            entry::plain_fence(self, block);
        }
    }

    /// Where an example repeats a table of the plan, tables that only the example has are none, and
    /// keys that lead elsewhere do not count.
    fn keep_what_is_known(&mut self, from: usize) {
        let mut read = self.facts.split_off(from);
        let known = |table: &String| self.tables.contains(&table_key(table));
        if read.iter().any(|fact| matches!(fact, Fact::Table { name, .. } if known(name))) {
            read.retain(|fact| fact.table().is_none_or(known));
            for fact in &mut read {
                if let Fact::Column { facts, .. } = fact {
                    facts.retain(|f| !matches!(f, Constraint::ForeignKey { .. }));
                }
            }
        }
        self.facts.append(&mut read);
    }

    fn sql(&mut self, span: Span, hypothetical: bool) {
        let kind = self.kind();
        if kind.is_unreal() {
            return;
        }
        let additions = !hypothetical && kind != Kind::Notes;
        let fragment = Fragment { source: self.source, base: span.start, text: self.outline.slice(span), additions };
        let from = self.facts.len();
        sql::read(fragment, self.facts);
        if kind == Kind::Examples {
            self.keep_what_is_known(from);
        }
        for fact in self.facts.get(from..).unwrap_or_default() {
            if let Fact::Table { name, .. } | Fact::View { name, .. } = fact {
                self.tables.insert(table_key(name));
            }
        }
    }
}

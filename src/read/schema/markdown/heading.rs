//! Headings: of a table, a view, an enum, or of a section with more of them.

use super::evidence::{self, Evidence};
use super::name::{self, Name};
use super::scope::{self, Kind, NUMBERED};
use super::{Reader, entry};
use crate::read::blocks::{Block, BlockKind};
use crate::read::schema::fact::{Fact, is_identifier};
use crate::read::schema::words::words;

/// A heading with what it says and what stands around it.
struct Heading<'a> {
    block: &'a Block,
    at: usize,
    /// The index behind the last block of its section.
    end: usize,
    rank: usize,
    text: &'a str,
    /// What its section is about, by its words.
    own: Option<Kind>,
    /// What the section around it is about.
    parent: Kind,
    below: Evidence,
}

impl Heading<'_> {
    /// Whether a name in it is that of an enum, since it stands among enums.
    fn is_among_enums(&self) -> bool {
        matches!(self.parent, Kind::Enums | Kind::Enum)
            && self.own.is_none()
            && !self.below.grid
            && (self.below.values || self.below.bullets == 0)
    }

    /// Whether what stands below it is an enum wherever the heading stands.
    fn holds_values(&self) -> bool {
        !self.below.columns() && (self.below.values || self.parent == Kind::Enums)
    }

    /// Whether tables may be defined where it stands.
    fn may_define(&self, name: &Name) -> bool {
        let among = matches!(self.parent, Kind::Tables | Kind::Unknown | Kind::Define | Kind::Views | Kind::View);
        let labelled =
            name.label && !self.parent.is_about_others() && matches!(self.own, None | Some(Kind::Tables | Kind::Views));
        among || labelled || name.strong && self.own == Some(Kind::Tables)
    }

    /// Whether its name is no more than the word for a section.
    fn is_section(&self, name: &Name) -> bool {
        let Some(own) = self.own else { return false };
        let notes_with_columns = own == Kind::Notes && (self.below.grid || self.below.typed > 1);
        match own {
            Kind::Columns | Kind::Constraints | Kind::Indexes | Kind::Policies | Kind::Relations => true,
            Kind::Tables => !name.strong,
            // Below a table `Notes` is a part of its definition, not another table.
            _ if self.parent == Kind::Define => !name.strong,
            _ => !name.strong && self.parent != Kind::Tables && !notes_with_columns,
        }
    }

    /// What it goes on with: a part of a definition without columns is a remark.
    fn kind(&self) -> Kind {
        match self.own.unwrap_or(self.parent) {
            Kind::Define if self.own.is_none() && !self.below.columns() => Kind::Notes,
            kind => kind,
        }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn heading(&mut self, at: usize, block: &'a Block, level: u8) {
        self.grid = None;
        if evidence::is_remark(self.outline, at) {
            return;
        }
        // A heading inside a numbered section is a part of it.
        let nested = block.indent >= 2 && self.scopes.iter().any(|s| s.rank == NUMBERED);
        let rank = if nested { NUMBERED + usize::from(level) } else { usize::from(level) * 10 };
        self.close(rank);
        let text = self.text(block);
        let name = name::in_brackets(text).or_else(|| name::in_title(text));
        let own = scope::section_of(text, name.as_ref());
        let below = evidence::below_heading(&self.ahead, at, level);
        let end = evidence::end_of_heading(self.outline, at, level);
        let heading = Heading { block, at, end, rank, text, own, parent: self.kind(), below };
        match name {
            // `### User` with `Table name: users` below is about `users`.
            Some(weak) if !weak.strong && heading.below.grid => {
                let below = self.following_text(at);
                let said = below.iter().find_map(|line| name::labelled(line));
                self.named_heading(&heading, &said.unwrap_or(weak));
            }
            Some(name) => self.named_heading(&heading, &name),
            None => self.unnamed_heading(&heading),
        }
    }

    fn named_heading(&mut self, heading: &Heading<'_>, name: &Name) {
        if name.leads && heading.is_among_enums() {
            entry::enum_value(self, heading.block, heading.text);
            return self.open(heading.rank, Kind::Enum, Some(name.text.clone()));
        }
        let defines = name.leads && heading.may_define(name) && !heading.is_section(name);
        if defines && self.define(heading, name) {
            return;
        }
        let known = self.known(&name.text);
        let kind = heading.own.unwrap_or(heading.parent);
        if let Some(table) = known.clone().filter(|_| matches!(kind, Kind::Indexes | Kind::Policies)) {
            let place = self.source.place(self.span(heading.at, heading.end));
            self.facts.push(Fact::More { table, place });
        }
        let subject = known.or_else(|| self.subject());
        self.open(heading.rank, heading.kind(), subject);
    }

    /// Begins what a heading defines; `false` where it turns out to define nothing.
    fn define(&mut self, heading: &Heading<'_>, name: &Name) -> bool {
        let Heading { at, end, rank, parent, below, .. } = heading;
        let among_tables = *parent == Kind::Tables;
        let enough = if name.strong || among_tables { 1 } else { 2 };
        let said = among_tables && name.strong || name.label;
        if *parent == Kind::Views || name.view {
            self.announce(*rank, name, true, *at, *end);
        } else if !heading.holds_values() && (below.grid || below.bullets >= enough) {
            self.announce(*rank, name, false, *at, *end);
        } else if said && self.holds_definitions(*at, *end) {
            self.open(*rank, Kind::Tables, None);
        } else if heading.holds_values() {
            self.open(*rank, Kind::Enum, Some(name.text.clone()));
        } else if said && !below.sql && !self.is_vendors(heading.text, *at, *end) {
            self.announce(*rank, name, false, *at, *end);
        } else {
            return false;
        }
        true
    }

    /// A heading without a name: its words may be one, if columns stand right below.
    fn unnamed_heading(&mut self, heading: &Heading<'_>) {
        if heading.own.is_none()
            && heading.below.grid
            && matches!(heading.parent, Kind::Tables | Kind::Unknown)
            && self.rows_are_named(heading)
            && let Some(name) = name::from_title(heading.text, &self.following_text(heading.at))
        {
            return self.announce(heading.rank, &name, false, heading.at, heading.end);
        }
        let kind = match heading.kind() {
            Kind::Enum => Kind::Enums,
            kind => kind,
        };
        self.open(heading.rank, kind, self.subject());
    }

    /// Whether most rows of the first table below a heading begin with a name, as columns do and
    /// `Money/Budget` does not.
    fn rows_are_named(&self, heading: &Heading<'_>) -> bool {
        let blocks = self.blocks().get(heading.at + 1..heading.end).unwrap_or_default();
        let rows = blocks.iter().skip_while(|b| !matches!(b.kind, BlockKind::Row { .. }));
        let mut firsts = Vec::new();
        for block in rows {
            match &block.kind {
                BlockKind::Row { header: true, .. } if firsts.is_empty() => {}
                BlockKind::Row { header: false, cells, .. } => {
                    firsts.extend(cells.first().map(|c| self.outline.slice(*c).replace(['`', '*', '\\'], "")));
                }
                _ => break,
            }
        }
        firsts.iter().filter(|cell| is_identifier(cell.trim())).count() * 2 >= firsts.len()
    }

    /// Whether headings in a section define tables, so that its own title names a group of them.
    fn holds_definitions(&self, at: usize, end: usize) -> bool {
        let blocks = self.blocks().get(..end).unwrap_or_default().iter().enumerate().skip(at + 1);
        blocks.take(60).any(|(i, block)| match block.kind {
            BlockKind::Heading { level } => {
                let text = self.text(block);
                let name = name::in_title(text).filter(|n| n.leads && scope::section_of(text, Some(n)).is_none());
                name.is_some() && evidence::below_heading(&self.ahead, i, level).columns()
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
}

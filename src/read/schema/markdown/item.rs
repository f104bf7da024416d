//! Bullets: tables where tables are listed, entries of what the scope around them is about elsewhere.

use super::scope::{self, Kind, NUMBERED};
use super::{Reader, entry, evidence, name, relation};
use crate::read::blocks::{Block, BlockKind};

impl Reader<'_> {
    pub(super) fn item(&mut self, at: usize, block: &Block, number: Option<u64>) {
        self.grid = None;
        let rank = 100 + block.indent;
        self.close(rank);
        let text = self.text(block);
        if number.is_some() && block.indent < 4 && self.is_outermost_section(at, text) {
            self.close(NUMBERED);
            let name = name::in_title(text);
            let kind = scope::section_of(text, name.as_ref()).unwrap_or(Kind::Unknown);
            return self.open(NUMBERED, kind, None);
        }
        match self.kind() {
            Kind::Tables | Kind::Unknown | Kind::Views => self.item_among_tables(at, block, rank),
            _ => self.entry(at, block, rank),
        }
    }

    /// Whether a numbered item is a heading in all but its marks: a plan without headings has
    /// `1. List of tables` with everything below it.
    fn is_outermost_section(&self, at: usize, text: &str) -> bool {
        let inside = self.scopes.iter().any(|s| s.rank < NUMBERED && s.rank > 10);
        let next_is_number =
            self.blocks().get(at + 1).is_some_and(|next| matches!(next.kind, BlockKind::Item { number: Some(_) }));
        !inside && !next_is_number && !text.ends_with('.') && scope::section_of(text, None).is_some()
    }

    /// A bullet where tables are listed: one of them, a caption, or something else.
    fn item_among_tables(&mut self, at: usize, block: &Block, rank: usize) {
        let text = self.text(block);
        let name = name::in_title(text);
        let below = evidence::below_item(&self.ahead, at, block.indent);
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
}

//! Lines of paragraphs: titles, captions, SQL without a fence, and what is no title.

use super::scope::{self, Kind};
use super::{Reader, evidence, name};
use crate::read::blocks::{Block, BlockKind};

impl Reader<'_> {
    pub(super) fn line(&mut self, at: usize, block: &Block) -> usize {
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
            let below = evidence::below_line(&self.ahead, at);
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
            let about_tables = self.kind().is_about_others() || self.kind() == Kind::Constraints;
            if subject.is_some() && about_tables {
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
        next.is_some_and(|b| self.ahead.is_typed(b) == Some(true))
    }
}

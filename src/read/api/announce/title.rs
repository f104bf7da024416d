//! The words beside method and path, or on the line above, that say what the endpoint does.

use super::Finder;
use crate::read::api::sections::Layout;
use crate::read::api::target::{Target, targets};
use crate::read::api::words::FIELDS;
use crate::read::blocks::{Block, BlockKind};
use crate::text::Span;

impl Finder<'_, '_> {
    /// A bold line right above, in the same paragraph, or the item that this line is the first part
    /// of: `**List users**` before `` `GET /users` ``.
    pub(super) fn title_on_line_above(&self, index: usize, indent: usize, item: bool) -> Option<(usize, Span)> {
        let (above, own) = (index.checked_sub(1)?, self.layout.block(index)?);
        let block = self.layout.block(above)?;
        let text = self.layout.text(above);
        let labelled = FIELDS.label(text).is_some_and(|l| l.is_clear()) || !targets(text).is_empty();
        if own.apart || labelled || self.found.last().is_some_and(|a| above <= a.head) {
            return None;
        }
        let titles = match block.kind {
            BlockKind::Line => !item && self.layout.outline.bold_line(block).is_some(),
            BlockKind::Item { .. } if !item => block.indent < indent,
            BlockKind::Item { .. } => {
                // An item whose first part names the endpoint and whose further parts describe it.
                let next = self.layout.block(index + 1).filter(|n| n.indent == indent);
                let described = |n: &Block| FIELDS.label(self.layout.outline.text_of(n)).is_some_and(|l| l.is_clear());
                block.indent < indent && next.is_some_and(described)
            }
            _ => false,
        };
        titles.then_some((above, block.text))
    }
}

/// The remark behind (or before) method and path that says what the endpoint does.
pub(super) fn title_beside(text: &str, found: &[Target], layout: &Layout<'_>, index: usize) -> Option<Span> {
    let block = layout.block(index)?;
    let (first, last) = (found.first()?, found.last()?);
    let marks = |c: char| {
        c.is_whitespace()
            || matches!(c, '*' | '`' | '_' | '-' | '–' | '—' | ':' | '(' | ')' | '[' | ']' | '.' | '#' | '|')
    };
    let span_of = |from: usize, to: usize| {
        let part = text.get(from..to)?;
        let inner = part.trim_matches(marks);
        let start = from + (inner.as_ptr() as usize).saturating_sub(part.as_ptr() as usize);
        inner
            .contains(char::is_alphabetic)
            .then(|| Span::new(block.text.start + start, block.text.start + start + inner.len()))
    };
    span_of(last.span.end, text.len()).or_else(|| span_of(0, first.span.start))
}

//! Lines of text as blocks: list marks that markdown itself would not accept, tables right below a
//! list item, cells of table rows.

use super::{Block, BlockKind};
use crate::text::Span;

/// Where lines are added to.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    pub(super) blocks: &'a mut Vec<Block>,
    pub(super) tables: &'a mut usize,
}

impl Lines<'_> {
    /// Adds each line that `run` touches; the first one is a list item where `item` gives
    /// its number.
    pub(super) fn read(self, run: Span, item: Option<Option<u64>>) {
        let mut first = true;
        let mut head: Option<Vec<Span>> = None;
        let mut in_table = false;
        let mut lines = line_spans(self.text, run).peekable();
        while let Some(line) = lines.next() {
            let line_text = self.text.get(line.start..line.end).unwrap_or_default();
            if line_text.trim().is_empty() {
                continue;
            }
            let (mark, kind) = marks(line_text, item.filter(|_| first));
            let text = Span::new(line.start + mark, line.end);
            let plain = self.text.get(text.start..text.end).unwrap_or_default().trim();
            if plain.starts_with('|') && matches!(kind, BlockKind::Line) {
                if let Some(head) = &head
                    && in_table
                {
                    let cells = cells(self.text, text, Some(head.len()));
                    if !is_delimiter(plain) {
                        let kind = BlockKind::Row { table: *self.tables, header: false, cells };
                        push(self.text, self.blocks, kind, text);
                    }
                    continue;
                }
                let delimited = lines.peek().is_some_and(|next| {
                    is_delimiter(
                        self.text.get(next.start..next.end).unwrap_or_default().trim().trim_start_matches(['>', ' ']),
                    )
                });
                if delimited {
                    let cells = cells(self.text, text, None);
                    head = Some(cells.clone());
                    in_table = true;
                    push(self.text, self.blocks, BlockKind::Row { table: *self.tables, header: true, cells }, text);
                    continue;
                }
            }
            if in_table {
                in_table = false;
                *self.tables += 1;
            }
            first = false;
            push(self.text, self.blocks, kind, text);
        }
        if in_table {
            *self.tables += 1;
        }
    }
}

/// Adds a block whose text is `text` without blanks and marks at its ends.
pub(super) fn push(all: &str, blocks: &mut Vec<Block>, kind: BlockKind, text: Span) {
    let line_start = all.get(..text.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let raw = all.get(text.start..text.end).unwrap_or_default();
    let mut inner = raw.trim();
    if matches!(kind, BlockKind::Heading { .. }) {
        inner = inner.trim_start_matches('#').trim_start();
        // Closing marks are only marks when a blank stands before them.
        let closed = inner.trim_end_matches('#');
        if closed.ends_with([' ', '\t']) || closed.is_empty() {
            inner = closed.trim_end();
        }
    }
    let mut from = text.start + (inner.as_ptr() as usize).saturating_sub(raw.as_ptr() as usize);
    let lead = all.get(line_start..text.start).unwrap_or_default();
    let indent_of = if lead.trim().is_empty() { all.get(line_start..text.end).unwrap_or_default() } else { lead };
    let indent =
        indent_of.chars().take_while(|c| matches!(c, ' ' | '\t' | '>')).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    if matches!(kind, BlockKind::Line) {
        let bare = without_tags(inner);
        if bare.is_empty() && !inner.is_empty() {
            return;
        }
        from += (bare.as_ptr() as usize).saturating_sub(inner.as_ptr() as usize);
        inner = bare;
    }
    let previous = blocks.last().map_or(0, |b: &Block| b.span.end);
    let between = all.get(previous..line_start).unwrap_or_default();
    let apart = blocks.is_empty() || between.matches('\n').count() > 1;
    blocks.push(Block {
        kind,
        span: Span::new(line_start.max(previous), text.start + raw.trim_end().len()),
        text: Span::new(from, from + inner.len()),
        indent,
        apart,
    });
}

/// A line without the HTML tags at its ends: `<summary>GET /x</summary>`.
fn without_tags(line: &str) -> &str {
    let mut line = line;
    while let Some(rest) = line.strip_prefix('<') {
        let Some(end) = rest.find('>').filter(|_| rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '/'))
        else {
            break;
        };
        line = rest.get(end + 1..).unwrap_or_default().trim_start();
    }
    while line.ends_with('>') {
        let Some(start) = line.rfind("</").or_else(|| line.rfind("<br")) else { break };
        if line.get(start..).is_some_and(|tag| tag.matches('>').count() != 1) {
            break;
        }
        line = line.get(..start).unwrap_or_default().trim_end();
    }
    line
}

/// The lines that a span touches, each from the start of the span or of the line.
fn line_spans(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = span.start;
    std::iter::from_fn(move || {
        if at >= span.end {
            return None;
        }
        let rest = text.get(at..span.end)?;
        let length = rest.find('\n').map_or(rest.len(), |n| n + 1);
        let line = rest.get(..length)?.trim_end_matches(['\n', '\r']);
        let start = at;
        at += length;
        Some(Span::new(start, start + line.len()))
    })
}

/// The length of the list or heading marks that a line begins with, and what they make of it.
fn marks(line: &str, item: Option<Option<u64>>) -> (usize, BlockKind) {
    let body = line.trim_start_matches([' ', '\t', '>']);
    let lead = line.len() - body.len();
    if let Some(number) = item {
        return (lead, BlockKind::Item { number });
    }
    for bullet in ["- ", "* ", "+ ", "• ", "– "] {
        if body.starts_with(bullet) {
            return (lead + bullet.len(), BlockKind::Item { number: None });
        }
    }
    let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let number = body.get(..digits).unwrap_or_default();
    let after = body.get(digits..).unwrap_or_default();
    let closed = number.ends_with('.') || after.starts_with(')');
    let blank = after.trim_start_matches(')');
    if closed && number.starts_with(|c: char| c.is_ascii_digit()) && number.len() < 9 && blank.starts_with([' ', '\t'])
    {
        let value = number.split('.').next().and_then(|n| n.parse().ok());
        return (lead + digits + after.len() - blank.len(), BlockKind::Item { number: value });
    }
    let hashes = body.len() - body.trim_start_matches('#').len();
    let titled = body.get(hashes..).is_some_and(|t| t.starts_with([' ', '\t']) || t.starts_with(char::is_uppercase));
    if (2..=6).contains(&hashes) && titled {
        return (lead + hashes, BlockKind::Heading { level: u8::try_from(hashes).unwrap_or(6) });
    }
    (lead, BlockKind::Line)
}

/// Whether a line is the second one of a table: `| --- | :-: |`.
fn is_delimiter(line: &str) -> bool {
    line.contains('-') && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a row, without the blanks around them. A `|` in a code span parts cells only when
/// the row would else have fewer cells than the head (`expected`).
pub(super) fn cells(text: &str, row: Span, expected: Option<usize>) -> Vec<Span> {
    let line = text.get(row.start..row.end).unwrap_or_default();
    let line = line.split(['\n', '\r']).next().unwrap_or_default();
    let outside = split_cells(line, row.start, true);
    match expected {
        Some(count) if outside.len() < count => {
            let every = split_cells(line, row.start, false);
            if every.len() == count { every } else { outside }
        }
        _ => outside,
    }
}

fn split_cells(line: &str, offset: usize, spare_code: bool) -> Vec<Span> {
    let trimmed = line.trim();
    let lead = line.len() - line.trim_start().len();
    let inner = trimmed.strip_prefix('|').unwrap_or(trimmed);
    let lead = lead + trimmed.len() - inner.len();
    let inner = match inner.strip_suffix('|') {
        Some(shorter) if !shorter.ends_with('\\') => shorter,
        _ => inner,
    };
    let mut cells = Vec::new();
    let mut code = false;
    let mut escaped = false;
    let mut from = 0;
    let mut push = |from: usize, to: usize| {
        let cell = inner.get(from..to).unwrap_or_default();
        let start = offset + lead + from + cell.len() - cell.trim_start().len();
        cells.push(Span::new(start, start + cell.trim().len()));
    };
    for (at, c) in inner.char_indices() {
        match c {
            '`' if spare_code => code = !code,
            '|' if !escaped && !code => {
                push(from, at);
                from = at + 1;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    push(from, inner.len());
    cells
}

/// Whether an indented block is code rather than text that is indented too far.
pub(super) fn looks_like_code(text: &str) -> bool {
    let first = text.trim_start();
    if first.starts_with(['{', '[', '<']) {
        return true;
    }
    let lines = || text.lines().filter(|l| !l.trim().is_empty());
    lines().count() > 0 && lines().all(|l| l.trim_end().ends_with([';', '{', '}', ',', ']']))
}

/// Where reading goes on when a fenced block is not closed, or only by the fence of a later block:
/// the line of the first heading inside it.
pub(super) fn lost_in_fence(text: &str, span: Span, content: Span, opening: &str) -> Option<usize> {
    let mark = opening.chars().next()?;
    let fence: String = opening.chars().take_while(|&c| c == mark).collect();
    let info = opening.trim_start_matches(mark).trim();
    let whole = text.get(span.start..span.end)?;
    let closed = whole.trim_end().lines().skip(1).last().is_some_and(|last| {
        let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
        last.starts_with(&fence) && last.chars().all(|c| c == mark)
    });
    let nested = info.starts_with("md") || info.starts_with("markdown");
    let mut heading = None;
    let mut at = content.start;
    for line in text.get(content.start..content.end)?.split_inclusive('\n') {
        let plain = line.trim_start_matches([' ', '\t', '>']);
        let hashes = plain.len() - plain.trim_start_matches('#').len();
        // One `#` begins a comment in many languages.
        if heading.is_none() && (2..=6).contains(&hashes) && plain.get(hashes..).is_some_and(|t| t.starts_with(' ')) {
            // In a quote or an item the content begins behind the marks of its line.
            heading = Some(text.get(..at).and_then(|t| t.rfind(['\n', '\r'])).map_or(0, |end| end + 1));
        }
        let reopened =
            plain.starts_with(&fence) && plain.trim_start_matches(mark).starts_with(|c: char| c.is_ascii_alphabetic());
        if reopened && !nested && heading.is_some() {
            return heading;
        }
        at += line.len();
    }
    if closed { None } else { heading }
}

//! The outline of a markdown document: a flat list of its blocks in the order of the text, each with
//! its place.
//!
//! A block holds one line of text (a heading, a list item's first line, a line of a paragraph), a
//! table row or a code block, since plans announce endpoints and columns on any line. What belongs
//! below what is told by headings and by [`Block::indent`], as a person reads it: a fence that stands
//! at the margin between two sub-items does not end their list.

mod clean;
mod lines;
pub mod outlines;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::text::{Source, Span};
use lines::Lines;

/// The blocks of one document.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// In the order of the text; none overlap.
    pub blocks: Vec<Block>,
    /// Opening lines of fences that are never closed; what follows a heading below is read on as text.
    pub unclosed_fences: Vec<Span>,
    text: String,
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its whole lines, without the last line break.
    pub span: Span,
    /// Its text without list marks, `#` and quote marks; for code the lines between the fences.
    pub text: Span,
    /// Columns before its first mark or word; a tab counts as four.
    pub indent: usize,
    /// Whether a blank line (or the start of the text) stands before it.
    pub apart: bool,
}

/// Kinds of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, 1 to 6.
    Heading {
        /// Number of `#`.
        level: u8,
    },
    /// The first line of a list item.
    Item {
        /// Its number in a numbered list.
        number: Option<u64>,
    },
    /// A line of a paragraph, of a list item's further text or of a quote.
    Line,
    /// A row of a table.
    Row {
        /// Which table, counted from 0.
        table: usize,
        /// Whether it is the table's head.
        header: bool,
        /// Its cells without the blanks around them.
        cells: Vec<Span>,
    },
    /// A code block.
    Code {
        /// What stands behind the opening fence; empty for an indented block.
        language: Span,
    },
    /// `---`
    Rule,
}

impl Outline {
    /// The text of a span as it is read: escapes, character references and byte order marks are
    /// blanked out, so that every offset is that of the original.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The whole text as it is read; as long as the original.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a block.
    #[must_use]
    pub fn text_of(&self, block: &Block) -> &str {
        self.slice(block.text)
    }

    /// The inner span of a line that is bold as a whole, which many plans use as a heading.
    #[must_use]
    pub fn bold_line(&self, block: &Block) -> Option<Span> {
        if block.kind != BlockKind::Line {
            return None;
        }
        let text = self.text_of(block);
        let inner = text.trim_end().trim_end_matches(':');
        let mark = ["**", "__"].into_iter().find(|m| inner.starts_with(m))?;
        let inner = inner.strip_prefix(mark)?.strip_suffix(mark)?;
        let inner_is_one = !inner.is_empty() && !inner.contains(mark);
        inner_is_one.then(|| Span::new(block.text.start + 2, block.text.start + 2 + inner.len()))
    }
}

/// Reads the outline of a markdown document. Never fails: every text has one.
#[must_use]
pub fn outline(source: &Source) -> Outline {
    let text = clean::cleaned(source.text());
    let mut builder = Builder::new(&text);
    let mut unclosed_fences = Vec::new();
    let mut from = 0;
    // A fence without an end swallows the rest of the text; it is read again from the next heading
    // on. The bound keeps a text made of broken fences from costing a pass for each.
    for pass in 0..16 {
        let part = text.get(from..).unwrap_or_default();
        builder.begin(pass < 15);
        for (event, range) in Parser::new_ext(part, Options::ENABLE_TABLES).into_offset_iter() {
            builder.event(&event, range.start + from, range.end + from);
            if builder.resume.is_some() {
                break;
            }
        }
        builder.flush();
        match builder.resume.take() {
            Some((fence, next)) => {
                unclosed_fences.push(fence);
                from = next;
            }
            None => break,
        }
    }
    let blocks = builder.blocks;
    Outline { blocks, unclosed_fences, text }
}

/// Turns events into blocks.
struct Builder<'t> {
    text: &'t str,
    blocks: Vec<Block>,
    tables: usize,
    /// The lines of inline text read so far of an open heading, paragraph or item.
    run: Option<Span>,
    heading: Option<u8>,
    /// The number of the list item that begins, if one begins.
    item: Option<Option<u64>>,
    code: Option<(Span, Option<Span>, bool)>,
    cells: usize,
    rows: bool,
    may_resume: bool,
    /// The fence that is not closed, and where reading goes on.
    resume: Option<(Span, usize)>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            blocks: Vec::new(),
            tables: 0,
            run: None,
            heading: None,
            item: None,
            code: None,
            cells: 0,
            rows: false,
            may_resume: false,
            resume: None,
        }
    }

    /// Begins a pass; what was open at the end of the one before is not.
    fn begin(&mut self, may_resume: bool) {
        let (blocks, tables) = (std::mem::take(&mut self.blocks), self.tables);
        *self = Self { blocks, tables, may_resume, ..Self::new(self.text) };
    }

    fn event(&mut self, event: &Event<'_>, start: usize, end: usize) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.flush();
                self.heading = Some(*level as u8);
                self.run = Some(Span::new(start, end));
            }
            Event::End(TagEnd::Heading(_)) => {
                self.flush_heading(Span::new(start, end));
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                self.flush();
                self.code = Some((Span::new(start, end), None, matches!(kind, CodeBlockKind::Fenced(_))));
            }
            Event::End(TagEnd::CodeBlock) => self.end_code(),
            Event::Text(_) if self.code.is_some() => {
                if let Some((_, content, _)) = &mut self.code {
                    let piece = Span::new(start, end);
                    *content = Some(content.map_or(piece, |c| c.join(piece)));
                }
            }
            Event::Start(Tag::Table(_)) => {
                self.flush();
                self.rows = true;
            }
            Event::End(TagEnd::Table) => {
                self.rows = false;
                self.tables += 1;
            }
            Event::Start(Tag::TableHead) => self.row(start, end, true),
            Event::Start(Tag::TableRow) => self.row(start, end, false),
            Event::Start(Tag::Item) => {
                self.flush();
                let marker = self.text.get(start..end).unwrap_or_default().trim_start();
                let digits = marker.len() - marker.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                self.item = Some(marker.get(..digits).and_then(|d| d.parse().ok()));
            }
            Event::Rule => {
                self.flush();
                self.push_plain(BlockKind::Rule, Span::new(start, end));
            }
            Event::Start(Tag::HtmlBlock) => {
                self.flush();
            }
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::BlockQuote(_))
            | Event::End(
                TagEnd::Paragraph | TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::HtmlBlock,
            ) => self.flush(),
            _ if self.rows || self.heading.is_some() => {}
            _ => {
                let piece = Span::new(start, end);
                self.run = Some(self.run.map_or(piece, |run| run.join(piece)));
            }
        }
    }

    /// Ends the open run of inline text: one block for each of its lines.
    fn flush(&mut self) {
        self.heading = None;
        if let Some(run) = self.run.take() {
            let is_comment = self.text.get(run.start..run.end).is_some_and(|t| t.trim_start().starts_with("<!--"));
            if is_comment && self.item.is_none() {
                return;
            }
            let lines = Lines { text: self.text, blocks: &mut self.blocks, tables: &mut self.tables };
            lines.read(run, self.item);
            self.item = None;
        }
    }

    fn flush_heading(&mut self, span: Span) {
        let level = self.heading.take().unwrap_or(1);
        self.run = None;
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        if text.starts_with('#') {
            self.push_plain(BlockKind::Heading { level }, span);
            return;
        }
        // A line underlined with exactly `---` is nearly always text before a rule.
        let body = text.trim_end();
        let underline_start = body.rfind('\n').map_or(0, |at| at + 1);
        let underline = body.get(underline_start..).unwrap_or_default().trim();
        let title = Span::new(span.start, span.start + underline_start);
        let lines = self.text.get(title.start..title.end).unwrap_or_default().trim_end().lines().count();
        if underline == "---" || lines != 1 {
            Lines { text: self.text, blocks: &mut self.blocks, tables: &mut self.tables }.read(title, self.item);
            let rule = Span::new(title.end, span.start + body.len());
            self.push_plain(BlockKind::Rule, rule);
        } else {
            self.push_plain(BlockKind::Heading { level }, title);
            if let Some(block) = self.blocks.last_mut() {
                block.span.end = span.start + body.len();
            }
        }
        self.item = None;
    }

    fn push_plain(&mut self, kind: BlockKind, span: Span) {
        lines::push(self.text, &mut self.blocks, kind, span);
    }

    fn row(&mut self, start: usize, end: usize, header: bool) {
        if !self.text.get(start..end).is_some_and(|line| line.contains('|')) {
            // Markdown counts any line right below a table as a row of it.
            Lines { text: self.text, blocks: &mut self.blocks, tables: &mut self.tables }
                .read(Span::new(start, end), None);
            return;
        }
        let cells = lines::cells(self.text, Span::new(start, end), if header { None } else { Some(self.cells) });
        if header {
            self.cells = cells.len();
        }
        self.push_plain(BlockKind::Row { table: self.tables, header, cells }, Span::new(start, end));
    }

    fn end_code(&mut self) {
        let Some((span, content, fenced)) = self.code.take() else { return };
        let content = content.unwrap_or(Span::new(span.end, span.end));
        if !fenced {
            self.indented(span);
            return;
        }
        let opening = self.text.get(span.start..span.end).unwrap_or_default();
        let first = opening.lines().next().unwrap_or_default();
        let info = first.trim_start_matches(['`', '~']);
        let language = Span::new(span.start + first.len() - info.len(), span.start + first.len());
        let fence = Span::new(span.start, span.start + first.len());
        let lost = if self.may_resume { lines::lost_in_fence(self.text, span, content, first) } else { None };
        if let Some(next) = lost {
            self.resume = Some((fence, next));
            let span = Span::new(span.start, next);
            let content = Span::new(content.start.min(next), next);
            self.push_code(language, span, content);
        } else {
            self.push_code(language, span, content);
        }
    }

    fn push_code(&mut self, language: Span, span: Span, content: Span) {
        self.push_plain(BlockKind::Code { language }, span);
        if let Some(block) = self.blocks.last_mut() {
            block.text = content;
        }
    }

    /// Text that is only indented too far for its list is no code.
    fn indented(&mut self, span: Span) {
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        if lines::looks_like_code(text) {
            self.push_plain(BlockKind::Code { language: Span::new(span.start, span.start) }, span);
        } else {
            Lines { text: self.text, blocks: &mut self.blocks, tables: &mut self.tables }.read(span, None);
        }
    }
}

#[cfg(test)]
mod tests;

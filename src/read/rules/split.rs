//! A rule file as the rules that a person would count in it.

use super::headings::{self, Headings};
use super::marks::{Mark, marks};
use super::tags::{self, Tag};
use crate::read::blocks::{Block, BlockKind, Outline, outline};
use crate::text::{Source, Span};

/// A rule file taken apart.
#[derive(Debug, Default)]
pub(super) struct RuleFile {
    pub(super) head: Head,
    pub(super) pieces: Vec<Piece>,
}

/// What the front matter of an editor's rule file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) description: String,
    /// File patterns that the rules are for.
    pub(super) globs: Vec<String>,
    /// The title, and what stands before the first section and is no list.
    pub(super) introduction: String,
}

/// The text of one rule.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) span: Span,
    /// Headings above it, the nearest one last.
    pub(super) headings: Vec<String>,
    /// Whether the first of the headings is the document's title.
    pub(super) has_title: bool,
    /// Whether it is a list item or a row, and no paragraph.
    pub(super) is_item: bool,
    /// Whether it stands before the first heading below the title.
    is_introduction: bool,
}

/// Takes a file of numbered rules apart, as [`to_markdown`](super::to_markdown) writes it: what is indented below
/// a number belongs to its rule, whatever it looks like; what begins at the margin below a blank line,
/// or is a comment there, belongs to none. `None` where no line begins with a number.
pub(super) fn split_numbered(source: &Source) -> Option<RuleFile> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut heading: Vec<String> = Vec::new();
    let mut open: Option<Span> = None;
    let (mut at, mut blank) = (0, false);
    let mut close = |open: &mut Option<Span>, heading: &[String]| {
        let Some(span) = open.take() else { return };
        let whole = source.slice(span);
        let margin = number_length(whole).unwrap_or_default();
        let lines = whole.lines().enumerate();
        let text: Vec<&str> =
            lines.map(|(i, l)| if i == 0 { l.get(margin..).unwrap_or_default() } else { without(margin, l) }).collect();
        let text = text.join("\n");
        if !text.trim().is_empty() {
            let span = Span::new(span.start, span.start + whole.trim_end().len());
            let headings = heading.to_vec();
            pieces.push(Piece { text, span, headings, has_title: false, is_item: true, is_introduction: false });
        }
    };
    for line in source.text().split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at = span.end;
        let is_apart = (blank && !line.starts_with([' ', '\t'])) || line.starts_with("<!--");
        blank = line.trim().is_empty();
        if number_length(line).is_some() {
            close(&mut open, &heading);
            open = Some(span);
        } else if line.starts_with('#') {
            close(&mut open, &heading);
            heading = vec![plain(line.trim_end())];
        } else if is_apart && !blank {
            close(&mut open, &heading);
        } else if let Some(open) = &mut open {
            open.end = span.end;
        } else if line.starts_with(['-', '*', '+']) {
            return None;
        }
    }
    close(&mut open, &heading);
    (!pieces.is_empty()).then(|| RuleFile { head: Head::default(), pieces })
}

/// The length of the number, its mark and the blanks that a line begins with.
fn number_length(line: &str) -> Option<usize> {
    let behind = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = behind.strip_prefix(['.', ')'])?;
    let text = rest.trim_start_matches(' ');
    (behind.len() < line.len() && text.len() < rest.len()).then(|| line.len() - text.len())
}

/// Takes a file apart: each list item with what is nested in it is a rule; a paragraph is one
/// unless it only leads into a list.
pub(super) fn split(source: &Source) -> RuleFile {
    let front = front_matter(source.text());
    let mut head = front.map(|end| head(source.text().get(..end).unwrap_or_default())).unwrap_or_default();
    let tags = tags::tags(source.text(), front.unwrap_or_default());
    let outline = outline(&Source::new(source.id, source.path.clone(), blanked(source.text(), front, &tags)));
    let titles = outline.blocks.iter().filter(|b| b.kind == BlockKind::Heading { level: 1 }).count();
    let mut splitter = Splitter {
        source,
        outline: &outline,
        tags: &tags,
        headings: Headings::default(),
        has_title: titles == 1,
        sectioned: false,
        rules_table: None,
        open: None,
        pieces: Vec::new(),
    };
    for block in &outline.blocks {
        splitter.block(block);
    }
    splitter.close();
    let mut pieces = splitter.pieces;
    let is_prose = |piece: &&Piece| !piece.is_item && piece.is_introduction;
    let title = outline.blocks.iter().find(|b| b.kind == BlockKind::Heading { level: 1 });
    let title = title.map(|block| outline.text_of(block).to_owned());
    let prose = pieces.iter().filter(is_prose).map(|piece| piece.text.clone());
    head.introduction = title.into_iter().chain(prose).collect::<Vec<_>>().join("\n");
    let has_items = pieces.iter().any(|piece| piece.is_item);
    pieces.retain(|piece| piece.is_item || !(has_items && piece.is_introduction));
    RuleFile { head, pieces }
}

/// The text with front matter and lines of tags blanked out, so that all places stay true.
fn blanked(text: &str, front: Option<usize>, tags: &[Tag]) -> String {
    let front = front.map(|end| Span::new(0, end));
    let mut blanked = String::with_capacity(text.len());
    let mut at = 0;
    for span in front.into_iter().chain(tags.iter().map(|tag| tag.span)) {
        blanked.push_str(text.get(at..span.start).unwrap_or_default());
        let gone = text.get(span.start..span.end).unwrap_or_default();
        blanked.extend(gone.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
        at = span.end;
    }
    blanked + text.get(at..).unwrap_or_default()
}

/// The end of the front matter that a text begins with.
fn front_matter(text: &str) -> Option<usize> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let body = text.get(start..)?.strip_prefix("---")?;
    let mut at = text.len() - body.len();
    let mut lines = body.split_inclusive('\n');
    at += lines.next().filter(|line| line.trim().is_empty())?.len();
    for line in lines {
        at += line.len();
        if line.trim_end() == "---" {
            return Some(at);
        }
    }
    None
}

fn head(text: &str) -> Head {
    let mut head = Head::default();
    let mut key = String::new();
    for line in text.lines() {
        let (name, value) = match line.split_once(':') {
            Some((name, value)) if !line.starts_with([' ', '\t', '-']) => (name.trim().to_lowercase(), value),
            _ => (key.clone(), line.trim().trim_start_matches('-')),
        };
        let value = value.trim().trim_matches(['"', '\'', '[', ']']);
        match name.as_str() {
            "description" if head.description.is_empty() => head.description = value.to_owned(),
            "globs" | "applyto" | "paths" => {
                let globs = value.split(',').map(|glob| glob.trim().trim_matches(['"', '\'']).to_lowercase());
                head.globs.extend(globs.filter(|glob| !glob.is_empty()));
            }
            _ => {}
        }
        key = name;
    }
    head
}

/// A rule that is being read.
struct Open {
    span: Span,
    /// Where its words begin, behind a list mark.
    text: usize,
    indent: usize,
    is_item: bool,
}

struct Splitter<'s> {
    source: &'s Source,
    outline: &'s Outline,
    /// Lines of tags that are still ahead.
    tags: &'s [Tag],
    headings: Headings,
    has_title: bool,
    /// Whether a heading below the title was seen.
    sectioned: bool,
    /// The table whose rows are rules.
    rules_table: Option<usize>,
    open: Option<Open>,
    pieces: Vec<Piece>,
}

impl Splitter<'_> {
    fn block(&mut self, block: &Block) {
        while let Some((tag, rest)) = self.tags.split_first().filter(|(tag, _)| tag.span.start < block.span.start) {
            self.tags = rest;
            self.close();
            self.headings.tag(tag);
            self.sectioned = true;
        }
        match &block.kind {
            BlockKind::Heading { level } => {
                self.close();
                self.sectioned |= *level > 1;
                self.headings.heading(*level, plain(self.outline.text_of(block)));
            }
            BlockKind::Rule => self.close(),
            BlockKind::Item { .. } => self.item(block),
            BlockKind::Line => match &mut self.open {
                Some(open) if !block.apart || (open.is_item && block.indent > open.indent) => {
                    open.span.end = block.span.end;
                }
                _ => {
                    self.close();
                    self.headings.leave_labels(block.indent);
                    match self.outline.bold_line(block) {
                        Some(title) => self.headings.heading(headings::BOLD, plain(self.outline.slice(title))),
                        None => self.start(block, false),
                    }
                }
            },
            BlockKind::Code { .. } => {
                if let Some(open) = &mut self.open {
                    open.span.end = block.span.end;
                }
            }
            BlockKind::Row { table, header, cells } => match &mut self.open {
                Some(open) if open.is_item && block.indent > open.indent => open.span.end = block.span.end,
                _ => self.row(block, *table, *header, cells),
            },
        }
    }

    fn item(&mut self, block: &Block) {
        match &mut self.open {
            Some(open) if open.is_item && block.indent > open.indent => {
                let label = label(self.source.slice(Span::new(open.text, open.span.end)));
                match label {
                    // What is nested in a label alone are the rules, and the label is their heading.
                    Some(label) => {
                        let indent = open.indent;
                        self.open = None;
                        self.headings.label(indent, label);
                        self.start(block, true);
                    }
                    None => open.span.end = block.span.end,
                }
            }
            Some(open) if !open.is_item => {
                // What leads into a list is no rule of its own.
                self.open = None;
                self.start(block, true);
            }
            _ => {
                self.close();
                self.headings.leave_labels(block.indent);
                self.start(block, true);
            }
        }
    }

    /// A row is a rule where the table's head says so; other tables tell facts.
    fn row(&mut self, block: &Block, table: usize, header: bool, cells: &[Span]) {
        self.close();
        let cells = cells.iter().map(|cell| self.outline.slice(*cell).trim());
        if header {
            let says_so = cells.take(2).any(|cell| Mark::Table.is_whole(cell));
            self.rules_table = says_so.then_some(table);
        } else if self.rules_table == Some(table) {
            let text = cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" – ");
            self.push(text, block.span, true);
        }
    }

    fn start(&mut self, block: &Block, is_item: bool) {
        self.open = Some(Open { span: block.span, text: block.text.start, indent: block.indent, is_item });
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let whole = self.source.slice(Span::new(open.text, open.span.end));
        let margin = open.text - open.span.start;
        let text: Vec<&str> =
            whole.lines().enumerate().map(|(i, line)| if i == 0 { line } else { without(margin, line) }).collect();
        self.push(text.join("\n"), open.span, open.is_item);
    }

    fn push(&mut self, text: String, span: Span, is_item: bool) {
        if text.chars().any(char::is_alphanumeric) {
            let (headings, is_titled) = self.headings.chain();
            let (has_title, is_introduction) = (self.has_title && is_titled, !self.sectioned);
            self.pieces.push(Piece { text, span, headings, has_title, is_item, is_introduction });
        }
    }
}

/// The text of an item that only names what is nested in it: bold as a whole, or one to three words
/// before a colon.
fn label(text: &str) -> Option<String> {
    let line = text.trim_end();
    let bare = line.trim_end_matches(':');
    let is_bold = bare
        .strip_prefix("**")
        .and_then(|t| t.trim_end_matches(':').strip_suffix("**"))
        .is_some_and(|t| !t.contains("**"));
    let is_short = bare.len() < line.len() && bare.split_whitespace().count() <= 3;
    let is_label = !line.contains('\n') && !line.contains('`') && (is_bold || is_short);
    is_label.then(|| plain(bare)).filter(|label| !marks(Mark::Demand, label))
}

/// A line without `margin` blanks at its beginning, or as many as there are; a tab goes as a whole.
fn without(margin: usize, line: &str) -> &str {
    let blanks = line.bytes().take(margin).take_while(|b| *b == b' ').count();
    let rest = line.get(blanks..).unwrap_or_default();
    if blanks < margin { rest.strip_prefix('\t').unwrap_or(rest) } else { rest }
}

/// A heading without numbers and marks.
fn plain(heading: &str) -> String {
    let text = heading.trim_matches(['#', ' ', '*', '_', '`', ':', '\t']);
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')'));
    let behind = if behind.starts_with(' ') { behind.trim_start() } else { text };
    behind.replace(['*', '`'], "")
}

//! A rule file as the rules that a person would count in it.

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
}

/// The text of one rule.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) span: Span,
    /// Headings above it, the nearest one last.
    pub(super) headings: Vec<String>,
    is_item: bool,
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
            pieces.push(Piece { text, span, headings: heading.to_vec(), is_item: true, is_introduction: false });
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
    let head = front.map(|end| head(source.text().get(..end).unwrap_or_default())).unwrap_or_default();
    let outline = match front {
        // Blanked out, so that all places stay true.
        Some(end) => {
            let blank: String = source
                .text()
                .get(..end)
                .unwrap_or_default()
                .bytes()
                .map(|b| if b == b'\n' { '\n' } else { ' ' })
                .collect();
            let rest = source.text().get(end..).unwrap_or_default();
            outline(&Source::new(source.id, source.path.clone(), blank + rest))
        }
        None => outline(source),
    };
    let mut splitter =
        Splitter { source, outline: &outline, headings: Vec::new(), sectioned: false, open: None, pieces: Vec::new() };
    for block in &outline.blocks {
        splitter.block(block);
    }
    splitter.close();
    let has_items = splitter.pieces.iter().any(|piece| piece.is_item);
    let mut pieces = splitter.pieces;
    pieces.retain(|piece| piece.is_item || !(has_items && piece.is_introduction));
    RuleFile { head, pieces }
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
    headings: Vec<String>,
}

struct Splitter<'s> {
    source: &'s Source,
    outline: &'s Outline,
    headings: Vec<(u8, String)>,
    /// Whether a heading below the title was seen.
    sectioned: bool,
    open: Option<Open>,
    pieces: Vec<Piece>,
}

/// The level of a line in bold, which many files use as a heading below all others.
const BOLD: u8 = 7;

impl Splitter<'_> {
    fn block(&mut self, block: &Block) {
        match block.kind {
            BlockKind::Heading { level } => {
                self.close();
                self.heading(level, self.outline.text_of(block));
            }
            BlockKind::Rule => self.close(),
            BlockKind::Item { .. } => {
                match &mut self.open {
                    Some(open) if open.is_item && block.indent > open.indent => open.span.end = block.span.end,
                    Some(open) if !open.is_item => {
                        // What leads into a list is no rule of its own.
                        self.open = None;
                        self.start(block, true);
                    }
                    _ => {
                        self.close();
                        self.start(block, true);
                    }
                }
            }
            BlockKind::Line => match &mut self.open {
                Some(open) if !block.apart || (open.is_item && block.indent > open.indent) => {
                    open.span.end = block.span.end;
                }
                _ => {
                    self.close();
                    match self.outline.bold_line(block) {
                        Some(title) => self.heading(BOLD, self.outline.slice(title)),
                        None => self.start(block, false),
                    }
                }
            },
            BlockKind::Code { .. } => {
                if let Some(open) = &mut self.open {
                    open.span.end = block.span.end;
                }
            }
            BlockKind::Row { .. } => match &mut self.open {
                Some(open) if open.is_item && block.indent > open.indent => open.span.end = block.span.end,
                _ => self.close(),
            },
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        self.sectioned |= level > 1;
        self.headings.retain(|(known, _)| *known < level);
        self.headings.push((level, plain(text)));
    }

    fn start(&mut self, block: &Block, is_item: bool) {
        self.open = Some(Open {
            span: block.span,
            text: block.text.start,
            indent: block.indent,
            is_item,
            headings: self.headings.iter().map(|(_, text)| text.clone()).collect(),
        });
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let whole = self.source.slice(Span::new(open.text, open.span.end));
        let margin = open.text - open.span.start;
        let text: Vec<&str> =
            whole.lines().enumerate().map(|(i, line)| if i == 0 { line } else { without(margin, line) }).collect();
        let text = text.join("\n");
        if text.chars().any(char::is_alphanumeric) {
            self.pieces.push(Piece {
                text,
                span: open.span,
                headings: open.headings,
                is_item: open.is_item,
                is_introduction: !self.sectioned,
            });
        }
    }
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

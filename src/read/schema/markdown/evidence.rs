//! What stands below a name: does it define a table?

use super::ahead::Ahead;
use super::scope::Kind;
use super::{grid, scope};
use crate::read::blocks::{Block, BlockKind, Outline};
use crate::read::schema::phrase;
use crate::read::schema::words::words;

/// How far is looked.
const FAR: usize = 60;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// A markdown table of columns.
    pub(super) grid: bool,
    /// Bullets or lines that are columns.
    pub(super) bullets: usize,
    /// Those among them that give a type.
    pub(super) typed: usize,
    /// A line of values (`Values: a, b`).
    pub(super) values: bool,
    /// SQL that defines a table.
    pub(super) sql: bool,
    /// Bullets that name tables of their own, so that nothing further is known of this one.
    pub(super) tables: bool,
    /// Bullets of any kind.
    pub(super) items: usize,
}

impl Evidence {
    /// Whether columns stand there in one form or another.
    pub(super) fn columns(&self) -> bool {
        self.grid || self.bullets > 0
    }

    /// Takes a block in; only bullets at the depth of the first one can be columns of the table.
    fn take(&mut self, ahead: &Ahead<'_>, block: &Block, depth: &mut Option<usize>) {
        let outline = ahead.outline;
        let text = outline.text_of(block);
        match &block.kind {
            BlockKind::Item { .. } => {
                self.items += 1;
                self.tables |= super::name::labelled(text).is_some();
                if self.tables {
                    return;
                }
                let level = *depth.get_or_insert(block.indent);
                match scope::caption(text) {
                    Some((Kind::Columns, value)) => {
                        *depth = None;
                        self.bullets += phrase::column_list(value).iter().filter(|c| c.code).count();
                    }
                    Some((Kind::Enums, value)) if !value.is_empty() => self.values = true,
                    _ if phrase::is_values_line(text) => self.values = true,
                    _ => {}
                }
                if block.indent == level
                    && !phrase::is_enum_line(text)
                    && let Some(typed) = ahead.is_typed(block)
                {
                    self.bullets += 1;
                    self.typed += usize::from(typed);
                }
            }
            BlockKind::Line => {
                if scope::starts_sql(text) {
                    self.sql = true;
                }
                self.values |= phrase::is_values_line(text);
                if phrase::is_enum_line(text) {
                    return;
                }
                self.bullets +=
                    usize::from(phrase::column(text).is_some_and(|c| c.known_type && (c.modified || c.short)));
            }
            BlockKind::Row { header: true, cells, .. } => {
                let cells: Vec<&str> = cells.iter().map(|c| outline.slice(*c)).collect();
                self.grid |= grid::is_column_grid(&cells);
            }
            BlockKind::Code { .. } => {
                let sql = outline.slice(block.text);
                let creates =
                    |what: &str| sql.lines().take(60).any(|l| l.trim_start().to_ascii_uppercase().starts_with(what));
                let table = creates("CREATE TABLE");
                self.sql |= table;
                self.values |= !table && creates("CREATE TYPE");
                if matches!(language_of(outline, block), "" | "text" | "plaintext") && !self.sql {
                    let typed = |l: &&str| phrase::column(l.trim()).is_some_and(|c| c.known_type && !c.sentence);
                    self.bullets += sql.lines().take(20).filter(typed).count();
                }
            }
            _ => {}
        }
    }
}

/// What stands behind the opening fence of a code block.
fn language_of<'o>(outline: &'o Outline, block: &Block) -> &'o str {
    match block.kind {
        BlockKind::Code { language } => outline.slice(language).trim(),
        _ => "",
    }
}

/// Looks below the heading at an index.
pub(super) fn below_heading(ahead: &Ahead<'_>, at: usize, level: u8) -> Evidence {
    let outline = ahead.outline;
    let mut evidence = Evidence::default();
    let mut depth = None;
    let mut skipping = false;
    for (i, block) in outline.blocks.iter().enumerate().skip(at + 1).take(FAR) {
        if let BlockKind::Heading { level: other } = block.kind {
            if is_remark(outline, i) {
                continue;
            }
            let title = outline.text_of(block);
            match scope::section_of(title, None).filter(|_| other > level) {
                Some(Kind::Columns | Kind::Constraints) => skipping = false,
                // Notes on a table may stand before its columns.
                Some(Kind::Notes | Kind::Examples) => skipping = true,
                _ => break,
            }
            depth = None;
        }
        if skipping {
            continue;
        }
        evidence.take(ahead, block, &mut depth);
        if evidence.grid {
            break;
        }
    }
    evidence
}

/// The index behind the last block of a heading's section.
pub(super) fn end_of_heading(outline: &Outline, at: usize, level: u8) -> usize {
    let ends = |(i, b): (usize, &Block)| {
        matches!(b.kind, BlockKind::Heading { level: other } if other <= level) && !is_remark(outline, i)
    };
    let mut below = outline.blocks.iter().enumerate().skip(at + 1);
    below.position(ends).map_or(outline.blocks.len(), |i| at + 1 + i)
}

/// Whether the heading at an index is a sentence on the heading right above it, whatever its level:
/// `## This table is managed by the shop`.
pub(super) fn is_remark(outline: &Outline, at: usize) -> bool {
    let is_heading = |b: &Block| matches!(b.kind, BlockKind::Heading { .. });
    let above = at.checked_sub(1).and_then(|i| outline.blocks.get(i));
    above.is_some_and(is_heading)
        && outline.blocks.get(at).is_some_and(|b| is_heading(b) && says_this(outline.text_of(b)))
}

/// Whether a text is a sentence that begins with `This table …` or `This orders table …`.
fn says_this(text: &str) -> bool {
    const SHORTEST: usize = 4;
    let front: Vec<&str> = text.split_whitespace().take(SHORTEST).collect();
    front.len() == SHORTEST
        && front.first().is_some_and(|word| words().is("pronoun", word))
        && front.iter().skip(1).take(2).any(|word| words().is("label", word))
}

fn leaves_item(block: &Block, indent: usize) -> bool {
    match block.kind {
        BlockKind::Heading { .. } | BlockKind::Rule => true,
        BlockKind::Item { .. } => block.indent <= indent,
        BlockKind::Line | BlockKind::Row { .. } => block.apart && block.indent <= indent,
        BlockKind::Code { .. } => false,
    }
}

/// Looks below the bullet at an index.
pub(super) fn below_item(ahead: &Ahead<'_>, at: usize, indent: usize) -> Evidence {
    let outline = ahead.outline;
    let mut evidence = Evidence::default();
    let mut depth = None;
    for block in outline.blocks.iter().skip(at + 1).take(FAR) {
        if leaves_item(block, indent) {
            break;
        }
        evidence.take(ahead, block, &mut depth);
    }
    evidence
}

/// The index behind the last block of a bullet.
pub(super) fn end_of_item(outline: &Outline, at: usize, indent: usize) -> usize {
    let end = outline.blocks.iter().skip(at + 1).position(|b| leaves_item(b, indent));
    end.map_or(outline.blocks.len(), |i| at + 1 + i)
}

/// Looks below a line that stands as a title.
pub(super) fn below_line(ahead: &Ahead<'_>, at: usize) -> Evidence {
    let outline = ahead.outline;
    let mut evidence = Evidence::default();
    let mut depth = None;
    for block in outline.blocks.iter().skip(at + 1).take(FAR) {
        if leaves_line(outline, block) {
            break;
        }
        evidence.take(ahead, block, &mut depth);
    }
    evidence
}

fn leaves_line(outline: &Outline, block: &Block) -> bool {
    let title = || {
        outline.bold_line(block).is_some_and(|span| !scope::is_section_word(outline.slice(span)))
            || super::name::labelled(outline.text_of(block)).is_some()
    };
    matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule) || block.kind == BlockKind::Line && title()
}

/// The index behind the last block of what a title line is about.
pub(super) fn end_of_line(outline: &Outline, at: usize) -> usize {
    let end = outline.blocks.iter().skip(at + 1).position(|b| leaves_line(outline, b));
    end.map_or(outline.blocks.len(), |i| at + 1 + i)
}

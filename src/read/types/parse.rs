//! Text → syntax tree, with bounds on the work.

use std::ops::ControlFlow;

use tree_sitter::{ParseOptions, ParseState, Parser, Point, Range, Tree};

use super::dialect::Dialect;
use crate::text::{Source, Span};

/// How often the parser may report progress for a text. An ordinary source gives a report for some
/// hundred bytes and more; one that is made to confuse the grammar many for each.
fn reports_for(bytes: usize) -> usize {
    200 + bytes / 12
}

/// Parses a part of a file, and gives nothing where the work would be out of proportion. Where the
/// grammar can't take the text as it stands, `prepared` is tried, and taken if it is understood better.
pub(super) fn parse(dialect: &Dialect, source: &Source, prepared: Option<&[u8]>, part: Span) -> Option<Tree> {
    let tree = parse_bytes(dialect, source, source.text().as_bytes(), part)?;
    let faults = not_understood(&tree);
    let Some(prepared) = prepared.filter(|_| faults > 0) else { return Some(tree) };
    let other = parse_bytes(dialect, source, prepared, part);
    other.filter(|other| not_understood(other) < faults).or(Some(tree))
}

/// How many bytes of a text were not understood, and how many tokens were made up.
fn not_understood(tree: &Tree) -> usize {
    let mut cursor = tree.walk();
    let mut count = 0;
    loop {
        let node = cursor.node();
        count += if node.is_error() { node.byte_range().len() } else { usize::from(node.is_missing()) };
        if node.has_error() && !node.is_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return count;
            }
        }
    }
}

/// Parses a part of a text, which is that of the whole file or as long.
fn parse_bytes(dialect: &Dialect, source: &Source, text: &[u8], part: Span) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&(dialect.grammar)()).ok()?;
    if part != Span::new(0, text.len()) {
        let mut ranges = Vec::new();
        let opening = dialect.opening.and_then(|opening| Some((source.text().find(opening)?, opening.len())));
        if let Some((at, length)) = opening.filter(|(at, length)| at + length < part.start) {
            ranges.push(range(source, Span::new(at, at + length)));
        }
        ranges.push(range(source, part));
        parser.set_included_ranges(&ranges).ok()?;
    }
    let mut left = reports_for(part.len());
    let mut watch = |_: &ParseState| {
        left = left.saturating_sub(1);
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut watch);
    parser.parse_with_options(&mut |at, _| text.get(at..).unwrap_or_default(), None, Some(options))
}

fn range(source: &Source, span: Span) -> Range {
    Range {
        start_byte: span.start,
        end_byte: span.end,
        start_point: point(source, span.start),
        end_point: point(source, span.end),
    }
}

fn point(source: &Source, at: usize) -> Point {
    let line = source.line_of(at);
    let start = source.line_span(line).map_or(0, |line| line.start);
    Point::new(line.saturating_sub(1), at.saturating_sub(start))
}

//! The plan's own list of resources and the tables behind them.

use super::params::says_none;
use super::sections::{Layout, without_number};
use crate::model::Resource;
use crate::read::blocks::{Block, BlockKind};
use crate::read::lexicon::spelling::words;
use crate::text::Span;

/// Reads the lines and rows of the plan's resource list.
pub(super) fn resources(layout: &Layout<'_>) -> Vec<Resource> {
    let mut found: Vec<Resource> = Vec::new();
    let mut indent = 0;
    for (index, block) in layout.blocks().iter().enumerate() {
        let Some(section) = layout.section(index).filter(|s| s.term == Some("resources")) else { continue };
        if section.heading == Some(index) {
            continue;
        }
        match &block.kind {
            BlockKind::Row { header: false, cells, .. } => found.extend(from_row(layout, block, cells)),
            BlockKind::Item { .. } => {
                let text = layout.outline.text_of(block);
                let tables = tables_in(text);
                // Items below a resource say more about it.
                if let Some(last) = found.last_mut().filter(|_| block.indent > indent) {
                    for table in tables {
                        if !last.tables.contains(&table) {
                            last.tables.push(table);
                        }
                    }
                    continue;
                }
                indent = block.indent;
                let name = name_of(text);
                if !name.is_empty() {
                    found.push(Resource { name, tables, place: layout.source.place(block.text) });
                }
            }
            _ => {}
        }
    }
    found
}

fn from_row(layout: &Layout<'_>, block: &Block, cells: &[Span]) -> Option<Resource> {
    let name = plain(layout.outline.slice(*cells.first()?));
    let second = layout.outline.slice(*cells.get(1)?);
    let tables = if second.contains('`') { coded(second) } else { bare_names(second) };
    (!name.is_empty()).then(|| Resource { name, tables, place: layout.source.place(block.text) })
}

/// A resource's name: the bold or code words in front, or all up to a colon, dash, arrow or bracket.
fn name_of(text: &str) -> String {
    let text = without_number(text);
    let end = text
        .find([':', '(', '→', '–', '—'])
        .into_iter()
        .chain(text.find(" - "))
        .chain(text.find("->"))
        .min()
        .unwrap_or(text.len());
    plain(text.get(..end).unwrap_or(text))
}

fn plain(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '_' | ':'))
        .replace("**", "")
        .trim()
        .to_owned()
}

/// The tables named in a line: code spans, or bare names behind an arrow, dash or bracket.
fn tables_in(text: &str) -> Vec<String> {
    let behind = ["→", "->", "(", "–", "—", ":", " - "]
        .iter()
        .filter_map(|mark| text.find(mark).map(|at| at + mark.len()))
        .min();
    let Some(rest) = behind.and_then(|at| text.get(at..)) else { return coded(text) };
    let names = coded(rest);
    if !names.is_empty() {
        return names;
    }
    if rest.contains('`') {
        Vec::new()
    } else {
        bare_names(rest).into_iter().filter(|n| n.contains('_') || n.contains('.') || is_first(rest, n)).collect()
    }
}

fn is_first(rest: &str, name: &str) -> bool {
    let lead: String = rest.chars().take_while(|c| !matches!(c, ',' | ';' | ')')).collect();
    lead.trim_end().ends_with(name)
}

/// Names in code spans that can be tables.
fn coded(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (number, part) in text.split('`').enumerate() {
        let part = part.trim().trim_matches('"');
        let named = part.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
            && part.starts_with(char::is_alphabetic);
        if number % 2 == 1 && named && !names.iter().any(|n| n == part) {
            names.push(part.to_owned());
        }
    }
    names
}

/// Words of a cell or line without code spans that can be tables: `shops, pages`.
fn bare_names(text: &str) -> Vec<String> {
    if says_none(text) || text.trim_start().starts_with("N/A") {
        return Vec::new();
    }
    text.split([',', ';', '/', '+', '&'])
        .filter_map(|part| {
            let part = part.split(['(', '—', '–']).next()?.trim().trim_matches(['*', '"']);
            let last = words(part).last()?;
            let start = part.rfind(|c: char| c.is_whitespace()).map_or(0, |at| at + 1);
            let name = part.get(start..).filter(|n| n.len() >= last.1 - last.0)?.trim_end_matches('.');
            let named = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
            (named && !name.is_empty()).then(|| name.to_owned())
        })
        .collect()
}

//! One pass over a plain template: its variables are filled, everything else stays as it is.

use std::collections::HashMap;

use super::slots::{Slot, Variable};
use super::spots::{Spots, hint_length};
use crate::text::Span;

/// A piece of a filled template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// The template's own words.
    Own(String),
    /// What fills a variable; it is not looked at again.
    Filled {
        /// The name by which it was asked for.
        variable: String,
        slot: Slot,
    },
    /// What something else became that the template asks for; it is not looked at again either.
    Inserted(String),
}

/// Fills the places of a template.
pub(super) fn render(template: &str, spots: &Spots, mut fill: impl FnMut(&'static Variable) -> Slot) -> Vec<Piece> {
    let mut filled: HashMap<&str, Slot> = HashMap::new();
    let mut pieces = Vec::new();
    let mut done = spots.start;
    for spot in &spots.spots {
        own(template, Span::new(done, spot.span.start), spots, &mut pieces);
        let slot = filled.entry(spot.variable.name()).or_insert_with(|| fill(spot.variable)).clone();
        pieces.push(Piece::Filled { variable: spot.name.clone(), slot });
        let behind = template.get(spot.span.end..).unwrap_or_default();
        done = spot.span.end + if spot.understood.is_some() { hint_length(behind) } else { 0 };
    }
    own(template, Span::new(done, template.len()), spots, &mut pieces);
    pieces
}

/// The template's own words, with its tags as they are meant.
fn own(template: &str, span: Span, spots: &Spots, pieces: &mut Vec<Piece>) {
    let mut text = String::new();
    let mut done = span.start;
    for tag in spots.regions.iter().flat_map(|region| [&region.open, &region.close]) {
        if span.covers(tag.span) {
            text.push_str(template.get(done..tag.span.start).unwrap_or_default());
            text.push_str(&tag.text());
            done = tag.span.end;
        }
    }
    text.push_str(template.get(done..span.end).unwrap_or_default());
    // An editor that escapes the tags has escaped the whole text.
    if spots.regions.iter().any(|region| region.open.escaped) {
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    }
    if !text.is_empty() {
        pieces.push(Piece::Own(text));
    }
}

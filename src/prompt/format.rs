//! The form of a prompt: as the template has it, with headings in place of tags, or as messages.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::PromptPart;
use super::render::Piece;
use super::slots::Slot;
use super::tags::{self, Region};
use crate::model::PromptFormat;
use crate::text::Span;

/// The text of a prompt and where its variables ended up.
pub(super) fn write(pieces: Vec<Piece>, format: PromptFormat) -> (String, Vec<PromptPart>) {
    let mut out = Out::default();
    match format {
        PromptFormat::Xml => out.write(&pieces),
        PromptFormat::Markdown => out.write(&with_headings(pieces)),
        PromptFormat::Json => messages(pieces, &mut out),
    }
    (out.text, out.parts)
}

#[derive(Default)]
struct Out {
    text: String,
    parts: Vec<PromptPart>,
    /// Whether what is written stands in a text of JSON.
    quoted: bool,
}

impl Out {
    fn write(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            let start = self.text.len();
            match piece {
                Piece::Own(text) | Piece::Inserted(text) => self.push(text),
                Piece::Filled { variable, slot } => {
                    self.push(&slot.text);
                    self.parts.push(PromptPart {
                        variable: variable.clone(),
                        span: Span::new(start, self.text.len()),
                        places: slot.places.clone(),
                    });
                }
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(&if self.quoted { escaped(text) } else { Cow::Borrowed(text) });
    }
}

/// A text as it stands between the quotes of JSON.
fn escaped(text: &str) -> Cow<'_, str> {
    let quoted = serde_json::Value::from(text).to_string();
    let inside = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default();
    Cow::Owned(inside.to_owned())
}

/// `[{"role": "system", …}, {"role": "user", …}]`: who the model is to be, which is the template's
/// first paragraph, and the rest. A template that begins with something else is one message.
fn messages(mut pieces: Vec<Piece>, out: &mut Out) {
    let mut system = None;
    if let Some(Piece::Own(text)) = pieces.first_mut()
        && let Some((first, rest)) = text.trim_start().split_once("\n\n")
        && !first.starts_with(['#', '<', '-', '`'])
    {
        system = Some(Piece::Own(first.trim_end().to_owned()));
        *text = rest.trim_start().to_owned();
    }
    out.text.push_str("[\n");
    if let Some(system) = system {
        message(out, "system", &[system]);
        out.text.push_str(",\n");
    }
    message(out, "user", &pieces);
    out.text.push_str("\n]\n");
}

fn message(out: &mut Out, role: &str, pieces: &[Piece]) {
    let _ = write!(out.text, "  {{\"role\": \"{role}\", \"content\": \"");
    out.quoted = true;
    out.write(pieces);
    out.quoted = false;
    out.text.push_str("\"}");
}

/// With a heading in place of each pair of tags, made from the line above it or from the tag's name.
/// What stood between them gets a fence where it has headings or fences of its own, so that it is
/// seen where it ends.
fn with_headings(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut skeleton = String::new();
    let mut filled: Vec<(usize, Piece)> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Own(text) => skeleton.push_str(&text),
            other => filled.push((skeleton.len(), other)),
        }
    }
    let mut filled = filled.into_iter().peekable();
    let mut made = Vec::new();
    let mut done = 0;
    let mut take = |made: &mut Vec<Piece>, from: usize, to: usize, including_end: bool| {
        let mut from = from;
        while let Some((at, piece)) = filled.next_if(|(at, _)| *at < to || (including_end && *at == to)) {
            made.push(Piece::Own(skeleton.get(from..at).unwrap_or_default().to_owned()));
            made.push(piece);
            from = at;
        }
        made.push(Piece::Own(skeleton.get(from..to).unwrap_or_default().to_owned()));
    };
    for region in tags::regions(&skeleton) {
        take(&mut made, done, region.open.span.start, true);
        let label = label(&mut made).unwrap_or_else(|| named(&region));
        let mut inside = Vec::new();
        take(&mut inside, region.open.span.end, region.close.span.start, true);
        trim(&mut inside);
        let fence = fence(&inside);
        let (open, close) = fence.map_or_else(Default::default, |f| (format!("{f}markdown\n"), format!("\n{f}")));
        let is_inside_line = matches!(made.last(), Some(Piece::Own(text)) if !text.is_empty() && !text.ends_with('\n'));
        let line = if is_inside_line { "\n\n" } else { "" };
        made.push(Piece::Own(format!("{line}## {label}\n\n{open}")));
        made.extend(inside);
        made.push(Piece::Own(close));
        done = region.close.span.end;
    }
    take(&mut made, done, skeleton.len(), true);
    made
}

/// Takes the line that ends what is written so far, if it names what follows: `2. Tech stack:`.
fn label(made: &mut [Piece]) -> Option<String> {
    let is_first = made.len() == 1;
    let Some(Piece::Own(text)) = made.last_mut() else { return None };
    let before = text.trim_end();
    // A line with a variable in it names more than a heading holds.
    let start = before.rfind('\n').map(|at| at + 1).or(is_first.then_some(0))?;
    let line = before.get(start..)?.trim();
    let name = line.strip_suffix(':')?.trim_matches(['*', ' ', '#']);
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')', ' ', '*']);
    let name = name.trim_end_matches([':', '*']).to_owned();
    if name.is_empty() || name.len() > 100 {
        return None;
    }
    text.truncate(start);
    Some(name)
}

/// The name of a tag as a heading: `tech_stack` → `Tech stack`.
fn named(region: &Region) -> String {
    let words = region.open.name.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Without blank lines at either end, and without the indentation of the first line.
fn trim(pieces: &mut Vec<Piece>) {
    pieces.retain(|piece| !matches!(piece, Piece::Own(text) if text.is_empty()));
    if let Some(Piece::Own(text)) = pieces.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Piece::Own(text)) = pieces.last_mut() {
        *text = text.trim_end().to_owned();
    }
}

/// The fence that what stands between tags needs, longer than any in it.
fn fence(pieces: &[Piece]) -> Option<String> {
    let text: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Own(text) | Piece::Inserted(text) | Piece::Filled { slot: Slot { text, .. }, .. } => text.as_str(),
        })
        .collect();
    let is_structure = |line: &str| {
        let line = line.trim_start();
        line.starts_with("```") || line.starts_with("~~~") || line.starts_with("# ") || line.starts_with("##")
    };
    if !text.lines().any(is_structure) {
        return None;
    }
    let mut longest = 2;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    Some("`".repeat(longest + 1))
}

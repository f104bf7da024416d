//! Lines that hold nothing but a tag (`<rules>`), by which many files mark their sections.

use crate::text::Span;

/// Such a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) closes: bool,
    /// The line without its break.
    pub(super) span: Span,
}

/// The lines of tags from an offset on, those in fences left out. Only tags that come in pairs count:
/// what is opened and never closed is a gap to be filled, or part of an example.
pub(super) fn tags(text: &str, from: usize) -> Vec<Tag> {
    let mut found: Vec<Tag> = Vec::new();
    let mut at = from;
    let mut fence: Option<&str> = None;
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        let trimmed = line.trim();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
            (None, None) => found.extend(tag(trimmed).map(|(name, closes)| Tag { name, closes, span })),
            _ => {}
        }
    }
    let names = |closes: bool| -> Vec<String> {
        found.iter().filter(|tag| tag.closes == closes).map(|tag| tag.name.clone()).collect()
    };
    let (opened, closed) = (names(false), names(true));
    found.retain(|tag| opened.contains(&tag.name) && closed.contains(&tag.name));
    found
}

fn tag(line: &str) -> Option<(String, bool)> {
    let inner = line.strip_prefix('<')?.strip_suffix('>')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let is_name =
        name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    is_name.then(|| (name.to_lowercase(), inner.len() > name.len()))
}

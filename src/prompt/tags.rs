//! The tags that prompts put around what is inserted, as users' files have them: plain, escaped as
//! HTML, or with the backslashes of a markdown editor.

use super::slots::{self, Variable};
use crate::text::Span;

/// A tag with what stands inside it.
pub(super) struct Region {
    pub(super) variable: &'static Variable,
    pub(super) open: Tag,
    pub(super) close: Tag,
}

impl Region {
    /// Between the tags.
    pub(super) fn inside(&self) -> Span {
        Span::new(self.open.span.end, self.close.span.start)
    }
}

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Bytes of the template.
    pub(super) span: Span,
    /// Its name, as it is meant: `tech_stack`.
    pub(super) name: String,
    closes: bool,
    /// Whether it is escaped as HTML.
    pub(super) escaped: bool,
}

impl Tag {
    /// As it is meant.
    pub(super) fn text(&self) -> String {
        format!("<{}{}>", if self.closes { "/" } else { "" }, self.name)
    }
}

/// The pairs of tags around variables, in the order of the text. A tag that is named alone, as in
/// "follow what stands in <tech_stack>", is none.
pub(super) fn regions(text: &str) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let mut open: Option<(Tag, &'static Variable)> = None;
    for tag in tags(text) {
        let Some(variable) = slots::tagged(&slots::normal(&tag.name)) else { continue };
        match open.take() {
            Some((opened, of)) if tag.closes && opened.name == tag.name => {
                regions.push(Region { variable: of, open: opened, close: tag });
            }
            _ if !tag.closes => open = Some((tag, variable)),
            still => open = still,
        }
    }
    regions
}

/// All tags whose names are words of letters.
fn tags(text: &str) -> impl Iterator<Item = Tag> {
    let starts = text.char_indices().filter(|(_, c)| matches!(c, '<' | '&' | '\\')).map(|(at, _)| at);
    let mut done = 0;
    starts.filter_map(move |at| {
        let tag = (at >= done).then(|| tag_at(text, at)).flatten()?;
        done = tag.span.end;
        Some(tag)
    })
}

fn tag_at(text: &str, at: usize) -> Option<Tag> {
    let rest = text.get(at..)?;
    let (mark, ends) =
        [("&lt;", "&gt;"), ("\\<", ">"), ("<", ">")].into_iter().find(|(mark, _)| rest.starts_with(mark))?;
    let inside = rest.get(mark.len()..)?;
    let length = inside.find(ends).filter(|length| *length <= 60)?;
    let written = inside.get(..length)?;
    let closes = written.starts_with('/');
    let name = written.trim_start_matches('/').trim_end_matches('\\').replace('\\', "");
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-'));
    let end = at + mark.len() + length + ends.len();
    is_name.then(|| Tag { span: Span::new(at, end), name, closes, escaped: mark.starts_with('&') })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_understood_however_they_are_escaped() {
        let cases = [
            ("<tech_stack>\na\n</tech_stack>", "tech-stack: \na\n"),
            ("&lt;route_api_specification&gt;a&lt;/route_api_specification&gt;", "route-api-specification: a"),
            ("\\<type\\_definitions\\>x\\</type\\_definitions\\>", "types: x"),
            ("<route\\_api\\_specification>a</route\\_api\\_specification>", "route-api-specification: a"),
            ("<tech_stack> alone, <types>T</types>", "types: T"),
            ("<div>a</div> a < b > c &lt; </tech_stack>", ""),
        ];
        for (text, expected) in cases {
            let found = regions(text).into_iter().map(|region| {
                let inside = region.inside();
                format!("{}: {}", region.variable.name(), &text[inside.start..inside.end])
            });
            assert_eq!(found.collect::<Vec<_>>().join("|"), expected, "{text:?}");
        }
    }
}

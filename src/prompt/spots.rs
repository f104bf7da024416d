//! The places of a plain template that stand for variables.

use super::references;
use super::slots::{self, Variable, normal};
use super::tags::{self, Region};
use crate::model::Document;
use crate::text::Span;

/// A place that a variable fills.
pub(super) struct Spot {
    /// Bytes of the template that go, a hint behind them included.
    pub(super) span: Span,
    pub(super) variable: &'static Variable,
    /// The name by which it is asked for.
    pub(super) name: String,
    /// What stands there, if it is no placeholder of that name.
    pub(super) understood: Option<String>,
}

/// What a template has in it.
#[derive(Default)]
pub(super) struct Spots {
    /// In the order of the text; none overlaps another.
    pub(super) spots: Vec<Spot>,
    /// Placeholders of a name that is not known, each with the offset of its braces.
    pub(super) unknown: Vec<(String, usize)>,
    /// Tags that stand around something else than a variable.
    pub(super) pasted: Vec<(&'static Variable, Span)>,
    pub(super) regions: Vec<Region>,
    /// Where the template begins, behind its front matter.
    pub(super) start: usize,
}

/// Finds the places. The documents are those that references may name.
pub(super) fn find(template: &str, documents: &[Document]) -> Spots {
    let mut found = Spots { start: front_matter(template), regions: tags::regions(template), ..Spots::default() };
    placeholders(template, &mut found);
    let regions = std::mem::take(&mut found.regions);
    let start = found.start;
    for region in regions.iter().filter(|region| region.open.span.start >= start) {
        inside(template, region, documents, &mut found);
    }
    found.regions = regions;
    alone(template, documents, &mut found);
    found.spots.sort_by_key(|spot| spot.span.start);
    found
}

fn placeholders(template: &str, found: &mut Spots) {
    let mut from = found.start;
    while let Some(at) = template.get(from..).and_then(|rest| rest.find('{')).map(|at| from + at) {
        let Some(placeholder) = placeholder_at(template, at) else {
            // One brace only, so that the variable in `{{{name}}` is looked at as well.
            from = at + 1;
            continue;
        };
        let name = normal(&placeholder.name);
        from = placeholder.span.end;
        let Some(variable) = slots::named(&name) else {
            found.unknown.push((placeholder.name, placeholder.span.start));
            continue;
        };
        let end = from + hint_length(template.get(from..).unwrap_or_default());
        let span = Span::new(placeholder.span.start, end);
        found.spots.push(Spot { span, variable, name, understood: None });
        from = end;
    }
}

/// What stands between two tags: a variable, a placeholder of another name, references, or text.
fn inside(template: &str, region: &Region, documents: &[Document], found: &mut Spots) {
    let span = region.inside();
    if found.spots.iter().any(|spot| span.covers(spot.span)) {
        return;
    }
    let text = template.get(span.start..span.end).unwrap_or_default();
    let trimmed = text.trim();
    let start = span.start + (text.len() - text.trim_start().len());
    let placeholder = placeholder_at(template, start + usize::from(trimmed.starts_with('\\')));
    let is_placeholder = placeholder.as_ref().is_some_and(|p| {
        let behind = template.get(p.span.end..span.end).unwrap_or_default();
        behind.get(hint_length(behind)..).unwrap_or_default().trim().is_empty()
    });
    let references = references::alone(trimmed);
    let understood = if is_placeholder {
        found.unknown.retain(|(_, at)| !(span.start..span.end).contains(at));
        placeholder.map(|placeholder| format!("{{{{{}}}}}", placeholder.name))
    } else if references.iter().any(|reference| references::fits(reference, region.variable, documents)) {
        Some(references.join(" "))
    } else {
        None
    };
    if understood.is_some() {
        let (variable, span) = (region.variable, Span::new(start, start + trimmed.len()));
        found.spots.push(Spot { span, variable, name: variable.name().to_owned(), understood });
    } else if !trimmed.is_empty() {
        found.pasted.push((region.variable, region.open.span));
    }
}

/// References on lines of their own outside of tags and fences, to documents of variables that the
/// template has no other place for.
fn alone(template: &str, documents: &[Document], found: &mut Spots) {
    let mut fenced = false;
    let mut start = 0;
    let mut last: Option<&'static Variable> = None;
    let mut spots: Vec<Spot> = Vec::new();
    for line in template.split_inclusive('\n') {
        let at = start;
        start += line.len();
        fenced ^= line.trim_start().starts_with("```");
        let in_region = found.regions.iter().any(|r| r.open.span.start <= at && at < r.close.span.end);
        let reference = (!fenced && !in_region && at >= found.start).then(|| references::whole_line(line)).flatten();
        let variable = reference.and_then(|(word, _)| references::of_document(word, documents));
        let (Some((word, span)), Some(variable)) = (reference, variable) else {
            last = None;
            continue;
        };
        let is_there = found.regions.iter().any(|r| r.variable.name() == variable.name())
            || found.spots.iter().chain(&spots).any(|s| s.variable.name() == variable.name());
        let end = at + line.trim_end_matches('\n').len();
        match (last, spots.last_mut()) {
            // A second file of the same kind on the next line comes with the first.
            (Some(before), Some(spot)) if before.name() == variable.name() => {
                spot.span.end = end;
                if let Some(understood) = &mut spot.understood {
                    understood.push(' ');
                    understood.push_str(word);
                }
            }
            _ if is_there => {}
            _ => {
                let name = variable.name().to_owned();
                let span = Span::new(at + span.start, end);
                spots.push(Spot { span, variable, name, understood: Some(word.to_owned()) });
                last = Some(variable);
            }
        }
    }
    found.spots.extend(spots);
}

struct Placeholder {
    span: Span,
    name: String,
}

/// The placeholder whose first brace is at `at`. Braces of others are none: `${{ secrets.X }}`,
/// `{{{raw}}}`, `style={{color: 'red'}}`. A markdown editor may have put backslashes before braces
/// and underscores.
fn placeholder_at(template: &str, at: usize) -> Option<Placeholder> {
    let before = template.get(..at)?;
    let escaped = before.ends_with('\\');
    let rest = template.get(at..)?;
    let (open, close) = if escaped { ("{\\{", "\\}\\}") } else { ("{{", "}}") };
    if before.ends_with(['$', '{']) || !rest.starts_with(open) {
        return None;
    }
    let inside = rest.get(open.len()..)?;
    let length = inside.find(['}', '{', '\n'])?;
    let length = if escaped { length.checked_sub(1)? } else { length };
    let written = inside.get(..length)?;
    let behind = inside.get(length..)?;
    if !behind.starts_with(close) || behind.get(close.len()..)?.starts_with('}') {
        return None;
    }
    let name = written.trim().replace("\\_", "_").replace("\\-", "-");
    let start = at - usize::from(escaped);
    is_name(&name).then(|| Placeholder { span: Span::new(start, at + open.len() + length + close.len()), name })
}

/// Whether a text looks like the name of a variable: words of ASCII letters and digits, joined by
/// hyphens or underscores.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.split(['-', '_']).all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The length of a hint at the beginning of `rest`, up to the line break.
pub(super) fn hint_length(rest: &str) -> usize {
    let line = rest.split('\n').next().unwrap_or_default();
    let hint = line.trim_start_matches([' ', '\t', '`']);
    let marks = ["<-", "&lt;-", "\\<-", "←"];
    if marks.iter().any(|mark| hint.starts_with(mark)) { line.len() } else { 0 }
}

/// The length of front matter (`mode: agent`, `argument-hint: …`), which is for the tool that a file
/// is kept for and not for the model.
pub(super) fn front_matter(template: &str) -> usize {
    let Some(rest) = template.strip_prefix("---\n") else { return 0 };
    let mut length = "---\n".len();
    for line in rest.split_inclusive('\n') {
        length += line.len();
        match line.trim_end() {
            "---" => {
                let behind = template.get(length..).unwrap_or_default();
                return length + (behind.len() - behind.trim_start_matches('\n').len());
            }
            "" => {}
            line if line.starts_with([' ', '\t', '-', '#']) || line.contains(':') => {}
            _ => return 0,
        }
    }
    0
}

//! Endpoints that are announced by `Method:` and `Path:` fields below a title.

use super::{Finder, Shape, is_end};
use crate::model::Method;
use crate::read::api::target::{Path, Target, method_in_capitals, path_in, targets};
use crate::read::api::words::{FIELDS, WORDS, Word};
use crate::read::blocks::BlockKind;
use crate::read::lexicon::label::Label;
use crate::text::Span;

/// Method and path fields that were seen without their other half.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub(super) methods: Vec<Method>,
    pub(super) paths: Vec<Path>,
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Finder<'_, '_> {
    /// Reads a `Method:`, `Path:` or `Endpoint:` field; true when it is one.
    pub(super) fn field(&mut self, index: usize, label: &Label<'_>, text: &str, shape: Shape) -> bool {
        let value = label.value(text);
        let found = targets(value);
        let leads =
            found.first().is_some_and(|t| !value.get(..t.span.start).is_some_and(|b| b.contains(char::is_alphabetic)));
        if leads {
            // `Request: POST /x …` may be an example of a call.
            if label.term == "request" && !value.get(found.last().map_or(0, |t| t.span.end)..).is_some_and(is_end) {
                return false;
            }
            self.fields_found(index, index, shape, found);
            return true;
        }
        let section = self.layout.section_of.get(index);
        if self.layout.section_of.get(self.pending.last) != section || index > self.pending.last + 8 {
            self.pending = Pending::default();
        }
        match label.term {
            "method" => {
                let methods = methods_in(value);
                if methods.is_empty() {
                    return false;
                }
                if !self.pending.methods.is_empty() {
                    self.pending = Pending::default();
                }
                self.pending.methods = methods;
            }
            "path" | "endpoint" => {
                let paths = paths_in(value);
                let Some(last) = paths.last() else { return false };
                let rest = value.get(last.span.end..).unwrap_or_default();
                if label.term == "endpoint" && !is_end(rest) && rest.contains(char::is_alphabetic) {
                    return false;
                }
                if !self.pending.paths.is_empty() {
                    self.pending = Pending::default();
                }
                self.pending.paths = paths;
                if self.pending.methods.is_empty()
                    && let Some(methods) = self.method_of_heading(index)
                {
                    self.pending.methods = methods;
                    self.pending.first = index;
                }
            }
            _ => return false,
        }
        if self.pending.methods.is_empty() || self.pending.paths.is_empty() {
            self.pending.first = index;
        }
        self.pending.last = index;
        if !self.pending.paths.is_empty() && !self.pending.methods.is_empty() {
            let Pending { methods, paths, first, .. } = std::mem::take(&mut self.pending);
            let found = paths.iter().flat_map(|path| methods.iter().map(|method| target_at(*method, path))).collect();
            self.fields_found(first, index, shape, found);
        }
        true
    }

    /// A method in the heading above, where it has not served another path yet.
    pub(super) fn method_of_heading(&self, index: usize) -> Option<Vec<Method>> {
        let section = *self.layout.section_of.get(index)?;
        if self.titled.contains(&section) {
            return None;
        }
        let heading = self.layout.sections.get(section)?.heading?;
        let methods: Vec<Method> =
            self.layout.text(heading).split(|c: char| !c.is_alphanumeric()).filter_map(method_in_capitals).collect();
        (!methods.is_empty()).then_some(methods)
    }

    /// Announces what fields name, from their title on.
    pub(super) fn fields_found(&mut self, first: usize, head: usize, shape: Shape, found: Vec<Target>) {
        let (start, titled) = self.title_above(first, shape);
        let title = (start != first).then(|| self.layout.block(start).map(|b| b.text)).flatten();
        self.push(start, head, titled, found, true, title);
        if let Some(last) = self.found.last_mut() {
            last.alone = (first, shape);
        }
    }

    /// The title of fields that begin at `first`: the section's heading, or a line or item right
    /// above them.
    pub(super) fn title_above(&mut self, first: usize, shape: Shape) -> (usize, Shape) {
        let section = self.layout.section_of.get(first).copied().unwrap_or(0);
        let indent = self.layout.block(first).map_or(0, |b| b.indent);
        let free = !self.titled.contains(&section);
        let mut at = first;
        let mut steps = 0;
        while at > 0 {
            let above = at - 1;
            let Some(block) = self.layout.block(above) else { break };
            if self.found.last().is_some_and(|a| above <= a.head) {
                break;
            }
            match block.kind {
                BlockKind::Heading { level } => {
                    if free {
                        self.titled.insert(section);
                        return (above, Shape::Heading { level });
                    }
                    break;
                }
                BlockKind::Item { .. } if block.indent < indent => {
                    return (above, Shape::Line { indent: block.indent, item: true });
                }
                // The last line of the item before belongs to that one.
                BlockKind::Line if block.indent > indent && !block.apart => break,
                BlockKind::Item { .. } | BlockKind::Line => {
                    let text = self.layout.text(above);
                    let labelled = FIELDS.label(text).is_some_and(|l| l.is_clear() && !l.value(text).is_empty());
                    let bold = self.layout.outline.bold_line(block).is_some();
                    let item = !matches!(block.kind, BlockKind::Line);
                    let short = text.chars().count() < 70 && !text.trim_end().ends_with(['.', '!', ';']);
                    if bold && !labelled || (!free && !item && !labelled && short) {
                        return (above, Shape::Line { indent: block.indent, item: false });
                    }
                    steps += 1;
                    if steps > 4 || (item && !labelled && !free) {
                        break;
                    }
                    at = above;
                }
                _ => break,
            }
        }
        (first, shape)
    }
}

/// The paths of a field's value: one, or several as in `` `/users/me` or `/users/{id}` ``.
pub(super) fn paths_in(value: &str) -> Vec<Path> {
    let mut paths: Vec<Path> = path_in(value).into_iter().collect();
    while let Some(from) = paths.last().map(|p| p.span.end) {
        let rest = value.get(from..).unwrap_or_default();
        let joint = rest.trim_start_matches(['`', '*', ' ', ',']);
        let Some(length) = WORDS.prefix(joint, Word::Joint).filter(|_| joint.starts_with(char::is_alphabetic)) else {
            break;
        };
        let next = joint.get(length..).unwrap_or_default();
        let next = next.trim_start_matches([' ', '`', '*']);
        let Some(path) = path_in(next).filter(|_| next.starts_with('/')) else { break };
        let offset = value.len() - next.len();
        paths.push(Path { span: Span::new(offset, offset + path.span.end), ..path });
    }
    paths
}

/// The methods that a field's value or a cell names, in any case: `POST`, `` `get` ``, `PUT/PATCH`.
pub(super) fn methods_in(value: &str) -> Vec<Method> {
    let words: Vec<&str> = value.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let methods: Vec<Method> = words.iter().map_while(|w| w.parse().ok()).collect();
    let rest = words.get(methods.len()..).unwrap_or_default();
    // `Options: a, b` begins with a word that is also a method.
    let prose = rest.first().is_some_and(|w| w.chars().all(|c| c.is_ascii_lowercase())) && !value.contains('`');
    let capitals = words.first().is_some_and(|w| method_in_capitals(w).is_some());
    if prose && !capitals { Vec::new() } else { methods }
}

/// A method and a path that stand in places of their own.
pub(super) fn target_at(method: Method, path: &Path) -> Target {
    let Path { path, query, host, .. } = path.clone();
    Target { method, path, query, host, span: Span::new(0, 0) }
}

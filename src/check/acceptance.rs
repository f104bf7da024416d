//! Comments that accept a finding with a reason, in the comments of any format:
//! `<!-- routewright: accept RW705 hidden by 403 -->`.

use super::Finding;
use crate::diagnostic::{Code, pages};
use crate::model::{Document, DocumentRole, Format, Project};
use crate::text::{DocumentId, Source, Span};

/// How such a comment begins.
pub const ACCEPT: &str = "routewright: accept ";
/// How it begins in markdown.
const OPENING: &str = "<!-- routewright: accept ";
const CLOSING: &str = "-->";

/// A comment that accepts findings of one code.
pub(super) struct Acceptance {
    pub(super) code: Code,
    pub(super) reason: String,
    pub(super) document: DocumentId,
    /// The line that it stands on, and the next one with text.
    line: usize,
    pub(super) next: usize,
    /// The last line of the path of a specification that begins on the next one.
    end_of_path: Option<usize>,
    pub(super) span: Span,
    /// In a saved plan it holds for the whole of it.
    whole: bool,
}

impl Acceptance {
    pub(super) fn covers(&self, project: &Project, finding: &Finding) -> bool {
        if finding.code != self.code || finding.place.document != self.document {
            return false;
        }
        let Some(source) = project.source(finding.place) else { return false };
        let (first, last) = source.lines_of(finding.place.span);
        let below = self.next..=self.end_of_path.unwrap_or(self.next);
        self.whole || below.contains(&first) || (first..=last).contains(&self.line)
    }
}

/// The comments of a document, in the order of its text.
pub(super) fn acceptances(document: &Document) -> Vec<Acceptance> {
    let source = &document.source;
    let text = source.text();
    let found = text.match_indices(ACCEPT).filter_map(|(at, _)| {
        let line = source.line_of(at);
        let span = source.line_span(line)?;
        let rest = text.get(at + ACCEPT.len()..span.end)?;
        let (code, reason) = said(rest);
        // A code that there is not accepts nothing, which is told.
        let code = pages::parse(code).ok().or_else(|| Some(Code(code.trim_start_matches("RW").parse().ok()?)))?;
        let behind = text.get(span.end..).unwrap_or_default();
        let gap = behind.len() - behind.trim_start().len();
        let breaks = behind.get(..gap).unwrap_or_default().matches('\n').count();
        let next = line + breaks.max(1);
        Some(Acceptance {
            code,
            reason: reason.to_owned(),
            document: source.id,
            line,
            next,
            end_of_path: (document.format == Format::Openapi).then(|| end_of_path(source, next)).flatten(),
            span,
            whole: document.role == DocumentRole::Plan,
        })
    });
    found.collect()
}

/// Code and reason of what stands behind the beginning of a comment.
fn said(rest: &str) -> (&str, &str) {
    let rest = rest.split(CLOSING).next().unwrap_or(rest).trim().trim_end_matches("*/").trim_end();
    let (code, reason) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    (code, reason.trim())
}

/// The last line of what belongs to the path of a YAML specification whose key stands on a line. An
/// operation begins below it, and people put the comment above the path.
fn end_of_path(source: &Source, line: usize) -> Option<usize> {
    let text = |line| source.line_span(line).map(|span| source.slice(span));
    let indent = |text: &str| text.len() - text.trim_start().len();
    let key = text(line)?;
    let is_path = key.trim_end().ends_with(':') && key.trim_start().trim_start_matches(['"', '\'']).starts_with('/');
    let is_inside = |line: &usize| text(*line).is_some_and(|t| t.trim().is_empty() || indent(t) > indent(key));
    is_path.then(|| (line + 1..=source.line_count()).take_while(is_inside).last().unwrap_or(line))
}

/// The comments of a markdown text that accept findings, as their bytes.
#[must_use]
pub fn comments(markdown: &str) -> Vec<Span> {
    let found = markdown.match_indices(OPENING).filter_map(|(at, _)| {
        let rest = markdown.get(at..)?;
        let line = rest.lines().next().unwrap_or_default();
        Some(Span::new(at, at + line.find(CLOSING)? + CLOSING.len()))
    });
    found.collect()
}

/// The code of such a comment, as it is written there.
#[must_use]
pub fn code_of(comment: &str) -> &str {
    said(comment.strip_prefix(OPENING).unwrap_or(comment)).0
}

//! Pieces of documents as they stand in a prompt: the user's own words, but with their own
//! indentation and with every code fence opened and closed.

use std::fmt::Write as _;

use super::phrases::{Phrases, fill};
use crate::model::{Choice, Format, Project};
use crate::text::{Place, Span};

/// `file:first-last` of a place.
pub(super) fn lines(project: &Project, place: Place) -> String {
    let Some(source) = project.source(place) else { return String::new() };
    let (first, last) = source.lines_of(place.span);
    let mut text = format!("{}:{first}", source.path);
    if last > first {
        let _ = write!(text, "-{last}");
    }
    text
}

/// A reference to a place for an agent that reads files: `@.ai/api-plan.md (lines 61-95)`.
pub(super) fn reference(choice: &Choice<'_>, place: Place, phrases: &Phrases) -> String {
    let Some(source) = choice.project.source(place) else { return String::new() };
    let (first, last) = source.lines_of(place.span);
    let phrase = if last > first { &phrases.lines } else { &phrases.line };
    let lines = fill(phrase, &[("first", &first.to_string()), ("last", &last.to_string())]);
    format!("{}{} ({lines})", choice.documents_as.sign(), source.path)
}

/// The source code at a place in a fence of its own, without the indentation of what is around it.
pub(super) fn code(project: &Project, place: Place, language: &str) -> String {
    let text = dedented(&without_margins(&slice(project, place)));
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{text}\n{fence}")
}

/// The text of a place, ready to stand on its own; empty where nothing but blank lines is there.
pub(super) fn text(project: &Project, place: Place) -> String {
    text_with(project, place, &[])
}

/// The same with other words in place of some spans of the document, which are in order and inside.
pub(super) fn text_with(project: &Project, place: Place, replaced: &[(Span, String)]) -> String {
    let language = project.documents.get(place.document.0).and_then(|d| language(d.format));
    let mut text = slice(project, place);
    // The slice may have got its first line's indentation.
    let ahead = text.len().saturating_sub(place.span.len());
    let within = |at: usize| ahead + at.saturating_sub(place.span.start);
    for (span, words) in replaced.iter().rev() {
        let (start, end) = (within(span.start), within(span.end));
        if text.get(start..end).is_some() {
            text.replace_range(start..end, words);
        }
    }
    fenced(&dedented(&without_margins(&text)), language)
}

/// The text of a place with the indentation of its first line.
fn slice(project: &Project, place: Place) -> String {
    let Some(source) = project.source(place) else { return String::new() };
    let line_start = source.line_span(source.line_of(place.span.start)).map_or(place.span.start, |l| l.start);
    let before = source.text().get(line_start..place.span.start).unwrap_or_default();
    let slice = source.slice(place.span);
    // A span that begins behind its line's indentation would lose it for this line alone.
    if before.trim().is_empty() { format!("{before}{slice}") } else { slice.to_owned() }
}

/// Without blank lines and rules (`---`) at either end.
fn without_margins(text: &str) -> String {
    let is_margin = |line: &&str| matches!(line.trim(), "" | "---" | "***" | "___" | "&nbsp;");
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().take_while(|l| is_margin(l)).count();
    let last = lines.len() - lines.iter().rev().take_while(|l| is_margin(l)).count();
    lines.get(first..last).map(|kept| kept.join("\n")).unwrap_or_default()
}

/// Without the indentation that all lines share.
fn dedented(text: &str) -> String {
    let mut shared: Option<&str> = None;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or_default();
        shared = Some(shared.map_or(indent, |s| common_prefix(s, indent)));
        if shared == Some("") {
            return text.to_owned();
        }
    }
    let indent = shared.unwrap_or_default();
    text.lines().map(|line| line.strip_prefix(indent).unwrap_or(line.trim_start())).collect::<Vec<_>>().join("\n")
}

fn common_prefix<'a>(a: &'a str, b: &str) -> &'a str {
    let length = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    a.get(..length).unwrap_or_default()
}

/// The word behind a fence's mark for a document that is no markdown.
fn language(format: Format) -> Option<&'static str> {
    match format {
        Format::Sql => Some("sql"),
        Format::Prisma => Some("prisma"),
        Format::Dbml => Some("dbml"),
        Format::Mermaid => Some("mermaid"),
        _ => None,
    }
}

/// With a fence around what is no markdown, and with every fence closed that is open at the end.
fn fenced(text: &str, language: Option<&str>) -> String {
    let open = open_fence(text);
    if let Some(language) = language.or_else(|| begins_as_sql(text).then_some("sql")) {
        return match open {
            // The text begins inside a fence, and its first mark is the end of it.
            Some(mark) => format!("{mark}{language}\n{text}"),
            None if text.contains("```") => format!("````{language}\n{text}\n````"),
            None => format!("```{language}\n{text}\n```"),
        };
    }
    match open {
        Some(mark) => format!("{text}\n{mark}"),
        None => text.to_owned(),
    }
}

/// The fence that is open at the end of a text.
fn open_fence(text: &str) -> Option<&str> {
    let mut open: Option<&str> = None;
    for line in text.lines() {
        let line = line.trim_start_matches([' ', '\t', '>', '-', '*']);
        let Some(mark) = line.chars().next().filter(|c| matches!(c, '`' | '~')) else { continue };
        let rest = line.trim_start_matches(mark);
        let length = line.len() - rest.len();
        if length < 3 {
            continue;
        }
        match open {
            Some(fence) if fence.starts_with(mark) && length >= fence.len() && rest.trim().is_empty() => open = None,
            Some(_) => {}
            None if mark == '`' && rest.contains('`') => {}
            None => open = line.get(..length),
        }
    }
    open
}

/// Whether a text is SQL although no fence says so: a table's own text may be one statement out of
/// a longer block.
fn begins_as_sql(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.starts_with("--")).unwrap_or_default();
    let word = first.split_whitespace().next().unwrap_or_default();
    let is_statement = ["create", "alter", "comment"].iter().any(|verb| word.eq_ignore_ascii_case(verb));
    is_statement && (first.ends_with(['(', ';']) || text.trim_end().ends_with(';') || text.contains(");"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_closed_and_bare_sql_gets_one() {
        let cases = [
            ("a\n```json\n{}", "a\n```json\n{}\n```"),
            ("a\n```json\n{}\n```\nb", "a\n```json\n{}\n```\nb"),
            ("~~~~\n```\n~~~", "~~~~\n```\n~~~\n~~~~"),
            ("- ```\n  x", "- ```\n  x\n```"),
            ("`a` ```b``` c", "`a` ```b``` c"),
            ("CREATE TABLE a (\n  id int\n);", "```sql\nCREATE TABLE a (\n  id int\n);\n```"),
            ("-- a\ncreate table a (id int);\n```", "```sql\n-- a\ncreate table a (id int);\n```"),
            ("Create a row", "Create a row"),
        ];
        for (text, expected) in cases {
            assert_eq!(fenced(text, None), expected, "{text:?}");
        }
    }

    #[test]
    fn shared_indentation_goes_and_the_rest_stays() {
        assert_eq!(dedented("    - a\n\n      - b\n    c"), "- a\n\n  - b\nc");
        assert_eq!(dedented("- a\n  - b"), "- a\n  - b");
        assert_eq!(dedented("\t\ta\n\t  b"), "\ta\n  b");
        assert_eq!(without_margins("\n---\n\na\n\nb\n\n---\n \n"), "a\n\nb");
    }
}

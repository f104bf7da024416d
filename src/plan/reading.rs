//! Reads a saved plan's markdown back: which endpoints it is for, which sections it has. Plans of
//! other origins count too: other names, numbers and levels of sections, in any language.

pub mod endpoints;
pub(crate) mod lines;
pub(crate) mod traces;

use std::collections::HashMap;
use std::sync::LazyLock;

use self::endpoints::{Found, Named};
use self::lines::lines;
use super::naming;
use super::origin;
use super::speech::names;
use crate::model::{Endpoint, EndpointKey, Language, Project, SectionKind};
use crate::read::lexicon::spelling::fold;
use crate::text::Span;

/// How many sections a document has at least that is a plan whatever its file is called.
const SECTIONS_OF_A_PLAN: usize = 5;
/// The same where the file's name speaks for it.
const SECTIONS_BESIDE_A_NAME: usize = 3;

/// What a saved plan holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedPlan {
    /// The title without its mark.
    pub title: String,
    /// Where the title stands.
    pub title_span: Span,
    /// Endpoints that the plan is for.
    pub endpoints: Vec<EndpointKey>,
    /// Endpoints that the title names.
    pub titled: Vec<Named>,
    /// Endpoints that are given by labels inside: method and URL.
    pub labelled: Vec<Named>,
    /// Sections in the order of the text.
    pub sections: Vec<SavedSection>,
    /// Headings of any level that are no section by themselves.
    pub headings: Vec<String>,
}

/// One section of a saved plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSection {
    /// Which one, where the name is known.
    pub kind: Option<SectionKind>,
    /// Number in the heading, if it has one: 3 of `2.3`.
    pub number: Option<usize>,
    /// Heading without number.
    pub heading: String,
    /// Bytes of the heading in the plan's text.
    pub head: Span,
    /// Bytes of the body in the plan's text.
    pub body: Span,
}

/// Reads a plan; `None` where the text has neither an endpoint nor a known section.
#[must_use]
pub fn read(markdown: &str) -> Option<SavedPlan> {
    let headings = headings(markdown);
    let level = level_of_sections(&headings);
    let title = headings.iter().find(|h| h.level == 1).or(headings.first()).filter(|h| h.level < level);
    let sections = sections(&headings, level, markdown.len());
    let known = sections.iter().any(|section| section.kind.is_some());
    let found = Found::in_text(markdown);
    let endpoints = origin::read(markdown).map_or_else(|| found.keys(), |comment| origin::endpoints(&comment));
    let others = headings.iter().filter(|h| h.level != level && title.is_none_or(|title| title.span != h.span));
    (known || !endpoints.is_empty() && !sections.is_empty()).then(|| SavedPlan {
        title: title.map(|title| title.text.to_owned()).unwrap_or_default(),
        title_span: title.map(|title| title.span).unwrap_or_default(),
        endpoints,
        titled: found.titled,
        labelled: found.labelled,
        headings: others.map(|heading| numbered(heading.text).1.to_owned()).collect(),
        sections,
    })
}

/// The endpoints that a document plans; none where it is no plan. Every other document speaks of
/// endpoints too, so that a document without our comment has to look like a plan: by its title, its
/// file's name or its sections.
#[must_use]
pub fn endpoints_of(path: &str, text: &str) -> Vec<EndpointKey> {
    if let Some(comment) = origin::read(text) {
        return origin::endpoints(&comment);
    }
    let found = Found::in_text(text);
    if found.titled.is_empty() && !is_called_plan(path) && !has_sections(path, text) {
        return Vec::new();
    }
    found.keys()
}

/// The endpoints of a project that a plan's endpoints mean, by their positions. People leave out the
/// base path, or add it; but a name that an endpoint has to the letter means no other one.
#[must_use]
pub fn meant(project: &Project, keys: &[EndpointKey]) -> Vec<usize> {
    let all = &project.api.endpoints;
    let exact: Vec<bool> = keys.iter().map(|key| all.iter().any(|endpoint| endpoint.key == *key)).collect();
    let base = project.api.base_path.as_deref();
    let means = |endpoint: &Endpoint| {
        let mut pairs = keys.iter().zip(&exact);
        pairs.any(|(key, exact)| if *exact { *key == endpoint.key } else { is_name_of(key, &endpoint.key, base) })
    };
    all.iter().enumerate().filter(|(_, endpoint)| means(endpoint)).map(|(at, _)| at).collect()
}

fn is_name_of(written: &EndpointKey, endpoint: &EndpointKey, base: Option<&str>) -> bool {
    let (written_path, path) = (written.path.canonical(), endpoint.path.canonical());
    let is_base = |text: &str| {
        let version = text.strip_prefix("/api").unwrap_or(text);
        let digits = version.strip_prefix("/v").unwrap_or_default();
        base.is_some_and(|base| base.trim_end_matches('/').eq_ignore_ascii_case(text))
            || text == "/api"
            || digits.starts_with(|c: char| c.is_ascii_digit()) && !digits.contains('/')
    };
    let suffix = |long: &str, short: &str| short.len() > 1 && long.strip_suffix(short).is_some_and(is_base);
    written.method == endpoint.method
        && (written_path == path || suffix(&path, &written_path) || suffix(&written_path, &path))
}

fn is_called_plan(path: &str) -> bool {
    plain(path).contains("implementation")
}

fn plain(path: &str) -> String {
    path.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a text has so many sections of a plan that it is one.
fn has_sections(path: &str, text: &str) -> bool {
    let headings = headings(text);
    let level = level_of_sections(&headings);
    let kinds = distinct_kinds(&headings, level);
    let path = plain(path);
    let is_called_so = path.contains("endpoint") && path.contains("plan");
    let is_work = kinds.contains(&SectionKind::Steps) || kinds.contains(&SectionKind::DataFlow);
    is_work && kinds.len() >= if is_called_so { SECTIONS_BESIDE_A_NAME } else { SECTIONS_OF_A_PLAN }
}

/// A heading outside fences and outside what a prompt's tags enclose.
struct Heading<'t> {
    level: usize,
    text: &'t str,
    span: Span,
    end: usize,
}

fn headings(markdown: &str) -> Vec<Heading<'_>> {
    let enclosed = traces::enclosed(markdown);
    let outside = |at: usize| !enclosed.iter().any(|span| span.contains(at));
    let all = lines(markdown).filter_map(|line| {
        let (level, text) = line.heading()?;
        let span = Span::new(line.start, line.start + line.text.len());
        Some(Heading { level, text, span, end: line.end })
    });
    all.filter(|heading| outside(heading.span.start)).collect()
}

/// The level that has most of a plan's sections: 2, or deeper where each endpoint has a heading.
fn level_of_sections(headings: &[Heading<'_>]) -> usize {
    let ranked = (1..=6).map(|level| (distinct_kinds(headings, level).len(), level));
    let best = ranked.max_by_key(|(kinds, level)| (*kinds, 6 - level));
    best.filter(|(kinds, _)| *kinds > 0).map_or(2, |(_, level)| level)
}

fn distinct_kinds(headings: &[Heading<'_>], level: usize) -> Vec<SectionKind> {
    let mut kinds: Vec<SectionKind> = Vec::new();
    for heading in headings.iter().filter(|heading| heading.level == level) {
        kinds.extend(kind_of(numbered(heading.text).1).filter(|kind| !kinds.contains(kind)));
    }
    kinds
}

/// The headings of one level, each with everything up to the next that is not below it.
fn sections(headings: &[Heading<'_>], level: usize, end: usize) -> Vec<SavedSection> {
    let starts = headings.iter().enumerate().filter(|(_, heading)| heading.level == level);
    let sections = starts.map(|(at, heading)| {
        let next = headings.iter().skip(at + 1).find(|next| next.level <= level);
        let (number, name) = numbered(heading.text);
        SavedSection {
            kind: kind_of(name),
            number,
            heading: name.to_owned(),
            head: heading.span,
            body: Span::new(heading.end, next.map_or(end, |next| next.span.start)),
        }
    });
    sections.collect()
}

/// `3. Types Used` → 3 and `Types Used`; `2.3 Types` → 3 and `Types`.
fn numbered(text: &str) -> (Option<usize>, &str) {
    let mut rest = text;
    let mut number = None;
    loop {
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let Some(read) = rest.get(..digits).and_then(|n| n.parse().ok()) else { break };
        number = Some(read);
        rest = rest.get(digits..).unwrap_or_default();
        let Some(deeper) = rest.strip_prefix('.').filter(|deeper| deeper.starts_with(|c: char| c.is_ascii_digit()))
        else {
            break;
        };
        rest = deeper;
    }
    (number, rest.trim_start_matches(['.', ')', ':', '-', '–', '—', ' ']).trim())
}

/// What sections are called, folded, in every language. Headings of many documents are looked up when
/// a project is opened.
static NAMES: LazyLock<HashMap<String, Vec<(Language, SectionKind)>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<(Language, SectionKind)>> = HashMap::new();
    for language in Language::all() {
        for kind in SectionKind::ALL {
            for name in names(*language, kind) {
                all.entry(folded(name)).or_default().push((*language, kind));
            }
        }
    }
    all
});

/// The sections that a heading names, in any language, without regard to case, diacritics aside, also
/// with something in brackets behind.
fn named(heading: &str) -> &'static [(Language, SectionKind)] {
    let bare = heading.split_once('(').map_or(heading, |(name, _)| name);
    let key = folded(if bare.trim().is_empty() { heading } else { bare });
    NAMES.get(&key).map_or(&[], Vec::as_slice)
}

fn kind_of(heading: &str) -> Option<SectionKind> {
    named(heading).first().map(|(_, kind)| *kind)
}

/// Whether a heading is a name of a section in a language.
pub(crate) fn is_name_in(heading: &str, kind: SectionKind, language: Language) -> bool {
    named(heading).contains(&(language, kind))
}

/// Letters without diacritics, which many people leave out.
fn folded(text: &str) -> String {
    fold(&naming::key(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Option<usize>, Option<SectionKind>)> {
        read(text).unwrap().sections.iter().map(|s| (s.number, s.kind)).collect()
    }

    #[test]
    fn plans_of_any_habit_are_read() {
        use SectionKind::*;
        let ours = "# API Endpoint Implementation Plan: GET /a/{id}, PATCH /a/{id}\n\n## 1. Endpoint Overview\n\nx\n\n## 3. Types Used\n```md\n## 4. no\n```\n";
        let plan = read(ours).unwrap();
        assert_eq!(plan.endpoints.len(), 2);
        assert_eq!(&ours[plan.title_span.start..plan.title_span.end], ours.lines().next().unwrap());
        assert_eq!(kinds(ours), [(Some(1), Some(Overview)), (Some(3), Some(Types))]);

        let polish = "\u{feff}# Plan: Lista\n## 1. Przeglad punktu koncowego\n- **Metoda HTTP:** `GET`\n- **Struktura URL:** `/api/a`\n## 8. Kroki implementacji\n";
        assert_eq!(read(polish).unwrap().endpoints[0].to_string(), "GET /api/a");
        assert_eq!(kinds(polish), [(Some(1), Some(Overview)), (Some(8), Some(Steps))]);

        let deeper = "# Plan\n## 1. GET /a\n### 1.1. Overview\nx\n#### Note\ny\n### 1.9 Steps (in order)\n## 2. POST /a\n### 2.1 Request\n";
        let plan = read(deeper).unwrap();
        assert_eq!(kinds(deeper), [(Some(1), Some(Overview)), (Some(9), Some(Steps)), (Some(1), Some(Request))]);
        assert_eq!(&deeper[plan.sections[0].body.start..plan.sections[0].body.end], "x\n#### Note\ny\n");
        assert_eq!(plan.endpoints.len(), 2);

        let thought = "<analysis>\n## Request\nlong\n</analysis>\n# Plan: GET /a\n## Errors\n";
        assert_eq!(kinds(thought), [(None, Some(Errors))]);
        assert_eq!(read("# Notes\n\nsome text\n"), None);
    }

    #[test]
    fn a_document_is_a_plan_by_its_title_its_name_or_its_sections() {
        let sections = "## Overview\n- Method: GET\n- URL: /a\n## Request\n## Data Flow\n## Security\n## Steps\n";
        for (path, text, planned) in [
            (".ai/x.md", "# Plan: GET /a\n".to_owned(), 1),
            (".ai/x.md", "# API plan\n\n## GET /a\n".to_owned(), 0),
            ("docs/api-endpoints.md", "# API\n\n## GET /a\n".to_owned(), 0),
            (".ai/a-implementation-plan.md", "# Plan\n\n## GET /a\n".to_owned(), 1),
            (".ai/x.md", format!("# A list\n\n{sections}"), 1),
            (".ai/x.md", format!("# A list\n\n{}", sections.replace("## Steps", "## Notes")), 0),
        ] {
            assert_eq!(endpoints_of(path, &text).len(), planned, "{path}: {text}");
        }
    }
}

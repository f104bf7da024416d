//! Reads a saved plan's markdown back: which endpoints it is for, which sections it has. Plans of
//! other origins count too: other names and numbers of sections, in any language.

use super::naming;
use super::speech::names;
use crate::model::{EndpointKey, Language, Method, PathTemplate, SectionKind};
use crate::read::lexicon::spelling::fold;
use crate::text::Span;

/// What a saved plan holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedPlan {
    /// The title without its mark.
    pub title: String,
    /// Endpoints that the title names; where it names none, those that the text names first.
    pub endpoints: Vec<EndpointKey>,
    /// Sections in the order of the text.
    pub sections: Vec<SavedSection>,
}

/// One section of a saved plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSection {
    /// Which one, where the name is known.
    pub kind: Option<SectionKind>,
    /// Number in the heading, if it has one.
    pub number: Option<usize>,
    /// Heading without number.
    pub heading: String,
    /// Bytes of the body in the plan's text.
    pub body: Span,
}

/// Reads a plan; `None` where the text has neither an endpoint nor a known section.
#[must_use]
pub fn read(markdown: &str) -> Option<SavedPlan> {
    let mut plan = SavedPlan::default();
    let mut fence: Option<String> = None;
    let mut offset = 0;
    let mut fallback: Vec<EndpointKey> = Vec::new();
    let mut method: Option<Method> = None;
    for line in markdown.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let trimmed = line.trim().trim_start_matches('\u{feff}');
        if is_fence(&mut fence, trimmed) || fence.is_some() {
            continue;
        }
        let level = trimmed.chars().take_while(|c| *c == '#').count();
        let text = trimmed.trim_start_matches('#').trim();
        match level {
            1 if plan.title.is_empty() => {
                plan.title = text.to_owned();
                plan.endpoints = keys_in(text);
            }
            2 => {
                end_section(&mut plan, start);
                let (number, heading) = numbered(text);
                let heading = heading.to_owned();
                plan.sections.push(SavedSection {
                    kind: kind_of(&heading),
                    number,
                    heading,
                    body: Span::new(offset, offset),
                });
            }
            _ if fallback.is_empty() => {
                fallback = keys_in(text);
                // Many plans give method and path as two bullets.
                let words: Vec<&str> =
                    text.split(|c: char| c.is_whitespace() || "`*:".contains(c)).filter(|w| !w.is_empty()).collect();
                method = method.or_else(|| words.iter().find_map(|w| exact_method(w)));
                let path = words.iter().find(|w| w.starts_with('/') && w.len() > 1);
                if let (Some(method), Some(path), true) = (method, path, fallback.is_empty()) {
                    fallback = vec![EndpointKey { method, path: PathTemplate::new(path) }];
                }
            }
            _ => {}
        }
    }
    end_section(&mut plan, markdown.len());
    if plan.endpoints.is_empty() {
        plan.endpoints = fallback;
    }
    let known = plan.sections.iter().any(|s| s.kind.is_some());
    (known || !plan.endpoints.is_empty() && !plan.sections.is_empty()).then_some(plan)
}

/// Follows fences; says whether the line opens or closes one.
fn is_fence(fence: &mut Option<String>, line: &str) -> bool {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'));
    let Some(mark) = mark else { return false };
    let run: String = line.chars().take_while(|c| *c == mark).collect();
    match fence {
        Some(open) if run.starts_with(open.as_str()) && line.len() == run.len() => *fence = None,
        None if run.len() >= 3 => *fence = Some(run),
        _ => return false,
    }
    true
}

fn end_section(plan: &mut SavedPlan, end: usize) {
    if let Some(section) = plan.sections.last_mut() {
        section.body = Span::new(section.body.start, end);
    }
}

/// `3. Types Used` → 3 and `Types Used`.
fn numbered(text: &str) -> (Option<usize>, &str) {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let number = text.get(..digits).and_then(|n| n.parse().ok());
    let rest = text.get(digits..).unwrap_or(text);
    (number, rest.trim_start_matches(['.', ')', ':', '-', ' ']).trim())
}

/// The section that a heading names: in any language, without regard to case, diacritics aside.
fn kind_of(heading: &str) -> Option<SectionKind> {
    let key = folded(heading);
    let is_named = |language: &Language, kind| names(*language, kind).iter().any(|name| folded(name) == key);
    SectionKind::ALL.into_iter().find(|kind| Language::all().iter().any(|language| is_named(language, *kind)))
}

/// Letters without diacritics, which many people leave out.
fn folded(text: &str) -> String {
    fold(&naming::key(text))
}

fn exact_method(word: &str) -> Option<Method> {
    Method::ALL.into_iter().find(|m| m.as_str() == word)
}

/// All `METHOD /path` in a text.
fn keys_in(text: &str) -> Vec<EndpointKey> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || "`*,;".contains(c)).filter(|w| !w.is_empty()).collect();
    let mut keys: Vec<EndpointKey> = Vec::new();
    for pair in words.windows(2) {
        if let [method, path] = pair
            && let (Some(method), true) = (exact_method(method), path.starts_with('/'))
        {
            let key = EndpointKey { method, path: PathTemplate::new(path.trim_end_matches(['.', ':', ')'])) };
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_of_any_habit_are_read() {
        let ours = read("# API Endpoint Implementation Plan: GET /a/{id}, PATCH /a/{id}\n\n## 1. Endpoint Overview\n\nx\n\n## 3. Types Used\n```md\n## 4. no\n```\n").unwrap();
        assert_eq!(
            ours.endpoints.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["GET /a/{id}", "PATCH /a/{id}"]
        );
        assert_eq!(
            ours.sections.iter().map(|s| s.kind).collect::<Vec<_>>(),
            [Some(SectionKind::Overview), Some(SectionKind::Types)]
        );

        let others = read("\u{feff}# Plan: Lista\n## 1. Przeglad punktu koncowego\n- **Metoda HTTP:** `GET`\n- **Struktura URL:** `/api/a`\n## 8. Kroki implementacji\n").unwrap();
        assert_eq!(others.endpoints.iter().map(ToString::to_string).collect::<Vec<_>>(), ["GET /api/a"]);
        assert_eq!(others.sections.last().unwrap().kind, Some(SectionKind::Steps));
        assert_eq!(others.sections.last().unwrap().number, Some(8));
        assert_eq!(read("# Notes\n\nsome text\n"), None);
    }
}

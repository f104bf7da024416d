//! The endpoints that a saved plan is for, under whatever habit it was written.
//!
//! Best is the comment that we write ourselves, then the plan's title (`# … Plan: POST /users`), then
//! headings and labels inside (`### GET /users`, `- **HTTP method:** GET` above `- **URL:** /users`),
//! then what the text says first.

use super::lines::{Line, lines};
use crate::model::endpoint::parameter_name;
use crate::model::{EndpointKey, Method, PathTemplate};
use crate::text::Span;

/// How far into a plan its endpoint is looked for where nothing announces it.
const LINES_READ: usize = 120;
/// How many lines a method and its path may stand apart (`- Method: POST`, `- Path: /users`).
const LINES_APART: usize = 4;
/// How many words a label may have: `URL structure of the endpoint`.
const WORDS_OF_LABEL: usize = 4;

/// Where a plan names an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Method and path as written.
    pub key: EndpointKey,
    /// The line, or the lines from the method to the path.
    pub span: Span,
}

/// What a text says of the endpoints that it is for.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In headings of the first level; without such a heading, in the first one.
    pub(super) titled: Vec<Named>,
    /// In deeper headings.
    pub(super) headed: Vec<Named>,
    /// By labels: method and URL.
    pub(super) labelled: Vec<Named>,
    /// In a list or a table of endpoints, or else where the text names one first.
    pub(super) told: Vec<EndpointKey>,
}

impl Found {
    pub(super) fn in_text(markdown: &str) -> Self {
        let mut found = Self::default();
        let has_title = lines(markdown).any(|line| line.heading().is_some_and(|(level, _)| level == 1));
        let mut headings = 0;
        let mut open = Open::default();
        for (number, line) in lines(markdown).enumerate() {
            let span = Span::new(line.start, line.start + line.text.len());
            let named = |text: &str| named_in(text).into_iter().map(|key| Named { key, span }).collect::<Vec<_>>();
            match line.heading() {
                Some((level, text)) => {
                    headings += 1;
                    let is_title = if has_title { level == 1 } else { headings == 1 };
                    if is_title { &mut found.titled } else { &mut found.headed }.extend(named(text));
                    open.heading(number, text);
                }
                None if line.fence.is_none() => {
                    if let Some(labelled) = open.line(number, &line, span) {
                        found.labelled.push(labelled);
                    }
                }
                None => {}
            }
        }
        if found.titled.is_empty() && found.headed.is_empty() && found.labelled.is_empty() {
            found.told = told(markdown);
        }
        found
    }

    /// All of them, each once: what headings inside name beside the title only where labels agree,
    /// because headings also speak of other endpoints.
    pub(super) fn keys(&self) -> Vec<EndpointKey> {
        let all = |named: &[Named]| named.iter().map(|named| named.key.clone()).collect::<Vec<_>>();
        let (titled, headed, labelled) = (all(&self.titled), all(&self.headed), all(&self.labelled));
        let candidates = if titled.is_empty() && headed.is_empty() && labelled.is_empty() {
            self.told.clone()
        } else if titled.is_empty() {
            [headed, labelled].concat()
        } else {
            let both = headed.into_iter().filter(|key| labelled.iter().any(|other| other.same_endpoint(key)));
            titled.into_iter().chain(both).collect()
        };
        let mut keys: Vec<EndpointKey> = Vec::new();
        for key in &candidates {
            let is_example = candidates.iter().any(|other| is_call_of(key, other));
            if !is_example && !keys.iter().any(|known| known.same_endpoint(key)) {
                keys.push(key.clone());
            }
        }
        keys
    }
}

/// Whether a path has values where another one has parameters: `/users/42` and `/users/{id}`, but not
/// `/users/me`.
fn is_call_of(call: &EndpointKey, other: &EndpointKey) -> bool {
    let is_value = |segment: &str| {
        parameter_name(segment).is_none()
            && (segment.contains(|c: char| c.is_ascii_digit()) || !segment.contains(|c: char| c.is_lowercase()))
    };
    let fits = |(value, segment): (&str, &str)| {
        value.eq_ignore_ascii_case(segment) || parameter_name(segment).is_some() && is_value(value)
    };
    call.method == other.method
        && call.path.canonical() != other.path.canonical()
        && call.path.segments().count() == other.path.segments().count()
        && call.path.segments().zip(other.path.segments()).all(fits)
}

/// A method or a path that a label gave, waiting for the other one.
#[derive(Debug, Default)]
struct Open {
    method: Option<(usize, Span, Method)>,
    path: Option<(usize, Span, PathTemplate)>,
}

impl Open {
    /// A heading ends what stood before, unless it is a label itself: `### HTTP method` above `GET`.
    fn heading(&mut self, number: usize, text: &str) {
        if text.split_whitespace().count() > WORDS_OF_LABEL || !named_in(text).is_empty() {
            *self = Self::default();
        }
        self.forget(number);
    }

    fn forget(&mut self, number: usize) {
        let is_near = |at: usize| number.abs_diff(at) <= LINES_APART;
        self.method = self.method.take().filter(|(at, ..)| is_near(*at));
        self.path = self.path.take().filter(|(at, ..)| is_near(*at));
    }

    fn line(&mut self, number: usize, line: &Line<'_>, span: Span) -> Option<Named> {
        self.forget(number);
        let (is_labelled, value) = value_of(line.text)?;
        let words = words(value);
        let (method, path) = match words.as_slice() {
            // A list of endpoints has no labels.
            [method, path] if is_labelled && method_of(method).is_some() => (method_of(method), Some(path_of(path)?)),
            [word] if method_of(word).is_some() => (method_of(word), None),
            [word, ..] if words.len() <= WORDS_OF_LABEL => (None, Some(path_of(word)?)),
            _ => return None,
        };
        if let Some(method) = method {
            self.method = Some((number, span, method));
        }
        if let Some(path) = path {
            self.path = Some((number, span, path));
        }
        let ((_, one, method), (_, other, path)) = (self.method?, self.path.take()?);
        self.method = None;
        Some(Named { key: EndpointKey { method, path }, span: one.join(other) })
    }
}

/// What a short label stands before, or the whole of a line that has none: `GET` of `- **Method**: GET`;
/// and whether there is a label.
fn value_of(line: &str) -> Option<(bool, &str)> {
    let line = line.trim().trim_start_matches(['-', '*', '+', ' ']);
    let line = line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')', ' ']);
    let is_label = |label: &str| label.split_whitespace().count() <= WORDS_OF_LABEL && !label.contains('/');
    let labelled = line.match_indices(':').find_map(|(at, _)| {
        let (label, value) = (line.get(..at)?, line.get(at + 1..)?);
        // The colon of `/users/:id` is no label's.
        (value.starts_with([' ', '*', '\t']) && is_label(label)).then_some(value)
    });
    let whole = || (line.split_whitespace().count() <= 2).then_some((false, line));
    labelled.map(|value| (true, value)).or_else(whole).filter(|(_, value)| !value.trim().is_empty())
}

/// Endpoints in the items of a list or the rows of a table; else what the text says first about a
/// method and a path, on one line or on lines close to each other.
fn told(markdown: &str) -> Vec<EndpointKey> {
    let starts = |line: &Line<'_>| -> Option<EndpointKey> {
        let item = line.text.trim().trim_start_matches(|c: char| c.is_ascii_digit() || "-*+.)|` ".contains(c));
        let words = words(item);
        let [method, path, ..] = words.as_slice() else { return None };
        Some(EndpointKey { method: method_of(method)?, path: path_of(path)? })
    };
    let listed: Vec<EndpointKey> =
        lines(markdown).take(LINES_READ).filter(|line| line.fence.is_none()).filter_map(|line| starts(&line)).collect();
    if listed.len() > 1 {
        return listed;
    }
    let mut method: Option<(usize, Method)> = None;
    let mut path: Option<(usize, PathTemplate)> = None;
    for (number, line) in lines(markdown).take(LINES_READ).enumerate() {
        let named = named_in(line.text);
        if !named.is_empty() {
            return named;
        }
        let words = words(line.text);
        method = words.iter().find_map(|word| method_of(word)).map(|found| (number, found)).or(method);
        path = words.iter().find_map(|word| path_of(word)).map(|found| (number, found)).or(path);
        if let (Some((a, method)), Some((b, path))) = (&method, &path)
            && a.abs_diff(*b) <= LINES_APART
        {
            return vec![EndpointKey { method: *method, path: path.clone() }];
        }
    }
    Vec::new()
}

/// All endpoints of a line: `POST /users and GET /users/{id}`.
pub(super) fn named_in(line: &str) -> Vec<EndpointKey> {
    let words = words(line);
    let pairs = words.windows(2).filter_map(|pair| match pair {
        [method, path] => Some(EndpointKey { method: method_of(method)?, path: path_of(path)? }),
        _ => None,
    });
    pairs.collect()
}

fn words(line: &str) -> Vec<&str> {
    line.split(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | ',' | '(' | ')' | '"' | '|'))
        .map(|word| word.trim_start_matches('['))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Methods are written in capitals; `get` and `delete` are words of the language.
fn method_of(word: &str) -> Option<Method> {
    let word = word.trim_end_matches([':', '.', ';']);
    Method::ALL.into_iter().find(|method| method.as_str() == word)
}

/// A path of at least one letter: `/users`, `https://host/users`, not `/`, `//` or a file.
fn path_of(word: &str) -> Option<PathTemplate> {
    let path = match word.split_once("://") {
        Some((_, rest)) => rest.get(rest.find('/')?..)?,
        None => word,
    };
    // The text of a link ends before its target.
    let path = path.split("](").next().unwrap_or(path).trim_end_matches(['.', ':', ';', '!']);
    let path = if path.contains('[') { path } else { path.trim_end_matches(']') };
    let letter = path.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || matches!(c, '{' | ':' | '[' | '<'));
    let last = path.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let is_file = last.contains('.') && !last.contains(['[', '{', '<']);
    (path.starts_with('/') && letter && !is_file).then(|| PathTemplate::new(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        Found::in_text(text).keys().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn titles_name_endpoints_in_many_ways() {
        for (title, expected) in [
            ("# API Endpoint Implementation Plan: GET /api/users/{id}", "GET /api/users/{id}"),
            ("\n## Plan wdrożenia – **GET** `/api/users/[id]?expand=all`", "GET /api/users/[id]"),
            ("# Plan: POST /a, DELETE /a/:id.", "POST /a, DELETE /a/:id"),
            ("# Plan: [POST /a](#a)\n\n# GET /b", "POST /a, GET /b"),
            ("# How to get /tmp files", ""),
        ] {
            assert_eq!(found(title), expected, "{title}");
        }
    }

    #[test]
    fn the_text_decides_where_the_title_is_silent() {
        let title = "# API Endpoint Implementation Plan: Create a kennel\n\n";
        for (text, expected) in [
            (
                "Adds one.\n\n- **HTTP method:** POST\n- **URL:** `/api/kennels`\n- GET /api/other\n",
                "POST /api/kennels",
            ),
            ("- Path: `/api/kennels`\n- Method: `POST`\n", "POST /api/kennels"),
            ("Calls `POST https://example.test/api/kennels`.\n\nGET /x\n", "POST /api/kennels"),
            ("-   **Struktura URL:** `/api/kennels/:id`\n-   **Metoda HTTP:** `DELETE`\n", "DELETE /api/kennels/:id"),
            ("### Method\n\n`PUT`\n\n### URL\n\n`/api/kennels/{id}`\n", "PUT /api/kennels/{id}"),
            (
                "### 2.1 GET /kennels\n- Method: GET\n- URL: /kennels\n### POST /kennels\n",
                "GET /kennels, POST /kennels",
            ),
            ("| Method | Path |\n|---|---|\n| GET | `/k` |\n| PUT | `/k/{id}` |\n", "GET /k, PUT /k/{id}"),
            ("## GET /k/{id}\n### GET /k/42\n## GET /k/me\n", "GET /k/{id}, GET /k/me"),
            ("1. **GET /k** - lists\n2. **POST /k** - adds\n", "GET /k, POST /k"),
            ("A `POST` reaches `/src/pages/kennels.ts`.\n", ""),
        ] {
            assert_eq!(found(&format!("{title}{text}")), expected, "{text}");
        }
    }

    #[test]
    fn a_title_holds_against_headings_unless_labels_agree() {
        let title = "# Plan: POST /kennels\n\n";
        assert_eq!(found(&format!("{title}### GET /kennels\nSee there.\n")), "POST /kennels");
        let more = "### POST /kennels/join\n- Method: POST\n- URL: /kennels/join\n";
        assert_eq!(found(&format!("{title}{more}")), "POST /kennels, POST /kennels/join");
    }
}

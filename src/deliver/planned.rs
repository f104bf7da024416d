//! The endpoints that a saved plan is for, under whatever habit it was written.
//!
//! Best is the comment that we write ourselves, then the plan's title (`# … Plan: POST /users`), then
//! what the text says first about method and path. The last only counts in files whose name says
//! that they are implementation plans, because every other document speaks of endpoints too.

use super::provenance;
use crate::model::{EndpointKey, Method, PathTemplate};

/// How far into a plan its endpoint is looked for.
const LINES_READ: usize = 120;
/// How many lines a method and its path may stand apart (`- Method: POST`, `- Path: /users`).
const LINES_APART: usize = 4;

/// The endpoints that a document plans; none where it is no plan.
#[must_use]
pub fn endpoints_of(path: &str, text: &str) -> Vec<EndpointKey> {
    if let Some(provenance) = provenance::read(text) {
        return provenance::endpoints(&provenance);
    }
    let title = text.lines().take(LINES_READ).find(|line| line.starts_with('#')).unwrap_or_default();
    let titled = named_in(title);
    if !titled.is_empty() || !is_called_plan(path) {
        return titled;
    }
    first_named(text)
}

fn is_called_plan(path: &str) -> bool {
    let path: String = path.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    path.contains("implementation") || path.contains("endpoint")
}

/// All endpoints of a line: `POST /users and GET /users/{id}`.
fn named_in(line: &str) -> Vec<EndpointKey> {
    let words = words(line);
    let pairs = words.windows(2).filter_map(|pair| match pair {
        [method, path] => Some(EndpointKey { method: method_of(method)?, path: path_of(path)? }),
        _ => None,
    });
    pairs.collect()
}

/// What a text says first about a method and a path, on one line or on lines close to each other.
fn first_named(text: &str) -> Vec<EndpointKey> {
    let mut method: Option<(usize, Method)> = None;
    let mut path: Option<(usize, PathTemplate)> = None;
    for (number, line) in text.lines().take(LINES_READ).enumerate() {
        let named = named_in(line);
        if !named.is_empty() {
            return named;
        }
        let words = words(line);
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

fn words(line: &str) -> Vec<&str> {
    line.split(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | ',' | '(' | ')' | '"' | '|'))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Methods are written in capitals; `get` and `delete` are words of the language.
fn method_of(word: &str) -> Option<Method> {
    let word = word.trim_end_matches([':', '.', ';']);
    Method::ALL.into_iter().find(|method| method.as_str() == word)
}

/// A path of at least one letter: `/users`, `https://host/users`, not `/` or `//`.
fn path_of(word: &str) -> Option<PathTemplate> {
    let path = match word.split_once("://") {
        Some((_, rest)) => rest.get(rest.find('/')?..)?,
        None => word,
    };
    let path = path.trim_end_matches(['.', ':', ';', '!']);
    let letter = path.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || matches!(c, '{' | ':' | '[' | '<'));
    (path.starts_with('/') && letter).then(|| PathTemplate::new(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> String {
        endpoints_of(path, text).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn titles_name_endpoints_in_many_ways() {
        for (title, expected) in [
            ("# API Endpoint Implementation Plan: GET /api/users/{id}", "GET /api/users/{id}"),
            ("\n## Plan wdrożenia – **GET** `/api/users/[id]?expand=all`", "GET /api/users/[id]"),
            ("# Plan: POST /a, DELETE /a/:id.", "POST /a, DELETE /a/:id"),
            ("# API plan\n\n## GET /users", ""),
            ("# How to get /tmp files", ""),
        ] {
            assert_eq!(found(".ai/x.md", title), expected, "{title}");
        }
    }

    #[test]
    fn the_text_decides_where_the_title_is_silent() {
        let title = "# API Endpoint Implementation Plan: Create a kennel\n\n";
        for text in [
            "Adds one.\n\n- **HTTP method:** POST\n- **URL:** `/api/kennels`\n- GET /api/other\n",
            "- Path: `/api/kennels`\n- Method: `POST`\n",
            "Calls `POST https://example.test/api/kennels`.\n\nGET /x\n",
        ] {
            let text = format!("{title}{text}");
            assert_eq!(found(".ai/create-kennel-implementation-plan.md", &text), "POST /api/kennels");
            assert_eq!(found(".ai/prd.md", &text), "");
        }
    }
}

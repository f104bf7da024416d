//! `METHOD /path` in a line of text.

use crate::model::Method;
use crate::text::Span;

/// A method and a path as a line names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) method: Method,
    /// Without backslashes, query string and trailing punctuation.
    pub(super) path: String,
    /// The query string behind the path, if any.
    pub(super) query: Option<String>,
    /// Scheme and host, where the path is given with them.
    pub(super) host: Option<String>,
    /// From the method to the end of the path, relative to the line.
    pub(super) span: Span,
}

/// A path in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) host: Option<String>,
    /// Relative to the text.
    pub(super) span: Span,
}

/// Everything of the form `METHOD /path` in a line, `PUT/PATCH /path` as two.
pub(super) fn targets(line: &str) -> Vec<Target> {
    let mut found = Vec::new();
    if !line.contains('/') {
        return found;
    }
    let mut at = 0;
    while let Some((methods, start, end)) = next_methods(line, at) {
        at = end;
        let rest = line.get(end..).unwrap_or_default();
        let gap = rest.len() - rest.trim_start_matches(GAP).len();
        if gap == 0 {
            continue;
        }
        // `GET: /users`, `GET – /users` and **GET** `/users` are all meant.
        let Some(path) = path_at(rest.get(gap..).unwrap_or_default()) else { continue };
        let path_end = end + gap + path.span.end;
        for method in methods {
            found.push(Target {
                method,
                path: path.path.clone(),
                query: path.query.clone(),
                host: path.host.clone(),
                span: Span::new(start, path_end),
            });
        }
        at = path_end;
    }
    if found.is_empty() {
        found.extend(path_first(line));
    }
    found
}

const GAP: [char; 13] = [' ', '\t', '*', '`', '_', ':', '-', '–', '—', '\\', '|', '(', '\u{a0}'];

/// `/users (GET)` and `/users – GET`, where nothing but the method follows.
fn path_first(line: &str) -> Vec<Target> {
    let lead = line.len() - line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '/').len();
    let Some(path) = line.get(lead..).filter(|rest| rest.starts_with('/')).and_then(path_at) else { return Vec::new() };
    let end = lead + path.span.end;
    let rest = line.get(end..).unwrap_or_default();
    let gap = rest.len() - rest.trim_start_matches(GAP).trim_start_matches('[').len();
    let Some((methods, start, method_end)) = next_methods(line, end) else { return Vec::new() };
    if start > end + gap {
        return Vec::new();
    }
    let target = |method| Target {
        method,
        path: path.path.clone(),
        query: path.query.clone(),
        host: path.host.clone(),
        span: Span::new(lead, method_end),
    };
    methods.into_iter().map(target).collect()
}

/// The next method in capitals from `from` on, or several joined by `/`, `|`, `,` or `and`; with
/// their start and end.
fn next_methods(line: &str, from: usize) -> Option<(Vec<Method>, usize, usize)> {
    let mut at = from;
    loop {
        let (start, word) = next_word(line, at)?;
        at = start + word.len();
        if let Some(method) = method_in_capitals(word) {
            let before = line.get(..start).and_then(|b| b.chars().next_back());
            if before.is_some_and(|c| matches!(c, '/' | '_' | '-' | '.')) {
                continue;
            }
            let mut methods = vec![method];
            while let Some((next, end)) = joined_method(line, at) {
                methods.push(next);
                at = end;
            }
            return Some((methods, start, at));
        }
    }
}

/// A further method that follows behind `/`, `|` or `,`.
fn joined_method(line: &str, at: usize) -> Option<(Method, usize)> {
    let rest = line.get(at..)?;
    let gap = rest.len() - rest.trim_start_matches([' ', '/', '|', ',', '*', '`', '&']).len();
    if !rest.get(..gap)?.contains(['/', '|', ',', '&']) {
        return None;
    }
    let (start, word) = next_word(line, at)?;
    let method = method_in_capitals(word)?;
    (start == at + gap).then_some((method, start + word.len()))
}

fn next_word(line: &str, from: usize) -> Option<(usize, &str)> {
    let rest = line.get(from..)?;
    let start = rest.find(|c: char| c.is_ascii_alphabetic())?;
    let word = rest.get(start..)?;
    let length = word.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len());
    Some((from + start, word.get(..length.max(1)).unwrap_or(word)))
}

/// The method that a word in capitals is.
pub(super) fn method_in_capitals(word: &str) -> Option<Method> {
    if word.bytes().any(|b| !b.is_ascii_uppercase()) {
        return None;
    }
    word.parse().ok()
}

/// The path that a text begins with: `/…`, `http(s)://host/…` or `{{base}}/…`.
pub(super) fn path_at(text: &str) -> Option<Path> {
    let (host, skip) = host_at(text);
    let body = text.get(skip..)?;
    if let Some(inner) = body.strip_prefix("/`") {
        return path_in_marks(inner).map(|path| Path {
            host,
            span: Span::new(0, skip + 2 + path.span.end - 1),
            ..path
        });
    }
    if !body.starts_with('/') {
        return None;
    }
    let mut end = body.len();
    let mut depth = 0_usize;
    for (at, c) in body.char_indices() {
        match c {
            '{' | '[' | '<' => depth += 1,
            '}' | ']' | '>' if depth > 0 => depth -= 1,
            c if c.is_whitespace()
                || matches!(c, '`' | '*' | '"' | '\'' | ',' | ';' | ')' | '(' | '|' | '→' | '—' | '–' | ']' | '}') =>
            {
                if depth > 0 && (c == ' ' || c == '|') && body.get(at..).is_some_and(closes_soon) {
                    continue;
                }
                end = at;
                break;
            }
            _ => {}
        }
    }
    let raw = body.get(..end)?;
    let trimmed = raw.trim_end_matches(['.', ':', '!', '\\', '_']);
    let (path, query) = match trimmed.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (trimmed, None),
    };
    let path = path.replace('\\', "");
    // `//` begins a comment and `/*` does too.
    let lone = path.len() == 1 && !body.get(1..).unwrap_or_default().starts_with(['*', '/']);
    let named = lone || path.get(1..2).is_some_and(|c| !matches!(c, "/" | "*" | " "));
    named.then(|| Path { path, query, host, span: Span::new(0, skip + trimmed.len()) })
}

/// A path whose slash stands before the marks, as in ``/`users` ``; the text begins behind the mark.
fn path_in_marks(text: &str) -> Option<Path> {
    let inner = text.get(..text.find('`')?)?;
    let with_slash = format!("/{inner}");
    path_at(&with_slash).filter(|path| path.span.end == with_slash.len() && !inner.starts_with('/'))
}

fn closes_soon(text: &str) -> bool {
    text.chars().take(30).take_while(|c| !matches!(c, '/' | '\n' | '`')).any(|c| matches!(c, '}' | ']' | '>'))
}

/// Scheme and host before a path, with their length.
fn host_at(text: &str) -> (Option<String>, usize) {
    for scheme in ["https://", "http://"] {
        if let Some(rest) = text.strip_prefix(scheme) {
            let host = rest.find(|c: char| c == '/' || c.is_whitespace() || c == '`').unwrap_or(rest.len());
            let end = scheme.len() + host;
            return (text.get(..end).map(str::to_owned), end);
        }
    }
    // `{baseUrl}/users`, `{{host}}/users` and `<base>/users` begin with a variable, not a parameter.
    let variable =
        text.starts_with("{{") || text.starts_with("{base") || text.starts_with("{API") || text.starts_with("${");
    if variable && let Some(end) = text.find("}/").map(|at| at + 1) {
        return (None, end);
    }
    (None, 0)
}

/// The path in a field's value, such as `` `/users` `` or `api/users`.
pub(super) fn path_in(value: &str) -> Option<Path> {
    let lead = value.len() - value.trim_start_matches([' ', '`', '*', '_', '"', '\'', '\\']).len();
    let body = value.get(lead..)?;
    let mut path = match path_at(body) {
        Some(path) => path,
        None => {
            // A path without its leading slash is still one when it has another.
            let word = body.split(|c: char| c.is_whitespace() || c == '`').next().unwrap_or_default();
            let plain = word.contains('/') && word.starts_with(|c: char| c.is_ascii_lowercase());
            if !plain || word.contains("//") {
                return None;
            }
            let with_slash = format!("/{word}");
            let path = path_at(&with_slash)?;
            Path { span: Span::new(0, path.span.end - 1), ..path }
        }
    };
    path.span = Span::new(path.span.start + lead, path.span.end + lead);
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(line: &str) -> Vec<String> {
        targets(line).iter().map(|t| format!("{} {}", t.method, t.path)).collect()
    }

    #[test]
    fn targets_are_found_in_every_dress() {
        let cases: &[(&str, &[&str])] = &[
            ("#### `POST` /api/users", &["POST /api/users"]),
            ("**GET** `/api/x/[id]`  ", &["GET /api/x/[id]"]),
            ("- **`POST /api/auth/register`**", &["POST /api/auth/register"]),
            ("1) PATCH /x/{id}.", &["PATCH /x/{id}"]),
            ("PUT/PATCH /x/{id}", &["PUT /x/{id}", "PATCH /x/{id}"]),
            ("GET, POST /x", &["GET /x", "POST /x"]),
            ("**POST /auth/register** and **POST /auth/login**", &["POST /auth/register", "POST /auth/login"]),
            ("GET: /users?page=1&limit=2", &["GET /users"]),
            ("Create (POST /users)", &["POST /users"]),
            ("`/users/:id` (GET)", &["GET /users/:id"]),
            ("GET /users/<int:id>/x", &["GET /users/<int:id>/x"]),
            ("POST https://api.vendor.com/v1/chat", &["POST /v1/chat"]),
            ("\\#### GET /x/\\[id\\]", &["GET /x/[id]"]),
            ("GET the list of users", &[]),
            ("Forget /users", &[]),
            ("DELETE", &[]),
            ("PUT {{baseUrl}}/x", &["PUT /x"]),
            ("**GET /`users`**", &["GET /users"]),
            ("GET /`users/{id}` – one user", &["GET /users/{id}"]),
            ("GET / `users`", &["GET /"]),
            ("ON DELETE /* comment */", &[]),
        ];
        for (line, expected) in cases {
            assert_eq!(show(line), *expected, "{line}");
        }
    }

    #[test]
    fn a_value_may_lack_the_slash() {
        assert_eq!(path_in("`/users/{id}`").map(|p| p.path), Some("/users/{id}".to_owned()));
        assert_eq!(path_in("api/users").map(|p| p.path), Some("/api/users".to_owned()));
        assert_eq!(path_in("JWT based"), None);
        assert_eq!(path_in("and/or"), Some(path_in("/and/or").unwrap()).map(|p| Path { span: Span::new(0, 6), ..p }));
    }
}

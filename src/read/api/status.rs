//! Status codes in labels, lists and cells.

use super::words::{WORDS, Word};
use crate::text::Span;

/// A status code in a text, with what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) status: u16,
    /// The three digits, relative to the text.
    pub(crate) span: Span,
    /// The words behind it, up to the next code.
    pub(crate) words: Span,
}

/// All status codes of a text that lists some: `400 (invalid), 401/403: not allowed`. Numbers that
/// count something else (`max 500 chars`) are no codes.
pub(super) fn codes(text: &str) -> Vec<Code> {
    let mut found: Vec<Code> = Vec::new();
    // Open brackets so far, up to `seen`.
    let (mut depth, mut seen) = (0_i32, 0);
    for (start, end) in numbers(text) {
        depth += brackets(text.get(seen..start).unwrap_or_default());
        seen = start;
        let Some(status) = text.get(start..end).and_then(|n| n.parse().ok()) else { continue };
        if is_status(status) && is_code(text, start, end, depth > 0) {
            if let Some(last) = found.last_mut() {
                last.words.end = start;
            }
            let span = Span::new(start, end);
            found.push(Code { status, span, words: Span::new(end, text.len()) });
        }
    }
    found
}

/// Of the codes below 200 plans name only the change of protocols; `100` is mostly a count.
fn is_status(number: u16) -> bool {
    number == 101 || (200..600).contains(&number)
}

/// The codes that a sentence about something else gives: each has its reason phrase behind it, or stands in
/// code marks behind a word such as `returns`: ``or returns `409` ``, `→ 409 Conflict`.
pub(crate) fn told(text: &str) -> Vec<Code> {
    let mut found = Vec::new();
    for (start, end) in numbers(text) {
        let Some(status) = text.get(start..end).and_then(|n| n.parse().ok()).filter(|s| is_status(*s)) else {
            continue;
        };
        let after = text.get(end..).unwrap_or_default();
        let reason = reason(status);
        let named = after.strip_prefix(' ').and_then(|rest| rest.get(..reason.len()));
        let named = !reason.is_empty() && named.is_some_and(|phrase| phrase.eq_ignore_ascii_case(reason));
        let before = text.get(..start).unwrap_or_default();
        let marked = before.strip_suffix('`').filter(|_| after.starts_with('`')).is_some_and(|before| {
            let before = before.trim_end();
            let word = before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
            before.ends_with('→')
                || before.is_char_boundary(word) && WORDS.is(before.get(word..).unwrap_or_default(), Word::Code)
        });
        // `never returns 403 Forbidden`, `404 instead of 403 Forbidden`
        let clause =
            before.rfind(['.', ';', '(', ')', ',', '→']).map_or(before, |at| before.get(at..).unwrap_or_default());
        if (named || marked) && !WORDS.has(clause, Word::Not) {
            let span = Span::new(start, end);
            found.push(Code { status, span, words: Span::new(end, text.len()) });
        }
    }
    found
}

/// The code in brackets that a text ends with: `the created boat (201)`.
pub(super) fn trailing(text: &str) -> Option<usize> {
    let open = text.trim_end_matches(['.', ':', ' ', '*']).strip_suffix(')')?.rfind('(')?;
    leading(text.get(open + 1..)?).map(|_| open + 1)
}

/// The code that a text begins with, behind marks.
pub(crate) fn leading(text: &str) -> Option<u16> {
    let body = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let body = body.strip_prefix("HTTP ").unwrap_or(body);
    let digits = body.get(..3).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    let status = digits.parse().ok().filter(|s| is_status(*s))?;
    let rest = body.get(3..)?;
    let next = rest.trim_start_matches(['*', '`', '_']);
    let follows = next.is_empty()
        || next.starts_with([':', ',', '|', '/', '(', ')', '-', '–', '—', '.', ';', '→'])
        || (next.starts_with(' ')
            && !is_counted(next)
            && !next.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | '=' | '<' | '>')));
    (follows && !next.starts_with(".0") && !starts_number(next)).then_some(status)
}

/// What is said of a code, without its reason phrase and without marks that lost their other half;
/// `None` where nothing more is said.
pub(super) fn description(status: u16, words: &str) -> Option<String> {
    let marks = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | '[' | '`' | '"' | '<');
    let mut text = words.trim_start_matches(|c: char| marks(c) || c == '`').trim_end();
    let reason = reason(status);
    let phrase = text.get(..reason.len()).filter(|start| !reason.is_empty() && start.eq_ignore_ascii_case(reason));
    if let Some(rest) =
        phrase.and_then(|_| text.get(reason.len()..)).filter(|r| !r.trim_start().starts_with(char::is_alphanumeric))
    {
        text = rest.trim_start_matches(|c: char| marks(c) || c == '`');
        // A list of codes says no more of this one.
        if !text.contains(char::is_alphanumeric) {
            return None;
        }
    }
    let mut plain =
        text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | ']' | '`' | '"' | '>' | '.' | '…'));
    if let Some(inner) = plain.strip_prefix('(').and_then(|p| p.strip_suffix(')')).filter(|p| !p.contains(['(', ')'])) {
        plain = inner.trim();
    }
    let mut plain = plain.to_owned();
    if plain.matches('`').count() % 2 == 1
        && let Some(at) = plain.rfind('`')
    {
        plain.remove(at);
    }
    let depth = brackets(&plain);
    if let Some(at) = plain.rfind('(').filter(|_| depth > 0) {
        // Without its end, a remark is worth more than the mark that opens it.
        if at == 0 {
            plain.remove(0);
        } else {
            plain.truncate(at);
        }
    }
    if depth < 0
        && let Some(at) = plain.rfind(')')
    {
        plain.remove(at);
    }
    let plain = plain.trim().trim_end_matches([',', ';', ':']).trim();
    plain.contains(char::is_alphanumeric).then(|| plain.to_owned())
}

/// The reason phrase of a code, as RFC 9110 and its like give it.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        101 => "Switching Protocols",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "Precondition Failed",
        413 => "Payload Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Entity",
        423 => "Locked",
        424 => "Failed Dependency",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

fn starts_number(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('.' | ',' | '-' | '–' | ':')) && chars.next().is_some_and(|c| c.is_ascii_digit())
}

/// Runs of digits that are words of their own and three digits long.
fn numbers(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    crate::read::lexicon::spelling::words(text).filter(|(from, to)| {
        to - from == 3 && text.get(*from..*to).is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn is_code(text: &str, start: usize, end: usize, in_brackets: bool) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    // Part of a longer number, a version or a comparison.
    let plain_before = before.trim_end_matches(['*', '`', '_', ' ', '"', '\\']);
    if before.ends_with(['$', '#', '=', '<', '>', '≤', '≥', '~', '+', '_']) || before.ends_with("= ") {
        return false;
    }
    if plain_before.ends_with(['=', '<', '>', '≤', '≥', '~', '±']) {
        return false;
    }
    let digit_before = |b: &str| b.chars().next_back().is_some_and(|c| c.is_ascii_digit());
    if before.strip_suffix(['.', ',', '-', '–', ':']).is_some_and(digit_before) && !is_listed(before)
        || starts_number(after) && !after.starts_with([',', '-', '–'])
    {
        return false;
    }
    if is_counted(after) || after.starts_with('%') {
        return false;
    }
    let Some(last) = plain_before.chars().next_back() else { return true };
    if matches!(last, ',' | ';' | '|' | '/' | ':' | '-' | '–' | '—' | '•' | '→' | '.' | '&' | '[') {
        return !in_brackets || ends_alone(after);
    }
    if matches!(last, '(') {
        return ends_alone(after) || after.starts_with(' ') && after.trim_start().starts_with(char::is_uppercase);
    }
    if last == ')' {
        // `400 (invalid) 401` lacks its comma.
        return true;
    }
    if !plain_before.contains(char::is_alphanumeric) {
        return true;
    }
    let word_start = plain_before
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + plain_before.get(at..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8));
    let word = plain_before.get(word_start..).unwrap_or_default();
    WORDS.is(word, Word::Code) || word.bytes().all(|b| b.is_ascii_digit()) && word.len() == 3
}

/// Whether the text before ends with another code and a separator, as in `400,401`.
fn is_listed(before: &str) -> bool {
    let digits = before.trim_end_matches([',', '-', '–', '.', ':']);
    let tail = digits.len() - digits.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    tail == 3 && before.ends_with([',', '-', '–'])
}

/// Whether a unit follows: `500 chars`.
fn is_counted(after: &str) -> bool {
    let rest = after.trim_start_matches(['*', '`', '_']);
    rest.starts_with([' ', '\u{a0}'])
        && WORDS.prefix(rest, Word::Unit).is_some()
        && rest.trim_start().starts_with(|c: char| {
            c.is_lowercase()
                || c.is_ascii_uppercase()
                    && rest.trim_start().starts_with(['K', 'M', 'G'])
                    && rest.trim_start().get(1..2) == Some("B")
        })
}

/// How many more brackets a text opens than it closes.
fn brackets(text: &str) -> i32 {
    text.chars().fold(0_i32, |depth, c| match c {
        '(' => depth + 1,
        ')' => depth - 1,
        _ => depth,
    })
}

/// Whether a number in brackets stands for itself: `(400, 401)`, `(500)`.
fn ends_alone(after: &str) -> bool {
    let rest = after.trim_start_matches(['*', '`', '_', ' ']);
    rest.is_empty() || rest.starts_with([')', ',', '/', '|', ';']) || rest.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_other_numbers() {
        let cases: &[(&str, &[u16])] = &[
            ("`200 OK` or `204 No Content`", &[200, 204]),
            ("400 (validation), 401, 409 (limit of 500 items reached)", &[400, 401, 409]),
            ("200 | 201 | 400 (invalid) | 401", &[200, 201, 400, 401]),
            ("401/403: Unauthorized.", &[401, 403]),
            ("400 Bad Request (name > 30 chars, max 500)", &[400]),
            ("Standard responses (tokens, error codes 400, 401).", &[400, 401]),
            ("string (max 500 chars)", &[]),
            ("up to 280 chars", &[]),
            ("id 101", &[]),
            ("**409 Conflict** - exists", &[409]),
            ("201 Created – 404 Not Found", &[201, 404]),
            ("400,401,404", &[400, 401, 404]),
            ("Server error (500)", &[500]),
            ("202 { recipe, warnings? }", &[202]),
            ("HTTP 204", &[204]),
            ("4xx", &[]),
            ("1.200 of 300", &[]),
        ];
        for (text, expected) in cases {
            let read: Vec<u16> = codes(text).iter().map(|c| c.status).collect();
            assert_eq!(read, *expected, "{text}");
        }
    }

    #[test]
    fn a_line_may_begin_with_a_code() {
        let cases = [
            ("- **409 Conflict** - exists", Some(409)),
            ("`400 Bad Request`: wrong", Some(400)),
            ("200 | 201", Some(200)),
            ("500 characters at most", None),
            ("100.5 is a price", None),
            ("404", Some(404)),
            ("HTTP 404", Some(404)),
            ("page 200", None),
        ];
        for (text, expected) in cases {
            assert_eq!(leading(text), expected, "{text}");
        }
    }

    #[test]
    fn descriptions_are_whole_and_without_the_reason() {
        let cases = [
            (400, " Bad Request`: the body breaks a rule.", Some("the body breaks a rule.")),
            (404, " Not Found", None),
            (404, "**: no such `wall`", Some("no such `wall`")),
            (409, " (name taken), ", Some("name taken")),
            (200, ": the route, as in `GET /routes/{id}`", Some("the route, as in `GET /routes/{id}`")),
            (401, " Unauthorized (no token", Some("no token")),
            (500, " Internal Server Error – a fault of ours", Some("a fault of ours")),
            (201, " – Created thing", Some("Created thing")),
            (404, " Not found or not owned", Some("Not found or not owned")),
        ];
        for (status, words, expected) in cases {
            assert_eq!(description(status, words).as_deref(), expected, "{words}");
        }
    }
}

//! Names of parameters and fields in lines and cells: `` `page` (integer, default 1), `limit`? ``.

mod note;
mod piece;
mod tail;

use super::body::is_name;
use super::body::value::alternatives;
use super::words::{WORDS, Word};
use crate::text::Span;
pub(super) use note::Named;
use piece::{leading, query_string, split_name};

/// No line that a person writes names more; a document made to be slow may.
const MOST_NAMES: usize = 200;

/// The names that a line of a parameter list gives.
pub(super) fn named(line: &str) -> Vec<Named> {
    let trimmed = line.trim();
    if trimmed.is_empty() || says_none(trimmed) {
        return Vec::new();
    }
    if let Some((flag, rest)) = group_flag(line) {
        let from = line.len() - rest.len();
        let mut found = shifted(named(rest), from);
        for name in &mut found {
            name.required = name.required.or(Some(flag));
        }
        return found;
    }
    if let Some(rest) = behind_lead(line) {
        return shifted(named(rest), line.len() - rest.len());
    }
    // `?q=<text>&page=2` without code marks.
    if trimmed.starts_with('?') && trimmed.contains('=') && !trimmed.contains('`') {
        return query_string(line, 0);
    }
    let mut found = read_pieces(line);
    // A word before a colon and code spans is a label: `Filters: `status`, `city``.
    let labels = found.len() == 1
        && !line.trim_start().starts_with(['`', '*', '-'])
        && found.first().is_some_and(|n| n.name.starts_with(char::is_uppercase) && n.note.is_none())
        && line.split_once(':').is_some_and(|(_, rest)| rest.trim_start().starts_with('`'));
    if labels {
        found.clear();
    }
    if found.is_empty() {
        // `Filters: `status`, `city`` and `Pagination via `page` and `limit``.
        if let Some((_, rest)) = line.split_once(':').filter(|(label, rest)| !label.contains('`') && rest.contains('`'))
        {
            found = shifted(read_pieces(rest), line.len() - rest.len());
        }
        if found.is_empty() {
            found = code_names(line);
        }
    }
    spread_last_note(&mut found);
    found
}

/// Whether a value says that there is nothing: `none`, `_(empty)_`, `-`.
pub(super) fn says_none(text: &str) -> bool {
    let plain = text.trim_matches(|c: char| !c.is_alphanumeric());
    if plain.is_empty() {
        return !text.contains(['{', '[']);
    }
    let head = plain.split([',', '.', ';', '–', '—', '(', ':']).next().unwrap_or_default();
    let head = head.split(" - ").next().unwrap_or_default();
    WORDS.is(head, Word::None)
}

/// `Required: a, b` and `Optional: c`.
fn group_flag(line: &str) -> Option<(bool, &str)> {
    let (label, rest) = line.split_once(':')?;
    if label.contains('`') || rest.trim().is_empty() {
        return None;
    }
    let flag = if WORDS.is(label, Word::Required) {
        true
    } else if WORDS.is(label, Word::NotRequired) {
        false
    } else {
        return None;
    };
    Some((flag, rest))
}

/// What stands behind a word that names nothing: `e.g., page, size`, `multipart/form-data, file`.
fn behind_lead(line: &str) -> Option<&str> {
    let plain = line.trim_start_matches([' ', '*', '_']);
    let code = plain.strip_prefix('`');
    let text = code.unwrap_or(plain);
    if !text.starts_with(char::is_alphabetic) {
        return None;
    }
    let filler = WORDS.prefix(text, Word::Filler).filter(|_| code.is_none());
    let length = filler.or_else(|| WORDS.prefix(text, Word::MediaType))?;
    let (lead, rest) = text.split_at_checked(length)?;
    // `including: bool` is a field.
    let written = lead.contains(['.', '/']) || lead.contains(' ') || !rest.starts_with([':', '?', '=', '_']);
    let rest = code.and_then(|_| rest.strip_prefix('`')).unwrap_or(rest);
    written.then(|| rest.trim_start_matches(['.', ',', ':', ';', ' ']))
}

fn shifted(mut found: Vec<Named>, by: usize) -> Vec<Named> {
    for name in &mut found {
        name.span = Span::new(name.span.start + by, name.span.end + by);
    }
    found
}

/// `from, to (required)`: a note behind the last name holds for those before it that have none.
fn spread_last_note(found: &mut [Named]) {
    let Some(last) = found.last().and_then(|n| n.required) else { return };
    if found.iter().rev().skip(1).all(|n| n.required.is_none() && n.note.is_none() && n.description.is_none()) {
        for name in found {
            name.required = Some(last);
        }
    }
}

fn read_pieces(line: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut described = false;
    for piece in pieces(line).into_iter().take(MOST_NAMES) {
        let text = line.get(piece.start..piece.end).unwrap_or_default();
        let mut at = 0;
        while let Some((mut names, length, ended)) =
            leading(text.get(at..).unwrap_or_default(), found.is_empty(), described)
        {
            for name in &mut names {
                name.span = Span::new(name.span.start + piece.start + at, name.span.end + piece.start + at);
                // `page: integer, optional` says it in a piece of its own.
                let rest = line.get(piece.end..).unwrap_or_default();
                if name.description.is_some() && !rest.contains('`') {
                    name.required = name.required.or_else(|| WORDS.necessity(rest));
                }
            }
            // `Values: `asc`, `desc` (the default)` goes on with values.
            let lists = names.iter().filter_map(|n| n.description.as_deref()).any(|d| WORDS.has(d, Word::OneOf));
            described |= names.iter().any(|n| n.description.is_some());
            found.append(&mut names);
            if lists {
                return found;
            }
            at += length;
            if ended {
                break;
            }
        }
        if at == 0 && found.is_empty() && !text.trim().is_empty() {
            return found;
        }
        // `page: integer, default 1`: what follows a description and names nothing goes on with it.
        if let Some(said) = found.last_mut().and_then(|n| n.description.as_mut()).filter(|_| at == 0 && described)
            && !text.trim().is_empty()
        {
            said.push_str(", ");
            said.push_str(text.trim());
        }
        // `` `from`, `to`, required; `page` ``: a word of its own is about the names before it.
        if at == 0 && WORDS.is_necessity(text) {
            let flag = WORDS.necessity(text);
            found.iter_mut().for_each(|n: &mut Named| n.required = n.required.or(flag));
        }
    }
    found
}

/// The pieces between commas that stand outside brackets and code.
fn pieces(line: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut depth = 0_usize;
    let mut code = false;
    for (at, c) in line.char_indices() {
        match c {
            '`' => code = !code,
            '(' | '[' | '{' if !code => depth += 1,
            ')' | ']' | '}' if !code => depth = depth.saturating_sub(1),
            ',' | ';' if !code && depth == 0 => {
                pieces.push(Span::new(from, at));
                from = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(Span::new(from, line.len()));
    pieces
}

/// Where a part of a text stands in it.
fn inside(text: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span::new(start, start + part.len())
}

/// The names in a query string as written behind a path.
pub(super) fn query_names(query: &str) -> Vec<Named> {
    query_string(query, 0)
}

/// Code spans in prose that can be names.
pub(super) fn code_names(line: &str) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    let mut at = 0;
    while let Some(open) = line.get(at..).and_then(|rest| rest.find('`')).map(|o| at + o + 1) {
        let Some(close) = line.get(open..).and_then(|rest| rest.find('`')).map(|c| open + c) else { break };
        let inner = line.get(open..close).unwrap_or_default();
        at = close + 1;
        if found.len() >= MOST_NAMES {
            break;
        }
        if inner.contains('=') && inner.contains(['&', '?']) {
            found.append(&mut query_string(inner, open));
            continue;
        }
        let (name, mark, value) = split_name(inner);
        let of_header = WORDS.prefix(line.get(at..).unwrap_or_default(), Word::Header).is_some();
        if is_name(name) && !of_header && !found.iter().any(|f| f.name == name) {
            found.push(Named {
                required: mark.then_some(false),
                allowed: value.map(alternatives).unwrap_or_default(),
                ..Named::plain(name, inside(line, name))
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(line: &str) -> String {
        let name = |n: &Named| {
            let mark = match n.required {
                Some(true) => "!",
                Some(false) => "?",
                None => "",
            };
            format!("{}{mark}", n.name)
        };
        named(line).iter().map(name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_are_read_from_every_kind_of_line() {
        let cases = [
            ("`page` (number, default: 1): Page number", "page"),
            (
                "`page` (default 1), `limit` (default 20), `source` (`a|b`), `id`, `sort` (`x|y`)",
                "page limit source id sort",
            ),
            ("role=borrow|owner (required), status? (multi allowed), cursor?, limit?", "role! status? cursor? limit?"),
            ("q (text, required), cursor?", "q! cursor?"),
            ("from=YYYY-MM-DD, to=YYYY-MM-DD (required)", "from! to!"),
            ("`from` / `to` (`ISO-8601`, optional)", "from? to?"),
            ("`fromDate`, `toDate` (`YYYY-MM-DD`, optional)", "fromDate? toDate?"),
            ("page, pageSize", "page pageSize"),
            ("`organization_id`: UUID (required)", "organization_id!"),
            ("`status` (optional filter by status: `new`, `done`),", "status?"),
            ("`?search=&mealType=&page=`", "search mealType page"),
            ("`period=weekly`", "period"),
            ("none", ""),
            ("_(none)_", ""),
            ("None (uses the `Authorization` header)", ""),
            ("—", ""),
            ("`sort`: `asc` or `desc`, `created_at`", "sort"),
            ("`sort` (string): The order. Values: `name` (default), `date` (newest first)", "sort"),
            ("Filters: `status`, `assignee_id`.", "status assignee_id"),
            ("Supports paging via `page` and `limit`", "page limit"),
            ("Required: `a`, `b`", "a! b!"),
            ("Opcjonalne: `a`", "a?"),
            ("**page** (int, optional) - the page", "page?"),
            ("page: integer, optional", "page?"),
            ("`id` wymagane, UUID", "id!"),
            ("`search` – text", "search"),
            ("Returns the list of users", ""),
            ("`user\\_id` (uuid)", "user_id"),
        ];
        for (line, expected) in cases {
            assert_eq!(show(line), expected, "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_line_gives_names_inside_it(line in "(\\PC|[`*(),:=?&| /-]|`a`|ż){0,40}") {
            for name in named(&line) {
                prop_assert!(line.get(name.span.start..name.span.end).is_some());
            }
        }
    }
}

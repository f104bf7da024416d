//! One piece of a line between commas: the names that it begins with.

use super::tail::{Tail, TailKind, joint_length};
use super::{Named, inside};
use crate::read::api::body::is_name;
use crate::read::api::body::value::alternatives;
use crate::read::api::words::{WORDS, Word};
use crate::text::Span;

/// The name that a piece begins with, how much of the piece was read, and whether the piece ends
/// there.
pub(super) fn leading(piece: &str, first: bool, described: bool) -> Option<(Vec<Named>, usize, bool)> {
    let body = piece.trim_start_matches([' ', '\t', '*', '-', '/', '&', '+', '•', '"', '\\', '|']);
    let mut lead = piece.len() - body.len();
    let joint = joint_length(body).unwrap_or(0);
    let body = body.get(joint..)?;
    lead += joint;
    // ``optional `sort` ``
    let (word, named) = body.split_once(' ').unwrap_or((body, ""));
    let said = WORDS.necessity(word).filter(|_| named.starts_with('`') && WORDS.is_necessity(word));
    let body = if said.is_some() { named } else { body };
    lead += if said.is_some() { word.len() + 1 } else { 0 };
    let code = body.starts_with('`');
    let bold = piece.get(..lead).is_some_and(|l| l.contains("**"));
    let (inner, inner_start, after) = if code {
        let inner = body.get(1..)?;
        let end = inner.find('`')?;
        (inner.get(..end)?, lead + 1, lead + 1 + end + 1)
    } else {
        let length = body
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '\\' | '$')))
            .unwrap_or(body.len());
        let word = body.get(..length)?.trim_end_matches(['.', '-', '_']);
        (word, lead, lead + word.len())
    };
    if code && inner.contains('=') && inner.contains(['&', '?']) {
        return Some((query_string(inner, inner_start), piece.len(), true));
    }
    let (name, mark, value) = split_name(inner);
    if !is_name(name) {
        return None;
    }
    let mut tail = Tail { text: piece, at: after, note: None, value: value.map(str::to_owned) };
    let optional = mark || tail.question_mark();
    let kind = tail.read();
    let plain = code || bold;
    let fits = match kind {
        TailKind::End | TailKind::Joined => plain || !(first && name.starts_with(char::is_uppercase)),
        TailKind::Note | TailKind::Value => true,
        TailKind::Description => plain || first || !described,
        TailKind::Words => plain && (first || WORDS.is_necessity(piece.get(tail.at..).unwrap_or_default())),
    };
    // Behind a description, code spans are values of it, unless they are described themselves.
    let own = matches!(kind, TailKind::Note | TailKind::Description | TailKind::Value);
    if !fits || (described && !(code && own)) || (!plain && (WORDS.is(name, Word::None) || WORDS.is_necessity(name))) {
        return None;
    }
    let rest = piece.get(tail.at..).unwrap_or_default();
    let described_by = matches!(kind, TailKind::Description | TailKind::Words)
        .then(|| rest.trim_matches([' ', ':', '-', '–', '—', '.', '*']).to_owned());
    let note = tail.note.clone();
    let required = if optional {
        Some(false)
    } else if said.is_some() {
        said
    } else {
        note.as_deref()
            .and_then(|n| WORDS.necessity(n))
            .or_else(|| described_by.as_deref().and_then(|d| WORDS.necessity(d)))
    };
    let allowed = [tail.value.as_deref(), note.as_deref()]
        .into_iter()
        .flatten()
        .flat_map(|text| text.split(','))
        .map(|text| alternatives(text.trim().trim_matches('`')))
        .find(|values| !values.is_empty())
        .unwrap_or_default();
    let named = Named {
        name: name.replace('\\', "").trim_end_matches("[]").to_owned(),
        span: inside(piece, name),
        required,
        note,
        description: described_by.filter(|d| !d.is_empty()),
        allowed,
    };
    let ended = kind != TailKind::Joined;
    Some((vec![named], if ended { piece.len() } else { tail.at }, ended))
}

/// Splits `status?`, `sort=asc`, `page: int` and `id uuid` into name, `?` and value.
pub(super) fn split_name(inner: &str) -> (&str, bool, Option<&str>) {
    let inner = inner.trim().trim_start_matches('?');
    let end = inner
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '\\' | '$' | '[' | ']')))
        .unwrap_or(inner.len());
    let (name, rest) = inner.split_at(end);
    let (rest, mark) = rest.strip_prefix('?').map_or((rest, false), |r| (r, true));
    let value = rest.trim_start_matches(['=', ':', ' ']);
    // `a|b` lists values, and `x()` is a call.
    if !rest.is_empty() && !rest.starts_with(['=', ':', ' ']) {
        return ("", false, None);
    }
    (name, mark, (!value.is_empty()).then_some(value))
}

pub(super) fn query_string(text: &str, offset: usize) -> Vec<Named> {
    let mut at = 0;
    let mut found = Vec::new();
    for part in text.split_inclusive(['&', '?']) {
        let (name, value) = part.split_once('=').map_or((part, ""), |(n, v)| (n, v));
        let bare = name.trim_matches(['&', '?', ' ', '/']);
        let lead = name.len() - name.trim_start_matches(['&', '?', ' ', '/']).len();
        if is_name(bare) && (part.contains('=') || !text.starts_with('/')) {
            let start = offset + at + lead;
            found.push(Named {
                name: bare.to_owned(),
                span: Span::new(start, start + bare.len()),
                required: None,
                note: None,
                description: None,
                allowed: alternatives(value.trim_end_matches('&')),
            });
        }
        at += part.len();
    }
    found
}

//! Statuses and codes in lists of errors that several endpoints share.

use std::sync::LazyLock;

use super::super::words::{meaning, words};
use crate::read::lexicon::Lexicon;

static LABELS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("fields.toml"));

/// Whether a text names a status.
pub(super) fn names(text: &str, status: u16) -> bool {
    statuses(text).any(|(_, known)| known == status)
}

/// The statuses from 400 up with what stands behind each, of a line such as `Errors: 401, 409 (taken)`.
pub(super) fn errors(line: &str) -> Vec<(u16, String)> {
    let line = line.trim_matches(['-', '*', ' ']);
    let Some((label, rest)) = line.split_once(':') else {
        return Vec::new();
    };
    if LABELS.term_of(label.trim_matches(['*', ' '])) != Some("errors") {
        return Vec::new();
    }
    let found: Vec<(usize, u16)> = statuses(rest).collect();
    let ends = found.iter().skip(1).map(|(at, _)| *at).chain([rest.len()]);
    let said = |from: usize, to: usize| {
        let words = rest.get(from + 3..to).unwrap_or_default().trim_matches([' ', ',', ';', '.', '`', '*', '/']);
        meaning(words).unwrap_or_default()
    };
    found.iter().zip(ends).map(|((at, status), end)| (*status, said(*at, end))).collect()
}

/// The code of a status: the only one on the lines that name it, else one that is called as the status is.
pub(super) fn code_of<'t>(lines: impl Iterator<Item = &'t str>, status: u16) -> Option<String> {
    let mut beside: Vec<&str> = Vec::new();
    let mut called: Option<&str> = None;
    for line in lines {
        let codes: Vec<&str> =
            line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| is_code(w)).collect();
        let [code] = codes.as_slice() else { continue };
        let named: Vec<u16> = statuses(line).map(|(_, status)| status).collect();
        match named.as_slice() {
            [only] if *only == status && !beside.contains(code) => beside.push(code),
            [] if status_called(code) == Some(status) => called = Some(code),
            _ => {}
        }
    }
    match beside.as_slice() {
        [] => called.map(str::to_owned),
        [code] => Some((*code).to_owned()),
        several => several.iter().find(|code| status_called(code) == Some(status)).map(|code| (*code).to_owned()),
    }
}

/// The code all of whose words, in any form, a text has: `BERTH_TAKEN` of `the berth is taken already`.
pub(super) fn code_in_words<'t>(lines: impl Iterator<Item = &'t str>, text: &str) -> Option<String> {
    const STEM: usize = 5;
    let lower = text.to_lowercase();
    let says = |word: &str| {
        let stem: String = word.to_lowercase().chars().take(STEM).collect();
        stem.chars().count() > 2 && lower.contains(&stem)
    };
    let codes = lines.flat_map(|line| line.split(|c: char| !(c.is_alphanumeric() || c == '_')));
    let mut specific = codes.filter(|word| is_code(word) && word.contains('_') && status_called(word).is_none());
    specific.find(|code| code.split('_').all(says)).map(str::to_owned)
}

fn is_code(word: &str) -> bool {
    let upper = word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    upper && word.starts_with(|c: char| c.is_ascii_uppercase()) && (word.contains('_') || status_called(word).is_some())
}

/// The status that a code is named after: `NOT_FOUND`.
fn status_called(code: &str) -> Option<u16> {
    let name = code.to_lowercase().replace('_', " ");
    let known = words().code_names.iter().find(|(_, names)| names.contains(&name))?;
    known.0.parse().ok()
}

fn statuses(text: &str) -> impl Iterator<Item = (usize, u16)> + '_ {
    let number = |at: usize| -> Option<u16> {
        let digits = text.get(at..at + 3)?;
        let is_digit = |c: char| c.is_ascii_digit();
        let alone = !text.get(..at)?.ends_with(is_digit) && !text.get(at + 3..)?.starts_with(is_digit);
        let status: u16 = digits.parse().ok().filter(|_| alone && digits.chars().all(is_digit))?;
        (400..600).contains(&status).then_some(status)
    };
    text.char_indices().filter_map(move |(at, _)| Some((at, number(at)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_errors_are_read() {
        let shown = errors("- Errors: 401 Unauthorized, 403 Forbidden (not the skipper), 409 Conflict (berth taken)");
        let said: Vec<(u16, &str)> = shown.iter().map(|(status, said)| (*status, said.as_str())).collect();
        assert_eq!(said, [(401, ""), (403, "not the skipper"), (409, "berth taken")]);
        assert!(errors("Berths: 401 of them are free").is_empty());
    }

    #[test]
    fn codes_belong_to_statuses() {
        let list =
            "| 409 | `BERTH_TAKEN` |\n- `NOT_FOUND`: no such thing\n| 422 | `TOO_LONG` |\n| 422 | `TOO_WIDE` |\n";
        let code = |status| code_of(list.lines(), status);
        assert_eq!(code(409).as_deref(), Some("BERTH_TAKEN"));
        assert_eq!(code(404).as_deref(), Some("NOT_FOUND"));
        assert_eq!(code(422), None);
        let said = |text| code_in_words(list.lines(), text);
        assert_eq!(said("Berths that are taken already").as_deref(), Some("BERTH_TAKEN"));
        assert_eq!(said("the berth is closed"), None);
    }
}

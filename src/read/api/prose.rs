//! Names of fields and parameters inside sentences: `Fields to update (name, price, etc.)`, ``via the
//! `include` query parameter``, `same as POST; optional `note``.

use super::body::is_name;
use super::params::{Named, code_names, query_names};
use super::words::{FIELDS, WORDS, Word};
use crate::read::lexicon::label::bracketed;
use crate::read::lexicon::spelling::words;
use crate::text::Span;

/// Bare names in brackets behind words such as `fields` or `data`: `Fields to update (e.g., name, price)`.
/// Empty where anything else stands in the brackets.
pub(super) fn bracketed_names(text: &str) -> Vec<Named> {
    let Some(open) = text.find('(') else { return Vec::new() };
    let named = text.get(..open).is_some_and(|before| WORDS.has(before, Word::Fields));
    let inner = text.get(open..).and_then(|rest| rest.get(1..bracketed(rest)?.saturating_sub(1)));
    let Some(inner) = inner.filter(|_| named) else { return Vec::new() };
    let mut found = Vec::new();
    let mut at = open + 1;
    for piece in inner.split_inclusive(',') {
        let start = at;
        at += piece.len();
        let mut part = piece.trim_matches([',', ' ', '`', '*', '.', '…']);
        // `e.g. name`, `and so on`, `and price`
        while let Some(length) = WORDS.prefix(part, Word::Filler).or_else(|| {
            let joint = part.split(' ').next().filter(|w| *w != part && WORDS.is(w, Word::Joint));
            joint.map(str::len)
        }) {
            part = part.get(length..).unwrap_or_default().trim_start_matches(['.', ' ', ':', ',', '`']);
        }
        if let Some(word) = WORDS.find(part, Word::Filler) {
            part = part.get(..word.start).unwrap_or_default().trim_end_matches([' ', '`']);
        }
        if part.is_empty() {
            continue;
        }
        if !is_name(part) || !part.starts_with(char::is_lowercase) || part.contains('-') || WORDS.is_necessity(part) {
            return Vec::new();
        }
        let from = start + piece.find(part).unwrap_or(0);
        found.push(Named::plain(part, Span::new(from, from + part.len())));
    }
    // One word alone is mostly a remark: `Raw payload (signed)`.
    let said = WORDS.has(inner, Word::Filler) || text.get(..open).is_some_and(|b| WORDS.has(b, Word::MediaType));
    if found.len() == 1 && !said { Vec::new() } else { found }
}

/// A text up to where it begins to speak of the elements of what it named: ``an `items` array. Each
/// item has `name` ``.
pub(super) fn without_elements(text: &str) -> &str {
    let first = text.find('`').unwrap_or(text.len());
    let rest = text.get(first..).unwrap_or_default();
    let end = WORDS.find(rest, Word::Each).map_or(text.len(), |word| first + word.start);
    text.get(..end).unwrap_or(text)
}

/// Names in code that a sentence calls query parameters: ``via the `include` query parameter``, ``query
/// parameters `from` and `to` ``.
pub(super) fn query_parameters(text: &str) -> Vec<Named> {
    if !text.contains('`') {
        return Vec::new();
    }
    let named = FIELDS.find_all(text).find(|(term, span)| {
        let phrase = text.get(span.start..span.end).unwrap_or_default();
        *term == "query" && phrase.contains(' ') && WORDS.has(phrase, Word::InQuery)
    });
    let Some((_, word)) = named else { return Vec::new() };
    let before = text.get(..word.start).unwrap_or_default();
    let mut found = chain(code_names(before).into_iter().rev(), |named, edge: Option<Span>| {
        let end = edge.map_or(before.len(), |e| e.start);
        before.get(named.span.end..end)
    });
    found.reverse();
    if found.is_empty() {
        found = chain_after(text.get(word.end..).unwrap_or_default());
        found.iter_mut().for_each(|n| n.span = Span::new(n.span.start + word.end, n.span.end + word.end));
    }
    found
}

/// The names of query strings in code, wherever a sentence has them: `` by token in the query: `?token={token}` ``.
pub(super) fn query_strings(text: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    for (number, piece) in text.split('`').enumerate() {
        if number % 2 == 1 && piece.starts_with('?') && piece.contains('=') {
            found.extend(
                query_names(piece)
                    .into_iter()
                    .map(|n| Named { span: Span::new(n.span.start + at, n.span.end + at), ..n }),
            );
        }
        at += piece.len() + 1;
    }
    found
}

/// The names in code that a text begins with, joined by commas and words such as `and`.
pub(super) fn chain_after(text: &str) -> Vec<Named> {
    chain(code_names(text).into_iter(), |named, edge| text.get(edge.map_or(0, |e: Span| e.end)..named.span.start))
}

/// The names up to the first gap that holds more than a joint; a value behind `=` belongs to its name.
fn chain<'t>(names: impl Iterator<Item = Named>, gap: impl Fn(&Named, Option<Span>) -> Option<&'t str>) -> Vec<Named> {
    let mut edge = None;
    let joined = names.take_while(|named| {
        let gap = gap(named, edge).unwrap_or_default();
        edge = Some(named.span);
        let gap = gap.strip_prefix('=').and_then(|value| value.split_once('`')).map_or(gap, |(_, rest)| rest);
        words(gap).all(|(from, to)| WORDS.is(gap.get(from..to).unwrap_or_default(), Word::Joint)) && !gap.contains('.')
    });
    joined.collect()
}

/// What a body that is given by reference has beside, and what it lacks: ``same as POST; optional `note` ``,
/// ``as for POST without `password` ``. `at` is where the reference begins.
pub(super) fn beside_reference(text: &str) -> (Vec<Named>, Vec<String>) {
    let Some(word) = WORDS.find(text, Word::Same) else { return (Vec::new(), Vec::new()) };
    let rest = text.get(word.end..).unwrap_or_default();
    // `all fields optional except `name`` takes nothing away.
    let except = WORDS.find(rest, Word::Except).map_or(rest.len(), |w| w.start);
    let optional = rest.get(..except).is_some_and(|before| WORDS.has(before, Word::AllOptional));
    let mut more: Vec<Named> = code_names(rest.get(..except).unwrap_or_default());
    // ``as in `create` `` names what it refers to.
    more.retain(|n| {
        n.name.starts_with(char::is_lowercase)
            && rest.get(..n.span.start).is_some_and(|before| before.contains(char::is_alphanumeric))
    });
    more.iter_mut().for_each(|n| n.span = Span::new(n.span.start + word.end, n.span.end + word.end));
    let less = if optional { Vec::new() } else { code_names(rest.get(except..).unwrap_or_default()) };
    (more, less.into_iter().map(|n| n.name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(found: Vec<Named>) -> String {
        found.into_iter().map(|n| n.name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_stand_in_brackets_behind_a_word_for_fields() {
        let cases = [
            ("Fields to update (e.g., name, price, contact_email)", "name price contact_email"),
            ("Fields to update (name, price, etc.)", "name price"),
            ("Pola do zmiany (np. nazwa, cena itd.)", "nazwa cena"),
            ("Updated boat data (name, sails and crew)", ""),
            ("`multipart/form-data` (file)", "file"),
            ("Partial data (all optional)", ""),
            ("JSON (name)", ""),
            ("Raw event payload (verified)", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(show(bracketed_names(text)), expected, "{text}");
        }
    }

    #[test]
    fn sentences_name_query_parameters() {
        let cases = [
            ("with sails (via `include=sails` query parameter).", "include"),
            ("Uses `from` and `to` query parameters; `x` is none", "from to"),
            ("Filtered by the query parameters `from`, `to`.", "from to"),
            ("Z parametrem zapytania `rok`", "rok"),
            ("`boats` are read without query parameters", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(show(query_parameters(text)), expected, "{text}");
        }
    }

    #[test]
    fn query_strings_in_code_are_read_in_any_sentence() {
        assert_eq!(
            show(query_strings("or by token in the query: `?token={token}&at=1` (for guests), not `a?b=1`")),
            "token at"
        );
    }

    #[test]
    fn a_reference_may_add_and_take_away() {
        let (more, less) = beside_reference("same as POST; with `isSunk`, `sunkAt`, without `owner`");
        assert_eq!((show(more).as_str(), less), ("isSunk sunkAt", vec!["owner".to_owned()]));
        assert_eq!(beside_reference("same as POST (all fields optional except `name`)").1, [""; 0]);
        assert_eq!(show(beside_reference("as in `create`").0), "");
    }
}

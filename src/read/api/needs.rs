//! Sentences that say which fields are needed: ``  `name` required, 3-50 characters ``, `missing email`.

use super::shared::method_named;
use super::words::{Hints, NAMES, WORDS, Word};
use crate::model::{Endpoint, Method, Parameter};
use crate::read::lexicon::spelling::{fold, words};
use crate::text::Span;

/// Where a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// Among an endpoint's own rules.
    Own,
    /// Among its errors, where fields that are said to be missing are required.
    Errors,
    /// Among rules for several endpoints, which are about bodies.
    Shared,
}

/// Marks the fields that a text calls required or optional.
pub(super) fn apply(text: &str, endpoint: &mut Endpoint, voice: Voice) {
    let of_errors = voice == Voice::Errors;
    if !may_claim(WORDS.hints(text), of_errors) {
        return;
    }
    let operation = &mut *endpoint.details;
    let queries = if voice == Voice::Shared { [].iter_mut() } else { operation.query_params.iter_mut() };
    let mut parameters: Vec<&mut Parameter> =
        operation.body_fields.iter_mut().chain(queries).filter(|p| p.required.is_none()).collect();
    if parameters.is_empty() {
        return;
    }
    let names: Vec<Vec<String>> = parameters.iter().map(|p| name_words(&p.name)).collect();
    let mut claims = claims(text, &names, of_errors);
    if voice == Voice::Shared {
        claims.retain(|(index, _)| !names.get(*index).is_some_and(|name| only_qualifies(text, name)));
    }
    // `400 (missing or invalid)` can only mean the one field that there is.
    if claims.is_empty() && of_errors && names.len() == 1 && parts(text).any(says_missing_alone) {
        claims.push((0, true));
    }
    for (index, required) in claims {
        if let Some(parameter) = parameters.get_mut(index) {
            parameter.required = parameter.required.or(Some(required));
        }
    }
}

/// Whether a rule names a field only as what something else belongs to: of `parcel` and `weight` in `Parcel
/// weight must not be empty`, for a body whose `parcel` is an object.
fn only_qualifies(text: &str, name: &[String]) -> bool {
    let mut named = mentions(text, std::slice::from_ref(&name.to_vec())).into_iter().map(|(_, span)| span).peekable();
    let qualifies = |span: Span| {
        let rest = text.get(span.end..).unwrap_or_default();
        let next = rest.strip_prefix(' ').filter(|rest| rest.starts_with(char::is_alphabetic)).unwrap_or_default();
        let word = words(next).next().and_then(|(from, to)| next.get(from..to)).unwrap_or_default();
        let says = |kind| WORDS.prefix(next, kind).is_some();
        let verb = [Word::Joint, Word::Need, Word::Demand, Word::Required, Word::NotRequired, Word::Fields, Word::If];
        !word.is_empty() && !verb.into_iter().any(says)
    };
    named.peek().is_some() && named.all(qualifies)
}

/// Whether a text may say that a field is needed or not; most have no such words at all.
fn may_claim(hints: Hints, of_errors: bool) -> bool {
    if of_errors {
        hints.may(Word::Missing) || hints.may(Word::None) && hints.may(Word::Given)
    } else {
        hints.may(Word::Need) || hints.may(Word::Required) || hints.may(Word::NotRequired)
    }
}

/// The parts of a text between brackets, commas and dashes.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['(', ')', ',', ';', '–', '—'])
}

/// Whether a part says that something is missing, but not what.
fn says_missing_alone(part: &str) -> bool {
    let mut missing = false;
    let all = words(part).all(|(from, to)| {
        let word = part.get(from..to).unwrap_or_default();
        missing |= WORDS.is(word, Word::Missing);
        WORDS.is(word, Word::Missing) || WORDS.is(word, Word::Invalid) || WORDS.is(word, Word::Joint)
    });
    all && missing
}

/// The words of a name, folded: `firstName` and `first_name` both give `first`, `name`.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let mut spread = String::with_capacity(name.len() + 4);
    let mut lower = false;
    for c in name.chars() {
        if c.is_uppercase() && lower {
            spread.push(' ');
        }
        lower = c.is_lowercase();
        spread.push(c);
    }
    fold(&spread).split(' ').map(str::to_owned).collect()
}

/// Which of `names` a text calls required (or optional).
pub(super) fn claims(text: &str, names: &[Vec<String>], of_errors: bool) -> Vec<(usize, bool)> {
    let mut found = Vec::new();
    for clause in clauses(text) {
        let Some(part) = text.get(clause.start..clause.end) else { continue };
        let mentions = mentions(part, names);
        if mentions.is_empty() {
            continue;
        }
        if of_errors {
            found.extend(missing(part, &mentions).into_iter().map(|index| (index, true)));
            continue;
        }
        if WORDS.has(part, Word::AllOptional) {
            continue;
        }
        found.extend(demanded(part, &mentions).into_iter().map(|index| (index, true)));
        for (word, required) in necessities(part) {
            // ``, optional `c` `` is about what follows.
            let leads = part.get(..word.start).is_some_and(|before| before.trim_end().ends_with(','));
            let mut behind = mentions.iter().filter(|(_, span)| span.start >= word.end);
            if let Some((index, span)) = behind.next().filter(|_| leads)
                && part.get(word.end..span.start).is_some_and(|gap| gap.trim() == "`")
            {
                found.push((*index, required));
                let mut edge = span.end;
                for (index, span) in behind {
                    if !is_joint(part.get(edge..span.start).unwrap_or_default()) {
                        break;
                    }
                    found.push((*index, required));
                    edge = span.end;
                }
                continue;
            }
            let before = mentions.iter().rev().skip_while(|(_, span)| span.start >= word.start);
            let mut edge = None;
            let mut any = false;
            for (index, span) in before {
                let joined = edge.is_none_or(|edge: usize| is_joint(part.get(span.end..edge).unwrap_or_default()));
                if !joined {
                    break;
                }
                found.push((*index, required));
                edge = Some(span.start);
                any = true;
            }
            if !any {
                found.extend(
                    mentions.iter().filter(|(_, span)| span.start >= word.end).map(|(index, _)| (*index, required)),
                );
            }
        }
    }
    found
}

/// The fields that a clause demands by a verb: ``require `a` of the day, `b` from the list, optional `c` ``.
fn demanded(part: &str, mentions: &[(usize, Span)]) -> Vec<usize> {
    let Some(verb) = WORDS.find(part, Word::Need) else { return Vec::new() };
    let rest = part.get(verb.end..).unwrap_or_default();
    let end = WORDS.find(rest, Word::NotRequired).map_or(part.len(), |word| verb.end + word.start);
    let listed = |s: &Span| s.start > verb.end && s.end <= end && part.get(..s.start).is_some_and(|b| b.ends_with('`'));
    let mut behind = mentions.iter().filter(|(_, s)| listed(s)).peekable();
    let adjoins = behind.peek().is_some_and(|(_, s)| part.get(verb.end..s.start).is_some_and(|gap| gap.trim() == "`"));
    if adjoins && !WORDS.has(rest, Word::If) { behind.map(|(index, _)| *index).collect() } else { Vec::new() }
}

/// Whether a rule of an endpoint with that method demands the whole body: `All fields are required`, with no
/// condition or exception behind it, or only its own method: `for PUT`.
pub(super) fn demands_all(text: &str, method: Method) -> bool {
    let Some(all) = WORDS.find(text, Word::AllRequired) else { return false };
    let rest = text.get(all.end..).unwrap_or_default();
    let rest = rest.split(". ").next().unwrap_or_default();
    match method_named(rest) {
        Some(named) => named == method && !WORDS.has(rest, Word::Except),
        None => !has_condition(rest) && !WORDS.has(rest, Word::Except),
    }
}

/// Whether a rule says that no field of the body is needed: `All fields are optional`.
pub(super) fn frees_all(text: &str) -> bool {
    let Some(all) = WORDS.find(text, Word::AllOptional) else { return false };
    let phrase = text.get(all.start..all.end).unwrap_or_default();
    let says = |(from, to)| WORDS.is(phrase.get(from..to).unwrap_or_default(), Word::NotRequired);
    let rest = text.get(all.end..).unwrap_or_default();
    // `but at least one must be there` takes none out.
    let except = WORDS.find(rest, Word::Except).and_then(|word| rest.get(word.end..));
    words(phrase).any(says) && except.is_none_or(|behind| WORDS.prefix(behind, Word::AllOptional).is_some())
}

/// Whether a text holds a word such as `if` or `for`.
fn has_condition(text: &str) -> bool {
    words(text).any(|(from, to)| {
        let word = text.get(from..to).unwrap_or_default();
        WORDS.is(word, Word::Condition) && !WORDS.is(word, Word::Joint)
    })
}

/// ``No `file` uploaded``: names between a word for nothing and one for giving.
fn not_given(part: &str, mentions: &[(usize, Span)]) -> Vec<usize> {
    let is = |text: Option<&str>, last: bool, word: Word| {
        let text = text.unwrap_or_default();
        let near = if last { words(text).last() } else { words(text).next() };
        near.and_then(|(from, to)| text.get(from..to)).is_some_and(|w| WORDS.is(w, word))
    };
    let given = |s: &Span| is(part.get(..s.start), true, Word::None) && is(part.get(s.end..), false, Word::Given);
    mentions.iter().filter(|(_, span)| given(span)).map(|(index, _)| *index).collect()
}

/// Which of the mentioned fields a clause about an error says are missing.
fn missing(part: &str, mentions: &[(usize, Span)]) -> Vec<usize> {
    let Some(word) = WORDS.find(part, Word::Missing) else { return not_given(part, mentions) };
    let after = part.get(word.end..).unwrap_or_default();
    if after.starts_with(' ') && WORDS.prefix(after, Word::Condition).is_some_and(|_| !is_or(after)) {
        return Vec::new();
    }
    let before = |(_, span): &&(usize, Span)| span.end <= word.start;
    let adjoins = mentions.iter().rfind(before).is_some_and(|(_, span)| {
        let between = part.get(span.end..word.start).unwrap_or_default();
        is_joint(between) && words(between).next().is_some()
    });
    // `` `x` is missing`` is about `x`, also where that is no field of this body.
    let of_another = part
        .get(..word.start)
        .and_then(|t| t.rsplit_once('`'))
        .is_some_and(|(_, between)| is_joint(between) && words(between).next().is_some());
    let adjoins = adjoins || of_another;
    // Up to what is wrong in another way: `missing email, unsupported role`.
    let listed = after.find(',').map(|comma| word.end + comma);
    let end = listed
        .and_then(|comma| Some(comma + WORDS.find(part.get(comma..)?, Word::Invalid)?.start))
        .unwrap_or(part.len());
    // Behind the word (`missing email/password`), or else before it (`email is missing`).
    let behind: Vec<usize> =
        mentions.iter().filter(|(_, s)| s.start >= word.end && s.end <= end).map(|(index, _)| *index).collect();
    // `missing target for the goal` says nothing of `goal`.
    let first = mentions.iter().find(|(_, s)| s.start >= word.end).map_or(end, |(_, s)| s.start);
    let behind = if part.get(word.end..first).is_some_and(has_condition) { Vec::new() } else { behind };
    if adjoins || behind.is_empty() {
        mentions.iter().filter(before).map(|(index, _)| *index).collect()
    } else {
        behind
    }
}

/// Whether a text goes on with an alternative (`missing or invalid`) rather than a condition.
fn is_or(text: &str) -> bool {
    WORDS.prefix(text, Word::Joint).is_some()
}

/// Sentences and clauses between semicolons.
fn clauses(text: &str) -> Vec<Span> {
    let mut clauses = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let ends =
            matches!(c, ';' | '\n') || (c == '.' && text.get(at + 1..).is_some_and(|rest| rest.starts_with(' ')));
        if ends {
            clauses.push(Span::new(from, at));
            from = at + 1;
        }
    }
    clauses.push(Span::new(from, text.len()));
    clauses
}

/// Where a clause says that something is required or optional.
fn necessities(part: &str) -> Vec<(Span, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = part.get(at..) {
        let required = WORDS.find(rest, Word::Required);
        let optional = WORDS.find(rest, Word::NotRequired);
        let Some(span) = [required, optional].into_iter().flatten().min_by_key(|s| s.start) else { break };
        let word = Span::new(at + span.start, at + span.end);
        let scope = part.get(word.start..).unwrap_or_default();
        if let Some(needed) = WORDS.necessity(scope.get(..(span.len() + 24).min(scope.len())).unwrap_or(scope)) {
            found.push((word, needed));
        }
        at = word.end;
    }
    found
}

/// Whether only `and`, `,` or `/` stands between two names.
fn is_joint(between: &str) -> bool {
    words(between).all(|(from, to)| {
        let word = between.get(from..to).unwrap_or_default();
        WORDS.is(word, Word::Joint)
    })
}

/// Where a clause names one of `names`.
fn mentions(part: &str, names: &[Vec<String>]) -> Vec<(usize, Span)> {
    let spread: Vec<(String, Span)> = words(part)
        .flat_map(|(from, to)| {
            let word = part.get(from..to).unwrap_or_default();
            name_words(word).into_iter().map(move |w| (w, Span::new(from, to)))
        })
        .collect();
    let mut found: Vec<(usize, Span)> = Vec::new();
    let mut at = 0;
    while at < spread.len() {
        // The longest name that begins here: `first_name` rather than `name` later.
        let best = names
            .iter()
            .enumerate()
            .filter(|(_, name)| {
                spread.get(at..at + name.len()).is_some_and(|w| w.iter().map(|(w, _)| w).eq(name.iter()))
            })
            .max_by_key(|(_, name)| name.len());
        // `Nazwa: wymagana` is about the field `name`.
        if best.is_none()
            && let Some((_, span)) = spread.get(at)
            && let Some((term, length)) = part.get(span.start..).and_then(|rest| NAMES.prefix(rest))
            && let Some(index) = names.iter().position(|name| name.iter().map(String::as_str).eq(term.split('-')))
        {
            found.push((index, Span::new(span.start, span.start + length)));
            while spread.get(at).is_some_and(|(_, s)| s.start < span.start + length) {
                at += 1;
            }
            continue;
        }
        match best {
            Some((index, name)) => {
                let span = spread.get(at).zip(spread.get(at + name.len() - 1)).map(|(a, b)| a.1.join(b.1));
                found.extend(span.map(|span| (index, span)));
                at += name.len();
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, of_errors: bool) -> String {
        let names = ["name", "first_name", "avatarUrl", "email", "password", "category"];
        let words: Vec<_> = names.iter().map(|n| name_words(n)).collect();
        let shown = claims(text, &words, of_errors);
        shown.iter().map(|(i, r)| format!("{}{}", names[*i], if *r { "!" } else { "?" })).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn claims_reach_the_names_that_they_are_about() {
        let cases = [
            ("`name` required ≤100; `avatar_url` optional, valid URL", false, "name! avatarUrl?"),
            ("title ≤50, points 0-100, category required, time enum.", false, "category!"),
            ("First name and email required (non-empty)", false, "email! first_name!"),
            ("Required fields: email, password", false, "email! password!"),
            ("email: must be valid", false, ""),
            ("`name`: required when creating", false, ""),
            ("400 Bad Request (Missing email/password)", true, "email! password!"),
            ("If `name` or `email` are missing or empty", true, "name! email!"),
            ("409 Conflict (email taken)", true, ""),
            ("400: `name` is missing, `category` is not a known one", true, "name!"),
            ("422 (missing/invalid `email`, unsupported `category`)", true, "email!"),
            ("Nazwa: wymagana, najwyżej 80 znaków", false, "name!"),
            ("422 (`category` required if `name` is set)", true, ""),
            ("422 (missing start for the category)", true, ""),
            ("{ \"error\": \"No email provided.\" }", true, "email!"),
            ("require `name` of the boat, `email` of its owner, optional `category`", false, "name! email! category?"),
        ];
        for (text, of_errors, expected) in cases {
            assert_eq!(show(text, of_errors), expected, "{text}");
        }
    }
}

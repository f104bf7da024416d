//! Fuzzy search: letters may be left out, case and accents do not matter, and where nothing is
//! found one letter of the search may be wrong.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::flow::start_of;

/// Something that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Index of the text that was searched.
    pub item: usize,
    /// How well it matches; more is better.
    pub score: u32,
    /// Which characters of the text matched, in order.
    pub letters: Vec<u32>,
}

/// Longest part of a text that is searched, in bytes.
const LONGEST: usize = 2_000;

/// The texts that match, best first; texts that match equally stay in order.
pub fn search<'a, T: Iterator<Item = &'a str> + Clone>(query: &str, texts: &T) -> Vec<Hit> {
    let mut matcher = Matcher::new(Config::DEFAULT.match_paths());
    let hits = matching(query, texts.clone(), &mut matcher);
    if !hits.is_empty() {
        return hits;
    }
    // One letter too many, wrong, or two in the wrong order: leaving out a letter of the search
    // finds all of these, because the text may have more letters anyway.
    let mut best: Vec<Hit> = Vec::new();
    for (at, c) in query.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let (before, after) = query.split_at_checked(at).unwrap_or_default();
        let shorter = format!("{before}{}", after.get(c.len_utf8()..).unwrap_or_default());
        if shorter.chars().filter(|c| c.is_alphanumeric()).count() < 4 {
            break;
        }
        for hit in matching(&shorter, texts.clone(), &mut matcher) {
            match best.iter_mut().find(|b| b.item == hit.item) {
                Some(known) if known.score < hit.score => *known = hit,
                Some(_) => {}
                None => best.push(hit),
            }
        }
        // Searching with each letter left out is for short lists of candidates, not for a flood.
        if best.len() > 200 {
            break;
        }
    }
    best.sort_by(|a, b| b.score.cmp(&a.score).then(a.item.cmp(&b.item)));
    best
}

fn matching<'a>(query: &str, texts: impl Iterator<Item = &'a str>, matcher: &mut Matcher) -> Vec<Hit> {
    let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut buffer = Vec::new();
    let mut hits = Vec::new();
    for (item, text) in texts.enumerate() {
        let text = start_of(text, LONGEST);
        let mut letters = Vec::new();
        if let Some(score) = pattern.indices(Utf32Str::new(text, &mut buffer), matcher, &mut letters) {
            letters.sort_unstable();
            letters.dedup();
            hits.push(Hit { item, score, letters });
        }
    }
    hits.sort_by(|a, b| b.score.cmp(&a.score).then(a.item.cmp(&b.item)));
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str) -> Vec<&'static str> {
        const TEXTS: [&str; 4] =
            ["GET /users", "POST /flashcards/generate", "GET /users/{id}/orders", "PUT /zażółć Gęślą"];
        search(query, &TEXTS.into_iter()).into_iter().map(|hit| TEXTS[hit.item]).collect()
    }

    #[test]
    fn finds_by_words_accents_and_with_a_slip() {
        assert_eq!(found("users get"), ["GET /users", "GET /users/{id}/orders"]);
        assert_eq!(found("zazolc"), ["PUT /zażółć Gęślą"]);
        assert_eq!(found("flashcrads"), ["POST /flashcards/generate"]);
        assert_eq!(found("qqqqq"), [""; 0]);
        assert_eq!(found("").len(), 4);
    }
}

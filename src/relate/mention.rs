//! Tables that a text names.

use super::clue::Match;
use super::index::Index;
use super::naming::lexicon;
use super::text::{Word, joined, names, snake};

/// Names of tables in a text, of several words before those of one: the table, how closely it is
/// named, and the words that do.
pub(super) fn mentioned(index: &Index<'_>, text: &str) -> Vec<(usize, Match, String)> {
    let words: Vec<(Word<'_>, String)> =
        names(text).map(|word| (joined(word.text), word)).map(|(k, w)| (w, k)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((word, key)) = words.get(at) {
        at += 1;
        let spoken = || word.text.to_owned();
        if let Some(table) = index.find(word.text) {
            let next = words.get(at).map(|(next, _)| next.text);
            let before = words.get(at.wrapping_sub(2)).map(|(before, _)| before.text);
            if word.marked || !is_wording(before, word.text, next) {
                found.push((table, if word.marked { Match::Marked } else { Match::Word }, spoken()));
            }
            continue;
        }
        // A value such as `order_item` names no table `order_items`.
        let several = key.contains('_').then(|| index.by_snake.get(&snake(word.text))).flatten();
        if let Some(table) = several {
            found.push((*table, Match::Marked, spoken()));
            continue;
        }
        let mut phrase = key.clone();
        let longer = words.iter().skip(at).take(3).enumerate().filter_map(|(more, (_, next))| {
            phrase = format!("{phrase}_{next}");
            index
                .by_words
                .get(&phrase)
                .or_else(|| index.by_words.get(&phrase.replace('_', "")))
                .map(|table| (more + 1, *table, phrase.replace('_', " ")))
        });
        if let Some((more, table, phrase)) = longer.last() {
            found.push((table, Match::Marked, phrase));
            at += more;
        } else if let Some(table) = index.by_words.get(key).filter(|_| !word.text.contains('_')) {
            found.push((*table, Match::One, spoken()));
        } else if matches!(lexicon().term_of(key), Some("reading" | "measure")) {
            // "List orders" speaks of no `shopping_lists`.
        } else if let Some(table) = index.by_end.get(key).copied().flatten() {
            found.push((table, Match::End, spoken()));
        } else if let Some(tables) = index.by_word.get(key).filter(|t| t.len() < 3) {
            found.extend(tables.iter().map(|table| (*table, Match::Part, spoken())));
        }
    }
    found
}

/// Whether a word, alone or with one beside it, is what every API plan says: "query parameters".
fn is_wording(before: Option<&str>, word: &str, next: Option<&str>) -> bool {
    let is = |phrase: &str| lexicon().term_of(phrase) == Some("wording");
    is(word) || before.is_some_and(|b| is(&format!("{b} {word}"))) || next.is_some_and(|n| is(&format!("{word} {n}")))
}

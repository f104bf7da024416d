//! Rules that stand in more than one file: many projects keep one set for several assistants.

use rustc_hash::{FxHashMap, FxHashSet};

use super::is_own_file;
use super::marks::{Mark, marks};
use super::topics::{filled, reasons};
use crate::model::{Rule, RuleOrigin};
use crate::read::lexicon::spelling::{fold, words};

/// Two rules that share so many of their words, in percent, say the same.
const ALIKE: usize = 80;
/// Shorter rules are compared to the letter: one word makes another rule of them.
const FEWEST_WORDS: usize = 5;
/// As many active rules are compared with each other; nobody follows more.
const MOST_COMPARED: usize = 1_000;

struct Known {
    words: FxHashSet<String>,
    path: String,
}

/// Turns off each active rule that stands in an earlier file or further up, word for word or nearly so.
pub(super) fn turn_off(rules: &mut [Rule]) {
    let mut exact: FxHashMap<String, String> = FxHashMap::default();
    let mut known: Vec<Known> = Vec::new();
    for rule in rules.iter_mut().filter(|rule| rule.active) {
        let RuleOrigin::File { path, .. } = &rule.origin else { continue };
        let spoken = spoken(&rule.text);
        let words: FxHashSet<String> = spoken.iter().cloned().collect();
        let key = spoken.join(" ");
        let earlier = exact.get(&key).or_else(|| {
            known
                .iter()
                .take(MOST_COMPARED)
                .find(|other| other.path != *path && are_alike(&words, &other.words))
                .map(|other| &other.path)
        });
        match earlier {
            // What a project wrote down itself stays as it is.
            Some(_) if is_own_file(path) => {}
            Some(earlier) => {
                rule.reason =
                    if earlier == path { reasons().above.clone() } else { filled(&reasons().elsewhere, earlier) };
                rule.active = false;
            }
            None => {
                exact.insert(key, path.clone());
                known.push(Known { words, path: path.clone() });
            }
        }
    }
}

/// Turns off each rule of a pack that stands in the project's own file, word for word or nearly so: a
/// team that took one over to change it has its own version alone.
pub fn turn_off_in_packs(rules: &mut [Rule]) {
    let mut own: Vec<Known> = Vec::new();
    for rule in rules.iter_mut() {
        match &rule.origin {
            RuleOrigin::File { path, .. } if is_own_file(path) => {
                own.push(Known { words: spoken(&rule.text).into_iter().collect(), path: path.clone() });
            }
            RuleOrigin::Pack { .. } if rule.active && !own.is_empty() => {
                let words: FxHashSet<String> = spoken(&rule.text).into_iter().collect();
                let known = own.iter().take(MOST_COMPARED);
                if let Some(other) = known.into_iter().find(|o| words == o.words || are_alike(&words, &o.words)) {
                    rule.reason = filled(&reasons().elsewhere, &other.path);
                    rule.active = false;
                }
            }
            _ => {}
        }
    }
}

/// The words of a rule without marks and case.
fn spoken(text: &str) -> Vec<String> {
    words(text).filter_map(|(from, to)| text.get(from..to)).map(fold).collect()
}

/// Whether two rules say the same: nearly all words are shared, and what differs neither denies nor
/// counts.
fn are_alike(one: &FxHashSet<String>, other: &FxHashSet<String>) -> bool {
    let (fewer, more) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if fewer.len() < FEWEST_WORDS || fewer.len() * 100 < more.len() * ALIKE {
        return false;
    }
    let shared = fewer.iter().filter(|word| more.contains(*word)).count();
    let all = fewer.len() + more.len() - shared;
    let matters = |word: &&String| marks(Mark::Negation, word) || word.chars().any(|c| c.is_ascii_digit());
    shared * 100 >= all * ALIKE && !fewer.symmetric_difference(more).any(|word| matters(&word))
}

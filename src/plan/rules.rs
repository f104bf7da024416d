//! Which step of a plan each active rule belongs to, and how rules are referred to.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::markdown::{clean, shorten};
use super::pen::Pen;
use crate::model::{Language, Rule};
use crate::read::rules::text_for;

/// How many characters of a rule stand for it where no step refers to it.
const GIST: usize = 60;

static TOPICS: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| Language::words_of_all("plan/rule-topics.toml").try_into().unwrap_or_default());

/// Numbers (from 1) of the rules that belong to a topic of `assets/plan/rule-topics.toml`, or to none (`review`).
pub(crate) fn of_topic(rules: &[&Rule], topic: &str) -> Vec<usize> {
    let about = |rule: &Rule| topic_of(&rule.text).unwrap_or("review") == topic;
    rules.iter().enumerate().filter(|(_, rule)| about(rule)).map(|(at, _)| at + 1).collect()
}

fn topic_of(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| c.is_whitespace() || ",.;:()`\"'/".contains(c)).collect();
    let hits = TOPICS.iter().map(|(topic, known)| {
        let count = words.iter().filter(|word| known.iter().any(|k| k == *word)).count();
        (topic.as_str(), count)
    });
    // Of equals the first in the order of the file's names wins, so that a run is like the last.
    hits.filter(|(_, count)| *count > 0)
        .fold(None, |best: Option<(&str, usize)>, hit| match best {
            Some((_, count)) if count >= hit.1 => best,
            _ => Some(hit),
        })
        .map(|(topic, _)| topic)
}

/// `follows rule 2`, `follows rules 2 and 5–7`; empty without rules.
pub(crate) fn refer(pen: &Pen<'_>, numbers: &[usize]) -> String {
    match numbers {
        [] => String::new(),
        [one] => pen.say("rules.one", &[("number", &one.to_string())]),
        many => pen.say("rules.many", &[("numbers", &pen.list(&ranges(many)))]),
    }
}

/// Rules with number and gist, for those that no step refers to.
pub(crate) fn gists(pen: &Pen<'_>, numbers: &[usize]) -> String {
    let rules = &pen.facts.choice.rules;
    let gist = |number: &usize| {
        let text = rules.get(number.checked_sub(1)?)?;
        let text = clean(text_for(text, pen.facts.choice).lines().next().unwrap_or_default());
        let gist = shorten(&text, GIST);
        Some(pen.say("rules.gist", &[("number", &number.to_string()), ("gist", gist.trim_end_matches('.'))]))
    };
    pen.list(&numbers.iter().filter_map(gist).collect::<Vec<_>>())
}

/// The numbers in ascending order, with those that follow one another as one range.
fn ranges(numbers: &[usize]) -> Vec<String> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let show = |(first, last): &(usize, usize)| match last - first {
        0 => vec![first.to_string()],
        1 => vec![first.to_string(), last.to_string()],
        _ => vec![format!("{first}–{last}")],
    };
    runs.iter().flat_map(show).collect()
}

/// The rules with their numbers, each on one line, so that the plan can be read alone.
pub(crate) fn legend(pen: &Pen<'_>) -> String {
    let rules = &pen.facts.choice.rules;
    if rules.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = rules
        .iter()
        .enumerate()
        .map(|(at, rule)| format!("{}. {}", at + 1, shorten(&clean(&text_for(rule, pen.facts.choice)), 320)))
        .collect();
    format!("{}\n\n{}", pen.say("rules.legend", &[]), lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_find_their_step() {
        for (text, topic) in [
            ("Use FluentValidation for validating incoming requests", Some("validation")),
            ("Extract logic to services", Some("service")),
            ("Indeksy dla kluczy obcych w migracji", Some("migration")),
            ("Be kind", None),
        ] {
            assert_eq!(topic_of(text), topic, "{text}");
        }
        assert_eq!(ranges(&[1, 2, 3, 5, 7, 8]), ["1–3", "5", "7", "8"]);
    }
}

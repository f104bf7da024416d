//! Which step of a plan each active rule belongs to, and how rules are referred to.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::data_flow::needs_transaction;
use super::facts::EndpointFacts;
use super::facts::inputs::Part;
use super::facts::operation::Operation;
use super::markdown::{clean, shorten};
use super::pen::Pen;
use crate::model::{Auth, Language, Occasion, Rule, RuleStep};
use crate::read::rules::text_for;

/// How many characters of a rule stand for it where no step refers to it.
const GIST: usize = 60;

/// How many characters of a rule stand in the list at the end; of a longer one its first sentence does.
const LINE: usize = 160;

/// So many words at its beginning say most of what a rule is about.
const OPENING: usize = 5;

static TOPICS: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| Language::words_of_all("plan/rule-topics.toml").try_into().unwrap_or_default());

/// Numbers (from 1) of the rules that concern the plan's endpoints and belong to a step, which is named
/// as in `assets/plan/rule-topics.toml`.
pub(crate) fn of_step(pen: &Pen<'_>, step: &str) -> Vec<usize> {
    let belongs = |rule: &Rule| match rule.scope.step {
        Some(own) => name(own) == step,
        None => topic_of(&rule.text) == Some(step),
    };
    numbers(pen, |rule| belongs(rule) && concerns(pen, rule))
}

/// Numbers (from 1) of the rules that concern the plan's endpoints, or of those that do not.
pub(crate) fn concerning(pen: &Pen<'_>, wanted: bool) -> Vec<usize> {
    numbers(pen, |rule| concerns(pen, rule) == wanted)
}

fn numbers(pen: &Pen<'_>, is_meant: impl Fn(&Rule) -> bool) -> Vec<usize> {
    let rules = pen.facts.choice.rules.iter().enumerate();
    rules.filter(|(_, rule)| is_meant(rule)).map(|(at, _)| at + 1).collect()
}

fn name(step: RuleStep) -> &'static str {
    match step {
        RuleStep::Migration => "migration",
        RuleStep::Types => "types",
        RuleStep::Validation => "validation",
        RuleStep::Service => "service",
        RuleStep::Handler => "handler",
        RuleStep::Tests => "tests",
    }
}

/// Whether a rule has anything to say about one of the plan's endpoints.
fn concerns(pen: &Pen<'_>, rule: &Rule) -> bool {
    let when = &rule.scope.when;
    when.is_empty() || pen.facts.endpoints.iter().any(|facts| when.iter().any(|occasion| holds(facts, *occasion)))
}

fn holds(facts: &EndpointFacts<'_>, occasion: Occasion) -> bool {
    let takes = |part: Part| facts.inputs.iter().any(|input| input.part == part);
    let operation = facts.operation;
    // What an action does to rows is seldom said, so it may be anything but a list.
    let may = |known: &[Operation]| known.contains(&operation) || operation == Operation::Act;
    match occasion {
        Occasion::Path => takes(Part::Path),
        Occasion::Query => takes(Part::Query),
        Occasion::Body => takes(Part::Body),
        Occasion::Input => !facts.inputs.is_empty(),
        Occasion::Read => may(&[Operation::Read]),
        Occasion::List => operation == Operation::List,
        Occasion::Insert => may(&[Operation::Create]),
        Occasion::Update => may(&[Operation::Replace, Operation::Update]),
        Occasion::Delete => may(&[Operation::Delete]),
        Occasion::Write => operation.writes(),
        Occasion::SeveralWrites => needs_transaction(facts) || operation == Operation::Act && facts.tables.len() > 1,
        Occasion::Caller => facts.auth() != Some(Auth::None) && !facts.is_entry(),
    }
}

fn rule_words(lower: &str) -> impl Iterator<Item = &str> {
    lower.split(|c: char| c.is_whitespace() || ",.;:()`\"'/".contains(c)).filter(|word| !word.is_empty())
}

fn topic_of(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = rule_words(&lower).collect();
    let hits = TOPICS.iter().map(|(topic, known)| {
        let speaks = |word: &str| known.iter().any(|k| k == word);
        let weight = |(at, word): (usize, &&str)| match speaks(word) {
            true if at < OPENING => 3,
            speaks => usize::from(speaks),
        };
        (topic.as_str(), words.iter().enumerate().map(weight).sum::<usize>())
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

/// The rules that concern the plan's endpoints, each with its number on one line, so that the plan can
/// be read alone, and the numbers of the others.
pub(crate) fn legend(pen: &Pen<'_>) -> String {
    let rules = &pen.facts.choice.rules;
    if rules.is_empty() {
        return String::new();
    }
    let line = |number: &usize| {
        let rule = rules.get(number.checked_sub(1)?)?;
        // A list's own numbers would be counted anew where one is left out.
        Some(format!("- **{number}** {}", line(&clean(&text_for(rule, pen.facts.choice)))))
    };
    let lines: Vec<String> = concerning(pen, true).iter().filter_map(line).collect();
    let mut parts = Vec::new();
    if !lines.is_empty() {
        parts.extend([pen.say("rules.legend", &[]), lines.join("\n")]);
    }
    match concerning(pen, false).as_slice() {
        [] => {}
        [one] => parts.push(pen.say("rules.untouched_one", &[("number", &one.to_string())])),
        many => parts.push(pen.say("rules.untouched", &[("numbers", &pen.list(&ranges(many)))])),
    }
    parts.join("\n\n")
}

/// A rule on one line.
fn line(rule: &str) -> String {
    if rule.chars().count() <= LINE {
        return rule.to_owned();
    }
    let first = rule.split_inclusive(['.', ';']).scan(0, |end, part| {
        *end += part.len();
        Some(*end)
    });
    // A point inside of a name ends no sentence, and a sentence of two words is no gist.
    let ends = |end: &usize| rule.get(*end..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let fits = |text: &&str| (40..=LINE).contains(&text.chars().count()) && text.matches('`').count().is_multiple_of(2);
    let sentence = first.filter(ends).filter_map(|end| rule.get(..end)).find(fits);
    sentence.map_or_else(|| shorten(rule, LINE), |text| text.trim_end_matches(';').to_owned())
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
            ("Tests call the endpoint as two callers: handlers, routes", Some("tests")),
            ("Be kind", None),
        ] {
            assert_eq!(topic_of(text), topic, "{text}");
        }
        let long = format!("Keep handlers thin, with `a.b` in services; {}", "and more ".repeat(20));
        assert_eq!(line(&long), "Keep handlers thin, with `a.b` in services");
        assert_eq!(line("Short. Whole."), "Short. Whole.");
        assert_eq!(ranges(&[1, 2, 3, 5, 7, 8]), ["1–3", "5", "7", "8"]);
    }
}

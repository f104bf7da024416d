//! Which step of a plan each active rule belongs to, and how rules are referred to.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::data_flow::needs_transaction;
use super::facts::EndpointFacts;
use super::facts::inputs::Part;
use super::facts::operation::Operation;
use super::markdown::{clean, code, codes, shorten};
use super::pen::Pen;
use crate::model::{Auth, Language, Occasion, Rule, RuleOrigin, RuleStep};
use crate::read::lexicon::spelling::fold;
use crate::read::rules::text_for;

/// How many characters of a rule stand for it at its step.
const GIST: usize = 72;

/// Names behind the beginning of a rule that are still shown with it.
const NAMES: usize = 2;

/// Words that a name in code marks has at most: `prerender = false`.
const WORDS_OF_NAME: usize = 2;

/// A clause of fewer characters says too little of a rule.
const CLAUSE: usize = 24;

/// How many characters of a project's own rule stand in the list at the end; of a longer one its first
/// sentence does.
const LINE: usize = 240;

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

/// Rules with number and gist: `4 (logic in services), 7 (…)`; empty without rules.
pub(crate) fn gists(pen: &Pen<'_>, numbers: &[usize]) -> String {
    let rules = &pen.facts.choice.rules;
    let gist = |number: &usize| {
        let rule = rules.get(number.checked_sub(1)?)?;
        let gist = gist(&clean(&text_for(rule, pen.facts.choice)));
        Some(pen.say("rules.gist", &[("number", &number.to_string()), ("gist", &gist)]))
    };
    numbers.iter().filter_map(gist).collect::<Vec<_>>().join("; ")
}

/// The line of a step that names the rules it follows; empty without any.
pub(crate) fn followed(pen: &Pen<'_>, numbers: &[usize]) -> String {
    let line = match numbers {
        [] => String::new(),
        [_] => pen.say("rules.one", &[("rule", &gists(pen, numbers))]),
        _ => pen.say("rules.many", &[("rules", &gists(pen, numbers))]),
    };
    line.replace("….", "…")
}

/// The beginning of a rule, and what it names further down where the beginning names nothing.
fn gist(rule: &str) -> String {
    let rule = rule.trim_end_matches('.');
    let gist = beginning(rule);
    let names = names(rule);
    // What a rule names further down may be what it warns of.
    if gist.contains('`') || names.iter().any(|name| gist.contains(name)) || names.is_empty() {
        return gist;
    }
    let is_marked = |name: &&str| rule.contains(&format!("`{name}`"));
    let marked: Vec<&str> = names.iter().copied().filter(is_marked).take(NAMES).collect();
    let shown = if marked.is_empty() { names.into_iter().take(1).collect() } else { marked };
    format!("{gist} ({})", codes(shown))
}

/// The first clause of a rule that says enough.
fn beginning(rule: &str) -> String {
    if rule.chars().count() <= GIST {
        return rule.to_owned();
    }
    let ends = rule.char_indices().filter(|(at, c)| {
        let behind = rule.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            ',' | ';' | ':' | '.' => behind.starts_with(' '),
            ' ' => behind.starts_with(['(', '–']),
            _ => false,
        }
    });
    let clauses = ends.filter_map(|(at, _)| rule.get(..at));
    let says_enough = |text: &&str| {
        (CLAUSE..=GIST).contains(&text.chars().count())
            && text.matches('`').count().is_multiple_of(2)
            && text.matches('(').count() == text.matches(')').count()
    };
    clauses.clone().find(says_enough).map_or_else(|| shorten(rule, GIST), str::to_owned)
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

/// What stands behind the steps: own rules of which the steps show only the beginning, in full; the packs
/// that the other numbers are of; and the numbers that concern none of the plan's endpoints.
pub(crate) fn legend(pen: &Pen<'_>) -> String {
    let rules = &pen.facts.choice.rules;
    let own = |number: &usize| {
        let rule = rules.get(number.checked_sub(1)?)?;
        let text = clean(&text_for(rule, pen.facts.choice));
        let is_cut = pack_of(rule).is_none() && gist(&text) != text.trim_end_matches('.');
        // A list's own numbers would be counted anew where one is left out.
        is_cut.then(|| format!("- **{number}** {}", line(&text)))
    };
    let lines: Vec<String> = concerning(pen, true).iter().filter_map(own).collect();
    let mut parts = Vec::new();
    if !lines.is_empty() {
        parts.extend([pen.say("rules.legend", &[]), lines.join("\n")]);
    }
    let mut last = Vec::new();
    let packs = packs(rules);
    if !packs.is_empty() {
        let named = packs.iter().map(|(pack, numbers)| format!("{} ({})", code(pack), ranges(numbers).join(", ")));
        last.push(pen.say("rules.packs", &[("packs", &pen.list(&named.collect::<Vec<_>>()))]));
    }
    match concerning(pen, false).as_slice() {
        [] => {}
        [one] => last.push(pen.say("rules.untouched_one", &[("number", &one.to_string())])),
        many => last.push(pen.say("rules.untouched", &[("numbers", &pen.list(&ranges(many)))])),
    }
    if !last.is_empty() {
        parts.push(last.join(" "));
    }
    parts.join("\n\n")
}

fn pack_of(rule: &Rule) -> Option<&str> {
    match &rule.origin {
        RuleOrigin::Pack { id, .. } => Some(id),
        _ => None,
    }
}

/// Packs with the numbers of their rules, in the order of the rules.
fn packs<'r>(rules: &[&'r Rule]) -> Vec<(&'r str, Vec<usize>)> {
    let mut packs: Vec<(&str, Vec<usize>)> = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        let Some(pack) = pack_of(rule) else { continue };
        match packs.iter_mut().find(|(known, _)| *known == pack) {
            Some((_, numbers)) => numbers.push(at + 1),
            None => packs.push((pack, vec![at + 1])),
        }
    }
    packs
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

/// Names in a rule: what stands in code marks, and words with a capital inside.
pub(crate) fn names(rule: &str) -> Vec<&str> {
    let marked = rule.split('`').skip(1).step_by(2);
    let words = rule.split('`').step_by(2).flat_map(|text| {
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '.' | '"' | '/'))
    });
    // A capital behind a small letter, which `DTOs` and `APIs` have not, or a type's parameter.
    let is_named = |word: &&str| {
        let has_hump = word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
        word.starts_with(char::is_alphabetic)
            && (has_hump || word.contains('<'))
            && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '<' | '>'))
    };
    // Longer code is an example, which a plan need not repeat.
    let marked = marked.filter(|code| fold(code).split(' ').count() <= WORDS_OF_NAME);
    marked.chain(words.filter(is_named)).filter(|name| name.len() > 2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_can_be_looked_for() {
        assert_eq!(names("Answer with Response<T>, a generic class."), ["Response<T>"]);
        assert_eq!(
            names("Use FluentValidation for requests; set `prerender = false`."),
            ["prerender = false", "FluentValidation"]
        );
        assert_eq!(names("Keep the HTTP layer thin, and name DTOs."), [""; 0]);
    }

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
        assert_eq!(line(&format!("{long}{long}")), "Keep handlers thin, with `a.b` in services");
        for (rule, short) in [
            ("Keep it (short).", "Keep it (short)"),
            (
                "Take it, all of it, from `context.locals`, as the middleware put it there; import nothing shared.",
                "Take it, all of it, from `context.locals`",
            ),
            (
                "An endpoint is a file that exports handlers named in capitals (`GET`, `POST`) and an empty body below.",
                "An endpoint is a file that exports handlers named in capitals (`GET`, `POST`)",
            ),
            (
                "No boundary stands in this long sentence, which goes on and on without and without and without end",
                "No boundary stands in this long sentence",
            ),
        ] {
            assert_eq!(gist(rule), short);
        }
        assert_eq!(line("Short. Whole."), "Short. Whole.");
        assert_eq!(ranges(&[1, 2, 3, 5, 7, 8]), ["1–3", "5", "7", "8"]);
    }
}

//! Rules that name something which the plan never mentions: `Response<T>`, FluentValidation,
//! `prerender = false`.

use super::Case;
use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::{Rule, RuleOrigin, SectionKind};
use crate::plan::{names_in_rule as names, origin};
use crate::read::lexicon::spelling::fold;

/// How many rules a message shows.
const SHOWN: usize = 3;
/// Letters that a word has at least that tells what a rule is about.
const TELLING: usize = 6;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let made_with = origin::read(case.source.text()).map(|comment| comment.rules);
    // A pack holds by default for everything of its stack, whoever wrote the plan; that a plan follows it
    // can only be asked where it was chosen for the plan. What the project wrote down itself holds anyway.
    let is_chosen = |rule: &Rule| match &made_with {
        Some(ids) => ids.contains(&rule.id),
        None => rule.active && matches!(rule.origin, RuleOrigin::File { .. }),
    };
    // One that holds for some endpoints only may well be named by its number alone, as not touched.
    let always = |rule: &Rule| rule.scope.when.is_empty();
    let rules = case.project.rules.iter().filter(|rule| is_chosen(rule) && always(rule));
    let missed: Vec<(&Rule, &str)> = rules.filter_map(|rule| Some((rule, missed(case, rule)?))).collect();
    let Some((first, _)) = missed.first() else { return };
    let shown: Vec<String> = missed.iter().take(SHOWN).map(|(rule, name)| format!("`{name}` ({})", rule.id)).collect();
    let more = if missed.len() > SHOWN { format!(" and {} more", missed.len() - SHOWN) } else { String::new() };
    let message = format!("the plan does not mention what active rules ask for: {}{more}", shown.join(", "));
    let finding = Finding::new(codes::RULE_NOT_FOLLOWED, Severity::Warning, case.head(SectionKind::Steps), message)
        .with_help("say in the plan how the rule is followed, or turn it off for this endpoint");
    findings.push(match &first.origin {
        RuleOrigin::File { place, .. } => finding.against("the rule", *place),
        _ => finding,
    });
}

/// What a rule names, where the plan mentions none of it although it speaks of the rule's topic.
fn missed<'r>(case: &Case<'_>, rule: &'r Rule) -> Option<&'r str> {
    let names = names(&rule.text);
    let first = names.first()?;
    // A rule that names many things gives examples; which of them concern this plan can't be told.
    let mut spans = rule.text.split('`').skip(1).step_by(2).filter(|span| span.len() > 2);
    let quotes_it = spans.any(|span| case.text.contains(&format!("`{span}`")));
    if names.len() > 2 || quotes_it || names.iter().any(|name| is_mentioned(case, name)) {
        return None;
    }
    let named: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let about = fold(&rule.text);
    let mut words = about.split(' ').filter(|word| word.chars().count() >= TELLING);
    let on_topic = words.any(|word| !named.iter().any(|name| name.contains(word)) && mentions(case, word));
    on_topic.then_some(*first)
}

fn mentions(case: &Case<'_>, word: &str) -> bool {
    let stem: String = word.chars().take(TELLING).collect();
    case.words.contains(&format!(" {stem}"))
}

fn is_mentioned(case: &Case<'_>, name: &str) -> bool {
    // `Response<T>` stands as `Response<NoteDto>` in a plan, `prerender = false` perhaps without blanks.
    let (head, generic) = name.split_once('<').map_or((name, ""), |(head, _)| (head, "<"));
    if generic.is_empty() {
        case.words.contains(&format!(" {} ", fold(head)))
    } else {
        case.text.contains(&format!("{head}<")) || case.text.contains(&format!("{head}&lt;"))
    }
}

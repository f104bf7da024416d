//! Whether a sentence that several endpoints share concerns this one.

use super::{Stage, labelled};
use crate::model::{Method, PathTemplate};
use crate::plan::facts::{EndpointFacts, Operation};
use crate::plan::naming;
use crate::plan::words::words;
use crate::read::lexicon::spelling::fold;

/// Whether a shared line only speaks of something else: another field, operation or path, or a rate.
pub(super) fn is_about_another(facts: &EndpointFacts<'_>, text: &str) -> bool {
    is_about_another_field(facts, text) || is_about_another_operation(facts, text) || is_told_elsewhere(facts, text)
}

/// Whether a line is about another path, or sets a rate.
pub(super) fn is_told_elsewhere(facts: &EndpointFacts<'_>, text: &str) -> bool {
    names_other_paths(facts, text) || is_rate(text)
}

/// Whether a shared sentence that asks for something can ask it of this endpoint.
pub(super) fn can_concern(facts: &EndpointFacts<'_>, text: &str, stage: Stage) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<String> = text.split(|c| !is_word(c)).filter(|w| !w.is_empty()).map(naming::key).collect();
    let names = |name: &str| words.contains(&naming::key(name));
    let is_sent = facts.inputs.iter().any(|i| names(&i.parameter.name));
    let all = facts.project.api.endpoints.iter().filter(|other| other.group == facts.endpoint.group);
    let mut fields = all.flat_map(|other| other.details.body_fields.iter());
    match stage {
        // What is sent elsewhere in the group is checked there.
        Stage::Validation => is_sent || facts.operation.writes() && !fields.any(|field| names(&field.name)),
        Stage::Check => {
            facts.operation.writes() && facts.operation != Operation::Delete
                || facts.operation == Operation::Delete && is_removal(text)
        }
        _ => true,
    }
}

fn is_removal(text: &str) -> bool {
    speaks(&text.to_lowercase(), &words().verbs.removes)
}

/// Whether a shared line is about a field that this endpoint does not take.
fn is_about_another_field(facts: &EndpointFacts<'_>, text: &str) -> bool {
    let Some((label, _)) = labelled(text) else { return false };
    let noun = naming::noun(label);
    let is_table = |t: &crate::model::Table| naming::noun(t.bare_name()) == noun;
    let elsewhere = facts.project.schema.tables.iter().any(is_table) && !facts.tables.iter().any(|t| is_table(t));
    if elsewhere && facts.endpoint.group.as_deref().is_none_or(|group| naming::noun(group) != noun) {
        return true;
    }
    let is_name = !label.contains(' ')
        && label.chars().all(|c| c.is_alphanumeric() || "_-.[]".contains(c))
        && label.starts_with(char::is_lowercase);
    let ours = |name: &str| naming::key(name) == naming::key(label);
    is_name && !facts.inputs.iter().any(|i| ours(&i.parameter.name) || i.column.is_some_and(|(_, c)| ours(&c.name)))
}

/// Whether a text only speaks of other operations: of creating, say, where this one reads.
pub(super) fn is_about_another_operation(facts: &EndpointFacts<'_>, text: &str) -> bool {
    let lower = text.to_lowercase();
    let verbs = &words().verbs;
    let all = [&verbs.reads, &verbs.creates, &verbs.changes, &verbs.removes];
    if speaks(&lower, &verbs.any) {
        return facts.operation == Operation::Act && !says_action(facts, text);
    }
    if !all.into_iter().any(|stems| speaks(&lower, stems)) {
        return false;
    }
    !tells_operation(facts, text)
}

/// Whether a text names what this endpoint does: it creates, say.
pub(super) fn tells_operation(facts: &EndpointFacts<'_>, text: &str) -> bool {
    let lower = text.to_lowercase();
    let verbs = &words().verbs;
    match facts.operation {
        Operation::List | Operation::Read => speaks(&lower, &verbs.reads),
        Operation::Create => speaks(&lower, &verbs.creates),
        Operation::Replace | Operation::Update => speaks(&lower, &verbs.changes),
        Operation::Delete => speaks(&lower, &verbs.removes),
        // An action is known by its own verb, and by those that its summary explains it with.
        Operation::Act => {
            let own = own_words(facts).join(" ");
            let all = [&verbs.reads, &verbs.creates, &verbs.changes, &verbs.removes];
            all.into_iter().any(|stems| speaks(&lower, stems) && speaks(&own, stems)) || says_action(facts, text)
        }
    }
}

/// Whether a text has one of these stems at the beginning of a word.
fn speaks(lower: &str, stems: &[String]) -> bool {
    stems.iter().any(|stem| {
        let mut found = lower.match_indices(stem.as_str());
        found.any(|(at, _)| !lower.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric)))
    })
}

/// Whether a text names the verb that ends the path, in any of its forms: `acceptance` for `accept`.
pub(super) fn says_action(facts: &EndpointFacts<'_>, text: &str) -> bool {
    let lower = text.to_lowercase();
    let path = facts.endpoint.key.path.as_str();
    let last = path.rsplit('/').find(|segment| !segment.contains(['{', ':', '<', '['])).unwrap_or_default();
    let words: Vec<String> = fold(last).split(' ').map(str::to_owned).collect();
    let stems: Vec<String> = words.iter().take(1).filter_map(|word| stem(word)).collect();
    !stems.is_empty() && speaks(&lower, &stems)
}

/// What a verb and its noun share: `accept` of `acceptance`, `generat` of `generation`.
fn stem(word: &str) -> Option<String> {
    let word = word.strip_suffix(['e', 's']).unwrap_or(word);
    (word.chars().count() > 3).then(|| word.to_owned())
}

/// The words of the path, the summary and the description.
fn own_words(facts: &EndpointFacts<'_>) -> Vec<String> {
    let texts =
        [Some(facts.endpoint.key.path.as_str()), facts.endpoint.summary.as_deref(), facts.description.as_deref()];
    texts.into_iter().flatten().flat_map(|text| fold(text).split(' ').map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Whether a line names endpoints, and another one than this.
fn names_other_paths(facts: &EndpointFacts<'_>, text: &str) -> bool {
    let own = facts.endpoint.key.path.canonical();
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || "`*(),;\"".contains(c)).filter(|word| !word.is_empty()).collect();
    let mut paths = 0;
    let mut ours = false;
    for (at, word) in words.iter().enumerate() {
        if !word.starts_with('/') || !word.chars().nth(1).is_some_and(char::is_alphabetic) {
            continue;
        }
        paths += 1;
        let path = word.split('?').next().unwrap_or(word).trim_end_matches(['.', ':', '/']);
        let method = at.checked_sub(1).and_then(|at| words.get(at)).and_then(|word| word.parse::<Method>().ok());
        let same = own.ends_with(&PathTemplate::new(path).canonical());
        ours |= same && method.is_none_or(|method| method == facts.endpoint.key.method);
        ours &= method.is_some() || paths == 1;
    }
    paths > 0 && !ours
}

/// Whether a line sets a limit of rate, which is told where security is.
fn is_rate(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains(|c: char| c.is_ascii_digit()) && words().rate_marks.iter().any(|mark| lower.contains(mark.as_str()))
}

/// Words that a shared sentence has to name to be about this endpoint.
pub(super) fn nouns(facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut nouns = vec![facts.noun.0.clone(), facts.noun.1.clone()];
    nouns.extend(facts.main.map(|t| t.bare_name().to_owned()));
    nouns.extend(facts.endpoint.group.iter().filter(|g| g.split_whitespace().count() <= 2).cloned());
    nouns.push(facts.endpoint.key.path.as_str().to_owned());
    nouns.retain(|n| n.chars().count() > 2);
    nouns
}

/// Whether a text has a noun, in singular or plural as given.
pub(super) fn says(text: &str, noun: &str) -> bool {
    if noun.starts_with('/') {
        return text.contains(noun);
    }
    let wanted = naming::key(noun);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<String> = text.split(|c| !is_word(c)).filter(|w| !w.is_empty()).map(naming::key).collect();
    words.contains(&wanted) || words.windows(2).any(|pair| pair.concat() == wanted)
}

/// Whether a line names an endpoint with its method.
pub(super) fn names_an_endpoint(text: &str) -> bool {
    let mut words = text.split(|c: char| c.is_whitespace() || "`*(),;".contains(c)).filter(|w| !w.is_empty());
    let mut method = false;
    words.any(|word| {
        let found = method && word.starts_with('/');
        method = word.parse::<Method>().is_ok();
        found
    })
}

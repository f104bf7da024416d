//! What lists of roles and their rights say of one endpoint.

use super::relevance::tells_operation;
use super::{Note, Stage, labelled};
use crate::model::{Auth, ContextKind};
use crate::plan::facts::{EndpointFacts, Operation};
use crate::plan::naming;
use crate::plan::words::{is_in, words};
use crate::read::actions;

/// The part of a line such as `Master only: boat creation, pier removal` that is about this endpoint; all
/// of it where its parts name no actions, `None` where they name those of others.
pub(super) fn narrowed(facts: &EndpointFacts<'_>, text: &str) -> Option<String> {
    let (label, rest) = labelled(text).map_or(("", text), |(label, rest)| (label, rest));
    if is_in(label, &words().open_scopes) && facts.auth() == Some(Auth::Required) {
        return None;
    }
    let parts: Vec<&str> = rest.split(',').map(str::trim).collect();
    let [_, .., last] = parts.as_slice() else { return Some(text.to_owned()) };
    let acting = parts.iter().filter(|part| !actions::in_text(part).is_empty()).count();
    if acting < parts.len() || rest.contains([':', '(', '.']) {
        return Some(text.to_owned());
    }
    // `Create, read, delete boats`: the last part names what all of them are about.
    let whole = parts.iter().filter(|part| !part.contains(' ')).count() + 1 >= parts.len();
    let is_ours = |part: &&&str| does(facts, part, if whole { last } else { part });
    let ours: Vec<&str> = parts.iter().filter(is_ours).copied().collect();
    if ours.is_empty() {
        return None;
    }
    let said = if whole { rest.to_owned() } else { ours.join(", ") };
    Some(if label.is_empty() { said } else { format!("{label}: {said}") })
}

/// Whether a phrase names what the endpoint does, and another one what it does it to.
fn does(facts: &EndpointFacts<'_>, action: &str, object: &str) -> bool {
    let own = actions::of_endpoint(facts.endpoint);
    let acts = actions::in_text(action).iter().any(|action| own.contains(action)) || tells_operation(facts, action);
    let path = facts.endpoint.key.path.as_str();
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2).map(naming::noun).collect()
    };
    let mut known = words(path);
    known.extend(facts.main.map(|main| words(main.bare_name())).unwrap_or_default());
    let mut objects = words(object).into_iter().filter(|word| actions::of_word(word).is_none());
    acts && objects.all(|word| known.contains(&word))
}

/// Leaves out what may be managed where another sentence says who may read, of an endpoint that reads.
pub(super) fn without_management(facts: &EndpointFacts<'_>, notes: &mut Vec<Note>) {
    if !matches!(facts.operation, Operation::List | Operation::Read) {
        return;
    }
    let is_role = |note: &Note| note.stage == Stage::Access && note.kind == Some(ContextKind::Auth);
    let reads = |note: &Note| tells_operation(facts, &note.text);
    if notes.iter().any(|note| is_role(note) && reads(note)) {
        notes.retain(|note| !is_role(note) || reads(note));
    }
}

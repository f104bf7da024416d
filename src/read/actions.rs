//! What endpoints do, and by which words documents call it: a path that ends in `accept` and a heading
//! `Order acceptance` speak of the same action. Verbs with their forms and nouns stand in `actions.toml`.

use std::sync::LazyLock;

use super::lexicon::Lexicon;
use super::lexicon::spelling::fold;
use crate::model::endpoint::parameter_name;
use crate::model::{Endpoint, Method};

static ACTIONS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("actions.toml"));

/// The action that a word names, in singular or plural.
pub(crate) fn of_word(word: &str) -> Option<&'static str> {
    let word = fold(word);
    ACTIONS.folded_term(&word).or_else(|| ACTIONS.folded_term(word.strip_suffix('s')?))
}

/// The actions that a text names, in its order.
pub(crate) fn in_text(text: &str) -> Vec<&'static str> {
    fold(text).split(' ').filter_map(of_word).collect()
}

/// What an endpoint does: by the words that end its path, by the verb that its summary begins with, and by
/// its method where the path ends in a noun or a parameter.
pub(crate) fn of_endpoint(endpoint: &Endpoint) -> Vec<&'static str> {
    let last = endpoint.key.path.segments().next_back().filter(|last| parameter_name(last).is_none());
    // What `images/generated` answers is there already: a participle is no action.
    let verb = last.filter(|last| !last.ends_with("ed"));
    let mut actions: Vec<&'static str> = verb.map(in_text).unwrap_or_default();
    // `imports` is a noun, and adding one is what its POST does.
    if actions.is_empty() || last.is_some_and(|last| last.ends_with('s')) {
        actions.extend(method_action(endpoint.key.method));
    }
    let verb = endpoint.summary.as_deref().and_then(|summary| fold(summary).split(' ').next().and_then(of_word));
    actions.extend(verb.filter(|_| endpoint.key.method != Method::Get));
    actions.dedup();
    actions
}

fn method_action(method: Method) -> Option<&'static str> {
    ACTIONS.folded_term(match method {
        Method::Post => "create",
        Method::Put | Method::Patch => "update",
        Method::Delete => "delete",
        Method::Get => "get",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_and_their_nouns_are_one_action() {
        for (word, expected) in [
            ("accept", Some("accept")),
            ("Acceptance", Some("accept")),
            ("zaakceptuj", Some("accept")),
            ("anulowanie", Some("cancel")),
            ("Approvals", Some("approve")),
            ("boat", None),
        ] {
            assert_eq!(of_word(word), expected, "{word}");
        }
    }
}

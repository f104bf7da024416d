//! Where in the flow of an endpoint a sentence of the documents has its place.

use crate::model::ContextKind;
use crate::plan::words::words;

/// What a sentence asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Who may do it.
    Access,
    /// What a value has to be.
    Validation,
    /// What has to hold of the data before anything is written.
    Check,
    /// What is done, in the order in which it is told.
    Work,
    /// In which order rows are answered.
    Order,
    /// Which writes are one.
    Together,
    /// What follows outside: a message, an event.
    Outside,
    /// Something else.
    Other,
}

/// The place of a sentence; `None` where each plan says it anyway: that the caller is known, that
/// the result is answered. `is_process` are sentences under a label such as `Processing`.
pub(super) fn of(text: &str, kind: Option<ContextKind>, is_process: bool, is_numbered: bool) -> Option<Stage> {
    let lower = text.to_lowercase();
    let stages = &words().stages;
    let has = |list: &[String]| list.iter().any(|stem| begins_word(&lower, stem));
    let begins = |list: &[String]| list.iter().any(|start| lower.starts_with(start.as_str()));
    let verbs = &words().verbs;
    let is_own = matches!(kind, None | Some(ContextKind::Details));
    let tells = [&stages.work, &verbs.creates, &verbs.changes, &verbs.removes].into_iter().any(|list| begins(list));
    if has(&stages.order) && (!is_process || begins(&stages.said_anyway)) {
        return Some(Stage::Order);
    }
    if is_process {
        let is_short = text.split_whitespace().count() < 11;
        return match is_short && begins(&stages.said_anyway) {
            true => None,
            false if !is_numbered && has(&stages.outside) => Some(Stage::Outside),
            false if begins(&stages.validates) && has(&stages.validation) => Some(Stage::Validation),
            false => Some(Stage::Work),
        };
    }
    let names_role = has(&stages.access);
    // `Must be in status OPEN` speaks of the row, `status must be one of` of what is sent.
    let is_choice = has(&stages.choices);
    let of_state = has(&stages.validation) && has(&words().state_columns) && !is_choice;
    let is_value = has(&stages.validation) && is_choice;
    let tells = tells || has(&stages.effects);
    if has(&stages.authentication) && !names_role && (kind == Some(ContextKind::Auth) || is_own) {
        return None;
    }
    Some(match kind {
        Some(ContextKind::Auth) => Stage::Access,
        _ if has(&stages.together) => Stage::Together,
        _ if is_own && tells => Stage::Work,
        _ if has(&stages.check) || is_own && of_state => Stage::Check,
        _ if names_role && !is_value => Stage::Access,
        _ if has(&stages.outside) => Stage::Outside,
        _ if has(&stages.validation) => Stage::Validation,
        _ => Stage::Other,
    })
}

/// Whether a word of a text begins so; a stem that ends in a blank is a whole word.
fn begins_word(lower: &str, stem: &str) -> bool {
    let padded = format!("{lower} ");
    padded
        .match_indices(stem)
        .any(|(at, _)| !padded.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_find_their_place() {
        let logic = Some(ContextKind::BusinessLogic);
        for (text, kind, is_process, expected) in [
            ("Check if the user is authenticated", None, true, None),
            ("Return the created boat", None, true, None),
            ("Return the piers ordered by length", None, true, Some(Stage::Order)),
            ("Combines duplicate crews", None, false, Some(Stage::Work)),
            ("Boat and crew are stored atomically", logic, false, Some(Stage::Together)),
            ("All calls carry a valid token", Some(ContextKind::Auth), false, None),
            ("Validate the `name` length", None, true, Some(Stage::Validation)),
            ("Validate that the pier exists", None, true, Some(Stage::Work)),
            ("Find the harbour by user_id", None, true, Some(Stage::Work)),
            ("Only the harbour master may close a pier", logic, false, Some(Stage::Access)),
            ("One boat per skipper", logic, false, Some(Stage::Check)),
            ("Boats are sorted by length, longest first", None, false, Some(Stage::Order)),
            ("Sends a message to the crew", None, false, Some(Stage::Outside)),
            ("Name must be 3 to 80 characters", logic, false, Some(Stage::Validation)),
            ("Nazwa musi być unikalna w porcie", logic, false, Some(Stage::Check)),
            ("Wyniki posortowane od najnowszych", None, false, Some(Stage::Order)),
            ("Wysyła e-mail do załogi", None, false, Some(Stage::Outside)),
            ("Boat must be in status MOORED", None, false, Some(Stage::Check)),
            ("Role must be one of master, guest", Some(ContextKind::Validation), false, Some(Stage::Validation)),
            ("Whoever adds a pier is automatically its master", None, false, Some(Stage::Work)),
            ("The harbour is a place of rest", None, false, Some(Stage::Other)),
        ] {
            assert_eq!(of(text, kind, is_process, true), expected, "{text}");
        }
    }
}

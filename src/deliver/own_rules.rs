//! Changes to a file of own rules: text and change → text.
//!
//! The file is its owner's: people write in it by hand, so a change touches the rule that it is about
//! and the numbers behind it, and nothing else. Every result is read back before it is given: a text
//! that a file of that form can't hold is refused, never written in part.
//!
//! ```
//! use routewright::deliver::own_rules::{Change, apply, rules};
//!
//! let text = "# Ours\n\n1. Log nothing.\n2. Fail early.\n\nAsk Ada.\n";
//! let first = rules(text).remove(0).id;
//! assert_eq!(apply(text, &Change::Delete { id: first }).unwrap(), "# Ours\n\n1. Fail early.\n\nAsk Ada.\n");
//! ```

mod pieces;

use self::pieces::Pieces;
use crate::model::Rule;
use crate::read::rules::{OWN_FILE, rules_file, to_markdown};
use crate::text::{DocumentId, Source};

/// A change of a file of rules. Rules are named by the ids that [`rules`] gives them, which stay the
/// same as long as their words do, so that a change holds for a file that was changed meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// New rules, in their order.
    Add {
        /// Their texts.
        texts: Vec<String>,
        /// The place of the first among the file's rules, from 0; behind the last where there are fewer.
        at: usize,
    },
    /// Another text for a rule.
    Edit {
        /// Which one.
        id: String,
        /// The new text.
        text: String,
    },
    /// A rule goes to another place.
    Move {
        /// Which one.
        id: String,
        /// Its new place among the file's rules, from 0.
        to: usize,
    },
    /// A rule goes away.
    Delete {
        /// Which one.
        id: String,
    },
    /// Several changes, all or none.
    All(Vec<Change>),
}

/// Why a file can't be changed as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The rule is not there any more, in these words.
    #[error("the rule does not stand in the file any more as you saw it")]
    Gone,
    /// The file can't hold it in its form.
    #[error("the file would not read back as meant; change it in an editor")]
    Form,
}

/// The rules of such a file, in its order.
#[must_use]
pub fn rules(text: &str) -> Vec<Rule> {
    rules_file(&Source::new(DocumentId(0), OWN_FILE, text)).value
}

/// The place of a rule among those of a file. Only what stands behind the last `#` of an id counts,
/// so that ids of any such file are understood.
#[must_use]
pub fn position(rules: &[Rule], id: &str) -> Option<usize> {
    rules.iter().position(|rule| key(&rule.id) == key(id))
}

fn key(id: &str) -> &str {
    id.rsplit('#').next().unwrap_or_default()
}

/// The text with a change.
pub fn apply(text: &str, change: &Change) -> Result<String, Refused> {
    let before = rules(text);
    let mut wanted: Vec<String> = before.iter().map(|rule| rule.text.clone()).collect();
    let at = |id: &str| position(&before, id).ok_or(Refused::Gone);
    let result = match change {
        Change::Add { texts, .. } if text.trim().is_empty() => {
            wanted.extend(texts.iter().map(|t| t.trim().to_owned()));
            to_markdown(TITLE, texts.iter().map(String::as_str))
        }
        Change::Add { texts, at } => {
            let mut pieces = Pieces::new(text, &before);
            for (at, text) in ((*at).min(before.len())..).zip(texts) {
                pieces.insert(at, text.trim());
                wanted.insert(at, text.trim().to_owned());
            }
            pieces.written()
        }
        Change::Edit { id, text: new } => {
            let at = at(id)?;
            let mut pieces = Pieces::new(text, &before);
            pieces.replace(at, new.trim());
            if let Some(wanted) = wanted.get_mut(at) {
                new.trim().clone_into(wanted);
            }
            pieces.written()
        }
        Change::Move { id, to } => {
            let (from, to) = (at(id)?, (*to).min(before.len().saturating_sub(1)));
            let mut pieces = Pieces::new(text, &before);
            pieces.relocate(from, to);
            let moved = wanted.remove(from);
            wanted.insert(to, moved);
            pieces.written()
        }
        Change::Delete { id } => {
            let at = at(id)?;
            let mut pieces = Pieces::new(text, &before);
            pieces.remove(at);
            wanted.remove(at);
            pieces.written()
        }
        Change::All(changes) => {
            return changes.iter().try_fold(text.to_owned(), |text, change| apply(&text, change));
        }
    };
    let reads = rules(&result).into_iter().map(|rule| rule.text);
    if reads.eq(wanted) { Ok(result) } else { Err(Refused::Form) }
}

/// The change that takes a change of a text back; `None` where it can't be made there.
#[must_use]
pub fn inverse(text: &str, change: &Change) -> Option<Change> {
    let before = rules(text);
    let find = |id: &str| position(&before, id).and_then(|at| Some((at, before.get(at)?)));
    Some(match change {
        Change::Add { texts, at } => {
            let after = rules(&apply(text, change).ok()?);
            let added = after.iter().skip((*at).min(before.len())).take(texts.len());
            // From the last on, since the ids of equal texts count from the first.
            Change::All(added.rev().map(|rule| Change::Delete { id: rule.id.clone() }).collect())
        }
        Change::Edit { id, .. } => {
            let (at, rule) = find(id)?;
            let after = rules(&apply(text, change).ok()?);
            Change::Edit { id: after.get(at)?.id.clone(), text: rule.text.clone() }
        }
        Change::Move { id, to } => {
            let (at, _) = find(id)?;
            let after = rules(&apply(text, change).ok()?);
            let moved = after.get((*to).min(after.len().saturating_sub(1)))?;
            Change::Move { id: moved.id.clone(), to: at }
        }
        Change::Delete { id } => {
            let (at, rule) = find(id)?;
            Change::Add { texts: vec![rule.text.clone()], at }
        }
        Change::All(changes) => {
            let mut now = text.to_owned();
            let mut back = Vec::new();
            for change in changes {
                back.insert(0, inverse(&now, change)?);
                now = apply(&now, change).ok()?;
            }
            Change::All(back)
        }
    })
}

/// Title of a file that did not exist.
const TITLE: &str = "Implementation rules";

#[cfg(test)]
mod tests;

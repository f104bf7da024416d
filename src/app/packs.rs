//! Rule packs as the user chose them: which hold for the project, and turning one on or off as a whole.

use super::state::{State, Tone};
use crate::model::{Rule, RuleOrigin};
use crate::read::rules::{all_packs, pack_rules, turn_off_in_packs};

/// The project's rules, with the packs that the user turned on or off as a whole.
#[must_use]
pub fn applied(state: &State, mut rules: Vec<Rule>) -> Vec<Rule> {
    for rule in &mut rules {
        let RuleOrigin::Pack { id, .. } = &rule.origin else { continue };
        if let Some(on) = state.choices.packs.get(id) {
            rule.active = *on;
            rule.reason = format!("its pack is turned {} by you; {}", word(*on), rule.reason);
        }
    }
    for pack in all_packs(state.language()) {
        let turned_on = state.choices.packs.get(pack.id) == Some(&true);
        if turned_on && of_pack(&state.project.rules, pack.id).next().is_none() {
            rules.extend(pack_rules(pack.id, state.language(), "its pack is turned on by you"));
        }
    }
    turn_off_in_packs(&mut rules);
    rules
}

/// The rules of a pack.
pub fn of_pack<'a>(rules: &'a [Rule], pack: &'a str) -> impl Iterator<Item = &'a Rule> {
    rules.iter().filter(move |rule| matches!(&rule.origin, RuleOrigin::Pack { id, .. } if id == pack))
}

/// Turns a pack on where none of its rules holds, else off; what was said of its single rules is
/// forgotten.
pub(super) fn toggle(state: &mut State, pack: &str) {
    let rows = state.rules.rules.iter();
    let is_on =
        rows.into_iter().any(|row| row.on && matches!(&row.rule.origin, RuleOrigin::Pack { id, .. } if id == pack));
    let proposed = of_pack(&state.project.rules, pack).any(|rule| rule.active);
    let title =
        all_packs(state.language()).into_iter().find(|known| known.id == pack).map_or(pack, |known| known.title);
    let what = format!("pack {title} turned {}", word(!is_on));
    state.choose(what.clone(), |choices| {
        choices.rules.retain(|rule, _| rule.rsplit_once('/').is_none_or(|(of, _)| of != pack));
        if proposed == is_on {
            choices.packs.insert(pack.to_owned(), !is_on);
        } else {
            choices.packs.remove(pack);
        }
    });
    state.say(Tone::Plain, format!("{}.", capital(&what)));
}

fn word(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

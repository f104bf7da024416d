//! Step 3: the rules of packs, of the project's files, and of the user.

use super::super::state::State;
use super::grouped::GroupedList;
use crate::model::{Rule, RuleOrigin};
use crate::read::rules::text_in;

/// The list of rules.
#[derive(Debug, Default)]
pub struct RulesPane {
    /// The rows.
    pub list: GroupedList,
    /// All rules in order, with the user's versions of their texts.
    pub rules: Vec<RuleRow>,
    made_for: Option<u64>,
}

/// One rule as the pane shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow {
    /// The rule; its text is the user's version where there is one.
    pub rule: Rule,
    /// Where it comes from, in words.
    pub group: String,
    /// Its first line.
    pub label: String,
    /// Whether it holds.
    pub on: bool,
    /// Whether the user turned it on or off.
    pub by_user: bool,
    /// Whether the text is the user's version.
    pub edited: bool,
}

impl RulesPane {
    /// The highlighted rule.
    #[must_use]
    pub fn row(&self) -> Option<&RuleRow> {
        self.rules.get(self.list.selected()?)
    }

    /// How many hold.
    #[must_use]
    pub fn active(&self) -> usize {
        self.rules.iter().filter(|r| r.on).count()
    }

    /// Shows what the search leaves.
    pub fn refill(&mut self) {
        self.list.fill(self.rules.iter().map(|r| (r.group.as_str(), r.label.as_str())));
    }

    /// Highlights a rule by its id.
    pub fn select(&mut self, id: &str) {
        if let Some(at) = self.rules.iter().position(|r| r.rule.id == id) {
            self.list.select(at);
        }
    }
}

/// Brings the pane up to date.
pub fn refresh(state: &mut State) {
    if state.rules.made_for == Some(state.revision) {
        return;
    }
    let former = state.rules.row().map(|row| row.rule.id.clone());
    let own = state.choices.own.iter().map(|own| Rule {
        id: own.id.clone(),
        text: own.text.clone(),
        heading: None,
        origin: RuleOrigin::User,
        active: true,
        reason: "written by you".to_owned(),
    });
    // Same order as in the prompt; rules of one origin stand together already.
    state.rules.rules = state.project.rules.iter().cloned().chain(own).map(|rule| row(state, rule)).collect();
    state.rules.refill();
    if let Some(id) = former {
        state.rules.select(&id);
    }
    state.rules.made_for = Some(state.revision);
}

fn row(state: &State, mut rule: Rule) -> RuleRow {
    let edited = state.choices.edited.get(&rule.id);
    // A rule of a pack is shown in the language in which prompt and plan will have it.
    rule.text = match edited {
        Some(text) => text.clone(),
        None => text_in(&rule, state.language()).to_owned(),
    };
    let turned = state.choices.rules.get(&rule.id).copied();
    let group = match &rule.origin {
        RuleOrigin::Pack { title, .. } => format!("Pack: {title}"),
        RuleOrigin::File { path, .. } => path.clone(),
        RuleOrigin::User => "Your own".to_owned(),
    };
    let label = rule.text.lines().next().unwrap_or_default().replace(char::is_control, " ");
    RuleRow {
        group,
        label,
        on: turned.unwrap_or(rule.active),
        by_user: turned.is_some_and(|on| on != rule.active),
        edited: edited.is_some(),
        rule,
    }
}

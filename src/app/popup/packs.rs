//! All rule packs, also those that the stack does not ask for.

use super::super::list::ListCursor;
use super::super::packs::of_pack;
use super::super::state::State;
use crate::model::RuleOrigin;
use crate::read::rules::{all_packs, pack_rules};

/// One pack as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackRow {
    /// Its id.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// How many of its rules hold.
    pub on: usize,
    /// How many it has.
    pub all: usize,
    /// Why it is proposed, or that it is not.
    pub why: String,
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct Packs {
    /// Those of the project first.
    pub rows: Vec<PackRow>,
    /// The highlighted one.
    pub cursor: ListCursor,
}

impl Packs {
    /// All packs.
    #[must_use]
    pub fn new(state: &State) -> Self {
        let mut packs = Self::default();
        packs.refresh(state);
        packs.rows.sort_by_key(|row| row.on == 0 && of_pack(&state.project.rules, row.id).next().is_none());
        packs
    }

    /// Brings the rows up to date; each stays in its place.
    pub fn refresh(&mut self, state: &State) {
        let order: Vec<&str> = self.rows.iter().map(|row| row.id).collect();
        let mut rows: Vec<PackRow> = all_packs(state.language())
            .into_iter()
            .map(|pack| {
                let is_own = |id: &String| id == pack.id;
                let rows = state.rules.rules.iter();
                let on =
                    rows.filter(|row| row.on && matches!(&row.rule.origin, RuleOrigin::Pack { id, .. } if is_own(id)));
                let why = of_pack(&state.project.rules, pack.id).next().map(|rule| rule.reason.clone());
                PackRow {
                    id: pack.id,
                    title: pack.title,
                    about: pack.about,
                    on: on.count(),
                    all: pack_rules(pack.id, state.language(), "").len(),
                    why: why.unwrap_or_else(|| "no document names what it is for".to_owned()),
                }
            })
            .collect();
        rows.sort_by_key(|row| order.iter().position(|id| *id == row.id));
        self.rows = rows;
    }

    /// The highlighted pack.
    #[must_use]
    pub fn selected(&self) -> Option<&PackRow> {
        self.rows.get(self.cursor.at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::harness::{Harness, project};
    use super::super::Popup;

    /// Packs whose rules hold, as the pane shows them.
    fn on(wizard: &Harness) -> Vec<String> {
        let rows = wizard.state.rules.rules.iter().filter(|row| row.on);
        let mut packs: Vec<String> = rows.filter_map(|row| Some(row.rule.id.rsplit_once('/')?.0.to_owned())).collect();
        packs.dedup();
        packs
    }

    #[test]
    fn any_pack_is_turned_on_and_off_and_taken_back() {
        let mut wizard = Harness::new(120, 40, project());
        wizard.keys("3p");
        let Some(Popup::Packs(packs)) = wizard.state.popups.last() else { panic!("the list of packs") };
        let at = packs.rows.iter().position(|row| row.id == "fastapi").unwrap();
        wizard.keys(&"j".repeat(at)).keys("<space>");
        assert_eq!(on(&wizard), ["node", "rules", "fastapi"]);
        let Some(Popup::Packs(packs)) = wizard.state.popups.last() else { panic!("the list of packs") };
        let row = packs.selected().unwrap();
        assert_eq!((row.id, row.on), ("fastapi", row.all));
        wizard.keys("<space>");
        assert_eq!(on(&wizard), ["node", "rules"]);
        wizard.keys("<esc>uu");
        assert!(wizard.state.choices.packs.is_empty());
    }

    #[test]
    fn a_pack_forgets_what_was_said_of_its_rules() {
        let mut wizard = Harness::new(120, 40, project());
        wizard.keys("3j<space>");
        assert_eq!(wizard.state.choices.rules.len(), 1);
        wizard.keys("P");
        assert_eq!(on(&wizard), ["rules"]);
        assert!(wizard.state.choices.rules.is_empty());
        wizard.keys("P");
        assert_eq!(wizard.state.rules.rules.iter().filter(|row| row.on).count(), 2);
    }
}

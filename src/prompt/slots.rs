//! What each variable becomes.

use super::{database, specification};
use crate::model::Choice;
use crate::prompt::phrases::Phrases;
use crate::prompt::{background, excerpt, types};
use crate::text::{Place, printable};

/// The text that fills a variable, and where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) text: String,
    pub(super) places: Vec<Place>,
}

impl Slot {
    /// Appends a paragraph of our own.
    pub(super) fn say(&mut self, paragraph: &str) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(paragraph);
    }

    /// Appends a piece of a document under a bold label with its file and lines; `false`, and
    /// nothing appended, where there is no text.
    pub(super) fn quote(&mut self, choice: &Choice<'_>, label: &str, place: Place) -> bool {
        let text = excerpt::text(choice.project, place);
        if text.trim().is_empty() {
            return false;
        }
        self.say(&format!("**{label}** ({})\n\n{text}", excerpt::lines(choice.project, place)));
        self.places.push(place);
        true
    }
}

/// One variable of a template.
pub(super) struct Variable {
    /// Its name, and other names for it.
    pub(super) names: &'static [&'static str],
    /// Whether a template without it makes a prompt that lacks what was chosen.
    pub(super) needed: bool,
    fill: fn(&Choice<'_>, &Phrases) -> Slot,
}

/// All variables, in the order of the built-in templates.
pub(super) const VARIABLES: [Variable; 7] = [
    Variable { names: &["route-api-specification"], needed: true, fill: specification::slot },
    Variable { names: &["db-resources"], needed: true, fill: database::slot },
    Variable { names: &["types"], needed: false, fill: types::slot },
    Variable { names: &["tech-stack"], needed: false, fill: background::tech_stack },
    Variable { names: &["implementation-rules", "backend-rules"], needed: true, fill: background::rules },
    Variable { names: &["plan-file", "file"], needed: false, fill: |choice, _| plain(choice.save_as.clone()) },
    Variable {
        names: &["endpoint", "endpoint-name"],
        needed: false,
        fill: |choice, _| plain(names_of_endpoints(choice)),
    },
];

/// Fills a variable by its name in lower case with hyphens; `None` for a name that is not known.
pub(super) fn slot(choice: &Choice<'_>, name: &str) -> Option<Slot> {
    let variable = VARIABLES.iter().find(|v| v.names.contains(&name))?;
    let mut slot = (variable.fill)(choice, Phrases::of(choice.language));
    slot.text = printable(&slot.text).into_owned();
    Some(slot)
}

fn plain(text: String) -> Slot {
    Slot { text, places: Vec::new() }
}

fn names_of_endpoints(choice: &Choice<'_>) -> String {
    choice.endpoints.iter().map(|e| e.key.to_string()).collect::<Vec<_>>().join(", ")
}

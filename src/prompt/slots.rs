//! What each variable becomes.

use super::phrases::Phrases;
use super::{background, database, excerpt, specification, types};
use crate::model::{Choice, DocumentRole, DocumentsAs};
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

    /// Appends a piece of a document under a bold label with its file and lines, or a reference to it
    /// where the choice asks for references; `false`, and nothing appended, where there is no text.
    pub(super) fn quote(&mut self, choice: &Choice<'_>, label: &str, place: Place) -> bool {
        self.quote_as(choice, label, place, &excerpt::text(choice.project, place))
    }

    /// The same with a text made of that piece.
    pub(super) fn quote_as(&mut self, choice: &Choice<'_>, label: &str, place: Place, text: &str) -> bool {
        if text.trim().is_empty() {
            return false;
        }
        if choice.documents_as == DocumentsAs::Inline {
            self.say(&format!("**{label}** ({})\n\n{text}", excerpt::lines(choice.project, place)));
        } else {
            self.refer(choice, label, place);
        }
        self.places.push(place);
        true
    }

    /// Appends a line that refers to a piece of a document. Such lines stand below each other.
    fn refer(&mut self, choice: &Choice<'_>, label: &str, place: Place) {
        let sign = choice.documents_as.sign();
        let line = format!("{}: {label}", excerpt::reference(choice, place, Phrases::of(choice.language)));
        let follows_another = self.text.rsplit('\n').next().is_some_and(|last| last.starts_with(sign));
        if follows_another {
            self.text.push('\n');
            self.text.push_str(&line);
        } else {
            self.say(&line);
        }
    }
}

/// One variable of a template.
pub(super) struct Variable {
    /// Its name, and other names for it, in lower case with hyphens.
    pub(super) names: &'static [&'static str],
    /// Tags that prompts put around it, in lower case with hyphens.
    pub(super) tags: &'static [&'static str],
    /// Documents that a reference in its place may name.
    pub(super) roles: &'static [DocumentRole],
    /// What such documents are usually called: letters and digits of the name, without its ending.
    pub(super) usual: &'static [&'static str],
    /// Whether a prompt without it lacks what was chosen.
    pub(super) needed: bool,
    /// What it becomes, for the documentation.
    pub(super) about: &'static str,
    /// Whether there is something to fill it with.
    pub(super) known: fn(&Choice<'_>) -> bool,
    fill: fn(&Choice<'_>, &Phrases) -> Slot,
}

impl Variable {
    /// The name that it goes by.
    pub(super) fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }

    /// Its text for a choice, without what must not be shown.
    pub(super) fn slot(&self, choice: &Choice<'_>) -> Slot {
        let mut slot = (self.fill)(choice, Phrases::of(choice.language));
        slot.text = printable(&slot.text).into_owned();
        slot
    }
}

/// All variables, in the order of the built-in templates.
pub(super) const VARIABLES: [Variable; 8] = [
    Variable {
        names: &["route-api-specification", "route-specification", "api-specification", "endpoint-specification"],
        tags: &["route-api-specification", "route-specification", "api-specification", "endpoint-specification"],
        roles: &[DocumentRole::ApiPlan],
        usual: &["apiplan", "api", "openapi", "swagger", "apispec", "apispecification", "restplan"],
        needed: true,
        about: "the text of the chosen endpoints, then the text that also holds for them",
        known: |choice| !choice.endpoints.is_empty(),
        fill: specification::slot,
    },
    Variable {
        names: &["db-resources", "related-db-resources", "database-resources"],
        tags: &["related-db-resources", "db-resources", "database-resources", "related-database-resources"],
        roles: &[DocumentRole::DatabasePlan, DocumentRole::ImplementedSchema],
        usual: &["dbplan", "databaseplan", "dbschema", "databaseschema", "schema", "database", "db"],
        needed: true,
        about: "the chosen tables with enums, relations, indexes, policies and triggers",
        known: |choice| !choice.tables.is_empty(),
        fill: database::slot,
    },
    Variable {
        names: &["types", "type-definitions"],
        tags: &["type-definitions", "types"],
        roles: &[DocumentRole::Types],
        usual: &["types", "type", "dto", "dtos", "databasetypes", "typestypes", "models"],
        needed: false,
        about: "`@` references to the files with types and the names that matter here, or their text",
        known: |choice| !choice.project.types.is_empty(),
        fill: types::slot,
    },
    Variable {
        names: &["tech-stack"],
        tags: &["tech-stack", "technology-stack"],
        roles: &[DocumentRole::TechStack],
        usual: &["techstack", "stack", "technologystack"],
        needed: false,
        about: "an `@` reference to the tech stack document, and its text unless it is long",
        known: |choice| choice.project.tech_stack.place.is_some(),
        fill: background::tech_stack,
    },
    Variable {
        names: &["implementation-rules", "backend-rules", "rules"],
        tags: &["implementation-rules", "backend-rules"],
        roles: &[DocumentRole::Rules],
        usual: &["shared", "backend", "implementationrules", "rules", "copilotinstructions", "agents", "claude"],
        needed: true,
        about: "the active rules, numbered",
        known: |choice| !choice.rules.is_empty(),
        fill: background::rules,
    },
    Variable {
        names: &["implementation-plan", "endpoint-implementation-plan"],
        tags: &["implementation-plan", "endpoint-implementation-plan"],
        roles: &[DocumentRole::Plan],
        usual: &["viewimplementationplan", "endpointimplementationplan"],
        needed: false,
        about: "an `@` reference to the file that the plan is saved as",
        known: |_| true,
        fill: |choice, _| plain(format!("{}{}", choice.documents_as.sign(), choice.save_as)),
    },
    Variable {
        names: &["plan-file", "file"],
        tags: &[],
        roles: &[],
        usual: &[],
        needed: false,
        about: "the file that the plan is saved as",
        known: |_| true,
        fill: |choice, _| plain(choice.save_as.clone()),
    },
    Variable {
        names: &["endpoint", "endpoint-name"],
        tags: &[],
        roles: &[],
        usual: &[],
        needed: false,
        about: "method and path of the chosen endpoints",
        known: |choice| !choice.endpoints.is_empty(),
        fill: |choice, _| plain(names_of_endpoints(choice)),
    },
];

/// The variable of a name in lower case with hyphens.
pub(super) fn named(name: &str) -> Option<&'static Variable> {
    VARIABLES.iter().find(|v| v.names.contains(&name))
}

/// The variable that a tag of prompts stands around.
pub(super) fn tagged(tag: &str) -> Option<&'static Variable> {
    VARIABLES.iter().find(|v| v.tags.contains(&tag))
}

/// The form that two spellings of a name share.
pub(super) fn normal(name: &str) -> String {
    name.to_lowercase().replace('_', "-")
}

fn plain(text: String) -> Slot {
    Slot { text, places: Vec::new() }
}

fn names_of_endpoints(choice: &Choice<'_>) -> String {
    choice.endpoints.iter().map(|e| e.key.to_string()).collect::<Vec<_>>().join(", ")
}

//! The offline planner: facts → the nine sections of an implementation plan.

use crate::model::{Choice, Plan};

/// Writes the plan for a choice from what the documents say.
#[must_use]
pub fn write(choice: &Choice<'_>) -> Plan {
    Plan {
        endpoints: choice.endpoints.iter().map(|e| e.key.clone()).collect(),
        language: choice.language,
        title: String::new(),
        sections: Vec::new(),
    }
}

/// The plan as markdown, ending in one line break; without provenance.
#[must_use]
pub fn to_markdown(plan: &Plan) -> String {
    format!("# {}\n", plan.title)
}

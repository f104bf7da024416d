//! The offline planner: facts → the nine sections of an implementation plan.
//!
//! [`facts`] derives what follows from the documents; one module a section words it, with sentences
//! from the language's folder and conventions from `assets/stacks/`. What the documents don't say is marked
//! as to be decided, and statuses that only follow from a constraint as additions.

mod cases;
pub(crate) mod checked;
mod data_flow;
mod derived;
mod errors;
mod example;
pub(crate) mod facts;
pub(crate) mod kind;
mod layout;
mod limits;
mod markdown;
pub(crate) mod naming;
pub mod origin;
mod overview;
mod own;
mod pen;
mod performance;
pub mod reading;
mod request;
pub(crate) mod response;
mod rules;
mod security;
pub(crate) mod shape;
mod sketch;
mod speech;
mod stack;
mod steps;
mod types;
pub(crate) mod words;

use self::facts::Facts;
use self::pen::{Pen, nothing_shared};
use crate::model::{Choice, Language, Plan, Section, SectionKind};

pub use self::own::check_asset;
pub use self::reading::{SavedPlan, SavedSection, read};
pub(crate) use self::rules::names as names_in_rule;

/// Writes the plan for a choice from what the documents say.
#[must_use]
pub fn write(choice: &Choice<'_>) -> Plan {
    let facts = Facts::new(choice);
    let pen = Pen::new(&facts);
    let mut sections: Vec<Section> = Vec::with_capacity(SectionKind::ALL.len());
    for kind in SectionKind::ALL {
        let body = match kind {
            SectionKind::Overview => pen.section(overview::of, overview::shared),
            SectionKind::Request => pen.section(request::of, nothing_shared),
            SectionKind::Types => pen.section(types::of, nothing_shared),
            SectionKind::Response => pen.section(response::of, response::shared),
            SectionKind::DataFlow => pen.section(data_flow::of, nothing_shared),
            SectionKind::Security => pen.section(security::of, security::shared),
            SectionKind::Errors => pen.section(errors::of, errors::shared),
            SectionKind::Performance => pen.section(performance::of, nothing_shared),
            SectionKind::Steps => steps::body(&pen, &sections),
        };
        sections.push(Section { kind, heading: pen.catalogue.heading(kind).to_owned(), body });
    }
    let keys: Vec<String> = choice.endpoints.iter().map(|e| markdown::clean(&e.key.to_string())).collect();
    Plan {
        endpoints: choice.endpoints.iter().map(|e| e.key.clone()).collect(),
        language: choice.language,
        title: format!("API Endpoint Implementation Plan: {}", keys.join(", ")),
        sections,
    }
}

/// The name of a section in a language, without its number.
#[must_use]
pub fn heading(kind: SectionKind, language: Language) -> &'static str {
    speech::Catalogue::of(language).heading(kind)
}

/// The plan as markdown, ending in one line break; without provenance.
#[must_use]
pub fn to_markdown(plan: &Plan) -> String {
    let mut text = format!("# {}\n", plan.title);
    for section in &plan.sections {
        text.push_str(&format!("\n## {}. {}\n\n{}\n", section.kind.number(), section.heading, section.body));
    }
    text
}

#[cfg(test)]
mod tests;

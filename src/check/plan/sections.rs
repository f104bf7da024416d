//! Sections: there, in order, not empty.

use super::Case;
use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::SectionKind;
use crate::plan::heading;
use crate::text::Span;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    for kind in SectionKind::ALL {
        let there = case.plan.sections.iter().any(|section| section.kind == Some(kind));
        // The prompt that most people start from has forms without a section for types.
        if !there && kind != SectionKind::Types {
            let title = case.source.place(Span::new(0, 0));
            let name = heading(kind, case.project.language);
            let message = format!("the plan has no section “{name}”");
            findings.push(
                Finding::new(codes::SECTION_MISSING, Severity::Warning, title, message)
                    .with_help(format!("add a heading `## {}. {name}` with what belongs there", kind.number())),
            );
        }
    }
    for section in &case.plan.sections {
        if case.source.slice(section.body).trim().is_empty() {
            let place = case.source.place(section.body);
            let message = format!("the section “{}” is empty", section.heading);
            findings.push(
                Finding::new(codes::SECTION_EMPTY, Severity::Warning, place, message)
                    .with_help("write what belongs there, or say that there is nothing to say"),
            );
        }
    }
}

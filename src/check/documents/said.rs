//! Contradictions that the readers came across.

use crate::check::Finding;
use crate::diagnostic::{Code, codes};
use crate::model::Project;

/// Codes of remarks that tell of a contradiction, and not of something that could not be read.
const CONTRADICTIONS: [Code; 7] = [
    codes::DUPLICATE_ENDPOINT,
    codes::UNKNOWN_REFERENCE,
    codes::CONTRADICTION,
    codes::UNKNOWN_COLUMN,
    codes::UNKNOWN_TABLE,
    codes::SOURCES_DIFFER,
    codes::PLAN_DIFFERS,
];

pub(super) fn check(project: &Project, findings: &mut Vec<Finding>) {
    let remarks = project.diagnostics.iter().filter(|remark| CONTRADICTIONS.contains(&remark.code));
    findings.extend(remarks.filter_map(|remark| {
        let finding = Finding::new(remark.code, remark.severity, remark.place?, remark.message.clone());
        Some(Finding { help: remark.help.clone(), ..finding })
    }));
}

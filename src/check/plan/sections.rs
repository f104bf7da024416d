//! Sections: there, in order, not empty.

use super::Case;
use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::{Language, SectionKind};
use crate::plan::checked::speaks_of;
use crate::plan::heading;
use crate::plan::reading::{SavedSection, is_name_in};
use crate::read::api::status;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    missing(case, findings);
    out_of_order(case, findings);
    for section in &case.plan.sections {
        if body(case, section).trim().is_empty() {
            let message = format!("the section “{}” is empty", section.heading);
            findings.push(
                Finding::new(codes::SECTION_EMPTY, Severity::Warning, case.source.place(section.head), message)
                    .with_help("write what belongs there, or say that there is nothing to say"),
            );
        }
    }
}

fn body<'a>(case: &Case<'a>, section: &SavedSection) -> &'a str {
    case.text.get(section.body.start..section.body.end.min(case.text.len())).unwrap_or_default()
}

fn missing(case: &Case<'_>, findings: &mut Vec<Finding>) {
    // The prompt that most people start from has forms without a section for types.
    let wanted = SectionKind::ALL.into_iter().filter(|kind| *kind != SectionKind::Types);
    let missing: Vec<SectionKind> = wanted.filter(|kind| !is_there(case, *kind)).collect();
    let name = |kind: &SectionKind| heading(*kind, case.project.language);
    let names: Vec<String> = missing.iter().map(|kind| format!("“{}”", name(kind))).collect();
    let (message, help) = match missing.as_slice() {
        [] => return,
        [kind] => (
            format!("the plan has no section {}", names.join("")),
            format!("add a heading `## {}. {}` with what belongs there", kind.number(), name(kind)),
        ),
        _ => (
            format!("the plan has no sections {}", names.join(", ")),
            "add a heading for each with what belongs there, in the order of the prompt's list".to_owned(),
        ),
    };
    findings.push(Finding::new(codes::SECTION_MISSING, Severity::Warning, case.title(), message).with_help(help));
}

/// Whether a plan has what belongs into a section, under that name or below another heading.
fn is_there(case: &Case<'_>, kind: SectionKind) -> bool {
    let plan = &case.plan;
    let named = plan.sections.iter().any(|section| section.kind == Some(kind));
    // A heading inside another section may touch on anything, so that it has to have the very name.
    let inside = || plan.headings.iter().any(|heading| Language::all().iter().any(|l| is_name_in(heading, kind, *l)));
    named
        || plan.sections.iter().any(|section| speaks_of(&section.heading, kind))
        || inside()
        || match kind {
            SectionKind::Errors => lists_errors(case),
            SectionKind::Overview => is_introduced(case),
            _ => false,
        }
}

/// Whether errors are listed among the answers or beside what is secured.
fn lists_errors(case: &Case<'_>) -> bool {
    let about = [Some(SectionKind::Response), Some(SectionKind::Security)];
    let sections = case.plan.sections.iter().filter(|section| about.contains(&section.kind));
    let mut lines = sections.flat_map(|section| body(case, section).lines());
    lines.any(|line| status::leading(line).is_some_and(|status| status >= 400) || is_error_told(line))
}

fn is_error_told(line: &str) -> bool {
    status::told(line).iter().any(|code| code.status >= 400)
}

/// Whether something is said between the title and the first section.
fn is_introduced(case: &Case<'_>) -> bool {
    let Some(first) = case.plan.sections.first() else { return false };
    let intro = case.text.get(case.plan.title_span.end..first.head.start).unwrap_or_default();
    intro.lines().any(|line| line.split_whitespace().count() > 5)
}

/// The first section that stands before one that the prompt asks for earlier. Where a plan has its
/// sections once for each endpoint, each row of them counts for itself.
fn out_of_order(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let known: Vec<(&SavedSection, SectionKind)> =
        case.plan.sections.iter().filter_map(|section| Some((section, section.kind?))).collect();
    let is_repeated = known.iter().enumerate().any(|(at, (_, kind))| known.iter().take(at).any(|(_, k)| k == kind));
    let wrong = known.windows(2).find_map(|pair| match pair {
        [(before, first), (after, second)] if first > second => Some((before, after)),
        _ => None,
    });
    let Some((before, after)) = wrong.filter(|_| !is_repeated) else { return };
    let message = format!("the section “{}” stands behind “{}”", after.heading, before.heading);
    findings.push(
        Finding::new(codes::SECTION_ORDER, Severity::Warning, case.source.place(after.head), message)
            .with_help("keep the order of the prompt, in which readers look for things")
            .against("the section that belongs behind it", case.source.place(before.head)),
    );
}

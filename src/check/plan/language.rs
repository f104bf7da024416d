//! A plan in another language than the documents and all other plans. Many teams write documents in one
//! language and plans in another, so that the documents alone say nothing.

use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::{Language, Project};
use crate::plan::reading::is_name_in;
use crate::plan::{SavedPlan, read};
use crate::read::language::language;
use crate::text::Source;

/// How many other plans have to be in one language before another one is odd.
const OTHERS: usize = 3;

pub(super) fn check<'a>(project: &Project, plans: impl Iterator<Item = &'a Source>) -> Vec<Finding> {
    let read = plans.filter_map(|source| Some((source, read(source.text())?)));
    let known: Vec<(&Source, SavedPlan, Language)> =
        read.filter_map(|(source, plan)| language_of(source, &plan).map(|language| (source, plan, language))).collect();
    let odd = known.iter().filter(|(.., language)| *language != project.language);
    let [(source, plan, found)] = odd.collect::<Vec<_>>()[..] else { return Vec::new() };
    if known.len() <= OTHERS {
        return Vec::new();
    }
    let message = format!(
        "the plan is in {}, the documents and all other plans are in {}",
        found.name(),
        project.language.name()
    );
    let finding = Finding::new(codes::PLAN_LANGUAGE, Severity::Info, source.place(plan.title_span), message);
    vec![finding.with_help("have it written in the language of the others")]
}

/// The language of a plan, where its text and the names of its sections agree: code and terms are English
/// everywhere.
fn language_of(source: &Source, plan: &SavedPlan) -> Option<Language> {
    let found = language(&[source], &[]);
    let mut known = plan.sections.iter().filter_map(|section| Some((section, section.kind?))).peekable();
    known.peek()?;
    known.all(|(section, kind)| is_name_in(&section.heading, kind, found)).then_some(found)
}

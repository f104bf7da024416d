//! One saved plan against the documents, whoever wrote it.

mod answers;
mod endpoint;
mod inputs;
mod language;
mod leftovers;
mod names;
mod protection;
mod rules;
mod sections;
mod statuses;
mod told;
mod types;

use std::collections::HashSet;

use heck::ToSnakeCase;

use super::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::{Choice, Endpoint, EndpointKey, Project, SectionKind, Table};
use crate::plan::facts::Facts;
use crate::plan::naming;
use crate::plan::reading::lines::{Line, lines};
use crate::plan::reading::{meant, read};
use crate::plan::{SavedPlan, origin};
use crate::read::lexicon::spelling::fold;
use crate::relate::Relations;
use crate::text::{Place, Source, Span};

/// A saved plan with everything that its checks look at.
struct Case<'a> {
    project: &'a Project,
    source: &'a Source,
    /// The plan's text without the comment that it may end with.
    text: &'a str,
    plan: SavedPlan,
    /// The endpoints of the API plan that it is for.
    endpoints: Vec<&'a Endpoint>,
    /// All words of the text, folded, each with a blank around it.
    words: String,
}

/// Compares saved plans with each other.
#[must_use]
pub fn together<'a>(project: &Project, plans: impl Iterator<Item = &'a Source>) -> Vec<Finding> {
    language::check(project, plans)
}

/// Checks a saved plan. Nothing is said of a text that is no plan.
#[must_use]
pub fn check(project: &Project, relations: &Relations<'_>, source: &Source) -> Vec<Finding> {
    read(source.text()).map(|plan| findings(project, relations, source, plan)).unwrap_or_default()
}

/// Checks a text that is meant to be a plan, for these endpoints if any are given.
#[must_use]
pub fn check_named(
    project: &Project,
    relations: &Relations<'_>,
    source: &Source,
    wanted: &[EndpointKey],
) -> Vec<Finding> {
    let Some(mut plan) = read(source.text()) else {
        let message = "this is no plan: it names no endpoint and has none of a plan's sections";
        let help = "give the plan as markdown, with its sections as headings";
        let place = source.place(Span::new(0, 0));
        return vec![Finding::new(codes::SECTION_MISSING, Severity::Error, place, message).with_help(help)];
    };
    if wanted.is_empty() {
        return findings(project, relations, source, plan);
    }
    let own = std::mem::replace(&mut plan.endpoints, wanted.to_vec());
    let is_for_another = !own.is_empty() && meant(project, &own).iter().all(|at| !meant(project, wanted).contains(at));
    let title = source.place(plan.title_span);
    let mut findings = findings(project, relations, source, plan);
    if is_for_another {
        let names = |keys: &[EndpointKey]| quoted(&keys.iter().map(ToString::to_string).collect::<Vec<_>>());
        let message = format!("the plan is for {}, not for {}", names(&own), names(wanted));
        let finding = Finding::new(codes::ENDPOINT_DIFFERS, Severity::Error, title, message);
        findings.insert(0, finding.with_help("correct method and path in the plan, or name its own endpoint"));
    }
    findings
}

fn findings(project: &Project, relations: &Relations<'_>, source: &Source, plan: SavedPlan) -> Vec<Finding> {
    let endpoints = meant(project, &plan.endpoints);
    let endpoints = endpoints.into_iter().filter_map(|at| project.api.endpoints.get(at)).collect();
    let text = origin::without(source.text());
    let words = format!(" {} ", fold(text));
    let case = Case { project, source, text, plan, endpoints, words };
    let mut findings = Vec::new();
    endpoint::check(&case, &mut findings);
    sections::check(&case, &mut findings);
    leftovers::check(&case, &mut findings);
    inputs::check(&case, &mut findings);
    statuses::check(&case, &mut findings);
    names::check(&case, &mut findings);
    types::check(&case, &mut findings);
    rules::check(&case, &mut findings);
    let picks = case.endpoints.iter().flat_map(|endpoint| relations.picks(endpoint));
    let mut tables: Vec<&Table> = picks.filter_map(|pick| project.schema.table(&pick.table)).collect();
    let mut seen = HashSet::new();
    tables.retain(|table| seen.insert(table.name.as_str()));
    let choice = Choice { endpoints: case.endpoints.clone(), tables, ..Choice::of(project) };
    let facts = Facts::new(&choice);
    for facts in &facts.endpoints {
        told::check(&case, facts, &mut findings);
        answers::check(&case, facts, &mut findings);
    }
    protection::check(&case, &facts.endpoints, &mut findings);
    findings
}

impl<'a> Case<'a> {
    /// Where findings about the plan as a whole are shown.
    fn title(&self) -> Place {
        self.source.place(self.plan.title_span)
    }

    /// The heading of a section, or the title where there is none.
    fn head(&self, kind: SectionKind) -> Place {
        let section = self.plan.sections.iter().find(|section| section.kind == Some(kind));
        section.map_or_else(|| self.title(), |section| self.source.place(section.head))
    }

    /// Whether an offset of the text lies in a section of one of these kinds.
    fn is_in(&self, at: usize, kinds: [SectionKind; 2]) -> bool {
        let mut sections = self.plan.sections.iter();
        sections.any(|section| section.kind.is_some_and(|kind| kinds.contains(&kind)) && section.body.contains(at))
    }

    fn lines(&self) -> impl Iterator<Item = Line<'a>> + use<'a> {
        lines(self.text)
    }

    /// The place of a piece of a line that starts at an offset of its text.
    fn place_in(&self, line: &Line<'_>, at: usize, length: usize) -> Place {
        let start = line.start + at;
        self.source.place(Span::new(start, start + length))
    }

    /// Whether a name occurs in any of the forms that people give it: `pageSize`, `page_size`,
    /// `page-size`, `PageSize`, in the singular or the plural.
    fn names(&self, name: &str) -> bool {
        let has = |words: &str| self.words.contains(&format!(" {words} "));
        let one = naming::singular(name);
        [name.to_owned(), naming::plural(&one), one].iter().any(|form| {
            let parts = fold(&form.to_snake_case());
            has(&parts) || has(&parts.replace(' ', ""))
        })
    }
}

/// Names in backticks, joined for a sentence.
fn quoted<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// The name among these that is most like another one, if any is.
fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let alike = known.map(|known| (strsim::normalized_damerau_levenshtein(&name, &known.to_lowercase()), known));
    alike.filter(|(alike, _)| *alike > 0.6).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}

#[cfg(test)]
mod tests;

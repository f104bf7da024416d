//! The check tab of step 4: what is wrong in the saved plan, and in the documents that it is about.

use std::collections::HashSet;

use super::super::layout::Area;
use super::super::popup::remarks::{Remark, Remarks};
use super::super::state::State;
use crate::check::Finding;
use crate::config::theme::Role;
use crate::diagnostic::Severity;
use crate::model::{EndpointKey, Project};
use crate::text::Place;

/// The findings that are shown.
#[derive(Debug, Default)]
pub struct CheckPane {
    /// The worst first, with the lines that the highlighted one is about.
    pub list: Remarks,
    /// Whether those of the whole project are shown, not only those about what is chosen.
    pub all: bool,
    /// How many there are, in words.
    pub measure: String,
    made_for: Option<MadeFor>,
}

/// What the list was made for.
#[derive(Debug, PartialEq, Eq)]
struct MadeFor {
    findings: (u64, bool),
    revision: u64,
    subject: Vec<usize>,
    all: bool,
}

impl CheckPane {
    /// How many there are, once that is known.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        self.made_for.as_ref().filter(|of| of.findings.1).map(|_| self.list.rows.len())
    }

    /// How much the worst finding matters.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.list.rows.first().map(|row| row.severity)
    }

    /// The findings as text, for whoever is to settle them.
    #[must_use]
    pub fn text(&self) -> String {
        let entry = |row: &Remark| {
            let help = row.help.as_ref().map(|help| format!("  {help}\n")).unwrap_or_default();
            let place = if row.at.is_empty() { String::new() } else { format!("{}: ", row.at) };
            format!("- {place}{} {}: {}\n{help}", row.severity.word(), row.code, row.message)
        };
        self.list.rows.iter().map(entry).collect()
    }
}

/// Brings the findings up to date with what is chosen; `shown` is where they stand, if they are in sight.
pub fn refresh(state: &mut State, subject: &[usize], shown: Option<Area>) {
    let pane = &state.preview.check;
    let (findings, revision) = (state.findings.version(), state.revision);
    let current = Some(MadeFor { findings, revision, subject: subject.to_vec(), all: pane.all });
    if pane.made_for != current {
        let former = pane.made_for.as_ref();
        let is_same_list = former.is_some_and(|former| former.subject == subject && former.all == pane.all);
        let cursor = if is_same_list { pane.list.cursor } else { Default::default() };
        let (list, measure) = made(state, subject, pane.all);
        let pane = &mut state.preview.check;
        pane.list = list;
        pane.list.cursor = cursor;
        pane.measure = measure;
        pane.made_for = current;
    }
    let pane = &mut state.preview.check;
    pane.list.cursor.at = pane.list.cursor.at.min(pane.list.rows.len().saturating_sub(1));
    pane.list.refresh(&state.project);
    if let Some(area) = shown {
        let rows = pane.list.list_area(area).height;
        pane.list.fit(area, rows);
    }
}

/// The list, and how many findings there are in words.
fn made(state: &State, subject: &[usize], all: bool) -> (Remarks, String) {
    let Some(settled) = state.findings.settled() else {
        return (Remarks::of(Vec::new(), "Checking the saved plans and the documents…", Role::Muted), String::new());
    };
    let concerned = Concerned::of(state, subject);
    let findings = settled.findings.iter().filter(|finding| all || concerned.is_by(&state.project, finding));
    let rows: Vec<Remark> = findings.map(|finding| Remark::of_finding(&state.project, finding)).collect();
    let nothing = match concerned.plans.first() {
        _ if all => "Nothing was found in the saved plans and the documents.".to_owned(),
        Some(plan) => format!("Nothing was found in {plan} and in what the documents say of it."),
        None => "No plan is saved for it yet, and nothing was found in what the documents say of it.".to_owned(),
    };
    let count = |severity| rows.iter().filter(|row| row.severity == severity).count();
    let counts = [Severity::Error, Severity::Warning, Severity::Info].map(|severity| (count(severity), severity));
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let mut measure: Vec<String> = counts
        .map(|(count, severity)| format!("{count} {}{}", severity.word(), if count == 1 { "" } else { "s" }))
        .collect();
    if !settled.accepted.is_empty() && all {
        measure.push(format!("{} accepted", settled.accepted.len()));
    }
    let where_from = match (all, concerned.plans.is_empty()) {
        (true, _) => "in the whole project".to_owned(),
        (false, true) => "no plan saved".to_owned(),
        (false, false) => format!("{} in the project", settled.findings.len()),
    };
    let measure = [measure.join(", "), where_from].into_iter().filter(|part| !part.is_empty());
    (Remarks::of(rows, nothing, Role::Good), measure.collect::<Vec<_>>().join(" · "))
}

/// What findings have to be about to concern what is chosen.
struct Concerned<'s> {
    endpoints: HashSet<&'s EndpointKey>,
    plans: Vec<&'s str>,
    places: Vec<Place>,
}

impl<'s> Concerned<'s> {
    fn of(state: &'s State, subject: &[usize]) -> Self {
        let endpoints: Vec<_> = subject.iter().filter_map(|at| state.project.api.endpoints.get(*at)).collect();
        let plans = subject.iter().filter_map(|at| state.endpoints.plans.get(*at)?.path()).collect();
        let tables = state.tables.chosen_tables(&state.project);
        let of_tables = tables.iter().flat_map(|table| [table.place].into_iter().chain(table.more.iter().copied()));
        let places = endpoints.iter().map(|endpoint| endpoint.place).chain(of_tables).collect();
        Self { endpoints: endpoints.iter().map(|endpoint| &endpoint.key).collect(), plans, places }
    }

    fn is_by(&self, project: &Project, finding: &Finding) -> bool {
        let is_inside = |place: Place| {
            let covers = |whole: &Place| whole.document == place.document && whole.span.covers(place.span);
            self.places.iter().any(covers)
        };
        let is_in_plan = || project.source(finding.place).is_some_and(|s| self.plans.contains(&s.path.as_str()));
        match &finding.endpoint {
            Some(endpoint) if self.endpoints.contains(endpoint) => true,
            _ if is_in_plan() => true,
            // What is said of another endpoint may well stand inside a table that both use.
            Some(_) => false,
            None => is_inside(finding.place) || finding.related.iter().any(|(_, place)| is_inside(*place)),
        }
    }
}

//! Step 1: the endpoints under their headings, and which of them have a plan.

use std::collections::HashSet;

use super::super::state::State;
use super::grouped::GroupedList;
use super::preview;
use crate::deliver::plan_state::{PlanState, mark_findings, plan_states};

/// The list of endpoints.
#[derive(Debug, Default)]
pub struct EndpointsPane {
    /// The rows.
    pub list: GroupedList,
    /// `METHOD /path` of each endpoint, as choices name it.
    pub names: Vec<String>,
    /// Group and searched label of each endpoint.
    labels: Vec<(String, String)>,
    /// Whether each endpoint is marked for one plan.
    pub marked: Vec<bool>,
    /// Whether each endpoint has a saved plan.
    pub plans: Vec<PlanState>,
}

impl EndpointsPane {
    /// The text that a row shows and a search looks through.
    #[must_use]
    pub fn label(&self, endpoint: usize) -> &str {
        self.labels.get(endpoint).map(|(_, label)| label.as_str()).unwrap_or_default()
    }

    /// Shows what the search leaves.
    pub fn refill(&mut self) {
        self.list.fill(self.labels.iter().map(|(group, label)| (group.as_str(), label.as_str())));
    }

    /// The next endpoint with such a plan after the highlighted one, from the start again at the end.
    #[must_use]
    pub fn next(&self, is_wanted: impl Fn(&PlanState) -> bool) -> Option<usize> {
        let count = self.plans.len();
        let from = self.list.selected().map_or(0, |at| at + 1);
        (from..from + count).map(|at| at % count).find(|at| self.plans.get(*at).is_some_and(&is_wanted))
    }
}

/// Takes the endpoints of a project that was just read.
pub fn read(state: &mut State) {
    let endpoints = &state.project.api.endpoints;
    let pane = &mut state.endpoints;
    pane.names = endpoints.iter().map(|e| e.key.to_string()).collect();
    pane.labels = endpoints
        .iter()
        .map(|e| {
            let group = e.group.clone().filter(|group| !group.trim().is_empty());
            let group = group.unwrap_or_else(|| "Without a heading".to_owned());
            let summary = e.summary.as_deref().unwrap_or_default();
            let label = format!("{:<6} {}  {}", e.key.method, e.key.path, summary);
            (group, label.trim_end().replace(char::is_control, " "))
        })
        .collect();
    pane.refill();
}

/// Notes which endpoints are marked.
pub fn mark(state: &mut State) {
    let marked: HashSet<&String> = state.choices.marked.iter().collect();
    state.endpoints.marked = state.endpoints.names.iter().map(|name| marked.contains(name)).collect();
}

/// Notes which endpoints have a plan, those saved since the project was read included.
pub fn mark_plans(state: &mut State) {
    let template = preview::template(state);
    let mut plans = plan_states(&state.project, &template.whole());
    mark_findings(&mut plans, state.findings.in_plans());
    for (name, slot) in state.endpoints.names.iter().zip(&mut plans) {
        if let Some(saved) = state.saved.iter().rev().find(|plan| plan.endpoints.contains(name)) {
            *slot = PlanState::Planned { path: saved.path.clone() };
        }
    }
    state.endpoints.plans = plans;
}

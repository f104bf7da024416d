//! Which endpoints have a plan, and whether it still holds.

use std::collections::HashMap;

use super::provenance::{self, Source};
use crate::check::Finding;
use crate::model::{DocumentRole, Project};
use crate::plan::origin;
use crate::plan::reading::{endpoints_of, meant};

/// State of an endpoint's plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PlanState {
    /// There is none.
    #[default]
    None,
    /// There is one, and nothing that it was made from is known to have changed.
    Planned {
        /// Its file.
        path: String,
    },
    /// There is one that still holds, but something is wrong in it.
    Findings {
        /// Its file.
        path: String,
        /// How many findings.
        count: usize,
    },
    /// There is one, but what it was made from changed.
    Stale {
        /// Its file.
        path: String,
        /// What changed.
        changed: Vec<Source>,
        /// How many findings.
        findings: usize,
    },
}

impl PlanState {
    /// The word for it, as `list` has it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Planned { .. } => "planned",
            Self::Findings { .. } => "findings",
            Self::Stale { .. } => "stale",
        }
    }

    /// The plan's file.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Planned { path } | Self::Findings { path, .. } | Self::Stale { path, .. } => Some(path),
        }
    }

    /// What changed since a stale plan was made.
    #[must_use]
    pub fn changed(&self) -> &[Source] {
        match self {
            Self::None | Self::Planned { .. } | Self::Findings { .. } => &[],
            Self::Stale { changed, .. } => changed,
        }
    }

    /// How many findings there are in the plan, as far as that is known.
    #[must_use]
    pub fn findings(&self) -> usize {
        match self {
            Self::None | Self::Planned { .. } => 0,
            Self::Findings { count, .. } | Self::Stale { findings: count, .. } => *count,
        }
    }
}

/// The state of each endpoint's plan, in the order of the endpoints. `template` is the text that a
/// prompt would be made with now.
#[must_use]
pub fn plan_states(project: &Project, template: &str) -> Vec<PlanState> {
    let mut states = vec![PlanState::None; project.api.endpoints.len()];
    for document in project.documents.iter().filter(|d| d.role == DocumentRole::Plan) {
        let path = document.source.path.clone();
        let saved = origin::read(document.source.text());
        let (keys, state) = match saved {
            Some(saved) => {
                let changed = provenance::changed(project, &saved, template);
                let keys = origin::endpoints(&saved);
                let fresh = changed.is_empty();
                (
                    keys,
                    if fresh { PlanState::Planned { path } } else { PlanState::Stale { path, changed, findings: 0 } },
                )
            }
            None => (endpoints_of(&path, document.source.text()), PlanState::Planned { path }),
        };
        for at in meant(project, &keys) {
            let Some(slot) = states.get_mut(at) else { continue };
            // Of two plans for one endpoint the one that still holds counts.
            if !matches!(slot, PlanState::Planned { .. }) {
                slot.clone_from(&state);
            }
        }
    }
    states
}

/// How many findings there are in each saved plan, by its file.
#[must_use]
pub fn findings_in_plans(project: &Project, findings: &[Finding]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for finding in findings {
        let document = project.documents.get(finding.place.document.0);
        if let Some(plan) = document.filter(|document| document.role == DocumentRole::Plan) {
            *counts.entry(plan.source.path.clone()).or_default() += 1;
        }
    }
    counts
}

/// Marks the plans in which something was found, and takes the mark from those in which nothing is found
/// any more: `counts` says how many findings a file has.
pub fn mark_findings(states: &mut [PlanState], counts: &HashMap<String, usize>) {
    for state in states {
        let found = state.path().and_then(|path| counts.get(path)).copied().unwrap_or(0);
        match state {
            PlanState::Planned { path } if found > 0 => {
                *state = PlanState::Findings { path: std::mem::take(path), count: found };
            }
            PlanState::Findings { path, .. } if found == 0 => {
                *state = PlanState::Planned { path: std::mem::take(path) };
            }
            // Both are to be known, and the plan would change first.
            PlanState::Findings { count, .. } | PlanState::Stale { findings: count, .. } => *count = found,
            PlanState::None | PlanState::Planned { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, Endpoint, EndpointKey, Format, PathTemplate};
    use crate::text::{DocumentId, Place, Source as Text};

    fn states(endpoints: &[&str], plans: &[(&str, &str)]) -> Vec<String> {
        let mut project = Project::default();
        for endpoint in endpoints {
            let (method, path) = endpoint.split_once(' ').unwrap();
            let key = EndpointKey { method: method.parse().unwrap(), path: PathTemplate::new(path) };
            project.api.endpoints.push(Endpoint::new(key, Place::default()));
        }
        for (at, (path, text)) in plans.iter().enumerate() {
            let source = Text::new(DocumentId(at), *path, *text);
            let (role, format) = (DocumentRole::Plan, Format::Markdown);
            project.documents.push(Document { role, format, source, bytes: 0, sha256: String::new() });
        }
        plan_states(&project, "").iter().map(|s| s.word().to_owned()).collect()
    }

    #[test]
    fn plans_are_matched_by_title_under_any_spelling() {
        for title in [
            "# API Endpoint Implementation Plan: GET /api/users/{id}",
            "# Plan wdrożenia endpointu: `GET /users/:userId`",
            "\n## Plan – **GET** `/api/users/[id]?expand=all`\n",
        ] {
            assert_eq!(
                states(&["GET /api/users/:id", "GET /api/users"], &[(".ai/p.md", title)]),
                ["planned", "none"],
                "{title}"
            );
        }
    }

    #[test]
    fn one_plan_may_be_for_several_endpoints() {
        let title = "# Implementation Plan: GET /a, POST /a";
        assert_eq!(states(&["GET /a", "POST /a", "PUT /a"], &[("p.md", title)]), ["planned", "planned", "none"]);
    }

    #[test]
    fn a_plan_whose_sources_are_gone_is_stale_unless_another_holds() {
        let comment = r#"<!-- routewright: {"version":1,"endpoint":"GET /a","sources":{"spec":"x","tables":"","rules":"","template":""},"engine":"offline"} -->"#;
        assert_eq!(states(&["GET /a"], &[("p.md", comment)]), ["stale"]);
        assert_eq!(states(&["GET /a"], &[("p.md", comment), ("q.md", "# Plan: GET /a")]), ["planned"]);
    }

    #[test]
    fn findings_are_known_of_stale_plans_too() {
        let path = || "p.md".to_owned();
        let stale = PlanState::Stale { path: path(), changed: vec![Source::Tables], findings: 0 };
        let mut states = [PlanState::Planned { path: path() }, stale, PlanState::Planned { path: "q.md".to_owned() }];
        mark_findings(&mut states, &HashMap::from([(path(), 2)]));
        let shown: Vec<_> = states.iter().map(|state| (state.word(), state.findings())).collect();
        assert_eq!(shown, [("findings", 2), ("stale", 2), ("planned", 0)]);
        mark_findings(&mut states, &HashMap::new());
        assert!(states.iter().all(|state| state.findings() == 0) && states[0].word() == "planned");
    }
}

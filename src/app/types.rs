//! The declared types that matter to the chosen endpoints.

use super::state::State;
use crate::model::{Endpoint, Project, TypeDeclaration, TypePick};
use crate::relate::types::TypeIndex;

/// The picked types, as far as they were asked for.
#[derive(Debug, Default)]
pub struct PickedTypes {
    index: Option<TypeIndex>,
    /// Strongest first.
    pub picks: Vec<TypePick>,
    /// Revision and endpoints that they were made for.
    made_for: Option<(u64, Vec<usize>)>,
}

impl PickedTypes {
    /// The picked types themselves.
    #[must_use]
    pub fn declarations<'p>(&self, project: &'p Project) -> Vec<&'p TypeDeclaration> {
        self.picks.iter().filter_map(|pick| project.types.get(pick.ty)).collect()
    }
}

/// Brings the picks up to date with the chosen endpoints and tables.
pub(super) fn refresh(state: &mut State, subject: &[usize]) {
    let current = Some((state.revision, subject.to_vec()));
    if state.types.made_for == current {
        return;
    }
    let project = &state.project;
    let endpoints: Vec<&Endpoint> = subject.iter().filter_map(|at| project.api.endpoints.get(*at)).collect();
    let tables = state.tables.chosen_tables(project);
    let index = state.types.index.get_or_insert_with(|| TypeIndex::new(project));
    state.types.picks = index.picks_for(project, &endpoints, &tables);
    state.types.made_for = current;
}

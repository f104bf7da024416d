//! Which tables matter to an endpoint, and why.

use crate::model::{Endpoint, Pick, Project};

/// What is worth knowing about all tables of a project before its endpoints are looked at.
#[derive(Debug)]
pub struct Relations<'a> {
    project: &'a Project,
}

impl<'a> Relations<'a> {
    /// Prepares a project's tables and resources.
    #[must_use]
    pub fn new(project: &'a Project) -> Self {
        Self { project }
    }

    /// The tables picked for an endpoint, strongest first; none is an answer.
    #[must_use]
    pub fn picks(&self, endpoint: &Endpoint) -> Vec<Pick> {
        let _ = (self.project, endpoint);
        Vec::new()
    }
}

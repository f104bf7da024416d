//! Text → model. Nothing in here fails or panics: each reader gives what it understood, with
//! diagnostics.

use crate::model::{Document, Project};

/// Reads a project from its documents. The order of `documents` is the order of their ids.
#[must_use]
pub fn project(name: &str, documents: Vec<Document>) -> Project {
    Project { name: name.to_owned(), documents, ..Project::default() }
}

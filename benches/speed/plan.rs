//! A plan for one endpoint, and plans for all operations of a specification: each once against the
//! reading that comes before it, and ten times the operations against one time.

use routewright::cli::choose;
use routewright::deliver::file_name::{PER_ENDPOINT, Pattern};
use routewright::deliver::provenance;
use routewright::model::{Endpoint, Language, Project};
use routewright::plan;
use routewright::relate::Relations;

use crate::documents;
use crate::paired::compare;
use crate::specification::Spec;

/// Endpoints and tables of a project as people have them.
const ENDPOINTS: usize = 30;
const TABLES: usize = 12;

pub(crate) fn run() {
    println!("\nWriting plans (one has to take less than 5 ms)");
    let (api, database) = (documents::api_plan(ENDPOINTS), documents::database_plan(TABLES));
    let project = routewright::read::project("bench", documents::documents(&api, &database));
    let relations = Relations::new(&project);
    let Ok(pattern) = Pattern::new(PER_ENDPOINT) else { return };
    let mut at = 0;
    compare(
        &format!("  one of {ENDPOINTS} endpoints with {TABLES} tables"),
        || {
            at = (at + 1) % ENDPOINTS;
            project.api.endpoints.get(at).map(|endpoint| written(&project, &relations, endpoint, &pattern))
        },
        "reading the documents",
        || routewright::read::project("bench", documents::documents(&api, &database)),
    );
    let (small, large) = (Spec::of_json(100).open(), Spec::of_json(1_000).open());
    compare(
        "  all of 1,000 operations (linear would be 10)",
        || all(&large, &pattern),
        "on 100",
        || all(&small, &pattern),
    );
}

/// Every plan with its provenance, as they are saved.
fn all(project: &Project, pattern: &Pattern) -> usize {
    let relations = Relations::new(project);
    project.api.endpoints.iter().map(|endpoint| written(project, &relations, endpoint, pattern).len()).sum()
}

fn written(project: &Project, relations: &Relations<'_>, endpoint: &Endpoint, pattern: &Pattern) -> String {
    let tables = choose::picked(project, relations, &[endpoint]);
    let types = choose::types(project, relations, &[endpoint], &tables);
    let mut choice = choose::choice(project, vec![endpoint], tables, Language::ENGLISH, pattern);
    choice.types = types;
    let markdown = plan::to_markdown(&plan::write(&choice));
    provenance::append(&markdown, &provenance::of(&choice, "", provenance::OFFLINE))
}

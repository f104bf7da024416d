//! What all targets share: documents from bytes, and what must hold for whatever was read from them.

use routewright::cli::choose;
use routewright::deliver::file_name::Pattern;
use routewright::model::{Document, DocumentRole, Format, Language, Project};
use routewright::prompt::{self, Template};
use routewright::relate::Relations;
use routewright::shell::decode::decode;
use routewright::text::{DocumentId, Place, Source};
use routewright::{plan, read};

/// Reads one document and holds what was understood to its promises.
pub fn read(role: DocumentRole, format: Format, path: &str, bytes: &[u8]) {
    project(&[(role, format, path, bytes)]);
}

/// Reads documents: role, format, path and bytes of each.
pub fn project(files: &[(DocumentRole, Format, &str, &[u8])]) -> Project {
    let documents = files.iter().enumerate().map(|(at, (role, format, path, bytes))| Document {
        role: *role,
        format: *format,
        source: Source::new(DocumentId(at), *path, decode(bytes).text),
        bytes: bytes.len() as u64,
        sha256: String::new(),
    });
    let project = read::project("fuzz", documents.collect());
    places_lie_inside(&project);
    project
}

/// Prompt and plan of each of the first endpoints, in both languages.
pub fn compose(project: &Project) {
    for language in Language::all().iter().copied() {
        compose_in(project, &Template::built_in(language), language);
    }
}

/// Prompt and plan of each of the first endpoints, by a template.
pub fn compose_with(project: &Project, template: &Template) {
    compose_in(project, template, Language::ENGLISH);
}

fn compose_in(project: &Project, template: &Template, language: Language) {
    let Ok(pattern) = Pattern::new(".ai/{method}-{path}.md") else { return };
    let relations = Relations::new(project);
    for endpoint in project.api.endpoints.iter().take(8) {
        let tables = choose::picked(project, &relations, &[endpoint]);
        let choice = choose::choice(project, vec![endpoint], tables, language, &pattern);
        let prompt = prompt::compose(&choice, template);
        assert!(!prompt.text.contains('\u{1b}'), "an escape sequence in the prompt");
        let written = plan::to_markdown(&plan::write(&choice));
        assert!(!written.contains('\u{1b}'), "an escape sequence in the plan");
    }
}

fn places_lie_inside(project: &Project) {
    let inside = |place: Place| {
        let text = project.documents[place.document.0].source.text();
        assert!(text.get(place.span.start..place.span.end).is_some(), "{place:?} is not inside its text");
    };
    for endpoint in &project.api.endpoints {
        inside(endpoint.place);
        endpoint.context.iter().for_each(|context| inside(context.place));
        let details = &endpoint.details;
        let parameters = details.path_params.iter().chain(&details.query_params).chain(&details.body_fields);
        parameters.for_each(|parameter| inside(parameter.place));
        details.responses.iter().for_each(|response| inside(response.place));
    }
    for table in &project.schema.tables {
        inside(table.place);
        table.more.iter().for_each(|place| inside(*place));
        table.columns.iter().for_each(|column| inside(column.place));
    }
    project.types.iter().for_each(|ty| inside(ty.place));
    project.diagnostics.iter().filter_map(|diagnostic| diagnostic.place).for_each(inside);
}

//! Every endpoint of real projects, where such projects stand beside the checkout: a prompt and a
//! plan with all their parts, in each language.

use std::path::{Path, PathBuf};

use routewright::cli::choose;
use routewright::deliver::file_name::Pattern;
use routewright::model::{Language, Project, SectionKind};
use routewright::plan;
use routewright::prompt::{self, Template};
use routewright::read;
use routewright::relate::Relations;
use routewright::shell::documents::{self, Named, Origin};

/// The parts of the prompt that users' own prompts have too, in their order.
const TAGS: [&str; 5] =
    ["route_api_specification", "related_db_resources", "type_definitions", "tech_stack", "implementation_rules"];

#[test]
fn every_endpoint_of_real_projects_gets_a_whole_prompt_and_plan() {
    for root in projects() {
        let project = read::project("project", documents::read(Origin::Root(&root), &Named::default()).documents);
        assert!(!project.api.endpoints.is_empty(), "no endpoint in {}", root.display());
        for language in Language::all().iter().copied() {
            check(&project, language, &root);
        }
    }
}

fn check(project: &Project, language: Language, root: &Path) {
    let relations = Relations::new(project);
    let pattern = Pattern::new(".ai/view-implementation-plan.md").unwrap();
    let template = Template::built_in(language);
    for endpoint in &project.api.endpoints {
        let at = format!("{} of {} in {}", endpoint.key, root.display(), language.code());
        let tables = choose::picked(project, &relations, &[endpoint]);
        let choice = choose::choice(project, vec![endpoint], tables, language, &pattern);

        let prompt = prompt::compose(&choice, &template);
        let mut from = 0;
        for tag in TAGS {
            let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
            let start = prompt.text[from..].find(&open).map(|i| i + from + open.len());
            let start = start.unwrap_or_else(|| panic!("no {open} for {at}"));
            let end = prompt.text[start..].find(&close).map(|i| i + start);
            let end = end.unwrap_or_else(|| panic!("no {close} for {at}"));
            assert!(!prompt.text[start..end].trim().is_empty(), "nothing in {open} for {at}");
            from = end;
        }
        assert!(prompt.diagnostics.is_empty(), "{:?} for {at}", prompt.diagnostics);
        let spoken_of = prompt.text.to_lowercase().contains(&endpoint.key.path.as_str().to_lowercase());
        assert!(spoken_of, "the path is not in the prompt for {at}");

        let written = plan::write(&choice);
        let kinds: Vec<_> = written.sections.iter().map(|s| s.kind).collect();
        assert_eq!(kinds, SectionKind::ALL, "sections for {at}");
        for section in &written.sections {
            assert!(!section.body.trim().is_empty(), "an empty section {:?} for {at}", section.kind);
        }
        let markdown = plan::to_markdown(&written);
        let read_back = plan::read(&markdown).unwrap_or_else(|| panic!("can't be read back: {at}"));
        assert_eq!(read_back.endpoints, std::slice::from_ref(&endpoint.key), "the title of the plan for {at}");
    }
}

/// Folders of real projects; none where only the checkout is at hand.
fn projects() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let Ok(entries) = std::fs::read_dir(corpus) else { return Vec::new() };
    let mut roots: Vec<_> = entries.flatten().map(|e| e.path()).filter(|p| p.is_dir()).collect();
    roots.sort();
    roots
}

//! Every code has a page, and what its examples show is what the readers say.

use std::collections::BTreeSet;
use std::path::Path;

use routewright::diagnostic::{Code, pages};
use routewright::model::{Document, DocumentRole, Format};
use routewright::read;
use routewright::relate::Relations;
use routewright::text::{DocumentId, Source};

const CODES: &str = include_str!("../../src/diagnostic.rs");

/// The numbers of all `pub const NAME: Code = Code(1);` lines.
fn numbers() -> BTreeSet<u16> {
    let lines = CODES.lines().filter(|line| !line.contains("FIRST_INSIDE"));
    lines.filter_map(|line| line.split("Code = Code(").nth(1)?.split(')').next()?.parse().ok()).collect()
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let with_page: BTreeSet<u16> = pages::codes().map(|code| code.0).collect();
    let wanted = numbers();
    assert!(wanted.len() > 20);
    let missing: Vec<_> = wanted.difference(&with_page).collect();
    assert!(
        missing.is_empty(),
        "no page for {missing:?}: write docs/diagnostics/RWnnn.md like its neighbours (title, meaning, `## For \
         example` and `## Instead` with fences `~~~~markdown api-plan`), and add it to src/diagnostic/pages.rs"
    );
    assert_eq!(with_page.difference(&wanted).next(), None, "a page for a code that does not exist");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .filter(|file| file.as_ref().is_ok_and(|file| file.file_name().to_string_lossy().starts_with("RW")));
    assert_eq!(files.count(), with_page.len(), "a file in docs/diagnostics is not in src/diagnostic/pages.rs");
}

#[test]
fn the_examples_of_the_pages_are_true() {
    let mut with_example = 0;
    for code in pages::codes() {
        let page = pages::page(code).unwrap();
        assert!(page.starts_with(&format!("# {code}: ")), "the title of {code}'s page");
        let (before, instead) = page.split_once("\n## Instead\n").unwrap_or((page, ""));
        let shown = examples(before);
        // What is said about files, templates, settings and several documents has no one document to show.
        assert!(!shown.is_empty() || page.contains("\n## What to do\n"), "{code} says neither what to do nor shows it");
        if shown.is_empty() {
            continue;
        }
        with_example += 1;
        let said = remarks(code, &shown);
        assert!(said.contains(&code.0), "the example of {code} gives {said:?}");
        assert!(!instead.is_empty(), "the page of {code} does not show what to write instead");
        let said = remarks(code, &examples(instead));
        assert!(said.is_empty(), "what {code} says to write instead gives {said:?}");
    }
    assert!(with_example >= 13, "{with_example}");
}

/// `(info, text)` of each fence of four tildes.
fn examples(markdown: &str) -> Vec<(&str, &str)> {
    let fences = markdown.split("\n~~~~").collect::<Vec<_>>();
    let opened = fences.into_iter().skip(1).step_by(2);
    opened.filter_map(|fence| fence.split_once('\n')).collect()
}

/// Codes that the readers give for documents, and `wanted` if it is one of a finding that is made.
fn remarks(wanted: Code, documents: &[(&str, &str)]) -> BTreeSet<u16> {
    let documents = documents.iter().enumerate().map(|(at, (info, text))| {
        let (language, rest) = info.split_once(' ').unwrap_or((info, "api-plan"));
        let (role, path) = rest.split_once(' ').unwrap_or((rest, ""));
        let role: DocumentRole = serde_json::from_value(role.into()).unwrap_or_else(|_| panic!("role of {info}"));
        let format: Format = serde_json::from_value(language.into()).unwrap_or(if role == DocumentRole::Types {
            Format::Code
        } else {
            Format::Markdown
        });
        let path = if path.is_empty() { format!("document-{at}") } else { path.to_owned() };
        let source = Source::new(DocumentId(at), path, format!("{text}\n"));
        Document { role, format, source, bytes: text.len() as u64, sha256: String::new() }
    });
    let project = read::project("examples", documents.collect());
    let of_operations = project.api.endpoints.iter().flat_map(|endpoint| &endpoint.details.diagnostics);
    let all = project.diagnostics.iter().chain(of_operations);
    let mut codes: BTreeSet<u16> =
        all.map(|d: &routewright::diagnostic::Diagnostic| -> Code { d.code }).map(|c| c.0).collect();
    // Findings are shown by their pages alone: an example is too small to be free of them.
    let findings = routewright::check::project(&project, &Relations::new(&project));
    codes.extend(findings.iter().map(|finding| finding.code.0).filter(|code| wanted.0 >= 600 && *code == wanted.0));
    codes
}

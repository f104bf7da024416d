//! Every plan under `fixtures/api-plans/` has a snapshot of what is read from it.

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use routewright::model::{ApiPlan, Parameter};
use routewright::read::api::api_plan;
use routewright::text::{DocumentId, Place, Source};

#[test]
fn each_fixture_is_read_as_its_snapshot_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/api-plans");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 20);
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        insta::assert_snapshot!(name, show(&std::fs::read_to_string(&path).unwrap()));
    }
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/api-plans");
    for name in ["polish-fields.md", "table-then-details.md", "bare-json.md", "shared-rules.md"] {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(show(&windows), show(&text), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_mixture_of_plan_pieces_is_read_inside_its_text(pieces in proptest::collection::vec(piece(), 0..40)) {
        check_places(&pieces.concat());
    }

    #[test]
    fn a_fixture_with_holes_and_repeats_is_read_inside_its_text(
        which in 0..50_usize, cuts in proptest::collection::vec((0..2000_usize, 0..80_usize, ".{0,6}"), 1..8)
    ) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/api-plans");
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let mut text: Vec<char> = std::fs::read_to_string(&paths[which % paths.len()]).unwrap().chars().collect();
        for (at, length, put) in cuts {
            let at = at.min(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, put.chars());
        }
        check_places(&text.into_iter().collect::<String>());
    }
}

fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "# API\n",
        "## Endpoints\n",
        "\n",
        "\n\n",
        "### GET /a/{id}\n",
        "- **Method**: `POST`\n",
        "- **Path**: `/żółw/:id`\n",
        "| Method | Path |\n| --- | --- |\n",
        "| GET | /b |\n",
        "```json\n",
        "```\n",
        "{ \"a\": 1, \"ś\": [",
        "}\n",
        "- Query: `page`, `x`?\n",
        "- Errors: 400, 404 (brak `a`)\n",
        "  - `name` (string, required)\n",
        "**POST** `/c`  \n",
        "1) PUT/PATCH /d\n",
        "---\n",
        "## Validation\n",
        "- **A**: name required\n",
        "\\#### GET /e\n",
        "&nbsp;",
        "same as POST\n",
        "Request:\n",
        "\t",
        "> ",
        "💥",
    ];
    prop_oneof![proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned), "\\PC{0,12}\n?"]
}

/// Every place that was read must lie inside the text, on boundaries of its characters.
fn check_places(text: &str) {
    let source = Source::new(DocumentId(0), "api-plan.md", text);
    let parsed = api_plan(&source);
    let inside = |place: Place| assert!(text.get(place.span.start..place.span.end).is_some(), "{place:?} in {text:?}");
    for endpoint in &parsed.value.endpoints {
        inside(endpoint.place);
        assert!(!endpoint.place.span.is_empty(), "{endpoint:?} in {text:?}");
        endpoint.context.iter().for_each(|c| inside(c.place));
        let parameters = [&endpoint.details.path_params, &endpoint.details.query_params, &endpoint.details.body_fields];
        parameters.into_iter().flatten().for_each(|p| inside(p.place));
        endpoint.details.responses.iter().for_each(|r| inside(r.place));
        endpoint.details.responses.iter().filter_map(|r| r.body.as_ref()).for_each(|b| inside(b.place));
        endpoint.details.request_body.iter().for_each(|b| inside(b.place));
    }
    parsed.value.resources.iter().for_each(|r| inside(r.place));
    parsed.diagnostics.iter().filter_map(|d| d.place).for_each(inside);
}

/// What was read, a few lines an endpoint. `!` marks what is required, `?` what is optional.
fn show(text: &str) -> String {
    let source = Source::new(DocumentId(0), "api-plan.md", text);
    let parsed = api_plan(&source);
    let lines = |place: Place| {
        let (first, last) = source.lines_of(place.span);
        format!("{first}-{last}")
    };
    let ApiPlan { endpoints, resources, base_path, .. } = &parsed.value;
    let mut shown = String::new();
    if let Some(base) = base_path {
        writeln!(shown, "base {base}").unwrap();
    }
    for resource in resources {
        writeln!(shown, "resource {} -> {}", resource.name, resource.tables.join(", ")).unwrap();
    }
    for endpoint in endpoints {
        writeln!(shown, "{} ({})", endpoint.key, lines(endpoint.place)).unwrap();
        let summary = endpoint.summary.as_deref().unwrap_or("-");
        let group = endpoint.group.as_deref().unwrap_or("-");
        writeln!(
            shown,
            "  {summary} | {group}{}",
            endpoint.details.auth.map(|a| format!(" | auth {a:?}")).unwrap_or_default()
        )
        .unwrap();
        for (kind, parameters) in [
            ("path", &endpoint.details.path_params),
            ("query", &endpoint.details.query_params),
            ("body", &endpoint.details.body_fields),
        ] {
            if !parameters.is_empty() {
                let list: Vec<_> = parameters.iter().map(show_parameter).collect();
                writeln!(shown, "  {kind}: {}", list.join(", ")).unwrap();
            }
        }
        let codes: Vec<_> = endpoint.details.responses.iter().map(|r| r.status.to_string()).collect();
        if !codes.is_empty() {
            writeln!(shown, "  answers: {}", codes.join(" ")).unwrap();
        }
        for response in &endpoint.details.responses {
            if let Some(description) = &response.description {
                writeln!(shown, "    {} {description}", response.status).unwrap();
            }
        }
        for context in &endpoint.context {
            writeln!(shown, "  context: {:?} {}", context.kind, lines(context.place)).unwrap();
        }
    }
    for diagnostic in &parsed.diagnostics {
        let place = diagnostic.place.map(lines).unwrap_or_default();
        writeln!(shown, "{} {place}: {}", diagnostic.code, diagnostic.message).unwrap();
    }
    shown
}

fn show_parameter(parameter: &Parameter) -> String {
    let mark = match parameter.required {
        Some(true) => "!",
        Some(false) => "?",
        None => "",
    };
    let mut shown = format!("{}{mark}", parameter.name);
    if let Some(ty) = &parameter.ty {
        write!(shown, " {ty}").unwrap();
    }
    if let Some(default) = &parameter.default {
        write!(shown, " = {default}").unwrap();
    }
    if !parameter.allowed.is_empty() {
        write!(shown, " [{}]", parameter.allowed.join("|")).unwrap();
    }
    shown
}

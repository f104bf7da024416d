//! Shapes of API plans, each as a small text of our own and what is read from it.

use super::api_plan;
use crate::model::Parameter;
use crate::text::{DocumentId, Source};

/// A shape's name, a plan that has it, and what is read: a line an endpoint.
type Case<'a> = (&'a str, &'a str, &'a [&'a str]);

/// `PUT /x/{id} 3-9 query: a? body: b! c 200 404`; `!` marks what is required, `?` what is optional.
fn show(text: &str) -> Vec<String> {
    let source = Source::new(DocumentId(0), "api-plan.md", text);
    let names = |label: &str, parameters: &[Parameter]| {
        let mark = |p: &Parameter| match p.required {
            Some(true) => format!("{}!", p.name),
            Some(false) => format!("{}?", p.name),
            None => p.name.clone(),
        };
        let all: Vec<String> = parameters.iter().map(mark).collect();
        if all.is_empty() { String::new() } else { format!(" {label}: {}", all.join(" ")) }
    };
    let endpoints = api_plan(&source).value.endpoints;
    let line = |e: &crate::model::Endpoint| {
        let (first, last) = source.lines_of(e.place.span);
        let codes: String = e.details.responses.iter().map(|r| format!(" {}", r.status)).collect();
        let query = names("query", &e.details.query_params);
        format!("{} {first}-{last}{query}{}{codes}", e.key, names("body", &e.details.body_fields))
    };
    endpoints.iter().map(line).collect()
}

fn check(cases: &[Case<'_>]) {
    for (name, text, expected) in cases {
        assert_eq!(show(text), *expected, "{name}");
    }
}

#[test]
fn endpoints_are_found_in_their_extent() {
    check(&[
        (
            "what is optional after the first version is still planned",
            "# API\n## 1. Endpoints\n### 1.1 Boats (Post-MVP, optional)\n| Method | Path |\n| --- | --- |\n\
             | GET | /boats |\n### 1.2 Sails (Post-MVP)\n| Method | Path |\n| --- | --- |\n| GET | /sails |\n",
            &["GET /boats 6-6"],
        ),
        (
            "titles between endpoints of one line belong to none",
            "5. Endpoints\n   Boats\n   GET /boats - List boats\n   POST /boats - Add a boat\n   Harbour\n   \
             GET /berths - List berths\n   Sails\n   GET /sails - List sails\n   GET /sails/{id} - One sail\n",
            &["GET /boats 3-3", "POST /boats 4-4", "GET /berths 6-6", "GET /sails 8-8", "GET /sails/{id} 9-9"],
        ),
        (
            "a line below each endpoint describes it",
            "## Endpoints\nGET /boats\nReturns all boats\nGET /sails\nReturns all sails\n",
            &["GET /boats 2-3", "GET /sails 4-5"],
        ),
        (
            "a paragraph below a list of endpoints speaks of all",
            "## Endpoints\n- **GET** `/boats` – boats\n- **GET** `/sails` – sails\n\nAll of them answer with:\n\n\
             ```json\n{ \"items\": [] }\n```\n\n**A sail** looks so:\n```json\n{ \"size\": 3 }\n```\n",
            &["GET /boats 2-2", "GET /sails 3-3"],
        ),
    ]);
}

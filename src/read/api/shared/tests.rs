//! What holds for several endpoints, each shape as a small plan of our own.

use crate::model::Auth;
use crate::read::api::api_plan;
use crate::text::{DocumentId, Source};

/// `GET /x: Validation 3-4, Errors 6-6`, a line an endpoint.
fn contexts(text: &str) -> Vec<String> {
    let source = Source::new(DocumentId(0), "api-plan.md", text);
    let line = |e: &crate::model::Endpoint| {
        let lines = |c: &crate::model::Context| {
            let (first, last) = source.lines_of(c.place.span);
            format!("{:?} {first}-{last}", c.kind)
        };
        format!("{}: {}", e.key, e.context.iter().map(lines).collect::<Vec<_>>().join(", "))
    };
    api_plan(&source).value.endpoints.iter().map(line).collect()
}

/// `+` where a caller needs to sign in, `-` where not, `?` where nothing is said; a mark an endpoint.
fn auth(text: &str) -> String {
    let source = Source::new(DocumentId(0), "api-plan.md", text);
    let mark = |e: &crate::model::Endpoint| match e.details.auth {
        Some(Auth::Required) => '+',
        Some(Auth::None) => '-',
        Some(Auth::Optional) => '~',
        None => '?',
    };
    api_plan(&source).value.endpoints.iter().map(mark).collect()
}

const BOATS: &str = "## Endpoints\n### GET /boats\n- List\n### POST /sails\n- Add\n### DELETE /api/crew/{id}\n- Drop\n";

#[test]
fn rules_go_to_what_they_are_about() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "items by resource, what is left holds for all",
            "## Validation and Business Logic\n- **Boats:** have a name\n- **Sails:**\n  - `size` above 1\n- Texts are trimmed.\n",
            &[
                "GET /boats: Validation 8-9, Validation 12-12",
                "POST /sails: Validation 10-11, Validation 12-12",
                "DELETE /api/crew/{id}: Validation 12-12",
            ],
        ),
        (
            "an item that names an endpoint",
            "## Business rules\n- Nothing is lost.\n- `POST /sails` checks the size.\n",
            &[
                "GET /boats: BusinessLogic 8-9",
                "POST /sails: BusinessLogic 8-9, BusinessLogic 10-10",
                "DELETE /api/crew/{id}: BusinessLogic 8-9",
            ],
        ),
        (
            "headings that begin with a resource, and plain ones",
            "## Business logic\n### Boat lifecycle\nBoats sink.\n### Storms\nStorms pass.\n### Validation rules\nBe brief.\n",
            &[
                "GET /boats: BusinessLogic 9-10, Validation 13-14",
                "POST /sails: Validation 13-14",
                "DELETE /api/crew/{id}: Validation 13-14",
            ],
        ),
        (
            "a heading's last words say what it is about",
            "## Notes\n### Common Error Codes\n- 400 is bad\n## Response Format\nJSON.\n",
            &[
                "GET /boats: Errors 9-10, Conventions 11-12",
                "POST /sails: Errors 9-10, Conventions 11-12",
                "DELETE /api/crew/{id}: Errors 9-10, Conventions 11-12",
            ],
        ),
    ];
    for (name, rules, expected) in cases {
        assert_eq!(contexts(&format!("{BOATS}{rules}")), *expected, "{name}");
    }
}

#[test]
fn text_among_the_endpoints_goes_to_its_group() {
    let text = "# API\nAll paths are below `/v1`.\n\n## Endpoints\nTimes are in UTC.\n\n### Boats\nBoats float.\n\n\
                | Method | Path |\n| --- | --- |\n| GET | /boats |\n| GET | /boats/{id} |\n\nA boat in full:\n\n```json\n\
                { \"name\": \"x\" }\n```\n\n### Sails\n#### GET /sails\nSails.\n";
    let expected = [
        "GET /boats: Conventions 2-2, Conventions 5-5, Conventions 8-8, Conventions 15-19",
        "GET /boats/{id}: Conventions 2-2, Conventions 5-5, Conventions 8-8, Conventions 15-19",
        "GET /sails: Conventions 2-2, Conventions 5-5",
    ];
    assert_eq!(contexts(text), expected);
}

#[test]
fn sentences_say_who_may_call() {
    let cases = [
        ("All API requests must include an authentication token.", "+++"),
        ("- All endpoints require a bearer token except `/api/*` and `GET /boats`.", "-+-"),
        ("Endpoints under `/api/*` require a valid JWT.", "??+"),
        ("The middleware verifies the JWT on every `/api/*` call.", "??+"),
        (
            "- Public endpoints:\n  - GET /boats\n- Authenticated endpoints (require a valid JWT):\n  - All other endpoints",
            "-++",
        ),
        ("- Boat and sail endpoints are publicly accessible.", "--?"),
        ("- wszystkie endpointy `POST/DELETE` sprawdzają rolę", "?++"),
        ("Clients send a token to protected endpoints.", "???"),
    ];
    for (sentence, expected) in cases {
        assert_eq!(auth(&format!("{BOATS}## Authentication\n{sentence}\n")), expected, "{sentence}");
    }
}

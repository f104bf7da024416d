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

#[test]
fn rules_of_an_action_go_to_the_endpoint_that_does_it() {
    let endpoints = "## Endpoints\n### Boats\n#### POST /boats\n- Add\n#### PATCH /boats/{id}\n- Change\n#### POST /boats/{id}/accept-offer\n- Accept\n#### POST /boats/{id}/guests\n- Add guests\n#### GET /boats\n- List\n";
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "nouns of verbs, behind what the path names",
            "## Business logic\n### Boat Creation\nOne.\n### Offer Acceptance\nTwo.\n### Boat Completion\nThree.\n",
            &[
                "POST /boats: BusinessLogic 14-15",
                "PATCH /boats/{id}: BusinessLogic 18-19",
                "POST /boats/{id}/accept-offer: BusinessLogic 16-17",
                "POST /boats/{id}/guests: ",
                "GET /boats: ",
            ],
        ),
        (
            "items below their group, and an item that is a title",
            "## Validation\n### Boat Management\n- **Create/Update Boat**:\n  - has a name\n- **Add Guests**:\n  - has beds\n- `created_at`: is set\n## Business logic\n1. **Offer acceptance**\n   - The offer is open\n",
            &[
                "POST /boats: Validation 14-16, Validation 19-19",
                "PATCH /boats/{id}: Validation 14-16, Validation 19-19",
                "POST /boats/{id}/accept-offer: Validation 19-19, BusinessLogic 20-22",
                "POST /boats/{id}/guests: Validation 17-18, Validation 19-19",
                "GET /boats: Validation 19-19",
            ],
        ),
    ];
    for (name, rules, expected) in cases {
        assert_eq!(contexts(&format!("{endpoints}{rules}")), *expected, "{name}");
    }
}

//! Plans made from documents as people write them: one shape a case, with what a reviewer looks for.

use crate::model::{Choice, Document, DocumentRole, Format, Table};
use crate::relate::Relations;
use crate::text::{DocumentId, Source};
use crate::{plan, read};

const DATABASE: &str = "\
```sql
CREATE TABLE people (id uuid PRIMARY KEY, email text NOT NULL UNIQUE, password_hash text NOT NULL);
CREATE TABLE canoes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name varchar(80) NOT NULL,
  owner_id uuid NOT NULL REFERENCES people(id),
  state text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'retired')),
  archived_at timestamptz NULL
);
CREATE TABLE trips (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  canoe_id uuid NOT NULL REFERENCES canoes(id),
  steered_by uuid NOT NULL REFERENCES people(id),
  length_km integer NOT NULL,
  started_on date NOT NULL
);
CREATE TABLE rafts (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES people(id),
  steered_by_id uuid NOT NULL REFERENCES people(id),
  state text NOT NULL CHECK (state IN ('ready', 'retired'))
);
CREATE TABLE surveys (id uuid PRIMARY KEY, log_hash text NOT NULL, paddled_duration integer NOT NULL, note text NULL);
```
";

/// The plan for the only endpoint of an API plan, with the tables that are picked for it.
pub(super) fn planned(api: &str) -> String {
    chosen(api, |_| {})
}

/// The plan for another one than the first.
fn chosen_at(api: &str, at: usize) -> String {
    written(api, at, |_| {})
}

/// The plan for the first endpoint with another choice.
fn chosen(api: &str, choose: impl Fn(&mut Choice<'_>)) -> String {
    written(api, 0, choose)
}

fn written(api: &str, at: usize, choose: impl Fn(&mut Choice<'_>)) -> String {
    written_on(DATABASE, api, at, choose)
}

/// The plan for the first endpoint, on another database plan.
pub(super) fn planned_on(database: &str, api: &str) -> String {
    written_on(database, api, 0, |_| {})
}

fn written_on(database: &str, api: &str, at: usize, choose: impl Fn(&mut Choice<'_>)) -> String {
    let document = |at: usize, role, text: &str| {
        let source = Source::new(DocumentId(at), format!("{at}.md"), text);
        Document { role, format: Format::Markdown, source, bytes: 0, sha256: String::new() }
    };
    let documents = vec![document(0, DocumentRole::ApiPlan, api), document(1, DocumentRole::DatabasePlan, database)];
    let project = read::project("canoes", documents);
    let endpoint = &project.api.endpoints[at];
    let picks = Relations::new(&project).picks(endpoint);
    let tables: Vec<&Table> = picks.iter().filter_map(|pick| project.schema.table(&pick.table)).collect();
    let mut choice = Choice { endpoints: vec![endpoint], tables, ..Choice::of(&project) };
    choose(&mut choice);
    plan::to_markdown(&plan::write(&choice))
}

#[test]
fn plans_say_what_the_documents_mean() {
    let create = "## POST /canoes\nAdds a canoe. Signed-in callers only.\n\nRequest body:\n```json\n{ \"name\": \"string (2-80 characters)\" }\n```\n\n- Success: 201\n- Errors: 401, 409 (five canoes already)\n";
    let remove = "## DELETE /canoes/{id}\nRetires a canoe (sets state=\"retired\" and archived_at).\n\n- Success: 204\n- Errors: 404, 409 Conflict (trips under way prevent it), 503 (harbour service is down)\n";
    let trip = "## POST /trips\nLogs a trip. Signed-in callers only.\n\nRequest body:\n```json\n{ \"canoe_id\": \"uuid\" }\n```\n\nResponse:\n```json\n{ \"id\": \"uuid\", \"length_km\": 12, \"started_on\": \"2026-01-31\" }\n```\n\n- Success: 201\n- Errors: 401\n";
    let register = "## POST /people\nRegisters.\n\nRequest body:\n```json\n{ \"email\": \"string\", \"password\": \"string (min 8, max 72)\" }\n```\n\n- Success: 201\n";
    let shared = "## GET /canoes\nLists canoes.\n\n- Success: 200\n\n## Errors\n| Status | When |\n|---|---|\n| 401 | no session |\n| 500 | anything else |\n";
    let no_error = "## GET /canoes/{id}\nOne canoe.\n\n- Success: 200\n- Errors: 404\n\n## Errors\nThe answer to an update is no error:\n```json\n{ \"id\": \"uuid\", \"name\": \"string\" }\n```\n";
    let told = "## GET /canoes/{id}\nOne canoe.\n\n- Response: the canoe as stored\n- Errors: 404\n\n## POST /canoes\nAdds one.\n\nRequest body:\n```json\n{ \"name\": \"string\" }\n```\n\nResponse 201:\n```json\n{ \"id\": \"uuid\", \"name\": \"string\", \"note\": \"string or null\" }\n```\n";
    let measured =
        "## POST /surveys\nReads a log.\n\nRequest body:\n```json\n{ \"log\": \"string\" }\n```\n\n- Success: 201\n";
    let wrapped = "## POST /canoes\nAdds a canoe.\n\nRequest body:\n```json\n{ \"name\": \"string\", \"log\": \"string (1000-9000 characters)\" }\n```\n\nValidation:\n- `name` (required, min: 3, max: 80) - how she is called\n\nResponse 201:\n```json\n{ \"canoe\": { \"id\": \"uuid\", \"name\": \"string\" } }\n```\n";
    let bare = "## POST /canoes\nAdds a canoe. Signed-in callers only.\n\n- Success: 201\n- Errors: 401\n";
    let paged = "## GET /rafts\nLists rafts.\n\n- Query: `side` (owner|steered), `state` (multiple allowed), `page` (integer), `limit` (integer, default 20, max 50)\n\nResponse 200:\n```json\n{ \"rafts\": [ { \"id\": \"uuid\", \"state\": \"ready\" } ], \"total\": 3, \"total_pages\": 1 }\n```\n";
    let cases: [(&str, &str, &[&str], &[&str]); 11] = [
        ("a range", create, &["2 to 80 characters", "“five canoes already” is answered with `409`"], &[]),
        (
            "removal by a mark",
            remove,
            &[
                "as removed by `archived_at`",
                "Set `state` = `retired`",
                "“trips under way prevent it”",
                "“harbour service is down”, `503`",
            ],
            &["ON DELETE", "trips.canoe_id` ("],
        ),
        (
            "what the service fills",
            trip,
            &[
                "`steered_by` (id of the caller)",
                "`length_km` (computed by the service)",
                "who sets `trips.started_on`",
            ],
            &["who sets `trips.length_km`"],
        ),
        (
            "made of a field",
            register,
            &["`password_hash` (computed by the service)", "8 to 72 characters"],
            &["who sets"],
        ),
        (
            "errors of all endpoints",
            shared,
            &["| `500` | – | error | yes, for all endpoints |"],
            &["Agree on the statuses"],
        ),
        ("no body of an error", no_error, &["The documents show no body of errors"], &["Errors have this body"]),
        (
            "an answer in words",
            told,
            &[
                "“the canoe as stored”",
                "The API plan shows the row at `POST /canoes`:",
                "\"note\": \"Example note\"",
                "(`id`, `name`)",
            ],
            &["To be decided:** the body"],
        ),
        (
            "what is around the row",
            wrapped,
            &[
                "CanoeResponse\n  id: uuid\n  name: string",
                "canoe: CanoeResponse",
                "| `name` | body | `string` | yes | 3 to 80 characters; “how she is called” |",
                "\"log\": \"Example log … (1000 characters or more)\"",
            ],
            &["....."],
        ),
        (
            "a body that nobody shows",
            bare,
            &["proposed from the columns of `canoes` that a client can set (required by the database: `name`)"],
            &["who sets", "archived_at"],
        ),
        (
            "pages and choices",
            paged,
            &[
                "several values may be sent",
                "`side` chooses whose rows: `owner`: `owner_id` = the caller; `steered`: `steered_by_id` = the caller",
                "`total_pages` = ⌈`total` / `limit`⌉",
            ],
            &["Apply `side`"],
        ),
        (
            "what is only measured",
            measured,
            &[
                "`log` itself is not stored; `log_hash` are made of it",
                "`log_hash` (computed by the service), `paddled_duration` (computed by the service)",
            ],
            &["who sets", "where `log`"],
        ),
    ];
    for (name, api, said, unsaid) in cases {
        let plan = planned(api);
        for part in said {
            assert!(plan.contains(part), "{name}: no {part:?} in\n{plan}");
        }
        for part in unsaid {
            assert!(!plan.contains(part), "{name}: {part:?} in\n{plan}");
        }
    }
}

#[test]
fn lists_and_sign_ups_say_what_their_words_imply() {
    let retired = "## GET /canoes\nReturns all retired canoes.\n\nQuery parameters:\n- `limit` (optional): page size\n\n- Success: 200\n\n## Conventions\n- `limit`: default 20, max 100\n";
    let trips = "## GET /trips\nLists trips.\n\nResponse:\n```json\n[{ \"id\": \"uuid\", \"length_km\": 12 }]\n```\n\n- Success: 200\n";
    let sign_in = "## POST /auth/login\nSigns people in.\n\nRequest body:\n```json\n{ \"email\": \"string\", \"password\": \"string\" }\n```\n\n- Success: 200\n- Errors: 401 (wrong email or password)\n";
    let outing = "## DELETE /paddlers/me/outings/{tripId}\nTakes back a trip.\n\n- Success: 204\n";
    let cases: [(&str, &str, &[&str], &[&str]); 4] = [
        ("a row that only the parameter names", outing, &["Delete from `trips` where `id`"], &["Delete from `people`"]),
        ("a value named in words", retired, &["`state` = `retired` (by the endpoint's own words)", "1 to 100"], &[]),
        ("no order", trips, &["Order by `id`"], &[]),
        (
            "before there is a caller",
            sign_in,
            &["“wrong email or password”"],
            &["authenticated callers only", "No caller"],
        ),
    ];
    for (name, api, said, unsaid) in cases {
        let plan = planned(api);
        for part in said {
            assert!(plan.contains(part), "{name}: no {part:?} in\n{plan}");
        }
        for part in unsaid {
            assert!(!plan.contains(part), "{name}: {part:?} in\n{plan}");
        }
    }
}

/// Types and limits of every kind: the example of the request has to keep to all of them.
#[test]
fn the_example_of_a_request_keeps_to_its_table() {
    let api = "## POST /trips\nLogs a trip.\n\nRequest body:\n```json\n{ \"canoe_id\": \"uuid\", \"length_km\": \"number (5 to 40)\", \"started_on\": \"ISO date\", \"title\": \"string (3-12 characters)\", \"contact_email\": \"string\", \"password\": \"string (min 10 characters)\", \"weather\": \"sun\" | \"rain\", \"crew\": [{ \"person_id\": \"uuid\", \"seat\": 2 }], \"locks\": \"string[] (2-4 items)\" }\n```\n\n- Success: 201\n";
    let plan = planned(api);
    let from = plan.find("```json\n").unwrap() + 8;
    let body: serde_json::Value = serde_json::from_str(&plan[from..from + plan[from..].find("```").unwrap()]).unwrap();
    let text = |name: &str| body[name].as_str().unwrap_or_else(|| panic!("{name} in {body}"));
    let is_uuid = |text: &str| text.len() == 36 && text.matches('-').count() == 4;
    assert!(is_uuid(text("canoe_id")) && is_uuid(body["crew"][0]["person_id"].as_str().unwrap()), "{body}");
    assert!((5..=40).contains(&body["length_km"].as_i64().unwrap()), "{body}");
    assert_eq!(text("started_on").len(), 10, "{body}");
    assert!((3..=12).contains(&text("title").len()), "{body}");
    assert!(text("contact_email").contains('@'), "{body}");
    assert!(text("password").len() >= 10 && text("password").starts_with("<password>"), "{body}");
    assert_eq!(text("weather"), "sun");
    assert_eq!(body["crew"][0]["seat"], 2);
    assert!((2..=4).contains(&body["locks"].as_array().unwrap().len()), "{body}");
    for row in ["| `string` | not stated, taken as required | 3 to 12 characters |", "5 to 40"] {
        assert!(plan.contains(row), "no {row:?} in\n{plan}");
    }
}

#[test]
fn fields_that_are_no_columns_say_what_they_are_made_of() {
    let api = "## GET /trips/{id}\nOne trip.\n\nResponse:\n```json\n{ \"id\": \"uuid\", \"length_km\": 12, \"started_on\": \"2026-01-31\", \"canoe_name\": \"Heron\", \"pace\": 3 }\n```\n\n- Success: 200\n\n## GET /people/{id}\nOne person.\n\nResponse:\n```json\n{ \"id\": \"uuid\", \"email\": \"a@example.com\", \"password\": \"…\", \"canoes_count\": 2 }\n```\n\n- Success: 200\n";
    let plan = chosen_at(api, 0);
    assert!(plan.contains("`canoe_name` is `canoes.name`, joined by `canoe_id`."), "{plan}");
    assert!(plan.contains("so they are computed or joined: `pace`."), "{plan}");
    let plan = chosen_at(api, 1);
    assert!(plan.contains("only its hash is stored (`people.password_hash`)"), "{plan}");
    assert!(plan.contains("`canoes_count` counts the rows of `canoes` that refer to the row by `owner_id`."), "{plan}");
}

#[test]
fn the_data_flow_is_drawn_when_asked_for() {
    let create = "## POST /people/{id}/canoes\nAdds a canoe. Signed-in callers only.\n\nRequest body:\n```json\n{ \"name\": \"string\", \"owner_id\": \"uuid\" }\n```\n\n- Success: 201\n- Errors: 401, 404, 409 (five canoes already; #5 is the last), 503 (harbour service is down)\n";
    let diagram = |language| {
        let plan = chosen(create, |choice| {
            choice.diagram = true;
            choice.language = language;
        });
        let from = plan.find("```mermaid").unwrap();
        plan[from..from + plan[from + 3..].find("```").unwrap() + 6].to_owned()
    };
    insta::assert_snapshot!("diagram_en", diagram(crate::model::Language::ENGLISH));
    insta::assert_snapshot!("diagram_pl", diagram(crate::model::Language::POLISH));
    assert!(!planned(create).contains("mermaid"));
}

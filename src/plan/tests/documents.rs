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
```
";

/// The plan for the only endpoint of an API plan, with the tables that are picked for it.
fn planned(api: &str) -> String {
    chosen(api, |_| {})
}

/// The same with another choice.
fn chosen(api: &str, choose: impl Fn(&mut Choice<'_>)) -> String {
    let document = |at: usize, role, text: &str| {
        let source = Source::new(DocumentId(at), format!("{at}.md"), text);
        Document { role, format: Format::Markdown, source, bytes: 0, sha256: String::new() }
    };
    let documents = vec![document(0, DocumentRole::ApiPlan, api), document(1, DocumentRole::DatabasePlan, DATABASE)];
    let project = read::project("canoes", documents);
    let endpoint = &project.api.endpoints[0];
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
    let cases: [(&str, &str, &[&str], &[&str]); 6] = [
        (
            "a range",
            create,
            &["at least 2 characters; at most 80 characters", "“five canoes already” is answered with `409`"],
            &[],
        ),
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
            &["`password_hash` (computed by the service)", "at least 8 characters"],
            &["who sets"],
        ),
        (
            "errors of all endpoints",
            shared,
            &["| `500` | – | error | yes, for all endpoints |"],
            &["Agree on the statuses"],
        ),
        ("no body of an error", no_error, &["the body of errors; the documents show none"], &["Errors have this body"]),
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

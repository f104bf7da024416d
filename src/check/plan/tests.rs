use super::*;
use crate::check::plans;
use crate::model::{Document, DocumentRole, Format};
use crate::text::DocumentId;

const API: &str = "# API\n\n## GET /kennels\nLists kennels.\n\nQuery parameters:\n- `pageSize` (integer)\n- `sort_by` (string)\n\n- Success: 200\n- Errors: 400, 401\n\n## POST /kennels\nAdds a kennel.\n\n**Request body**\n```json\n{ \"name\": \"string\", \"max_dogs\": 3 }\n```\n\n- Success: 201\n- Errors: 400, 401, 409\n\n## DELETE /kennels/{kennelId}\nRemoves a kennel.\n\n- Success: 204\n- Errors: 401, 404\n";
const DATABASE: &str = "# Database\n\n```sql\nCREATE TABLE kennels (\n  id uuid PRIMARY KEY,\n  name text NOT NULL UNIQUE,\n  max_dogs integer NOT NULL,\n  owner_id uuid NOT NULL\n);\nCREATE TABLE dogs (\n  id uuid PRIMARY KEY,\n  kennel_id uuid NOT NULL REFERENCES kennels (id)\n);\n```\n";
/// A plan in which nothing is wrong, of another habit than ours.
const POST: &str = "# Plan wdrożenia: dodawanie hodowli\n\n## 1. Przegląd\nDodaje hodowlę.\n\n## 2. Szczegóły żądania\n- **Metoda HTTP:** `POST`\n- **Struktura URL:** `/api/kennels`\n- Pola: `name`, `maxDogs`\n\n## 3. Wykorzystywane typy\n`CreateKennelCommand`\n\n## 3. Szczegóły odpowiedzi\n- 201 Created: hodowla\n\n## 4. Przepływ danych\n1. Serwis zapisuje wiersz w tabeli `kennels`, a `kennels.owner_id` bierze z sesji.\n\n## 5. Względy bezpieczeństwa\nTylko zalogowani.\n\n## 6. Obsługa błędów\n| Kod | Opis |\n|---|---|\n| 400 | złe dane |\n| 401 | brak sesji |\n| 409 | nazwa zajęta, nie 422 |\n| 500 | inne |\n\n## 7. Wydajność\nIndeks na `name`.\n\n## 8. Etapy wdrożenia\n1. Handler.\n";

fn findings(plans_of: &[&str]) -> Vec<String> {
    findings_beside(API, DATABASE, plans_of)
}

fn findings_beside(api: &str, database: &str, plans_of: &[&str]) -> Vec<String> {
    let documents = [(DocumentRole::ApiPlan, api), (DocumentRole::DatabasePlan, database)];
    let documents = documents.into_iter().chain(plans_of.iter().map(|text| (DocumentRole::Plan, *text)));
    let documents = documents.enumerate().map(|(at, (role, text))| {
        let source = Source::new(DocumentId(at), format!(".ai/{at}-implementation-plan.md"), text);
        Document { role, format: Format::Markdown, source, bytes: 0, sha256: String::new() }
    });
    let project = crate::read::project("kennels", documents.collect());
    let found = plans(&project, &Relations::new(&project));
    found
        .iter()
        .map(|f| format!("{} {}: {}", f.code, project.source(f.place).unwrap().line_of(f.place.span.start), f.message))
        .collect()
}

fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(POST.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

#[test]
fn a_plan_of_another_habit_has_no_findings() {
    assert_eq!(findings(&[POST]), [""; 0]);
    // Errors that are told of among the security considerations, or among the answers.
    assert_eq!(findings(&[&with(&[("## 6. Obsługa błędów\n", "")])]), [""; 0]);
    let errors_in_answers = "- 201 Created: hodowla\n- 400 Bad Request, 401 Unauthorized, 409 Conflict\n";
    let moved = with(&[("- 201 Created: hodowla\n", errors_in_answers), ("## 6. Obsługa błędów\n", "")]);
    assert_eq!(findings(&[&moved]), [""; 0]);
}

#[test]
fn what_is_wrong_is_said_once_and_where() {
    for (changes, expected) in [
        (
            &[("## 7. Wydajność\nIndeks na `name`.\n\n", "")][..],
            "RW600 1: the plan has no section “Performance Considerations”",
        ),
        (
            &[("## 5. Względy bezpieczeństwa\nTylko zalogowani.", "## 5. Bezpieczeństwo\n")],
            "RW601 20: the section “Bezpieczeństwo” is empty",
        ),
        (
            &[("`/api/kennels`", "`/api/kennel`")],
            "RW602 1: the API plan has no endpoint `POST /api/kennel`, which the plan is for",
        ),
        (
            &[
                ("## 1. Przegląd\nDodaje hodowlę.\n\n", ""),
                ("## 3. Szczegóły odp", "## 1. Przegląd\nDodaje.\n\n## 3. Szczegóły odp"),
            ],
            "RW603 11: the section “Przegląd” stands behind “Wykorzystywane typy”",
        ),
        (
            &[("# Plan", "<analysis>\n## Errors\n</analysis>\n# Plan")],
            "RW604 1: parts of the prompt or of the analysis before it are left in the plan: `<analysis>`, `</analysis>`",
        ),
        (
            &[(
                "Tylko zalogowani.",
                "[List of potential errors and how to handle them] and {{db-resources}}, [a link](x), `{{ code }}`",
            )],
            "RW605 21: words of the prompt's example stand where the plan has something to say: `[List of potential errors and how to handle them]`",
        ),
        (
            &[("Tylko zalogowani.", "- TODO: kto? Status `TODO` to nie to.")],
            "RW606 21: the plan leaves work open: `TODO`",
        ),
        (
            &[("dodawanie hodowli", "PUT /kennels")],
            "RW607 7: the title names `PUT /kennels`, but method and URL inside are `POST /api/kennels`",
        ),
        (&[("`maxDogs`", "inne")], "RW608 6: the plan does not name the body field `max_dogs` of `POST /kennels`"),
        (
            &[("| 409 | nazwa zajęta, nie 422 |\n", "")],
            "RW609 23: the plan does not handle the status `409` of `POST /kennels`",
        ),
        (
            &[(
                "| 409 | nazwa zajęta, nie 422 |",
                "| 409 | zajęta |\n| 422 | zła |\n| 403 | dodatek, do uzgodnienia |",
            )],
            "RW610 29: the plan answers with `422`, which the API plan does not list for `POST /kennels`",
        ),
        (
            &[("201 Created", "200 OK")],
            "RW611 15: the plan answers success with `200`, the API plan with `201` for `POST /kennels`",
        ),
        (
            &[("tabeli `kennels`", "tabeli `kenels`")],
            "RW612 18: the plan names the table `kenels`, which the database plan does not have",
        ),
        (
            &[("kennels.owner_id", "kennels.user_id")],
            "RW613 18: the plan names the column `kennels.user_id`, which the database plan does not have",
        ),
        (
            &[(
                "1. Handler.",
                "```ts\nawait db.from('dogs').select('id, kennel:kennels(name)').eq('owner_id', me).order('name', { foreignTable: 'kennels' });\n```",
            )],
            "RW613 36: the plan names the column `dogs.owner_id`, which the database plan does not have",
        ),
    ] {
        let found = findings(&[&with(changes)]);
        let mut about: Vec<&str> = found.iter().map(String::as_str).collect();
        // An endpoint that is not known says no more of inputs and statuses; another title than the text
        // has makes one that is not known.
        about.retain(|message| !(expected.starts_with("RW607") && message.starts_with("RW602")));
        about.retain(|message| !(expected.starts_with("RW605") && message.contains("{{db-resources}}")));
        assert_eq!(about, [expected], "{changes:?}");
    }
}

#[test]
fn a_plan_for_several_endpoints_is_for_all_of_them() {
    let plan = "# Kennels\n\n## Overview\n- **GET /kennels** - lists, by `page_size` and `sortBy`\n- **DELETE /kennels/:id** - removes the kennel with that id\n\n## Request\n### GET /kennels\nSee above.\n### DELETE /kennels/:id\nThe `id` is a uuid.\n\n## Response\n200, 204.\n## Data Flow\nService.\n## Security\nSession.\n## Errors\n- 400, 401: as usual\n- 404 Not Found\n- 409 Conflict: dogs are left\n## Performance\nNone.\n## Steps\n1. All.\n";
    assert_eq!(
        findings(&[plan]),
        ["RW610 22: the plan answers with `409`, which the API plan lists for none of its endpoints"]
    );
}

#[test]
fn what_a_plan_demands_and_answers_is_what_the_documents_say() {
    const API: &str = "# API\n\n## Errors\nErrors of all endpoints have this body:\n```json\n{ \"error\": { \"code\": \"X\", \"message\": \"string\" } }\n```\n\n## Endpoints\n\n### POST /walks\nQuery parameters:\n- `view` (optional, one of `short`, `full`, default `short`)\n\nRequest body:\n- `dog_id` (uuid, required)\n- `minutes` (integer, required, 5-10 000)\n- `mood` (`1|2`, optional)\n\n- Success: 201\n```json\n{ \"id\": \"uuid\", \"dog_id\": \"uuid\", \"minutes\": 5, \"begun_at\": \"timestamp\" }\n```\n- Errors: 401\n";
    const DATABASE: &str = "```sql\nCREATE TABLE walks (\n  id uuid PRIMARY KEY,\n  dog_id uuid NOT NULL,\n  minutes integer NOT NULL,\n  mood smallint\n);\nALTER TABLE walks ENABLE ROW LEVEL SECURITY;\nCREATE POLICY own ON walks FOR ALL USING (true);\n```\n";
    const PLAN: &str = "# Plan wdrożenia: POST /walks\n\n## 2. Szczegóły żądania\n- Parametry:\n  - Wymagane:\n    - `dogId` – uuid\n    - `minutes` – od 5 do 10000\n  - Opcjonalne:\n    - `mood` – 1 (zły) lub 2 (dobry)\n    - `view` – `short` albo `full`, domyślnie `short`\n\n## 4. Szczegóły odpowiedzi\n201:\n```json\n{ \"id\": \"x\", \"dog_id\": \"y\", \"minutes\": 5, \"begun_at\": \"timestamp\" }\n```\n\n## 5. Przepływ danych\nPolityka `own` tabeli `walks`.\n\n## 7. Obsługa błędów\n401:\n```json\n{ \"error\": { \"code\": \"UNAUTHORIZED\", \"message\": \"x\" } }\n```\n";
    let about = |plan: &str| {
        let mut found = findings_beside(API, DATABASE, &[plan]);
        found.retain(|message| !message.starts_with("RW600"));
        found
    };
    assert_eq!(about(PLAN), [""; 0]);
    for (from, to, expected) in [
        (
            "    - `minutes` – od 5 do 10000\n  - Opcjonalne:\n",
            "  - Opcjonalne:\n    - `minutes` – od 5 do 10000\n",
            "RW617 8: the plan makes `minutes` optional, which `POST /walks` requires",
        ),
        (
            "  - Opcjonalne:\n    - `mood`",
            "    - `mood`",
            "RW617 8: the plan requires `mood`, which is optional in `POST /walks`",
        ),
        (
            "do 10000",
            "do 500",
            "RW617 7: the plan asks for at most 500 for `minutes`, the documents for at most 10000 in `POST /walks`",
        ),
        (
            "2 (dobry)",
            "2 (dobry), 3 (senny)",
            "RW617 9: the plan allows `3` for `mood`, the documents `1`, `2` in `POST /walks`",
        ),
        (
            "`full`",
            "`wide`",
            "RW617 10: the plan allows `wide` for `view`, the documents `short`, `full` in `POST /walks`",
        ),
        (
            "domyślnie `short`",
            "domyślnie `full`",
            "RW617 10: the plan takes `full` where `view` is not sent, the documents `short` in `POST /walks`",
        ),
        (
            "\"dog_id\": \"y\"",
            "\"dogId\": \"y\"",
            "RW618 15: the plan's answer spells members otherwise: `dogId` for `dog_id` of `POST /walks`",
        ),
        (", \"begun_at\": \"timestamp\"", "", "RW618 15: the plan's answer lacks `begun_at` of `POST /walks`"),
        (
            "{ \"code\": \"UNAUTHORIZED\", \"message\": \"x\" }",
            "\"UNAUTHORIZED\"",
            "RW619 24: the plan's errors have `error`, those of the documents `error.code`, `error.message`",
        ),
        ("Polityka `own` tabeli", "Wiersze tabeli", "RW620 1: the plan passes over the row-level policies of `walks`"),
    ] {
        assert!(PLAN.contains(from), "{from}");
        let found = about(&PLAN.replacen(from, to, 1));
        let first = found.iter().find(|message| message.starts_with(&expected[..5]));
        assert_eq!(first.map(String::as_str), Some(expected), "{found:#?}");
    }
}

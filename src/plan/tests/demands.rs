//! What the documents demand in words arrives where it belongs, and what concerns others does not.

use super::documents::planned;

/// Data flow and security of the plan for the first endpoint.
fn flow(api: &str) -> String {
    let plan = planned(api);
    let from = plan.find("## 5.").unwrap();
    plan[from..plan.find("## 7.").unwrap()].to_owned()
}

#[test]
fn demands_have_their_place_in_the_flow() {
    let process = "## POST /canoes\nAdds a canoe (harbour master only, 3 per user).\n\nRequest body:\n```json\n{ \"name\": \"string\" }\n```\n\n- **Processing**:\n  1. Check if user is authenticated\n  2. Ask the harbour register for a berth\n  3. Create the canoe with state = 'ready':\n     - owner_id = caller\n  4. Write a line into `trips`\n  5. Return the canoe\n- Success: 201\n- Errors: 401\n";
    let shared = "## POST /canoes/{id}/retire\nRetires a canoe.\n\n- Success: 200\n\n## DELETE /canoes/{id}\nDrops a canoe.\n\n- Success: 204\n\n## Business logic\n- Only the owner may retire canoes\n- Only a harbour master can delete canoes\n- Canoes are painted, see `GET /paints`\n- Retire and delete of canoes: 10 per minute\n";
    let group = "## Canoes\n\n### POST /canoes\nAdds a canoe.\n\nRequest body:\n```json\n{ \"name\": \"string\" }\n```\n- Success: 201\n\n### PATCH /canoes/{id}\nChanges a canoe.\n\nRequest body:\n```json\n{ \"state\": \"string\" }\n```\n- Success: 200\n\n### GET /canoes\nLists canoes.\n- Success: 200\n\nBusiness rules below hold for the group.\n";
    let polish = "## POST /canoes\nDodaje kajak.\n\nRequest body:\n```json\n{ \"name\": \"string\" }\n```\n\n- **Logika**:\n  - Wylicza numer burty\n  - Wysyła wiadomość do bosmana\n- Success: 201\n";
    let cases: [(&str, &str, &[&str], &[&str]); 4] = [
        (
            "steps",
            process,
            &[
                "Ask the harbour register for a berth (`0.md:11`).\n",
                "In the words of the documents: “Create the canoe with state = 'ready': owner_id = caller” (`0.md:12`).\n",
                "Write a line into `trips` (`0.md:14`).\n",
                "Who may, by the documents: “harbour master only”",
                "“3 per user”",
            ],
            &["Check if user", "Return the canoe", "word for word"],
        ),
        (
            "rules of several",
            shared,
            &["Who may, by the documents: “Only the owner may retire canoes”"],
            &["harbour master", "painted", "10 per minute”"],
        ),
        ("a group without rules", group, &["Insert into `canoes`"], &["word for word"]),
        ("in another language", polish, &["Wylicza numer burty (`0.md:10`).\n", "Wysyła wiadomość do bosmana"], &[]),
    ];
    for (name, api, said, unsaid) in cases {
        let flow = flow(api);
        for part in said {
            assert!(flow.contains(part), "{name}: no {part:?} in\n{flow}");
        }
        for part in unsaid {
            assert!(!flow.contains(part), "{name}: {part:?} in\n{flow}");
        }
    }
}

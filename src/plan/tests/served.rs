//! Functions and views of the database that the documents name for an endpoint.

use super::documents::{planned, planned_on};

fn flow(endpoint: &str, beside: &str) -> String {
    let plan = planned(&format!("# API\n\n## Functions\n{beside}\n\n## Endpoints\n\n### {endpoint}\n"));
    let start = plan.find("## 5.").unwrap();
    plan[start..plan.find("## 6.").unwrap()].to_owned()
}

#[test]
fn what_serves_an_endpoint_stands_in_place_of_its_table() {
    for (endpoint, beside, expected, other) in [
        (
            "GET /canoes/{id}/mileage\nGives the mileage.\n\n- 200",
            "- canoe_mileage(canoe_id): invoked by GET /canoes/{id}/mileage; counts finished trips only",
            "Call the database function `canoe_mileage` with `id`",
            "Read `canoes`",
        ),
        (
            "GET /canoes/totals\nGives totals from the view `canoe_totals_v`.\n\n- 200",
            "- nothing",
            "Read the view `canoe_totals_v`",
            "Read `canoes`",
        ),
        // A helper takes part, and the table is read all the same.
        (
            "GET /canoes\nLists canoes, as the view `my_circle` has them.\n\n- 200",
            "- nothing",
            "Read `canoes`",
            "Read the view",
        ),
        // What only asks a question, or is for another path, serves nothing.
        (
            "GET /canoes/{id}/crew\nGives the crew.\n\n- 200",
            "- is_crew(canoe_id): used by GET /canoes/{id}/crew\n- swap_crew(canoe_id): invoked by POST /canoes/{id}/crew/swap",
            "Read `canoes`",
            "database function",
        ),
    ] {
        let flow = flow(endpoint, beside);
        assert!(flow.contains(expected) && !flow.contains(other), "{endpoint}: {flow}");
    }
}

#[test]
fn what_the_documents_say_of_a_function_stands_with_its_lines() {
    let said = "- canoe_mileage(canoe_id): invoked by GET /canoes/{id}/mileage; counts finished trips only";
    let flow = flow("GET /canoes/{id}/mileage\nGives the mileage.\n\n- 200", said);
    assert!(flow.contains("counts finished trips only” (`0.md:4`)"), "{flow}");
}

#[test]
fn a_row_that_a_trigger_inserts_is_not_inserted_again() {
    let api = "## POST /skippers/register\nRegisters a skipper.\n\nRequest body:\n```json\n{ \"email\": \"string\", \"password\": \"string\", \"boat\": \"string\" }\n```\n\n- Success: 201\n";
    let table = "```sql\nCREATE TABLE skippers (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users(id), boat text NOT NULL);\n```\n";
    let trigger = "```sql\nCREATE FUNCTION new_skipper() RETURNS trigger AS $$ BEGIN\n  INSERT INTO skippers (id, boat) VALUES (NEW.id, 'x');\n  RETURN NEW;\nEND; $$ LANGUAGE plpgsql;\nCREATE TRIGGER on_user AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION new_skipper();\n```\n";
    let plan = planned_on(table, api);
    assert!(plan.contains("Insert into `skippers`"), "{plan}");
    let plan = planned_on(&format!("{table}\n{trigger}"), api);
    assert!(plan.contains("The trigger `on_user` inserts the row of `skippers`"), "{plan}");
    assert!(!plan.contains("Insert into `skippers`"), "{plan}");
}

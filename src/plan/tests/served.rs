//! Functions and views of the database that the documents name for an endpoint.

use super::documents::planned;

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

//! What plans say in passing, and what only looks like a table's name.

use super::picks_of;

/// Staff sign in; a kit and an order have lines; a swap is between two of the staff.
const DB: &str = "## Tables\n### staff\n- `id` uuid PK\n- `password_hash` text not null\n### kits\n- `id` uuid PK\n### kit_lines\n- `id` uuid PK\n- `kit_id` uuid references kits(id)\n- `count` int\n### orders\n- `id` uuid PK\n- `kit_id` uuid references kits(id)\n### order_lines\n- `id` uuid PK\n- `order_id` uuid references orders(id)\n- `count` int\n### order_items\n- `id` uuid PK\n- `order_id` uuid references orders(id)\n- `count` int\n### checkin_lines\n- `id` uuid PK\n- `line_id` uuid references order_lines(id)\n### swaps\n- `order_id` uuid references orders(id)\n- `from_id` uuid references staff(id)\n- `to_id` uuid references staff(id)\n### shelves\n- `id` uuid PK\n### vendor_signal_events\n- `id` uuid PK\n- `shelf_id` uuid references shelves(id)\n";

#[test]
fn words_of_a_plan_lead_to_tables_only_where_they_mean_them() {
    let cases = [
        // `lines` are those of what the path names.
        ("### GET /kits\nAll kits with their lines.\n", "kit_lines, kits"),
        ("### POST /orders/{id}/approve\nMay reduce line counts.\n", "order_lines, orders"),
        ("### POST /returns\nTakes check-in lines.\n", "checkin_lines"),
        // `items` wraps whatever is listed, but for an order's own.
        ("### GET /shelves\n```json\n{\"items\": [{\"id\": 1}], \"page\": 1}\n```\n", "shelves"),
        ("### GET /orders\n```json\n{\"items\": [{\"id\": 1}], \"limit\": 1}\n```\n", "orders"),
        ("### GET /orders/{id}\n```json\n{\"id\": 1, \"items\": [{\"count\": 1}]}\n```\n", "order_items, orders"),
        // An event is not yet one of those of which the name says more.
        ("### GET /shelves\n```json\n{\"events\": [{\"id\": 1}]}\n```\n", "shelves"),
        // Who signs in stands where passwords are kept, whatever the table is called.
        ("### POST /auth/login\nOpens a session.\n", "staff"),
    ];
    for (endpoint, tables) in cases {
        let found = picks_of(&format!("# API\n## Endpoints\n{endpoint}"), DB);
        let found: Vec<&str> = found.iter().filter_map(|line| line.split(" → ").nth(1)).collect();
        assert_eq!(found, [tables], "{endpoint}");
    }
}

#[test]
fn a_rule_on_a_path_is_about_the_methods_that_it_names() {
    let api = "# API\n## Endpoints\n### GET /kits\nAll.\n\n### PUT /kits\nSets all.\n\n## Business logic\n- **Locks**: before any `PUT` or `DELETE` operation on `/kits`, the API looks into `shelves`.\n";
    assert_eq!(picks_of(api, DB), ["GET /kits → kits", "PUT /kits → kits, shelves"]);
}

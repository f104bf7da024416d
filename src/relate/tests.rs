//! Which tables are picked for the endpoints of a small plan, and why.

mod wording;

use super::Relations;
use crate::model::{Document, DocumentRole, Endpoint, Format, Project};
use crate::read;
use crate::text::{DocumentId, Source};

const DB: &str = "## Enums\n```sql\nCREATE TYPE member_role AS ENUM ('owner', 'guest');\n```\n## Tables\n### users\n- `id` uuid PK\n- `nickname` text not null\n### clubs\n- `id` uuid PK\n- `title` text not null\n### club_members\n- `club_id` uuid references clubs(id)\n- `user_id` uuid references users(id)\n- `role` member_role not null\n- PRIMARY KEY (club_id, user_id)\n### meetings\n- `id` uuid PK\n- `club_id` uuid not null references clubs(id)\n- `book_id` uuid references books(id)\n- `held_on` date\n### meeting_notes\n- `id` uuid PK\n- `meeting_id` uuid not null references meetings(id)\n- `body` text\n### books\n- `id` uuid PK\n- `isbn` text\n### genres\n- `id` uuid PK\n- `label` text\n### book_genres\n- `book_id` uuid references books(id)\n- `genre_id` uuid references genres(id)\n- PRIMARY KEY (book_id, genre_id)\n";

fn picks(api: &str) -> Vec<String> {
    picks_of(api, DB)
}

fn picks_of(api: &str, db: &str) -> Vec<String> {
    let document = |id: usize, role, path: &str, text: &str| Document {
        role,
        format: Format::Markdown,
        source: Source::new(DocumentId(id), path, text),
        bytes: 0,
        sha256: String::new(),
    };
    let documents = vec![
        document(0, DocumentRole::ApiPlan, "api-plan.md", api),
        document(1, DocumentRole::DatabasePlan, "db-plan.md", db),
    ];
    let project: Project = read::project("club", documents);
    let relations = Relations::new(&project);
    let sketch = |e| {
        let picks: Vec<_> = relations.picks(e).into_iter().map(|p| (p.table, p.reasons)).collect();
        let mut names: Vec<&str> = picks.iter().map(|(t, _)| t.as_str()).collect();
        names.sort_unstable();
        assert!(picks.iter().all(|(_, reasons)| !reasons.is_empty()));
        format!("{} → {}", e.key, names.join(", "))
    };
    project.api.endpoints.iter().map(sketch).collect()
}

#[test]
fn tables_are_found_by_path_field_text_join_and_membership() {
    let api = "# API\n## Endpoints\n### GET /api/clubs/{clubId}/members\nLists who is in.\n\n### POST /api/meetings/{id}/notes\n```json\n{\"body\": \"text\"}\n```\n\n### GET /api/books\n```json\n[{\"id\": \"uuid\", \"isbn\": \"text\", \"genres\": []}]\n```\n\n### POST /api/meetings\n```json\n{\"club_id\": \"uuid\", \"bookId\": \"uuid\"}\n```\n\n### GET /api/health\nAnswers.\n\n### GET /api/stats\nCounts rows of `meeting_notes`.\n";
    assert_eq!(
        picks(api),
        [
            "GET /api/clubs/{clubId}/members → club_members, clubs",
            "POST /api/meetings/{id}/notes → club_members, meeting_notes, meetings",
            "GET /api/books → book_genres, books, genres",
            "POST /api/meetings → books, club_members, clubs, meetings",
            "GET /api/health → ",
            "GET /api/stats → meeting_notes",
        ]
    );
}

#[test]
fn the_plans_own_list_of_resources_counts() {
    let api = "# API\n## 1. Resources\n| Resource | Table |\n|---|---|\n| Sessions | `meetings` |\n\n## 2. Endpoints\n### GET /sessions\nLists them.\n";
    let found = picks(api);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found.iter().all(|line| line.contains("meetings")), "{found:?}");
}

#[test]
fn text_away_from_an_endpoint_counts_for_the_endpoint_that_it_names() {
    let api = "# API\n## Endpoints\n### POST /api/books\nAdds one.\n\n### DELETE /api/books/{id}\nTakes it away.\n\n## Business logic\n- **Taking away**: `DELETE /books/{id}` looks for an open meeting first.\n- **Adding**: `POST /api/books` writes `book_genres` too. Without a genre it answers 422.\n";
    assert_eq!(
        picks(api),
        ["POST /api/books → book_genres, books, genres", "DELETE /api/books/{id} → books, club_members, meetings"]
    );
}

#[test]
fn a_row_of_a_neighbour_counts_and_what_every_plan_says_does_not() {
    let db = "## Tables\n### orders\n- `id` uuid PK\n- `shop_id` uuid references shops(id)\n### shops\n- `id` uuid PK\n- `city` text\n### parameters\n- `id` uuid PK\n### shop_parameters\n- `shop_id` uuid references shops(id)\n- `parameter_id` uuid references parameters(id)\n";
    let cases = [
        ("### DELETE /orders/{id}\n- 403: the order is of another shop\n", "orders, shops"),
        ("### GET /orders\n**Query Parameters**: none\n", "orders"),
        ("### GET /orders\nReads the shop parameters.\n", "orders, shop_parameters"),
        ("### GET /orders\n```json\n[{\"id\": 1, \"shop_city\": \"text\"}]\n```\n", "orders, shops"),
        ("### PUT /shops/{id}\nSets its `parameters`.\n", "parameters, shop_parameters, shops"),
    ];
    for (endpoint, tables) in cases {
        let found = picks_of(&format!("# API\n## Endpoints\n{endpoint}"), db);
        let found: Vec<&str> = found.iter().filter_map(|line| line.split(" → ").nth(1)).collect();
        assert_eq!(found, [tables], "{endpoint}");
    }
}

#[test]
fn who_may_is_asked_of_the_table_about_the_same_thing() {
    let db = "## Enums\n```sql\nCREATE TYPE seat AS ENUM ('captain', 'deckhand');\n```\n## Tables\n### users\n- `id` uuid PK\n### boats\n- `id` uuid PK\n### boat_members\n- `boat_id` uuid references boats(id)\n- `user_id` uuid references users(id)\n- `role` seat not null\n### choirs\n- `id` uuid PK\n### choir_members\n- `choir_id` uuid references choirs(id)\n- `user_id` uuid references users(id)\n- `role` seat not null\n### folder_shares\n- `folder_id` uuid references folders(id)\n- `user_id` uuid references users(id)\n### folders\n- `id` uuid PK\n";
    let cases = [
        ("### PATCH /boats/{id}\nOnly a captain may.\n", "boat_members, boats"),
        ("### GET /folders/{id}\nGives the folder.\n", "folder_shares, folders"),
        ("### GET /boats/{id}\n**Authentication**: not required\nPublic.\n", "boats"),
    ];
    for (endpoint, tables) in cases {
        let found = picks_of(&format!("# API\n## Endpoints\n{endpoint}"), db);
        let found: Vec<&str> = found.iter().filter_map(|line| line.split(" → ").nth(1)).collect();
        assert_eq!(found, [tables], "{endpoint}");
    }
}

#[test]
fn what_an_answer_shows_leads_to_the_tables_that_hold_it() {
    let db = "## Tables\n### profiles\n- `id` uuid PK references auth.users(id)\n- `nickname` text\n### boats\n- `id` uuid PK\n- `owner_id` uuid references profiles(id)\n- `name` text\n### trips\n- `id` uuid PK\n- `boat_id` uuid references boats(id)\n- `miles` int\n### trip_photos\n- `id` uuid PK\n- `trip_id` uuid references trips(id)\n- `caption` text\n### trip_logs\n- `id` uuid PK\n- `trip_id` uuid references trips(id)\n- `weather` text\n### wave_stats\n- `harbour` text\n- `height_mean` numeric\n- `height_peak` numeric\n- `measured_on` date\n";
    let cases = [
        // It is counted, nested, summed up, or shown by a column of it.
        ("### GET /boats/{id}\n```json\n{\"total_trips\": 3}\n```\n", "boats, trips"),
        ("### GET /trips/{id}\n```json\n{\"photos\": [{\"url\": \"text\"}]}\n```\n", "trip_photos, trips"),
        ("### GET /boats/{id}\n```json\n{\"average_miles\": 3.5}\n```\n", "boats, trips"),
        ("### GET /boats/{id}\n```json\n{\"owner_nickname\": \"text\"}\n```\n", "boats, profiles"),
        ("### POST /trips/compare\n```json\n{\"boatIds\": [1]}\n```\n", "boats, trips"),
        // A message to the caller is no row of a table.
        ("### PUT /trips/{id}\n```json\n{\"log\": \"saved\"}\n```\n", "trips"),
        ("### GET /sea\n```json\n{\"harbour\": \"a\", \"heightMean\": 1, \"heightPeak\": 2}\n```\n", "wave_stats"),
        ("### GET /sea\nGives the sea. Nothing is kept.\n", ""),
    ];
    for (endpoint, tables) in cases {
        let found = picks_of(&format!("# API\n## Endpoints\n{endpoint}"), db);
        let found: Vec<&str> = found.iter().filter_map(|line| line.split(" → ").nth(1)).collect();
        assert_eq!(found, [tables], "{endpoint}");
    }
}

#[test]
fn an_answer_that_is_the_same_as_another_has_its_tables() {
    let api = "# API\n## Endpoints\n### List meetings\n- **Method**: GET\n- **Path**: `/meetings`\n```json\n[{\"book_id\": 1}]\n```\n\n### My meetings\n- **Method**: GET\n- **Path**: `/meetings/mine`\n- **Response**: same structure as List meetings\n\n### Next meeting\n- **Method**: GET\n- **Path**: `/meetings/next`\n- **Response**: same as `GET /meetings`\n";
    let found = picks(api);
    assert!(found.len() == 3 && found.iter().all(|line| line.contains("books")), "{found:?}");
}

#[test]
fn a_rule_for_many_counts_where_it_is_about_what_the_endpoint_does() {
    let db = "## Tables\n### tickets\n- `id` uuid PK\n- `guest_id` uuid references guests(id)\n### guests\n- `id` uuid PK\n### ticket_refunds\n- `id` uuid PK\n- `ticket_id` uuid references tickets(id)\n### ticket_scans\n- `id` uuid PK\n- `ticket_id` uuid references tickets(id)\n";
    let endpoints = ["POST /tickets", "POST /tickets/{id}/cancel", "GET /tickets/{id}", "DELETE /tickets/{id}"];
    let endpoints: String = endpoints.iter().map(|e| format!("#### {e}\nSee below.\n\n")).collect();
    let api = format!(
        "# API\n## Endpoints\n### Tickets\n{endpoints}## Business logic\n### Tickets\n- **Cancel a ticket**:\n  - Writes `ticket_refunds`.\n- **Deleting**: a ticket with rows in `ticket_scans` stays.\n"
    );
    assert_eq!(
        picks_of(&api, db),
        [
            "POST /tickets → tickets",
            "POST /tickets/{id}/cancel → ticket_refunds, tickets",
            "GET /tickets/{id} → tickets",
            "DELETE /tickets/{id} → ticket_scans, tickets",
        ]
    );
}

#[test]
fn the_parts_of_a_specification_lead_to_tables() {
    let db = "## Tables\n### tbl_customers\n- `id` uuid PK\n- `full_name` text\n### tbl_orders\n- `id` uuid PK\n- `customer_id` uuid references tbl_customers(id)\n- `placed_on` date\n### tbl_order_items\n- `id` uuid PK\n- `order_id` uuid references tbl_orders(id)\n- `unit_price` numeric\n- `line_note` text\n### tbl_tags\n- `id` uuid PK\n### tbl_parameters\n- `id` uuid PK\n";
    // The keys of an operation (`tags`, `parameters`) are no names of tables.
    let api = "openapi: 3.0.3\ninfo: {title: Shop, version: '1'}\npaths:\n  /Orders:\n    get:\n      tags: [x]\n      parameters: [{name: page, in: query, schema: {type: integer}}]\n      responses: {'200': {description: ok}}\n  /orderItems:\n    get:\n      responses: {'200': {description: ok}}\n  /checkout:\n    post:\n      requestBody:\n        content:\n          application/json:\n            schema:\n              $ref: '#/components/schemas/CreateOrderRequest'\n      responses: {'201': {description: ok}}\n  /basket:\n    get:\n      operationId: listOrderItems\n      responses: {'200': {description: ok}}\n  /status:\n    get:\n      responses: {'200': {description: ok}}\ncomponents:\n  schemas:\n    CreateOrderRequest:\n      type: object\n      properties:\n        customerId: {type: string}\n";
    let document = |id: usize, role, format, path: &str, text: &str| Document {
        role,
        format,
        source: Source::new(DocumentId(id), path, text),
        bytes: 0,
        sha256: String::new(),
    };
    let project = read::project(
        "shop",
        vec![
            document(0, DocumentRole::ApiPlan, Format::Openapi, "openapi.yaml", api),
            document(1, DocumentRole::DatabasePlan, Format::Markdown, "db-plan.md", db),
        ],
    );
    let relations = Relations::new(&project);
    let sketch = |endpoint: &Endpoint| {
        let mut names: Vec<String> = relations.picks(endpoint).into_iter().map(|p| p.table).collect();
        names.sort_unstable();
        format!("{} → {}", endpoint.key, names.join(", "))
    };
    let found: Vec<String> = project.api.endpoints.iter().map(sketch).collect();
    assert_eq!(
        found,
        [
            "GET /Orders → tbl_orders",
            "GET /orderItems → tbl_order_items",
            "POST /checkout → tbl_customers, tbl_orders",
            "GET /basket → tbl_order_items",
            "GET /status → ",
        ]
    );
}

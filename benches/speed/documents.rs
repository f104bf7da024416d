//! Plans of any size in the shapes that users write, made on the spot.

use std::fmt::Write as _;

use routewright::model::{Document, DocumentRole, Format};
use routewright::text::{DocumentId, Source};

/// An API plan with `endpoints` endpoints, five for each resource, in three dialects by turns.
pub(crate) fn api_plan(endpoints: usize) -> String {
    let mut text = String::from("# REST API Plan\n\nAll endpoints are prefixed with `/api`.\n\n## 1. Resources\n\n");
    let resources = endpoints.div_ceil(5);
    for r in 0..resources {
        let _ = writeln!(text, "- **Item{r}**: table `items_{r}`");
    }
    text.push_str("\n## 2. Endpoints\n\n");
    for n in 0..endpoints {
        let r = n / 5;
        if n % 5 == 0 {
            let _ = writeln!(text, "### 2.{r} Items {r}\n");
        }
        let (method, path) = match n % 5 {
            0 => ("GET", format!("/api/items-{r}")),
            1 => ("POST", format!("/api/items-{r}")),
            2 => ("GET", format!("/api/items-{r}/{{id}}")),
            3 => ("PATCH", format!("/api/items-{r}/{{id}}")),
            _ => ("DELETE", format!("/api/items-{r}/{{id}}")),
        };
        match r % 3 {
            0 => {
                let _ = writeln!(text, "#### {method} {path}\n");
            }
            1 => {
                let _ = writeln!(text, "#### Operation {n}\n\n- **Method**: `{method}`\n- **Path**: `{path}`");
            }
            _ => {
                let _ = writeln!(text, "- **{method} `{path}`**");
            }
        }
        text.push_str("- **Description**: Works on the items that the caller may see.\n");
        if method == "GET" && n % 5 == 0 {
            text.push_str(
                "- **Query parameters**: `page` (default 1), `limit` (default 20, max 100), `sort` (optional)\n",
            );
        }
        if matches!(method, "POST" | "PATCH") {
            text.push_str(
                "- **Request body**:\n\n```json\n{\n  \"name\": \"string (max 100)\",\n  \"quantity\": 1, // required\n  \"owner_id\": \"uuid\"\n}\n```\n\n",
            );
        }
        let _ = writeln!(
            text,
            "- **Success**: `{}`\n- **Errors**: `400 Bad Request` (validation), `401 Unauthorized`, `404 Not Found`\n",
            if method == "POST" { "201 Created" } else { "200 OK" }
        );
    }
    text.push_str("\n## 3. Authentication\n\nEvery endpoint needs a bearer token.\n");
    text
}

/// A database plan with `tables` tables, half as SQL and half as bullets.
pub(crate) fn database_plan(tables: usize) -> String {
    let mut text = String::from("# Database schema\n\n## 1. Tables\n\n");
    for t in 0..tables {
        if t % 2 == 0 {
            let _ = writeln!(
                text,
                "### items_{t}\n\n```sql\nCREATE TABLE items_{t} (\n  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),\n  name VARCHAR(100) NOT NULL,\n  quantity INTEGER NOT NULL CHECK (quantity > 0),\n  owner_id UUID NOT NULL REFERENCES items_{}(id) ON DELETE CASCADE,\n  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),\n  UNIQUE (owner_id, name)\n);\n```\n",
                t.saturating_sub(1)
            );
        } else {
            let _ = writeln!(
                text,
                "### items_{t}\n\n- `id` UUID PRIMARY KEY\n- `name` VARCHAR(100) NOT NULL\n- `quantity` INTEGER NOT NULL\n- `owner_id` UUID NOT NULL REFERENCES items_{}(id) ON DELETE CASCADE\n- `created_at` TIMESTAMPTZ NOT NULL DEFAULT now()\n- UNIQUE (`owner_id`, `name`)\n",
                t - 1
            );
        }
    }
    text
}

/// Both plans as the documents of a project.
pub(crate) fn documents(api: &str, database: &str) -> Vec<Document> {
    let document = |id: usize, role, path: &str, text: &str| Document {
        role,
        format: Format::Markdown,
        source: Source::new(DocumentId(id), path, text),
        bytes: text.len() as u64,
        sha256: String::new(),
    };
    vec![
        document(0, DocumentRole::ApiPlan, ".ai/api-plan.md", api),
        document(1, DocumentRole::DatabasePlan, ".ai/db-plan.md", database),
    ]
}

//! Plans in the shapes that people and language models write them in, each a small text of its own.

mod classes;
mod formats;
mod sources;

use proptest::prelude::*;

use super::database_plan;
use crate::diagnostic::codes;
use crate::model::Schema;
use crate::text::{DocumentId, Place, Source};

fn plan(text: &str) -> Schema {
    database_plan(&[&Source::new(DocumentId(0), ".ai/db-plan.md", text)]).value
}

/// A schema in a few lines: each column with its type and `!` (not null), `*` (key), `u` (unique).
fn sketch(schema: &Schema) -> String {
    let mut lines = Vec::new();
    for table in &schema.tables {
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|c| {
                let mut marks = String::new();
                marks.push_str(if c.primary_key { "*" } else { "" });
                marks.push_str(if c.nullable == Some(false) { "!" } else { "" });
                marks.push_str(if c.unique { "u" } else { "" });
                format!("{}{marks} {}", c.name, c.ty.as_deref().unwrap_or("?"))
            })
            .collect();
        lines.push(format!("{}({})", table.name, columns.join(", ")));
        for key in &table.foreign_keys {
            let action = key.on_delete.as_deref().map(|a| format!(" {a}")).unwrap_or_default();
            lines.push(format!("  {} -> {}{action}", key.column, key.references));
        }
        for unique in table.unique.iter().filter(|u| u.len() > 1) {
            lines.push(format!("  unique {}", unique.join("+")));
        }
    }
    for view in &schema.views {
        let names: Vec<&str> = view.columns.iter().map(|c| c.name.as_str()).collect();
        lines.push(format!("view {}({})", view.name, names.join(", ")));
    }
    for kind in &schema.enums {
        lines.push(format!("{} = {}{}", kind.name, kind.values.join("|"), if kind.inline { " inline" } else { "" }));
    }
    lines.join("\n")
}

const ORDERS: &str = "\
customers(id* uuid, email!u varchar(255))
orders(id* uuid, customer_id! uuid, number! integer)
  customer_id -> customers CASCADE
  unique customer_id+number";

#[test]
fn one_schema_reads_the_same_in_every_shape() {
    let shapes = [
        (
            "grids with the keys in cells and in a list",
            "# DB\n## 1. Tables\n### 1.1 `customers`\n| Column | Type | Constraints |\n|---|---|---|\n| id | uuid | PK |\n| email | varchar(255) | NOT NULL, UNIQUE |\n\n### 1.2 `orders` (purchases)\n| Column | Type | Constraints |\n|---|---|---|\n| id | uuid | PRIMARY KEY |\n| customer_id | uuid | NOT NULL, FK → customers(id) ON DELETE CASCADE |\n| number | integer | NOT NULL |\n\n**Constraints:**\n- UNIQUE: `(customer_id, number)` - one number each\n\n## 2. Indexes\n### `orders`\n- `idx_orders_customer` on (customer_id)\n",
        ),
        (
            "bullets with everything in one code span",
            "## Lista tabel\n### 1. `customers`\n- `id uuid PRIMARY KEY`\n- `email varchar(255) NOT NULL UNIQUE`\n\n### 2. `orders`\n- `id uuid PRIMARY KEY`\n- `customer_id uuid NOT NULL REFERENCES customers(id) ON DELETE CASCADE`\n\nNumeracja:\n\n- `number integer NOT NULL`\n\nOgraniczenia:\n- `UNIQUE (customer_id, number)`\n",
        ),
        (
            "bold bullets in bullets without headings",
            "1. Lista tabel\n\n- **customers**\n  - `id` – uuid, PK\n  - `email` – varchar(255), not null, unique\n- **orders** (zakupy)\n  - `id uuid` PK.\n  - `customer_id uuid` NOT NULL REFERENCES `customers(id)` ON DELETE CASCADE.\n  - `number integer` NOT NULL.\n  - UNIQUE (`customer_id`, `number`).\n\n2. Relacje\n- `customers 1..n orders`\n",
        ),
        (
            "labels and types in brackets",
            "## Tables\n\n**Table: customers**\n\nColumns:\n- id (uuid, primary key)\n- email (varchar(255), not null, unique)\n\n**Table: orders**\n\nColumns:\n- id: uuid, PK\n- customer_id: uuid, FK -> customers.id ON DELETE CASCADE, NOT NULL\n- number: integer, required\n\nUnique constraint on (customer_id, number)\n",
        ),
        (
            "SQL below titles, one of them broken",
            "## Tables\n### Customers\n```sql\nCREATE TABLE customers (\n  id UUID PRIMARY KEY,\n  email VARCHAR(255) NOT NULL UNIQUE, -- login\n  ...\n);\n```\n### Orders\n```sql\nCREATE TABLE orders (\n  id uuid PRIMARY KEY,\n  customer_id uuid NOT NULL REFERENCES customers(id) ON DELETE CASCADE,\n  number integer NOT NULL,\n);\nCREATE UNIQUE INDEX ON orders (customer_id, number DESC);\n```\n",
        ),
        (
            "SQL outside of fences",
            "## Tables\n\nCREATE TABLE customers (\n  id uuid PRIMARY KEY,\n  email varchar(255) NOT NULL UNIQUE\n);\n\nCREATE TABLE public.orders (\n  id uuid PRIMARY KEY,\n  customer_id uuid NOT NULL,\n  number integer NOT NULL,\n  FOREIGN KEY (customer_id) REFERENCES customers(id) ON DELETE CASCADE\n);\n\nALTER TABLE orders ADD CONSTRAINT one UNIQUE (customer_id, number);\n",
        ),
        (
            "a grid with yes and no, names in titles of two words",
            "## Database Schema\n### Customers Table\n| Field | Type | Nullable | Key | Description |\n|--|--|--|--|--|\n| `id` | uuid | | PK | |\n| `email` | varchar(255) | No | Unique | Login |\n### Orders Table\n| Field | Type | Nullable | Key | Description |\n|--|--|--|--|--|\n| `id` | uuid | | PK | Unique identifier |\n| `customer_id` | uuid | NO | FK → customers.id, ON DELETE CASCADE | Who ordered |\n| `number` | integer | No | | |\n| | | | UNIQUE(customer_id, number) | |\n",
        ),
    ];
    for (name, text) in shapes {
        let read = sketch(&plan(text)).to_lowercase().replace("public.", "");
        assert_eq!(read, ORDERS.to_lowercase(), "{name}");
    }
}

#[test]
fn enums_views_and_what_is_no_table() {
    let text = "# Schemat\n## Typy ENUM\n### order_status\n```sql\nCREATE TYPE order_status AS ENUM ('open', 'paid' -- done\n);\n```\n- `size`: `s`, `m`, `l`\n## Tabele\n### users (zarządzana przez Supabase Auth)\nTabela auth.\n### orders\n- `id` BIGSERIAL PRIMARY KEY\n- `status` order_status NOT NULL DEFAULT 'open'\n- `kind` TEXT CHECK (kind IN ('web', 'shop'))\n- `created_at`, `updated_at` TIMESTAMPTZ NOT NULL DEFAULT now()\n## Widoki\n### `order_totals`\n- `order_id`\n- `total numeric(10,2)`\n## Relacje\n### users → orders\n- **Typ:** 1:N\n## Indeksy\n### `orders`\n- `INDEX (status)`\n## Przyszłość\n### `invoices`\n- `id` UUID PRIMARY KEY\n- `number` TEXT NOT NULL\n";
    assert_eq!(
        sketch(&plan(text)),
        "orders(id* BIGSERIAL, status! order_status, kind TEXT, created_at! TIMESTAMPTZ, updated_at! TIMESTAMPTZ)\nview order_totals(order_id, total)\norder_status = open|paid\nsize = s|m|l\norders.kind = web|shop inline"
    );
}

#[test]
fn a_plan_that_only_talks_still_names_its_tables() {
    let text = "# Plan\n## Decisions\n1. Add a foreign key from `orders.user_id` to `auth.users.id`.\n2. `tags text[]` stays in the `orders` table.\n## Key Schema Elements\n- **users**: Managed by Supabase Auth.\n- **orders**: What was bought.\n- **goods**: A list of goods.\n- **order_goods**: A join table connecting `orders` and `goods`, with the `amount` of each.\n## Indexes\nOn `orders(user_id, placed_on)`; a UNIQUE constraint on `(order_id, good_id)` in the `order_goods` table.\n## Removed\n- **coupons** table\n";
    assert_eq!(
        sketch(&plan(text)),
        "orders(user_id ?, tags text[], placed_on ?)\n  user_id -> auth.users\ngoods()\norder_goods(order_id ?, good_id ?, amount ?)\n  order_id -> orders\n  good_id -> goods\n  unique order_id+good_id"
    );
}

#[test]
fn migrations_are_read_in_their_order() {
    let sql = "-- up\nCREATE TABLE IF NOT EXISTS \"notes\" (id serial primary key, body text);\nALTER TABLE notes ADD COLUMN author uuid REFERENCES auth.users (id);\nALTER TABLE notes RENAME COLUMN body TO content;\nALTER TABLE notes ALTER COLUMN content SET NOT NULL;\nCREATE TABLE old (id int);\nDROP TABLE old;\nCOMMENT ON COLUMN notes.content IS 'markdown';\nCREATE POLICY \"own notes\" ON notes FOR INSERT, UPDATE USING (author = auth.uid());\n";
    let source = Source::new(DocumentId(0), "supabase/migrations/1.sql", sql);
    let parsed = database_plan(&[&source]);
    assert_eq!(sketch(&parsed.value), "notes(id* serial, content! text, author uuid)\n  author -> auth.users");
    assert_eq!(parsed.diagnostics, Vec::new());
    let table = parsed.value.table("notes").expect("it is defined");
    let policy = table.policies.first().expect("it has one");
    assert_eq!((policy.name.as_deref(), policy.command.as_deref()), (Some("own notes"), Some("INSERT, UPDATE")));
    assert_eq!(policy.rule, "USING (author = auth.uid())");
    assert_eq!(source.slice(table.place.span).lines().next().map(|l| l.starts_with("CREATE TABLE")), Some(true));
}

#[test]
fn a_broken_statement_costs_only_itself() {
    let sql = "CREATE TABLE a (id int primary key, b it's broken\nCREATE TABLE c (id int);\nALTER TABLE c FROBNICATE x;\nCREATE INDEX i ON missing (id);\n";
    let parsed = database_plan(&[&Source::new(DocumentId(0), "x.sql", sql)]);
    assert!(parsed.value.table("c").is_some(), "{}", sketch(&parsed.value));
    let found: Vec<_> = parsed.diagnostics.iter().map(|d| d.code).collect();
    assert!(found.contains(&codes::SQL_UNREAD) && found.contains(&codes::UNKNOWN_TABLE), "{found:?}");
}

#[test]
fn odd_definitions_are_told() {
    let text = "## Tables\n### `a`\n- `id` UUID PRIMARY KEY\n- `b_id` UUID REFERENCES bees(id)\n- `id` INTEGER PRIMARY KEY\n### `empty_one`\nNothing yet.\n";
    let parsed = database_plan(&[&Source::new(DocumentId(0), "p.md", text)]);
    let found: Vec<_> = parsed.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(found, [codes::UNKNOWN_REFERENCE, codes::CONTRADICTION, codes::NO_COLUMNS]);
    let nothing = database_plan(&[&Source::new(DocumentId(0), "p.md", "Hello")]);
    assert_eq!(nothing.diagnostics.first().map(|d| d.code), Some(codes::NO_TABLES));
}

/// Every place that a schema holds.
fn places(schema: &Schema) -> Vec<Place> {
    let mut places = Vec::new();
    for table in schema.tables.iter().chain(&schema.views) {
        places.push(table.place);
        places.extend(&table.more);
        places.extend(table.columns.iter().map(|c| c.place));
        places.extend(table.indexes.iter().map(|i| i.place));
        places.extend(table.policies.iter().map(|p| p.place));
    }
    places.extend(schema.enums.iter().map(|e| e.place));
    places.extend(schema.routines.iter().map(|r| r.place));
    places
}

fn check(text: &str, path: &str) {
    let source = Source::new(DocumentId(0), path, text);
    let parsed = database_plan(&[&source]);
    let told = parsed.diagnostics.iter().filter_map(|d| d.place);
    for place in places(&parsed.value).into_iter().chain(told) {
        assert!(source.text().get(place.span.start..place.span.end).is_some(), "{place:?} in {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,200}") {
        check(&text, "p.md");
        check(&text, "p.sql");
    }

    #[test]
    fn no_mixture_of_pieces_is_too_odd(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let text = pieces.concat();
        check(&text, "p.md");
        check(&text, "p.sql");
    }
}

/// What plans are made of, and what breaks them.
const PIECES: &[&str] = &[
    "## Tables\n",
    "### `orders`\n",
    "- **users**\n",
    "  - `id uuid` PK\n",
    "- `a`, `b`: text not null\n",
    "| Column | Type | Key |\n|-|-|-|\n",
    "| id | uuid | FK → users.id |\n",
    "| | | UNIQUE (a, b) |\n",
    "```sql\n",
    "```\n",
    "CREATE TABLE ",
    "żółw (",
    "id int",
    ", ",
    ");\n",
    "'",
    "\"",
    "$$",
    "`",
    "(",
    ")",
    "(((",
    "->",
    "→",
    " – ",
    "-- ",
    "/*",
    "*/",
    "\n",
    "\r\n",
    "\t",
    " references ",
    "unique ",
    "default ",
    "check (a in ('x', 'y'))",
    "CREATE POLICY p ON orders FOR ",
    "ALTER TABLE orders ADD ",
    "COLUMN x int;\n",
    "CREATE TYPE t AS ENUM ('a');\n",
    "GO\n",
    ";",
    "[",
    "]",
    "{",
    "\u{feff}",
    "Values: a, b\n",
    "Indeksy:\n",
    "Ograniczenia:\n",
    "1. Lista tabel\n",
    "**orders**\n",
    "```mermaid\nerDiagram\n",
    "ORDERS {\n uuid id PK\n}\n",
    "USERS ||--o{ ORDERS : \"id\"\n",
    "CREATE VIEW v AS SELECT a.b, c AS d FROM e;\n",
    "😀",
    "\\_",
    "||",
];

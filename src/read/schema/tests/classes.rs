//! Classes of shapes that once were read wrongly, each a small text.

mod contradictions;
mod enums;
mod parts;
mod titles;

use std::fmt::Write;

use crate::diagnostic::Parsed;
use crate::model::Schema;
use crate::model::Table;
use crate::read::schema::database_plan;
use crate::text::{DocumentId, Source};

fn read(text: &str) -> (Source, Parsed<Schema>) {
    let source = Source::new(DocumentId(0), "db-plan.md", text);
    let parsed = database_plan(&[&source]);
    (source, parsed)
}

/// One line a table, view, enum or diagnostic: `orders: id uuid pk, total numeric! | fk user_id>users`.
fn show(text: &str) -> String {
    let (_, parsed) = read(text);
    let mut shown = String::new();
    for table in &parsed.value.tables {
        writeln!(shown, "{}", line(table)).unwrap();
    }
    for view in &parsed.value.views {
        writeln!(shown, "view {}", line(view)).unwrap();
    }
    for list in &parsed.value.enums {
        writeln!(shown, "enum {}: {}", list.name, list.values.join(" ")).unwrap();
    }
    for diagnostic in &parsed.diagnostics {
        writeln!(shown, "{}", diagnostic.code).unwrap();
    }
    shown
}

fn line(table: &Table) -> String {
    let columns = table.columns.iter().map(|c| {
        let mut text = c.name.clone();
        if let Some(ty) = &c.ty {
            write!(text, " {ty}").unwrap();
        }
        text.push_str(if c.nullable == Some(false) { "!" } else { "" });
        text.push_str(if c.primary_key { " pk" } else { "" });
        text
    });
    let mut line = format!("{}: {}", table.name, columns.collect::<Vec<_>>().join(", "));
    for key in &table.foreign_keys {
        write!(line, " | fk {}>{}", key.column, key.references).unwrap();
    }
    for columns in &table.unique {
        write!(line, " | unique {}", columns.join("+")).unwrap();
    }
    for index in table.indexes.iter().filter(|i| !i.unique) {
        write!(line, " | index {}", index.columns.join("+")).unwrap();
        if let Some(condition) = &index.condition {
            write!(line, " where {condition}").unwrap();
        }
    }
    line.trim_end().to_owned()
}

fn check(text: &str, expected: &str) {
    let expected: String = expected.lines().map(|l| format!("{}\n", l.trim())).filter(|l| l.len() > 1).collect();
    assert_eq!(show(text), expected, "\n{text}");
}

#[test]
fn collections_of_a_document_store_are_tables_and_what_lies_in_a_map_is_no_column() {
    check(
        "1. Lista kolekcji z polami

**Sklep**

- Kolekcja: `orders`

  - ID dokumentu: nadawane przez bazę
  - Pola:
    - `number`: string (wymagane, unikalne)
    - `buyerId`: string (wymagane, ID dokumentu z kolekcji `buyers`)
    - `address`: mapa (wymagane)
      - `city`: string (wymagane)

- Kolekcja `buyers`
  - Pola:
    - `tags`: array of strings (opcjonalne)
",
        "orders: number string!, buyerId string!, address mapa! | fk buyerId>buyers | unique number
         buyers: tags array",
    );
}

#[test]
fn a_plan_that_only_talks_names_its_tables_and_columns_in_sentences() {
    check(
        "# Summary

## Decisions
1. One table `orders` with the column `state` of type `ENUM('open','paid')`.
2. The `parcels` table has `id uuid PRIMARY KEY`, `weight numeric NOT NULL`.
3. A foreign key leads from `orders.buyer_id` to `auth.users.id`.
4. Use an `order_parcels` join table between `orders` and `parcels`, with a UNIQUE constraint on `(order_id, parcel_id)` in it.
5. Add an index on `orders(buyer_id, placed_on)`.

## Core entities
- **orders**: what was bought
- **users**: managed by Supabase Auth
- **carriers**: who brings it

## Removed
- **coupons** table (not needed)
",
        "orders: state ENUM('open','paid'), buyer_id, placed_on | fk buyer_id>auth.users | index buyer_id+placed_on
         parcels: id uuid pk, weight numeric!
         order_parcels: order_id, parcel_id | fk order_id>orders | fk parcel_id>parcels | unique order_id+parcel_id
         carriers:
         enum orders.state: open paid
         RW203",
    );
}

#[test]
fn rows_of_names_with_remarks_are_columns_below_a_caption() {
    check(
        "## Encje

### 1) couriers (słownik)
- Kluczowe atrybuty: `code` (PK, skrót), `label` (czytelna nazwa), `created_at` (UTC).

### 2) parcels
- Kluczowe atrybuty (zawsze podane przy nadaniu, nawet gdy paczka jest pusta):
  - `courier_code` (→ `couriers.code`), `weight_g` (1–30000),
    `sent_on` (data), `note` (opcjonalnie).
",
        "couriers: code pk, label, created_at
         parcels: courier_code, weight_g, sent_on, note | fk courier_code>couriers",
    );
}

#[test]
fn types_are_no_tables_wherever_they_stand() {
    check(
        "# 1. Tables

### 1.1 order_state

```sql
CREATE TYPE order_state AS ENUM ('open', 'paid');
```

### 1.2 parcel_size
**Type:** ENUM
**Values:** `small`, `large`

### Helper types
- colour: ENUM('red', 'blue')

### 1.3 orders
- id: uuid primary key
- state: order_state not null
- `true` = paid
  - later: more
",
        "orders: id uuid pk, state order_state!
         enum order_state: open paid
         enum parcel_size: small large
         enum colour: red blue",
    );
}

#[test]
fn indexes_below_a_table_or_in_their_own_section_are_no_columns() {
    check(
        "## Tables

### Table: orders

#### Columns

| Column | Type | Constraints |
| --- | --- | --- |
| id | uuid | PK |
| buyer_id | uuid | NOT NULL |
| ended_at | date | |

#### Constraints
- Uniqueness of entries (constraint):
  - `UNIQUE (buyer_id, id)`

#### Indexes
- `idx_orders_buyer` ON `buyer_id` WHERE `ended_at IS NULL` - open ones
- Unique index on `buyer_id` for those that run (where `ended_at` is NULL).

## Indexes

### Table `orders`
- `idx_orders_ended` (partial) - archive

## Relations of orders

### orders
- `buyer_id` → `auth.users.id` (ON DELETE CASCADE)
",
        "orders: id uuid pk, buyer_id uuid!, ended_at date | fk buyer_id>auth.users | unique buyer_id+id | unique buyer_id | index buyer_id where ended_at IS NULL",
    );
}

#[test]
fn names_in_separate_quotes_are_one_name() {
    check(
        "#### `orders`
- `id` UUID PRIMARY KEY
- `buyer_id` UUID NOT NULL REFERENCES `auth`.`users` (`id`)
- `shop_id` UUID REFERENCES \"app\".\"shops\" (\"id\")
- FOREIGN KEY (`shop_id`, `buyer_id`) REFERENCES `members` (`shop_id`, `user_id`)

#### `members`
- `shop_id` UUID
- `user_id` UUID
",
        "orders: id UUID pk, buyer_id UUID!, shop_id UUID | fk buyer_id>auth.users | fk shop_id>app.shops | fk shop_id>members | fk buyer_id>members
         members: shop_id UUID, user_id UUID
         RW202",
    );
}

#[test]
fn what_is_planned_for_later_or_shown_as_an_example_adds_no_table() {
    check(
        "## Tables
### orders
| Column | Type |
| --- | --- |
| id | uuid |

## Future extensions
#### Order views (statistics)
```sql
CREATE TABLE order_views (id uuid);
```
### Table: coupons
- id: uuid

## Example SQL definitions
```sql
CREATE TABLE orders (id uuid, number int UNIQUE);
CREATE TABLE order_order (id uuid);
```
",
        "orders: id uuid, number int | unique number",
    );
}

#[test]
fn captions_inside_a_table_go_on_with_its_columns() {
    check(
        "### Table `app.items` (what is sold)
- `id uuid` **PK**

Planning and versions:
- `source app.item_source` **NOT NULL** DEFAULT `'shop'`
- `valid_to timestamptz` NULL

## 5. Table Logs

### logs
| Column | Type |
| --- | --- |
| id | uuid |
",
        "app.items: id uuid pk, source app.item_source!, valid_to timestamptz
         logs: id uuid",
    );
}

#[test]
fn sql_keeps_indexes_apart_from_columns_and_takes_a_placeholder_for_none() {
    check(
        "### orders
| Column | Type |
| --- | --- |
| id | uuid |
| state | order_state |

```sql
CREATE TABLE orders ( ... ) PARTITION BY RANGE (id);
CREATE TABLE lines (id uuid, state public.order_state, key VARCHAR(20), INDEX idx_lines_state (state));
CREATE TABLE lines (state order_state);
```
",
        "orders: id uuid, state order_state
         lines: id uuid, state public.order_state, key VARCHAR(20) | index state",
    );
}

#[test]
fn a_table_keeps_its_description_and_the_place_of_its_whole_definition() {
    let text = "# Plan\n\n## Tables\n\n### `orders` (what was bought)\n- id: uuid\n- total: int\n\nIndexes:\n- (total)\n\n## Notes\n";
    let (source, parsed) = read(text);
    let table = &parsed.value.tables[0];
    assert_eq!(table.description.as_deref(), Some("what was bought"));
    assert_eq!(source.lines_of(table.place.span), (5, 10));
    assert_eq!(parsed.diagnostics, []);
}

#[test]
fn a_row_of_a_views_columns_may_end_in_a_remark() {
    check(
        "## Tables
### orders
- id: uuid

## Views
### order_summary (VIEW)
**Columns**:
- All columns of the table `orders`
- `customer_id`, `customer_name` - who bought it
- `lines` - how many there are
",
        "orders: id uuid
         view order_summary: customer_id, customer_name, lines",
    );
}

#[test]
fn an_index_that_names_no_table_is_named_after_one() {
    check(
        "## Tables
### order_lines
- id: uuid
- order_id: uuid
- sku: text

## Indexes
1. `order_lines_no_twin_idx`: `UNIQUE (order_id, sku)`
2. `idx_order_lines_sku`: `btree (sku)`
",
        "order_lines: id uuid, order_id uuid, sku text | unique order_id+sku | index sku",
    );
}

#[test]
fn an_entity_diagram_adds_what_the_plan_does_not_say_elsewhere() {
    check(
        "### 1) orders (what was bought)
- Attributes: `total`, `customer_id`

```mermaid
erDiagram
  AUTH_USERS {
    uuid id PK
  }
  ORDERS {
    uuid id PK
    string total
    uuid customer_id FK \"who bought it\"
    text state_code FK
  }
  STATES {
    text code PK
  }
  NOTES }o--|| ORDERS : \"about\"
  AUTH_USERS ||--o{ ORDERS : \"id -> customer_id\"
  STATES ||--o{ ORDERS : \"\"
```
",
        "orders: total, customer_id, id uuid pk, state_code text | fk customer_id>auth.users | fk state_code>states
         states: code text pk",
    );
}

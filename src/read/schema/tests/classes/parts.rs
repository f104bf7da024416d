//! Parts of a definition: what stands below a column, beside its name, or in a heading of its own.

use super::check;

#[test]
fn what_stands_below_a_column_is_said_of_it() {
    check(
        "#### 1. `orders` – zamówienia

- **id**: `uuid`
  - PK, `DEFAULT gen_random_uuid()`
- **number**: `text`
  - numer dla ludzi (np. `Z/1`), `NOT NULL`, `UNIQUE`
  - **nigdy niezmieniany**
- **buyer_id**: `uuid`
  - kupujący; FK → `buyers.id`, może być `NULL`
- **route**: `text`
  - np. `PL: Nysa → DE: Ulm`
- **total**: `numeric`
  - nie może być `NULL`
- **courier_id**: `uuid`
  - Ograniczenie FK do `couriers.id` zostało usunięte. Może być `NULL`

#### 2. `buyers`

- **id**: `uuid` PK

### 3. Relacje

1. **`buyers` → `orders`**
   - `orders.buyer_id` FK → `buyers.id` (`ON DELETE RESTRICT` / `NO ACTION`)
",
        "orders: id uuid pk, number text!, buyer_id uuid, route text, total numeric!, courier_id uuid | fk buyer_id>buyers | unique number
         buyers: id uuid pk",
    );
}

#[test]
fn headings_inside_a_definition_are_parts_of_it() {
    check(
        "## 1. Tabele

### 1.1 `goods`

#### Kolumny:

| Nazwa | Typ |
| --- | --- |
| `id` | UUID |
| `label` | TEXT |

#### Uwagi:
- `label` może być NULL, bo towar bywa bez nazwy
- `id` UUID nadaje baza

### 1.2 Tabela `auth.users`

Tabela jest obsługiwana przez Supabase Auth.

#### Charakterystyka:
- nie wymaga migracji

#### Struktura (zarządzana przez Supabase):
- `id` (UUID) - PRIMARY KEY
- `email` - adres
- Inne pola

#### 1.3 `profiles`
### Ta tabela powstaje razem z kontem

- id: uuid, PK
- nick: text
",
        "goods: id UUID, label TEXT
         auth.users: id UUID pk, email
         profiles: id uuid pk, nick text",
    );
}

#[test]
fn a_column_with_a_mistyped_type_is_still_one() {
    check(
        "### orders
- source: VARCHRA NOT NULL CHECK (source IN ('web', 'shop'))
- kept: INTEGER NOT NULLABLE
- origin: order_origin NOT NULL
- default_shop_id: UUID NOT NULL
  ‣ FOREIGN KEY REFERENCES auth.users(id) ON DELETE CASCADE
- description: order_text NOT NULL
- left: INTEGER NULLABLE
- shown: INTEGER, cannot be NULL
",
        "orders: source VARCHRA!, kept INTEGER!, origin order_origin!, default_shop_id UUID!, description order_text!, left INTEGER, shown INTEGER! | fk default_shop_id>auth.users
         enum orders.source: web shop",
    );
}

#[test]
fn remarks_on_values_make_no_enum_of_a_table() {
    check(
        "### events
| Column | Type | Constraints |
| --- | --- | --- |
| id | uuid | PK |
| parcel_id | uuid | NULL |
| kind | event_kind | NOT NULL |

**Notes:**

- `parcel_id` is NULL where the parcel was lost

## Enums

### event_kind

```sql
CREATE TYPE event_kind AS ENUM ('SENT', 'LOST');
```

The kind of an event in events_log and events:

- `SENT` - on its way
- `LOST` - nobody knows
",
        "events: id uuid pk, parcel_id uuid, kind event_kind!
         enum event_kind: SENT LOST",
    );
}

#[test]
fn the_words_of_an_index_in_backticks_are_no_columns() {
    check(
        "## Tables
### orders
- id: uuid
- number: text
- sent_at: timestamptz

## Indexes
### Indexes of `orders`
- `UNIQUE INDEX` on `number`
- partial `INDEX` on `sent_at WHERE sent_at IS NOT NULL`
- (optional) `INDEX` on `sent_at`
",
        "orders: id uuid, number text, sent_at timestamptz | unique number | index sent_at where sent_at IS NOT NULL | index sent_at",
    );
}

#[test]
fn remarks_say_what_is_unique_and_within_what() {
    check(
        "## Tables
### a. Table `buyers`
- `id` uuid PRIMARY KEY
- `email` text - the buyer's address, must be unique
- `nick` text - shown, unique identifier of the buyer
- `phone` text - with its country, required

### b. Table `orders`
- `id` uuid PRIMARY KEY
- `buyer_id` uuid
- `number` integer UNIQUE per buyer
- `label` text (unique within shop)

## 6. Migration - new columns
Added to the table `buyers`:
- `phone` - set to NULL in old rows
- `nick` - set to NULL in old rows

## Indexes
- buyers: email (UNIQUE), nick (UNIQUE)
- orders: buyer_id, label (UNIQUE per buyer), (buyer_id, id)
",
        "buyers: id uuid pk, email text, nick text, phone text! | unique email | unique nick
         orders: id uuid pk, buyer_id uuid, number integer, label text | unique buyer_id+number | unique buyer_id+label | index buyer_id | index buyer_id+id",
    );
}

#[test]
fn what_lies_in_a_map_says_nothing_of_the_map() {
    check(
        "- Collection: `chats`
  - Fields:
    - `member`: map (required)
      - `since`: timestamp (optional)
",
        "chats: member map!",
    );
}

#[test]
fn a_foreign_key_may_lead_on_in_words() {
    check(
        "### orders
- id: UUID, PRIMARY KEY
- number: text
### parcels
- order_id: UUID, NOT NULL, FOREIGN KEY odnoszący się do orders(id) z opcją ON DELETE CASCADE
- buyer_id: UUID, opcjonalny, klucz obcy wskazujący na tabelę orders(id)
- shop_id: UUID, NOT NULL, foreign key referring to orders(id)
- van_id: UUID, foreign key pointing at the table orders(id)
- lot_id: UUID, FK linked to `orders.id`
",
        "orders: id UUID pk, number text
         parcels: order_id UUID!, buyer_id UUID, shop_id UUID!, van_id UUID, lot_id UUID | fk order_id>orders | fk buyer_id>orders | fk shop_id>orders | fk van_id>orders | fk lot_id>orders",
    );
}

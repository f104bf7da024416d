//! Enums in the shapes that plans give them.

use super::check;

#[test]
fn a_heading_below_enums_names_one_in_whatever_way_its_values_are_given() {
    check(
        "## 1. Types and enumerations

### order_state
**Type:** ENUM\u{20}\u{20}
**Values:** `open`, `paid`\u{20}\u{20}
**Description:** where an order stands

### event_kind
**Type:** ENUM
**Values:**
- `order_opened` - a customer opened an order
- `order_paid` - money came in

### size_enum
Size of a parcel: `s` | `m` | `l`

> **Note:** lower case throughout

- s: costs 2
- m: costs 5

### colour_enum
red | green

## 2. Tables
### orders
| Column | Type |
| --- | --- |
| id | uuid |
",
        "orders: id uuid
         enum order_state: open paid
         enum event_kind: order_opened order_paid
         enum size_enum: s m l
         enum colour_enum: red green",
    );
}

#[test]
fn a_bullet_among_assumptions_may_list_the_enums() {
    check(
        "### Założenia
- Czas w UTC.
- Enumeracje (stałe wartości):
  - `order_state`: open | paid | returned
  - `event_kind`: opened (MVP)

## Tabele
### orders
- id: uuid
",
        "orders: id uuid
         enum order_state: open paid returned
         enum event_kind: opened",
    );
}

#[test]
fn a_table_of_types_and_values_holds_enums() {
    check(
        "## Enums
| Type | Values |
| --- | --- |
| `order_state` | `open`, `paid` |
| size | s, m, l |

## Tables
### orders
- id: uuid
",
        "orders: id uuid
         enum order_state: open paid
         enum size: s m l",
    );
}

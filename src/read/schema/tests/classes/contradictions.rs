//! What a plan says twice and differently.

use super::{check, read};

const TWICE: &str = "## Tables
### orders
| Column | Type | Constraints |
| --- | --- | --- |
| id | uuid | PK |
| total | integer | NOT NULL, DEFAULT 0 |
| note | varchar(80) | NOT NULL |
| state | order_state | NOT NULL, DEFAULT 'open' |
| sent_on | timestamptz | DEFAULT now() |

```sql
CREATE TYPE order_state AS ENUM ('open', 'paid');
CREATE TABLE orders (
  id uuid PRIMARY KEY,
  total numeric NOT NULL DEFAULT 10,
  note varchar(80) NULL,
  state app.order_state NOT NULL DEFAULT 'open'::order_state,
  sent_on timestamp with time zone DEFAULT CURRENT_TIMESTAMP UNIQUE
);
```

## Enums
- `order_state`: `open`, `paid`, `lost`
";

#[test]
fn both_places_are_named_and_what_each_says() {
    let (_, parsed) = read(TWICE);
    let messages: Vec<&str> = parsed.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the type of `orders.total` is `numeric` here and `integer` in db-plan.md:6; the first holds",
            "the default of `orders.total` is `10` here and `0` in db-plan.md:6; the first holds",
            "the column `orders.note` is nullable here and NOT NULL in db-plan.md:7; the first holds",
            "the list of values of `order_state` is `open`, `paid`, `lost` here and `open`, `paid` in db-plan.md:12; the first holds",
        ]
    );
}

#[test]
fn the_first_definition_holds() {
    check(
        TWICE,
        "orders: id uuid pk, total integer!, note varchar(80)!, state order_state!, sent_on timestamptz | unique sent_on
         enum order_state: open paid
         RW204
         RW204
         RW204
         RW204",
    );
}

#[test]
fn a_placeholder_for_a_table_is_no_table() {
    check(
        "## Tables
### orders
- id: uuid

## Policies
```sql
CREATE POLICY own ON table_name USING (user_id = auth.uid());
```
",
        "orders: id uuid",
    );
}

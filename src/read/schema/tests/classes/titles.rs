//! Titles, rows and remarks that name a table, or that only seem to.

use super::check;

#[test]
fn a_title_of_words_names_its_table_in_brackets() {
    check(
        "## Tables

### 1. Parcels (`shop.parcels`)
| Column | Type | Constraints |
| --- | --- | --- |
| id | uuid | PK |

### 2. Parcel Labels (`shop.parcel_labels`)
| Column | Type | Constraints |
| --- | --- | --- |
| parcel_id | uuid | FK `parcels.id`, not null |
| text | text | not null |
| place | int | |
| **PK** | (parcel_id, text) | |
| **Unique** | (parcel_id, place) | no place twice |

## Data Type Standards
| Concept | Type | Notes |
| --- | --- | --- |
| Weight/Size | numeric(10,2) | precise |
| User IDs | varchar(40) | given |
| Names | text | short |
",
        "shop.parcels: id uuid pk
         shop.parcel_labels: parcel_id uuid! pk, text text! pk, place int | fk parcel_id>shop.parcels | unique parcel_id+place",
    );
}

#[test]
fn headings_inside_a_numbered_section_end_with_it() {
    check(
        "# Schema

1. **List of tables with columns**

    #### `hulls`
    | Column | Type | Constraints |
    | --- | --- | --- |
    | id | uuid | PK |
    | owner_id | uuid | NULL |
    | number | text | NOT NULL |

2. **Relationships between tables**

- `owners` 1:N `hulls` (nullable FK to preserve what was)

3. **Indexes**

- `hulls`: partial unique index `ux_hulls_number` on `number` where `owner_id IS NULL`; index `idx_hulls_owner` on `owner_id`.
",
        "hulls: id uuid pk, owner_id uuid, number text! | unique number | index owner_id",
    );
}

#[test]
fn a_wish_is_no_constraint_and_a_rule_within_a_group_is_one_over_both() {
    check(
        "### hulls
- `id`: uuid PRIMARY KEY
- `fleet_id`: uuid NOT NULL
- `number`: text NOT NULL

> *Uniqueness*: Optionally add UNIQUE(fleet_id, id).

## Indexes
- A unique index on `hulls` to enforce uniqueness of `number` within the same fleet.
",
        "hulls: id uuid pk, fleet_id uuid!, number text! | unique fleet_id+number",
    );
}

#[test]
fn a_plan_that_only_talks_makes_no_table_of_a_caption() {
    check(
        "# Schema
## Policies
### hulls table
**Rationale**: everybody may see the `hulls` table.
",
        "hulls:
         RW203",
    );
}

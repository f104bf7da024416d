//! Entity diagrams.

use super::{cases, file, odd, whole};

const PATH: &str = "docs/er.mmd";

#[test]
fn each_shape_of_a_diagram_gives_its_tables() {
    cases(
        PATH,
        &[
            (
                "capitals, keys and comments",
                "erDiagram\n CUSTOMERS ||--o{ ORDERS : places\n CUSTOMERS {\n  uuid id PK\n  varchar(255) email UK \"login, NOT NULL\"\n }\n ORDERS {\n  uuid id PK\n  uuid customer_id FK\n  decimal(10, 2) total\n }",
                "customers(id* uuid, email!u varchar(255))\norders(id* uuid, customer_id uuid, total decimal(10, 2))\n  customer_id -> customers",
            ),
            (
                "second names, classes, direction, front matter and comments",
                "---\ntitle: x\n---\n%% x\nerDiagram\n direction LR\n accDescr {\n  a b\n }\n c[customers]:::big { int id PK }\n o[\"An order\"] {\n  int id PK\n  int customer_id FK\n }\n c ||..o{ o : places\n classDef big fill:#fff\n class c big\n style o fill:#fff",
                "customers(id* int)\no(id* int, customer_id int)\n  customer_id -> customers",
            ),
            (
                "cardinalities in words and without spaces",
                "erDiagram\n a only one to zero or more b : x\n b many(1) optionally to 1 c : y\n d||--|{e : z\n a { int id PK }\n b { int id PK int a_id FK int c_id FK }\n c { int id PK }\n d { int id PK }\n e { int d_id FK }",
                "a(id* int)\nb(id* int, a_id int, c_id int)\n  a_id -> a\n  c_id -> c\nc(id* int)\nd(id* int)\ne(d_id int)\n  d_id -> d",
            ),
            (
                "what the label names, and what alone is left",
                "erDiagram\n users |o--o{ posts : \"author_id\"\n users ||--o{ notes : writes\n users {\n  int id PK\n }\n posts {\n  int id PK\n  int author_id FK\n }\n notes {\n  int *id\n  int written_by FK\n  name\n }",
                "users(id* int)\nposts(id* int, author_id int)\n  author_id -> users\nnotes(id* int, written_by int, name ?)\n  written_by -> users",
            ),
        ],
    );
    assert!(file(PATH, "sequenceDiagram\n A->>B: x").0.tables.is_empty());
}

#[test]
fn what_is_odd_costs_itself() {
    odd(
        PATH,
        &[(
            "erDiagram\n a {\n  int id PK\n  int +\n }\n a -> b\n a ||--o{ b : x\n",
            "a(id* int)\nb()",
            "RW220 4: `int +` in the diagram is neither an entity nor a relation; it is left out\nRW220 6: `a -> b` in the diagram is neither an entity nor a relation; it is left out\nRW203 7: no columns were found for the table `b`",
        )],
    );
}

#[test]
fn a_whole_diagram() {
    let text = "erDiagram\n    MEMBERS ||--o{ LOANS : borrows\n    COPIES |o--o{ LOANS : \"is in\"\n\n    MEMBERS {\n        uuid id PK\n        string email UK \"login\"\n    }\n    COPIES {\n        int id PK\n    }\n    LOANS {\n        uuid member_id PK, FK\n        int copy_id PK, FK \"what is out\"\n    }\n";
    let (schema, diagnostics) = file(PATH, text);
    assert_eq!(diagnostics, Vec::new());
    insta::assert_snapshot!(whole(&schema, text));
}

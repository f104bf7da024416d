//! Schemas in other formats than plans in words, found in a project and compared with its plan.

use serde_json::Value;

use super::project::{API_PLAN, Project, codes};

const PRISMA: &str = "model Kennel {\n  id   String @id @db.Uuid\n  name String @unique\n  dogs Dog[]\n  @@map(\"kennels\")\n}\nmodel Dog {\n  id       String @id\n  kennelId String @map(\"kennel_id\") @db.Uuid\n  kennel   Kennel @relation(fields: [kennelId], references: [id], onDelete: Cascade)\n  @@map(\"dogs\")\n}\n";
const DBML: &str =
    "Table kennels {\n  id uuid [pk]\n}\nTable dogs {\n  id uuid [pk]\n  kennel_id uuid [ref: > kennels.id]\n}\n";
const DIAGRAM: &str =
    "erDiagram\n  KENNELS ||--o{ DOGS : has\n  KENNELS {\n    uuid id PK\n  }\n  DOGS {\n    uuid kennel_id FK\n  }\n";

/// The path and format of each document in a role.
fn documents(inspected: &Value, role: &str) -> Vec<String> {
    let all = inspected["documents"].as_array().unwrap().iter().filter(|d| d["role"] == role);
    all.map(|d| format!("{} {}", d["path"].as_str().unwrap(), d["format"].as_str().unwrap())).collect()
}

#[test]
fn a_schema_is_found_in_each_format_and_serves_as_the_database_plan() {
    let files = [
        ("prisma/schema.prisma", PRISMA, "prisma"),
        ("docs/shop.dbml", DBML, "dbml"),
        ("docs/er.mmd", DIAGRAM, "mermaid"),
    ];
    for from in 0..files.len() {
        let mut project =
            Project::empty().with(".ai/api-plan.md", API_PLAN).with("docs/a.mmd", "sequenceDiagram\n A->>B: x\n");
        for (path, text, _) in files.iter().skip(from) {
            project = project.with(path, text);
        }
        let (path, _, format) = files[from];
        let inspected = project.inspect();
        assert_eq!(documents(&inspected, "database-plan"), [format!("{path} {format}")]);
        let names: Vec<_> =
            inspected["tables"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["kennels", "dogs"]);
        assert_eq!(inspected["tables"][1]["foreign_keys"][0]["references"], "kennels");
        let picked = &inspected["endpoints"][0]["tables"][0]["name"];
        assert_eq!(picked, "kennels");
        assert_eq!(codes(&inspected), Vec::<String>::new());
        let answer = project.run(&["inspect", "--json", "--db", path]);
        assert_eq!(answer.status, 0, "{}", answer.said);
    }
}

#[test]
fn a_plan_is_compared_with_migrations_and_stays_what_it_is() {
    let sql = "CREATE TABLE kennels (id uuid PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, size integer NOT NULL);\n";
    let alone = Project::new().inspect();
    let project = Project::new().with("supabase/migrations/1_kennels.sql", sql).with("schema.prisma", PRISMA);
    let both = project.inspect();
    assert_eq!(documents(&both, "implemented-schema"), ["supabase/migrations/1_kennels.sql sql"]);
    assert_eq!((&both["tables"], &both["endpoints"]), (&alone["tables"], &alone["endpoints"]));
    let said: Vec<_> = both["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|d| d["code"] == "RW222")
        .map(|d| format!("{}:{} {}", d["file"].as_str().unwrap(), d["line"], d["message"].as_str().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            ".ai/db-plan.md:10 each of the tables `dogs`, `invoices` is in the plan, but the project's schema has none of that name",
            ".ai/db-plan.md:6 `kennels` is not what the project's schema has: `name`: `text` here, `varchar(40)` in supabase/migrations/1_kennels.sql:1",
        ]
    );
    // Nothing is lost in reading, so that strictness has nothing against it.
    assert_eq!(project.run(&["list", "--strict"]).status, 0);
    let off = project.with("routewright.toml", "[documents]\ncompare = false\n").inspect();
    assert_eq!(documents(&off, "implemented-schema"), Vec::<String>::new());
    assert_eq!(codes(&off), Vec::<String>::new());
}

#[test]
fn sources_named_together_are_one_schema() {
    let project = Project::new()
        .with("db/shop.prisma", PRISMA)
        .with("routewright.toml", "[documents]\ndatabase = [\".ai/db-plan.md\", \"db/shop.prisma\"]\n");
    let inspected = project.inspect();
    let names: Vec<_> = inspected["tables"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["kennels", "dogs", "invoices"]);
    assert_eq!(documents(&inspected, "implemented-schema"), Vec::<String>::new());
    assert_eq!(codes(&inspected), Vec::<String>::new());
}

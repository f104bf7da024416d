//! Several sources of one schema: merged where they were named, compared where one was found.

use super::sketch;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Format, Schema};
use crate::read::schema::{database_plan, disagreements, read};
use crate::text::{DocumentId, Place, Source};

fn sources(texts: &[(&str, &str)]) -> Vec<Source> {
    texts.iter().enumerate().map(|(i, (path, text))| Source::new(DocumentId(i), *path, *text)).collect()
}

fn merged(texts: &[(&str, &str)]) -> (Schema, Vec<Diagnostic>) {
    let sources = sources(texts);
    let parsed = database_plan(&sources.iter().collect::<Vec<_>>());
    (parsed.value, parsed.diagnostics)
}

const PLAN: &str = "# Database\n## users\n- id: uuid, primary key\n- email: varchar(80), not null\n- role: text\n\n## notes\n- id: uuid, primary key\n- user_id: uuid, references users(id) on delete cascade\n";

#[test]
fn what_the_sources_say_comes_together() {
    for (name, second, path, expected) in [
        (
            "the same again, in another spelling",
            "CREATE TABLE public.users (id uuid PRIMARY KEY, email character varying(80) NOT NULL, role text);",
            "db.sql",
            "users(id* uuid, email! varchar(80), role text)\nnotes(id* uuid, user_id uuid)\n  user_id -> users CASCADE",
        ),
        (
            "more tables and columns",
            "Table users {\n id uuid [pk]\n age int\n}\nTable tags {\n id int [pk]\n note_id uuid [ref: > notes.id]\n}",
            "db.dbml",
            "users(id* uuid, email! varchar(80), role text, age int)\nnotes(id* uuid, user_id uuid)\n  user_id -> users CASCADE\ntags(id* int, note_id uuid)\n  note_id -> notes",
        ),
        (
            "changes of a table that the plan alone defines",
            "ALTER TABLE notes ADD COLUMN body text NOT NULL;\nCREATE UNIQUE INDEX ON notes (user_id, body);",
            "more.sql",
            "users(id* uuid, email! varchar(80), role text)\nnotes(id* uuid, user_id uuid, body! text)\n  user_id -> users CASCADE\n  unique user_id+body",
        ),
    ] {
        let (schema, said) = merged(&[("plan.md", PLAN), (path, second)]);
        assert_eq!(sketch(&schema), expected, "{name}");
        assert_eq!(said, Vec::new(), "{name}");
    }
}

#[test]
fn the_first_named_holds_and_both_places_are_said() {
    let sql = "CREATE TYPE role AS ENUM ('a');\nCREATE TABLE users (\n id uuid PRIMARY KEY,\n email varchar(120),\n role role\n);\n";
    let (schema, said) = merged(&[("plan.md", PLAN), ("db.sql", sql)]);
    assert!(sketch(&schema).starts_with("users(id* uuid, email! varchar(80), role text)\n"), "{}", sketch(&schema));
    let messages: Vec<&str> = said.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`users.email`: `varchar(120)` here, but `varchar(80)` in plan.md:4, which holds because it was named first",
            "`users.email`: may be NULL here, but NOT NULL in plan.md:4, which holds because it was named first",
            "`users.role`: `role` here, but `text` in plan.md:5, which holds because it was named first",
        ]
    );
    assert!(
        said.iter().all(|d| d.severity == Severity::Warning && d.place.is_some_and(|p| p.document == DocumentId(1)))
    );
    let (schema, said) = merged(&[("db.sql", sql), ("plan.md", PLAN)]);
    assert!(sketch(&schema).starts_with("users(id* uuid, email varchar(120), role role)\n"), "{}", sketch(&schema));
    assert_eq!(said.len(), 3);
}

/// What is said where a plan meets another document.
fn compared(plan: &str, path: &str, text: &str) -> Vec<String> {
    let all = sources(&[("plan.md", plan), (path, text)]);
    let schema = read(&[(Format::Markdown, &all[0])]).value;
    let before = schema.clone();
    let locate = |place: Place| {
        let source = &all[place.document.0];
        format!("{}:{}", source.path, source.line_of(place.span.start))
    };
    let other = [(Format::of_database_plan(path), &all[1])];
    let said = disagreements(&schema, &[Format::Markdown], &other, &locate);
    assert_eq!(schema, before);
    assert!(said.iter().all(|d| d.severity == Severity::Info));
    said.into_iter().map(|d| d.message).collect()
}

#[test]
fn a_plan_that_says_the_same_or_less_is_not_contradicted() {
    for (path, text) in [
        (
            "1.sql",
            "CREATE TABLE public.users (id uuid PRIMARY KEY, email text NOT NULL CHECK (char_length(email) <= 80), role text NOT NULL DEFAULT 'x');\nCREATE TABLE notes (id uuid PRIMARY KEY, user_id uuid REFERENCES users(id) ON DELETE CASCADE UNIQUE);",
        ),
        (
            "schema.prisma",
            "model User {\n id String @id @db.Uuid\n email String @db.VarChar(80)\n role String?\n notes Note[]\n @@map(\"users\")\n}\nmodel Note {\n id String @id\n userId String @db.Uuid\n user User @relation(fields: [userId], references: [id])\n @@map(\"notes\")\n}",
        ),
    ] {
        assert_eq!(compared(PLAN, path, text), Vec::<String>::new(), "{path}");
    }
    let managed = "# Database\n## users\n- id: uuid, primary key\n- email: text\n## notes\n- id: uuid PK\n- user_id: uuid, references users(id)\n";
    let sql = "CREATE TABLE notes (id uuid PRIMARY KEY, user_id uuid REFERENCES auth.users(id));";
    assert_eq!(compared(managed, "1.sql", sql), Vec::<String>::new());
}

#[test]
fn disagreements_come_a_table_at_a_time() {
    let sql = "CREATE TYPE level AS ENUM ('low', 'high');\nCREATE TABLE users (\n id uuid PRIMARY KEY,\n email varchar(120),\n role text,\n level level\n);\nCREATE TABLE notes (\n id uuid PRIMARY KEY,\n user_id uuid REFERENCES users(id) ON DELETE SET NULL\n);\nCREATE TABLE tags (id int);\n";
    let plan = format!("{PLAN}\n## labels\n- id: int, primary key\n- kind: varchar(20)\n");
    assert_eq!(
        compared(&plan, "1.sql", sql),
        [
            "the table `labels` is in the plan, but the project's schema has none of that name",
            "the table `tags` is in the project's schema, but the plan has none of that name",
            "`users` is not what the project's schema has: `level` is only in 1.sql:6; `email`: `varchar(80)` here, `varchar(120)` in 1.sql:4; `email`: NOT NULL here, may be NULL in 1.sql:4",
            "`notes` is not what the project's schema has: `user_id`: refers to `users` ON DELETE CASCADE here, refers to `users` ON DELETE SET NULL in 1.sql:10",
        ]
    );
    let enums = "# Database\n```sql\nCREATE TYPE order_state AS ENUM ('open', 'paid');\nCREATE TABLE orders (id int PRIMARY KEY, state order_state NOT NULL);\n```\n";
    let prisma = "enum OrderState {\n OPEN @map(\"open\")\n LOST @map(\"lost\")\n @@map(\"order_state\")\n}\nmodel orders {\n id Int @id\n state OrderState\n}";
    assert_eq!(
        compared(enums, "schema.prisma", prisma),
        [
            "`orders` is not what the project's schema has: `state` allows `paid` only here, `lost` only in schema.prisma:8"
        ]
    );
}

#[test]
fn what_is_said_is_bounded() {
    let mut plan = "# Database\n".to_owned();
    let mut sql = String::new();
    for i in 0..60 {
        plan.push_str(&format!("## t{i}\n- id: int, primary key\n- a: text, not null\n"));
        sql.push_str(&format!("CREATE TABLE t{i} (id int PRIMARY KEY, a text);\n"));
    }
    let said = compared(&plan, "1.sql", &sql);
    assert_eq!(said.len(), 20);
    assert!(said.last().is_some_and(|m| m.ends_with("40 more tables differ as well")), "{:?}", said.last());
    let (_, said) = merged(&[("plan.md", &plan), ("1.sql", &sql)]);
    assert_eq!(said.len(), 40);
    assert!(said.last().is_some_and(|d| d.message.ends_with("and 20 more contradictions like it")));
}

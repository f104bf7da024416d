//! Prisma schemas.

use super::{cases, file, odd, whole};
use crate::read::schema::database_plan;
use crate::read::schema::tests::sketch;
use crate::text::{DocumentId, Source};

const PATH: &str = "prisma/schema.prisma";

#[test]
fn each_shape_of_a_model_gives_its_table() {
    cases(
        PATH,
        &[
            (
                "optional, list, native and unsupported types",
                "model A {\n id String @id @db.Uuid\n a Int?\n b String[]\n c String @db.VarChar(80)\n d Unsupported(\"point\")?\n}",
                "A(id*! Uuid, a Int, b! String[], c! VarChar(80), d point)",
            ),
            (
                "a key over two columns, with the names of the database",
                "model Seat {\n roomId Int @map(\"room_id\")\n row Int\n @@id([roomId, row])\n @@unique([row, roomId(sort: Desc)], map: \"u\")\n @@map(\"seats\")\n}",
                "seats(room_id*! Int, row*! Int)",
            ),
            (
                "a relation whose arguments go over lines",
                "model User {\n id Int @id\n posts Post[]\n}\nmodel Post {\n id Int @id\n ownerId Int? @unique @map(\"owner_id\")\n owner User? @relation(\n  fields: [ownerId],\n  references: [id],\n  onDelete: SetNull\n )\n @@map(\"posts\")\n}",
                "User(id*! Int)\nposts(id*! Int, owner_idu Int)\n  owner_id -> User SET NULL",
            ),
            (
                "lists that face each other",
                "model Post {\n id Int @id\n tags Tag[]\n}\nmodel Tag {\n id String @id @db.Uuid\n posts Post[]\n}",
                "Post(id*! Int)\nTag(id*! Uuid)\n_PostToTag(A*! Int, B*! Uuid)\n  A -> Post CASCADE\n  B -> Tag CASCADE",
            ),
            (
                "named lists of a model to itself",
                "model User {\n id Int @id\n friends User[] @relation(\"Friends\")\n friendOf User[] @relation(\"Friends\")\n}",
                "User(id*! Int)\n_Friends(A*! Int, B*! Int)\n  A -> User CASCADE\n  B -> User CASCADE",
            ),
            (
                "enums, also under other names",
                "enum Role {\n ADMIN @map(\"admin\")\n USER\n @@map(\"user_role\")\n}\nmodel A {\n id Int @id\n role Role @default(USER)\n}",
                "A(id*! Int, role! user_role)\nuser_role = admin|USER",
            ),
            (
                "schemas, views, parts of documents, and what is no part of the database",
                "generator client {\n provider = \"x\"\n}\ndatasource db {\n provider = \"postgresql\"\n schemas = [\"base\", \"shop\"]\n}\ntype Address {\n street String\n}\nmodel User {\n id Int @id\n home Address?\n @@schema(\"base\")\n}\nmodel Order {\n id Int @id\n userId Int\n user User @relation(fields: [userId], references: [id])\n @@schema(\"shop\")\n}\nview Totals {\n id Int @unique\n sum Float\n}",
                "base.User(id*! Int, home Address)\nshop.Order(id*! Int, userId! Int)\n  userId -> base.User\nview Totals(id, sum)",
            ),
            (
                "a comment in the place of a model",
                "/* model B {\n id Int @id\n} */\nmodel A { // x\n id Int @id // the key\n}",
                "A(id*! Int)",
            ),
        ],
    );
}

#[test]
fn what_is_odd_costs_itself() {
    odd(
        PATH,
        &[
            (
                "model A {\n id Int @id\n\nmodel B {\n id Int @id\n}\n",
                "A(id*! Int)\nB(id*! Int)",
                "RW220 1: the `model A` is never closed; it was read up to the next definition",
            ),
            (
                "model A {\n id Int @id\n title\n owner Usr\n}\n",
                "A(id*! Int, owner! Usr)",
                "RW220 3: `title` in `A` is no field; it is left out\nRW220 4: `A.owner` has the type `Usr`, which the schema does not define; it was read as a column",
            ),
            (
                "modle A {\n id Int\n}\nmodel B {\n id Int @id\n}",
                "B(id*! Int)",
                "RW220 1: `modle A {` starts nothing that is known here; it is left out",
            ),
        ],
    );
}

#[test]
fn files_of_one_schema_know_each_other() {
    let texts = [
        "model Post {\n id Int @id\n role Role\n ownerId Int\n owner User @relation(fields: [ownerId], references: [id])\n}",
        "enum Role {\n A\n}\nmodel User {\n id Int @id\n posts Post[]\n}",
    ];
    let sources: Vec<Source> =
        texts.iter().enumerate().map(|(i, text)| Source::new(DocumentId(i), format!("{i}.prisma"), *text)).collect();
    let parsed = database_plan(&sources.iter().collect::<Vec<_>>());
    assert_eq!(
        sketch(&parsed.value),
        "Post(id*! Int, role! Role, ownerId! Int)\n  ownerId -> User\nUser(id*! Int)\nRole = A"
    );
    assert_eq!(parsed.value.tables[1].place.document, DocumentId(1));
    assert_eq!(parsed.diagnostics, Vec::new());
}

#[test]
fn a_whole_schema() {
    let text = r#"
/// People who borrow.
model Member {
  id        String    @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  /// Login, lower case.
  email     String    @unique @db.VarChar(120)
  joinedAt  DateTime  @default(now()) @map("joined_at") @db.Timestamptz(6)
  changedAt DateTime  @updatedAt @map("changed_at")
  level     Level     @default(BASIC) /// what they may borrow
  loans     Loan[]

  @@index([level, joinedAt(sort: Desc)], map: "members_level")
  @@map("members")
}

model Loan {
  memberId String @map("member_id") @db.Uuid
  copyId   Int    @map("copy_id")
  member   Member @relation(fields: [memberId], references: [id], onDelete: Cascade)
  notes    Json?

  @@id([memberId, copyId])
  @@index([notes], type: Gin)
  @@map("loans")
}

enum Level {
  BASIC
  FULL  @map("full")
}
"#;
    let (schema, diagnostics) = file(PATH, text);
    assert_eq!(diagnostics, Vec::new());
    insta::assert_snapshot!(whole(&schema, text));
}

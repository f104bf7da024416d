//! Migrations: each step that a file can take, and what a later one finds of it.

use super::{check, lines, read};

#[test]
fn columns_change() {
    check(&[
        (
            "added, dropped and renamed",
            &[
                "CREATE TABLE a (id int, b text, c text CHECK (c <> ''), UNIQUE (b, c), CHECK (b > c));",
                "ALTER TABLE ONLY a ADD COLUMN IF NOT EXISTS d date DEFAULT now(), ADD e int NOT NULL, RENAME COLUMN c TO cc;\nALTER TABLE a ADD COLUMN IF NOT EXISTS id int;",
                "CREATE INDEX i ON a (cc, e);\nALTER TABLE a RENAME cc TO c2;\nALTER TABLE a DROP COLUMN IF EXISTS e CASCADE;\nALTER TABLE a DROP COLUMN never;",
            ],
            "a(id int, b text, c2 text ?c2 <> '', d date =now())\n  unique b+c2\n  check b > c2",
        ),
        (
            "altered one by one",
            &[
                "CREATE TABLE a (id int, b int DEFAULT 1, c int NOT NULL, d int);",
                "ALTER TABLE a ALTER COLUMN id SET NOT NULL, ALTER b DROP DEFAULT, ALTER COLUMN c DROP NOT NULL, ALTER COLUMN d TYPE numeric(10, 2) USING d::numeric, ALTER COLUMN d SET DEFAULT 0.5;\nALTER TABLE a ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (START WITH 1);",
            ],
            "a(id! int =GENERATED ALWAYS AS IDENTITY, b int, c int, d numeric(10, 2) =0.5)",
        ),
        (
            "MySQL defines them anew",
            &[
                "CREATE TABLE `a` (`id` int NOT NULL PRIMARY KEY, `b` varchar(10) DEFAULT 'x', `c` int, KEY `by_b` (`b`));",
                "ALTER TABLE `a` MODIFY COLUMN `b` varchar(20) NOT NULL AFTER `c`, CHANGE `c` `cc` bigint, ADD KEY `by_c` (`cc`), DROP INDEX `by_b`;\nRENAME TABLE a TO aa, x TO y;",
            ],
            "aa(id*! int, b! varchar(20), cc bigint)\n  index by_c cc",
        ),
        (
            "SQL Server",
            &[
                "CREATE TABLE a (id int, b int, c int)\nGO\nALTER TABLE a ALTER COLUMN b nvarchar(10) NOT NULL\nGO\nALTER TABLE a ADD d int NULL, e int NOT NULL CONSTRAINT DF_e DEFAULT 5\nGO\nALTER TABLE a WITH CHECK ADD CONSTRAINT FK_x FOREIGN KEY(b) REFERENCES z (id)\nALTER TABLE a CHECK CONSTRAINT FK_x\nALTER TABLE a ADD CONSTRAINT DF_b DEFAULT ('q') FOR b\nGO\nALTER TABLE a DROP CONSTRAINT DF_e\nALTER TABLE a DROP COLUMN c, d\nEXEC sp_rename 'dbo.a.e', 'f', 'COLUMN'\nGO\nCREATE TABLE z (id int PRIMARY KEY)\n",
            ],
            "a(id int, b! nvarchar(10) =('q'), f! int)\n  b -> z.id\nz(id* int)",
        ),
    ]);
}

#[test]
fn constraints_are_dropped_by_their_names_given_or_usual() {
    check(&[
        (
            "given",
            &[
                "CREATE TABLE a (id int CONSTRAINT pk PRIMARY KEY, b int CONSTRAINT bu UNIQUE CONSTRAINT bc CHECK (b IN (1, 2)), c int, CONSTRAINT cu UNIQUE (b, c), CONSTRAINT cf FOREIGN KEY (c) REFERENCES a (id));",
                "ALTER TABLE a DROP CONSTRAINT bu, DROP CONSTRAINT bc, DROP CONSTRAINT cf;\nALTER TABLE a RENAME CONSTRAINT cu TO cu2;\nALTER TABLE a DROP CONSTRAINT IF EXISTS cu2;\nALTER TABLE a DROP CONSTRAINT pk, ADD PRIMARY KEY (id, b);",
            ],
            "a(id* int, b* int, c int)",
        ),
        (
            "usual in PostgreSQL",
            &[
                "CREATE TABLE a (id int PRIMARY KEY, b int UNIQUE, c text CHECK (c IN ('x', 'y')), d int REFERENCES a, UNIQUE (b, c));",
                "ALTER TABLE a DROP CONSTRAINT a_b_key, DROP CONSTRAINT a_c_check, DROP CONSTRAINT a_d_fkey, DROP CONSTRAINT a_b_c_key, DROP CONSTRAINT a_pkey;",
            ],
            "a(id int, b int, c text, d int)",
        ),
        (
            "MySQL's own words",
            &[
                "CREATE TABLE a (id int, b int UNIQUE, PRIMARY KEY (id), CONSTRAINT f FOREIGN KEY (b) REFERENCES a (id));",
                "ALTER TABLE a DROP PRIMARY KEY, DROP FOREIGN KEY f, DROP INDEX b;",
            ],
            "a(id int, b int)",
        ),
        (
            "an index becomes a key, another is renamed and one is dropped",
            &[
                "CREATE TABLE a (id int NOT NULL, b int);\nCREATE UNIQUE INDEX k ON a (id);\nCREATE INDEX CONCURRENTLY i ON a USING gin (b gin_trgm_ops);\nCREATE INDEX j ON a (b DESC NULLS LAST) WHERE b > 0;",
                "ALTER TABLE a ADD CONSTRAINT a_pk PRIMARY KEY USING INDEX k;\nALTER INDEX j RENAME TO jj;\nDROP INDEX CONCURRENTLY IF EXISTS public.i;",
            ],
            "a(id*! int, b int)\n  index k id\n  index jj b where b > 0",
        ),
        (
            "a key that is added anew is the one that holds",
            &[
                "CREATE TABLE b (id int PRIMARY KEY);\nCREATE TABLE a (b_id int REFERENCES b ON DELETE CASCADE);",
                "ALTER TABLE a ADD CONSTRAINT again FOREIGN KEY (b_id) REFERENCES b (id) ON DELETE SET NULL;",
            ],
            "b(id* int)\na(b_id int)\n  b_id -> b.id SET NULL",
        ),
    ]);
}

#[test]
fn tables_are_renamed_and_replaced() {
    check(&[
        (
            "keys follow a table that is renamed, and its column",
            &[
                "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (a_id int REFERENCES a (id) ON DELETE CASCADE);",
                "ALTER TABLE a RENAME TO aa;\nALTER TABLE aa RENAME COLUMN id TO number;\nALTER TABLE b SET SCHEMA app;",
            ],
            "aa(number* int)\napp.b(a_id int)\n  a_id -> aa.number CASCADE",
        ),
        (
            "a copy takes the place of a table, as in SQLite",
            &[
                "CREATE TABLE a (id int PRIMARY KEY, b text);\nCREATE TABLE c (a_id int REFERENCES a (id));",
                "PRAGMA foreign_keys=OFF;\nCREATE TABLE \"new_a\" (\"id\" INTEGER NOT NULL PRIMARY KEY, \"b\" TEXT NOT NULL);\nINSERT INTO \"new_a\" (\"id\", \"b\") SELECT \"id\", \"b\" FROM \"a\";\nDROP TABLE \"a\";\nALTER TABLE \"new_a\" RENAME TO \"a\";\nCREATE UNIQUE INDEX \"a_b_key\" ON \"a\"(\"b\");",
            ],
            "c(a_id int)\n  a_id -> a.id\na(id*! INTEGER, b!u TEXT)\n  index a_b_key b",
        ),
        (
            "the old one steps aside first",
            &[
                "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE c (a_id int REFERENCES a (id));",
                "ALTER TABLE a RENAME TO a_old;\nCREATE TABLE a (id bigint PRIMARY KEY);\nDROP TABLE a_old;",
            ],
            "c(a_id int)\n  a_id -> a.id\na(id* bigint)",
        ),
        (
            "dropped with the keys that lead there, and defined anew",
            &[
                "CREATE TABLE a (id int PRIMARY KEY, old int);\nCREATE TABLE c (a_id int REFERENCES a (id));",
                "DROP TABLE IF EXISTS a, never CASCADE;\nCREATE TABLE a (id uuid);",
            ],
            "c(a_id int)\na(id uuid)",
        ),
    ]);
}

#[test]
fn types_policies_and_routines_change() {
    check(&[
        (
            "values are added and renamed, and a type is replaced by a new one",
            &[
                "CREATE TYPE mood AS ENUM ('ok', 'bad');\nCREATE TYPE kind AS ENUM ('a', 'b');\nCREATE DOMAIN size AS text CHECK (VALUE IN ('s', 'm'));\nCREATE TYPE gone AS ENUM ('x');\nCREATE TABLE t (m mood[], k kind NOT NULL DEFAULT 'a');",
                "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'best' BEFORE 'ok';\nALTER TYPE mood ADD VALUE 'fine' AFTER 'ok';\nALTER TYPE mood RENAME VALUE 'bad' TO 'worst';\nALTER TYPE mood RENAME TO feeling;\nDROP TYPE gone;",
                "CREATE TYPE \"kind_new\" AS ENUM ('a', 'c');\nALTER TABLE t ALTER COLUMN k TYPE \"kind_new\" USING (k::text::\"kind_new\");\nALTER TYPE \"kind\" RENAME TO \"kind_old\";\nALTER TYPE \"kind_new\" RENAME TO \"kind\";\nDROP TYPE \"kind_old\";",
            ],
            "t(m feeling[], k! kind ='a')\nsize = s|m\nfeeling = best|ok|fine|worst\nkind = a|c",
        ),
        (
            "policies, triggers and functions",
            &[
                "CREATE TABLE t (id int);\nCREATE POLICY \"read it\" ON t FOR SELECT USING (true);\nCREATE POLICY p ON t FOR ALL USING (id = 1) WITH CHECK (id = 1);\nCREATE FUNCTION f() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql;\nCREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f();",
                "DROP POLICY IF EXISTS \"read it\" ON t;\nCREATE OR REPLACE FUNCTION f() RETURNS trigger AS $$ BEGIN RETURN NULL; END $$ LANGUAGE plpgsql;\nDROP TRIGGER g ON t;",
            ],
            "t(id int)\n  policy p ALL\nroutine f -",
        ),
    ]);
}

#[test]
fn what_takes_back_is_not_applied() {
    let kept = "CREATE TABLE a (id int);\n";
    for (path, text) in [
        ("m/1.sql", "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;\n"),
        ("m/1.sql", "-- migrate:up\nCREATE TABLE a (id int)\n-- migrate:down\nDROP TABLE a"),
        ("m/1.sql", "-- Up Migration\nCREATE TABLE a (id int);\n-- Down Migration\nDROP TABLE a;\n"),
        ("m/1.sql", "-- +migrate Down\nDROP TABLE a;\n-- +migrate Up\nCREATE TABLE a (id int);\n"),
        ("m/1.sql", "# --- !Ups\nCREATE TABLE a (id int);\n# --- !Downs\nDROP TABLE a;\n"),
        ("m/1.sql", "CREATE TABLE a (id int);\n-- //@UNDO\nDROP TABLE a;\n"),
        ("m/1.sql", "CREATE TABLE a (id int);\n---- create above / drop below ----\nDROP TABLE a;\n"),
        ("m/1.sql", "-- Down the road we may need more\nCREATE TABLE a (id int);\n-- rollback plan: none\n"),
    ] {
        assert_eq!(lines(&read(&[(path, text)]).0), "a(id int)", "{text}");
    }
    for path in ["m/1_a.down.sql", "m/1_a/down.sql", "m/U1__a.sql", "m/1.undo.sql"] {
        assert_eq!(lines(&read(&[("m/1.sql", kept), (path, "DROP TABLE a;")]).0), "a(id int)", "{path}");
    }
}

#[test]
fn a_table_keeps_the_places_of_what_changed_it() {
    let (schema, told) = read(&[
        ("m/1.sql", "CREATE TABLE a (id int);\n"),
        ("m/2.sql", "ALTER TABLE a ADD b int;\nALTER TABLE a OWNER TO me;\nCREATE TABLE a (id bigint);\n"),
    ]);
    let table = schema.table("a").expect("it is defined");
    let more: Vec<_> = table.more.iter().map(|p| (p.document.0, p.span.start, p.span.end)).collect();
    assert_eq!(more, [(1, 0, 23)]);
    assert_eq!(told.len(), 1, "the second definition differs: {told:#?}");
}

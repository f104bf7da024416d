//! Whatever the bytes: no panic, every place inside its text, and time that grows with the text alone.

use proptest::prelude::*;
use sqlparser::ast::{ColumnOption, Statement as Parsed, TableConstraint};
use sqlparser::dialect::{MySqlDialect, PostgreSqlDialect};
use sqlparser::parser::Parser;

use super::read;
use crate::diagnostic::codes;

fn survives(text: &str) {
    let (schema, told) = read(&[("a.sql", text)]);
    let tables = schema.tables.iter().chain(&schema.views);
    let places = tables.flat_map(|t| {
        let own = [t.place].into_iter().chain(t.more.iter().copied());
        own.chain(t.columns.iter().map(|c| c.place)).chain(t.indexes.iter().map(|i| i.place))
    });
    for place in places.chain(told.iter().filter_map(|d| d.place)) {
        assert!(text.get(place.span.start..place.span.end).is_some(), "{place:?} in {text:?}");
    }
}

#[test]
fn depth_and_repetition_cost_neither_stack_nor_patience() {
    const TIMES: usize = 50_000;
    for (head, piece, tail) in [
        ("CREATE TABLE a (b int CHECK ", "(", ""),
        ("CREATE TABLE a (b int DEFAULT ", "(", "1"),
        ("CREATE VIEW v AS SELECT ", "(SELECT ", "1"),
        ("CREATE TABLE a (", "CASE WHEN ", ")"),
        ("CREATE TRIGGER t ON a ", "BEGIN ", ""),
        ("", "'", ""),
        ("INTO ` ", "'\\", ""),
        ("", "/* ", ""),
        ("", "$a$ ", ""),
        ("", "[a ", ""),
        ("", "\"x\n", ""),
        ("CREATE TABLE a (", "b int, ", "c int)"),
        ("CREATE TABLE a (x int);", "ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME TO a;", ""),
        ("", "CREATE TYPE t AS ENUM ('a');", ""),
        (
            "CREATE TYPE t AS ENUM ('a');",
            "ALTER TYPE t RENAME TO u; ALTER TYPE u RENAME TO t;",
            "CREATE TABLE a (b t);",
        ),
    ] {
        survives(&format!("{head}{}{tail}", piece.repeat(TIMES / piece.len().min(10))));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_mixture_of_sql_is_too_odd(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        survives(&pieces.concat());
    }

    #[test]
    fn a_table_reads_as_a_general_parser_reads_it(
        columns in prop::collection::vec((prop::sample::select(TYPES), prop::sample::subsequence(OPTIONS, 0..4)), 1..8),
        constraints in prop::sample::subsequence(CONSTRAINTS, 0..3),
        backticks in any::<bool>(),
    ) {
        let quote = if backticks { "`" } else { "\"" };
        let elements: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(i, (ty, options))| format!("{quote}c{i}{quote} {ty} {}", options.join(" ")))
            .chain(constraints.iter().map(|c| (*c).to_owned()))
            .collect();
        let text = format!("CREATE TABLE t (\n  {}\n);\n", elements.join(",\n  "));
        let parsed = if backticks {
            Parser::parse_sql(&MySqlDialect {}, &text)
        } else {
            Parser::parse_sql(&PostgreSqlDialect {}, &text)
        };
        // What the general parser does not take is no measure.
        let Some(Parsed::CreateTable(theirs)) = parsed.ok().and_then(|p| p.into_iter().next()) else { return Ok(()) };
        let (schema, told) = read(&[("a.sql", &text)]);
        prop_assert!(told.iter().all(|d| d.code != codes::SQL_UNREAD), "{} {:?}", text, told);
        let ours = schema.table("t").expect("it is defined");
        prop_assert_eq!(ours.columns.len(), theirs.columns.len(), "{}", text);
        for (our, their) in ours.columns.iter().zip(&theirs.columns) {
            prop_assert_eq!(&our.name, &their.name.value);
            let last = their.options.iter().rev().find_map(|o| match o.option {
                ColumnOption::NotNull => Some(false),
                ColumnOption::Null => Some(true),
                _ => None,
            });
            prop_assert_eq!(our.nullable, last, "{}", text);
            let default = their.options.iter().any(|o| matches!(o.option, ColumnOption::Default(_)));
            prop_assert_eq!(our.default.is_some(), default, "{}", text);
        }
        let keys = theirs.constraints.iter().filter(|c| matches!(c, TableConstraint::ForeignKey(_))).count();
        let inline = theirs.columns.iter().flat_map(|c| &c.options);
        let inline = inline.filter(|o| matches!(o.option, ColumnOption::ForeignKey(_))).count();
        prop_assert!(ours.foreign_keys.len() <= keys + inline && (ours.foreign_keys.is_empty() == (keys + inline == 0)));
    }
}

const TYPES: &[&str] =
    &["int", "numeric(10, 2)", "varchar(20)", "double precision", "timestamp with time zone", "text"];
const OPTIONS: &[&str] = &[
    "NOT NULL",
    "DEFAULT (1 + 2)",
    "DEFAULT NULL",
    "UNIQUE",
    "CHECK (1 > 0 AND (2 IS NOT NULL))",
    "REFERENCES o (id) ON DELETE SET NULL",
];
const CONSTRAINTS: &[&str] =
    &["CHECK (c0 > 1)", "UNIQUE (c0)", "CONSTRAINT f FOREIGN KEY (c0) REFERENCES o (id) ON DELETE CASCADE"];

const PIECES: &[&str] = &[
    "CREATE TABLE ",
    "IF NOT EXISTS ",
    "a ",
    "b ",
    "\"c\" ",
    "`d` ",
    "[e] ",
    "(",
    ")",
    ", ",
    ";\n",
    "id int",
    " PRIMARY KEY",
    " NOT NULL",
    " DEFAULT ",
    "'x'",
    "'",
    "\"",
    "$$",
    "$t$",
    "-- +goose Down\n",
    "-- +goose Up\n",
    "/*",
    "*/",
    "/*!50705 ",
    "\nGO\n",
    "\nDELIMITER //\n",
    "//",
    "\n/\n",
    "\\restrict\n",
    "COPY a FROM stdin;\n",
    "\n\\.\n",
    "ALTER TABLE a ",
    "ADD ",
    "DROP ",
    "COLUMN ",
    "CONSTRAINT ",
    "RENAME ",
    "TO ",
    "MODIFY ",
    "CHANGE ",
    "ALTER ",
    "TYPE ",
    "SET ",
    "INHERITS (a)",
    "LIKE a",
    "PARTITION OF a",
    "ATTACH PARTITION b",
    "CREATE TYPE a AS ENUM ('x')",
    "ADD VALUE 'y' ",
    "CREATE INDEX ",
    "ON a (b)",
    "USING ",
    "INDEX ",
    "CREATE VIEW v AS ",
    "SELECT ",
    "* ",
    "a.* ",
    "FROM a",
    "CREATE POLICY p ON a ",
    "FOR ",
    "CREATE TRIGGER t ",
    "BEGIN ",
    "END",
    "CASE ",
    "IF ",
    "DO $$ BEGIN ",
    " END $$",
    "REFERENCES ",
    "FOREIGN KEY ",
    "CHECK (a IN ('x', 'y'))",
    "UNIQUE ",
    "żółw",
    "\u{feff}",
    "😀",
    "::",
    "[]",
    ".",
    "%",
    "EXEC sp_rename 'a.b', 'c', 'COLUMN'",
    "\r\n",
    "\n",
    "COMMENT ON COLUMN a.b IS 'x'",
    "DROP TABLE a CASCADE",
    "GENERATED ALWAYS AS ",
    "IDENTITY",
    "AS ",
];

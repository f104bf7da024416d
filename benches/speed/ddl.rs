//! Reading DDL, against sqlparser's own pass over the same text: tokens, and a tree for each statement.

use std::fmt::Write as _;

use routewright::read::schema::database_plan;
use routewright::text::{DocumentId, Source};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use crate::paired::compare;

/// A small service, a large one, and ten times that.
const SIZES: [usize; 3] = [50, 500, 5_000];

pub(crate) fn run() {
    println!("Reading DDL as a dump writes it");
    let sources: Vec<Source> =
        SIZES.iter().map(|tables| Source::new(DocumentId(0), "db/structure.sql", dump(*tables))).collect();
    for (tables, source) in SIZES.iter().zip(&sources) {
        assert_eq!(database_plan(&[source]).value.tables.len(), *tables, "the benchmark's own dump is read whole");
        assert!(statements(source.text()) > *tables, "sqlparser takes the benchmark's own dump");
        compare(
            &format!("  {tables} tables, {} KB", source.text().len() / 1024),
            || database_plan(&[source]),
            "sqlparser",
            || statements(source.text()),
        );
    }
    for pair in sources.windows(2) {
        let [small, large] = pair else { continue };
        compare(
            &format!("  {} KB, ten times the DDL (linear would be 10)", large.text().len() / 1024),
            || database_plan(&[large]),
            "a tenth",
            || database_plan(&[small]),
        );
    }
}

fn statements(text: &str) -> usize {
    let parsed = Parser::new(&PostgreSqlDialect {}).try_with_sql(text).and_then(|mut p| p.parse_statements());
    parsed.map_or(0, |statements| statements.len())
}

/// Tables with the statements that a dump has for each: definition, key, reference, index, comment.
fn dump(tables: usize) -> String {
    let mut text = String::from("SET client_encoding = 'UTF8';\nCREATE TYPE public.state AS ENUM ('open', 'done');\n");
    for t in 0..tables {
        let _ = writeln!(
            text,
            "CREATE TABLE public.items_{t} (\n    id bigint NOT NULL,\n    owner_id bigint NOT NULL,\n    name character varying(100) NOT NULL,\n    state public.state DEFAULT 'open'::public.state NOT NULL,\n    amount numeric(10,2) DEFAULT 0.0 NOT NULL,\n    tags text[] DEFAULT '{{}}'::text[],\n    data jsonb DEFAULT '{{}}'::jsonb NOT NULL,\n    note text,\n    created_at timestamp(6) without time zone NOT NULL,\n    updated_at timestamp(6) without time zone NOT NULL,\n    CONSTRAINT positive CHECK ((amount >= (0)::numeric))\n);"
        );
    }
    for t in 0..tables {
        let _ = writeln!(
            text,
            "ALTER TABLE ONLY public.items_{t} ADD CONSTRAINT items_{t}_pkey PRIMARY KEY (id);\nCREATE INDEX index_items_{t}_on_owner_id ON public.items_{t} USING btree (owner_id);\nCREATE UNIQUE INDEX index_items_{t}_on_name ON public.items_{t} USING btree (owner_id, name) WHERE (note IS NOT NULL);"
        );
    }
    for t in 0..tables {
        let _ = writeln!(
            text,
            "ALTER TABLE ONLY public.items_{t} ADD CONSTRAINT fk_{t} FOREIGN KEY (owner_id) REFERENCES public.items_{}(id) ON DELETE CASCADE;\nCOMMENT ON COLUMN public.items_{t}.note IS 'what else there is to say';",
            t / 2
        );
    }
    text
}

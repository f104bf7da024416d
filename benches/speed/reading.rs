//! Reading both documents, against a bare pulldown-cmark pass over the same bytes.

use pulldown_cmark::{Options, Parser};

use crate::documents;
use crate::paired::compare;

/// A plan of the median size, one of the largest that was seen, and ten times that.
const SIZES: [(usize, usize); 3] = [(15, 6), (60, 16), (600, 160)];

pub(crate) fn run() {
    println!("Reading an API plan and a database plan");
    for (endpoints, tables) in SIZES {
        let api = documents::api_plan(endpoints);
        let database = documents::database_plan(tables);
        let project = routewright::read::project("bench", documents::documents(&api, &database));
        assert_eq!(project.api.endpoints.len(), endpoints, "the benchmark's own plan is read whole");
        assert_eq!(project.schema.tables.len(), tables, "the benchmark's own plan is read whole");
        compare(
            &format!("  {endpoints} endpoints, {tables} tables, {} KB", (api.len() + database.len()) / 1024),
            || routewright::read::project("bench", documents::documents(&api, &database)),
            "pulldown-cmark",
            || markdown_pass(&api) + markdown_pass(&database),
        );
    }
}

fn markdown_pass(text: &str) -> usize {
    Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter().map(|(_, range)| range.len()).sum()
}

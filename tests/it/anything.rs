//! Whatever bytes stand in the documents: reading, prompt and plan never panic, and every place lies
//! inside its text.

use proptest::prelude::*;
use routewright::cli::choose;
use routewright::deliver::file_name::Pattern;
use routewright::model::{Document, DocumentRole, Format, Language, Project};
use routewright::prompt::{self, Template};
use routewright::relate::Relations;
use routewright::shell::decode::decode;
use routewright::text::{DocumentId, Place, Source};
use routewright::{plan, read};

/// Pieces that documents are made of, among them those that readers look for.
const PIECES: [&str; 40] = [
    "# ",
    "## ",
    "#### GET /api/items/{id}\n",
    "- **POST /api/items**\n",
    "- **Method**: `PATCH`\n",
    "- **Path**: `/a/:b`\n",
    "| Method | Path |\n| --- | --- |\n",
    "| DELETE | `/items` |\n",
    "```json\n",
    "```sql\n",
    "```\n",
    "{ \"name\": \"string\", ",
    "[1, ",
    "}",
    "CREATE TABLE items (id UUID PRIMARY KEY, ",
    "name TEXT NOT NULL);\n",
    "ALTER TABLE ",
    "CREATE POLICY p ON items ",
    "### items\n",
    "- `id` UUID PRIMARY KEY\n",
    "- name: TEXT, NOT NULL\n",
    "- UNIQUE (`a`, `b`)\n",
    "| column | type | constraints |\n",
    "FOREIGN KEY → items(id)\n",
    "- **Query Parameters**: `page`, `limit`\n",
    "- **Błędy**: `400`, 404\n",
    "**Response (201 Created)**:\n",
    "\n",
    "\r\n",
    "  ",
    "\t",
    "---\n",
    "> ",
    "* ",
    "1. ",
    "\\",
    "`",
    "**",
    "ż",
    "👩‍👩‍👧",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read(api in prop::collection::vec(any::<u8>(), 0..400), db in prop::collection::vec(any::<u8>(), 0..400)) {
        whole_way(&decode(&api).text, &decode(&db).text);
    }

    #[test]
    fn any_pieces_are_read(
        api in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60),
        db in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60),
    ) {
        whole_way(&api.concat(), &db.concat());
    }
}

fn whole_way(api: &str, database: &str) {
    let document = |id, role, path: &str, text: &str| Document {
        role,
        format: Format::Markdown,
        source: Source::new(DocumentId(id), path, text),
        bytes: text.len() as u64,
        sha256: String::new(),
    };
    let documents = vec![
        document(0, DocumentRole::ApiPlan, ".ai/api-plan.md", api),
        document(1, DocumentRole::DatabasePlan, ".ai/db-plan.md", database),
        document(2, DocumentRole::TechStack, ".ai/tech-stack.md", database),
        document(3, DocumentRole::Rules, "AGENTS.md", api),
    ];
    let project = read::project("any", documents);
    places_lie_inside(&project);
    let relations = Relations::new(&project);
    let pattern = Pattern::new(".ai/{method}-{path}.md").unwrap();
    for endpoint in &project.api.endpoints {
        for language in Language::all().iter().copied() {
            let tables = choose::picked(&project, &relations, &[endpoint]);
            let choice = choose::choice(&project, vec![endpoint], tables, language, &pattern);
            let prompt = prompt::compose(&choice, &Template::built_in(language));
            assert!(!prompt.text.contains('\u{1b}'), "an escape sequence in the prompt");
            let written = plan::to_markdown(&plan::write(&choice));
            assert!(!written.contains('\u{1b}'), "an escape sequence in the plan");
        }
    }
}

fn places_lie_inside(project: &Project) {
    let inside = |place: Place| {
        let text = project.documents[place.document.0].source.text();
        assert!(text.get(place.span.start..place.span.end).is_some(), "{place:?} in {text:?}");
    };
    for endpoint in &project.api.endpoints {
        inside(endpoint.place);
        endpoint.context.iter().for_each(|c| inside(c.place));
        let fields = endpoint
            .details
            .path_params
            .iter()
            .chain(&endpoint.details.query_params)
            .chain(&endpoint.details.body_fields);
        fields.for_each(|field| inside(field.place));
        endpoint.details.responses.iter().for_each(|r| inside(r.place));
    }
    for table in &project.schema.tables {
        inside(table.place);
        table.more.iter().for_each(|place| inside(*place));
        table.columns.iter().for_each(|column| inside(column.place));
    }
    project.diagnostics.iter().filter_map(|d| d.place).for_each(inside);
}

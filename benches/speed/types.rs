//! Reading declared types, against a bare tree-sitter parse of the same sources.

use std::fmt::Write as _;

use routewright::model::{Document, DocumentRole, Format};
use routewright::read;
use routewright::text::{DocumentId, Source};
use tree_sitter::{Language, Parser};

use crate::paired::compare;

/// A project with few files of types, and one with as many as are read.
const FILES: [usize; 2] = [20, 200];

pub(crate) fn run() {
    println!("Reading types");
    for files in FILES {
        let sources: Vec<String> = (0..files).map(source).collect();
        let bytes: usize = sources.iter().map(String::len).sum();
        let project = read::project("bench", documents(&sources));
        assert_eq!(project.types.len(), files * 4, "the benchmark's own sources are read whole");
        compare(
            &format!("  {files} files, {} KB", bytes / 1024),
            || read::project("bench", documents(&sources)).types.len(),
            "tree-sitter",
            || sources.iter().map(|source| parse(source)).sum::<usize>(),
        );
    }
}

fn parse(source: &str) -> usize {
    let mut parser = Parser::new();
    let language = Language::new(tree_sitter_typescript::LANGUAGE_TYPESCRIPT);
    assert!(parser.set_language(&language).is_ok(), "the grammar fits the parser");
    parser.parse(source, None).map_or(0, |tree| tree.root_node().end_byte())
}

/// A source as people keep beside one resource: rows, commands, states and a schema.
fn source(n: usize) -> String {
    let mut text =
        format!("import type {{ Tables }} from \"../db\";\n\nexport type State{n} = \"draft\" | \"open\";\n");
    let _ = write!(
        text,
        "\n/** One item. */\nexport interface Item{n}Dto extends Tables<\"items_{n}\"> {{\n  state: State{n};\n"
    );
    for field in 0..20 {
        let _ = writeln!(text, "  /** Field {field}. */\n  field_{field}?: string | null;");
    }
    let _ = write!(
        text,
        "}}\n\nexport type CreateItem{n}Command = Pick<Item{n}Dto, \"state\" | \"field_0\"> & {{ owner: string }};\n"
    );
    let _ = writeln!(
        text,
        "export const createItem{n}Schema = z.object({{ state: z.string(), field_0: z.string().min(1).optional() }});"
    );
    text.push_str("\nexport function helper(items: string[]): number {\n  return items.filter((item) => item.length > 3).map((item) => item.length).reduce((a, b) => a + b, 0);\n}\n");
    text
}

fn documents(sources: &[String]) -> Vec<Document> {
    let document = |(at, text): (usize, &String)| Document {
        role: DocumentRole::Types,
        format: Format::Code,
        source: Source::new(DocumentId(at), format!("src/items/item-{at}.types.ts"), text.as_str()),
        bytes: text.len() as u64,
        sha256: String::new(),
    };
    sources.iter().enumerate().map(document).collect()
}

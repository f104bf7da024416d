//! Schemas in languages of their own: each shape a small text, and one whole document a language.

mod dbml;
mod mermaid;
mod prisma;

use proptest::prelude::*;

use super::{check, sketch};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Schema;
use crate::read::schema::database_plan;
use crate::text::{DocumentId, Source};

/// Reads one file of that name.
fn file(path: &str, text: &str) -> (Schema, Vec<Diagnostic>) {
    let parsed = database_plan(&[&Source::new(DocumentId(0), path, text)]);
    (parsed.value, parsed.diagnostics)
}

/// Each case: its name, its text, and the schema in a few lines.
fn cases(path: &str, cases: &[(&str, &str, &str)]) {
    for (name, text, expected) in cases {
        let (schema, diagnostics) = file(path, text);
        assert_eq!(sketch(&schema), *expected, "{name}");
        assert_eq!(diagnostics, Vec::new(), "{name}");
    }
}

/// Each case: a text with something odd, the schema in a few lines, and what is said with its line.
fn odd(path: &str, cases: &[(&str, &str, &str)]) {
    for (text, expected, said) in cases {
        let source = Source::new(DocumentId(0), path, *text);
        let parsed = database_plan(&[&source]);
        assert_eq!(sketch(&parsed.value), *expected, "{text}");
        let remarks: Vec<String> = parsed
            .diagnostics
            .iter()
            .map(|d| {
                let line = d.place.map_or(0, |p| source.line_of(p.span.start));
                format!("{} {line}: {}", d.code, d.message)
            })
            .collect();
        assert_eq!(remarks.join("\n"), *said, "{text}");
    }
}

/// All that a document says of its tables, for a snapshot.
fn whole(schema: &Schema, source: &str) -> String {
    let mut lines = Vec::new();
    for table in &schema.tables {
        let place = source.get(table.place.span.start..table.place.span.end).unwrap_or_default();
        let first = place.lines().next().unwrap_or_default();
        lines.push(format!("{} <{first}> {}", table.name, table.description.as_deref().unwrap_or_default()));
        for c in &table.columns {
            let mut line = format!("  {} {}", c.name, c.ty.as_deref().unwrap_or("?"));
            for (shown, mark) in [(c.primary_key, " key"), (c.unique, " unique")] {
                line.push_str(if shown { mark } else { "" });
            }
            line.push_str(match c.nullable {
                Some(true) => " null",
                Some(false) => " not null",
                None => "",
            });
            for (label, value) in [("=", &c.default), ("check", &c.check), ("--", &c.description)] {
                if let Some(value) = value {
                    line.push_str(&format!(" {label} {value}"));
                }
            }
            lines.push(line);
        }
        for k in &table.foreign_keys {
            let column = k.references_column.as_deref().unwrap_or("?");
            let action = k.on_delete.as_deref().unwrap_or_default();
            lines.push(format!("  {} -> {}.{column} {action}", k.column, k.references));
        }
        lines.extend(table.unique.iter().map(|u| format!("  unique {}", u.join("+"))));
        lines.extend(table.checks.iter().map(|c| format!("  check {c}")));
        for i in &table.indexes {
            let (name, method) = (i.name.as_deref().unwrap_or("?"), i.method.as_deref().unwrap_or_default());
            lines.push(format!("  index {name} ({}) {method}", i.columns.join(", ")));
        }
    }
    for view in &schema.views {
        let names: Vec<&str> = view.columns.iter().map(|c| c.name.as_str()).collect();
        lines.push(format!("view {} ({})", view.name, names.join(", ")));
    }
    lines.extend(schema.enums.iter().map(|e| format!("enum {} = {}", e.name, e.values.join("|"))));
    lines.iter().map(|l| l.trim_end()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_file_of_another_kind_gives_few_remarks() {
    let (_, said) = file("a.dbml", &"no schema\n".repeat(500));
    assert_eq!(said.iter().filter(|d| d.code == codes::SCHEMA_UNREAD).count(), 100);
    assert!(said.iter().any(|d| d.message.ends_with("and 400 more lines are not understood")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_mixture_of_pieces_is_too_odd(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..50)) {
        let text = pieces.concat();
        for path in ["schema.prisma", "a.dbml", "a.mmd"] {
            check(&text, path);
        }
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,200}") {
        for (path, start) in [("schema.prisma", "model A {\n"), ("a.dbml", "Table a {\n"), ("a.mmd", "erDiagram\nA {\n")] {
            check(&format!("{start}{text}"), path);
        }
    }
}

/// What such schemas are made of, and what breaks them.
const PIECES: &[&str] = &[
    "model Post {\n",
    "  id Int @id @default(autoincrement())\n",
    "  tags Tag[] @relation(\"x\")\n",
    "  author User? @relation(fields: [authorId], references: [id], onDelete: SetNull)\n",
    "  @@map(\"posts\")\n",
    "  @@unique([a, b(sort: Desc)], map: \"u\")\n",
    "enum Role {\n A @map(\"a\")\n",
    "Unsupported(\"x\")",
    "type T {",
    "}\n",
    "Table shop.orders as O [note: 'x'] {\n",
    "  id int [pk, ref: > users.id]\n",
    "  name \"double precision\"[] [default: `now()`]\n",
    "  indexes {\n (a, `b`) [unique]\n",
    "  ~part\n",
    "Ref: a.(x, y) <> b.\"ż\" [delete: set null]\n",
    "Ref r {",
    "TablePartial part {\n",
    "Enum e {\n a [note: 'x']\n",
    "Note: '''\n",
    "erDiagram\n",
    "ORDER ||--o{ ITEM : \"has\"\n",
    "A one or more to zero or many B : c\n",
    "o[\"Żółw\"] { string *id PK, FK \"c\"\n",
    "---\ntitle: x\n---\n",
    "accDescr {\n",
    "%% x\n",
    "|",
    "--",
    ":::",
    "(",
    ")",
    "[",
    "]",
    "{",
    "'",
    "\"",
    "`",
    "\\",
    "@",
    ".",
    ",",
    "/*",
    "///  doc\n",
    "// x",
    "\n",
    "\r\n",
    "😀",
    "ż ",
    "\u{feff}",
];

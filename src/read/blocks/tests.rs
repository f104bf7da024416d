use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::text::DocumentId;

/// One line a block: kind, indent, `+` where a blank line stands before it, and its text.
fn show(text: &str) -> String {
    let source = Source::new(DocumentId(0), "a.md", text);
    let outline = outline(&source);
    let mut shown = String::new();
    for block in &outline.blocks {
        let kind = match &block.kind {
            BlockKind::Heading { level } => format!("h{level}"),
            BlockKind::Item { number: Some(n) } => format!("item {n}"),
            BlockKind::Item { number: None } => "item".to_owned(),
            BlockKind::Line => "line".to_owned(),
            BlockKind::Row { table, header, cells } => {
                let cells: Vec<_> = cells.iter().map(|c| outline.slice(*c)).collect();
                let kind = if *header { "head" } else { "row" };
                writeln!(shown, "{kind} {table} {cells:?}").unwrap();
                continue;
            }
            BlockKind::Code { language } => format!("code({})", outline.slice(*language)),
            BlockKind::Rule => "rule".to_owned(),
        };
        let apart = if block.apart { "+" } else { "" };
        writeln!(shown, "{kind}{apart} {} {:?}", block.indent, outline.text_of(block)).unwrap();
    }
    shown
}

fn check(text: &str, expected: &str) {
    let expected: String = expected.lines().map(|l| format!("{}\n", l.trim())).filter(|l| l.len() > 1).collect();
    assert_eq!(show(text), expected, "\n{text}");
}

#[test]
fn headings_items_and_lines() {
    check(
        "# Plan\n\n## 2. Users ##\nGET /users  \nLists them\n- one\n  more\n  - two\n    3. three\n",
        r#"
        h1+ 0 "Plan"
        h2+ 0 "2. Users"
        line 0 "GET /users"
        line 0 "Lists them"
        item 0 "one"
        line 2 "more"
        item 2 "two"
        item 3 4 "three"
        "#,
    );
}

#[test]
fn path_parameters_stay_in_headings() {
    check("### GET /users/{id}\n\n#### `GET` /a/<id>\n", "h3+ 0 \"GET /users/{id}\"\nh4+ 0 \"`GET` /a/<id>\"");
}

#[test]
fn fences_at_the_margin_do_not_turn_sub_items_into_code() {
    check(
        "- GET /a\n  - Response:\n```json\n{ \"a\": 1 }\n```\n    - Errors: 404\n",
        "item+ 0 \"GET /a\"\nitem 2 \"Response:\"\ncode(json) 0 \"{ \\\"a\\\": 1 }\\n\"\nitem 4 \"Errors: 404\"",
    );
}

#[test]
fn tables_are_read_below_a_list_item_and_keep_pipes_in_code() {
    check(
        "- Parameters\n  | Name | Type |\n  |---|---|\n  | a | `x|y` |\n  after\n\n| A | B |\n|--|--|\n| 1 | `x|y` |\n| 2 \\| 3 | |\n",
        r#"
        item+ 0 "Parameters"
        head 0 ["Name", "Type"]
        row 0 ["a", "`x|y`"]
        line 2 "after"
        head 1 ["A", "B"]
        row 1 ["1", "`x|y`"]
        row 1 ["2 \\| 3", ""]
        "#,
    );
}

#[test]
fn marks_that_markdown_does_not_accept_are_read_as_meant() {
    check(
        "1. **POST /a**\n   text\n2.5. **POST /b**\n",
        "item 1+ 0 \"**POST /a**\"\nline 3 \"text\"\nitem 2 0 \"**POST /b**\"",
    );
    check("text\n---\nmore\n\nTitle\n=====\n", "line+ 0 \"text\"\nrule 0 \"---\"\nline 0 \"more\"\nh1+ 0 \"Title\"");
}

#[test]
fn odd_files_keep_their_offsets() {
    check("\u{feff}# Plan\r\n\r\n- a\r\n- b\r\n", "h1+ 3 \"Plan\"\nitem+ 0 \"a\"\nitem 0 \"b\"");
    check("---\ntitle: x\n---\n# Plan\n", "h1+ 0 \"Plan\"");
    check("```markdown\n# Plan\n```json\n{}\n```\n- a\n```\n", "h1+ 0 \"Plan\"\ncode(json) 0 \"{}\\n\"\nitem 0 \"a\"");
    check(
        "\\# Plan\n\n\\#### GET /users/\\[id\\]\n\n\\- \\*\\*Path\\*\\*: x\\_y&nbsp;z\n\n\\- b\n",
        "h1+ 1 \"Plan\"\nh4+ 1 \"GET /users/\\\\[id\\\\]\"\nitem+ 1 \"**Path**  : x\\\\_y      z\"\nitem+ 1 \"b\"",
    );
}

#[test]
fn an_unclosed_fence_does_not_swallow_the_rest() {
    let text = "## A\n```json\n{ \"a\": 1 }\n\n## B\ntext\n```json\n{}\n```\n## C\n";
    let source = Source::new(DocumentId(0), "a.md", text);
    let outline = outline(&source);
    assert_eq!(outline.unclosed_fences, [Span::new(5, 12)]);
    let headings: Vec<_> = outline
        .blocks
        .iter()
        .filter(|b| matches!(b.kind, BlockKind::Heading { .. }))
        .map(|b| outline.text_of(b))
        .collect();
    assert_eq!(headings, ["A", "B", "C"]);
}

#[test]
fn an_unclosed_fence_ends_before_the_marks_of_the_next_line() {
    check("> ```json\n> {\n> ## B\n> text\n", "code(json)+ 2 \"{\\n\"\nh2 2 \"B\"\nline 2 \"text\"");
    check(">```json\n>## ", "code(json)+ 1 \"\"\nh2 1 \"\"");
    check("- ```json\n  ## B\n  text\n", "code(json)+ 0 \"\"\nh2 2 \"B\"\nline 2 \"text\"");
}

#[test]
fn a_bold_line_is_told_from_bold_words() {
    let source = Source::new(DocumentId(0), "a.md", "**GET /a**\n\n**GET** /a\n\n**Errors:**\n");
    let outline = outline(&source);
    let bold: Vec<_> = outline.blocks.iter().filter_map(|b| outline.bold_line(b)).map(|s| source.slice(s)).collect();
    assert_eq!(bold, ["GET /a", "Errors:"]);
}

proptest! {
    #[test]
    fn any_text_has_an_outline_in_order_and_inside(text in "(\\PC|[\n\r#*`|> \\-\\\\]|```json\n|> |## |>## |\\| a \\|\n\\|--\\|\n|- |## |&nbsp;|ą){0,60}") {
        let source = Source::new(DocumentId(0), "a.md", text);
        let outline = outline(&source);
        prop_assert_eq!(outline.text().len(), source.text().len());
        let mut last = 0;
        for block in &outline.blocks {
            prop_assert!(source.text().get(block.span.start..block.span.end).is_some(), "{:?}", block);
            prop_assert!(outline.text().get(block.text.start..block.text.end).is_some(), "{:?}", block);
            prop_assert!(block.span.start >= last, "{:?} after {}", block, last);
            last = block.span.end;
        }
    }
}

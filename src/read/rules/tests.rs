use super::*;
use crate::text::DocumentId;

fn read(path: &str, text: &str) -> Vec<Rule> {
    rules_file(&Source::new(DocumentId(0), path, text)).value
}

fn texts(path: &str, text: &str) -> Vec<String> {
    read(path, text).into_iter().map(|rule| rule.text).collect()
}

#[test]
fn a_file_is_split_as_a_person_would() {
    let text = "---\ndescription: x\nglobs:\n  - \"**/*.ts\"\n---\n# Title\n\nUse these rules:\n\n- First rule\n  goes on\n  - nested one\n  - nested two\n\n    more of it\n* Second\n\n## Prose\n\nNever use the service role.\nIt goes on.\n\nSecond paragraph.\n\n```ts\nconst a = 1;\n```\n\n**Bold heading**\n1. One\n2. Two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    assert_eq!(
        texts("AGENTS.md", text),
        [
            "First rule\ngoes on\n- nested one\n- nested two\n\n  more of it",
            "Second",
            "Never use the service role.\nIt goes on.",
            "Second paragraph.\n\n```ts\nconst a = 1;\n```",
            "One",
            "Two",
        ]
    );
    let rules = read("AGENTS.md", text);
    let headings: Vec<_> = rules.iter().filter_map(|r| r.heading.as_deref()).collect();
    assert_eq!(headings, ["Title", "Title", "Prose", "Prose", "Bold heading", "Bold heading"]);
    let source = Source::new(DocumentId(0), "AGENTS.md", text);
    let RuleOrigin::File { place, .. } = &rules[1].origin else { panic!("a rule of a file") };
    assert_eq!(source.slice(place.span), "* Second");
}

#[test]
fn rules_are_active_by_what_they_are_about() {
    let cases = [
        (".cursor/rules/frontend.mdc", "- Keep it small", false, "about the user interface"),
        (".cursor/rules/backend.mdc", "- Keep it small", true, "about the back end"),
        (
            ".cursor/rules/x.mdc",
            "---\nglobs: src/components/**/*.tsx\n---\n- Keep it small",
            false,
            "about the user interface",
        ),
        (
            ".cursor/rules/x.mdc",
            "---\nglobs: \"src/pages/api/**/*.ts\"\n---\n- Keep it small",
            true,
            "about the back end",
        ),
        (
            ".github/instructions/x.md",
            "---\napplyTo: 'supabase/migrations/*.sql'\n---\n- Keep it small",
            false,
            "about database migrations",
        ),
        (".cursor/rules/db-supabase-migrations.mdc", "- Name files by date", false, "about database migrations"),
        ("AGENTS.md", "## Testy\n- Każdy serwis ma testy jednostkowe", false, "about tests"),
        ("AGENTS.md", "## Komponenty\n- Nazwy wielką literą", false, "about the user interface"),
        ("AGENTS.md", "## Obsługa błędów\n- Zwracaj wczesne błędy", true, "about the back end"),
        ("AGENTS.md", "- Write commit messages in English", false, "about version control"),
        ("AGENTS.md", "## Project structure\n- `./src/lib` services", false, "describes the project"),
        (
            "CLAUDE.md",
            "## Commands\n- `npm run dev` starts the server",
            false,
            "about building, running and delivering",
        ),
        ("CLAUDE.md", "- Validate request bodies with Zod", true, "about the back end"),
        ("backend.mdc", "# API\n## Testing\n- Mock the clock", false, "about tests"),
        ("CLAUDE.md", "## Code style\n- Prefer clear names", true, "about code in general"),
        (
            "CLAUDE.md",
            "# Title\nThis file introduces the API.\n## UI\n- Rounded corners",
            false,
            "about the user interface",
        ),
        ("CLAUDE.md", "- Prefer clear names", true, "holds for the whole project"),
        ("db-migrations.mdc", "- Enable RLS in the SQL of each new table", false, "about database migrations"),
        ("supabase-init.mdc", "- Put the client into `src/db`", false, "about setting the project up"),
        ("astro.mdc", "---\nglobs: *.astro\n---\n- Answer API routes with JSON", true, "about the back end"),
        (".ai/implementation-rules.md", "1. Style the buttons", true, "a rule of the project's own"),
    ];
    for (path, text, active, reason) in cases {
        let rules = read(path, text);
        let rule = &rules[0];
        let topic = rule.reason.split(": ").next().unwrap_or_default();
        assert_eq!((rule.active, topic), (active, reason), "{path}: {text}");
    }
}

#[test]
fn shapes_of_rule_files() {
    let split = |text: &str| -> Vec<(String, String)> {
        let rules = read("AGENTS.md", text);
        rules.into_iter().map(|rule| (rule.heading.unwrap_or_default(), rule.text)).collect()
    };
    type Rules<'t> = &'t [(&'t str, &'t str)];
    let cases: [(&str, &str, Rules<'_>); 8] = [
        (
            "tags are headings until they close",
            "<api_rules>\n- Answer 404\n</api_rules>\n<ui>\n- Round it\n</ui>\n- Keep it",
            &[("api rules", "Answer 404"), ("ui", "Round it"), ("", "Keep it")],
        ),
        ("a tag that never closes is none", "<name>\n\n- Answer 404", &[("", "Answer 404")]),
        ("headings inside a tag", "<rules>\n## API\n- A one\n</rules>\n\n- B two", &[("API", "A one"), ("", "B two")]),
        (
            "a bold label is the heading of what is nested in it",
            "- **Errors:**\n  - Use codes\n  - Log them\n- Keep logs",
            &[("Errors", "Use codes"), ("Errors", "Log them"), ("", "Keep logs")],
        ),
        (
            "a sentence keeps what is nested in it",
            "- Handle errors first:\n  - in services\n  - in handlers",
            &[("", "Handle errors first:\n- in services\n- in handlers")],
        ),
        (
            "an example stays with its rule",
            "1. Use guards.\n\n   ```ts\n   if (!x) return;\n   ```\n2. Log.",
            &[("", "Use guards.\n\n```ts\nif (!x) return;\n```"), ("", "Log.")],
        ),
        (
            "rows of a table of rules, and none of another",
            "| Rule | Why |\n|---|---|\n| Use UTC | Clocks |\n\n| Command | Does |\n|---|---|\n| x | y |",
            &[("", "Use UTC – Clocks")],
        ),
        (
            "trees and comments are none",
            "<!-- kept by hand -->\n```\nsrc/\n  api/\n```\n\n- Use UTC",
            &[("", "Use UTC")],
        ),
    ];
    for (name, text, expected) in cases {
        let found = split(text);
        let found: Vec<_> = found.iter().map(|(heading, text)| (heading.as_str(), text.as_str())).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn what_led_to_the_judgement_is_named() {
    let cases = [
        (
            ".github/instructions/x.instructions.md",
            "---\napplyTo: 'src/components/**'\n---\n- Validate requests in the API with Zod",
            "off about the user interface: the file pattern `src/components/**`",
        ),
        (
            ".cursor/rules/x.mdc",
            "---\nglobs: [\"src/components/**\", \"src/pages/api/**\"]\n---\n- Keep functions small",
            "on about the back end: the file pattern `src/pages/api/**`",
        ),
        (
            ".cursor/rules/x.mdc",
            "---\ndescription: How endpoints answer\n---\n- Keep it small",
            "on about the back end: the file's description says “endpoints”",
        ),
        ("frontend/AGENTS.md", "- Keep it small", "off about the user interface: the name `frontend`"),
        (
            "auth.mdc",
            "# Sign-in\nUse this guide to introduce sign-in.\n\n## Client\n- Create the client",
            "off about setting the project up: the file says “Use this guide to introduce” of itself",
        ),
        (
            "AGENTS.md",
            "# Guide\n## Testing\n### API\n- Call each endpoint twice",
            "off about tests: the heading “Testing”",
        ),
        (
            "AGENTS.md",
            "# Guide\n## API & tests\n- Validate request bodies",
            "on about the back end: the words “Validate”, “request”",
        ),
        (
            "AGENTS.md",
            "# Guide\n## Frontend\n### Backend and database\n- Use the caller's client",
            "on about the back end: the heading “Backend and database”",
        ),
        (
            "AGENTS.md",
            "# Guide\n## Frontend\n### Astro\n- Keep it small",
            "off about the user interface: the heading “Frontend”",
        ),
        (
            "AGENTS.md",
            "# Guide\n## Frontend\n### Astro\n- Put API routes into files",
            "on about the back end: the words “API routes”",
        ),
        (
            "AGENTS.md",
            "# Guide\n## Architecture\n### Services\n- Keep it small",
            "on about the back end: the heading “Services”",
        ),
        ("AGENTS.md", "- Trim names", "on holds for the whole project"),
        ("AGENTS.md", "- The team meets on Monday", "off tells how things are and asks for nothing"),
        ("AGENTS.md", "## API\n- PostgreSQL 16", "off tells how things are and asks for nothing"),
        (
            "AGENTS.md",
            "This service answers requests.\n\n## API\n\nIt has endpoints for orders.",
            "off tells how things are and asks for nothing",
        ),
        ("AGENTS.md", "- `src/lib` - services", "off describes the project: it says what `src/lib` is"),
        ("CLAUDE.md", "@AGENTS.md", "off only points to another document"),
        (
            "CLAUDE.md",
            "## Zachowanie\n- Zawsze pytaj o zgodę",
            "off about how an assistant is to work: the heading “Zachowanie”",
        ),
    ];
    for (path, text, expected) in cases {
        let rules = read(path, text);
        let rule = rules.last().expect("a rule");
        let found = format!("{} {}", if rule.active { "on" } else { "off" }, rule.reason);
        assert_eq!(found, expected, "{path}: {text}");
    }
}

#[test]
fn ids_stay_the_same_while_the_words_do() {
    let before = read("AGENTS.md", "- a  b\n- c\n- c\n");
    let after = read("AGENTS.md", "# New heading\n\n- c\n- c\n- a\n  b\n");
    assert_eq!(before[0].id, after[2].id);
    assert_eq!([&before[1].id, &before[2].id], [&after[0].id, &after[1].id]);
    assert_ne!(before[1].id, before[2].id);
    assert!(before[2].id.starts_with("AGENTS.md#") && before[2].id.ends_with("-2"));
}

#[test]
fn a_file_without_rules_says_so() {
    let parsed = rules_file(&Source::new(DocumentId(0), "AGENTS.md", "# Only a heading\n"));
    assert_eq!(parsed.diagnostics.len(), 1);
    assert_eq!(rules_file(&Source::new(DocumentId(0), "AGENTS.md", " \n")).diagnostics, []);
}

#[test]
fn packs_hold_beside_a_projects_own_rules_but_for_what_those_say_too() {
    let document = |path: &str, text: &str| Document {
        role: DocumentRole::Rules,
        format: crate::model::Format::Markdown,
        source: Source::new(DocumentId(0), path, text),
        bytes: 0,
        sha256: String::new(),
    };
    let stack = TechStack { profile: "aspnet".to_owned(), ..TechStack::default() };
    let editor = document("AGENTS.md", "- Validate requests");
    let packs = packs_for(&stack, &[], Language::ENGLISH);
    let own = document(OWN_FILE, &format!("1. Ours\n2. {}", packs[1].text));
    let active = |documents: &[Document]| -> Vec<String> {
        let rules = project_rules(documents, &stack, Language::ENGLISH).value;
        rules.into_iter().filter(|r| r.active).map(|r| r.text.chars().take(20).collect()).collect()
    };
    assert_eq!(active(std::slice::from_ref(&editor)).len(), 1 + packs.len());
    let all = active(&[editor, own]);
    assert_eq!((all[0].as_str(), all[2].as_str()), ("Ours", "Validate requests"));
    assert_eq!(all.len(), 3 + packs.len() - 1);
    assert_eq!(all.iter().filter(|text| **text == all[1]).count(), 1, "{all:#?}");
}

#[test]
fn what_stands_in_two_files_holds_once() {
    let document = |path: &str| Document {
        role: DocumentRole::Rules,
        format: crate::model::Format::Markdown,
        source: Source::new(DocumentId(0), path, "- Validate  requests\n- Validate requests\n"),
        bytes: 0,
        sha256: String::new(),
    };
    let rules =
        project_rules(&[document("AGENTS.md"), document("CLAUDE.md")], &TechStack::default(), Language::ENGLISH);
    let of = |path: &str| -> Vec<(bool, String)> {
        let rules = rules.value.iter().filter(|r| r.id.starts_with(path));
        rules.map(|r| (r.active, r.reason.clone())).collect()
    };
    let [first, again] = of("AGENTS.md").try_into().expect("two rules");
    assert!(first.0 && !again.0 && again.1 == "stands further up too", "{again:?}");
    assert!(of("CLAUDE.md").iter().all(|(active, why)| !active && why == "stands in AGENTS.md too"));
}

#[test]
fn nearly_the_same_words_hold_once_unless_they_deny() {
    let document = |path: &str, text: &str| Document {
        role: DocumentRole::Rules,
        format: crate::model::Format::Markdown,
        source: Source::new(DocumentId(0), path, text),
        bytes: 0,
        sha256: String::new(),
    };
    let first = "- Use a **Zod** schema to validate the body of every request.\n- Return the rows of the query as they are\n- Answer after 25 seconds with a timeout";
    let second = "- Use a Zod schema to validate the body of a request\n- Never return the rows of the query as they are\n- Answer after 60 seconds with a timeout";
    let documents = [document("AGENTS.md", first), document("CLAUDE.md", second)];
    let rules = project_rules(&documents, &TechStack::default(), Language::ENGLISH).value;
    let active: Vec<_> = rules.iter().filter(|r| r.id.starts_with("CLAUDE.md")).map(|r| r.active).collect();
    assert_eq!(active, [false, true, true]);
}

#[test]
fn own_rules_survive_being_written_and_read() {
    let cases: [&[&str]; 4] = [
        &["One", "Two\nlines", "With a list:\n\n- a\n- b\n  - c"],
        &["1. numbered", "- dashed\n- twice", "# not a heading", "**bold**"],
        &["Code:\n\n```ts\nconst a = 1;\n\n  b();\n```", "Table | like", "<b>html</b>"],
        &["1", "2", "3", "4", "5", "6", "7", "8", "9", "ten\n\nparagraphs", "eleven"],
    ];
    for rules in cases {
        let markdown = to_markdown("Rules", rules.iter().copied());
        assert_eq!(texts(OWN_FILE, &markdown), rules, "{markdown}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_odd(text in "(---\n)?([-#*>`~|: \tażx1.\n\r]|</?a>\n){0,80}") {
        let source = Source::new(DocumentId(0), "AGENTS.md", text);
        for rule in rules_file(&source).value {
            proptest::prop_assert!(!rule.text.trim().is_empty());
        }
    }
}

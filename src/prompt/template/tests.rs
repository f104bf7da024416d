//! Templates of users' own, as they have them.

use crate::diagnostic::Severity;
use crate::model::{Choice, DocumentsAs, Language, PromptFormat};
use crate::prompt::tests::{choice, demo, rule};
use crate::prompt::{Partial, Prompt, Purpose, Template, check, compose};

/// A prompt for `POST /api/walls/{wallId}/routes` with the tables `routes` and `walls`.
fn filled(path: &str, text: &str) -> Prompt {
    with(&Template::new(path, text), |_| {})
}

fn with(template: &Template, change: impl FnOnce(&mut Choice<'_>)) -> Prompt {
    let project = demo();
    let rules = [rule("Check requests with Zod."), rule("Answer errors alike.")];
    let mut choice = choice(&project, &[0], &[3, 1], &rules, Language::ENGLISH);
    change(&mut choice);
    compose(&choice, template)
}

/// Which variables were filled, and what was remarked, without the help.
fn outline(prompt: &Prompt) -> String {
    for part in &prompt.parts {
        assert!(prompt.text.get(part.span.start..part.span.end).is_some(), "{part:?}");
    }
    let parts = prompt.parts.iter().map(|part| part.variable.clone());
    let remarks = prompt.diagnostics.iter().filter(|d| d.code.0 != 401).map(|d| d.message.clone());
    parts.chain(remarks).collect::<Vec<_>>().join("\n")
}

#[test]
fn references_in_place_of_variables_are_understood_by_tag_and_document() {
    let cases = [
        // Cursor, Copilot, a command of an agent, a sentence around it.
        ("<route_api_specification>\n@api-plan.md\n</route_api_specification>", "route-api-specification"),
        ("<related_db_resources>#file:.ai/db-plan.md</related_db_resources>", "db-resources"),
        ("<type_definitions>\n@src/types.ts <- or another\n</type_definitions>", "types"),
        ("<type_definitions>\nGet from file @types\n</type_definitions>", "types"),
        ("<tech_stack>\n- `#tech-stack.md`\n</tech_stack>", "tech-stack"),
        ("<implementation_rules>\n@shared.mdc, @backend.mdc)\n</implementation_rules>", "implementation-rules"),
        ("<tech_stack>\n$2\n</tech_stack>", "tech-stack"),
        ("<route_api_specification>{{api}}</route_api_specification>", "route-api-specification"),
        // Alone on a line, where the document says what is meant.
        ("1. Tech stack:\n@.ai/tech-stack.md\nGo on.", "tech-stack"),
        ("Tables:\n- @db-plan.md\n", "db-resources"),
    ];
    for (text, variable) in cases {
        let prompt = filled("my.md", text);
        let [part] = prompt.parts.as_slice() else { panic!("{text:?} gives {prompt:?}") };
        assert_eq!(part.variable, variable, "{text:?}");
        assert!(!prompt.text.contains("<-"), "{}", prompt.text);
        let understood = prompt.diagnostics.iter().find(|d| d.message.contains("is understood as"));
        assert_eq!(understood.map(|d| d.severity), Some(Severity::Info), "{text:?}");
    }
}

#[test]
fn references_elsewhere_stay_as_they_are() {
    let cases = [
        "See @api-plan.md for the rest.",
        "<tech_stack>\n@prd.md\n</tech_stack>",
        "<tech_stack>\n@db-plan.md\n</tech_stack>",
        "```\n@api-plan.md\n```",
        "{{tech-stack}}\n@nothing-known.md",
        "<dependencies>\n@package.json\n</dependencies>",
        "a@b.example # Types\n#1",
    ];
    for text in cases {
        let prompt = filled("my.md", text);
        let own: Vec<&str> = text.lines().filter(|line| !line.contains("{{")).collect();
        assert!(prompt.text.ends_with(&own.join("\n")), "{text:?} became {}", prompt.text);
    }
    // A reference beside the placeholder of its variable is meant as one.
    let prompt = filled("my.md", "{{tech-stack}}\n@.ai/tech-stack.md");
    assert!(prompt.parts.len() == 1 && prompt.text.ends_with("\n@.ai/tech-stack.md"));
}

#[test]
fn files_that_editors_escaped_are_understood() {
    let html = "1. Spec:\n&lt;route_api_specification&gt;\n{{route-api-specification}} &lt;- copy it\n&lt;/route_api_specification&gt;\nUse &lt;analysis&gt; and Response&lt;T&gt; &amp; more.\n";
    let prompt = filled("my.md", html);
    assert!(prompt.text.starts_with("1. Spec:\n<route_api_specification>\n**POST "), "{}", prompt.text);
    assert!(prompt.text.ends_with("\n</route_api_specification>\nUse <analysis> and Response<T> & more.\n"));
    let markdown =
        "\\<tech\\_stack\\>\n\\{\\{tech-stack\\}\\}\n\\</tech\\_stack\\>\n{{db\\_resources}} {{ DB-Resources }}";
    let prompt = filled("my.md", markdown);
    assert!(prompt.text.starts_with("<tech_stack>\n@.ai/tech-stack.md\n"), "{}", prompt.text);
    assert_eq!(outline(&prompt), "tech-stack\ndb-resources\ndb-resources");
}

#[test]
fn front_matter_is_for_the_tool_and_pasted_text_for_the_prompt() {
    let text = "---\nmode: 'agent'\ntools: ['editFiles']\n---\n\nPlan it.\n<route_api_specification>\n#### GET /api/old\n</route_api_specification>\n<implementation_rules>\n1. Be brief.\n</implementation_rules>\n";
    let prompt = filled("plan.prompt.md", text);
    assert!(prompt.text.starts_with("Plan it.\n") && prompt.text.contains("1. Be brief."), "{}", prompt.text);
    let said: Vec<_> = prompt.diagnostics.iter().map(|d| (d.severity, d.message.split(": ").next().unwrap())).collect();
    // What is left from another endpoint is worth a warning; rules of the team are not.
    assert_eq!(
        said,
        [
            (Severity::Warning, "plan.prompt.md:7:1"),
            (Severity::Info, "plan.prompt.md:10:1"),
            (Severity::Info, "plan.prompt.md has no {{db-resources}}"),
        ]
    );
    assert!(filled("a.md", "---\nA rule, not front matter\n---\n{{types}}").text.starts_with("---\nA rule"));
}

const CONDITIONS: &str = "\
{# what a team asks for #}
Plan {{ endpoint }} ({{ endpoint.method }}) in {{ language }} for {{ stack.profile or \"no stack\" }}.
{% if has.database_plan %}
Tables:
{% for table in tables %}
- {{ table.name }}: {{ table.columns | length }} columns
{% endfor %}
<related_db_resources>
{{ db-resources }}
</related_db_resources>
{% endif %}
{% if not has.api_plan %}never{% endif %}
{{ tech-stack if tech-stack else \"none\" }} <- not a hint
{{ implementation-rules }} <- a hint
{% include \"parts/end.md\" %}
";

#[test]
fn a_minijinja_template_has_the_same_variables_and_conditions() {
    let mut template = Template::new("team.md.j2", CONDITIONS);
    template.partials = vec![Partial { name: "parts/end.md".to_owned(), text: "End of {{ plan-file }}.".to_owned() }];
    let prompt = with(&template, |choice| choice.tables.truncate(1));
    insta::assert_snapshot!(prompt.text);
    assert_eq!(outline(&prompt), "endpoint\ndb-resources\ntech-stack\nimplementation-rules\nplan-file");
    let rules = prompt.parts.iter().find(|part| part.variable == "implementation-rules").unwrap();
    assert_eq!(&prompt.text[rules.span.start..rules.span.end], "1. Check requests with Zod.\n2. Answer errors alike.");
    let tables = prompt.parts.iter().find(|part| part.variable == "db-resources").unwrap();
    assert!(!tables.places.is_empty());
}

#[test]
fn inserted_text_is_no_template_for_minijinja_either() {
    let text = "{{ implementation_rules }}|{{ route_api_specification | upper | replace(\"POST\", \"\") }}";
    let template = Template::new("a.j2", text);
    let project = demo();
    let rules = [rule("Write `{{ types }}` and {% if x %}.")];
    let mut choice = choice(&project, &[0], &[], &rules, Language::ENGLISH);
    choice.format = PromptFormat::Markdown;
    let prompt = compose(&choice, &template);
    assert!(prompt.text.starts_with("1. Write `{{ types }}` and {% if x %}.|"), "{}", prompt.text);
    let part = &prompt.parts[1];
    assert_eq!(part.variable, "route-api-specification");
    assert!(prompt.text[part.span.start..part.span.end].starts_with("** /API/WALLS/"), "{}", prompt.text);
}

#[test]
fn the_built_in_templates_are_partials() {
    let template = Template::new("a.md.j2", "Before.\n\n{% include \"routewright/endpoint-plan\" %}\nAfter.\n");
    let prompt = with(&template, |_| {});
    let built_in = with(&Template::built_in(Language::ENGLISH), |_| {});
    assert_eq!(prompt.text, format!("Before.\n\n{}After.\n", built_in.text));
    assert_eq!(prompt.diagnostics, []);
    assert_eq!(prompt.parts.len(), built_in.parts.len());
}

#[test]
fn a_template_that_cant_be_filled_says_where_and_always_ends() {
    let cases = [
        ("a\n  {{ types | nope }}", "t.j2:2:14: filter nope is unknown"),
        ("a\n{% if x %}", "t.j2:2:"),
        ("{% include \"other.md\" %}", "t.j2:1:4: "),
        ("{% include \"../../etc/passwd\" %}", "t.j2:1:4: "),
        ("{% include \"t.j2\" %}", "t.j2:1:4: "),
        ("{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}", "t.j2:1:"),
        (
            "{% set ns = namespace(x=\"xxxxxxxxxx\") %}{% for a in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
            "t.j2:1:",
        ),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "t.j2:1:"),
        ("{{ \"x\" * 100000000 }}", "t.j2:1:"),
    ];
    for (text, beginning) in cases {
        let prompt = filled("t.j2", text);
        let [fault] = prompt.diagnostics.as_slice() else { panic!("{text:?} gives {:?}", prompt.diagnostics) };
        assert!(fault.message.starts_with(beginning), "{text:?} gives {}", fault.message);
        assert_eq!((fault.code.0, fault.severity), (403, Severity::Error));
        assert!(prompt.text.contains("<route_api_specification>"), "the built-in template stands in");
    }
}

#[test]
fn a_check_names_what_is_unknown_and_unused_with_its_place() {
    let said = |path: &str, text: &str| -> Vec<String> {
        let found = check::check(&Template::new(path, text), Language::ENGLISH, &demo().documents);
        let help = |d: &crate::diagnostic::Diagnostic| d.help.clone().unwrap_or_default();
        found
            .iter()
            .filter(|d| d.severity >= Severity::Warning)
            .map(|d| format!("{} ({})", d.message, help(d).split("the variables").next().unwrap_or_default().trim()))
            .collect()
    };
    let all = "{{route-api-specification}} {{db-resources}} {{backend-rules}}";
    assert_eq!(said("a.md", all), Vec::<String>::new());
    assert_eq!(
        said("a.md", &format!("{all}\n  {{{{tech_stak}}}}")),
        [
            "a.md:2:3: nothing is known by the name {{tech_stak}}; it stays in the prompt as it is (did you mean {{tech-stack}}?)"
        ]
    );
    assert_eq!(
        said("a.md", "{{db-resources}} {{rules-of-backend}} {{implementation-rules}}"),
        [
            "a.md:1:18: nothing is known by the name {{rules-of-backend}}; it stays in the prompt as it is ()",
            "a.md:1:1: the template has no {{route-api-specification}}: what you chose for it is not in the prompt (write {{route-api-specification}} where it belongs in the template)",
        ]
    );
    let minijinja =
        format!("{all}\n{{% for t in tables %}}{{{{ t.name }}}}{{{{ endpoint.methd }}}}{{% endfor %}} {{{{ typse }}}}");
    assert_eq!(
        said("a.md.j2", &minijinja),
        [
            "a.md.j2:2:37: nothing is known by the name {{ endpoint.methd }}; it is empty in the prompt (did you mean {{ endpoint.method }}?)",
            "a.md.j2:2:70: nothing is known by the name {{ typse }}; it is empty in the prompt (did you mean {{ types }}?)",
        ]
    );
    assert_eq!(
        said("a.md.j2", &format!("{all}\n{{{{ db-resourcez }}}} {{{{ foo.bar.baz }}}}")),
        [
            "a.md.j2:2:4: nothing is known by the name {{ db-resourcez }}; the template can't be filled (did you mean {{ db_resources }}?)",
            "a.md.j2:2:23: nothing is known by the name {{ foo.bar.baz }}; it is empty in the prompt ()",
        ]
    );
    let partial = said("a.md.j2", &format!("{all}{{% include \"b.md\" %}}"));
    assert_eq!(
        partial.iter().map(|said| said.split(" (").next().unwrap()).collect::<Vec<_>>(),
        ["a.md.j2:1:63: there is no partial `b.md`"]
    );
    for language in Language::all().iter().copied() {
        for purpose in Purpose::ALL {
            let built_in = Template::built_in_for(purpose, language);
            assert_eq!(check::check(&built_in, language, &[]), []);
        }
    }
}

#[test]
fn documents_can_be_referred_to_instead_of_quoted() {
    let text = "{{route-api-specification}}\n---\n{{db-resources}}\n---\n{{types}}\n---\n{{tech-stack}}\n---\n{{implementation-rules}}\n---\n{{implementation-plan}}\n";
    let prompt = with(&Template::new("a.md", text), |choice| choice.documents_as = DocumentsAs::At);
    insta::assert_snapshot!("references", prompt.text);
    let hash = with(&Template::new("a.md", text), |choice| choice.documents_as = DocumentsAs::Hash);
    assert_eq!(hash.text.replace('#', "@"), prompt.text);
    assert!(prompt.parts.iter().take(3).all(|part| !part.places.is_empty()));
}

#[test]
fn a_prompt_has_headings_or_is_messages_where_that_is_wanted() {
    let template = Template::built_in(Language::ENGLISH);
    let xml = with(&template, |_| {});
    let markdown = with(&template, |choice| choice.format = PromptFormat::Markdown);
    insta::assert_snapshot!("markdown", markdown.text);
    let json = with(&template, |choice| choice.format = PromptFormat::Json);
    let messages: Vec<serde_json::Value> = serde_json::from_str(&json.text).unwrap();
    assert_eq!((messages[0]["role"].as_str(), messages[1]["role"].as_str()), (Some("system"), Some("user")));
    let contents: Vec<&str> = messages.iter().filter_map(|m| m["content"].as_str()).collect();
    assert_eq!(contents.join("\n\n"), xml.text);
    for prompt in [markdown, json] {
        assert_eq!(prompt.parts.len(), xml.parts.len());
        for (part, plain) in prompt.parts.iter().zip(&xml.parts) {
            let text = &prompt.text[part.span.start..part.span.end];
            let text = serde_json::from_str(&format!("\"{text}\"")).unwrap_or_else(|_| text.to_owned());
            assert_eq!(text, xml.text[plain.span.start..plain.span.end], "{}", part.variable);
            assert_eq!(part.places, plain.places);
        }
    }
    let inside = "About {{endpoint}}:\n<tech_stack>\n@tech-stack.md\n</tech_stack>\nTypes: <types>{{types}}</types>\n";
    let inside = with(&Template::new("a.md", inside), |choice| {
        choice.format = PromptFormat::Markdown;
        choice.documents_as = DocumentsAs::At;
    });
    let headings =
        "About POST /api/walls/{wallId}/routes:\n## Tech stack\n\n@.ai/tech-stack.md\n## Types\n\n@src/types.ts\n";
    assert!(inside.text.starts_with(headings), "{}", inside.text);
    let bare = with(&Template::new("a.md", "# Plan\n\n{{types}}"), |choice| choice.format = PromptFormat::Json);
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&bare.text).unwrap().len(), 1);
}

#[test]
fn a_companion_asks_to_implement_the_saved_plan() {
    for (language, name) in [(Language::ENGLISH, "implement-en"), (Language::POLISH, "implement-pl")] {
        let prompt = with(&Template::built_in_for(Purpose::Implement, language), |choice| choice.language = language);
        assert_eq!(prompt.diagnostics, []);
        insta::assert_snapshot!(name, prompt.text);
    }
}

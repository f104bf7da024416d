//! Whole prompts on pieces of the demo project, put together by hand so that a change of a reader
//! shows in the reader's tests.

mod leaving_out;

use super::*;
use crate::model::{
    Column, Context, ContextKind, Document, DocumentRole, DocumentsAs, Endpoint, EndpointKey, EnumType, ForeignKey,
    Format, Index, Language, Method, PathTemplate, Policy, Project, PromptFormat, Routine, Rule, RuleOrigin, RuleScope,
    Table, TechStack, TypesAs,
};
use crate::read::rules::{all_packs, pack_rules};
use crate::text::{DocumentId, Place, Source, Span};

const API: &str = include_str!("../../assets/demo/.ai/api-plan.md");
const DATABASE: &str = include_str!("../../assets/demo/.ai/db-plan.md");
const STACK: &str = include_str!("../../assets/demo/.ai/tech-stack.md");
const TYPES: &str = include_str!("../../assets/demo/src/types.ts");

fn document(id: usize, role: DocumentRole, path: &str, text: &str) -> Document {
    Document {
        role,
        format: if path.ends_with(".md") { Format::Markdown } else { Format::Code },
        source: Source::new(DocumentId(id), path, text),
        bytes: text.len() as u64,
        sha256: String::new(),
    }
}

/// From the first `start` in a text up to the next `end` behind it.
fn place(document: usize, text: &str, start: &str, end: &str) -> Place {
    let from = text.find(start).unwrap_or_else(|| panic!("{start:?} is not there"));
    let behind = from + start.len();
    let to = text[behind..].find(end).map_or(text.len(), |at| behind + at);
    Place { document: DocumentId(document), span: Span::new(from, to) }
}

fn endpoint(method: Method, path: &str) -> Endpoint {
    let key = EndpointKey { method, path: PathTemplate::new(path) };
    let mut endpoint = Endpoint::new(key.clone(), place(0, API, &format!("#### {key}\n"), "\n###"));
    for (kind, heading) in [
        (ContextKind::Auth, "## 5. Authentication"),
        (ContextKind::Errors, "## 6. Validation"),
        (ContextKind::RateLimit, "## 7. Rate"),
    ] {
        endpoint.context.push(Context { kind, place: place(0, API, heading, "\n## ") });
    }
    endpoint
}

fn column(name: &str, ty: &str) -> Column {
    Column { name: name.to_owned(), ty: Some(ty.to_owned()), nullable: Some(false), ..Column::default() }
}

pub(in crate::prompt) fn demo() -> Project {
    let key = |column: &str, table: &str, action: &str| ForeignKey {
        column: column.to_owned(),
        references: table.to_owned(),
        references_column: Some("id".to_owned()),
        on_delete: Some(action.to_owned()),
    };
    let mut project = Project {
        documents: vec![
            document(0, DocumentRole::ApiPlan, ".ai/api-plan.md", API),
            document(1, DocumentRole::DatabasePlan, ".ai/db-plan.md", DATABASE),
            document(2, DocumentRole::TechStack, ".ai/tech-stack.md", STACK),
            document(3, DocumentRole::Types, "src/types.ts", TYPES),
        ],
        ..Project::default()
    };
    project.tech_stack = TechStack { place: Some(place(2, STACK, "#", "\u{0}")), ..TechStack::default() };
    project.types = crate::read::types::types_file(&project.documents[3].source).value;
    project.api.endpoints = vec![
        endpoint(Method::Post, "/api/walls/{wallId}/routes"),
        endpoint(Method::Post, "/api/routes/{routeId}/strip"),
        endpoint(Method::Get, "/api/grades/convert"),
    ];
    project.schema.tables = ["profiles", "walls", "setting_sessions", "routes", "tags", "route_tags", "ascents"]
        .iter()
        .zip(1..)
        .map(|(name, number)| Table {
            name: (*name).to_owned(),
            place: place(1, DATABASE, &format!("### 2.{number} {name}\n"), "\n##"),
            ..Table::default()
        })
        .collect();
    let routes = &mut project.schema.tables[3];
    routes.columns = vec![column("id", "uuid"), column("status", "route_status")];
    routes.foreign_keys = vec![key("wall_id", "walls", "CASCADE"), key("setter_id", "profiles", "RESTRICT")];
    routes.indexes = vec![Index {
        name: Some("routes_lane_colour_key".to_owned()),
        columns: ["wall_id", "lane", "hold_colour"].map(str::to_owned).to_vec(),
        unique: true,
        condition: Some("status <> 'stripped'".to_owned()),
        place: place(1, DATABASE, "CREATE UNIQUE INDEX routes", "CREATE"),
        ..Index::default()
    }];
    routes.policies = vec![Policy {
        name: Some("setters add their own routes".to_owned()),
        command: Some("INSERT".to_owned()),
        rule: "has_role('setter')\n  AND setter_id = auth.uid()".to_owned(),
        place: place(1, DATABASE, "CREATE POLICY \"setters add", "CREATE"),
    }];
    project.schema.tables[1].more = vec![place(1, DATABASE, "CREATE POLICY \"walls are public\"", "\n")];
    project.schema.enums = vec![EnumType {
        name: "route_status".to_owned(),
        values: ["draft", "open", "stripped"].map(str::to_owned).to_vec(),
        place: place(1, DATABASE, "CREATE TYPE route_status", "\n"),
        ..EnumType::default()
    }];
    project.schema.routines = vec![
        Routine {
            name: "routes_touch".to_owned(),
            table: Some("routes".to_owned()),
            description: Some("BEFORE UPDATE".to_owned()),
            ..Routine::default()
        },
        Routine { name: "ascents_count".to_owned(), table: Some("ascents".to_owned()), ..Routine::default() },
        Routine { name: "has_role(text)".to_owned(), ..Routine::default() },
        Routine { name: "unrelated()".to_owned(), ..Routine::default() },
    ];
    project
}

pub(in crate::prompt) fn rule(text: &str) -> Rule {
    Rule {
        id: "r".to_owned(),
        text: text.to_owned(),
        heading: None,
        origin: RuleOrigin::User,
        active: true,
        reason: String::new(),
        scope: RuleScope::default(),
    }
}

pub(in crate::prompt) fn choice<'a>(
    project: &'a Project,
    endpoints: &[usize],
    tables: &[usize],
    rules: &'a [Rule],
    language: Language,
) -> Choice<'a> {
    let endpoints: Vec<_> = endpoints.iter().map(|&i| &project.api.endpoints[i]).collect();
    let tables: Vec<_> = tables.iter().map(|&i| &project.schema.tables[i]).collect();
    let types = crate::relate::Relations::new(project).types(&endpoints, &tables);
    Choice {
        project,
        endpoints,
        tables,
        types: types.iter().map(|pick| &project.types[pick.ty]).collect(),
        types_as: TypesAs::References,
        documents_as: DocumentsAs::Inline,
        format: PromptFormat::Xml,
        rules: rules.iter().collect(),
        language,
        save_as: ".ai/view-implementation-plan.md".to_owned(),
        diagram: false,
        schema_depth: 2,
        left_out: std::collections::BTreeSet::new(),
    }
}

#[test]
fn a_whole_prompt_in_english() {
    let project = demo();
    let rules =
        [rule("Check requests with Zod.\n\n- derive types\n- refuse unknown fields"), rule("Answer errors alike.")];
    let prompt =
        compose(&choice(&project, &[0], &[3, 1], &rules, Language::ENGLISH), &Template::built_in(Language::ENGLISH));
    assert_eq!(prompt.diagnostics, []);
    insta::assert_snapshot!(prompt.text);
}

#[test]
fn a_whole_prompt_in_polish_for_two_endpoints_and_without_tables() {
    let project = demo();
    let prompt = compose(&choice(&project, &[2, 1], &[], &[], Language::POLISH), &Template::built_in(Language::POLISH));
    assert_eq!(prompt.diagnostics, []);
    insta::assert_snapshot!(prompt.text);
}

#[test]
fn what_is_missing_is_said_in_the_place_where_it_would_stand() {
    let mut project = Project::default();
    let key = EndpointKey { method: Method::Get, path: PathTemplate::new("/x") };
    project.api.endpoints.push(Endpoint::new(key, Place::default()));
    let template = "{{route-api-specification}}|{{db-resources}}|{{types}}|{{tech-stack}}|{{backend-rules}}".to_owned();
    let template = Template { text: template, ..Template::default() };
    for (language, word) in [(Language::ENGLISH, "Not in the documents: "), (Language::POLISH, "Brak w dokumentach: ")]
    {
        let prompt = compose(&choice(&project, &[0], &[], &[], language), &template);
        assert_eq!(prompt.text.matches(word).count(), 4, "{}", prompt.text);
        assert!(prompt.text.split('|').all(|slot| slot.len() > 20), "{}", prompt.text);
    }
}

#[test]
fn tables_that_were_not_chosen_stay_out() {
    let mut project = demo();
    // A reader that took two tables for one text: the columns are written out instead.
    let whole = project.schema.tables[1].place.span.join(project.schema.tables[3].place.span);
    project.schema.tables[3].place.span = whole;
    let template = Template { text: "{{db-resources}}".to_owned(), ..Template::default() };
    let prompt = compose(&choice(&project, &[0], &[3], &[], Language::ENGLISH), &template);
    assert!(prompt.text.starts_with("**routes**\n\n- `id`: uuid, NOT NULL\n"), "{}", prompt.text);
    assert!(!prompt.text.contains("angle_degrees") && !prompt.text.contains("lead_setter_id"));
}

#[test]
fn types_stand_in_the_prompt_with_their_text_where_that_is_wanted() {
    let project = demo();
    let template = Template { text: "{{types}}".to_owned(), ..Template::default() };
    let chosen = choice(&project, &[0], &[3, 1], &[], Language::ENGLISH);
    let with_text = Choice { types_as: TypesAs::Text, ..chosen.clone() };
    let prompt = compose(&with_text, &template);
    let command = "@src/types.ts:34-37\n\n```ts\nexport type CreateRouteCommand = Pick<\n  TablesInsert<\"routes\">,\n";
    assert!(prompt.text.starts_with(command), "{}", prompt.text);
    // Comments and headings in the file belong to what follows them.
    assert!(prompt.text.contains("```ts\n/** Routes */\nexport interface RouteSummaryDto {\n"), "{}", prompt.text);
    assert_eq!(prompt.parts[0].places.len(), chosen.types.len());
    // What is too long for a type is referred to.
    let mut long = project.clone();
    long.documents[3] = document(3, DocumentRole::Types, "src/types.ts", &format!("{TYPES}{}", " ".repeat(9_000)));
    let end = long.documents[3].source.text().len();
    let at = long.types.iter().position(|ty| ty.name == "CreateRouteCommand").unwrap();
    long.types[at].place.span.end = end;
    let with_text = Choice { types_as: TypesAs::Text, ..choice(&long, &[0], &[3, 1], &[], Language::ENGLISH) };
    let prompt = compose(&with_text, &template).text;
    assert!(
        prompt.ends_with(
            "@src/types.ts\n\nDeclared there, the likely ones first:\n- `CreateRouteCommand` (src/types.ts:34)"
        ),
        "{prompt}"
    );
}

#[test]
fn a_template_of_ones_own_is_told_what_is_wrong_with_it() {
    let project = demo();
    let text =
        "# Mine\n  {{no-such}} {{TYPES}} <- hint\n{{route_api_specification}}{{backend_rules}}\u{1b}[31m".to_owned();
    let template = Template::new("my.md", text);
    let prompt = compose(&choice(&project, &[2], &[], &[], Language::ENGLISH), &template);
    let messages: Vec<_> = prompt.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "my.md:2:3: nothing is known by the name {{no-such}}; it stays in the prompt as it is",
            "my.md has no {{db-resources}}: what you chose for it is not in the prompt",
        ]
    );
    assert!(prompt.text.starts_with("# Mine\n  {{no-such}} @src/types.ts\n"));
    assert!(!prompt.text.contains('\u{1b}'));
    let variables: Vec<_> = prompt.parts.iter().map(|p| p.variable.as_str()).collect();
    assert_eq!(variables, ["types", "route-api-specification", "backend-rules"]);
}

#[test]
fn control_characters_of_documents_stay_out() {
    let mut project = demo();
    project.documents[0].source = Source::new(DocumentId(0), "a.md", "GET /x\u{1b}]0;title\u{7}\u{9b}2J\u{202e}\r\nok");
    project.api.endpoints[0].place = Place { document: DocumentId(0), span: Span::new(0, 26) };
    project.api.endpoints[0].context.clear();
    let prompt = compose(&choice(&project, &[0], &[], &[], Language::ENGLISH), &Template::built_in(Language::ENGLISH));
    assert!(prompt.text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'), "{:?}", prompt.text);
}

/// What the seed prompt has, in its order: tags, variables, analysis points, sections, guards.
#[test]
fn the_built_in_templates_keep_everything_in_order() {
    let shared = [
        "<route_api_specification>\n{{route-api-specification}}\n</route_api_specification>",
        "<related_db_resources>\n{{db-resources}}\n</related_db_resources>",
        "<type_definitions>\n{{types}}\n</type_definitions>",
        "<tech_stack>\n{{tech-stack}}\n</tech_stack>",
        "<implementation_rules>\n{{implementation-rules}}\n</implementation_rules>",
        "<analysis>",
    ];
    let english = [
        "1. Sum up the key points",
        "2. List the parameters",
        "3. List the request and response types",
        "4. Consider how the logic moves into a service",
        "5. Plan how input is validated",
        "6. Find the security threats",
        "7. Go through what can fail",
        "1. Endpoint overview",
        "2. Request details",
        "3. Types used",
        "4. Response details",
        "5. Data flow",
        "6. Security considerations",
        "7. Error handling",
        "8. Performance considerations",
        "9. Implementation steps",
        "correct HTTP status codes",
        "Fit the given tech stack",
        "Follow the given implementation rules",
        "```markdown\n# API Endpoint Implementation Plan: [",
        "## 1. Endpoint Overview",
        "## 2. Request Details",
        "- HTTP Method:",
        "- URL Structure:",
        "- Parameters:",
        "Required:",
        "Optional:",
        "- Request Body:",
        "## 3. Types Used",
        "## 4. Response Details",
        "## 5. Data Flow",
        "## 6. Security Considerations",
        "## 7. Error Handling",
        "## 8. Performance Considerations",
        "## 9. Implementation Steps\n1. [",
        "...\n```",
        "and nothing else",
        "does not repeat",
        "Save the plan as {{plan-file}}",
        "detailed, clear",
    ];
    let polish = [
        "1. Podsumuj",
        "2. Wypisz parametry",
        "3. Wypisz potrzebne typy",
        "4. Zastanów się, jak wydzielić logikę do serwisu",
        "5. Zaplanuj walidację",
        "6. Wskaż zagrożenia",
        "7. Rozpisz możliwe błędy",
        "1. Przegląd",
        "2. Szczegóły żądania",
        "3. Wykorzystywane typy",
        "4. Szczegóły odpowiedzi",
        "5. Przepływ danych",
        "6. Względy bezpieczeństwa",
        "7. Obsługa błędów",
        "8. Rozważania dotyczące wydajności",
        "9. Etapy wdrożenia",
        "poprawnych kodów stanu HTTP",
        "stosu technologicznego",
        "podanych zasad implementacji",
        "```markdown\n# API Endpoint Implementation Plan: [",
        "## 1. Przegląd",
        "## 2. Szczegóły żądania",
        "- Metoda HTTP:",
        "- Struktura URL:",
        "- Parametry:",
        "Wymagane:",
        "Opcjonalne:",
        "- Treść żądania:",
        "## 3. Wykorzystywane typy",
        "## 4. Szczegóły odpowiedzi",
        "## 5. Przepływ danych",
        "## 6. Względy bezpieczeństwa",
        "## 7. Obsługa błędów",
        "## 8. Rozważania dotyczące wydajności",
        "## 9. Etapy wdrożenia\n1. [",
        "...\n```",
        "wyłącznie plan",
        "nie powtarzaj",
        "Zapisz plan jako {{plan-file}}",
        "szczegółowy, jasny",
    ];
    for (language, own) in [(Language::ENGLISH, english), (Language::POLISH, polish)] {
        let text = Template::built_in(language).text;
        let mut from = 0;
        for part in shared.iter().chain(&own) {
            let at = text[from..].find(part).unwrap_or_else(|| panic!("{part:?} is not in its place"));
            from += at + part.len();
        }
    }
}

proptest::proptest! {
    /// Places that a damaged reader might give: anywhere, overlapping, inside characters and fences.
    #[test]
    fn no_choice_is_too_odd(
        text in "[a-z`~|\\-#:{}<> \n\r\tż\u{1b}\u{9b}]{0,120}",
        spans in proptest::collection::vec((0_usize..130, 0_usize..40), 6),
        template in "([a-z {}<\\-\n]|\\{\\{types\\}\\}|\\{\\{db-resources\\}\\}|\\{\\{route-api-specification\\}\\}){0,20}",
    ) {
        let mut project = demo();
        project.documents[0].source = Source::new(DocumentId(0), "a.md", text);
        let place = |(start, length): (usize, usize)| Place { document: DocumentId(0), span: Span::new(start, start + length) };
        project.api.endpoints[0].place = place(spans[0]);
        project.api.endpoints[1].place = place(spans[1]);
        project.api.endpoints[0].context[0].place = place(spans[2]);
        project.schema.tables[3].place = place(spans[3]);
        project.schema.tables[3].more = vec![place(spans[4]), place(spans[5])];
        let prompt = compose(
            &choice(&project, &[0, 1], &[3, 1], &[], Language::POLISH),
            &Template { text: template, ..Template::default() },
        );
        proptest::prop_assert!(prompt.text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
        for part in &prompt.parts {
            proptest::prop_assert!(prompt.text.get(part.span.start..part.span.end).is_some());
        }
    }
}

/// What each pack puts into a prompt, to be read by people when its rules change.
#[test]
fn the_rules_of_every_pack_in_every_language() {
    let project = Project::default();
    let template = Template::new("rules.md", "{{implementation-rules}}");
    for pack in all_packs(Language::ENGLISH) {
        let in_language = |language: Language| {
            let rules = pack_rules(pack.id, Language::ENGLISH, "");
            compose(&choice(&project, &[], &[], &rules, language), &template).text
        };
        let texts: Vec<String> = Language::all()
            .iter()
            .map(|language| format!("{}\n{}\n", language.code(), in_language(*language)))
            .collect();
        insta::assert_snapshot!(format!("pack_{}", pack.id), texts.join("\n"));
    }
}

//! Whole plans from a small project of our own: a library that lends books.

mod demands;
mod documents;
mod permissions;
mod served;
mod sketches;

use super::*;
use crate::model::{
    Auth, BodyExample, Column, Endpoint, EndpointKey, EnumType, ForeignKey, Index, Language, Method, Occasion,
    Parameter, PathTemplate, Policy, Project, Response, Rule, RuleOrigin, RuleScope, RuleStep, Schema, Table,
};
use crate::text::Place;

fn parameter(name: &str, ty: &str, required: Option<bool>) -> Parameter {
    let ty = (!ty.is_empty()).then(|| ty.to_owned());
    Parameter {
        name: name.into(),
        ty,
        required,
        description: None,
        default: None,
        allowed: vec![],
        place: Place::default(),
    }
}

fn response(status: u16, body: Option<&str>) -> Response {
    let body = body.map(|text| BodyExample { text: text.into(), place: Place::default() });
    Response { status, description: None, error_code: None, body, place: Place::default() }
}

fn endpoint(method: Method, path: &str) -> Endpoint {
    let key = EndpointKey { method, path: PathTemplate::new(path) };
    let mut endpoint = Endpoint::new(key, Place::default());
    let names: Vec<String> = endpoint.key.path.parameters().iter().map(ToString::to_string).collect();
    endpoint.details.path_params = names.iter().map(|name| parameter(name, "", Some(true))).collect();
    endpoint
}

/// `name type flags…` with flags `pk`, `!` (NOT NULL), `unique`, `=default`, `>table` (foreign key).
fn table(name: &str, columns: &[&str]) -> Table {
    let mut table = Table { name: name.into(), ..Table::default() };
    for text in columns {
        let mut words = text.split(' ');
        let mut column =
            Column { name: words.next().unwrap().into(), ty: words.next().map(str::to_owned), ..Column::default() };
        column.nullable = Some(true);
        for flag in words {
            match flag {
                "pk" => {
                    column.primary_key = true;
                    column.nullable = Some(false);
                    table.primary_key.push(column.name.clone());
                }
                "!" => column.nullable = Some(false),
                "unique" => column.unique = true,
                _ if flag.starts_with('=') => column.default = Some(flag[1..].into()),
                _ => table.foreign_keys.push(ForeignKey {
                    column: column.name.clone(),
                    references: flag[1..].into(),
                    references_column: Some("id".into()),
                    on_delete: Some("CASCADE".into()),
                }),
            }
        }
        table.columns.push(column);
    }
    table
}

fn library(profile: &str) -> Project {
    let mut loans = table(
        "loans",
        &[
            "id uuid pk =gen_random_uuid()",
            "book_id uuid ! >books",
            "user_id uuid ! >users",
            "state loan_state ! ='open'",
            "note varchar(200)",
            "due_on date !",
            "created_at timestamptz ! =now()",
            "updated_at timestamptz ! =now()",
        ],
    );
    loans.unique.push(vec!["book_id".into(), "user_id".into()]);
    loans.columns[5].check = Some("due_on > created_at".into());
    loans.indexes.push(Index {
        name: Some("idx_loans_user".into()),
        columns: vec!["user_id".into()],
        ..Index::default()
    });
    loans.policies.push(Policy {
        name: Some("own_loans".into()),
        command: Some("ALL".into()),
        rule: "user_id = auth.uid()".into(),
        place: Place::default(),
    });
    let schema = Schema {
        tables: vec![
            loans,
            table("books", &["id uuid pk =gen_random_uuid()", "title varchar(100) !", "isbn text ! unique"]),
            table("users", &["id uuid pk", "email text ! unique"]),
        ],
        enums: vec![EnumType {
            name: "loan_state".into(),
            values: vec!["open".into(), "returned".into()],
            ..EnumType::default()
        }],
        ..Schema::default()
    };
    let mut project = Project { schema, ..Project::default() };
    project.tech_stack.profile = profile.into();

    let mut list = endpoint(Method::Get, "/api/loans");
    list.details.auth = Some(Auth::Required);
    list.summary = Some("Loans of the reader".into());
    list.details.query_params =
        vec![parameter("state", "", None), parameter("limit", "integer", Some(false)), parameter("sort", "", None)];
    list.details.query_params[2].allowed = vec!["due_on".into()];
    list.details.responses = vec![
        response(
            200,
            Some(
                "{ \"data\": [ { \"id\": \"uuid\", \"bookId\": \"uuid\", \"dueOn\": \"2026-01-31\" } ], \"total\": 3 }",
            ),
        ),
        response(401, None),
    ];
    let mut create = endpoint(Method::Post, "/api/loans");
    create.details.auth = Some(Auth::Required);
    create.details.body_fields = vec![
        parameter("bookId", "uuid", Some(true)),
        parameter("dueOn", "", None),
        parameter("note", "", None),
        parameter("color", "", None),
    ];
    create.details.responses = vec![response(201, None), response(400, None), response(401, None)];
    let mut remove = endpoint(Method::Delete, "/api/books/{id}");
    remove.details.auth = Some(Auth::Required);
    remove.details.responses = vec![response(204, None), response(404, None)];
    let bare = endpoint(Method::Post, "/auth/login");
    project.api.endpoints = vec![list, create, remove, bare];
    project
}

fn choice<'a>(project: &'a Project, keys: &[usize], tables: &[&str], language: Language) -> Choice<'a> {
    let endpoints: Vec<_> = keys.iter().map(|&at| &project.api.endpoints[at]).collect();
    let tables: Vec<_> = tables.iter().map(|name| project.schema.table(name).unwrap()).collect();
    let types = crate::relate::Relations::new(project).types(&endpoints, &tables);
    Choice {
        project,
        endpoints,
        tables,
        types: types.iter().map(|pick| &project.types[pick.ty]).collect(),
        types_as: crate::model::TypesAs::References,
        documents_as: crate::model::DocumentsAs::Inline,
        format: crate::model::PromptFormat::Xml,
        rules: project.rules.iter().collect(),
        language,
        save_as: String::new(),
        schema_depth: 2,
        diagram: false,
        left_out: std::collections::BTreeSet::new(),
    }
}

fn markdown(project: &Project, keys: &[usize], tables: &[&str], language: Language) -> String {
    to_markdown(&write(&choice(project, keys, tables, language)))
}

fn rule(text: &str) -> Rule {
    Rule {
        id: text.into(),
        text: text.into(),
        heading: None,
        origin: RuleOrigin::User,
        active: true,
        reason: String::new(),
        scope: RuleScope::default(),
    }
}

#[test]
fn rules_stand_at_the_step_they_name_and_those_that_do_not_concern_the_endpoint_are_only_counted() {
    let mut project = library("astro-supabase");
    let scoped = |text: &str, step, when: &[Occasion]| Rule {
        scope: RuleScope { step: Some(step), when: when.to_vec() },
        ..rule(text)
    };
    project.rules = vec![
        scoped("Order each page", RuleStep::Service, &[Occasion::List]),
        scoped("Flush once", RuleStep::Service, &[Occasion::Write]),
        scoped("Refuse what is not known", RuleStep::Validation, &[Occasion::Body, Occasion::Query]),
    ];
    let plan = markdown(&project, &[1], &["loans", "books"], Language::ENGLISH);
    assert!(
        plan.contains("- Rule: **2** Flush once.") && plan.contains("- Rule: **3** Refuse what is not known."),
        "{plan}"
    );
    assert!(!plan.contains("Order each page") && plan.contains("Rule 1 does not concern this endpoint."), "{plan}");
}

#[test]
fn a_create_says_what_the_constraints_demand() {
    let mut project = library("astro-supabase");
    project.rules = vec![rule("Use zod for validation"), rule("Keep handlers thin")];
    let plan = markdown(&project, &[1], &["loans", "books"], Language::ENGLISH);
    for part in [
        "unique together: `book_id`, `user_id`",
        "| `409` | – | info | no: addition to agree on |",
        "must exist as `books.id`",
        "Never accepted from the client: `id` (default `gen_random_uuid()`), `user_id` (id of the caller)",
        "where `color` is kept",
        "`own_loans`",
        "Rule: **1** Use zod for validation.",
        "at most 200 characters",
    ] {
        assert!(plan.contains(part), "no {part:?} in\n{plan}");
    }
}

#[test]
fn every_rule_is_named_in_a_step_or_in_the_review() {
    let mut project = library("astro-supabase");
    let texts = ["Be kind.", "Use zod", "Name migrations by date", "Validate the body", "Keep handlers thin"];
    project.rules = texts.map(rule).to_vec();
    // Nothing is missing in the database for one book, so there is no step for migrations.
    let plan = markdown(&project, &[2], &["books"], Language::ENGLISH);
    for part in [
        "- Rules: **2** Use zod; **4** Validate the body.",
        "- Rule: **5** Keep handlers thin.",
        "no step of its own: **1** Be kind; **3** Name migrations by date.",
    ] {
        assert!(plan.contains(part), "no {part:?} in\n{plan}");
    }
}

#[test]
fn the_table_that_holds_the_fields_is_the_one_that_is_written() {
    let mut project = library("astro-supabase");
    let mut own = endpoint(Method::Put, "/api/users/me");
    own.details.body_fields = vec![parameter("dueOn", "", None), parameter("note", "", None)];
    project.api.endpoints.push(own);
    let plan = markdown(&project, &[4], &["users", "loans"], Language::ENGLISH);
    assert!(plan.contains("`loans` (written)"), "{plan}");
}

#[test]
fn two_rows_in_a_path_mean_the_table_that_links_them() {
    let mut project = library("astro-supabase");
    project.api.endpoints.push(endpoint(Method::Delete, "/api/users/{userId}/books/{bookId}"));
    let plan = markdown(&project, &[4], &["users", "loans", "books"], Language::ENGLISH);
    let delete = "Delete from `loans` where `user_id` = path parameter `userId`, `book_id` = path parameter `bookId`";
    assert!(plan.contains(delete), "{plan}");
}

#[test]
fn a_new_row_below_another_needs_that_one() {
    let mut project = library("astro-supabase");
    let mut create = endpoint(Method::Post, "/api/books/{bookId}/loans");
    create.details.body_fields = vec![parameter("dueOn", "", Some(true))];
    create.details.responses = vec![response(201, None), response(404, None)];
    project.api.endpoints.push(create);
    let plan = markdown(&project, &[4], &["loans", "books"], Language::ENGLISH);
    for wanted in [
        "Find the row of `books` with `id` = path parameter `bookId`",
        "`book_id` ← path parameter `bookId`",
        "No such row in `books`",
    ] {
        assert!(plan.contains(wanted), "no {wanted:?} in\n{plan}");
    }
}

#[test]
fn a_parameter_may_bound_a_column_or_be_none() {
    let mut project = library("astro-supabase");
    let query = &mut project.api.endpoints[0].details.query_params;
    query.extend([parameter("due_on_from", "date", None), parameter("overdue", "boolean", None)]);
    let plan = markdown(&project, &[0], &["loans"], Language::ENGLISH);
    for part in ["`due_on` ≥ query parameter `due_on_from`", "Apply `overdue` as the API plan describes"] {
        assert!(plan.contains(part), "no {part:?} in\n{plan}");
    }
}

#[test]
fn endpoints_of_one_plan_declare_a_type_once() {
    let project = library("astro-supabase");
    let plan = markdown(&project, &[0, 1], &["loans", "books"], Language::ENGLISH);
    assert_eq!(plan.matches("export interface LoanDTO {").count(), 1, "{plan}");
    assert!(plan.contains("`LoanDTO` as declared above"), "{plan}");
}

#[test]
fn any_choice_gives_nine_whole_sections() {
    let placeholders: Vec<String> =
        ["what", "table", "columns", "status", "how", "name", "file", "names", "where", "conditions"]
            .iter()
            .map(|name| format!("{{{name}}}"))
            .collect();
    for profile in ["neutral", "astro-supabase", "aspnet", "fastapi", "unknown"] {
        let project = library(profile);
        for keys in [&[0][..], &[1], &[2], &[3], &[0, 1, 2, 3]] {
            for tables in [&[][..], &["books"], &["loans", "users", "books"]] {
                for language in Language::all().iter().copied() {
                    let plan = write(&choice(&project, keys, tables, language));
                    assert_eq!(plan.sections.len(), 9);
                    let text = to_markdown(&plan);
                    for section in &plan.sections {
                        assert!(!section.body.trim().is_empty(), "{:?} of {text}", section.kind);
                    }
                    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
                    for placeholder in &placeholders {
                        assert!(!text.contains(placeholder), "{placeholder} in {text}");
                    }
                    let read = read(&text).unwrap();
                    assert_eq!(read.endpoints, plan.endpoints);
                    let kinds: Vec<_> = read.sections.iter().filter_map(|s| s.kind).collect();
                    assert_eq!(kinds, SectionKind::ALL);
                }
            }
        }
    }
}

/// Every status is in the API plan or marked as an addition; every table and column is in the schema.
#[test]
fn nothing_is_invented() {
    for profile in ["neutral", "astro-supabase", "spring"] {
        let project = library(profile);
        for keys in [&[0][..], &[1], &[2], &[3], &[1, 2]] {
            for tables in [&[][..], &["loans", "users", "books"]] {
                let text = markdown(&project, keys, tables, Language::ENGLISH);
                let listed = keys
                    .iter()
                    .flat_map(|&at| &project.api.endpoints[at].details.responses)
                    .map(|r| r.status.to_string());
                let mut known: Vec<String> = listed.collect();
                let marked = text.lines().filter(|line| line.contains("addition"));
                known.extend(marked.flat_map(in_code).filter(|code| code.len() == 3));
                let numbers = |code: &String| code.len() == 3 && code.chars().all(|c| c.is_ascii_digit());
                for status in text.lines().flat_map(in_code).filter(numbers) {
                    assert!(known.contains(&status), "{status} in\n{text}");
                }
                for code in text.lines().flat_map(in_code) {
                    let Some((owner, column)) = code.split_once('.') else { continue };
                    if let Some(table) = project.schema.table(owner) {
                        assert!(table.column(column).is_some(), "{code} in\n{text}");
                    }
                }
            }
        }
    }
}

fn in_code(line: &str) -> Vec<String> {
    line.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Whole plans, to be read by people when sentences change.
#[test]
fn plans_read_well() {
    let cases: [(&str, &str, &[usize], Language); 4] = [
        ("list_astro_supabase_en", "astro-supabase", &[0], Language::ENGLISH),
        ("create_aspnet_pl", "aspnet", &[1], Language::POLISH),
        ("delete_fastapi_pl", "fastapi", &[2], Language::POLISH),
        ("several_spring_en", "spring", &[3, 1], Language::ENGLISH),
    ];
    for (name, profile, keys, language) in cases {
        let mut project = library(profile);
        project.rules = vec![rule("Validate every request before the first query"), rule("Keep handlers thin")];
        insta::assert_snapshot!(name, markdown(&project, keys, &["loans", "books"], language));
    }
}

/// Files and types of each stack, to be read by people who know it.
#[test]
fn every_stack_names_files_and_types_by_its_habits() {
    for id in crate::assets::names("stacks") {
        let mut project = library(id);
        let body = &mut project.api.endpoints[1].details.body_fields;
        body.insert(1, parameter("copies_wanted", "integer", Some(true)));
        body.push(parameter("state", "", None));
        for &language in Language::all() {
            let plan = write(&choice(&project, &[0, 1], &["loans", "books"], language));
            for section in &plan.sections {
                let left = section.body.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
                let left: Vec<&str> = left.map(|(name, _)| name).filter(|name| is_placeholder(name)).collect();
                assert_eq!(left, [] as [&str; 0], "{id}: {}", section.body);
            }
            if language == Language::ENGLISH {
                let of = |kind| plan.sections.iter().find(|s| s.kind == kind).map_or("", |s| s.body.as_str());
                let text = format!("{}\n\n{}\n", of(SectionKind::Types), of(SectionKind::Steps));
                insta::assert_snapshot!(format!("stack_{id}"), text);
            }
        }
    }
}

/// Whether a word in braces is one of ours and no parameter of a path or code.
fn is_placeholder(name: &str) -> bool {
    let known = ["field", "type", "check", "nullable", "pointer", "values", "words", "of", "METHOD", "route", "change"];
    let stems = ["Resource", "resource", "Action", "action"];
    known.contains(&name) || stems.iter().any(|stem| name.starts_with(stem))
}

//! Specifications from the command line: where they are found, spread over files, to prompt and plan.

use crate::project::{DATABASE_PLAN, Project, codes};

const OPENAPI: &str = "\
openapi: 3.0.3
paths:
  /kennels:
    $ref: paths/kennels.yaml
  /kennels/{kennelId}/dogs:
    get:
      tags: [Dogs]
      summary: List dogs
      parameters:
        - {name: kennelId, in: path, required: true, schema: {type: string, format: uuid}}
      responses:
        '200':
          description: The dogs
          content: {application/json: {schema: {type: array, items: {$ref: '../schemas/all.json#/Dog'}}}}
        '404': {description: No such kennel}
        '502': {$ref: 'link.yaml#/Bad'}
";
const KENNELS: &str = "\
post:
  tags: [Kennels]
  summary: Add a kennel
  requestBody:
    content: {application/json: {schema: {$ref: '../../schemas/all.json#/NewKennel'}}}
  responses: {'201': {description: Added}}
";
const SCHEMAS: &str = r##"{
  "Dog": {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}, "name": {"type": "string"}}},
  "NewKennel": {"type": "object", "required": ["name"], "properties": {
    "name": {"type": "string", "maxLength": 80}, "size": {"type": "integer", "minimum": 1}, "dogs": {"type": "array", "items": {"$ref": "#/Dog"}}}}
}"##;

fn kennels() -> Project {
    Project::empty()
        .with("api/openapi.yaml", OPENAPI)
        .with("api/paths/kennels.yaml", KENNELS)
        .with("schemas/all.json", SCHEMAS)
        .with(".ai/db-plan.md", DATABASE_PLAN)
}

#[test]
fn a_specification_in_several_files_is_one_plan() {
    let project = kennels();
    let inspected = project.inspect();
    let paths: Vec<_> =
        inspected["documents"].as_array().unwrap().iter().map(|d| d["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["api/openapi.yaml", "api/paths/kennels.yaml", "schemas/all.json", ".ai/db-plan.md"]);
    assert_eq!(inspected["documents"][0]["format"], "openapi");
    let add = &inspected["endpoints"][0];
    assert_eq!(
        (add["method"].as_str(), add["source"]["file"].as_str()),
        (Some("POST"), Some("api/paths/kennels.yaml"))
    );
    assert_eq!(add["body_fields"][0]["type"], "string (max 80)");
    assert_eq!(add["tables"][0]["name"], "kennels");
    assert_eq!(codes(&inspected), ["RW111"], "the file that is not there is told where it is referred to");
    let prompt = project.run(&["prompt", "POST /kennels"]);
    for said in ["# api/paths/kennels.yaml:1-6", "# NewKennel, schemas/all.json:3", "# Dog, schemas/all.json:2"] {
        assert!(prompt.out.contains(said), "{said}\n{}", prompt.out);
    }
    let shallow = project.run(&["prompt", "POST /kennels", "--schema-depth", "1"]).out;
    assert!(shallow.contains("$ref: '#/Dog'") && !shallow.contains("# Dog"), "{shallow}");
    let plan = project.run(&["plan", "/kennels"]).out;
    assert!(plan.contains("| `name` | body | `string` | yes | at most 80 characters"), "{plan}");
}

#[test]
fn a_plan_of_an_operation_goes_stale_with_the_schemas_that_it_uses() {
    let project = kennels();
    assert_eq!(project.run(&["plan", "/kennels", "--out", ".ai/kennels-plan.md"]).status, 0);
    let states = |project: &Project| {
        let rows: serde_json::Value = serde_json::from_str(&project.run(&["list", "--json"]).out).unwrap();
        [0, 1].map(|at| rows[at]["plan"].as_str().unwrap().to_owned())
    };
    assert_eq!(states(&project), ["planned", "none"]);
    let project = project.with("schemas/all.json", format!("\n\n{SCHEMAS}"));
    assert_eq!(states(&project), ["planned", "none"], "lines that move change nothing");
    let project = project.with("schemas/all.json", SCHEMAS.replace("80", "90"));
    assert_eq!(states(&project), ["stale", "none"]);
}

#[cfg(unix)]
#[test]
fn a_referred_file_behind_a_link_out_of_the_root_is_not_read() {
    let project = kennels();
    let outside = project.home().join("secret.yaml");
    std::fs::write(&outside, "Bad: {description: secret words}\n").unwrap();
    std::os::unix::fs::symlink(&outside, project.root().join("api/link.yaml")).unwrap();
    let inspected = project.inspect();
    assert_eq!(codes(&inspected), ["RW007", "RW111"]);
    assert!(!inspected.to_string().contains("secret words"));
}

#[test]
fn plans_come_first_and_files_with_such_names_have_to_be_specifications() {
    let settings = r#"{"openapi": {"input": "x.yaml"}}"#;
    let small = r#"{"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {"description": "Fine"}}}}}}"#;
    let named = |project: &Project| project.inspect()["documents"][0]["path"].as_str().unwrap_or_default().to_owned();
    let project = Project::empty().with("openapi-client.json", settings).with("web/shop.openapi.json", small);
    assert_eq!(named(&project), "web/shop.openapi.json");
    let project = project.with("docs/swagger.json", small);
    assert_eq!(named(&project), "docs/swagger.json");
    let project = project.with("docs/api-plan.md", "# API\n\n### GET /b\n\nReads.\n");
    assert_eq!(named(&project), "docs/api-plan.md");
    let listed = project.run(&["list", "--api", "docs/swagger.json"]);
    assert_eq!(listed.out.trim(), "GET  /a  -  none");
}

#[test]
fn endpoints_that_differ_in_little_are_all_kept_and_found_by_their_spelling() {
    let paths = ["/Users", "/users", "/users?active=true", "/users/{id}", "/users/{name}"];
    let items: Vec<_> =
        paths.iter().map(|path| format!("\"{path}\": {{\"get\": {{\"summary\": \"{path}\"}}}}")).collect();
    let project = Project::empty()
        .with("openapi.json", format!("{{\"openapi\": \"3.0.0\", \"paths\": {{{}}}}}", items.join(",")));
    for path in paths {
        let plan = project.run(&["plan", &format!("GET {path}")]).out;
        assert!(plan.starts_with(&format!("# API Endpoint Implementation Plan: GET {path}\n")), "{path}\n{plan}");
    }
    assert_eq!(
        project.run(&["plan", "--all", "--out", "-"]).out.matches("# API Endpoint Implementation Plan").count(),
        5
    );
}

//! Specifications in several files, with faults, and as nobody should write them.

use super::*;

#[test]
fn one_specification_in_several_files() {
    let files = [
        (
            "api/openapi.yaml",
            "openapi: 3.0.0\npaths:\n  /a/{id}:\n    $ref: paths/a.json\n  /b:\n    $ref: 'all.yaml#/paths/~1b'\n  /c:\n    get:\n      responses:\n        '200': {$ref: '../shared.yaml#/Fine'}\n        '400': {$ref: 'https://a.test/b.yaml#/X'}\n        '404': {$ref: gone.yaml}\n        '409': {$ref: '../../out.yaml'}\n        '422': {$ref: '#/components/responses/None'}\n",
        ),
        (
            "api/paths/a.json",
            "{\"parameters\": [{\"$ref\": \"../../shared.yaml#/Id\"}],\n \"get\": {\"responses\": {\"200\": {\"$ref\": \"../../shared.yaml#/Fine\"}}}}",
        ),
        ("api/all.yaml", "paths:\n  /b:\n    delete:\n      summary: Removes\n"),
        (
            "shared.yaml",
            "Id: {name: id, in: path, schema: {$ref: 'schemas/id.yaml'}}\nFine:\n  description: Fine\n  content: {application/json: {schema: {properties: {id: {$ref: schemas/id.yaml}}}}}\n",
        ),
        ("schemas/id.yaml", "type: string\nformat: uuid\n"),
    ];
    insta::assert_snapshot!(read(&files), @r##"
    GET /a/{id} |  | api/paths/a.json:2-2
      path id*: string (uuid)
      200 Fine {"id":"3f2b8c1e-5d4a-4e8b-9a67-0c1d2e3f4a5b"}
    DELETE /b | Removes | api/all.yaml:3-4
    GET /c |  | api/openapi.yaml:8-14
      200 Fine {"id":"3f2b8c1e-5d4a-4e8b-9a67-0c1d2e3f4a5b"}
      400 –
      404 –
      409 –
      422 –
    RW111 api/openapi.yaml:11 `https://a.test/b.yaml#/X` leads to another machine and was not followed; the rest was read.
    RW111 api/openapi.yaml:12 `gone.yaml` leads to `api/gone.yaml`, which could not be read; the rest was read.
    RW111 api/openapi.yaml:13 `../../out.yaml` leads out of the project and was not followed; the rest was read.
    RW111 api/openapi.yaml:14 `#/components/responses/None` leads to nothing: `api/openapi.yaml` has no value of that name; the rest was read.
    "##);
}

#[test]
fn a_fault_costs_what_it_stands_in() {
    let yaml = "openapi: 3.0.0\npaths:\n  /a:\n    get:\n      summary: Reads\n      description: Note: it reads\n      responses: {'200': {description: Fine}}\n  /b:\n    get: {summary: [}\n    put:\n      summary: Writes\n";
    insta::assert_snapshot!(read(&[("a.yaml", yaml)]), @r##"
    GET /a | Reads | a.yaml:4-7
      200 Fine
    GET /b |  | a.yaml:9-9
    PUT /b | Writes | a.yaml:10-11
    RW110 a.yaml:6 The specification has a fault in `description: Note: it reads`: mapping values are not allowed in this context; each operation was read on its own.
    RW112 a.yaml:9 `GET /b` could be read only in part: key must be a string.
    "##);
    let json = "{\n  \"openapi\": \"3.0.0\",\n  \"paths\": {\n    \"/a\": {\n      \"get\": {\n        \"summary\": \"Reads\"\n      }\n    },\n    \"/b\": {\n      \"get\": {\n        \"summary\" \"Lists\"\n      },\n      \"put\": {\n        \"summary\": \"Writes\"\n      }\n    }\n  }\n}\n";
    insta::assert_snapshot!(read(&[("a.json", json)]), @r##"
    GET /a | Reads | a.json:5-8
    GET /b |  | a.json:10-12
    PUT /b | Writes | a.json:13-18
    RW110 a.json:11 The specification has a fault in `"summary" "Lists"`: expected `:`; each operation was read on its own.
    "##);
    let comma = "{\"paths\": {\"/a\": {\"get\": {\"summary\": \"Reads\",},},},}";
    insta::assert_snapshot!(read(&[("a.json", comma)]), @r##"
    GET /a | Reads | a.json:1-1
    RW110 a.json:1 The specification has a fault in `{"paths": {"/a": {"get": {"summary": "Reads",},},},}`: key must be a string; it was read all the same.
    "##);
}

#[test]
fn odd_operations_are_listed_all_the_same() {
    let cases = [
        (
            "paths: {/a: {get: null}, /b: 3, /c: [1], /d: {}, /e: {get: {tags: x, summary: 5, parameters: 7, responses: [1]}}}",
            "GET /a, GET /e",
        ),
        (
            "paths: {/a: {get: {}, head: {}, options: {}, trace: {}, query: {}}}",
            "GET /a, HEAD /a, OPTIONS /a, TRACE /a",
        ),
        (
            "paths: {/A: {get: {}}, /a: {get: {}}, '/a?b=1': {get: {}}, '/x(a={a})': {get: {}}}",
            "GET /A, GET /a, GET /a?b=1, GET /x(a={a})",
        ),
        ("x: &x {get: {}}\npaths:\n  /a: *x\n  /b:\n    <<: *x\n    put: {}\n", "GET /a, PUT /b, GET /b"),
        ("{\"paths\": {\"\\/a\": {\"get\": {}}, \"/a\": {\"get\": {\"summary\": \"b\"}}}}", "GET /a"),
        ("paths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}", ""),
        ("openapi: 3.0.0\npaths: null\n", ""),
        ("[1, 2]", ""),
        ("\"paths\"", ""),
        ("", ""),
    ];
    for (text, expected) in cases {
        let source = Source::new(DocumentId(0), "a", text);
        let parsed = specification(&[&source]);
        let names: Vec<_> = parsed.value.endpoints.iter().map(|e| e.key.to_string()).collect();
        assert_eq!(names.join(", "), expected, "{text}");
        for endpoint in &parsed.value.endpoints {
            let _ = (endpoint.details.responses.len(), endpoint.details.source().map(|s| s.text(3)));
        }
    }
}

#[test]
fn schemas_that_lead_into_themselves_end() {
    let deep = "allOf: [{$ref: '#/s/A'}, {$ref: '#/s/B'}], properties: {a: {$ref: '#/s/A'}, b: {oneOf: [{$ref: '#/s/B'}, {$ref: '#/s/A'}]}}, items: {$ref: '#/s/B'}, additionalProperties: {$ref: '#/s/A'}";
    let text = format!(
        "paths: {{/a: {{post: {{requestBody: {{content: {{x/json: {{schema: {{$ref: '#/s/A'}}}}}}}}, responses: {{200: {{$ref: '#/s/R'}}}}}}}}}}\ns:\n  A: {{{deep}}}\n  B: {{{deep}}}\n  R: {{$ref: '#/s/R'}}\n"
    );
    let shown = read(&[("a.yaml", &text)]);
    assert!(shown.contains("body a: object (A)") && shown.contains("circle of references"), "{shown}");
}

#[test]
fn specifications_are_told_from_other_files() {
    for (text, expected) in [
        ("openapi: 3.1.0\n", true),
        ("# ours\n\"swagger\": '2.0'\n", true),
        ("{ \"openapi\" : \"3.0.0\" }", true),
        ("{\"openapi-generator-cli\": {\"version\": \"7.0.0\"}}", false),
        ("openapi:\n  input: spec.yaml\n", false),
        ("", false),
    ] {
        assert_eq!(is_specification(text), expected, "{text}");
    }
}

/// Pieces that specifications and their faults are made of.
const PIECES: [&str; 24] = [
    "openapi: 3.0.0\n",
    "paths:\n",
    "  /a:\n",
    "  \"/b\": {\n",
    "    get:\n",
    "    post: ",
    "{",
    "}",
    "[",
    "]",
    "\"$ref\": ",
    "\"#/paths/~1a\"",
    "$ref: b.yaml\n",
    "\n",
    "  ",
    "\"parameters\": [",
    ",",
    ": ",
    "'",
    "|\n",
    "- ",
    "\u{105}",
    "<<: *x\n",
    "&x ",
];

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_harm(pieces in proptest::collection::vec(0usize..PIECES.len(), 0..40)) {
        let text: String = pieces.iter().filter_map(|at| PIECES.get(*at)).copied().collect();
        let source = Source::new(DocumentId(0), "a.yaml", text.as_str());
        let parsed = specification(&[&source]);
        let places: Vec<_> = parsed.diagnostics.iter().filter_map(|d| d.place).collect();
        proptest::prop_assert!(places.into_iter().all(|p| text.get(p.span.start..p.span.end).is_some()));
        for endpoint in parsed.value.endpoints {
            proptest::prop_assert!(text.get(endpoint.place.span.start..endpoint.place.span.end).is_some());
            let details = &endpoint.details;
            let places = details.diagnostics.iter().filter_map(|d| d.place);
            proptest::prop_assert!(places.into_iter().all(|p| text.get(p.span.start..p.span.end).is_some()));
            let _ = details.source().map(|source| source.text(3));
        }
    }
}

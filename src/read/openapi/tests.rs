//! Whole small specifications.

mod odd;

use std::fmt::Write as _;

use super::*;
use crate::model::{Endpoint, Parameter};
use crate::text::DocumentId;

/// Everything that is read from files, as lines: the endpoints with their places, below each what it
/// takes and answers, and what is said of it.
fn read(files: &[(&str, &str)]) -> String {
    let sources: Vec<Source> =
        files.iter().enumerate().map(|(at, (path, text))| Source::new(DocumentId(at), *path, *text)).collect();
    let parsed = specification(&sources.iter().collect::<Vec<_>>());
    let mut shown = String::new();
    let mut said = parsed.diagnostics;
    for endpoint in &parsed.value.endpoints {
        show(&mut shown, &sources, endpoint);
        said.extend(endpoint.details.diagnostics.iter().cloned());
    }
    if let Some(base) = parsed.value.base_path {
        let _ = writeln!(shown, "base {base}");
    }
    for diagnostic in said {
        let at = diagnostic.place.map(|p| (&sources[p.document.0], p.span.start));
        let at = at.map(|(source, start)| format!("{}:{}", source.path, source.line_of(start))).unwrap_or_default();
        let _ = writeln!(shown, "{} {at} {}", diagnostic.code, diagnostic.message);
    }
    shown
}

fn show(shown: &mut String, sources: &[Source], endpoint: &Endpoint) {
    let source = &sources[endpoint.place.document.0];
    let (first, last) = source.lines_of(endpoint.place.span);
    let title = [endpoint.group.as_deref(), endpoint.summary.as_deref()];
    let title: Vec<&str> = title.into_iter().flatten().collect();
    let _ = writeln!(shown, "{} | {} | {}:{first}-{last}", endpoint.key, title.join(": "), source.path);
    let details = &endpoint.details;
    for (part, parameters) in
        [("path", &details.path_params), ("query", &details.query_params), ("body", &details.body_fields)]
    {
        for parameter in parameters {
            let _ = writeln!(shown, "  {part} {}", parameter_line(parameter));
        }
    }
    let compact = |text: &str| serde_json::from_str::<Value>(text).map_or(text.to_owned(), |v| v.to_string());
    if let Some(body) = &details.request_body {
        let _ = writeln!(shown, "  sends {}", compact(&body.text));
    }
    for response in &details.responses {
        let body = response.body.as_ref().map(|b| compact(&b.text)).unwrap_or_default();
        let line = format!("  {} {} {body}", response.status, response.description.as_deref().unwrap_or("–"));
        let _ = writeln!(shown, "{}", line.trim_end());
    }
    if let Some(body) = &details.otherwise {
        let _ = writeln!(shown, "  otherwise {}", compact(&body.text));
    }
    if let Some(auth) = details.auth {
        let _ = writeln!(shown, "  auth {auth:?}");
    }
}

fn parameter_line(parameter: &Parameter) -> String {
    let mut line = parameter.name.clone();
    if parameter.required == Some(true) {
        line.push('*');
    }
    let _ = write!(line, ": {}", parameter.ty.as_deref().unwrap_or("?"));
    if !parameter.allowed.is_empty() {
        let _ = write!(line, " {}", parameter.allowed.join("|"));
    }
    if let Some(default) = &parameter.default {
        let _ = write!(line, " = {default}");
    }
    if let Some(description) = &parameter.description {
        let _ = write!(line, " – {description}");
    }
    line
}

const SHOP: &str = "\
openapi: 3.0.3
info: {title: Shop, version: 1.10}
servers: [{url: 'https://{host}/api/{version}', variables: {host: {default: a.test}, version: {default: v2}}}]
security: [{token: []}]
paths:
  /orders:
    parameters: [{$ref: '#/components/parameters/Page'}, {name: X-Trace, in: header, schema: {type: string}}]
    get:
      tags: [Orders, Other]
      summary: List orders
      parameters:
        - {name: status, in: query, schema: {type: array, items: {$ref: '#/components/schemas/Status'}}}
        - {name: page, in: query, description: Own page, schema: {type: integer, minimum: 1, maximum: 9}}
      responses:
        4XX: {$ref: '#/components/responses/Problem'}
        200:
          description: Some
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}}}
    # Placing orders is what it is about.
    post:
      operationId: placeOrder
      deprecated: true
      security: []
      requestBody: {$ref: '#/components/requestBodies/Order'}
      responses:
        default: {$ref: '#/components/responses/Problem'}
        '201': {description: Placed}
  x-internal: {get: {}}
components:
  parameters:
    Page: {name: page, in: query, schema: {type: integer}}
  requestBodies:
    Order: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
  responses:
    Problem: {description: What went wrong, content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}}
  schemas:
    Status: {type: string, enum: [new, paid]}
    Problem: {properties: {title: {type: string}}}
    Order:
      allOf:
        - {type: object, required: [customer], properties: {id: {type: string, format: uuid, readOnly: true}}}
        - properties:
            customer: {type: string, format: uuid, description: Who orders}
            status: {$ref: '#/components/schemas/Status'}
            parent: {$ref: '#/components/schemas/Order'}
            note: {type: string, maxLength: 500, nullable: true, default: none}
";

#[test]
fn openapi_3_0_as_yaml() {
    insta::assert_snapshot!(read(&[("openapi.yaml", SHOP)]), @r##"
    GET /orders | Orders: List orders | openapi.yaml:8-18
      query page: integer (1..9) – Own page
      query status: array of string new|paid
      200 Some [{"id":"3f2b8c1e-5d4a-4e8b-9a67-0c1d2e3f4a5b","customer":"3f2b8c1e-5d4a-4e8b-9a67-0c1d2e3f4a5b","status":"new","parent":{},"note":"none"}]
      400 4XX: What went wrong {"title":"string"}
      auth Required
    POST /orders | (deprecated) placeOrder | openapi.yaml:20-27
      query page: integer
      body customer*: string (uuid) – Who orders
      body status: string new|paid
      body parent: object (Order)
      body note: string (max 500) or null = none
      sends {"customer":"3f2b8c1e-5d4a-4e8b-9a67-0c1d2e3f4a5b","status":"new","parent":{},"note":"none"}
      201 Placed
      otherwise {"title":"string"}
      auth None
    base /api/v2
    "##);
}

#[test]
fn openapi_3_1_as_json() {
    let text = r##"{
  "openapi": "3.1.0",
  "webhooks": {"paid": {"post": {}}},
  "paths": {
    "/files/{name}": {
      "summary": "Files",
      "put": {
        "description": "Stores a file. What was there is lost.",
        "parameters": [{"in": "header", "name": "Authorization", "required": true}],
        "requestBody": {"content": {"multipart/form-data": {"schema": {
          "required": ["data"],
          "properties": {"data": {"type": "string", "format": "binary"}, "tags": {"type": ["array", "null"], "items": {"type": "string"}}}
        }}}},
        "responses": {"200": {"description": "Stored", "content": {"application/json": {"example": {"size": 3}}}},
          "413": {"description": "Too large"}},
        "callbacks": {"done": {"{$request.body#/url}": {"post": {}}}}
      }, "x-owner": "a"
    },
    "/shapes": {"post": {"requestBody": {"content": {"application/json": {"schema": {"oneOf": [
        {"$ref": "#/components/schemas/Circle"}, {"$ref": "#/components/schemas/Box"}], "discriminator": {"propertyName": "kind"}}}}},
      "responses": {"200": {"content": {"text/csv": {"schema": {"type": "string"}}}}}}}
  },
  "components": {"schemas": {
    "Circle": {"type": "object", "required": ["kind", "r"], "properties": {"kind": {"const": "circle"}, "r": {"type": "number", "exclusiveMinimum": 0}}},
    "Box": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "box"}, "sides": {"type": "array", "minItems": 2, "items": {"type": "integer"}}}}
  }}
}"##;
    insta::assert_snapshot!(read(&[("openapi.json", text)]), @r##"
    PUT /files/{name} | Stores a file. | openapi.json:7-17
      path name*: ?
      body data*: file
      body tags: array of string or null
      200 Stored {"size":3}
      413 Too large
      auth Required
    POST /shapes |  | openapi.json:19-21
      body kind*: string circle|box
      body r: number (> 0)
      body sides: array of integer (min 2)
      sends {"kind":"circle","r":1.5}
      200 –
    "##);
}

#[test]
fn swagger_2_0() {
    let text = r##"{"swagger": "2.0", "host": "a.test", "basePath": "/v1/", "produces": ["application/json"],
"securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}, "security": [{"key": []}, {}],
"paths": {
  "/pets/{petId}": {
    "parameters": [{"name": "petId", "in": "path", "required": true, "type": "integer", "format": "int64"}],
    "put": {"tags": ["pet"], "parameters": [{"in": "body", "name": "body", "schema": {"$ref": "#/definitions/Pet"}}],
      "responses": {"204": {"description": "Changed"}, "404": {"description": "None", "schema": {"$ref": "#/definitions/Error"}}}},
    "post": {"consumes": ["application/x-www-form-urlencoded"], "parameters": [
      {"in": "formData", "name": "name", "type": "string", "required": true, "maxLength": 20},
      {"in": "formData", "name": "photo", "type": "file"},
      {"in": "query", "name": "sort", "type": "string", "enum": ["asc", "desc"], "default": "asc"}],
      "responses": {"200": {"description": "Read", "examples": {"application/json": {"ok": true}}}}}
  },
  "/pets?kind=cat": {"get": {"responses": {}}}
},
"definitions": {
  "Pet": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 40}, "born": {"type": "string", "format": "date"}}},
  "Error": {"type": "object", "properties": {"code": {"type": "integer", "minimum": 400}}}
}}"##;
    insta::assert_snapshot!(read(&[("swagger.json", text)]), @r##"
    PUT /pets/{petId} | pet | swagger.json:6-7
      path petId*: integer (int64)
      body name*: string (min 1, max 40)
      body born: string (date)
      sends {"name":"string","born":"2026-01-31"}
      204 Changed
      404 None {"code":400}
      auth Optional
    POST /pets/{petId} |  | swagger.json:8-12
      path petId*: integer (int64)
      query sort: string asc|desc = asc
      body name*: string (max 20)
      body photo: file
      200 Read {"ok":true}
      auth Optional
    GET /pets?kind=cat |  | swagger.json:14-14
      auth Optional
    base /v1
    "##);
}

#[test]
fn the_own_text_has_each_schema_once_and_says_where_it_stands() {
    let source = Source::new(DocumentId(0), "openapi.yaml", SHOP);
    let plan = specification(&[&source]).value;
    let text = |at: usize, depth| plan.endpoints[at].details.source().map(|s| s.text(depth)).unwrap_or_default();
    insta::assert_snapshot!(text(0, 2), @r##"
    # openapi.yaml:8-18
    /orders:
      parameters:
        - # Page, openapi.yaml:31
          name: page
          in: query
          schema:
            type: integer
        - name: X-Trace
          in: header
          schema:
            type: string
      get:
        tags: [Orders, Other]
        summary: List orders
        parameters:
          - name: status
            in: query
            schema:
              type: array
              items:
                # Status, openapi.yaml:37
                type: string
                enum: [new, paid]
          - name: page
            in: query
            description: Own page
            schema:
              type: integer
              minimum: 1
              maximum: 9
        responses:
          4XX:
            # Problem, openapi.yaml:35
            description: What went wrong
            content:
              application/problem+json:
                schema:
                  # Problem, openapi.yaml:38
                  properties:
                    title:
                      type: string
          '200':
            description: Some
            content:
              application/json:
                schema:
                  type: array
                  items:
                    # Order, openapi.yaml:39
                    allOf:
                      - type: object
                        required: [customer]
                        properties:
                          id:
                            type: string
                            format: uuid
                            readOnly: true
                      - properties:
                          customer:
                            type: string
                            format: uuid
                            description: Who orders
                          status:
                            $ref: '#/components/schemas/Status'
                          parent:
                            $ref: '#/components/schemas/Order'
                          note:
                            type: string
                            maxLength: 500
                            nullable: true
                            default: none
        security:
          - token: []
    "##);
    insta::assert_snapshot!(text(1, 0), @r##"
    # openapi.yaml:20-27
    /orders:
      parameters:
        - $ref: '#/components/parameters/Page'
        - name: X-Trace
          in: header
          schema:
            type: string
      post:
        operationId: placeOrder
        deprecated: true
        requestBody:
          $ref: '#/components/requestBodies/Order'
        responses:
          default:
            $ref: '#/components/responses/Problem'
          '201':
            description: Placed
        security: []
    "##);
    // What is written is YAML that says the same.
    let again = yaml::read(&text(0, 2)).unwrap();
    assert_eq!(again["/orders"]["get"]["responses"]["200"]["description"], Value::from("Some"));
}

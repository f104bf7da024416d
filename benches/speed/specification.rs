//! A specification opened to a list with lines, against the least that any reader has to do: JSON
//! against a pass that borrows the top-level keys and the paths and leaves all values raw, YAML
//! against the library's bare parse. Ten times the operations against one time.

use std::collections::BTreeMap;
use std::fmt::Write;

use routewright::model::{Document, DocumentRole, Format, Project};
use routewright::text::{DocumentId, Source};
use serde_json::value::RawValue;

use crate::paired::compare;

pub(crate) fn run() {
    println!("\nOpening a specification to a list of its operations");
    for operations in [100, 1_000, 10_000] {
        let json = Spec::of_json(operations);
        compare(
            &format!("  JSON, {operations} operations, {} KB", json.text().len() / 1024),
            || json.open(),
            "lazy pass",
            || lazy_pass(json.text()),
        );
    }
    let yaml = Spec::new(1_000, "openapi.yaml", yaml(1_000));
    compare(
        &format!("  YAML, 1000 operations, {} KB", yaml.text().len() / 1024),
        || yaml.open(),
        "yaml_serde",
        || yaml_serde::from_str::<serde_json::Value>(yaml.text()).is_ok(),
    );
    let (large, small) = (Spec::of_json(10_000), Spec::of_json(1_000));
    compare("  JSON, 10,000 operations", || large.open(), "on 1,000", || small.open());
    let project = large.open();
    let mut at = 0;
    compare(
        "  what one of 10,000 operations takes and answers",
        || {
            at = (at + 7) % project.api.endpoints.len();
            project.api.endpoints.get(at).map(|endpoint| endpoint.details.clone().responses.len())
        },
        "lazy pass",
        || lazy_pass(large.text()),
    );
}

/// A specification that was loaded.
pub(crate) struct Spec {
    operations: usize,
    document: Document,
}

impl Spec {
    /// One with so many operations, in JSON.
    pub(crate) fn of_json(operations: usize) -> Self {
        Self::new(operations, "openapi.json", json(operations))
    }

    fn new(operations: usize, path: &str, text: String) -> Self {
        let bytes = text.len() as u64;
        let source = Source::new(DocumentId(0), path, text);
        let (role, format) = (DocumentRole::ApiPlan, Format::Openapi);
        Self { operations, document: Document { role, format, source, bytes, sha256: String::new() } }
    }

    fn text(&self) -> &str {
        self.document.source.text()
    }

    pub(crate) fn open(&self) -> Project {
        // Reading counts the lines, which loading a document does.
        let mut document = self.document.clone();
        document.source = Source::new(DocumentId(0), document.source.path.clone(), self.text());
        let project = routewright::read::project("bench", vec![document]);
        assert_eq!(project.api.endpoints.len(), self.operations, "the benchmark's own specification is read whole");
        project
    }
}

/// Keys of the top level and of the paths, everything else left raw.
fn lazy_pass(text: &str) -> usize {
    let top: BTreeMap<&str, &RawValue> = serde_json::from_str(text).unwrap_or_default();
    let paths = top.get("paths").map(|raw| raw.get()).unwrap_or_default();
    serde_json::from_str::<BTreeMap<&str, &RawValue>>(paths).unwrap_or_default().len()
}

fn json(operations: usize) -> String {
    serde_json::to_string_pretty(&value(operations)).unwrap_or_default()
}

fn yaml(operations: usize) -> String {
    yaml_serde::to_string(&value(operations)).unwrap_or_default()
}

fn value(operations: usize) -> serde_json::Value {
    let mut text = String::from(r#"{"openapi": "3.0.3", "info": {"title": "Shop", "version": "1"}, "paths": {"#);
    for n in 0..operations / 2 {
        // Writing to a string can't fail.
        let _ = write!(
            text,
            r##"{}"/things{n}/{{id}}": {{"get": {{"tags": ["Things {}"], "summary": "Reads thing {n}", "description": "Gives the thing.\n\nIt has to be there.", "operationId": "read{n}",
"parameters": [{{"name": "id", "in": "path", "required": true, "schema": {{"type": "string", "format": "uuid"}}}}, {{"name": "expand", "in": "query", "schema": {{"type": "array", "items": {{"type": "string", "enum": ["owner", "parts"]}}}}}}],
"responses": {{"200": {{"description": "The thing", "content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/Thing{n}"}}}}}}}}, "404": {{"$ref": "#/components/responses/Missing"}}}}}},
"put": {{"tags": ["Things {}"], "summary": "Changes thing {n}", "operationId": "change{n}", "parameters": [{{"name": "id", "in": "path", "required": true, "schema": {{"type": "string", "format": "uuid"}}}}],
"requestBody": {{"required": true, "content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/Thing{n}"}}}}}}}}, "responses": {{"204": {{"description": "Changed"}}, "404": {{"$ref": "#/components/responses/Missing"}}}}}}}}"##,
            if n == 0 { "" } else { "," },
            n % 50,
            n % 50,
        );
    }
    text.push_str(
        r##"}, "components": {"responses": {"Missing": {"description": "There is no such thing"}}, "schemas": {"##,
    );
    for n in 0..operations / 2 {
        let _ = write!(
            text,
            r##"{}"Thing{n}": {{"type": "object", "required": ["id", "name"], "properties": {{"id": {{"type": "string", "format": "uuid", "readOnly": true}}, "name": {{"type": "string", "maxLength": 100, "description": "What it is called"}}, "parent": {{"$ref": "#/components/schemas/Thing{}"}}, "parts": {{"type": "array", "items": {{"$ref": "#/components/schemas/Thing{n}"}}}}}}}}"##,
            if n == 0 { "" } else { "," },
            n / 2,
        );
    }
    text.push_str("}}}");
    serde_json::from_str(&text).unwrap_or_default()
}

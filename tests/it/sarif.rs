//! What `check --sarif` writes fits the official schema.

use assert_cmd::Command;
use serde_json::Value;

const SCHEMA: &str = include_str!("../data/sarif-schema-2.1.0.json");

const API: &str = "## GET /notes/{id}\nOne ünusual note 🛶.\n\n- Success: 200\n- Errors: 404\n\n## GET /notes/archive\nArchived notes.\n\n- Success: 200\n\n<!-- routewright: accept RW700 our router prefers names -->\n## GET /notes/latest\nThe latest note.\n\n- Success: 200\n";

#[test]
fn findings_and_accepted_ones_fit_the_official_schema() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".ai")).unwrap();
    std::fs::write(folder.path().join(".ai/api-plan.md"), API).unwrap();
    let run = Command::cargo_bin("routewright")
        .unwrap()
        .args(["--root", folder.path().to_str().unwrap(), "check", "--sarif", "-q"])
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1));
    let log: Value = serde_json::from_slice(&run.stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    assert_eq!(results[1]["suppressions"][0]["justification"], "our router prefers names");
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut faults = Vec::new();
    check(&schema, &schema, &log, "log", &mut faults);
    assert_eq!(faults, [""; 0]);

    // The check sees what is wrong.
    let mut broken = log;
    broken["runs"][0]["results"][0]["level"] = "fatal".into();
    broken["runs"][0]["results"][0]["colour"] = "red".into();
    broken["runs"][0]["tool"] = serde_json::json!({});
    check(&schema, &schema, &broken, "log", &mut faults);
    assert_eq!(faults.len(), 3, "{faults:?}");
}

/// The keywords of JSON Schema that the official schema uses; patterns and formats of texts aside.
fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    for (keyword, wanted) in schema.as_object().unwrap() {
        let fits = match keyword.as_str() {
            "$ref" => {
                let target = root.pointer(wanted.as_str().unwrap().trim_start_matches('#')).unwrap();
                check(root, target, value, at, faults);
                true
            }
            "type" => match wanted.as_str() {
                Some(name) => is_of(name, value),
                None => wanted.as_array().unwrap().iter().any(|name| is_of(name.as_str().unwrap(), value)),
            },
            "enum" => wanted.as_array().unwrap().contains(value),
            "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= wanted.as_f64().unwrap()),
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= wanted.as_u64().unwrap()),
            "uniqueItems" => value.as_array().is_none_or(|items| {
                items.iter().enumerate().all(|(at, item)| !items.iter().take(at).any(|other| other == item))
            }),
            "required" => value.as_object().is_none_or(|entries| {
                wanted.as_array().unwrap().iter().all(|key| entries.contains_key(key.as_str().unwrap()))
            }),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, wanted, item, &format!("{at}[{index}]"), faults);
                }
                true
            }
            "properties" => {
                for (key, entry) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = wanted.get(key) {
                        check(root, schema, entry, &format!("{at}.{key}"), faults);
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = |key: &String| schema.get("properties").is_some_and(|known| known.get(key).is_some());
                let more: Vec<_> = value.as_object().into_iter().flatten().filter(|(key, _)| !known(key)).collect();
                if wanted.is_object() {
                    for (key, entry) in &more {
                        check(root, wanted, entry, &format!("{at}.{key}"), faults);
                    }
                }
                wanted != &Value::Bool(false) || more.is_empty()
            }
            "anyOf" | "oneOf" => wanted.as_array().unwrap().iter().any(|schema| {
                let mut own = Vec::new();
                check(root, schema, value, at, &mut own);
                own.is_empty()
            }),
            "$schema" | "$id" | "title" | "description" | "default" | "definitions" | "format" | "pattern" => true,
            other => panic!("keyword {other}"),
        };
        if !fits {
            faults.push(format!("{at}: {keyword}"));
        }
    }
}

fn is_of(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("type {other}"),
    }
}

//! Findings as SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format,
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), which code hosts and editors
//! show beside the lines.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::check::Finding;
use crate::check::settle::Settled;
use crate::diagnostic::{Code, pages};
use crate::model::Project;
use crate::text::{Place, hex};

/// Where the schema of the format stands; validators and editors look for it here.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One run with all findings; accepted ones are suppressed results.
#[must_use]
pub fn to_sarif(project: &Project, settled: &Settled) -> String {
    let all = settled.findings.iter().chain(settled.accepted.iter().map(|(finding, _)| finding));
    let codes: Vec<Code> = all.map(|finding| finding.code).collect::<BTreeSet<_>>().into_iter().collect();
    let results: Vec<Value> = settled
        .findings
        .iter()
        .map(|finding| result(project, finding, &codes, None))
        .chain(settled.accepted.iter().map(|(finding, reason)| result(project, finding, &codes, Some(reason))))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "routewright",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": {"ROOT": {"description": {"text": "the project's root"}}},
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

/// What a code is about, from its page.
fn rule(code: Code) -> Value {
    let page = pages::page(code).unwrap_or_default();
    let (title, rest) = page.split_once('\n').unwrap_or((page, ""));
    let title = title.split_once(": ").map_or(title, |(_, title)| title);
    let first = rest.trim_start().split("\n\n").next().unwrap_or_default();
    json!({
        "id": code.to_string(),
        "shortDescription": {"text": title},
        "fullDescription": {"text": if first.is_empty() { title } else { first }},
        "help": {"text": page, "markdown": page},
    })
}

fn result(project: &Project, finding: &Finding, codes: &[Code], accepted: Option<&String>) -> Value {
    let related = finding.related.iter().enumerate().map(|(at, (what, place))| {
        let mut location = location(project, *place);
        if let Value::Object(members) = &mut location {
            members.insert("id".to_owned(), json!(at));
            members.insert("message".to_owned(), json!({"text": what}));
        }
        location
    });
    let text = match &finding.help {
        Some(help) => format!("{}. Help: {help}.", finding.message),
        None => format!("{}.", finding.message),
    };
    let mut result = json!({
        "ruleId": finding.code.to_string(),
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": finding.severity.word(),
        "message": {"text": text},
        "locations": [location(project, finding.place)],
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": {"finding/v1": fingerprint(project, finding)},
    });
    if let (Some(reason), Value::Object(members)) = (accepted, &mut result) {
        let suppression = json!([{"kind": "inSource", "status": "accepted", "justification": reason}]);
        members.insert("suppressions".to_owned(), suppression);
    }
    result
}

/// What stays the same when lines move: the code, the file and the words.
fn fingerprint(project: &Project, finding: &Finding) -> String {
    let file = project.source(finding.place).map_or("", |source| source.path.as_str());
    let text = format!("{}\n{file}\n{}", finding.code, finding.message);
    hex(Sha256::digest(text.as_bytes()).get(..16).unwrap_or_default())
}

fn location(project: &Project, place: Place) -> Value {
    let Some(source) = project.source(place) else { return json!({}) };
    let (first, last) = source.lines_of(place.span);
    let column = |line: usize, offset: usize| {
        let start = source.line_span(line).map_or(0, |span| span.start);
        let before = source.text().get(start..offset.max(start)).unwrap_or_default();
        before.encode_utf16().count() + 1
    };
    let end = source.line_span(last).map_or(place.span.end, |span| place.span.end.min(span.end));
    json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(&source.path), "uriBaseId": "ROOT"},
            "region": {
                "startLine": first,
                "startColumn": column(first, place.span.start),
                "endLine": last,
                "endColumn": column(last, end),
            },
        },
    })
}

/// A path as a relative reference (RFC 3986 §4.2): everything but letters, digits and a few marks is
/// written in percent signs.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

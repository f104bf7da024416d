//! `check`: findings on saved plans and on the documents against each other.

use serde::Serialize;

use crate::check::Finding;
use crate::diagnostic::Severity;
use crate::model::Project;
use crate::text::Place;

/// The findings for people: where, what, what to do; last how many there are.
#[must_use]
pub fn to_text(project: &Project, findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let word = match finding.severity {
            Severity::Info => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        text.push_str(&format!("{}: {word} {}: {}\n", project.locate(finding.place), finding.code, finding.message));
        for (what, place) in &finding.related {
            text.push_str(&format!("    {what}: {}\n", project.locate(*place)));
        }
        if let Some(help) = &finding.help {
            text.push_str(&format!("    help: {help}\n"));
        }
    }
    if findings.is_empty() {
        text.push_str("No findings.\n");
    }
    text
}

/// The findings for tools.
#[must_use]
pub fn to_json(project: &Project, findings: &[Finding]) -> String {
    let findings = findings.iter().map(|finding| Row {
        code: finding.code.to_string(),
        severity: finding.severity,
        message: &finding.message,
        help: finding.help.as_deref(),
        endpoint: finding.endpoint.as_ref().map(ToString::to_string),
        place: Lines::of(project, finding.place),
        related: finding
            .related
            .iter()
            .map(|(what, place)| Related { what, place: Lines::of(project, *place) })
            .collect(),
    });
    super::inspect::to_text(&Answer { version: 1, findings: findings.collect() })
}

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    findings: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    code: String,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    endpoint: Option<String>,
    #[serde(flatten)]
    place: Lines<'a>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    what: &'a str,
    #[serde(flatten)]
    place: Lines<'a>,
}

#[derive(Serialize)]
struct Lines<'a> {
    file: &'a str,
    line: usize,
    end_line: usize,
}

impl<'a> Lines<'a> {
    fn of(project: &'a Project, place: Place) -> Self {
        project.source(place).map_or(Self { file: "", line: 1, end_line: 1 }, |source| {
            let (line, end_line) = source.lines_of(place.span);
            Self { file: &source.path, line, end_line }
        })
    }
}

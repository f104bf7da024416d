//! Findings as JSON.

use serde::Serialize;

use crate::check::Finding;
use crate::check::settle::Settled;
use crate::cli::inspect;
use crate::diagnostic::Severity;
use crate::model::Project;
use crate::text::Place;

/// The findings for tools, those that were accepted in a list of their own.
#[must_use]
pub fn to_json(project: &Project, settled: &Settled) -> String {
    let count = |severity| settled.findings.iter().filter(|finding| finding.severity == severity).count();
    inspect::to_text(&Answer {
        version: 1,
        counts: Counts {
            error: count(Severity::Error),
            warning: count(Severity::Warning),
            note: count(Severity::Info),
            accepted: settled.accepted.len(),
        },
        findings: settled.findings.iter().map(|finding| Row::of(project, finding, None)).collect(),
        accepted: settled.accepted.iter().map(|(finding, why)| Row::of(project, finding, Some(why))).collect(),
    })
}

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    counts: Counts,
    findings: Vec<Row<'a>>,
    accepted: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    note: usize,
    accepted: usize,
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
    /// Why it was accepted.
    reason: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn of(project: &'a Project, finding: &'a Finding, reason: Option<&'a str>) -> Self {
        let related = finding.related.iter();
        Self {
            code: finding.code.to_string(),
            severity: finding.severity,
            message: &finding.message,
            help: finding.help.as_deref(),
            endpoint: finding.endpoint.as_ref().map(ToString::to_string),
            place: Lines::of(project, finding.place),
            related: related.map(|(what, place)| Related { what, place: Lines::of(project, *place) }).collect(),
            reason,
        }
    }
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

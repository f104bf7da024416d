//! `check`: findings on saved plans and on the documents against each other.

pub mod json;
pub mod sarif;

use crate::check::Finding;
use crate::check::settle::Settled;
use crate::diagnostic::Severity;
use crate::model::Project;
use crate::text::{Place, printable};

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people; with colours or without.
    Text {
        /// Whether severities are painted.
        color: bool,
        /// Whether accepted findings are shown, too.
        accepted: bool,
    },
    /// For tools.
    Json,
    /// SARIF 2.1.0.
    Sarif,
}

/// The answer in a form.
#[must_use]
pub fn answer(project: &Project, settled: &Settled, form: Form) -> String {
    match form {
        Form::Text { color, accepted } => to_text(project, settled, color, accepted),
        Form::Json => printable(&json::to_json(project, settled)).into_owned(),
        Form::Sarif => printable(&sarif::to_sarif(project, settled)).into_owned(),
    }
}

/// How much of a line is shown, in characters.
const WIDEST: usize = 110;

/// The findings for people: where, what, the line, the other sides, what to do; last how many there are.
fn to_text(project: &Project, settled: &Settled, color: bool, with_accepted: bool) -> String {
    let mut text = String::new();
    for finding in &settled.findings {
        entry(&mut text, project, finding, color, None);
    }
    if with_accepted {
        for (finding, reason) in &settled.accepted {
            entry(&mut text, project, finding, color, Some(reason));
        }
    }
    text.push_str(&totals(settled));
    text
}

fn entry(text: &mut String, project: &Project, finding: &Finding, color: bool, accepted: Option<&str>) {
    let word = if accepted.is_some() { "accepted" } else { finding.severity.word() };
    let paint = match (finding.severity, accepted) {
        _ if !color => "",
        (_, Some(_)) => "\u{1b}[2m",
        (Severity::Error, _) => "\u{1b}[1;31m",
        (Severity::Warning, _) => "\u{1b}[1;33m",
        (Severity::Info, _) => "\u{1b}[1;36m",
    };
    let plain = if color { "\u{1b}[0m" } else { "" };
    let place = printable(&project.locate(finding.place)).into_owned();
    text.push_str(&format!("{place}: {paint}{word} {}{plain}: {}\n", finding.code, printable(&finding.message)));
    excerpt(text, project, finding.place);
    for (what, place) in &finding.related {
        text.push_str(&format!("  {what}: {}\n", printable(&project.locate(*place))));
        excerpt(text, project, *place);
    }
    if let Some(reason) = accepted {
        text.push_str(&format!("  because: {}\n", printable(reason)));
    } else if let Some(help) = &finding.help {
        text.push_str(&format!("  help: {}\n", printable(help)));
    }
    text.push('\n');
}

/// The first line of a place with text, with its number.
fn excerpt(text: &mut String, project: &Project, place: Place) {
    let Some(source) = project.source(place) else { return };
    let (first, last) = source.lines_of(place.span);
    let line = (first..=last).find_map(|number| {
        let line = source.slice(source.line_span(number)?).trim();
        (!line.is_empty()).then_some((number, line))
    });
    let Some((number, line)) = line else { return };
    let mut shown: String = printable(line).chars().take(WIDEST).collect();
    if line.chars().count() > WIDEST {
        shown.push('…');
    }
    text.push_str(&format!("  {number:>5} | {shown}\n"));
}

fn totals(settled: &Settled) -> String {
    let count = |severity| settled.findings.iter().filter(|finding| finding.severity == severity).count();
    let of = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let accepted = match settled.accepted.len() {
        0 => String::new(),
        number => format!("; {number} accepted"),
    };
    let Some(first) = settled.findings.first() else { return format!("No findings{accepted}.\n") };
    format!(
        "{}: {}, {}, {}{accepted}. `routewright explain {}` says more.\n",
        of(settled.findings.len(), "finding"),
        of(count(Severity::Error), "error"),
        of(count(Severity::Warning), "warning"),
        of(count(Severity::Info), "note"),
        first.code
    )
}

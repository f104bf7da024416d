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

/// The findings for people, by file: where, what, the line, the other sides, what to do; last how many
/// there are.
fn to_text(project: &Project, settled: &Settled, color: bool, with_accepted: bool) -> String {
    let accepted = settled.accepted.iter().filter(|_| with_accepted);
    let mut entries: Vec<Entry<'_>> = settled.findings.iter().map(|finding| (finding, None)).collect();
    entries.extend(accepted.map(|(finding, reason)| (finding, Some(reason.as_str()))));
    entries.sort_by_key(|(finding, accepted)| (accepted.is_some(), finding.place.document));
    let paint = Paint { color };
    let mut text = String::new();
    let file_of = |finding: &Finding| project.source(finding.place).map_or("", |source| source.path.as_str());
    let group = |(finding, accepted): &Entry<'_>| (accepted.is_some(), file_of(finding));
    for of_file in entries.chunk_by(|one, other| group(one) == group(other)) {
        let (is_accepted, file) = of_file.first().map(group).unwrap_or_default();
        let thing = if is_accepted { "accepted finding" } else { "finding" };
        let file = if file == "-" { "standard input" } else { file };
        let heading = format!("{}: {}", printable(file), counted(of_file.len(), thing));
        text.push_str(&format!("{}\n", paint.with("1", &heading)));
        for (finding, accepted) in of_file {
            entry(&mut text, project, finding, paint, *accepted);
        }
        text.push('\n');
    }
    text.push_str(&totals(settled));
    text
}

/// A finding, with the reason where somebody accepted it.
type Entry<'a> = (&'a Finding, Option<&'a str>);

/// How answers are painted.
#[derive(Clone, Copy)]
struct Paint {
    color: bool,
}

impl Paint {
    fn with(self, look: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{look}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

fn entry(text: &mut String, project: &Project, finding: &Finding, paint: Paint, accepted: Option<&str>) {
    let (word, look) = match (accepted, finding.severity) {
        (Some(_), _) => ("accepted", "2"),
        (None, Severity::Error) => (finding.severity.word(), "1;31"),
        (None, Severity::Warning) => (finding.severity.word(), "1;33"),
        (None, Severity::Info) => (finding.severity.word(), "1;36"),
    };
    let place = printable(&project.locate(finding.place)).into_owned();
    let word = paint.with(look, &format!("{word} {}", finding.code));
    text.push_str(&format!("  {place}: {word}: {}\n", printable(&finding.message)));
    excerpt(text, project, finding.place, paint);
    for (what, place) in &finding.related {
        text.push_str(&format!("    {what}: {}\n", printable(&project.locate(*place))));
        excerpt(text, project, *place, paint);
    }
    if let Some(reason) = accepted {
        text.push_str(&format!("    because: {}\n", printable(reason)));
    } else if let Some(help) = &finding.help {
        text.push_str(&format!("    help: {}\n", printable(help)));
    }
}

/// The first line of a place with text, with its number.
fn excerpt(text: &mut String, project: &Project, place: Place, paint: Paint) {
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
    text.push_str(&format!("    {} {shown}\n", paint.with("2", &format!("{number:>5} |"))));
}

fn totals(settled: &Settled) -> String {
    let count = |severity| settled.findings.iter().filter(|finding| finding.severity == severity).count();
    let accepted = match settled.accepted.len() {
        0 => String::new(),
        number => format!("; {number} accepted"),
    };
    let Some(first) = settled.findings.first() else { return format!("No findings{accepted}.\n") };
    format!(
        "{}: {}, {}, {}{accepted}. `routewright explain {}` says more.\n",
        counted(settled.findings.len(), "finding"),
        counted(count(Severity::Error), "error"),
        counted(count(Severity::Warning), "warning"),
        counted(count(Severity::Info), "note"),
        first.code
    )
}

/// `1 note`, `2 notes`.
fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

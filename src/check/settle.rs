//! What becomes of findings: the settings may change their severity or switch them off, and a comment
//! in a document may accept them with a reason.

use std::collections::{BTreeMap, HashSet};

use super::acceptance::{ACCEPT, Acceptance, acceptances};
use super::{Finding, sort};
use crate::diagnostic::{Code, Severity, codes};
use crate::model::{DocumentRole, Project};

/// How much each code matters, by the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    /// The severity of a code instead of its own; `None` switches it off.
    pub changed: BTreeMap<Code, Option<Severity>>,
    /// What matters less is left out.
    pub least: Option<Severity>,
}

/// Findings as they are to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// Those that somebody has to settle.
    pub findings: Vec<Finding>,
    /// Those that somebody accepted, each with the reason.
    pub accepted: Vec<(Finding, String)>,
}

/// Where comments that accept nothing are told: only of documents all of whose findings were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unused {
    /// Everywhere.
    Everywhere,
    /// In saved plans.
    InPlans,
}

/// Applies settings and comments; `unused` says where comments that accept nothing are told.
#[must_use]
pub fn settle(project: &Project, found: Vec<Finding>, levels: &Levels, unused: Unused) -> Settled {
    let mut settled = Settled::default();
    let acceptances: Vec<Acceptance> = project.documents.iter().flat_map(acceptances).collect();
    let mut used: HashSet<usize> = HashSet::new();
    for mut finding in found {
        match levels.changed.get(&finding.code) {
            Some(None) => continue,
            Some(Some(severity)) => finding.severity = *severity,
            None => {}
        }
        let mut covering = acceptances.iter().enumerate().filter(|(_, comment)| comment.covers(project, &finding));
        // A comment right above an endpoint stands within the text of the one before, too.
        let meant = covering.clone().find(|(_, comment)| begins_at(project, &finding, comment.next));
        let taken = meant.or_else(|| covering.find(|(_, comment)| !is_for_another(project, comment)));
        match taken {
            Some((at, comment)) if !comment.reason.is_empty() => {
                used.insert(at);
                settled.accepted.push((finding, comment.reason.clone()));
            }
            Some((at, _)) => {
                used.insert(at);
                settled.findings.push(finding);
            }
            None => settled.findings.push(finding),
        }
    }
    for (at, comment) in acceptances.iter().enumerate() {
        let Some(document) = project.documents.get(comment.document.0) else { continue };
        let place = document.source.place(comment.span);
        let is_told = match unused {
            Unused::Everywhere => true,
            Unused::InPlans => document.role == DocumentRole::Plan,
        };
        let code = comment.code;
        if comment.reason.is_empty() {
            let message = format!("{code} is accepted here without a reason, so it is not accepted");
            let help = format!("say why it is right as it is: `{ACCEPT}{code} because …`");
            let finding = Finding::new(codes::ACCEPTED_WITHOUT_REASON, Severity::Warning, place, message);
            settled.findings.push(finding.with_help(help));
        } else if is_told && !used.contains(&at) && levels.changed.get(&code) != Some(&None) {
            let message = format!("{code} is accepted here, but there is no such finding");
            let finding = Finding::new(codes::ACCEPTS_NOTHING, Severity::Info, place, message);
            let help = match document.role {
                DocumentRole::Plan => "delete the comment",
                _ => "delete the comment, or put it right above what it is about",
            };
            settled.findings.push(finding.with_help(help));
        }
    }
    settled.findings.retain(|finding| {
        let is_off = levels.changed.get(&finding.code) == Some(&None);
        !is_off && levels.least.is_none_or(|least| finding.severity >= least)
    });
    sort(&mut settled.findings);
    settled
}

fn begins_at(project: &Project, finding: &Finding, line: usize) -> bool {
    project.source(finding.place).is_some_and(|source| source.line_of(finding.place.span.start) == line)
}

/// Whether an endpoint begins right below the comment, so that it is about that one.
fn is_for_another(project: &Project, comment: &Acceptance) -> bool {
    project.api.endpoints.iter().filter(|endpoint| endpoint.place.document == comment.document).any(|endpoint| {
        project.source(endpoint.place).is_some_and(|source| source.line_of(endpoint.place.span.start) == comment.next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::model::{Document, Format};
    use crate::read;
    use crate::relate::Relations;
    use crate::text::{DocumentId, Source};

    const API: &str = "## GET /notes/{id}\nOne note.\n\n- Success: 200\n- Errors: 404\n\n{comment}\n## GET /notes/archive\nArchived notes.\n\n- Success: 200\n";

    fn settled(comment: &str, levels: &Levels) -> Settled {
        let source = Source::new(DocumentId(0), "api-plan.md", API.replace("{comment}", comment));
        let (role, format) = (DocumentRole::ApiPlan, Format::Markdown);
        let document = Document { role, format, source, bytes: 0, sha256: String::new() };
        let project = read::project("notes", vec![document]);
        let found = check::project(&project, &Relations::new(&project));
        settle(&project, found, levels, Unused::Everywhere)
    }

    fn codes_of(settled: &Settled) -> Vec<u16> {
        settled.findings.iter().map(|finding| finding.code.0).collect()
    }

    #[test]
    fn a_comment_with_a_reason_accepts_a_finding() {
        let levels = Levels::default();
        assert_eq!(codes_of(&settled("", &levels)), [700]);
        let accepted = settled("<!-- routewright: accept RW700 our router prefers names -->", &levels);
        assert_eq!(codes_of(&accepted), [0; 0]);
        assert_eq!(accepted.accepted[0].1, "our router prefers names");
        let apart = settled("<!-- routewright: accept RW700 our router prefers names -->\r\n\r", &levels);
        assert_eq!(codes_of(&apart), [0; 0]);
        assert_eq!(codes_of(&settled("<!-- routewright: accept RW799 who knows -->", &levels)), [691, 700]);
        assert_eq!(codes_of(&settled("<!-- routewright: accept RW700 -->", &levels)), [690, 700]);
        assert_eq!(codes_of(&settled("<!-- routewright: accept RW705 hidden -->", &levels)), [691, 700]);
    }

    #[test]
    fn settings_change_how_much_a_code_matters() {
        let with = |severity| Levels { changed: BTreeMap::from([(codes::SHADOWED_ROUTE, severity)]), least: None };
        assert_eq!(codes_of(&settled("", &with(None))), [0; 0]);
        assert_eq!(settled("", &with(Some(Severity::Error))).findings[0].severity, Severity::Error);
        let least = Levels { least: Some(Severity::Warning), ..Levels::default() };
        assert_eq!(codes_of(&settled("", &least)), [0; 0]);
    }

    #[test]
    fn a_comment_above_a_path_of_a_specification_holds_for_its_operations() {
        let path = |id: &str| {
            let get = "    get:\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n";
            format!("  {id}:\n{get}      responses: {{'200': {{description: One}}}}\n")
        };
        let codes_with = |comment: &str, other: &str| {
            let (named, archive) = (path("/notes/{id}"), path("/notes/archive"));
            let text = format!("openapi: 3.0.3\npaths:\n{comment}{named}{other}{archive}");
            let source = Source::new(DocumentId(0), "openapi.yaml", text);
            let (role, format) = (DocumentRole::ApiPlan, Format::Openapi);
            let document = Document { role, format, source, bytes: 0, sha256: String::new() };
            let project = read::project("notes", vec![document]);
            let found = check::project(&project, &Relations::new(&project));
            codes_of(&settle(&project, found, &Levels::default(), Unused::Everywhere))
        };
        let comment = "  # routewright: accept RW700 our router prefers names\n";
        assert_eq!(codes_with("", ""), [700]);
        let accepted = [codes_with(comment, ""), codes_with("", comment)];
        assert!(accepted.contains(&Vec::new()) && accepted.iter().any(|codes| codes.len() == 2), "{accepted:?}");
    }
}

//! Statuses: those of the API plan that a plan does not handle, and those that only the plan has.

use super::{Case, quoted};
use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::{Auth, Endpoint, SectionKind};
use crate::plan::checked::{has_one, words};
use crate::plan::reading::lines::Line;
use crate::read::api::status;
use crate::read::lexicon::spelling::fold;
use crate::text::Place;

/// Answers that frameworks give by themselves, so that an API plan seldom lists them.
const OF_FRAMEWORKS: [u16; 2] = [405, 500];

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let claims = claims(case);
    let contradicted = contradicts(case, &claims, findings);
    not_handled(case, contradicted, findings);
    not_listed(case, &claims, findings);
}

/// A status that the plan says it answers with.
struct Claim {
    status: u16,
    place: Place,
}

/// Statuses that the sections on answers and errors lead a line, a heading or a cell with, or that have
/// their reason phrase behind them. What stands in a sentence may be the answer of somebody else.
fn claims(case: &Case<'_>) -> Vec<Claim> {
    let is_inside = |at: usize| case.is_in(at, [SectionKind::Response, SectionKind::Errors]);
    let mut claims = Vec::new();
    let mut is_of_others = false;
    for line in case.lines().filter(|line| line.fence.is_none() && is_inside(line.start)) {
        if let Some((_, heading)) = line.heading() {
            is_of_others = has_one(&fold(heading), &words().callers);
        }
        if !is_of_others {
            claims.extend(claims_of(case, &line));
        }
    }
    claims
}

fn claims_of(case: &Case<'_>, line: &Line<'_>) -> Vec<Claim> {
    let folded = fold(line.text);
    if has_one(&folded, &words().additions) || has_one(&folded, &words().later) {
        return Vec::new();
    }
    let place = case.place_in(line, 0, line.text.len());
    let cells: Vec<&str> = line.text.trim().split('|').collect();
    let led: Vec<u16> = if cells.len() > 2 {
        let whole = |cell: &&str| status::leading(cell).filter(|status| is_all(cell, *status));
        cells.iter().find_map(whole).into_iter().collect()
    } else {
        status::leading(strip_mark(line.text)).into_iter().collect()
    };
    let told = status::told(line.text).into_iter().map(|code| code.status).filter(|_| line.heading().is_none());
    let mut statuses: Vec<u16> = Vec::new();
    for status in led.into_iter().chain(told) {
        if !status::reason(status).is_empty() && !statuses.contains(&status) && !is_denied(line.text, status) {
            statuses.push(status);
        }
    }
    statuses.into_iter().map(|status| Claim { status, place }).collect()
}

/// A line without the mark or the number of its list.
fn strip_mark(line: &str) -> &str {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or(line);
    match rest.strip_prefix(['.', ')']) {
        Some(rest) if (1..3).contains(&digits) => rest,
        _ => line,
    }
}

/// Whether a cell holds a status and its reason phrase alone.
fn is_all(cell: &str, status: u16) -> bool {
    let text = fold(cell);
    text == status.to_string() || text == fold(&format!("{status} {}", status::reason(status)))
}

/// `404 instead of 403`, `nie 403`.
fn is_denied(line: &str, status: u16) -> bool {
    let words_of = fold(line);
    let denied = |word: &String| format!(" {words_of} ").contains(&format!(" {word} {status} "));
    words().instead.iter().any(denied)
}

/// Whether a plan mentions a status at all: by number or by its reason phrase, in words or in code.
fn mentions(case: &Case<'_>, status: u16) -> bool {
    let number = status.to_string();
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let by_number = case.text.match_indices(&number).any(|(at, found)| {
        let before = case.text.get(..at).and_then(|text| text.chars().next_back());
        let after = case.text.get(at + found.len()..).and_then(|text| text.chars().next());
        !is_digit(before) && !is_digit(after)
    });
    let phrase = fold(status::reason(status));
    let has = |words: &str| case.words.contains(words);
    by_number
        || phrase.len() > 2 && (has(&format!(" {phrase} ")) || phrase.contains(' ') && has(&phrase.replace(' ', "")))
}

/// A success that contradicts the API plan's; says whether there is one.
fn contradicts(case: &Case<'_>, claims: &[Claim], findings: &mut Vec<Finding>) -> bool {
    let [endpoint] = case.endpoints.as_slice() else { return false };
    let listed: Vec<u16> = endpoint.success_codes();
    let success = |claim: &&Claim| (200..300).contains(&claim.status);
    let Some(first) = claims.iter().find(success) else { return false };
    if listed.is_empty() || listed.iter().any(|status| mentions(case, *status)) || case.plan.endpoints.len() != 1 {
        return false;
    }
    let message = format!(
        "the plan answers success with `{}`, the API plan with {} for `{}`",
        first.status,
        quoted(&listed.iter().map(u16::to_string).collect::<Vec<_>>()),
        endpoint.key
    );
    let finding = Finding::new(codes::SUCCESS_DIFFERS, Severity::Error, first.place, message)
        .with_help("follow the API plan, or change it first")
        .about(&endpoint.key);
    findings.push(match place_of(endpoint, &listed) {
        Some(place) => finding.against("in the API plan", place),
        None => finding,
    });
    true
}

fn place_of(endpoint: &Endpoint, statuses: &[u16]) -> Option<Place> {
    endpoint.details.responses.iter().find(|response| statuses.contains(&response.status)).map(|found| found.place)
}

fn not_handled(case: &Case<'_>, contradicted: bool, findings: &mut Vec<Finding>) {
    for endpoint in &case.endpoints {
        let all = endpoint.details.responses.iter().map(|response| response.status);
        let missing: Vec<u16> =
            all.filter(|status| !(mentions(case, *status) || contradicted && *status < 300)).collect();
        let Some(place) = place_of(endpoint, &missing) else { continue };
        let s = if missing.len() == 1 { "" } else { "es" };
        let names: Vec<String> = missing.iter().map(u16::to_string).collect();
        let message = format!("the plan does not handle the status{s} {} of `{}`", quoted(&names), endpoint.key);
        let kind = if missing.iter().all(|status| *status < 400) { SectionKind::Response } else { SectionKind::Errors };
        findings.push(
            Finding::new(codes::STATUS_NOT_HANDLED, Severity::Warning, case.head(kind), message)
                .with_help("say when it is answered with, or take it out of the API plan")
                .against("in the API plan", place)
                .about(&endpoint.key),
        );
    }
}

fn not_listed(case: &Case<'_>, claims: &[Claim], findings: &mut Vec<Finding>) {
    // Where the API plan lists no error at all, it does not claim to be complete.
    let Some(first) = case.endpoints.first() else { return };
    if case.endpoints.iter().any(|endpoint| endpoint.error_codes().is_empty()) {
        return;
    }
    let mut extra: Vec<&Claim> = Vec::new();
    for claim in claims.iter().filter(|claim| claim.status >= 400 && !OF_FRAMEWORKS.contains(&claim.status)) {
        let is_known = case.endpoints.iter().any(|endpoint| is_listed(case, endpoint, claim.status));
        if !is_known && !extra.iter().any(|known| known.status == claim.status) {
            extra.push(claim);
        }
    }
    let Some(at) = extra.first() else { return };
    let names: Vec<String> = extra.iter().map(|claim| claim.status.to_string()).collect();
    let whom = if case.endpoints.len() == 1 { format!("`{}`", first.key) } else { "none of its endpoints".to_owned() };
    let lists = if case.endpoints.len() == 1 { "does not list for" } else { "lists for" };
    let message = format!("the plan answers with {}, which the API plan {lists} {whom}", quoted(&names));
    findings.push(
        Finding::new(codes::STATUS_ADDED, Severity::Warning, at.place, message)
            .with_help("add it to the API plan, or mark it in the plan as an addition to agree on")
            .against("the endpoint", first.place)
            .about(&first.key),
    );
}

/// Whether the API plan has a status for an endpoint: in its list, or in any text that holds for it. That
/// a caller who has to be known may be none is said of few endpoints by itself.
fn is_listed(case: &Case<'_>, endpoint: &Endpoint, status: u16) -> bool {
    let number = format!(" {status} ");
    let says = |text: &str| format!(" {} ", fold(text)).contains(&number);
    let context = endpoint.context.iter().map(|context| case.project.text(context.place));
    endpoint.details.responses.iter().any(|response| response.status == status)
        || status == 401 && endpoint.details.auth != Some(Auth::None)
        || says(case.project.said_of(endpoint))
        || context.into_iter().any(says)
}

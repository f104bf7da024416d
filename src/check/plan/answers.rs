//! Bodies that a plan answers with, against those of the documents: the members of success, the form
//! of errors.

use super::{Case, quoted};
use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::{Endpoint, SectionKind};
use crate::plan::facts::EndpointFacts;
use crate::plan::naming::key;
use crate::plan::response::{error_body, says_error};
use crate::plan::shape::Shape;
use crate::text::{Place, Span};

pub(super) fn check(case: &Case<'_>, facts: &EndpointFacts<'_>, findings: &mut Vec<Finding>) {
    // Which of several endpoints an example belongs to can't be told.
    if case.plan.endpoints.len() != 1 {
        return;
    }
    let shown = shown(case);
    success(case, facts, &shown, findings);
    errors(facts, &shown, findings);
}

/// A body in a fence of the sections on answers and errors.
struct Shown {
    shape: Shape,
    place: Place,
}

fn shown(case: &Case<'_>) -> Vec<Shown> {
    let is_inside = |at: usize| case.is_in(at, [SectionKind::Response, SectionKind::Errors]);
    let mut all = Vec::new();
    let mut open: Option<Span> = None;
    let lines =
        case.lines().map(|line| (line.start, line.end, line.fence.is_some_and(is_json) && is_inside(line.start)));
    for (start, end, is_body) in lines.chain([(case.text.len(), case.text.len(), false)]) {
        open = match open {
            Some(span) if is_body && span.end == start => Some(Span::new(span.start, end)),
            before => {
                all.extend(before.and_then(|span| body(case, span)));
                is_body.then(|| Span::new(start, end))
            }
        };
    }
    all
}

fn is_json(fence: &str) -> bool {
    matches!(fence.to_lowercase().as_str(), "json" | "jsonc" | "json5")
}

fn body(case: &Case<'_>, span: Span) -> Option<Shown> {
    let text = case.text.get(span.start..span.end)?;
    // Several in one fence, or one with a status line above.
    let [shape] = <[Shape; 1]>::try_from(Shape::read_all(text)).ok()?;
    Some(Shown { shape, place: case.source.place(Span::new(span.start, span.start + text.trim_end().len())) })
}

/// The names of the members of an answer and of its rows. What is deeper may be free-form.
fn members(shape: &Shape) -> Vec<&str> {
    let rows = shape.rows().map(|(_, row)| row).unwrap_or_default();
    shape.members().iter().chain(rows).map(|(name, _)| name.as_str()).collect()
}

/// Whether an example shows at least half of the members of another one.
fn is_like(shape: &Shape, answer: &Shape) -> bool {
    let told = members(shape);
    let stated = members(answer);
    let has = |name: &&&str| told.iter().any(|told| key(told) == key(name));
    !stated.is_empty() && stated.iter().filter(has).count() * 2 >= stated.len()
}

fn success(case: &Case<'_>, facts: &EndpointFacts<'_>, shown: &[Shown], findings: &mut Vec<Finding>) {
    let Some(answer) = &facts.answer else { return };
    let stated = members(answer);
    let Some(example) = shown.iter().find(|shown| is_like(&shown.shape, answer)) else { return };
    let told = members(&example.shape);
    let lacks: Vec<&str> = stated.iter().copied().filter(|name| !case.names(name)).collect();
    let other: Vec<String> = told
        .iter()
        .filter_map(|name| {
            let same = stated.iter().find(|known| key(known) == key(name))?;
            (!stated.contains(name)).then(|| format!("`{name}` for `{same}`"))
        })
        .collect();
    let (message, help) = if !other.is_empty() {
        let help = "spell the members as the API plan does, or change it first";
        (format!("the plan's answer spells members otherwise: {}", other.join(", ")), help)
    } else if !lacks.is_empty() {
        let help = "add what is missing, or take it out of the API plan";
        (format!("the plan's answer lacks {}", quoted(&lacks)), help)
    } else {
        return;
    };
    let message = format!("{message} of `{}`", facts.endpoint.key);
    let finding = Finding::new(codes::ANSWER_DIFFERS, Severity::Warning, example.place, message).with_help(help);
    findings.push(against(finding, facts.endpoint).about(&facts.endpoint.key));
}

fn against(finding: Finding, endpoint: &Endpoint) -> Finding {
    let given = endpoint.details.responses.iter().filter(|r| r.is_success()).find_map(|r| r.body.as_ref());
    finding.against("in the API plan", given.map_or(endpoint.place, |body| body.place))
}

fn errors(facts: &EndpointFacts<'_>, shown: &[Shown], findings: &mut Vec<Finding>) {
    let Some(stated) = error_body(facts).and_then(|text| Shape::read(&text)) else { return };
    // A report may have errors among its members.
    let is_error = |shape: &Shape| says_error(shape) && !facts.answer.as_ref().is_some_and(|all| is_like(shape, all));
    let differs = shown.iter().find(|shown| is_error(&shown.shape) && !agrees(&shown.shape, &stated));
    let Some(shown) = differs else { return };
    let list = |shape: &Shape| quoted(&outline(shape));
    let message = format!("the plan's errors have {}, those of the documents {}", list(&shown.shape), list(&stated));
    findings.push(
        Finding::new(codes::ERROR_BODY_DIFFERS, Severity::Warning, shown.place, message)
            .with_help("give errors the body that the documents show, or change them first")
            .about(&facts.endpoint.key),
    );
}

/// Whether an error has no member that the documents' errors lack, and objects where those have some.
fn agrees(shape: &Shape, stated: &Shape) -> bool {
    shape.members().iter().all(|(name, value)| {
        let same = stated.members().iter().find(|(known, _)| known == name);
        same.is_some_and(|(_, stated)| {
            let is_object = |shape: &Shape| matches!(shape, Shape::Object(_));
            // Of `{ code, message }` the outline has no members.
            let is_open = name == "details" || stated.members().is_empty();
            is_object(value) == is_object(stated) && (is_open || agrees(value, stated))
        })
    })
}

/// The paths of an error's members, two deep.
fn outline(shape: &Shape) -> Vec<String> {
    let all = shape.members().iter().flat_map(|(name, value)| {
        if value.members().is_empty() {
            return vec![name.clone()];
        }
        value.members().iter().map(|(inner, _)| format!("{name}.{inner}")).collect()
    });
    all.collect()
}

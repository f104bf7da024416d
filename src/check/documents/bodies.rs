//! What a request sends against the columns that it is stored in.

use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::Column;
use crate::plan::facts::EndpointFacts;
use crate::plan::facts::inputs::{Check, Input, Part};
use crate::plan::facts::operation::Operation;
use crate::plan::kind::Kind;
use crate::plan::naming;

pub(super) fn check(facts: &EndpointFacts<'_>, findings: &mut Vec<Finding>) {
    if says_what_is_sent(facts) {
        unfilled(facts, findings);
    }
    for input in &facts.inputs {
        values(facts, input, findings);
        kinds(facts, input, findings);
    }
}

/// Columns that can't be empty and that neither the request nor any word of the documents fills.
fn unfilled(facts: &EndpointFacts<'_>, findings: &mut Vec<Finding>) {
    let Some(main) = facts.main else { return };
    let said = said(facts);
    let open: Vec<&Column> =
        facts.unfilled.iter().copied().filter(|column| !said.contains(&naming::key(&column.name))).collect();
    let Some(first) = open.first() else { return };
    let key = &facts.endpoint.key;
    let names: Vec<String> = open.iter().map(|column| column.name.clone()).collect();
    let are = if open.len() == 1 { "it is" } else { "they are" };
    let message = format!(
        "`{key}` adds to `{}`, but nothing says what fills {}: {are} NOT NULL without a default, and the body has no field for it",
        main.name,
        list(&names)
    );
    findings.push(
        Finding::new(codes::COLUMN_NOT_FILLED, Severity::Warning, facts.endpoint.place, message)
            .with_help(
                "add the field to the body, give the column a default, or say in the API plan how the server sets it",
            )
            .against("the column", first.place)
            .about(key),
    );
}

/// What the documents say of the endpoint in words, in the form that names are compared in.
fn said(facts: &EndpointFacts<'_>) -> String {
    let context = facts.endpoint.context.iter().map(|context| facts.project.text(context.place));
    let texts = [facts.project.said_of(facts.endpoint)].into_iter().chain(context);
    let outside_fences = texts.flat_map(|text| text.split("```").step_by(2));
    naming::key(&outside_fences.collect::<Vec<_>>().join(" "))
}

/// Whether the API plan shows the fields of the body at all.
fn says_what_is_sent(facts: &EndpointFacts<'_>) -> bool {
    facts.operation == Operation::Create && !facts.endpoint.details.body_fields.is_empty()
}

/// Allowed values, limits and required fields that the column does not agree with.
fn values(facts: &EndpointFacts<'_>, input: &Input<'_>, findings: &mut Vec<Finding>) {
    let Some((table, column)) = input.column else { return };
    let key = &facts.endpoint.key;
    let name = &input.parameter.name;
    for check in &input.checks {
        let (code, message, help) = match check {
            Check::Beyond(values) => (
                codes::VALUE_NOT_TAKEN,
                format!(
                    "`{key}` allows {} for `{name}`, which `{}.{}` does not take",
                    list(values),
                    table.name,
                    column.name
                ),
                "make the two lists of values agree",
            ),
            Check::TwoLimits(stated, limit) if stated > limit => (
                codes::LIMITS_DIFFER,
                format!(
                    "`{key}` allows {stated} characters for `{name}`, but `{}.{}` holds {limit}",
                    table.name, column.name
                ),
                "make the two limits agree",
            ),
            Check::NeedsValue => (
                codes::OPTIONAL_FOR_NOT_NULL,
                format!(
                    "`{name}` is optional in `{key}`, but `{}.{}` is NOT NULL without a default",
                    table.name, column.name
                ),
                "make the field required, give the column a default, or say what is stored when it is left out",
            ),
            _ => continue,
        };
        findings.push(
            Finding::new(code, Severity::Warning, input.parameter.place, message)
                .with_help(help)
                .against("the column", column.place)
                .about(key),
        );
    }
}

/// A type that the column's can't hold.
fn kinds(facts: &EndpointFacts<'_>, input: &Input<'_>, findings: &mut Vec<Finding>) {
    let (Some((table, column)), None) = (input.column, input.bound) else { return };
    let (Some(ty), Some(column_ty)) = (&input.parameter.ty, &column.ty) else { return };
    let (stated, held) = (Kind::of_type(ty), Kind::of_type(column_ty));
    if input.part == Part::Query || !differ(stated, held) {
        return;
    }
    let key = &facts.endpoint.key;
    let name = &input.parameter.name;
    let message = format!("`{name}` is `{ty}` in `{key}`, but `{}.{}` is `{column_ty}`", table.name, column.name);
    findings.push(
        Finding::new(codes::TYPES_DIFFER, Severity::Warning, input.parameter.place, message)
            .with_help("make the two types agree, or say how one becomes the other")
            .against("the column", column.place)
            .about(key),
    );
}

/// Whether no value of one kind is one of the other. JSON has numbers and texts alone, so that a text
/// may stand for a date or a UUID, and a number for an integer.
fn differ(stated: Kind, held: Kind) -> bool {
    use Kind::{Boolean, Date, Decimal, Integer, Time, Timestamp, Uuid};
    let family = |kind: Kind| match kind {
        Integer | Decimal => Some(1),
        Boolean => Some(2),
        Uuid => Some(3),
        Date | Timestamp | Time => Some(4),
        _ => None,
    };
    match (family(stated), family(held)) {
        (Some(a), Some(b)) => a != b,
        // A number for a column of text is told apart; a text for a number may be its form on the wire.
        _ => false,
    }
}

fn list(values: &[String]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}

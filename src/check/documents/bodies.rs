//! What a request sends against the columns that it is stored in.

use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::schema::table_key;
use crate::model::{Column, Table};
use crate::plan::facts::inputs::{Check, Input, Part};
use crate::plan::facts::operation::Operation;
use crate::plan::facts::{EndpointFacts, column_kind};
use crate::plan::kind::Kind;
use crate::plan::naming;
use crate::plan::words::{is_in, words};

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
    let people: Vec<&Column> = facts.unfilled.iter().copied().filter(|column| is_person(facts, main, column)).collect();
    // One reference to a person is the caller's; of several, somebody has to say which is which.
    let is_caller =
        |column: &Column| facts.owner().is_none() && matches!(people.as_slice(), [only] if only.name == column.name);
    let (words, shown) = said(facts);
    let is_said = |column: &Column| {
        let name = naming::key(&column.name);
        // That an answer shows a reference or a date does not say which one is stored.
        let given = main.foreign_keys.iter().any(|fk| fk.column.eq_ignore_ascii_case(&column.name))
            || column_kind(facts.project, main, column) == Kind::Date;
        // `password_hash` is made of the field `password`.
        let derived = facts.inputs.iter().any(|input| {
            let field = naming::key(&input.parameter.name);
            input.part == Part::Body && field.len() > 2 && name.contains(&field)
        });
        derived || words.contains(&name) || !given && shown.contains(&name)
    };
    let open: Vec<&Column> =
        facts.unfilled.iter().copied().filter(|column| !is_caller(column) && !is_said(column)).collect();
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

/// Whether a column refers to the table that columns such as `user_id` refer to.
fn is_person(facts: &EndpointFacts<'_>, main: &Table, column: &Column) -> bool {
    let Some(own) = main.foreign_keys.iter().find(|fk| fk.column.eq_ignore_ascii_case(&column.name)) else {
        return false;
    };
    let mut keys = facts.project.schema.tables.iter().flat_map(|table| &table.foreign_keys);
    keys.any(|fk| is_in(&fk.column, &words().owner_columns) && table_key(&fk.references) == table_key(&own.references))
}

/// What the documents say of the endpoint in words, and what they show in fences, each in the form that
/// names are compared in.
fn said(facts: &EndpointFacts<'_>) -> (String, String) {
    let context = facts.endpoint.context.iter().map(|context| facts.project.text(context.place));
    let (mut words, mut shown) = (String::new(), String::new());
    for text in [facts.project.said_of(facts.endpoint)].into_iter().chain(context) {
        for (at, piece) in text.split("```").enumerate() {
            let into = if at % 2 == 0 { &mut words } else { &mut shown };
            into.push(' ');
            into.push_str(piece);
        }
    }
    (naming::key(&words), naming::key(&shown))
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

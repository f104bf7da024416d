//! What both documents demand of a value.

use super::super::super::kind::{Kind, length_limit};
use super::super::super::limits::Limits;
use super::super::super::naming;
use super::super::super::words::{adds_to, bounds_in, counts_characters, is_in, stated_least, stated_limit, words};
use super::super::{EndpointFacts, Operation, failures};
use super::{Check, Input, Part, Required, Role, key_column, stated_type, stored_column};
use crate::model::schema::table_key;
use crate::model::{Column, Table};

pub(super) fn checks(facts: &EndpointFacts<'_>, input: &Input<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    let parameter = input.parameter;
    let enumeration = input.column.and_then(|(t, c)| facts.project.schema.enum_of(t, c)).map(|e| e.values.clone());
    // One value beside `null` is an example.
    let is_example = parameter.allowed.len() == 1 && parameter.ty.as_deref().is_some_and(|ty| mentions(ty, "null"));
    if !parameter.allowed.is_empty() && !is_example {
        checks.push(Check::OneOf(parameter.allowed.clone()));
        let lacking = |from: &[String], all: &[String]| -> Vec<String> {
            from.iter().filter(|v| !all.iter().any(|k| naming::key(k) == naming::key(v))).cloned().collect()
        };
        if let Some(values) = enumeration.filter(|v| !v.is_empty() && stored_column(facts, input).is_some()) {
            let (also, beyond) = (lacking(&values, &parameter.allowed), lacking(&parameter.allowed, &values));
            checks.extend((!also.is_empty()).then_some(Check::Also(also)));
            checks.extend((!beyond.is_empty()).then_some(Check::Beyond(beyond)));
        }
    } else if let Some(values) = enumeration.filter(|v| !v.is_empty()) {
        checks.push(Check::OneOf(values));
    } else if let Some((table, column)) = input.column.filter(|_| input.bound.is_none())
        && let Some(words) = column.description.as_ref().filter(|_| !is_bounded(table, column))
        && let Some(values) = coded_values(words).filter(|_| input.kind == Kind::Integer)
    {
        checks.extend([Check::OneOf(values), Check::Stated(words.clone())]);
    }
    if let Some((table, column)) = input.column {
        if let Some(limit) = column.ty.as_deref().and_then(length_limit).filter(|_| input.kind == Kind::Text) {
            let stated = parameter.ty.iter().chain(&parameter.description).find_map(|text| stated_limit(text));
            let listed = checks.iter().any(|c| matches!(c, Check::OneOf(_)));
            checks.extend((!listed).then(|| match stated.filter(|s| *s != limit) {
                Some(stated) => Check::TwoLimits(stated, limit),
                None => Check::MaxLength(limit),
            }));
        }
        let listed = checks.iter().any(|c| matches!(c, Check::OneOf(_)));
        if input.part == Part::Body {
            if let Some(condition) = column.check.as_ref().filter(|c| !(listed && names_values(c))) {
                // A condition on the length says what the type's length says, and more.
                checks.retain(|c| !matches!(c, Check::MaxLength(limit) if mentions(condition, &limit.to_string())));
                checks.push(Check::Condition(condition.clone()));
            }
            for condition in table.checks.iter().filter(|c| mentions(c, &column.name) && !(listed && names_values(c))) {
                checks.push(Check::Condition(condition.clone()));
            }
        }
        if let Some(fk) = table.foreign_keys.iter().find(|fk| fk.column.eq_ignore_ascii_case(&column.name))
            && input.part == Part::Body
        {
            let key = fk.references_column.clone().unwrap_or_else(|| referenced_key(facts, &fk.references));
            checks.push(Check::Exists(fk.references.clone(), key));
        } else if input.part == Part::Body
            && facts.operation == Operation::Act
            && naming::key(&column.name) != naming::key(&parameter.name)
        {
            checks.push(Check::Exists(table.name.clone(), column.name.clone()));
        }
    }
    let counted = checks.iter().any(|c| matches!(c, Check::MaxLength(_) | Check::TwoLimits(..) | Check::OneOf(_)));
    if input.kind == Kind::Text && !counted {
        let stated = parameter.ty.iter().chain(&parameter.description).find_map(|text| stated_limit(text));
        checks.extend(stated.map(Check::MaxLength));
    }
    let texts: Vec<&String> = parameter.ty.iter().chain(&parameter.description).collect();
    let known = Input { checks: checks.clone(), ..input.clone() };
    let bounds = stated_bounds(&known, &texts);
    if bounds.is_empty() && input.role == Role::PageSize {
        checks.extend(shared_bounds(facts, &known));
    }
    checks.extend(bounds);
    if let Some(least) = first_page(&Input { checks: checks.clone(), ..input.clone() }) {
        let at = checks.iter().position(|check| matches!(check, Check::Most(_)));
        checks.insert(at.unwrap_or(checks.len()), least);
    }
    // A length that may not fall short stands before the one that may not be passed.
    let least = parameter.ty.iter().chain(&parameter.description).find_map(|text| stated_least(text));
    let at = checks.iter().position(|c| matches!(c, Check::MaxLength(_) | Check::TwoLimits(..)));
    if let (Some(least), Some(at), Kind::Text) = (least.filter(|least| *least > 0), at, input.kind) {
        checks.insert(at, Check::MinLength(least));
    }
    if let Some(column) = stored_column(facts, input) {
        for columns in failures::unique_sets(facts) {
            if columns.iter().any(|c| c.eq_ignore_ascii_case(&column.name)) {
                checks.push(Check::Unique(columns));
            }
        }
        let empty_forbidden = column.nullable == Some(false) && column.default.is_none();
        // That there is a default is said, whatever it is.
        let has_default = parameter.ty.iter().chain(&parameter.description).any(|text| {
            let lower = text.to_lowercase();
            words().default_words.iter().any(|word| lower.contains(word.as_str()))
        });
        let is_open = empty_forbidden && !has_default && parameter.default.is_none();
        if input.required == Required::No && is_open && facts.operation == Operation::Create {
            checks.push(Check::NeedsValue);
        }
    }
    if let Some(stated) = parameter.default.as_ref() {
        checks.push(Check::Default(stated.clone()));
    } else if let Some(default) = stored_column(facts, input).and_then(|c| c.default.as_ref())
        && facts.operation == Operation::Create
        && !input.required.is_yes()
    {
        checks.push(Check::Default(default.clone()));
    }
    if input.part == Part::Query && input.role == Role::Value && takes_several(facts, &parameter.name) {
        checks.push(Check::Several);
    }
    let ty = parameter.ty.as_deref().and_then(stated_type);
    let beside = parameter.ty.iter().filter(|text| ty.as_deref() != Some(text.trim_matches(['`', ' '])));
    let beside = beside.filter(|text| text.split_whitespace().count() > 2 || text.contains('/'));
    let takes_several = checks.contains(&Check::Several);
    let says_only_that = |text: &str| takes_several && text.split_whitespace().count() < 4;
    let words = parameter.description.iter().chain(beside).filter(|text| !says_only_that(text));
    let known: Vec<String> =
        checks.iter().flat_map(Check::said).chain(ty.clone()).chain([parameter.name.clone()]).collect();
    let says_something = |text: &&String| text.split_whitespace().count() > 1 && adds_to(text, &known);
    checks.extend(words.filter(says_something).map(|text| Check::Stated(text.clone())));
    checks
}

/// Whether the endpoint's own text says so of a parameter, before it comes to the next one.
fn takes_several(facts: &EndpointFacts<'_>, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let lines = facts.project.text(facts.endpoint.place).lines();
    lines.filter(|line| mentions(line, name)).any(|line| {
        let found = line.match_indices(name).find(|(at, _)| {
            let (before, after) = (line.get(..*at), line.get(at + name.len()..));
            !before.is_some_and(|b| b.ends_with(is_word)) && !after.is_some_and(|a| a.starts_with(is_word))
        });
        let rest = found.and_then(|(at, _)| line.get(at..)).unwrap_or_default().to_lowercase();
        let mut depth = 0_usize;
        let own: String = rest
            .chars()
            .take_while(|c| {
                depth = if *c == '(' { depth + 1 } else { depth.saturating_sub(usize::from(*c == ')')) };
                depth > 0 || !matches!(c, ',' | ';')
            })
            .collect();
        words().several_words.iter().any(|word| own.contains(word.as_str()))
    })
}

/// Pages and their sizes begin at one, what is skipped at none.
fn first_page(input: &Input<'_>) -> Option<Check> {
    let is_bounded = |check: &Check| matches!(check, Check::OneOf(_) | Check::Least(_));
    let is_number = matches!(input.role, Role::Page | Role::PageSize) && input.kind == Kind::Integer;
    let least = i64::from(!is_in(&input.parameter.name, &words().offsets));
    (is_number && !input.checks.iter().any(is_bounded)).then_some(Check::Least(least))
}

/// Whether conditions say between which numbers a column's values are, so that numbers in its description
/// are no list of all.
fn is_bounded(table: &Table, column: &Column) -> bool {
    let conditions = column.check.iter().chain(table.checks.iter().filter(|c| mentions(c, &column.name)));
    conditions.into_iter().any(|condition| Limits::of_condition(condition, &column.name, 1.0).value.most.is_some())
}

/// The numbers that a column's description gives a meaning: `1 = open, 2 = closed`.
fn coded_values(words: &str) -> Option<Vec<String>> {
    let parts: Vec<&str> = words.split('=').collect();
    let number = |before: &&str| {
        let word = before.split(|c: char| c.is_whitespace() || "(,;:".contains(c)).rfind(|word| !word.is_empty())?;
        word.parse::<u16>().ok().map(|number| number.to_string())
    };
    let meant = parts.get(1..)?.iter().all(|after| after.trim_start().starts_with(char::is_alphabetic));
    let numbers: Option<Vec<String>> = parts.get(..parts.len() - 1)?.iter().map(number).collect();
    numbers.filter(|numbers| meant && numbers.len() > 1)
}

/// What a line that holds for several endpoints says of a page's size: `limit: default 20, max 100`.
fn shared_bounds(facts: &EndpointFacts<'_>, input: &Input<'_>) -> Vec<Check> {
    let texts = facts.endpoint.context.iter().map(|context| facts.project.text(context.place));
    let lines = texts.flat_map(str::lines).filter(|line| mentions(line, &input.parameter.name));
    lines.map(|line| stated_bounds(input, &[&line.to_owned()])).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The bounds of a number or of a count of elements in the API plan's words, without those that a
/// condition says already.
pub(super) fn stated_bounds(input: &Input<'_>, texts: &[&String]) -> Vec<Check> {
    let is_counted = matches!(input.kind, Kind::Integer | Kind::Decimal | Kind::List);
    let is_bounded = |check: &Check| matches!(check, Check::OneOf(_) | Check::Least(_) | Check::Most(_));
    if !is_counted || input.checks.iter().any(is_bounded) {
        return Vec::new();
    }
    let of_element = |text: &str| input.kind == Kind::List && counts_characters(text);
    let (mut least, mut most) = (None, None);
    for text in texts.iter().filter(|text| !of_element(text)) {
        let (from, to) = bounds_in(text);
        least = least.or(from);
        most = most.or(to);
    }
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        return Vec::new();
    }
    let says = |number: i64| {
        let number = number.to_string();
        input.checks.iter().any(|check| matches!(check, Check::Condition(text) if mentions(text, &number)))
    };
    if least.is_none_or(says) && most.is_none_or(says) {
        return Vec::new();
    }
    least.map(Check::Least).into_iter().chain(most.map(Check::Most)).collect()
}

/// Whether a condition only lists values, which the list of allowed values already says.
fn names_values(condition: &str) -> bool {
    let lower = condition.to_lowercase();
    lower.starts_with("in ")
        || lower.starts_with("in(")
        || lower.contains(" in ")
        || lower.contains(" in(")
        || lower.contains("any")
}

/// Whether a condition names a column as a whole word.
pub(crate) fn mentions(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.split(|c| !is_word(c)).any(|word| word.eq_ignore_ascii_case(name))
}

fn referenced_key(facts: &EndpointFacts<'_>, table: &str) -> String {
    let found = facts.project.schema.tables.iter().find(|t| table_key(&t.name) == table_key(table));
    found.and_then(key_column).map_or_else(|| "id".to_owned(), |c| c.name.clone())
}

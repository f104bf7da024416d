//! Parameters and body fields, the columns that they are, and what both documents demand of them.

mod checks;
mod meant;

use self::checks::checks;
pub(crate) use self::checks::mentions;
use self::meant::{bounded_column, field_column, named_key, path_column};
use super::super::kind::Kind;
use super::super::markdown::clean;
use super::super::shape::Shape;
use super::super::words::{adds_to, is_in, stated_least, words};
use super::columns::may_be_null;
use super::notes::Note;
use super::{EndpointFacts, Operation, column_kind};
use crate::model::{Column, Parameter, Table};

pub(crate) use self::meant::{chosen_columns, key_column};

/// A type as written that is longer than this stands with the validation instead of the type.
const TYPE_WIDTH: usize = 40;

/// The type in what the API plan writes as one: `string` of `string (3-100 characters)`; `None` where it
/// says something else, such as a limit or a format.
pub(crate) fn stated_type(ty: &str) -> Option<String> {
    let ty = clean(ty);
    let ty = ty.trim_matches(['`', ' ']);
    let head = ty.split(['(', ',', ';']).next().unwrap_or_default().trim();
    let (first, rest) = head.split_at(head.find(' ').unwrap_or(head.len()));
    let is_name = first.starts_with(|c: char| c.is_alphabetic() || "{[\"'".contains(c));
    let is_format = first.len() > 3 && first.chars().all(|c| c.is_uppercase() || c == '-');
    let kind = Kind::of_type(first);
    let whole = rest.trim().is_empty() || rest.trim_start().starts_with(['|', '[', '<']) || kind == Kind::List;
    let whole = whole && head.chars().count() <= TYPE_WIDTH;
    match (is_name && !is_format, whole) {
        (true, true) => Some(head.to_owned()),
        (true, false) if kind != Kind::Unknown => Some(first.to_owned()),
        _ => None,
    }
}

/// Where an input stands in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In the body.
    Body,
}

/// What a query parameter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A value of its own.
    Value,
    /// Moves through a list.
    Page,
    /// Bounds a list.
    PageSize,
    /// Orders a list.
    Sort,
    /// Searches.
    Search,
}

/// The side from which a query parameter bounds a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Rows from this value on.
    From,
    /// Rows up to this value.
    To,
}

/// Whether an input has to be sent, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Required {
    /// The API plan says yes.
    Stated,
    /// The column is NOT NULL and has no default.
    ByColumn,
    /// The API plan says no, or the operation only takes what is sent.
    No,
    /// The column may be NULL or has a default.
    NotByColumn,
    /// Nobody says; a query parameter that nobody calls required is not.
    Assumed,
    /// Nobody says; a field of the body that nobody calls optional is needed.
    AssumedYes,
    /// Only some of the bodies that the API plan shows have it.
    Variant,
}

impl Required {
    /// Whether it has to be sent.
    pub(crate) fn is_yes(self) -> bool {
        matches!(self, Self::Stated | Self::ByColumn | Self::AssumedYes)
    }
}

/// One demand on a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Check {
    /// At least so many characters.
    MinLength(u32),
    /// At most so many characters.
    MaxLength(u32),
    /// A number that is not smaller, or at least so many elements.
    Least(i64),
    /// A number that is not larger, or at most so many elements.
    Most(i64),
    /// At most so many characters by the API plan, so many by the column.
    TwoLimits(u32, u32),
    /// One of these values.
    OneOf(Vec<String>),
    /// Values that the column takes beside those of the API plan.
    Also(Vec<String>),
    /// Values of the API plan that the column does not take.
    Beyond(Vec<String>),
    /// A CHECK condition of the column, as written.
    Condition(String),
    /// A row of that table and column has to exist.
    Exists(String, String),
    /// Unique together with other columns, or alone.
    Unique(Vec<String>),
    /// Where it is not sent: this.
    Default(String),
    /// What the API plan says in words.
    Stated(String),
    /// The API plan makes it optional, and the column can't be empty.
    NeedsValue,
    /// It may be sent more than once, or holds a list.
    Several,
}

impl Check {
    /// The words and numbers that the demand already says.
    pub(crate) fn said(&self) -> Vec<String> {
        match self {
            Self::MinLength(limit) | Self::MaxLength(limit) => vec![limit.to_string()],
            Self::Least(limit) | Self::Most(limit) => vec![limit.to_string()],
            Self::TwoLimits(stated, limit) => vec![stated.to_string(), limit.to_string()],
            Self::OneOf(values) => values.clone(),
            Self::Default(value) => vec![value.clone()],
            _ => Vec::new(),
        }
    }
}

/// One parameter or field.
#[derive(Debug, Clone)]
pub(crate) struct Input<'a> {
    pub(crate) part: Part,
    pub(crate) parameter: &'a Parameter,
    /// The column that it is, with its table.
    pub(crate) column: Option<(&'a Table, &'a Column)>,
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    /// Set where it bounds the column instead of naming its value.
    pub(crate) bound: Option<Bound>,
    pub(crate) required: Required,
    pub(crate) checks: Vec<Check>,
}

impl Input<'_> {
    /// Whether its value names a row: it is a key, or refers to one.
    pub(crate) fn names_row(&self) -> bool {
        self.column.is_some_and(|(table, column)| {
            column.primary_key || table.foreign_keys.iter().any(|fk| fk.column.eq_ignore_ascii_case(&column.name))
        })
    }

    /// Whether several values may be sent.
    pub(crate) fn takes_several(&self) -> bool {
        self.checks.contains(&Check::Several)
    }

    /// The regular expression that a CHECK condition compares it with.
    pub(crate) fn pattern(&self) -> Option<String> {
        let conditions = self.checks.iter().filter_map(|check| match check {
            Check::Condition(condition) => Some(condition),
            _ => None,
        });
        let pattern = |condition: &String| {
            let (before, after) = condition.split_once('~')?;
            let pattern = after.trim_start_matches(['*', ' ']).strip_prefix('\'')?.split_once('\'')?.0;
            let plain = !before.ends_with('!') && !after.starts_with('*') && !pattern.contains("[[:");
            plain.then(|| clean(pattern).replace('/', "\\/"))
        };
        conditions.into_iter().find_map(pattern)
    }

    /// The values that are allowed, where they are listed.
    pub(crate) fn values(&self) -> &[String] {
        self.checks
            .iter()
            .find_map(|check| match check {
                Check::OneOf(values) => Some(values.as_slice()),
                _ => None,
            })
            .unwrap_or_default()
    }
}

/// All inputs with their columns, without constraints yet.
pub(crate) fn of<'a>(facts: &EndpointFacts<'a>) -> Vec<Input<'a>> {
    let endpoint = facts.endpoint;
    let shown = endpoint.details.request_body.as_ref().and_then(|body| Shape::read(&body.text));
    let path = endpoint.details.path_params.iter().map(|p| (Part::Path, p));
    let query = endpoint.details.query_params.iter().map(|p| (Part::Query, p));
    let body = endpoint.details.body_fields.iter().map(|p| (Part::Body, p));
    path.chain(query)
        .chain(body)
        .map(|(part, parameter)| {
            let role = role(part, &parameter.name);
            let bounded = match (part, role) {
                (Part::Query, Role::Value) => bounded_column(facts, &parameter.name),
                _ => None,
            };
            let column = match (part, role) {
                _ if bounded.is_some() => bounded.map(|(_, table, column)| (table, column)),
                (Part::Path, _) => path_column(facts, &parameter.name),
                (Part::Body, _) if facts.operation == Operation::Act => {
                    field_column(facts, &parameter.name).or_else(|| named_key(facts, &parameter.name))
                }
                (_, Role::Value) => field_column(facts, &parameter.name),
                _ => None,
            };
            let stated = parameter.ty.as_deref().map_or(Kind::Unknown, Kind::of_type);
            let sample = || {
                let members = shown.as_ref().map_or(&[][..], Shape::members);
                members.iter().find(|(name, _)| *name == parameter.name).map_or(Kind::Unknown, |(_, s)| s.kind())
            };
            // An example may be of a kind that "string" leaves open.
            let example = || match sample() {
                kind @ (Kind::Date | Kind::Timestamp | Kind::Uuid | Kind::Integer) => kind,
                _ => Kind::Unknown,
            };
            let by_column = || column.map_or(Kind::Unknown, |(t, c)| column_kind(facts.project, t, c));
            let by_role = || match role {
                Role::PageSize => Kind::Integer,
                Role::Page if is_in(&parameter.name, &words().cursor) => Kind::Text,
                Role::Page => Kind::Integer,
                _ if !parameter.allowed.is_empty() => {
                    let numbers = parameter.allowed.iter().all(|v| v.parse::<i64>().is_ok());
                    if numbers { Kind::Integer } else { Kind::Text }
                }
                _ => Kind::Unknown,
            };
            // A timestamp that a day bounds is bounded by that day.
            let named_date = || {
                let snake = heck::ToSnakeCase::to_snake_case(parameter.name.as_str());
                let mut parts = snake.split('_');
                let is_date = part == Part::Query && parts.any(|word| words().date_words.iter().any(|w| w == word));
                if is_date && bounded.is_some() { Kind::Date } else { Kind::Unknown }
            };
            let by_words = || match parameter.description.as_deref().map_or(Kind::Unknown, Kind::of_type) {
                kind @ (Kind::Date | Kind::Timestamp | Kind::Uuid) => kind,
                _ => Kind::Unknown,
            };
            // JSON has one word for all numbers and for all texts, so a column or a role says more.
            let says_little = matches!(stated, Kind::Decimal | Kind::Text);
            let refined = by_column();
            let refines = refined != Kind::List && !(stated == Kind::Text && refined == Kind::Object);
            let kind = first_known([
                if says_little { Kind::Unknown } else { stated },
                if refines || !says_little { refined } else { Kind::Unknown },
                by_role(),
                if stated == Kind::Unknown { named_date() } else { Kind::Unknown },
                if says_little { example() } else { Kind::Unknown },
                stated,
                sample(),
                by_words(),
            ]);
            let bound = bounded.map(|(bound, _, _)| bound);
            Input { part, parameter, column, kind, role, bound, required: Required::AssumedYes, checks: Vec::new() }
        })
        .collect()
}

fn first_known(kinds: [Kind; 8]) -> Kind {
    kinds.into_iter().find(|k| *k != Kind::Unknown).unwrap_or_default()
}

fn role(part: Part, name: &str) -> Role {
    let words = words();
    match part {
        Part::Query if is_in(name, &words.page_size) => Role::PageSize,
        Part::Query if is_in(name, &words.page) => Role::Page,
        Part::Query if is_in(name, &words.sort) => Role::Sort,
        Part::Query if is_in(name, &words.search) => Role::Search,
        _ => Role::Value,
    }
}

/// Moves notes about one field to that field.
pub(crate) fn attach(inputs: &mut [Input<'_>], notes: &mut Vec<Note>) {
    notes.retain(|note| {
        let Some((name, beside, rest)) = said_of_field(&note.text) else { return true };
        let Some(input) = inputs.iter_mut().find(|input| input.parameter.name == name) else { return true };
        let said = rest.trim_end_matches('.').to_owned();
        let bounds = checks::stated_bounds(input, &[&beside.to_owned()]);
        input.checks.extend(bounds);
        let least = stated_least(beside).filter(|least| *least > 0 && input.kind == Kind::Text);
        let known = input.checks.iter().any(|check| matches!(check, Check::MinLength(_)));
        let at = input.checks.iter().position(|check| matches!(check, Check::MaxLength(_))).unwrap_or_default();
        if let (Some(least), false) = (least, known) {
            input.checks.insert(at, Check::MinLength(least));
        }
        let known: Vec<String> = input.checks.iter().flat_map(Check::said).collect();
        let is_told = |check: &Check| matches!(check, Check::Stated(known) if known.contains(&said));
        let bounds = checks::stated_bounds(input, &[&said]);
        input.checks.extend(bounds);
        if !input.checks.iter().any(is_told) && adds_to(&said, &known) {
            // The longer of two says what the shorter one says.
            input
                .checks
                .retain(|check| !matches!(check, Check::Stated(known) if said.contains(known.trim_end_matches('.'))));
            input.checks.push(Check::Stated(said));
        }
        false
    });
}

/// The field that a sentence begins with, what stands in brackets behind it, and what is said of it:
/// `amount (optional, min: 1) - How many`.
fn said_of_field(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start_matches(['`', '*', '"', ' ']);
    let end = text.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)))?;
    let (name, behind) = text.split_at(end);
    let behind = behind.trim_start_matches(['`', '*', '"', ' ']);
    let (beside, rest) = match behind.strip_prefix('(') {
        Some(inside) => inside.split_once(')')?,
        None => ("", behind),
    };
    let rest = rest.trim_start_matches(['`', '*', ' ']);
    let said = rest.strip_prefix([':', '–', '—']).or_else(|| rest.strip_prefix("- "))?.trim();
    (!said.is_empty()).then_some((name, beside, said))
}

/// The inputs with what both documents demand of them.
pub(crate) fn with_constraints<'a>(facts: &EndpointFacts<'a>) -> Vec<Input<'a>> {
    let mut inputs = facts.inputs.clone();
    let shown = facts.endpoint.details.request_body.as_ref().map(|body| Shape::read_all(&body.text));
    let bodies = shown.filter(|all| all.len() > 1).unwrap_or_default();
    for input in &mut inputs {
        let has = |body: &Shape| body.members().iter().any(|(name, _)| *name == input.parameter.name);
        let in_some = input.part == Part::Body && bodies.iter().any(has) && !bodies.iter().all(has);
        input.required = if in_some { Required::Variant } else { required(facts, input) };
        input.checks = checks(facts, input);
    }
    inputs
}

fn required(facts: &EndpointFacts<'_>, input: &Input<'_>) -> Required {
    match input.parameter.required {
        _ if input.part == Part::Path => return Required::Stated,
        Some(true) => return Required::Stated,
        Some(false) => return Required::No,
        None => {}
    }
    if input.role != Role::Value || input.part == Part::Query && input.parameter.default.is_some() {
        return Required::No;
    }
    if input.part == Part::Query {
        return Required::Assumed;
    }
    if facts.operation == Operation::Update {
        return Required::No;
    }
    let (Some(column), Some((table, _))) = (stored_column(facts, input), input.column) else {
        return Required::AssumedYes;
    };
    match column.nullable {
        Some(false) if column.default.is_none() => Required::ByColumn,
        // A replacement leaves no field to a default.
        Some(false) if facts.operation == Operation::Replace => Required::AssumedYes,
        Some(_) => Required::NotByColumn,
        None if column.default.is_some() || may_be_null(table, column) => Required::NotByColumn,
        None => Required::AssumedYes,
    }
}

/// The column of the main table that a body field is stored in.
fn stored_column<'a>(facts: &EndpointFacts<'_>, input: &Input<'a>) -> Option<&'a Column> {
    let (table, column) = input.column?;
    let is_main = facts.main.is_some_and(|main| main.name == table.name);
    (facts.operation.stores() && is_main && input.part == Part::Body).then_some(column)
}

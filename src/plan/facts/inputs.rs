//! Parameters and body fields, the columns that they are, and what both documents demand of them.

use super::super::kind::{Kind, length_limit};
use super::super::naming;
use super::super::shape::Shape;
use super::super::words::{is_in, stated_limit, words};
use super::notes::Note;
use super::{EndpointFacts, Operation, column_kind};
use crate::model::endpoint::parameter_name;
use crate::model::schema::table_key;
use crate::model::{Column, Parameter, Table};

/// A type as written that is longer than this stands with the validation instead of the type.
pub(crate) const TYPE_WIDTH: usize = 40;

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
    /// At most so many characters.
    MaxLength(u32),
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
    pub(crate) required: Required,
    pub(crate) checks: Vec<Check>,
}

impl Input<'_> {
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
    let shown = endpoint.request_body.as_ref().and_then(|body| Shape::read(&body.text));
    let path = endpoint.path_params.iter().map(|p| (Part::Path, p));
    let query = endpoint.query_params.iter().map(|p| (Part::Query, p));
    let body = endpoint.body_fields.iter().map(|p| (Part::Body, p));
    path.chain(query)
        .chain(body)
        .map(|(part, parameter)| {
            let role = role(part, &parameter.name);
            let column = match (part, role) {
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
            let by_column = || column.map_or(Kind::Unknown, |(t, c)| column_kind(facts.project, t, c));
            let by_role = || match role {
                Role::PageSize => Kind::Integer,
                Role::Page if is_in(&parameter.name, &words().cursor) => Kind::Text,
                Role::Page => Kind::Integer,
                _ if !parameter.allowed.is_empty() => Kind::Text,
                _ => Kind::Unknown,
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
                stated,
                sample(),
                by_words(),
            ]);
            Input { part, parameter, column, kind, role, required: Required::AssumedYes, checks: Vec::new() }
        })
        .collect()
}

fn first_known(kinds: [Kind; 6]) -> Kind {
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

/// The column that a path parameter looks up: by the segment before it, then by its own name.
fn path_column<'a>(facts: &EndpointFacts<'a>, name: &str) -> Option<(&'a Table, &'a Column)> {
    let segments: Vec<&str> = facts.endpoint.key.path.segments().collect();
    let at = segments.iter().position(|s| parameter_name(s) == Some(name))?;
    let before = segments.get(..at)?.iter().rev().find(|s| parameter_name(s).is_none());
    let lower = naming::key(name);
    let bare = lower.strip_suffix("id").filter(|bare| !bare.is_empty());
    let by_segment = before.and_then(|segment| table_of_noun(facts, &naming::noun(segment)));
    let by_name = bare.and_then(|bare| table_of_noun(facts, bare));
    let is_id = lower.ends_with("id") || lower == "uuid";
    let named = |table: &'a Table| table.columns.iter().find(|c| naming::key(&c.name) == lower);
    // `members/{userId}` below a join table means the column `user_id`, not the table's own key.
    for table in [by_segment, facts.main].into_iter().flatten() {
        let own_key = bare.is_none_or(|bare| {
            naming::noun(table.bare_name()) == bare || naming::noun(table.bare_name()).ends_with(bare)
        });
        if let Some(column) = named(table).filter(|c| lower != "id" && (!own_key || !is_id || c.primary_key)) {
            return Some((table, column));
        }
    }
    for table in [by_name, by_segment.filter(|_| is_id)].into_iter().flatten() {
        if let Some(column) = key_column(table).filter(|_| is_id) {
            return Some((table, column));
        }
    }
    let main = facts.main?;
    // `{childId}` is `child_profile_id` where no other column could be meant.
    let mut alike = main.foreign_keys.iter().filter_map(|fk| main.column(&fk.column)).filter(|column| {
        let key = naming::key(&column.name);
        bare.is_some_and(|bare| bare.len() > 2 && key.starts_with(bare) && key.ends_with("id"))
    });
    if let (Some(column), None) = (alike.next(), alike.next()) {
        return Some((main, column));
    }
    let is_last = before.is_some() && at + 1 == segments.len();
    key_column(main).filter(|_| lower == "id" && is_last && by_segment.is_none()).map(|column| (main, column))
}

/// A chosen table, or any other, that a noun names.
fn table_of_noun<'a>(facts: &EndpointFacts<'a>, noun: &str) -> Option<&'a Table> {
    let matches = |table: &&Table| naming::noun(table.bare_name()) == noun;
    let chosen = facts.tables.iter().copied().find(matches);
    chosen.or_else(|| facts.project.schema.tables.iter().find(matches)).or_else(|| {
        facts.tables.iter().copied().find(|t| noun.len() > 3 && naming::noun(t.bare_name()).ends_with(noun))
    })
}

/// The single column of a table's primary key.
pub(crate) fn key_column(table: &Table) -> Option<&Column> {
    match table.primary_key.as_slice() {
        [name] => table.column(name),
        [] => table.columns.iter().find(|c| c.primary_key).or_else(|| table.column("id")),
        _ => None,
    }
}

/// The column that a query parameter or body field is: of the main table, else of another chosen one.
fn field_column<'a>(facts: &EndpointFacts<'a>, name: &str) -> Option<(&'a Table, &'a Column)> {
    let key = naming::key(name);
    let of = |table: &'a Table| {
        let exact = table.columns.iter().find(|c| naming::key(&c.name) == key);
        let reference = || table.columns.iter().find(|c| naming::key(&c.name) == format!("{key}id"));
        exact.or_else(|| reference().filter(|_| facts.operation != Operation::Act)).map(|c| (table, c))
    };
    if let Some(found) = facts.main.and_then(of) {
        return Some(found);
    }
    // Names that every table has say nothing about which one is meant.
    let common = key == "id" || is_in(name, &words().clock_columns) || is_in(name, &words().secret_fields);
    let others = facts.tables.iter().copied().filter(|t| facts.main.is_none_or(|main| main.name != t.name));
    let mut exact = others.filter_map(|t| t.columns.iter().find(|c| naming::key(&c.name) == key).map(|c| (t, c)));
    let found = exact.next().filter(|_| !common)?;
    // Several tables may hold the same reference; then it does not matter which one it is read from.
    let target = |(table, column): (&Table, &Column)| {
        table.foreign_keys.iter().find(|fk| fk.column == column.name).map(|fk| table_key(&fk.references))
    };
    exact.all(|other| target(other).is_some() && target(other) == target(found)).then_some(found)
}

/// The key of a chosen table that a field of an action's body names: `proposal_id`.
fn named_key<'a>(facts: &EndpointFacts<'a>, name: &str) -> Option<(&'a Table, &'a Column)> {
    let key = naming::key(name);
    let noun = key.strip_suffix("id").filter(|noun| noun.len() > 2)?;
    let table = facts.tables.iter().copied().find(|t| naming::noun(t.bare_name()) == noun)?;
    Some((table, key_column(table)?))
}

/// Moves notes about one field to that field.
pub(crate) fn attach(inputs: &mut [Input<'_>], notes: &mut Vec<Note>) {
    notes.retain(|note| {
        let Some((label, rest)) = note.text.split_once([':', '–']) else { return true };
        let name = label.split(['(', ' ']).next().unwrap_or_default().trim_matches(['`', '*']);
        let found = inputs.iter_mut().find(|input| input.parameter.name == name);
        let (Some(input), false) = (found, rest.trim().is_empty()) else { return true };
        let said = rest.trim().to_owned();
        if !input.checks.iter().any(|check| matches!(check, Check::Stated(known) if known.contains(&said))) {
            input.checks.push(Check::Stated(said));
        }
        false
    });
}

/// The inputs with what both documents demand of them.
pub(crate) fn with_constraints<'a>(facts: &EndpointFacts<'a>) -> Vec<Input<'a>> {
    let mut inputs = facts.inputs.clone();
    for input in &mut inputs {
        input.required = required(facts, input);
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
    let Some(column) = stored_column(facts, input) else {
        return Required::AssumedYes;
    };
    match column.nullable {
        Some(false) if column.default.is_none() => Required::ByColumn,
        // A replacement leaves no field to a default.
        Some(false) if facts.operation == Operation::Replace => Required::AssumedYes,
        Some(_) => Required::NotByColumn,
        None if column.default.is_some() => Required::NotByColumn,
        None => Required::AssumedYes,
    }
}

/// The column of the main table that a body field is stored in.
fn stored_column<'a>(facts: &EndpointFacts<'_>, input: &Input<'a>) -> Option<&'a Column> {
    let (table, column) = input.column?;
    let is_main = facts.main.is_some_and(|main| main.name == table.name);
    (facts.operation.stores() && is_main && input.part == Part::Body).then_some(column)
}

fn checks(facts: &EndpointFacts<'_>, input: &Input<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    let parameter = input.parameter;
    let enumeration = input.column.and_then(|(t, c)| facts.project.schema.enum_of(t, c)).map(|e| e.values.clone());
    if !parameter.allowed.is_empty() {
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
    }
    if let Some((table, column)) = input.column {
        if let Some(limit) = column.ty.as_deref().and_then(length_limit).filter(|_| input.kind == Kind::Text) {
            let stated = parameter.ty.iter().chain(&parameter.description).find_map(|text| stated_limit(text));
            checks.push(match stated.filter(|s| *s != limit) {
                Some(stated) => Check::TwoLimits(stated, limit),
                None => Check::MaxLength(limit),
            });
        }
        let listed = checks.iter().any(|c| matches!(c, Check::OneOf(_)));
        if input.part == Part::Body {
            if let Some(condition) = column.check.as_ref().filter(|c| !(listed && names_values(c))) {
                // A condition on the length says what the type's length says, and more.
                checks.retain(|c| !matches!(c, Check::MaxLength(limit) if mentions(condition, &limit.to_string())));
                checks.push(Check::Condition(condition.clone()));
            }
            for condition in table.checks.iter().filter(|c| mentions(c, &column.name)) {
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
    if let Some(column) = stored_column(facts, input) {
        for columns in super::failures::unique_sets(facts) {
            if columns.iter().any(|c| c.eq_ignore_ascii_case(&column.name)) {
                checks.push(Check::Unique(columns));
            }
        }
        let empty_forbidden = column.nullable == Some(false) && column.default.is_none();
        if input.required == Required::No && empty_forbidden && facts.operation == Operation::Create {
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
    let words = parameter.description.iter().chain(parameter.ty.iter().filter(|ty| ty.chars().count() > TYPE_WIDTH));
    let says_something = |text: &&String| text.split_whitespace().count() > 1;
    checks.extend(words.filter(says_something).map(|text| Check::Stated(text.clone())));
    checks
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

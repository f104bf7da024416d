//! Columns that a request never sets, and rows that go with a removed one.

use super::super::kind::Kind;
use super::super::naming;
use super::super::words::{is_in, words};
use super::inputs::{Part, key_column, mentions};
use super::{EndpointFacts, Operation, column_kind, owner_column, refers_to};
use crate::model::schema::table_key;
use crate::model::{Auth, Column, Table};

/// Who fills a column that the client doesn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filler<'a> {
    /// The database, by a default or by numbering.
    Default(Option<&'a str>),
    /// The service, with the time of the write.
    Clock,
    /// The service, with the caller's id.
    Caller,
    /// The id of the user that a sign-up creates.
    NewUser,
    /// The service, which computes it.
    Service,
    /// Nobody: it keeps what it was created with.
    Kept,
    /// The service, from a path parameter.
    Path(&'a str),
}

/// A column of the main table that the server fills.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Assigned<'a> {
    pub(crate) column: &'a Column,
    pub(crate) filler: Filler<'a>,
}

/// What happens to rows of another table when one of the main table is removed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cascade<'a> {
    pub(crate) table: &'a Table,
    pub(crate) column: &'a str,
    /// `CASCADE`, `SET NULL`, …; `None` where the plan doesn't say.
    pub(crate) on_delete: Option<&'a str>,
}

/// Columns of the main table that the server fills, and those that nothing fills.
pub(crate) fn filled_by_server<'a>(facts: &EndpointFacts<'a>) -> (Vec<Assigned<'a>>, Vec<&'a Column>) {
    let Some(main) = facts.main.filter(|_| facts.operation.stores()) else { return Default::default() };
    let mut assigned = Vec::new();
    let mut unfilled = Vec::new();
    let owner = owner_column(main).filter(|_| facts.auth() != Some(Auth::None));
    for column in &main.columns {
        let sent = facts
            .inputs
            .iter()
            .find(|input| input.column.is_some_and(|(t, c)| t.name == main.name && c.name == column.name));
        match sent.map(|input| input.part) {
            Some(Part::Body) => continue,
            Some(Part::Path) if facts.operation == Operation::Create => {
                if let Some(input) = sent {
                    assigned.push(Assigned { column, filler: Filler::Path(&input.parameter.name) });
                }
                continue;
            }
            _ => {}
        }
        if let Some(filler) = filler(facts, main, column, owner) {
            assigned.push(Assigned { column, filler });
        } else if facts.operation == Operation::Create
            && column.nullable == Some(false)
            && column.default.is_none()
            && !facts.inputs.iter().any(|input| input.part == Part::Body && input.kind == Kind::List)
        {
            unfilled.push(column);
        }
    }
    let (filled, unfilled) = by_service(facts, main, unfilled, owner.is_none());
    assigned.extend(filled);
    (assigned, unfilled)
}

/// Columns that only the service can fill: what the answer shows and nobody sends, what is made of a
/// field (`password_hash` of `password`), and the only reference to a person, which is the caller.
fn by_service<'a>(
    facts: &EndpointFacts<'a>,
    main: &'a Table,
    columns: Vec<&'a Column>,
    without_owner: bool,
) -> (Vec<Assigned<'a>>, Vec<&'a Column>) {
    let people: Vec<&str> =
        columns.iter().filter(|column| is_person(facts, main, column)).map(|column| column.name.as_str()).collect();
    let names = || {
        let sent = facts.inputs.iter().filter(|input| input.part == Part::Body).map(|input| &input.parameter.name);
        sent.chain(facts.answered_row().iter().map(|(name, _)| name)).map(|name| naming::key(name))
    };
    let filler = |column: &Column| {
        let key = naming::key(&column.name);
        // That an answer shows a reference or a date does not say which one is stored.
        let given = main.foreign_keys.iter().any(|fk| fk.column.eq_ignore_ascii_case(&column.name))
            || column_kind(facts.project, main, column) == Kind::Date;
        let is_caller = without_owner && facts.auth() == Some(Auth::Required) && people == [column.name.as_str()];
        if is_caller {
            Some(Filler::Caller)
        } else {
            let made = |name: &String| name.chars().count() > 2 && key.contains(name.as_str());
            let said = || mentions(facts.project.text(facts.endpoint.place), &column.name);
            let by_service = !given && (is_measured(&column.name) || names().any(|name| made(&name)) || said());
            by_service.then_some(Filler::Service)
        }
    };
    let (mut filled, mut left) = (Vec::new(), Vec::new());
    for column in columns {
        match filler(column) {
            Some(filler) => filled.push(Assigned { column, filler }),
            None => left.push(column),
        }
    }
    (filled, left)
}

/// The column that says when a row came into being: by its name, else by its default.
pub(crate) fn creation_column(table: &Table) -> Option<&Column> {
    let lists = words();
    let named = |c: &&Column| is_in(&c.name, &lists.clock_columns) && !is_in(&c.name, &lists.touched_columns);
    let is_now = |c: &&Column| {
        let is_time = c.ty.as_deref().map(Kind::of_type) == Some(Kind::Timestamp);
        // `joined_at` is such a time, `due` is not.
        let is_event =
            ["_at", "_on"].iter().any(|end| heck::ToSnakeCase::to_snake_case(c.name.as_str()).ends_with(end));
        is_time && is_event && c.default.is_some() && !is_in(&c.name, &lists.touched_columns)
    };
    table.columns.iter().find(named).or_else(|| table.columns.iter().find(is_now))
}

/// Whether only the server can know a value: a duration, a hash, a count.
fn is_measured(name: &str) -> bool {
    let snake = heck::ToSnakeCase::to_snake_case(name);
    let mut words_of = snake.split('_').rev().take(2);
    words_of.any(|word| is_in(word, &words().measured_words))
}

/// Whether a column may be empty: it says so, or others of its table say that they may not.
pub(crate) fn may_be_null(table: &Table, column: &Column) -> bool {
    let key = |column: &Column| column.primary_key || table.primary_key.contains(&column.name);
    let others_say = || table.columns.iter().any(|other| other.nullable == Some(false) && !key(other));
    column.nullable == Some(true)
        || column.nullable.is_none() && !key(column) && column.default.is_none() && others_say()
}

/// Whether a column refers to the table that columns such as `user_id` refer to.
fn is_person(facts: &EndpointFacts<'_>, main: &Table, column: &Column) -> bool {
    let Some(own) = main.foreign_keys.iter().find(|fk| fk.column.eq_ignore_ascii_case(&column.name)) else {
        return false;
    };
    let mut keys = facts.project.schema.tables.iter().flat_map(|table| &table.foreign_keys);
    keys.any(|fk| is_in(&fk.column, &words().owner_columns) && table_key(&fk.references) == table_key(&own.references))
}

fn filler<'a>(
    facts: &EndpointFacts<'a>,
    main: &'a Table,
    column: &'a Column,
    owner: Option<&'a Column>,
) -> Option<Filler<'a>> {
    let words = words();
    if facts.operation == Operation::Create
        && let Some(parameter) = parent_parameter(facts, main, column)
    {
        return Some(Filler::Path(parameter));
    }
    // Whoever signs up becomes the owner; before that there is none.
    let is_new_user = facts.is_entry() && facts.operation == Operation::Create;
    if is_new_user && super::owner_column(main).is_some_and(|owner| owner.name == column.name) {
        return Some(Filler::NewUser);
    }
    if owner.is_some_and(|owner| owner.name == column.name)
        && !(column.primary_key && facts.operation != Operation::Create)
    {
        return Some(if facts.operation == Operation::Create { Filler::Caller } else { Filler::Kept });
    }
    let ty = column.ty.as_deref().unwrap_or_default().to_lowercase();
    let default = column.default.as_deref();
    let computed = default.is_some_and(|d| {
        let d = d.to_lowercase();
        words.computed_defaults.iter().any(|known| d.contains(known.as_str()))
    });
    let numbered = words.numbering_types.iter().any(|known| ty.contains(known.as_str()));
    let is_clock = is_in(&column.name, &words.clock_columns);
    let touched = is_in(&column.name, &words.touched_columns);
    if touched && facts.operation != Operation::Create {
        return Some(Filler::Clock);
    }
    let created = facts.operation == Operation::Create;
    if computed || numbered || is_clock && default.is_some() {
        return Some(if created { Filler::Default(default) } else { Filler::Kept });
    }
    if is_clock && created {
        return Some(Filler::Clock);
    }
    let is_key = key_column(main).is_some_and(|key| key.name == column.name);
    let refers = main.foreign_keys.iter().any(|fk| fk.column.eq_ignore_ascii_case(&column.name));
    (is_key && !refers).then_some(if created { Filler::Default(default) } else { Filler::Kept })
}

/// The path parameter that names the parent which a column refers to: `{id}` of
/// `projects/{id}/members` for `project_id`.
fn parent_parameter<'a>(facts: &EndpointFacts<'a>, main: &Table, column: &Column) -> Option<&'a str> {
    let fk = main.foreign_keys.iter().find(|fk| fk.column.eq_ignore_ascii_case(&column.name))?;
    facts
        .inputs
        .iter()
        .filter(|input| input.part == Part::Path)
        .find(|input| {
            let by_table = input.column.is_some_and(|(t, _)| refers_to(&fk.references, t));
            by_table || naming::key(&input.parameter.name) == naming::key(&column.name)
        })
        .map(|input| input.parameter.name.as_str())
}

/// The column that marks a row of the table as removed, where rows are not really removed.
pub(crate) fn removal_mark(table: &Table) -> Option<&Column> {
    table.columns.iter().find(|column| is_in(&column.name, &words().removed_columns))
}

/// Values that the endpoint's title or description sets in words: `status="archived"`, `status to 'done'`.
pub(crate) fn stated_values<'a>(facts: &EndpointFacts<'a>, main: &'a Table) -> Vec<(&'a Column, String)> {
    let texts = [facts.endpoint.summary.as_deref(), facts.description.as_deref()];
    let text = texts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let value_behind = |name: &str| {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        text.match_indices(name).find_map(|(at, _)| {
            let rest = text.get(at + name.len()..)?;
            if text.get(..at)?.ends_with(is_word) || rest.starts_with(is_word) {
                return None;
            }
            let rest = rest.trim_start_matches(['`', ' ', '=', ':', '→']);
            let rest = words().assigning_words.iter().find_map(|word| rest.strip_prefix(word.as_str())).unwrap_or(rest);
            let quote = rest.trim_start().chars().next().filter(|c| matches!(c, '"' | '\'' | '`' | '“' | '„'))?;
            let inside = rest.trim_start().get(quote.len_utf8()..)?;
            let end = inside.find(['"', '\'', '`', '”'])?;
            inside.get(..end).filter(|value| !value.is_empty() && value.len() < 40).map(str::to_owned)
        })
    };
    let set = main.columns.iter().filter(|column| !column.primary_key);
    set.filter_map(|column| Some((column, value_behind(&column.name)?))).collect()
}

/// Rows of other tables that a removal touches; marking a row as removed touches none.
pub(crate) fn cascades<'a>(facts: &EndpointFacts<'a>) -> Vec<Cascade<'a>> {
    let removes = |main: &&Table| facts.operation == Operation::Delete && removal_mark(main).is_none();
    let Some(main) = facts.main.filter(removes) else { return Vec::new() };
    let mut cascades = Vec::new();
    for table in &facts.project.schema.tables {
        for fk in &table.foreign_keys {
            if refers_to(&fk.references, main) && table.name != main.name {
                cascades.push(Cascade { table, column: &fk.column, on_delete: fk.on_delete.as_deref() });
            }
        }
    }
    cascades
}

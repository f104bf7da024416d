//! What an endpoint does, and to which table.

use super::super::naming;
use super::super::shape::Shape;
use super::super::words::{is_in, words};
use super::refers_to;
use crate::model::endpoint::parameter_name;
use crate::model::{Endpoint, Method, Table};

/// What an endpoint does to its main table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Reads many rows.
    List,
    /// Reads one row, or one answer.
    Read,
    /// Adds a row.
    Create,
    /// Sets all fields of a row.
    Replace,
    /// Sets the fields that are sent.
    Update,
    /// Removes rows.
    Delete,
    /// Does something that is not plain storing.
    Act,
}

impl Operation {
    /// Whether rows change.
    pub(crate) fn writes(self) -> bool {
        !matches!(self, Self::List | Self::Read)
    }

    /// Whether fields of the body become columns of a row.
    pub(crate) fn stores(self) -> bool {
        matches!(self, Self::Create | Self::Replace | Self::Update)
    }

    /// Events of the main table that it may cause.
    pub(crate) fn events(self) -> &'static [&'static str] {
        match self {
            Self::Act => &["INSERT", "UPDATE", "DELETE"],
            operation => operation.commands(),
        }
    }

    /// SQL commands that policies are written for.
    pub(crate) fn commands(self) -> &'static [&'static str] {
        match self {
            Self::List | Self::Read => &["SELECT"],
            Self::Create => &["INSERT"],
            Self::Replace | Self::Update => &["UPDATE"],
            Self::Delete => &["DELETE"],
            Self::Act => &["INSERT"],
        }
    }
}

/// The table that an endpoint is mostly about: the one that the last noun of its path names, else
/// the strongest pick; another one where only that one has the columns that are sent or shown.
pub(crate) fn main_table<'a>(endpoint: &Endpoint, tables: &[&'a Table], answer: Option<&Shape>) -> Option<&'a Table> {
    if let Some(link) = link_table(endpoint, tables) {
        return Some(link);
    }
    if let Some(row) = by_last_parameter(endpoint, tables) {
        return Some(row);
    }
    let table = by_path(endpoint, tables)?;
    let sent: Vec<&str> = endpoint.details.body_fields.iter().map(|f| f.name.as_str()).collect();
    let shown = || -> Vec<&str> {
        let members = answer.map_or(&[][..], |shape| shape.rows().map_or(shape.members(), |(_, members)| members));
        members.iter().map(|(name, _)| name.as_str()).collect()
    };
    let fields = if sent.len() > 1 { sent } else { shown() };
    let holds = |table: &Table| {
        let is_told = |name: &&&str| {
            let key = naming::key(name);
            let says_nothing = key == "id" || is_in(name, &words().clock_columns);
            !says_nothing && table.columns.iter().any(|c| naming::key(&c.name) == key)
        };
        fields.iter().filter(is_told).count()
    };
    if table.columns.is_empty() || holds(table) > 0 {
        return Some(table);
    }
    // A table that the path names itself is a parent, or had its turn.
    let in_path: Vec<String> =
        endpoint.key.path.segments().filter(|s| parameter_name(s).is_none()).map(naming::noun).collect();
    let is_parent = |table: &Table| {
        let noun = naming::noun(table.bare_name());
        let exact = |name: &str| tables.iter().any(|t| naming::noun(t.bare_name()) == name);
        in_path.iter().any(|name| *name == noun || !exact(name) && name.len() > 3 && noun.ends_with(name.as_str()))
    };
    let others = tables.iter().copied().filter(|other| !is_parent(other));
    let best = others.max_by_key(|other| holds(other)).filter(|other| holds(other) > 1);
    Some(best.filter(|best| tables.iter().filter(|t| holds(t) == holds(best)).count() == 1).unwrap_or(table))
}

/// The table whose rows link two others that the path names one row of each: `routes/{id}/tags/{id}`.
fn link_table<'a>(endpoint: &Endpoint, tables: &[&'a Table]) -> Option<&'a Table> {
    if !matches!(endpoint.key.method, Method::Put | Method::Patch | Method::Delete) {
        return None;
    }
    let segments: Vec<&str> = endpoint.key.path.segments().collect();
    let [.., one, first, other, second] = segments.as_slice() else { return None };
    if parameter_name(first).is_none() || parameter_name(second).is_none() {
        return None;
    }
    let named = |noun: &str| tables.iter().copied().find(|t| naming::noun(t.bare_name()) == naming::noun(noun));
    let (one, other) = (named(one)?, named(other)?);
    let refers = |table: &Table, to: &Table| table.foreign_keys.iter().any(|fk| refers_to(&fk.references, to));
    let links = |table: &&Table| refers(table, one) && refers(table, other);
    tables.iter().copied().find(links).filter(|_| !refers(other, one) && !refers(one, other))
}

/// The table whose row the path ends with, where only the parameter says so: `portfolio/{imageId}`.
fn by_last_parameter<'a>(endpoint: &Endpoint, tables: &[&'a Table]) -> Option<&'a Table> {
    let segments: Vec<&str> = endpoint.key.path.segments().collect();
    let [.., resource, last] = segments.as_slice() else { return None };
    let key = naming::key(parameter_name(last).filter(|_| parameter_name(resource).is_none())?);
    let noun = key.strip_suffix("id").filter(|noun| noun.len() > 2)?;
    let is_named = |table: &&Table| naming::noun(table.bare_name()) == naming::noun(resource);
    let mut rows = tables.iter().copied().filter(|table| naming::noun(table.bare_name()).ends_with(noun));
    let row = rows.next().filter(|_| rows.next().is_none() && !tables.iter().any(is_named))?;
    Some(row)
}

fn by_path<'a>(endpoint: &Endpoint, tables: &[&'a Table]) -> Option<&'a Table> {
    let named = named_table(endpoint, tables);
    let first = tables.first().copied();
    // `rewards/{id}/redeem` that creates something does so in the table that was picked before `rewards`.
    let creates = endpoint.key.method == Method::Post && endpoint.details.responses.iter().any(|r| r.status == 201);
    if let (true, Some((table, from_end)), Some(first)) = (creates, named, first)
        && from_end > 1
        && first.foreign_keys.iter().any(|fk| refers_to(&fk.references, table))
    {
        return Some(first);
    }
    named.map(|(table, _)| table).or(first)
}

/// The table that the path names, with the position of the segment from the end.
fn named_table<'a>(endpoint: &Endpoint, tables: &[&'a Table]) -> Option<(&'a Table, usize)> {
    let segments: Vec<&str> = endpoint.key.path.segments().collect();
    for (from_end, at) in (0..segments.len()).rev().enumerate() {
        let segment = segments.get(at)?;
        if parameter_name(segment).is_some() {
            continue;
        }
        let noun = naming::noun(segment);
        let before = segments.get(..at)?.iter().rev().find(|s| parameter_name(s).is_none()).map(|s| naming::noun(s));
        let exact = tables.iter().find(|t| naming::noun(t.bare_name()) == noun);
        // `projects/{id}/members` is `project_members` before anything else that ends in `members`.
        let joined = before.and_then(|b| tables.iter().find(|t| naming::noun(t.bare_name()) == format!("{b}{noun}")));
        let ending = || tables.iter().find(|t| noun.len() > 3 && naming::noun(t.bare_name()).ends_with(&noun));
        if let Some(table) = exact.or(joined).or_else(ending) {
            return Some((table, from_end));
        }
    }
    None
}

/// What an endpoint does.
pub(crate) fn of(endpoint: &Endpoint, main: Option<&Table>, answer: Option<&Shape>) -> Operation {
    let last = endpoint.key.path.segments().next_back().unwrap_or_default();
    let ends_in_parameter = parameter_name(last).is_some();
    match endpoint.key.method {
        Method::Get | Method::Head | Method::Options | Method::Trace => {
            let pages = endpoint
                .details
                .query_params
                .iter()
                .any(|p| is_in(&p.name, &words().page) || is_in(&p.name, &words().page_size));
            let shows_rows = match answer {
                Some(Shape::List(_)) => true,
                Some(shape) => shape.members().len() <= 3 && shape.rows().is_some(),
                None => naming::is_plural(last) && main.is_some_and(|t| names(last, t)),
            };
            // `scenarios/{id}/weekly-totals` is computed for one row, whose table has no rows for the answer.
            let of_one_row = main.is_some_and(|table| !names(last, table) && is_looked_up(endpoint, table));
            if !ends_in_parameter && (pages || shows_rows && !of_one_row) { Operation::List } else { Operation::Read }
        }
        Method::Post => {
            let named = main.is_some_and(|table| names(last, table));
            let created = endpoint.details.responses.iter().any(|r| r.status == 201);
            let after_parameter =
                endpoint.key.path.segments().rev().nth(1).is_some_and(|segment| parameter_name(segment).is_some());
            let path_names_other = named_table(endpoint, main.as_slice()).is_none();
            if !ends_in_parameter && main.is_some() && (named || created && (!after_parameter || path_names_other)) {
                Operation::Create
            } else {
                Operation::Act
            }
        }
        Method::Put | Method::Patch if is_action(endpoint, main) => Operation::Act,
        // Without a body a PUT of a link only makes sure that it is there.
        Method::Put
            if endpoint.details.body_fields.is_empty()
                && main.is_some_and(|table| !names(last_noun(endpoint), table) && table.foreign_keys.len() > 1) =>
        {
            Operation::Create
        }
        Method::Put => Operation::Replace,
        Method::Patch => Operation::Update,
        Method::Delete => Operation::Delete,
    }
}

/// The events that the text of a trigger names: `BEFORE INSERT OR UPDATE`.
pub(super) fn events(text: &str) -> Vec<&'static str> {
    let upper = text.to_uppercase();
    let words: Vec<&str> = upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let Some(at) = words
        .windows(2)
        .position(|pair| matches!(pair, ["BEFORE" | "AFTER" | "OF", event] if known_event(event).is_some()))
    else {
        return Vec::new();
    };
    let behind = words.iter().skip(at + 1).take_while(|word| **word == "OR" || known_event(word).is_some());
    behind.filter_map(|word| known_event(word)).collect()
}

fn known_event(word: &str) -> Option<&'static str> {
    ["INSERT", "UPDATE", "DELETE"].into_iter().find(|event| *event == word)
}

fn last_noun(endpoint: &Endpoint) -> &str {
    endpoint.key.path.segments().rfind(|s| parameter_name(s).is_none()).unwrap_or_default()
}

/// Whether the path names one row of a table: `scenarios/{id}/…`.
fn is_looked_up(endpoint: &Endpoint, table: &Table) -> bool {
    let segments: Vec<&str> = endpoint.key.path.segments().collect();
    segments.windows(2).any(|pair| match pair {
        [noun, parameter] => names(noun, table) && parameter_name(parameter).is_some(),
        _ => false,
    })
}

/// Whether a change ends in a verb: `invitations/{token}/accept`, `tasks/reorder`; a column or the
/// caller's own row is none.
fn is_action(endpoint: &Endpoint, main: Option<&Table>) -> bool {
    let Some(last) = endpoint.key.path.segments().next_back().filter(|s| parameter_name(s).is_none()) else {
        return false;
    };
    let first = endpoint.key.path.segments().rfind(|s| parameter_name(s).is_none() && *s != last && !is_prefix(s));
    let key = naming::noun(last);
    let is_column = |table: &Table| table.columns.iter().any(|c| naming::noun(&c.name).ends_with(&key));
    let is_plain = main.is_none_or(|table| names(last, table) || is_column(table));
    first.is_some() && !is_plain && !is_in(last, &words().own_segments) && !naming::is_plural(last)
}

fn names(segment: &str, table: &Table) -> bool {
    let (noun, table) = (naming::noun(segment), naming::noun(table.bare_name()));
    noun == table || noun.len() > 3 && table.ends_with(&noun)
}

/// What the endpoint is about, singular and plural, for names of files and types.
pub(crate) fn noun(endpoint: &Endpoint, main: Option<&Table>) -> (String, String) {
    let word = main.map(Table::bare_name).map(str::to_owned).or_else(|| {
        let named = |s: &&str| parameter_name(s).is_none() && !is_prefix(s);
        let mut segments = endpoint.key.path.segments().filter(named);
        let first = segments.next();
        segments.rfind(|s| naming::is_plural(s)).or(first).map(str::to_owned)
    });
    let word = word.filter(|w| w.chars().any(char::is_alphanumeric)).unwrap_or_else(|| "api".to_owned());
    let one = naming::singular(&word);
    (one.clone(), naming::plural(&one))
}

/// Segments that only say that this is an API, or which version.
fn is_prefix(segment: &str) -> bool {
    let lower = segment.to_lowercase();
    lower == "api" || lower.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
}

/// What an endpoint does, as words for names of types and functions.
pub(crate) fn action(
    endpoint: &Endpoint,
    operation: Operation,
    main: Option<&Table>,
    (one, many): &(String, String),
) -> String {
    let last = endpoint.key.path.segments().rev().find(|s| parameter_name(s).is_none() && !is_prefix(s));
    let named = match (last, main) {
        (Some(last), Some(table)) => names(last, table),
        _ => false,
    };
    let own = last.filter(|_| !named).unwrap_or(one);
    let mine = main.is_some() && is_in(own, &words().own_segments) && naming::noun(own) != naming::noun(one);
    let aspect = main.filter(|_| !named && !mine).and_then(|table| aspect(endpoint, table));
    let aspect = aspect.map(|aspect| format!("{one} {aspect}"));
    let what = if mine { format!("own {one}") } else { aspect.unwrap_or_else(|| own.to_owned()) };
    match operation {
        Operation::List if named => format!("list {many}"),
        Operation::List if mine => format!("list own {many}"),
        Operation::List => format!("list {what}"),
        Operation::Read => format!("get {what}"),
        Operation::Create if named => format!("create {one}"),
        Operation::Act if main.is_none() && naming::noun(own) == naming::noun(one) && naming::is_plural(own) => {
            format!("create {one}")
        }
        Operation::Act if main.is_none() => own.to_owned(),
        Operation::Create | Operation::Act if last.is_none_or(|l| naming::noun(l) == naming::noun(one)) => {
            format!("create {one}")
        }
        // `accept-proposal` says what is done; a bare verb such as `cancel` needs the noun.
        Operation::Create | Operation::Act if own.contains(['-', '_']) => own.to_owned(),
        Operation::Create | Operation::Act => format!("{own} {one}"),
        Operation::Replace => format!("replace {what}"),
        Operation::Update => format!("update {what}"),
        Operation::Delete => format!("delete {what}"),
    }
}

/// What comes behind the noun of the table in a path: `summary` of `metrics/summary`.
fn aspect(endpoint: &Endpoint, table: &Table) -> Option<String> {
    let segments: Vec<&str> = endpoint.key.path.segments().filter(|s| parameter_name(s).is_none()).collect();
    let at = segments.iter().rposition(|segment| names(segment, table))?;
    let behind = segments.get(at + 1..).filter(|rest| !rest.is_empty())?;
    Some(behind.join(" "))
}

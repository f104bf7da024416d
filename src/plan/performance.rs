//! Section 8: which query an index serves, which it lacks, what bounds the work.

use super::data_flow::{child_writes, joined_tables};
use super::facts::EndpointFacts;
use super::facts::inputs::{Check, Input, Role};
use super::facts::lookups::{Lookup, Purpose, Served};
use super::facts::notes::{Note, Stage};
use super::facts::operation::Operation;
use super::kind::Kind;
use super::markdown::{bullets, clean, code, codes, fence, shorten};
use super::pen::Pen;
use super::sketch;
use super::words::{meaning, stated_limit, words};

/// What holds for one endpoint.
pub(crate) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut items: Vec<String> = facts.lookups.iter().map(|lookup| served(pen, lookup)).collect();
    let ddl = missing_indexes(facts);
    items.extend(bounds(pen, facts));
    let search: Vec<&str> =
        facts.inputs.iter().filter(|i| i.role == Role::Search).map(|i| i.parameter.name.as_str()).collect();
    if !search.is_empty() {
        items.push(search_index(pen, facts, &search));
    }
    let others = facts.main.map(|main| joined_tables(facts, main)).unwrap_or_default();
    if facts.operation == Operation::List && !others.is_empty() {
        items.push(pen.say("performance.joins", &[("tables", &codes(others))]));
    }
    items.extend(calls(pen, facts));
    items.extend(counted(pen, facts));
    if facts.operation.stores() && items.is_empty() && !does_more(facts) {
        items.push(pen.say("performance.write", &[]));
    }
    if items.is_empty() {
        items.push(pen.say("performance.none", &[]));
    }
    let mut blocks = vec![bullets(&items)];
    if !ddl.is_empty() {
        blocks.push(pen.say("performance.ddl", &[]));
        blocks.push(fence("sql", &ddl.join("\n")));
    }
    blocks
}

/// Whether more happens than one write.
fn does_more(facts: &EndpointFacts<'_>) -> bool {
    let has_file = facts.inputs.iter().any(|input| matches!(input.kind, Kind::File | Kind::List));
    let told = facts.notes.iter().any(|note| matches!(note.stage, Stage::Work | Stage::Together | Stage::Outside));
    has_file || told || facts.main.is_some_and(|main| !child_writes(facts, main).is_empty())
}

/// Calls of other services wait, and nothing else should wait for them.
fn calls(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let is_call = |text: &str| {
        let lower = text.to_lowercase();
        words().call_marks.iter().any(|mark| lower.contains(mark.as_str()))
    };
    let step = |note: &&Note| matches!(note.stage, Stage::Work | Stage::Outside) && is_call(&note.text);
    let note = facts.notes.iter().find(step)?;
    // A failure of the service itself that the API plan explains is that of the call.
    let explained = |status: u16| {
        let listed = facts.endpoint.details.responses.iter().find(|r| r.status == status);
        listed.and_then(|r| meaning(r.description.as_deref()?)).is_some()
    };
    let listed: Vec<String> = [500, 502, 503, 504]
        .into_iter()
        .filter(|s| explained(*s) || *s > 500 && (facts.lists(*s) || facts.shares(*s)))
        .map(|s| code(&s.to_string()))
        .collect();
    let open = || pen.open(&pen.say("performance.call_open", &[]));
    let failure = match listed.is_empty() {
        true => open(),
        false => pen.say("performance.call_fails", &[("statuses", &pen.list(&listed))]),
    };
    let said = pen.quote(shorten(&note.text, 100).trim_end_matches('.'));
    Some(pen.say("performance.call", &[("said", &said), ("failure", &failure)]))
}

/// A number of rows that is counted before one is added can be passed by two requests at once.
fn counted(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    if facts.operation != Operation::Create {
        return None;
    }
    let is_limit = |text: &str| {
        let lower = text.to_lowercase();
        words().limit_words.iter().any(|mark| lower.contains(mark.as_str()))
    };
    let note = facts.notes.iter().find(|note| note.stage == Stage::Check && is_limit(&note.text))?;
    let said = pen.quote(shorten(&note.text, 100).trim_end_matches('.'));
    Some(pen.say("performance.counted", &[("said", &said)]))
}

/// DDL of the indexes that the endpoint's conditions lack.
pub(crate) fn missing_indexes(facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    for lookup in facts.lookups.iter().filter(|l| l.lacks_index()) {
        let Served::Nothing(columns) = &lookup.served else {
            continue;
        };
        let mut names: Vec<String> = columns.iter().map(|c| clean(c)).collect();
        let mut keys = names.clone();
        if let Some((column, is_descending)) = order_behind(facts, lookup) {
            let direction = if is_descending { " DESC" } else { "" };
            keys.push(format!("{}{direction}", clean(&column)));
            names.push(clean(&column));
        }
        let table = clean(&lookup.table.name);
        let statement = format!(
            "CREATE INDEX idx_{}_{} ON {table} ({});",
            clean(lookup.table.bare_name()).to_lowercase(),
            names.join("_").to_lowercase(),
            keys.join(", ")
        );
        if !statements.contains(&statement) {
            statements.push(statement);
        }
    }
    statements
}

/// The column that a list is ordered by, which an index on its condition can hold too.
fn order_behind(facts: &EndpointFacts<'_>, lookup: &Lookup<'_>) -> Option<(String, bool)> {
    let main = facts.main.filter(|main| main.name == lookup.table.name && facts.operation == Operation::List)?;
    let is_fixed = matches!(lookup.purpose, Purpose::Path(_) | Purpose::Caller);
    let is_chosen = facts.inputs.iter().any(|input| input.role == Role::Sort);
    let order = sketch::order_of(facts, main).into_iter().next();
    order.filter(|(column, _)| is_fixed && !is_chosen && *column != lookup.column.name)
}

fn served(pen: &Pen<'_>, lookup: &Lookup<'_>) -> String {
    let column = pen.column(&lookup.table.name, &lookup.column.name);
    let purpose = match &lookup.purpose {
        Purpose::Path(name) | Purpose::Filter(name) => code(name),
        Purpose::Sort(name) => pen.say("performance.for_sort", &[("name", &code(name))]),
        Purpose::Caller => pen.say("performance.for_caller", &[]),
        Purpose::Reference => pen.say("performance.for_reference", &[]),
    };
    let values = [("column", column.as_str()), ("purpose", purpose.as_str())];
    match &lookup.served {
        Served::PrimaryKey => pen.say("performance.by_key", &values),
        Served::Unique => pen.say("performance.by_unique", &values),
        Served::Index(name) => pen.say("performance.by_index", &[values[0], values[1], ("index", &code(name))]),
        Served::Nothing(_) if lookup.lacks_index() => pen.say("performance.by_nothing", &values),
        Served::Nothing(_) => pen.say("performance.not_worth", &values),
    }
}

fn bounds(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    if facts.operation != Operation::List {
        return Vec::new();
    }
    let sizes: Vec<&Input<'_>> = facts.inputs.iter().filter(|i| i.role == Role::PageSize).collect();
    let Some(size) = sizes.first() else {
        return vec![few(pen, facts).unwrap_or_else(|| pen.say("performance.no_bounds", &[]))];
    };
    let name = code(&size.parameter.name);
    let stated = match super::request::validation(pen, size) {
        nothing if nothing.is_empty() => nothing,
        stated => format!(": {stated}"),
    };
    let words = size.parameter.ty.iter().chain(&size.parameter.description);
    let checked = size.checks.iter().any(|check| matches!(check, Check::Most(_) | Check::OneOf(_)));
    let bounded = checked || words.filter_map(|text| stated_limit(text)).next().is_some();
    let open = if bounded { String::new() } else { format!(" {}", pen.say("performance.bounds_open", &[])) };
    vec![pen.say("performance.bounds", &[("name", &name), ("stated", &stated), ("open", &open)])]
}

/// So many rows that differ in an enumerated column need no page.
const FEW: usize = 20;

/// Why a list without a page can't grow: a unique constraint leaves one row for each value of an enum.
fn few(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let main = facts.main?;
    let values = |name: &String| {
        let column = main.column(name)?;
        facts.project.schema.enum_of(main, column).map(|e| e.values.len())
    };
    let refers = |name: &String| main.foreign_keys.iter().any(|fk| fk.column.eq_ignore_ascii_case(name));
    main.unique.iter().chain([&main.primary_key]).find_map(|columns| {
        let (listed, others): (Vec<&String>, Vec<&String>) = columns.iter().partition(|name| values(name).is_some());
        let [listed] = listed.as_slice() else { return None };
        let count = values(listed).filter(|count| (1..=FEW).contains(count))?;
        let is_few = !others.is_empty() && others.iter().all(|name| refers(name));
        is_few.then(|| {
            let values = [("count", count.to_string()), ("listed", code(listed)), ("others", codes(others))];
            pen.say("performance.few", &values.each_ref().map(|(key, value)| (*key, value.as_str())))
        })
    })
}

fn search_index(pen: &Pen<'_>, facts: &EndpointFacts<'_>, names: &[&str]) -> String {
    let text = facts
        .main
        .iter()
        .flat_map(|t| &t.indexes)
        .find(|i| matches!(i.method.as_deref(), Some("gin" | "gist" | "fulltext")));
    match text {
        Some(index) => {
            let index = index.name.clone().unwrap_or_else(|| index.columns.join(", "));
            pen.say("performance.search_index", &[("names", &codes(names)), ("index", &code(&index))])
        }
        None => pen.say("performance.search_open", &[("names", &codes(names))]),
    }
}

//! Section 4: what success and errors answer with.

use serde_json::Value;

use super::derived::{self, Derived};
use super::example::{self, Wanted};
use super::facts::EndpointFacts;
use super::facts::inputs::Role;
use super::facts::operation::Operation;
use super::markdown::{bullets, clean, clean_lines, code, codes, fence, shorten};
use super::pen::Pen;
use super::shape::Shape;
use super::speech;
use super::words::{is_in, meaning, words};
use crate::model::{Column, ContextKind, Method, Response, Table};

/// What holds for one endpoint.
pub(crate) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let mut blocks = Vec::new();
    let successes: Vec<&Response> = facts.successes().collect();
    for response in &successes {
        let meaning = response.description.as_deref().and_then(meaning).map(|text| shorten(&text, 160));
        let status = code(&response.status.to_string());
        blocks.push(match meaning {
            Some(meaning) => pen.say("response.success_meaning", &[("status", &status), ("meaning", &meaning)]),
            None => pen.say("response.success", &[("status", &status)]),
        });
        if let Some(body) = response.body.as_ref().filter(|b| !b.text.trim().is_empty()) {
            blocks.extend(if body.text.contains(['{', '[']) {
                shown(pen, facts, &body.text)
            } else {
                vec![clean(&body.text)]
            });
        } else if response.status == 204 {
            blocks.push(pen.say("response.empty", &[]));
        }
    }
    if successes.is_empty() {
        let (status, _) = proposed_success(facts);
        blocks.push(pen.say("response.success_added", &[("status", &code(&status.to_string()))]));
    }
    let given = successes.iter().any(|r| r.body.is_some());
    if let Some(body) = facts.body.as_deref().filter(|_| !given) {
        blocks.extend(shown(pen, facts, body));
    }
    let shows = given || facts.body.is_some();
    let has_no_body = !successes.is_empty() && successes.iter().all(|r| r.status == 204);
    if !shows && !has_no_body {
        let said = facts.told_answer.as_deref().filter(|said| !successes.iter().any(|r| describes(r, said)));
        blocks.extend(said.map(|said| pen.say("response.told", &[("said", &pen.quote(&shorten(said, 160)))])));
        match &facts.like {
            Some(like) => {
                blocks.push(pen.say("response.like", &[("endpoint", &code(&like.endpoint))]));
                blocks.push(example::block(&filled(pen, facts, &like.shape)));
            }
            None => blocks.extend(from_columns(pen, facts)),
        }
    }
    let mut items = Vec::new();
    if let Some(main) = facts.main {
        items.extend(unmatched(pen, facts, main));
    }
    items.extend(paging(pen, facts));
    items.extend(location(pen, facts));
    blocks.push(bullets(&items));
    blocks
}

/// How members of the answer that count pages follow from the count of rows and the size of a page.
fn paging(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let words = words();
    let shape = facts.answer.as_ref().filter(|_| facts.operation == Operation::List)?;
    let inner = shape.members().iter().flat_map(|(_, value)| value.members());
    let beside: Vec<&str> = shape.members().iter().chain(inner).map(|(name, _)| name.as_str()).collect();
    let named = |list: &[String]| beside.iter().copied().find(|name| is_in(name, list));
    let input = |role: Role| facts.inputs.iter().find(|input| input.role == role).map(|i| code(&i.parameter.name));
    let (total, size) = (code(named(&words.totals)?), input(Role::PageSize)?);
    let mut parts = Vec::new();
    if let Some(pages) = named(&words.page_counts) {
        parts.push(format!("{} = ⌈{total} / {size}⌉", code(pages)));
    }
    let number = facts.inputs.iter().find(|input| input.role == Role::Page).map(|input| &input.parameter.name);
    let number = number.filter(|name| !is_in(name, &words.cursor) && !is_in(name, &words.offsets));
    if let (Some(next), Some(page)) = (named(&words.next_flags), number) {
        parts.push(format!("{} = {} · {size} < {total}", code(next), code(page)));
    }
    if let (Some(previous), Some(page)) = (named(&words.previous_flags), number) {
        parts.push(format!("{} = {} > 1", code(previous), code(page)));
    }
    (!parts.is_empty()).then(|| pen.say("response.paging", &[("parts", &parts.join("; "))]))
}

/// Whether what is told of an answer stands with its status already.
fn describes(response: &Response, said: &str) -> bool {
    response.description.as_deref().and_then(meaning).is_some_and(|text| text == said)
}

/// The endpoint of the API plan that reads what this one creates.
fn location(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let own: Vec<&str> = facts.endpoint.key.path.segments().collect();
    let reads = |key: &crate::model::EndpointKey| {
        let segments: Vec<&str> = key.path.segments().collect();
        let (last, rest) = segments.split_last()?;
        let below = rest == own.as_slice() && crate::model::endpoint::parameter_name(last).is_some();
        (key.method == Method::Get && below).then(|| key.to_string())
    };
    let creates = facts.operation == Operation::Create && facts.lists(201);
    let found = pen.project().api.endpoints.iter().filter(|_| creates).find_map(|e| reads(&e.key))?;
    Some(pen.say("response.location", &[("endpoint", &code(&found))]))
}

/// What holds for all: how errors look.
pub(crate) fn shared(pen: &Pen<'_>) -> Vec<String> {
    let found = pen.facts.endpoints.iter().find_map(error_body).or_else(|| shown_anywhere(pen));
    if let Some(body) = found {
        return vec![pen.say("response.error_body", &[]), fence("json", &body)];
    }
    let told = pen.facts.endpoints.iter().find_map(|facts| facts.context(ContextKind::Errors).find_map(told));
    match told {
        Some(lines) => vec![pen.say("response.error_words", &[]), lines],
        None => vec![pen.say("response.error_proposed", &[]), fence("json", &proposed_error(pen))],
    }
}

/// The body of errors by the stack's habits, where the documents show none.
fn proposed_error(pen: &Pen<'_>) -> String {
    let inputs = pen.facts.endpoints.iter().flat_map(|facts| &facts.inputs);
    let field = inputs.map(|input| input.parameter.name.as_str()).next().unwrap_or("id");
    speech::fill(pen.profile.error_body(), &[("field", &clean(field).replace(['"', '\\'], ""))])
}

/// An example anywhere in the API plan whose members say that it is an error.
fn shown_anywhere(pen: &Pen<'_>) -> Option<String> {
    let endpoint = pen.facts.endpoints.first()?.endpoint;
    if endpoint.details.source().is_some() {
        return None;
    }
    let place = endpoint.place;
    fenced(pen.project().source(place)?.text(), |shape| {
        shape.members().first().is_some_and(|(name, _)| is_in(name, &words().error_members))
    })
}

/// Whether an example is the body of an error: it names an error, or has a message with what stands
/// beside one.
pub(crate) fn says_error(shape: &Shape) -> bool {
    let words = words();
    let names: Vec<&str> = shape.members().iter().map(|(name, _)| name.as_str()).collect();
    let all_beside = names.len() > 1 && names.iter().all(|name| is_in(name, &words.error_companions));
    all_beside || names.iter().any(|name| is_in(name, &words.error_members))
}

/// The first lines of what the documents say of errors: rows of a table with their head, or items.
fn told(text: &str) -> Option<String> {
    let is_row = |line: &&str| line.trim_start().starts_with('|');
    let rows: Vec<String> = text.lines().filter(is_row).take(12).map(|line| clean_lines(line.trim())).collect();
    if rows.len() > 2 {
        return Some(rows.join("\n"));
    }
    let items = text.lines().map(str::trim).filter(|line| line.starts_with(['-', '*']));
    let items: Vec<String> =
        items.take(8).map(|line| clean(line.trim_start_matches(['-', '*', ' ']))).filter(|l| !l.is_empty()).collect();
    (!items.is_empty()).then(|| bullets(&items))
}

/// The status for success where the API plan names none, and whether it has a body.
pub(crate) fn proposed_success(facts: &EndpointFacts<'_>) -> (u16, bool) {
    match facts.operation {
        Operation::Create => (201, true),
        Operation::Delete => (204, false),
        _ => (200, true),
    }
}

/// The body that the API plan shows, with values in place of types where it shows those.
fn shown(pen: &Pen<'_>, facts: &EndpointFacts<'_>, text: &str) -> Vec<String> {
    let as_written = || vec![fence("json", text)];
    // Comments say more than an example would.
    let has_comments = text.contains("/*") || text.lines().any(|line| line.replace("://", "").contains("//"));
    let Some(shape) = Shape::read(text).filter(example::has_placeholder).filter(|_| !has_comments) else {
        return as_written();
    };
    if Shape::read_all(text).len() > 1 {
        return as_written();
    }
    vec![pen.say("response.filled", &[]), example::block(&filled(pen, facts, &shape))]
}

/// An outline with values that its columns take.
fn filled(pen: &Pen<'_>, facts: &EndpointFacts<'_>, shape: &Shape) -> Value {
    let wanted = |name: &str, _: usize| {
        let (table, column) = facts.column_named(name)?;
        Some(Wanted::of_column(facts, table, column, name))
    };
    example::filled(pen, shape, &facts.noun.0, 0, &wanted)
}

/// The answer where the API plan shows none: the main table's columns.
fn from_columns(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    if facts.operation == Operation::Delete {
        return vec![pen.open(&pen.say("response.open_delete", &[]))];
    }
    // What an action answers with is rarely the row that it is about.
    let main = facts.main.filter(|_| facts.operation != Operation::Act);
    let columns: Vec<&str> = main.map(shown_columns).unwrap_or_default();
    let Some(main) = main.filter(|_| !columns.is_empty()) else {
        return vec![pen.open(&pen.say("response.open", &[]))];
    };
    let member = |name: &str| {
        let column = main.column(name)?;
        let wanted = Wanted::of_column(facts, main, column, name);
        Some((pen.member_name(name), wanted.value(pen)))
    };
    let row = Value::Object(columns.into_iter().filter_map(member).collect());
    let (value, like) = match (facts.operation, envelope(pen, facts)) {
        (Operation::List, Some((envelope, shape, key))) => {
            let mut value = example::filled(pen, &shape, "", 0, &|_, _| None);
            if let Some(rows) = value.get_mut(&envelope) {
                *rows = Value::Array(vec![row]);
            }
            (value, Some(key))
        }
        (Operation::List, None) => (Value::Array(vec![row]), None),
        _ => (row, None),
    };
    let table = code(&main.name);
    let what = match like {
        Some(key) => pen.say("response.open_like", &[("table", &table), ("endpoint", &code(&key))]),
        None => pen.say("response.open_columns", &[("table", &table)]),
    };
    vec![what, example::block(&value)]
}

/// How another list of the API plan wraps its rows: the member that holds them, the whole, and whose it is.
fn envelope(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<(String, Shape, String)> {
    let others = pen.project().api.endpoints.iter().take(NEIGHBOURS);
    let lists = others.filter(|e| e.key.method == Method::Get && e.key != facts.endpoint.key);
    lists.into_iter().find_map(|endpoint| {
        let last = endpoint.key.path.segments().next_back()?;
        let is_list = crate::model::endpoint::parameter_name(last).is_none();
        let shape = endpoint.details.responses.iter().filter(|r| r.is_success()).find_map(|r| r.body.as_ref());
        let shape = Shape::read(&shape.filter(|_| is_list)?.text)?;
        let (envelope, _) = shape.rows()?;
        let (envelope, count) = (envelope?.to_owned(), shape.members().len());
        // A list among many members is a part of one thing, no page of things.
        (count <= 6).then_some((envelope, shape, endpoint.key.to_string()))
    })
}

/// Habits of an API show in so many endpoints.
const NEIGHBOURS: usize = 60;

/// Columns that an answer may show: secrets and removal marks stay inside.
pub(crate) fn shown_columns(table: &Table) -> Vec<&str> {
    let words = words();
    let hidden = |name: &str| is_in(name, &words.secret_fields) || is_in(name, &words.removed_columns);
    // What a search or a password needs is of no use to a client.
    let internal = |column: &Column| {
        let ty = column.ty.as_deref().unwrap_or_default().to_lowercase();
        let key = super::naming::key(&column.name);
        ty.contains("tsvector") || words.hash_marks.iter().any(|mark| key.ends_with(mark.as_str()))
    };
    table.columns.iter().filter(|c| !internal(c)).map(|c| c.name.as_str()).filter(|name| !hidden(name)).collect()
}

/// Fields of the answer that no chosen table has a column for.
fn unmatched(pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Vec<String> {
    let members = facts.answered_row();
    if main.columns.is_empty() || members.is_empty() {
        return Vec::new();
    }
    let has = |name: &str| {
        let key = super::naming::key(name);
        facts.tables.iter().any(|t| t.columns.iter().any(|c| super::naming::key(&c.name) == key))
    };
    let plain: Vec<&str> = members
        .iter()
        .filter(|(name, value)| !has(name) && !matches!(value, Shape::Object(_) | Shape::List(_)))
        .map(|(name, _)| name.as_str())
        .collect();
    // Where hardly a field is a column, the answer is not a row, and the remark would say nothing.
    if plain.is_empty() || plain.len() * 2 > members.len() {
        return Vec::new();
    }
    let mut items = Vec::new();
    let mut unknown = Vec::new();
    for name in plain {
        match derived::of(facts, main, name) {
            Some(Derived::Hashed(column)) => items.push(
                pen.say("response.hashed", &[("field", &code(name)), ("column", &pen.column(&main.name, column))]),
            ),
            Some(Derived::Joined { table, column, by }) => items.push(pen.say(
                "response.joined",
                &[("field", &code(name)), ("column", &pen.column(table, column)), ("by", &code(by))],
            )),
            Some(Derived::Counted { table, by }) => items.push(
                pen.say("response.counted", &[("field", &code(name)), ("table", &code(table)), ("by", &code(by))]),
            ),
            None => unknown.push(name),
        }
    }
    if !unknown.is_empty() {
        items.push(pen.say("response.computed", &[("fields", &codes(unknown))]));
    }
    items
}

/// The body of errors: of one of the endpoint's own, else of the documents' error format.
pub(crate) fn error_body(facts: &EndpointFacts<'_>) -> Option<String> {
    let own = facts.endpoint.details.responses.iter().filter(|r| !r.is_success()).find_map(|r| r.body.as_ref());
    let own = own.or(facts.endpoint.details.otherwise.as_ref());
    if let Some(body) = own.filter(|b| b.text.contains('{')) {
        return Some(body.text.clone());
    }
    facts.context(ContextKind::Errors).chain(facts.context(ContextKind::Conventions)).find_map(example)
}

/// The first example of an error in a text: fenced, else one that stands on lines of its own, else an object in a line.
fn example(text: &str) -> Option<String> {
    let bare = || {
        let lines: Vec<&str> = text.lines().skip_while(|line| line.trim() != "{").collect();
        let end = lines.iter().position(|line| line.trim_end() == "}")?;
        let body = lines.get(..=end)?.join("\n");
        Shape::read(&body).filter(says_error).map(|_| body)
    };
    let inline = || {
        text.lines().find_map(|line| {
            let (start, end) = (line.find('{')?, line.rfind('}')?);
            let object = line.get(start..=end)?;
            let shape = Shape::read(object)?;
            says_error(&shape).then(|| object.to_owned())
        })
    };
    fenced(text, says_error).or_else(bare).or_else(inline)
}

/// The first fenced example that fits.
fn fenced(text: &str, fits: impl Fn(&Shape) -> bool) -> Option<String> {
    let mut open: Option<String> = None;
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```");
        match &mut open {
            Some(body) if is_fence => {
                if Shape::read(body).is_some_and(|shape| fits(&shape)) {
                    return open;
                }
                open = None;
            }
            Some(body) => {
                body.push_str(line);
                body.push('\n');
            }
            None if is_fence => open = Some(String::new()),
            None => {}
        }
    }
    None
}

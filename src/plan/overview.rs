//! Section 1: what the endpoint does, for whom, on which tables.

use super::facts::notes::Stage;
use super::facts::operation::Operation;
use super::facts::served::Kind;
use super::facts::{EndpointFacts, refers_to};
use super::markdown::{bullets, clean, code, shorten};
use super::pen::{Pen, capitalised, sentence};
use crate::model::{Auth, ContextKind, Table};

/// What holds for one endpoint.
pub(crate) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Vec<String> {
    let summary = facts.endpoint.summary.as_deref().map(sentence).filter(|s| !s.is_empty());
    let does = does(pen, facts);
    let mut items = Vec::new();
    let mut blocks = match summary {
        Some(summary) => {
            items.push(pen.say("overview.operation", &[("what", &does)]));
            vec![match &facts.description {
                Some(description) => sentence(description),
                None => summary,
            }]
        }
        None => vec![facts.description.as_deref().map_or_else(|| capitalised(&does), sentence)],
    };
    items.push(access(pen, facts));
    if facts.tables.is_empty() {
        items.push(pen.say("overview.no_tables", &[]));
    } else {
        let tables: Vec<String> = facts.tables.iter().map(|t| named(pen, facts, t)).collect();
        items.push(pen.say("overview.tables", &[("tables", &tables.join("; "))]));
    }
    if let Some(source) = facts.source() {
        let key = if source.kind == Kind::Function { "overview.by_function" } else { "overview.by_view" };
        items.push(pen.say(key, &[("name", &code(&source.name))]));
    }
    let mut places: Vec<String> = pen.place(facts.endpoint.place).into_iter().collect();
    places.extend(facts.tables.iter().filter_map(|t| pen.place(t.place)));
    if !places.is_empty() {
        items.push(pen.say("overview.sources", &[("places", &places.join(", "))]));
    }
    blocks.push(bullets(&items));
    blocks
}

/// What holds for all.
pub(crate) fn shared(pen: &Pen<'_>) -> Vec<String> {
    if pen.profile.title.is_empty() {
        return vec![pen.say("overview.no_stack", &[])];
    }
    vec![pen.say("overview.stack", &[("stack", &pen.profile.title)])]
}

/// What the endpoint does, from its method and table alone.
pub(crate) fn does(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    let Some(main) = facts.main else {
        return pen.say(if facts.operation.writes() { "overview.acts_alone" } else { "overview.reads_alone" }, &[]);
    };
    let key = match facts.operation {
        Operation::List => "overview.lists",
        Operation::Read => "overview.reads",
        Operation::Create => "overview.creates",
        Operation::Replace => "overview.replaces",
        Operation::Update => "overview.updates",
        Operation::Delete => "overview.deletes",
        Operation::Act => "overview.acts",
    };
    pen.say(key, &[("table", &code(&main.name))])
}

fn access(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    if facts.auth_by_policy() {
        return pen.say("overview.access_policy", &[]);
    }
    match facts.auth() {
        Some(Auth::Required) => match roles(pen, facts) {
            Some(roles) => pen.say("overview.access_roles", &[("roles", &roles)]),
            None => pen.say("overview.access_required", &[]),
        },
        Some(Auth::Optional) => pen.say("overview.access_optional", &[]),
        Some(Auth::None) => pen.say("overview.access_none", &[]),
        None if facts.is_entry() => pen.say("overview.access_entry", &[]),
        None => said_of_access(pen, facts).unwrap_or_else(|| pen.open(&pen.say("overview.access_open", &[]))),
    }
}

/// What the endpoint's own text says of those who may call it.
fn roles(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let own = facts.notes.iter().filter(|note| note.stage == Stage::Access && note.kind.is_none());
    let said: Vec<String> = own.take(2).map(|note| pen.quote(shorten(&note.text, 120).trim_end_matches('.'))).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// What the documents say of authentication without saying it of this endpoint.
fn said_of_access(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let text = facts.context(ContextKind::Auth).flat_map(str::lines).find(|line| {
        let is_text = !line.trim_start().starts_with(['#', '|', '`']);
        is_text && line.split_whitespace().count() > 4
    })?;
    let text = clean(text.trim().trim_start_matches(['-', '*', ' '])).replace("**", "");
    let text = pen.quote(shorten(&text, 200).trim_end_matches(['.', ':']));
    Some(pen.open(&pen.say("overview.access_words", &[("text", &text)])))
}

/// A table with how it takes part, as far as that can be told.
fn named(pen: &Pen<'_>, facts: &EndpointFacts<'_>, table: &Table) -> String {
    let role = role(pen, facts, table);
    if role.is_empty() { code(&table.name) } else { format!("{} ({role})", code(&table.name)) }
}

fn role(pen: &Pen<'_>, facts: &EndpointFacts<'_>, table: &Table) -> String {
    let writes = facts.operation.writes();
    let Some(main) = facts.main else {
        return String::new();
    };
    if main.name == table.name {
        return pen.say(
            match facts.operation {
                Operation::Act => "overview.role_acted",
                _ if writes => "overview.role_written",
                _ => "overview.role_read",
            },
            &[],
        );
    }
    let down = main.foreign_keys.iter().find(|fk| refers_to(&fk.references, table));
    if let Some(fk) = down {
        return pen.say("overview.role_parent", &[("column", &pen.column(&main.name, &fk.column))]);
    }
    let up = table.foreign_keys.iter().find(|fk| refers_to(&fk.references, main));
    if let Some(fk) = up {
        return pen.say(
            "overview.role_child",
            &[("table", &code(&main.name)), ("column", &pen.column(&table.name, &fk.column))],
        );
    }
    let description = table.description.as_deref().map(clean).filter(|d| !d.is_empty() && d.chars().count() <= 80);
    let description = description.map(|d| d.trim_end_matches('.').to_owned());
    description.unwrap_or_default()
}

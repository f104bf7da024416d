//! `{{db-resources}}`: the chosen tables with everything that guards them, and no other table.

use std::fmt::Write as _;

use crate::model::schema::table_key;
use crate::model::{Choice, Column, DocumentsAs, EnumType, Index, Omission, Policy, Routine, Table};
use crate::text::{Place, Span};

use super::excerpt;
use super::phrases::{Phrases, fill};
use super::slots::Slot;

pub(super) fn slot(choice: &Choice<'_>, phrases: &Phrases) -> Slot {
    let mut slot = Slot::default();
    let schema = &choice.project.schema;
    if choice.tables.is_empty() {
        if schema.tables.is_empty() {
            slot.say(&phrases.missing(&[&phrases.no_database_plan]));
        } else {
            slot.say(&phrases.no_tables);
        }
        return slot;
    }
    // References are shorter than columns.
    let only_columns = choice.left_out.contains(&Omission::TableDetails) && choice.documents_as == DocumentsAs::Inline;
    if only_columns {
        slot.say(&phrases.table_details_left_out);
    }
    for table in &choice.tables {
        if only_columns && !table.columns.is_empty() {
            in_short(table, choice, &mut slot);
            continue;
        }
        if !(is_its_own(table.place, table, choice) && slot.quote(choice, &table.name, table.place)) {
            slot.say(&format!("**{}**\n\n{}", table.name, columns(table, phrases)));
        }
        for place in joined(&table.more, choice) {
            if is_its_own(place, table, choice) && !is_told(&slot, place) {
                slot.quote(choice, &fill(&phrases.more, &[("table", &table.name)]), place);
            }
        }
        let guards = guards(table, choice, phrases, &mut slot);
        if !guards.is_empty() {
            let label = fill(&phrases.more, &[("table", &table.name)]);
            slot.say(&format!("**{label}**\n\n{}", guards.join("\n")));
        }
    }
    let is_new = |e: &&EnumType| only_columns || !is_told(&slot, e.place);
    let enums: Vec<&EnumType> = enums(choice).into_iter().filter(is_new).collect();
    let enums: Vec<String> = enums
        .into_iter()
        .map(|e| located(format!("- {}: {}", code(&e.name), list(&e.values)), e.place, choice, &mut slot))
        .collect();
    say_list(&mut slot, &phrases.enums, &enums);
    say_list(&mut slot, &phrases.relations, &relations(choice));
    slot
}

/// A table as its columns with their types, and where the rest stands.
fn in_short(table: &Table, choice: &Choice<'_>, slot: &mut Slot) {
    let columns = table.columns.iter().map(|column| match &column.ty {
        Some(ty) => format!("{} {}", code(&column.name), one_line(ty)),
        None => code(&column.name),
    });
    let mut line = format!("**{}**", table.name);
    if !table.place.span.is_empty() {
        let _ = write!(line, " ({})", excerpt::lines(choice.project, table.place));
        slot.places.push(table.place);
    }
    let _ = write!(line, ": {}", columns.collect::<Vec<_>>().join(", "));
    slot.say(&line);
}

fn say_list(slot: &mut Slot, title: &str, items: &[String]) {
    if !items.is_empty() {
        slot.say(&format!("**{title}**\n\n{}", items.join("\n")));
    }
}

/// Whether a place was quoted already, alone or as part of a larger one.
fn is_told(slot: &Slot, place: Place) -> bool {
    !place.span.is_empty() && slot.places.iter().any(|p| p.document == place.document && p.span.covers(place.span))
}

/// Whether a piece of text is about this table (and other chosen ones) alone: tables that were not
/// chosen must not come in with it.
fn is_its_own(place: Place, table: &Table, choice: &Choice<'_>) -> bool {
    let schema = &choice.project.schema;
    let is_chosen = |other: &Table| other.name == table.name || choice.tables.iter().any(|t| t.name == other.name);
    let touches = |other: &Place| {
        other.document == place.document
            && !other.span.is_empty()
            && other.span.start < place.span.end
            && place.span.start < other.span.end
    };
    !place.span.is_empty()
        && !schema
            .tables
            .iter()
            .chain(&schema.views)
            .filter(|other| !is_chosen(other))
            .any(|other| touches(&other.place) || other.more.iter().any(touches))
}

/// Places in order; those with nothing but blanks between them become one.
fn joined(places: &[Place], choice: &Choice<'_>) -> Vec<Place> {
    let mut places = places.to_vec();
    places.sort();
    let mut joined: Vec<Place> = Vec::new();
    for place in places {
        match joined.last_mut() {
            Some(last)
                if last.document == place.document
                    && is_blank(choice, last.document, Span::new(last.span.end, place.span.start)) =>
            {
                last.span = last.span.join(place.span);
            }
            _ => joined.push(place),
        }
    }
    joined
}

fn is_blank(choice: &Choice<'_>, document: crate::text::DocumentId, between: Span) -> bool {
    // A list mark or an indentation may stand before the later piece.
    choice.project.text(Place { document, span: between }).chars().all(|c| c.is_whitespace() || matches!(c, '-' | '*'))
}

/// The columns and constraints of a table whose own text can't be quoted.
fn columns(table: &Table, phrases: &Phrases) -> String {
    let mut lines: Vec<String> = table.columns.iter().map(|c| column(table, c, phrases)).collect();
    if table.primary_key.len() > 1 {
        lines.push(format!("- {}: {}", phrases.primary_key, list(&table.primary_key)));
    }
    let keys = table.unique.iter().filter(|columns| columns.len() > 1);
    lines.extend(keys.map(|columns| format!("- {}: {}", phrases.unique, list(columns))));
    lines.extend(table.checks.iter().map(|c| format!("- {}", fill(&phrases.check, &[("condition", &code(c))]))));
    if let Some(description) = &table.description {
        lines.insert(0, format!("{}\n", one_line(description)));
    }
    lines.join("\n")
}

fn column(table: &Table, column: &Column, phrases: &Phrases) -> String {
    let mut facts: Vec<String> = column.ty.iter().map(|ty| one_line(ty)).collect();
    if column.primary_key {
        facts.push(phrases.primary_key.clone());
    }
    match column.nullable {
        Some(true) => facts.push(phrases.nullable.clone()),
        Some(false) if !column.primary_key => facts.push(phrases.not_nullable.clone()),
        _ => {}
    }
    if column.unique {
        facts.push(phrases.unique.clone());
    }
    facts.extend(column.default.iter().map(|value| fill(&phrases.default, &[("value", &code(value))])));
    facts.extend(column.check.iter().map(|c| fill(&phrases.check, &[("condition", &code(c))])));
    for key in table.foreign_keys.iter().filter(|k| k.column.eq_ignore_ascii_case(&column.name)) {
        let target = match &key.references_column {
            Some(column) => format!("{}.{column}", key.references),
            None => key.references.clone(),
        };
        facts.push(fill(&phrases.refers_to, &[("target", &code(&target))]));
        facts.extend(key.on_delete.iter().map(|action| fill(&phrases.on_delete, &[("action", action)])));
    }
    let mut line = format!("- {}", code(&column.name));
    if !facts.is_empty() {
        let _ = write!(line, ": {}", facts.join(", "));
    }
    if let Some(description) = &column.description {
        let _ = write!(line, " ({})", one_line(description));
    }
    line
}

/// Indexes, policies and triggers of a table that were not quoted with its text.
fn guards(table: &Table, choice: &Choice<'_>, phrases: &Phrases, slot: &mut Slot) -> Vec<String> {
    let indexes = table.indexes.iter().map(|i| (i.place, index(i, phrases)));
    let policies = table.policies.iter().map(|p| (p.place, policy(p, phrases)));
    let belongs = |routine: &&Routine| match &routine.table {
        Some(on) => same_table(on, &table.name),
        None => table.policies.iter().any(|p| p.rule.contains(&format!("{}(", bare_routine(&routine.name)))),
    };
    let routines = choice.project.schema.routines.iter().filter(belongs);
    let all = indexes.chain(policies).chain(routines.map(|r| (r.place, describe_routine(r, phrases))));
    let mut lines: Vec<String> = Vec::new();
    for (place, line) in all.filter(|(place, _)| !is_told(slot, *place)).collect::<Vec<_>>() {
        let line = located(line, place, choice, slot);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// A line about something at `place`, with its file and line, and the place noted.
fn located(line: String, place: Place, choice: &Choice<'_>, slot: &mut Slot) -> String {
    if place.span.is_empty() {
        return line;
    }
    slot.places.push(place);
    format!("{line} ({})", excerpt::lines(choice.project, place))
}

fn index(index: &Index, phrases: &Phrases) -> String {
    let phrase = if index.unique { &phrases.unique_index } else { &phrases.index };
    let name = index.name.as_deref().map(code).unwrap_or_default();
    let mut line = format!("- {}", fill(phrase, &[("name", &name), ("columns", &list(&index.columns))]));
    if let Some(method) = &index.method {
        let _ = write!(line, " ({method})");
    }
    if let Some(condition) = &index.condition {
        let _ = write!(line, " {}", fill(&phrases.condition, &[("condition", &code(condition))]));
    }
    line.replace("  ", " ")
}

fn policy(policy: &Policy, phrases: &Phrases) -> String {
    let mut name = policy.name.as_deref().map(code).unwrap_or_default();
    if let Some(command) = &policy.command {
        let _ = write!(name, "{}({command})", if name.is_empty() { "" } else { " " });
    }
    format!("- {}", fill(&phrases.policy, &[("name", &name), ("rule", &one_line(&policy.rule))]))
}

fn describe_routine(routine: &Routine, phrases: &Phrases) -> String {
    let name = code(&routine.name);
    let mut line = match &routine.table {
        Some(table) => format!("- {}", fill(&phrases.trigger, &[("name", &name), ("table", &code(table))])),
        None => format!("- {}", fill(&phrases.function, &[("name", &name)])),
    };
    if let Some(description) = &routine.description {
        let _ = write!(line, ": {}", one_line(description));
    }
    line
}

/// The name of a function without its arguments.
fn bare_routine(name: &str) -> &str {
    name.split('(').next().unwrap_or(name).trim()
}

/// The enums that columns of the chosen tables use, each once.
fn enums<'a>(choice: &Choice<'a>) -> Vec<&'a EnumType> {
    let mut found: Vec<&EnumType> = Vec::new();
    let schema = &choice.project.schema;
    for (table, column) in choice.tables.iter().flat_map(|t| t.columns.iter().map(move |c| (t, c))) {
        if let Some(ty) = schema.enum_of(table, column)
            && !found.iter().any(|known| known.name == ty.name)
        {
            found.push(ty);
        }
    }
    found
}

/// Foreign keys from one chosen table to another.
fn relations(choice: &Choice<'_>) -> Vec<String> {
    let mut relations = Vec::new();
    for table in &choice.tables {
        for key in &table.foreign_keys {
            let Some(target) = choice.tables.iter().find(|t| same_table(&key.references, &t.name)) else { continue };
            let column = key.references_column.as_ref().or(target.primary_key.first());
            let column = column.map(|c| format!(".{c}")).unwrap_or_default();
            let mut line = format!("- `{}.{}` → `{}{column}`", table.name, key.column, target.name);
            if let Some(action) = &key.on_delete {
                let _ = write!(line, " (ON DELETE {action})");
            }
            if !relations.contains(&line) {
                relations.push(line);
            }
        }
    }
    relations
}

/// Whether two names mean one table; the schema may be left out on one side.
fn same_table(a: &str, b: &str) -> bool {
    let (a, b) = (table_key(a), table_key(b));
    let bare = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    a == b || (a.contains('.') != b.contains('.') && bare(&a) == bare(&b))
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ")
}

/// As inline code, unless a backtick in it would end it early.
fn code(text: &str) -> String {
    let text = one_line(text);
    if text.contains('`') || text.is_empty() { text } else { format!("`{text}`") }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

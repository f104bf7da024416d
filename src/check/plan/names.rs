//! Tables and columns that a plan names and the database plan lacks. Only what is surely meant as one
//! counts: "table `notes`", `notes.title` in code marks, SQL in fences, `.from('notes')`.

mod queries;
mod sql;

use super::{Case, nearest, quoted};
use crate::check::Finding;
use crate::check::documents::names::{elsewhere, has_column, is_identifier, view};
use crate::diagnostic::{Severity, codes};
use crate::model::Table;
use crate::plan::checked::{has_one, words};
use crate::plan::naming;
use crate::plan::reading::lines::Line;
use crate::read::lexicon::spelling::fold;
use crate::text::{Place, Span};

/// What stands in front of `.from(…)` that has nothing to do with tables.
const OTHER_SOURCES: [&str; 5] = ["storage", "Buffer", "Array", "Observable", "Readable"];
/// Schemas and prefixes of the database's own catalogue.
const CATALOGUE: [&str; 3] = ["pg_", "information_schema", "sqlite_"];

/// The name of a table as the plan writes it, with its place.
struct Name<'t> {
    text: &'t str,
    place: Place,
}

/// A column that a table does not have.
struct Missing<'a, 't> {
    table: &'a Table,
    column: &'t str,
    place: Place,
}

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    if case.project.schema.tables.is_empty() {
        return;
    }
    let made = sql::made(case.text);
    let is_made = |name: &str| made.iter().any(|made| naming::key(made) == naming::key(bare(name)));
    let mut tables = Vec::new();
    let mut columns = Vec::new();
    for (at, text) in sources(case) {
        tables.push(Name { text, place: place(case, at, text) });
        let called = queries::columns(case.text, at + text.len());
        columns.extend(called.into_iter().filter_map(|(at, column)| missing(case, text, column, at)));
    }
    let mut aliases = Vec::new();
    let mut is_later = false;
    for line in case.lines() {
        let name = |(at, text): (usize, _)| Name { text, place: place(case, line.start + at, text) };
        if let Some((_, text)) = line.heading() {
            is_later = has_one(&fold(text), &words().later);
        } else if line.fence.is_some_and(sql::is_sql) {
            if aliases.is_empty() {
                aliases = sql::aliases(rest_of_fence(case, &line));
            }
            tables.extend(sql::tables(line.text).into_iter().map(name));
            let members = sql::members(line.text).into_iter().map(|(at, text)| (at, text, table_of(&aliases, text)));
            columns.extend(members.filter_map(|(at, text, table)| member(case, table?, text, line.start + at)));
            continue;
        } else if line.fence.is_none() && !is_later && !speaks_of_new(&line) {
            tables.extend(called(line.text).into_iter().map(name));
            let spans = code_spans(line.text).into_iter().filter(|(_, text)| is_member(text));
            columns.extend(spans.filter_map(|(at, text)| member(case, text.split_once('.')?.0, text, line.start + at)));
        }
        aliases.clear();
    }
    tables.retain(|name| !is_table(case, name.text) && !is_made(name.text));
    columns.retain(|missing| !is_made(missing.column));
    report_tables(case, &tables, findings);
    report_columns(&columns, findings);
}

fn place(case: &Case<'_>, at: usize, text: &str) -> Place {
    case.source.place(Span::new(at, at + text.len()))
}

fn bare(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The text from a line to the end of its fence.
fn rest_of_fence<'a>(case: &Case<'a>, line: &Line<'_>) -> &'a str {
    let rest = case.text.get(line.start..).unwrap_or_default();
    rest.split("\n```").next().unwrap_or(rest)
}

/// The table that a short name stands for in a query, or the name itself.
fn table_of<'t>(aliases: &[(&'t str, &'t str)], member: &'t str) -> Option<&'t str> {
    let (short, _) = member.split_once('.')?;
    let mut meant = aliases.iter().filter(|(alias, _)| alias.eq_ignore_ascii_case(short)).map(|(_, table)| *table);
    let Some(first) = meant.next() else { return Some(short) };
    // Statements of one fence may use a short name for several tables.
    meant.all(|table| table.eq_ignore_ascii_case(first)).then_some(first)
}

fn member<'a, 't>(case: &Case<'a>, table: &str, member: &'t str, at: usize) -> Option<Missing<'a, 't>> {
    let (owner, column) = member.split_once('.')?;
    missing(case, table, column, at + owner.len() + 1)
}

/// Whether a table or a view has that name, in the singular or the plural, or may well have it elsewhere.
fn is_table(case: &Case<'_>, name: &str) -> bool {
    let project = case.project;
    let schema = &project.schema;
    let mut all = schema.tables.iter().chain(&schema.views);
    project.schema.table(name).is_some()
        || view(project, name)
        || elsewhere(project, name)
        || CATALOGUE.iter().any(|prefix| name.starts_with(prefix))
        || all.any(|table| naming::noun(table.bare_name()) == naming::noun(bare(name)))
        || schema.routines.iter().any(|routine| naming::key(&routine.name) == naming::key(bare(name)))
}

/// A column that is not there, of a table that is.
fn missing<'a, 't>(case: &Case<'a>, table: &str, column: &'t str, at: usize) -> Option<Missing<'a, 't>> {
    // A plan that tells of a table in passing names only some of its columns; one that lists them has a key.
    let known = case.project.schema.table(table).filter(|known| !known.primary_key.is_empty())?;
    // `User.name` may be a class, `user.name` a variable.
    let is_exact = bare(&known.name) == bare(table);
    let place = place(case, at, column);
    (is_exact && !has_column(known, column)).then_some(Missing { table: known, column, place })
}

/// `.from('notes')` of query builders: the names with their offsets.
fn sources<'a>(case: &Case<'a>) -> Vec<(usize, &'a str)> {
    let text = case.text;
    let calls = text.match_indices(".from(");
    let found = calls.filter_map(|(at, call)| {
        let start = at + call.len() + 1;
        let quote = text.get(start - 1..start)?;
        let name = text.get(start..)?.split(quote).next()?;
        let before = text.get(..at)?.trim_end();
        let is_other = OTHER_SOURCES.iter().any(|other| before.ends_with(other));
        (matches!(quote, "'" | "\"" | "`") && is_identifier(name) && !is_other).then_some((start, name))
    });
    found.collect()
}

/// Names in code marks beside a word for a table: "table `notes`", "`notes` table".
fn called(line: &str) -> Vec<(usize, &str)> {
    let is_word = |word: Option<&str>| word.is_some_and(|word| words().tables.contains(&fold(word)));
    let mut found = code_spans(line);
    found.retain(|(at, name)| {
        let before = line.get(..at - 1).unwrap_or_default().trim_end_matches(['*', ' ']);
        let after = line.get(at + name.len() + 1..).unwrap_or_default().trim_start_matches('*');
        let is_apart = after.starts_with(' ');
        let next = after.split_whitespace().next().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        // "the policy `own` of table `notes`": the word belongs to the name behind it.
        let names_next = after.split_whitespace().nth(1).is_some_and(|word| word.starts_with('`'));
        let is_behind = is_apart && is_word(next) && !names_next;
        is_identifier(name) && (is_word(before.split_whitespace().next_back()) || is_behind)
    });
    found
}

/// Whether a line speaks of something that is yet to be made.
fn speaks_of_new(line: &Line<'_>) -> bool {
    let folded = fold(line.text);
    has_one(&folded, &words().new) || has_one(&folded, &words().later)
}

/// Texts in single code marks with their offsets.
fn code_spans(line: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let mut spans = Vec::new();
    for (index, piece) in line.split('`').enumerate() {
        if index % 2 == 1 && !piece.is_empty() {
            spans.push((at, piece));
        }
        at += piece.len() + 1;
    }
    spans
}

/// `notes.title`: names as a database has them. `notes.length` and `notes.service` are something else, so
/// that the part behind the dot has to be of several words.
fn is_member(text: &str) -> bool {
    let is_name = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase()) && part.chars().all(is_plain);
    text.split('.').count() == 2 && text.split('.').all(is_name) && bare(text).contains('_')
}

fn is_plain(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}

fn report_tables(case: &Case<'_>, unknown: &[Name<'_>], findings: &mut Vec<Finding>) {
    let Some(first) = unknown.first() else { return };
    let names = distinct(unknown.iter().map(|name| name.text.to_owned()));
    let known = || case.project.schema.tables.iter().map(Table::bare_name);
    let alike = distinct(names.iter().filter_map(|name| nearest(bare(name), known())).map(str::to_owned));
    let s = if names.len() == 1 { "" } else { "s" };
    let message = format!("the plan names the table{s} {}, which the database plan does not have", quoted(&names));
    findings.push(
        Finding::new(codes::PLAN_TABLE_NOT_THERE, Severity::Warning, first.place, message).with_help(advice(s, &alike)),
    );
}

fn report_columns(unknown: &[Missing<'_, '_>], findings: &mut Vec<Finding>) {
    let Some(first) = unknown.first() else { return };
    let names = distinct(unknown.iter().map(|missing| format!("{}.{}", missing.table.name, missing.column)));
    let alike = unknown.iter().filter_map(|missing| {
        let columns = missing.table.columns.iter().map(|column| column.name.as_str());
        nearest(missing.column, columns).map(|column| format!("{}.{column}", missing.table.name))
    });
    let s = if names.len() == 1 { "" } else { "s" };
    let message = format!("the plan names the column{s} {}, which the database plan does not have", quoted(&names));
    let mut finding = Finding::new(codes::PLAN_COLUMN_NOT_THERE, Severity::Warning, first.place, message)
        .with_help(advice(s, &distinct(alike)));
    for table in unknown.iter().map(|missing| missing.table) {
        if !finding.related.iter().any(|(_, place)| *place == table.place) {
            finding = finding.against(format!("the table `{}`", table.name), table.place);
        }
    }
    findings.push(finding);
}

fn advice(s: &str, alike: &[String]) -> String {
    let there = if alike.is_empty() { String::new() } else { format!("; there is {}", quoted(alike)) };
    format!("correct the name{s}, or add what is missing to the database plan{there}")
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_called_a_table_counts() {
        let names = |line| called(line).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names("Writes to the table `notes`, then to `tags`"), ["notes"]);
        assert_eq!(names("Zapis do tabeli **`notes`** i tabeli `app.tags`."), ["notes", "app.tags"]);
        assert_eq!(names("the `notes` table and a `list` of tables"), ["notes"]);
        assert!(is_member("notes.owner_id"));
        assert!(["notes.length", "Notes.owner_id", "a.b.c_d", "notes.map_all()"].iter().all(|text| !is_member(text)));
    }
}

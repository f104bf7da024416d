//! Functions and views of the database that the documents name for an endpoint: they serve it in place
//! of a table, or take part.

use super::super::naming;
use super::super::words::{is_in, words};
use super::EndpointFacts;
use super::operation::Operation;
use crate::model::schema::table_key;
use crate::model::{Document, DocumentRole, Format, Method, Routine, Table};
use crate::text::{Place, Span};

/// How many lines about one name are kept.
const LINES: usize = 4;

/// What a name of the database stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// A view, with its columns where they are told.
    View(Option<&'a Table>),
    /// A function that is called.
    Function,
}

/// A function or view that the endpoint needs.
#[derive(Debug, Clone)]
pub(crate) struct Served<'a> {
    pub(crate) name: String,
    pub(crate) kind: Kind<'a>,
    /// Whether it holds what the endpoint answers with or does, in place of the main table.
    pub(crate) is_source: bool,
    /// Whether a document gives its arguments or its definition.
    pub(crate) is_defined: bool,
    /// The lines that speak of it, without those that only list it.
    pub(crate) said: Vec<(String, Place)>,
}

/// Those that the endpoint's own text names, a line that names its path or its resource, and what holds
/// for several endpoints.
pub(crate) fn of<'a>(facts: &EndpointFacts<'a>) -> Vec<Served<'a>> {
    // A specification knows no database, and is long.
    if facts.endpoint.details.source().is_some() {
        return Vec::new();
    }
    let mut found: Vec<Served<'a>> = Vec::new();
    let context = facts.endpoint.context.iter().map(|context| context.place);
    let shared = resources(facts).chain(context).map(|place| (place, true));
    let all = own(facts).into_iter().map(|place| (place, false)).chain(shared);
    for (text, is_shared) in all.map(|(place, is_shared)| (facts.project.text(place), is_shared)) {
        for line in text.lines() {
            for (name, kind) in named(facts, line) {
                // What holds for several endpoints may name the functions of any of them.
                let is_others = is_shared && kind == Kind::Function && !is_source(facts, name);
                if !is_others && !found.iter().any(|known| known.name == name) {
                    let is_source = is_source(facts, name);
                    let is_defined = is_defined(facts, name);
                    let said = said(facts, name);
                    found.push(Served { name: name.to_owned(), kind, is_source, is_defined, said });
                }
            }
        }
    }
    found
}

/// What the list of resources says of the endpoint's resource.
fn resources<'a>(facts: &EndpointFacts<'a>) -> impl Iterator<Item = Place> + use<'a> {
    let segments: Vec<String> = facts.endpoint.key.path.segments().map(naming::noun).collect();
    let resources = facts.project.api.resources.iter();
    resources.filter(move |resource| segments.contains(&naming::noun(&resource.name))).map(|resource| resource.place)
}

/// The endpoint's own text, and the lines that name its path.
fn own(facts: &EndpointFacts<'_>) -> Vec<Place> {
    let key = &facts.endpoint.key;
    let named = plans(facts).flat_map(|document| {
        let text = document.source.text();
        let hits = text.match_indices(key.path.as_str()).filter(move |(at, path)| {
            let next = text.get(at + path.len()..).and_then(|rest| rest.chars().next());
            let before = text.get(..*at).and_then(|text| text.chars().next_back());
            let goes_on = next.is_some_and(|c| c == '/' || c.is_alphanumeric() || matches!(c, '-' | '_'));
            !goes_on && !before.is_some_and(char::is_alphanumeric)
        });
        hits.map(move |(at, _)| document.source.place(line_around(text, at)))
    });
    let is_ours = |place: &Place| {
        let text = facts.project.text(*place);
        let method = key.method.to_string();
        // A line that names another method is about that endpoint.
        words_of(text).all(|word| word == method || word.parse::<Method>().is_err())
    };
    let named = named.filter(is_ours);
    [facts.endpoint.place].into_iter().chain(named).collect()
}

fn line_around(text: &str, at: usize) -> Span {
    let start = text.get(..at).and_then(|text| text.rfind('\n')).map_or(0, |end| end + 1);
    let end = text.get(at..).and_then(|text| text.find('\n')).map_or(text.len(), |length| at + length);
    Span::new(start, end)
}

fn words_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// Names in a line that a view or a function has, or that stand beside a word for one.
fn named<'a, 't>(facts: &EndpointFacts<'a>, line: &'t str) -> Vec<(&'t str, Kind<'a>)> {
    if line.trim_start().starts_with(['#', '|']) && !line.contains('_') {
        return Vec::new();
    }
    let schema = &facts.project.schema;
    let all: Vec<&str> = words_of(line).collect();
    let mut found = Vec::new();
    for (at, word) in all.iter().enumerate().filter(|(_, word)| word.contains('_')) {
        let same = |table: &&Table| table_key(table.bare_name()) == word.to_lowercase();
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| all.get(at));
        let is_beside = |list: &[String]| beside.clone().any(|word| is_in(word, list));
        let is_routine = |routine: &&Routine| routine.table.is_none() && routine.name == *word;
        if let Some(view) = schema.views.iter().find(same) {
            found.push((*word, Kind::View(Some(view))));
        } else if schema.tables.iter().any(|table| same(&table)) || is_column(facts, word) || is_trigger(facts, line) {
            continue;
        } else if schema.routines.iter().any(|routine| is_routine(&routine)) || is_beside(&words().function_words) {
            found.push((*word, Kind::Function));
        } else if is_beside(&words().view_words) {
            found.push((*word, Kind::View(None)));
        } else if is_called(line, word) && is_about(facts, word) {
            found.push((*word, Kind::Function));
        }
    }
    found
}

fn is_column(facts: &EndpointFacts<'_>, word: &str) -> bool {
    let columns = facts.project.schema.tables.iter().flat_map(|table| &table.columns);
    let inputs = facts.inputs.iter().map(|input| input.parameter.name.as_str());
    columns.map(|column| column.name.as_str()).chain(inputs).any(|name| name.eq_ignore_ascii_case(word))
}

/// Whether a line speaks of a trigger, which fires by itself.
fn is_trigger(facts: &EndpointFacts<'_>, line: &str) -> bool {
    let lower = line.to_lowercase();
    let of_table = |routine: &Routine| routine.table.is_some() && line.contains(routine.name.as_str());
    let own = last_words(facts);
    let is_other = |word: &&String| !own.contains(word);
    words().trigger_words.iter().filter(is_other).any(|word| lower.contains(word.as_str()))
        || facts.project.schema.routines.iter().any(of_table)
}

/// `close_month(month_id)`.
fn is_called(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| line.get(at + word.len()..).is_some_and(|rest| rest.starts_with('(')))
}

/// The words that the path ends with, as nouns: `token`, `transfer` of `/loans/{id}/token-transfers`.
fn last_words(facts: &EndpointFacts<'_>) -> Vec<String> {
    let path = &facts.endpoint.key.path;
    let last = path.segments().rfind(|segment| !segment.starts_with([':', '{', '[', '<']));
    let words = last.unwrap_or_default().split(['-', '_']).filter(|word| word.len() > 2);
    words.filter(|word| !is_in(word, &self::words().own_segments)).map(naming::noun).collect()
}

/// Whether a name holds all words that the path ends with: `get_counterparty` of `/loans/{id}/counterparty`.
fn is_about(facts: &EndpointFacts<'_>, name: &str) -> bool {
    let parts: Vec<String> = name.split('_').map(naming::noun).collect();
    let words = last_words(facts);
    !words.is_empty() && words.iter().all(|word| parts.contains(word))
}

/// Whether the name is about what the path ends with, and the main table is not. The verb or the last
/// word says what it is about: `get_team_load` is for no team.
fn is_source(facts: &EndpointFacts<'_>, name: &str) -> bool {
    let parts: Vec<String> = name.split('_').filter(|part| part.len() > 1).map(naming::noun).collect();
    let path = facts.endpoint.key.path.segments().flat_map(|segment| segment.split(['-', '_'])).map(naming::noun);
    let path: Vec<String> = path.collect();
    let leads = [parts.first(), parts.last()].into_iter().flatten().any(|part| path.contains(part));
    let is_question = parts.first().is_some_and(|first| is_in(first, &self::words().question_words));
    let fits = !matches!(facts.operation, Operation::Create | Operation::Delete);
    fits && leads
        && !is_question
        && is_about(facts, name)
        && !facts.main.is_some_and(|main| is_about(facts, main.bare_name()))
}

fn is_defined(facts: &EndpointFacts<'_>, name: &str) -> bool {
    let has_routine = facts.project.schema.routines.iter().any(|routine| routine.name == name);
    has_routine || plans(facts).any(|document| is_called(document.source.text(), name))
}

/// The plans, as far as they are written in words.
fn plans<'a>(facts: &EndpointFacts<'a>) -> impl Iterator<Item = &'a Document> {
    let is_plan = |role| matches!(role, DocumentRole::ApiPlan | DocumentRole::DatabasePlan);
    facts.project.documents.iter().filter(move |document| document.format == Format::Markdown && is_plan(document.role))
}

/// What the documents' lines say of a name beside naming it.
fn said(facts: &EndpointFacts<'_>, name: &str) -> Vec<(String, Place)> {
    let mut lines: Vec<(String, Place)> = Vec::new();
    for document in plans(facts) {
        let text = document.source.text();
        for (at, _) in text.match_indices(name) {
            let span = line_around(text, at);
            let line = text.get(span.start..span.end).unwrap_or_default();
            let line = line.replace("**", "");
            let bare = line.trim().trim_start_matches(['-', '*', '#', ' ']).trim_end_matches([' ', ':', '.']);
            let is_code = bare.contains("SELECT ")
                || ["select", "create ", "from", "using", "with", "for", "(", "|", "drop", "grant"]
                    .iter()
                    .any(|start| bare.to_lowercase().starts_with(start));
            let own = facts.endpoint.place;
            let is_own = own.document == document.source.id && own.span.contains(at);
            let says = bare.split_whitespace().count() > 3 && !is_code && !is_own;
            if says && lines.len() < LINES && !lines.iter().any(|(known, _)| known == bare) {
                lines.push((bare.to_owned(), document.source.place(span)));
            }
        }
    }
    lines
}

//! Tables that list endpoints: what a row says, and the details that stand below the table.

pub(super) mod free;

use super::accept::Accepted;
use super::announce::Announcement;
use super::facts::Reader;
use super::sections::{Layout, without_number};
use super::target::{Target, method_in_capitals, path_at};
use super::words::{FIELDS, WORDS, Word};
use crate::model::{Method, PathTemplate};
use crate::read::blocks::{Block, BlockKind};
use crate::read::lexicon::label::{Label, LabelEnd};
use crate::read::lexicon::spelling::fold;
use crate::text::Span;

/// No plan describes more rows in more lines below their table; a document made to be slow may.
const MOST_PAIRS: usize = 20_000;

/// The blocks below a table that describe the endpoint of one of its rows, as (first, end).
pub(super) fn details(
    layout: &Layout<'_>,
    accepted: &Accepted,
    announcement: &Announcement,
    target: &Target,
) -> Option<(usize, usize)> {
    let section = *layout.section_of.get(announcement.head)?;
    // Nobody describes the rows of such a table below it.
    let below = layout.sections.get(section)?.end.saturating_sub(announcement.head);
    if accepted.rows_of(section).len().saturating_mul(below) > MOST_PAIRS {
        return None;
    }
    let rows: Vec<&Announcement> =
        accepted.rows_of(section).iter().filter_map(|index| accepted.endpoints.get(*index)).collect();
    let siblings: Vec<&Target> = rows.iter().flat_map(|a| &a.targets).collect();
    let end = layout.sections.get(section)?.end;
    let mut owners: Vec<(usize, Option<Vec<&Target>>, bool)> = Vec::new();
    let last_row = rows.iter().map(|a| a.head).max()?;
    for index in last_row + 1..end {
        let Some(block) = layout.block(index) else { break };
        match owner(layout, block, &siblings) {
            Owner::Of(targets) => owners.push((index, Some(targets), false)),
            Owner::All(claims) => owners.push((index, None, claims)),
            Owner::Unsaid => {}
        }
    }
    let own = |targets: &[&Target]| targets.contains(&target);
    let first = owners.iter().position(|(_, owner, _)| owner.as_deref().is_some_and(own))?;
    let several = owners.iter().filter_map(|(_, owner, _)| owner.as_deref()).any(|owner| !own(owner));
    let start = owners.get(first)?.0;
    // Text about the whole section belongs to the only endpoint that it describes.
    let stop = owners
        .iter()
        .skip(first + 1)
        .find(|(_, owner, claims)| match owner {
            Some(owner) => !own(owner),
            None => several || !claims,
        })
        .map_or(end, |(index, ..)| *index);
    // The only row goes together with what stands below it.
    let start = if siblings.len() == 1 { announcement.head } else { start };
    let stop = (start + 1..stop)
        .rev()
        .find(|i| layout.block(*i).is_some_and(|b| b.kind != BlockKind::Rule))
        .map_or(start + 1, |i| i + 1);
    Some((start, stop))
}

/// Whom a block below a table speaks of.
enum Owner<'t> {
    Of(Vec<&'t Target>),
    /// All rows; `true` for rules and errors, which a single endpoint may own.
    All(bool),
    Unsaid,
}

impl<'t> Owner<'t> {
    /// The only one of the targets, if there is just one.
    fn only(mut all: impl Iterator<Item = &'t Target>) -> Self {
        match (all.next(), all.next()) {
            (Some(target), None) => Self::Of(vec![target]),
            _ => Self::Unsaid,
        }
    }
}

fn owner<'t>(layout: &Layout<'_>, block: &Block, siblings: &[&'t Target]) -> Owner<'t> {
    if !matches!(block.kind, BlockKind::Line | BlockKind::Item { .. })
        || !(block.apart || matches!(block.kind, BlockKind::Item { .. }))
    {
        return Owner::Unsaid;
    }
    let text = without_number(layout.outline.text_of(block));
    if text.starts_with(['{', '[', '"', '}']) {
        return Owner::Unsaid;
    }
    let about = WORDS.has(text, Word::Request) || WORDS.has(text, Word::Response) || FIELDS.label(text).is_some();
    if let Some(method) = leading_method(text) {
        let path = text.split([' ', '`', '*']).find(|w| w.starts_with('/')).and_then(path_at);
        let mut of_method = siblings.iter().copied().filter(|t| t.method == method);
        return match path {
            Some(path) => {
                of_method.find(|t| is_tail(&t.path, &path.path)).map_or(Owner::Unsaid, |t| Owner::Of(vec![t]))
            }
            None if about => Owner::only(of_method),
            None => Owner::Unsaid,
        };
    }
    if let Some(label) = FIELDS.label(text).filter(Label::is_clear) {
        let note_method = label.note(text).split(|c: char| !c.is_alphabetic()).find_map(method_in_capitals);
        if let Some(method) = note_method {
            return Owner::only(siblings.iter().copied().filter(|t| t.method == method));
        }
        return match label.term {
            "query" => {
                let gets = || siblings.iter().copied().filter(|t| t.method == Method::Get);
                match Owner::only(gets()) {
                    Owner::Unsaid => Owner::only(gets().filter(|t| is_collection(t))),
                    owner => owner,
                }
            }
            "request" => {
                let named = by_action(label.value(text), siblings);
                if named.is_empty() {
                    Owner::only(siblings.iter().copied().filter(|t| has_body(t.method)))
                } else {
                    Owner::Of(named)
                }
            }
            "response" if siblings.len() == 1 && label.end != LabelEnd::Digit => Owner::only(siblings.iter().copied()),
            "validation" | "errors" => Owner::All(true),
            "notes" | "logic" => Owner::All(false),
            _ => Owner::Unsaid,
        };
    }
    // `Create request` and `Query params for list:` name what is done.
    if let Some((term, _)) = detail_label(text).filter(|_| text.split_whitespace().count() < 7) {
        let named = by_action(text.split(':').next().unwrap_or_default(), siblings);
        if !named.is_empty() && matches!(term, "query" | "request" | "response") {
            return Owner::Of(named);
        }
    }
    // `Points events query params:` names its resource in words.
    let Some((head, _)) = text.split_once(':') else { return Owner::Unsaid };
    let key = fold(head);
    let by_words = siblings.iter().copied().find(|t| {
        t.path
            .rsplit('/')
            .find(|s| !s.is_empty() && !s.starts_with([':', '{', '[']))
            .is_some_and(|s| key.starts_with(&fold(s)))
            && (WORDS.has(head, Word::Request) && t.method == Method::Get || WORDS.has(head, Word::Response))
    });
    match by_words {
        Some(target) => Owner::Of(vec![target]),
        None if WORDS.has(head, Word::Request) => Owner::All(false),
        None => Owner::Unsaid,
    }
}

/// The rows that words such as `create`, `update` or `list` mean, where it is clear which.
fn by_action<'t>(text: &str, siblings: &[&'t Target]) -> Vec<&'t Target> {
    let mut found = Vec::new();
    let mut add = |word: Word, fits: &dyn Fn(&Target) -> bool| {
        if WORDS.has(text, word)
            && let Owner::Of(targets) = Owner::only(siblings.iter().copied().filter(|t| fits(t)))
        {
            found.extend(targets);
        }
    };
    // What ends in a parameter is one thing; of the rest the shortest path is the collection.
    let shortest = siblings.iter().filter(|t| is_collection(t)).map(|t| t.path.len()).min();
    let collection = |t: &Target| is_collection(t) && Some(t.path.len()) == shortest;
    add(Word::Create, &|t| t.method == Method::Post && collection(t));
    add(Word::Update, &|t| matches!(t.method, Method::Put | Method::Patch) && !is_collection(t));
    add(Word::List, &|t| t.method == Method::Get && collection(t));
    found
}

/// Whether a path ends with a name rather than a parameter.
fn is_collection(target: &Target) -> bool {
    target.path.rsplit('/').find(|s| !s.is_empty()).is_some_and(|s| !s.starts_with([':', '{', '[', '<']))
}

/// The field that a line such as `` PATCH `/members/:id` request `` or `Points events query params:`
/// opens, and where its value begins.
pub(super) fn detail_label(text: &str) -> Option<(&'static str, usize)> {
    // The colon of `/users/:id` is none that ends a label.
    let colon = text.find(": ").or_else(|| text.strip_suffix(':').map(str::len));
    let (head, value) = colon.and_then(|at| Some((text.get(..at)?, at + 1))).unwrap_or((text, text.len()));
    let named = leading_method(text).is_some() || FIELDS.label(text).is_none_or(|l| !l.is_clear());
    if !named || head.split_whitespace().count() > 9 {
        return None;
    }
    // The last word of the label says what it is about.
    let last = FIELDS
        .find_all(head)
        .filter(|(term, _)| matches!(*term, "query" | "request" | "response" | "body" | "params"))
        .last()?;
    let term = match last.0 {
        "query" => "query",
        "response" => "response",
        "params" if leading_method(text).is_none() => "query",
        _ => "request",
    };
    // `response 201` names the code behind the word.
    let value = if term == "response" && value == text.len() { last.1.end } else { value };
    Some((term, value))
}

fn leading_method(text: &str) -> Option<Method> {
    let word = text.trim_start_matches(['*', '`', '_', ' ']).split(|c: char| !c.is_alphanumeric()).next()?;
    method_in_capitals(word)
}

fn has_body(method: Method) -> bool {
    matches!(method, Method::Post | Method::Put | Method::Patch)
}

/// Whether `path` is written out or without its first segments.
fn is_tail(full: &str, path: &str) -> bool {
    let (full, path) = (PathTemplate::new(full).canonical(), PathTemplate::new(path).canonical());
    full == path || full.ends_with(&path)
}

/// What the row's own cells say.
pub(super) fn read_row(reader: &mut Reader<'_, '_>, layout: &Layout<'_>, row: usize) {
    for (term, cell) in labelled_cells(layout, row) {
        let text = layout.outline.slice(cell);
        match term.as_str() {
            "description" => {
                if let Some(at) = text.find(':').filter(|_| FIELDS.find_all(text).any(|(term, _)| term == "query")) {
                    reader.read_cell("query", Span::new(cell.start + at + 1, cell.end));
                }
            }
            term => reader.read_cell(term, cell),
        }
    }
}

/// Rules below the table that hold for all of its rows.
pub(super) fn shared_rules(layout: &Layout<'_>, accepted: &Accepted, row: usize) -> Vec<Span> {
    let Some(number) = layout.section_of.get(row) else { return Vec::new() };
    let Some(section) = layout.sections.get(*number) else { return Vec::new() };
    let rows = accepted.rows_of(*number);
    let last = rows.last().and_then(|index| accepted.endpoints.get(*index)).map_or(row, |a| a.head);
    if rows.len() > 300 {
        return Vec::new();
    }
    (last + 1..section.end)
        .filter_map(|index| layout.block(index))
        .filter(|b| b.apart && matches!(b.kind, BlockKind::Line))
        .map(|b| b.text)
        .filter(|t| FIELDS.label(layout.outline.slice(*t)).is_some_and(|l| l.is_clear() && l.term == "validation"))
        .collect()
}

/// Takes from a row what the endpoint's own section does not say.
pub(super) fn fill_from_row(reader: &mut Reader<'_, '_>, layout: &Layout<'_>, row: usize) {
    let group = layout.section(row).map(|s| layout.heading_text(s)).filter(|h| !h.is_empty());
    reader.endpoint.group = group.map(str::to_owned).or(reader.endpoint.group.take());
    for (term, cell) in labelled_cells(layout, row) {
        if matches!(term.as_str(), "description" | "title") && reader.endpoint.summary.is_none() {
            reader.endpoint.summary = super::facts::summary_of(layout.outline.slice(cell));
        }
        let missing = match term.as_str() {
            "request" => reader.endpoint.details.body_fields.is_empty() && reader.same_as.is_none(),
            "query" | "params" => {
                reader.endpoint.details.query_params.is_empty() && reader.endpoint.details.body_fields.is_empty()
            }
            "response" | "success" | "status" => reader.endpoint.details.responses.is_empty(),
            "errors" => !reader.endpoint.details.responses.iter().any(|r| r.status >= 400),
            "auth" => reader.endpoint.details.auth.is_none(),
            _ => false,
        };
        if missing {
            reader.read_cell(&term, cell);
        }
    }
}

/// The cells of a row with the terms of their columns.
fn labelled_cells(layout: &Layout<'_>, row: usize) -> Vec<(String, Span)> {
    let Some(BlockKind::Row { table, cells, .. }) = layout.block(row).map(|b| b.kind.clone()) else {
        return Vec::new();
    };
    let head = layout.table_heads.get(&table).and_then(|h| layout.block(*h)).and_then(|b| match &b.kind {
        BlockKind::Row { cells, .. } => Some(cells.clone()),
        _ => None,
    });
    let head = head.unwrap_or_default();
    let term = |cell: &Span| {
        let text = layout.outline.slice(*cell);
        // `Query/Body` holds either.
        let both = FIELDS.find_all(text).any(|(t, _)| t == "query")
            && FIELDS.find_all(text).any(|(t, _)| matches!(t, "body" | "request"));
        match FIELDS.term_of(text) {
            _ if both => Some("params".to_owned()),
            Some("body") => Some("request".to_owned()),
            term => term.map(str::to_owned),
        }
    };
    head.iter().zip(cells).filter_map(|(h, c)| Some((term(h)?, c))).filter(|(_, c)| !c.is_empty()).collect()
}

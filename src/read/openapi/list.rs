//! The operations of a specification with their lines, without a look into what they take and answer.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::json;
use super::lines::Entry;
use super::operation::{At, Operation};
use super::specification::{Log, Specification};
use super::tree::{Fault, File, Where};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::endpoint::Details;
use crate::model::{Endpoint, EndpointKey, Method, PathTemplate};
use crate::text::{Place, Span};

/// What of an operation is read for the list.
const HEADER: [&str; 5] = ["summary", "description", "operationId", "tags", "deprecated"];
/// The longest summary that is made from a description, in characters.
const LONGEST: usize = 120;

/// One path with what stands under it.
struct Item {
    file: usize,
    path: String,
    /// Keys and values of operations, parameters and the like.
    members: Vec<Member>,
}

struct Member {
    key: String,
    place: Span,
    at: Where,
}

/// The endpoints of a specification.
pub(super) fn endpoints(specification: &Arc<Specification>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Endpoint> {
    let mut lister = Lister { specification, diagnostics, found: Vec::new(), numbers: HashMap::new() };
    for item in items(specification, 0, &["paths"]) {
        lister.item(item, 0);
    }
    lister.found
}

/// The paths at the end of a way.
fn items(specification: &Specification, file: usize, way: &[&str]) -> Vec<Item> {
    let Some(source) = specification.files.get(file) else { return Vec::new() };
    let is_path = |key: &str| !key.starts_with("x-") && key != "$ref";
    if source.whole().is_none() {
        let nested = source.nested(way).into_iter().filter(|(entry, _)| is_path(&entry.key));
        return nested
            .map(|(entry, inner)| Item { file, path: entry.key.into_owned(), members: in_text(inner) })
            .collect();
    }
    let Some(Value::Object(paths)) = source.at(way) else { return Vec::new() };
    let of = |path: &String| {
        let way: Vec<&str> = way.iter().copied().chain([path.as_str()]).collect();
        Item { file, path: path.clone(), members: in_value(source, &way) }
    };
    paths.keys().filter(|key| is_path(key)).map(of).collect()
}

/// The members of one path item at the end of a way.
fn members(source: &File, way: &[&str]) -> Vec<Member> {
    if source.whole().is_none() { in_text(source.entries(way)) } else { in_value(source, way) }
}

fn in_text(entries: Vec<Entry<'_>>) -> Vec<Member> {
    let member = |entry: Entry<'_>| {
        let place = entry.span();
        Member { key: entry.key.into_owned(), place, at: Where::Text(entry.value) }
    };
    entries.into_iter().map(member).collect()
}

fn in_value(source: &File, way: &[&str]) -> Vec<Member> {
    let Some(Value::Object(map)) = source.at(way) else { return Vec::new() };
    let member = |key: &String| {
        let way: Vec<&str> = way.iter().copied().chain([key.as_str()]).collect();
        let at = Where::Way(way.iter().map(|key| (*key).to_owned()).collect());
        Member { key: key.clone(), place: source.place(&way), at }
    };
    map.keys().map(member).collect()
}

struct Lister<'s> {
    specification: &'s Arc<Specification>,
    diagnostics: &'s mut Vec<Diagnostic>,
    found: Vec<Endpoint>,
    numbers: HashMap<EndpointKey, usize>,
}

impl Lister<'_> {
    fn item(&mut self, item: Item, depth: usize) {
        let Some(source) = self.specification.files.get(item.file) else { return };
        let shared = item.members.iter().find(|m| m.key == "parameters").map(|m| m.at.clone());
        for member in &item.members {
            if let Ok(method) = member.key.parse::<Method>() {
                let key = EndpointKey { method, path: PathTemplate::exact(&item.path) };
                self.add(key, item.file, source, member, shared.clone());
            }
        }
        let reference = item.members.iter().find(|m| m.key == "$ref").filter(|_| depth < 8);
        let Some(reference) = reference else { return };
        let text = source.read(&reference.at).0.as_str().map(str::to_owned);
        let log = Log::default();
        let found = text.and_then(|text| self.specification.resolve(&text, item.file, &log));
        if let Some((file, way)) = found {
            let way: Vec<&str> = way.iter().map(String::as_str).collect();
            let members = self.specification.files.get(file).map(|source| members(source, &way)).unwrap_or_default();
            if members.is_empty() {
                let place = source.source.place(reference.place);
                let message = format!("Nothing is described where `{}` leads to.", item.path);
                self.diagnostics.push(
                    Diagnostic::warning(codes::REFERENCE, place, message)
                        .with_help("correct the reference, or describe the path there"),
                );
            }
            self.item(Item { file, path: item.path, members }, depth + 1);
        }
        self.diagnostics.extend(log.diagnostics(self.specification, source.source.place(reference.place)));
    }

    fn add(&mut self, key: EndpointKey, file: usize, source: &File, member: &Member, shared: Option<Where>) {
        let place = source.source.place(member.place);
        let mut endpoint = Endpoint::new(key, place);
        self.head(&mut endpoint, source, member);
        let at = At { file, operation: member.at.clone(), shared, key: endpoint.key.clone(), place };
        endpoint.details = Details::later(Arc::new(Operation { specification: self.specification.clone(), at }));
        match self.numbers.get(&endpoint.key).and_then(|number| self.found.get_mut(*number)) {
            Some(first) => {
                let message = format!("`{}` is described again; this description was taken.", endpoint.key);
                let line = source.source.line_of(first.place.span.start);
                let help = format!("remove one of the two; the other one is on line {line}");
                self.diagnostics
                    .push(Diagnostic::warning(codes::DUPLICATE_ENDPOINT, endpoint.place, message).with_help(help));
                *first = endpoint;
            }
            None => {
                self.numbers.insert(endpoint.key.clone(), self.found.len());
                self.found.push(endpoint);
            }
        }
    }

    /// Reads summary and group.
    fn head(&mut self, endpoint: &mut Endpoint, source: &File, member: &Member) {
        let [summary, description, id, tags, deprecated] = match (&member.at, source.is_damaged()) {
            (Where::Text(span), false) => json::members(source.source.text(), *span, HEADER),
            (at, _) => {
                let (value, fault) = source.read(at);
                let line = |at: usize| source.source.line_of(at);
                let is_told = |fault: &Fault| source.fault.as_ref().is_some_and(|f| line(f.at) == line(fault.at));
                if let Some(fault) = fault.filter(|fault| !is_told(fault)) {
                    let at = source.point(fault.at);
                    self.diagnostics.push(unread(&endpoint.key, at, &fault.message));
                }
                HEADER.map(|key| value.get(key).cloned())
            }
        };
        let text = |value: Option<Value>| value.and_then(|v| v.as_str().map(|t| one_line(t).to_owned()));
        let summary = text(summary).filter(|s| !s.is_empty()).map(|s| shortened(&s, LONGEST * 2));
        let summary = summary.or_else(|| text(description).map(|d| sentence(&d)).filter(|s| !s.is_empty()));
        let summary = summary.or_else(|| text(id).filter(|id| !id.is_empty()));
        endpoint.summary = match deprecated == Some(Value::Bool(true)) {
            true => Some(summary.map_or_else(|| "(deprecated)".to_owned(), |s| format!("(deprecated) {s}"))),
            false => summary,
        };
        let first = match tags {
            Some(Value::Array(tags)) => tags.into_iter().next(),
            other => other,
        };
        endpoint.group = text(first).filter(|group| !group.is_empty());
    }
}

/// An operation that is listed, but can't be looked into as a whole.
pub(super) fn unread(key: &EndpointKey, at: Place, message: &str) -> Diagnostic {
    let message = format!("`{key}` could be read only in part: {message}.");
    Diagnostic::warning(codes::OPERATION_UNREAD, at, message)
        .with_help("correct the line; a text with `: ` or `#` in it has to stand in quotes")
}

/// The first line of a text.
fn one_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or_default().trim()
}

/// The first sentence of a text.
fn sentence(text: &str) -> String {
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    shortened(text.get(..end).unwrap_or(text).trim_start_matches(['#', '*', ' ']), LONGEST)
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most).collect();
    format!("{}…", start.trim_end())
}

//! Cells of a table of endpoints that say in words what an endpoint takes: ``Supports `q`, `page` ``, ``Update
//! the boat (`name`, `sails`)``, `` JSON body `{name, sails}` ``.

use super::super::facts::Reader;
use super::super::params::Named;
use super::super::prose::{bracketed_names, chain_after, query_parameters};
use super::super::sections::Layout;
use super::super::words::{FIELDS, WORDS, Word};
use crate::model::{Method, PathTemplate};
use crate::read::api::body::is_name;
use crate::read::blocks::BlockKind;
use crate::read::lexicon::label::bracketed;
use crate::read::lexicon::spelling::fold;
use crate::text::Span;

/// Reads the cells of a row that stand below no head that says what they hold.
pub(in crate::read::api) fn read(reader: &mut Reader<'_, '_>, layout: &Layout<'_>, row: usize) {
    let Some(BlockKind::Row { table, cells, .. }) = layout.block(row).map(|b| &b.kind) else { return };
    let head = layout.table_heads.get(table).and_then(|h| layout.block(*h)).and_then(|b| match &b.kind {
        BlockKind::Row { cells, .. } => Some(cells.as_slice()),
        _ => None,
    });
    let method = reader.endpoint.key.method;
    for (number, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
        let title = head.and_then(|h| h.get(number)).map_or("", |h| layout.outline.slice(*h));
        let free = title.trim().is_empty() || matches!(FIELDS.term_of(title), Some("description" | "title" | "notes"));
        if !free {
            continue;
        }
        let text = layout.outline.slice(*cell);
        match method {
            Method::Get | Method::Head if reader.endpoint.details.query_params.is_empty() => {
                reader.add_named(queries(text, title), cell.start, "query", "");
            }
            Method::Post | Method::Put | Method::Patch if reader.endpoint.details.body_fields.is_empty() => {
                let fields = fields(text, &reader.endpoint.key.path);
                // `Update the fields of a boat` says that there are some.
                if WORDS.prefix(text, Word::Update).is_some() && WORDS.has(text, Word::Fields) {
                    reader.in_words.get_or_insert(*cell);
                }
                reader.add_named(fields, cell.start, "request", "");
                if let Some(object) = object(text) {
                    reader.read_cell("request", Span::new(cell.start + object.start, cell.start + object.end));
                }
            }
            _ => {}
        }
    }
}

/// The query parameters that a cell names: all of a nameless column, or those behind `supports`.
fn queries(text: &str, title: &str) -> Vec<Named> {
    if title.trim().is_empty() {
        let names = chain_after(text);
        let whole = names.last().is_some_and(|n| text.get(n.span.end..).is_some_and(|rest| rest.trim() == "`"));
        if whole {
            return names;
        }
    }
    let Some(word) = WORDS.find(text, Word::Supports) else { return query_parameters(text) };
    let mut names = chain_after(text.get(word.end..).unwrap_or_default());
    names.iter_mut().for_each(|n| n.span = Span::new(n.span.start + word.end, n.span.end + word.end));
    names
}

/// The fields of a body that a cell names beside what is done.
fn fields(text: &str, path: &PathTemplate) -> Vec<Named> {
    let found = bracketed_names(text);
    let start = text.len() - text.trim_start().len();
    let verb = [Word::Update, Word::Create].iter().find_map(|word| WORDS.prefix(text.get(start..)?, *word));
    let Some(after) = verb.map(|length| start + length).filter(|_| found.is_empty()) else { return found };
    let rest = text.get(after..).unwrap_or_default();
    let (from, mut names) = if rest.trim_start().starts_with('`') {
        (after, chain_after(rest))
    } else if let Some(open) = rest.find("(`") {
        let inner = rest.get(open..).and_then(|r| r.get(1..bracketed(r)?.saturating_sub(1))).unwrap_or_default();
        let names = chain_after(inner);
        let whole = names.last().is_some_and(|n| inner.get(n.span.end..).is_some_and(|rest| rest.trim() == "`"));
        (after + open + 1, if whole { names } else { Vec::new() })
    } else {
        (after, bare(rest))
    };
    // What names the resource itself is a table, and what has a value is set by the server.
    let resource = |name: &str| path.segments().any(|s| !is_parameter(s) && fold(name).ends_with(&fold(s)));
    names.retain(|n| n.name.starts_with(char::is_lowercase) && !n.name.contains('.') && !resource(&n.name));
    names.iter_mut().for_each(|n| n.span = Span::new(n.span.start + from, n.span.end + from));
    names
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with([':', '{', '[', '<'])
}

/// `title/content`, where it is all that follows the verb.
fn bare(rest: &str) -> Vec<Named> {
    let plain = rest.trim().trim_end_matches('.');
    let start = (plain.as_ptr() as usize).saturating_sub(rest.as_ptr() as usize);
    let parts: Vec<&str> = plain.split('/').collect();
    if parts.len() < 2
        || !rest.starts_with(' ')
        || !parts.iter().all(|p| is_name(p) && p.starts_with(char::is_lowercase))
    {
        return Vec::new();
    }
    let mut at = start;
    let named = |part: &&str| {
        let span = Span::new(at, at + part.len());
        at += part.len() + 1;
        Named::plain(part, span)
    };
    parts.iter().map(named).collect()
}

/// An object behind words for a body.
fn object(text: &str) -> Option<Span> {
    let open = text.find('{')?;
    let before = text.get(..open)?;
    let end = open + text.get(open..)?.find('}')? + 1;
    WORDS.has(before, Word::InBody).then_some(Span::new(open, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_name_fields_beside_what_is_done() {
        let path = PathTemplate::new("/boats/{id}/sails");
        let show = |text: &str| fields(text, &path).into_iter().map(|n| n.name).collect::<Vec<_>>().join(" ");
        let cases = [
            ("Update the sail (`size`, `colour`)", "size colour"),
            ("Update `size` or mend it", "size"),
            ("Update size/colour.", "size colour"),
            ("Add owner (`userId`)", "userId"),
            ("Add a sail (`boat_sails`)", ""),
            ("Raise the sail (`raised=true`)", ""),
            ("Update/raise the sail", ""),
            ("Update `boats.sails`", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(show(text), expected, "{text}");
        }
        let show =
            |text: &str, head: &str| queries(text, head).into_iter().map(|n| n.name).collect::<Vec<_>>().join(" ");
        assert_eq!(show("Supports `q`, `page` and `size`", "Notes"), "q page size");
        assert_eq!(show("`from`, `to`", ""), "from to");
        assert_eq!(show("Reads `boats`", "Notes"), "");
    }
}

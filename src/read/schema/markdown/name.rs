//! Names of tables in headings, bullets and bold lines.

use crate::read::schema::fact::is_qualified_identifier;
use crate::read::schema::words::words;
use crate::text::Span;

/// A name that a title holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Name {
    /// As written, without quotes.
    pub(super) text: String,
    /// Its bytes in the title.
    pub(super) span: Span,
    /// Whether it is written as only names are: in backticks, with `_` or a schema, or beside the word
    /// "table".
    pub(super) strong: bool,
    /// Whether the title is about this name: it comes first, or right behind "Table".
    pub(super) leads: bool,
    /// Whether the title says "table" or "view" before the name.
    pub(super) label: bool,
    /// Whether the title says "view".
    pub(super) view: bool,
    /// What stands behind it.
    pub(super) remark: String,
}

impl Name {
    /// What the title says of the table behind its name, without the marks and brackets around it.
    pub(super) fn description(&self) -> Option<String> {
        let marks = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | ':' | '=');
        let text = self.remark.trim_matches(marks);
        let label = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let text = if words().is("label", label) { text.get(label.len()..).unwrap_or_default() } else { text };
        let text = text.trim_matches(marks);
        let inner = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).filter(|t| !t.contains(['(', ')']));
        Some(inner.unwrap_or(text).trim_matches(marks).to_owned()).filter(|t| !t.is_empty())
    }
}

/// Finds the name in a title such as ``1.2. `orders` (Zamówienia)``, `Table: orders`, `**orders**: …`.
pub(super) fn in_title(title: &str) -> Option<Name> {
    let start = Start::of(title).filter(|start| !is_section(title, start))?;
    candidate(title, &start).or_else(|| code_span(title))
}

/// The name that a title of plain words ends with: ``Parcel labels (`shop.parcel_labels`)``.
pub(super) fn in_brackets(title: &str) -> Option<Name> {
    let (front, rest) = title.split_once("(`")?;
    let (text, after) = rest.split_once('`')?;
    let front_is_plain = front.contains(char::is_alphabetic) && !front.contains(['`', '_', ':']);
    let alone = after.trim_end_matches(['*', ':', ' ']) == ")" && is_qualified_identifier(text);
    if !front_is_plain || !alone || words().section.find_all(front).next().is_some() {
        return None;
    }
    let span = Span::new(front.len() + 1, front.len() + 3 + text.len());
    Some(Name { text: text.to_owned(), span, strong: true, leads: true, ..Name::default() })
}

/// The name in a title that calls it a table or view first: `Table: orders`.
pub(super) fn labelled(title: &str) -> Option<Name> {
    let start = Start::of(title).filter(|start| start.label && !is_section(title, start))?;
    candidate(title, &start)
}

/// `Table definitions` is the word for a section, not the table `definitions`.
fn is_section(title: &str, start: &Start) -> bool {
    let whole = title.get(start.first..).unwrap_or_default();
    whole.contains(' ') && !whole.contains('`') && words().section.term_of(whole).is_some()
}

/// Where the name of a title is looked for, and what stands before it.
#[derive(Debug)]
struct Start {
    /// The first word.
    first: usize,
    /// What follows the words for a table or view.
    name: usize,
    label: bool,
    view: bool,
}

impl Start {
    /// Nothing where the title is about several tables.
    fn of(title: &str) -> Option<Self> {
        if title.contains(['→', '↔', '⟷', '─']) || title.contains("->") || title.contains("<-") || title.contains("=>")
        {
            return None;
        }
        let first = skip_marks(title, 0);
        let mut start = Self { first, name: first, label: false, view: false };
        // At most: `The` `materialized` `view`.
        for _ in 0..3 {
            let (word, end) = word_at(title, start.name);
            if title.get(start.name..).is_some_and(|rest| rest.starts_with('`')) || word.is_empty() {
                break;
            }
            if !words().may_begin(word) {
                break;
            }
            let two = format!("{word} {}", word_at(title, skip_blanks(title, end)).0);
            let end = if words().is("view", &two) || words().is("label", &two) {
                skip_blanks(title, end) + two.len() - word.len() - 1
            } else {
                end
            };
            let says = |term: &str| words().is(term, word) || words().is(term, &two);
            if !says("label") && !says("view") {
                break;
            }
            start.label = true;
            start.view |= !says("label");
            start.name = skip_marks(title, end);
        }
        Some(start)
    }
}

/// A name made of a title's words: `User Profiles` is `user_profiles`, unless a line below names it.
pub(super) fn from_title(title: &str, below: &[&str]) -> Option<Name> {
    if let Some(name) = below.iter().find_map(|line| labelled(line)) {
        return Some(name);
    }
    let start = skip_marks(title, 0);
    let title = title.get(start..)?.split(['(', ':', '–', '—']).next()?.trim().trim_end_matches('*');
    let parts: Vec<&str> = title.split_whitespace().collect();
    let plain = parts.iter().all(|p| p.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    let text = parts.join("_").to_lowercase();
    ((1..=3).contains(&parts.len()) && plain && is_qualified_identifier(&text)).then(|| Name {
        text,
        leads: true,
        ..Name::default()
    })
}

/// Skips list numbers, emphasis, pictures and blanks.
fn skip_marks(title: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(rest) = title.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let ends_number = rest.get(number..).is_some_and(|r| r.starts_with([' ', ')']));
        // `a. Table orders`, `B) Table orders`
        let lettered =
            c.is_ascii_alphabetic() && [". ", ") "].iter().any(|end| rest.get(1..).is_some_and(|r| r.starts_with(end)));
        if number > 0 && ends_number {
            at += number + 1;
        } else if lettered {
            at += 3;
        } else if c == '`' || c == '"' || c == '[' || c.is_alphanumeric() || c == '_' {
            break;
        } else {
            at += c.len_utf8();
        }
    }
    at
}

fn skip_blanks(title: &str, from: usize) -> usize {
    let rest = title.get(from..).unwrap_or_default();
    from + rest.len() - rest.trim_start().len()
}

/// The word at an offset and where it ends.
fn word_at(title: &str, at: usize) -> (&str, usize) {
    let rest = title.get(at..).unwrap_or_default();
    let len = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    (rest.get(..len).unwrap_or_default(), at + len)
}

/// The name that a title starts with, if what follows it fits.
fn candidate(title: &str, start: &Start) -> Option<Name> {
    let Start { name: at, label, view, .. } = *start;
    let rest = title.get(at..)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '`' | '"' | '['));
    let (inner, len) = match quote {
        Some(open) => {
            let close = if open == '[' { ']' } else { open };
            let end = rest.get(1..)?.find(close)?;
            (rest.get(1..1 + end)?, end + 2)
        }
        None => {
            let len =
                rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '\\'))).unwrap_or(rest.len());
            let word = rest.get(..len)?.trim_end_matches('.');
            (word, word.len())
        }
    };
    let text = inner.replace(['\\', '"', '`', '[', ']'], "");
    let text = text.trim().trim_end_matches("()").to_owned();
    if !is_qualified_identifier(&text) || inner.trim_end().ends_with(')') {
        return None;
    }
    let after = title.get(at + len..).unwrap_or_default();
    let bare = after.trim_start_matches(['*', '_']);
    let next = bare.trim_start();
    // `orders table` ends there; `this table holds …` goes on.
    let named_table = {
        let (word, end) = word_at(next, 0);
        let behind = next.get(end..).unwrap_or_default().trim_start_matches(['*', '_', ' ']);
        words().is("label", word) && (behind.is_empty() || behind.starts_with(['(', ':', '–', '—', '-']))
    };
    let value = ["true", "false", "null"].iter().any(|v| text.eq_ignore_ascii_case(v));
    if value || words().is("pronoun", &text) && quote.is_none() {
        return None;
    }
    let ends = next.is_empty() || next.starts_with(['(', ':', '–', '—', '-', '[', '/']) || bare.len() < after.len();
    if quote.is_none() && !ends && !named_table {
        return None;
    }
    // In `users / profiles` and `` `a`, `b` `` no name leads.
    if next.starts_with([',', '/', '+', '&']) {
        return None;
    }
    let strong = quote.is_some() || text.contains(['_', '.']) || label || named_table;
    let remark = next.trim_start_matches([':', '–', '—', '-', ' ', '*']).trim().to_owned();
    let span = Span::new(at, at + len);
    Some(Name { text, span, strong, leads: true, label, view, remark })
}

/// The first name in backticks that does not lead its title: ``Policies for `orders` ``.
fn code_span(title: &str) -> Option<Name> {
    let mut from = 0;
    while let Some(open) = title.get(from..)?.find('`').map(|i| from + i) {
        let end = title.get(open + 1..)?.find('`')? + open + 1;
        let text = title.get(open + 1..end)?.trim().to_owned();
        if is_qualified_identifier(&text) {
            let span = Span::new(open, end + 1);
            return Some(Name { text, span, strong: true, ..Name::default() });
        }
        from = end + 1;
    }
    // Policies for table orders
    let mut label = false;
    let mut at = 0;
    for word in title.split_whitespace() {
        let plain = word.trim_matches(['*', ':', '"', '(', ')', ',']);
        let start = title.get(at..)?.find(word).map_or(at, |i| at + i);
        at = start + word.len();
        if label && is_qualified_identifier(plain) {
            let span = Span::new(start, at);
            return Some(Name { text: plain.to_owned(), span, strong: true, ..Name::default() });
        }
        label = words().is("label", plain) || words().is("filler", plain) && label;
    }
    // `4.1. users table` leads already; a bare name with `_` anywhere is one as well.
    let word = title
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
        .find(|w| w.contains('_') && is_qualified_identifier(w))?;
    let start = title.find(word)?;
    Some(Name { text: word.to_owned(), span: Span::new(start, start + word.len()), strong: true, ..Name::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_the_titles_that_plans_have() {
        let cases = [
            ("1.2. `orders` (Zamówienia)", Some(("orders", true, true))),
            ("Tabela: `orders`", Some(("orders", true, true))),
            ("Table orders", Some(("orders", true, true))),
            ("1.3 Order_Items", Some(("Order_Items", true, true))),
            ("orders", Some(("orders", false, true))),
            ("orders (managed by the shop)", Some(("orders", false, true))),
            ("**`app.orders`**: what was bought", Some(("app.orders", true, true))),
            ("4.1. orders table", Some(("orders", true, true))),
            ("Policies for `orders`", Some(("orders", true, false))),
            ("Materialized View: order_totals (daily)", Some(("order_totals", true, true))),
            ("a. Tabela `orders`", Some(("orders", true, true))),
            ("orders → order_items", None),
            ("Overview of the model", None),
        ];
        for (title, expected) in cases {
            let found = in_title(title);
            assert_eq!(found.as_ref().map(|n| (n.text.as_str(), n.strong, n.leads)), expected, "{title}");
        }
        assert!(in_title("Materialized View: order_totals").is_some_and(|n| n.view));
    }
}

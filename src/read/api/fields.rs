//! The labelled fields that a line stands in, told by its indentation.

use crate::read::blocks::{Block, BlockKind};
use crate::read::lexicon::label::{Label, LabelEnd};

use super::params::says_none;
use super::words::{WORDS, Word};

/// A labelled field, such as `- **Query parameters** (optional):`.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Term in `fields.toml`.
    pub(super) term: String,
    pub(super) indent: usize,
    /// Whether the label is a list item, so that what it owns is indented below it.
    pub(super) item: bool,
    /// Whether its value stands beside the label.
    pub(super) inline: bool,
    /// What the label says of all that it owns: required or optional.
    pub(super) flag: Option<bool>,
    /// Whether it holds all of a request, headers and body alike, rather than the body alone.
    pub(super) parts: bool,
    /// Indentation of its entries, once one was read: what stands deeper is about that entry.
    pub(super) entries: Option<usize>,
}

/// The open fields, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Fields {
    stack: Vec<Field>,
}

impl Fields {
    /// The term of the innermost field; empty outside all.
    pub(super) fn term(&self) -> &str {
        self.stack.last().map(|f| f.term.as_str()).unwrap_or_default()
    }

    /// Whether the innermost field that says so calls what it owns required or optional.
    pub(super) fn flag(&self) -> Option<bool> {
        self.stack.last().and_then(|f| f.flag)
    }

    /// Notes that an item gave an entry of the innermost field.
    pub(super) fn entry(&mut self, indent: usize) {
        if let Some(top) = self.stack.last_mut() {
            top.entries.get_or_insert(indent);
        }
    }

    /// Opens a group of entries that are all required or all optional (`- Required:`), where an item
    /// is no more than that word.
    pub(super) fn opens_group(&mut self, block: &Block, text: &str) -> bool {
        let Some(top) = self.stack.last() else { return false };
        let listing = matches!(top.term.as_str(), "query" | "path-params" | "params" | "request");
        let flag = if WORDS.is(text, Word::Required) {
            true
        } else if WORDS.is(text, Word::NotRequired) {
            false
        } else {
            return false;
        };
        if listing && matches!(block.kind, BlockKind::Item { .. }) {
            let group = Field {
                indent: block.indent,
                item: true,
                flag: Some(flag),
                parts: false,
                entries: None,
                ..top.clone()
            };
            self.stack.push(group);
        }
        listing
    }

    /// Whether an item is about an entry of the innermost field rather than one itself.
    pub(super) fn is_about_entry(&self, block: &Block) -> bool {
        let deeper = self.stack.last().and_then(|f| f.entries).is_some_and(|indent| block.indent > indent);
        deeper && matches!(block.kind, BlockKind::Item { .. })
    }

    pub(super) fn enter(&mut self, field: Field) {
        self.stack.push(field);
    }

    /// Closes the fields that a block does not stand in.
    pub(super) fn leave(&mut self, block: &Block, text: &str) {
        if matches!(block.kind, BlockKind::Heading { .. }) {
            self.stack.clear();
            return;
        }
        let bare = text.starts_with(['{', '[', '}', ']', '"']);
        while let Some(top) = self.stack.last() {
            let outside = match block.kind {
                BlockKind::Item { .. } => top.item && block.indent <= top.indent,
                BlockKind::Line => top.item && block.apart && block.indent <= top.indent && !bare,
                _ => false,
            };
            if !outside {
                break;
            }
            self.stack.pop();
        }
    }

    /// The term that a label means where it stands: a `Body` below a response is no request.
    pub(super) fn resolve<'t>(&self, term: &'t str) -> &'t str {
        match term {
            "body" if matches!(self.term(), "response" | "success" | "errors" | "status") => "response",
            "body" => "request",
            term => term,
        }
    }

    /// Whether a line that begins with a label's phrase is that label, rather than an entry of the
    /// list that it stands in: `status` may be a field of a body.
    pub(super) fn is_label(&mut self, label: &Label<'_>, block: &Block, text: &str) -> bool {
        if text.starts_with(['"', '{', '}', '[', ']', '`']) {
            return false;
        }
        if label.end == LabelEnd::Dash
            && label.note.is_none()
            && !text.contains("**")
            && label.term != "response"
            && self.stack.is_empty()
            && !is_strong(label.term)
        {
            return false;
        }
        let Some(top) = self.stack.last() else { return true };
        let listing = matches!(
            top.term.as_str(),
            "query" | "path-params" | "params" | "request" | "headers" | "validation" | "logic" | "notes"
        );
        let item = matches!(block.kind, BlockKind::Item { .. });
        if !listing || !item {
            if !item {
                self.stack.clear();
            }
            return true;
        }
        let value = label.value(text);
        let empty = value.is_empty() || value.starts_with(['{', '[']) || value.starts_with("`{") || says_none(value);
        if top.parts && text_is_capital(text, label) && is_part(label, text) {
            return true;
        }
        // `Headers: …` and `Body: none` below a body are beside it.
        let part = match label.term {
            "query" | "path-params" | "headers" => matches!(top.term.as_str(), "request" | "params"),
            "body" | "request" => empty,
            _ => false,
        };
        let part = part && text_is_capital(text, label);
        if top.item || part && top.entries.is_none() && matches!(label.term, "headers" | "body" | "path-params") {
            return part;
        }
        // Items below a line are its entries unless they are labels as well.
        let bold = text.starts_with("**") || text.starts_with("__");
        if matches!(top.term.as_str(), "validation" | "logic" | "notes") && !bold {
            return false;
        }
        let label_like = text_is_capital(text, label)
            && (bold || is_strong(label.term))
            && (bold || top.inline || empty || label.end != LabelEnd::Colon || is_strong(label.term));
        if label_like && is_major(label.term) {
            self.stack.clear();
            return true;
        }
        false
    }
}

/// Whether a label below `Request` is a part of it or a header: `Body: JSON with …`, `Content-Type: …`.
fn is_part(label: &Label<'_>, text: &str) -> bool {
    let hyphened = || text.get(label.phrase.start..label.phrase.end).is_some_and(|phrase| phrase.contains('-'));
    matches!(label.end, LabelEnd::Colon | LabelEnd::Line)
        && match label.term {
            "headers" | "body" | "request" | "query" | "params" | "path-params" | "auth" => true,
            "notes" => hyphened(),
            _ => false,
        }
}

fn text_is_capital(text: &str, label: &Label<'_>) -> bool {
    text.get(label.phrase.start..).is_some_and(|t| t.starts_with(char::is_uppercase))
}

/// Labels that are hardly ever names of fields.
fn is_strong(term: &str) -> bool {
    matches!(term, "request" | "response" | "success" | "errors" | "query" | "path-params")
}

fn is_major(term: &str) -> bool {
    is_strong(term)
        || matches!(term, "status" | "headers" | "auth" | "validation" | "logic" | "notes" | "description" | "body")
}

//! Code blocks of an endpoint: bodies, query strings, requests as they are sent.

use super::Reader;
use crate::read::api::target::targets;
use crate::read::api::{body, params, status};
use crate::read::blocks::Block;
use crate::text::Span;

impl Reader<'_, '_> {
    pub(super) fn code(&mut self, block: &Block) {
        let text = self.layout.outline.text_of(block);
        let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
        let mut term = self.fields.term().to_owned();
        if first.trim_start().starts_with("HTTP/") {
            let from = text.find(first).unwrap_or_default() + block.text.start;
            self.answers(Span::new(from, from + first.len()), "status");
            term = "response".to_owned();
        }
        // The request line itself may hold braces; what it sends stands below it.
        let called = !targets(first).is_empty() && !first.trim_start().starts_with("curl");
        if called && matches!(term.as_str(), "" | "request") {
            let from = (first.as_ptr() as usize + first.len()).saturating_sub(text.as_ptr() as usize);
            let rest = Span::new(block.text.start + from, block.text.end);
            let below = self.layout.outline.slice(rest);
            if below.contains('{') {
                self.add_body(body::fields(below), rest, "request");
            }
            return;
        }
        match term.as_str() {
            "request" | "" if first.trim_start_matches(['$', ' ']).starts_with("curl") => self.curl(block),
            "query" | "path-params" => {
                if text.contains('{') {
                    self.add_body(body::fields(text), block.text, &term);
                } else {
                    let query = text.trim().split_once('?').map_or(text, |(_, q)| q);
                    let names = params::query_names(query);
                    let offset = block.text.start + (query.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
                    self.add_named(names, offset, &term, "");
                }
            }
            "request" | "params" => {
                self.add_body(body::fields(text), block.text, &term);
                if text.contains('{') && body::object_end(text, text.find('{').unwrap_or(0)).is_none() {
                    self.broken.push(block.text);
                }
            }
            "response" | "success" | "errors" | "status" => {
                let comment = first.trim_start().trim_start_matches(['/', '#', ' ']);
                if first.trim_start().starts_with("//") && status::leading(comment).is_some() {
                    let from = text.find(first).unwrap_or_default() + block.text.start;
                    self.answers(Span::new(from, from + first.len()), &term);
                }
                self.give_body(block.text);
            }
            _ => {}
        }
    }

    /// A call with curl: the JSON that it sends, or the names of its form fields.
    pub(super) fn curl(&mut self, block: &Block) {
        let text = self.layout.outline.text_of(block);
        let data = ["--data", "-d "].iter().filter_map(|flag| text.find(flag)).min();
        if let Some(open) = data.and_then(|at| text.get(at..)?.find('{').map(|open| at + open)) {
            let slice = Span::new(block.text.start + open, block.text.end);
            self.add_body(body::fields(self.layout.outline.slice(slice)), slice, "request");
            return;
        }
        for (at, flag) in ["-F ", "--form "].iter().flat_map(|flag| text.match_indices(flag)) {
            let rest = text.get(at + flag.len()..).unwrap_or_default();
            let name = rest.trim_start_matches(['"', '\'', ' ']).split('=').next().unwrap_or_default();
            if body::is_name(name) {
                let offset = block.text.start + (name.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
                self.add_named(params::named(name), offset, "request", "");
            }
        }
    }
}

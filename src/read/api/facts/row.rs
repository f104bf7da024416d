//! Rows of tables in an endpoint's own text: parameters, and status codes with what they mean.

use super::collect::error_code;
use super::{Reader, shift};
use crate::read::api::needs::Voice;
use crate::read::api::sections::Layout;
use crate::read::api::tables::{Columns, necessity};
use crate::read::api::words::{WORDS, Word};
use crate::read::api::{body, params, status};
use crate::read::blocks::Block;
use crate::text::Span;

impl Reader<'_, '_> {
    pub(super) fn row(&mut self, block: &Block, table: usize, header: bool, cells: &[Span]) {
        if header {
            self.fields.leave(block, "");
            self.columns = Columns::new(self.layout.outline, table, cells);
            return;
        }
        if self.columns.table != Some(table) {
            return;
        }
        let cell = |column: Option<usize>| column.and_then(|c| cells.get(c)).copied();
        let slice = |column: Option<usize>| cell(column).map(|c| self.layout.outline.slice(c)).unwrap_or_default();
        if let Some(code) =
            cell(self.columns.status).filter(|c| status::leading(self.layout.outline.slice(*c)).is_some())
        {
            let description = [self.columns.description, self.columns.condition]
                .into_iter()
                .map(slice)
                .find(|d| !d.is_empty())
                .and_then(|d| status::description(status::leading(self.layout.outline.slice(code)).unwrap_or(0), d));
            let error_code = cells.iter().map(|c| self.layout.outline.slice(*c)).find_map(error_code);
            for found in status::codes(self.layout.outline.slice(code)) {
                self.add_response(found.status, description.clone(), error_code.clone(), shift(found.span, code.start));
            }
            self.claims.push((block.text, Voice::Errors));
            return;
        }
        let Some(name_cell) = cell(self.columns.name) else { return };
        let required = self.columns.required.map(slice_of(cells, self.layout)).and_then(necessity);
        let place = slice(self.columns.location);
        let term = if WORDS.has(place, Word::InPath) {
            "path-params".to_owned()
        } else if WORDS.has(place, Word::InQuery) {
            "query".to_owned()
        } else if WORDS.has(place, Word::InBody) {
            "request".to_owned()
        } else if WORDS.has(place, Word::InHeader) {
            return;
        } else if let Some(kind) = &self.columns.kind {
            kind.clone()
        } else {
            match self.fields.term() {
                term @ ("query" | "path-params" | "params" | "request" | "validation") => term.to_owned(),
                _ => return,
            }
        };
        let description = Some(slice(self.columns.description)).filter(|d| !d.is_empty()).map(str::to_owned);
        let ty = Some(slice(self.columns.ty).replace("\\|", "|").replace('`', "")).filter(|t| !t.is_empty());
        let default = Some(slice(self.columns.default).trim_matches(['`', '"']))
            .filter(|d| !d.is_empty() && *d != "-" && *d != "—");
        let default = default.map(str::to_owned);
        let text = self.layout.outline.slice(name_cell);
        for mut named in params::named(text) {
            let said = description.as_deref().and_then(|d| WORDS.necessity(d));
            named.required = required.or(named.required).or(said);
            let mut parameter = self.parameter(&named, name_cell.start);
            parameter.allowed =
                ty.as_deref().map(body::value::alternatives).filter(|a| !a.is_empty()).unwrap_or(parameter.allowed);
            parameter.ty = ty.clone().or(parameter.ty);
            parameter.description = description.clone().or(parameter.description);
            parameter.default = default.clone().or(parameter.default);
            self.add(parameter, &term);
        }
    }
}

fn slice_of<'t>(cells: &'t [Span], layout: &'t Layout<'_>) -> impl Fn(usize) -> &'t str {
    move |column| cells.get(column).map(|c| layout.outline.slice(*c)).unwrap_or_default()
}

//! SQL in fences and without, diagrams, and columns in plain fences.

use super::scope::{self, Kind};
use super::{Reader, diagram, entry};
use crate::model::schema::table_key;
use crate::read::blocks::{Block, BlockKind};
use crate::read::schema::fact::{Constraint, Fact};
use crate::read::schema::mermaid;
use crate::read::schema::sql::{self, Fragment};
use crate::read::schema::words::words;
use crate::text::Span;

impl Reader<'_> {
    /// SQL outside of fences: reads up to the line that ends the statement.
    pub(super) fn bare_sql(&mut self, at: usize, text: &str) -> Option<usize> {
        if !scope::starts_sql(text) {
            return None;
        }
        let mut end = at;
        for (i, block) in self.blocks().iter().enumerate().skip(at) {
            if matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Row { .. }) {
                break;
            }
            end = i + 1;
            if self.outline.slice(block.span).trim_end().ends_with(';') {
                break;
            }
        }
        let span = self.span(at, end);
        self.sql(span, false);
        Some(end)
    }

    pub(super) fn code(&mut self, at: usize, block: &Block, language: Span) {
        let language = self.outline.slice(language).trim().to_ascii_lowercase();
        let text = self.outline.slice(block.text);
        let is_sql = ["sql", "postgres", "postgresql", "plpgsql", "pgsql", "psql", "mysql", "tsql", "sqlite", "ddl"]
            .iter()
            .any(|l| language.starts_with(l));
        if is_sql || text.lines().take(40).any(scope::starts_sql) {
            let hypothetical = at
                .checked_sub(1)
                .and_then(|i| self.blocks().get(i))
                .is_some_and(|b| b.kind == BlockKind::Line && words().says("hypothetical", self.text(b)));
            self.sql(block.text, hypothetical);
        } else if diagram::is_diagram(&language, text) {
            if !self.kind().is_unreal() {
                self.drawn.extend(mermaid::read_fragment(self.source, block.text.start, text));
            }
        } else if language.is_empty() || language.starts_with("text") || language.starts_with("plain") {
            entry::plain_fence(self, block);
        }
    }

    /// Where an example repeats a table of the plan, tables that only the example has are none, and
    /// keys that lead elsewhere do not count.
    fn keep_what_is_known(&mut self, from: usize) {
        let mut read = self.facts.split_off(from);
        let known = |table: &String| self.tables.contains(&table_key(table));
        if read.iter().any(|fact| matches!(fact, Fact::Table { name, .. } if known(name))) {
            read.retain(|fact| fact.table().is_none_or(known));
            for fact in &mut read {
                if let Fact::Column { facts, .. } = fact {
                    facts.retain(|f| !matches!(f, Constraint::ForeignKey { .. }));
                }
            }
        }
        self.facts.append(&mut read);
    }

    fn sql(&mut self, span: Span, hypothetical: bool) {
        let kind = self.kind();
        if kind.is_unreal() {
            return;
        }
        let additions = !hypothetical && kind != Kind::Notes;
        let fragment = Fragment { source: self.source, base: span.start, text: self.outline.slice(span), additions };
        let from = self.facts.len();
        sql::read(fragment, self.facts);
        if kind == Kind::Examples {
            self.keep_what_is_known(from);
        }
        // What follows the definition of an enum are remarks on its values.
        let defines = |f: &Fact| matches!(f, Fact::Enum(_));
        if kind == Kind::Enum
            && self.facts.get(from..).unwrap_or_default().iter().any(defines)
            && let Some(scope) = self.scopes.last_mut()
        {
            scope.kind = Kind::Enums;
        }
        for fact in self.facts.get(from..).unwrap_or_default() {
            if let Fact::Table { name, .. } | Fact::View { name, .. } = fact {
                self.tables.insert(table_key(name));
            }
        }
    }
}

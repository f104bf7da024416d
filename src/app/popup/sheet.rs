//! A text in two columns that is only read: help, a table, reasons.

use unicode_width::UnicodeWidthStr;

use super::super::command::{COMMANDS, Context};
use super::super::flow::{Flow, harmless};
use super::super::list;
use super::super::panes::tables;
use super::super::state::State;
use crate::config::theme::Role;
use crate::diagnostic::Diagnostic;
use crate::model::{Project, Schema, Table};

/// Most lines that a sheet shows.
const LONGEST: usize = 2_000;

/// One line: a word or a few in the left column, a text in the right one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Left column; `None` for a line that goes over both.
    pub head: Option<String>,
    /// How it looks.
    pub head_role: Role,
    /// Right column; wrapped where it is long.
    pub text: String,
    /// How it looks.
    pub role: Role,
}

impl Line {
    pub(super) fn new(head: impl Into<String>, head_role: Role, text: impl Into<String>, role: Role) -> Self {
        Self { head: Some(head.into()), head_role, text: text.into(), role }
    }

    pub(super) fn wide(text: impl Into<String>, role: Role) -> Self {
        Self { head: None, head_role: role, text: text.into(), role }
    }

    pub(super) fn heading(text: impl Into<String>) -> Self {
        Self::wide(text, Role::Heading)
    }

    pub(super) fn blank() -> Self {
        Self::wide("", Role::Text)
    }
}

/// A sheet and how far it is scrolled.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Title of its frame.
    pub title: String,
    lines: Vec<Line>,
    /// Rows that fit the width; only the first of a line has its head.
    pub rows: Vec<Line>,
    /// First row in sight.
    pub top: usize,
    width: Option<u16>,
}

impl Sheet {
    pub(super) fn new(title: impl Into<String>, mut lines: Vec<Line>) -> Self {
        lines.truncate(LONGEST);
        Self { title: title.into(), lines, ..Self::default() }
    }

    /// Columns of the left part.
    #[must_use]
    pub fn head_width(&self, width: u16) -> u16 {
        let widest = self.lines.iter().filter_map(|line| Some(line.head.as_ref()?.width())).max().unwrap_or(0);
        let widest = u16::try_from(widest).unwrap_or(u16::MAX);
        if widest == 0 { 0 } else { (widest.saturating_add(2)).min(width / 3) }
    }

    /// Breaks the lines for a width, and scrolls so that the sheet is filled.
    pub fn fit(&mut self, width: u16, height: u16) {
        if self.width != Some(width) {
            let head_width = self.head_width(width);
            let text_width = width.saturating_sub(head_width);
            self.rows.clear();
            for line in &self.lines {
                let flow = Flow::new(&line.text, if line.head.is_some() { text_width } else { width });
                for (nth, (row, text)) in flow.rows(0, usize::MAX).enumerate() {
                    let head = line
                        .head
                        .as_ref()
                        .map(|head| if nth == 0 { harmless(head).into_owned() } else { String::new() });
                    let text = format!("{}{text}", " ".repeat(usize::from(row.indent)));
                    self.rows.push(Line { head, text, ..line.clone() });
                }
            }
            self.width = Some(width);
        }
        self.scroll(0, height);
    }

    /// Scrolls, stopping at either end.
    pub fn scroll(&mut self, by: isize, height: u16) {
        self.top = list::scroll(self.top, by, self.rows.len(), usize::from(height));
    }

    /// Help: all commands with their keys, those of the given context first.
    #[must_use]
    pub fn help(state: &State, front: Context) -> Self {
        let contexts = [
            Context::Endpoints,
            Context::Tables,
            Context::Rules,
            Context::Preview,
            Context::Check,
            Context::Search,
            Context::Reading,
            Context::Sources,
            Context::Remarks,
            Context::Packs,
            Context::Palette,
            Context::Editor,
            Context::Name,
            Context::Conflict,
            Context::Discard,
        ];
        let everywhere = |contexts: &[Context]| contexts.len() >= 4 && contexts.contains(&Context::Preview);
        let mut lines = Vec::new();
        let section = |lines: &mut Vec<Line>, title: &str, wanted: &dyn Fn(&[Context]) -> bool| {
            let commands: Vec<_> = COMMANDS.iter().filter(|c| wanted(c.contexts)).collect();
            if commands.is_empty() {
                return;
            }
            lines.push(Line::heading(title));
            for command in commands {
                let keys: Vec<String> =
                    state.setup.keymap.keys(command.action).iter().map(ToString::to_string).collect();
                let keys = if keys.is_empty() { "–".to_owned() } else { keys.join(" ") };
                lines.push(Line::new(
                    keys,
                    Role::Key,
                    if command.help.is_empty() {
                        command.title.to_owned()
                    } else {
                        format!("{}: {}", command.title, command.help)
                    },
                    Role::Text,
                ));
            }
            lines.push(Line::blank());
        };
        let only_here = |context: Context| move |of: &[Context]| of.contains(&context) && !everywhere(of);
        section(&mut lines, front.title(), &only_here(front));
        section(&mut lines, "In every step", &everywhere);
        for context in contexts.into_iter().filter(|c| *c != front) {
            section(&mut lines, context.title(), &only_here(context));
        }
        lines.push(Line::heading("Mouse"));
        lines.push(Line::new("click", Role::Key, "Selects a row, a step, a tab of the preview", Role::Text));
        lines.push(Line::new("wheel", Role::Key, "Scrolls what is under it", Role::Text));
        Self::new("Help", lines)
    }

    /// A page of the docs. Its markdown stays as it is, but for headings and fences.
    #[must_use]
    pub fn page(title: &str, markdown: &str) -> Self {
        let mut fence: Option<&str> = None;
        let mut lines = Vec::new();
        for line in markdown.lines() {
            let mark = line.trim_start();
            if let Some(open) = fence {
                if mark.starts_with(open) {
                    fence = None;
                } else {
                    lines.push(Line::wide(format!("  {line}"), Role::Code));
                }
            } else if let Some(open) = ["~~~~", "~~~", "```"].into_iter().find(|open| mark.starts_with(open)) {
                fence = Some(open);
            } else if line.starts_with('#') {
                lines.push(Line::heading(line.trim_start_matches('#').trim()));
            } else {
                lines.push(Line::wide(line, Role::Text));
            }
        }
        Self::new(title, lines)
    }

    /// Columns, constraints, indexes and policies of a table.
    #[must_use]
    pub fn table(project: &Project, table: &Table) -> Self {
        let mut lines = Vec::new();
        if let Some(description) = &table.description {
            lines.push(Line::wide(description.as_str(), Role::Text));
        }
        lines.push(Line::wide(project.locate(table.place), Role::Muted));
        section(
            &mut lines,
            "Columns",
            table.columns.iter().map(|c| (c.name.clone(), column(&project.schema, table, c))),
        );
        let mut constraints = Vec::new();
        if table.primary_key.len() > 1 {
            constraints.push(("primary key".to_owned(), table.primary_key.join(", ")));
        }
        constraints.extend(table.unique.iter().filter(|u| u.len() > 1).map(|u| ("unique".to_owned(), u.join(", "))));
        constraints.extend(table.checks.iter().map(|check| ("check".to_owned(), check.clone())));
        section(&mut lines, "Constraints", constraints.into_iter());
        let indexes = table.indexes.iter().map(|index| {
            let mut text = index.columns.join(", ");
            for (on, word) in [(index.unique, " · unique"), (index.condition.is_some(), " · where ")] {
                text.push_str(if on { word } else { "" });
            }
            text.push_str(index.condition.as_deref().unwrap_or_default());
            (index.name.clone().unwrap_or_else(|| "index".to_owned()), text)
        });
        section(&mut lines, "Indexes", indexes);
        let policies = table.policies.iter().map(|policy| {
            let name = policy.name.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
            (policy.command.clone().unwrap_or_else(|| "policy".to_owned()), format!("{name}{}", policy.rule))
        });
        section(&mut lines, "Policies", policies);
        Self::new(table.name.clone(), lines)
    }

    /// More about what is highlighted in a pane.
    #[must_use]
    pub fn table_reasons(state: &State) -> Self {
        let Some(row) = state.tables.row() else { return Self::default() };
        let mut lines: Vec<Line> =
            row.reasons.iter().map(|reason| Line::new("•", Role::Muted, reason.as_str(), Role::Text)).collect();
        if lines.is_empty() {
            let text = "Nothing in the documents connects it with the endpoint.";
            lines.push(Line::wide(text, Role::Muted));
        }
        if row.by_user {
            let text = if row.chosen { "you added it" } else { "you took it out" };
            lines.insert(0, Line::new("•", Role::Marked, text, Role::Marked));
        }
        if let Some(table) = tables::table(&state.project, row.index) {
            let text = format!("{} columns · {}", table.columns.len(), state.project.locate(table.place));
            lines.push(Line::wide(text, Role::Muted));
        }
        Self::new("", lines)
    }
}

/// A heading and its rows, where there are any.
pub(super) fn section(lines: &mut Vec<Line>, title: &str, rows: impl Iterator<Item = (String, String)>) {
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        lines.push(Line::blank());
        lines.push(Line::heading(title));
        lines.extend(rows.into_iter().map(|(head, text)| Line::new(head, Role::Key, text, Role::Text)));
    }
}

/// `file:line: what is wrong`.
#[must_use]
pub fn said(project: &Project, diagnostic: &Diagnostic) -> String {
    match diagnostic.place.map(|place| project.locate(place)).filter(|at| !at.is_empty()) {
        Some(at) => format!("{at}: {}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}

fn column(schema: &Schema, table: &Table, column: &crate::model::Column) -> String {
    let mut parts = vec![column.ty.clone().unwrap_or_else(|| "type not stated".to_owned())];
    if column.primary_key {
        parts.push("primary key".to_owned());
    } else if let Some(nullable) = column.nullable {
        parts.push(if nullable { "null" } else { "not null" }.to_owned());
    }
    if column.unique {
        parts.push("unique".to_owned());
    }
    if let Some(default) = &column.default {
        parts.push(format!("default {default}"));
    }
    if let Some(check) = &column.check {
        parts.push(format!("check {check}"));
    }
    if let Some(values) = schema.enum_of(table, column) {
        parts.push(values.values.join(" | "));
    }
    for key in table.foreign_keys.iter().filter(|key| key.column == column.name) {
        let deleted = key.on_delete.as_ref().map(|what| format!(", on delete {}", what.to_lowercase()));
        parts.push(format!("→ {}{}", key.references, deleted.unwrap_or_default()));
    }
    if let Some(description) = &column.description {
        parts.push(description.clone());
    }
    parts.join(" · ")
}

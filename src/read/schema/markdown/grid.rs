//! Markdown tables: of columns, of indexes, of policies, of relations, of enum values.

use super::scope::Kind;
use super::{Reader, name};
use crate::model::{EnumType, Index, Policy};
use crate::read::blocks::{Block, BlockKind};
use crate::read::schema::fact::{Constraint, Fact, Reference, is_identifier, is_qualified_identifier};
use crate::read::schema::phrase;
use crate::read::schema::words::words;
use crate::text::{Place, Span};

/// An open table with what its columns hold.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    table: usize,
    roles: Vec<Option<String>>,
    columns: bool,
}

fn role(cell: &str) -> Option<String> {
    let cell = cell.trim_matches(['*', '_', '`', ' ']);
    let words = words();
    let whole = words.cell.term_of(cell);
    let found = whole.or_else(|| words.cell.find_all(cell).next().map(|(term, _)| term));
    found.map(str::to_owned)
}

fn has(roles: &[Option<String>], wanted: &str) -> bool {
    roles.iter().any(|r| r.as_deref() == Some(wanted))
}

/// Whether the head of a table is one of columns with their types.
pub(super) fn is_column_grid(cells: &[&str]) -> bool {
    is_columns(&roles(cells))
}

/// What the columns hold; an unknown head before that of a type is the name.
fn roles(cells: &[&str]) -> Vec<Option<String>> {
    let mut roles: Vec<Option<String>> = cells.iter().map(|c| role(c)).collect();
    if !has(&roles, "name")
        && roles.get(1).is_some_and(|r| r.as_deref() == Some("type"))
        && let Some(first) = roles.first_mut()
    {
        *first = Some("name".to_owned());
    }
    roles
}

fn is_columns(roles: &[Option<String>]) -> bool {
    let described = ["type", "constraints", "nullable", "required"].iter().any(|r| has(roles, r));
    let other = ["index", "policy", "command", "rule", "target", "cardinality", "value"].iter().any(|r| has(roles, r));
    has(roles, "name") && described && !other
}

impl Reader<'_> {
    /// Reads a row of a markdown table.
    pub(super) fn row(&mut self, block: &Block, table: usize, header: bool, spans: &[Span]) {
        let cells: Vec<&str> = spans.iter().map(|s| self.outline.slice(*s)).collect();
        if header {
            let roles = roles(&cells);
            let in_definition = matches!(self.kind(), Kind::Define | Kind::View | Kind::Columns);
            let columns =
                is_columns(&roles) || in_definition && roles.first().is_some_and(|r| r.as_deref() == Some("name"));
            if columns && !in_definition && !has(&roles, "table") {
                self.announce_above(block);
            }
            self.grid = Some(Grid { table, roles, columns });
            return;
        }
        let Some(grid) = self.grid.clone().filter(|g| g.table == table) else { return };
        let row = Row { grid: &grid, cells: &cells, place: self.place(block) };
        let usable = matches!(self.kind(), Kind::Define | Kind::View | Kind::Columns | Kind::Constraints)
            || has(&grid.roles, "table") && matches!(self.kind(), Kind::Tables | Kind::Unknown);
        if grid.columns && usable {
            self.column_row(&row);
        } else {
            self.other_row(&row);
        }
    }

    /// A table of columns without a title of its own: the line above may name it.
    fn announce_above(&mut self, header: &Block) {
        if !matches!(self.kind(), Kind::Tables | Kind::Unknown | Kind::Views) {
            return;
        }
        let at = self.blocks().partition_point(|b| b.span.start < header.span.start);
        let Some(above) = at.checked_sub(1).and_then(|i| self.blocks().get(i)) else { return };
        let fits = matches!(above.kind, BlockKind::Line | BlockKind::Item { .. });
        if let Some(name) = name::in_title(self.text(above)).filter(|n| fits && n.strong) {
            let end = self.blocks().iter().skip(at).position(|b| !matches!(b.kind, BlockKind::Row { .. }));
            let end = end.map_or(self.blocks().len(), |i| at + i);
            self.announce(85, &name, name.view, at - 1, end);
        }
    }

    fn column_row(&mut self, row: &Row<'_>) {
        if let Some(table) = row.cell("table").map(plain).filter(|t| is_qualified_identifier(t)) {
            if self.known(&table).is_none() {
                self.facts.push(Fact::Table { name: table.clone(), description: None, place: row.place });
                self.tables.insert(crate::model::schema::table_key(&table));
            }
            self.close(95);
            self.open(95, Kind::Define, Some(table));
        }
        let title = row.cell("name").unwrap_or_default();
        let alone = plain(title);
        let first =
            if is_identifier(&alone) && alone.to_uppercase() != alone || alone.contains('_') && is_identifier(&alone) {
                Some(phrase::cells(&alone, None, "", ""))
            } else {
                phrase::column(title).filter(|p| !p.sentence)
            };
        // `Unique | (a, b)` gives a list where columns give their type.
        let listed = row.cell("type").is_some_and(|cell| cell.trim_start_matches(['`', '*']).starts_with('('));
        let first = first.filter(|_| !(listed && phrase::starts_constraint(title)));
        let Some(mut first) = first else {
            // A row without a name, or with one such as `UNIQUE (a, b)`, is a constraint.
            let text = row.cells.join(" ");
            self.constraints(&text, row.place);
            return;
        };
        let constraints = row.constraints();
        let remark = row.cell("remark").unwrap_or_default();
        let mut read = phrase::cells(&first.column.name, row.cell("type"), &constraints, remark);
        read.column.primary_key |= first.column.primary_key;
        read.column.unique |= first.column.unique;
        read.column.nullable = read.column.nullable.or(first.column.nullable);
        read.facts.append(&mut first.facts);
        row.flags(&mut read);
        let others: Vec<_> = phrase::columns(title).into_iter().skip(1).map(|p| p.column.name).collect();
        let mut all = vec![read];
        for name in others {
            let mut twin = phrase::cells(&name, row.cell("type"), &constraints, remark);
            row.flags(&mut twin);
            all.push(twin);
        }
        self.columns(all, row.place);
    }

    /// A row of anything but columns.
    fn other_row(&mut self, row: &Row<'_>) {
        let table = row.cell("table").map(plain).and_then(|t| self.known(&t)).or_else(|| self.subject());
        if self.kind() == Kind::Enums || has(&row.grid.roles, "enum") || has(&row.grid.roles, "value") {
            let titles = ["enum", "name", "type"];
            let name = titles.iter().find_map(|r| row.cell(r)).map(plain).filter(|n| is_qualified_identifier(n));
            let values = row.cell("value").map(phrase::listed_values).unwrap_or_default();
            if let Some(name) = name.filter(|_| values.len() > 1) {
                self.facts.push(Fact::Enum(EnumType { name, values, place: row.place, inline: false }));
            }
        } else if has(&row.grid.roles, "policy") || self.kind() == Kind::Policies {
            let Some(table) = table else { return };
            let rule = row.cell("rule").or_else(|| row.cell("remark")).unwrap_or_default();
            let name = row.cell("policy").map(plain).filter(|n| !n.is_empty());
            let command = row.cell("command").map(plain).filter(|c| !c.is_empty());
            let policy = Policy { name, command, rule: plain(rule), place: row.place };
            self.facts.push(Fact::Policy { table, policy });
        } else if has(&row.grid.roles, "index") || self.kind() == Kind::Indexes {
            let Some(table) = table else { return };
            let over = row.cell("over").or_else(|| row.cell("name")).unwrap_or_default();
            let columns = phrase::name_list(over.trim_matches(['`', '(', ')', ' '])).unwrap_or_default();
            let unique = super::entry::says_unique(&row.cells.join(" "));
            let name = row.cell("index").map(plain).filter(|n| n.contains('_'));
            if !columns.is_empty() {
                let index = Index { name, columns, unique, place: row.place, ..Index::default() };
                self.facts.push(Fact::Index { table, index });
            }
        } else if let (Some(table), Some(target)) =
            (row.cell("table").or_else(|| row.cell("source")), row.cell("target"))
        {
            let column = row.cell("references").or_else(|| row.cell("name")).map(plain);
            let reference = Reference { target: plain(target), hint: true, ..Reference::default() };
            if let (Some(table), Some(column)) = (self.known(&plain(table)), column) {
                let column = column.rsplit('.').next().unwrap_or_default().to_owned();
                let constraint = Constraint::ForeignKey { columns: vec![column], reference };
                self.facts.push(Fact::Constraint { table, constraint, place: row.place });
            }
        }
    }
}

/// A cell without marks.
fn plain(cell: &str) -> String {
    cell.replace(['`', '*', '\\'], "").trim().to_owned()
}

struct Row<'r> {
    grid: &'r Grid,
    cells: &'r [&'r str],
    place: Place,
}

impl<'r> Row<'r> {
    fn cell(&self, role: &str) -> Option<&'r str> {
        let at = self.grid.roles.iter().position(|r| r.as_deref() == Some(role))?;
        self.cells.get(at).copied()
    }

    /// What the cells of constraints say; where there are none, remarks have to do.
    fn constraints(&self) -> String {
        let named = self.cell("constraints");
        let mut text = match named {
            Some(cell) => cell.to_owned(),
            None => self.cell("remark").unwrap_or_default().to_owned(),
        };
        if let Some(target) = self.cell("references").filter(|t| is_said(t)) {
            let known = plain(target);
            text.push_str(", REFERENCES ");
            text.push_str(
                known.trim_start_matches("REFERENCES").trim_start_matches("FK").trim_start_matches(['→', ' ', ':']),
            );
        }
        text
    }

    /// Cells that answer yes or no, and the default.
    fn flags(&self, read: &mut phrase::ColumnPhrase) {
        if let Some(cell) = self.cell("nullable").filter(|c| is_said(c)) {
            let not_null = plain(cell).to_uppercase().contains("NOT NULL");
            read.column.nullable = if not_null { Some(false) } else { yes_or_no(cell).or(read.column.nullable) };
        }
        if let Some(answer) = self.cell("required").and_then(yes_or_no) {
            read.column.nullable = Some(!answer);
        }
        if self.cell("unique").and_then(yes_or_no) == Some(true) {
            read.column.unique = true;
        }
        if self.cell("primary").and_then(yes_or_no) == Some(true) {
            read.column.primary_key = true;
        }
        if let Some(value) = self.cell("default").filter(|c| is_said(c)) {
            read.column.default = read.column.default.take().or(Some(plain(value)));
        }
    }
}

fn is_said(cell: &str) -> bool {
    !cell.trim_matches(['-', '–', '—', ' ', '`', '/']).is_empty()
}

/// What a cell such as `YES`, `nie`, `✓` or `-` answers.
fn yes_or_no(cell: &str) -> Option<bool> {
    let cell = plain(cell);
    if words().is("yes", &cell) || cell.starts_with(['✓', '✔', '✅', '☑']) || cell.eq_ignore_ascii_case("null") {
        Some(true)
    } else if words().is("no", &cell) || cell.starts_with(['✗', '✘', '❌', '☐']) {
        Some(false)
    } else {
        None
    }
}

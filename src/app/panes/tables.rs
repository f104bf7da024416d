//! Step 2: the tables of the chosen endpoints: picked ones, their neighbours, the rest.

use std::collections::HashSet;

use super::super::popup::sheet::Sheet;
use super::super::state::State;
use super::grouped::GroupedList;
use crate::model::schema::table_key;
use crate::model::{Project, Table};
use crate::relate::Relations;

/// The list of tables.
#[derive(Debug, Default)]
pub struct TablesPane {
    /// The rows.
    pub list: GroupedList,
    /// All tables, in the order in which they are shown.
    pub tables: Vec<TableRow>,
    /// Why the highlighted table stands where it stands.
    pub reasons: Sheet,
    /// Table that the reasons are for, and the revision.
    reasons_for: Option<(u64, usize)>,
    /// Revision and endpoints that it was made for.
    made_for: Option<(u64, Vec<usize>)>,
}

/// How a table stands to the chosen endpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Proposed.
    Picked,
    /// A foreign key connects it with a picked or added one.
    Neighbour,
    /// Neither.
    Rest,
}

impl Standing {
    /// Heading of the group.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Picked => "Picked",
            Self::Neighbour => "Connected by a foreign key",
            Self::Rest => "Other tables",
        }
    }
}

/// One table as the pane shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// Index among the schema's tables, then its views.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// How it stands to the chosen endpoints.
    pub standing: Standing,
    /// Strength of the evidence, 0 for tables that are not proposed.
    pub score: f64,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Whether that is the user's doing.
    pub by_user: bool,
    /// Why it stands where it stands, strongest first.
    pub reasons: Vec<String>,
}

/// A table or view by the index of a [`TableRow`].
#[must_use]
pub fn table(project: &Project, index: usize) -> Option<&Table> {
    let tables = &project.schema.tables;
    tables.get(index).or_else(|| project.schema.views.get(index.checked_sub(tables.len())?))
}

impl TablesPane {
    /// The highlighted table.
    #[must_use]
    pub fn row(&self) -> Option<&TableRow> {
        self.tables.get(self.list.selected()?)
    }

    /// How many are chosen.
    #[must_use]
    pub fn chosen(&self) -> usize {
        self.tables.iter().filter(|t| t.chosen).count()
    }

    /// Shows what the search leaves.
    pub fn refill(&mut self) {
        self.list.fill(self.tables.iter().map(|t| (t.standing.title(), t.name.as_str())));
        // That nothing was found is an answer, and one that should be seen.
        if self.list.search.is_none() && !self.tables.iter().any(|t| t.standing == Standing::Picked) {
            let no_tables = self.tables.is_empty();
            let text = if no_tables { "The documents define no table" } else { "No table was found for this" };
            self.list.insert_heading(text);
        }
    }

    /// The chosen tables, strongest pick first.
    #[must_use]
    pub fn chosen_tables<'p>(&self, project: &'p Project) -> Vec<&'p Table> {
        self.tables.iter().filter(|t| t.chosen).filter_map(|t| table(project, t.index)).collect()
    }
}

/// Brings the pane up to date.
pub fn refresh(state: &mut State, subject: &[usize]) {
    let current = Some((state.revision, subject.to_vec()));
    if state.tables.made_for == current {
        return;
    }
    look_up_picks(state, subject);
    let former = state.tables.row().map(|row| row.index);
    let same_subject = state.tables.made_for.as_ref().is_some_and(|(_, s)| s == subject);
    state.tables.tables = rows(state, subject);
    state.tables.refill();
    let kept = former.filter(|_| same_subject).and_then(|i| state.tables.tables.iter().position(|t| t.index == i));
    match kept {
        Some(at) => _ = state.tables.list.select(at),
        None => state.tables.list.first(),
    }
    state.tables.made_for = current;
    state.tables.reasons_for = None;
}

/// Brings the reasons for the highlighted table up to date, for a place of that size.
pub fn refresh_reasons(state: &mut State, width: u16, height: u16) {
    let Some(row) = state.tables.row() else {
        state.tables.reasons = Sheet::default();
        state.tables.reasons_for = None;
        return;
    };
    let current = Some((state.revision, row.index));
    if state.tables.reasons_for != current {
        state.tables.reasons = Sheet::table_reasons(state);
        state.tables.reasons_for = current;
    }
    state.tables.reasons.fit(width, height);
}

fn look_up_picks(state: &mut State, subject: &[usize]) {
    let missing: Vec<usize> = subject.iter().copied().filter(|at| !state.picks.contains_key(at)).collect();
    if missing.is_empty() {
        return;
    }
    let relations = Relations::new(&state.project);
    for at in missing {
        let picks = state.project.api.endpoints.get(at).map(|e| relations.picks(e)).unwrap_or_default();
        state.picks.insert(at, picks);
    }
}

fn rows(state: &State, subject: &[usize]) -> Vec<TableRow> {
    let schema = &state.project.schema;
    let all = schema.tables.iter().chain(&schema.views);
    let mut rows: Vec<TableRow> = all.enumerate().map(|(index, table)| row(state, subject, index, table)).collect();
    let near: HashSet<String> =
        rows.iter().filter(|r| r.standing == Standing::Picked || r.chosen).map(|r| table_key(&r.name)).collect();
    for row in rows.iter_mut().filter(|r| r.standing == Standing::Rest) {
        let Some(table) = table(&state.project, row.index) else { continue };
        let reasons = connections(&state.project, table, &near);
        if !reasons.is_empty() {
            row.standing = Standing::Neighbour;
            row.reasons.extend(reasons);
        }
    }
    rows.sort_by(|a, b| a.standing.cmp(&b.standing).then(b.score.total_cmp(&a.score)).then(a.index.cmp(&b.index)));
    rows
}

/// One table before its neighbours are known.
fn row(state: &State, subject: &[usize], index: usize, table: &Table) -> TableRow {
    let mut row = TableRow {
        index,
        name: table.name.clone(),
        standing: Standing::Rest,
        score: 0.0,
        chosen: false,
        by_user: false,
        reasons: Vec::new(),
    };
    let key = table_key(&table.name);
    for &at in subject {
        let Some(name) = state.endpoints.names.get(at) else { continue };
        let picks = state.picks.get(&at).map(Vec::as_slice).unwrap_or_default();
        let pick = picks.iter().find(|p| table_key(&p.table) == key);
        let choice = state.choices.tables.get(name);
        let added = choice.is_some_and(|c| c.added.contains(&table.name));
        let removed = choice.is_some_and(|c| c.removed.contains(&table.name));
        row.chosen |= (pick.is_some() && !removed) || added;
        row.by_user |= added || removed;
        if let Some(pick) = pick {
            row.standing = Standing::Picked;
            row.score = row.score.max(pick.score);
            for reason in &pick.reasons {
                let text = if subject.len() > 1 { format!("{name}: {}", reason.text) } else { reason.text.clone() };
                row.reasons.push(text);
            }
        }
    }
    row
}

fn connections(project: &Project, table: &Table, near: &HashSet<String>) -> Vec<String> {
    let out = table
        .foreign_keys
        .iter()
        .filter(|fk| near.contains(&table_key(&fk.references)))
        .map(|fk| format!("its `{}` refers to `{}`", fk.column, fk.references));
    let key = table_key(&table.name);
    let others = project.schema.tables.iter().filter(|other| near.contains(&table_key(&other.name)));
    let to_it = others.flat_map(|other| {
        let towards = other.foreign_keys.iter().filter(|fk| table_key(&fk.references) == key);
        towards.map(|fk| format!("`{}.{}` refers to it", other.name, fk.column))
    });
    out.chain(to_it).collect()
}

//! What the readers say and what `check` finds, one row each, with the lines of the documents that
//! the highlighted one is about below.

use super::super::flow::harmless;
use super::super::layout::Area;
use super::super::list::ListCursor;
use super::super::state::State;
use super::sheet::{Line, Sheet};
use crate::check::Finding;
use crate::config::theme::Role;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Project;
use crate::text::Place;

/// Most remarks that are listed.
const MOST: usize = 2_000;
/// Lines shown before and after those that a remark is about.
const AROUND: usize = 4;
/// Most lines of a document that are shown for one remark.
const LONGEST: usize = 60;

/// One remark as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its code.
    pub code: Code,
    /// How a code of its severity looks.
    pub role: Role,
    /// `file:line`, or nothing.
    pub at: String,
    /// What is wrong, ready to be shown.
    pub message: String,
    /// How much it matters.
    pub severity: Severity,
    /// What to do.
    pub help: Option<String>,
    /// Where it is, if it is in a document.
    pub place: Option<Place>,
    /// The other sides, each with a word for what stands there.
    related: Vec<(String, Place)>,
}

impl Remark {
    /// What a reader says.
    #[must_use]
    pub fn of_diagnostic(project: &Project, said: &Diagnostic) -> Self {
        Self::new(project, said.code, said.severity, &said.message, said.help.clone(), said.place)
    }

    /// What `check` found.
    #[must_use]
    pub fn of_finding(project: &Project, found: &Finding) -> Self {
        let place = Some(found.place);
        let remark = Self::new(project, found.code, found.severity, &found.message, found.help.clone(), place);
        Self { related: found.related.clone(), ..remark }
    }

    fn new(
        project: &Project,
        code: Code,
        severity: Severity,
        message: &str,
        help: Option<String>,
        place: Option<Place>,
    ) -> Self {
        let role = match severity {
            Severity::Info => Role::Good,
            Severity::Warning => Role::Warning,
            Severity::Error => Role::Error,
        };
        let at = place.map(|place| project.locate(place)).unwrap_or_default();
        let message = harmless(message).into_owned();
        Self { code, role, at, message, severity, help, place, related: Vec::new() }
    }
}

/// The list, and what is said about the highlighted row.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    /// The worst first, then in the order of the documents.
    pub rows: Vec<Remark>,
    /// The highlighted one.
    pub cursor: ListCursor,
    /// The highlighted remark in full, with the document's lines.
    pub detail: Sheet,
    detail_of: Option<usize>,
    /// What is said where there is no row, and how it looks.
    nothing: Option<(String, Role)>,
}

impl Remarks {
    /// Everything that was said about documents, settings and prompt.
    #[must_use]
    pub fn new(state: &State) -> Self {
        let rows = state.diagnostics().map(|said| Remark::of_diagnostic(&state.project, said)).collect();
        Self::of(rows, "Everything was read without a remark.", Role::Good)
    }

    /// Rows in the order of their documents, and what is said where there is none.
    #[must_use]
    pub fn of(mut rows: Vec<Remark>, nothing: impl Into<String>, role: Role) -> Self {
        rows.sort_by_key(|row| std::cmp::Reverse(row.severity));
        rows.truncate(MOST);
        Self { rows, nothing: Some((nothing.into(), role)), ..Self::default() }
    }

    /// Where the rows stand inside the frame: at the top, at most a third of it.
    #[must_use]
    pub fn list_area(&self, mut inner: Area) -> Area {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        let most = (inner.height / 3).max(3);
        inner.take_top(rows.min(most))
    }

    /// Where the detail stands inside the frame: below the rows and a line.
    #[must_use]
    pub fn detail_area(&self, mut inner: Area) -> Area {
        let rows = self.list_area(inner).height;
        inner.take_top(if rows > 0 { rows + 1 } else { 0 });
        inner
    }

    /// Looks the lines of the highlighted remark up.
    pub fn refresh(&mut self, project: &Project) {
        let at = self.cursor.at.min(self.rows.len().saturating_sub(1));
        if self.detail_of == Some(at) {
            return;
        }
        self.detail_of = Some(at);
        self.detail = match self.rows.get(at) {
            Some(row) => detail(project, row),
            None => Sheet::new("", self.nothing.iter().map(|(text, role)| Line::wide(text.as_str(), *role)).collect()),
        };
    }

    /// Scrolls the detail.
    pub fn scroll_detail(&mut self, by: isize, inner: Area) {
        let height = self.detail_area(inner).height;
        self.detail.scroll(by, height);
    }

    /// The highlighted remark.
    #[must_use]
    pub fn selected(&self) -> Option<&Remark> {
        self.rows.get(self.cursor.at)
    }

    /// Keeps the highlighted row in sight, and breaks the detail for its place.
    pub fn fit(&mut self, inner: Area, list_height: u16) {
        self.cursor.fit(self.rows.len(), usize::from(list_height));
        let area = self.detail_area(inner);
        self.detail.fit(area.width, area.height);
    }
}

/// What is wrong, what to do, and the lines that it is about with some around them.
fn detail(project: &Project, remark: &Remark) -> Sheet {
    let mut lines = vec![Line::wide(remark.message.as_str(), Role::Text)];
    if let Some(help) = &remark.help {
        lines.push(Line::wide(format!("→ {help}"), Role::Good));
    }
    if let Some(place) = remark.place {
        excerpt(&mut lines, project, place, "", AROUND);
    }
    for (what, place) in &remark.related {
        excerpt(&mut lines, project, *place, &format!("{what}: "), 0);
    }
    Sheet::new("", lines)
}

/// The lines of a place, with `around` before and after.
fn excerpt(lines: &mut Vec<Line>, project: &Project, place: Place, what: &str, around: usize) {
    let Some(source) = project.source(place).filter(|source| place.span.end <= source.text().len()) else { return };
    let (first, last) = source.lines_of(place.span);
    // A remark about a document as a whole has no lines of its own.
    let whole = place.span.is_empty() && place.span.start == 0;
    let shown = first.saturating_sub(around).max(1)..=(last + around).min(source.line_count());
    lines.push(Line::blank());
    lines.push(Line::wide(format!("{what}{}", project.locate(place)), Role::Heading));
    for number in shown.take(LONGEST) {
        let text = source.line_span(number).map(|span| source.slice(span)).unwrap_or_default();
        let about = !whole && (first..=last).contains(&number);
        let (sign, role) = if about { ("▌", Role::Text) } else { (" ", Role::Muted) };
        let head_role = if about { Role::Warning } else { Role::Muted };
        lines.push(Line::new(format!("{number:>5} {sign}"), head_role, text, role));
    }
}

//! Where an API plan announces an endpoint, in every shape that plans use.

mod fields;
mod title;

use std::collections::{HashMap, HashSet};

use super::sections::{Layout, Zone};
use super::target::{Target, method_in_capitals, path_in, targets};
use super::words::FIELDS;
use crate::model::Method;
use crate::read::blocks::BlockKind;
use crate::read::lexicon::label::Label;
use crate::text::Span;
use fields::{Pending, methods_in, target_at};
use title::title_beside;

/// The shape of an announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A heading that names method and path, or that stands above fields which do.
    Heading { level: u8 },
    /// A list item or a line of its own.
    Line { indent: usize, item: bool },
    /// A row of a table.
    Row { table: usize },
}

/// A place that may announce one or more endpoints.
#[derive(Debug, Clone)]
pub(super) struct Announcement {
    pub(super) targets: Vec<Target>,
    pub(super) shape: Shape,
    /// First block: the title's, or that which names the path.
    pub(super) start: usize,
    /// Block that names the path.
    pub(super) head: usize,
    /// Whether method and path stand in fields below a title.
    pub(super) fields: bool,
    /// Words beside method and path that say what the endpoint does.
    pub(super) title: Option<Span>,
    /// First block and shape without the section's heading, for when that turns out to head several
    /// endpoints.
    pub(super) alone: (usize, Shape),
}

/// Finds every place that may announce an endpoint, in the order of the text.
pub(super) fn announcements(layout: &Layout<'_>) -> Vec<Announcement> {
    let mut finder = Finder {
        layout,
        found: Vec::new(),
        pending: Pending::default(),
        titled: HashSet::new(),
        path_heading: None,
        columns: Columns::default(),
    };
    for index in 0..layout.blocks().len() {
        finder.read(index);
    }
    let mut found = finder.found;
    settle_headings(layout, &mut found);
    found
}

/// Decides whether the heading above an announcement is its title. A heading above several
/// endpoints is the title of none; one above a line that names its endpoint is where the plan's other
/// headings of that level are too.
fn settle_headings(layout: &Layout<'_>, found: &mut [Announcement]) {
    let mut heads: HashMap<usize, usize> = HashMap::new();
    for announcement in found.iter() {
        if let Some(section) = layout.section_of.get(announcement.head) {
            *heads.entry(*section).or_default() += 1;
        }
    }
    // Levels at which each heading stands above exactly one endpoint.
    let mut levels: HashMap<u8, (usize, bool)> = HashMap::new();
    for (section, count) in &heads {
        if let Some(section) =
            layout.sections.get(*section).filter(|s| matches!(s.zone, Zone::Endpoints | Zone::Neutral))
        {
            let level = levels.entry(section.level).or_insert((0, true));
            level.0 += 1;
            level.1 &= *count == 1;
        }
    }
    for announcement in found.iter_mut() {
        let Some(number) = layout.section_of.get(announcement.head) else { continue };
        let Some(section) = layout.sections.get(*number) else { continue };
        let several = heads.get(number).is_some_and(|n| *n > 1);
        match announcement.shape {
            Shape::Heading { .. } if announcement.fields && several && announcement.alone.0 != announcement.start => {
                (announcement.start, announcement.shape) = announcement.alone;
                announcement.title = None;
            }
            Shape::Line { .. } if !announcement.fields => {
                let Some(heading) = section.heading.filter(|h| announcement.start <= h + 2) else { continue };
                let titles = levels.get(&section.level).is_some_and(|(count, single)| *count > 1 && *single);
                if titles {
                    announcement.start = heading;
                    announcement.shape = Shape::Heading { level: section.level };
                    announcement.title = layout.block(heading).map(|b| b.text);
                }
            }
            _ => {}
        }
    }
}

/// What the columns of the current table hold.
#[derive(Debug, Default)]
struct Columns {
    method: Option<usize>,
    path: Option<usize>,
    description: Option<usize>,
}

struct Finder<'a, 'b> {
    layout: &'a Layout<'b>,
    found: Vec<Announcement>,
    pending: Pending,
    /// Sections whose heading is the title of an announcement.
    titled: HashSet<usize>,
    /// A heading that is a path alone: its block and level.
    path_heading: Option<(usize, u8, String)>,
    columns: Columns,
}

impl Finder<'_, '_> {
    fn read(&mut self, index: usize) {
        let Some(block) = self.layout.block(index) else { return };
        match &block.kind {
            BlockKind::Heading { level } => self.heading(index, *level),
            BlockKind::Item { .. } => self.line(index, block.indent, true),
            BlockKind::Line => self.line(index, block.indent, false),
            BlockKind::Row { table, header, cells } => {
                if *header {
                    self.columns = columns(self.layout, cells);
                } else {
                    self.row(index, *table, cells);
                }
            }
            BlockKind::Code { .. } => self.code(index),
            BlockKind::Rule => {}
        }
    }

    fn heading(&mut self, index: usize, level: u8) {
        self.pending = Pending::default();
        let text = self.layout.text(index);
        let found = targets(text);
        if !found.is_empty() {
            let title = title_beside(text, &found, self.layout, index);
            self.push(index, index, Shape::Heading { level }, found, false, title);
            return;
        }
        let plain = text.trim_start_matches(|c: char| !c.is_alphabetic() && c != '/');
        if let Some(path) = path_in(plain).filter(|_| plain.starts_with('/')) {
            self.path_heading = Some((index, level, path.path));
        } else if let Some((_, above, _)) = self.path_heading {
            if level <= above {
                self.path_heading = None;
            } else if let Some((methods, length)) = lone_method(text) {
                self.push_below_path(index, methods, length, Shape::Heading { level });
            }
        }
    }

    fn line(&mut self, index: usize, indent: usize, item: bool) {
        let text = self.layout.text(index);
        let shape = Shape::Line { indent, item };
        if let Some(label) = FIELDS.label(text).filter(Label::is_clear)
            && matches!(label.term, "method" | "path" | "endpoint" | "request")
            && self.field(index, &label, text, shape)
        {
            return;
        }
        if self.path_heading.is_some()
            && let Some((methods, length)) = lone_method(text)
        {
            self.push_below_path(index, methods, length, shape);
            return;
        }
        if !text.contains('/') {
            return;
        }
        let found = targets(text);
        if announces(text, &found) {
            let beside = title_beside(text, &found, self.layout, index);
            match self.title_on_line_above(index, indent, item) {
                Some((above, title)) => {
                    self.push(above, index, shape, found, false, beside.or(Some(title)));
                }
                None => self.push(index, index, shape, found, false, beside),
            }
        }
    }

    fn push_below_path(&mut self, index: usize, methods: Vec<Method>, length: usize, shape: Shape) {
        let Some((_, _, path)) = self.path_heading.clone() else { return };
        let span = Span::new(0, length);
        let target = |method| Target { method, path: path.clone(), query: None, host: None, span };
        let found: Vec<_> = methods.into_iter().map(target).collect();
        let title = title_beside(self.layout.text(index), &found, self.layout, index);
        self.push(index, index, shape, found, false, title);
    }

    fn row(&mut self, index: usize, table: usize, cells: &[Span]) {
        let cell = |column: Option<usize>| column.and_then(|c| cells.get(c)).map(|c| self.layout.outline.slice(*c));
        let shape = Shape::Row { table };
        let title = self.columns.description.and_then(|c| cells.get(c)).copied().filter(|c| !c.is_empty());
        let Some(path_cell) = cell(self.columns.path) else { return };
        let mut found = targets(path_cell);
        if found.is_empty()
            && let Some(methods) = cell(self.columns.method).map(methods_in)
            && let Some(path) = path_in(path_cell)
        {
            found = methods.into_iter().map(|method| target_at(method, &path)).collect();
        }
        if !found.is_empty() {
            self.push(index, index, shape, found, false, title);
        }
    }

    /// A fence that begins with the request line, below a heading that nothing else announces.
    fn code(&mut self, index: usize) {
        let Some(section) = self.layout.section_of.get(index).copied() else { return };
        let first = self.layout.text(index).lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
        let found = targets(first);
        let leads = found.first().is_some_and(|t| t.span.start == first.len() - first.trim_start().len());
        let alone = found.last().is_some_and(|t| {
            let rest = first.get(t.span.end..).unwrap_or_default().trim();
            rest.is_empty() || rest.starts_with("HTTP/") || rest.starts_with('?')
        });
        let heading = self.layout.sections.get(section).and_then(|s| s.heading);
        let announced = self.found.last().is_some_and(|a| Some(a.head) >= heading);
        if !leads || !alone || announced {
            return;
        }
        let Some(heading) = heading.filter(|h| index <= h + 6) else { return };
        let Some(BlockKind::Heading { level }) = self.layout.block(heading).map(|b| b.kind.clone()) else { return };
        let title = self.layout.block(heading).map(|b| b.text);
        self.push(heading, index, Shape::Heading { level }, found, true, title);
    }

    fn push(
        &mut self,
        start: usize,
        head: usize,
        shape: Shape,
        targets: Vec<Target>,
        fields: bool,
        title: Option<Span>,
    ) {
        self.found.push(Announcement { targets, shape, start, head, fields, title, alone: (start, shape) });
    }
}

/// What the columns of a table head mean.
fn columns(layout: &Layout<'_>, head: &[Span]) -> Columns {
    let mut columns = Columns::default();
    for (number, cell) in head.iter().enumerate() {
        match FIELDS.term_of(layout.outline.slice(*cell)) {
            Some("method") => columns.method = columns.method.or(Some(number)),
            Some("path" | "endpoint") => columns.path = columns.path.or(Some(number)),
            Some("description" | "title") => columns.description = columns.description.or(Some(number)),
            _ => {}
        }
    }
    columns
}

/// Methods that a line consists of, or that stand before a colon, a dash or a bracket; and where they
/// end.
fn lone_method(text: &str) -> Option<(Vec<Method>, usize)> {
    let lead = text.len() - text.trim_start_matches(|c: char| !c.is_alphabetic()).len();
    let body = text.get(lead..)?;
    let length = body.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(body.len());
    let method = method_in_capitals(body.get(..length)?)?;
    let rest = body.get(length..)?.trim_start_matches(['*', '`', '_', ' ', ']']);
    let ends = rest.is_empty() || rest.starts_with([':', '-', '–', '—', '(', '→', '|']);
    (ends && !rest.contains(" /")).then(|| (vec![method], lead + length))
}

/// Whether a line announces the endpoints that it names: it begins with the first one, and only a
/// remark follows.
fn announces(text: &str, found: &[Target]) -> bool {
    let Some(first) = found.first() else { return false };
    let before = text.get(..first.span.start).unwrap_or_default();
    if before.contains(char::is_alphabetic) {
        return false;
    }
    found.iter().enumerate().all(|(number, target)| {
        let rest = text.get(target.span.end..).unwrap_or_default();
        let next = found.get(number + 1).filter(|n| n.span.start > target.span.end);
        match next {
            Some(next) => {
                let between = text.get(target.span.end..next.span.start).unwrap_or_default();
                between.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count() <= 1
            }
            None => is_end(rest),
        }
    })
}

/// Whether nothing but a remark follows: the end of the line, a dash, a colon, a bracket.
fn is_end(rest: &str) -> bool {
    if let Some(query) = rest.strip_prefix('?') {
        let end = query.find(|c: char| c.is_whitespace() || c == '`').unwrap_or(query.len());
        return is_end(query.get(end..).unwrap_or_default());
    }
    let plain = rest.trim_start_matches(['*', '`', '_', '\\', '.']).trim_start();
    let plain = plain.trim_start_matches(['*', '_']);
    plain.is_empty() || plain.starts_with(['-', '–', '—', ':', '(', '[', '→', '<', '|', '✅', '🔒'])
}

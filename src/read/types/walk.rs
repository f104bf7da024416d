//! The walk over a file's syntax tree: with a cursor, so that no depth of nesting matters.

use std::collections::HashSet;
use std::sync::OnceLock;

use tree_sitter::{Language, Node, TreeCursor};

use super::dialect::{COUNT, Dialect, Surroundings};
use super::nodes;
use super::parse::parse;
use crate::model::TypeDeclaration;
use crate::text::{Source, Span};

/// What a file gave.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) types: Vec<TypeDeclaration>,
    pub(super) faults: Vec<Fault>,
}

/// A part that the grammar could not take.
pub(super) struct Fault {
    pub(super) span: Span,
    /// The type that it stands in.
    pub(super) within: Option<String>,
}

/// How many names a type is noted to use at most.
const MOST_USES: usize = 100;
/// Longest way to a type through those that it is declared inside, in bytes.
const LONGEST_PATH: usize = 200;
/// How many times the reading of a file goes on behind a fault.
const MOST_RESUMED: usize = 40;

/// Reads the types of a file; `number` is that of the dialect.
pub(super) fn types(dialect: &Dialect, number: usize, source: &Source) -> Reading {
    let text = source.text();
    let prepared = dialect.prepare.map(|prepare| prepare(text)).filter(|prepared| prepared.len() == text.len());
    let mut reading = Reading::default();
    let kinds = || Kinds::new(dialect, &(dialect.grammar)());
    let Some(kinds) = KINDS.get(number).map(|known| known.get_or_init(kinds)) else { return reading };
    let mut known = HashSet::new();
    let mut parts = vec![Span::new(0, text.len())];
    // Work spent on parts that were read before; a broken file may cost as much again as a sound one.
    let mut budget = text.len().saturating_mul(2);
    let mut resumed = 0;
    while let Some(part) = parts.pop() {
        let Some(tree) = parse(dialect, source, prepared.as_deref(), part) else {
            reading.faults.push(Fault { span: part, within: None });
            continue;
        };
        let mut walk =
            Walk { dialect, source, kinds, part, known: &mut known, reading: &mut reading, lost: Vec::new() };
        walk.run(tree.walk(), tree.root_node().has_error());
        let lost = walk.lost;
        for lost in lost {
            let rest = resume(source, lost).filter(|rest| rest.len() <= budget && resumed < MOST_RESUMED);
            if let Some(rest) = rest {
                budget -= rest.len();
                resumed += 1;
                parts.push(rest);
            }
        }
    }
    reading
}

/// What is left of a part that could not be read, from the next line on that could begin a
/// declaration: one that is indented no further than the first.
fn resume(source: &Source, lost: Span) -> Option<Span> {
    let first = source.line_of(lost.start);
    let last = source.line_of(lost.end.saturating_sub(1).max(lost.start));
    let indent = |line: usize| {
        let text = source.slice(source.line_span(line)?);
        let content = text.trim_start();
        let begins = content.starts_with(|c: char| c.is_alphabetic() || matches!(c, '@' | '#' | '[' | '/'));
        begins.then(|| text.len() - content.len())
    };
    let outer = indent(first).unwrap_or_default();
    let line = (first + 1..=last).find(|line| indent(*line).is_some_and(|indent| indent <= outer))?;
    let start = source.line_span(line)?.start;
    (start < lost.end).then(|| Span::new(start, lost.end))
}

/// What a node is to the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Declares,
    Wraps,
    Leads,
    PassedOver,
    Name,
}

/// The class of each kind of node, by its number.
struct Kinds(Vec<Class>);

/// The number that stands for a part that could not be read.
const ERROR: u16 = u16::MAX;

/// The kinds of each dialect, once they were needed.
static KINDS: [OnceLock<Kinds>; COUNT] = [const { OnceLock::new() }; COUNT];

impl Kinds {
    fn new(dialect: &Dialect, language: &Language) -> Self {
        let class = |id: usize| {
            let kind = u16::try_from(id).ok().and_then(|id| language.node_kind_for_id(id)).unwrap_or_default();
            match kind {
                _ if dialect.declares.contains(&kind) => Class::Declares,
                _ if dialect.wraps.contains(&kind) => Class::Wraps,
                _ if dialect.leads.contains(&kind) => Class::Leads,
                _ if dialect.passed_over.contains(&kind) => Class::PassedOver,
                _ if dialect.names.contains(&kind) => Class::Name,
                _ => Class::Plain,
            }
        };
        Self((0..language.node_kind_count()).map(class).collect())
    }

    fn of(&self, node: Node<'_>) -> Class {
        self.0.get(usize::from(node.kind_id())).copied().unwrap_or(Class::Plain)
    }
}

/// What is known of one level of the tree.
#[derive(Default, Clone, Copy)]
struct Level {
    /// The comments and attributes just before.
    lead: Option<Span>,
    /// The statement around, with its own lead, where it wraps what stands here.
    around: Option<Span>,
}

struct Walk<'a> {
    dialect: &'a Dialect,
    source: &'a Source,
    kinds: &'a Kinds,
    part: Span,
    /// Where the names of known types start.
    known: &'a mut HashSet<usize>,
    reading: &'a mut Reading,
    /// Parts on the outermost level that could not be read.
    lost: Vec<Span>,
}

impl Walk<'_> {
    fn run(&mut self, mut cursor: TreeCursor<'_>, faulty: bool) {
        let mut levels = vec![Level::default()];
        // The declarations that the cursor is inside: depth and number.
        let mut open: Vec<(usize, usize)> = Vec::new();
        loop {
            let node = cursor.node();
            let depth = levels.len();
            while open.last().is_some_and(|(at, _)| *at >= depth) {
                open.pop();
            }
            let (class, mut into) = (self.kinds.of(node), true);
            let mut below = Level::default();
            let level = levels.last_mut();
            match class {
                Class::Leads => {
                    if let Some(level) = level {
                        level.lead = self.lead(level.lead, span(node));
                    }
                    if let Some((_, number)) = open.last() {
                        self.note_documented(node, *number);
                    }
                    into = false;
                }
                Class::Declares | Class::Wraps => {
                    let level = level.map(std::mem::take).unwrap_or_default();
                    let own = self.with_lead(level.lead, span(node));
                    let whole = level.around.map_or(own, |around| around.join(own));
                    if class == Class::Wraps {
                        below.around = self.wraps_one(node).then_some(whole);
                    } else {
                        let nested = open.last().map(|(_, number)| *number);
                        match self.declaration(node, whole, nested) {
                            Some(number) => open.push((depth, number)),
                            // Below a field there may still stand the type that it is of.
                            None => into = nested.is_some(),
                        }
                    }
                }
                Class::PassedOver => into = false,
                Class::Name => {
                    if let Some((_, number)) = open.last() {
                        self.note_use(node, *number);
                    }
                }
                Class::Plain => {}
            }
            if !matches!(class, Class::Leads | Class::Declares | Class::Wraps)
                && let Some(level) = levels.last_mut()
                && node.is_named()
            {
                level.lead = None;
            }
            if faulty {
                self.note_fault(node, open.last().map(|(_, number)| *number));
            }
            if into && cursor.goto_first_child() {
                levels.push(below);
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                levels.pop();
            }
        }
    }

    /// A comment, joined with those before it that stand directly above.
    fn lead(&self, before: Option<Span>, own: Span) -> Option<Span> {
        let line = self.source.line_span(self.source.line_of(own.start))?;
        let alone = self.source.slice(Span::new(line.start, own.start)).trim().is_empty();
        let joined = before.filter(|before| self.adjoins(*before, own)).map(|before| before.join(own));
        // What stands behind the former declaration belongs to that one.
        joined.or_else(|| alone.then_some(own))
    }

    fn with_lead(&self, lead: Option<Span>, own: Span) -> Span {
        lead.filter(|lead| self.adjoins(*lead, own)).map_or(own, |lead| lead.join(own))
    }

    /// Whether nothing but the end of a line stands between the two.
    fn adjoins(&self, before: Span, after: Span) -> bool {
        let end = before.start + self.source.slice(before).trim_end().len();
        let between = self.source.slice(Span::new(end, after.start));
        between.trim().is_empty() && between.matches('\n').count() <= 1
    }

    /// Whether a statement holds a single declaration, so that it is part of it.
    fn wraps_one(&self, node: Node<'_>) -> bool {
        let mut cursor = node.walk();
        let inside = node.named_children(&mut cursor);
        inside.filter(|child| matches!(self.kinds.of(*child), Class::Declares | Class::Wraps)).take(2).count() == 1
    }

    /// Notes the type that a node declares, and gives its number.
    fn declaration(&mut self, node: Node<'_>, whole: Span, within: Option<usize>) -> Option<usize> {
        let text = self.source.text();
        let surroundings = Surroundings { nested: within.is_some() };
        let declared = (self.dialect.declaration)(node, text, surroundings)?;
        let name = nodes::unquoted(nodes::text(declared.name, text));
        if name.is_empty() || !self.known.insert(declared.name.start_byte()) {
            return None;
        }
        let outer = within.and_then(|number| self.reading.types.get(number));
        let within = outer.map(|outer| match &outer.within {
            // Deeper than people nest types the way there says nothing more.
            Some(path) if path.len() > LONGEST_PATH => path.clone(),
            Some(path) => format!("{path}.{}", outer.name),
            None => outer.name.clone(),
        });
        let mut members = declared.members;
        let mut seen = HashSet::new();
        members.retain(|member| !member.name.is_empty() && seen.insert(member.name.clone()));
        let whole = Span::new(whole.start.max(self.part.start.min(node.start_byte())), whole.end.min(text.len()));
        self.reading.types.push(TypeDeclaration {
            name: name.to_owned(),
            file: self.source.path.clone(),
            line: self.source.line_of(declared.name.start_byte()),
            kind: declared.kind,
            place: self.source.place(whole),
            within,
            members,
            uses: Vec::new(),
        });
        Some(self.reading.types.len() - 1)
    }

    /// Types that a comment gives: `@var OrderItem[]`, where the language has no better place.
    fn note_documented(&mut self, node: Node<'_>, number: usize) {
        let comment = nodes::text(node, self.source.text());
        let given = comment.split(['\n', '*']).filter(|line| line.contains("@var ") || line.contains("@param "));
        for word in given.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_')) {
            if word.starts_with(char::is_uppercase) {
                self.note_name(word, number);
            }
        }
    }

    fn note_use(&mut self, node: Node<'_>, number: usize) {
        self.note_name(nodes::text(node, self.source.text()), number);
    }

    fn note_name(&mut self, name: &str, number: usize) {
        let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$');
        let Some(ty) = self.reading.types.get_mut(number) else { return };
        if is_name && name.len() > 1 && ty.uses.len() < MOST_USES && !ty.uses.iter().any(|known| known == name) {
            ty.uses.push(name.to_owned());
        }
    }

    fn note_fault(&mut self, node: Node<'_>, within: Option<usize>) {
        let error = node.kind_id() == ERROR;
        // A token that the grammar made up, and not one of its own helpers.
        let missing = !error && node.is_missing() && !node.kind().starts_with('_') && within.is_some();
        if !error && !missing {
            return;
        }
        let span = span(node);
        let within = within.and_then(|number| self.reading.types.get(number)).map(|ty| ty.name.clone());
        if error && within.is_none() {
            self.lost.push(span);
        }
        self.reading.faults.push(Fault { span, within });
    }
}

fn span(node: Node<'_>) -> Span {
    Span::from(node.byte_range())
}

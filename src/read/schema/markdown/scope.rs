//! What a part of a plan is about.

use super::name::Name;
use crate::read::lexicon::label::LabelEnd;
use crate::read::schema::words::words;

/// What a scope holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing is known of it.
    Unknown,
    /// Tables, one after the other.
    Tables,
    /// The definition of one table.
    Define,
    /// Views, one after the other.
    Views,
    /// The definition of one view.
    View,
    /// A list of columns.
    Columns,
    /// What is said further of one column, or of several in one line.
    Column,
    /// Constraints of one table.
    Constraints,
    /// Enums, one after the other.
    Enums,
    /// The values of one enum.
    Enum,
    Relations,
    Indexes,
    Policies,
    Routines,
    /// What is defined elsewhere, once more as an example.
    Examples,
    Notes,
    Future,
    Removed,
}

impl Kind {
    /// Whether what stands in it is not part of the plan.
    pub(super) fn is_unreal(self) -> bool {
        matches!(self, Self::Future | Self::Removed)
    }

    /// Whether what stands in it is about tables that are defined elsewhere.
    pub(super) fn is_about_others(self) -> bool {
        matches!(self, Self::Indexes | Self::Policies | Self::Relations | Self::Routines)
    }
}

/// The rank of a section that is a numbered item.
pub(super) const NUMBERED: usize = 70;

/// An open scope.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// 10 a heading's level, 70 a numbered section, 71 to 76 a heading in it, 80 a bold name, 90 a
    /// caption, 100 and its indent a bullet. A scope ends at the next of the same or a lower rank.
    pub(super) rank: usize,
    pub(super) kind: Kind,
    /// The table, view or enum that it speaks of.
    pub(super) subject: Option<String>,
    /// The columns of [`Kind::Column`].
    pub(super) columns: Vec<String>,
}

fn kind_of(term: &str) -> Option<Kind> {
    Some(match term {
        "tables" => Kind::Tables,
        "enums" => Kind::Enums,
        "relations" => Kind::Relations,
        "indexes" => Kind::Indexes,
        "policies" => Kind::Policies,
        "routines" => Kind::Routines,
        "views" => Kind::Views,
        "examples" => Kind::Examples,
        "notes" => Kind::Notes,
        "future" => Kind::Future,
        "removed" => Kind::Removed,
        "columns" => Kind::Columns,
        "constraints" => Kind::Constraints,
        _ => return None,
    })
}

/// What a heading says its section is about: its first such word counts, but `Tables (future)` is about
/// the future. The words of a table's own name do not count.
pub(super) fn section_of(text: &str, name: Option<&Name>) -> Option<Kind> {
    let kinds: Vec<Kind> = words()
        .section
        .find_all(text)
        .filter(|(_, span)| name.is_none_or(|n| !n.strong || !n.span.covers(*span)))
        .filter_map(|(term, _)| kind_of(term))
        .collect();
    let strong = name.is_some_and(|n| n.strong && n.leads);
    let unreal = kinds.iter().find(|k| k.is_unreal()).filter(|_| !strong);
    // `1. List of tables, columns and constraints` speaks of tables.
    let tables = kinds.iter().find(|k| **k == Kind::Tables).filter(|_| matches!(kinds.first(), Some(Kind::Columns)));
    unreal.or(tables).or(kinds.first()).copied()
}

/// Whether a title is nothing but the word for a section.
pub(super) fn is_section_word(text: &str) -> bool {
    words().section.label(text).is_some_and(|label| label.end != LabelEnd::Words)
}

/// A caption such as `Columns:` or `**Constraints/notes:**`, with what stands behind it.
pub(super) fn caption(text: &str) -> Option<(Kind, &str)> {
    let label = words().section.label(text)?;
    let value = label.value(text).trim_matches(['*', '_', ' ', ':']);
    let kind = kind_of(label.term)?;
    match label.end {
        LabelEnd::Colon | LabelEnd::Line | LabelEnd::Dash => Some((kind, value)),
        LabelEnd::Marks if value.is_empty() => Some((kind, value)),
        // `Constraints/notes:` and `Unique constraints (partial):` end with the colon of the caption.
        LabelEnd::Words | LabelEnd::Marks
            if text.trim_end().trim_end_matches('*').ends_with(':')
                && text.split('(').next().is_some_and(|front| front.len() < 60) =>
        {
            Some((kind, ""))
        }
        _ => None,
    }
}

/// Whether a line begins a statement that defines something.
pub(super) fn starts_sql(line: &str) -> bool {
    const VERBS: &[(&str, &[&str])] = &[
        (
            "CREATE",
            &["TABLE", "TYPE", "INDEX", "UNIQUE", "POLICY", "VIEW", "OR", "MATERIALIZED", "TRIGGER", "FUNCTION"],
        ),
        ("ALTER", &["TABLE", "TYPE"]),
        ("COMMENT", &["ON"]),
    ];
    let mut words = line.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    VERBS.iter().any(|(verb, kinds)| *verb == first && kinds.contains(&second))
}

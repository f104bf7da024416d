//! The types that a project's sources declare, each with its place, its members and the types that
//! it uses.
//!
//! Sources are parsed by tree-sitter; what a language calls a declaration and a member stands in a
//! module for each language. What a grammar can't take costs that part only: the reading goes on
//! with the next line that could begin a declaration.
//!
//! ```
//! use routewright::read::types::types_file;
//! use routewright::text::{DocumentId, Source};
//!
//! let text = "/** A wall */\nexport interface WallDto {\n  id: string;\n  note?: string;\n}\n";
//! let types = types_file(&Source::new(DocumentId(0), "src/types.ts", text)).value;
//! assert_eq!((types[0].name.as_str(), types[0].line), ("WallDto", 2));
//! assert_eq!(types[0].members[1].name, "note");
//! assert!(types[0].members[1].optional);
//! ```

mod csharp;
mod dialect;
mod go;
mod java;
mod kotlin;
mod nodes;
mod parse;
mod php;
mod python;
mod rust;
mod schemas;
#[cfg(test)]
mod tests;
mod typescript;
mod walk;

pub(in crate::read) use self::schemas::check_builders;
use std::collections::HashSet;

use self::dialect::Dialect;
use self::walk::{Fault, Reading};
use crate::diagnostic::{Diagnostic, Parsed, codes};
use crate::model::TypeDeclaration;
use crate::text::{Source, Span};

/// How many faults of one file are reported one by one.
const MOST_FAULTS: usize = 5;

/// Endings of the files whose types are read, in lower case.
pub fn endings() -> impl Iterator<Item = &'static str> {
    dialect::ALL.iter().flat_map(|dialect| dialect.endings).copied()
}

/// The types that a source file declares, in the order of its lines, each name once.
#[must_use]
pub fn types_file(source: &Source) -> Parsed<Vec<TypeDeclaration>> {
    let ending = source.path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let known = dialect::ALL.iter().position(|dialect| dialect.endings.contains(&ending.as_str()));
    let Some((number, dialect)) = known.and_then(|number| Some((number, dialect::ALL.get(number)?))) else {
        return Parsed { value: Vec::new(), diagnostics: vec![not_read(source, &ending)] };
    };
    let Reading { mut types, mut faults } = walk::types(dialect, number, source);
    types.sort_by_key(|ty| ty.place.span.start);
    let mut seen = HashSet::new();
    types.retain(|ty| seen.insert((ty.within.clone(), ty.name.clone())));
    faults.sort_by_key(|fault| fault.span);
    Parsed { value: types, diagnostics: diagnostics(dialect, source, &faults) }
}

/// Keeps of the names that types use those that are declared.
pub fn link(types: &mut [TypeDeclaration]) {
    let declared: HashSet<String> = types.iter().map(|ty| ty.name.clone()).collect();
    for ty in types {
        let own = &ty.name;
        ty.uses.retain(|name| name != own && declared.contains(name));
        ty.uses.shrink_to_fit();
    }
}

fn diagnostics(dialect: &Dialect, source: &Source, faults: &[Fault]) -> Vec<Diagnostic> {
    let language = dialect.name;
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut lines = HashSet::new();
    let mut left_out = 0;
    for fault in faults {
        let line = source.line_of(fault.span.start);
        if !lines.insert(line) {
            continue;
        }
        if diagnostics.len() == MOST_FAULTS {
            left_out += 1;
            continue;
        }
        let message = match &fault.within {
            Some(name) => format!("`{name}` was read only in part: this is not understood as {language}"),
            None => format!("not understood as {language}; a type declared here may be missing"),
        };
        let help = "the other types of the file were read; if the line is right, name the type in the plan by hand";
        // A fault may reach over the rest of the file, but where it begins is what can be mended.
        let first = source.line_span(line).unwrap_or(fault.span);
        let span = Span::new(fault.span.start, fault.span.end.min(first.end.max(fault.span.start)));
        diagnostics.push(Diagnostic::warning(codes::TYPES_UNREAD, source.place(span), message).with_help(help));
    }
    if let Some(last) = diagnostics.last_mut().filter(|_| left_out > 0) {
        last.message.push_str(&format!(" (and {left_out} more such lines below)"));
    }
    diagnostics
}

fn not_read(source: &Source, ending: &str) -> Diagnostic {
    let what = if ending.is_empty() { "files without an ending".to_owned() } else { format!("`.{ending}` files") };
    let message = format!("types are not read from {what}");
    let place = source.place(source.line_span(1).unwrap_or_default());
    let known: Vec<String> = endings().map(|ending| format!("`.{ending}`")).collect();
    let help = format!("types are read from {}", known.join(", "));
    Diagnostic::warning(codes::TYPES_NOT_READ, place, message).with_help(help)
}

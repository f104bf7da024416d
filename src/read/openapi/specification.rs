//! All files of a specification, and how references lead from one value to another.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::reference::{Target, target};
use super::security::Security;
use super::tree::File;
use crate::diagnostic::{Diagnostic, codes};
use crate::text::{Place, Source, Span};

/// How many references may follow each other before they count as a circle.
const MOST_STEPS: usize = 20;

/// A specification: the file with the paths first, then those that it refers to.
#[derive(Debug)]
pub(super) struct Specification {
    pub(super) files: Vec<File>,
    by_path: HashMap<String, usize>,
    security: OnceLock<Security>,
}

/// A value in one of the files.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'v> {
    /// Number of the file, which references in the value start from.
    pub(super) file: usize,
    pub(super) value: &'v Value,
}

/// Where a reference led.
#[derive(Debug)]
pub(super) struct Found<'v> {
    pub(super) at: At<'v>,
    /// The name that the value is shared under.
    pub(super) name: Option<String>,
}

/// References that led nowhere, each once.
#[derive(Debug, Default)]
pub(super) struct Log(RefCell<Vec<Lost>>);

#[derive(Debug, PartialEq, Eq)]
struct Lost {
    file: usize,
    reference: String,
    why: Why,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Why {
    Network,
    Outside,
    Anchor,
    NoFile(String),
    NoValue(String),
    Circle,
}

impl Specification {
    pub(super) fn new(sources: &[&Source]) -> Self {
        let files: Vec<File> = sources.iter().map(|source| File::new(source)).collect();
        let by_path = files.iter().enumerate().map(|(at, file)| (file.source.path.clone(), at)).collect();
        Self { files, by_path, security: OnceLock::new() }
    }

    /// The file that everything starts from.
    pub(super) fn main(&self) -> Option<&File> {
        self.files.first()
    }

    pub(super) fn source(&self, file: usize) -> Option<&Source> {
        self.files.get(file).map(|file| &file.source)
    }

    /// What the specification as a whole says of who may call.
    pub(super) fn security(&self) -> &Security {
        self.security.get_or_init(|| Security::of(self))
    }

    /// The file and the keys that a reference leads to.
    pub(super) fn resolve(&self, reference: &str, from: usize, log: &Log) -> Option<(usize, Vec<String>)> {
        let lost = |why: Why| log.lost(from, reference, why);
        match target(reference, &self.source(from)?.path) {
            Target::File { path: None, way } => return Some((from, way)),
            Target::File { path: Some(path), way } => match self.by_path.get(&path) {
                Some(file) => return Some((*file, way)),
                None => lost(Why::NoFile(path)),
            },
            Target::Network => lost(Why::Network),
            Target::Outside => lost(Why::Outside),
            Target::Anchor => lost(Why::Anchor),
        }
        None
    }

    /// The value that the `$ref` of a value leads to.
    pub(super) fn step<'v>(&'v self, at: At<'v>, log: &Log) -> Option<Found<'v>> {
        let reference = at.value.get("$ref")?.as_str()?;
        let (file, way) = self.resolve(reference, at.file, log)?;
        let keys: Vec<&str> = way.iter().map(String::as_str).collect();
        let Some(value) = self.files.get(file)?.at(&keys) else {
            log.lost(at.file, reference, Why::NoValue(self.source(file)?.path.clone()));
            return None;
        };
        let name = way.last().cloned().or_else(|| {
            let path = &self.source(file)?.path;
            let name = path.rsplit('/').next()?;
            Some(name.split('.').next().unwrap_or(name).to_owned())
        });
        Some(Found { at: At { file, value }, name })
    }

    /// The value itself, or the one that its references lead to; `None` where they lead nowhere.
    pub(super) fn follow<'v>(&'v self, at: At<'v>, log: &Log) -> Option<At<'v>> {
        let mut at = at;
        for _ in 0..MOST_STEPS {
            if at.value.get("$ref").and_then(Value::as_str).is_none() {
                return Some(at);
            }
            at = self.step(at, log)?.at;
        }
        log.lost(at.file, at.value.get("$ref").and_then(Value::as_str).unwrap_or_default(), Why::Circle);
        None
    }
}

impl Log {
    fn lost(&self, file: usize, reference: &str, why: Why) {
        let lost = Lost { file, reference: reference.to_owned(), why };
        let mut all = self.0.borrow_mut();
        if !all.contains(&lost) {
            all.push(lost);
        }
    }

    /// A diagnostic for each, at its line; `near` is where the operation stands that led there.
    pub(super) fn diagnostics(self, specification: &Specification, near: Place) -> Vec<Diagnostic> {
        let diagnostic = |lost: Lost| {
            let (reference, place) = (&lost.reference, lost.place(specification, near));
            let (message, help) = match &lost.why {
                Why::Network => (
                    format!("`{reference}` leads to another machine and was not followed"),
                    "download the file into the project and refer to it there".to_owned(),
                ),
                Why::Outside => (
                    format!("`{reference}` leads out of the project and was not followed"),
                    "move the file below the project's root, or name a root above it with `--root`".to_owned(),
                ),
                Why::Anchor => (
                    format!("`{reference}` is a name, and only ways of keys are followed"),
                    "write the way to it, as in `#/components/schemas/User`".to_owned(),
                ),
                Why::NoFile(path) => (
                    format!("`{reference}` leads to `{path}`, which could not be read"),
                    "create the file, or correct the reference; it is relative to the file that it stands in"
                        .to_owned(),
                ),
                Why::NoValue(path) => (
                    format!("`{reference}` leads to nothing: `{path}` has no value of that name"),
                    "add it, or correct the reference; its parts are separated by `/`, and a `/` inside one is `~1`"
                        .to_owned(),
                ),
                Why::Circle => (
                    format!("`{reference}` leads in a circle of references"),
                    "let one of them be a value instead of a reference".to_owned(),
                ),
            };
            Diagnostic::warning(codes::REFERENCE, place, format!("{message}; the rest was read.")).with_help(help)
        };
        self.0.into_inner().into_iter().map(diagnostic).collect()
    }
}

impl Lost {
    /// The line of the reference: in the operation itself, else the first of its file.
    fn place(&self, specification: &Specification, near: Place) -> Place {
        let Some(source) = specification.source(self.file) else { return near };
        let own = if near.document == source.id { source.slice(near.span) } else { "" };
        // JSON may write the slashes with a backslash before each.
        let found = own.find(&self.reference).map(|at| near.span.start + at);
        match found.or_else(|| source.text().find(&self.reference)) {
            Some(at) => source.place(Span::new(at, at + self.reference.len())),
            None => near,
        }
    }
}

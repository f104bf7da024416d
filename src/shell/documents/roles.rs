//! Which of the project's files fill a role: those that were named, else what the search proposes.

use super::{NamedFile, Reader};
use crate::diagnostic::{Severity, codes};
use crate::model::{Document, DocumentRole, Format};
use crate::shell::search::{self, Candidate};

/// How much is read of all source files together, so that a large project opens as fast as a small
/// one.
const MAX_TYPES_BYTES: usize = 4 * 1024 * 1024;

impl Reader<'_> {
    /// A role that one document fills: the first that can be read.
    pub(super) fn one(&mut self, role: DocumentRole, named: &[NamedFile]) {
        if !named.is_empty() {
            return self.named(role, named);
        }
        let candidates = search::candidates(role, &self.listing.entries);
        let before = self.found.documents.len();
        let mut candidates = candidates.into_iter();
        for candidate in candidates.by_ref() {
            if self.take(role, &candidate) {
                break;
            }
        }
        if self.found.documents.len() > before {
            self.also_there(role, candidates.as_slice());
            return;
        }
        if role == DocumentRole::DatabasePlan {
            let migrations = search::migrations(&self.listing.entries);
            let schemas = search::schema_files(&self.listing.entries);
            let others = search::other_migrations(&self.listing.entries);
            for group in std::iter::once(migrations).chain(schemas).chain([others]) {
                for candidate in group {
                    self.take(role, &candidate);
                }
                if self.found.documents.len() > before {
                    return;
                }
            }
        }
        if self.found.documents.len() == before {
            self.missing(role);
        }
    }

    /// What the project's schema really is, where a plan in words was found.
    pub(super) fn implemented(&mut self) {
        let in_words = |d: &Document| d.role == DocumentRole::DatabasePlan && d.format == Format::Markdown;
        if !self.found.documents.iter().any(in_words) {
            return;
        }
        for candidate in search::implemented(&self.listing.entries) {
            self.take(DocumentRole::ImplementedSchema, &candidate);
        }
    }

    /// A role that any number of documents fill.
    pub(super) fn all(&mut self, role: DocumentRole, named: &[NamedFile]) {
        if !named.is_empty() {
            return self.named(role, named);
        }
        if role == DocumentRole::Types {
            return self.types();
        }
        for candidate in search::candidates(role, &self.listing.entries) {
            self.take(role, &candidate);
        }
    }

    /// Source files with types: the likeliest ones, as many as have room.
    fn types(&mut self) {
        let (candidates, mut left_out) = search::types::type_files(&self.listing.entries);
        let all = candidates.len() + left_out;
        let mut room = MAX_TYPES_BYTES;
        for candidate in candidates {
            if room == 0 {
                left_out += 1;
            } else if self.take(DocumentRole::Types, &candidate) {
                let read = self.found.documents.last().map_or(0, |document| document.source.text().len());
                room = room.saturating_sub(read);
            }
        }
        if left_out > 0 {
            let message = format!(
                "types were read from {} of {all} source files that may hold some, the likeliest ones",
                all - left_out
            );
            let help = "name the files that matter with `--types`, or set them in `routewright.toml`".to_owned();
            self.say(codes::SEARCH_CUT, Severity::Info, message, Some(help));
        }
    }

    fn missing(&mut self, role: DocumentRole) {
        let (code, what, option) = match role {
            DocumentRole::ApiPlan => (codes::NO_API_PLAN, "API plan", "--api FILE"),
            DocumentRole::DatabasePlan => (codes::NO_DATABASE_PLAN, "database plan", "--db FILE"),
            _ => return,
        };
        let looked_for = search::looked_for(role);
        let other = search::in_a_format_not_read(role, &self.listing.entries).map(|e| e.path.clone());
        let message = match other {
            Some(path) => {
                format!("no {what} in a format that is read: there is `{path}`, but looked for were {looked_for}")
            }
            None => format!("no {what} was found; looked for were {looked_for}"),
        };
        let help = format!("name the file with `{option}`, or set it in `routewright.toml`");
        self.say(code, Severity::Warning, message, Some(help));
    }

    fn also_there(&mut self, role: DocumentRole, others: &[Candidate]) {
        let Some(taken) = self.found.documents.last().map(|d| d.source.path.clone()) else { return };
        let others: Vec<_> = others.iter().map(|c| format!("`{}`", c.path)).collect();
        if others.is_empty() {
            return;
        }
        let option = match role {
            DocumentRole::ApiPlan => "--api",
            DocumentRole::DatabasePlan => "--db",
            _ => "--tech-stack",
        };
        let message = format!("`{taken}` was read; {} would also have fitted", others.join(", "));
        let help = format!("name another one with `{option} FILE`");
        self.say(codes::ALSO_FOUND, Severity::Info, message, Some(help));
    }
}

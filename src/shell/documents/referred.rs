//! Files that a specification refers to.

use std::collections::HashSet;
use std::io;

use super::contents::{Contents, contents};
use super::{MAX_SPECIFICATION_BYTES, Origin, Reader, Refusal};
use crate::diagnostic::{Severity, codes};
use crate::model::{DocumentRole, Format};
use crate::read::openapi;

/// How many files a specification may be spread over.
const MAX_FILES: usize = 1_000;

impl Reader<'_> {
    /// The files that a specification refers to, and those that they refer to, behind it.
    pub(super) fn referred(&mut self) {
        let Some(first) = self.found.documents.first().filter(|d| d.format == Format::Openapi) else { return };
        let mut known: HashSet<String> = HashSet::from([first.source.path.clone()]);
        let mut bytes = first.source.text().len();
        let mut next = self.found.documents.len() - 1;
        while let Some(source) = self.found.documents.get(next).map(|d| d.source.clone()) {
            next += 1;
            for path in openapi::referred_files(&source.path, source.text()) {
                if !known.insert(path.clone()) {
                    continue;
                }
                if self.found.documents.len() >= MAX_FILES || bytes >= MAX_SPECIFICATION_BYTES {
                    let message = format!(
                        "the specification has more files than are read; `{path}` and those after it were left out"
                    );
                    let help = "bundle them into one file, and name that with `--api FILE`".to_owned();
                    return self.say(codes::TRUNCATED, Severity::Warning, message, Some(help));
                }
                match self.referred_file(&path, MAX_SPECIFICATION_BYTES - bytes) {
                    Ok(contents) => {
                        bytes += contents.bytes.len();
                        self.add(DocumentRole::ApiPlan, Format::Openapi, path, &contents);
                    }
                    // That a file is not there is said where the reference stands.
                    Err(Refusal::Io(error)) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(refusal) => {
                        let message =
                            format!("`{path}`, which `{}` refers to, could not be read: {refusal}", source.path);
                        self.say(refusal.code(), Severity::Warning, message, None);
                    }
                }
            }
        }
    }

    fn referred_file(&self, path: &str, limit: usize) -> Result<Contents, Refusal> {
        match self.origin {
            Origin::Root(root) => {
                let (root, real) = (root.canonicalize()?, root.join(path).canonicalize()?);
                if !real.starts_with(&root) {
                    return Err(Refusal::Outside);
                }
                Ok(contents(&real, limit)?)
            }
            Origin::Embedded { files, .. } => {
                let found = files.iter().find(|(name, _)| *name == path);
                found
                    .map(|(_, text)| Contents::of(text.as_bytes().to_vec()))
                    .ok_or_else(|| Refusal::Io(io::Error::from(io::ErrorKind::NotFound)))
            }
        }
    }
}

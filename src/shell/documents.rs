//! Finds a project's documents, reads them and says what it could not find or read.

mod contents;
mod referred;
mod roles;

use std::io;
use std::path::{Path, PathBuf};

use self::contents::{Contents, contents};
use super::decode::decode;
use super::search::{self, Candidate};
use super::tree::{self, Kind, Listing};
use crate::diagnostic::{Code, Diagnostic, Severity, codes};
use crate::model::{Document, DocumentRole, Format};
use crate::plan::reading::endpoints_of;
use crate::read::openapi;
use crate::text::{DocumentId, Place, Source, Span};

/// How much of a document is read. Plans that people keep are below 100 KB; what is longer than this
/// is most likely not a plan, and nobody should wait for it.
const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Specifications are often made by tools and then large: those of well-known services have up to
/// 40 MB.
const MAX_SPECIFICATION_BYTES: usize = 64 * 1024 * 1024;
/// How much of a source file is read; a longer one was written by a tool.
const MAX_CODE_BYTES: usize = 1024 * 1024;

/// How a saved plan is named that comes from standard input.
const STANDARD_INPUT: &str = "-";

/// Files that the user named, instead of what the search would find.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The API plan.
    pub api: Option<NamedFile>,
    /// The database plan's files.
    pub database: Vec<NamedFile>,
    /// The tech stack.
    pub tech_stack: Option<NamedFile>,
    /// Source files with types.
    pub types: Vec<NamedFile>,
    /// Rules files.
    pub rules: Vec<NamedFile>,
    /// Saved plans; without any, those that the search finds.
    pub plans: Vec<NamedFile>,
    /// Whether a database plan that was found is not to be compared with migrations or a schema file.
    pub without_comparison: bool,
}

/// A file that the user named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// As the user wrote it.
    pub path: String,
    /// Whether it stands in the project's settings: those must not lead out of the root.
    pub by_settings: bool,
}

/// What the search found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// In the order of their ids.
    pub documents: Vec<Document>,
    /// What was looked for in vain, decoded oddly or left out.
    pub diagnostics: Vec<Diagnostic>,
    /// Files named on the command line that could not be read.
    pub unreadable: Vec<String>,
}

/// Where documents come from.
#[derive(Debug, Clone, Copy)]
pub enum Origin<'a> {
    /// A folder.
    Root(&'a Path),
    /// Files embedded in the program.
    Embedded {
        /// Path and text of each.
        files: &'a [(&'a str, &'a str)],
        /// The folder where plans made from them are saved.
        plans: Option<&'a Path>,
    },
}

/// Finds and reads all documents of a project.
#[must_use]
pub fn read(origin: Origin<'_>, named: &Named) -> Found {
    let mut reader = Reader { origin, listing: listing(origin), found: Found::default() };
    reader.unlisted();
    reader.one(DocumentRole::ApiPlan, named.api.as_slice());
    reader.referred();
    reader.one(DocumentRole::DatabasePlan, &named.database);
    if named.database.is_empty() && !named.without_comparison {
        reader.implemented();
    }
    reader.one(DocumentRole::TechStack, named.tech_stack.as_slice());
    reader.all(DocumentRole::Types, &named.types);
    reader.all(DocumentRole::Rules, &named.rules);
    if let Origin::Embedded { plans: Some(root), .. } = origin {
        reader.origin = Origin::Root(root);
        reader.listing = listing(reader.origin);
    }
    reader.all(DocumentRole::Plan, &named.plans);
    reader.found
}

fn listing(origin: Origin<'_>) -> Listing {
    match origin {
        Origin::Root(root) => tree::list(root),
        Origin::Embedded { files, .. } => {
            let entry = |(path, _): &(&str, &str)| tree::Entry { path: (*path).to_owned(), kind: Kind::File };
            Listing { entries: files.iter().map(entry).collect(), ..Listing::default() }
        }
    }
}

/// Why a document could not be read.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("it is a folder, not a file")]
    Folder,
    #[error("it lies outside the project, or is a link that leads there")]
    Outside,
    #[error("it is a link to something that does not exist")]
    Broken,
    #[error("it is neither a file nor a folder")]
    Other,
    #[error("this format is not read; give the plan as text, in one of the formats that the README lists")]
    Format,
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl Refusal {
    fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::File => None,
            Kind::Folder => Some(Self::Folder),
            Kind::Outside => Some(Self::Outside),
            Kind::Broken => Some(Self::Broken),
            Kind::Other => Some(Self::Other),
        }
    }

    fn code(&self) -> Code {
        match self {
            Self::Outside => codes::OUTSIDE_ROOT,
            Self::Format => codes::FORMAT_NOT_READ,
            Self::Folder | Self::Broken | Self::Other | Self::Io(_) => codes::UNREADABLE,
        }
    }
}

struct Reader<'a> {
    origin: Origin<'a>,
    listing: Listing,
    found: Found,
}

impl Reader<'_> {
    fn say(&mut self, code: Code, severity: Severity, message: String, help: Option<String>) {
        self.found.diagnostics.push(Diagnostic { code, severity, message, help, place: None });
    }

    fn unlisted(&mut self) {
        for (folder, reason) in std::mem::take(&mut self.listing.unlisted) {
            let folder = if folder.is_empty() { "the project's root".to_owned() } else { format!("`{folder}/`") };
            let message = format!("{folder} could not be looked into: {reason}");
            self.say(codes::UNREADABLE, Severity::Warning, message, None);
        }
        if self.listing.cut {
            let message =
                "the project holds more files than were looked through; folders that usually hold documents came first"
                    .to_owned();
            let help = "name documents in other folders with `--api`, `--db`, `--types` or `--rules`".to_owned();
            self.say(codes::SEARCH_CUT, Severity::Info, message, Some(help));
        }
    }

    /// Reads a document that was found; `false` where it can't be read, after saying so.
    fn take(&mut self, role: DocumentRole, candidate: &Candidate) -> bool {
        let read = match (Refusal::of(candidate.kind), self.origin) {
            (Some(refusal), _) => Err(refusal),
            (None, Origin::Root(root)) => {
                contents(&root.join(&candidate.path), limit(role, candidate.format)).map_err(Refusal::from)
            }
            (None, Origin::Embedded { files, .. }) => {
                let text = files.iter().find(|(path, _)| *path == candidate.path).map_or("", |(_, text)| *text);
                Ok(Contents::of(text.as_bytes().to_vec()))
            }
        };
        match read {
            Ok(contents) if candidate.format == Format::Mermaid && !holds_diagram(&contents) => false,
            // Tools have settings with such names too.
            Ok(contents) if is_something_else(candidate, &contents.bytes) => false,
            Ok(contents) => {
                // Other documents lie where plans are saved, too.
                let is_plan = || !endpoints_of(&candidate.path, &decode(&contents.bytes).text).is_empty();
                if role != DocumentRole::Plan || is_plan() {
                    self.add(role, candidate.format, candidate.path.clone(), &contents);
                }
                true
            }
            Err(refusal) => {
                let message = format!("`{}` could not be read: {refusal}", candidate.path);
                self.say(refusal.code(), Severity::Error, message, None);
                false
            }
        }
    }

    fn named(&mut self, role: DocumentRole, files: &[NamedFile]) {
        for file in files {
            let base = if let Origin::Root(root) = self.origin { root } else { Path::new(".") };
            let read = match file.path.as_str() {
                STANDARD_INPUT if role == DocumentRole::Plan => from_input(limit(role, Format::Markdown)),
                _ => named_contents(base, file, role),
            };
            match read {
                Ok((path, format, contents)) => self.add(role, format, path, &contents),
                Err(refusal) => {
                    let message = format!("`{}` could not be read: {refusal}", file.path);
                    if !file.by_settings {
                        self.found.unreadable.push(message.clone());
                    }
                    self.say(refusal.code(), Severity::Error, message, None);
                }
            }
        }
    }

    fn add(&mut self, role: DocumentRole, format: Format, path: String, contents: &Contents) {
        let decoded = decode(&contents.bytes);
        let id = DocumentId(self.found.documents.len());
        let source = Source::new(id, path, decoded.text);
        let whole = source.place(Span::new(0, 0));
        let mut say = |code, severity, message: String| {
            let place: Option<Place> = Some(whole);
            self.found.diagnostics.push(Diagnostic { code, severity, message, help: None, place });
        };
        if contents.size > contents.bytes.len() as u64 {
            let read = contents.bytes.len().div_ceil(1024 * 1024);
            say(
                codes::TRUNCATED,
                Severity::Warning,
                format!("the document has {} bytes; only the first {read} MiB were read", contents.size),
            );
        }
        if let Some(encoding) = decoded.encoding {
            say(codes::DECODED, Severity::Info, format!("read as {encoding}, not as UTF-8"));
        }
        if decoded.lost {
            say(codes::DECODED, Severity::Warning, "holds bytes that are no text; each shows as `\u{fffd}`".to_owned());
        }
        if decoded.controls > 0 {
            let count = decoded.controls;
            say(
                codes::DECODED,
                Severity::Warning,
                format!("holds {count} control characters, such as NUL or escape; each shows as a picture like `␀`"),
            );
        }
        if source.text().trim().is_empty() {
            say(codes::EMPTY, Severity::Warning, "the document is empty".to_owned());
        }
        self.found.documents.push(Document {
            role,
            format,
            source,
            bytes: contents.size,
            sha256: contents.sha256.clone(),
        });
    }
}

/// Whether a Mermaid file draws tables, and no sequence or flow.
fn holds_diagram(contents: &Contents) -> bool {
    crate::read::schema::is_entity_diagram(&decode(&contents.bytes).text)
}

fn limit(role: DocumentRole, format: Format) -> usize {
    match (role, format) {
        (_, Format::Openapi) => MAX_SPECIFICATION_BYTES,
        (DocumentRole::Types, _) => MAX_CODE_BYTES,
        _ => MAX_BYTES,
    }
}

/// Whether a file that is called like a specification holds none.
fn is_something_else(candidate: &Candidate, bytes: &[u8]) -> bool {
    let is_sure = candidate.format != Format::Openapi || search::is_surely_specification(&candidate.path);
    !is_sure && !openapi::is_specification(&decode(bytes.get(..bytes.len().min(32 * 1024)).unwrap_or_default()).text)
}

/// The plan that is given on standard input.
fn from_input(limit: usize) -> Result<(String, Format, Contents), Refusal> {
    Ok((STANDARD_INPUT.to_owned(), Format::Markdown, contents::from(io::stdin().lock(), limit)?))
}

/// A file that the user named: beside the current folder, else below the root.
fn named_contents(root: &Path, file: &NamedFile, role: DocumentRole) -> Result<(String, Format, Contents), Refusal> {
    let format = search::format_of(role, &file.path).ok_or(Refusal::Format)?;
    let written = PathBuf::from(&file.path);
    let in_root = root.join(&written);
    let path = if file.by_settings || !written.exists() { in_root } else { written };
    let real_root = root.canonicalize()?;
    let real = path.canonicalize()?;
    let inside = real.strip_prefix(&real_root).ok();
    if file.by_settings && inside.is_none() {
        return Err(Refusal::Outside);
    }
    let shown = inside.unwrap_or(&real).to_string_lossy().replace('\\', "/");
    let shown: String = shown.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
    Ok((shown, format, contents(&real, limit(role, format))?))
}

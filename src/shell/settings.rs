//! Reads the project's `routewright.toml` and the user's `config.toml`, and asks options and
//! environment about the rest.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::decode::{Decoded, decode};
use super::folders;
use crate::cli::{Color, Common};
use crate::config::settings::layers::Layers;
use crate::config::settings::{File, Settings, reading};
use crate::config::theme::NO_COLORS;
use crate::diagnostic::{Diagnostic, Parsed, Severity, codes};

/// Longer files are no settings.
const MAX_BYTES: u64 = 1024 * 1024;

/// What is set, by whom, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// What holds.
    pub(super) settings: Settings,
    pub(super) layers: Layers,
    /// The files that were looked for; the project's first.
    pub(super) files: Vec<Sought>,
    /// The template's file, and the folder that it must not leave if the project names it.
    pub(super) template: Option<(PathBuf, Option<PathBuf>)>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A file that was looked for.
#[derive(Debug)]
pub(super) struct Sought {
    pub(super) path: PathBuf,
    /// What became of it, in a word.
    pub(super) state: &'static str,
}

/// Reads the settings for a project; without a root and for the demo only the user's.
pub(super) fn load(root: Option<&Path>, common: &Common) -> Loaded {
    let mut loaded = Loaded::default();
    let root = root.filter(|_| !common.demo);
    let folder = folders::settings();
    let project = root.map(|root| loaded.read(&root.join(PROJECTS), Some(root))).unwrap_or_default();
    let user = folder.as_ref().map(|folder| loaded.read(&folder.join(USERS), None)).unwrap_or_default();
    let by_option = common.template.as_ref().map(|file| (PathBuf::from(file), None));
    let of_project = project.settings.template.as_ref().zip(root);
    let of_project = of_project.map(|(file, root)| (root.join(file), Some(root.to_owned())));
    let of_user = user.settings.template.as_ref().zip(folder).map(|(file, folder)| (folder.join(file), None));
    loaded.template = by_option.or(of_project).or(of_user);
    loaded.layers = Layers { options: common.settings(), variables: variables(common), project, user };
    loaded.settings = loaded.layers.settings();
    loaded
}

/// Name of a project's file.
pub(super) const PROJECTS: &str = "routewright.toml";
/// Name of the user's.
pub(super) const USERS: &str = "config.toml";

/// What the environment says about settings, unless an option contradicts.
fn variables(common: &Common) -> Settings {
    let theme = (common.color == Color::Auto && no_color()).then(|| NO_COLORS.to_owned());
    Settings { theme, ..Settings::default() }
}

/// Whether the environment wants no colours.
pub(super) fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

impl Loaded {
    fn read(&mut self, file: &Path, root: Option<&Path>) -> File {
        let shown = match root {
            Some(_) => PROJECTS.to_owned(),
            None => file.display().to_string(),
        };
        let (state, settings) = match text(file, root) {
            Ok(None) => ("missing", File::default()),
            Ok(Some(text)) => ("read", reading::read(&shown, &text).drain_into(&mut self.diagnostics)),
            Err(error) => {
                self.diagnostics.push(remark(format!("the settings in `{shown}` could not be read: {error}")));
                ("unreadable", File::default())
            }
        };
        self.files.push(Sought { path: file.to_owned(), state });
        settings
    }
}

/// The text of the user's own file of rules; empty where there is none.
pub(super) fn user_rules() -> Parsed<String> {
    let Some(file) = folders::settings().map(|folder| folder.join(folders::USER_RULES)) else {
        return Parsed::default();
    };
    match text(&file, None) {
        Ok(text) => Parsed::clean(text.unwrap_or_default()),
        Err(error) => {
            let message = format!("your rules in `{}` could not be read: {error}", file.display());
            Parsed { value: String::new(), diagnostics: vec![remark(message)] }
        }
    }
}

/// Something about the settings that the user should know.
pub(super) fn remark(message: String) -> Diagnostic {
    Diagnostic { code: codes::SETTINGS, severity: Severity::Warning, message, help: None, place: None }
}

/// The text of a small file that may be missing and, if it belongs to a project, must lie inside.
pub(super) fn text(file: &Path, root: Option<&Path>) -> io::Result<Option<String>> {
    Ok(decoded(file, root)?.map(|decoded| decoded.text))
}

/// The same, with what had to be done to get it.
pub(super) fn decoded(file: &Path, root: Option<&Path>) -> io::Result<Option<Decoded>> {
    let meta = match fs::metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        meta => meta?,
    };
    if !meta.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    if meta.len() > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than 1 MiB"));
    }
    if let Some(root) = root
        && !file.canonicalize()?.starts_with(root.canonicalize()?)
    {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it lies outside the project"));
    }
    Ok(Some(decode(&fs::read(file)?)))
}

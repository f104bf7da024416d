//! Reads the project's `routewright.toml` and the user's `config.toml`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::decode::decode;
use super::folders;
use crate::config::settings::{File, Settings, reading};
use crate::diagnostic::{Diagnostic, Parsed, Severity, codes};

/// Longer files are no settings.
const MAX_BYTES: u64 = 1024 * 1024;

/// Both files as one.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) settings: Settings,
    /// The template's file, and the folder that it must not leave if the project names it.
    pub(super) template: Option<(PathBuf, Option<PathBuf>)>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads the settings for a project; without a root only the user's.
pub(super) fn load(root: Option<&Path>) -> Loaded {
    let mut loaded = Loaded::default();
    let project = root.map(|root| loaded.read(&root.join("routewright.toml"), Some(root))).unwrap_or_default().settings;
    let folder = folders::settings();
    let user =
        folder.as_ref().map(|folder| loaded.read(&folder.join("config.toml"), None)).unwrap_or_default().settings;
    let of_project = project.template.as_ref().zip(root).map(|(file, root)| (root.join(file), Some(root.to_owned())));
    let of_user = user.template.as_ref().zip(folder).map(|(file, folder)| (folder.join(file), None));
    loaded.template = of_project.or(of_user);
    loaded.settings = Settings::layered(project, user);
    loaded
}

impl Loaded {
    fn read(&mut self, file: &Path, root: Option<&Path>) -> File {
        let shown = match root {
            Some(_) => "routewright.toml".to_owned(),
            None => file.display().to_string(),
        };
        match text(file, root) {
            Ok(None) => File::default(),
            Ok(Some(text)) => reading::read(&shown, &text).drain_into(&mut self.diagnostics),
            Err(error) => {
                self.diagnostics.push(Diagnostic {
                    code: codes::SETTINGS,
                    severity: Severity::Warning,
                    message: format!("the settings in `{shown}` could not be read: {error}"),
                    help: None,
                    place: None,
                });
                File::default()
            }
        }
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
            let (code, severity) = (codes::SETTINGS, Severity::Warning);
            let remark = Diagnostic { code, severity, message, help: None, place: None };
            Parsed { value: String::new(), diagnostics: vec![remark] }
        }
    }
}

/// The text of a small file that may be missing and, if it belongs to a project, must lie inside.
pub(super) fn text(file: &Path, root: Option<&Path>) -> io::Result<Option<String>> {
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
    Ok(Some(decode(&fs::read(file)?).text))
}

//! Which folder is the project.

use std::path::{Path, PathBuf};

use crate::text::without_controls;

/// What marks the root of a project.
const MARKS: [&str; 3] = [".ai", "routewright.toml", ".git"];

/// Why there is no root.
#[derive(Debug, thiserror::Error)]
pub enum NoRoot {
    /// The folder named with `--root` is not there.
    #[error("`{0}` is not a folder; give the project's folder with `--root DIR`")]
    NotAFolder(String),
    /// The current folder can't be told.
    #[error("the current folder can't be told ({0}); give the project's folder with `--root DIR`")]
    NoCurrentFolder(#[from] std::io::Error),
}

/// The root of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The folder.
    pub path: PathBuf,
    /// Whether it was named or bears a mark; else it is only the current folder.
    pub certain: bool,
}

/// The folder that was named, or the nearest one upwards that bears a mark, or the current one.
pub fn find(named: Option<&str>) -> Result<Root, NoRoot> {
    if let Some(named) = named {
        let path = PathBuf::from(named);
        return if path.is_dir() {
            Ok(Root { path, certain: true })
        } else {
            Err(NoRoot::NotAFolder(named.to_owned()))
        };
    }
    let current = std::env::current_dir()?;
    let marked = nearest(&current);
    Ok(Root { certain: marked.is_some(), path: marked.unwrap_or(current) })
}

fn nearest(from: &Path) -> Option<PathBuf> {
    let marked = |folder: &&Path| MARKS.iter().any(|mark| folder.join(mark).exists());
    from.ancestors().find(marked).map(Path::to_owned)
}

/// Name of the root folder, for titles.
#[must_use]
pub fn name(root: &Path) -> String {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    without_controls(&name)
}

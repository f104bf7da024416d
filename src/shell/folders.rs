//! The user's folders for settings and for what the program remembers.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use sha2::{Digest, Sha256};

use crate::text::hex;

fn own() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "routewright")
}

/// The user's own file of rules, beside the settings.
pub const USER_RULES: &str = "rules.md";

/// Where `config.toml`, `keymap.toml` and themes are looked for.
#[must_use]
pub fn settings() -> Option<PathBuf> {
    own().map(|own| own.config_dir().to_owned())
}

/// Where choices and former versions of files are kept. Without a home folder that is a temporary
/// one: better than losing them at once.
#[must_use]
pub fn state() -> PathBuf {
    own().map_or_else(
        || std::env::temp_dir().join("routewright"),
        |own| own.state_dir().unwrap_or_else(|| own.data_local_dir()).to_owned(),
    )
}

/// The user's home.
#[must_use]
pub fn home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|base| base.home_dir().to_owned())
}

/// Where former versions of files are kept.
#[must_use]
pub fn former() -> PathBuf {
    state().join("former")
}

/// The file with what is remembered for a project.
#[must_use]
pub fn memory(root: Option<&Path>) -> PathBuf {
    let name = match root {
        None => "demo".to_owned(),
        Some(root) => {
            let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
            let hash = Sha256::digest(real.to_string_lossy().as_bytes());
            hex(hash.get(..8).unwrap_or_default())
        }
    };
    state().join("projects").join(format!("{name}.json"))
}

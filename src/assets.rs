//! What is data and not code: the files under `assets/`, by their paths.
//!
//! The whole folder is embedded (`build.rs` makes the table). A user may have files of their own for
//! some of these paths; they are given once, before anything is read ([`add_own`]), and win.
//!
//! ```
//! use routewright::assets;
//!
//! assert!(assets::text("themes/dark.toml").is_some_and(|text| text.contains("border")));
//! assert_eq!(assets::folders("languages").next(), Some("en"));
//! ```

pub mod check;
pub mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Path and text of every embedded file, sorted by path.
static BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The user's own files. They are a value of the whole program that is set once, for everything made
/// of assets (lexicons, packs, languages) is made at its first use and then kept and shared: a value
/// handed down to each reader could only say the same. Looking anything up settles it, so that
/// nothing is ever made of half of the files.
static OWN: OnceLock<BTreeMap<String, String>> = OnceLock::new();

/// Gives the user's own files: path below `assets/` and text. False where that comes too late, since
/// some file was looked up already.
#[must_use]
pub fn add_own(files: BTreeMap<String, String>) -> bool {
    OWN.set(files).is_ok()
}

fn own() -> &'static BTreeMap<String, String> {
    OWN.get_or_init(BTreeMap::new)
}

/// The text of a file, the user's own first.
#[must_use]
pub fn text(path: &str) -> Option<&'static str> {
    own_text(path).or_else(|| built_in(path))
}

/// The text of the user's own file.
#[must_use]
pub fn own_text(path: &str) -> Option<&'static str> {
    own().get(path).map(String::as_str)
}

/// The text of an embedded file.
#[must_use]
pub fn built_in(path: &str) -> Option<&'static str> {
    let at = BUILT_IN.binary_search_by_key(&path, |(path, _)| path).ok()?;
    BUILT_IN.get(at).map(|(_, text)| *text)
}

/// Whether there is an embedded file at a path.
#[must_use]
pub fn is_built_in(path: &str) -> bool {
    built_in(path).is_some()
}

/// The embedded files anywhere below a folder, by path.
pub fn built_in_below(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let start = format!("{folder}/");
    let from = BUILT_IN.partition_point(|(path, _)| *path < start.as_str());
    BUILT_IN.get(from..).unwrap_or_default().iter().copied().take_while(move |(path, _)| path.starts_with(&start))
}

/// Paths of all files anywhere below a folder, built-in and own, sorted.
fn below(folder: &str) -> BTreeSet<&'static str> {
    let start = format!("{folder}/");
    let own = own().keys().map(String::as_str).filter(|path| path.starts_with(&start));
    built_in_below(folder).map(|(path, _)| path).chain(own).collect()
}

/// The names, without `.toml`, of the TOML files in a folder, sorted.
#[must_use]
pub fn names(folder: &str) -> Vec<&'static str> {
    let name = |path: &'static str| path.get(folder.len() + 1..)?.strip_suffix(".toml");
    below(folder).into_iter().filter_map(name).filter(|name| !name.contains('/')).collect()
}

/// The names of the folders in a folder, sorted.
pub fn folders(folder: &str) -> impl Iterator<Item = &'static str> {
    let name = |path: &'static str| Some(path.get(folder.len() + 1..)?.split_once('/')?.0);
    let names: BTreeSet<_> = below(folder).into_iter().filter_map(name).collect();
    names.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_by_its_path_and_in_its_folder() {
        for (path, text) in BUILT_IN {
            assert_eq!(built_in(path), Some(*text), "{path}");
        }
        assert_eq!(built_in("themes"), None);
        assert_eq!(text("themes/../keymap.toml"), None);
        let plan: Vec<_> = built_in_below("plan").map(|(path, _)| path).collect();
        assert_eq!(plan, ["plan/check-words.toml", "plan/examples.toml", "plan/rule-topics.toml", "plan/words.toml"]);
        assert_eq!(names("themes"), ["dark", "light", "mono"]);
        assert_eq!(names("no-such-folder"), [""; 0]);
    }
}

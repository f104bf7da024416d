//! How editors are told to open a file at a line.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::assets::check::{Checked, words};
use crate::assets::table;

/// Arguments by the name of the program; `{file}` and `{line}` are filled in.
static EDITORS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| table::parsed("editors.toml"));

/// Whether a text can be the table of editors; `None` for another file.
#[must_use]
pub fn check_asset(path: &[&str], text: &str) -> Option<Checked> {
    (path == ["editors.toml"]).then(|| words(text, &[]))
}

/// The arguments that open a file at a line; those of an editor that is not known open the file.
///
/// ```
/// use routewright::config::editors::at_line;
///
/// assert_eq!(at_line("/usr/bin/nvim", "a.md", 7), ["+7", "a.md"]);
/// assert_eq!(at_line("hx", "a.md", 7), ["a.md:7"]);
/// assert_eq!(at_line("./mine", "a.md", 7), ["a.md"]);
/// ```
#[must_use]
pub fn at_line(program: &str, file: &str, line: usize) -> Vec<String> {
    let name = program.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    let name = name.strip_suffix(".exe").or_else(|| name.strip_suffix(".cmd")).unwrap_or(&name);
    let Some(arguments) = EDITORS.get(name) else { return vec![file.to_owned()] };
    // The line first: a file's name may hold what looks like a placeholder.
    arguments.iter().map(|a| a.replace("{line}", &line.to_string()).replace("{file}", file)).collect()
}

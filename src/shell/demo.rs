//! The demo project, embedded so that it is there wherever the program is.

use crate::assets;

/// Name of the demo project, for titles.
pub(super) const NAME: &str = "demo";

/// Its files: path and text.
pub(super) fn files() -> Vec<(&'static str, &'static str)> {
    assets::built_in_below(NAME).filter_map(|(path, text)| Some((path.strip_prefix("demo/")?, text))).collect()
}

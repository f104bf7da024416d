//! The demo project, embedded so that it is there wherever the program is.

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../assets/demo/", $path)))),*]
    };
}

/// Name of the demo project, for titles.
pub(super) const NAME: &str = "demo";

/// Its files: path and text.
pub(super) const FILES: &[(&str, &str)] = files![
    ".ai/api-plan.md",
    ".ai/db-plan.md",
    ".ai/implementation-rules.md",
    ".ai/tech-stack.md",
    ".cursor/rules/backend.mdc",
    ".cursor/rules/frontend.mdc",
    "src/types.ts",
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::tree::{self, Kind};
    use super::*;

    #[test]
    fn every_file_of_the_demo_is_embedded() {
        let listing = tree::list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo"));
        let mut on_disk: Vec<_> = listing.entries.iter().filter(|e| e.kind == Kind::File).map(|e| &*e.path).collect();
        on_disk.retain(|path| *path != "README.md");
        on_disk.sort_unstable();
        assert_eq!(on_disk, FILES.iter().map(|(path, _)| *path).collect::<Vec<_>>());
    }
}

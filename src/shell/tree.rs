//! The files of a project, by their paths relative to its root.
//!
//! Listing is bounded and always in the same order, never follows a link out of the root and never
//! goes in circles, so that a document is found in the same place on every machine.

use std::collections::{HashSet, VecDeque};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many entries are listed before giving up; the folders that usually hold documents come first.
const MAX_ENTRIES: usize = 20_000;
/// How many folders deep: packages in Java and Kotlin take seven and more.
const MAX_DEPTH: usize = 16;
/// Folders that hold documents, before everything else; compared without regard to case.
const FIRST: [&str; 11] = [
    ".ai",
    "docs",
    "context",
    ".claude",
    ".cursor",
    ".github",
    ".windsurf",
    ".junie",
    ".clinerules",
    "supabase",
    "src",
];
/// The hidden folder that packages of a repository have of their own.
const IN_PACKAGES: &str = ".cursor";
/// Folders that hold what tools made.
const SKIPPED: [&str; 13] = [
    "node_modules",
    "target",
    "dist",
    "build",
    "out",
    "vendor",
    "bin",
    "obj",
    "venv",
    "coverage",
    "__pycache__",
    "bower_components",
    "Pods",
];

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file, or a link to one inside the root.
    File,
    /// A folder.
    Folder,
    /// A link that leads out of the root.
    Outside,
    /// A link that leads nowhere.
    Broken,
    /// A device, pipe or socket.
    Other,
}

/// One path of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Relative to the root, with `/`.
    pub path: String,
    /// What stands there.
    pub kind: Kind,
}

/// What was found below a root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// In the order of the search.
    pub entries: Vec<Entry>,
    /// Folders that could not be listed, with the reason.
    pub unlisted: Vec<(String, String)>,
    /// Whether there is more than was listed.
    pub cut: bool,
}

impl Listing {
    /// The entry at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.path == path)
    }
}

/// Lists a project.
#[must_use]
pub fn list(root: &Path) -> Listing {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut walk = Walk { root: &root, listing: Listing::default(), seen: HashSet::new() };
    let top = walk.folder(&root, "");
    let (mut first, rest): (Vec<_>, Vec<_>) = top.into_iter().partition(|name| rank(name).is_some());
    first.sort_by_key(|name| rank(name));
    for folder in first.into_iter().chain(rest) {
        walk.below(folder);
    }
    walk.listing
}

fn rank(folder: &str) -> Option<usize> {
    FIRST.iter().position(|first| first.eq_ignore_ascii_case(folder))
}

struct Walk<'a> {
    root: &'a Path,
    listing: Listing,
    seen: HashSet<PathBuf>,
}

impl Walk<'_> {
    /// Everything below a folder, nearest first.
    fn below(&mut self, folder: String) {
        let mut queue = VecDeque::from([(folder, 1)]);
        while let Some((folder, depth)) = queue.pop_front() {
            let on_disk = self.root.join(&folder);
            let folders = self.folder(&on_disk, &folder);
            if depth < MAX_DEPTH {
                queue.extend(folders.into_iter().map(|f| (f, depth + 1)));
            } else if !folders.is_empty() {
                self.listing.cut = true;
            }
        }
    }

    /// Lists one folder and gives the folders in it that are worth a look.
    fn folder(&mut self, on_disk: &Path, path: &str) -> Vec<String> {
        // Links may lead to a folder that was already listed, or back up.
        if on_disk.canonicalize().is_ok_and(|real| !self.seen.insert(real)) {
            return Vec::new();
        }
        let names = match names(on_disk) {
            Ok(names) => names,
            Err(error) => {
                self.listing.unlisted.push((path.to_owned(), error.to_string()));
                return Vec::new();
            }
        };
        let mut folders = Vec::new();
        for (name, file_type) in names {
            if self.listing.entries.len() >= MAX_ENTRIES {
                self.listing.cut = true;
                return folders;
            }
            let child = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            let kind = kind(self.root, &on_disk.join(&name), file_type);
            if kind == Kind::Folder && worth_a_look(path, &name) {
                folders.push(child.clone());
            }
            self.listing.entries.push(Entry { path: child, kind });
        }
        folders
    }
}

/// Names in a folder, sorted; names that are not UTF-8 or hold control characters are left out,
/// because they can't be shown or named in a setting.
fn names(folder: &Path) -> io::Result<Vec<(String, fs::FileType)>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string()
            && !name.chars().any(char::is_control)
        {
            names.push((name, entry.file_type()?));
        }
    }
    names.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(names)
}

fn kind(root: &Path, path: &Path, file_type: fs::FileType) -> Kind {
    if file_type.is_dir() {
        return Kind::Folder;
    }
    if file_type.is_file() {
        return Kind::File;
    }
    if !file_type.is_symlink() {
        return Kind::Other;
    }
    match path.canonicalize() {
        Err(_) => Kind::Broken,
        Ok(real) if !real.starts_with(root) => Kind::Outside,
        Ok(real) if real.is_dir() => Kind::Folder,
        Ok(real) if real.is_file() => Kind::File,
        Ok(_) => Kind::Other,
    }
}

fn worth_a_look(parent: &str, name: &str) -> bool {
    if rank(parent.split('/').next().unwrap_or_default()) == Some(0) {
        return true;
    }
    let is_known = name == IN_PACKAGES || (parent.is_empty() && rank(name).is_some());
    let hidden = name.starts_with('.') && !is_known;
    !hidden && !SKIPPED.iter().any(|skipped| skipped.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_folders_come_first_and_made_ones_are_left_out() {
        let root = tempfile::tempdir().unwrap();
        for file in ["a/x.md", "node_modules/p/api-plan.md", ".git/HEAD", "DOCS/b.md", ".ai/deep/c.md", ".ai/a.md"] {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let listing = list(root.path());
        let files: Vec<_> = listing.entries.iter().filter(|e| e.kind == Kind::File).map(|e| e.path.as_str()).collect();
        assert_eq!(files, [".ai/a.md", ".ai/deep/c.md", "DOCS/b.md", "a/x.md"]);
        assert!(!listing.cut);
    }

    #[cfg(unix)]
    #[test]
    fn links_never_leave_the_root_nor_go_in_circles() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), "").unwrap();
        let root = tempfile::tempdir().unwrap();
        let ai = root.path().join(".ai");
        fs::create_dir(&ai).unwrap();
        symlink(outside.path().join("secret.md"), ai.join("api-plan.md")).unwrap();
        symlink(outside.path(), ai.join("folder")).unwrap();
        symlink(&ai, ai.join("round")).unwrap();
        symlink("nowhere", ai.join("broken")).unwrap();
        let listing = list(root.path());
        let kind_of = |path: &str| listing.get(path).map(|e| e.kind);
        assert_eq!(kind_of(".ai/api-plan.md"), Some(Kind::Outside));
        assert_eq!(kind_of(".ai/folder"), Some(Kind::Outside));
        assert_eq!(kind_of(".ai/broken"), Some(Kind::Broken));
        assert_eq!(kind_of(".ai/round"), Some(Kind::Folder));
        assert_eq!(listing.entries.len(), 5);
    }
}

//! Writes a file whole or not at all, never over something unseen, and keeps what was there before.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::decode::decode;
use super::folders;
use crate::text::{hex, without_controls};

/// How many former versions of one file are kept.
const FORMER_KEPT: usize = 20;
/// How the name of a file begins while it is being written.
const UNFINISHED: &str = ".routewright-";
/// After this time nobody is still writing such a file.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// What may be written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over<'a> {
    /// Nothing: the file must not exist.
    Nothing,
    /// A file that holds this text and nothing else.
    Text(&'a str),
    /// Whatever is there.
    Anything,
}

/// A file that was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Relative to the root, with `/`; as a full path where there is no root.
    pub path: String,
    /// Where the former version was put, if there was one and it was another text.
    pub former: Option<PathBuf>,
}

/// Why a file was not saved.
#[derive(Debug, thiserror::Error)]
pub enum NotSaved {
    /// It exists and may not be written over.
    #[error("`{path}` exists already")]
    Exists {
        /// Which one.
        path: String,
        /// What it holds.
        text: String,
    },
    /// It lies outside the project, or a link on the way leads there.
    #[error("`{0}` lies outside the project; name a file below its root")]
    Outside(String),
    /// A folder is in its place.
    #[error("`{0}` is a folder; name a file")]
    Folder(String),
    /// It is a link to something that is not there.
    #[error("`{0}` is a link to something that does not exist; remove the link or name another file")]
    BrokenLink(String),
    /// It is neither a file nor a folder.
    #[error("`{0}` is no regular file; name another one")]
    NoFile(String),
    /// It may not be written to.
    #[error("`{0}` is write-protected; make it writable or name another file")]
    ReadOnly(String),
    /// Its former version could not be kept, so it was left alone.
    #[error("`{path}` was left alone, because its former version could not be kept: {error}")]
    NotKept {
        /// Which one.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// The system says no.
    #[error("`{path}` could not be written: {error}")]
    Io {
        /// Which one.
        path: String,
        /// Why.
        error: io::Error,
    },
}

/// Saves files below a root, or anywhere.
#[derive(Debug, Clone)]
pub struct Saver {
    /// The project; files outside are refused. `None` lets the user name any file.
    pub root: Option<PathBuf>,
    /// Where former versions are kept.
    pub former: PathBuf,
}

impl Saver {
    /// Saves a text. A relative `path` is taken below `base`, and `~/` is the user's home, as people
    /// are used to from their shell.
    pub fn save(&self, base: &Path, path: &str, text: &str, over: Over<'_>) -> Result<Saved, NotSaved> {
        let at_home = path.strip_prefix("~/").and_then(|rest| Some(folders::home()?.join(rest)));
        let target = plain(&at_home.unwrap_or_else(|| base.join(path)));
        let (target, shown) = self.settle(&target, path)?;
        let io = |error| NotSaved::Io { path: shown.clone(), error };
        let old = match fs::metadata(&target) {
            Ok(meta) if meta.is_dir() => return Err(NotSaved::Folder(shown)),
            Ok(meta) if !meta.is_file() => return Err(NotSaved::NoFile(shown)),
            Ok(meta) => Some((fs::read(&target).map_err(io)?, meta.permissions())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(io(error)),
        };
        let mut former = None;
        if let Some((bytes, permissions)) = &old {
            let holds = decode(bytes).text;
            if matches!(over, Over::Nothing) || matches!(over, Over::Text(known) if known != holds) {
                return Err(NotSaved::Exists { path: shown, text: holds });
            }
            if bytes == text.as_bytes() {
                return Ok(Saved { path: shown, former: None });
            }
            if permissions.readonly() {
                return Err(NotSaved::ReadOnly(shown));
            }
            let kept = self.keep(&target, bytes);
            former = Some(kept.map_err(|error| NotSaved::NotKept { path: shown.clone(), error })?);
        }
        let permissions = old.map(|(_, permissions)| permissions);
        match write_whole(&target, text.as_bytes(), permissions.as_ref()) {
            Ok(()) => Ok(Saved { path: shown, former }),
            // Somebody else made the file since we looked.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let text = fs::read(&target).map(|bytes| decode(&bytes).text).unwrap_or_default();
                Err(NotSaved::Exists { path: shown, text })
            }
            Err(error) => Err(io(error)),
        }
    }

    /// Takes a file away that holds a text and nothing else; a copy of it is kept.
    pub fn remove(&self, base: &Path, path: &str, known: &str) -> Result<(), NotSaved> {
        let (target, shown) = self.settle(&plain(&base.join(path)), path)?;
        let io = |error| NotSaved::Io { path: shown.clone(), error };
        let bytes = match fs::read(&target) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(io(error)),
        };
        let holds = decode(&bytes).text;
        if holds != known {
            return Err(NotSaved::Exists { path: shown, text: holds });
        }
        self.keep(&target, &bytes).map_err(|error| NotSaved::NotKept { path: shown.clone(), error })?;
        fs::remove_file(&target).map_err(io)
    }

    /// Follows links and makes sure that the file lies below the root; gives the real path and the
    /// one to show.
    fn settle(&self, target: &Path, named: &str) -> Result<(PathBuf, String), NotSaved> {
        let shown = without_controls(named);
        let io = |error| NotSaved::Io { path: shown.clone(), error };
        let is_link = fs::symlink_metadata(target).is_ok_and(|meta| meta.file_type().is_symlink());
        let real = match target.canonicalize() {
            Ok(real) => real,
            Err(_) if is_link => return Err(NotSaved::BrokenLink(shown)),
            Err(_) => {
                // The folders that exist may be links; the rest will be made.
                let existing = target.ancestors().skip(1).find(|folder| folder.exists()).unwrap_or(Path::new("/"));
                let rest = target.strip_prefix(existing).unwrap_or(target);
                existing.canonicalize().map_err(io)?.join(rest)
            }
        };
        let Some(root) = &self.root else { return Ok((real, shown)) };
        let root = root.canonicalize().map_err(io)?;
        let inside = real.strip_prefix(&root).map_err(|_| NotSaved::Outside(shown.clone()))?;
        let relative = inside.to_string_lossy().replace('\\', "/");
        Ok((real, without_controls(&relative)))
    }

    /// Puts a copy of the former version beside the other ones.
    fn keep(&self, target: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
        let path = Sha256::digest(target.to_string_lossy().as_bytes());
        let folder = self.former.join(hex(path.get(..6).unwrap_or_default()));
        fs::create_dir_all(&folder)?;
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut kept: Vec<_> =
            fs::read_dir(&folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        kept.sort();
        let number = |name: &String| name.split('-').next().and_then(|n| n.parse::<u64>().ok());
        let next = kept.iter().filter_map(number).max().unwrap_or(0) + 1;
        let copy = numbered(&folder, next, &name, bytes)?;
        for old in kept.iter().take((kept.len() + 1).saturating_sub(FORMER_KEPT)) {
            // One more old version does no harm.
            let _ = fs::remove_file(folder.join(old));
        }
        Ok(copy)
    }
}

/// Writes a former version under the first free number: another save may take the same one now.
fn numbered(folder: &Path, first: u64, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut number = first;
    loop {
        let copy = folder.join(format!("{number:06}-{name}"));
        match write_whole(&copy, bytes, None) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            done => return done.map(|()| copy),
        }
    }
}

/// Takes `.` and `..` out of a path without asking the disk.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => _ = plain.pop(),
            other => plain.push(other),
        }
    }
    plain
}

/// Writes a file so that a reader sees the old text or the new one and nothing in between, even when
/// the process is killed or the disk is full. Without `permissions` the file must not exist yet.
pub(super) fn write_whole(target: &Path, bytes: &[u8], permissions: Option<&fs::Permissions>) -> io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    sweep(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        // The system takes away from this what the user's umask says.
        builder.permissions(fs::Permissions::from_mode(0o666))
    };
    let mut file = builder.tempfile_in(folder).map_err(cause)?;
    file.as_file_mut().write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions.clone())?;
    }
    file.as_file().sync_all()?;
    match permissions {
        Some(_) => file.persist(target).map_err(|e| e.error)?,
        None => file.persist_noclobber(target).map_err(|e| e.error)?,
    };
    // The new name has to reach the disk too; not every system can say so.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// What the system said, without the name of a file that nobody has heard of.
fn cause(error: io::Error) -> io::Error {
    let kind = error.kind();
    if error.raw_os_error().is_some() || kind == io::ErrorKind::Other { error } else { kind.into() }
}

/// Folders that were swept already: once for each process is enough, and a folder may hold thousands of plans.
static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Takes away what killed processes left half written. Younger files may belong to one that lives.
fn sweep(folder: &Path) {
    let is_first = SWEPT.lock().is_ok_and(|mut swept| swept.insert(folder.to_owned()));
    if !is_first {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let unfinished = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        let age = || entry.metadata().ok().filter(fs::Metadata::is_file)?.modified().ok()?.elapsed().ok();
        if unfinished && age().is_some_and(|age| age > ABANDONED) {
            // What can't be taken away does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saver() -> (tempfile::TempDir, Saver) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir(&root).unwrap();
        let saver = Saver { root: Some(root), former: folder.path().join("former") };
        (folder, saver)
    }

    fn save(saver: &Saver, path: &str, text: &str, over: Over<'_>) -> Result<Saved, NotSaved> {
        saver.save(saver.root.as_deref().unwrap(), path, text, over)
    }

    #[test]
    fn nothing_is_overwritten_unseen_and_the_former_version_is_kept() {
        let (_folder, saver) = saver();
        let path = ".ai/sub/plan.md";
        assert_eq!(save(&saver, path, "one", Over::Nothing).unwrap().former, None);
        assert!(
            matches!(save(&saver, path, "two", Over::Nothing), Err(NotSaved::Exists { text, .. }) if text == "one")
        );
        assert!(matches!(save(&saver, path, "two", Over::Text("other")), Err(NotSaved::Exists { .. })));
        let saved = save(&saver, path, "two", Over::Text("one")).unwrap();
        assert_eq!(saved.path, path);
        assert_eq!(fs::read_to_string(saved.former.unwrap()).unwrap(), "one");
        assert!(matches!(save(&saver, path, "two", Over::Nothing), Err(NotSaved::Exists { .. })));
        assert_eq!(save(&saver, path, "two", Over::Anything).unwrap().former, None);
        for n in 0..30 {
            save(&saver, path, &n.to_string(), Over::Anything).unwrap();
        }
        let former = fs::read_dir(&saver.former).unwrap().next().unwrap().unwrap().path();
        assert_eq!(fs::read_dir(former).unwrap().count(), FORMER_KEPT);
        let beside = fs::read_dir(saver.root.unwrap().join(".ai/sub")).unwrap().count();
        assert_eq!(beside, 1);
    }

    #[test]
    fn files_outside_the_root_are_refused() {
        let (folder, saver) = saver();
        let elsewhere = folder.path().join("x.md").to_string_lossy().into_owned();
        for path in ["../x.md", ".ai/../../x.md", "~/x.md", elsewhere.as_str()] {
            assert!(matches!(save(&saver, path, "x", Over::Anything), Err(NotSaved::Outside(_))), "{path}");
        }
        assert!(matches!(save(&saver, ".", "x", Over::Anything), Err(NotSaved::Folder(_))));
        assert_eq!(save(&saver, ".ai/../x.md", "x", Over::Nothing).unwrap().path, "x.md");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_are_respected() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (folder, saver) = saver();
        let root = saver.root.clone().unwrap();
        fs::write(folder.path().join("secret"), "s").unwrap();
        symlink(folder.path().join("secret"), root.join("out.md")).unwrap();
        symlink(folder.path(), root.join("up")).unwrap();
        symlink("nowhere", root.join("broken.md")).unwrap();
        fs::write(root.join("real.md"), "r").unwrap();
        fs::set_permissions(root.join("real.md"), fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real.md", root.join("link.md")).unwrap();
        for path in ["out.md", "up/x.md", "up/new/x.md"] {
            assert!(matches!(save(&saver, path, "x", Over::Anything), Err(NotSaved::Outside(_))), "{path}");
        }
        assert!(matches!(save(&saver, "broken.md", "x", Over::Anything), Err(NotSaved::BrokenLink(_))));
        save(&saver, "link.md", "new", Over::Anything).unwrap();
        assert_eq!(fs::read_to_string(root.join("real.md")).unwrap(), "new");
        assert!(fs::symlink_metadata(root.join("link.md")).unwrap().file_type().is_symlink());
        assert_eq!(fs::metadata(root.join("real.md")).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(root.join("real.md"), fs::Permissions::from_mode(0o440)).unwrap();
        assert!(matches!(save(&saver, "real.md", "x", Over::Anything), Err(NotSaved::ReadOnly(_))));
        save(&saver, "fresh.md", "x", Over::Nothing).unwrap();
        assert_ne!(fs::metadata(root.join("fresh.md")).unwrap().permissions().mode() & 0o044, 0);
    }
}

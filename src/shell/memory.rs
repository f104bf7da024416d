//! What is remembered for a project between runs: one file a project in the user's state folder.

use std::fs;
use std::io;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::save::write_whole;

/// The file of one project.
#[derive(Debug, Clone)]
pub struct Memory {
    /// Where it is.
    pub file: PathBuf,
}

/// What was found in the file.
#[derive(Debug, PartialEq, Eq)]
pub enum Recalled<T> {
    /// There is none yet.
    Nothing,
    /// What was remembered.
    Value(T),
    /// It could not be understood; it was put aside, so that nothing is lost.
    Damaged(String),
}

impl Memory {
    /// Reads what was remembered.
    #[must_use]
    pub fn recall<T: DeserializeOwned>(&self) -> Recalled<T> {
        let bytes = match fs::read(&self.file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Recalled::Nothing,
            Err(error) => return Recalled::Damaged(self.trouble("could not be read", &error)),
        };
        serde_json::from_slice(&bytes).map_or_else(|error| self.put_aside(&error), Recalled::Value)
    }

    fn put_aside<T>(&self, error: &serde_json::Error) -> Recalled<T> {
        let aside = self.file.with_extension("damaged.json");
        let moved = fs::rename(&self.file, &aside).is_ok();
        let kept = if moved { format!("; it is kept as `{}`", aside.display()) } else { String::new() };
        Recalled::Damaged(format!("{}{kept}", self.trouble("could not be understood", error)))
    }

    /// Remembers a value instead of the former one.
    pub fn remember(&self, value: &impl Serialize) -> Result<(), String> {
        let json = serde_json::to_vec_pretty(value).map_err(|error| self.trouble("could not be made", &error))?;
        let old = fs::metadata(&self.file).ok().map(|meta| meta.permissions());
        write_whole(&self.file, &json, old.as_ref()).map_err(|error| self.trouble("could not be written", &error))
    }

    fn trouble(&self, what: &str, error: &dyn std::fmt::Display) -> String {
        format!("the remembered choices in `{}` {what}: {error}", self.file.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_and_damage_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory { file: folder.path().join("projects/x.json") };
        assert_eq!(memory.recall::<Vec<u32>>(), Recalled::Nothing);
        memory.remember(&[1, 2]).unwrap();
        memory.remember(&[1, 2, 3]).unwrap();
        assert_eq!(memory.recall(), Recalled::Value(vec![1, 2, 3]));
        fs::write(&memory.file, "[1, 2").unwrap();
        assert!(matches!(memory.recall::<Vec<u32>>(), Recalled::Damaged(text) if text.contains("x.damaged.json")));
        assert_eq!(memory.recall::<Vec<u32>>(), Recalled::Nothing);
        assert!(folder.path().join("projects/x.damaged.json").exists());
    }
}

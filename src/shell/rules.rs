//! Writes changes into files of rules: each is made in what its file holds at that moment.

use std::fs;
use std::io;
use std::path::Path;

use super::decode::decode;
use super::folders;
use super::save::{NotSaved, Over, Saver};
use crate::app::rule_files::{FileEdit, RulesFile};
use crate::deliver::own_rules;

/// How often a change is made again in a file that somebody else writes at the same time.
const TRIES: usize = 3;
/// What some editors write before UTF-8.
const MARK: &str = "\u{feff}";

/// Makes changes one after the other, up to the first that fails. Gives what the files hold now, as
/// far as it is known, and what went wrong.
pub(super) fn write(saver: &Saver, edits: &[FileEdit]) -> (Vec<(RulesFile, String)>, Option<String>) {
    let mut texts = Vec::new();
    for edit in edits {
        let (text, problem) = write_one(saver, edit);
        texts.extend(text.map(|text| (edit.file, text)));
        if problem.is_some() {
            return (texts, problem);
        }
    }
    (texts, None)
}

fn write_one(saver: &Saver, edit: &FileEdit) -> (Option<String>, Option<String>) {
    let (saver, folder, path) = match (edit.file, &saver.root, folders::settings()) {
        (RulesFile::Project, Some(root), _) => (saver.clone(), root.clone(), edit.path.as_str()),
        (RulesFile::User, _, Some(folder)) => {
            (Saver { root: None, former: saver.former.clone() }, folder, folders::USER_RULES)
        }
        _ => return (None, Some("there is no folder for the file of rules; nothing was written".to_owned())),
    };
    let mut known = None;
    for _ in 0..TRIES {
        let held = match read(&folder.join(path)) {
            Ok(held) => held,
            Err(problem) => return (known, Some(format!("`{path}` was left alone: {problem}"))),
        };
        let holds = held.as_ref().map(|held| held.text.clone()).unwrap_or_default();
        known = Some(holds.clone());
        let text = match holds == edit.before {
            true => edit.after.clone(),
            false => match own_rules::apply(&holds, &edit.change) {
                Ok(text) => text,
                Err(refused) => {
                    return (known, Some(format!("`{path}` was changed meanwhile and was left alone: {refused}")));
                }
            },
        };
        let over = held.as_ref().map_or(Over::Nothing, |held| Over::Text(&held.text));
        let mark = if held.as_ref().is_some_and(|held| held.marked) { MARK } else { "" };
        let result = match text.is_empty() {
            true => saver.remove(&folder, path, &holds),
            false => saver.save(&folder, path, &format!("{mark}{text}"), over).map(|_| ()),
        };
        match result {
            Ok(()) => return (Some(text), None),
            // Somebody wrote it since it was read.
            Err(NotSaved::Exists { .. }) => {}
            Err(error) => return (known, Some(format!("the rules were not written: {error}"))),
        }
    }
    (known, Some(format!("`{path}` is being written by somebody else; nothing was changed")))
}

struct Held {
    text: String,
    /// Whether a byte order mark stands before it.
    marked: bool,
}

/// What a file holds, if it can be written again just so.
fn read(file: &Path) -> Result<Option<Held>, String> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("it could not be read: {error}")),
    };
    let decoded = decode(&bytes);
    let is_plain = decoded.encoding.is_none() && !decoded.lost && decoded.controls == 0;
    if !is_plain || decoded.text.contains('\r') != bytes.contains(&b'\r') {
        return Err("it is not plain UTF-8 text with usual line breaks; save it as such first".to_owned());
    }
    Ok(Some(Held { marked: bytes.starts_with(MARK.as_bytes()), text: decoded.text }))
}

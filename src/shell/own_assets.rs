//! The user's own assets: the folder `assets/` beside their `config.toml`, with the tree of the
//! built-in ones. A file that can't be used is said, and the built-in one stands.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use super::folders;
use super::search::types;
use super::settings::text;
use super::tree::{self, Kind};
use crate::assets;
use crate::assets::check::Checked;
use crate::assets::table::Fault;
use crate::config::editors;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::language;
use crate::{plan, prompt, read, relate};

/// More than ten languages have; the rest is left out, so that a folder that was linked by mistake
/// does not hold up the start.
const MAX_FILES: usize = 500;
/// Ten times the longest built-in file.
const MAX_BYTES: usize = 256 * 1024;

/// Reads the user's own assets and makes them known; to be done once, before anything is read.
pub(super) fn load() -> Vec<Diagnostic> {
    let Some(folder) = folders::settings().map(|settings| settings.join("assets")) else { return Vec::new() };
    if !folder.is_dir() {
        return Vec::new();
    }
    let mut own = Own { folder: &folder, files: BTreeMap::new(), diagnostics: Vec::new() };
    own.read();
    if !assets::add_own(own.files) {
        let message = format!("`{}` was read too late and is not used", folder.display());
        own.diagnostics.push(remark(Severity::Warning, message));
    }
    own.diagnostics
}

struct Own<'a> {
    folder: &'a Path,
    files: BTreeMap<String, String>,
    diagnostics: Vec<Diagnostic>,
}

impl Own<'_> {
    fn read(&mut self) {
        let listing = tree::list(self.folder);
        for (path, reason) in &listing.unlisted {
            self.say(path, &format!("could not be listed: {reason}"));
        }
        let mut files: Vec<_> = listing.entries.iter().filter(|entry| entry.kind != Kind::Folder).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.retain(|entry| {
            entry.path.rsplit('/').next().is_some_and(|name| name != "README.md" && !name.starts_with('.'))
        });
        if let Some(first) = files.get(MAX_FILES) {
            self.say(&first.path, &format!("and what follows is left out: there are more than {MAX_FILES} files"));
        }
        let mut refused = BTreeSet::new();
        for entry in files.iter().take(MAX_FILES) {
            let path = entry.path.as_str();
            if let Some(code) =
                path.strip_prefix("languages/").and_then(|rest| rest.split_once('/')).map(|(code, _)| code)
                && !language::can_be_code(code)
            {
                if refused.insert(code.to_owned()) {
                    self.say(
                        &format!("languages/{code}"),
                        "is left out: a language's folder is named by its code, such as `de` or `pt-br`",
                    );
                }
                continue;
            }
            match entry.kind {
                Kind::Outside => self.say(path, "is left out: it leads out of the folder"),
                Kind::Broken => self.say(path, "is left out: it leads nowhere"),
                Kind::File => self.file(path),
                Kind::Folder | Kind::Other => self.say(path, "is left out: it is no file"),
            }
        }
    }

    fn file(&mut self, path: &str) {
        let text = match text(&self.folder.join(path), Some(self.folder)) {
            Ok(Some(text)) if text.len() > MAX_BYTES => {
                return self.say(path, &format!("is left out: it is longer than {} KiB", MAX_BYTES / 1024));
            }
            Ok(text) => text.unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return self.say(path, &format!("is left out: {error}"));
            }
            Err(error) => return self.say(path, &format!("could not be read: {error}")),
        };
        match check(path, &text) {
            None => {
                let message = format!("`{}`: nothing is read from there{}", self.shown(path), elsewhere(path));
                self.diagnostics.push(remark(Severity::Info, message));
            }
            Some(Ok(faults)) => {
                for fault in faults {
                    let message = format!("{}:{}: {}", self.shown(path), fault.line, fault.message);
                    self.diagnostics.push(remark(Severity::Warning, message));
                }
                self.files.insert(path.to_owned(), text);
            }
            Some(Err(Fault { line, message })) => {
                let instead = if assets::is_built_in(path) { "the built-in one is used" } else { "it is left out" };
                let message = format!("{}:{line}: {message}; {instead}", self.shown(path));
                self.diagnostics.push(remark(Severity::Warning, message));
            }
        }
    }

    fn shown(&self, path: &str) -> String {
        self.folder.join(path).display().to_string()
    }

    fn say(&mut self, path: &str, what: &str) {
        let message = format!("`{}` {what}", self.shown(path));
        self.diagnostics.push(remark(Severity::Warning, message));
    }
}

/// Whether a text can stand at a path; `None` where nothing is read from there.
fn check(path: &str, text: &str) -> Option<Checked> {
    let parts: Vec<&str> = path.split('/').collect();
    language::check(&parts, text)
        .or_else(|| read::check_asset(&parts, text))
        .or_else(|| relate::check_asset(&parts, text))
        .or_else(|| prompt::check_asset(&parts, text))
        .or_else(|| plan::check_asset(&parts, text))
        .or_else(|| editors::check_asset(&parts, text))
        .or_else(|| types::check_asset(&parts, text))
}

/// Where such a file is looked for instead.
fn elsewhere(path: &str) -> &'static str {
    match path.split('/').next() {
        Some("themes") => "; themes are in `themes/` beside `config.toml`",
        Some("keymap.toml") => "; the key map is `keymap.toml` beside `config.toml`",
        _ => "",
    }
}

fn remark(severity: Severity, message: String) -> Diagnostic {
    Diagnostic { code: codes::ASSET, severity, message, help: None, place: None }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn read(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("rule-topics.toml")).unwrap();
        let mut own = Own { folder: folder.path(), files: BTreeMap::new(), diagnostics: Vec::new() };
        own.read();
        let start = format!("{}/", folder.path().display());
        let said = own.diagnostics.iter().map(|d| d.message.replace(&start, "")).collect();
        (own.files.into_keys().collect(), said)
    }

    /// What is embedded would be taken from a user too, and nothing is said of it.
    #[test]
    fn every_built_in_file_may_be_a_users_own() {
        for folder in ["languages", "rules", "stacks", "sketches", "plan"] {
            for (path, text) in assets::built_in_below(folder) {
                assert_eq!(check(path, text), Some(Ok(Vec::new())), "{path}");
            }
        }
        let single =
            ["editors", "models", "rule-topics", "schema-builders", "stack-signals", "type-files", "type-words"];
        for path in single.map(|name| format!("{name}.toml")) {
            assert_eq!(check(&path, assets::built_in(&path).unwrap()), Some(Ok(Vec::new())), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_used_is_said_with_its_line_and_costs_only_itself() {
        let (used, said) = read(&[
            ("README.md", "mine"),
            ("languages/de/language.toml", "name = \"Deutsch\"\n"),
            ("languages/de/lexicons/fields.toml", "method = [\"Methode\"]\nmethd = [\"Verb\"]\n"),
            ("languages/de/plan/sections.toml", "overview = [\"Überblick\"]\nsteps = \"Schritte\"\n"),
            ("languages/de/plan/sentences.toml", "[common]\nand = \"{head} und {tail}\"\n"),
            ("languages/Deutsch/plan/sections.toml", ""),
            ("languages/Deutsch/plan/sentences.toml", ""),
            ("languages/pl/templates/phrases.toml", "missing = \"Nie ma: {what}\"\n"),
            ("rules/django.toml", "title = { en = \"Django\" }\n"),
            (
                "rules/own.toml",
                "title = { en = \"Own\" }\nabout = { en = \"x\" }\nsuits = []\n[[rule]]\nen = \"Do.\"\n",
            ),
            ("rules/notes.txt", "x"),
            ("themes/mine.toml", ""),
        ]);
        assert_eq!(
            used,
            [
                "languages/de/language.toml",
                "languages/de/lexicons/fields.toml",
                "languages/de/plan/sentences.toml",
                "languages/pl/templates/phrases.toml",
                "rules/own.toml"
            ]
        );
        let starts = [
            "`languages/Deutsch` is left out: a language's folder",
            "languages/de/lexicons/fields.toml:2: nothing is known by the name `methd`",
            "languages/de/plan/sections.toml:2: ",
            "languages/de/plan/sentences.toml:2: `{tail}` in `common.and` is not filled in",
            "`rule-topics.toml` is left out: it leads out of the folder",
            "rules/django.toml:1: missing field `about`; the built-in one is used",
            "`rules/notes.txt`: nothing is read from there",
            "`themes/mine.toml`: nothing is read from there; themes are",
        ];
        assert_eq!(said.len(), starts.len(), "{said:#?}");
        for (said, start) in said.iter().zip(starts) {
            assert!(said.starts_with(start), "{said}");
        }
    }
}

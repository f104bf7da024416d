//! Reads the sources and holds the layers to their directions (see ARCHITECTURE.md).

use std::fs;
use std::path::{Path, PathBuf};

/// The layers; each one uses only those before it.
const LAYERS: [&str; 15] = [
    "assets",
    "text",
    "diagnostic",
    "model",
    "read",
    "relate",
    "prompt",
    "plan",
    "check",
    "deliver",
    "config",
    "app",
    "view",
    "cli",
    "shell",
];

/// What only some layers may touch.
const KEPT_TO: &[(&str, &[&str])] = &[
    ("std::fs", &["shell"]),
    ("std::env", &["shell", "main"]),
    ("std::io", &["shell"]),
    ("std::net", &["shell"]),
    ("std::process", &["shell", "main"]),
    ("std::thread", &["shell"]),
    ("std::time", &["shell"]),
    ("println!", &["shell"]),
    ("print!", &["shell"]),
    ("arboard", &["shell"]),
    ("directories", &["shell"]),
    ("signal_hook", &["shell"]),
    ("tempfile", &["shell"]),
    ("crossterm", &["shell"]),
    ("ratatui", &["view", "shell"]),
    ("clap", &["cli", "shell"]),
    ("tiktoken_rs", &["prompt"]),
    // Counting tokens takes longer than a frame may: never where the state changes or is drawn.
    ("count_tokens", &["prompt", "shell"]),
    ("about_tokens", &["prompt"]),
    // The text area holds what is being typed, so the state has it and the view draws it.
    ("tui_textarea", &["app", "view"]),
];

struct File {
    path: PathBuf,
    /// Top-level module.
    layer: String,
    /// How many modules deep the file is: `src/app.rs` is 1.
    depth: usize,
    /// Its text without comments, texts in quotes and unit tests.
    code: String,
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(&root).unwrap().with_extension("");
                let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                // Tests in a file of their own (`tests.rs`, a harness) may do what tests do.
                if !matches!(parts.last().map(String::as_str), Some("tests" | "harness")) {
                    let code = code(&fs::read_to_string(&path).unwrap());
                    files.push(File { layer: parts[0].clone(), depth: parts.len(), code, path });
                }
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The code of a file: no comments, no texts, no unit tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut code = String::new();
    for line in text.lines() {
        let mut quoted = false;
        let mut before = ' ';
        for (at, c) in line.char_indices() {
            if !quoted && line[at..].starts_with("//") {
                break;
            }
            let character = before == '\'' && !quoted;
            if c == '"' && before != '\\' && !character {
                quoted = !quoted;
            } else if !quoted {
                code.push(c);
            }
            before = if before == '\\' { ' ' } else { c };
        }
        code.push('\n');
    }
    code
}

/// The top-level modules that a file names: after `crate::`, in `crate::{…}`, or by enough `super::`.
fn uses(file: &File) -> Vec<String> {
    let supers = "super::".repeat(file.depth);
    let mut used = Vec::new();
    for root in ["crate::", supers.as_str()] {
        for (at, _) in file.code.match_indices(root) {
            let before = file.code[..at].chars().next_back().unwrap_or(' ');
            let rest = &file.code[at + root.len()..];
            if before.is_alphanumeric() || before == '_' || before == ':' || rest.starts_with("super::") {
                continue;
            }
            match rest.strip_prefix('{') {
                Some(list) => {
                    let mut open = 0;
                    for name in list.split_inclusive([',', '{', '}']) {
                        if open == 0 {
                            used.push(identifier(name.trim_start()));
                        }
                        open += i32::from(name.ends_with('{')) - i32::from(name.ends_with('}'));
                        if open < 0 {
                            break;
                        }
                    }
                }
                None => used.push(identifier(rest)),
            }
        }
    }
    used.retain(|name| !name.is_empty());
    used
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn the_library_lists_the_layers_in_their_order() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let listed: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(listed, LAYERS);
}

#[test]
fn every_layer_uses_only_those_above_it() {
    let rank = |layer: &str| LAYERS.iter().position(|l| *l == layer);
    let mut wrong = Vec::new();
    for file in files() {
        let Some(own) = rank(&file.layer) else { continue };
        for used in uses(&file) {
            match rank(&used) {
                Some(other) if other <= own => {}
                Some(_) => wrong.push(format!("{} uses `{used}`, which is below it", file.path.display())),
                // A name of the module's own, seen from a module inside its file.
                None => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_shell_touches_the_world() {
    let mut wrong = Vec::new();
    for file in files() {
        for (name, layers) in KEPT_TO {
            let word = |(at, _): (usize, &str)| {
                let before = file.code[..at].chars().next_back().unwrap_or(' ');
                !(before.is_alphanumeric() || before == '_')
            };
            let path = name.ends_with('!') || name.contains("::");
            let names = |text: &str| file.code.match_indices(text).any(word);
            let found = if path { names(name) } else { names(&format!("{name}::")) || names(&format!("use {name}")) };
            if found && !layers.contains(&file.layer.as_str()) {
                wrong.push(format!("{} uses `{name}`, which is kept to {}", file.path.display(), layers.join(" and ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    for file in files() {
        let text = fs::read_to_string(&file.path).unwrap();
        assert!(text.starts_with("//! "), "{} does not begin with its purpose", file.path.display());
        assert_ne!(file.path.file_name().unwrap(), "mod.rs", "a module's file stands beside its folder");
    }
}

#[test]
fn the_check_itself_sees_what_it_should() {
    let file = |depth, text: &str| File { path: PathBuf::new(), layer: "app".to_owned(), depth, code: code(text) };
    let text = "use crate::{model::{A, B}, view};\nuse super::super::shell::run;\n// crate::cli\nlet x = \"crate::plan\";\nfn f(a: crate::read::X) {}\n#[cfg(test)]\nmod tests {\n use crate::prompt;\n}\n";
    assert_eq!(uses(&file(2, text)), ["model", "view", "read", "shell"]);
    assert_eq!(uses(&file(3, "use super::super::shell;")), Vec::<String>::new());
    assert!(!code("let a = '\"'; let b = 1; // std::fs").contains("std"));
    assert!(code("let a = '\"'; let b = 1;").contains("let b"));
}

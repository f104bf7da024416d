//! The pages that are made from the program's own tables are as the program is.
//!
//! `UPDATE_DOCS=1 cargo test --test it docs` makes them again.

use std::fmt::Write as _;
use std::path::Path;

use routewright::app::command::{COMMANDS, Command, Context};
use routewright::app::keys::Keymap;

#[test]
fn the_readme_names_the_keys_that_work() {
    let table = table(COMMANDS.iter().filter(|c| !c.hint.is_empty()), "");
    between("README.md", "keys", &format!("\n{table}"));
}

#[test]
fn the_page_of_keys_names_every_command() {
    let mut page = String::from(
        "# Keys\nMade from the table of commands; in the wizard, `?` shows those that work now. The ids are for \
         `keymap.toml` (see [settings](settings.md)).\n",
    );
    let mut done: Vec<&[Context]> = Vec::new();
    for contexts in COMMANDS.iter().map(|c| c.contexts) {
        if done.contains(&contexts) {
            continue;
        }
        done.push(contexts);
        let titles: Vec<_> = contexts.iter().map(|c| c.title()).collect();
        let _ = write!(page, "\n## {}\n", titles.join(" · "));
        page.push_str(&table(COMMANDS.iter().filter(|c| c.contexts == contexts), "id"));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    hold(&file, &page);
}

/// A table of commands; with their ids where `id` names the column.
fn table<'c>(commands: impl Iterator<Item = &'c Command>, id: &str) -> String {
    let keymap = Keymap::default();
    let mut table = String::from("| keys | does |");
    let mut line = String::from("\n| --- | --- |");
    if !id.is_empty() {
        let _ = write!(table, " {id} |");
        line.push_str(" --- |");
    }
    table.push_str(&line);
    table.push('\n');
    for command in commands {
        let keys: Vec<_> = keymap.keys(command.action).iter().map(|k| format!("`{k}`")).collect();
        let keys = if keys.is_empty() { "–".to_owned() } else { keys.join(" ") };
        let _ = write!(table, "| {keys} | {}: {} |", command.title, command.help);
        if !id.is_empty() {
            let _ = write!(table, " `{}` |", command.id);
        }
        table.push('\n');
    }
    table
}

/// Holds what stands between two marks of a page to `wanted`.
fn between(page: &str, mark: &str, wanted: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = std::fs::read_to_string(&file).unwrap();
    let start = text.find(&format!("<!-- {mark}")).unwrap();
    let start = start + text[start..].find("-->").unwrap() + "-->".len();
    let end = start + text[start..].find(&format!("<!-- /{mark} -->")).unwrap();
    hold(&file, &format!("{}{wanted}{}", &text[..start], &text[end..]));
}

fn hold(file: &Path, wanted: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(file, wanted).unwrap();
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    assert!(kept == wanted, "{} is old: UPDATE_DOCS=1 cargo test --test it docs", file.display());
}

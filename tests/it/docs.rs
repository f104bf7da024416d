//! The pages that are made from the program's own tables are as the program is.
//!
//! `UPDATE_DOCS=1 cargo test --test it docs` makes them again.

mod settings;

use std::fmt::Write as _;
use std::path::Path;

use routewright::app::command::{COMMANDS, Command, Context};
use routewright::app::keys::Keymap;
use routewright::prompt;

#[test]
fn the_readme_names_the_keys_that_work() {
    let keymap = Keymap::default();
    let mut table = String::from("| keys | where | does |\n| --- | --- | --- |\n");
    let panes = [Context::Endpoints, Context::Tables, Context::Rules, Context::Preview];
    for command in COMMANDS.iter().filter(|c| !c.hint.is_empty() && c.contexts.iter().any(|at| panes.contains(at))) {
        let at = match command.contexts {
            [one] => one.title(),
            _ => "everywhere",
        };
        let _ = writeln!(table, "| {} | {at} | {} |", keys(&keymap, command), command.title);
    }
    between("README.md", "keys", &format!("\n{table}"));
}

#[test]
fn the_page_of_keys_names_every_command() {
    let mut page = String::from(
        "# Keys\nMade from the table of commands; in the wizard, `?` shows those that work now. The ids are for \
         `keymap.toml` (see [settings](settings.md)).\n",
    );
    let keymap = Keymap::default();
    let mut done: Vec<&[Context]> = Vec::new();
    for contexts in COMMANDS.iter().map(|c| c.contexts) {
        if done.contains(&contexts) {
            continue;
        }
        done.push(contexts);
        let titles: Vec<_> = contexts.iter().map(|c| c.title()).collect();
        let _ = write!(page, "\n## {}\n", titles.join(" · "));
        page.push_str("| keys | does | id |\n| --- | --- | --- |\n");
        for command in COMMANDS.iter().filter(|c| c.contexts == contexts) {
            let does = format!("{}. {}", command.title, command.help);
            let _ = writeln!(page, "| {} | {} | `{}` |", keys(&keymap, command), does.trim_end(), command.id);
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    hold(&file, &page);
}

#[test]
fn the_page_of_templates_names_every_variable() {
    let code = |names: &[String], open: &str, close: &str| -> String {
        names.iter().map(|name| format!("`{open}{name}{close}`")).collect::<Vec<_>>().join(", ")
    };
    let mut table = String::from("| variable | becomes | also called | tags around it |\n| --- | --- | --- | --- |\n");
    for (names, tags, about) in prompt::variables() {
        let others = code(&names[1..], "{{", "}}");
        let _ = writeln!(table, "| `{{{{{}}}}}` | {about} | {others} | {} |", names[0], code(&tags, "<", ">"));
    }
    between("docs/templates.md", "variables", &format!("\n{table}"));
    let mut table = String::from("| name | says |\n| --- | --- |\n");
    for (name, about) in prompt::context() {
        let _ = writeln!(table, "| `{name}` | {about} |");
    }
    between("docs/templates.md", "context", &format!("\n{table}"));
}

fn keys(keymap: &Keymap, command: &Command) -> String {
    let keys: Vec<_> = keymap.keys(command.action).iter().map(|key| format!("`{key}`")).collect();
    if keys.is_empty() { "–".to_owned() } else { keys.join(" ") }
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

//! The page of keys: made from the table of commands, so that it can't lag behind.
//!
//! `UPDATE_DOCS=1 cargo test --test it keys` makes it again.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use routewright::app::command::{COMMANDS, Context};
use routewright::app::keys::Keymap;

const CONTEXTS: [Context; 12] = [
    Context::Endpoints,
    Context::Tables,
    Context::Rules,
    Context::Preview,
    Context::Search,
    Context::Reading,
    Context::Sources,
    Context::Palette,
    Context::Editor,
    Context::Name,
    Context::Conflict,
    Context::Discard,
];

fn page() -> String {
    let keymap = Keymap::default();
    let mut page = "# Keys\n\nMade from the table of commands in `src/app/command.rs` and from `assets/keymap.toml`; \
                    a test holds this page to them. A file `keymap.toml` in your configuration folder changes single \
                    lines: `\"text.copy\" = [\"y\", \"ctrl-y\"]`.\n\nA click selects a row, a step or a tab of the preview; \
                    the wheel scrolls what is under it.\n"
        .to_owned();
    let everywhere = |contexts: &[Context]| CONTEXTS.iter().take(4).all(|step| contexts.contains(step));
    let mut section = |title: &str, wanted: &dyn Fn(&[Context]) -> bool| {
        let commands: Vec<_> = COMMANDS.iter().filter(|command| wanted(command.contexts)).collect();
        if commands.is_empty() {
            return;
        }
        let _ = write!(page, "\n## {title}\n\n| keys | command | id |\n| --- | --- | --- |\n");
        for command in commands {
            let keys: Vec<_> = keymap.keys(command.action).iter().map(|key| format!("`{key}`")).collect();
            let help = if command.help.is_empty() { String::new() } else { format!(": {}", command.help) };
            let _ = writeln!(page, "| {} | {}{help} | `{}` |", keys.join(" "), command.title, command.id);
        }
    };
    section("In every step", &everywhere);
    for context in CONTEXTS {
        section(context.title(), &|contexts| contexts.contains(&context) && !everywhere(contexts));
    }
    page
}

#[test]
fn the_page_of_keys_is_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &page).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == page, "docs/keys.md is old: UPDATE_DOCS=1 cargo test --test it keys");
}

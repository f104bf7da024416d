//! The main job in a real terminal: from the demo to a copied prompt and a saved plan, and back
//! again on the next day.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::project::Project;
use crate::terminal::{Terminal, routewright};

/// What a copy put on the clipboard.
fn copied(terminal: &mut Terminal, earlier: usize, key: &str) -> String {
    terminal.keys(key);
    let text = String::from_utf8(BASE64_STANDARD.decode(terminal.wait_copied(earlier)).unwrap()).unwrap();
    terminal.wait_for("clipboard (OSC 52)");
    text
}

fn the_whole_way(columns: u16, rows: u16) {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(routewright(home.path(), &["--demo"]), columns, rows);
    terminal.wait_for("/api/walls");

    // Find an endpoint.
    terminal.keys("/post ascents");
    terminal.wait_for("/post ascents");
    terminal.keys("\r");
    terminal.wait_for("POST /api/routes/{routeId}/ascents ·");
    let prompt = copied(&mut terminal, 0, "y");
    assert!(prompt.contains("#### POST /api/routes/{routeId}/ascents"), "{prompt}");
    let plan = copied(&mut terminal, 1, "Y");
    assert!(plan.starts_with("# API Endpoint Implementation Plan: POST /api/routes/{routeId}/ascents\n"), "{plan}");

    // Add a table that nobody proposed.
    terminal.keys("2/setting_sessions");
    terminal.wait_for("/setting_sessions");
    terminal.keys("\r ");
    terminal.wait_for("[x] setting_sessions added by you");

    // Change a rule.
    terminal.keys("3\r");
    terminal.wait_for("Edit the rule");
    terminal.keys(" Nothing else may.\x13");
    terminal.wait_for("Rule changed.");

    // Both are in the prompt, and the table is in the plan.
    terminal.keys("4");
    let changed = copied(&mut terminal, 2, "y");
    assert!(changed.contains("Nothing else may.") && !prompt.contains("Nothing else may."), "{changed}");
    assert!(changed.contains("setting_sessions"), "{changed}");
    terminal.keys("]");
    terminal.wait_for("# API Endpoint Implementation Plan");
    let changed_plan = copied(&mut terminal, 3, "y");
    assert!(changed_plan != plan && changed_plan.contains("setting_sessions"), "{changed_plan}");

    // The demo has no folder, so the user names one.
    let folder = home.path().join("plans");
    terminal.keys("s");
    terminal.wait_for("Save the plan as");
    terminal.keys(&format!("{}/plan.md\r", folder.display()));
    terminal.wait_for("Saved ");
    let saved = fs::read_to_string(folder.join("plan.md")).unwrap();
    assert!(saved.starts_with(changed_plan.trim_end()), "{saved}");
    assert!(saved.contains("<!-- routewright: "), "{saved}");
    terminal.keys("1");
    terminal.wait_for("· 1 planned");
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);

    // On the next day everything is as it was.
    let mut terminal = Terminal::start(routewright(home.path(), &["--demo"]), columns, rows);
    terminal.wait_for("POST /api/routes/{routeId}/ascents ·");
    terminal.keys("2");
    terminal.wait_for("[x] setting_sessions added by you");
    terminal.keys("3");
    terminal.wait_for("else may.");
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
}

#[test]
fn the_whole_way_on_a_small_screen() {
    the_whole_way(80, 24);
}

#[test]
fn the_whole_way_on_a_large_screen() {
    the_whole_way(160, 48);
}

#[test]
fn a_plan_that_exists_is_never_written_over_unseen() {
    let project = Project::new().with(".ai/view-implementation-plan.md", "# Mine\n\nWritten by hand.\n");
    let mut command = routewright(&project.home(), &[]);
    command.cwd(project.root());
    let mut terminal = Terminal::start(command, 100, 30);
    terminal.wait_for("/api/kennels");
    terminal.keys("s");
    terminal.wait_for("Save the plan as");
    terminal.keys("\r");
    terminal.wait_for("- # Mine");
    assert_eq!(project.read(".ai/view-implementation-plan.md"), "# Mine\n\nWritten by hand.\n");

    // Under a name of its own first.
    terminal.keys("n");
    terminal.wait_for(".ai/get-api-kennels-implementation-plan.md");
    terminal.keys("\r");
    terminal.wait_for("Saved .ai/get-api-kennels-implementation-plan.md");
    assert_eq!(project.read(".ai/view-implementation-plan.md"), "# Mine\n\nWritten by hand.\n");

    // Then over it, and the former version can be brought back.
    terminal.keys("s");
    terminal.wait_for("Save the plan as");
    terminal.keys("\r");
    terminal.wait_for("The file exists");
    terminal.keys("o");
    terminal.wait_for("the former version is");
    assert!(project.read(".ai/view-implementation-plan.md").contains("GET /api/kennels"));
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
}

#[test]
fn a_mouse_selects_and_scrolls() {
    let project = Project::new();
    let mut command = routewright(&project.home(), &[]);
    command.cwd(project.root());
    let mut terminal = Terminal::start(command, 120, 40);
    terminal.wait_for("GET /api/kennels ·");
    let (column, row) = terminal.find("Adds a kennel").unwrap();
    terminal.keys(&format!("\x1b[<0;{};{}M", column + 1, row + 1));
    terminal.wait_for("POST /api/kennels ·");
    let (column, row) = terminal.find("Plan   Check").unwrap();
    terminal.keys(&format!("\x1b[<0;{};{}M", column + 1, row + 1));
    terminal.wait_for("# API Endpoint Implementation Plan: POST /api/kennels");
    terminal.keys(&format!("\x1b[<65;{};{}M", column + 1, row + 4));
    terminal.wait_gone("# API Endpoint Implementation Plan: POST /api/kennels");
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
}

#[test]
fn pasted_text_is_text_in_the_editor_and_nothing_elsewhere() {
    let project = Project::new();
    let mut command = routewright(&project.home(), &[]);
    command.cwd(project.root());
    let mut terminal = Terminal::start(command, 90, 24);
    terminal.wait_for("GET /api/kennels ·");
    // Were it keys, this would quit.
    terminal.keys("\x1b[200~q\x1b[201~3a");
    terminal.wait_for("A new rule");
    terminal.keys("\x1b[200~First line\r\nsecond line\rthird\x1b[31m line\x1b[201~");
    terminal.wait_until("three lines", |screen| {
        ["First line ", "second line ", "third"].iter().all(|line| screen.contains(line))
    });
    terminal.keys("\x13");
    terminal.wait_for("Rule added for the project");
    let rule = copied(&mut terminal, 0, "y");
    assert!(rule.contains("First line\n") && rule.contains("second line\n"), "{rule}");
    assert!(!rule.contains('\x1b'), "{rule:?}");
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
}

#[test]
fn what_was_found_is_shown_opened_and_gone_once_it_was_mended() {
    let plan = ".ai/get-api-kennels-implementation-plan.md";
    let project = Project::new();
    let planned = project.run(&["plan", "GET /api/kennels", "--out", plan]);
    assert_eq!(planned.status, 0, "{}", planned.said);
    let faulty = format!("{}\nReads the table `kennel_keepers`.\n", project.read(plan));
    let project = project.with(plan, faulty);
    let editor = project.home().join("mend");
    fs::write(&editor, "#!/bin/sh\nfor file; do :; done\nsed -i '/kennel_keepers/d' \"$file\"\n").unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = routewright(&project.home(), &[]);
    command.cwd(project.root());
    command.env("EDITOR", &editor);
    let mut terminal = Terminal::start(command, 110, 30);
    terminal.wait_for("✗ GET    /api/kennels");
    terminal.keys("}");
    terminal.wait_for("which the database");
    terminal.keys("\r");
    terminal.wait_for("RW612: ");
    terminal.keys("\x1b");
    terminal.wait_gone("RW612: ");
    terminal.keys("e");
    terminal.wait_for("● GET    /api/kennels");
    terminal.wait_gone("kennel_keepers");
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
}

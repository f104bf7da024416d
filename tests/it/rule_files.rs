//! Rules in the files that the wizard writes, and in the user's own editor, in a real terminal.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::project::Project;
use crate::terminal::{Terminal, routewright};

const OWN: &str = "# Ours\n\nRead them all.\n\n1) Log nothing.\n2) Fail early.\n\n<!-- Ada -->\n";
const FILE: &str = ".ai/implementation-rules.md";

fn start(project: &Project, editor: Option<&str>) -> Terminal {
    let mut command = routewright(&project.home(), &[]);
    command.cwd(project.root());
    if let Some(script) = editor {
        let path = project.home().join("my editor");
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        command.env("EDITOR", format!("'{}' --wait", path.display()));
    }
    let mut terminal = Terminal::start(command, 100, 30);
    terminal.wait_for("/api/kennels");
    terminal.keys("3");
    terminal
}

fn wait_file(project: &Project, path: &str, wanted: &str) {
    let read = || fs::read_to_string(project.root().join(path)).unwrap_or_default();
    let start = std::time::Instant::now();
    while read() != wanted {
        assert!(start.elapsed().as_secs() < 30, "{path} holds {:?}, not {wanted:?}", read());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn rules_are_changed_in_their_file_and_what_is_written_by_hand_stays() {
    let project = Project::new().with(FILE, OWN);
    let mut terminal = start(&project, None);
    terminal.wait_for(" 2 Fail early.");
    terminal.keys("aBe kind.\x13");
    terminal.wait_for(" 3 Be kind.");
    wait_file(
        &project,
        FILE,
        "# Ours\n\nRead them all.\n\n1) Log nothing.\n2) Fail early.\n3) Be kind.\n\n<!-- Ada -->\n",
    );

    // Somebody writes in it while the wizard is open and has read it.
    terminal.settle();
    fs::write(project.root().join(FILE), "# Theirs\n\n1) Zero.\n2) Log nothing.\n3) Fail early.\n4) Be kind.\n")
        .unwrap();
    terminal.keys("gd");
    wait_file(&project, FILE, "# Theirs\n\n1) Zero.\n2) Fail early.\n3) Be kind.\n");
    terminal.wait_for(" 1 Zero.");
    terminal.keys("u");
    wait_file(&project, FILE, "# Theirs\n\n1) Log nothing.\n2) Zero.\n3) Fail early.\n4) Be kind.\n");

    // What went away meanwhile is told, and nothing is written.
    terminal.wait_for(" 1 Log nothing.");
    terminal.settle();
    fs::write(project.root().join(FILE), "1) Zero.\n").unwrap();
    terminal.keys("g\x1b[1;3B");
    terminal.wait_for("was changed meanwhile");
    assert_eq!(project.read(FILE), "1) Zero.\n");
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
}

#[test]
fn the_users_editor_has_the_terminal_until_it_is_closed() {
    let project = Project::new().with(FILE, OWN);
    let script = "#!/bin/sh\necho \"EDITING $1 $2\"\nread answer\nfor last; do :; done\nprintf '%s\\n' \"$answer\" >> \"$last\"\n";
    let mut terminal = start(&project, Some(script));
    terminal.wait_for(" 2 Fail early.");
    // Its file.
    terminal.keys("je");
    terminal.wait_for("EDITING --wait");
    assert!(!terminal.on_alternate_screen());
    terminal.keys("3) q and more.\r");
    terminal.wait_for(" 3 q and more.");
    assert_eq!(project.read(FILE), format!("{OWN}3) q and more.\n"));
    // The text that is being written.
    terminal.keys("aHalf.\x07");
    // The first call still stands on the terminal's own screen.
    terminal.wait_for("routewright-rule-");
    terminal.keys("The rest.\r");
    terminal.wait_for("The rest.");
    terminal.wait_for("A new rule for the project");
    terminal.keys("\x13");
    wait_file(&project, FILE, &format!("{OWN}3) q and more.\n4) Half.\n   The rest.\n"));
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
}

#[test]
fn an_editor_that_fails_or_is_missing_loses_nothing() {
    let project = Project::new().with(FILE, OWN);
    let mut terminal = start(&project, Some("#!/bin/sh\necho more >> \"$2\"\nkill -INT 0\nexit 3\n"));
    terminal.wait_for(" 2 Fail early.");
    terminal.keys("aHalf.\x07");
    terminal.wait_for("ended with an error");
    terminal.wait_for("more");
    terminal.keys("\x1b");
    terminal.wait_for("Discard what you wrote?");
    terminal.keys("dq");
    assert_eq!(terminal.wait_closed(), 0);

    let mut terminal = start(&project, None);
    terminal.wait_for(" 2 Fail early.");
    terminal.keys("e");
    terminal.wait_for("neither VISUAL nor EDITOR is set");
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
    assert_eq!(project.read(FILE), OWN);
}

#[test]
fn rules_of_the_user_hold_in_every_project() {
    let project = Project::new();
    let mut terminal = start(&project, None);
    terminal.wait_for("3 Rules");
    terminal.keys("aMine everywhere.\x0f\x13");
    terminal.wait_for("Rule added for all your projects");
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
    let rules = project.run(&["rules"]);
    assert!(rules.out.contains(". Mine everywhere.\n") && rules.out.contains("\nyour own, rules.md"), "{}", rules.out);
    assert!(!project.root().join(FILE).exists());
}

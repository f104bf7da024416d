//! Documents, folders and terminals as they should not be.

use std::fs;

use crate::project::{API_PLAN, DATABASE_PLAN, Project, codes};
use crate::terminal::{Terminal, routewright};

#[test]
fn any_encoding_gives_the_same_endpoints() {
    let marked = [b"\xef\xbb\xbf", API_PLAN.as_bytes()].concat();
    let little = API_PLAN.encode_utf16().flat_map(u16::to_le_bytes);
    let big = API_PLAN.encode_utf16().flat_map(u16::to_be_bytes);
    let latin = API_PLAN.replace("Lists kennels.", "Lists kennels, d\u{e9}j\u{e0} vu.");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let nul = API_PLAN.replace("Lists kennels.", "Lists\0 kennels.").into_bytes();
    let crlf = API_PLAN.replace('\n', "\r\n").into_bytes();
    let cases = [
        ("a byte order mark", marked, None),
        ("UTF-16LE", [vec![0xff, 0xfe], little.collect()].concat(), Some("RW004")),
        ("UTF-16BE", [vec![0xfe, 0xff], big.collect()].concat(), Some("RW004")),
        ("Latin-1", latin, Some("RW004")),
        ("a NUL", nul, Some("RW004")),
        ("CRLF", crlf, None),
    ];
    for (name, bytes, code) in cases {
        let project = Project::new().with(".ai/api-plan.md", bytes);
        let inspected = project.inspect();
        assert_eq!(inspected["endpoints"].as_array().unwrap().len(), 3, "{name}");
        assert_eq!(codes(&inspected).iter().map(String::as_str).find(|c| c.starts_with("RW00")), code, "{name}");
    }
}

#[test]
fn missing_and_empty_documents_are_said_and_stop_nothing() {
    let nothing = Project::empty();
    let inspected = nothing.inspect();
    assert_eq!(codes(&inspected), ["RW001", "RW002"]);
    let message = inspected["diagnostics"][0]["message"].as_str().unwrap();
    assert!(message.contains(".ai/api-plan.md") && message.contains("docs/"), "{message}");
    assert_eq!(nothing.run(&["list"]).status, 0);
    assert_eq!(nothing.run(&["prompt", "GET /x"]).status, 2);
    let empty = Project::new().with(".ai/api-plan.md", "");
    assert!(codes(&empty.inspect()).contains(&"RW005".to_owned()));
    let other = Project::empty().with("openapi.yaml", "openapi: 3.1.0\n").with(".ai/db-plan.md", DATABASE_PLAN);
    assert_eq!(codes(&other.inspect()), ["RW105"]);
}

#[test]
fn a_folder_where_a_file_should_be_is_passed_over() {
    let project = Project::empty().with("docs/api-plan.md", API_PLAN).with(".ai/db-plan.md", DATABASE_PLAN);
    fs::create_dir(project.root().join(".ai/api-plan.md")).unwrap();
    let inspected = project.inspect();
    assert_eq!(inspected["documents"][0]["path"], "docs/api-plan.md");
    assert!(codes(&inspected).contains(&"RW003".to_owned()));
    let named = project.run(&["list", "--api", ".ai/api-plan.md"]);
    assert_eq!(named.status, 2);
    assert!(named.said.contains("folder"), "{}", named.said);
    let save = project.run(&["plan", "GET /api/kennels", "--out", ".ai"]);
    assert_eq!(save.status, 2, "{}", save.said);
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_project_are_refused() {
    use std::os::unix::fs::symlink;
    let project = Project::empty().with(".ai/db-plan.md", DATABASE_PLAN);
    fs::write(project.home().join("secret.md"), API_PLAN).unwrap();
    symlink(project.home().join("secret.md"), project.root().join(".ai/api-plan.md")).unwrap();
    symlink(project.home(), project.root().join("docs")).unwrap();
    let inspected = project.inspect();
    assert_eq!(inspected["endpoints"].as_array().unwrap().len(), 0);
    assert!(codes(&inspected).contains(&"RW007".to_owned()));
    let project = project.with("api-plan.md", API_PLAN);
    let saved = project.run(&["plan", "GET /api/kennels", "--out", "docs/plan.md"]);
    assert_eq!(saved.status, 2, "{}", saved.said);
    assert!(!project.home().join("plan.md").exists());
}

#[test]
fn a_huge_document_is_read_or_cut_with_a_word() {
    let mut huge = API_PLAN.to_owned();
    while huge.len() < 50 << 20 {
        huge.push_str("\nA paragraph about nothing in particular, said again and again.\n");
    }
    let project = Project::new().with(".ai/api-plan.md", huge);
    let inspected = project.inspect();
    assert_eq!(inspected["endpoints"].as_array().unwrap().len(), 3);
    assert!(codes(&inspected).contains(&"RW006".to_owned()));
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new();
    let folder = project.root().join(".ai");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    // Who runs the tests as root can write anywhere.
    let root = fs::write(folder.join("probe"), "").is_ok();
    let answer = project.run(&["plan", "GET /api/kennels", "--out", ".ai/plan.md"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let refused = |answer: &crate::project::Answer, path: &str| {
        assert_eq!(answer.status, 2);
        assert!(answer.said.contains(&format!("`{path}` could not be written")), "{}", answer.said);
        assert!(!answer.said.contains(".routewright-"), "{}", answer.said);
    };
    if root {
        assert_eq!(answer.status, 0, "{}", answer.said);
    } else {
        refused(&answer, ".ai/plan.md");
    }
    // A file where a folder should be stops everybody, root too.
    let project = project.with("plans", "not a folder\n");
    refused(&project.run(&["plan", "GET /api/kennels", "--out", "plans/plan.md"]), "plans/plan.md");
    assert_eq!(project.read("plans"), "not a folder\n");
}

#[test]
fn saves_at_the_same_time_are_all_whole_and_lose_nothing() {
    let project = Project::new().with(".ai/plan.md", "# mine\n");
    let save = ["plan", "GET /api/kennels", "--out", ".ai/plan.md", "--force"];
    std::thread::scope(|scope| {
        let saves: Vec<_> = ["kennels", "dogs", "invoices", "kennels,dogs"]
            .map(|tables| {
                let project = &project;
                scope.spawn(move || project.run(&[&save[..], &["--tables", tables]].concat()))
            })
            .into_iter()
            .collect();
        for save in saves {
            let answer = save.join().unwrap();
            assert_eq!(answer.status, 0, "{}", answer.said);
        }
    });
    assert!(project.read(".ai/plan.md").ends_with("} -->\n"));
    let left: Vec<_> = fs::read_dir(project.root().join(".ai")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".routewright-")), "{left:?}");
}

#[test]
fn escape_sequences_in_a_document_never_reach_the_terminal() {
    let evil = API_PLAN.replace("Adds a kennel.", "Adds\u{1b}]0;owned\u{7} a \u{9b}31mkennel\u{1b}[2J.");
    let project = Project::new().with(".ai/api-plan.md", evil);
    for arguments in [
        &["inspect", "--json"][..],
        &["list"],
        &["prompt", "POST /api/kennels"],
        &["plan", "POST /api/kennels"],
        &["prompt", "POST /\u{1b}[2Jnowhere"],
    ] {
        let answer = project.run(arguments);
        let harmless = |text: &str| !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t'));
        assert!(harmless(&answer.out) && harmless(&answer.said), "{arguments:?}");
    }
    let mut command = routewright(&project.home(), &[]);
    command.cwd(project.root());
    let mut terminal = Terminal::start(command, 120, 40);
    terminal.wait_for("/api/kennels");
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
}

#[test]
fn without_a_terminal_the_wizard_names_the_commands() {
    let answer = Project::new().run(&[]);
    assert_eq!((answer.status, answer.out.as_str()), (2, ""));
    for command in ["list", "inspect --json", "prompt", "plan"] {
        assert!(answer.said.contains(command), "{}", answer.said);
    }
}

#[test]
fn terminals_of_any_size_are_drawn_on() {
    let project = Project::new();
    let mut command = routewright(&project.home(), &[]);
    command.cwd(project.root());
    let mut terminal = Terminal::start(command, 20, 5);
    terminal.wait_for("routewright");
    for (columns, rows) in [(1, 1), (40, 10), (200, 60), (80, 24)] {
        terminal.resize(columns, rows);
    }
    terminal.wait_for("/api/kennels");
    terminal.keys("?");
    terminal.wait_for("Help");
    terminal.keys("\x1b");
    terminal.wait_gone("Help");
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
    assert!(!terminal.on_alternate_screen());
    assert_eq!(terminal.screen().trim(), "", "something stays on the screen after leaving");
}

#[test]
fn no_color_means_none() {
    let project = Project::new();
    let mut command = routewright(&project.home(), &["--demo"]);
    command.env("NO_COLOR", "1");
    let mut terminal = Terminal::start(command, 120, 40);
    terminal.wait_gone("Reading the documents");
    terminal.wait_for("/api/");
    terminal.with_screen(|screen| {
        let cells = (0..40).flat_map(|row| (0..120).filter_map(move |column| screen.cell(row, column)));
        let plain = |cell: &vt100::Cell| [cell.fgcolor(), cell.bgcolor()] == [vt100::Color::Default; 2];
        let colored: String = cells.filter(|cell| !plain(cell)).map(vt100::Cell::contents).collect();
        assert_eq!(colored, "");
    });
    terminal.keys("q");
    assert_eq!(terminal.wait_closed(), 0);
}

#[cfg(unix)]
#[test]
fn a_signal_gives_the_terminal_back() {
    let project = Project::new();
    for (signal, status) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let mut command = routewright(&project.home(), &[]);
        command.cwd(project.root());
        let mut terminal = Terminal::start(command, 80, 24);
        terminal.wait_for("/api/kennels");
        assert!(terminal.on_alternate_screen());
        let process = terminal.process_id().to_string();
        let sent = std::process::Command::new("kill").args(["-s", signal, &process]).status().unwrap();
        assert!(sent.success());
        assert_eq!(terminal.wait_closed(), status, "{signal}");
        assert!(!terminal.on_alternate_screen());
    }
}

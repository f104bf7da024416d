//! The headless commands as the contract has them.

use serde_json::Value;

use crate::project::Project;
use crate::terminal::{Terminal, routewright};

#[test]
fn inspect_answers_with_every_key() {
    let inspected = Project::new().with("src/types.ts", "export interface KennelDto { id: string }\n").inspect();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&inspected), "version documents endpoints tables enums types diagnostics");
    assert_eq!(keys(&inspected["documents"][0]), "role path format bytes sha256");
    assert_eq!(inspected["documents"][0]["path"], ".ai/api-plan.md");
    let endpoint = &inspected["endpoints"][1];
    assert!(keys(endpoint).starts_with(
        "method path summary group auth source context path_params query_params body_fields success_codes error_codes tables"
    ));
    assert_eq!((endpoint["method"].as_str(), endpoint["path"].as_str()), (Some("POST"), Some("/api/kennels")));
    assert_eq!(endpoint["success_codes"], serde_json::json!([201]));
    assert!(keys(&endpoint["body_fields"][0]).starts_with("name type required description"));
    assert_eq!(keys(&endpoint["source"]), "file line end_line");
    let table = &inspected["tables"][1];
    assert!(
        keys(table).starts_with("name source columns primary_key foreign_keys unique indexes policies"),
        "{}",
        keys(table)
    );
    assert!(keys(&table["columns"][0]).starts_with("name type nullable primary_key unique default check"));
    assert_eq!(keys(&table["foreign_keys"][0]), "column references references_column on_delete");
    assert_eq!(keys(&inspected["types"][0]), "name file line end_line kind within members");
    assert_eq!(keys(&inspected["types"][0]["members"][0]), "name type optional sent_as");
    assert_eq!(keys(&endpoint["types"][0]), "name file line score reasons");
}

#[test]
fn types_are_referred_to_or_given_with_their_text() {
    let types = "export interface CreateKennelCommand { name: string; size: KennelSize }\nexport type KennelSize = 'S' | 'L';\n";
    let project = Project::new().with("src/kennels/kennel.types.ts", types);
    let endpoint = "POST /api/kennels";
    let referred = project.run(&["prompt", endpoint]).out;
    assert!(
        referred.contains("- `CreateKennelCommand` (src/kennels/kennel.types.ts:1)\n- `KennelSize` "),
        "{referred}"
    );
    let given = project.run(&["prompt", endpoint, "--types-as", "text"]).out;
    assert!(
        given.contains("@src/kennels/kennel.types.ts:1\n\n```ts\nexport interface CreateKennelCommand {"),
        "{given}"
    );
    let project = project.with("routewright.toml", "[prompt]\ntypes = \"text\"\n");
    assert_eq!(project.run(&["prompt", endpoint]).out, given);
    assert_eq!(project.run(&["prompt", endpoint, "--types-as", "references"]).out, referred);
    let plan = project.run(&["plan", endpoint]).out;
    assert!(plan.contains("`CreateKennelCommand` (`src/kennels/kennel.types.ts:1`)"), "{plan}");
}

#[test]
fn the_tokens_of_a_prompt_are_told_for_each_variable() {
    let project = Project::new();
    let endpoint = "POST /api/kennels";
    let quiet = project.run(&["prompt", endpoint]);
    assert!(!quiet.said.contains("tokens"), "{}", quiet.said);
    let told = project.run(&["prompt", endpoint, "-v"]);
    assert_eq!(told.out, quiet.out);
    let table = |text: &str| text[text.find("the prompt costs").unwrap()..].to_owned();
    let exact = table(&told.said);
    assert!(exact.contains(" tokens for GPT\n  route-api-specification ") && !exact.contains('~'), "{exact}");
    assert!(exact.contains("  .ai/api-plan.md:"), "{exact}");
    let claude = table(&project.run(&["prompt", endpoint, "-v", "--model", "claude-opus-5"]).said);
    assert!(claude.contains("costs about ") && claude.contains(" tokens for Claude\n"), "{claude}");
    let project = project.with("routewright.toml", "[prompt]\nmodel = \"claude\"\n");
    assert_eq!(table(&project.run(&["prompt", endpoint, "-v"]).said), claude);
    let unknown = project.run(&["prompt", endpoint, "--model", "abacus"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.said.contains("there are gpt, gpt-4, claude,"), "{}", unknown.said);
}

#[test]
fn a_prompt_over_its_budget_is_given_and_said_to_be_too_long() {
    let stack =
        format!("# Tech stack\n\nBackend: FastAPI.\n{}", "\nChosen after a long comparison with others.\n".repeat(9));
    let project = Project::new().with(".ai/tech-stack.md", stack);
    let endpoint = "POST /api/kennels";
    let whole = project.run(&["prompt", endpoint]);
    let kept = project.run(&["prompt", endpoint, "--budget", "100000"]);
    assert_eq!((kept.status, kept.said.contains("budget")), (0, false), "{}", kept.said);
    let over = project.run(&["prompt", endpoint, "--budget", "500", "-q"]);
    assert_eq!((over.status, &over.out), (1, &whole.out), "nothing is lost");
    for part in [" tokens for GPT, ", " over the budget of 500; ", "tech-stack saves ", "--leave-out tech-stack"] {
        assert!(over.said.contains(part), "{part:?} in {}", over.said);
    }
    let short = project.run(&["prompt", endpoint, "--leave-out", "table-details,request-examples"]);
    assert_eq!(short.status, 0);
    assert!(
        short.out.contains("`id` uuid, `name` text, `size` integer") && !short.out.contains("CHECK"),
        "{}",
        short.out
    );
    let project = project.with("routewright.toml", "[prompt]\nbudget = 500\n");
    assert_eq!(project.run(&["prompt", endpoint]).status, 1);
    assert_eq!(project.run(&["prompt", endpoint, "--budget", "100000"]).status, 0);
    assert_eq!(project.run(&["plan", endpoint]).status, 0, "a plan has no budget");
    let unknown = project.run(&["prompt", endpoint, "--leave-out", "verbs"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.said.contains("there are table-details, examples,"), "{}", unknown.said);
}

#[test]
fn list_has_a_line_for_each_endpoint() {
    let project = Project::new();
    let list = project.run(&["list"]);
    assert_eq!(list.status, 0);
    let lines: Vec<_> = list.out.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1].starts_with("POST  /api/kennels ") && lines[1].ends_with("none"), "{}", lines[1]);
    let json: Value = serde_json::from_str(&project.run(&["list", "--json"]).out).unwrap();
    assert_eq!(json[0]["path"], "/api/kennels");
    assert_eq!(json[0]["plan"], "none");
}

#[test]
fn endpoints_are_found_however_they_are_spelled() {
    let project = Project::new();
    let wanted = project.run(&["prompt", "POST /api/kennels"]);
    assert_eq!(wanted.status, 0, "{}", wanted.said);
    assert!(wanted.out.contains("POST /api/kennels") && wanted.out.contains("CREATE TABLE kennels"));
    assert!(!wanted.out.contains("invoices"));
    assert_eq!(project.run(&["prompt", "post /API/Kennels/?x=1"]).out, wanted.out);
    let by_path = project.run(&["prompt", "/api/kennels/:id/dogs"]);
    assert_eq!((by_path.status, by_path.said.as_str()), (0, ""));
    let several = project.run(&["prompt", "/api/kennels"]);
    assert_eq!(several.status, 2);
    let unknown = project.run(&["plan", "GET /api/kennel"]);
    assert_eq!((unknown.status, unknown.out.as_str()), (2, ""));
    assert_eq!(unknown.said.matches("\n  ").count(), 3, "{}", unknown.said);
    assert!(unknown.said.contains("GET /api/kennels\n"));
}

#[test]
fn a_plan_is_saved_once_and_its_state_is_known() {
    let project = Project::new();
    let save = ["plan", "POST /api/kennels", "--out", ".ai/{method}-{path}.md"];
    let saved = project.run(&save);
    assert_eq!((saved.status, saved.out.as_str()), (0, ""), "{}", saved.said);
    assert!(saved.said.contains(".ai/post-api-kennels.md"), "{}", saved.said);
    let plan = project.read(".ai/post-api-kennels.md");
    assert!(plan.starts_with("# API Endpoint Implementation Plan: POST /api/kennels\n"), "{plan}");
    assert!(plan.trim_end().ends_with("-->"));
    for number in 1..=9 {
        assert!(plan.contains(&format!("\n## {number}. ")), "no section {number}");
    }
    let again = project.run(&save);
    assert_eq!(again.status, 3);
    assert!(again.said.contains("--force"), "{}", again.said);
    let mut forced = save.to_vec();
    forced.extend(["--force", "--tables", "dogs"]);
    let forced = project.run(&forced);
    assert_eq!(forced.status, 0);
    let former = forced.said.split('`').nth(3).unwrap();
    assert_eq!(std::fs::read_to_string(former).unwrap(), plan);
    let states = |project: &Project| -> Vec<String> {
        project.run(&["list"]).out.lines().map(|line| line.rsplit(' ').next().unwrap().to_owned()).collect()
    };
    assert_eq!(states(&project), ["none", "planned", "none"]);
    let changed = project.read(".ai/api-plan.md").replace("Adds a kennel.", "Adds a kennel with a roof.");
    let project = project.with(".ai/api-plan.md", changed);
    assert_eq!(states(&project), ["none", "stale", "none"]);
    let json: Value = serde_json::from_str(&project.run(&["list", "--json"]).out).unwrap();
    assert_eq!(json[1]["changed"], serde_json::json!(["spec"]));
    assert_eq!(json[1]["plan_file"], ".ai/post-api-kennels.md");
}

#[test]
fn every_endpoint_gets_a_plan_of_its_own() {
    let project = Project::new().with(".ai/post-api-kennels-implementation-plan.md", "# mine\n");
    let all = project.run(&["plan", "--all"]);
    assert_eq!(all.status, 3, "{}", all.said);
    assert_eq!(project.read(".ai/post-api-kennels-implementation-plan.md"), "# mine\n");
    assert!(project.read(".ai/get-api-kennels-implementation-plan.md").contains("GET /api/kennels"));
    assert!(all.said.contains("plans: 2 written, 1 left alone"), "{}", all.said);
    assert_eq!(project.run(&["plan", "--all", "--out", ".ai/plan.md"]).status, 2);
    let together = project.run(&["plan", "--all", "--out", "-"]);
    assert_eq!((together.status, together.out.matches("# API Endpoint Implementation Plan").count()), (0, 3));
}

#[test]
fn a_folder_takes_all_plans_and_each_keeps_a_name_of_its_own() {
    let project = Project::new();
    let api = project.read(".ai/api-plan.md") + "\n#### GET /api-kennels\n\nAnother list.\n";
    let project = project.with(".ai/api-plan.md", api);
    let all = project.run(&["plan", "--all", "--out", "plans/"]);
    assert_eq!(all.status, 0, "{}", all.said);
    assert!(project.read("plans/get-api-kennels-implementation-plan.md").contains("GET /api/kennels\n"));
    assert!(project.read("plans/get-api-kennels-implementation-plan-2.md").contains("GET /api-kennels\n"));
    let again = project.run(&["plan", "--all", "--out", "plans"]);
    assert_eq!((again.status, again.said.as_str()), (0, "plans: 0 written, 4 up to date\n"));
}

#[test]
fn plans_for_all_go_on_where_they_stopped_and_keep_what_was_changed_by_hand() {
    let project = Project::new();
    assert_eq!(project.run(&["plan", "--all", "--out", "plans/"]).status, 0);
    let (mine, untouched) =
        ("plans/post-api-kennels-implementation-plan.md", "plans/get-api-kennels-implementation-plan.md");
    let gone = "plans/get-api-kennels-kennelid-dogs-implementation-plan.md";
    let by_hand = project.read(mine).replace("## 9.", "Ask Ann first.\n\n## 9.");
    let project = project.with(mine, by_hand.clone());
    std::fs::remove_file(project.root().join(gone)).unwrap();
    let resumed = project.run(&["plan", "--all", "--out", "plans/"]);
    assert_eq!(resumed.status, 0, "{}", resumed.said);
    assert!(resumed.said.ends_with("plans: 1 written, 2 up to date\n"), "{}", resumed.said);
    let api = project.read(".ai/api-plan.md");
    let api = api.replace("Adds a kennel.", "Adds a kennel with a roof.").replace("Lists", "Shows");
    let project = project.with(".ai/api-plan.md", api);
    let stale = project.run(&["plan", "--all", "--out", "plans/"]);
    assert_eq!(stale.status, 3, "{}", stale.said);
    assert!(stale.said.contains(&format!("`{mine}` was changed by hand")), "{}", stale.said);
    assert_eq!(project.read(mine), by_hand);
    assert!(!project.read(untouched).contains("Lists"));
    let forced = project.run(&["plan", "--all", "--out", "plans/", "--force"]);
    assert_eq!(forced.status, 0, "{}", forced.said);
    assert!(
        !project.read(mine).contains("Ask Ann") && forced.said.contains("the former version is"),
        "{}",
        forced.said
    );
}

#[test]
fn nothing_is_written_outside_the_project() {
    let project = Project::new();
    let outside = project.run(&["plan", "POST /api/kennels", "--out", "../plan.md"]);
    assert_eq!(outside.status, 2, "{}", outside.said);
    assert!(outside.said.contains("outside"), "{}", outside.said);
    assert!(!project.root().parent().unwrap().join("plan.md").exists());
    let escape = project.run(&["plan", "POST /api/kennels", "--out", "a\u{1b}]0;x\u{7}.md"]);
    assert_eq!(escape.status, 2, "{}", escape.said);
}

#[test]
fn settings_and_options_say_which_documents_are_read() {
    let project = Project::new()
        .with("plans/other.md", "# API\n\n#### DELETE /api/cats/{id}\n\nRemoves a cat.\n")
        .with("db/a.sql", "CREATE TABLE cats (id uuid PRIMARY KEY);\n")
        .with("db/b.sql", "CREATE TABLE paws (id uuid PRIMARY KEY);\n")
        .with("routewright.toml", "language = \"pl\"\ncolour = 1\n\n[documents]\napi = \"plans/other.md\"\n");
    let list = project.run(&["list"]);
    assert!(list.out.starts_with("DELETE  /api/cats/{id}"), "{}", list.out);
    assert!(list.said.contains("routewright.toml:2: `colour`"), "{}", list.said);
    let both = project.run(&["inspect", "--json", "--api", ".ai/api-plan.md", "--db", "db/a.sql", "db/b.sql"]);
    let inspected: Value = serde_json::from_str(&both.out).unwrap();
    let names: Vec<_> = inspected["tables"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["cats", "paws"]);
    assert_eq!(inspected["endpoints"].as_array().unwrap().len(), 3);
    let missing = project.run(&["list", "--api", "nowhere.md"]);
    assert_eq!(missing.status, 2);
    assert!(missing.said.contains("nowhere.md"), "{}", missing.said);
}

#[test]
fn a_template_of_ones_own_takes_the_place_of_the_built_in_one() {
    let project = Project::new()
        .with("routewright.toml", "[prompt]\ntemplate = \"my.md\"\n")
        .with("my.md", "Do this:\n{{route-api-specification}}\n{{no-such-thing}}\n");
    let prompt = project.run(&["prompt", "POST /api/kennels"]);
    assert!(prompt.out.starts_with("Do this:\n") && prompt.out.contains("Adds a kennel."), "{}", prompt.out);
    assert!(prompt.said.contains("no-such-thing"), "{}", prompt.said);
}

#[test]
fn the_root_is_the_nearest_marked_folder() {
    let project = Project::new().with("src/deep/x.txt", "");
    assert_eq!(project.run_in(&project.root().join("src/deep"), &["list"]).out.lines().count(), 3);
    let nowhere = project.run_in(&project.home(), &["list"]);
    assert_eq!(nowhere.status, 2);
    assert!(nowhere.said.contains("--root") && nowhere.said.contains("--demo"), "{}", nowhere.said);
    assert_eq!(project.run(&["list", "--root", "nowhere"]).status, 2);
}

#[test]
fn the_demo_runs_without_a_project() {
    let project = Project::empty();
    let list = project.run_in(&project.home(), &["list", "--demo"]);
    assert_eq!(list.status, 0);
    assert!(list.out.lines().count() >= 10, "{}", list.out);
    let endpoint = list.out.lines().next().unwrap().split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    for command in ["prompt", "plan"] {
        let answer = project.run_in(&project.home(), &["--demo", command, &endpoint]);
        assert_eq!((answer.status, answer.said.as_str()), (0, ""), "{command}");
        assert!(answer.out.contains(&endpoint));
    }
    assert_eq!(project.run_in(&project.home(), &["--demo", "plan", "--all"]).status, 2);
    assert!(!project.run_in(&project.home(), &["--demo", "rules"]).out.is_empty());
    assert_eq!(std::fs::read_dir(project.home()).unwrap().count(), 0, "the demo wrote something");
    let saved = project.run(&["--demo", "--root", ".", "plan", &endpoint, "--out", ".ai/{n}.md"]);
    assert_eq!(saved.status, 0, "{}", saved.said);
    let list = project.run(&["--demo", "--root", ".", "list"]);
    assert!(list.out.lines().next().unwrap().ends_with(" planned"), "{}", list.out);
}

/// Saved plans are checked whoever wrote them; with ours there is nothing wrong.
#[test]
fn plans_of_ours_have_no_findings() {
    for language in ["en", "pl"] {
        let project = Project::empty();
        let written =
            project.run(&["--demo", "--root", ".", "--lang", language, "plan", "--all", "--out", ".ai/{n}.md"]);
        assert_eq!(written.status, 0, "{}", written.said);
        let plans = std::fs::read_dir(project.root().join(".ai")).unwrap().count();
        assert!(plans >= 10, "{plans}");
        let checked = project.run(&["--demo", "--root", ".", "--lang", language, "check", "--json"]);
        let json: Value = serde_json::from_str(&checked.out).unwrap();
        let findings = json["findings"].as_array().unwrap().iter();
        let in_plans: Vec<_> = findings.filter(|f| f["code"].as_str().unwrap().starts_with("RW6")).collect();
        assert!(in_plans.is_empty(), "{in_plans:?}");
    }
}

#[test]
fn a_plan_on_standard_input_is_checked_for_the_endpoint_that_it_was_asked_for() {
    let project = Project::new();
    let plan = project.run(&["plan", "GET /api/kennels"]).out;
    let own = project.run_on(&plan, &["check", "-"]);
    assert_eq!((own.status, own.out.as_str()), (0, "No findings.\n"), "{}", own.said);
    let other = project.run_on(&plan, &["check", "-", "--endpoint", "POST /api/kennels"]);
    assert_eq!(other.status, 1, "{}", other.said);
    assert!(other.out.starts_with("standard input: "), "{}", other.out);
    assert!(other.out.contains("  -:1: error RW607: the plan is for `GET /api/kennels`"), "{}", other.out);
    assert!(other.out.contains("`routewright explain RW"), "{}", other.out);
    let untitled = plan.replace("GET /api/kennels", "the kennels");
    let untitled = untitled.split("<!-- routewright").next().unwrap();
    assert_eq!(project.run_on(untitled, &["check", "-", "--endpoint", "GET /api/kennels", "-q"]).status, 0);
    let sorry = project.run_on("Sorry, I can't.\n", &["check", "-"]);
    assert!(sorry.status == 1 && sorry.out.contains("this is no plan"), "{}", sorry.out);
    assert_eq!(project.run_on("", &["check", "-", "--endpoint", "GET /api/cats"]).status, 2);
    let unused = format!("{plan}\n<!-- routewright: accept RW612 it comes later -->\n");
    let unused = project.run_on(&unused, &["check", "-"]);
    assert!(unused.out.contains("RW612 is accepted here, but there is no such finding"), "{}", unused.out);
}

#[test]
fn comments_that_accept_findings_outlive_their_plan() {
    let project = Project::new();
    let make = |arguments: &[&str]| {
        let made = project.run(&[&["plan", "--out", ".ai/plan.md"], arguments].concat());
        assert_eq!(made.status, 0, "{}", made.said);
        made.said
    };
    make(&["GET /api/kennels"]);
    let comment = "<!-- routewright: accept RW612 it comes later -->";
    let path = project.root().join(".ai/plan.md");
    std::fs::write(&path, format!("{}{comment}\n", project.read(".ai/plan.md"))).unwrap();
    let list = project.run(&["list"]).out;
    assert!(
        list.lines().next().is_some_and(|line| line.ends_with(" findings")),
        "fresh, with an unused comment: {list}"
    );
    let told = make(&["GET /api/kennels", "--force"]);
    assert!(told.contains("comments that accept findings were kept: RW612"), "{told}");
    assert!(project.read(".ai/plan.md").contains(comment));
    let told = make(&["POST /api/kennels", "--force"]);
    assert!(told.contains("are gone") && told.contains("RW612"), "{told}");
    assert!(!project.read(".ai/plan.md").contains(comment));
}

#[test]
fn usage_errors_end_with_status_2_and_help_with_0() {
    let project = Project::new();
    for arguments in [&["frobnicate"][..], &["prompt"], &["plan"], &["inspect"], &["list", "--lang", "de"]] {
        let answer = project.run(arguments);
        assert_eq!((answer.status, answer.out.as_str()), (2, ""), "{arguments:?}");
    }
    for (color, colored) in [("always", true), ("never", false), ("auto", false)] {
        for arguments in [&["--color", color, "--nope"][..], &["list", "--color", color, "--api", "nowhere.md"]] {
            assert_eq!(project.run(arguments).said.contains('\u{1b}'), colored, "{arguments:?}");
        }
    }
    for arguments in [&["--help"][..], &["--version"], &["man"], &["completions", "zsh"]] {
        let answer = project.run(arguments);
        assert_eq!((answer.status, answer.said.as_str()), (0, ""), "{arguments:?}");
        assert!(answer.out.contains("routewright"));
    }
}

#[test]
fn strictness_is_a_status_of_its_own() {
    let project = Project::new();
    assert_eq!(project.run(&["list", "--strict"]).status, 0);
    let broken = project.with(".ai/db-plan.md", b"# Tables\n\n\xff\xfe\x00 caf\xe9 \x00\n");
    assert_eq!(broken.run(&["list"]).status, 0);
    assert_eq!(broken.run(&["list", "--strict"]).status, 1);
}

#[test]
fn every_answer_can_go_to_a_file() {
    let project = Project::new();
    let printed = project.run(&["inspect", "--json"]).out;
    let saved = project.run(&["inspect", "--json", "--out", "facts.json"]);
    assert_eq!((saved.status, saved.out.as_str()), (0, ""), "{}", saved.said);
    assert_eq!(project.read("facts.json"), printed);
    assert_eq!(project.run(&["list", "--out", "facts.json"]).status, 3);
    assert_eq!(project.run(&["list", "--out", "-"]).out.lines().count(), 3);
    assert_eq!(project.run(&["--copy"]).status, 2);
    let unknown = project.run(&["--out", "{verb}.md"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.said.contains("{verb}"), "{}", unknown.said);
}

#[test]
fn copying_says_how_or_that_it_did_not_happen() {
    let project = Project::new();
    let nowhere = project.run(&["prompt", "POST /api/kennels", "--copy"]);
    assert_eq!(nowhere.status, 5, "{}", nowhere.said);
    assert!(nowhere.out.contains("POST /api/kennels"));
    let mut command = routewright(&project.home(), &["plan", "POST /api/kennels", "--copy", "--out", ".ai/p.md"]);
    command.cwd(project.root());
    let mut terminal = Terminal::start(command, 100, 30);
    assert!(!terminal.wait_copied(0).is_empty());
    terminal.wait_for("OSC 52");
    assert_eq!(terminal.wait_closed(), 0);
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    use std::process::{Command, Stdio};
    let project = Project::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_routewright"))
        .args(["inspect", "--json"])
        .current_dir(project.root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

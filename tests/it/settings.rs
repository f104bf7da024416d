//! `config`: what holds of the settings, and where it comes from.

use serde_json::{Value, json};

use crate::project::Project;

const OWN: &str = "theme = \"light\"\nlanguage = \"pl\"\n\n[plan]\nfile = \".ai/{n}.md\"\n";
const PROJECTS: &str =
    "language = \"en\"\ncolour = 1\n\n[documents]\napi = \"a.md\"\n\n[prompt]\ntemplate = \"no-such.md\"\n";

fn project() -> Project {
    Project::new().with("../home/.config/routewright/config.toml", OWN).with("routewright.toml", PROJECTS)
}

#[test]
fn each_setting_is_told_with_its_value_and_who_says_so() {
    let project = project();
    let home = project.home();
    let show = project.run(&["config", "show", "--db", "x.sql", "y.sql"]);
    assert_eq!(show.status, 0, "{}", show.said);
    assert!(show.said.contains("routewright.toml:2: `colour`"), "{}", show.said);
    assert!(show.said.contains("`no-such.md` does not exist"), "{}", show.said);
    let own = home.join(".config/routewright/config.toml").display().to_string();
    let lines: Vec<_> = show.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "language \"en\" routewright.toml:1",
        &format!("theme \"light\" {own}:1"),
        "documents.api \"a.md\" routewright.toml:5",
        "documents.database [\"x.sql\", \"y.sql\"] option --db",
        "documents.rules not set: they are searched for",
        "documents.compare true default",
        &format!("plan.file \".ai/{{n}}.md\" {own}:5"),
    ] {
        assert!(lines.iter().any(|told| told == line), "{line}\n{}", show.out);
    }
}

#[test]
fn tools_are_told_the_same() {
    let project = project();
    let told = |arguments: &[&str]| -> Value {
        let answer = project.run(&[&["config", "show", "--json", "-q"][..], arguments].concat());
        serde_json::from_str(&answer.out).unwrap()
    };
    let by_files = told(&[]);
    assert_eq!(
        by_files["language"],
        json!({ "value": "en", "from": "project", "name": null, "file": "routewright.toml", "line": 1 })
    );
    assert_eq!((&by_files["theme"]["from"], &by_files["theme"]["line"]), (&json!("user"), &json!(1)));
    assert_eq!(
        by_files["documents.types"],
        json!({ "value": null, "from": "default", "name": null, "file": null, "line": null })
    );
    let by_options = told(&["--lang", "auto", "--color", "never", "--template", "t.md"]);
    for (key, value, option) in
        [("language", "auto", "--lang"), ("theme", "mono", "--color never"), ("prompt.template", "t.md", "--template")]
    {
        assert_eq!(
            by_options[key],
            json!({ "value": value, "from": "option", "name": option, "file": null, "line": null })
        );
    }
    // The demo has no settings of its own.
    let demo = told(&["--demo"]);
    assert_eq!((&demo["language"]["value"], &demo["language"]["from"]), (&json!("pl"), &json!("user")));
}

#[test]
fn the_files_are_told_and_whether_they_are_there() {
    let project = project();
    let path = project.run(&["config", "path"]);
    let words: Vec<_> = path.out.lines().filter_map(|line| line.rsplit_once(' ')).collect();
    assert_eq!(words.len(), 2, "{}", path.out);
    assert!(words[0].0.trim_end().ends_with("routewright.toml") && words[0].1 == "read", "{}", path.out);
    assert!(words[1].0.trim_end().ends_with("config.toml") && words[1].1 == "read", "{}", path.out);
    let other = Project::empty().with("../home/.config/routewright/config.toml/x", "");
    let path = other.run(&["config", "path"]).out;
    assert!(path.lines().next().unwrap().ends_with(" missing") && path.trim_end().ends_with(" unreadable"), "{path}");
    let alone = other.run_in(&other.home(), &["config", "path"]).out;
    assert_eq!(alone.lines().count(), 1, "{alone}");
    let schema: Value = serde_json::from_str(&other.run_in(&other.home(), &["config", "schema"]).out).unwrap();
    assert_eq!(schema["type"], "object");
}

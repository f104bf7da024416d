//! The user's own assets, from the folder beside their settings.

use std::fs;

use crate::project::Project;

impl Project {
    /// The project of a user with one more file of their own.
    fn with_asset(self, path: &str, content: &str) -> Self {
        let file = self.home().join(".config/routewright/assets").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
        self
    }
}

const GERMAN_PLAN: &str = "# API\n\n## Endpunkte\n\n### Zwinger\n\n#### POST /api/kennels\n\n**Beschreibung**: Fügt dem Tierheim einen Zwinger hinzu, für den noch kein Eintrag besteht.\n\n**Abfrageparameter**\n- seite (optional)\n\n**Anfragetext**\n```json\n{ \"name\": \"string\", \"size\": 3 }\n```\n\n**Antworten**\n- 201 Created\n- 400 Bad Request: die Größe ist ungültig\n";

/// A language that is begun: what it lacks is English.
fn with_german(project: Project) -> Project {
    project
        .with_asset(
            "languages/de/language.toml",
            "name = \"Deutsch\"\n[recognised.letters]\nany = \"äöüß\"\nshare = 0.006\n[recognised.words]\nany = [\"der\", \"die\", \"das\", \"den\", \"dem\", \"für\"]\nshare = 0.03\n",
        )
        .with_asset("languages/de/templates/endpoint-plan.md", "Plane {{endpoint}}.\n\n{{route-api-specification}}\n\n{{db-resources}}\n\n{{implementation-rules}}\n")
        .with_asset("languages/de/templates/phrases.toml", "no_tables = \"Zu diesem Endpunkt wurde keine Tabelle gewählt.\"\n")
        .with_asset("languages/de/plan/sections.toml", "overview = [\"Überblick\"]\nsecurity = [\"Sicherheit\"]\nsteps = [\"Umsetzungsschritte\"]\n")
        .with_asset("languages/de/plan/sentences.toml", "[common]\nopen = \"**Offen:** {what}\"\n")
        .with_asset("languages/de/lexicons/fields.toml", "description = [\"Beschreibung\"]\nquery = [\"Abfrageparameter\"]\nrequest = [\"Anfragetext\"]\nresponse = [\"Antworten\"]\n")
        .with_asset("languages/de/rules/neutral.toml", "title = \"Jeder Stack\"\nrules = [\"\", \"Zweite Regel auf Deutsch.\"]\n")
}

#[test]
fn a_language_is_a_folder_of_files() {
    let project = with_german(Project::new());
    let endpoint = "POST /api/kennels";
    let prompt = project.run(&["prompt", endpoint, "--lang", "de"]);
    assert_eq!((prompt.status, prompt.said.as_str()), (0, ""), "{}", prompt.said);
    assert!(prompt.out.starts_with("Plane POST /api/kennels.\n"), "{}", prompt.out);
    assert!(prompt.out.contains("2. Zweite Regel auf Deutsch."), "{}", prompt.out);

    let saved = project.run(&["plan", endpoint, "--lang", "de", "--out", ".ai/zwinger.md"]);
    assert_eq!(saved.status, 0, "{}", saved.said);
    let plan = project.read(".ai/zwinger.md");
    for part in [
        "## 1. Überblick",
        "## 2. Request Details",
        "## 6. Sicherheit",
        "## 9. Umsetzungsschritte",
        "**Offen:** authentication",
    ] {
        assert!(plan.contains(part), "{part} is not in {plan}");
    }
    let list = project.run(&["list"]).out;
    let line = list.lines().find(|line| line.starts_with("POST")).unwrap();
    assert!(line.contains("planned"), "{list}");
    let read = routewright::plan::read(&plan).unwrap();
    assert_eq!(read.endpoints[0].to_string(), endpoint);
    // Its sections are known by their German names: none is missed, and none is taken for another.
    let checked = project.run(&["check", ".ai/zwinger.md"]);
    assert!(!checked.out.contains("section"), "{}", checked.out);
}

#[test]
fn documents_in_a_language_of_the_users_are_read_and_recognised() {
    let project = with_german(Project::empty().with(".ai/api-plan.md", GERMAN_PLAN));
    let inspected = project.inspect();
    let endpoint = &inspected["endpoints"][0];
    assert_eq!(endpoint["success_codes"], serde_json::json!([201]));
    assert_eq!(endpoint["body_fields"][0]["name"], "name");
    assert_eq!(endpoint["query_params"][0]["name"], "seite");
    let prompt = project.run(&["prompt", "POST /api/kennels"]).out;
    assert!(prompt.starts_with("Plane "), "{prompt}");
}

#[test]
fn a_file_of_the_users_wins_and_a_broken_one_is_told() {
    let project = Project::new()
        .with_asset("languages/en/templates/endpoint-plan.md", "Mine: {{endpoint}}\n")
        .with_asset(
            "rules/neutral.toml",
            "title = { en = \"House\" }\nabout = { en = \"Ours\" }\nsuits = [{ profiles = [\"neutral\"] }]\n\n[[rule]]\nen = \"The house rule.\"\n",
        )
        .with_asset("stacks/neutral.toml", "title = \"x\"\nfence = 3\n");
    let prompt = project.run(&["prompt", "GET /api/kennels"]);
    assert!(prompt.out.starts_with("Mine: "), "{}", prompt.out);
    assert!(
        prompt.said.contains("assets/stacks/neutral.toml:2: ") && prompt.said.contains("the built-in one is used"),
        "{}",
        prompt.said
    );
    assert!(project.run(&["rules"]).out.contains("The house rule."));
    assert_eq!(project.run(&["plan", "GET /api/kennels"]).status, 0);
    assert_eq!(project.run(&["list", "--strict"]).status, 0);
}

#[test]
fn an_unknown_language_names_the_known_ones() {
    let project = with_german(Project::new());
    let answer = project.run(&["list", "--lang", "fr"]);
    assert_eq!(answer.status, 2);
    assert!(answer.said.contains("en, de, pl, auto"), "{}", answer.said);
    let project = project.with("routewright.toml", "language = \"fr\"\n");
    let said = project.run(&["list"]).said;
    assert!(said.contains("\"auto\", \"en\", \"de\" or \"pl\""), "{said}");
}

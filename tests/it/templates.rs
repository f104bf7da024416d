//! Templates and forms of prompts, from the command line.

use crate::project::Project;

const ENDPOINT: &str = "POST /api/kennels";

#[test]
fn a_template_is_exported_checked_and_used() {
    let project = Project::new();
    let exported = project.run(&["template", "export", "--lang", "pl", "--out", "mine.md.j2"]);
    assert_eq!((exported.status, exported.out.as_str()), (0, ""));
    let again = project.run(&["template", "export", "--out", "mine.md.j2"]);
    assert_eq!(again.status, 3, "{}", again.said);
    assert_eq!(project.run(&["template", "check", "mine.md.j2"]).status, 0);
    let as_it_is = project.run(&["prompt", ENDPOINT, "--lang", "pl"]).out;
    assert_eq!(project.run(&["prompt", ENDPOINT, "--lang", "pl", "--template", "mine.md.j2"]).out, as_it_is);
    assert_eq!(project.run(&["template", "export", "nonsense"]).status, 2);

    let project = project.with("own.md", "{{db-resources}}\n  {{tpyes}}\n");
    let checked = project.run(&["template", "check", "own.md"]);
    assert_eq!(checked.status, 1);
    assert!(checked.out.contains("own.md:2:3: nothing is known by the name {{tpyes}}"), "{}", checked.out);
    assert!(
        checked.out.contains("did you mean {{types}}?") && checked.out.contains("has no {{route-api-specification}}")
    );
}

#[test]
fn partials_lie_in_the_templates_folder_and_nowhere_else() {
    let project = Project::new()
        .with("secret.md", "a secret")
        .with("prompts/parts/end.md", "The end of {{ plan-file }}.")
        .with("prompts/good.md.j2", "{{ endpoint }}\n{% include \"parts/end.md\" %}\n")
        .with("prompts/bad.md.j2", "\n{% include \"../secret.md\" %}\n");
    let good = project.run(&["prompt", ENDPOINT, "--template", "prompts/good.md.j2"]);
    assert_eq!(good.out, "POST /api/kennels\nThe end of .ai/view-implementation-plan.md.", "{}", good.said);
    let bad = project.run(&["prompt", ENDPOINT, "--template", "prompts/bad.md.j2"]);
    assert_eq!((bad.status, bad.out.as_str()), (2, ""));
    assert!(bad.said.contains("prompts/bad.md.j2:2:4: "), "{}", bad.said);
    assert_eq!(project.run(&["template", "check", "prompts/bad.md.j2"]).status, 1);
    let project = project.with(
        "prompts/endless.md.j2",
        "{% for i in range(9999) %}{% for j in range(9999) %}{{ endpoint }}{% endfor %}{% endfor %}",
    );
    let endless = project.run(&["template", "check", "prompts/endless.md.j2"]);
    assert!(
        endless.out.starts_with("prompts/endless.md.j2:1:") && endless.out.contains("asks for more"),
        "{}",
        endless.out
    );
    let listed = project.with("prompts/plan.md", "<route_api_specification>@api-plan.md</route_api_specification>");
    let listed = listed.run(&["template", "list"]).out;
    assert!(listed.contains("endpoint-plan  built in") && listed.contains("prompts/plan.md  found"), "{listed}");
}

#[test]
fn prompts_refer_to_documents_and_have_other_forms_by_option_or_setting() {
    let project = Project::new();
    let at = project.run(&["prompt", ENDPOINT, "--documents", "@"]).out;
    assert!(at.contains("<route_api_specification>\n@.ai/api-plan.md (lines "), "{at}");
    let json = project.run(&["prompt", ENDPOINT, "--documents", "#", "--format", "json"]).out;
    let messages: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(messages[1]["content"].as_str().unwrap().contains("\n#.ai/api-plan.md (lines "), "{json}");
    let project = project.with("routewright.toml", "[prompt]\ndocuments = \"at\"\nformat = \"markdown\"\n");
    let markdown = project.run(&["prompt", ENDPOINT]).out;
    assert!(markdown.contains("\n## Tech stack\n") && markdown.contains("\n@.ai/api-plan.md (lines "), "{markdown}");
    assert_eq!(project.run(&["prompt", ENDPOINT, "--documents", "inline", "--format", "xml"]).status, 0);
    let own = project.run(&["prompt", ENDPOINT, "--implement"]).out;
    assert!(own.contains("\n@.ai/view-implementation-plan.md\n") && own.contains("at most three at a time"), "{own}");
}

#[test]
fn a_template_that_can_not_be_used_stops_prompts_and_not_plans() {
    let project = Project::new().with("routewright.toml", "[prompt]\ntemplate = \"gone.md\"\n");
    let prompt = project.run(&["prompt", ENDPOINT]);
    assert_eq!((prompt.status, prompt.out.as_str()), (2, ""));
    assert!(prompt.said.contains("`prompt.template` of the settings names it"), "{}", prompt.said);
    let plan = project.run(&["plan", ENDPOINT]);
    assert_eq!(plan.status, 0);
    assert!(plan.said.contains("`gone.md` does not exist"), "{}", plan.said);

    let project = Project::new().with("own.md", "Write a plan.\n").with("picture.md", "\u{0}\u{1}x".repeat(20));
    assert_eq!(project.run(&["template", "check", "own.md"]).status, 1);
    let prompt = project.run(&["prompt", ENDPOINT, "--template", "own.md"]);
    assert_eq!((prompt.status, prompt.out.as_str()), (0, "Write a plan.\n"));
    assert!(prompt.said.contains("own.md has no variable"), "{}", prompt.said);
    for arguments in [["template", "check", "picture.md"].as_slice(), &["prompt", ENDPOINT, "--template", "picture.md"]]
    {
        assert_eq!(project.run(arguments).status, 2);
    }
}

//! Keys in, rules and changes of files out.

use super::super::super::harness::{Harness, project};
use super::super::super::msg::{Effect, Msg, Opened};
use super::super::super::rule_files::{FileEdit, RulesFile};
use crate::app::choices::Choices;
use crate::app::command::Context;
use crate::model::{Document, DocumentRole, Format, Project};
use crate::read::rules::{OWN_FILE, rules_file, user_rules};
use crate::text::{DocumentId, Source};

const OWN: &str = "# Ours\n\n1. First.\n2. Second.\n3. Third.\n\nBy hand.\n";

/// The harness's project with files of own rules.
fn with_files(own: &str, user: &str) -> Project {
    let mut project = project();
    let source = Source::new(DocumentId(project.documents.len()), OWN_FILE, own);
    project.rules.splice(0..0, rules_file(&source).value);
    let (role, format) = (DocumentRole::Rules, Format::Markdown);
    project.documents.push(Document { role, format, source, bytes: 0, sha256: String::new() });
    project.rules.extend(user_rules(user));
    project.user_rules = user.to_owned();
    project
}

/// What is shown: number or `-`, and the first word.
fn shown(wizard: &Harness) -> Vec<String> {
    let rows = wizard.state.rules.rules.iter();
    let number = |n: Option<usize>| n.map_or("-".to_owned(), |n| n.to_string());
    rows.map(|r| format!("{} {}", number(r.number), r.label.split(' ').next().unwrap_or_default())).collect()
}

fn last_edits(wizard: &Harness) -> Vec<FileEdit> {
    let writes = wizard.effects.iter().rev().find_map(|effect| match effect {
        Effect::WriteRules(edits) => Some(edits.clone()),
        _ => None,
    });
    writes.unwrap_or_default()
}

fn highlighted(wizard: &Harness) -> &str {
    wizard.state.rules.row().map(|row| row.rule.text.as_str()).unwrap_or_default()
}

fn notice(wizard: &Harness) -> &str {
    wizard.state.notice.as_ref().map(|notice| notice.text.as_str()).unwrap_or_default()
}

#[test]
fn the_first_rule_of_a_project_stands_alone_in_its_file() {
    let mut wizard = Harness::new(80, 24, project());
    assert_eq!(shown(&wizard), ["1 Return", "- Give", "2 Log"]);
    wizard.keys("3aAnswer fast.<ctrl-s>");
    let edits = last_edits(&wizard);
    assert_eq!(edits[0].file, RulesFile::Project);
    let text = "# Implementation rules\n\n1. Answer fast.\n";
    assert_eq!((edits[0].before.as_str(), edits[0].after.as_str()), ("", text));
    // What holds is what held before, and the new one.
    assert_eq!(shown(&wizard), ["1 Answer", "2 Return", "- Give", "3 Log"]);
    assert_eq!(highlighted(&wizard), "Answer fast.");
    wizard.keys("u");
    assert_eq!(shown(&wizard), ["1 Return", "- Give", "2 Log"]);
    assert_eq!(last_edits(&wizard)[0].after, "");
    wizard.keys("U");
    assert_eq!(last_edits(&wizard)[0].after, text);
}

#[test]
fn rules_of_a_file_are_moved_changed_and_deleted_in_it() {
    let mut wizard = Harness::new(80, 24, with_files(OWN, ""));
    wizard.keys("3<alt-down>");
    assert_eq!(shown(&wizard)[..3], ["1 Second.", "2 First.", "3 Third."]);
    assert_eq!(highlighted(&wizard), "First.");
    wizard.keys("<space><enter>!<ctrl-s>");
    assert_eq!(last_edits(&wizard)[0].after, "# Ours\n\n1. Second.\n2. First.!\n3. Third.\n\nBy hand.\n");
    assert_eq!(shown(&wizard)[..3], ["1 Second.", "- First.!", "2 Third."], "it stays off");
    wizard.keys("gd");
    assert_eq!(last_edits(&wizard)[0].after, "# Ours\n\n1. First.!\n2. Third.\n\nBy hand.\n");
    wizard.keys("uuuu");
    assert_eq!(last_edits(&wizard)[0].after, OWN);
    assert_eq!(shown(&wizard)[..3], ["1 First.", "2 Second.", "3 Third."]);
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_taken_in_and_stays_on_undo() {
    let mut wizard = Harness::new(80, 24, with_files(OWN, ""));
    wizard.keys("3d");
    let edits = last_edits(&wizard);
    let theirs = "1. Second.\n2. Third.\n3. Theirs.\n";
    let texts = vec![(RulesFile::Project, theirs.to_owned())];
    wizard.send(Msg::RulesWritten { edits, texts, problem: None });
    assert_eq!(wizard.effects.last(), Some(&Effect::ReadProject));
    assert_eq!(shown(&wizard)[..3], ["1 Second.", "2 Third.", "3 Theirs."]);
    wizard.keys("u");
    assert_eq!(last_edits(&wizard)[0].after, "1. First.\n2. Second.\n3. Third.\n4. Theirs.\n");
}

#[test]
fn a_text_that_could_not_be_written_is_there_again() {
    let mut wizard = Harness::new(80, 24, with_files(OWN, ""));
    wizard.keys("3<enter> Precious.<ctrl-s>");
    let (edits, problem) = (last_edits(&wizard), Some("the disk is full".to_owned()));
    let texts = vec![(RulesFile::Project, OWN.to_owned())];
    wizard.send(Msg::RulesWritten { edits, texts, problem });
    assert_eq!((wizard.state.context(), notice(&wizard)), (Context::Editor, "the disk is full"));
    assert_eq!(shown(&wizard)[0], "1 First.");
    wizard.keys("<ctrl-o><ctrl-o><ctrl-s>");
    assert_eq!(wizard.state.choices.own[0].text, "First. Precious.");
}

#[test]
fn a_rule_goes_from_owner_to_owner_whole() {
    let mut wizard = Harness::new(80, 24, with_files(OWN, "1. Mine.\n"));
    wizard.keys("3o");
    let edits = last_edits(&wizard);
    assert_eq!(edits.iter().map(|e| e.file).collect::<Vec<_>>(), [RulesFile::User, RulesFile::Project]);
    assert_eq!(edits[0].after, "1. Mine.\n\n2. First.\n");
    assert_eq!(highlighted(&wizard), "First.");
    wizard.keys("o");
    assert_eq!(last_edits(&wizard)[0].after, "1. Mine.\n");
    assert_eq!(wizard.state.choices.own[0].endpoint.as_deref(), Some("GET /users"));
    // It holds for that endpoint alone.
    assert_eq!(shown(&wizard).last().map(String::as_str), Some("6 First."));
    wizard.keys("1j");
    assert_eq!(shown(&wizard).len(), 6, "{:?}", shown(&wizard));
    wizard.keys("kuu");
    assert_eq!(shown(&wizard)[0], "1 First.");
}

#[test]
fn a_change_of_somebody_elses_rule_is_a_copy() {
    let mut wizard = Harness::new(80, 24, with_files(OWN, ""));
    wizard.keys("3jjjjj<enter>");
    let title = wizard.state.editor_title(Some("rules/1"), crate::model::Owner::Project);
    assert_eq!(title, "Edit the rule; your version is for the project: .ai/implementation-rules.md");
    wizard.keys(" At all.<ctrl-s>");
    assert_eq!(shown(&wizard), ["1 First.", "2 Second.", "3 Third.", "4 Log", "5 Return", "- Give", "- Log"]);
    assert!(last_edits(&wizard)[0].after.contains("3. Third.\n4. Log nothing personal. At all.\n\nBy hand."));
    wizard.keys("u");
    assert_eq!(shown(&wizard)[3..], ["4 Return", "- Give", "5 Log"]);
}

#[test]
fn the_users_editor_gets_the_file_or_the_text() {
    let mut wizard = Harness::new(80, 24, with_files(OWN, "1. Mine.\n"));
    let opened = |wizard: &Harness| wizard.effects.last().cloned();
    wizard.keys("3je");
    let file = Opened::File { path: OWN_FILE.to_owned(), line: 4 };
    assert_eq!(opened(&wizard), Some(Effect::OpenEditor(file)));
    wizard.keys("Ge");
    assert_eq!(opened(&wizard), Some(Effect::OpenEditor(Opened::UserRules { line: 1 })));

    // The text of a pack's rule comes back as a rule of the project's.
    wizard.keys("gjjje");
    let Some(Effect::OpenEditor(Opened::Text(text))) = opened(&wizard) else { panic!("{:?}", wizard.effects.last()) };
    wizard.send(Msg::EditorClosed { text: Some(format!("{text}\n\nAlways.\n")), problem: None });
    assert_eq!(wizard.state.context(), Context::Rules);
    assert!(last_edits(&wizard)[0].after.contains("is refused.\n\n   Always.\n"), "{:?}", last_edits(&wizard));

    // What an editor left behind that failed is shown and not kept; an empty text changes nothing.
    wizard.keys("aA new one.<ctrl-g>");
    wizard.send(Msg::EditorClosed { text: Some("Half done.\n".to_owned()), problem: Some("it crashed".to_owned()) });
    assert_eq!((wizard.state.context(), notice(&wizard)), (Context::Editor, "it crashed"));
    wizard.send(Msg::EditorClosed { text: Some(" \n".to_owned()), problem: None });
    assert_eq!(wizard.state.context(), Context::Editor);
    wizard.keys("<ctrl-s>");
    assert_eq!(highlighted(&wizard), "Half done.");
}

#[test]
fn rules_of_the_demo_are_choices() {
    let mut wizard = Harness::remembering(80, 24, with_files(OWN, ""), Choices::default());
    wizard.state.setup.in_memory = true;
    wizard.keys("3d<alt-down>");
    assert_eq!(shown(&wizard)[..2], ["1 Third.", "2 Second."]);
    assert!(!wizard.effects.iter().any(|effect| matches!(effect, Effect::WriteRules(_))));
    wizard.keys("uu");
    assert_eq!(shown(&wizard)[..3], ["1 First.", "2 Second.", "3 Third."]);
    assert_eq!(wizard.state.choices.own_file, None);
}

#[test]
fn rules_that_an_older_version_remembered_are_there() {
    let choices: Choices =
        serde_json::from_str(r#"{"own": [{"id": "user/1", "text": "Old."}], "edited": {"node/1": "Early."}}"#).unwrap();
    let mut wizard = Harness::remembering(80, 24, with_files(OWN, ""), choices);
    assert_eq!(shown(&wizard), ["1 First.", "2 Second.", "3 Third.", "4 Early.", "- Give", "5 Log", "6 Old."]);
    wizard.keys("3Go");
    assert!(wizard.state.choices.own.is_empty());
    assert!(last_edits(&wizard)[0].after.contains("4. Old.\n"));
}

//! Keys in, state and effects out.

use super::super::harness::Harness;
use super::super::harness::project;
use super::super::msg::What;
use super::super::state::Step;
use super::*;
use crate::app::choices::Choices;
use crate::app::line_input::LineInput;
use crate::app::msg::Opened;
use crate::check::Finding;
use crate::check::settle::Settled;
use crate::diagnostic::{Severity, codes};
use crate::model::Omission;
use crate::prompt::{Tally, Uncounted};
use crate::text::{DocumentId, Place, Span};

#[test]
fn marks_go_into_one_choice_and_can_be_taken_back() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("<space><space>");
    assert_eq!(wizard.state.subject(), [0, 1]);
    wizard.keys("u");
    assert_eq!(wizard.state.subject(), [0]);
    wizard.keys("U");
    assert_eq!(wizard.state.choices.marked, ["GET /users", "POST /users"]);
    assert!(matches!(wizard.effects.last(), Some(Effect::Remember(_))));
}

#[test]
fn changed_text_is_not_lost_without_asking() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("3aabc<esc>");
    assert_eq!(wizard.state.context(), Context::Discard);
    wizard.keys("<esc>d");
    assert_eq!(wizard.state.context(), Context::Editor, "esc goes on writing");
    wizard.keys("<esc>d");
    assert_eq!(wizard.state.context(), Context::Rules);
    assert!(wizard.state.choices.own.is_empty());
    wizard.keys("a<esc>");
    assert_eq!(wizard.state.context(), Context::Rules, "nothing was written");
}

#[test]
fn a_search_narrows_and_ends() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("/orders");
    assert_eq!(wizard.state.endpoint().map(|e| e.key.to_string()).as_deref(), Some("GET /orders"));
    wizard.keys("<enter>");
    assert_eq!(wizard.state.context(), Context::Endpoints);
    wizard.keys("<esc>");
    assert_eq!(wizard.state.endpoints.list.shown(), 4);
    assert_eq!(wizard.state.endpoint().map(|e| e.key.to_string()).as_deref(), Some("GET /orders"));
}

#[test]
fn tables_are_remembered_for_their_endpoint() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("2<space>");
    let table = wizard.state.tables.row().unwrap().clone();
    wizard.keys("1G2");
    assert!(wizard.state.choices.tables.contains_key("GET /users"));
    assert!(!wizard.state.choices.tables.contains_key("PUT /orders/{id}"));
    let remembered = wizard.state.choices.clone();
    let again = Harness::remembering(80, 24, project(), Choices { endpoint: Some("GET /users".into()), ..remembered });
    let row = again.state.tables.tables.iter().find(|t| t.name == table.name).unwrap();
    assert_eq!((row.chosen, row.by_user), (table.chosen, true));
}

#[test]
fn a_file_that_exists_is_shown_before_it_is_written_over() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("s<enter>");
    let Some(Effect::Save { path, text, over: None }) = wizard.effects.last().cloned() else { panic!() };
    wizard.send(Msg::Exists { path: path.clone(), text: "mine\n".into() });
    assert_eq!(wizard.state.context(), Context::Conflict);
    wizard.keys("o");
    assert_eq!(wizard.effects.last(), Some(&Effect::Save { path: path.clone(), text, over: Some("mine\n".into()) }));
    wizard.send(Msg::Saved { path, former: None });
    assert_eq!(wizard.state.endpoints.plans[0].word(), "planned");
    assert_eq!(wizard.effects.last(), Some(&Effect::ReadProject));
}

#[test]
fn a_saved_plan_is_checked_once_it_was_read() {
    let mut wizard = Harness::new(80, 24, project());
    (wizard.state.setup.demo, wizard.state.setup.in_memory) = (true, true);
    assert!(wizard.effects.contains(&Effect::Check { id: 1 }));
    wizard.keys("s./plan.md<enter>");
    let Some(Effect::Save { path, .. }) = wizard.effects.last().cloned() else { panic!() };
    wizard.send(Msg::Saved { path, former: None });
    // The demo's own documents are what they were, the saved plan is kept among them.
    wizard.send(Msg::ProjectRead(Arc::new(project())));
    assert!(wizard.effects.contains(&Effect::Check { id: 2 }));
    let plan = wizard.state.project.documents.iter().position(|d| d.source.path == "./plan.md").unwrap();
    let finding = |at| {
        let place = Place { document: DocumentId(at), span: Span::new(0, 1) };
        Finding::new(codes::SECTION_MISSING, Severity::Warning, place, "a section is missing")
    };
    let found =
        |id, at| Msg::Checked { id, settled: Box::new(Settled { findings: vec![finding(at)], ..Settled::default() }) };
    wizard.send(found(1, plan));
    assert_eq!(wizard.state.endpoints.plans[0].word(), "planned", "an answer about former documents is dropped");
    wizard.send(found(2, plan));
    assert_eq!(wizard.state.endpoints.plans[0].word(), "findings");
    wizard.keys("GN");
    assert_eq!(wizard.state.endpoints.list.selected(), Some(0));
    wizard.keys("}e");
    let expected = Opened::File { path: "./plan.md".to_owned(), line: 1 };
    assert_eq!(wizard.effects.last(), Some(&Effect::OpenEditor(expected)));
    // Until the next answer, the list shows what was known.
    wizard.send(Msg::EditorClosed { text: None, problem: None });
    wizard.send(Msg::ProjectRead(Arc::new(project())));
    assert_eq!(wizard.state.endpoints.plans[0].word(), "findings");
    assert_eq!(wizard.state.preview.check.count(), None);
    wizard.send(found(3, 0)).keys("a");
    assert_eq!(wizard.state.endpoints.plans[0].word(), "planned");
    wizard.keys("e");
    assert!(wizard.state.notice.as_ref().is_some_and(|notice| notice.text.contains("part of the demo")));
    wizard.keys("y");
    let Some(Effect::Copy { what: What::Findings, text }) = wizard.effects.last() else { panic!() };
    assert!(text.contains("a section is missing"), "{text}");
}

#[test]
fn the_diagram_is_a_choice() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("4]");
    assert!(!wizard.state.preview.plan.as_ref().unwrap().contains("sequenceDiagram"));
    wizard.keys("m");
    assert!(wizard.state.preview.plan.as_ref().unwrap().contains("sequenceDiagram"));
    assert_eq!(wizard.state.choices.diagram, Some(true));
    wizard.keys("u");
    assert!(!wizard.state.diagram());
}

#[test]
fn copying_takes_what_the_preview_shows() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("4]y");
    assert!(matches!(wizard.effects.last(), Some(Effect::Copy { what: What::Plan, .. })), "{:?}", wizard.effects);
    wizard.send(Msg::Copied { message: "Sent it.".into() });
    assert_eq!(wizard.state.notice.as_ref().unwrap().text, "Sent it.");
}

#[test]
fn the_form_of_the_prompt_changes_and_its_companion_is_copied() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.state.setup.template = None;
    wizard.keys("4@FFy");
    let Some(Effect::Copy { what: What::Prompt, text }) = wizard.effects.last() else { panic!() };
    assert!(text.starts_with("[\n  {\"role\": \"system\"") && text.contains("@.ai/api-plan.md (line"), "{text}");
    wizard.keys("uF[y");
    let Some(Effect::Copy { what: What::Implementation, text }) = wizard.effects.last() else { panic!() };
    assert!(text.contains("@.ai/view-implementation-plan.md") && text.contains("at most three at a time"), "{text}");
}

#[test]
fn steps_go_around_and_esc_goes_back() {
    let mut wizard = Harness::new(80, 24, project());
    let mut seen = Vec::new();
    for key in ["<tab>", "<tab>", "<tab>", "<tab>", "<shift-tab>", "<esc>", "1", "<esc>"] {
        wizard.keys(key);
        seen.push(wizard.state.step as usize + 1);
    }
    assert_eq!(seen, [2, 3, 4, 1, 4, 3, 1, 1]);
}

#[test]
fn esc_that_arrives_together_with_the_next_key_is_both() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("?<alt-3>");
    assert_eq!((wizard.state.context(), wizard.state.step), (Context::Rules, Step::Rules));
}

#[test]
fn leaving_works_from_anywhere_but_q_only_closes_a_popup() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("?q");
    assert_eq!((wizard.state.popups.len(), wizard.effects.contains(&Effect::Quit)), (0, false));
    wizard.keys("/q");
    assert_eq!(wizard.state.endpoints.list.search, Some(LineInput::new("q")));
    wizard.keys("<ctrl-c>");
    assert_eq!(wizard.effects.last(), Some(&Effect::Quit));
}

#[test]
fn the_palette_runs_what_it_finds() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("<ctrl-p>chage the langage<enter>");
    assert_eq!(wizard.state.language().code(), "pl");
    wizard.keys("<ctrl-p>quit<enter>");
    assert_eq!(wizard.effects.last(), Some(&Effect::Quit));
}

#[test]
fn a_source_shows_the_part_of_the_prompt_that_it_fills() {
    let mut wizard = Harness::new(80, 24, project());
    let text = format!("{}{{{{backend-rules}}}}\n", "line\n".repeat(100));
    wizard.state.setup.template = Some(crate::prompt::Template { text, ..Default::default() });
    wizard.keys("l4v<enter>");
    assert_eq!(wizard.state.context(), Context::Preview);
    let top = wizard.state.preview.top();
    let height = layout_of(&wizard.state).unwrap().preview.unwrap().list.height;
    assert!(top > 100 - usize::from(height), "row {top} is in sight");
}

#[test]
fn several_endpoints_share_their_tables() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("<space>j<space>2");
    let chosen = |wizard: &Harness| {
        let rows = wizard.state.tables.tables.iter().filter(|t| t.chosen);
        rows.map(|t| t.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(chosen(&wizard), ["users", "orders"]);
    wizard.keys("<space>");
    assert_eq!(chosen(&wizard), ["orders"]);
    assert!(wizard.state.choices.tables["GET /users"].removed.contains("users"));
    wizard.keys("<space>");
    assert_eq!(chosen(&wizard), ["users", "orders"]);
    assert!(wizard.state.choices.tables.is_empty(), "back to what is proposed");
}

#[test]
fn reading_again_keeps_choices_and_highlight() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("jj<space>R");
    assert_eq!(wizard.effects.last(), Some(&Effect::ReadProject));
    let mut fewer = project();
    fewer.api.endpoints.remove(0);
    let highlighted = wizard.state.endpoint().map(|e| e.key.clone());
    wizard.send(Msg::ProjectRead(Arc::new(fewer)));
    assert_eq!(wizard.state.endpoint().map(|e| e.key.clone()), highlighted);
    assert_eq!(wizard.state.subject().len(), 1);
    assert_eq!(wizard.state.step, Step::Endpoints);
}

/// The requests to count among some effects.
fn requests(effects: &[Effect]) -> Vec<(u64, Uncounted)> {
    let request = |effect: &Effect| match effect {
        Effect::Count { id, uncounted } => Some((*id, (**uncounted).clone())),
        _ => None,
    };
    effects.iter().filter_map(request).collect()
}

fn tally(uncounted: &Uncounted, all: usize) -> Tally {
    let others = uncounted.others.iter().map(|(omission, _)| (*omission, all - 100)).collect();
    Tally { family: uncounted.family, exact: true, all, parts: vec![all; uncounted.parts.len()], others }
}

#[test]
fn tokens_are_asked_for_once_a_text_and_late_answers_are_dropped() {
    let mut wizard = Harness::new(80, 24, project());
    assert_eq!(requests(&wizard.effects), [], "what is not in sight is not counted");
    wizard.keys("4");
    wizard.effects.clear();
    wizard.keys("1j4");
    let first = requests(&wizard.effects);
    assert_eq!(first.len(), 1);
    // The key was handled and its frame can be drawn, with a guess, before anything was counted.
    let guessed = wizard.state.preview.measure.clone();
    assert!(guessed.starts_with('~') && guessed.ends_with('…'), "{guessed}");
    wizard.keys("JK<down>]").effects.clear();
    wizard.keys("[");
    let second = requests(&wizard.effects);
    assert_eq!(second.len(), 1);
    assert!(second[0].0 > first[0].0);
    wizard.send(Msg::Counted { id: first[0].0, tally: tally(&first[0].1, 11) });
    assert!(wizard.state.preview.measure.ends_with('…'), "an answer about a text that is gone");
    wizard.send(Msg::Counted { id: second[0].0, tally: tally(&second[0].1, 22) });
    assert_eq!(wizard.state.preview.measure, "22 tokens for GPT");
    wizard.effects.clear();
    wizard.keys("J").send(Msg::Resize { width: 100, height: 30 });
    assert_eq!(requests(&wizard.effects), [], "the same text costs the same");
    assert_eq!(wizard.state.preview.measure, "22 tokens for GPT");
    wizard.keys("l");
    assert!(wizard.state.preview.measure.ends_with('…'));
    assert_eq!(requests(&wizard.effects).len(), 1);
}

#[test]
fn what_is_left_out_is_a_choice_like_the_others() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.state.setup.budget = Some(950);
    wizard.keys("1b");
    let asked = requests(&wizard.effects);
    let [(id, uncounted)] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(uncounted.others.len(), Omission::ALL.len(), "what leaving out saves is counted with it");
    wizard.send(Msg::Counted { id: *id, tally: tally(uncounted, 1000) });
    assert_eq!(wizard.state.preview.counting.over(wizard.state.setup.budget), Some(50));
    assert_eq!(wizard.state.preview.counting.saving(Omission::Examples, false), "100");
    wizard.keys("j<space>");
    assert_eq!(wizard.state.choices.left_out, [Omission::Examples].into());
    assert!(wizard.effects.iter().any(|effect| matches!(effect, Effect::Remember(c) if !c.left_out.is_empty())));
    assert_eq!(wizard.state.preview.counting.saving(Omission::Examples, false), "…");
    wizard.keys("<space>");
    assert!(wizard.state.choices.left_out.is_empty());
    wizard.keys("<esc>uu");
    assert!(wizard.state.popups.is_empty() && wizard.state.choices.left_out.is_empty());
    wizard.keys("U");
    assert_eq!(wizard.state.choices.left_out, [Omission::Examples].into());
}

//! Frames of a small project at two sizes, and that no keys at no size break anything.

use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::draw;
use crate::app::harness::{Harness, project};
use crate::app::{Choices, Effect, Mouse, MouseKind, Msg};
use crate::check::Finding;
use crate::check::settle::Settled;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::{Document, DocumentRole, Format, Omission, Project, TypeDeclaration, TypeKind, TypeMember, TypesAs};
use crate::prompt::Tally;
use crate::text::{DocumentId, Source, Span};

/// What the screen shows after some keys.
fn frame(width: u16, height: u16, keys: &str) -> String {
    let mut wizard = Harness::new(width, height, project());
    wizard.keys(keys);
    // How tokens are counted does not matter here.
    let counted = wizard.state.preview.measure.clone();
    shown(&wizard, width, height).replace(&counted, &counted.replace(|c: char| c.is_ascii_digit(), "#"))
}

fn shown(wizard: &Harness, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, &wizard.state)).unwrap();
    terminal.backend().to_string()
}

macro_rules! frames {
    ($($name:ident: $keys:expr;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(concat!(stringify!($name), "_80x24"), frame(80, 24, $keys));
            insta::assert_snapshot!(concat!(stringify!($name), "_160x48"), frame(160, 48, $keys));
        })*
    };
}

frames! {
    endpoints: "j<space>";
    an_endpoint: "jji";
    searching: "/ordr";
    tables: "jj2j<space>";
    a_table: "jj2<enter>";
    rules: "3";
    packs: "3pjj<space>";
    writing_a_rule: "3aAnswer in JSON.";
    preview: "jj4";
    difference: "jj4]]]";
    help: "?";
    palette: "<ctrl-p>cop";
    naming: "s";
    discarding: "3aAnswer<esc>";
}

#[test]
fn a_file_that_exists_is_shown_as_a_difference() {
    let mut wizard = Harness::new(80, 24, project());
    wizard.keys("s<enter>");
    let Some(Effect::Save { path, text, .. }) = wizard.effects.last().cloned() else { panic!() };
    wizard.send(Msg::Exists { path, text: text.replace("GET /users", "GET /people") });
    let screen = shown(&wizard, 80, 24);
    for part in ["The file exists", "- # API Endpoint Implementation Plan: GET /people", "o overwrite  n other name"] {
        assert!(screen.contains(part), "{part} in\n{screen}");
    }
}

#[test]
fn types_that_matter_are_shown_with_their_reasons() {
    let mut project = project();
    let member =
        |name: &str, ty: &str| TypeMember { name: name.to_owned(), ty: Some(ty.to_owned()), ..TypeMember::default() };
    project.types = vec![
        TypeDeclaration {
            name: "ChangeOrderCommand".to_owned(),
            file: "src/types.ts".to_owned(),
            line: 12,
            kind: TypeKind::Interface,
            members: vec![member("state", "OrderState"), member("total", "number")],
            uses: vec!["OrderState".to_owned()],
            ..TypeDeclaration::default()
        },
        TypeDeclaration {
            name: "OrderState".to_owned(),
            file: "src/types.ts".to_owned(),
            line: 3,
            kind: TypeKind::Enum,
            ..TypeDeclaration::default()
        },
    ];
    for (name, width, height) in [("types_80x24", 80, 24), ("types_160x48", 160, 48)] {
        let mut wizard = Harness::new(width, height, project.clone());
        wizard.keys("jjjTt");
        insta::assert_snapshot!(name, shown(&wizard, width, height));
        assert_eq!(wizard.state.types_as(), TypesAs::Text);
        wizard.keys("T");
        assert!(shown(&wizard, width, height).contains("The prompt gives them as references"));
        wizard.keys("<esc>u");
        assert_eq!(wizard.state.types_as(), TypesAs::Text);
    }
    let mut wizard = Harness::new(80, 24, project);
    wizard.keys("t");
    assert!(shown(&wizard, 80, 24).contains("No source file with types was found"));
}

#[test]
fn what_can_be_left_out_is_shown_with_what_it_saves() {
    for (name, width, height) in [("leave_out_80x24", 80, 24), ("leave_out_160x48", 160, 48)] {
        let mut wizard = Harness::new(width, height, project());
        wizard.state.setup.budget = Some(800);
        wizard.keys("4bj<space>");
        wizard.send(Msg::Resize { width, height });
        let Some(Effect::Count { id, uncounted }) =
            wizard.effects.iter().rev().find(|effect| matches!(effect, Effect::Count { .. })).cloned()
        else {
            panic!("it was asked for")
        };
        let of = |omission: Omission| if omission == Omission::Examples { 1_250 } else { 860 };
        let others = uncounted.others.iter().map(|(omission, _)| (*omission, of(*omission))).collect();
        let tally = Tally { family: uncounted.family, exact: true, all: 900, parts: Vec::new(), others };
        wizard.send(Msg::Counted { id, tally });
        insta::assert_snapshot!(name, shown(&wizard, width, height));
        wizard.keys("<esc>");
        let screen = shown(&wizard, width, height);
        assert!(screen.contains("900 of 800 tokens for GPT 100 too many, b leaves out"), "{screen}");
    }
}

#[test]
fn remarks_stand_beside_the_lines_that_they_are_about() {
    for (name, width, height) in [("remarks_80x24", 80, 24), ("remarks_160x48", 160, 48)] {
        let mut wizard = Harness::new(width, height, remarked());
        wizard.keys("Dj");
        insta::assert_snapshot!(name, shown(&wizard, width, height));
    }
    let mut wizard = Harness::new(80, 24, remarked());
    wizard.keys("D<enter>");
    let page = shown(&wizard, 80, 24);
    assert!(page.contains("RW105: an API plan names no endpoint") && page.contains("For example"), "{page}");
    wizard.keys("<esc>J<esc>");
    assert!(wizard.state.popups.is_empty());
}

/// A wizard whose first endpoint has a saved plan with two findings, beside one about another endpoint.
fn checked(width: u16, height: u16) -> Harness {
    let mut project = project();
    let plan = "# API Endpoint Implementation Plan: GET /users\n\n## 1. Endpoint Overview\n\nReads `peoples`.\n";
    let source = Source::new(DocumentId(2), ".ai/get-users-implementation-plan.md", plan);
    let (document, line) = (source.clone(), source.place(source.line_span(5).unwrap()));
    let (role, format) = (DocumentRole::Plan, Format::Markdown);
    project.documents.push(Document { role, format, source: document, bytes: 0, sha256: String::new() });
    let keys: Vec<_> = project.api.endpoints.iter().map(|endpoint| endpoint.key.clone()).collect();
    let places: Vec<_> = project.api.endpoints.iter().map(|endpoint| endpoint.place).collect();
    let heading = source.place(source.line_span(1).unwrap());
    let findings = vec![
        Finding::new(codes::STATUS_NOT_LISTED, Severity::Warning, places[2], "409 is not listed").about(&keys[2]),
        Finding::new(codes::SECTION_MISSING, Severity::Warning, heading, "eight sections are missing"),
        Finding::new(codes::TABLE_NOT_THERE, Severity::Error, line, "the plan names the table `peoples`")
            .with_help("did you mean `users`?")
            .against("the endpoint", places[0]),
    ];
    let mut wizard = Harness::new(width, height, project);
    let Some(Effect::Check { id }) = wizard.effects.iter().find(|e| matches!(e, Effect::Check { .. })).cloned() else {
        panic!("it was asked for")
    };
    let before = shown(wizard.keys("}"), width, height);
    assert!(before.contains("Checking the saved plans"), "{before}");
    wizard.keys("1");
    wizard.send(Msg::Checked { id: id - 1, settled: Box::default() });
    wizard.send(Msg::Checked { id, settled: Box::new(Settled { findings, accepted: Vec::new() }) });
    wizard
}

#[test]
fn findings_stand_beside_the_lines_that_they_are_about() {
    for (name, width, height) in [("findings_80x24", 80, 24), ("findings_160x48", 160, 48)] {
        let mut wizard = checked(width, height);
        assert!(shown(&wizard, width, height).contains("✗ GET    /users"));
        insta::assert_snapshot!(name, shown(wizard.keys("}"), width, height));
    }
    let mut wizard = checked(60, 12);
    wizard.keys("}}");
    let screen = shown(&wizard, 60, 12);
    assert!(screen.contains("1 error, 1 warning · 3 in the project") && screen.contains("Check 2"), "{screen}");
    wizard.keys("<enter>");
    assert!(shown(&wizard, 60, 12).contains("RW"), "the page of the code");
    wizard.keys("<esc>a");
    assert!(shown(&wizard, 60, 12).contains("in the whole project"));
    let narrow =
        checked(40, 12).keys("}").state.preview.tabs(crate::app::layout::Area { x: 2, y: 1, width: 36, height: 1 });
    let labels: Vec<_> = narrow.iter().map(|(_, _, label)| label.as_str()).collect();
    assert_eq!(labels, ["Prompt", "Plan", "Check 2", "Difference"]);
}

/// The small project with an error about the whole of a document and a warning about one line.
fn remarked() -> Project {
    let mut project = project();
    let api = &project.documents[0].source;
    let (line, whole) = (api.line_span(6).unwrap(), Span::new(0, 0));
    let warning = Diagnostic::warning(codes::DUPLICATE_ENDPOINT, api.place(line), "`POST /users` is described again.");
    let mut error = Diagnostic::warning(codes::NO_ENDPOINTS, api.place(whole), "No endpoint was found.");
    error.severity = Severity::Error;
    project.diagnostics = vec![warning.with_help("Merge the two descriptions."), error];
    project
}

#[test]
fn a_long_notice_is_shown_whole() {
    let mut wizard = Harness::new(60, 20, project());
    wizard.send(Msg::NotCopied { message: "No clipboard could be reached, ".repeat(4) + "so save it." });
    let screen = shown(&wizard, 60, 20);
    assert!(screen.contains("so save it."), "{screen}");
}

#[test]
fn a_project_without_endpoints_says_what_was_looked_for() {
    let mut empty = Project { name: "shop".to_owned(), ..Project::default() };
    empty.diagnostics.push(crate::config::keymap::problem("No API plan was found.".to_owned()));
    let wizard = Harness::new(80, 24, empty);
    let screen = shown(&wizard, 80, 24);
    assert!(screen.contains("No endpoints in shop") && screen.contains("No API plan was found."), "{screen}");
    assert!(screen.contains("--demo"), "{screen}");
}

#[test]
fn too_small_a_terminal_is_told_so() {
    assert!(frame(39, 9, "").contains("routewright needs 40×10"));
}

#[test]
fn escape_sequences_of_a_document_do_not_reach_the_screen() {
    let mut project = project();
    project.api.endpoints[0].summary = Some("a\u{1b}[31mb\u{202e}c\u{9b}2J\r\n".to_owned());
    project.api.endpoints[0].group = Some("\u{1b}]0;title\u{7}Group".to_owned());
    let screen = shown(&Harness::new(160, 48, project), 160, 48);
    assert!(!screen.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{screen:?}");
}

#[derive(Debug, Clone)]
enum Event {
    Keys(&'static str),
    Size(u16, u16),
    Mouse(MouseKind, u16, u16),
    Paste(String),
}

fn event() -> impl Strategy<Value = Event> {
    let keys = [
        "j",
        "k",
        "G",
        "g",
        "<space>",
        "<enter>",
        "<esc>",
        "<tab>",
        "<shift-tab>",
        "1",
        "2",
        "3",
        "4",
        "/",
        "a",
        "e",
        "d",
        "x",
        "u",
        "U",
        "y",
        "s",
        "o",
        "n",
        "l",
        "v",
        "]",
        "}",
        "{",
        "m",
        "[",
        "J",
        "K",
        "?",
        "D",
        "R",
        "c",
        "<ctrl-p>",
        "<ctrl-s>",
        "<pgdn>",
        "<pgup>",
        "<backspace>",
        "<left>",
        "<ctrl-w>",
        "<ctrl-z>",
        "ż",
        "<up>",
    ];
    prop_oneof![
        12 => proptest::sample::select(keys.to_vec()).prop_map(Event::Keys),
        2 => (1u16..170, 1u16..60).prop_map(|(width, height)| Event::Size(width, height)),
        2 => (0usize..3, 0u16..170, 0u16..60).prop_map(|(kind, x, y)| {
            Event::Mouse([MouseKind::Press, MouseKind::WheelUp, MouseKind::WheelDown][kind], x, y)
        }),
        1 => "[a-z/漢\r\n\u{1b}]{0,20}".prop_map(Event::Paste),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn no_events_at_any_size_break_anything(events in proptest::collection::vec(event(), 0..60)) {
        let (mut width, mut height) = (80, 24);
        let mut wizard = Harness::new(width, height, project());
        let endpoints = wizard.state.project.api.endpoints.len();
        for event in events {
            match event {
                Event::Keys(keys) => _ = wizard.keys(keys),
                Event::Mouse(kind, x, y) => _ = wizard.send(Msg::Mouse(Mouse { kind, x, y })),
                Event::Paste(text) => _ = wizard.send(Msg::Paste(text)),
                Event::Size(w, h) => {
                    (width, height) = (w, h);
                    wizard.send(Msg::Resize { width, height });
                }
            }
            shown(&wizard, width, height);
            let state = &wizard.state;
            prop_assert!(state.subject().iter().all(|at| *at < endpoints));
            prop_assert_eq!(state.subject().is_empty(), state.endpoints.list.selected().is_none() && state.choices.marked.is_empty());
        }
        // What is remembered gives the same choices again.
        let json = serde_json::to_string(&wizard.state.choices).unwrap();
        let choices: Choices = serde_json::from_str(&json).unwrap();
        let again = Harness::remembering(80, 24, project(), choices);
        prop_assert!(again.state.choices.same_but_endpoint(&wizard.state.choices));
        prop_assert!(wizard.state.choices.marked.is_empty() || again.state.subject() == wizard.state.subject());
    }
}

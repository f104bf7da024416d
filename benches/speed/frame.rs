//! One key press to the finished frame, on a plan of 1,000 endpoints, against the same on 15.

use std::sync::Arc;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use routewright::app::choices::Choices;
use routewright::app::keys::Keymap;
use routewright::app::layout::Size;
use routewright::app::msg::Msg;
use routewright::app::state::{Setup, State};
use routewright::app::update;
use routewright::config::keymap::Key;
use routewright::config::theme::Theme;
use routewright::view;

use crate::documents;
use crate::paired::compare;

const WIDTH: u16 = 160;
const HEIGHT: u16 = 48;

pub(crate) fn run() {
    println!("\nOne key press to the finished frame ({WIDTH}×{HEIGHT}), on 1,000 endpoints");
    // Each key is followed by the one that takes it back, so that all turns do the same work.
    for (what, there, back) in [
        ("  another endpoint", Key::char('j'), Key::char('k')),
        ("  last endpoint and back", Key::char('G'), Key::char('g')),
        ("  an endpoint marked", Key::char(' '), Key::char(' ')),
    ] {
        let mut large = Wizard::open(1_000, 200);
        let mut small = Wizard::open(15, 6);
        compare(what, || large.there_and_back(there, back), "on 15", || small.there_and_back(there, back));
    }
    let mut large = Wizard::open(1_000, 200);
    let mut small = Wizard::open(15, 6);
    large.press(Key::char('/'));
    small.press(Key::char('/'));
    let backspace: Key = "backspace".parse().unwrap_or_else(|_| Key::char('x'));
    compare(
        "  a letter typed into the search and taken back",
        || large.there_and_back(Key::char('i'), backspace),
        "on 15",
        || small.there_and_back(Key::char('i'), backspace),
    );
}

struct Wizard {
    state: State,
    terminal: Terminal<TestBackend>,
}

impl Wizard {
    fn open(endpoints: usize, tables: usize) -> Self {
        let documents = documents::documents(&documents::api_plan(endpoints), &documents::database_plan(tables));
        let project = routewright::read::project("bench", documents);
        assert_eq!(project.api.endpoints.len(), endpoints, "the benchmark's own plan is read whole");
        let setup = Setup {
            size: Size { width: WIDTH, height: HEIGHT },
            keymap: Keymap::default(),
            theme: Theme::default(),
            template: None,
            save_as: ".ai/view-implementation-plan.md".to_owned(),
            schema_depth: 2,
            language: None,
            types_as: routewright::model::TypesAs::default(),
            family: routewright::prompt::Family::usual(),
            documents_as: routewright::model::DocumentsAs::default(),
            format: routewright::model::PromptFormat::default(),
            demo: false,
            in_memory: true,
            names_rules: false,
            diagnostics: Vec::new(),
        };
        let mut state = State::new(setup);
        let _ = update(&mut state, Msg::Opened { project: Arc::new(project), choices: Box::new(Choices::default()) });
        let Ok(terminal) = Terminal::new(TestBackend::new(WIDTH, HEIGHT));
        Self { state, terminal }
    }

    fn press(&mut self, key: Key) {
        let _ = update(&mut self.state, Msg::Key(key));
        let Ok(_) = self.terminal.draw(|frame| view::draw(frame, &self.state));
    }

    fn there_and_back(&mut self, there: Key, back: Key) {
        self.press(there);
        self.press(back);
    }
}

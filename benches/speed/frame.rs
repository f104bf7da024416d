//! One key press to the finished frame, on a plan of 1,000 endpoints, against the same on 15.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;
use std::time::Instant;

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
use routewright::prompt::{Family, Template, Uncounted, count_tokens};
use routewright::view;

use crate::documents;
use crate::paired::{compare, compare_times};

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
    while_counting();
}

/// A key press that changes a long prompt, while the tokens of such a prompt are being counted on
/// another thread and while nothing is counted. The two differ by what a second busy thread costs on
/// the machine at most: the count itself is never waited for.
fn while_counting() {
    let line = "- Every answer names the order, its items, their prices and the discount that was applied.\n";
    let text =
        format!("{}\n{{{{route-api-specification}}}}\n{{{{db-resources}}}}\n", line.repeat(60 * 1024 / line.len()));
    let template = Template::new("long.md", &text);
    let mut wizard = Wizard::with_template(15, 6, Some(template));
    let uncounted = Uncounted { family: Family::usual(), text, parts: Vec::new(), others: Vec::new() };
    println!("\nA key press on a prompt of {} KB", uncounted.text.len() / 1024);
    let (wanted, counting, done) = (AtomicBool::new(false), AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(SeqCst) {
                let now = wanted.load(SeqCst);
                counting.store(now, SeqCst);
                if now {
                    let _ = black_box(count_tokens(&uncounted));
                } else {
                    thread::yield_now();
                }
            }
        });
        let mut press = |while_counting: bool| {
            wanted.store(while_counting, SeqCst);
            while counting.load(SeqCst) != while_counting {
                thread::yield_now();
            }
            let start = Instant::now();
            wizard.there_and_back(Key::char('j'), Key::char('k'));
            start.elapsed()
        };
        let press = std::cell::RefCell::new(&mut press);
        compare_times(
            "  to the finished frame while its tokens are counted",
            || press.borrow_mut()(true),
            "while nothing is counted",
            || press.borrow_mut()(false),
        );
        done.store(true, SeqCst);
    });
    compare(
        "  the count, if it were waited for",
        || count_tokens(&uncounted),
        "to the finished frame",
        || wizard.there_and_back(Key::char('j'), Key::char('k')),
    );
}

struct Wizard {
    state: State,
    terminal: Terminal<TestBackend>,
}

impl Wizard {
    fn open(endpoints: usize, tables: usize) -> Self {
        Self::with_template(endpoints, tables, None)
    }

    fn with_template(endpoints: usize, tables: usize, template: Option<Template>) -> Self {
        let documents = documents::documents(&documents::api_plan(endpoints), &documents::database_plan(tables));
        let project = routewright::read::project("bench", documents);
        assert_eq!(project.api.endpoints.len(), endpoints, "the benchmark's own plan is read whole");
        let setup = Setup {
            size: Size { width: WIDTH, height: HEIGHT },
            keymap: Keymap::default(),
            theme: Theme::default(),
            template,
            save_as: ".ai/view-implementation-plan.md".to_owned(),
            schema_depth: 2,
            diagram: false,
            language: None,
            types_as: routewright::model::TypesAs::default(),
            family: routewright::prompt::Family::usual(),
            documents_as: routewright::model::DocumentsAs::default(),
            format: routewright::model::PromptFormat::default(),
            budget: None,
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

//! The one door through which the wizard is tested: keys in, state, effects and frames out.

use std::collections::HashMap;
use std::sync::Arc;

use super::choices::Choices;
use super::keys::Keymap;
use super::layout::Size;
use super::msg::{Effect, Msg};
use super::state::{Setup, State};
use super::update;
use crate::config::keymap::Key;
use crate::config::theme::Theme;
use crate::model::{
    Column, Document, DocumentRole, Endpoint, EndpointKey, Evidence, ForeignKey, Format, Index, Method, PathTemplate,
    Pick, Policy, Project, Reason, Rule, RuleOrigin, RuleScope, Table,
};
use crate::prompt::Template;
use crate::text::{DocumentId, Source};

/// A wizard without a terminal.
pub(crate) struct Harness {
    pub(crate) state: State,
    /// All effects so far.
    pub(crate) effects: Vec<Effect>,
}

impl Harness {
    pub(crate) fn new(width: u16, height: u16, project: Project) -> Self {
        Self::remembering(width, height, project, Choices::default())
    }

    pub(crate) fn remembering(width: u16, height: u16, project: Project, choices: Choices) -> Self {
        let setup = Setup {
            size: Size { width, height },
            keymap: Keymap::default(),
            theme: Theme::default(),
            template: Some(Template::new("template.md", TEMPLATE)),
            save_as: ".ai/view-implementation-plan.md".to_owned(),
            schema_depth: 2,
            diagram: false,
            language: None,
            types_as: crate::model::TypesAs::default(),
            family: crate::prompt::Family::usual(),
            documents_as: crate::model::DocumentsAs::default(),
            format: crate::model::PromptFormat::default(),
            budget: None,
            demo: false,
            in_memory: false,
            names_rules: false,
            diagnostics: Vec::new(),
        };
        let mut harness = Self { state: State::new(setup), effects: Vec::new() };
        harness.send(Msg::Opened { project: Arc::new(project), choices: Box::new(choices) });
        harness.state.picks = picks();
        harness.state.revision += 1;
        // The picks are looked at by the next message.
        harness.send(Msg::Resize { width, height });
        harness
    }

    pub(crate) fn send(&mut self, msg: Msg) -> &mut Self {
        self.effects.extend(update(&mut self.state, msg));
        self
    }

    /// Presses keys: characters as they stand, others in `<…>` as key maps write them.
    pub(crate) fn keys(&mut self, macro_: &str) -> &mut Self {
        let mut rest = macro_;
        while let Some(c) = rest.chars().next() {
            let (key, after) = match rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
                Some((name, after)) => (name.parse().unwrap(), after),
                None => (Key::char(c), &rest[c.len_utf8()..]),
            };
            self.send(Msg::Key(key));
            rest = after;
        }
        self
    }
}

/// A template without variables, so that what is written for them does not matter here.
const TEMPLATE: &str = "# Plan one endpoint\n\nRead all of it, then write the plan with care and with every section that is \
                        asked for below, in the order of the list.\n\n<route>\nGET `/users` lists users.\n</route>\n\n\
                        ```json\n{ \"page\": 1 }\n```\n\n1. First item\n2. Second item, which is long enough that a narrow \
                        screen has to break it somewhere\n";

const API: &str = "## Users\n\n### GET /users\nList users.\n\n### POST /users\nAdd a user.\n\n## Orders\n\n\
                   ### GET /orders\nList orders, `page` by page.\n\n### PUT /orders/{id}\nChange an order.\n";

/// A small project made by hand, so that what the readers understand does not matter here: two
/// groups of endpoints, four tables, rules of a pack and of a file.
pub(crate) fn project() -> Project {
    let api = Source::new(DocumentId(0), ".ai/api-plan.md", API);
    let rules = Source::new(DocumentId(1), ".ai/rules.md", "1. Log nothing personal.\n");
    let lines = |first, last| {
        let span = |line| api.line_span(line).unwrap_or_default();
        api.place(span(first).join(span(last)))
    };
    let mut project = Project { name: "shop".to_owned(), ..Project::default() };
    for (group, method, path, summary, line) in [
        ("Users", Method::Get, "/users", "List users", 3),
        ("Users", Method::Post, "/users", "Add a user", 6),
        ("Orders", Method::Get, "/orders", "List orders, page by page, with everything that belongs to them", 11),
        ("Orders", Method::Put, "/orders/{id}", "Change an order", 14),
    ] {
        let key = EndpointKey { method, path: PathTemplate::new(path) };
        project.api.endpoints.push(Endpoint {
            group: Some(group.to_owned()),
            summary: Some(summary.to_owned()),
            ..Endpoint::new(key, lines(line, line + 1))
        });
    }
    let column = |name: &str, ty: &str| Column {
        name: name.to_owned(),
        ty: Some(ty.to_owned()),
        nullable: Some(false),
        ..Column::default()
    };
    for name in ["users", "orders", "audit_log", "coupons"] {
        let id = Column { primary_key: true, ..column("id", "uuid") };
        project.schema.tables.push(Table { name: name.to_owned(), columns: vec![id], ..Table::default() });
    }
    if let Some(orders) = project.schema.tables.get_mut(1) {
        orders.description = Some("What was ordered, by whom.".to_owned());
        orders.columns.push(column("user_id", "uuid"));
        orders.columns.push(Column { check: Some("total >= 0".to_owned()), ..column("total", "numeric(10,2)") });
        orders.unique.push(vec!["user_id".to_owned(), "total".to_owned()]);
        orders.foreign_keys.push(ForeignKey {
            column: "user_id".to_owned(),
            references: "users".to_owned(),
            on_delete: Some("CASCADE".to_owned()),
            ..ForeignKey::default()
        });
        let index = Index { columns: vec!["user_id".to_owned()], ..Index::default() };
        orders.indexes.push(Index { name: Some("orders_user".to_owned()), ..index });
        let rule = "user_id = auth.uid()".to_owned();
        orders.policies.push(Policy { command: Some("SELECT".to_owned()), rule, ..Policy::default() });
    }
    let place = rules.place(rules.line_span(1).unwrap_or_default());
    let pack = RuleOrigin::Pack { id: "node".to_owned(), title: "Node".to_owned() };
    let file = RuleOrigin::File { path: ".ai/rules.md".to_owned(), place };
    for (id, text, origin, active, reason) in [
        (
            "node/1",
            "Return early, and keep the happy path last, so that a reader sees at once what is refused.",
            pack.clone(),
            true,
            "the stack is Node",
        ),
        ("node/2", "Give each component a story.", pack, false, "about frontend components"),
        ("rules/1", "Log nothing personal.", file, true, "a rule of the project"),
    ] {
        let (id, text, reason) = (id.to_owned(), text.to_owned(), reason.to_owned());
        project.rules.push(Rule { id, text, heading: None, origin, active, reason, scope: RuleScope::default() });
    }
    for (role, source) in [(DocumentRole::ApiPlan, api), (DocumentRole::Rules, rules)] {
        let (bytes, sha256) = (0, String::new());
        project.documents.push(Document { role, format: Format::Markdown, source, bytes, sha256 });
    }
    project
}

/// What is proposed for the project's endpoints.
fn picks() -> HashMap<usize, Vec<Pick>> {
    let pick = |table: &str, score, kind, text: &str| Pick {
        table: table.to_owned(),
        score,
        reasons: vec![Reason { kind, text: text.to_owned() }],
    };
    let users = || pick("users", 0.94, Evidence::Path, "the path ends in `users`");
    let orders = || pick("orders", 0.9, Evidence::Path, "the path names `orders`");
    HashMap::from([(0, vec![users()]), (1, vec![users()]), (2, vec![orders()]), (3, vec![orders()])])
}

//! The one door through which the wizard is tested: keys in, state, effects and frames out.

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
    Document, DocumentRole, Endpoint, EndpointKey, ForeignKey, Format, Method, PathTemplate, Project, Rule, RuleOrigin,
    Table,
};
use crate::text::{DocumentId, Place, Source};

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
            template: None,
            save_as: ".ai/view-implementation-plan.md".to_owned(),
            language: None,
            demo: false,
            diagnostics: Vec::new(),
        };
        let mut harness = Self { state: State::new(setup), effects: Vec::new() };
        harness.send(Msg::Opened { project: Arc::new(project), choices: Box::new(choices) });
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

/// A small project: two groups of endpoints, three tables, two rules.
pub(crate) fn project() -> Project {
    let key = |method, path| EndpointKey { method, path: PathTemplate::new(path) };
    let endpoints = [
        ("Users", Method::Get, "/users"),
        ("Users", Method::Post, "/users"),
        ("Orders", Method::Get, "/orders"),
        ("Orders", Method::Put, "/orders/{id}"),
    ];
    let endpoints = endpoints.map(|(group, method, path)| Endpoint {
        group: Some(group.to_owned()),
        summary: Some(format!("{group} by {method}")),
        ..Endpoint::new(key(method, path), Place::default())
    });
    let tables = ["users", "orders", "audit_log"].map(|name| Table { name: name.to_owned(), ..Table::default() });
    let rules = ["Return early.", "Validate with zod."].map(|text| Rule {
        id: format!("node/{}", text.len()),
        text: text.to_owned(),
        heading: None,
        origin: RuleOrigin::Pack { id: "node".to_owned(), title: "Node".to_owned() },
        active: true,
        reason: "the stack is Node".to_owned(),
    });
    let mut project = Project { name: "shop".to_owned(), rules: rules.to_vec(), ..Project::default() };
    project.api.endpoints = endpoints.to_vec();
    project.schema.tables = tables.to_vec();
    if let Some(table) = project.schema.tables.get_mut(1) {
        table.foreign_keys.push(ForeignKey {
            column: "user_id".to_owned(),
            references: "users".to_owned(),
            ..ForeignKey::default()
        });
    }
    project
}

/// The demo project.
pub(crate) fn demo() -> Project {
    const FILES: [(DocumentRole, Format, &str, &str); 4] = [
        (DocumentRole::ApiPlan, Format::Markdown, ".ai/api-plan.md", include_str!("../../assets/demo/.ai/api-plan.md")),
        (
            DocumentRole::DatabasePlan,
            Format::Markdown,
            ".ai/db-plan.md",
            include_str!("../../assets/demo/.ai/db-plan.md"),
        ),
        (
            DocumentRole::TechStack,
            Format::Markdown,
            ".ai/tech-stack.md",
            include_str!("../../assets/demo/.ai/tech-stack.md"),
        ),
        (
            DocumentRole::Rules,
            Format::Markdown,
            ".ai/implementation-rules.md",
            include_str!("../../assets/demo/.ai/implementation-rules.md"),
        ),
    ];
    let documents = FILES.into_iter().enumerate().map(|(at, (role, format, path, text))| Document {
        role,
        format,
        source: Source::new(DocumentId(at), path, text),
        bytes: 0,
        sha256: String::new(),
    });
    crate::read::project("demo", documents.collect())
}

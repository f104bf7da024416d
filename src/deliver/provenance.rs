//! What a saved plan was made from, as the comment that it ends with, so that a later run can tell
//! whether it still holds.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::acceptances;
use crate::model::{Choice, Endpoint, Language, Project, Provenance, ProvenanceSources, Rule, Table};
use crate::plan::origin::{CLOSING, OPENING, endpoints, without};
use crate::read::rules::{rule_of, text_in};
use crate::text::hex;

/// How far the references of a specification's operation are followed to tell whether it changed.
const SPECIFICATION_DEPTH: usize = 2;
/// Name of the engine that needs no template.
pub const OFFLINE: &str = "offline";

/// What a plan for a choice is made from.
#[must_use]
pub fn of(choice: &Choice<'_>, template: &str, engine: &str) -> Provenance {
    let rules: Vec<Cow<'_, Rule>> = choice.rules.iter().filter_map(|rule| as_read(choice.project, rule)).collect();
    let left_out = choice.project.rules.iter().filter(|rule| holds_by_default(rule));
    let left_out = left_out.filter(|rule| !rules.iter().any(|chosen| chosen.id == rule.id));
    let endpoints: Vec<_> = choice.endpoints.iter().map(|e| e.key.to_string()).collect();
    Provenance {
        version: 1,
        endpoint: endpoints.join(", "),
        sources: ProvenanceSources {
            spec: spec(choice.project, choice.endpoints.iter().copied()),
            tables: tables(choice.project, choice.tables.iter().copied()),
            rules: hash(rules.iter().map(|r| r.text.as_str())),
            template: hash([template]),
        },
        tables: choice.tables.iter().map(|t| t.name.clone()).collect(),
        left_out: left_out.map(|r| r.id.clone()).collect(),
        rules: rules.iter().map(|r| r.id.clone()).collect(),
        engine: engine.to_owned(),
        text: String::new(),
    }
}

/// A chosen rule as the documents or packs have it, if the user left it as it is: only then can a
/// later run compare it. Rules of packs are chosen in the plan's language.
fn as_read<'p>(project: &'p Project, chosen: &Rule) -> Option<Cow<'p, Rule>> {
    let read = rule_of(project, &chosen.id)?;
    let unchanged = chosen.text == read.text || Language::all().iter().any(|l| chosen.text == text_in(&read, *l));
    unchanged.then_some(read)
}

fn holds_by_default(rule: &Rule) -> bool {
    rule.active && rule.origin.is_shared()
}

/// A plan with the comment as its last line. The hash of its text is added.
#[must_use]
pub fn append(plan: &str, provenance: &Provenance) -> String {
    let provenance = Provenance { text: hash_of_text(plan), ..provenance.clone() };
    // A record of strings and numbers can always be written.
    let json = serde_json::to_string(&provenance).unwrap_or_default();
    // Neither may stand inside a comment; inside JSON both occur in strings only.
    let json = json.replace('>', "\\u003e").replace("--", "-\\u002d");
    format!("{}\n\n{OPENING}{json}{CLOSING}\n", without(plan).trim_end())
}

/// Whether a saved plan with this comment still reads as it was written; `false` where that can't be told.
#[must_use]
pub fn is_as_written(plan: &str, saved: &Provenance) -> bool {
    saved.text == hash_of_text(plan)
}

fn hash_of_text(plan: &str) -> String {
    hash([acceptances::without(without(plan)).as_ref()])
}

/// A source of a plan that is not what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The endpoints' own text, or the context that holds for them.
    Spec,
    /// The chosen tables.
    Tables,
    /// The rules.
    Rules,
    /// The template.
    Template,
}

impl Source {
    /// What it is called among the sources of a [`Provenance`].
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Spec => "spec",
            Self::Tables => "tables",
            Self::Rules => "rules",
            Self::Template => "template",
        }
    }

    /// What it is, for a sentence: "the endpoint's text changed".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Spec => "the endpoint's text",
            Self::Tables => "the tables",
            Self::Rules => "the rules",
            Self::Template => "the template",
        }
    }
}

/// Which sources of a saved plan changed since. `template` is the text that a prompt would be made
/// with now; the offline planner uses none.
#[must_use]
pub fn changed(project: &Project, saved: &Provenance, template: &str) -> Vec<Source> {
    let endpoints: Option<Vec<_>> = endpoints(saved).iter().map(|key| project.endpoint(key)).collect();
    let chosen: Option<Vec<_>> = saved.tables.iter().map(|name| project.schema.table(name)).collect();
    let rule = |id: &String| rule_of(project, id).map(|rule| rule.text.clone());
    let known = |rule: &Rule| saved.rules.contains(&rule.id) || saved.left_out.contains(&rule.id);
    let added = project.rules.iter().any(|rule| holds_by_default(rule) && !known(rule));
    let rules: Option<Vec<_>> = saved.rules.iter().map(rule).collect::<Option<_>>().filter(|_| !added);
    let now = [
        (Source::Spec, &saved.sources.spec, endpoints.map(|all| spec(project, all))),
        (Source::Tables, &saved.sources.tables, chosen.map(|all| tables(project, all))),
        (Source::Rules, &saved.sources.rules, rules.map(|texts| hash(texts.iter().map(String::as_str)))),
    ];
    let differs = |now: Option<String>, then: &str| now.is_none_or(|now| now != then);
    let mut changed: Vec<_> =
        now.into_iter().filter_map(|(source, then, now)| differs(now, then).then_some(source)).collect();
    if saved.engine != OFFLINE && saved.sources.template != hash([template]) {
        changed.push(Source::Template);
    }
    changed
}

fn spec<'a>(project: &Project, endpoints: impl IntoIterator<Item = &'a Endpoint>) -> String {
    let texts = |e: &'a Endpoint| -> Vec<Cow<'_, str>> {
        // A schema that lies deeper is seldom what a plan was made from.
        let context = e.context.iter().map(|c| Cow::Borrowed(project.text(c.place)));
        [without_places(project.own_text(e, SPECIFICATION_DEPTH))].into_iter().chain(context).collect()
    };
    let texts: Vec<Cow<'_, str>> = endpoints.into_iter().flat_map(texts).collect();
    hash(texts.iter().map(AsRef::as_ref))
}

/// A specification's own text has the lines of its parts in comments, and they move with every change
/// above them.
fn without_places(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Owned(text) => {
            let kept = text.lines().filter(|line| !line.trim_start().starts_with("# "));
            Cow::Owned(kept.collect::<Vec<_>>().join("\n"))
        }
        borrowed @ Cow::Borrowed(_) => borrowed,
    }
}

fn tables<'a>(project: &'a Project, tables: impl IntoIterator<Item = &'a Table>) -> String {
    let texts = |table: &'a Table| {
        let enums = table.columns.iter().filter_map(|column| project.schema.enum_of(table, column));
        let places = [table.place].into_iter().chain(table.more.iter().copied()).chain(enums.map(|e| e.place));
        [table.name.as_str()].into_iter().chain(places.map(|place| project.text(place)))
    };
    hash(tables.into_iter().flat_map(texts))
}

/// SHA-256 in hex. Line breaks and blanks at the ends do not count, so that saving a document in
/// another editor makes no plan stale.
fn hash<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        for line in text.trim().lines() {
            hash.update(line.trim_end().as_bytes());
            hash.update(b"\n");
        }
        hash.update(b"\0");
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, DocumentRole, EndpointKey, Format, Method, PathTemplate};
    use crate::model::{RuleOrigin, RuleScope};
    use crate::plan::origin::read;
    use crate::text::{DocumentId, Source as Text};

    fn project(text: &str) -> Project {
        let source = Text::new(DocumentId(0), "api.md", text);
        let lines = |from, to| source.place(source.line_span(from).unwrap().join(source.line_span(to).unwrap()));
        let key = EndpointKey { method: Method::Get, path: PathTemplate::new("/users/{id}") };
        let mut project = Project::default();
        project.api.endpoints.push(Endpoint::new(key, lines(1, 2)));
        let table = Table { name: "users".to_owned(), place: lines(3, 3), ..Table::default() };
        project.schema.tables.push(table);
        let origin = RuleOrigin::Pack { id: "p".to_owned(), title: String::new() };
        let line = source.slice(source.line_span(4).unwrap()).to_owned();
        project.rules = vec![
            Rule {
                id: "p/1".to_owned(),
                text: line,
                heading: None,
                origin,
                active: true,
                reason: String::new(),
                scope: RuleScope::default(),
            },
            Rule {
                id: "user/1".to_owned(),
                text: "mine".to_owned(),
                heading: None,
                origin: RuleOrigin::User,
                active: true,
                reason: String::new(),
                scope: RuleScope::default(),
            },
        ];
        let format = Format::Markdown;
        let role = DocumentRole::ApiPlan;
        project.documents.push(Document { role, format, source, bytes: 0, sha256: String::new() });
        project
    }

    fn chosen(project: &Project) -> Choice<'_> {
        Choice {
            project,
            endpoints: project.api.endpoints.iter().collect(),
            tables: project.schema.tables.iter().collect(),
            types: Vec::new(),
            types_as: crate::model::TypesAs::References,
            documents_as: crate::model::DocumentsAs::Inline,
            format: crate::model::PromptFormat::Xml,
            rules: project.rules.iter().collect(),
            language: Language::ENGLISH,
            save_as: String::new(),
            schema_depth: 2,
            diagram: false,
            left_out: std::collections::BTreeSet::new(),
        }
    }

    fn saved(project: &Project) -> Provenance {
        of(&chosen(project), "template", OFFLINE)
    }

    #[test]
    fn a_plan_carries_its_provenance_and_gives_it_back() {
        let mut provenance = saved(&project("GET\nbody\nusers\nrule"));
        provenance.endpoint = "GET /a-->b".to_owned();
        let plan = append("# Plan\n\ntext\n\n", &provenance);
        assert!(plan.starts_with("# Plan\n\ntext\n\n<!-- routewright: {\"version\":1,"));
        assert!(plan.ends_with("} -->\n"));
        assert_eq!(plan.matches("-->").count(), 1);
        let text = read(&plan).unwrap().text;
        assert_eq!(read(&plan), Some(Provenance { text, ..provenance.clone() }));
        assert_eq!(append(&plan, &provenance), plan);
        assert_eq!(read("# Plan without\n"), None);
        assert_eq!(read("<!-- routewright: {\"version\":1} -->\n\nmore text"), None);
    }

    #[test]
    fn each_source_is_told_apart_when_it_changes() {
        let before = saved(&project("GET\nbody\nusers\nrule"));
        for (text, expected) in [
            ("GET\nbody\nusers\nrule\nmore", &[][..]),
            ("GET \r\nbody\r\nusers\r\nrule", &[]),
            ("GET\nother\nusers\nrule", &[Source::Spec]),
            ("GET\nbody\nUsers\nrule", &[Source::Tables]),
            ("GET\nbody\nusers\nanother rule", &[Source::Rules]),
        ] {
            assert_eq!(changed(&project(text), &before, ""), expected, "{text:?}");
        }
        let gone = changed(&Project::default(), &before, "");
        assert_eq!(gone, [Source::Spec, Source::Tables, Source::Rules]);
        let by_model = Provenance { engine: "some-model".to_owned(), ..before };
        assert_eq!(changed(&project("GET\nbody\nusers\nrule"), &by_model, "new"), [Source::Template]);
        assert_eq!(changed(&project("GET\nbody\nusers\nrule"), &by_model, "template"), []);
    }

    #[test]
    fn rules_that_came_later_make_a_plan_stale_but_not_those_of_the_user() {
        let mut project = project("GET\nbody\nusers\nrule");
        let edited = Rule { text: "my own words".to_owned(), ..project.rules[0].clone() };
        let choice = Choice { rules: vec![&edited], ..chosen(&project) };
        let by_user = of(&choice, "", OFFLINE);
        assert_eq!((by_user.rules.len(), by_user.left_out.as_slice()), (0, &["p/1".to_owned()][..]));
        assert_eq!(changed(&project, &by_user, ""), []);
        let before = saved(&project);
        let later = Rule { id: "p/2".to_owned(), ..project.rules[0].clone() };
        project.rules.push(later);
        assert_eq!(changed(&project, &before, ""), [Source::Rules]);
    }

    #[test]
    fn several_endpoints_are_read_from_one_comment() {
        let mut provenance = saved(&project("GET\nbody\nusers\nrule"));
        provenance.endpoint = "POST /a, get /b/{id}, nonsense".to_owned();
        let keys: Vec<_> = endpoints(&provenance).iter().map(ToString::to_string).collect();
        assert_eq!(keys, ["POST /a", "GET /b/{id}"]);
    }
}

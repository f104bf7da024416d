//! A project's tables by their names and by what they refer to.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::entry::{Entry, bare_words};
use super::naming::lexicon;
use super::passages::passages;
use super::rules::{Rule, rules, stem};
use super::text::{joined, snake};
use crate::model::schema::table_key;
use crate::model::{Context, ContextKind, Format, Method, Project};
use crate::text::Place;

/// Text that holds for no more endpoints than this is as good as their own.
pub(super) const FEW: usize = 3;

/// All tables and views.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    /// By name, with and without schema, in lower case.
    pub(super) by_name: HashMap<String, usize>,
    /// By the name in snake case.
    pub(super) by_snake: HashMap<String, usize>,
    /// By the last word of a name of several; `None` where several tables end so.
    pub(super) by_end: HashMap<String, Option<usize>>,
    /// By all words of the name, joined with `_`, and by all words in one.
    pub(super) by_words: HashMap<String, usize>,
    /// By a single word of the name.
    pub(super) by_word: HashMap<String, Vec<usize>>,
    /// Stems of all words of all names.
    pub(super) by_stem: HashSet<String>,
    /// By the joined words of a column that few tables have.
    pub(super) by_column: HashMap<String, Vec<usize>>,
    /// The table that holds people, where there is one.
    pub(super) people: Option<usize>,
    /// Tables that hold people, say who belongs to what, or hold roles.
    pub(super) access: Vec<usize>,
    /// Resources of the API plan: joined words of the name, and the tables behind it.
    pub(super) resources: HashMap<String, Vec<usize>>,
    /// How many endpoints share a piece of context.
    pub(super) shared: HashMap<Place, usize>,
    /// Lines of shared text by the path that they name, each with the method if it is given.
    pub(super) told: HashMap<String, Vec<(Option<Method>, &'a str)>>,
    /// Rules in text that many endpoints share.
    pub(super) rules: HashMap<Place, Vec<Rule>>,
    /// Tables of what failed.
    pub(super) failures: Vec<usize>,
    /// Endpoints of free-form plans by the joined words of their titles.
    pub(super) titles: HashMap<String, usize>,
    /// Joined words of columns that many tables have.
    pub(super) common: HashSet<String>,
}

impl<'a> Index<'a> {
    pub(super) fn new(project: &'a Project) -> Self {
        let schema = &project.schema;
        let mut entries: Vec<Entry<'a>> = schema.tables.iter().chain(&schema.views).map(Entry::new).collect();
        let mut by_words = HashMap::new();
        for (i, entry) in entries.iter().enumerate() {
            by_words.entry(entry.words.join("_")).or_insert(i);
        }
        bare_words(&mut entries, schema.tables.len());
        let mut by_name = HashMap::new();
        for (i, entry) in entries.iter().enumerate() {
            by_name.entry(table_key(&entry.table.name)).or_insert(i);
            by_name.entry(entry.table.bare_name().to_lowercase()).or_insert(i);
        }
        let mut index = Self {
            by_snake: HashMap::new(),
            by_end: HashMap::new(),
            by_words,
            by_word: HashMap::new(),
            by_stem: entries.iter().flat_map(|e| &e.words).map(|w| stem(w)).collect(),
            by_column: HashMap::new(),
            people: None,
            access: Vec::new(),
            resources: HashMap::new(),
            shared: HashMap::new(),
            told: HashMap::new(),
            rules: HashMap::new(),
            failures: Vec::new(),
            titles: HashMap::new(),
            common: common_columns(&entries),
            entries,
            by_name,
        };
        let people: Vec<usize> = (0..).zip(&index.entries).filter(|(_, e)| e.person).map(|(i, _)| i).collect();
        index.people = <[usize; 1]>::try_from(people).ok().map(|[table]| table);
        index.link(project);
        index.name();
        index.plan(project);
        index
    }

    /// The table of a name as documents write it; a column behind it does not matter.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let key = table_key(name);
        let found = |key: &str| self.by_name.get(key).copied();
        found(&key).or_else(|| {
            let (front, last) = key.split_once('.')?;
            if front == "auth" { None } else { found(front).or_else(|| found(last)) }
        })
    }

    /// Fills in what follows from the foreign keys.
    fn link(&mut self, project: &Project) {
        for i in 0..self.entries.len() {
            let Some(table) = self.entries.get(i).map(|e| e.table) else { continue };
            let mut parents = Vec::new();
            let mut to_people = 0;
            for key in &table.foreign_keys {
                let vendor = table_key(&key.references) == "auth.users";
                let parent = self.find(&key.references);
                let person = parent.and_then(|p| self.entries.get(p)).is_some_and(|e| e.person);
                to_people += usize::from(vendor || person);
                if let Some(parent) = parent {
                    parents.push((joined(&key.column), parent));
                    if let Some(entry) = self.entries.get_mut(parent).filter(|e| e.children.last() != Some(&i)) {
                        entry.children.push(i);
                        entry.around.extend((parent != i).then_some(i));
                    }
                }
            }
            let refers_to: BTreeSet<usize> = parents.iter().map(|(_, p)| *p).filter(|p| *p != i).collect();
            let groups: Vec<usize> =
                refers_to.iter().copied().filter(|p| self.entries.get(*p).is_some_and(|e| !e.person)).collect();
            let group_words: HashSet<String> =
                groups.iter().filter_map(|g| self.entries.get(*g)).flat_map(|e| e.words.clone()).collect();
            let Some(entry) = self.entries.get_mut(i) else { continue };
            entry.settle(project, to_people, groups, &group_words);
            entry.parents = parents;
            entry.around.extend(refers_to);
        }
    }

    /// Fills in the names of tables and columns.
    fn name(&mut self) {
        for (i, entry) in self.entries.iter().enumerate() {
            self.by_words.entry(entry.words.join("_")).or_insert(i);
            self.by_words.entry(entry.words.concat()).or_insert(i);
            if let Some(end) = entry.words.last().filter(|w| entry.words.len() > 1 && w.len() > 3) {
                self.by_end.entry(end.clone()).and_modify(|e| *e = None).or_insert(Some(i));
            }
            self.by_snake.entry(snake(entry.table.bare_name())).or_insert(i);
            if entry.words.iter().any(|w| lexicon().term_of(w) == Some("failures")) {
                self.failures.push(i);
            }
            for word in &entry.words {
                let tables = self.by_word.entry(word.clone()).or_default();
                if tables.last() != Some(&i) {
                    tables.push(i);
                }
            }
            for column in entry.columns.iter().filter(|c| !self.common.contains(*c)) {
                self.by_column.entry(column.clone()).or_default().push(i);
            }
            if entry.person || entry.roles.is_some() || !entry.member_of.is_empty() {
                self.access.push(i);
            }
        }
    }

    /// Fills in what the API plan says of several endpoints.
    fn plan(&mut self, project: &'a Project) {
        for resource in &project.api.resources {
            let tables: Vec<usize> = resource.tables.iter().filter_map(|t| self.find(t)).collect();
            if !tables.is_empty() {
                self.resources.entry(joined(&resource.name)).or_default().extend(tables);
            }
        }
        for (i, endpoint) in project.api.endpoints.iter().enumerate() {
            let free_form = project.documents.get(endpoint.place.document.0);
            if free_form.is_some_and(|d| d.format == Format::Markdown) {
                let title = project.text(endpoint.place).lines().next().unwrap_or_default();
                let title = title.trim_start_matches(|c: char| !c.is_alphabetic());
                self.titles.entry(joined(title)).or_insert(i);
                // `Orders (public)` is spoken of as `Orders`.
                self.titles.entry(joined(title.split('(').next().unwrap_or_default())).or_insert(i);
            }
            for context in &endpoint.context {
                let count = self.shared.entry(context.place).or_default();
                *count += 1;
                if *count > 1 || !tells(context) {
                    continue;
                }
                for passage in passages(project.text(context.place)) {
                    for (method, path) in passage.named {
                        self.told.entry(path).or_default().push((method, passage.text));
                    }
                }
            }
        }
        let said = |c: &&Context| tells(c) && c.kind != ContextKind::Auth;
        let told = project.api.endpoints.iter().flat_map(|e| &e.context).filter(said).map(|c| c.place);
        let many: HashSet<Place> = told.filter(|p| self.shared.get(p).is_some_and(|n| *n > FEW)).collect();
        self.rules = many.into_iter().map(|place| (place, rules(self, project.text(place)))).collect();
    }
}

/// Whether a piece of context may name tables that matter.
pub(super) fn tells(context: &Context) -> bool {
    use ContextKind::{Auth, BusinessLogic, Details, Validation};
    matches!(context.kind, Details | BusinessLogic | Validation | Auth)
}

/// Columns that more than a third of the tables have tell nothing.
fn common_columns(entries: &[Entry<'_>]) -> HashSet<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for column in entries.iter().flat_map(|e| &e.columns) {
        *counts.entry(column).or_default() += 1;
    }
    let many = (entries.len() / 3).max(2);
    counts.into_iter().filter(|(_, n)| *n >= many).map(|(c, _)| c.to_owned()).collect()
}

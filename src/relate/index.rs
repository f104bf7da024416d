//! A project's tables by their names and by what they refer to.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::naming::{lexicon, words};
use super::passages::passages;
use super::text::{joined, snake};
use crate::model::schema::table_key;
use crate::model::{Context, ContextKind, Method, Project, Table};
use crate::text::Place;

/// What is worth knowing of one table.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) table: &'a Table,
    /// The words of its name without schema, and without the mark of a view.
    pub(super) words: Vec<String>,
    /// Its columns as joined words.
    pub(super) columns: HashSet<String>,
    /// Foreign keys: the column as joined words, and the number of the table.
    pub(super) parents: Vec<(String, usize)>,
    /// The tables that it refers to and those that refer to it, each once.
    pub(super) around: HashSet<usize>,
    /// Tables that refer to it.
    pub(super) children: Vec<usize>,
    /// Whether it holds people.
    pub(super) person: bool,
    /// Whether it does nothing but join other tables.
    pub(super) joins: bool,
    /// What people belong to by this table, if it says who belongs to what.
    pub(super) member_of: Vec<usize>,
    /// Whether a column holds roles, and the roles that it allows.
    pub(super) roles: Option<Vec<String>>,
}

/// All tables and views.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    /// By name, with and without schema, in lower case.
    pub(super) by_name: HashMap<String, usize>,
    /// By the name in snake case.
    pub(super) by_snake: HashMap<String, usize>,
    /// By the last word of a name of several, as written; `None` where several tables end so.
    pub(super) by_end: HashMap<String, Option<usize>>,
    /// By all words of the name, joined with `_`.
    pub(super) by_words: HashMap<String, usize>,
    /// By a single word of the name.
    pub(super) by_word: HashMap<String, Vec<usize>>,
    /// Resources of the API plan: joined words of the name, and the tables behind it.
    pub(super) resources: HashMap<String, Vec<usize>>,
    /// How many endpoints share a piece of context.
    pub(super) shared: HashMap<Place, usize>,
    /// Lines of shared text by the path that they name, each with the method if it is given.
    pub(super) told: HashMap<String, Vec<(Option<Method>, &'a str)>>,
    /// Joined words of columns that many tables have.
    pub(super) common: HashSet<String>,
}

impl<'a> Index<'a> {
    pub(super) fn new(project: &'a Project) -> Self {
        let schema = &project.schema;
        let mut entries: Vec<Entry<'a>> = schema.tables.iter().map(Entry::new).collect();
        entries.extend(schema.views.iter().map(|view| {
            let mut entry = Entry::new(view);
            entry.words.retain(|w| !matches!(w.as_str(), "v" | "vw" | "view" | "mv"));
            entry
        }));
        let mut by_name = HashMap::new();
        for (i, entry) in entries.iter().enumerate() {
            by_name.entry(table_key(&entry.table.name)).or_insert(i);
            by_name.entry(entry.table.bare_name().to_lowercase()).or_insert(i);
        }
        let mut index = Self {
            by_snake: HashMap::new(),
            by_end: HashMap::new(),
            by_words: HashMap::new(),
            by_word: HashMap::new(),
            resources: HashMap::new(),
            shared: HashMap::new(),
            told: HashMap::new(),
            common: common_columns(&entries),
            entries,
            by_name,
        };
        index.link(project);
        for (i, entry) in index.entries.iter().enumerate() {
            index.by_words.entry(entry.words.join("_")).or_insert(i);
            let name = snake(entry.table.bare_name());
            if let Some((_, end)) = name.rsplit_once('_').filter(|(_, end)| end.len() > 4) {
                index.by_end.entry(end.to_owned()).and_modify(|e| *e = None).or_insert(Some(i));
            }
            index.by_snake.entry(name).or_insert(i);
            for word in &entry.words {
                let tables = index.by_word.entry(word.clone()).or_default();
                if tables.last() != Some(&i) {
                    tables.push(i);
                }
            }
        }
        for resource in &project.api.resources {
            let tables: Vec<usize> = resource.tables.iter().filter_map(|t| index.find(t)).collect();
            if !tables.is_empty() {
                index.resources.entry(joined(&resource.name)).or_default().extend(tables);
            }
        }
        for context in project.api.endpoints.iter().flat_map(|e| &e.context) {
            let count = index.shared.entry(context.place).or_default();
            *count += 1;
            if *count > 1 || !tells(context) {
                continue;
            }
            for passage in passages(project.text(context.place)) {
                for (method, path) in passage.named {
                    index.told.entry(path).or_default().push((method, passage.text));
                }
            }
        }
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
            let mut to_person = false;
            for key in &table.foreign_keys {
                let vendor = table_key(&key.references) == "auth.users";
                to_person |= vendor;
                if let Some(parent) = self.find(&key.references) {
                    to_person |= self.entries.get(parent).is_some_and(|e| e.person);
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
            let roles = roles(project, table);
            let group_words: HashSet<String> =
                groups.iter().filter_map(|g| self.entries.get(*g)).flat_map(|e| e.words.clone()).collect();
            let Some(entry) = self.entries.get_mut(i) else { continue };
            let is = |word: &String, term: &str| lexicon().term_of(word) == Some(term);
            let says_member = entry.words.iter().any(|w| is(w, "membership"));
            // `user_organizations` is named after those whom it joins, and nothing else.
            let named_after_both = entry.words.len() > 1
                && entry.words.iter().any(|w| is(w, "person"))
                && entry.words.iter().all(|w| is(w, "person") || group_words.contains(w));
            let keys: HashSet<String> = table.foreign_keys.iter().map(|f| f.column.to_lowercase()).collect();
            let own = table.columns.iter().filter(|c| is_payload(&keys, &c.name)).count();
            if to_person && (says_member || named_after_both) {
                entry.member_of = groups;
            }
            entry.joins = own == 0 && table.foreign_keys.len() >= 2;
            entry.parents = parents;
            entry.around.extend(refers_to);
            entry.roles = roles.filter(|_| entry.person || !entry.member_of.is_empty());
        }
    }
}

impl<'a> Entry<'a> {
    fn new(table: &'a Table) -> Self {
        let name = table.bare_name();
        Self {
            table,
            words: words(name),
            columns: table.columns.iter().map(|c| joined(&c.name)).collect(),
            parents: Vec::new(),
            around: HashSet::new(),
            children: Vec::new(),
            person: lexicon().term_of(&words(name).join(" ")) == Some("person")
                || lexicon().term_of(&name.to_lowercase()) == Some("person"),
            joins: false,
            member_of: Vec::new(),
            roles: None,
        }
    }
}

/// Whether a piece of context may name tables that matter.
pub(super) fn tells(context: &Context) -> bool {
    use ContextKind::{Auth, BusinessLogic, Details, Validation};
    matches!(context.kind, Details | BusinessLogic | Validation | Auth)
}

/// Whether a column holds something of its own: no key, no time stamp.
fn is_payload(keys: &HashSet<String>, column: &str) -> bool {
    let key = keys.contains(&column.to_lowercase());
    let words = words(column);
    let stamp = words.last().is_some_and(|w| w == "at" || w == "utc") || words.first().is_some_and(|w| w == "created");
    !key && !stamp && words != ["id"]
}

/// The roles that a column called `role` allows, in lower case.
fn roles(project: &Project, table: &Table) -> Option<Vec<String>> {
    let column = table.columns.iter().find(|c| words(&c.name).last().is_some_and(|w| w == "role"))?;
    let values = project.schema.enum_of(table, column).map(|e| e.values.iter().map(|v| v.to_lowercase()).collect());
    Some(values.unwrap_or_default())
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

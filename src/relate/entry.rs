//! What is worth knowing of one table.

use std::collections::{HashMap, HashSet};

use super::naming::{lexicon, words};
use super::text::joined;
use crate::model::{Project, Table};

/// One table or view.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) table: &'a Table,
    /// The words of its name without schema, without the mark of a view and without a prefix that
    /// all tables have.
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
    /// Whether its own name says that it holds members.
    pub(super) says_member: bool,
    /// Whether it is named after people and what they belong to.
    pub(super) named_after_both: bool,
    /// Whether a column holds roles, and the roles that it allows.
    pub(super) roles: Option<Vec<String>>,
}

impl<'a> Entry<'a> {
    pub(super) fn new(table: &'a Table) -> Self {
        let name = table.bare_name();
        let is_person = |name: &str| lexicon().term_of(name) == Some("person");
        Self {
            table,
            words: words(name),
            columns: table.columns.iter().map(|c| joined(&c.name)).collect(),
            parents: Vec::new(),
            around: HashSet::new(),
            children: Vec::new(),
            person: is_person(&words(name).join(" ")) || is_person(&name.to_lowercase()) || has_credential(table),
            joins: false,
            member_of: Vec::new(),
            says_member: false,
            named_after_both: false,
            roles: None,
        }
    }

    /// Settles what follows from the tables that it refers to: its `groups`, which hold no people,
    /// with the words of their names.
    pub(super) fn settle(
        &mut self,
        project: &Project,
        to_people: usize,
        groups: Vec<usize>,
        group_words: &HashSet<String>,
    ) {
        let table = self.table;
        let is = |word: &String, term: &str| lexicon().term_of(word) == Some(term);
        self.says_member = self.words.iter().any(|w| is(w, "membership"));
        // `user_organizations` is named after those whom it joins, and nothing else.
        self.named_after_both = self.words.len() > 1
            && self.words.iter().any(|w| is(w, "person"))
            && self.words.iter().all(|w| is(w, "person") || group_words.contains(w));
        let keys: HashSet<String> = table.foreign_keys.iter().map(|f| f.column.to_lowercase()).collect();
        let own = table.columns.iter().filter(|c| is_payload(&keys, &c.name)).count();
        self.joins = own == 0 && table.foreign_keys.len() >= 2;
        // What refers to two people says what is between those.
        if to_people > 0 && (self.says_member || self.named_after_both || self.joins && to_people == 1) {
            self.member_of = groups;
        }
        self.roles = roles(project, table).filter(|_| self.person || !self.member_of.is_empty());
    }
}

/// Whether a column holds what people sign in with.
fn has_credential(table: &Table) -> bool {
    table.columns.iter().any(|c| lexicon().term_of(&words(&c.name).join(" ")) == Some("credential"))
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

/// Takes away what does not tell tables apart: the mark of a view, and a prefix such as `tbl_`.
pub(super) fn bare_words(entries: &mut [Entry<'_>], first_view: usize) {
    for entry in entries.iter_mut().skip(first_view) {
        entry.words.retain(|w| !matches!(w.as_str(), "v" | "vw" | "view" | "mv"));
    }
    let mut first: HashMap<String, usize> = HashMap::new();
    for word in entries.iter().filter(|e| e.words.len() > 1).filter_map(|e| e.words.first()) {
        *first.entry(word.clone()).or_default() += 1;
    }
    // All but a tenth of the tables.
    let most = entries.len() - entries.len() / 10;
    let prefix: Vec<String> = first.into_iter().filter(|(_, n)| *n >= most.max(4)).map(|(word, _)| word).collect();
    for entry in entries.iter_mut().filter(|e| e.words.len() > 1) {
        if entry.words.first().is_some_and(|w| prefix.contains(w) || lexicon().term_of(w) == Some("table-prefix")) {
            entry.words.remove(0);
        }
    }
}

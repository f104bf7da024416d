//! Which declared types matter to an endpoint, and why.
//!
//! Evidence adds up as it does for tables: what names the type (the endpoint's own text, the path,
//! the tables), whether it suits the method, whether its members are the endpoint's fields. Then the
//! types that picked ones are made of are pulled in.

mod evidence;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use self::evidence::Case;
use super::naming::{singular, words};
use super::text::joined;
use crate::assets::check::Checked;
use crate::assets::table;
use crate::model::{Endpoint, Project, Table, TypeDeclaration, TypeKind, TypePick};

/// How much each piece of evidence counts; pieces add up as chances do, 1 − (1 − a)(1 − b).
mod weights {
    /// A type with less is not picked.
    pub(super) const ENOUGH: f64 = 0.5;
    /// The endpoint's own text names the type.
    pub(super) const MENTION: f64 = 0.95;
    /// The text has a name of a single word, which may be meant as a word.
    pub(super) const MENTION_WORD: f64 = 0.35;
    /// The name is about the path's last resource.
    pub(super) const PATH: f64 = 0.7;
    /// The name is about it and something more.
    pub(super) const PATH_PART: f64 = 0.4;
    /// The name is about a resource further up.
    pub(super) const PATH_ABOVE: f64 = 0.25;
    /// The name is that of the first chosen table.
    pub(super) const TABLE: f64 = 0.5;
    /// The name is that of another chosen table.
    pub(super) const TABLE_FURTHER: f64 = 0.3;
    /// The name has a word of the method's.
    pub(super) const METHOD: f64 = 0.3;
    /// Most members are fields of the body or of the answer.
    pub(super) const FIELDS: f64 = 0.5;
    /// Some are.
    pub(super) const FIELDS_SOME: f64 = 0.3;
    /// A picked type uses it.
    pub(super) const USED: f64 = 0.55;
    /// What is left of the evidence for a type that another method's word stands in, or that is for
    /// a body where there is none.
    pub(super) const UNSUITED: f64 = 0.5;
}

/// How many types are picked for one endpoint at most.
const MOST_TYPES: usize = 12;

/// What is worth knowing about all types of a project before its endpoints are looked at.
#[derive(Debug, Default)]
pub struct TypeIndex {
    entries: Vec<Entry>,
    /// By the name as declared.
    by_name: HashMap<String, Vec<usize>>,
    /// By a word of what the name is about.
    by_word: HashMap<String, Vec<usize>>,
    /// By the name of a member, as joined words.
    by_member: HashMap<String, Vec<usize>>,
}

/// What is worth knowing of one type.
#[derive(Debug)]
struct Entry {
    /// The words that say what it is about: `["order", "item"]` of `CreateOrderItemRequest`.
    about: Vec<String>,
    /// All words of its name.
    words: Vec<String>,
    /// How many different members it has; none for an enum, whose values are no fields.
    members: usize,
    /// The types that it is made of.
    uses: Vec<usize>,
}

impl TypeIndex {
    /// Prepares a project's types.
    #[must_use]
    pub fn new(project: &Project) -> Self {
        let mut index = Self::default();
        for (at, ty) in project.types.iter().enumerate() {
            index.by_name.entry(ty.name.clone()).or_default().push(at);
        }
        let mut used = vec![0_usize; project.types.len()];
        for (at, ty) in project.types.iter().enumerate() {
            let entry = index.entry(at, ty, project);
            for other in &entry.uses {
                if let Some(count) = used.get_mut(*other) {
                    *count += 1;
                }
            }
            index.entries.push(entry);
        }
        // What every third type uses says nothing of this endpoint.
        let common = (project.types.len() / 3).max(6);
        let common: HashSet<usize> = (0..).zip(used).filter(|(_, n)| *n > common).map(|(at, _)| at).collect();
        for entry in &mut index.entries {
            entry.uses.retain(|at| !common.contains(at));
        }
        index
    }

    fn entry(&mut self, at: usize, ty: &TypeDeclaration, project: &Project) -> Entry {
        let all = words(&ty.name);
        let lists = type_words();
        let about: Vec<String> = all.iter().filter(|word| !lists.is_role(word)).cloned().collect();
        for word in about.iter().collect::<HashSet<_>>() {
            self.by_word.entry(word.clone()).or_default().push(at);
        }
        let mut members: HashSet<String> = HashSet::new();
        if ty.kind != TypeKind::Enum {
            members.extend(ty.members.iter().map(|m| joined(m.sent_as.as_ref().unwrap_or(&m.name))));
            members.remove("");
        }
        let count = members.len();
        for member in members {
            self.by_member.entry(member).or_default().push(at);
        }
        let declared = |name: &String| self.by_name.get(name).into_iter().flatten().copied();
        let is_made_of = |other: &usize| {
            // An alias that lists nothing, such as a helper of a generated file, shows nothing either.
            let other = project.types.get(*other);
            other.is_some_and(|other| other.kind != TypeKind::Alias || !other.members.is_empty())
        };
        let uses = ty.uses.iter().flat_map(declared).filter(|other| *other != at).filter(is_made_of).collect();
        Entry { about, words: all, members: count, uses }
    }

    /// The types picked for an endpoint with these tables, strongest first; none is an answer.
    #[must_use]
    pub fn picks(&self, project: &Project, endpoint: &Endpoint, tables: &[&Table]) -> Vec<TypePick> {
        if self.entries.is_empty() {
            return Vec::new();
        }
        Case::new(self, project, endpoint).picks(tables)
    }

    /// The types picked for several endpoints in one plan, each once, strongest first.
    #[must_use]
    pub fn picks_for(&self, project: &Project, endpoints: &[&Endpoint], tables: &[&Table]) -> Vec<TypePick> {
        let mut picks: Vec<TypePick> = Vec::new();
        for endpoint in endpoints {
            for mut pick in self.picks(project, endpoint, tables) {
                if endpoints.len() > 1 {
                    for reason in &mut pick.reasons {
                        reason.text = format!("{}: {}", endpoint.key, reason.text);
                    }
                }
                match picks.iter_mut().find(|known| known.ty == pick.ty) {
                    Some(known) => {
                        known.score = known.score.max(pick.score);
                        known.reasons.append(&mut pick.reasons);
                    }
                    None => picks.push(pick),
                }
            }
        }
        picks.sort_by(|a, b| b.score.total_cmp(&a.score));
        picks
    }
}

/// Which words of a type's name tell what: `assets/type-words.toml`.
#[derive(Debug, Default, Deserialize)]
struct TypeWords {
    no_resource: HashSet<String>,
    roles: HashSet<String>,
    sent: HashSet<String>,
    methods: HashMap<String, HashSet<String>>,
}

impl TypeWords {
    /// Whether a word says what a type is for, and not what it is about.
    fn is_role(&self, word: &str) -> bool {
        self.roles.contains(word) || self.is_of_a_method(word)
    }

    fn is_of_a_method(&self, word: &str) -> bool {
        self.methods.values().any(|list| list.contains(word))
    }
}

/// Whether a text can be the list of words in types' names; `None` for another file.
#[must_use]
pub fn check_asset(path: &[&str], text: &str) -> Option<Checked> {
    (path == ["type-words.toml"]).then(|| table::read::<TypeWords>(text).map(|_| Vec::new()))
}

fn type_words() -> &'static TypeWords {
    static WORDS: LazyLock<TypeWords> = LazyLock::new(|| {
        let mut words: TypeWords = table::parsed("type-words.toml");
        let lists = [&mut words.roles, &mut words.sent].into_iter().chain(words.methods.values_mut());
        for list in lists {
            *list = list.iter().map(|word| singular(word)).collect();
        }
        words
    });
    &WORDS
}

//! The evidence for the types of one endpoint.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{MOST_TYPES, TypeIndex, type_words, weights};
use crate::model::endpoint::parameter_name;
use crate::model::{Endpoint, Evidence, Method, Project, Reason, Table, TypePick};
use crate::relate::naming::words;
use crate::relate::text::{joined, keys, names};

/// One endpoint with the evidence found so far.
pub(super) struct Case<'a> {
    index: &'a TypeIndex,
    project: &'a Project,
    endpoint: &'a Endpoint,
    /// The words of the last segment where it names what is done: `cancel` in `/orders/{id}/cancel`.
    action: Option<Vec<String>>,
    /// For each type: weight, kind and sentence of each piece.
    found: BTreeMap<usize, Vec<(f64, Evidence, String)>>,
}

/// How many members a sentence names.
const NAMED_MEMBERS: usize = 4;
/// How far picked types pull in others.
const STEPS: usize = 2;

impl<'a> Case<'a> {
    pub(super) fn new(index: &'a TypeIndex, project: &'a Project, endpoint: &'a Endpoint) -> Self {
        Self { index, project, endpoint, action: None, found: BTreeMap::new() }
    }

    pub(super) fn picks(mut self, tables: &[&Table]) -> Vec<TypePick> {
        self.action = self.action(tables);
        self.path();
        self.tables(tables);
        self.fields();
        self.method();
        self.mentions();
        for _ in 0..STEPS {
            self.used();
        }
        let mut picks: Vec<TypePick> = Vec::new();
        for (&ty, pieces) in &self.found {
            let score = self.score(ty, pieces);
            if score < weights::ENOUGH {
                continue;
            }
            let mut pieces = pieces.clone();
            pieces.sort_by(|a, b| b.0.total_cmp(&a.0));
            let reasons = pieces.into_iter().map(|(_, kind, text)| Reason { kind, text }).collect();
            picks.push(TypePick { ty, score: (score * 100.0).round() / 100.0, reasons });
        }
        picks.sort_by(|a, b| b.score.total_cmp(&a.score));
        picks.truncate(MOST_TYPES);
        picks
    }

    fn add(&mut self, ty: usize, weight: f64, kind: Evidence, text: String) {
        let pieces = self.found.entry(ty).or_default();
        // The same kind of evidence twice is not twice as strong.
        match pieces.iter_mut().find(|(_, known, _)| *known == kind) {
            Some(piece) if piece.0 < weight => *piece = (weight, kind, text),
            Some(_) => {}
            None => pieces.push((weight, kind, text)),
        }
    }

    fn score(&self, ty: usize, pieces: &[(f64, Evidence, String)]) -> f64 {
        let sum = |kept: &dyn Fn(Evidence) -> bool| {
            let kept = pieces.iter().filter(|(_, kind, _)| kept(*kind));
            1.0 - kept.map(|(weight, ..)| 1.0 - weight).product::<f64>()
        };
        let named = pieces.iter().any(|(weight, kind, _)| *kind == Evidence::Mention && *weight >= weights::ENOUGH);
        if named || self.suits(ty) {
            return sum(&|_| true);
        }
        // What a picked type is made of is needed, whatever its own name suits.
        let used = sum(&|kind| kind == Evidence::Used);
        used.max(sum(&|kind| kind != Evidence::Used) * weights::UNSUITED)
    }

    /// Whether nothing in the name speaks against the method.
    fn suits(&self, ty: usize) -> bool {
        let lists = type_words();
        let Some(entry) = self.index.entries.get(ty) else { return false };
        let suits = entry.words.iter().any(|word| self.is_of_this(word));
        let of_others = entry.words.iter().any(|word| lists.is_of_a_method(word));
        let no_body = matches!(self.endpoint.key.method, Method::Get | Method::Delete | Method::Head);
        let sent = entry.words.iter().any(|word| lists.sent.contains(word));
        // `ListOrdersRequest` suits a GET all the same: it holds the query.
        (suits || !of_others) && (suits || !(no_body && sent && self.endpoint.details.body_fields.is_empty()))
    }

    fn action(&self, tables: &[&Table]) -> Option<Vec<String>> {
        if matches!(self.endpoint.key.method, Method::Get | Method::Delete | Method::Head) {
            return None;
        }
        let segments: Vec<&str> = self.endpoint.key.path.segments().collect();
        let (last, before) = segments.split_last()?;
        let behind_one = before.last().is_some_and(|segment| parameter_name(segment).is_some());
        let wanted = words(last);
        let first = wanted.first().filter(|_| behind_one && parameter_name(last).is_none())?;
        let is_about = |ty: &usize| self.index.entries.get(*ty).is_some_and(|entry| entry.about == wanted);
        let is_resource = self.index.by_word.get(first).is_some_and(|types| types.iter().any(is_about))
            || tables.iter().any(|table| words(table.bare_name()) == wanted);
        (!is_resource).then_some(wanted)
    }

    /// Whether a word of a type's name suits what the endpoint does.
    fn is_of_this(&self, word: &String) -> bool {
        match &self.action {
            Some(action) => action.contains(word),
            None => type_words().methods.get(self.endpoint.key.method.as_str()).is_some_and(|list| list.contains(word)),
        }
    }

    /// Types whose names are about the resources of the path.
    fn path(&mut self) {
        let index = self.index;
        let segments: Vec<(&str, Vec<String>)> = self
            .endpoint
            .key
            .path
            .segments()
            .filter(|s| parameter_name(s).is_none() && !type_words().no_resource.contains(&s.to_lowercase()))
            .map(|segment| (segment, words(segment)))
            .collect();
        for (nth, (segment, wanted)) in segments.iter().rev().enumerate() {
            let Some(first) = wanted.first() else { continue };
            let above = segments.len().checked_sub(nth + 2).and_then(|at| segments.get(at));
            for &ty in index.by_word.get(first).into_iter().flatten() {
                let Some(entry) = index.entries.get(ty) else { continue };
                let about = &entry.about;
                // `WallRoute` for `/walls/{id}/routes`, `StripRoute` for `/routes/{id}/strip`.
                let with_above = above.is_some_and(|(_, above)| {
                    about.len() == above.len() + wanted.len()
                        && above.iter().chain(wanted).all(|word| about.contains(word))
                });
                let (weight, text) = if (about == wanted || with_above) && nth == 0 {
                    (weights::PATH, format!("its name is about `{segment}`, which the path ends in"))
                } else if about == wanted {
                    (weights::PATH_ABOVE, format!("its name is about `{segment}`, further up in the path"))
                } else if nth == 0 && wanted.iter().all(|word| about.contains(word)) {
                    (weights::PATH_PART, format!("its name has `{segment}`, which the path ends in"))
                } else {
                    continue;
                };
                self.add(ty, weight, Evidence::Path, text);
            }
        }
        // The last segment names what is done, the one before what to.
        if let Some((segment, wanted)) = segments.len().checked_sub(2).and_then(|at| segments.get(at))
            && self.action.is_some()
            && let Some(first) = wanted.first()
        {
            for &ty in index.by_word.get(first).into_iter().flatten() {
                if index.entries.get(ty).is_some_and(|entry| entry.about == *wanted) {
                    self.add(ty, weights::TABLE, Evidence::Path, format!("its name is about `{segment}` in the path"));
                }
            }
        }
    }

    /// Types that are called like the chosen tables.
    fn tables(&mut self, tables: &[&Table]) {
        let index = self.index;
        for (nth, table) in tables.iter().enumerate() {
            let wanted = words(table.bare_name());
            let Some(first) = wanted.first() else { continue };
            let weight = if nth == 0 { weights::TABLE } else { weights::TABLE_FURTHER };
            for &ty in index.by_word.get(first).into_iter().flatten() {
                if index.entries.get(ty).is_some_and(|entry| entry.about == wanted) {
                    self.add(ty, weight, Evidence::Table, format!("it is called like the table `{}`", table.name));
                }
            }
        }
    }

    /// Types whose members are the fields of the body or of the answer.
    fn fields(&mut self) {
        let body: HashSet<String> = self.endpoint.details.body_fields.iter().map(|f| joined(&f.name)).collect();
        let shown: HashSet<String> = keys(self.project, self.endpoint).difference(&body).cloned().collect();
        for (fields, place) in [(body, "body"), (shown, "examples")] {
            self.fields_in(&fields, place);
        }
    }

    fn fields_in(&mut self, fields: &HashSet<String>, place: &str) {
        let index = self.index;
        let mut shared: HashMap<usize, Vec<&str>> = HashMap::new();
        for field in fields {
            for &ty in index.by_member.get(field).into_iter().flatten() {
                shared.entry(ty).or_default().push(field);
            }
        }
        for (ty, mut matched) in shared {
            let members = index.entries.get(ty).map_or(0, |entry| entry.members);
            // Nearly every type has an `id` and a name.
            if matched.len() < 2 || members == 0 {
                continue;
            }
            matched.sort_unstable();
            let weight = match matched.len() * 100 / members {
                share if share >= 70 && matched.len() >= 3 || share == 100 => weights::FIELDS,
                share if share >= 40 => weights::FIELDS_SOME,
                _ => continue,
            };
            let named = matched.iter().take(NAMED_MEMBERS).map(|m| format!("`{m}`")).collect::<Vec<_>>().join(", ");
            let more = matched.len().saturating_sub(NAMED_MEMBERS);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let text = format!("{} of its {members} members are in the {place}: {named}{more}", matched.len());
            self.add(ty, weight, Evidence::Field, text);
        }
    }

    /// Words of the method, for types that something else speaks for.
    fn method(&mut self) {
        let method = self.endpoint.key.method.as_str();
        let found: Vec<usize> = self.found.keys().copied().collect();
        for ty in found {
            let Some(entry) = self.index.entries.get(ty) else { continue };
            let Some(word) = entry.words.iter().find(|word| self.is_of_this(word)) else { continue };
            let text = match &self.action {
                Some(_) => format!("`{word}` in its name is what the path ends in"),
                None => format!("`{word}` in its name suits {method}"),
            };
            self.add(ty, weights::METHOD, Evidence::Method, text);
        }
    }

    /// Types that the endpoint's own text names.
    fn mentions(&mut self) {
        let index = self.index;
        let mut known = HashSet::new();
        for word in names(self.project.said_of(self.endpoint)) {
            // `OrderDto[]`, `Page.of`, a name in code: the name itself has no dot.
            for name in word.text.split('.') {
                let Some(types) = index.by_name.get(name).filter(|_| known.insert((name, word.marked))) else {
                    continue;
                };
                let unmistakable = word.marked || is_put_together(name);
                let weight = if unmistakable { weights::MENTION } else { weights::MENTION_WORD };
                for &ty in types {
                    self.add(ty, weight, Evidence::Mention, format!("the endpoint's text names `{name}`"));
                }
            }
        }
    }

    /// Types that picked ones are made of.
    fn used(&mut self) {
        let index = self.index;
        let picked: Vec<usize> = self
            .found
            .iter()
            .filter(|(ty, pieces)| self.score(**ty, pieces) >= weights::ENOUGH)
            .map(|(ty, _)| *ty)
            .collect();
        for ty in picked {
            let Some(entry) = index.entries.get(ty) else { continue };
            let Some(name) = self.project.types.get(ty).map(|ty| &ty.name) else { continue };
            for &other in &entry.uses {
                self.add(other, weights::USED, Evidence::Used, format!("`{name}` uses it"));
            }
        }
    }
}

/// Whether a name is one that no sentence has by chance: of several words in one, `OrderDto`.
fn is_put_together(name: &str) -> bool {
    let mut humps = name.chars().zip(name.chars().skip(1));
    name.contains('_') || humps.any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

//! The evidence for one endpoint.

use std::collections::{BTreeMap, HashSet};

use super::index::Index;
use super::naming::{lexicon, words};
use super::text::{joined, keys, marked_names, names, snake};
use super::weights;
use crate::model::endpoint::parameter_name;
use crate::model::{ContextKind, Endpoint, Evidence, Pick, Project, Reason};

/// One endpoint with the evidence found so far.
pub(super) struct Case<'a> {
    project: &'a Project,
    index: &'a Index<'a>,
    endpoint: &'a Endpoint,
    /// For each table: weight, kind and sentence of each piece.
    found: BTreeMap<usize, Vec<(f64, Evidence, String)>>,
}

/// A part of the path.
struct Segment<'a> {
    text: &'a str,
    words: Vec<String>,
    parameter: bool,
}

impl<'a> Case<'a> {
    pub(super) fn new(project: &'a Project, index: &'a Index<'a>, endpoint: &'a Endpoint) -> Self {
        Self { project, index, endpoint, found: BTreeMap::new() }
    }

    /// Gathers all evidence and draws the sum.
    pub(super) fn picks(mut self) -> Vec<Pick> {
        if self.index.entries.is_empty() {
            return Vec::new();
        }
        let segments = self.segments();
        self.path(&segments);
        self.identity(&segments);
        self.group();
        self.mentions();
        self.mentions_nearby();
        let keys = keys(self.project, self.endpoint);
        self.fields(&keys);
        self.parameters();
        self.joins();
        self.access();
        let mut picks: Vec<Pick> = Vec::new();
        for (table, pieces) in &self.found {
            let score = sum(pieces);
            let Some(entry) = self.index.entries.get(*table).filter(|_| score >= weights::ENOUGH) else { continue };
            let mut pieces = pieces.clone();
            pieces.sort_by(|a, b| b.0.total_cmp(&a.0));
            let reasons = pieces.into_iter().map(|(_, kind, text)| Reason { kind, text }).collect();
            picks.push(Pick { table: entry.table.name.clone(), score: (score * 100.0).round() / 100.0, reasons });
        }
        picks.sort_by(|a, b| b.score.total_cmp(&a.score));
        picks
    }

    fn add(&mut self, table: usize, weight: f64, kind: Evidence, text: String) {
        let pieces = self.found.entry(table).or_default();
        // The same kind of evidence twice is not twice as strong.
        match pieces.iter_mut().find(|(_, known, _)| *known == kind) {
            Some(piece) if piece.0 < weight => *piece = (weight, kind, text),
            Some(_) => {}
            None => pieces.push((weight, kind, text)),
        }
    }

    fn picked(&self) -> Vec<usize> {
        self.found.iter().filter(|(_, pieces)| sum(pieces) >= weights::ENOUGH).map(|(table, _)| *table).collect()
    }

    fn segments(&self) -> Vec<Segment<'a>> {
        self.endpoint
            .key
            .path
            .segments()
            .filter(|s| lexicon().term_of(s) != Some("plumbing"))
            .map(|text| Segment { text, words: words(text), parameter: parameter_name(text).is_some() })
            .collect()
    }

    /// What the segments of the path name, from the last to the first.
    fn path(&mut self, segments: &[Segment<'_>]) {
        let mut last = true;
        for at in (0..segments.len()).rev() {
            let Some(segment) = segments.get(at).filter(|s| !s.parameter && !s.words.is_empty()) else { continue };
            let above: Vec<&Segment<'_>> = segments.iter().take(at).filter(|s| !s.parameter).collect();
            let behind_parameter = at > 0 && segments.get(at - 1).is_some_and(|s| s.parameter);
            let from_resource = self.resource(segment, &above);
            let exact = self.exact(segment, &above);
            let sentence = |entry: &str| match above.last() {
                Some(parent) if last => format!("the path ends in `{}` below `{}`: {entry}", segment.text, parent.text),
                _ => format!("the path has `{}`: {entry}", segment.text),
            };
            let mut named = from_resource;
            if let Some(table) = exact {
                let weight = if last { weights::PATH } else { weights::PATH_ABOVE };
                self.add(table, weight, Evidence::Path, sentence("it is the table's name"));
                named = true;
            } else if !from_resource {
                let candidates = self.with_all(&segment.words);
                let ends: Vec<usize> = self.only(&candidates, |words| words.ends_with(&segment.words), &above);
                if let [table] = ends.as_slice() {
                    self.add(*table, weights::PATH_END, Evidence::Path, sentence("the table's name ends so"));
                    named = true;
                } else if let [table] = candidates.as_slice() {
                    let weight = if behind_parameter { weights::PATH_ACTION } else { weights::PATH_PART };
                    self.add(*table, weight, Evidence::Path, sentence("it is part of the table's name"));
                    named = true;
                }
            }
            last &= !named;
        }
    }

    /// Signing in and the like read the tables that hold people.
    fn identity(&mut self, segments: &[Segment<'_>]) {
        let is = |term: &str| segments.iter().find(|s| !s.parameter && lexicon().term_of(s.text) == Some(term));
        let Some(segment) = is("identity").filter(|_| is("session").is_none() && self.picked().is_empty()) else {
            return;
        };
        let people: Vec<usize> =
            self.index.entries.iter().enumerate().filter(|(_, e)| e.person).map(|(table, _)| table).collect();
        for table in people {
            let text = format!("`{}` in the path is about the caller, and the table holds people", segment.text);
            self.add(table, weights::IDENTITY, Evidence::Path, text);
        }
    }

    /// Tables that the plan's own list gives for a segment, alone or with the one above it.
    fn resource(&mut self, segment: &Segment<'_>, above: &[&Segment<'_>]) -> bool {
        let alone = segment.words.join("_");
        let with_parent = above.last().map(|p| format!("{}_{alone}", p.words.join("_")));
        let index = self.index;
        let tables = with_parent.and_then(|key| index.resources.get(&key)).or_else(|| index.resources.get(&alone));
        let Some(tables) = tables else { return false };
        for (i, table) in tables.iter().enumerate() {
            let weight = if i == 0 { weights::RESOURCE } else { weights::RESOURCE_FURTHER };
            let text = format!("the API plan lists the table for the resource `{}`", segment.text);
            self.add(*table, weight, Evidence::Resource, text);
        }
        true
    }

    /// The table whose name is a segment's, or the segment's behind words of those above it.
    fn exact(&self, segment: &Segment<'_>, above: &[&Segment<'_>]) -> Option<usize> {
        let above: Vec<&str> = above.iter().flat_map(|s| s.words.iter().map(String::as_str)).collect();
        let mut best: Option<(usize, usize)> = None;
        for table in self.with_all(&segment.words) {
            let entry = self.index.entries.get(table)?;
            let Some(front) = entry.words.strip_suffix(segment.words.as_slice()) else {
                // `/verifications/upcoming` is `upcoming_verifications`.
                let mut all: Vec<&str> = above.clone();
                all.extend(segment.words.iter().map(String::as_str));
                let same = entry.words.iter().all(|w| all.contains(&w.as_str()));
                if same && best.is_none() {
                    best = Some((table, 0));
                }
                continue;
            };
            let mut rest = above.iter();
            let follows = front.iter().all(|word| rest.any(|w| w == word));
            if follows && best.is_none_or(|(_, length)| front.len() >= length) {
                best = Some((table, front.len()));
            }
        }
        best.map(|(table, _)| table)
    }

    /// Tables whose names have all these words.
    fn with_all(&self, words: &[String]) -> Vec<usize> {
        let Some(first) = words.first().and_then(|w| self.index.by_word.get(w)) else { return Vec::new() };
        let has_all =
            |table: &&usize| self.index.entries.get(**table).is_some_and(|e| words.iter().all(|w| e.words.contains(w)));
        first.iter().filter(has_all).copied().collect()
    }

    /// Those candidates that fit; where several do, those that refer to a table of a segment above.
    fn only(&self, candidates: &[usize], fits: impl Fn(&[String]) -> bool, above: &[&Segment<'_>]) -> Vec<usize> {
        let fitting: Vec<usize> =
            candidates.iter().copied().filter(|t| self.index.entries.get(*t).is_some_and(|e| fits(&e.words))).collect();
        if fitting.len() < 2 {
            return fitting;
        }
        let parents: HashSet<usize> = above.iter().filter_map(|s| self.exact(s, &[])).collect();
        let below = |table: &usize| {
            self.index.entries.get(*table).is_some_and(|e| e.parents.iter().any(|(_, p)| parents.contains(p)))
        };
        fitting.into_iter().filter(below).collect()
    }

    /// What the heading names; it has to do where the path names nothing.
    fn group(&mut self) {
        let Some(group) = self.endpoint.group.as_deref() else { return };
        let alone = self.picked().is_empty();
        let key = joined(group);
        let index = self.index;
        if let Some(tables) = index.resources.get(&key) {
            for table in tables.iter().take(1) {
                let weight = if alone { weights::GROUP_ALONE } else { weights::RESOURCE_GROUP };
                let text = format!("the API plan lists the table for `{group}`, the heading above");
                self.add(*table, weight, Evidence::Group, text);
            }
            return;
        }
        let named: Vec<usize> = names(group)
            .filter_map(|w| index.find(w.text).or_else(|| index.entries.iter().position(|e| e.words == words(w.text))))
            .collect();
        for table in named.into_iter().take(2) {
            let weight = if alone { weights::GROUP_ALONE } else { weights::GROUP };
            self.add(table, weight, Evidence::Group, format!("the endpoint stands under the heading `{group}`"));
        }
    }

    /// Names of tables in the endpoint's text, and in text elsewhere that few endpoints share.
    fn mentions(&mut self) {
        let own = self.project.text(self.endpoint.place);
        self.mentions_in(own, weights::MENTION, weights::MENTION_WORD, "the endpoint's text");
        for context in &self.endpoint.context {
            let few = self.index.shared.get(&context.place).is_some_and(|n| *n <= 3);
            let telling = matches!(
                context.kind,
                ContextKind::Details | ContextKind::BusinessLogic | ContextKind::Validation | ContextKind::Auth
            );
            if few && telling {
                let text = self.project.text(context.place);
                self.mentions_in(text, weights::MENTION_CONTEXT, weights::MENTION_WORD, "text that also holds");
            }
        }
    }

    /// A plain word counts for more where the table hangs together with a picked one.
    fn mentions_nearby(&mut self) {
        let picked = self.picked();
        let mentioned: Vec<usize> = self.found.keys().copied().filter(|t| !picked.contains(t)).collect();
        for table in mentioned.into_iter().filter(|t| self.adjacent(*t, &picked)).collect::<Vec<_>>() {
            let Some(pieces) = self.found.get_mut(&table) else { continue };
            for piece in pieces.iter_mut().filter(|(_, kind, _)| *kind == Evidence::Mention) {
                piece.0 = piece.0.max(weights::MENTION_NEAR);
            }
        }
    }

    fn mentions_in(&mut self, text: &str, marked: f64, plain: f64, whose: &str) {
        let mut before = String::new();
        for word in names(text) {
            let key = joined(word.text);
            // A value such as `order_item` names no table `order_items`.
            let several = key.contains('_').then(|| self.index.by_snake.get(&snake(word.text))).flatten().copied();
            let pair = format!("{before}_{key}");
            if let Some(table) = self.index.find(word.text) {
                let weight = if word.marked { marked } else { plain };
                self.add(table, weight, Evidence::Mention, format!("{whose} names `{}`", word.text));
            } else if let Some(table) = several {
                self.add(table, marked, Evidence::Mention, format!("{whose} names `{}`", word.text));
            } else if let Some(table) = self.index.by_words.get(&pair).copied() {
                let text = format!("{whose} speaks of `{}`", pair.replace('_', " "));
                self.add(table, marked, Evidence::Mention, text);
            } else if let Some(table) = self.index.by_end.get(&word.text.to_lowercase()).copied().flatten() {
                let text = format!("{whose} speaks of `{}`", word.text);
                self.add(table, weights::MENTION_END, Evidence::Mention, text);
            }
            before = key;
        }
    }

    /// Fields that are keys or columns of what hangs together with the tables picked so far.
    fn fields(&mut self, fields: &HashSet<String>) {
        let named: HashSet<String> = fields.union(&marked_names(self.project, self.endpoint)).cloned().collect();
        let picked = self.picked();
        let index = self.index;
        let own: HashSet<&String> =
            picked.iter().filter_map(|t| index.entries.get(*t)).flat_map(|e| &e.columns).collect();
        for field in fields.iter().filter(|f| !own.contains(*f) && !index.common.contains(*f)) {
            let parts: Vec<String> = field.split('_').map(str::to_owned).collect();
            let candidates = self.with_all(&parts);
            let ends: Vec<usize> = candidates
                .into_iter()
                .filter(|t| index.entries.get(*t).is_some_and(|e| e.words.ends_with(&parts)))
                .collect();
            if let [table] = ends.as_slice()
                && self.near(*table, &picked)
            {
                self.add(
                    *table,
                    weights::FIELD_NAMED,
                    Evidence::Field,
                    format!("the field `{field}` is named after it"),
                );
            }
        }
        for table in &picked {
            let Some(entry) = index.entries.get(*table) else { continue };
            for (column, parent) in &entry.parents {
                let stem = column.strip_suffix("_id").unwrap_or(column);
                if let Some(field) = [column.as_str(), stem].into_iter().find(|f| named.contains(*f)) {
                    let text = format!("the field `{field}` refers to it from `{}`", entry.table.name);
                    self.add(*parent, weights::FIELD_KEY, Evidence::Field, text);
                }
                self.columns_of(*parent, &named, &own);
            }
            for child in &entry.children {
                let Some(other) = index.entries.get(*child).filter(|_| !picked.contains(child)) else { continue };
                let telling: Vec<&String> = other.words.iter().filter(|w| !entry.words.contains(w)).collect();
                let field = fields.iter().find(|f| {
                    let parts: Vec<&str> = f.split('_').collect();
                    !own.contains(*f) && !telling.is_empty() && telling.iter().all(|w| parts.contains(&w.as_str()))
                });
                if let Some(field) = field {
                    let text = format!("the field `{field}` is about it, and it refers to `{}`", entry.table.name);
                    self.add(*child, weights::FIELD_CHILD, Evidence::Field, text);
                }
            }
        }
    }

    /// Whether a table is a neighbour of a picked one.
    fn adjacent(&self, table: usize, picked: &[usize]) -> bool {
        let entry = self.index.entries.get(table);
        let mut around =
            entry.into_iter().flat_map(|e| e.children.iter().copied().chain(e.parents.iter().map(|(_, p)| *p)));
        around.any(|t| picked.contains(&t))
    }

    /// Whether a table is a neighbour of a picked one, or a neighbour's neighbour.
    fn near(&self, table: usize, picked: &[usize]) -> bool {
        let around = |t: usize| {
            let entry = self.index.entries.get(t);
            entry.into_iter().flat_map(|e| e.children.iter().copied().chain(e.parents.iter().map(|(_, p)| *p)))
        };
        around(table).any(|t| picked.contains(&t) || around(t).any(|u| picked.contains(&u)))
    }

    /// Fields that are columns of a neighbour and of no picked table.
    fn columns_of(&mut self, table: usize, fields: &HashSet<String>, own: &HashSet<&String>) {
        let index = self.index;
        let Some(entry) = index.entries.get(table) else { return };
        let mut telling: Vec<&String> = entry
            .columns
            .iter()
            .filter(|c| fields.contains(*c) && !own.contains(c) && !index.common.contains(*c))
            .collect();
        telling.sort_unstable();
        if let Some(first) = telling.first() {
            let weight = if telling.len() > 1 { weights::FIELD_KEY } else { weights::FIELD_COLUMN };
            let text = format!("the field `{first}` is one of its columns");
            self.add(table, weight, Evidence::Field, text);
        }
    }

    /// Path parameters that are foreign keys of a picked table.
    fn parameters(&mut self) {
        let index = self.index;
        for parameter in self.endpoint.key.path.parameters() {
            let name = joined(parameter);
            for table in self.picked() {
                let Some(entry) = index.entries.get(table) else { continue };
                let parent = entry.parents.iter().find(|(column, _)| *column == name).map(|(_, p)| *p);
                if let Some(parent) = parent {
                    let text = format!("the path parameter `{parameter}` is a key of it");
                    self.add(parent, weights::PARAMETER, Evidence::ForeignKey, text);
                }
            }
        }
    }

    /// Tables that do nothing but join two picked ones.
    fn joins(&mut self) {
        let picked: HashSet<usize> = self.picked().into_iter().collect();
        let index = self.index;
        let mut joins = Vec::new();
        for table in &picked {
            for child in index.entries.get(*table).map(|e| e.children.as_slice()).unwrap_or_default() {
                let Some(entry) = index.entries.get(*child).filter(|e| e.joins) else { continue };
                let ends: Vec<&str> = entry
                    .parents
                    .iter()
                    .filter(|(_, p)| picked.contains(p))
                    .filter_map(|(_, p)| index.entries.get(*p).map(|e| e.table.name.as_str()))
                    .collect();
                if let [a, b, ..] = ends.as_slice() {
                    joins.push((*child, format!("it joins `{a}` and `{b}`")));
                }
            }
        }
        for (table, text) in joins {
            self.add(table, weights::JOIN, Evidence::Join, text);
        }
    }

    /// Tables that say who may: of members where a picked table belongs to a group, of roles where the
    /// text asks for one.
    fn access(&mut self) {
        let picked = self.picked();
        let index = self.index;
        let text = self.project.text(self.endpoint.place);
        let asks = lexicon()
            .find_all(text)
            .find(|(term, _)| *term == "role")
            .and_then(|(_, span)| text.get(span.start..span.end));
        let mut found = Vec::new();
        let mut groups: HashSet<usize> = picked.iter().copied().collect();
        groups.extend(
            picked.iter().filter_map(|t| index.entries.get(*t)).flat_map(|e| e.parents.iter().map(|(_, p)| *p)),
        );
        for (table, entry) in index.entries.iter().enumerate() {
            if let Some(group) = entry.member_of.iter().find(|g| groups.contains(g)) {
                let name = index.entries.get(*group).map_or("", |e| e.table.name.as_str());
                found.push((table, weights::MEMBERSHIP, format!("it says who belongs to `{name}`")));
            }
            let Some(roles) = entry.roles.as_ref().filter(|_| !picked.is_empty()) else { continue };
            let named = roles.iter().find(|r| r.len() > 1 && has_word(text, r)).map(String::as_str);
            if let Some(role) = named.or(asks) {
                found.push((
                    table,
                    weights::ROLE,
                    format!("the text asks for a role (`{role}`), which this table holds"),
                ));
            }
        }
        for (table, weight, text) in found {
            self.add(table, weight, Evidence::Access, text);
        }
    }
}

/// Whether a text has a word, in any case.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|w| w.eq_ignore_ascii_case(word))
}

/// Pieces of evidence added up as chances are.
fn sum(pieces: &[(f64, Evidence, String)]) -> f64 {
    1.0 - pieces.iter().map(|(weight, ..)| 1.0 - weight).product::<f64>()
}

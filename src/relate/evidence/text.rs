//! What the words around an endpoint name: its heading, its own text, text elsewhere.

use std::collections::HashSet;

use super::{Case, Segment};
use crate::model::{ContextKind, Method};
use crate::relate::clue::{Clue, Match, Voice};
use crate::relate::index::{FEW, tells};
use crate::relate::mention::mentioned;
use crate::relate::naming::{lexicon, type_words, words};
use crate::relate::passages::{passages, path_key};
use crate::relate::rules::{Action, stem, stems};
use crate::relate::text::{OwnText, joined, names, own_text, types};

impl Case<'_> {
    /// What the heading names; it has to do where the path names nothing.
    pub(super) fn group(&mut self) {
        let Some(group) = self.endpoint.group.as_deref() else { return };
        let alone = self.picked().is_empty();
        let key = joined(group);
        let index = self.index;
        if let Some(tables) = index.resources.get(&key) {
            for table in tables.iter().take(1) {
                let text = format!("the API plan lists the table for `{group}`, the heading above");
                self.add(*table, Clue::ResourceGroup, text);
                if alone {
                    self.add(*table, Clue::GroupAlone, "nothing in the path names a table".to_owned());
                }
            }
            return;
        }
        let named: Vec<usize> = names(group)
            .filter_map(|w| index.find(w.text).or_else(|| index.by_words.get(&joined(w.text)).copied()))
            .collect();
        for table in named.into_iter().take(2) {
            self.add(table, Clue::Group, format!("the endpoint stands under the heading `{group}`"));
            if alone {
                self.add(table, Clue::GroupAlone, "nothing in the path names a table".to_owned());
            }
        }
    }

    /// Names of tables in the endpoint's text, and in text elsewhere that few endpoints share.
    pub(super) fn mentions(&mut self, own: &OwnText<'_>) {
        if let Some(title) = &self.endpoint.summary {
            self.mentions_in(title, Voice::Title);
        }
        for text in &own.prose {
            self.mentions_in(text, Voice::Own);
        }
        self.parts_of_main(&own.prose);
        self.types(own);
        let path = path_key(&self.endpoint.key.path);
        for context in self.endpoint.context.iter().filter(|c| tells(c)) {
            if self.index.shared.get(&context.place).is_none_or(|n| *n > FEW) {
                continue;
            }
            let text = self.project.text(context.place);
            // A rule that was found to be about this endpoint's action says more than one that a group shares.
            let alone = self.index.shared.get(&context.place) == Some(&1);
            let is_rule = matches!(context.kind, ContextKind::BusinessLogic | ContextKind::Validation);
            let voice = if alone && is_rule { Voice::Rule } else { Voice::Shared };
            // What names another endpoint is about that one.
            for passage in passages(text).iter().filter(|p| p.named.is_empty()) {
                self.mentions_in(passage.text, voice);
            }
        }
        let index = self.index;
        for (method, line) in index.told.get(&path).into_iter().flatten() {
            if method.is_none_or(|m| m == self.endpoint.key.method) {
                self.mentions_in(line, Voice::Told);
            }
        }
    }

    /// A word counts for more where the table hangs together with a picked one.
    pub(super) fn nearby(&mut self) {
        let picked = self.picked();
        let mentioned: Vec<usize> = self.found.keys().copied().filter(|t| !picked.contains(t)).collect();
        for table in mentioned {
            let around = self.index.entries.get(table).map(|e| &e.around);
            let other = around.and_then(|around| picked.iter().find(|p| around.contains(p)));
            if let Some(other) = other {
                self.add(table, Clue::Near, format!("it hangs together with `{}`", self.name(*other)));
            } else if !picked.is_empty() && !self.near(table, &picked) {
                self.add(table, Clue::Apart, String::new());
            }
        }
    }

    /// Fields of the endpoint that the text says are the same: "same response as GET /orders".
    pub(super) fn borrow(&self, own: &mut OwnText<'_>) {
        let Some(other) = self.same_as(own) else { return };
        let Some(other) = self.project.api.endpoints.get(other).filter(|e| e.key != self.endpoint.key) else { return };
        for (name, field) in own_text(self.project, other).fields {
            let own = own.fields.entry(name).or_default();
            own.shown = true;
            own.nested |= field.nested;
        }
    }

    fn same_as(&self, own: &OwnText<'_>) -> Option<usize> {
        for text in &own.prose {
            for (_, span) in lexicon().find_all(text).filter(|(term, _)| *term == "same as") {
                let rest = text.get(span.end..)?.lines().next()?;
                let by_path = passages(rest).into_iter().flat_map(|p| p.named).find_map(|(method, path)| {
                    let all = &self.project.api.endpoints;
                    let same = |e: &&crate::model::Endpoint| {
                        method.is_none_or(|m| m == e.key.method) && path_key(&e.key.path) == path
                    };
                    all.iter().position(|e| same(&e))
                });
                let by_title = || {
                    let mut title = String::new();
                    let mut best = None;
                    for word in names(rest).take(6) {
                        title =
                            if title.is_empty() { joined(word.text) } else { format!("{title}_{}", joined(word.text)) };
                        best = self.index.titles.get(&title).copied().or(best);
                    }
                    best
                };
                if let Some(found) = by_path.or_else(by_title) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Types and operations that are called after tables: `OrderDto`, `CreateOrderRequest`, `listOrders`.
    fn types(&mut self, own: &OwnText<'_>) {
        for name in own.prose.iter().flat_map(|text| types(text)).chain(own.names.iter().copied()) {
            if let Some(table) = self.called_after(name) {
                self.add(table, Clue::Type, format!("`{name}` is called after it"));
            }
        }
    }

    /// The table with the longest name in a type's name, where the rest only says what the type is for.
    fn called_after(&self, name: &str) -> Option<usize> {
        let words = words(name.rsplit('.').next().unwrap_or(name));
        let idle = |words: &[String]| words.iter().all(|w| type_words().term_of(w).is_some());
        (1..=words.len()).rev().find_map(|length| {
            (0..=words.len() - length).find_map(|from| {
                let (front, rest) = words.split_at(from);
                let (run, back) = rest.split_at(length);
                let table = self.index.by_words.get(&run.join("_")).copied();
                table.filter(|_| idle(front) && idle(back))
            })
        })
    }

    /// Names of tables in a text.
    fn mentions_in(&mut self, text: &str, voice: Voice) {
        for (table, how, spoken) in mentioned(self.index, text) {
            self.mention(table, voice, how, &spoken);
        }
    }

    /// What the text calls by the rest of its name, of tables that go on with the name of the path's:
    /// `orders with their lines` for `order_lines`.
    fn parts_of_main(&mut self, prose: &[&str]) {
        let index = self.index;
        let spoken: HashSet<String> = prose.iter().flat_map(|text| names(text)).map(|w| joined(w.text)).collect();
        for main in self.with_clue(Clue::Path) {
            let Some(entry) = index.entries.get(main) else { continue };
            for child in &entry.children {
                // Who belongs to what is told by other means.
                let other = index.entries.get(*child).filter(|c| *child != main && !c.says_member);
                let rest = other.and_then(|c| c.words.strip_prefix(entry.words.as_slice()));
                if let Some([rest]) = rest
                    && spoken.contains(rest)
                {
                    self.mention(*child, Voice::Own, Match::One, rest);
                }
            }
        }
    }

    fn mention(&mut self, table: usize, voice: Voice, how: Match, spoken: &str) {
        let whose = voice.words();
        let verb = if how >= Match::Word { "names" } else { "speaks of" };
        self.add(table, Clue::Named(voice, how), format!("{whose} {verb} `{spoken}`"));
    }

    /// Rules for many endpoints that are about what this one does.
    pub(super) fn rules(&mut self, segments: &[Segment<'_>]) {
        let index = self.index;
        let Some(mut action) = Action::of(self.endpoint.key.method) else { return };
        let named = |stem: &str| index.by_stem.contains(stem);
        if let Some(last) = segments.last().filter(|s| !s.parameter && segments.len() > 1)
            && let Some(verb) = last.words.first().map(|w| stem(w)).filter(|s| !named(s))
        {
            action = Action::Named(verb);
        }
        let about = |clue: &Clue| {
            matches!(clue, Clue::Path | Clue::PathEnd | Clue::PathPart | Clue::Resource | Clue::ResourceGroup)
        };
        let main = self.found.iter().filter(|(_, pieces)| pieces.iter().any(|(c, _)| about(c)));
        let main: Vec<usize> = main.map(|(table, _)| *table).collect();
        let names = main.iter().filter_map(|t| index.entries.get(*t));
        let topics: HashSet<String> = names.flat_map(|e| &e.words).map(|w| stem(w)).collect();
        let shared = self.endpoint.context.iter().filter_map(|c| index.rules.get(&c.place));
        for rule in shared.flatten().filter(|r| r.is_about(&action, &main, &topics)).collect::<Vec<_>>() {
            for (table, how, spoken) in &rule.tables {
                self.mention(*table, Voice::Rule, *how, spoken);
            }
        }
    }

    /// Tables of what failed, for an endpoint that does what fails.
    pub(super) fn failures(&mut self, segments: &[Segment<'_>]) {
        if self.endpoint.key.method != Method::Post {
            return;
        }
        let mut does = stems(self.endpoint.summary.as_deref().unwrap_or_default());
        does.extend(segments.iter().flat_map(|s| stems(s.text)));
        let index = self.index;
        for &table in &index.failures {
            let Some(entry) = index.entries.get(table) else { continue };
            let is = |word: &&String| matches!(lexicon().term_of(word), Some("failures" | "log"));
            let mut what = entry.words.iter().filter(|w| !is(w)).peekable();
            if what.peek().is_some() && what.all(|w| does.contains(&stem(w))) {
                self.add(table, Clue::Failures, "it keeps what failed of what the endpoint does".to_owned());
            }
        }
    }
}

impl Voice {
    fn words(self) -> &'static str {
        match self {
            Self::Title => "the endpoint's title",
            Self::Own => "the endpoint's text",
            Self::Shared => "text elsewhere that holds for it",
            Self::Told | Self::Rule => "text elsewhere that is about it",
        }
    }
}

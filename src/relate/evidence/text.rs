//! What the words around an endpoint name: its heading, its own text, text elsewhere.

use super::Case;
use crate::model::Evidence;
use crate::relate::index::tells;
use crate::relate::passages::{passages, path_key};
use crate::relate::text::{joined, names, snake};
use crate::relate::weights;

impl Case<'_> {
    /// What the heading names; it has to do where the path names nothing.
    pub(super) fn group(&mut self) {
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
            .filter_map(|w| index.find(w.text).or_else(|| index.by_words.get(&joined(w.text)).copied()))
            .collect();
        for table in named.into_iter().take(2) {
            let weight = if alone { weights::GROUP_ALONE } else { weights::GROUP };
            self.add(table, weight, Evidence::Group, format!("the endpoint stands under the heading `{group}`"));
        }
    }

    /// Names of tables in the endpoint's text, and in text elsewhere that few endpoints share.
    pub(super) fn mentions(&mut self) {
        let own = self.project.text(self.endpoint.place);
        self.mentions_in(own, weights::MENTION, weights::MENTION_WORD, "the endpoint's text");
        let path = path_key(&self.endpoint.key.path);
        for context in self.endpoint.context.iter().filter(|c| tells(c)) {
            if !self.index.shared.get(&context.place).is_some_and(|n| *n <= 3) {
                continue;
            }
            let text = self.project.text(context.place);
            // What names another endpoint is about that one.
            for passage in passages(text).iter().filter(|p| p.named.is_empty()) {
                self.mentions_in(passage.text, weights::MENTION_CONTEXT, weights::MENTION_WORD, "text that also holds");
            }
        }
        let index = self.index;
        for (method, line) in index.told.get(&path).into_iter().flatten() {
            if method.is_none_or(|m| m == self.endpoint.key.method) {
                self.mentions_in(line, weights::MENTION_CONTEXT, weights::MENTION_WORD, "text that names the endpoint");
            }
        }
    }

    /// A plain word counts for more where the table hangs together with a picked one.
    pub(super) fn mentions_nearby(&mut self) {
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
}

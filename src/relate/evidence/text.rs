//! What the words around an endpoint name: its heading, its own text, text elsewhere.

use super::Case;
use crate::model::Evidence;
use crate::relate::index::tells;
use crate::relate::naming::lexicon;
use crate::relate::passages::{passages, path_key};
use crate::relate::text::{Word, joined, names, snake};
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
        self.mentions_in(own, Voice::Own);
        let path = path_key(&self.endpoint.key.path);
        for context in self.endpoint.context.iter().filter(|c| tells(c)) {
            if self.index.shared.get(&context.place).is_none_or(|n| *n > 3) {
                continue;
            }
            let text = self.project.text(context.place);
            // What names another endpoint is about that one.
            for passage in passages(text).iter().filter(|p| p.named.is_empty()) {
                self.mentions_in(passage.text, Voice::Shared);
            }
        }
        let index = self.index;
        for (method, line) in index.told.get(&path).into_iter().flatten() {
            if method.is_none_or(|m| m == self.endpoint.key.method) {
                self.mentions_in(line, Voice::Told);
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

    /// Names of tables in a text, of several words before those of one.
    fn mentions_in(&mut self, text: &str, voice: Voice) {
        let index = self.index;
        let (marked, plain, one) = voice.weights();
        let whose = voice.words();
        let found: Vec<(Word<'_>, String)> =
            names(text).map(|word| (joined(word.text), word)).map(|(k, w)| (w, k)).collect();
        let mut at = 0;
        while let Some((word, key)) = found.get(at) {
            at += 1;
            if let Some(table) = index.find(word.text) {
                let next = found.get(at).map(|(next, _)| next.text);
                if word.marked
                    || !is_wording(found.get(at.wrapping_sub(2)).map(|(before, _)| before.text), word.text, next)
                {
                    let weight = if word.marked { marked } else { plain };
                    self.add(table, weight, Evidence::Mention, format!("{whose} names `{}`", word.text));
                }
                continue;
            }
            // A value such as `order_item` names no table `order_items`.
            let several = key.contains('_').then(|| index.by_snake.get(&snake(word.text))).flatten();
            if let Some(table) = several {
                self.add(*table, marked, Evidence::Mention, format!("{whose} names `{}`", word.text));
                continue;
            }
            let mut phrase = key.clone();
            let longer: Vec<(usize, usize, String)> = found
                .iter()
                .skip(at)
                .take(3)
                .enumerate()
                .filter_map(|(more, (_, next))| {
                    phrase = format!("{phrase}_{next}");
                    index.by_words.get(&phrase).map(|table| (more + 1, *table, phrase.replace('_', " ")))
                })
                .collect();
            if let Some((more, table, phrase)) = longer.into_iter().next_back() {
                self.add(table, marked, Evidence::Mention, format!("{whose} speaks of `{phrase}`"));
                at += more;
            } else if let Some(table) = index.by_end.get(&word.text.to_lowercase()).copied().flatten() {
                self.add(table, weights::MENTION_END, Evidence::Mention, format!("{whose} speaks of `{}`", word.text));
            } else if let Some(table) = index.by_words.get(key)
                && !word.text.contains('_')
            {
                self.add(*table, one, Evidence::Mention, format!("{whose} speaks of `{}`", word.text));
            }
        }
    }
}

/// Whose words name a table.
#[derive(Debug, Clone, Copy)]
enum Voice {
    /// The endpoint's own text.
    Own,
    /// Text elsewhere that holds for few endpoints.
    Shared,
    /// A sentence elsewhere that names the endpoint.
    Told,
}

impl Voice {
    /// What a name counts that is marked as such, one in plain words, and one in the singular.
    fn weights(self) -> (f64, f64, f64) {
        match self {
            Self::Own => (weights::MENTION, weights::MENTION_WORD, weights::MENTION_ONE),
            Self::Shared => (weights::MENTION_CONTEXT, weights::MENTION_WORD, weights::MENTION_ONE),
            Self::Told => (weights::MENTION_CONTEXT, weights::MENTION_WORD, weights::MENTION_WORD),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Own => "the endpoint's text",
            Self::Shared => "text elsewhere that holds for it",
            Self::Told => "text elsewhere that is about it",
        }
    }
}

/// Whether a word, alone or with one beside it, is what every API plan says: "query parameters".
fn is_wording(before: Option<&str>, word: &str, next: Option<&str>) -> bool {
    let is = |phrase: &str| lexicon().term_of(phrase) == Some("wording");
    is(word) || before.is_some_and(|b| is(&format!("{b} {word}"))) || next.is_some_and(|n| is(&format!("{word} {n}")))
}

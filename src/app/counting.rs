//! The tokens of what the preview shows.
//!
//! Counting takes longer than a frame may, so it is asked for with an effect and answered by a message.
//! Until the answer comes a guess stands in its place, made from nothing but the length of the text.

use super::panes::preview::Tab;
use crate::model::Omission;
use crate::prompt::{Family, Tally, Uncounted};

/// What was asked for, and what is known.
#[derive(Debug)]
pub struct Counting {
    family: &'static Family,
    /// Number of the last request; answers to earlier ones are of texts that are gone.
    id: u64,
    /// What the last request is about, and whether with what leaving out would save.
    of: Option<(Tab, bool)>,
    /// Length of its text in bytes.
    bytes: usize,
    /// The request, until it is sent.
    request: Option<Uncounted>,
    /// Its answer.
    tally: Option<Tally>,
}

impl Counting {
    /// Counts for a family of models.
    #[must_use]
    pub fn new(family: &'static Family) -> Self {
        Self { family, id: 0, of: None, bytes: 0, request: None, tally: None }
    }

    /// For whose models tokens are counted.
    #[must_use]
    pub fn family(&self) -> &'static Family {
        self.family
    }

    /// The text has changed.
    pub fn forget(&mut self) {
        self.of = None;
        self.request = None;
        self.tally = None;
    }

    /// Whether the text of a tab was asked for since it changed last, with what leaving out would save
    /// if that is wanted.
    #[must_use]
    pub fn is_of(&self, tab: Tab, with_savings: bool) -> bool {
        self.of.is_some_and(|(of, with)| of == tab && (with || !with_savings))
    }

    /// Asks for the text of a tab.
    pub fn ask(&mut self, tab: Tab, uncounted: Uncounted) {
        self.id += 1;
        // The same text with more besides costs what it did.
        if self.of.is_none_or(|(of, _)| of != tab) {
            self.tally = None;
        }
        self.of = Some((tab, !uncounted.others.is_empty()));
        self.bytes = uncounted.text.len();
        self.request = Some(uncounted);
    }

    /// What is to be sent to the shell, once.
    pub fn take_request(&mut self) -> Option<(u64, Uncounted)> {
        self.request.take().map(|uncounted| (self.id, uncounted))
    }

    /// Takes an answer, unless a later text was asked for since.
    pub fn take_answer(&mut self, id: u64, tally: Tally) {
        if id == self.id && self.of.is_some() {
            self.tally = Some(tally);
        }
    }

    /// The count of the text that is shown, if it is there.
    #[must_use]
    pub fn tally(&self) -> Option<&Tally> {
        self.tally.as_ref()
    }

    /// How many tokens the prompt is over a budget, once it was counted.
    #[must_use]
    pub fn over(&self, budget: Option<usize>) -> Option<usize> {
        let of_prompt = self.of.is_some_and(|(of, _)| of == Tab::Prompt);
        let tally = self.tally.as_ref().filter(|_| of_prompt)?;
        tally.all.checked_sub(budget?).filter(|over| *over > 0)
    }

    /// The tokens of the text on the screen: `4312 tokens for GPT`, `~6470 tokens for Claude`, and with
    /// `…` while they are being counted; of a prompt with a budget `4312 of 20000 tokens for GPT`.
    #[must_use]
    pub fn measure(&self, budget: Option<usize>) -> String {
        let family = &self.family.title;
        let of_prompt = self.of.is_some_and(|(of, _)| of == Tab::Prompt);
        let of = budget.filter(|_| of_prompt).map(|budget| format!(" of {budget}")).unwrap_or_default();
        match &self.tally {
            Some(tally) => format!("{}{of} tokens for {family}", tally.shown(tally.all)),
            None => format!("~{}{of} tokens for {family} …", self.family.guess(self.bytes)),
        }
    }

    /// What leaving something out would save, or saves, as far as it was counted.
    #[must_use]
    pub fn saving(&self, omission: Omission, is_left_out: bool) -> String {
        let tally = self.tally.as_ref();
        let counted = tally.and_then(|tally| Some(tally.shown(tally.saving(omission, is_left_out)?)));
        counted.unwrap_or_else(|| "…".to_owned())
    }

    /// The tokens of a part, in the same way; `bytes` is its length.
    #[must_use]
    pub fn part(&self, nth: usize, bytes: usize) -> String {
        match self.tally.as_ref().and_then(|tally| Some(tally.shown(*tally.parts.get(nth)?))) {
            Some(shown) => shown,
            None => format!("~{}", self.family.guess(bytes)),
        }
    }
}

//! The tokens of what the preview shows.
//!
//! Counting takes longer than a frame may, so it is asked for with an effect and answered by a message.
//! Until the answer comes a guess stands in its place, made from nothing but the length of the text.

use super::panes::preview::Tab;
use crate::prompt::{Family, Tally, Uncounted};

/// What was asked for, and what is known.
#[derive(Debug)]
pub struct Counting {
    family: &'static Family,
    /// Number of the last request; answers to earlier ones are of texts that are gone.
    id: u64,
    /// What the last request is about.
    of: Option<Tab>,
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

    /// Whether the text of a tab was asked for since it changed last.
    #[must_use]
    pub fn is_of(&self, tab: Tab) -> bool {
        self.of == Some(tab)
    }

    /// Asks for the text of a tab.
    pub fn ask(&mut self, tab: Tab, uncounted: Uncounted) {
        self.id += 1;
        self.of = Some(tab);
        self.bytes = uncounted.text.len();
        self.tally = None;
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

    /// How many tokens the text costs, as far as is known, and whether that was counted.
    #[must_use]
    pub fn all(&self) -> (usize, bool) {
        match &self.tally {
            Some(tally) => (tally.all, true),
            None => (self.family.guess(self.bytes), false),
        }
    }

    /// The tokens of the text on the screen: `4312 tokens for GPT`, `~6470 tokens for Claude`, and with
    /// `…` while they are being counted.
    #[must_use]
    pub fn measure(&self) -> String {
        let family = &self.family.title;
        match &self.tally {
            Some(tally) => format!("{} tokens for {family}", tally.shown(tally.all)),
            None => format!("~{} tokens for {family} …", self.family.guess(self.bytes)),
        }
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

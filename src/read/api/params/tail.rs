//! What follows a name in its piece: a note in brackets, a value, a description, or another name.

use crate::read::api::body::is_name;
use crate::read::api::words::{WORDS, Word};
use crate::read::lexicon::label::bracketed;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TailKind {
    End,
    Note,
    Value,
    Description,
    Joined,
    Words,
}

/// What follows a name.
pub(super) struct Tail<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) note: Option<String>,
    pub(super) value: Option<String>,
}

impl Tail<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, chars: &[char]) {
        self.at += self.rest().len() - self.rest().trim_start_matches(chars).len();
    }

    pub(super) fn question_mark(&mut self) -> bool {
        let marked = self.rest().trim_start_matches('`').starts_with('?');
        if marked {
            self.skip(&['`']);
            self.at += 1;
        }
        marked
    }

    pub(super) fn read(&mut self) -> TailKind {
        self.skip(&['*', '`', '"', ']', '[']);
        if let Some(rest) = self.rest().strip_prefix('=') {
            let length = rest.find([' ', '(', ',']).unwrap_or(rest.len());
            self.value = rest.get(..length).map(str::to_owned);
            self.at += 1 + length;
        }
        self.skip(&[' ', '*', '\t']);
        if self.rest().starts_with(['(', '[']) {
            let length = bracketed(self.rest()).unwrap_or(self.rest().len());
            self.note = self.rest().get(1..length.saturating_sub(1).max(1)).map(str::to_owned);
            self.at += length;
            self.skip(&['*', ' ', '\t']);
        }
        let rest = self.rest();
        if rest.trim_matches([' ', '.', '*']).is_empty() {
            return match (&self.note, &self.value) {
                (Some(_), _) => TailKind::Note,
                (None, Some(_)) => TailKind::Value,
                (None, None) => TailKind::End,
            };
        }
        if rest.starts_with(':')
            || rest.starts_with(['–', '—', '→'])
            || rest.starts_with("- ")
            || rest.starts_with("= ")
        {
            return TailKind::Description;
        }
        let sign = rest.starts_with(['/', '&', '+']).then_some(1);
        if let Some(next) = sign.or_else(|| joint_length(rest)).and_then(|length| rest.get(length..))
            && (next.trim_start().starts_with(['`', '*']) || is_word_then_end(next))
        {
            return TailKind::Joined;
        }
        match self.note {
            // `(boolean). If true, removes a, b and c`
            Some(_) if rest.trim_start_matches(['.', ' ']).starts_with(char::is_alphabetic) => TailKind::Description,
            Some(_) => TailKind::Note,
            None => TailKind::Words,
        }
    }
}

/// The length of an `and ` that a text begins with.
pub(super) fn joint_length(text: &str) -> Option<usize> {
    let word = text.find(' ')?;
    WORDS.is(text.get(..word)?, Word::Joint).then_some(word + 1)
}

fn is_word_then_end(rest: &str) -> bool {
    let word = rest.trim();
    let end = word.find([' ', '(', ',']).unwrap_or(word.len());
    let name = word.get(..end).unwrap_or_default().trim_end_matches('?');
    is_name(name) && word.get(end..).is_some_and(|r| r.trim().is_empty() || r.trim_start().starts_with('('))
}

//! Which words may begin a phrase, told by their first letters and their length: the search ends at
//! most words of a text without a look at the phrases themselves.

use super::spelling::folded;

/// What the phrases mean that begin with a word, as far as its letters tell.
#[derive(Debug, Clone, Default)]
pub(in crate::read) struct Starts {
    /// For each pair of letters: the kinds of the phrases, and the lengths of their first words.
    letters: Vec<(u64, u64)>,
}

/// Letters and digits, no letter, and any other one.
const CLASSES: usize = 38;

/// Class of each byte.
const CLASS: [u8; 256] = {
    let mut classes = [CLASSES as u8 - 1; 256];
    let mut at = 0;
    while at < 26 {
        classes[b'a' as usize + at] = at as u8 + 1;
        classes[b'A' as usize + at] = at as u8 + 1;
        at += 1;
    }
    let mut at = 0;
    while at < 10 {
        classes[b'0' as usize + at] = at as u8 + 27;
        at += 1;
    }
    classes
};

fn class(c: Option<char>) -> usize {
    match c {
        None => 0,
        Some(c) => u8::try_from(c).ok().filter(u8::is_ascii).map_or(CLASSES - 1, |byte| CLASS[byte as usize].into()),
    }
}

/// The bit for a length in bytes.
fn length_bit(length: usize) -> u64 {
    1 << length.min(63)
}

impl Starts {
    /// Notes the first word, folded, of a phrase that means `kinds`.
    pub(in crate::read) fn add(&mut self, word: &str, kinds: u64) {
        self.letters.resize(CLASSES * CLASSES, (0, 0));
        let mut letters = word.chars();
        let pair = class(letters.next()) * CLASSES + class(letters.next());
        if let Some((known, lengths)) = self.letters.get_mut(pair) {
            *known |= kinds;
            *lengths |= length_bit(word.len());
        }
    }

    /// What a phrase may mean that begins with a word of a text; 0 where none does.
    pub(in crate::read) fn of(&self, word: &str) -> u64 {
        let bytes = word.as_bytes();
        if bytes.is_ascii() {
            let letter = |at: usize| bytes.get(at).map_or(0, |byte| CLASS[*byte as usize].into());
            let pair: usize = letter(0) * CLASSES + letter(1);
            let (kinds, lengths) = self.letters.get(pair).copied().unwrap_or_default();
            return if lengths & length_bit(bytes.len()) == 0 { 0 } else { kinds };
        }
        let mut letters = folded(word);
        let pair = class(letters.next()) * CLASSES + class(letters.next());
        self.letters.get(pair).map_or(0, |(kinds, _)| *kinds)
    }
}

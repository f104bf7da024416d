//! Which words may begin a phrase, told by their first letters and their length: the search ends at
//! most words of a text without a look at the phrases themselves.

use rustc_hash::FxHashMap;

use super::spelling::folded;

/// What the phrases mean that begin with a word, as far as its first letters and its length tell.
#[derive(Debug, Clone, Default)]
pub(in crate::read) struct Starts {
    kinds: FxHashMap<u64, u64>,
}

/// The first four letters of a folded word and its length, in bytes.
fn mark(word: &str) -> u64 {
    // Capitals differ from other letters by one bit, which digits have as well.
    let pack = |first: [u8; 4], length: usize| {
        let lower = u32::from_le_bytes(first) | u32::from_le_bytes([b' '; 4]);
        u64::from(lower) | (length as u64) << 32
    };
    let bytes = word.as_bytes();
    let mut first = [0; 4];
    if bytes.is_ascii() {
        if let Some(all) = bytes.first_chunk() {
            return pack(*all, bytes.len());
        }
        first.iter_mut().zip(bytes).for_each(|(letter, byte)| *letter = *byte);
        return pack(first, bytes.len());
    }
    let mut length = 0;
    for c in folded(word) {
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            first.get_mut(length).into_iter().for_each(|letter| *letter = byte);
            length += 1;
        }
    }
    pack(first, length)
}

impl Starts {
    /// Notes the first word of a phrase that means `kinds`.
    pub(in crate::read) fn add(&mut self, word: &str, kinds: u64) {
        *self.kinds.entry(mark(word)).or_default() |= kinds;
    }

    /// Adds what another one knows.
    pub(in crate::read) fn add_all(&mut self, other: &Self) {
        for (mark, kinds) in &other.kinds {
            *self.kinds.entry(*mark).or_default() |= kinds;
        }
    }

    /// What a phrase may mean that begins with a word of a text; 0 where none does.
    pub(in crate::read) fn of(&self, word: &str) -> u64 {
        self.kinds.get(&mark(word)).copied().unwrap_or_default()
    }
}

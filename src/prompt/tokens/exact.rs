//! The reference tokenizers that are built in.

use serde::Deserialize;

/// A run of blanks from this length on overflows the stack of the tokenizer's pattern.
const LONGEST_BLANK: usize = 10_000;

/// A tokenizer; it is built when it is first asked (a few tenths of a second) and kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Encoding {
    O200k,
    Cl100k,
}

impl Encoding {
    pub(super) fn count(self, text: &str) -> usize {
        let tokenizer = match self {
            Self::O200k => tiktoken_rs::o200k_base_singleton(),
            Self::Cl100k => tiktoken_rs::cl100k_base_singleton(),
        };
        // Marks such as `<|endoftext|>` are text in a prompt, and nothing else.
        tokenizer.count_ordinary(text)
    }
}

/// Whether the tokenizers get through a text.
pub(super) fn can_take(text: &str) -> bool {
    let mut blank = 0;
    text.chars().all(|c| {
        blank = if c.is_whitespace() { blank + 1 } else { 0 };
        blank < LONGEST_BLANK
    })
}

//! About how many tokens a text costs.

/// About how many tokens a text costs with the tokenizers of today's large models.
#[must_use]
pub fn about_tokens(text: &str) -> usize {
    text.chars().count().div_ceil(4)
}

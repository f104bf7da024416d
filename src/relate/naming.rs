//! Names as the words that they are made of.

use std::sync::LazyLock;

use crate::read::lexicon::Lexicon;

/// The words by which tables are found.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("relate.toml"));
    &LEXICON
}

/// Words in the names of types.
pub(super) fn type_words() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("type-names.toml"));
    &LEXICON
}

/// The words of a name in whatever style it is written, each in the singular: `orderItems`,
/// `order-items` and `order_items` are all `order item`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before = '_';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let next_is_lower = chars.peek().is_some_and(|n| n.is_lowercase());
        let starts = c.is_uppercase() && (before.is_lowercase() || before.is_uppercase() && next_is_lower);
        if !c.is_alphanumeric() || starts {
            push(&mut words, &mut word);
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    push(&mut words, &mut word);
    words
}

fn push(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        words.push(singular(&std::mem::take(word)));
    }
}

/// The singular of an English noun, near enough to bring two spellings of one name together.
pub(super) fn singular(word: &str) -> String {
    const IRREGULAR: &[(&str, &str)] =
        &[("people", "person"), ("children", "child"), ("data", "data"), ("statuses", "status"), ("indices", "index")];
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return (*one).to_owned();
    }
    let cut = |suffix: &str, ending: &str| word.strip_suffix(suffix).map(|stem| format!("{stem}{ending}"));
    let short = word.len() < 4;
    if short || ["ss", "us", "is", "news"].iter().any(|end| word.ends_with(end)) {
        return word.to_owned();
    }
    cut("ies", "y")
        .or_else(|| {
            ["sses", "xes", "ches", "shes", "zzes"].iter().find(|e| word.ends_with(**e)).and_then(|_| cut("es", ""))
        })
        .or_else(|| cut("s", ""))
        .unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_every_style() {
        for name in ["order_items", "orderItems", "order-items", "OrderItem", "ORDER_ITEM"] {
            assert_eq!(words(name), ["order", "item"], "{name}");
        }
        assert_eq!(words("AspNetUsers"), ["asp", "net", "user"]);
        assert_eq!(words("categories"), ["category"]);
        assert_eq!(words("HTTPRequests"), ["http", "request"]);
        assert_eq!(words("status"), ["status"]);
        assert_eq!(lexicon().problems(), Vec::<String>::new());
        assert_eq!(type_words().problems(), Vec::<String>::new());
    }
}

//! The words of a text, and the form that all spellings of a phrase share.

/// Whether what stands between two words keeps them in one phrase.
#[must_use]
pub fn joins_words(between: &str) -> bool {
    !between.contains([':', ';', '`', '(', ')', '[', ']', '{', '|', '=', '"', '\n', '→', '–', '—'])
        && !between.contains(" - ")
}

/// Start and end of the words of a text: runs of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (from, _) = chars.by_ref().find(|(_, c)| c.is_alphanumeric())?;
        while chars.next_if(|(_, c)| c.is_alphanumeric() || is_combining(*c)).is_some() {}
        Some((from, chars.peek().map_or(text.len(), |(to, _)| *to)))
    })
}

/// The form of a phrase that all its spellings share: lower case, no diacritics, one blank between
/// words.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for (from, to) in words(text) {
        if !key.is_empty() {
            key.push(' ');
        }
        fold_into(text.get(from..to).unwrap_or_default(), &mut key);
    }
    key
}

/// Appends the folded form of one word.
pub(in crate::read) fn fold_into(word: &str, key: &mut String) {
    for c in word.chars() {
        if c.is_ascii() {
            key.push(c.to_ascii_lowercase());
        } else {
            key.extend(c.to_lowercase().filter(|c| !is_combining(*c)).map(without_diacritic));
        }
    }
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The plain letter of a lower-case letter with a diacritic.
fn without_diacritic(c: char) -> char {
    const LETTERS: [(char, &str); 15] = [
        ('a', "àáâãäåāăą"),
        ('c', "çćĉċč"),
        ('d', "ďđ"),
        ('e', "èéêëēĕėęě"),
        ('g', "ĝğġģ"),
        ('i', "ìíîïĩīĭįı"),
        ('l', "ĺļľł"),
        ('n', "ñńņň"),
        ('o', "òóôõöøōŏő"),
        ('r', "ŕŗř"),
        ('s', "śŝşšș"),
        ('t', "ţťț"),
        ('u', "ùúûüũūŭůűų"),
        ('y', "ýÿŷ"),
        ('z', "źżž"),
    ];
    LETTERS.iter().find(|(_, variants)| variants.contains(c)).map_or(c, |(plain, _)| *plain)
}

//! The words of a text, and the form that all spellings of a phrase share.

/// Whether what stands between two words keeps them in one phrase.
#[must_use]
pub fn joins_words(between: &str) -> bool {
    const PARTING: [char; 15] = [':', ';', '`', '(', ')', '[', ']', '{', '|', '=', '"', '\n', '→', '–', '—'];
    // Nearly always it is a blank.
    between == " " || !between.contains(PARTING) && !between.contains(" - ")
}

/// Start and end of the words of a text: runs of letters and digits.
#[must_use]
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// What a byte is to words.
#[derive(Debug, Clone, Copy)]
enum Byte {
    /// An ASCII letter or digit.
    Letter,
    /// Any other ASCII character.
    Mark,
    /// Part of a longer character.
    Wide,
}

/// What each byte is.
const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Wide; 256];
    let mut at = 0_u8;
    while at.is_ascii() {
        bytes[at as usize] = if at.is_ascii_alphanumeric() { Byte::Letter } else { Byte::Mark };
        at += 1;
    }
    bytes
};

/// The words of a text, from the left.
#[derive(Debug, Clone)]
pub struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl Words<'_> {
    /// The character that is no ASCII at an offset.
    fn wide(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }
}

impl Iterator for Words<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        loop {
            match BYTES[usize::from(*bytes.get(at)?)] {
                Byte::Mark => at += 1,
                Byte::Letter => break,
                Byte::Wide => match self.wide(at)? {
                    c if c.is_alphanumeric() => break,
                    c => at += c.len_utf8(),
                },
            }
        }
        let from = at;
        while let Some(byte) = bytes.get(at) {
            match BYTES[usize::from(*byte)] {
                Byte::Letter => at += 1,
                Byte::Mark => break,
                Byte::Wide => match self.wide(at) {
                    Some(c) if c.is_alphanumeric() || is_combining(c) => at += c.len_utf8(),
                    _ => break,
                },
            }
        }
        self.at = at;
        Some((from, at))
    }
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

/// Room for nearly every phrase, in bytes, so that a key is given memory once.
pub(in crate::read) const USUAL_PHRASE: usize = 32;

/// Appends the folded form of one word.
pub(in crate::read) fn fold_into(word: &str, key: &mut String) {
    if word.is_ascii() {
        let from = key.len();
        key.push_str(word);
        if let Some(added) = key.get_mut(from..) {
            added.make_ascii_lowercase();
        }
    } else {
        key.extend(folded(word));
    }
}

/// The letters of a word, folded.
pub(super) fn folded(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().flat_map(char::to_lowercase).filter(|c| !is_combining(*c)).map(without_diacritic)
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The plain letter of a lower-case letter with a diacritic.
fn without_diacritic(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits_in_any_script() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("— `user_id`, 3×x…", &["user", "id", "3", "x"]),
            ("ścieżka/URL s\u{301}ciez\u{307}ka", &["ścieżka", "URL", "s\u{301}ciez\u{307}ka"]),
            ("\u{301}a b", &["a", "b"]),
            ("日本 İx ß", &["日本", "İx", "ß"]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = words(text).map(|(from, to)| &text[from..to]).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}

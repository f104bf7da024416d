//! An estimate of how many tokens a text costs, for families whose tokenizer is not built in.
//!
//! Words, numbers and marks are counted the way that a tokenizer cuts them, with weights fitted to
//! the counts of o200k on some three hundred plans, source files, JSON and SQL files (a million tokens): half of
//! them are within 3 percent, and all but odd ones within 10.

/// Weights in thousandths of a token.
mod weight {
    /// A word, for its first letters.
    pub(super) const WORD: usize = 822;
    /// Each further letter of it.
    pub(super) const LETTER: usize = 253;
    /// A word on a line with letters that English lacks.
    pub(super) const FOREIGN_WORD: usize = 953;
    pub(super) const FOREIGN_LETTER: usize = 256;
    /// A letter that English lacks, besides.
    pub(super) const DIACRITIC: usize = 1045;
    /// A word in capitals.
    pub(super) const CAPITALS: usize = 220;
    pub(super) const CAPITAL: usize = 384;
    /// Up to three digits.
    pub(super) const DIGITS: usize = 1875;
    /// A run of line breaks.
    pub(super) const LINE: usize = 566;
    /// A run of two or more blanks.
    pub(super) const BLANKS: usize = 565;
    /// A run of punctuation, and each mark of it behind the second.
    pub(super) const MARKS: usize = 890;
    pub(super) const MARK: usize = 156;
    /// A pictogram, arrow or letter of another script.
    pub(super) const SYMBOL: usize = 700;
}

/// Letters behind this one cost as much in every word: the word is no word.
const LONGEST_WORD: usize = 12;

/// About how many tokens a text costs with the tokenizers of today's large models.
///
/// ```
/// use routewright::prompt::about_tokens;
///
/// assert_eq!(about_tokens(""), 0);
/// let tokens = about_tokens("The quick brown fox jumps over the lazy dog.");
/// assert!((9..=11).contains(&tokens), "{tokens}");
/// ```
#[must_use]
pub fn about_tokens(text: &str) -> usize {
    text.split_inclusive('\n').map(line).sum::<usize>().div_ceil(1000)
}

/// What a character is to a tokenizer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Blank,
    Break,
    Mark,
    Symbol,
}

fn kind(c: char) -> Kind {
    match c {
        '\n' | '\r' => Kind::Break,
        '0'..='9' => Kind::Digit,
        'A'..='Z' | 'a'..='z' | '\'' | '\u{c0}'..='\u{24f}' => Kind::Letter,
        _ if c.is_whitespace() => Kind::Blank,
        _ if (c as u32) < 0x2190 && !c.is_alphanumeric() => Kind::Mark,
        _ => Kind::Symbol,
    }
}

/// The cost of a line in thousandths of a token.
fn line(line: &str) -> usize {
    let is_foreign = !line.is_ascii() && line.contains(|c| matches!(c, '\u{c0}'..='\u{24f}'));
    let mut cost = 0;
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let kind = kind(first);
        let end = rest.find(|c| self::kind(c) != kind).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        rest = behind;
        cost += match kind {
            Kind::Letter => letters(run, is_foreign),
            Kind::Digit => run.len().div_ceil(3) * weight::DIGITS,
            Kind::Blank if run.len() == 1 => 0,
            Kind::Blank => weight::BLANKS,
            Kind::Break => weight::LINE,
            Kind::Mark => weight::MARKS + run.chars().count().saturating_sub(2) * weight::MARK,
            Kind::Symbol => run.chars().count() * weight::SYMBOL,
        };
    }
    cost
}

/// The cost of a run of letters: `HTTPRequest` and `getUserById` are several words.
fn letters(run: &str, is_foreign: bool) -> usize {
    let mut cost = 0;
    let mut word = Word::default();
    for c in run.chars() {
        let capital = c.is_uppercase();
        if capital && word.small > 0 {
            cost += word.cost(is_foreign);
            word = Word::default();
        }
        word.capitals += usize::from(capital);
        word.small += usize::from(!capital);
        word.diacritics += usize::from(!c.is_ascii());
    }
    cost + word.cost(is_foreign)
}

#[derive(Default)]
struct Word {
    capitals: usize,
    small: usize,
    diacritics: usize,
}

impl Word {
    fn cost(&self, is_foreign: bool) -> usize {
        let length = self.capitals + self.small;
        let beyond = |first: usize| length.min(LONGEST_WORD).saturating_sub(first);
        let cost = if self.small == 0 && length > 2 && !is_foreign {
            weight::CAPITALS + beyond(3) * weight::CAPITAL
        } else if is_foreign {
            weight::FOREIGN_WORD + beyond(4) * weight::FOREIGN_LETTER
        } else {
            weight::WORD + beyond(6) * weight::LETTER
        };
        cost + self.diacritics * weight::DIACRITIC + length.saturating_sub(LONGEST_WORD) * weight::LETTER
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::Encoding;
    use super::*;

    #[test]
    fn estimates_are_near_the_count_of_a_tokenizer() {
        let texts = [
            include_str!("../../../assets/demo/.ai/api-plan.md"),
            include_str!("../../../assets/demo/.ai/db-plan.md"),
            include_str!("../../../assets/demo/.ai/tech-stack.md"),
            include_str!("../../../assets/demo/src/types.ts"),
            include_str!("../../../assets/languages/en/templates/endpoint-plan.md"),
            include_str!("../../../assets/languages/pl/templates/endpoint-plan.md"),
            include_str!("../../../assets/languages/pl/lexicons/rules.toml"),
        ];
        for text in texts {
            let (estimate, counted) = (about_tokens(text), Encoding::O200k.count(text));
            let off = estimate.abs_diff(counted) * 100 / counted;
            assert!(off <= 15, "{estimate} instead of {counted}: {off} % off, {:?}", text.get(..40));
        }
    }

    #[test]
    fn odd_texts_cost_something_and_take_no_time() {
        assert_eq!(about_tokens("a"), 1);
        assert!(about_tokens(&"x".repeat(100_000)) > 10_000);
        assert!(about_tokens(&"日本語".repeat(100)) > 100);
        assert!(about_tokens("🧗🏽‍♀️") > 0);
    }
}

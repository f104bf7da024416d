//! How many tokens a text costs: exactly where the tokenizer of the chosen model family is built in,
//! else about, and said so.
//!
//! Counting a long prompt takes milliseconds, and the first time a tokenizer has to be built; so the
//! pure layers only say what is to be counted ([`Uncounted`]), and the shell calls [`count_tokens`] beside
//! the screen.

mod estimate;
mod exact;
mod family;

use crate::model::Omission;
use crate::text::Span;

pub use estimate::about_tokens;
pub use family::Family;
pub(super) use family::check_asset;

/// A text that is to be counted, and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncounted {
    /// For whose models.
    pub family: &'static Family,
    /// The whole text.
    pub text: String,
    /// Parts of it, each of which is counted for itself too.
    pub parts: Vec<Span>,
    /// What it would be with one thing more, or one less, left out.
    pub others: Vec<(Omission, String)>,
}

/// A count of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// For whose models.
    pub family: &'static Family,
    /// Whether it is what the family's own tokenizer says.
    pub exact: bool,
    /// Tokens of the whole text. The parts may cost a little more or less together, since words at
    /// their borders are cut in another way.
    pub all: usize,
    /// Tokens of each part.
    pub parts: Vec<usize>,
    /// Tokens of the other texts.
    pub others: Vec<(Omission, usize)>,
}

impl Tally {
    /// A count of it for people: `4312` where it is exact, `~4300` where it is not.
    #[must_use]
    pub fn shown(&self, tokens: usize) -> String {
        if self.exact || tokens == 0 { tokens.to_string() } else { format!("~{tokens}") }
    }

    /// How many tokens leaving something out would save, or saves if it is left out; `None` where it was
    /// not counted.
    #[must_use]
    pub fn saving(&self, omission: Omission, is_left_out: bool) -> Option<usize> {
        let (_, other) = self.others.iter().find(|(other, _)| *other == omission)?;
        let (with, without) = if is_left_out { (*other, self.all) } else { (self.all, *other) };
        // What says that something was left out may cost as much as the thing itself.
        Some(with.saturating_sub(without))
    }

    /// The count in words: `4312 tokens for GPT`, `about 6468 tokens for Claude`.
    #[must_use]
    pub fn words(&self, tokens: usize) -> String {
        let about = if self.exact { "" } else { "about " };
        let unit = if tokens == 1 { "token" } else { "tokens" };
        format!("{about}{tokens} {unit} for {}", self.family.title)
    }
}

/// Counts a text and its parts. This takes a moment: never where something is drawn.
#[must_use]
pub fn count_tokens(uncounted: &Uncounted) -> Tally {
    let Uncounted { family, text, parts, others } = uncounted;
    let mut texts = others.iter().map(|(_, text)| text).chain([text]);
    let encoding = family.encoding().filter(|_| texts.all(|text| exact::can_take(text)));
    let count = |text: &str| match encoding {
        Some(encoding) => encoding.count(text),
        None => family.about(text),
    };
    let part = |span: &Span| count(text.get(span.start..span.end).unwrap_or_default());
    Tally {
        family,
        exact: encoding.is_some(),
        all: count(text),
        parts: parts.iter().map(part).collect(),
        others: others.iter().map(|(omission, text)| (*omission, count(text))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(model: &str, text: &str) -> Tally {
        let family = Family::named(model).unwrap();
        count_tokens(&Uncounted { family, text: text.to_owned(), parts: Vec::new(), others: Vec::new() })
    }

    /// The counts are those of Python's tiktoken 0.14 (`encode_ordinary`).
    #[test]
    fn counts_are_those_of_the_reference_tokenizers() {
        let cases = [
            ("", 0, 0),
            ("Plan POST /api/orders: validate the body, answer 201 or 422.\n", 17, 17),
            ("Użytkownik może usunąć wyłącznie własne zgłoszenie; w przeciwnym razie zwróć błąd 403.\n", 31, 37),
            (
                "SELECT o.id, sum(i.price * i.count)::numeric(10,2) AS total\nFROM orders o\n\tJOIN items i ON i.order_id = o.id\nWHERE o.user_id = auth.uid();\n",
                44,
                45,
            ),
            (
                "export const createOrderSchema = z.object({ items: z.array(itemSchema).min(1), note: z.string().max(500).optional() });",
                32,
                32,
            ),
            (
                "{\n  \"id\": \"0b1f6c1e-7a7e-4b1e-9d55-3f2f8f0a1c22\",\n  \"created_at\": \"2025-03-01T10:20:30Z\"\n}\n",
                62,
                62,
            ),
            ("Done ✅ 🧗🏽\u{200d}♀️ → see § 4 — naïve café, 日本語, Привет!", 26, 32),
            ("<|endoftext|> is text here, and so is <|im_start|>.   \n\n\n   x", 24, 23),
        ];
        for (text, o200k, cl100k) in cases {
            let (gpt, older) = (counted("gpt", text), counted("gpt-4", text));
            assert!(gpt.exact && older.exact);
            assert_eq!((gpt.all, older.all), (o200k, cl100k), "{:?}", text.get(..40));
        }
    }

    #[test]
    fn what_no_tokenizer_is_there_for_is_about() {
        let text = include_str!("../../assets/demo/.ai/api-plan.md");
        let (claude, gpt) = (counted("claude-opus-5", text), counted("gpt-5", text));
        assert!(!claude.exact);
        assert_eq!(claude.shown(claude.all), format!("~{}", claude.all));
        assert_eq!(claude.words(claude.all), format!("about {} tokens for Claude", claude.all));
        let off = claude.all.abs_diff(gpt.all * 3 / 2) * 100 / gpt.all;
        assert!(off < 15, "{off} %");
    }

    #[test]
    fn parts_are_counted_for_themselves() {
        let text = "Użytkownik may delete orders.".to_owned();
        let parts = vec![Span::new(0, 11), Span::new(11, 99)];
        let uncounted = Uncounted { family: Family::usual(), text, parts, others: Vec::new() };
        let tally = count_tokens(&uncounted);
        assert_eq!((tally.all, tally.parts), (7, vec![3, 0]));
    }

    #[test]
    fn blanks_that_the_tokenizer_would_break_on_are_counted_about() {
        let text = format!("a{}b", " ".repeat(2_000_000));
        assert!(!counted("gpt", &text).exact);
        assert!(counted("gpt", text.get(..9_000).unwrap()).exact);
    }
}

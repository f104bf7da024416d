//! Names by which parameters, columns and tables are known: `assets/plan/words.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::markdown::clean;
use super::naming;
use crate::model::Language;

/// Lists of names; see the file for what each is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) page: Vec<String>,
    pub(crate) cursor: Vec<String>,
    pub(crate) page_size: Vec<String>,
    pub(crate) sort: Vec<String>,
    pub(crate) search: Vec<String>,
    pub(crate) owner_columns: Vec<String>,
    pub(crate) clock_columns: Vec<String>,
    pub(crate) touched_columns: Vec<String>,
    pub(crate) removed_columns: Vec<String>,
    pub(crate) secret_fields: Vec<String>,
    pub(crate) personal_fields: Vec<String>,
    pub(crate) computed_defaults: Vec<String>,
    pub(crate) numbering_types: Vec<String>,
    pub(crate) own_segments: Vec<String>,
    pub(crate) role_columns: Vec<String>,
    pub(crate) offsets: Vec<String>,
    pub(crate) page_counts: Vec<String>,
    pub(crate) next_flags: Vec<String>,
    pub(crate) previous_flags: Vec<String>,
    pub(crate) several_words: Vec<String>,
    pub(crate) descending_words: Vec<String>,
    pub(crate) answer_labels: Vec<String>,
    pub(crate) measured_words: Vec<String>,
    pub(crate) default_words: Vec<String>,
    pub(crate) collision_words: Vec<String>,
    pub(crate) totals: Vec<String>,
    pub(crate) limit_marks: Vec<String>,
    pub(crate) character_words: Vec<String>,
    pub(crate) reason_phrases: Vec<String>,
    pub(crate) range_from: Vec<String>,
    pub(crate) range_to: Vec<String>,
    pub(crate) date_words: Vec<String>,
    pub(crate) filler_words: Vec<String>,
    pub(crate) idle_labels: Vec<String>,
    pub(crate) entry_segments: Vec<String>,
    pub(crate) error_members: Vec<String>,
    pub(crate) error_companions: Vec<String>,
    pub(crate) assigning_words: Vec<String>,
    pub(crate) least_marks: Vec<String>,
    pub(crate) range_joints: Vec<String>,
    pub(crate) hash_marks: Vec<String>,
    pub(crate) test_tools: Vec<String>,
    pub(crate) tools_by_letter: Vec<String>,
    pub(crate) count_marks: Vec<String>,
    pub(crate) rate_marks: Vec<String>,
    pub(crate) rate_scopes: Vec<String>,
    pub(crate) open_scopes: Vec<String>,
    pub(crate) code_names: std::collections::BTreeMap<String, Vec<String>>,
    pub(crate) file_columns: Vec<String>,
    pub(crate) file_name_columns: Vec<String>,
    pub(crate) storages: Vec<String>,
    pub(crate) state_columns: Vec<String>,
    pub(crate) call_marks: Vec<String>,
    pub(crate) function_words: Vec<String>,
    pub(crate) view_words: Vec<String>,
    pub(crate) question_words: Vec<String>,
    pub(crate) trigger_words: Vec<String>,
    pub(crate) limit_words: Vec<String>,
    pub(crate) exclusive_words: Vec<String>,
    pub(crate) input_words: Vec<String>,
    pub(crate) state_words: Vec<String>,
    pub(crate) stages: Stages,
    pub(crate) verbs: Verbs,
}

/// Stems by where a sentence has its place in the flow.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stages {
    pub(crate) said_anyway: Vec<String>,
    pub(crate) order: Vec<String>,
    pub(crate) check: Vec<String>,
    pub(crate) access: Vec<String>,
    pub(crate) outside: Vec<String>,
    pub(crate) effects: Vec<String>,
    pub(crate) choices: Vec<String>,
    pub(crate) together: Vec<String>,
    pub(crate) work: Vec<String>,
    pub(crate) validates: Vec<String>,
    pub(crate) authentication: Vec<String>,
    pub(crate) validation: Vec<String>,
}

/// Stems by what a sentence is about.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verbs {
    pub(crate) reads: Vec<String>,
    pub(crate) creates: Vec<String>,
    pub(crate) changes: Vec<String>,
    pub(crate) any: Vec<String>,
    pub(crate) removes: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| Language::words_of_all("plan/words.toml").try_into().unwrap_or_default());

/// The lists that come with the program.
pub(crate) fn words() -> &'static Words {
    &WORDS
}

/// Whether a name is in a list, without regard to case and separators.
pub(crate) fn is_in(name: &str, list: &[String]) -> bool {
    list.iter().any(|known| naming::is_same(known, name))
}

/// What a response's description adds to its status: without marks of code and the reason phrase.
pub(crate) fn meaning(description: &str) -> Option<String> {
    let mut text = clean(description).replace(['`', '*'], "");
    let lower = text.to_lowercase();
    let phrase = words().reason_phrases.iter().filter(|p| lower.starts_with(p.as_str())).max_by_key(|p| p.len());
    if let Some(rest) = phrase.and_then(|p| text.get(p.len()..)).filter(|rest| !rest.starts_with(char::is_alphanumeric))
    {
        text = rest.trim_start_matches([' ', ':', '-', '–', '—', '.', ',']).to_owned();
    }
    let mut text = text.trim();
    while let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        text = inner.trim();
    }
    if text.matches(')').count() > text.matches('(').count() {
        text = text.trim_end_matches(')');
    }
    if text.matches('(').count() > text.matches(')').count() {
        text = text.trim_start_matches('(');
    }
    let text = text.trim_matches([' ', ':', ';', ',', '"', '„', '”', '“']);
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether a text says more than what is known already: than its type, "optional", a limit or a default.
pub(crate) fn adds_to(text: &str, known: &[String]) -> bool {
    let parts = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let lower = if text.contains(char::is_whitespace) { lower } else { heck::ToSnakeCase::to_snake_case(text) };
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let known: Vec<String> = known.iter().flat_map(|text| parts(text)).collect();
    let is_new = |word: &String| !known.contains(word) && !words().filler_words.contains(word);
    parts(text).iter().any(is_new)
}

/// A text without code marks, and with `10 000` and `10,000` as one number.
pub(crate) fn whole_numbers(text: &str) -> String {
    let plain: Vec<char> = text.chars().filter(|c| !matches!(c, '`' | '*')).collect();
    let digit = |at: usize| plain.get(at).is_some_and(char::is_ascii_digit);
    let parts = |at: usize| {
        let is_sign = matches!(plain.get(at), Some(' ' | ',' | '_' | '\u{a0}'));
        is_sign && at > 0 && digit(at - 1) && (1..=3).all(|next| digit(at + next)) && !digit(at + 4)
    };
    plain.iter().enumerate().filter(|(at, _)| !parts(*at)).map(|(_, c)| *c).collect()
}

/// The largest length that a text allows: 100 for `max 100`, `<= 100` and `3-100 characters`.
pub(crate) fn stated_limit(text: &str) -> Option<u32> {
    let lower = whole_numbers(&text.to_lowercase());
    marked_number(&lower, &words().limit_marks).or_else(|| Some(range_of_characters(&lower)?.1))
}

/// The smallest length that a text allows: 3 for `min 3`, `at least 3` and `3-100 characters`.
pub(crate) fn stated_least(text: &str) -> Option<u32> {
    let lower = whole_numbers(&text.to_lowercase());
    marked_number(&lower, &words().least_marks).or_else(|| Some(range_of_characters(&lower)?.0))
}

/// The number behind the first of these marks.
fn marked_number(lower: &str, marks: &[String]) -> Option<u32> {
    marks.iter().find_map(|mark| lower.split_once(mark.as_str()).and_then(|(_, rest)| leading_number(rest)))
}

fn leading_number(rest: &str) -> Option<u32> {
    let rest = rest.trim_start_matches([' ', ':', '=', '.']);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Both ends of `3-100 characters` and `3 to 100 characters`.
fn range_of_characters(lower: &str) -> Option<(u32, u32)> {
    let words: Vec<&str> = range_words(lower);
    let counts = |unit: Option<&&str>| unit.is_some_and(|unit| words_that_count().any(|word| unit.starts_with(word)));
    (0..words.len()).find_map(|at| {
        let (from, to, behind) = range_at(&words, at)?;
        counts(words.get(behind)).then_some((from, to))
    })
}

fn words_that_count() -> impl Iterator<Item = &'static str> {
    words().character_words.iter().map(String::as_str)
}

/// Whether a text speaks of characters.
pub(crate) fn counts_characters(text: &str) -> bool {
    let lower = text.to_lowercase();
    words_that_count().any(|word| lower.contains(word))
}

/// The smallest and the largest number that a text allows: 1 and 50 for `1-50`, `1 to 50`, `min 1, max 50`.
pub(crate) fn bounds_in(text: &str) -> (Option<i64>, Option<i64>) {
    let lower = whole_numbers(&text.to_lowercase());
    let words: Vec<&str> = range_words(&lower);
    let range = (0..words.len()).find_map(|at| range_at(&words, at)).filter(|(from, to, _)| from < to);
    if let Some((from, to, _)) = range {
        return (Some(from.into()), Some(to.into()));
    }
    let marked = |marks: &[String]| marked_number(&lower, marks).map(i64::from);
    (marked(&self::words().least_marks), marked(&self::words().limit_marks))
}

fn range_words(lower: &str) -> Vec<&str> {
    lower.split(|c: char| c.is_whitespace() || "(),;:[]".contains(c)).filter(|word| !word.is_empty()).collect()
}

/// A range that begins at a word, and where the text goes on behind it.
fn range_at(words: &[&str], at: usize) -> Option<(u32, u32, usize)> {
    let number = |word: &str| word.trim_end_matches('.').parse::<u32>().ok();
    let word = words.get(at)?;
    if let Some((from, to)) = word.split_once("..").or_else(|| word.split_once(['-', '–'])) {
        return Some((number(from)?, number(to)?, at + 1));
    }
    let from = number(word)?;
    let joins = words.get(at + 1).is_some_and(|joint| self::words().range_joints.iter().any(|j| j == joint));
    Some((from, number(words.get(at + 2).filter(|_| joins)?)?, at + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_lose_what_the_status_says() {
        assert_eq!(meaning("Forbidden`: User doesn't own it").as_deref(), Some("User doesn't own it"));
        assert_eq!(meaning("OK"), None);
        assert_eq!(meaning("(limit reached)").as_deref(), Some("limit reached"));
        assert_eq!(meaning("Okay, go").as_deref(), Some("Okay, go"));
        assert_eq!(stated_limit("string (<=280 chars)"), Some(280));
        assert_eq!(stated_limit("string (3-100 characters)"), Some(100));
        assert_eq!(stated_limit("string"), None);
        assert_eq!(stated_least("string (3-100 characters)"), Some(3));
        assert_eq!(stated_least("min. 8 znaków, maks. 72"), Some(8));
        assert_eq!(stated_least("max 20"), None);
        assert_eq!(stated_limit("1000 to 10000 characters"), Some(10000));
        for (text, bounds) in [
            ("1-50", (Some(1), Some(50))),
            ("od `1000` do 10 000 znaków", (Some(1000), Some(10000))),
            ("an integer, 1 to 5", (Some(1), Some(5))),
            ("≤100", (None, Some(100))),
            ("min. 2", (Some(2), None)),
            ("from 2026-01-31 on", (None, None)),
            ("an integer", (None, None)),
        ] {
            assert_eq!(bounds_in(text), bounds, "{text}");
        }
    }

    #[test]
    fn a_description_is_kept_for_what_it_adds() {
        let known = ["100".to_owned(), "uuid".to_owned()];
        assert!(!adds_to("optional, max 100 characters", &known));
        assert!(!adds_to("UUID (required)", &known));
        assert!(adds_to("max 20", &known));
        assert!(adds_to("a valid e-mail address", &known));
    }

    #[test]
    fn the_lists_are_read() {
        assert!(is_in("pageSize", &words().page_size));
        assert!(!is_in("pages", &words().page));
    }
}

//! A name with what its line says of it: type, values, default, words.

use crate::read::api::body::is_name;
use crate::read::api::words::{WORDS, Word};
use crate::text::Span;

/// Marks around values.
const QUOTES: [char; 3] = ['`', '"', '\''];

/// A name with what the line says of it. Spans are relative to the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read::api) struct Named {
    pub(in crate::read::api) name: String,
    pub(in crate::read::api) span: Span,
    pub(in crate::read::api) required: Option<bool>,
    /// The words in brackets.
    pub(in crate::read::api) note: Option<String>,
    /// The words behind a colon or dash.
    pub(in crate::read::api) description: Option<String>,
    pub(in crate::read::api) allowed: Vec<String>,
}

impl Named {
    /// A name of which nothing more is said.
    pub(in crate::read::api) fn plain(name: &str, span: Span) -> Self {
        Self {
            name: name.replace('\\', "").trim_end_matches("[]").to_owned(),
            span,
            required: None,
            note: None,
            description: None,
            allowed: Vec::new(),
        }
    }

    /// The words in brackets between their commas; the values behind "one of" are one part.
    fn parts(&self) -> Vec<&str> {
        let Some(note) = self.note.as_deref() else { return Vec::new() };
        let mut parts: Vec<Span> = Vec::new();
        let mut at = 0;
        for part in note.split_inclusive([',', ';']) {
            let span = Span::new(at, at + part.trim_end_matches([',', ';']).len());
            at += part.len();
            let text = |span: Span| note.get(span.start..span.end).unwrap_or_default().trim();
            let goes_on = |before: &Span| WORDS.has(text(*before), Word::OneOf) && is_value(text(span));
            match parts.last_mut().filter(|before| goes_on(before)) {
                Some(before) => before.end = span.end,
                None => parts.push(span),
            }
        }
        parts.into_iter().filter_map(|span| note.get(span.start..span.end)).map(str::trim).collect()
    }

    /// The type among the words in brackets: the first that says neither whether it is needed nor a
    /// default.
    pub(in crate::read::api) fn ty(&self) -> Option<String> {
        if self.bare_values().is_some() {
            return None;
        }
        let ty = self.parts().into_iter().map(|part| part.trim_matches('`')).find(|part| says_more(part));
        ty.filter(|p| !p.contains('|') || p.contains("null")).map(str::to_owned)
    }

    /// Values that stand in brackets without a word about them: ``(`open`, `done`)``.
    fn bare_values(&self) -> Option<Vec<String>> {
        let parts: Vec<&str> = self.parts().into_iter().filter(|part| says_more(part)).collect();
        let values = || parts.iter().map(|part| part.trim_matches(QUOTES).to_owned());
        (parts.len() > 1 && parts.iter().all(|part| is_value(part)) && values().all(|value| is_name(&value)))
            .then(|| values().collect())
    }

    /// What the line says in words: what else stands in brackets, and the description.
    pub(in crate::read::api) fn told(&self) -> Option<String> {
        let ty = self.ty();
        let is_type = |part: &&str| ty.as_deref() == Some(part.trim_matches('`'));
        let own = |part: &&str| says_more(part) || WORDS.has(part, Word::OneOf);
        let parts = if self.bare_values().is_some() { Vec::new() } else { self.parts() };
        let more = parts.into_iter().filter(|part| own(part) && !is_type(part) && !part.contains('|'));
        let told: Vec<&str> = more.chain(self.description.as_deref()).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }

    /// The values that the line lists: `a|b`, or those behind "one of".
    pub(in crate::read::api) fn values(&self) -> Vec<String> {
        if !self.allowed.is_empty() {
            return self.allowed.clone();
        }
        if let Some(values) = self.bare_values() {
            return values;
        }
        let texts = self.parts().into_iter().chain(self.description.as_deref());
        texts.map(listed).find(|values| values.len() > 1).unwrap_or_default()
    }

    /// The default value that the line names.
    pub(in crate::read::api) fn default(&self) -> Option<String> {
        [self.note.as_deref(), self.description.as_deref()].into_iter().flatten().find_map(|text| {
            let word = WORDS.find(text, Word::Default)?;
            let rest = text.get(word.end..)?.trim_start_matches([':', '=', ' ', '`', '"', '\'']);
            let end = rest.find([',', ')', ';', '`', '"', '\'']).unwrap_or(rest.len());
            let value = rest.get(..end)?.trim().trim_end_matches('.');
            (!value.is_empty() && value.len() < 40).then(|| value.to_owned())
        })
    }
}

/// Whether a part of the words in brackets says something else than whether the value is needed, its
/// default or a list of values.
fn says_more(part: &str) -> bool {
    !part.is_empty()
        && WORDS.necessity(part).is_none()
        && !WORDS.has(part, Word::Default)
        && !WORDS.has(part, Word::OneOf)
}

/// The values in code marks or quotes behind "one of", to the end of the sentence.
fn listed(text: &str) -> Vec<String> {
    let Some(word) = WORDS.find(text, Word::OneOf) else { return Vec::new() };
    let rest = text.get(word.end..).unwrap_or_default();
    let end = WORDS.find(rest, Word::Default).map_or(rest.len(), |word| word.start);
    let rest = rest.get(..end).unwrap_or(rest);
    let rest = rest.split(['.', ';']).next().unwrap_or_default();
    let Some(quote) = rest.chars().find(|c| QUOTES.contains(c)) else { return Vec::new() };
    let values = rest.split(quote).skip(1).step_by(2).filter(|value| is_name(value));
    values.map(str::to_owned).collect()
}

/// Whether a part is a value alone: `` `a` ``, `"a"`, `or 'a'`.
fn is_value(part: &str) -> bool {
    let word = part.rsplit(' ').next().unwrap_or_default();
    let is_quoted = word.len() > 2 && word.starts_with(QUOTES) && word.ends_with(QUOTES);
    is_quoted && part.split(' ').count() < 3 && !WORDS.has(part, Word::Default)
}

#[cfg(test)]
mod tests {
    use super::super::named;

    #[test]
    fn defaults_types_and_values_are_read() {
        let read = named("`sort` (string, default: \"created_at\", optional)");
        let name = read.first().unwrap();
        assert_eq!((name.ty().as_deref(), name.default().as_deref()), (Some("string"), Some("created_at")));
        assert_eq!(named("`source` (`ai|manual`)").first().unwrap().allowed, ["ai", "manual"]);
        // What follows a description goes on with it.
        let read = named("`limit` (optional): integer, default 20, max 100");
        let name = read.first().unwrap();
        assert_eq!(name.description.as_deref(), Some("integer, default 20, max 100"));
        assert_eq!(name.default().as_deref(), Some("20"));
    }

    #[test]
    fn brackets_hold_types_values_and_words() {
        for (line, ty, values, told) in [
            ("`a` (integer, required, 5-10)", Some("integer"), "", Some("5-10")),
            ("`a` (optional, one of `x`, `y`, default `x`)", None, "x y", Some("one of `x`, `y`")),
            (
                "`a` (string): the state, one of `x` or `y`.",
                Some("string"),
                "x y",
                Some("the state, one of `x` or `y`."),
            ),
            ("`a` (`x`, `y`)", None, "x y", None),
            ("`a` (uuid): the owner", Some("uuid"), "", Some("the owner")),
        ] {
            let read = named(line);
            let name = read.first().unwrap();
            assert_eq!(name.ty().as_deref(), ty, "{line}");
            assert_eq!(name.values().join(" "), values, "{line}");
            assert_eq!(name.told().as_deref(), told, "{line}");
        }
    }
}

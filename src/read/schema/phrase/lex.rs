//! Words and marks of a phrase such as `` `email` VARCHAR(255), not null – login ``.
//!
//! Markdown's marks (backticks, bold) carry no meaning here but that a word was marked as code;
//! what is kept is what people and SQL both mean: words, quoted values, brackets, separators.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, number or dotted name.
    Word,
    /// `'value'`; the span holds the quotes.
    Text,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`, `;` or a line break.
    Separator,
    /// `:`
    Colon,
    /// `→`, `->`, `=>`
    Arrow,
    /// A dash between spaces, or `--` and `//`: what follows is a remark.
    Dash,
    /// Anything else.
    Symbol,
}

/// One token with its bytes in the phrase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it stands in backticks.
    pub(super) code: bool,
    /// For `(`, the index of its `)`; for anything else, and an unclosed one, its own index.
    pub(super) pair: usize,
}

/// Splits a phrase into tokens.
pub(super) fn lex(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut code = false;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        if c == '`' {
            code = !code;
            at += 1;
            continue;
        }
        if let Some(end) = qualified(text, tokens.last(), at, c) {
            if let Some(last) = tokens.last_mut() {
                last.end = end;
                last.text = text.get(last.start..end).unwrap_or_default().trim_end_matches('`');
            }
            at = end;
            continue;
        }
        if c == '\n' || !(c.is_whitespace() || c == '*' || c == '\\' || c == '|' && rest.starts_with("||")) {
            let (kind, len) = token_at(text, at, c);
            let index = tokens.len();
            let slice = text.get(at..at + len).unwrap_or_default();
            if kind == Kind::Open {
                open.push(index);
            } else if kind == Kind::Close
                && let Some(opener) = open.pop()
                && let Some(token) = tokens.get_mut(opener)
            {
                token.pair = index;
            }
            tokens.push(Token { kind, text: slice, start: at, end: at + len, code, pair: index });
            at += len;
        } else {
            at += c.len_utf8();
        }
    }
    tokens
}

/// Where a name ends that goes on behind a dot, each part in quotes of its own: `` `app`.`orders` ``.
fn qualified(text: &str, last: Option<&Token<'_>>, dot: usize, c: char) -> Option<usize> {
    let last = last.filter(|t| c == '.' && t.kind == Kind::Word)?;
    let between = text.get(last.end..dot)?;
    let rest = text.get(dot + 1..)?;
    let quote = rest.chars().next().filter(|q| matches!(q, '`' | '"'));
    if !matches!(between, "" | "`") || quote.is_none() && between.is_empty() && !last.text.ends_with('"') {
        return None;
    }
    let start = dot + 1 + quote.map_or(0, char::len_utf8);
    let word = text.get(start..)?;
    let len = word.find(|c: char| !is_word_char(c)).unwrap_or(word.len());
    let closed = quote.is_none_or(|q| word.get(len..).is_some_and(|after| after.starts_with(q)));
    (len > 0 && closed).then_some(start + len + quote.map_or(0, char::len_utf8))
}

fn token_at(text: &str, at: usize, c: char) -> (Kind, usize) {
    let rest = text.get(at..).unwrap_or_default();
    // No mark begins like a word.
    if is_word_char(c) {
        return (Kind::Word, word_len(rest));
    }
    let spaced =
        text.get(..at).is_none_or(|before| before.is_empty() || before.ends_with([' ', '\t', '\n', ')', '`', '*']));
    for (mark, kind) in MARKS {
        if rest.starts_with(mark) {
            let spaced_after = rest.get(mark.len()..).is_some_and(|r| r.is_empty() || r.starts_with([' ', '\t']));
            if *kind != Kind::Dash || (spaced && (spaced_after || mark.len() > 1)) {
                return (*kind, mark.len());
            }
        }
    }
    match c {
        '\'' => quoted(rest, '\'').map_or((Kind::Symbol, 1), |len| (Kind::Text, len)),
        '"' => quoted(rest, '"').map_or((Kind::Symbol, 1), |len| (Kind::Word, len)),
        _ => (Kind::Symbol, c.len_utf8()),
    }
}

/// The longest first, so that `-->` is no `--`.
const MARKS: &[(&str, Kind)] = &[
    ("-->", Kind::Arrow),
    ("->>", Kind::Symbol),
    ("->", Kind::Arrow),
    ("=>", Kind::Arrow),
    ("→", Kind::Arrow),
    ("⟶", Kind::Arrow),
    ("➔", Kind::Arrow),
    ("➜", Kind::Arrow),
    ("--", Kind::Dash),
    ("//", Kind::Dash),
    ("–", Kind::Dash),
    ("—", Kind::Dash),
    ("-", Kind::Dash),
    ("::", Kind::Symbol),
    (":", Kind::Colon),
    (",", Kind::Separator),
    (";", Kind::Separator),
    ("\n", Kind::Separator),
    ("(", Kind::Open),
    (")", Kind::Close),
];

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// A dot, a hyphen or an escaping backslash belongs to a word when it stands inside one.
fn word_len(rest: &str) -> usize {
    let mut len = 0;
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let joins = matches!(c, '.' | '\\' | '-') && chars.peek().is_some_and(|&next| is_word_char(next));
        if is_word_char(c) || (joins && len > 0) {
            len += c.len_utf8();
        } else {
            break;
        }
    }
    len
}

/// The length of a quoted text that starts at the first byte; doubled quotes are part of it.
fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((i, c)) = chars.next() {
        if c == '\n' {
            return None;
        }
        if c == quote {
            if chars.peek().is_some_and(|&(_, next)| next == quote) {
                chars.next();
            } else {
                return Some(i + c.len_utf8());
            }
        }
    }
    None
}

/// A word without quotes and escapes.
pub(super) fn plain(word: &str) -> String {
    word.replace(['"', '`', '\\'], "")
}

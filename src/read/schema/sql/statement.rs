//! A statement as its tokens, and a cursor that walks over a part of it.

use super::lex::{Kind, Token};

/// One statement.
#[derive(Default)]
pub(super) struct Statement<'a> {
    /// Everything but white space and comments.
    pub(super) tokens: Vec<Token<'a>>,
    /// Comments within the statement and up to the end of its last line.
    pub(super) comments: Vec<Token<'a>>,
}

impl<'a> Statement<'a> {
    /// Bytes of the first and behind the last token.
    pub(super) fn span(&self) -> (usize, usize) {
        self.span_of(0, self.tokens.len())
    }

    /// Bytes of a range of tokens.
    pub(super) fn span_of(&self, from: usize, to: usize) -> (usize, usize) {
        let start = self.tokens.get(from).map_or(0, |t| t.start);
        let end = to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, Token::end);
        (start, end.max(start))
    }

    pub(super) fn cursor(&self, at: usize) -> Cursor<'_, 'a> {
        self.part(at, self.tokens.len())
    }

    pub(super) fn part(&self, at: usize, end: usize) -> Cursor<'_, 'a> {
        Cursor { statement: self, at, end: end.min(self.tokens.len()) }
    }

    /// The first words, for messages.
    pub(super) fn headline(&self) -> String {
        let bracket = self.tokens.iter().position(|t| t.kind == Kind::Open).unwrap_or(usize::MAX);
        let line = self.slice(0, bracket.min(5).min(self.tokens.len()));
        line.chars().take(60).collect::<String>().trim().to_owned()
    }

    /// The text between two tokens, without comments, in one line.
    pub(super) fn slice(&self, from: usize, to: usize) -> String {
        let tokens = self.tokens.get(from..to.min(self.tokens.len())).unwrap_or_default();
        let mut text = String::with_capacity(tokens.iter().map(|t| t.text.len() + 1).sum());
        let mut end = None;
        for token in tokens {
            if end.is_some_and(|e| e < token.start) {
                text.push(' ');
            }
            text.push_str(token.text);
            end = Some(token.end());
        }
        text
    }

    /// Index of the first token that is this word, from an index on, outside brackets.
    pub(super) fn find(&self, word: &str, from: usize) -> Option<usize> {
        let mut at = from;
        while let Some(token) = self.tokens.get(at) {
            if token.is(word) {
                return Some(at);
            }
            at = if token.kind == Kind::Open { token.pair.max(at) + 1 } else { at + 1 };
        }
        None
    }
}

/// A place in a part of a statement.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'s, 'a> {
    pub(super) statement: &'s Statement<'a>,
    pub(super) at: usize,
    pub(super) end: usize,
}

impl<'s, 'a> Cursor<'s, 'a> {
    pub(super) fn peek(&self) -> Option<&'s Token<'a>> {
        self.ahead(0)
    }

    pub(super) fn ahead(&self, by: usize) -> Option<&'s Token<'a>> {
        self.statement.tokens.get(self.at + by).filter(|_| self.at + by < self.end)
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.end
    }

    pub(super) fn is(&self, word: &str) -> bool {
        self.peek().is_some_and(|t| t.is(word))
    }

    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        self.peek().is_some_and(|t| t.is_any(words))
    }

    pub(super) fn is_kind(&self, kind: Kind) -> bool {
        self.peek().is_some_and(|t| t.kind == kind)
    }

    /// Whether these words follow one another from here.
    pub(super) fn are(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(i, word)| self.ahead(i).is_some_and(|t| t.is(word)))
    }

    /// Steps over these words if they follow.
    pub(super) fn eat(&mut self, words: &[&str]) -> bool {
        let found = self.are(words);
        self.at += if found { words.len() } else { 0 };
        found
    }

    /// Steps over one of these words if it follows.
    pub(super) fn eat_any(&mut self, words: &[&str]) -> bool {
        let found = self.is_any(words);
        self.at += usize::from(found);
        found
    }

    /// Steps over one token, or over a bracket with all in it.
    pub(super) fn skip(&mut self) {
        match self.peek() {
            Some(token) if token.kind == Kind::Open || token.text == "[" && token.pair < self.end => {
                self.at = token.pair.max(self.at).min(self.end - 1) + 1;
            }
            _ => self.at += 1,
        }
    }

    /// Steps over `IF NOT EXISTS`, `IF EXISTS`, `ONLY` and `CONCURRENTLY`; whether a condition was there.
    pub(super) fn skip_noise(&mut self) -> bool {
        let mut conditional = false;
        loop {
            if self.eat(&["IF", "NOT", "EXISTS"]) || self.eat(&["IF", "EXISTS"]) {
                conditional = true;
            } else if !self.eat_any(&["ONLY", "CONCURRENTLY"]) {
                return conditional;
            }
        }
    }

    /// A name in one part, without quotes.
    pub(super) fn word(&mut self) -> Option<String> {
        let name = self.peek().and_then(name)?;
        self.at += 1;
        Some(name)
    }

    /// A name with its qualifiers, without quotes.
    pub(super) fn name(&mut self) -> Option<String> {
        let mut name = self.word()?;
        while self.is_kind(Kind::Period) {
            self.at += 1;
            // `db..table` of SQL Server leaves the schema out.
            while self.is_kind(Kind::Period) {
                self.at += 1;
            }
            match self.word() {
                Some(part) => {
                    name.push('.');
                    name.push_str(&part);
                }
                None => break,
            }
        }
        Some(name)
    }

    /// What stands in the bracket that opens here; the cursor moves behind it.
    pub(super) fn group(&mut self) -> Option<Cursor<'s, 'a>> {
        let open = self.peek().filter(|t| t.kind == Kind::Open)?;
        let close = open.pair.clamp(self.at, self.end);
        let inner = Cursor { statement: self.statement, at: self.at + 1, end: close.max(self.at + 1) };
        self.at = (close + 1).clamp(self.at + 1, self.end.max(self.at + 1));
        Some(inner)
    }

    /// The parts between commas outside brackets.
    pub(super) fn elements(mut self) -> Vec<Cursor<'s, 'a>> {
        let mut elements = Vec::new();
        let mut from = self.at;
        while !self.done() {
            if self.is_kind(Kind::Comma) {
                elements.push(Cursor { at: from, end: self.at, ..self });
                from = self.at + 1;
            }
            self.skip();
        }
        elements.push(Cursor { at: from, end: self.end, ..self });
        elements.retain(|e| e.at < e.end);
        elements
    }

    /// A list of names in the bracket that opens here.
    pub(super) fn names(&mut self) -> Vec<String> {
        let Some(group) = self.group() else { return Vec::new() };
        group.elements().into_iter().filter_map(|mut e| e.word()).collect()
    }

    /// The text from here to the end of the part.
    pub(super) fn text(&self) -> String {
        self.statement.slice(self.at, self.end)
    }

    pub(super) fn tokens(&self) -> &'s [Token<'a>] {
        self.statement.tokens.get(self.at..self.end).unwrap_or_default()
    }
}

/// The name that a token is, without quotes.
pub(super) fn name(token: &Token<'_>) -> Option<String> {
    match token.kind {
        Kind::Word => Some(token.text.to_owned()),
        Kind::Quoted => {
            let mut inner = token.text.chars();
            let quote = inner.next()?;
            inner.next_back();
            let inner = inner.as_str();
            let twice = match quote {
                '"' => "\"\"",
                '`' => "``",
                _ => return Some(inner.to_owned()),
            };
            Some(if inner.contains(twice) { inner.replace(twice, &twice[1..]) } else { inner.to_owned() })
        }
        _ => None,
    }
}

/// The value that a token quotes.
pub(super) fn value(token: &Token<'_>) -> Option<String> {
    let quote = match token.kind {
        Kind::Text => '\'',
        // MySQL takes both quotes for values.
        Kind::Quoted if token.text.starts_with('"') => '"',
        _ => return None,
    };
    let inner = token.text.split_once(quote)?.1;
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    Some(inner.replace(&format!("{quote}{quote}"), &quote.to_string()))
}

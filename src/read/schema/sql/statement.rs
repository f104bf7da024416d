//! Cutting SQL into statements by its tokens.

use sqlparser::dialect::{Dialect, MsSqlDialect, MySqlDialect, PostgreSqlDialect};
use sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer, Whitespace};

/// One statement: its tokens with the bytes where they start.
pub(in crate::read::schema) struct Statement<'a> {
    /// The fragment's text with comments and line breaks blanked out.
    pub(super) text: &'a str,
    /// Byte of the first and behind the last token.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Everything but white space and comments.
    pub(super) tokens: Vec<Placed>,
    /// Comments within the statement and up to the end of its last line: start and text.
    pub(super) comments: Vec<(usize, String)>,
}

/// A token and its bytes in the fragment.
pub(super) struct Placed {
    pub(super) token: TokenWithSpan,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Placed {
    /// The word that the token is, in capitals.
    pub(super) fn keyword(&self) -> Option<String> {
        match &self.token.token {
            Token::Word(word) if word.quote_style.is_none() => Some(word.value.to_ascii_uppercase()),
            _ => None,
        }
    }

    /// The name that the token is, without quotes.
    pub(super) fn name(&self) -> Option<&str> {
        match &self.token.token {
            Token::Word(word) => Some(&word.value),
            _ => None,
        }
    }

    pub(super) fn is(&self, token: &Token) -> bool {
        self.token.token == *token
    }
}

/// Cuts a text into its statements.
pub(super) fn statements(text: &str) -> Vec<Statement<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    // A quote without its end stops the tokenizer; it starts again at the next statement. The bound
    // keeps a text made of stray quotes from costing a pass for each.
    for _ in 0..24 {
        let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) else { break };
        let (tokens, whole) = tokens(rest, from);
        let last = tokens.last().map_or(from, |t| t.end);
        cut(text, tokens, &mut found);
        if whole {
            break;
        }
        match next_statement_line(text, last.max(from + 1)) {
            Some(next) => from = next,
            None => break,
        }
    }
    found
}

/// The dialect that a text is most likely written in; what decides is what the others cannot read.
pub(super) fn dialect_of(text: &str) -> Box<dyn Dialect> {
    if text.contains('`') {
        Box::new(MySqlDialect {})
    } else if text.contains("[dbo]") || text.contains("IDENTITY(") || text.contains("\nGO\n") {
        Box::new(MsSqlDialect {})
    } else {
        Box::new(PostgreSqlDialect {})
    }
}

/// The tokens of a text that starts at `base`, and whether they are all.
fn tokens(text: &str, base: usize) -> (Vec<Placed>, bool) {
    let mut raw = Vec::new();
    let dialect = dialect_of(text);
    let whole = Tokenizer::new(dialect.as_ref(), text).tokenize_with_location_into_buf(&mut raw).is_ok();
    let mut placed: Vec<Placed> = Vec::with_capacity(raw.len());
    // Locations count characters; one walk over the text turns them all into bytes.
    let (mut line, mut column) = (1, 1);
    let mut chars = text.char_indices().peekable();
    for token in raw {
        let goal = token.span.start;
        while (line, column) < (goal.line, goal.column) {
            let Some((_, c)) = chars.next() else { break };
            if c == '\n' {
                (line, column) = (line + 1, 1);
            } else {
                column += 1;
            }
        }
        let start = base + chars.peek().map_or(text.len(), |(at, _)| *at);
        if let Some(before) = placed.last_mut() {
            before.end = start;
        }
        placed.push(Placed { token, start, end: start });
    }
    if let Some(last) = placed.last_mut() {
        last.end = if whole { base + text.len() } else { last.start };
    }
    (placed, whole)
}

/// Cuts tokens at `;`, at a `GO` line, and where a new statement begins without one.
fn cut<'a>(text: &'a str, tokens: Vec<Placed>, found: &mut Vec<Statement<'a>>) {
    let mut current = Statement { text, start: 0, end: 0, tokens: Vec::new(), comments: Vec::new() };
    let mut depth = 0_usize;
    let mut line_start = true;
    for placed in tokens {
        match &placed.token.token {
            Token::Whitespace(Whitespace::Newline) => line_start = true,
            Token::Whitespace(Whitespace::SingleLineComment { comment, .. }) => {
                // A comment behind the `;` still speaks of the statement before it.
                let target = match found.last_mut() {
                    Some(last) if current.tokens.is_empty() && !line_start => last,
                    _ => &mut current,
                };
                target.comments.push((placed.start, comment.trim().to_owned()));
                line_start = true;
            }
            Token::Whitespace(Whitespace::MultiLineComment(comment)) => {
                current.comments.push((placed.start, comment.trim().to_owned()));
            }
            Token::Whitespace(_) => {}
            Token::SemiColon => {
                depth = 0;
                line_start = false;
                finish(text, &mut current, found);
            }
            token => {
                match token {
                    Token::LParen => depth += 1,
                    Token::RParen => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if line_start && starts_statement(&placed, &current, depth) {
                    depth = 0;
                    finish(text, &mut current, found);
                }
                line_start = false;
                if placed.keyword().as_deref() != Some("GO") || !current.tokens.is_empty() {
                    current.tokens.push(placed);
                }
            }
        }
    }
    finish(text, &mut current, found);
}

/// Whether a token at the start of a line begins a statement although none was ended. Inside open
/// brackets only `CREATE` does, which says that the bracket was forgotten.
fn starts_statement(placed: &Placed, current: &Statement<'_>, depth: usize) -> bool {
    let Some(word) = placed.keyword() else { return false };
    !current.tokens.is_empty()
        && match word.as_str() {
            "CREATE" => true,
            "ALTER" | "DROP" | "COMMENT" | "GRANT" | "GO" => depth == 0 && current.tokens.len() > 3,
            _ => false,
        }
}

fn finish<'a>(text: &'a str, current: &mut Statement<'a>, found: &mut Vec<Statement<'a>>) {
    let empty = Statement { text, start: 0, end: 0, tokens: Vec::new(), comments: Vec::new() };
    let mut statement = std::mem::replace(current, empty);
    if let (Some(first), Some(last)) = (statement.tokens.first(), statement.tokens.last()) {
        statement.start = first.start;
        statement.end = last.end;
        found.push(statement);
    }
}

/// The first line from `from` on that begins with the word of a statement.
fn next_statement_line(text: &str, from: usize) -> Option<usize> {
    let from = (from..text.len()).find(|&at| text.is_char_boundary(at))?;
    let mut at = from + text.get(from..)?.find('\n')? + 1;
    loop {
        let rest = text.get(at..)?;
        let word = rest.trim_start_matches([' ', '\t']);
        if ["CREATE", "ALTER", "COMMENT", "DROP"]
            .iter()
            .any(|w| word.get(..w.len()).is_some_and(|start| start.eq_ignore_ascii_case(w)))
        {
            return Some(at);
        }
        at += rest.find('\n')? + 1;
    }
}

impl Statement<'_> {
    /// The words `CREATE` and `TABLE` of `CREATE UNLOGGED TABLE`.
    pub(super) fn verb_and_kind(&self) -> (String, String) {
        const BETWEEN: &[&str] = &[
            "OR",
            "REPLACE",
            "TEMP",
            "TEMPORARY",
            "UNLOGGED",
            "GLOBAL",
            "LOCAL",
            "UNIQUE",
            "MATERIALIZED",
            "CONSTRAINT",
            "RECURSIVE",
            "CLUSTERED",
            "NONCLUSTERED",
            "FULLTEXT",
            "SPATIAL",
            "EVENT",
        ];
        let mut words = self.tokens.iter().map_while(Placed::keyword);
        let verb = words.next().unwrap_or_default();
        let kind = words.find(|w| !BETWEEN.contains(&w.as_str())).unwrap_or_default();
        (verb, kind)
    }

    /// The first words, for messages.
    pub(super) fn headline(&self) -> String {
        let text = self.text.get(self.start..self.end).unwrap_or_default();
        let words: Vec<&str> = text.split_whitespace().take(4).collect();
        let line = words.join(" ");
        line.split('(').next().unwrap_or_default().chars().take(60).collect::<String>().trim().to_owned()
    }

    /// Index of the first token that is this word, from an index on, outside brackets.
    pub(super) fn find(&self, word: &str, from: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (i, placed) in self.tokens.iter().enumerate().skip(from) {
            if placed.is(&Token::LParen) {
                depth += 1;
            } else if placed.is(&Token::RParen) {
                depth = depth.saturating_sub(1);
            } else if depth == 0 && placed.keyword().as_deref() == Some(word) {
                return Some(i);
            }
        }
        None
    }

    /// A name with its qualifiers from a token on, and the index behind it.
    pub(super) fn name_at(&self, at: usize) -> Option<(String, usize)> {
        let mut name = self.tokens.get(at)?.name()?.to_owned();
        let mut next = at + 1;
        while self.tokens.get(next).is_some_and(|t| t.is(&Token::Period)) {
            name.push('.');
            name.push_str(self.tokens.get(next + 1)?.name()?);
            next += 2;
        }
        Some((name, next))
    }

    /// For a `(` at an index, the index of its `)`.
    pub(super) fn closing(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (i, placed) in self.tokens.iter().enumerate().skip(open) {
            if placed.is(&Token::LParen) {
                depth += 1;
            } else if placed.is(&Token::RParen) {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(i);
                }
            }
        }
        None
    }

    /// Skips `IF NOT EXISTS`, `IF EXISTS` and `ONLY`.
    pub(super) fn skip_noise(&self, mut at: usize) -> usize {
        while self
            .tokens
            .get(at)
            .and_then(Placed::keyword)
            .is_some_and(|w| matches!(w.as_str(), "IF" | "NOT" | "EXISTS" | "ONLY" | "CONCURRENTLY"))
        {
            at += 1;
        }
        at
    }

    /// The text between two tokens, without comments, in one line.
    pub(super) fn slice(&self, from: usize, to: usize) -> String {
        let mut text = String::new();
        let mut end = None;
        for placed in self.tokens.get(from..to).unwrap_or_default() {
            if end.is_some_and(|e| e < placed.start) {
                text.push(' ');
            }
            let raw = self.text.get(placed.start..placed.end).unwrap_or_default().trim_end();
            text.push_str(raw);
            end = Some(placed.start + raw.len());
        }
        text
    }

    /// The elements between the brackets of a list, each as a range of tokens.
    pub(super) fn elements(&self, open: usize, close: usize) -> Vec<(usize, usize)> {
        let mut elements = Vec::new();
        let mut depth = 0_usize;
        let mut from = open + 1;
        for i in open + 1..close {
            let Some(placed) = self.tokens.get(i) else { break };
            if placed.is(&Token::LParen) {
                depth += 1;
            } else if placed.is(&Token::RParen) {
                depth = depth.saturating_sub(1);
            } else if depth == 0 && placed.is(&Token::Comma) {
                elements.push((from, i));
                from = i + 1;
            }
        }
        elements.push((from, close));
        elements.retain(|(from, to)| from < to);
        elements
    }

    /// Whether any word or name stands between two tokens.
    pub(super) fn names_something(&self, from: usize, to: usize) -> bool {
        self.tokens.get(from..to).unwrap_or_default().iter().any(|t| t.name().is_some())
    }

    /// `ENABLE ROW LEVEL SECURITY`, `OWNER TO` and the like change nothing that we keep.
    pub(super) fn is_harmless_alter(&self) -> bool {
        ["ENABLE", "DISABLE", "FORCE", "OWNER", "REPLICA", "SET", "CLUSTER", "VALIDATE", "ATTACH", "RENAME"]
            .iter()
            .any(|w| self.find(w, 3).is_some())
            || self.slice(0, self.tokens.len()).contains("...")
    }
}

//! The tokens of SQL in every dialect, as slices of the text with the bytes where they stand.
//!
//! One lexer serves all dialects: what they disagree on (`[` quotes a name or opens a subscript, `\`
//! escapes or does not) is decided by what stands around it. A quote that is never closed is a symbol
//! like any other, so that a stray one does not swallow the rest of the text.

mod quotes;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or a name without quotes; also `@variable` and `#table`.
    Word,
    /// A name in `"…"`, `` `…` `` or `[…]`.
    Quoted,
    /// A value in `'…'`, with its prefix (`E'…'`, `N'…'`).
    Text,
    /// A number.
    Number,
    /// A body in `$$…$$` or `$tag$…$tag$`.
    Body,
    Open,
    Close,
    Comma,
    Period,
    /// Anything else, one character each.
    Symbol,
    /// A `;`.
    End,
    /// A `GO` line, a `/` line, or the delimiter that `DELIMITER` named: it ends routines too.
    HardEnd,
    /// `-- …` or `/* … */`, in the text without its marks.
    Comment,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    /// As written, with its quotes.
    pub(super) text: &'a str,
    /// Byte in the fragment.
    pub(super) start: usize,
    /// Whether it is the first of its line.
    pub(super) leads: bool,
    /// For an opening bracket, the index of the closing one in its statement, or of the end; for a `[`
    /// only the former.
    pub(super) pair: usize,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these words.
    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word && words.iter().any(|w| self.text.eq_ignore_ascii_case(w))
    }
}

/// Reads tokens one by one.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Whether a line break or the beginning lies behind the last token.
    leads: bool,
    /// Whether `\` escapes in any string, as in MySQL.
    escapes: bool,
    /// What `DELIMITER` named in place of `;`.
    delimiter: Option<&'a str>,
    /// Inside `/*! … */`, whose text MySQL reads.
    conditional: bool,
    /// Marks that have no end in the rest of the text: none is searched for twice.
    hopeless: Vec<&'a str>,
    /// How many stray quotes were found.
    strays: usize,
    /// Whether comments do not nest, as in MySQL.
    flat_comments: bool,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let escapes = ["TABLE `", "EXISTS `", "INTO `", "ENGINE=", "AUTO_INCREMENT", "DELIMITER "]
            .iter()
            .any(|mark| text.contains(mark));
        Self {
            text,
            at: 0,
            leads: true,
            escapes,
            delimiter: None,
            conditional: false,
            hopeless: Vec::new(),
            strays: 0,
            flat_comments: false,
        }
    }

    /// The text from here on.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// Skips the lines of data behind `COPY … FROM stdin;`.
    pub(super) fn skip_copied_data(&mut self) {
        let rest = self.rest();
        let end = rest.find("\n\\.").map_or(rest.len(), |at| at + 3);
        self.at += end;
        self.leads = true;
    }

    /// Skips to the end of the line.
    pub(super) fn skip_line(&mut self) -> &'a str {
        let rest = self.rest();
        let line = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or_default();
        self.at += line.len();
        line
    }

    /// The word that follows.
    pub(super) fn next_word(&self) -> &'a str {
        let rest = self.rest().trim_start();
        let end = rest.bytes().position(|b| !is_word(b)).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Whether a byte is the first of its line.
    pub(super) fn at_margin(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| self.byte(before) == b'\n')
    }

    /// The comment that follows on the same line, if one does.
    pub(super) fn comment_on_line(&mut self) -> Option<Token<'a>> {
        let gap = self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        if !self.text.get(self.at + gap..)?.starts_with("--") {
            return None;
        }
        self.at += gap;
        self.next()
    }

    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let start = self.at;
            let first = *self.text.as_bytes().get(start)?;
            let leads = self.leads;
            if let Some(delimiter) = self.delimiter
                && self.rest().starts_with(delimiter)
            {
                return Some(self.take(Kind::HardEnd, delimiter.len(), leads));
            }
            if self.rest().starts_with("/*!") {
                self.conditional = true;
                self.at += 3;
                while self.byte(self.at).is_ascii_digit() {
                    self.at += 1;
                }
                continue;
            }
            if self.conditional && self.rest().starts_with("*/") {
                self.conditional = false;
                self.at += 2;
                continue;
            }
            return Some(self.token(first, leads));
        }
    }

    fn skip_space(&mut self) {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            if byte == b'\n' {
                self.leads = true;
                self.at += 1;
            } else if byte.is_ascii_whitespace() || byte == 0 {
                self.at += 1;
            } else if byte >= 0x80 {
                match self.rest().chars().next() {
                    Some(c) if c.is_whitespace() || c == '\u{feff}' => self.at += c.len_utf8(),
                    _ => return,
                }
            } else {
                return;
            }
        }
    }

    fn take(&mut self, kind: Kind, length: usize, leads: bool) -> Token<'a> {
        let start = self.at;
        let end = (start + length).min(self.text.len());
        self.at = end;
        self.leads = false;
        Token { kind, text: self.text.get(start..end).unwrap_or_default(), start, leads, pair: usize::MAX }
    }

    fn token(&mut self, first: u8, leads: bool) -> Token<'a> {
        let second = self.byte(self.at + 1);
        match first {
            b'-' if second == b'-' => self.comment(2, leads),
            b'#' if leads || self.escapes && !second.is_ascii_alphanumeric() => self.comment(1, leads),
            b'/' if second == b'*' => match self.block_comment() {
                Some(length) => {
                    let token = self.take(Kind::Comment, length, leads);
                    self.leads = leads;
                    token
                }
                None => self.take(Kind::Symbol, 1, leads),
            },
            b'/' if leads && self.line_ends_at(self.at + 1) => self.take(Kind::HardEnd, 1, leads),
            b'\'' => self.quoted(0, b'\'', self.escapes, leads),
            b'"' => self.quoted(0, b'"', self.escapes, leads),
            b'`' => self.quoted(0, b'`', false, leads),
            b'e' | b'E' if second == b'\'' => self.quoted(1, b'\'', true, leads),
            b'n' | b'N' | b'x' | b'X' | b'b' | b'B' if second == b'\'' => self.quoted(1, b'\'', self.escapes, leads),
            b'[' => match self.bracketed() {
                Some(length) => self.take(Kind::Quoted, length, leads),
                None => self.take(Kind::Symbol, 1, leads),
            },
            b'$' => self.body(leads),
            b'(' => self.take(Kind::Open, 1, leads),
            b')' => self.take(Kind::Close, 1, leads),
            b',' => self.take(Kind::Comma, 1, leads),
            b';' if self.delimiter.is_none() => self.take(Kind::End, 1, leads),
            b'.' => self.take(Kind::Period, 1, leads),
            b'0'..=b'9' => self.number(leads),
            b'#' | b'@' if is_word(second) => self.word(leads),
            _ if is_word(first) => self.word(leads),
            _ => {
                let length = self.rest().chars().next().map_or(1, char::len_utf8);
                self.take(Kind::Symbol, length, leads)
            }
        }
    }

    fn line_ends_at(&self, at: usize) -> bool {
        let line = self.text.get(at..).unwrap_or_default();
        let line = line.get(..line.find('\n').unwrap_or(line.len())).unwrap_or_default();
        line.trim().is_empty()
    }

    fn comment(&mut self, mark: usize, leads: bool) -> Token<'a> {
        self.at += mark;
        let start = self.at;
        let text = self.skip_line().trim_end();
        self.leads = true;
        Token { kind: Kind::Comment, text, start, leads, pair: usize::MAX }
    }

    fn number(&mut self, leads: bool) -> Token<'a> {
        let mut at = self.at;
        while self.byte(at).is_ascii_digit() || self.byte(at) == b'.' && self.byte(at + 1).is_ascii_digit() {
            at += 1;
        }
        // MySQL's names may begin with a digit.
        if is_word(self.byte(at)) { self.word(leads) } else { self.take(Kind::Number, at - self.at, leads) }
    }

    fn word(&mut self, leads: bool) -> Token<'a> {
        let bytes = self.rest().as_bytes();
        let mut length = 1;
        while let Some(&byte) = bytes.get(length) {
            if !is_word(byte) || byte >= 0x80 && !self.letter_at(self.at + length) {
                break;
            }
            length += 1;
        }
        if bytes.first().is_some_and(|b| *b >= 0x80) && !self.letter_at(self.at) {
            let length = self.rest().chars().next().map_or(1, char::len_utf8);
            return self.take(Kind::Symbol, length, leads);
        }
        let token = self.take(Kind::Word, length, leads);
        if leads && token.is("DELIMITER") {
            self.delimiter = Some(self.skip_line().trim()).filter(|d| !d.is_empty() && *d != ";");
            return Token { kind: Kind::HardEnd, ..token };
        }
        let go = token.is("GO") && leads;
        if go && (self.line_ends_at(self.at) || self.rest().trim_start().starts_with(|c: char| c.is_ascii_digit())) {
            self.skip_line();
            return Token { kind: Kind::HardEnd, ..token };
        }
        token
    }

    /// Whether the byte belongs to a letter or digit beyond ASCII; true inside of one.
    fn letter_at(&self, at: usize) -> bool {
        match self.text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(c) => c.is_alphanumeric(),
            None => at < self.text.len(),
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'@') || byte >= 0x80
}

//! Words and marks of schema languages that are written in blocks: Prisma and DBML.
//!
//! A bracket that is never closed ends at the next definition, so that it costs one block and not the
//! rest of the file.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, digits, `_`, and `-` where the language has it in names.
    Word,
    /// `"…"`, `'…'`, `'''…'''` or `` `…` `` with its quotes.
    Quoted,
    /// One mark.
    Symbol,
    /// A line break.
    Line,
    /// `/// …`, a comment that belongs to what it stands at.
    Doc,
}

/// One token with its bytes in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
    /// For an opening bracket, the index of its closing one; for anything else, and an unclosed one,
    /// its own index.
    pub(super) pair: usize,
}

impl<'t> Token<'t> {
    /// Whether it is this mark.
    pub(super) fn is(&self, symbol: &str) -> bool {
        self.kind == Kind::Symbol && self.text == symbol
    }

    /// Whether it is this word, without regard to case.
    pub(super) fn says(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// A word, or what stands in double quotes.
    pub(super) fn name(&self) -> Option<String> {
        match self.kind {
            Kind::Word => Some(self.text.to_owned()),
            Kind::Quoted if self.text.starts_with('"') => self.string(),
            _ => None,
        }
    }

    /// What stands in quotes, escapes resolved.
    pub(super) fn string(&self) -> Option<String> {
        if self.kind != Kind::Quoted {
            return None;
        }
        let mark = if self.text.starts_with("'''") { 3 } else { 1 };
        let inner = self.text.get(mark..self.text.len().saturating_sub(mark)).unwrap_or_default();
        let mut text = String::with_capacity(inner.len());
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            match (c, if c == '\\' { chars.next() } else { None }) {
                ('\\', Some('n')) => text.push('\n'),
                // In DBML a backslash before a line break joins the lines.
                ('\\', Some('\n')) => {}
                ('\\', Some(other)) => text.push(other),
                _ => text.push(c),
            }
        }
        if mark == 3 {
            text = unindented(&text);
        }
        Some(text)
    }
}

/// Lines without the indentation that all of them share, and without blank ones at either end.
fn unindented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let shared = text.lines().filter(|l| !l.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = text.lines().map(|l| l.get(shared..).unwrap_or_default().trim_end()).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// What differs from language to language.
pub(super) struct Grammar {
    /// Whether `-` may stand in names.
    pub(super) dashes: bool,
    /// Whether `///` starts a comment that belongs to what it stands at.
    pub(super) docs: bool,
    /// First words of definitions that can't stand in another one.
    pub(super) definitions: &'static [&'static str],
}

/// Splits a text into tokens; comments are left out, and brackets are paired.
pub(super) fn tokens<'t>(text: &'t str, grammar: &Grammar) -> Vec<Token<'t>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    // Up to where each mark is known not to be closed, so that no text is gone over again and again.
    let mut unclosed = [0_usize; MARKS.len()];
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let (kind, len) = match c {
            '\n' => (Some(Kind::Line), 1),
            '/' if grammar.docs && rest.starts_with("///") => (Some(Kind::Doc), line_length(rest)),
            '/' if rest.starts_with("//") => (None, line_length(rest)),
            '/' if rest.starts_with("/*") => (None, rest.find("*/").map_or(rest.len(), |end| end + 2)),
            '"' | '\'' | '`' => match quoted(text, at, &mut unclosed) {
                Some(len) => (Some(Kind::Quoted), len),
                None => (Some(Kind::Symbol), 1),
            },
            c if c.is_whitespace() || c == '\u{feff}' => (None, c.len_utf8()),
            c if is_word(c) => {
                let in_word = |c: char| is_word(c) || grammar.dashes && c == '-';
                (Some(Kind::Word), rest.find(|c| !in_word(c)).unwrap_or(rest.len()))
            }
            c => (Some(Kind::Symbol), c.len_utf8()),
        };
        if let Some(kind) = kind {
            let slice = rest.get(..len).unwrap_or_default();
            tokens.push(Token { kind, text: slice, start: at, end: at + len, pair: tokens.len() });
        }
        at += len;
    }
    pair(&mut tokens, grammar);
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn line_length(rest: &str) -> usize {
    rest.find('\n').map_or(rest.len(), |end| rest.get(..end).map_or(end, |line| line.trim_end().len()))
}

/// Marks that texts stand between, and whether such a text may go over lines.
const MARKS: [(&str, bool); 4] = [("'''", true), ("'", false), ("\"", false), ("`", true)];

/// The length of a quoted text; `None` where it is not closed.
fn quoted(text: &str, at: usize, unclosed: &mut [usize; MARKS.len()]) -> Option<usize> {
    let rest = text.get(at..)?;
    let (&(mark, over_lines), until) =
        MARKS.iter().zip(unclosed).find(|((mark, _), until)| rest.starts_with(mark) && at >= **until)?;
    let inner = rest.get(mark.len()..)?;
    let mut escaped = false;
    for (offset, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' if !over_lines => {
                *until = at + offset;
                return None;
            }
            _ if inner.get(offset..).is_some_and(|rest| rest.starts_with(mark)) => {
                return Some(offset + 2 * mark.len());
            }
            _ => {}
        }
    }
    *until = text.len();
    None
}

fn pair(tokens: &mut [Token<'_>], grammar: &Grammar) {
    let mut open: Vec<(usize, char)> = Vec::new();
    for at in 0..tokens.len() {
        let starts_line = at.checked_sub(1).and_then(|i| tokens.get(i)).is_none_or(|t| t.kind == Kind::Line);
        if starts_line && !open.is_empty() && is_definition(tokens, at, grammar) {
            open.clear();
        }
        let Some(token) = tokens.get(at).filter(|t| t.kind == Kind::Symbol) else { continue };
        let opener = match token.text {
            "(" | "[" | "{" => {
                open.push((at, token.text.chars().next().unwrap_or_default()));
                continue;
            }
            ")" => '(',
            "]" => '[',
            "}" => '{',
            _ => continue,
        };
        if let Some(depth) = open.iter().rposition(|(_, c)| *c == opener) {
            // A brace closes whatever was left open inside; other brackets don't reach out of a brace.
            let crosses = open.iter().skip(depth + 1).any(|(_, c)| *c == '{');
            if !crosses {
                let (opener, _) = open.swap_remove(depth);
                open.truncate(depth);
                if let Some(token) = tokens.get_mut(opener) {
                    token.pair = at;
                }
            }
        }
    }
}

/// Whether a definition starts at a token: its first word, and `{` at the end of the line.
fn is_definition(tokens: &[Token<'_>], at: usize, grammar: &Grammar) -> bool {
    let Some(first) = tokens.get(at) else { return false };
    if !grammar.definitions.iter().any(|word| first.says(word)) {
        return false;
    }
    let line: Vec<&Token<'_>> = tokens.iter().skip(at).take(40).take_while(|t| t.kind != Kind::Line).collect();
    line.len() > 1 && line.iter().any(|t| t.is("{"))
}

/// The lines of a block: ranges of tokens between line breaks that stand in no bracket.
pub(super) fn lines(tokens: &[Token<'_>], from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let (mut start, mut at) = (from, from);
    while at < to {
        let Some(token) = tokens.get(at) else { break };
        if token.kind == Kind::Line {
            if start < at {
                lines.push((start, at));
            }
            start = at + 1;
        }
        at = token.pair.max(at) + 1;
    }
    if start < to {
        lines.push((start, to));
    }
    lines
}

/// The pieces between commas that stand in no bracket, without line breaks around them.
pub(super) fn pieces(tokens: &[Token<'_>], from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (from, from);
    let is_break = |at: usize| tokens.get(at).is_some_and(|t| matches!(t.kind, Kind::Line | Kind::Doc));
    let mut add = |mut start: usize, mut end: usize| {
        while start < end && is_break(start) {
            start += 1;
        }
        while start < end && is_break(end - 1) {
            end -= 1;
        }
        if start < end {
            pieces.push((start, end));
        }
    };
    while at < to {
        let Some(token) = tokens.get(at) else { break };
        if token.is(",") {
            add(start, at);
            start = at + 1;
        }
        at = token.pair.max(at) + 1;
    }
    add(start, to);
    pieces
}

/// The text from one token up to another, as written.
pub(super) fn slice<'t>(text: &'t str, tokens: &[Token<'_>], from: usize, to: usize) -> &'t str {
    match (tokens.get(from), to.checked_sub(1).and_then(|i| tokens.get(i))) {
        (Some(first), Some(last)) if from < to => text.get(first.start..last.end).unwrap_or_default(),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRAMMAR: Grammar = Grammar { dashes: false, docs: false, definitions: &["table"] };

    fn words(text: &str) -> Vec<String> {
        tokens(text, &GRAMMAR).iter().map(|t| t.string().unwrap_or_else(|| t.text.to_owned())).collect()
    }

    #[test]
    fn quotes_keep_what_stands_in_them() {
        for (text, expected) in [
            (r#"a "b c" // d"#, vec!["a", "b c"]),
            (r"'it\'s' /* x */ b", vec!["it's", "b"]),
            ("'''\n  one\n    two\n'''", vec!["one\n  two"]),
            ("`now()`", vec!["now()"]),
            ("'open\nb", vec!["'", "open", "\n", "b"]),
            ("x-1", vec!["x", "-", "1"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn an_open_bracket_ends_at_the_next_definition() {
        let text = "table a {\n b (\n}\ntable c [x\ntable d {\n}\n";
        let read = tokens(text, &GRAMMAR);
        let closed: Vec<_> =
            read.iter().enumerate().filter(|(i, t)| t.pair != *i).map(|(_, t)| (t.text, t.start)).collect();
        assert_eq!(closed, [("{", 8), ("{", text.rfind('{').unwrap_or_default())]);
    }
}

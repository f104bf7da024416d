//! Cutting SQL into statements: at `;`, at what a dialect has in its place, and where a new statement
//! begins although the one before was not ended.

use super::lex::{Kind, Lexer, Token};
use super::statement::Statement;

/// Statements of other verbs are cut too, but of their tokens only so many are kept.
const KEPT_OF_OTHERS: usize = 24;
/// What may say something about tables, or hold a statement that does.
const VERBS: &[&str] =
    &["CREATE", "ALTER", "DROP", "COMMENT", "RENAME", "EXEC", "EXECUTE", "IF", "DO", "BEGIN", "REPLACE", "DECLARE"];
/// Routines, whose bodies may hold statements.
const ROUTINES: &[&str] = &["TRIGGER", "FUNCTION", "PROCEDURE", "PROC", "PACKAGE", "EVENT"];

/// Gives the statements of a text one by one.
pub(super) struct Cutter<'a> {
    lexer: Lexer<'a>,
    current: Statement<'a>,
    /// Open brackets of the current statement.
    open: Vec<usize>,
    squares: Vec<usize>,
    /// How many tokens it has, those that are not kept too.
    count: usize,
    routine: Routine,
    /// A token that belongs to the next statement.
    held: Option<Token<'a>>,
}

/// What is known of the routine that a statement may define.
#[derive(Default)]
struct Routine {
    is_one: bool,
    /// `BEGIN`s and `CASE`s without their `END`.
    depth: usize,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            lexer: Lexer::new(text),
            current: Statement::default(),
            open: Vec::new(),
            squares: Vec::new(),
            count: 0,
            routine: Routine::default(),
            held: None,
        }
    }

    /// The next statement, which lasts until this is called again. `section` is asked about each
    /// comment between statements: those that follow one which it answers with `false` are left out
    /// until it answers with `true`.
    pub(super) fn next(&mut self, section: &mut impl FnMut(&str) -> Option<bool>) -> Option<&Statement<'a>> {
        self.current.tokens.clear();
        self.current.comments.clear();
        self.open.clear();
        self.squares.clear();
        self.count = 0;
        self.routine = Routine::default();
        let mut left_out = false;
        while let Some(token) = self.held.take().or_else(|| self.lexer.next()) {
            match token.kind {
                Kind::Comment => match section(token.text) {
                    // The marker ends what was not ended before it.
                    Some(_) if self.count > 0 => {
                        self.held = Some(token);
                        break;
                    }
                    Some(apply) => left_out = !apply,
                    None => self.current.comments.push(token),
                },
                _ if left_out => {}
                Kind::HardEnd if self.count == 0 => {}
                Kind::HardEnd => break,
                Kind::End if self.count == 0 => {}
                Kind::End if self.routine.depth > 0 => self.push(token),
                Kind::End => {
                    if let Some(comment) = self.lexer.comment_on_line() {
                        self.current.comments.push(comment);
                    }
                    let copies = self.current.tokens.first().is_some_and(|t| t.is("COPY"));
                    if copies && self.current.tokens.iter().any(|t| t.is("STDIN")) {
                        self.lexer.skip_copied_data();
                    }
                    break;
                }
                // A command of psql or SQLite's shell.
                Kind::Symbol | Kind::Period if self.count == 0 && token.leads && matches!(token.text, "\\" | ".") => {
                    self.lexer.skip_line();
                }
                _ if token.leads && self.begins_another(&token) => {
                    self.held = Some(token);
                    break;
                }
                _ => self.push(token),
            }
        }
        for open in &self.open {
            if let Some(token) = self.current.tokens.get_mut(*open) {
                token.pair = self.count;
            }
        }
        (!self.current.tokens.is_empty()).then_some(&self.current)
    }

    fn push(&mut self, token: Token<'a>) {
        let at = self.count;
        self.count += 1;
        self.follow_routine(&token);
        match token.kind {
            Kind::Open => self.open.push(at),
            Kind::Symbol if token.text == "[" => self.squares.push(at),
            // `ARRAY['a', 'b']`: what stands in it is one thing.
            Kind::Symbol if token.text == "]" => {
                if let Some(open) = self.squares.pop()
                    && self.open.last().is_none_or(|bracket| *bracket < open)
                    && let Some(opening) = self.current.tokens.get_mut(open)
                {
                    opening.pair = at;
                }
            }
            Kind::Close => {
                if let Some(open) = self.open.pop()
                    && let Some(opening) = self.current.tokens.get_mut(open)
                {
                    opening.pair = at;
                }
            }
            _ => {}
        }
        if at < KEPT_OF_OTHERS || self.current.tokens.first().is_some_and(|first| first.is_any(VERBS)) {
            self.current.tokens.push(token);
        }
    }

    /// Notes whether a routine is defined, and how deep in its blocks a token stands.
    fn follow_routine(&mut self, token: &Token<'a>) {
        if token.kind != Kind::Word {
            return;
        }
        let before = self.current.tokens.last();
        let follows = |word: &str| before.is_some_and(|t| t.is(word));
        let routine = &mut self.routine;
        if !routine.is_one {
            let creates = self.current.tokens.first().is_some_and(|t| t.is_any(&["CREATE", "ALTER"]));
            let other = || self.current.tokens.iter().any(|t| t.is_any(&["TABLE", "VIEW", "INDEX", "TYPE", "ON"]));
            routine.is_one = creates && self.open.is_empty() && self.count < 16 && token.is_any(ROUTINES) && !other();
        } else if token.is("BEGIN") || token.is("CASE") && !follows("END") {
            routine.depth += 1;
        } else if token.is("END") || token.is_any(&["TRAN", "TRANSACTION"]) && follows("BEGIN") {
            routine.depth = routine.depth.saturating_sub(1);
        } else if token.is_any(&["IF", "LOOP", "WHILE", "REPEAT", "FOR"]) && follows("END") {
            routine.depth += 1;
        }
    }

    /// Whether a token at the start of a line begins a statement although none was ended. Inside open
    /// brackets only `CREATE` does, which says that the bracket was forgotten.
    fn begins_another(&self, token: &Token<'a>) -> bool {
        if self.count == 0 || token.kind != Kind::Word {
            return false;
        }
        // `ALTER TABLE a` and `ALTER COLUMN b` may stand in two lines, as may `DROP a,` and `DROP b`.
        let continues = self.count < 3 || self.current.tokens.last().is_some_and(|t| t.kind == Kind::Comma);
        let next = self.lexer.next_word();
        let is_next = |words: &[&str]| words.iter().any(|w| next.eq_ignore_ascii_case(w));
        let object = || is_next(&["TABLE", "TYPE", "VIEW", "INDEX", "POLICY", "DATABASE", "SEQUENCE", "FUNCTION"]);
        if token.is("CREATE") {
            return if self.routine.depth > 0 || self.routine.is_one {
                self.lexer.at_margin(token.start) && is_next(&["TABLE", "TRIGGER", "FUNCTION", "PROCEDURE", "OR"])
            } else {
                !is_next(&["TABLE"]) || self.count > 1
            };
        }
        if !self.open.is_empty() || self.routine.is_one || continues {
            return false;
        }
        token.is_any(&["ALTER", "DROP"]) && object()
            || token.is("COMMENT") && is_next(&["ON"])
            || token.is("INSERT") && is_next(&["INTO"]) && self.defines_table()
            || token.is_any(&["EXEC", "PRINT"]) && self.defines_table()
            || token.is("GRANT") && !self.current.tokens.first().is_some_and(|t| t.is_any(&["GRANT", "REVOKE"]))
    }

    fn defines_table(&self) -> bool {
        let mut words = self.current.tokens.iter();
        words.next().is_some_and(|t| t.is_any(&["CREATE", "ALTER"])) && words.next().is_some_and(|t| t.is("TABLE"))
    }
}

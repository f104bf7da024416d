//! Names in SQL, line by line: enough to tell which tables a statement of a plan reads and writes.

/// Whether a fence of that language holds SQL.
pub(super) fn is_sql(fence: &str) -> bool {
    matches!(
        fence.to_ascii_lowercase().as_str(),
        "sql" | "postgresql" | "postgres" | "pgsql" | "plpgsql" | "tsql" | "mysql"
    )
}

/// A word of a line with its offset, and the character behind it.
struct Word<'t> {
    at: usize,
    text: &'t str,
    next: Option<char>,
}

impl Word<'_> {
    fn is(&self, keyword: &str) -> bool {
        self.text.eq_ignore_ascii_case(keyword)
    }

    fn is_any(&self, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.is(keyword))
    }
}

/// Names, with the dots inside; comments and texts in quotes are left out.
fn names(line: &str) -> Vec<Word<'_>> {
    let line = line.split("--").next().unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '{' | '}' | '@' | ':' | '%');
    let mut found = Vec::new();
    let mut from: Option<usize> = None;
    let (mut quoted, mut titled) = (false, false);
    for (at, c) in line.char_indices().chain([(line.len(), '\n')]) {
        // A name in quotes has no blank; the title of a policy may say anything.
        let is_title =
            || line.get(at + 1..).and_then(|rest| rest.split_once('"')).is_some_and(|(t, _)| t.contains(' '));
        if c == '\'' || c == '"' && (titled || is_title()) {
            titled = c == '"' && !titled;
            quoted = !quoted;
        }
        match from {
            None if is_part(c) && !quoted => from = Some(at),
            Some(start) if !is_part(c) => {
                let next = line.get(at..).and_then(|rest| rest.trim_start_matches([' ', '"', ']']).chars().next());
                let text = line.get(start..at).map(|text| text.split("::").next().unwrap_or(text));
                found.extend(text.map(|text| Word { at: start, text, next }));
                from = None;
            }
            _ => {}
        }
    }
    found
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
        && !text.ends_with('.')
}

/// Words behind FROM, JOIN or UPDATE that are no tables.
const NO_TABLES: [&str; 22] = [
    "SELECT",
    "SET",
    "ON",
    "OR",
    "OF",
    "USING",
    "WITH",
    "TO",
    "CASCADE",
    "NO",
    "RESTRICT",
    "NOWAIT",
    "SKIP",
    "AS",
    "OLD",
    "NEW",
    "LATERAL",
    "ONLY",
    "NULL",
    "STDIN",
    "CURRENT_DATE",
    "NOW",
];

/// The tables that a line of SQL reads or writes.
pub(super) fn tables(line: &str) -> Vec<(usize, &str)> {
    let words = names(line);
    let found = words.iter().enumerate().filter_map(|(at, word)| {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let is_before = |keywords: &[&str]| before.is_some_and(|word| word.is_any(keywords));
        let opens = word.is("JOIN")
            || word.is("FROM") && !is_before(&["DISTINCT"]) && !is_in_function(line, word.at)
            || word.is("UPDATE") && before.is_none()
            || word.is("INTO") && is_before(&["INSERT", "MERGE"]);
        let name = words.get(at + 1).filter(|_| opens)?;
        // A function that gives rows has its arguments behind it, an INSERT its columns.
        let is_called = name.next == Some('(') && !word.is("INTO");
        (is_name(name.text) && !name.is_any(&NO_TABLES) && !is_called).then_some((name.at, name.text))
    });
    found.collect()
}

/// Words behind a table that are no other name for it.
const NO_ALIASES: [&str; 24] = [
    "WHERE",
    "ON",
    "LEFT",
    "RIGHT",
    "INNER",
    "OUTER",
    "JOIN",
    "GROUP",
    "ORDER",
    "LIMIT",
    "SET",
    "CROSS",
    "FULL",
    "USING",
    "UNION",
    "HAVING",
    "WINDOW",
    "FOR",
    "RETURNING",
    "NATURAL",
    "AND",
    "VALUES",
    "SELECT",
    "DEFAULT",
];

/// The short names that statements give their tables: `n` of `FROM notes n`.
pub(super) fn aliases(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for line in text.lines() {
        let words = names(line);
        for (at, table) in tables(line) {
            let mut behind = words.iter().skip_while(|word| word.at <= at);
            let is_last = words.iter().any(|word| word.at == at && matches!(word.next, Some(',' | ')' | ';' | '(')));
            let alias = behind.next().and_then(|word| if word.is("AS") { behind.next() } else { Some(word) });
            let alias = alias.filter(|word| !is_last && is_name(word.text) && !word.is_any(&NO_ALIASES));
            found.extend(alias.map(|word| (word.text, table)));
        }
    }
    found
}

/// Whether FROM belongs to a function such as `EXTRACT(YEAR FROM day)`.
fn is_in_function(line: &str, at: usize) -> bool {
    let before = line.get(..at).unwrap_or_default().to_ascii_uppercase();
    let Some((outside, inside)) = before.rsplit_once('(') else { return false };
    let is_function = ["EXTRACT", "SUBSTRING", "TRIM", "OVERLAY"].iter().any(|name| outside.trim_end().ends_with(name));
    is_function && !inside.contains(')')
}

/// `table.column` in a line of SQL.
pub(super) fn members(line: &str) -> Vec<(usize, &str)> {
    let words = names(line);
    let is_member =
        |word: &&Word<'_>| is_name(word.text) && word.text.split('.').count() == 2 && word.next != Some('(');
    words.iter().filter(is_member).map(|word| (word.at, word.text)).collect()
}

/// Words in front of the kind of thing that a statement makes.
const MAKING: [&str; 7] = ["CREATE", "REPLACE", "TEMP", "TEMPORARY", "MATERIALIZED", "UNLOGGED", "ADD"];

/// What statements of a plan make: tables, views, columns, and queries that have a name.
pub(super) fn made(text: &str) -> Vec<&str> {
    let words: Vec<Word<'_>> = text.lines().flat_map(names).collect();
    let mut made = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let behind = |n: usize| words.get(at + n);
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let is_statement = before.is_some_and(|before| before.is_any(&MAKING));
        let named = if word.is_any(&["TABLE", "VIEW", "COLUMN", "FUNCTION"]) && is_statement {
            // `IF NOT EXISTS` stands in front of the name.
            (1..=4).filter_map(behind).find(|word| !word.is_any(&["IF", "NOT", "EXISTS"]))
        } else if word.is("AS") && word.next == Some('(') {
            before
        } else {
            None
        };
        made.extend(named.map(|word| word.text.rsplit('.').next().unwrap_or(word.text)));
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_name_their_tables() {
        for (line, expected) in [
            ("SELECT * FROM notes n JOIN \"app.tags\" t ON t.note_id = n.id -- FROM x", &["notes", "app.tags"][..]),
            ("INSERT INTO notes (id) SELECT 1 FROM generate_series(1, 3)", &["notes"]),
            ("UPDATE notes SET a = 1", &["notes"]),
            ("CREATE POLICY p ON notes FOR UPDATE USING (true)", &[]),
            ("ON CONFLICT DO UPDATE SET a = EXCLUDED.a", &[]),
            ("SELECT count(*) INTO v_count FROM notes;", &["notes"]),
            ("WHERE EXTRACT(YEAR FROM day) = 1 AND a IS DISTINCT FROM b", &[]),
            ("SELECT 'taken FROM shelf' FROM ${table}", &[]),
            ("CREATE POLICY \"take FROM their shelf\" ON notes", &[]),
        ] {
            let names: Vec<&str> = tables(line).into_iter().map(|(_, name)| name).collect();
            assert_eq!(names, expected, "{line}");
        }
        assert_eq!(
            made("WITH recent AS (\nSELECT 1)\nreads the table notes\nCREATE TABLE IF NOT EXISTS app.logs (id int)"),
            ["recent", "logs"]
        );
        assert_eq!(
            aliases("FROM notes AS n\nJOIN tags t ON t.id = n.tag_id\nJOIN walls WHERE x"),
            [("n", "notes"), ("t", "tags")]
        );
        assert_eq!(members("SELECT notes.owner_id, n.count(x)"), [(7, "notes.owner_id")]);
    }
}

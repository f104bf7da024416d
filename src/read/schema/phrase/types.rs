//! Types of columns as plans write them.

use super::lex::{Kind, Token, plain};

/// A type that was read, and where it ends.
pub(super) struct Type {
    /// As written, without backticks.
    pub(super) text: String,
    /// Whether databases know it.
    pub(super) known: bool,
    /// Whether it stands in backticks.
    pub(super) code: bool,
    /// Index of the token after it.
    pub(super) next: usize,
    /// The values of `ENUM('a', 'b')`.
    pub(super) allowed: Option<Vec<String>>,
}

/// First words of the types of PostgreSQL, MySQL, SQL Server, SQLite, and what plans call them.
const TYPES: &[&str] = &[
    "array",
    "bigint",
    "bigserial",
    "binary",
    "bit",
    "blob",
    "bool",
    "boolean",
    "bytea",
    "char",
    "character",
    "cidr",
    "citext",
    "clob",
    "date",
    "daterange",
    "datetime",
    "datetime2",
    "datetimeoffset",
    "decimal",
    "double",
    "enum",
    "float",
    "float4",
    "float8",
    "geography",
    "geometry",
    "halfvec",
    "hstore",
    "inet",
    "int",
    "int2",
    "int4",
    "int4range",
    "int8",
    "integer",
    "interval",
    "json",
    "jsonb",
    "longblob",
    "longtext",
    "ltree",
    "macaddr",
    "mediumint",
    "mediumtext",
    "money",
    "nchar",
    "ntext",
    "number",
    "numeric",
    "nvarchar",
    "object",
    "objectid",
    "oid",
    "point",
    "polygon",
    "real",
    "rowversion",
    "serial",
    "set",
    "smallint",
    "smallserial",
    "string",
    "text",
    "time",
    "timestamp",
    "timestamptz",
    "timetz",
    "tinyint",
    "tinytext",
    "tsquery",
    "tsrange",
    "tstzrange",
    "tsvector",
    "uniqueidentifier",
    "uuid",
    "varbinary",
    "varchar",
    "varchar2",
    "vector",
    "xml",
    "year",
];

/// Words that may follow the first: `double precision`, `timestamp with time zone`.
const MORE: &[&str] = &["precision", "varying", "with", "without", "time", "zone", "local", "unsigned"];

/// Whether a word is the first of a type that databases know.
pub(super) fn is_known(word: &str) -> bool {
    // Most words bear no quotes.
    let bare = if word.contains(['"', '`', '\\']) { &plain(word) } else { word };
    let bare = bare.trim_end_matches("[]");
    let lower = || bare.bytes().map(|byte| byte.to_ascii_lowercase());
    TYPES.binary_search_by(|ty| ty.bytes().cmp(lower())).is_ok()
}

/// Reads a type that starts at a token, known or not.
pub(super) fn read(text: &str, tokens: &[Token<'_>], at: usize) -> Option<Type> {
    let first = tokens.get(at).filter(|t| t.kind == Kind::Word)?;
    let known = is_known(first.text);
    let mut next = at + 1;
    let mut end = first.end;
    let mut allowed = None;
    while let Some(token) = tokens.get(next) {
        let joins = match token.kind {
            Kind::Open => {
                let is_enum = first.text.eq_ignore_ascii_case("enum");
                // `VARCHAR (100)` is a type; `TEXT (at most 100 characters)` is one with a remark.
                let args = tokens.get(next + 1..token.pair).unwrap_or_default();
                let fits = is_enum
                    || args.iter().filter(|t| t.kind == Kind::Word).count() <= 2 && known && arguments(first, args);
                if token.pair > next && fits {
                    if is_enum {
                        allowed = Some(super::clause::values(tokens, next + 1, token.pair));
                    }
                    next = token.pair;
                    true
                } else {
                    false
                }
            }
            Kind::Symbol => {
                matches!(token.text, "[" | "]")
                    && tokens.get(next.wrapping_sub(1)).is_some_and(|t| t.end == token.start)
            }
            Kind::Word => known && is_more(tokens, next),
            _ => false,
        };
        if !joins {
            break;
        }
        end = tokens.get(next).map_or(end, |t| t.end);
        next += 1;
    }
    let raw = text.get(first.start..end).unwrap_or_default();
    let text = if raw.starts_with('"') { plain(raw) } else { raw.replace('`', "").trim().to_owned() };
    Some(Type { text, known, code: first.code, next, allowed })
}

/// What may stand in a type's brackets: numbers, `max`, another type, the shape of a geometry.
fn arguments(ty: &Token<'_>, args: &[Token<'_>]) -> bool {
    let shaped = ["geography", "geometry"].iter().any(|geo| ty.text.eq_ignore_ascii_case(geo));
    let unit = |word: &str| ["max", "byte"].iter().any(|unit| word.eq_ignore_ascii_case(unit));
    !args.is_empty()
        && args.iter().all(|t| match t.kind {
            Kind::Separator => t.text == ",",
            Kind::Word => t.text.chars().all(|c| c.is_ascii_digit()) || unit(t.text) || shaped || is_known(t.text),
            _ => false,
        })
}

/// `with` belongs to a type only in `with time zone`.
fn is_more(tokens: &[Token<'_>], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).map(|t| t.text.to_ascii_lowercase()).unwrap_or_default();
    let this = word(at);
    match this.as_str() {
        "with" | "without" => word(at + 1) == "time" || word(at + 1) == "local",
        "time" => matches!(word(at.wrapping_sub(1)).as_str(), "with" | "without" | "local"),
        "zone" => word(at.wrapping_sub(1)) == "time",
        other => MORE.contains(&other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        let mut sorted = TYPES.to_vec();
        sorted.sort_unstable();
        assert_eq!(TYPES, sorted);
    }
}

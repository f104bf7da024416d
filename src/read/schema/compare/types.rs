//! When two spellings of a type or a default mean the same.

use crate::model::schema::table_key;
use crate::model::{Column, Table};

/// A type without what is only spelling.
#[derive(Debug, PartialEq, Eq)]
struct Type {
    family: String,
    /// `100` of `varchar(100)`, `10,2` of `numeric(10, 2)`.
    size: Option<String>,
    array: bool,
    /// Whether it names a kind of values rather than a type of a database: `String` of Prisma.
    loose: bool,
    /// Whether it says that there is no limit: `text`.
    unlimited: bool,
}

/// Whether the types of two columns differ in more than their spelling.
pub(super) fn differ((first, a): (&Table, &Column), (second, b): (&Table, &Column)) -> bool {
    let (Some(one), Some(two)) = (a.ty.as_deref().map(read), b.ty.as_deref().map(read)) else { return false };
    if one.family.is_empty() || two.family.is_empty() {
        return false;
    }
    if one.array != two.array {
        return true;
    }
    if one.family != two.family {
        return !(one.loose && goes_with(&one.family, &two.family) || two.loose && goes_with(&two.family, &one.family));
    }
    match (&one.size, &two.size) {
        (Some(x), Some(y)) => x != y,
        (Some(size), None) => two.unlimited && !two.loose && !is_checked(second, b, size),
        (None, Some(size)) => one.unlimited && !one.loose && !is_checked(first, a, size),
        (None, None) => false,
    }
}

/// Whether a loose kind of values may be stored as a type.
fn goes_with(kind: &str, family: &str) -> bool {
    match kind {
        "text" => matches!(family, "citext" | "uuid" | "enum" | "inet" | "xml"),
        "timestamp" => matches!(family, "timestamptz" | "date" | "time"),
        "json" => family == "jsonb",
        // `ENUM` may well be a type with a name, or a text with a list of values.
        "enum" => !matches!(
            family,
            "integer"
                | "bigint"
                | "boolean"
                | "timestamp"
                | "timestamptz"
                | "date"
                | "decimal"
                | "json"
                | "jsonb"
                | "uuid"
        ),
        "double" => matches!(family, "real" | "decimal"),
        "integer" => matches!(family, "bigint" | "smallint"),
        "bytes" => family == "blob",
        _ => false,
    }
}

/// Whether a CHECK limits a column to that length.
fn is_checked(table: &Table, column: &Column, size: &str) -> bool {
    let name = column.name.to_lowercase();
    let says = |check: &str| {
        let check = check.to_lowercase();
        check.contains(&name) && check.split(|c: char| !c.is_ascii_digit()).any(|number| number == size)
    };
    let own = column.check.iter().any(|check| check.split(|c: char| !c.is_ascii_digit()).any(|n| n == size));
    own || table.checks.iter().any(|check| says(check))
}

fn read(written: &str) -> Type {
    let lower = written.to_lowercase().replace(['"', '`'], "");
    let lower = lower.trim();
    let array = lower.ends_with(']') || lower.starts_with("array") || lower.ends_with(" array");
    let lower = lower.trim_start_matches("array<").trim_start_matches("array of ");
    let name: String = lower.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).collect();
    let bare = table_key(&name);
    let bare = bare.rsplit('.').next().unwrap_or_default();
    let size = lower.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inner, _)| inner);
    let size = size.map(|inner| inner.replace(' ', "")).filter(|s| s.chars().all(|c| c.is_ascii_digit() || c == ','));
    let size = size.map(|s| s.strip_suffix(",0").map(str::to_owned).unwrap_or(s));
    let zoned = lower.contains("with time zone");
    // Written as Prisma and diagrams do, a type is a kind of values.
    let prisma = matches!(written.trim_end_matches("[]"), "String" | "DateTime" | "Json" | "Float" | "Bytes");
    let (family, loose, unlimited) = match bare {
        "text" | "ntext" | "clob" | "longtext" | "mediumtext" | "tinytext" => ("text", false, true),
        "varchar" | "nvarchar" | "varchar2" | "char" | "nchar" | "character" | "bpchar" => ("text", false, false),
        "string" => ("text", true, prisma),
        "int" | "int4" | "integer" | "serial" => ("integer", false, false),
        "number" => ("integer", true, false),
        "smallint" | "int2" | "smallserial" => ("smallint", false, false),
        "bigint" | "int8" | "bigserial" => ("bigint", false, false),
        "bool" | "boolean" | "bit" => ("boolean", false, false),
        "tinyint" if size.as_deref() == Some("1") => ("boolean", false, false),
        "timestamp" if zoned => ("timestamptz", false, false),
        "timestamptz" | "datetimeoffset" => ("timestamptz", false, false),
        "timestamp" | "datetime2" => ("timestamp", false, false),
        "datetime" => ("timestamp", true, false),
        "time" if zoned => ("timetz", false, false),
        "decimal" | "numeric" | "dec" => ("decimal", false, false),
        "float" | "float8" | "double" => ("double", prisma, false),
        "float4" | "real" => ("real", false, false),
        "json" => ("json", prisma, false),
        "uuid" | "guid" | "uniqueidentifier" => ("uuid", false, false),
        "bytes" => ("bytes", true, false),
        "blob" | "bytea" | "binary" | "varbinary" | "longblob" => ("blob", false, false),
        "enum" => ("enum", true, false),
        other => (other, false, false),
    };
    let sized = matches!(family, "text" | "decimal");
    Type { family: family.to_owned(), size: size.filter(|s| sized && !s.is_empty()), array, loose, unlimited }
}

/// The form that two spellings of a default share: `'draft'::status` is `draft`.
pub(super) fn default_key(written: &str) -> String {
    let lower = written.trim().to_lowercase();
    let plain = lower.split("::").next().unwrap_or_default().trim();
    let plain = plain.trim_matches(['\'', '"', '`', '(', ')', ' ']);
    match plain {
        "now" | "current_timestamp" | "getdate" | "transaction_timestamp" => "now".to_owned(),
        "gen_random_uuid" | "uuid_generate_v4" | "newid" | "extensions.uuid_generate_v4" | "uuid" => "uuid".to_owned(),
        "autoincrement" | "increment" => "increment".to_owned(),
        "true" | "1" => "true".to_owned(),
        "false" | "0" => "false".to_owned(),
        other => other.replace(' ', ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(ty: &str, check: Option<&str>) -> Column {
        Column { name: "a".to_owned(), ty: Some(ty.to_owned()), check: check.map(str::to_owned), ..Column::default() }
    }

    #[test]
    fn spellings_of_a_type_meet_and_types_do_not() {
        let table = Table::default();
        for (one, two, expected) in [
            ("varchar(100)", "CHARACTER VARYING (100)", false),
            ("varchar(100)", "varchar(255)", true),
            ("text(100)", "nvarchar(100)", false),
            ("text", "varchar(100)", true),
            ("varchar", "varchar(100)", false),
            ("String", "uuid", false),
            ("string", "text", false),
            ("String", "integer", true),
            ("timestamp with time zone", "timestamptz(6)", false),
            ("timestamp", "timestamptz", true),
            ("DateTime", "Timestamptz", false),
            ("serial", "INTEGER", false),
            ("integer", "bigint", true),
            ("public.order_status", "Order_Status", false),
            ("enum", "order_status", false),
            ("enum('a', 'b')", "text", false),
            ("text[]", "text", true),
            ("numeric(10, 2)", "decimal(10,2)", false),
            ("numeric", "decimal(10,2)", false),
            ("numeric(10,2)", "decimal(12,2)", true),
            ("json", "jsonb", true),
            ("int", "uuid", true),
        ] {
            let (a, b) = (column(one, None), column(two, None));
            assert_eq!(differ((&table, &a), (&table, &b)), expected, "{one} and {two}");
            assert_eq!(differ((&table, &b), (&table, &a)), expected, "{two} and {one}");
        }
        let (short, long) = (column("varchar(80)", None), column("text", Some("char_length(a) <= 80")));
        assert!(!differ((&table, &short), (&table, &long)), "a check limits a text as well");
    }

    #[test]
    fn spellings_of_a_default_meet() {
        for (one, two) in
            [("now()", "CURRENT_TIMESTAMP"), ("'draft'::status", "draft"), ("gen_random_uuid()", "uuid_generate_v4()")]
        {
            assert_eq!(default_key(one), default_key(two));
        }
        assert_ne!(default_key("'draft'"), default_key("'open'"));
    }
}

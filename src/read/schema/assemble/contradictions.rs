//! What a plan says twice and differently: the first definition holds, and both places are named.

use super::Assembly;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Column;
use crate::text::Place;

/// Two statements about one thing.
#[derive(Debug)]
pub(super) struct Contradiction {
    /// What they are about: ``the type of `orders.total` ``.
    about: String,
    /// What is said first, and where.
    first: (String, Place),
    second: (String, Place),
}

impl Contradiction {
    /// The diagnostic, at the second place; `locate` gives `path:line` of the first.
    pub(super) fn diagnostic(self, locate: &dyn Fn(Place) -> String) -> Diagnostic {
        let Self { about, first: (first, at), second: (second, place) } = self;
        let message = format!("{about} is {second} here and {first} in {}; the first holds", locate(at));
        let help = format!("keep one of the two, {first} or {second}");
        Diagnostic::warning(codes::CONTRADICTION, place, message).with_help(help)
    }
}

impl Assembly {
    /// Notes where a later definition of a column says something else.
    pub(super) fn compare_columns(&mut self, table: usize, column: usize, new: &Column) {
        let Some(owner) = self.schema.tables.get(table) else { return };
        let Some(old) = owner.columns.get(column) else { return };
        let said = |what: &'static str| (table, column, what);
        let column = format!("{}.{}", owner.name, new.name);
        let mut found = Vec::new();
        if let (Some(a), Some(b)) = (&old.ty, &new.ty)
            && differ(a, b)
        {
            found.push(("type", format!("the type of `{column}`"), format!("`{a}`"), format!("`{b}`")));
        }
        if let (Some(a), Some(b)) = (old.nullable, new.nullable)
            && a != b
            && !old.primary_key
        {
            let word = |nullable: bool| if nullable { "nullable" } else { "NOT NULL" }.to_owned();
            found.push(("null", format!("the column `{column}`"), word(a), word(b)));
        }
        if let (Some(a), Some(b)) =
            (old.default.as_deref().and_then(value_key), new.default.as_deref().and_then(value_key))
            && a != b
            && old.place.document == new.place.document
        {
            let code = |c: &Column| format!("`{}`", c.default.clone().unwrap_or_default());
            found.push(("default", format!("the default of `{column}`"), code(old), code(new)));
        }
        for (what, about, first, second) in found {
            let at = self.said.get(&said(what)).copied().unwrap_or(old.place);
            self.contradictions.push(Contradiction { about, first: (first, at), second: (second, new.place) });
        }
        let fresh = [
            ("type", old.ty.is_none() && new.ty.is_some()),
            ("null", old.nullable.is_none() && new.nullable.is_some()),
            ("default", old.default.is_none() && new.default.is_some()),
        ];
        for (what, _) in fresh.iter().filter(|(_, is_fresh)| *is_fresh) {
            self.said.insert(said(what), new.place);
        }
    }

    /// Notes where the values of an enum are listed again and differ.
    pub(super) fn compare_values(&mut self, name: &str, first: (&[String], Place), second: (&[String], Place)) {
        let key = |values: &[String]| {
            let mut sorted: Vec<String> = values.iter().map(|v| v.to_lowercase()).collect();
            sorted.sort_unstable();
            sorted.dedup();
            sorted
        };
        if key(first.0) != key(second.0) {
            let list = |values: &[String]| values.iter().map(|v| format!("`{v}`")).collect::<Vec<_>>().join(", ");
            self.contradictions.push(Contradiction {
                about: format!("the list of values of `{name}`"),
                first: (list(first.0), first.1),
                second: (list(second.0), second.1),
            });
        }
    }
}

/// Whether two types can't be the same. `ENUM('a', 'b')` may well be the type that has a name elsewhere.
fn differ(a: &str, b: &str) -> bool {
    let (one, other) = (type_key(a), type_key(b));
    if [&one, &other].iter().any(|key| *key == "enum") {
        return false;
    }
    let size = |ty: &str| {
        let inner = ty.split_once('(')?.1.split(')').next()?;
        Some(inner.replace(' ', "")).filter(|s| s.chars().all(|c| c.is_ascii_digit() || c == ','))
    };
    one != other || matches!((size(a), size(b)), (Some(a), Some(b)) if a != b)
}

/// The form that two spellings of a type share: `TIMESTAMP WITH TIME ZONE` is `timestamptz`.
fn type_key(ty: &str) -> String {
    let ty = ty.to_lowercase();
    let whole: String = ty.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).collect();
    let first = whole.rsplit('.').next().unwrap_or_default();
    match first {
        "timestamp" | "time" if ty.contains("with time zone") => format!("{first}tz"),
        "character" | "char" | "string" | "text" | "nvarchar" | "nchar" | "citext" => "varchar".to_owned(),
        "int" | "int4" | "serial" => "integer".to_owned(),
        "bigserial" | "int8" => "bigint".to_owned(),
        "smallserial" | "int2" => "smallint".to_owned(),
        "bool" | "bit" => "boolean".to_owned(),
        "numeric" | "number" => "decimal".to_owned(),
        "double" | "float8" | "float" | "real" | "float4" => "float".to_owned(),
        "datetime" | "datetime2" => "timestamp".to_owned(),
        _ => first.to_owned(),
    }
}

/// The form that two spellings of a default share; nothing where it is no plain value or call.
fn value_key(value: &str) -> Option<String> {
    let value = value.split("::").next().unwrap_or_default().to_lowercase();
    let bare = value.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`' | '(' | ')'));
    let plain = !bare.is_empty() && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
    let quoted = value.trim().starts_with(['\'', '"', '`']) || bare.contains(['_', '.']);
    let says =
        quoted || value.contains('(') || ["true", "false", "null"].contains(&bare) || bare.parse::<f64>().is_ok();
    let now = ["now", "current_timestamp", "getutcdate", "getdate", "sysdatetime", "current_date"].contains(&bare);
    let random = bare.contains("uuid") || bare.contains("newid") || bare.contains("newsequentialid");
    let key = match bare.parse::<f64>() {
        _ if now => "now".to_owned(),
        _ if random => "uuid".to_owned(),
        Ok(number) => number.to_string(),
        Err(_) => bare.to_owned(),
    };
    (plain && (says || now)).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_thing_are_no_contradiction() {
        for (a, b, expected) in [
            ("varchar(50)", "VARCHAR (50)", false),
            ("varchar(50)", "varchar(80)", true),
            ("varchar(50)", "text", false),
            ("timestamp with time zone", "timestamptz", false),
            ("timestamp", "timestamptz", true),
            ("app.state", "state", false),
            ("enum('a')", "state", false),
            ("int", "uuid", true),
        ] {
            assert_eq!(differ(a, b), expected, "{a} {b}");
        }
        for (a, b) in [("'open'::state", "open_"), ("now()", "CURRENT_TIMESTAMP"), ("0", "0.0"), ("'x'", "`x`")] {
            let same = value_key(a) == value_key(b);
            assert_eq!(same, b != "open_", "{a} {b}");
        }
        assert_eq!(value_key("the day of the order"), None);
    }
}

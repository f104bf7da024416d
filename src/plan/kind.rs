//! What kind of value a column or parameter holds, whatever the document calls its type.

/// Kinds of values that stacks, validations and examples tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Kind {
    /// Characters.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Decimal,
    /// True or false.
    Boolean,
    /// A UUID.
    Uuid,
    /// A day.
    Date,
    /// A point in time.
    Timestamp,
    /// A time of day.
    Time,
    /// A JSON object.
    Object,
    /// A list.
    List,
    /// Uploaded content.
    File,
    /// The documents don't say.
    #[default]
    Unknown,
}

/// Words of SQL, JSON and common languages, longest first where one starts another.
const WORDS: &[(&str, Kind)] = &[
    ("uuid", Kind::Uuid),
    ("guid", Kind::Uuid),
    ("uniqueidentifier", Kind::Uuid),
    ("timestamp", Kind::Timestamp),
    ("timestamptz", Kind::Timestamp),
    ("datetime", Kind::Timestamp),
    ("datetime2", Kind::Timestamp),
    ("datetimeoffset", Kind::Timestamp),
    ("date-time", Kind::Timestamp),
    ("iso-8601", Kind::Timestamp),
    ("iso8601", Kind::Timestamp),
    ("date", Kind::Date),
    ("yyyy-mm-dd", Kind::Date),
    ("time", Kind::Time),
    ("timetz", Kind::Time),
    ("bool", Kind::Boolean),
    ("boolean", Kind::Boolean),
    ("bit", Kind::Boolean),
    ("int", Kind::Integer),
    ("int2", Kind::Integer),
    ("int4", Kind::Integer),
    ("int8", Kind::Integer),
    ("integer", Kind::Integer),
    ("bigint", Kind::Integer),
    ("smallint", Kind::Integer),
    ("tinyint", Kind::Integer),
    ("serial", Kind::Integer),
    ("bigserial", Kind::Integer),
    ("long", Kind::Integer),
    ("numeric", Kind::Decimal),
    ("decimal", Kind::Decimal),
    ("number", Kind::Decimal),
    ("real", Kind::Decimal),
    ("float", Kind::Decimal),
    ("double", Kind::Decimal),
    ("money", Kind::Decimal),
    ("json", Kind::Object),
    ("jsonb", Kind::Object),
    ("object", Kind::Object),
    ("array", Kind::List),
    ("list", Kind::List),
    ("file", Kind::File),
    ("binary", Kind::File),
    ("multipart", Kind::File),
    ("text", Kind::Text),
    ("string", Kind::Text),
    ("str", Kind::Text),
    ("char", Kind::Text),
    ("varchar", Kind::Text),
    ("nvarchar", Kind::Text),
    ("nchar", Kind::Text),
    ("character", Kind::Text),
    ("citext", Kind::Text),
    ("email", Kind::Text),
    ("url", Kind::Text),
];

impl Kind {
    /// Reads a type as a document writes it: `VARCHAR(100)`, `uuid[]`, `string (max 100)`.
    pub(crate) fn of_type(ty: &str) -> Self {
        let ty = ty.trim().trim_matches(['`', '"', '\'']).to_lowercase();
        let list = ty.contains("[]") || ty.starts_with("array") || ty.starts_with("list<");
        if list {
            return Self::List;
        }
        ty.split(|c: char| !(c.is_alphanumeric() || c == '-'))
            .find_map(|word| WORDS.iter().find(|(known, _)| *known == word))
            .map_or(Self::Unknown, |(_, kind)| *kind)
    }

    /// Whether values of this kind are references in languages that tell those from values.
    pub(crate) fn is_reference(self) -> bool {
        matches!(self, Self::Text | Self::Object | Self::List | Self::File | Self::Unknown)
    }
}

/// The length limit of a character type: 100 for `VARCHAR(100)`.
pub(crate) fn length_limit(ty: &str) -> Option<u32> {
    let (name, rest) = ty.split_once('(')?;
    if Kind::of_type(name) != Kind::Text {
        return None;
    }
    rest.split(')').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_documents_write_them() {
        for (ty, kind) in [
            ("VARCHAR(100)", Kind::Text),
            ("timestamp without time zone", Kind::Timestamp),
            ("`uuid`", Kind::Uuid),
            ("text[]", Kind::List),
            ("string (max 100)", Kind::Text),
            ("NUMERIC(10,2)", Kind::Decimal),
            ("double precision", Kind::Decimal),
            ("member_role", Kind::Unknown),
        ] {
            assert_eq!(Kind::of_type(ty), kind, "{ty}");
        }
        assert_eq!(length_limit("nvarchar(80)"), Some(80));
        assert_eq!(length_limit("numeric(10,2)"), None);
        assert_eq!(length_limit("text"), None);
    }
}

//! Types that a project's sources declare.

use serde::{Deserialize, Serialize};

use crate::text::Place;

/// A type declared in the project's sources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeDeclaration {
    /// Name as declared.
    pub name: String,
    /// File, relative to the root.
    pub file: String,
    /// 1-based line of the name.
    pub line: usize,
    /// What it is declared as.
    pub kind: TypeKind,
    /// The whole declaration, with the comment and the attributes before it.
    pub place: Place,
    /// The types that it is declared inside, outermost first, joined with a dot.
    pub within: Option<String>,
    /// What it is made of, in the order of the text; empty where its text does not say.
    pub members: Vec<TypeMember>,
    /// Names of other declared types that its declaration uses, each once.
    pub uses: Vec<String>,
}

/// A field, property, parameter or enum value of a declared type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeMember {
    /// Name as declared.
    pub name: String,
    /// Type as written, on one line.
    pub ty: Option<String>,
    /// Whether it may be left out or be null, by its declaration.
    pub optional: bool,
    /// The name that it has in JSON, where an attribute gives it another one.
    pub sent_as: Option<String>,
}

/// What a type is declared as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeKind {
    /// A class.
    #[default]
    Class,
    /// An interface.
    Interface,
    /// Another name for a type, or a type put together from others.
    Alias,
    /// An enumeration.
    Enum,
    /// A record, or a data class.
    Record,
    /// A struct.
    Struct,
    /// A single object.
    Object,
    /// A value that checks data at run time and stands for its type.
    Schema,
}

impl TypeKind {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Interface => "interface",
            Self::Alias => "alias",
            Self::Enum => "enum",
            Self::Record => "record",
            Self::Struct => "struct",
            Self::Object => "object",
            Self::Schema => "schema",
        }
    }
}
